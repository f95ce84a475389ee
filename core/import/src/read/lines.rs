//! Files that are no text are shown as lines, one for each paragraph and each line that somebody ended within one, so that
//! findings can point at them.

use std::collections::BTreeMap;

use std::ops::Range;

use engross_model::Finding;

use super::breaks::{self, BREAK};
use super::omissions::{Kind, Omissions};
use crate::sheet::{Cell, Paragraph, Run, Sheet, placed, push, tidy_blanks, words};

/// Further columns are not told apart.
const MOST_COLUMNS: usize = 64;

/// No file is called by more bytes: the title that is printed is looked for at each of them.
const LONGEST_TITLE: usize = 2_000;

/// A sheet that grows line by line.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    sheet: Sheet,
    omissions: Omissions,
    /// Findings, and where in what is shown each stands.
    remarked: Vec<(Finding, Option<Range<usize>>)>,
    /// How many tables have begun.
    tables: usize,
    /// Where in a table what is added stands.
    table: TablePlace,
}

/// A place in a table, or outside of all.
#[derive(Debug, Default)]
pub(crate) struct TablePlace {
    /// Whether the table has several rows and columns.
    is_grid: bool,
    /// The cell; that around the table, where it stands in one.
    cell: Option<Cell>,
    is_within_cell: bool,
    /// Where the next cell begins.
    next: Cell,
    /// The columns that cells of rows before take up, and in how many rows still.
    held: BTreeMap<usize, usize>,
    /// How many cells that follow only stand for one before them.
    covered: usize,
}

impl Lines {
    /// Adds a paragraph as a line of its own, behind its label, and says where its words stand. Where lines of it are
    /// paragraphs of their own, it becomes several.
    pub(crate) fn add(&mut self, paragraph: Paragraph) -> Range<usize> {
        let mut whole: Option<Range<usize>> = None;
        for (_, paragraph) in breaks::part(paragraph) {
            let place = self.line(paragraph);
            whole = Some(whole.map_or(place.start, |whole| whole.start)..place.end);
        }
        whole.unwrap_or_default()
    }

    fn line(&mut self, mut paragraph: Paragraph) -> Range<usize> {
        paragraph.cell = self.table.is_grid;
        paragraph.at = self.table.cell;
        let written = paragraph.words();
        paragraph.tidy();
        if let Some(label) = &paragraph.label {
            self.sheet.shown.push_str(label.trim());
            self.sheet.shown.push('\t');
        }
        let start = self.sheet.shown.len();
        self.sheet.shown.push_str(&with_line_ends(&paragraph.words(), &written));
        let place = start..self.sheet.shown.len();
        paragraph.place = place.clone();
        self.sheet.shown.push('\n');
        self.sheet.paragraphs.push(paragraph);
        place
    }

    /// Adds what was read as plain text, and what was remarked on it.
    pub(crate) fn written(&mut self, text: Sheet) {
        let places: Vec<(Range<usize>, Range<usize>)> =
            text.paragraphs.into_iter().map(|paragraph| (paragraph.place.clone(), self.add(paragraph))).collect();
        for mut finding in text.findings {
            let at = finding.place.span.take().map(|span| span.start);
            // Paragraphs stand one behind the other.
            let next = at.map_or(0, |at| places.partition_point(|(written, _)| written.end <= at));
            let shown = places.get(next).filter(|(written, _)| at.is_some_and(|at| written.contains(&at)));
            self.remarked.push((finding, shown.map(|(_, shown)| shown.clone())));
        }
    }

    /// Begins a table, which may have several rows and columns; returns the place around it.
    pub(crate) fn begin_table(&mut self, is_grid: bool) -> TablePlace {
        self.tables += 1;
        let cell = self.table.cell;
        let next = Cell { table: self.tables, ..Cell::default() };
        let table = TablePlace { is_grid, cell, is_within_cell: cell.is_some(), next, ..TablePlace::default() };
        std::mem::replace(&mut self.table, table)
    }

    /// Begins a row of the table.
    pub(crate) fn begin_row(&mut self) {
        let table = &mut self.table;
        table.held.retain(|_, rows| {
            *rows -= 1;
            *rows > 0
        });
        table.next = Cell { row: table.next.row + 1, first: 0, last: 0, ..table.next };
    }

    /// Begins a cell of the row, which stands over so many columns and rows.
    pub(crate) fn begin_cell(&mut self, columns: usize, rows: usize) {
        let table = &mut self.table;
        let columns = columns.clamp(1, MOST_COLUMNS);
        while table.held.contains_key(&table.next.first) {
            table.next.first += 1;
        }
        let cell = Cell { last: table.next.first + columns - 1, ..table.next };
        if rows > 1 {
            table.held.extend((cell.first..=cell.last.min(MOST_COLUMNS)).map(|column| (column, rows)));
        }
        table.next.first = cell.last + 1;
        table.covered = columns - 1;
        if !table.is_within_cell {
            table.cell = Some(cell);
        }
    }

    /// Goes past a cell that others cover: a wide one before it, or one above it.
    pub(crate) fn pass_covered_cell(&mut self) {
        match self.table.covered.checked_sub(1) {
            Some(covered) => self.table.covered = covered,
            None => self.begin_cell(1, 1),
        }
    }

    /// Says whether what follows stands in a table of which nothing but its rows is known.
    pub(crate) fn in_rows(&mut self, is_in_rows: bool) {
        self.table = TablePlace { is_grid: is_in_rows, ..TablePlace::default() };
    }

    /// Ends a table, given the place around it.
    pub(crate) fn end_table(&mut self, around: TablePlace) {
        self.table = around;
    }

    /// Shows a line that is no part of the text, and says where it stands.
    pub(crate) fn aside(&mut self, words: &str) -> Range<usize> {
        let start = self.sheet.shown.len();
        self.sheet.shown.push_str(words);
        let place = start..self.sheet.shown.len();
        self.sheet.shown.push('\n');
        place
    }

    /// Adds a note that the format keeps apart, or more words to it.
    pub(crate) fn note(&mut self, name: String, runs: Vec<Run>) {
        add_to_note(self.sheet.notes.entry(name).or_default(), runs);
    }

    /// Says that something stood here that is not in the text, with its words if it has any.
    pub(crate) fn leave_out(&mut self, kind: Kind, words: &str) {
        self.omissions.add(kind, self.sheet.paragraphs.len(), words);
    }

    /// Says which language the file is in.
    pub(crate) fn language(&mut self, tag: &str) {
        self.sheet.language.get_or_insert_with(|| tag.to_owned());
    }

    /// Says what the file is called. What is longer than any title is none.
    pub(crate) fn title(&mut self, title: &str) {
        if title.len() <= LONGEST_TITLE {
            self.sheet.title.get_or_insert_with(|| title.to_owned());
        }
    }

    /// Returns the paragraphs, the notes to them, and what was left out of them.
    pub(crate) fn into_parts(self) -> (Vec<Paragraph>, BTreeMap<String, Vec<Run>>, Omissions) {
        (self.sheet.paragraphs, self.sheet.notes, self.omissions)
    }

    /// Takes in what was read apart: its paragraphs become one row of words, behind their labels.
    pub(crate) fn absorb(&mut self, apart: Self) -> Vec<Run> {
        if let Some((kind, beginning)) = joined(&apart.sheet.paragraphs) {
            self.leave_out(kind, &beginning);
        }
        // What was remarked there has no place among the paragraphs.
        self.remarked.extend(apart.remarked.into_iter().map(|(finding, _)| (finding, None)));
        self.omissions.absorb(apart.omissions, self.sheet.paragraphs.len());
        self.sheet.notes.extend(apart.sheet.notes);
        let mut runs = Vec::new();
        let called = beginning(&apart.sheet.paragraphs.iter().map(Paragraph::words).collect::<Vec<_>>().join(" "));
        for paragraph in apart.sheet.paragraphs {
            let label = paragraph.label.map(|label| format!("{} ", label.trim())).unwrap_or_default();
            if !runs.is_empty() || !label.is_empty() {
                push(&mut runs, Run { words: format!(" {label}"), ..Run::default() });
            }
            runs.extend(paragraph.runs);
            for remark in paragraph.remarks {
                self.leave_out(Kind::NoteRemark, &format!("{remark} (on `{called}`)"));
            }
        }
        tidy_blanks(runs)
    }

    /// Gives notes other names, where there are some.
    pub(crate) fn rename_notes(&mut self, other: impl Fn(&str) -> Option<String>) {
        let paragraphs = self.sheet.paragraphs.iter_mut().map(|paragraph| &mut paragraph.runs);
        for run in paragraphs.chain(self.sheet.notes.values_mut()).flatten() {
            if let Some(name) = run.note.as_deref().and_then(&other) {
                run.note = Some(name);
            }
        }
    }

    /// Returns the sheet, and in it what is to be said of what was left out.
    pub(crate) fn finish(mut self, file: &str) -> Sheet {
        let places: Vec<Range<usize>> = self.sheet.paragraphs.iter().map(|paragraph| paragraph.place.clone()).collect();
        let empty = self.sheet.notes.values().filter(|runs| words(*runs).trim().is_empty()).count();
        (0..empty).for_each(|_| self.leave_out(Kind::EmptyNote, ""));
        let remarked = std::mem::take(&mut self.remarked).into_iter();
        self.sheet.findings.extend(remarked.map(|(finding, place)| placed(finding, file, place)));
        self.omissions.forget_what_is_shown(&self.sheet.shown);
        self.sheet.findings.extend(self.omissions.findings(file, &places));
        self.sheet
    }
}

/// No more words tell which note is meant.
const BEGINNING: usize = 8;

/// Says what is lost where the paragraphs of a note become one row of words, with its first words.
fn joined(paragraphs: &[Paragraph]) -> Option<(Kind, String)> {
    let is_table = paragraphs.len() > 1 && paragraphs.iter().any(|paragraph| paragraph.cell);
    let mut worded = paragraphs.iter().map(Paragraph::words).filter(|words| words.contains(char::is_alphabetic));
    let first = worded.next()?;
    if !is_table {
        worded.next()?;
    }
    Some((if is_table { Kind::NoteTable } else { Kind::NoteParagraphs }, beginning(&first)))
}

/// Returns the first words of a note.
pub(crate) fn beginning(words: &str) -> String {
    let beginning: Vec<&str> = words.split_whitespace().take(BEGINNING).collect();
    format!("{} …", beginning.join(" "))
}

/// Returns tidy words with the ends of the lines that they were written in, each for a blank. A label may be gone before them.
fn with_line_ends(tidy: &str, written: &str) -> String {
    if !written.contains(BREAK) {
        return tidy.to_owned();
    }
    let mut written = written.chars().rev().filter(|sign| *sign == BREAK || !sign.is_whitespace()).peekable();
    let mut shown: Vec<char> = Vec::with_capacity(tidy.len());
    for sign in tidy.chars().rev() {
        let is_blank = sign.is_whitespace();
        let is_end = (sign == ' ' || !is_blank) && std::iter::from_fn(|| written.next_if_eq(&BREAK)).count() > 0;
        if !is_blank {
            written.next();
        }
        shown.push(if is_end && is_blank { '\n' } else { sign });
    }
    shown.into_iter().rev().collect()
}

/// Adds words to a note, a blank between them and those before.
pub(crate) fn add_to_note(note: &mut Vec<Run>, runs: Vec<Run>) {
    if !note.is_empty() {
        push(note, Run { words: " ".to_owned(), ..Run::default() });
    }
    note.extend(runs);
}
