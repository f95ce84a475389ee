//! How notes are marked in the text that is made: those whose marks are signs, `*` or `†`, in the series of the house that has
//! such marks; the others by their number, which may be another than the one that was printed.

use std::collections::BTreeSet;

use engross_compile::{House, Numerals};
use engross_model::{Finding, Status, is_direction_mark};

use crate::draft::Draft;
use crate::head::Head;
use crate::label;
use crate::marks;
use crate::sureness::Sureness;

/// Gives notes that are marked with signs the series of the house that writes these; says where the house has none.
pub(crate) fn choose(file: &str, house: &House, head: &Head, draft: &mut Draft) -> Vec<Finding> {
    let notes = &house.data().notes;
    let writes = |series: &str, sign: &str| {
        let Some(Numerals::Symbols(signs)) = notes.series.get(series).map(|scheme| &scheme.numerals) else {
            return false;
        };
        signs.iter().any(|own| sign.starts_with(own))
    };
    let mut findings = Vec::new();
    for (id, sign) in draft.note_marks.iter().filter(|(_, mark)| marks::is_sign(mark)) {
        if writes(&notes.default, sign) {
            continue;
        }
        match notes.series.keys().find(|series| writes(series, sign)) {
            Some(series) => _ = draft.note_series.insert(id.clone(), series.clone()),
            None => {
                let message = format!("the note `{id}` was marked `{sign}`, and the house numbers its notes");
                let finding = Finding::new("IMP-05", message).in_file(file);
                let finding = finding.note(Sureness::Sure.because("no series of its notes has this sign"));
                findings.push(finding.help("it is numbered among the others now; see whether others refer to it"));
            }
        }
    }
    findings.extend(renumbered(file, house, head, draft));
    findings.extend(unread(file, house, draft));
    findings
}

/// Says whether the house numbers its notes in figures.
fn numbers_in_figures(house: &House) -> bool {
    let notes = &house.data().notes;
    notes.series.get(&notes.default).is_some_and(|scheme| scheme.numerals == Numerals::Decimal)
}

/// Says once that notes had numbers which cannot be compared with those that they have now.
fn unread(file: &str, house: &House, draft: &Draft) -> Option<Finding> {
    let are_unread = numbers_in_figures(house) && draft.note_marks.values().any(|mark| label::is_unread(mark));
    let finding = Finding::new("IMP-05", "notes have numbers in a form that is not read").in_file(file);
    let finding =
        finding.note(Sureness::Sure.because("the house counts them through the text, in the order of their marks"));
    are_unread.then(|| finding.help("see whether the text refers to them by their numbers"))
}

/// More numbers are not named.
const MOST_NAMED: usize = 5;

/// Says whether a mark is a number that was read: more than what nobody sees, or than the sign that raises marks in Markdown.
fn is_read(mark: &str) -> bool {
    mark.chars().any(|sign| !is_direction_mark(sign) && sign != '^') && !label::is_unread(mark)
}

/// Says whether a mark shows a number in figures, whatever their script.
fn shows(mark: &str, number: usize) -> bool {
    label::western(mark.trim_matches(['[', ']'])).eq(number.to_string().chars())
}

/// Says which notes have another number now than was printed, where the house numbers them.
fn renumbered(file: &str, house: &House, head: &Head, draft: &Draft) -> Option<Finding> {
    if !numbers_in_figures(house) {
        return None;
    }
    let notes = &house.data().notes;
    let mut seen = BTreeSet::new();
    let numbered = draft.marked().filter(|id| !draft.note_series.contains_key(*id));
    let counted: Vec<&str> = numbered.filter(|id| seen.insert(*id)).collect();
    // The note of adoption may be the first of them.
    let carries_note = house.data().kinds.get(&head.kind).is_some_and(|kind| kind.adoption_note);
    let is_among_them = notes.adoption.as_ref() == Some(&notes.default) && carries_note;
    let is_behind = is_among_them && head.status == Some(Status::Adopted);
    let others_from = |first: usize| -> Vec<String> {
        let numbered =
            counted.iter().zip(first..).filter_map(|(id, number)| Some((draft.note_marks.get(*id)?, number)));
        let other = |(mark, number): &(&String, usize)| is_read(mark) && !marks::is_sign(mark) && !shows(mark, *number);
        numbered.filter(other).map(|(mark, number)| format!("`{mark}` is `{number}` now")).collect()
    };
    // Where it is not known yet it may be there or not.
    let firsts = [is_behind.then_some(2), (!is_behind || head.adoption.is_none()).then_some(1)];
    let others = firsts.into_iter().flatten().map(others_from).min_by_key(Vec::len).unwrap_or_default();
    let named = others.get(..MOST_NAMED).unwrap_or(&others).join(", ");
    let and_more = if others.len() > MOST_NAMED { ", …" } else { "" };
    let finding = Finding::new("IMP-05", format!("notes have other numbers: {named}{and_more}")).in_file(file);
    let finding =
        finding.note(Sureness::Sure.because("the house counts them through the text, in the order of their marks"));
    (!others.is_empty()).then(|| finding.help("see whether the text refers to them by their numbers"))
}
