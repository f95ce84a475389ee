//! Figures: dates in figures alone, and blanks at numbers where a line may break.

use engross_model::{Date, Finding};
use unicode_script::{Script, UnicodeScript};

use super::numbers::digit;
use super::words::{inside_address, is_space};
use super::{Checked, replacement, shown, with_fix};
use crate::language;
use crate::source_map::Unit;

pub(super) fn check(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    for unit in text.units() {
        numeric_dates(text, unit, findings);
        missing_no_break_spaces(text, unit, findings);
    }
}

/// `DATE-01`: `26.05.2025`, `26/5/2025`, `2025-05-26` in running text.
fn numeric_dates(text: &Checked<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let visible = unit.visible.text.as_str();
    let terms = text.terms();
    let mut from = 0;
    while let Some(found) = visible[from..].find(|character| digit(character).is_some()) {
        let start = from + found;
        let rest = &visible[start..];
        let figures = rest.find(|character| digit(character).is_none() && !"./-".contains(character));
        from = start + figures.unwrap_or(rest.len());
        let bare = visible[start..from].trim_end_matches(['.', '-', '/']);
        let Some(dates) = numeric_date(bare).filter(|_| !inside_address(visible, start)) else { continue };
        let range = start..start + bare.len();
        let message = format!("the date `{bare}` stands in figures alone");
        let finding = text.finding("DATE-01", message, unit, range.clone());
        let in_words = |date| language::date(&terms.dates.plain, date, &terms.tag, &terms.dates);
        let written: Vec<String> = dates.into_iter().map(in_words).collect();
        findings.push(match written.as_slice() {
            [] => finding.help("write the month as a word"),
            [only] => {
                // The word for the year may follow already: `року`.
                let next = visible[from..].split_whitespace().next().unwrap_or_default();
                let goes_on = terms.units.iter().any(|word| word == next.trim_end_matches([',', ';']));
                // Words with marks, as a raised `1^er^`, are typed by hand.
                let plain = !only.contains(['^', '*', '~']);
                let fix = replacement(unit, range, only).filter(|_| plain && !goes_on);
                with_fix(finding.help(format!("write `{only}`")), fix)
            }
            several => finding.help(format!("write the month as a word: `{}`", several.join("` or `"))),
        });
    }
}

/// Reads a word as a date in figures: returns the days that it may mean, of which there are two where day and month
/// may change places, and none where there is no such day.
fn numeric_date(word: &str) -> Option<Vec<Date>> {
    let separator = word.chars().find(|character| "./-".contains(*character))?;
    let fields: Vec<Vec<u32>> = word.split(separator).map(|field| field.chars().filter_map(digit).collect()).collect();
    let [first, middle, last] = fields.as_slice() else { return None };
    let is_short = |field: &[u32]| (1..=2).contains(&field.len()) && (1..=31).contains(&number(field));
    let is_year = |field: &[u32]| field.len() == 4 && (1500..=2200).contains(&number(field));
    let date = |year: &[u32], month: &[u32], day: &[u32]| {
        let short = |field| u8::try_from(number(field)).ok();
        Date::new(u16::try_from(number(year)).ok()?, short(month)?, short(day)?)
    };
    let separators = word.chars().filter(|character| digit(*character).is_none());
    if separators.clone().any(|other| other != separator) || !is_short(middle) {
        return None;
    }
    let mut dates: Vec<Date> = match () {
        () if is_year(first) && is_short(last) => vec![date(first, middle, last)],
        () if is_short(first) && is_year(last) => vec![date(last, middle, first), date(last, first, middle)],
        () => return None,
    }
    .into_iter()
    .flatten()
    .collect();
    dates.dedup();
    Some(dates)
}

fn number(digits: &[u32]) -> u32 {
    digits.iter().fold(0, |number, digit| number.saturating_mul(10).saturating_add(*digit))
}

/// Returns the number at the end of a word: the whole word, or what comes after letters of a script without blanks.
fn number_at_end(word: &str) -> &str {
    let number = word.trim_end_matches(|last| digit(last).is_some()).len();
    let (before, number) = word.split_at(number);
    let ends_words = |last: char| last.is_alphabetic() && last.script() != Script::Latin;
    if before.is_empty() || before.ends_with(ends_words) { number } else { "" }
}

/// `PUN-07`: a breaking space inside a number, or between a number and its sign or unit.
fn missing_no_break_spaces(text: &Checked<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let visible = unit.visible.text.as_str();
    let terms = text.terms();
    let inside_numbers = terms.numbers.thousands.as_ref().and_then(|marks| marks.chars().find(|mark| is_space(*mark)));
    for (at, _) in visible.match_indices(' ') {
        let before = visible[..at].rsplit(char::is_whitespace).next().unwrap_or_default();
        let after = visible[at + 1..].split(char::is_whitespace).next().unwrap_or_default();
        let digits = |word: &str| word.chars().take_while(|character| digit(*character).is_some()).count();
        let thousands = (1..=3).contains(&digits(number_at_end(before))) && digits(after) == 3;
        let signed = terms.number_signs.iter().any(|sign| sign == before) && digits(after) > 0;
        let unit_of = after.trim_end_matches(|last| ")".contains(last) || terms.is_mark(",;:.", last));
        // The space before a sign that the language has a habit for is looked at there.
        let has_habit = unit_of.chars().next().is_some_and(|sign| terms.spacing.before(sign).is_some());
        let counted =
            !has_habit && before.ends_with(|last| digit(last).is_some()) && terms.units.iter().any(|it| it == unit_of);
        if thousands || signed || counted {
            let space = inside_numbers.filter(|_| thousands).unwrap_or('\u{a0}').to_string();
            let finding = text.finding("PUN-07", "a line may break at this number", unit, at..at + 1);
            let help = format!("write {}", shown(&space));
            findings.push(with_fix(finding.help(help), replacement(unit, at..at + 1, &space)));
        }
    }
}
