//! Notes that were typed or printed at the foot of a page, and the lines that pages leave behind.

use std::collections::BTreeMap;
use std::ops::Range;

use engross_model::{Finding, is_direction_mark};

use crate::sheet::{self, Paragraph, Run, Sheet, behind, tidy_blanks};

/// A note, and the mark under which it is printed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FoundNote {
    /// The name that the format gives it, if it keeps notes apart.
    pub(crate) name: Option<String>,
    /// `*` or `1`, as it is printed.
    pub(crate) mark: String,
    /// Its words.
    pub(crate) runs: Vec<Run>,
    /// Its bytes in what is shown, where it stood among the paragraphs.
    pub(crate) place: Range<usize>,
}

const MARKS: &str = "*†‡§";

/// Takes the notes out of the paragraphs, and what only parts pages.
pub(crate) fn gather(file: &str, sheet: &mut Sheet, findings: &mut Vec<Finding>) -> Vec<FoundNote> {
    let own = std::mem::take(&mut sheet.notes);
    let marks = printed_marks(&sheet.paragraphs);
    let mut notes: Vec<FoundNote> = own
        .into_iter()
        .map(|(name, runs)| {
            let mark = marks.get(&name).cloned().unwrap_or_default();
            FoundNote { runs: without_mark(runs, &mark), mark, name: Some(name), place: 0..0 }
        })
        .collect();
    let paragraphs = std::mem::take(&mut sheet.paragraphs);
    let words: Vec<String> = paragraphs.iter().map(Paragraph::words).collect();
    // A sign begins a note only where it marks one: `§ 5` may be words.
    let marks_one = |mark: &str, own: usize| {
        !is_sign(mark) || words.iter().enumerate().any(|(at, words)| at != own && words.trim_end().contains(mark))
    };
    let mark_of = |paragraph: &Paragraph, at: usize| mark_of(paragraph).filter(|(mark, _)| marks_one(mark, at));
    let is_apart = |at: usize, paragraph: &Paragraph| is_rule(paragraph) || mark_of(paragraph, at).is_some();
    let last = paragraphs.iter().enumerate().rposition(|(at, paragraph)| !is_apart(at, paragraph)).unwrap_or(0);
    for (index, paragraph) in paragraphs.into_iter().enumerate() {
        if is_rule(&paragraph) && index > last {
            continue;
        }
        if is_rule(&paragraph) {
            let finding = Finding::new("IMP-04", "a line that parts the notes from the text was left out");
            findings.push(finding.at(file, paragraph.place));
        } else if let Some((mark, length)) = mark_of(&paragraph, index) {
            if index < last {
                let message = format!("the note `{mark}` stood between clauses, at the foot of a page");
                let finding = Finding::new("IMP-03", message).at(file, paragraph.place.clone());
                findings.push(finding.help("it went to its mark"));
            }
            let place = paragraph.place.clone();
            notes.push(FoundNote { name: None, mark, runs: paragraph.without_start(length), place });
        } else {
            sheet.paragraphs.push(paragraph);
        }
    }
    notes
}

/// Takes the mark from the beginning of a note that writes it itself.
fn without_mark(runs: Vec<Run>, mark: &str) -> Vec<Run> {
    let Some(first) = runs.first() else { return runs };
    let words = first.words.trim_start_matches(|sign: char| sign.is_whitespace() || is_direction_mark(sign));
    // A converter may keep the sign that the note had in its file beside the mark that it gives it.
    let sign = words.split_whitespace().next().filter(|sign| is_sign(sign));
    let mark = sign.unwrap_or_else(|| mark.trim_matches(is_direction_mark));
    // Letters and figures that only begin as the mark does are words: `1 January`.
    let is_apart = first.look.raised || words.trim_end() == mark || !mark.chars().all(char::is_alphanumeric);
    if mark.is_empty() || !words.starts_with(mark) || !is_apart {
        return runs;
    }
    tidy_blanks(behind(&runs, first.words.len() - words.len() + mark.len()))
}

fn is_sign(mark: &str) -> bool {
    mark.chars().all(|sign| MARKS.contains(sign))
}

/// Returns the note that a run marks, by its place among the notes.
pub(crate) fn marked_by(run: &Run, notes: &[FoundNote]) -> Option<usize> {
    // Between two marks at one place stands a comma or a blank.
    let mark = run.words.trim().trim_end_matches([',', ' ']);
    match &run.note {
        Some(name) => notes.iter().position(|note| note.name.as_ref() == Some(name)),
        None if !run.look.raised => None,
        None => notes.iter().position(|note| note.name.is_none() && note.mark == mark),
    }
}

/// Says whether a run only parts two marks at one place.
pub(crate) fn parts_marks(run: &Run) -> bool {
    run.look.raised && run.note.is_none() && run.words.trim() == ","
}

/// Returns the notes that are marked in a paragraph.
pub(crate) fn marked_in(paragraph: &Paragraph, notes: &[FoundNote]) -> Vec<usize> {
    paragraph.runs.iter().filter_map(|run| marked_by(run, notes)).collect()
}

/// Returns the words of a paragraph without the marks of notes.
pub(crate) fn words_without_marks(paragraph: &Paragraph, notes: &[FoundNote]) -> String {
    let is_word = |run: &&Run| marked_by(run, notes).is_none() && !parts_marks(run);
    sheet::words(paragraph.runs.iter().filter(is_word))
}

/// Returns the marks of notes that the format keeps apart, by their names.
fn printed_marks(paragraphs: &[Paragraph]) -> BTreeMap<String, String> {
    let runs = paragraphs.iter().flat_map(|paragraph| &paragraph.runs);
    runs.filter_map(|run| Some((run.note.clone()?, run.words.trim().to_owned()))).collect()
}

/// Returns the mark that a note begins with, and its bytes.
fn mark_of(paragraph: &Paragraph) -> Option<(String, usize)> {
    if paragraph.label.is_some() {
        return None;
    }
    let first = paragraph.runs.first()?;
    let words = first.words.trim();
    if first.look.raised && words.chars().count() <= 4 && paragraph.runs.len() > 1 {
        return Some((words.to_owned(), first.words.len()));
    }
    let length = first.words.len() - first.words.trim_start_matches(|sign| MARKS.contains(sign)).len();
    let rest = first.words.get(length..)?;
    let marked = length > 0
        && (rest.is_empty() || rest.starts_with(char::is_whitespace) || rest.starts_with(char::is_alphabetic));
    marked.then(|| (first.words[..length].to_owned(), length))
}

/// Says whether a paragraph is a line and no words.
fn is_rule(paragraph: &Paragraph) -> bool {
    let words = paragraph.words();
    !words.trim().is_empty()
        && words.chars().all(|sign| matches!(sign, '_' | '-' | '–' | '—' | '―' | '=' | '─') || sign.is_whitespace())
}
