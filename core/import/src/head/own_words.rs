//! Lines that the house prints in other words than the file: it reads several, `SPONSORS: …` and `MAIN SUBMITTER: …`, and
//! prints those it writes first.

use std::ops::Range;

use engross_compile::House;
use engross_compile::house::TermsData;
use engross_model::Finding;

use super::fit::{Found, Taken};
use super::{Around, fill};
use crate::arrange::Printed;
use crate::forms::Form;
use crate::notes::FoundNote;
use crate::phrase::{Pattern, Printing};
use crate::sheet::{self, Paragraph};
use crate::sureness::Sureness;

/// Says which lines around the clauses give way to other words of the house.
pub(super) fn given_way(
    file: &str,
    around: &Around<'_>,
    found: &Found,
    printed: &Printed,
    forms: &[Form<'_>],
) -> Vec<Finding> {
    let understood = around.lines().zip(&found.taken).filter(|(_, taken)| **taken == Taken::OfHouse);
    let outside = printed.heads.iter().chain(&printed.closings);
    let outside = understood.filter_map(|((line, _), _)| Some((line, instead(&line.words(), outside.clone())?)));
    let of_parts = forms.iter().flat_map(|form| form.heading.iter().chain(&form.formula));
    let within = printed.openings.iter().chain(of_parts);
    let within = around.printed.iter().filter_map(|line| Some((*line, instead(&line.words(), within.clone())?)));
    let finding = |(line, instead): (&Paragraph, &str)| gives_way(file, "a line", instead, line.place.clone());
    outside.chain(within).map(finding).map(because).collect()
}

/// Says where the note of adoption gives way to other words of the house.
pub(super) fn note_given_way(file: &str, note: &FoundNote, house: &House, terms: &TermsData) -> Option<Finding> {
    let pattern = Pattern::of_term(house, terms, fill::ADOPTION)?;
    let words = sheet::words(&note.runs);
    let instead = instead(&words, std::iter::once(&pattern))?;
    let finding = gives_way(file, "the note of adoption", instead, note.place.clone());
    Some(because(finding.note(format!("it says: {}", words.trim()))))
}

/// Says which words of the house a line has but for a few others: `adopted by acclamation` for `adopted by consensus`.
pub(super) fn nearly(line: &str, printed: &Printed) -> Option<String> {
    let words = printed.heads.iter().chain(&printed.closings).find_map(|phrase| phrase.nearly(line))?;
    Some(format!("the house prints in its place: {words}"))
}

fn gives_way(file: &str, what: &str, instead: &str, place: Range<usize>) -> Finding {
    let message = format!("{what} gives way to the house's own words, `{instead}`");
    Finding::new("IMP-04", message).at(file, place)
}

fn because(finding: Finding) -> Finding {
    finding.note(Sureness::Sure.because("the house reads both, and prints these"))
}

/// Returns what the house prints instead of a line; `None` where one of its phrases prints the line itself, or none reads it.
fn instead<'p>(line: &str, phrases: impl Iterator<Item = &'p Pattern>) -> Option<&'p str> {
    let printings: Vec<Printing<'_>> = phrases.filter_map(|phrase| phrase.printing(line)).collect();
    match printings.first() {
        Some(Printing::Instead(phrase)) if !printings.contains(&Printing::Itself) => Some(phrase),
        _ => None,
    }
}
