//! A text in several languages as rows of cells, for the look.
//!
//! ```text
//! side-by-side  (numbers: "both" or "once", languages: ((name: str, language: str, region: str or none, direction: "ltr" or "rtl", italics: bool, column: int), …),
//!                rows: ((cell or none, …), …), notes: (id: (words, …), …))
//! cell          (kind: "title", line: a line of the title block or of the closing block)
//!               (kind: "heading" or "formula", content: words, lead: lead)
//!               (kind: "clause", clause: a clause without points, around: (level: str, …), lead: lead)
//!               (kind: "closing", content: words, around: (level: str, …), change: change or none, lead: lead)
//! ```
//!
//! A clause's own heading has a row before its words: the clause with its label and heading alone, then the words without
//! them. `around` names the levels of the clauses with labels whose words it stands below, outermost first: those around
//! it, and for the words below a heading or after points the clause itself.
//!
//! Every row, and every note, has one entry for each language.

use std::cell::Cell as Counter;

use engross_plugin::model::{Cell, Change, Clause, Document};
use typst::foundations::{Dict, IntoValue, Str, Value};

use crate::data::{Shaper, change, direction, language_and_region, lead, list, text, value};

/// Shapes all languages of a document.
pub(crate) fn shape(first: &Shaper<'_>, numbers: &str) -> Value {
    let document = first.document;
    let is_followed = first.is_followed;
    let shaper = |document| Shaper { ids: first.ids.clone(), skip: Counter::new(0), document, is_followed };
    let columns: Vec<Shaper<'_>> = document.columns().map(shaper).collect();
    let has_labels = |at: usize| at == 0 || numbers == "both";
    let mut levels: Vec<Levels<'_>> =
        (0..columns.len()).map(|at| Levels { has_labels: has_labels(at), path: Vec::new() }).collect();
    let rows = document.rows().into_iter().map(|row| {
        let cells = columns.iter().zip(&mut levels).zip(row).enumerate();
        let cells =
            cells.map(|(at, ((column, levels), one))| one.map_or(Value::None, |one| cell(column, levels, one, at)));
        Value::Array(cells.collect())
    });
    let rows = Value::Array(rows.collect());
    let notes = document.notes.iter().map(|note| {
        let words = |column: &Shaper<'_>| {
            column.document.note(&note.id).map_or_else(|| column.words(&[]), |note| column.note(note))
        };
        (Str::from(&*note.id), list(&columns, words))
    });
    value([
        ("numbers", text(numbers)),
        (
            "languages",
            Value::Array(columns.iter().enumerate().map(|(at, column)| language(at, column.document)).collect()),
        ),
        ("rows", rows),
        ("notes", Value::Dict(notes.collect::<Dict>())),
    ])
}

/// Shapes the language of a column.
pub(crate) fn language(at: usize, document: &Document) -> Value {
    let (language, region) = language_and_region(&document.language.tag);
    value([
        ("name", text(document.language_name())),
        ("language", text(language)),
        ("region", region),
        ("direction", direction(document)),
        ("italics", document.language.italics.into_value()),
        ("column", at.into_value()),
    ])
}

/// The levels of a clause and of those around it, outermost first; `None` for one without a label.
struct Levels<'a> {
    /// Whether the column shows labels.
    has_labels: bool,
    path: Vec<Option<&'a str>>,
}

impl<'a> Levels<'a> {
    /// Goes on to a clause, and returns the levels below whose labels its heading stands, or its words without one.
    fn enter(&mut self, clause: &'a Clause, depth: usize) -> Value {
        self.path.truncate(depth);
        self.path.push(clause.printed_label().map(|_| clause.level.as_str()));
        self.named(depth)
    }

    /// Returns the levels below whose labels the further words of a clause stand.
    fn inside(&self, depth: usize) -> Value {
        self.named(depth + usize::from(self.has_labels))
    }

    fn named(&self, depth: usize) -> Value {
        Value::Array(self.path.iter().take(depth).flatten().map(|level| text(level)).collect())
    }
}

fn cell<'a>(column: &Shaper<'_>, levels: &mut Levels<'a>, cell: Cell<'a>, at: usize) -> Value {
    let content = column.cell(cell);
    let is = |kind| ("kind", text(kind));
    match cell {
        Cell::Title(line) => value([is("title"), ("line", column.line(line))]),
        Cell::PartHeading(part) | Cell::Heading(part, _) => {
            let id = if let (Cell::Heading(_, heading), 0) = (cell, at) { text(&heading.id) } else { Value::None };
            value([is("heading"), ("id", id), ("content", content), ("lead", lead(part.lead))])
        }
        Cell::Formula(part) => value([is("formula"), ("content", content), ("lead", lead(part.lead))]),
        Cell::ClauseHeading(part, clause, depth) | Cell::Clause(part, clause, depth) => {
            let is_heading = matches!(cell, Cell::ClauseHeading(..));
            let around = if is_heading || clause.heading.is_empty() {
                levels.enter(clause, depth)
            } else {
                levels.inside(depth)
            };
            let none = || column.words(&[]);
            let (heading, content) = if is_heading { (content, none()) } else { (none(), content) };
            // References lead to the first column, and to the heading of a clause that has one.
            let id = match (at, is_heading || clause.heading.is_empty()) {
                (0, true) => clause.id.clone(),
                (at, _) => format!("{}+{at}", clause.id),
            };
            let label = cell.label().map_or("", |label| &label.text);
            let clause = value([
                ("id", text(&id)),
                ("level", text(&clause.level)),
                ("label", text(label)),
                ("heading", heading),
                ("content", content),
                ("points", list::<Clause>(&[], |_| Value::None)),
                ("closing", none()),
                ("change", changed(clause.change.as_ref())),
            ]);
            value([is("clause"), ("clause", clause), ("around", around), ("lead", lead(part.lead))])
        }
        Cell::Closing(part, clause, depth) => value([
            is("closing"),
            ("content", content),
            ("around", levels.inside(depth)),
            ("change", changed(clause.change.as_ref())),
            ("lead", lead(part.lead)),
        ]),
    }
}

fn changed(what: Option<&Change>) -> Value {
    what.map_or(Value::None, change)
}
