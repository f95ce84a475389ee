//! Reads plain text: paragraphs are parted by empty lines, or begin where a label stands at the head of a line.

use std::collections::BTreeSet;

use super::breaks;
use crate::label;
use crate::marks;
use crate::sheet::{Paragraph, Run, RunLook, Sheet, only_gap, push, tidy_blanks};

/// Reads a text file without marks.
pub(crate) fn read(text: &str) -> Sheet {
    let mut sheet = Sheet { shown: text.to_owned(), ..Sheet::default() };
    let mut at = 0;
    let mut open = false;
    let widest = text.lines().map(|line| line.trim_end().chars().count()).max().unwrap_or(0);
    let mut length = 0;
    for line in text.split_inclusive(['\n', '\u{2028}', '\u{2029}']) {
        let place = at..at + line.trim_end().len();
        at += line.len();
        // A byte-order mark is no letter of the first line.
        let words = line.trim_start_matches('\u{feff}').trim();
        if words.is_empty() {
            open = false;
            continue;
        }
        let indent = line.len() - line.trim_start_matches('\u{feff}').trim_start().len();
        let start = place.start + indent;
        let begins = |paragraph: &Paragraph| {
            let stands_out = u32::try_from(indent).ok() < paragraph.indent;
            let is_full = length * 4 > widest * 3;
            let last = paragraph.runs.last().map_or("", |run| run.words.as_str());
            let first = paragraph.runs.first().map_or("", |run| run.words.as_str());
            let is_apart = marks::is_rule(words) || paragraph.runs.len() == 1 && marks::is_rule(first);
            let is_note = marks::at_start(words).is_some() || marks::counts_on(first, words);
            let starts = label::typed(words).is_some() && stands_out || is_note && (stands_out || breaks::ends(last));
            let is_row = is_row(words) && is_row(last);
            let label = label::typed(first).and_then(|end| first.get(..end)).unwrap_or_default();
            is_apart || is_row || starts || breaks::begins(label, last, words, is_full)
        };
        match sheet.paragraphs.last_mut().filter(|paragraph| open && !begins(paragraph)) {
            Some(paragraph) => {
                paragraph.place.end = place.end;
                paragraph.runs.push(Run { words: format!(" {words}"), ..Run::default() });
            }
            None => sheet.paragraphs.push(Paragraph {
                runs: vec![Run { words: words.to_owned(), ..Run::default() }],
                place: start..place.end,
                indent: words_begin(line),
                ..Paragraph::default()
            }),
        }
        open = true;
        length = line.trim_end().chars().count();
    }
    for paragraph in &mut sheet.paragraphs {
        paragraph.gap = only_gap(&paragraph.words());
        paragraph.runs = tidy_blanks(std::mem::take(&mut paragraph.runs));
    }
    let notes: BTreeSet<String> =
        sheet.paragraphs.iter().filter_map(|paragraph| marked_at_start(&paragraph.words())).collect();
    for paragraph in &mut sheet.paragraphs {
        paragraph.runs = raise_marks(std::mem::take(&mut paragraph.runs), &notes);
    }
    sheet
}

/// Says whether a line has words at two places, as signatures side by side have.
fn is_row(line: &str) -> bool {
    let line = line.trim_start();
    only_gap(line).is_some_and(|gap| label::typed(line) != Some(gap))
}

/// Returns the column in which the words of a line begin, behind its label.
fn words_begin(line: &str) -> Option<u32> {
    let indent = line.len() - line.trim_start().len();
    let words = &line[indent..];
    let label = label::typed(words).unwrap_or(0);
    let behind = words.get(label..)?;
    let column = indent + label + behind.len() - behind.trim_start().len();
    u32::try_from(line.get(..column)?.chars().count()).ok()
}

/// Raises the marks of notes that are there, which stand in brackets: `survey[2]`.
fn raise_marks(runs: Vec<Run>, notes: &BTreeSet<String>) -> Vec<Run> {
    let mut raised = Vec::new();
    for run in runs {
        let mut rest = run.words.as_str();
        while let Some((before, mark, behind)) = next_mark(rest, notes) {
            // A comma between two marks is raised as they are.
            let parts_marks = before.trim() == "," && raised.last().is_some_and(|last: &Run| last.look.raised);
            let look = RunLook { raised: run.look.raised || parts_marks, ..run.look };
            raised.push(Run { words: before.to_owned(), look, note: run.note.clone(), link: run.link.clone() });
            let look = RunLook { raised: true, ..run.look };
            raised.push(Run { words: mark.to_owned(), look, ..Run::default() });
            rest = behind;
        }
        push(&mut raised, run.with(rest));
    }
    raised.retain(|run| !run.words.is_empty());
    raised
}

/// Returns the mark in brackets that a note begins with.
fn marked_at_start(words: &str) -> Option<String> {
    let inside = words.strip_prefix('[')?;
    Some(inside.get(..inside.char_indices().take(6).find(|(_, sign)| *sign == ']')?.0)?.to_owned())
}

/// Parts words at the first mark: what stands before it, the mark, what stands behind it.
fn next_mark<'w>(words: &'w str, notes: &BTreeSet<String>) -> Option<(&'w str, &'w str, &'w str)> {
    words.match_indices('[').find_map(|(at, _)| {
        let inside = words.get(at + 1..)?;
        // No mark is longer than `(123)`.
        let end = inside.char_indices().take(6).find(|(_, sign)| *sign == ']')?.0;
        let mark = inside.get(..end)?;
        let figure = mark.trim_start_matches('(').trim_end_matches(')');
        let is_figure =
            !figure.is_empty() && figure.len() <= marks::LONGEST && figure.bytes().all(|byte| byte.is_ascii_digit());
        let is_sign = !mark.is_empty() && mark.chars().count() <= marks::LONGEST && marks::is_sign(mark);
        ((is_figure || is_sign) && notes.contains(mark)).then(|| (&words[..at], mark, &inside[end + 1..]))
    })
}
