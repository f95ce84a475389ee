//! Days in running text: a day of the month beside the name of a month, as each language writes them.

use std::ops::Range;

use crate::check::numbers::digit;
use crate::house::TermsData;
use crate::language;

/// How far a number may stand from the name of its month, in characters: ` de ` of `26 de mayo`.
const FARTHEST: usize = 4;

/// How many digits a year has.
const MOST_DIGITS: usize = 4;

/// A day in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) month: usize,
    pub(super) day: u32,
    pub(super) year: Option<u32>,
    pub(super) place: Range<usize>,
}

/// The names of the months in a language.
pub(super) struct Months(Vec<(usize, String)>);

impl Months {
    pub(super) fn of(terms: &TermsData) -> Self {
        let names = language::months(&terms.tag, &terms.dates).into_iter().enumerate();
        // A month may bear two names: either of them, or both with a stroke between.
        let each = |(month, names): (usize, String)| {
            let parts: Vec<String> = names.split('/').map(str::to_owned).collect();
            let whole = (parts.len() > 1).then_some(names);
            whole.into_iter().chain(parts).map(move |name| (month, name)).collect::<Vec<_>>()
        };
        // A figure alone may be any number.
        Self(names.flat_map(each).filter(|(_, name)| name.contains(char::is_alphabetic)).collect())
    }

    /// Finds the days in a text.
    pub(super) fn days(&self, text: &str) -> Vec<Day> {
        self.named(text).into_iter().filter_map(|(month, place)| day_around(text, month, place)).collect()
    }

    /// Finds where months are named, with a day or without: `December`, `12月`.
    pub(super) fn named(&self, text: &str) -> Vec<(usize, Range<usize>)> {
        let found = |(month, name): &'_ (usize, String)| {
            let (month, length) = (*month, name.len());
            let places = text.match_indices(name.as_str()).map(move |(at, _)| at..at + length);
            places.filter(|place| is_whole_word(text, place)).map(|place| (month, place)).collect::<Vec<_>>()
        };
        let mut names: Vec<(usize, Range<usize>)> = self.0.iter().flat_map(found).collect();
        // Of two names at one place the longer one is meant.
        names.sort_by_key(|(_, place)| (place.start, std::cmp::Reverse(place.end)));
        let mut end = 0;
        names.retain(|(_, place)| {
            let is_free = place.start >= end;
            end = end.max(place.end);
            is_free
        });
        names
    }
}

/// Says whether a name stands as a word of its own. A name that ends with a letter may be followed by a figure, and one
/// that begins with a figure may follow a letter.
fn is_whole_word(text: &str, place: &Range<usize>) -> bool {
    let name = &text[place.clone()];
    let joins = |one: Option<char>, other: Option<char>| match (one, other) {
        (Some(one), Some(other)) => {
            one.is_alphabetic() && other.is_alphabetic() || digit(one).is_some() && digit(other).is_some()
        }
        _ => false,
    };
    let before = text[..place.start].chars().next_back();
    let after = text[place.end..].chars().next();
    let figure = name.contains(|character| digit(character).is_some());
    !joins(before, name.chars().next()) && (figure || !joins(name.chars().next_back(), after))
}

/// Reads the day and the year on both sides of a month.
fn day_around(text: &str, month: usize, name: Range<usize>) -> Option<Day> {
    let before = number_before(text, name.start);
    let after = number_after(text, name.end);
    let further = after.as_ref().and_then(|(_, place)| number_after(text, place.end));
    // A day follows a month in figures, before which a year may stand, or the end of another date.
    let in_figures = text[name.clone()].contains(|character| digit(character).is_some());
    let found = if in_figures { [after, before, further] } else { [before, after, further] };
    let found: Vec<(u32, Range<usize>)> = found.into_iter().flatten().collect();
    let (day, day_place) = found.iter().find(|(number, _)| (1..=31).contains(number))?;
    // A second small number after the month begins something else.
    let year = found.iter().find(|(number, _)| (1000..=9999).contains(number));
    let places = || [day_place, &name].into_iter().chain(year.map(|(_, place)| place));
    let start = places().map(|place| place.start).min()?;
    let end = places().map(|place| place.end).max()?;
    Some(Day { month, day: *day, year: year.map(|(number, _)| *number), place: start..end })
}

fn number_before(text: &str, end: usize) -> Option<(u32, Range<usize>)> {
    let words = &text[..end];
    let is_digit = |character: &char| digit(*character).is_some();
    let near: usize = near(words.chars().rev())?;
    let figures = &words[..words.len() - near];
    let digits: Vec<char> = figures.chars().rev().take(MOST_DIGITS + 1).take_while(is_digit).collect();
    let length: usize = digits.iter().map(|character| character.len_utf8()).sum();
    Some((value(digits.iter().rev())?, figures.len() - length..figures.len()))
}

fn number_after(text: &str, start: usize) -> Option<(u32, Range<usize>)> {
    let is_digit = |character: &char| digit(*character).is_some();
    let from = start + near(text[start..].chars())?;
    let digits: Vec<char> = text[from..].chars().take(MOST_DIGITS + 1).take_while(is_digit).collect();
    let length: usize = digits.iter().map(|character| character.len_utf8()).sum();
    Some((value(digits.iter())?, from..from + length))
}

/// Measures what stands before a digit; `None` if it is too far.
fn near(characters: impl Iterator<Item = char>) -> Option<usize> {
    let mut length = 0;
    for character in characters.take(FARTHEST + 1) {
        if digit(character).is_some() {
            return Some(length);
        }
        length += character.len_utf8();
    }
    None
}

fn value<'a>(digits: impl Iterator<Item = &'a char>) -> Option<u32> {
    let digits: Vec<u32> = digits.filter_map(|character| digit(*character)).collect();
    (1..=MOST_DIGITS).contains(&digits.len()).then(|| digits.iter().fold(0, |number, digit| number * 10 + digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, months: &[(usize, &str)]) -> Vec<(usize, u32, Option<u32>)> {
        let months = Months(months.iter().map(|(month, name)| (*month, (*name).to_owned())).collect());
        months.days(text).iter().map(|day| (day.month, day.day, day.year)).collect()
    }

    #[test]
    fn days_are_read_as_languages_write_them() {
        for (text, names, expected) in [
            ("since 3 March 2021, and", vec![(2, "March")], vec![(2, 3, Some(2021))]),
            ("on March 3, 2021", vec![(2, "March")], vec![(2, 3, Some(2021))]),
            ("by 15 June of each year", vec![(5, "June")], vec![(5, 15, None)]),
            ("le 1er juillet 2026", vec![(6, "juillet")], vec![(6, 1, Some(2026))]),
            ("el 26 de mayo de 2025", vec![(4, "mayo")], vec![(4, 26, Some(2025))]),
            ("am 26. Mai 2025", vec![(4, "Mai")], vec![(4, 26, Some(2025))]),
            ("2025年5月26日", vec![(4, "5月")], vec![(4, 26, Some(2025))]),
            ("2025年5月26日第9801号", vec![(4, "5月")], vec![(4, 26, Some(2025))]),
            ("5月26日至6月3日", vec![(4, "5月"), (5, "6月")], vec![(4, 26, None), (5, 3, None)]),
            ("في ٢٦ أيار/مايو ٢٠٢٥", vec![(4, "أيار/مايو"), (4, "أيار"), (4, "مايو")], vec![(4, 26, Some(2025))]),
            ("in March 2021 it may be", vec![(2, "March"), (4, "may")], vec![]),
            ("3 Marches", vec![(2, "March")], vec![]),
        ] {
            assert_eq!(found(text, &names), expected, "{text}");
        }
    }
}
