//! Days as a house prints them and as people write them: what they look like, and reading them back. Not which day belongs to
//! which line of a text.

use engross_compile::house::TermsData;
use engross_model::Date;

use crate::phrase::{ANYTHING, literal, written};

/// Reads a date that a pattern has found.
pub(crate) fn read(terms: &TermsData, words: &str) -> Option<Date> {
    let small = words.to_lowercase();
    let months = terms.months();
    let named = months.iter().enumerate().filter(|(_, name)| small.contains(&name.to_lowercase()));
    let (month, name) = named.max_by_key(|(_, name)| name.len())?;
    let rest = small.replacen(&name.to_lowercase(), " ", 1);
    let figures: Vec<u16> = rest
        .split(|it: char| !it.is_ascii_digit())
        .filter(|it| !it.is_empty())
        .filter_map(|it| it.parse().ok())
        .collect();
    let year = *figures.iter().find(|number| **number >= 1000)?;
    let day = figures.iter().find(|number| (1..=31).contains(*number))?;
    Date::new(year, u8::try_from(month).ok()? + 1, u8::try_from(*day).ok()?)
}

/// Returns the day of the week that a date was, where words call it another: `Tuesday 26 May 2025`.
pub(crate) fn other_weekday(terms: &TermsData, words: &str) -> Option<String> {
    let small = words.to_lowercase();
    let own = terms.weekday(read(terms, words)?);
    let week = (1..=7).filter_map(|day| Date::new(2024, 1, day));
    let is_named = |name: &String| !name.is_empty() && small.contains(&name.to_lowercase());
    let named = week.map(|day| terms.weekday(day)).filter(is_named).max_by_key(String::len)?;
    (named.to_lowercase() != own.to_lowercase()).then_some(own)
}

/// Says whether words are a day in figures: `21.1.2026`, `2026-01-21`.
pub(crate) fn is_in_figures(words: &str) -> bool {
    let mut numbers: Vec<&str> = words.trim().split(['.', '/', '-']).collect();
    numbers.sort_unstable_by_key(|number| number.len());
    let are_figures = numbers.iter().all(|number| number.bytes().all(|sign| sign.is_ascii_digit()));
    are_figures && matches!(numbers.iter().map(|number| number.len()).collect::<Vec<_>>()[..], [1..=2, 1..=2, 4])
}

/// Writes the pattern of a date with its weekday, which people leave out.
pub(crate) fn full_pattern(terms: &TermsData) -> String {
    let with_weekday = pattern_as(terms, &terms.dates.full);
    format!(r"{with_weekday}|{WEEKDAY}\s+{}|{}", american(terms), pattern(terms))
}

/// Writes the pattern of a date, in the order of the house or as Americans write it.
pub(crate) fn pattern(terms: &TermsData) -> String {
    format!("{}|{}", pattern_as(terms, &terms.dates.plain), american(terms))
}

const WEEKDAY: &str = r"\p{L}[\p{L}\p{M}-]*,?";

/// Writes the pattern of a date as one of the terms says.
fn pattern_as(terms: &TermsData, pattern: &str) -> String {
    // What stands before it may hold anything, and figures too.
    let bound = if pattern.starts_with("{day}") { r"\b" } else { "" };
    let written = written(pattern, |slot| match slot {
        "weekday" => WEEKDAY.to_owned(),
        "day" => r"\d{1,2}\p{L}{0,2}\.?".to_owned(),
        "month" => month(terms),
        "year" => r"\d{4}".to_owned(),
        _ => ANYTHING.to_owned(),
    });
    format!("{bound}{written}")
}

/// Writes the pattern of a date as Americans write it: `March 3, 2026`, `3rd day of March, 2026`.
fn american(terms: &TermsData) -> String {
    let month = month(terms);
    format!(r"{month}\s+\d{{1,2}},?\s+\d{{4}}|\b\d{{1,2}}\p{{L}}{{2}}\s+day\s+of\s+{month},?\s+\d{{4}}")
}

fn month(terms: &TermsData) -> String {
    let months: Vec<String> = terms.months().iter().map(|month| literal(month)).collect();
    format!("(?:{})", months.join("|"))
}
