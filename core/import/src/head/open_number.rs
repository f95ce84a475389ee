//! A number that a text does not have yet, before its title: `62/… Title`, or alone on its line.

use std::ops::Range;

use engross_compile::House;
use engross_compile::house::{TermsData, TitleLineData};
use engross_model::Finding;

use super::kinds;
use crate::arrange::{Printed, above_text};
use crate::draft;
use crate::forms::Form;
use crate::phrase;
use crate::sheet::{Paragraph, Run};
use crate::sureness::Sureness;

/// Leaves out what stands above a text for a number that is still to come, where the house prints numbers; says so.
pub(crate) fn leave_out_open_number(
    file: &str,
    paragraphs: &mut Vec<Paragraph>,
    forms: &[Form<'_>],
    printed: &Printed,
    house: &House,
    terms: &TermsData,
) -> Vec<Finding> {
    let mut lines = house.data().title_block.values().flatten().map(TitleLineData::term_name);
    if !lines.any(|term| phrase::slots(terms, &term).iter().any(|slot| slot == "number")) {
        return Vec::new();
    }
    let above = above_text(paragraphs, forms, printed);
    let mut findings = Vec::new();
    // From behind, so that the lines before stay where they are.
    for at in (0..above).rev() {
        if let Some(number) = open_number(&paragraphs[at], terms) {
            findings.extend(without_number(file, paragraphs, at, number).into_iter().rev());
        }
    }
    findings.reverse();
    findings
}

/// Takes the number from a line, given its bytes, and the line if nothing is left.
fn without_number(file: &str, paragraphs: &mut Vec<Paragraph>, at: usize, number: Range<usize>) -> Vec<Finding> {
    let line = &mut paragraphs[at];
    let words = line.words();
    let written = line.label.take().unwrap_or_else(|| words.get(number.clone()).unwrap_or_default().to_owned());
    line.runs = line.without_start(number.end);
    let kind = words.get(..number.start).unwrap_or_default();
    if !kind.is_empty() {
        line.runs.insert(0, Run { words: kind.to_owned(), ..Run::default() });
    }
    line.gap = None;
    let message = format!("`{}` was left out: it stands where the number does, and is none yet", written.trim());
    let finding = Finding::new("IMP-04", message).at(file, line.place.clone());
    let finding = finding.note(Sureness::Sure.because("dots stand where figures will"));
    let mut findings = vec![finding.help("write `number:` at the top of the text once it has one")];
    if line.words().trim().is_empty() {
        findings.extend(draft::remarked_on(file, &paragraphs.remove(at)));
    }
    findings
}

/// Finds a number still to come at the head of a line, behind the kind of text if that stands there: its bytes; none where it
/// is the label of the line.
fn open_number(line: &Paragraph, terms: &TermsData) -> Option<Range<usize>> {
    if let Some(label) = &line.label {
        return is_open(label.trim()).then_some(0..0);
    }
    let words = line.words();
    let start = kinds::at_start(&words, terms).unwrap_or(0);
    let start = words.len() - words.get(start..)?.trim_start().len();
    let number = words.get(start..)?.split_whitespace().next()?;
    is_open(number).then_some(start..start + number.len())
}

/// Says whether a word is a number with signs where its last figures will be: `62/…`, `A/80/L.…`, `[61/__]`.
fn is_open(word: &str) -> bool {
    let word = word.trim_matches(['[', ']', '(', ')']);
    let is_blank = |sign: char| matches!(sign, '.' | '…' | '_' | '-' | '–' | '[' | ']');
    let known = word.trim_end_matches(is_blank);
    let blank = &word[known.len()..];
    let has_figures = known.contains(|sign: char| sign.is_ascii_digit());
    let is_blank = blank.contains('…') || blank.chars().count() > 1;
    // `L.` stands before the number of a draft.
    let is_draft = known.ends_with("/L") && blank.starts_with('.');
    has_figures && (known.ends_with('/') && is_blank || is_draft && (blank.contains('…') || blank.len() > 2))
}

#[cfg(test)]
mod tests {
    use super::is_open;

    #[test]
    fn dots_stand_for_figures_to_come() {
        for open in ["62/...", "62/..", "61/…", "61/….", "S-36/…", "[62/__]", "A/HRC/62/…", "A/80/L.…", "A/80/L..."]
        {
            assert!(is_open(open), "{open}");
        }
        for other in ["62/5", "62/5.", "and/or...", "…", "62...", "62/", "etc./…"] {
            assert!(!is_open(other), "{other}");
        }
    }
}
