//! Numbers in running text, in one form whatever the language writes: `1,250,000`, `1 250 000` and `١٬٢٥٠٬٠٠٠` are the
//! same.

use std::ops::Range;

use crate::house::TermsData;

/// What may stand before decimals, in whatever language. A mark that parts thousands is one only before three digits.
const DECIMAL_MARKS: &str = ".,٫";

/// A number in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// In European digits, without anything between the thousands, and with a point before decimals: `1250000`, `0.5`.
    pub(super) value: String,
    pub(super) place: Range<usize>,
}

/// Finds the numbers in a text. Signs, units and the endings of ordinals do not belong to them.
pub(super) fn numbers(text: &str, terms: &TermsData) -> Vec<Number> {
    let mut numbers = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(|character| digit(character).is_some()) {
        let number = number(text, at + found, terms);
        at = number.place.end;
        numbers.push(number);
    }
    numbers
}

/// Reads the number that begins at a place.
fn number(text: &str, start: usize, terms: &TermsData) -> Number {
    let (mut value, mut end) = digits(text, start);
    if value.len() <= 3 {
        while let Some((group, after)) = group(text, end, terms) {
            value.push_str(&group);
            end = after;
        }
    }
    let mark = text[end..].chars().next().filter(|mark| is_decimal(*mark, terms));
    if let Some(mark) = mark {
        let (decimals, after) = digits(text, end + mark.len_utf8());
        if !decimals.is_empty() {
            value = format!("{value}.{decimals}");
            end = after;
        }
    }
    Number { value, place: start..end }
}

/// Reads three digits behind a mark that parts thousands, and where they end.
fn group(text: &str, at: usize, terms: &TermsData) -> Option<(String, usize)> {
    let mark = text[at..].chars().next().filter(|mark| parts_thousands(*mark, terms))?;
    let (digits, end) = digits(text, at + mark.len_utf8());
    (digits.len() == 3).then_some((digits, end))
}

fn parts_thousands(mark: char, terms: &TermsData) -> bool {
    let marks = terms.numbers.thousands.as_deref().unwrap_or_default();
    // Whether a line may break there is another question.
    marks.contains(mark) || mark.is_whitespace() && marks.contains(char::is_whitespace)
}

fn is_decimal(mark: char, terms: &TermsData) -> bool {
    DECIMAL_MARKS.contains(mark) || terms.numbers.decimal == Some(mark)
}

fn digits(text: &str, start: usize) -> (String, usize) {
    let mut value = String::new();
    let mut end = start;
    for character in text[start..].chars() {
        let Some(digit) = digit(character).and_then(|digit| char::from_digit(digit, 10)) else { break };
        value.push(digit);
        end += character.len_utf8();
    }
    (value, end)
}

/// Returns what a digit is worth: European, Arabic, Persian, Indian ones, and those of full width.
pub(super) fn digit(character: char) -> Option<u32> {
    const ZEROS: [u32; 5] = [0x660, 0x6f0, 0x966, 0x9e6, 0xff10];
    let of = |zero: u32| u32::from(character).checked_sub(zero).filter(|value| *value < 10);
    character.to_digit(10).or_else(|| ZEROS.into_iter().find_map(of))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house::Numbers;

    fn terms(thousands: &str, decimal: char) -> TermsData {
        let mut terms: TermsData =
            engross_data::read("X", "x", b"tag: en\nkinds: {}\nphrases: {}\ndates: {full: x, plain: x}\n").unwrap();
        terms.numbers = Numbers { thousands: Some(thousands.to_owned()), decimal: Some(decimal) };
        terms
    }

    #[test]
    fn numbers_have_one_form() {
        let (english, french, arabic) = (terms(",\u{a0}", '.'), terms("\u{202f}\u{a0}", ','), terms("\u{a0}٬,", ','));
        for (text, terms, expected) in [
            ("18% of 1,250,000 pages, 0.5% in 1950,", &english, vec!["18", "1250000", "0.5", "1950"]),
            ("18 % des 1\u{202f}250\u{a0}000 pages, 0,5 % en 1950,", &french, vec!["18", "1250000", "0.5", "1950"]),
            ("en 2024 125 pays et 40 000 euros", &french, vec!["2024", "125", "40000"]),
            ("١٨٪ من ١٬٢٥٠٬٠٠٠، 0.5% و1,250,000", &arabic, vec!["18", "1250000", "0.5", "1250000"]),
            ("1,250 pages", &french, vec!["1.250"]),
            ("the 60th, 360-degree, A/RES/73/7, 2030-2035", &english, vec!["60", "360", "73", "7", "2030", "2035"]),
            ("1er, 21e", &french, vec!["1", "21"]),
            ("in 5. In", &english, vec!["5"]),
        ] {
            let found: Vec<String> = numbers(text, terms).into_iter().map(|number| number.value).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
