//! A file with several pieces, each below a line with a letter: `A. Draft resolution`, `B. Explanatory memorandum`.

use std::collections::BTreeSet;

use engross_compile::House;
use engross_compile::house::TermsData;
use engross_model::Finding;

use crate::arrange::{Printed, above_text};
use crate::forms::Form;
use crate::label;
use crate::notes::{self, Notes};
use crate::phrase;
use crate::read::breaks;
use crate::sheet::Paragraph;
use crate::sureness::Sureness;

/// Leaves out the letter before a line that the house prints above a text, and the pieces that have the letters behind it; says
/// so.
pub(crate) fn leave_out_other_pieces(
    file: &str,
    paragraphs: &mut Vec<Paragraph>,
    notes: &mut Notes,
    forms: &[Form<'_>],
    printed: &Printed,
    house: &House,
    terms: &TermsData,
) -> Vec<Finding> {
    let fixed = phrase::fixed_lines(house, terms);
    let is_of_house = |words: &str| fixed.iter().any(|pattern| pattern.is(words));
    let names_text = |line: &Paragraph| {
        let words = notes::words_without_marks(line, notes);
        let (letter, behind) = lettered(line, &words)?;
        is_of_house(behind).then(|| letter.to_owned())
    };
    let above = above_text(paragraphs, forms, printed);
    let named = paragraphs.iter().take(above).enumerate().find_map(|(at, line)| Some((at, names_text(line)?)));
    let Some((at, letter)) = named else { return Vec::new() };
    let mut findings = vec![without_letter(file, &mut paragraphs[at], &letter)];
    // A list of contents above the text has both letters, one below the other.
    let text = if above < paragraphs.len() { above.max(at + 2) } else { at + 2 };
    findings.extend(leave_out_from_next(file, paragraphs, notes, forms, text, &letter));
    findings
}

/// Parts the letter at the head of a line, `A.` or `II.`, from the words behind it.
fn lettered<'l>(line: &'l Paragraph, words: &'l str) -> Option<(&'l str, &'l str)> {
    let (letter, behind) = match &line.label {
        Some(label) => (label.trim(), words.trim()),
        None => {
            let (letter, behind) = words.split_at_checked(label::typed(words)?)?;
            (letter, behind.trim())
        }
    };
    let core = label::core(letter);
    (!core.is_empty() && core.chars().all(char::is_uppercase)).then_some((letter, behind))
}

/// Takes the letter from a line.
fn without_letter(file: &str, line: &mut Paragraph, letter: &str) -> Finding {
    if line.label.take().is_none() {
        line.runs = line.without_start(letter.len());
    }
    let message = format!("the letter `{letter}` before a line of the house was left out");
    let finding = Finding::new("IMP-04", message).at(file, line.place.clone());
    finding.note(Sureness::Sure.because("the house prints the line without one"))
}

/// Leaves out what stands from the line with the next letter on, where the text has begun before it, with the notes that only
/// that marks.
fn leave_out_from_next(
    file: &str,
    paragraphs: &mut Vec<Paragraph>,
    notes: &mut Notes,
    forms: &[Form<'_>],
    text: usize,
    letter: &str,
) -> Option<Finding> {
    let is_counted = |label: &str| {
        let mut levels = forms.iter().flat_map(|form| &form.levels);
        levels.any(|level| level.label(&[], 2).is_some_and(|own| label::Numeral::of(&own) == label::Numeral::of(label)))
    };
    let is_next = |line: &Paragraph| {
        let words = notes::words_without_marks(line, notes);
        let next = lettered(line, &words);
        next.is_some_and(|(next, behind)| {
            label::counts_on(letter, next) && !is_counted(next) && !behind.is_empty() && !breaks::ends(behind)
        })
    };
    let at = text + paragraphs.iter().skip(text).position(is_next)?;
    let left_out = paragraphs.split_off(at);
    let first = left_out.first()?;
    let marked =
        |lines: &[Paragraph]| lines.iter().flat_map(|line| notes::marked_in(line, notes)).collect::<BTreeSet<_>>();
    let (kept, mut gone) = (marked(paragraphs), marked(&left_out));
    gone.retain(|note| !kept.contains(note));
    let label = first.label.iter().map(|label| format!("{} ", label.trim())).collect::<String>();
    let heading = format!("{label}{}", notes::words_without_marks(first, notes).trim());
    let counted = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    let with_notes =
        if gone.is_empty() { String::new() } else { format!(" and {} on them", counted(gone.len(), "note")) };
    let message = format!(
        "`{heading}` begins another piece of the file: it and what is below were left out, {}{with_notes}",
        counted(left_out.len(), "paragraph")
    );
    let finding = Finding::new("IMP-09", message).at(file, first.place.clone());
    notes.leave_out(&gone);
    Some(finding.help("if it is a text of its own, import it from a file of its own"))
}
