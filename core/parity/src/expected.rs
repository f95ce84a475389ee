//! What a faithful file has to show, written in the notation of the file.

use std::borrow::Cow;

use engross_model::{Cell, ChangeKind, Document, Inline, Note, Review};

use crate::reading::{MARK_END, MARK_START, Notation, normalised, without_isolates};

/// One thing that a file has to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unit {
    /// The unit's id: `urges`, `urges.tail`, `doc.title`, `fn.treaty`.
    pub(crate) id: String,
    /// What to call it: `the clause`.
    pub(crate) name: &'static str,
    /// Whether a look may run it together with its neighbours, or divide it, as with the lines of a title.
    pub(crate) loose: bool,
    /// Whether it may have a label, as a clause may.
    pub(crate) labelled: bool,
    /// The label, or the mark of a note.
    pub(crate) label: Option<String>,
    /// The words.
    pub(crate) text: String,
}

/// Returns banners, title lines, headings, formulae, clauses and closing texts in print order: where the text stands in
/// several languages, row by row.
pub(crate) fn units(document: &Document, notation: Notation) -> Vec<Unit> {
    let mut units = Units { notation, units: Vec::new() };
    for column in document.columns() {
        units.loose("doc.banner".to_owned(), "the banner", prose(&column.banner, notation, None));
    }
    if !document.parallel.is_empty() && notation != Notation::Signs {
        for column in document.columns() {
            units.loose("doc.language".to_owned(), "the name of the language", column.language_name().to_owned());
        }
    }
    for row in document.rows() {
        for (column, cell) in document.columns().zip(row) {
            if let Some(cell) = cell {
                units.cell(column, cell);
            }
        }
    }
    units.units
}

/// Returns the notes, their marks as labels. Where the text stands in several languages, a note has its words in each of
/// them: one note after the other in plain text, else one note with all of them.
pub(crate) fn notes(document: &Document, notation: Notation) -> Vec<Unit> {
    let unit = |note: &Note, words: &[String]| Unit {
        id: engross_model::note_unit(&note.id),
        name: "the note",
        loose: false,
        labelled: true,
        label: Some(normalised(&note.mark)),
        text: normalised(&words.join(" ")),
    };
    let words = |column: &Document, note: &Note| {
        reviewed(column.review_of_note(note), prose(&note.content, notation, None), notation)
    };
    let mut units = Vec::new();
    for note in &document.notes {
        let beside = document.columns().filter_map(|column| Some(words(column, column.note(&note.id)?)));
        let beside: Vec<String> = beside.collect();
        match notation {
            Notation::Signs => units.extend(beside.chunks(1).map(|words| unit(note, words))),
            Notation::Styled | Notation::Typeset => units.push(unit(note, &beside)),
        }
    }
    units
}

struct Units {
    notation: Notation,
    units: Vec<Unit>,
}

impl Units {
    fn cell(&mut self, document: &Document, cell: Cell<'_>) {
        let words = self.words(cell);
        let words = reviewed(document.review_of(cell), words, self.notation);
        match cell {
            Cell::Title(line) => self.loose(format!("doc.{}", line.style()), "the line", words),
            Cell::PartHeading(part) => self.loose(format!("{}.heading", part.name), "the heading", words),
            Cell::Formula(part) => self.loose(format!("{}.formula", part.name), "the formula", words),
            Cell::Heading(_, heading) => self.loose(heading.id.clone(), "the heading", words),
            Cell::ClauseHeading(_, clause, _) | Cell::Clause(_, clause, _) => {
                let label = cell.label().map(|label| normalised(&label.text));
                let label = label.filter(|label| !label.is_empty());
                let id = cell.unit().map_or_else(|| clause.id.clone(), Cow::into_owned);
                self.push(Unit {
                    id,
                    name: "the clause",
                    loose: false,
                    labelled: true,
                    label,
                    text: normalised(&words),
                });
            }
            Cell::Closing(_, clause, _) => {
                let (id, text) = (format!("{}.tail", clause.id), normalised(&words));
                self.push(Unit { id, name: "the closing text", loose: false, labelled: false, label: None, text });
            }
        }
    }

    fn loose(&mut self, id: String, name: &'static str, words: String) {
        self.push(Unit { id, name, loose: true, labelled: false, label: None, text: normalised(&words) });
    }

    /// Writes the words of a cell, which a tracked change of the whole clause may mark.
    fn words(&self, cell: Cell<'_>) -> String {
        let words = prose(cell.content(), self.notation, None);
        match cell.change() {
            Some(change) if self.notation == Notation::Signs && !cell.content().is_empty() => {
                tracked(change.kind, &words)
            }
            _ => words,
        }
    }

    fn push(&mut self, unit: Unit) {
        if unit.label.is_some() || !unit.text.is_empty() {
            self.units.push(unit);
        }
    }
}

/// Puts the word of a review before the words that it is about.
fn reviewed(review: Option<(&Review, &str)>, words: String, notation: Notation) -> String {
    match (review, notation) {
        (None, _) => words,
        (Some((_, word)), Notation::Signs) => format!("[{word}] {words}"),
        (Some((_, word)), Notation::Styled | Notation::Typeset) => format!("{word} {words}"),
    }
}

/// Writes running text; `next` is the letter that follows it, which decides the brackets of raised text. Letters that are
/// raised behind a figure need no sign.
fn prose(content: &[Inline], notation: Notation, mut next: Option<char>) -> String {
    let mut pieces = Vec::with_capacity(content.len());
    for (at, inline) in content.iter().enumerate().rev() {
        let piece = match notation {
            Notation::Styled | Notation::Typeset => styled(inline, notation),
            Notation::Signs => signed(inline, content.get(..at).and_then(<[Inline]>::last), next),
        };
        next = piece.chars().next().or(next);
        pieces.push(piece);
    }
    pieces.reverse();
    pieces.concat()
}

/// Where type and layout say the rest, the words are all there is. Inserted and deleted words are both shown.
fn styled(inline: &Inline, notation: Notation) -> String {
    match inline {
        Inline::Text(text) => text.clone(),
        Inline::NoteMark { mark, separator, .. } => format!("{separator}{MARK_START}{}{MARK_END}", normalised(mark)),
        other => prose(other.children(), notation, None),
    }
}

fn signed(inline: &Inline, before: Option<&Inline>, next: Option<char>) -> String {
    let inside = |content: &[Inline]| prose(content, Notation::Signs, None);
    match inline {
        Inline::Text(text) => without_isolates(text),
        Inline::Lead(content)
        | Inline::Emphasis(content)
        | Inline::Reference { content, .. }
        | Inline::Isolated { content, .. } => prose(content, Notation::Signs, next),
        Inline::Superscript(content) if ends_ordinal(&inside(content), before, next) => inside(content),
        Inline::Superscript(content) => script(&inside(content), '^', "⁰¹²³⁴⁵⁶⁷⁸⁹", next),
        Inline::Subscript(content) => script(&inside(content), '_', "₀₁₂₃₄₅₆₇₈₉", next),
        Inline::Link { url, content } => match inside(content) {
            words if words == *url => format!("<{url}>"),
            words => format!("{words} <{url}>"),
        },
        Inline::NoteMark { mark, separator, .. } => format!("{separator}[{mark}]"),
        Inline::Changed { change, content } => tracked(change.kind, &inside(content)),
    }
}

fn ends_ordinal(words: &str, before: Option<&Inline>, next: Option<char>) -> bool {
    matches!(before, Some(Inline::Text(figure)) if figure.ends_with(char::is_numeric))
        && words.chars().all(char::is_alphabetic)
        && !next.is_some_and(char::is_alphanumeric)
}

fn script(words: &str, sign: char, digits: &str, next: Option<char>) -> String {
    if words.chars().all(|letter| letter.is_ascii_digit()) {
        return words.chars().filter_map(|digit| digits.chars().nth(digit.to_digit(10)? as usize)).collect();
    }
    let plain = words.chars().all(char::is_alphanumeric) && !next.is_some_and(char::is_alphanumeric);
    if plain { format!("{sign}{words}") } else { format!("{sign}({words})") }
}

fn tracked(kind: ChangeKind, words: &str) -> String {
    match kind {
        ChangeKind::Inserted => format!("[+{words}+]"),
        ChangeKind::Deleted => format!("[-{words}-]"),
        ChangeKind::Moved => format!("[>{words}<]"),
    }
}
