//! Notes that were typed or printed at the foot of a page, and the lines that pages leave behind.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Deref, Range};

use engross_model::{Finding, is_direction_mark};

use crate::draft;
use crate::hand_notes;
use crate::label;
use crate::marks::{self, is_sign};
use crate::sheet::{self, Paragraph, Run, Sheet, behind, tidy_blanks};
use crate::sign_notes;
use crate::sureness::Sureness;

/// A note, and the mark under which it is printed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FoundNote {
    /// The name that runs refer to.
    pub(crate) name: String,
    /// Whether the format itself keeps it apart, and named it.
    pub(crate) is_named: bool,
    /// `*` or `1`, as it is printed.
    pub(crate) mark: String,
    /// Its words.
    pub(crate) runs: Vec<Run>,
    /// Its bytes in what is shown, where it stood among the paragraphs.
    pub(crate) place: Range<usize>,
}

/// The notes of a file; every mark of theirs refers to one by its name.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    all: Vec<FoundNote>,
    places: BTreeMap<String, usize>,
}

impl Deref for Notes {
    type Target = [FoundNote];

    fn deref(&self) -> &[FoundNote] {
        &self.all
    }
}

impl Notes {
    fn new(all: Vec<FoundNote>) -> Self {
        let places = all.iter().enumerate().rev().map(|(at, note)| (note.name.clone(), at)).collect();
        Self { all, places }
    }

    /// Adds a note behind the others.
    pub(crate) fn add(&mut self, note: FoundNote) {
        self.places.entry(note.name.clone()).or_insert(self.all.len());
        self.all.push(note);
    }

    /// Leaves out notes, by their places.
    pub(crate) fn leave_out(&mut self, places: &BTreeSet<usize>) {
        let all = std::mem::take(&mut self.all).into_iter().enumerate();
        *self = Self::new(all.filter(|(at, _)| !places.contains(at)).map(|(_, note)| note).collect());
    }
}

/// Takes the notes out of the paragraphs, and what only parts pages; every mark refers to its note afterwards.
pub(crate) fn gather(file: &str, sheet: &mut Sheet, findings: &mut Vec<Finding>) -> Notes {
    marks::undress(&mut sheet.paragraphs, &mut sheet.notes);
    findings.extend(leave_out_rows_of_asterisks(file, sheet));
    let own = std::mem::take(&mut sheet.notes);
    marks::raise_in_brackets(&mut sheet.paragraphs);
    let marks = printed_marks(&sheet.paragraphs);
    let mut notes: Vec<FoundNote> = own
        .into_iter()
        .map(|(name, runs)| {
            let mark = marks.get(&name).cloned().unwrap_or_default();
            FoundNote { runs: without_mark(runs, &mark), mark, name, is_named: true, place: 0..0 }
        })
        .collect();
    let mut paragraphs = std::mem::take(&mut sheet.paragraphs);
    hand_notes::join_lone_marks(&mut paragraphs);
    let last_named = notes.iter().map(|note| marks::plain(&note.mark)).filter(|mark| marks::is_figures(mark));
    let last_named = last_named.filter_map(|mark| mark.parse().ok()).max().unwrap_or(0);
    let by_hand = hand_notes::raise_all(&mut paragraphs, is_rule, last_named);
    findings.extend(sign_notes::take_doubled(file, &mut paragraphs));
    let signs = marks::signs(&paragraphs);
    let unmarked = sign_notes::unmarked(&paragraphs, &signs);
    // A sign begins a note only where it marks one: `§ 5` may be words.
    let marks_one =
        |mark: &str, own: usize| !is_sign(mark) || signs.get(mark).is_some_and(|at| at.iter().any(|at| *at != own));
    let mut own_marks: Vec<Option<(String, usize)>> = Vec::with_capacity(paragraphs.len());
    for (at, paragraph) in paragraphs.iter().enumerate() {
        // Below a note with a sign another one stands, `**`, though nothing in the text has it.
        let is_behind = own_marks.last().and_then(Option::as_ref).is_some_and(|(before, _)| is_sign(before));
        let goes_on = |mark: &str| is_behind && is_sign(mark) && !mark.contains('§');
        let is_note = |mark: &str| marks_one(mark, at) || goes_on(mark) || unmarked.contains(&at);
        own_marks.push(mark_of(paragraph).filter(|(mark, _)| is_note(mark)));
    }
    let is_apart = |at: usize, paragraph: &Paragraph| is_rule(paragraph) || own_marks[at].is_some();
    let last = paragraphs.iter().enumerate().rposition(|(at, paragraph)| !is_apart(at, paragraph)).unwrap_or(0);
    let mut paragraphs = paragraphs.into_iter().enumerate().peekable();
    while let Some((index, paragraph)) = paragraphs.next() {
        let own_mark = own_marks[index].clone();
        if own_mark.is_some() || is_rule(&paragraph) {
            findings.extend(draft::remarked_on(file, &paragraph));
        }
        if is_rule(&paragraph) && index > last {
            continue;
        }
        if is_rule(&paragraph) {
            let finding = Finding::new("IMP-04", "a row of strokes was left out");
            let sure = Sureness::Likely.because("it parts the notes from the text, or is to be signed on");
            findings.push(finding.at(file, paragraph.place).note(sure));
        } else if let Some((mark, length)) = own_mark {
            let mark_above = paragraph.mark_above;
            let (mut runs, mut place) = (paragraph.without_start(length), paragraph.place);
            let is_words = |(at, next): &(usize, Paragraph)| {
                let label = next.label.is_some() || label::typed(&next.words()).is_some();
                !label && !next.heading && !is_apart(*at, next)
            };
            // Converters of pages set a raised mark on a line of its own.
            let below = paragraphs.next_if(|next| runs.is_empty() && is_sign(&mark) && is_words(next));
            let told_by = match by_hand.contains(&index) {
                _ if mark_above || below.is_some() => ToldBy::MarkAbove,
                true => ToldBy::Number,
                false => ToldBy::Mark,
            };
            if let Some((_, below)) = below {
                findings.extend(draft::remarked_on(file, &below));
                place.end = below.place.end;
                runs = below.runs;
            }
            if let Some(finding) = moved(&mark, index < last, told_by) {
                findings.push(finding.at(file, place.clone()));
            }
            notes.push(FoundNote { name: format!("paragraph {index}"), is_named: false, mark, runs, place });
        } else {
            sheet.paragraphs.push(paragraph);
        }
    }
    marks::link(&mut sheet.paragraphs, &mut notes);
    findings.extend(marks::link_again(file, &mut sheet.paragraphs, &mut notes));
    findings.extend(marks::dead(file, &sheet.paragraphs));
    Notes::new(notes)
}

/// Leaves out rows of asterisks, but for one that is the mark of a note in the text.
fn leave_out_rows_of_asterisks(file: &str, sheet: &mut Sheet) -> Vec<Finding> {
    let signs = marks::signs(&sheet.paragraphs);
    let mut findings = Vec::new();
    sheet.retain(|paragraph| {
        let words = paragraph.words();
        let is_row = marks::is_row_of_asterisks(&words) && !signs.contains_key(words.trim());
        if is_row {
            let finding = Finding::new("IMP-04", "a row of asterisks was left out").at(file, paragraph.place.clone());
            findings.push(finding.note(Sureness::Likely.because("it only parts the text from what stands below it")));
        }
        !is_row
    });
    findings
}

/// What tells that a paragraph is a note.
#[derive(Clone, Copy, PartialEq)]
enum ToldBy {
    Mark,
    MarkAbove,
    Number,
}

/// Says that a note stood elsewhere than notes do.
fn moved(mark: &str, between_clauses: bool, told_by: ToldBy) -> Option<Finding> {
    let what = match between_clauses {
        true => "stood between clauses, at the foot of a page",
        false if told_by == ToldBy::Number => "was typed below the text",
        false => return None,
    };
    let sure = match told_by {
        ToldBy::Mark => Sureness::Sure.because("it begins with its mark"),
        ToldBy::MarkAbove => Sureness::Likely.because("its mark stands alone on the line above it"),
        ToldBy::Number => {
            Sureness::Likely.because("its number follows that of the note before it, as the marks in the text do")
        }
    };
    let finding = Finding::new("IMP-03", format!("the note `{mark}` {what}"));
    Some(finding.note(sure).help("it went to its mark"))
}

/// Takes the mark from the beginning of a note that writes it itself.
fn without_mark(runs: Vec<Run>, mark: &str) -> Vec<Run> {
    let Some(first) = runs.first() else { return runs };
    let words = first.words.trim_start_matches(|sign: char| sign.is_whitespace() || is_direction_mark(sign));
    // A converter may keep the sign that the note had in its file, raised as marks are, beside the mark that it gives it.
    let sign = words.split_whitespace().next().filter(|sign| first.look.raised && is_sign(sign));
    let mark = sign.unwrap_or_else(|| mark.trim_matches(is_direction_mark));
    // Letters and figures that only begin as the mark does are words: `1 January`.
    let is_apart = first.look.raised || words.trim_end() == mark || !mark.chars().all(char::is_alphanumeric);
    if mark.is_empty() || !words.starts_with(mark) || !is_apart {
        return runs;
    }
    tidy_blanks(behind(&runs, first.words.len() - words.len() + mark.len()))
}

/// Returns the note that a run marks, by its place among the notes.
pub(crate) fn marked_by(run: &Run, notes: &Notes) -> Option<usize> {
    notes.places.get(run.note.as_ref()?).copied()
}

/// Says whether a run only parts two marks at one place.
pub(crate) fn parts_marks(run: &Run) -> bool {
    run.look.raised && run.note.is_none() && run.words.trim() == ","
}

/// Returns the notes that are marked in a paragraph.
pub(crate) fn marked_in(paragraph: &Paragraph, notes: &Notes) -> Vec<usize> {
    paragraph.runs.iter().filter_map(|run| marked_by(run, notes)).collect()
}

/// Returns the words of a paragraph without the marks of notes.
pub(crate) fn words_without_marks(paragraph: &Paragraph, notes: &Notes) -> String {
    let is_word = |run: &&Run| marked_by(run, notes).is_none() && !parts_marks(run);
    sheet::words(paragraph.runs.iter().filter(is_word))
}

/// Returns the words of a line above a text without the marks of notes, and without raised figures behind others: `2401¹` is no
/// number of five figures.
pub(crate) fn words_of_line(line: &Paragraph, notes: &Notes) -> String {
    let runs = line.runs.iter().filter(|run| marked_by(run, notes).is_none() && !parts_marks(run));
    let mut words = String::new();
    for run in runs {
        if !is_figure_above(run, &words) {
            words.push_str(&run.words);
        }
    }
    words
}

/// Says whether a run is raised figures behind others, but no power of ten.
pub(crate) fn is_figure_above(run: &Run, before: &str) -> bool {
    let figures = run.words.trim();
    run.look.raised
        && marks::is_figures(figures)
        && before.ends_with(|sign: char| sign.is_ascii_digit() || sign == ')')
        && !marks::is_exponent(before, figures)
}

/// Returns the marks of notes that the format keeps apart, by their names.
fn printed_marks(paragraphs: &[Paragraph]) -> BTreeMap<String, String> {
    let runs = paragraphs.iter().flat_map(|paragraph| &paragraph.runs);
    runs.filter_map(|run| Some((run.note.clone()?, run.words.trim().to_owned()))).collect()
}

/// Returns the mark that a note begins with, and its bytes.
pub(crate) fn mark_of(paragraph: &Paragraph) -> Option<(String, usize)> {
    if paragraph.label.is_some() {
        return None;
    }
    let first = paragraph.runs.first()?;
    let words = first.words.trim();
    if first.look.raised && words.chars().count() <= 4 && paragraph.runs.len() > 1 {
        return Some((words.to_owned(), first.words.len()));
    }
    marks::at_start(&first.words)
}

/// Says whether a paragraph is a line and no words.
fn is_rule(paragraph: &Paragraph) -> bool {
    marks::is_rule(&paragraph.words())
}
