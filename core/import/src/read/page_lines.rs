//! What pages leave behind in plain text that does not say where they end: running heads and page numbers. Lines give
//! themselves away by coming again, or by being nothing but a number.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use engross_model::Finding;

use crate::label;
use crate::read::breaks;
use crate::sheet::{Paragraph, Sheet};
use crate::sureness::Sureness;

/// How often a line that does not stand above the text must come for it to be a running head.
const OFTEN: usize = 3;

/// No running head is longer, in letters.
const LONGEST: usize = 90;

/// Leaves out the lines that belong to pages, and says so.
pub(super) fn leave_out(file: &str, mut sheet: Sheet) -> Sheet {
    let words: Vec<String> = sheet.paragraphs.iter().map(Paragraph::words).collect();
    let has_label = |words: &String| label::typed(words).is_some() || label::is_lone(words);
    let first_label = words.iter().position(has_label).unwrap_or(words.len());
    let (above, text) = words.split_at(first_label);
    let heads = running_heads(above, text);
    let counts = page_counts(&words);
    let paragraphs = std::mem::take(&mut sheet.paragraphs);
    for (at, (mut paragraph, words)) in paragraphs.into_iter().zip(&words).enumerate() {
        let in_text = at > first_label;
        let comes_again = heads.contains(&words.as_str());
        let is_head = in_text && comes_again;
        paragraph.comes_again |= at == 0 && comes_again && !in_text;
        let is_page_number = is_number(words) && (in_text || !words.starts_with(char::is_numeric));
        let reason = if is_head {
            Some("it stands in the text again and again, or repeats a line above it")
        } else if is_page_number {
            Some("it is a number alone on its line")
        } else {
            counts.contains(&words.as_str()).then_some("lines like it count the pages")
        };
        if let Some(reason) = reason {
            let finding = left_out(file, paragraph.place, reason);
            let shown = is_page_number.then(|| format!("it reads: {}", words.trim()));
            sheet.findings.push(shown.into_iter().fold(finding, Finding::note));
        } else {
            sheet.paragraphs.push(paragraph);
        }
    }
    sheet
}

/// Says that a line was left out, and why.
pub(crate) fn left_out(file: &str, place: Range<usize>, reason: &str) -> Finding {
    let finding = Finding::new("IMP-04", "a line that belongs to a page was left out").at(file, place);
    finding.note(Sureness::Likely.because(reason))
}

/// Finds the lines of the text that come again and again, or that repeat one above it.
fn running_heads<'w>(above: &'w [String], text: &'w [String]) -> BTreeSet<&'w str> {
    let above: BTreeSet<&str> = above.iter().map(String::as_str).collect();
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for words in text.iter().filter(|words| is_line(words)) {
        *times.entry(words).or_default() += 1;
    }
    let is_head = |words: &str, times: usize| times >= OFTEN || above.contains(words);
    times.into_iter().filter(|(words, times)| is_head(words, *times)).map(|(words, _)| words).collect()
}

/// Finds lines that differ in one of their numbers alone, which counts up: `Page 3 of 12`. A line with but one number may
/// count chapters.
pub(super) fn page_counts(words: &[String]) -> BTreeSet<&str> {
    let mut alike: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for words in words.iter().filter(|words| is_line(words)) {
        alike.entry(with_numbers_alike(words)).or_default().push(words);
    }
    let count_up = |lines: &Vec<&str>| {
        let numbers: Vec<Vec<u64>> = lines.iter().map(|line| numbers(line)).collect();
        let count = numbers.first().map_or(0, Vec::len);
        let differs = |at: &usize| numbers.iter().any(|here| here.get(*at) != numbers[0].get(*at));
        let mut differing = (0..count).filter(differs);
        let (Some(at), None) = (differing.next(), differing.next()) else { return false };
        let steps = numbers.windows(2).map(|pair| pair[1][at].checked_sub(pair[0][at]));
        count > 1 && !is_date(&numbers[0]) && steps.into_iter().all(|step| matches!(step, Some(1 | 2)))
    };
    alike.into_values().filter(count_up).flatten().collect()
}

/// Says whether numbers could be those of a day: `12 December 2024`.
fn is_date(numbers: &[u64]) -> bool {
    matches!(numbers, [1..=31, 1800..=2200] | [1800..=2200, 1..=31] | [1..=31, 1..=12, 1800..=2200])
}

/// Writes every number in the same way, however many figures it has.
pub(super) fn with_numbers_alike(words: &str) -> String {
    let mut alike = String::with_capacity(words.len());
    for letter in words.chars() {
        if !letter.is_numeric() {
            alike.push(letter);
        } else if !alike.ends_with('#') {
            alike.push('#');
        }
    }
    alike
}

/// Returns the numbers in a line.
pub(super) fn numbers(line: &str) -> Vec<u64> {
    let written = line.split(|letter: char| !letter.is_numeric()).filter(|number| !number.is_empty());
    written.map(|number| label::western(number).collect::<String>().parse().unwrap_or(u64::MAX)).collect()
}

/// Says whether words are a short line, and neither a clause nor a piece of one, nor the label of one.
pub(super) fn is_line(words: &str) -> bool {
    let is_open = words.chars().next_back().is_some_and(|end| !breaks::ends_with(end));
    is_open
        && words.chars().count() <= LONGEST
        && words.chars().any(char::is_alphabetic)
        && label::typed(words).is_none()
        && !label::is_lone(words)
}

/// What stands before the number of a page, in small letters.
const PAGE: [&str; 6] = ["page", "seite", "página", "pagina", "страница", "стр."];

/// Says whether words are the number of a page: `4`, `- 3 -`, `Page 2`, `2/3`.
pub(super) fn is_number(words: &str) -> bool {
    let named = words.trim().split_once(char::is_whitespace);
    let words =
        named.filter(|(name, _)| PAGE.contains(&name.to_lowercase().as_str())).map_or(words, |(_, number)| number);
    let is_dash = |sign: char| matches!(sign, '-' | '–' | '—');
    let number = words.trim_matches(|sign: char| is_dash(sign) || sign.is_whitespace());
    let framed = words.starts_with(is_dash) == words.ends_with(is_dash);
    let is_figures = |words: &str| (1..=4).contains(&words.chars().count()) && words.chars().all(char::is_numeric);
    let is_of_all = |(number, all): (&str, &str)| {
        let (number, all) = (number.trim_end(), all.trim_start());
        is_figures(number) && is_figures(all) && numbers(number) <= numbers(all)
    };
    framed && (is_figures(number) || number.split_once('/').is_some_and(is_of_all))
}

#[cfg(test)]
mod tests {
    use super::{is_line, is_number, page_counts};

    #[test]
    fn lines_of_pages_are_told_from_others() {
        assert!(["4", "- 3 -", "–12–", "٣", "Page 2", "SEITE 12", "2/3", "3 / 10"].into_iter().all(is_number));
        assert!(
            ["3 -", "12345", "3 May", "- -", "Page", "Page of May", "3/2", "2/3/4"]
                .into_iter()
                .all(|words| !is_number(words))
        );
        let lines = ["Page 9 of 10", "Article 1", "Page 10 of 10", "Article 2", "28 May 2024"].map(str::to_owned);
        assert_eq!(page_counts(&lines), ["Page 10 of 10", "Page 9 of 10"].into());
        let days =
            ["12 December 2024", "13 December 2024", "12 of 20 delegates", "5 of 20 delegates"].map(str::to_owned);
        assert_eq!(page_counts(&days), [].into());
        assert!(["A/80/L.99", "Second session", "ii", "Page 2"].into_iter().all(is_line));
        assert!(["(a)", "1.", "iv.", "B)", "12"].into_iter().all(|words| !is_line(words)));
    }
}
