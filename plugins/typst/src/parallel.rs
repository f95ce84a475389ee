//! A text in several languages as rows of cells, for the look.
//!
//! ```text
//! side-by-side  (numbers: "both" or "once", languages: ((name: str, language: str, region: str or none, direction: "ltr" or "rtl", column: int), …),
//!                rows: ((cell or none, …), …), notes: (id: (words, …), …))
//! cell          (kind: "title", line: a line of the title block)
//!               (kind: "heading" or "formula", content: words, lead: lead)
//!               (kind: "clause", clause: a clause without points, depth: int, lead: lead)
//!               (kind: "closing", content: words, depth: int, change: change or none, lead: lead)
//! ```
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
    let rows = document.rows();
    let row = |row: &engross_plugin::model::Row<'_>| {
        let cells = columns.iter().zip(row).enumerate();
        Value::Array(cells.map(|(at, (column, one))| one.map_or(Value::None, |one| cell(column, one, at))).collect())
    };
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
        ("rows", list(&rows, row)),
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
        ("column", at.into_value()),
    ])
}

fn cell(column: &Shaper<'_>, cell: Cell<'_>, at: usize) -> Value {
    let content = column.cell(cell);
    let is = |kind| ("kind", text(kind));
    match cell {
        Cell::Title(line) => value([is("title"), ("line", column.title_line(line))]),
        Cell::PartHeading(part) | Cell::Heading(part, _) => {
            let id = if let (Cell::Heading(_, heading), 0) = (cell, at) { text(&heading.id) } else { Value::None };
            value([is("heading"), ("id", id), ("content", content), ("lead", lead(part.lead))])
        }
        Cell::Formula(part) => value([is("formula"), ("content", content), ("lead", lead(part.lead))]),
        Cell::ClauseHeading(part, clause, depth) | Cell::Clause(part, clause, depth) => {
            // References lead to the first column.
            let id = if at == 0 { clause.id.clone() } else { format!("{}+{at}", clause.id) };
            let label = cell.label().map_or("", |label| &label.text);
            let clause = value([
                ("id", text(&id)),
                ("label", text(label)),
                ("content", content),
                ("points", list::<Clause>(&[], |_| Value::None)),
                ("closing", column.words(&[])),
                ("change", changed(clause.change.as_ref())),
            ]);
            value([is("clause"), ("clause", clause), ("depth", depth.into_value()), ("lead", lead(part.lead))])
        }
        Cell::Closing(part, clause, depth) => value([
            is("closing"),
            ("content", content),
            ("depth", depth.into_value()),
            ("change", changed(clause.change.as_ref())),
            ("lead", lead(part.lead)),
        ]),
    }
}

fn changed(what: Option<&Change>) -> Value {
    what.map_or(Value::None, change)
}
