//! Notes that begin with a sign which nothing in the text has: below the text they are notes all the same.

use std::collections::{BTreeMap, BTreeSet};

use engross_model::Finding;

use crate::marks::{self, is_sign};
use crate::notes;
use crate::read::breaks;
use crate::sheet::Paragraph;
use crate::sureness::Sureness;

/// Takes half of a sign that a note has twice as often as its mark in the text: converters set the author's own sign beside
/// the one that they print themselves. Says so.
pub(crate) fn take_doubled(file: &str, paragraphs: &mut [Paragraph]) -> Vec<Finding> {
    let signs = marks::signs(paragraphs);
    let mut findings = Vec::new();
    let own: Vec<Option<String>> = paragraphs.iter().map(raised_sign).collect();
    let taken: BTreeSet<&String> = own.iter().flatten().collect();
    for at in 0..paragraphs.len() {
        let Some(mark) = &own[at] else { continue };
        let Some(half) = half_of(mark) else { continue };
        let is_marked = |mark: &str| signs.get(mark).is_some_and(|places| places.iter().any(|place| *place != at));
        let is_free = !taken.contains(&half.to_owned());
        if is_free && is_marked(half) && !is_marked(mark) {
            let finding = Finding::new("IMP-03", format!("the note `{mark}` went to the mark `{half}`"));
            let why = "converters set the sign of a note twice, and nothing else is marked so";
            findings.push(finding.at(file, paragraphs[at].place.clone()).note(Sureness::Likely.because(why)));
            half.clone_into(&mut paragraphs[at].runs[0].words);
        }
    }
    findings
}

/// Returns the sign that a raised one has twice.
fn half_of(mark: &str) -> Option<&str> {
    let (half, other) = mark.split_at_checked(mark.len() / 2)?;
    (half == other && !half.is_empty()).then_some(half)
}

/// Returns the raised sign with which a paragraph begins.
fn raised_sign(paragraph: &Paragraph) -> Option<String> {
    let first =
        paragraph.runs.first().filter(|run| paragraph.label.is_none() && run.look.raised && run.note.is_none())?;
    let mark = first.words.trim();
    (!mark.is_empty() && is_sign(mark) && paragraph.runs.len() > 1).then(|| mark.to_owned())
}

/// Returns the places of the last paragraphs of a file that begin with signs which nothing in the text has, behind one that ends
/// as a sentence does.
pub(crate) fn unmarked(paragraphs: &[Paragraph], signs: &BTreeMap<String, Vec<usize>>) -> BTreeSet<usize> {
    let begins_as_note = |(at, paragraph): (usize, &Paragraph)| {
        let mark = notes::mark_of(paragraph).filter(|(mark, _)| is_sign(mark) && !mark.contains('§'));
        let Some((mark, length)) = mark else { return false };
        let words = paragraph.words();
        let words = words.get(length..).unwrap_or_default();
        let is_sentence = words.trim_start().starts_with(char::is_uppercase) && breaks::is_more_than_a_name(words);
        is_sentence
            && words.starts_with(char::is_whitespace)
            && signs.get(&mark).is_none_or(|places| places.iter().all(|place| *place == at))
    };
    let count = paragraphs.iter().enumerate().rev().take_while(|here| begins_as_note(*here)).count();
    let first = paragraphs.len() - count;
    let is_behind_sentence = first
        .checked_sub(1)
        .is_some_and(|before| breaks::last_sign_of(&paragraphs[before].runs).is_some_and(breaks::ends_sentence));
    // Several below each other may be the points of a list.
    let are_notes = is_behind_sentence
        && !paragraphs[first..].windows(2).any(|pair| {
            notes::mark_of(&pair[0]).map(|(mark, _)| mark) == notes::mark_of(&pair[1]).map(|(mark, _)| mark)
        });
    if are_notes { (first..paragraphs.len()).collect() } else { BTreeSet::new() }
}
