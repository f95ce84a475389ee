//! What a faithful file has to show, written in the notation of the file.

use engross_model::{Block, ChangeKind, Clause, Document, Inline, TitleLine, TitleRole};

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
    /// The label, or the mark of a note.
    pub(crate) label: Option<String>,
    /// The words.
    pub(crate) text: String,
}

/// Returns title lines, headings, formulae, clauses and closing texts in print order.
pub(crate) fn units(document: &Document, notation: Notation) -> Vec<Unit> {
    let mut units = Units { notation, units: Vec::new() };
    for line in &document.title_block {
        units.loose(title_id(line), "the title line", &line.content);
    }
    for part in &document.parts {
        units.loose(format!("{}.heading", part.name), "the heading", &part.heading);
        units.loose(format!("{}.formula", part.name), "the formula", &part.formula);
        for block in &part.blocks {
            match block {
                Block::Heading(heading) => units.loose(heading.id.clone(), "the heading", &heading.content),
                Block::Clause(clause) => units.clause(clause),
            }
        }
    }
    units.units
}

/// Returns the notes, their marks as labels.
pub(crate) fn notes(document: &Document, notation: Notation) -> Vec<Unit> {
    let unit = |note: &engross_model::Note| Unit {
        id: format!("fn.{}", note.id),
        name: "the note",
        loose: false,
        label: Some(normalised(&note.mark)),
        text: normalised(&prose(&note.content, notation, None)),
    };
    document.notes.iter().map(unit).collect()
}

struct Units {
    notation: Notation,
    units: Vec<Unit>,
}

impl Units {
    fn loose(&mut self, id: String, name: &'static str, content: &[Inline]) {
        let text = normalised(&prose(content, self.notation, None));
        self.push(Unit { id, name, loose: true, label: None, text });
    }

    fn clause(&mut self, clause: &Clause) {
        let label = clause.printed_label().map(|label| normalised(&label.text)).filter(|label| !label.is_empty());
        let text = self.words(clause, &clause.content);
        self.push(Unit { id: clause.id.clone(), name: "the clause", loose: false, label, text });
        for point in &clause.points {
            self.clause(point);
        }
        let text = self.words(clause, &clause.closing);
        self.push(Unit {
            id: format!("{}.tail", clause.id),
            name: "the closing text",
            loose: false,
            label: None,
            text,
        });
    }

    /// Writes words of a clause, which a tracked change of the whole clause may mark.
    fn words(&self, clause: &Clause, content: &[Inline]) -> String {
        let words = prose(content, self.notation, None);
        match &clause.change {
            Some(change) if self.notation == Notation::Signs && !content.is_empty() => {
                normalised(&tracked(change.kind, &words))
            }
            _ => normalised(&words),
        }
    }

    fn push(&mut self, unit: Unit) {
        if unit.label.is_some() || !unit.text.is_empty() {
            self.units.push(unit);
        }
    }
}

fn title_id(line: &TitleLine) -> String {
    let role = match line.role {
        TitleRole::Reference => "reference",
        TitleRole::Original => "original",
        TitleRole::Organ => "organ",
        TitleRole::Session => "session",
        TitleRole::Status => "status",
        TitleRole::Number => "number",
        TitleRole::Joiner => "joiner",
        TitleRole::Title => "title",
        TitleRole::Subtitle => "subtitle",
        TitleRole::PresentedBy => "presented-by",
        TitleRole::Presenter => "presenter",
        TitleRole::PresenterRole => "presenter-role",
        TitleRole::Committee => "committee",
        TitleRole::Date => "date",
        TitleRole::Other => "other",
    };
    format!("doc.{role}")
}

/// Writes running text; `next` is the letter that follows it, which decides the brackets of raised text.
fn prose(content: &[Inline], notation: Notation, mut next: Option<char>) -> String {
    let mut pieces = Vec::with_capacity(content.len());
    for inline in content.iter().rev() {
        let piece = match notation {
            Notation::Styled | Notation::Typeset => styled(inline, notation),
            Notation::Signs => signed(inline, next),
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

fn signed(inline: &Inline, next: Option<char>) -> String {
    let inside = |content: &[Inline]| prose(content, Notation::Signs, None);
    match inline {
        Inline::Text(text) => without_isolates(text),
        Inline::Lead(content)
        | Inline::Emphasis(content)
        | Inline::Reference { content, .. }
        | Inline::Isolated { content, .. } => prose(content, Notation::Signs, next),
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
