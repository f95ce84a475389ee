//! A text in several languages as the rows of a table: in each row the same unit in every language.

use std::borrow::Cow;

use crate::clause::Block;
use crate::{Change, Clause, Document, Heading, Inline, Label, Note, Part, Review, TitleLine};

/// What stands in one cell of a row: a unit of the text in one language.
#[derive(Debug, Clone, Copy)]
pub enum Cell<'a> {
    /// A line of the title block, or of those below a part or the body.
    Title(&'a TitleLine),
    /// The heading of a part.
    PartHeading(&'a Part),
    /// The formula before a part's first clause.
    Formula(&'a Part),
    /// A heading between clauses.
    Heading(&'a Part, &'a Heading),
    /// A clause's own heading, with its depth.
    ClauseHeading(&'a Part, &'a Clause, usize),
    /// The words of a clause before its points, with its depth (0 for a clause of the part).
    Clause(&'a Part, &'a Clause, usize),
    /// The words of a clause after its points.
    Closing(&'a Part, &'a Clause, usize),
}

/// One unit in every language, in the order of [`Document::columns`]; `None` where a language does not have it. One of
/// them has it.
pub type Row<'a> = Vec<Option<Cell<'a>>>;

impl<'a> Cell<'a> {
    /// Returns the words.
    pub fn content(self) -> &'a [Inline] {
        match self {
            Self::Title(line) => &line.content,
            Self::PartHeading(part) => &part.heading,
            Self::Formula(part) => &part.formula,
            Self::Heading(_, heading) => &heading.content,
            Self::ClauseHeading(_, clause, _) => &clause.heading,
            Self::Clause(_, clause, _) => &clause.content,
            Self::Closing(_, clause, _) => &clause.closing,
        }
    }

    /// Returns the label that stands before the words: a clause with a heading of its own has it there.
    pub fn label(self) -> Option<&'a Label> {
        match self {
            Self::ClauseHeading(_, clause, _) => clause.printed_label(),
            Self::Clause(_, clause, _) if clause.heading.is_empty() => clause.printed_label(),
            _ => None,
        }
    }

    /// Returns the change of the whole clause that the words belong to.
    pub fn change(self) -> Option<&'a Change> {
        match self {
            Self::ClauseHeading(_, clause, _) | Self::Clause(_, clause, _) | Self::Closing(_, clause, _) => {
                clause.change.as_ref()
            }
            _ => None,
        }
    }

    /// Returns the unit whose words stand here, the first of them where a line shows several; none for the house's own
    /// words.
    pub fn unit(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Title(line) => line.units.first().map(|unit| Cow::Borrowed(unit.as_str())),
            Self::PartHeading(_) | Self::Formula(_) => None,
            Self::Heading(_, heading) => Some(Cow::Borrowed(&heading.id)),
            Self::ClauseHeading(_, clause, _) => Some(Cow::Owned(format!("{}.heading", clause.id))),
            Self::Clause(_, clause, _) => Some(Cow::Borrowed(&clause.id)),
            Self::Closing(_, clause, _) => Some(Cow::Owned(format!("{}.tail", clause.id))),
        }
    }
}

impl Document {
    /// Returns this document and those beside it: a column each.
    pub fn columns(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.parallel)
    }

    /// Returns the codes of all languages, as file names carry them: `en+fr`.
    pub fn language_codes(&self) -> String {
        self.columns().map(|column| column.language.code.as_str()).collect::<Vec<_>>().join("+")
    }

    /// Returns the rows of the text in print order. They follow the first language; what only another one has (a word
    /// between number and title) follows what stands before it there.
    pub fn rows(&self) -> Vec<Row<'_>> {
        let row_of = |cell| std::iter::once(Some(cell)).chain(self.parallel.iter().map(|_| None)).collect();
        let mut rows: Vec<(String, Row<'_>)> =
            self.cells().into_iter().map(|(name, cell)| (name, row_of(cell))).collect();
        for (at, document) in self.parallel.iter().enumerate() {
            place(document, at + 1, 1 + self.parallel.len(), &mut rows);
        }
        rows.into_iter().map(|(_, row)| row).collect()
    }

    /// Returns what is not finished about the words of a cell, with the word that a reader sees for it.
    pub fn review_of(&self, cell: Cell<'_>) -> Option<(&Review, &str)> {
        match cell {
            Cell::Title(line) => line.units.iter().find_map(|unit| self.review(unit)),
            other => other.unit().and_then(|unit| self.review(&unit)),
        }
    }

    /// Returns what is not finished about a note, as [`review_of`](Self::review_of) does. That on the adoption shows the
    /// place too.
    pub fn review_of_note(&self, note: &Note) -> Option<(&Review, &str)> {
        let fields: &[&str] = if note.id == "adoption" { &["doc.adoption", "doc.place"] } else { &[] };
        self.review(&format!("fn.{}", note.id)).or_else(|| fields.iter().find_map(|unit| self.review(unit)))
    }

    /// Returns all cells of one language in print order, each with a name that it has in every language.
    fn cells(&self) -> Vec<(String, Cell<'_>)> {
        let mut cells: Vec<(String, Cell<'_>)> = Vec::new();
        push_lines("doc", &self.title_block, &mut cells);
        for part in &self.parts {
            cells.push((format!("{}.heading", part.name), Cell::PartHeading(part)));
            cells.push((format!("{}.formula", part.name), Cell::Formula(part)));
            for block in &part.blocks {
                match block {
                    Block::Heading(heading) => cells.push((heading.id.clone(), Cell::Heading(part, heading))),
                    Block::Clause(clause) => push_clause(part, clause, 0, &mut cells),
                }
            }
            push_lines(&format!("{}.closing", part.name), &part.closing, &mut cells);
        }
        push_lines("end", &self.closing_block, &mut cells);
        // A clause keeps its place without words, but not below a heading of its own.
        let stands = |cell: &Cell<'_>| matches!(cell, Cell::Clause(_, clause, _) if clause.heading.is_empty());
        cells.retain(|(_, cell)| stands(cell) || !cell.content().is_empty());
        cells
    }
}

/// Places the cells of a further language in the rows that there are, and adds rows for those that have none.
fn place<'a>(document: &'a Document, column: usize, width: usize, rows: &mut Vec<(String, Row<'a>)>) {
    let mut next = 0;
    for (name, cell) in document.cells() {
        let is_free = |(known, row): &(String, Row<'a>)| *known == name && matches!(row.get(column), Some(None));
        let known = if rows.get(next).is_some_and(is_free) { Some(next) } else { rows.iter().position(is_free) };
        let at = known.unwrap_or_else(|| {
            rows.insert(next, (name, vec![None; width]));
            next
        });
        if let Some(place) = rows.get_mut(at).and_then(|(_, row)| row.get_mut(column)) {
            *place = Some(cell);
        }
        next = at + 1;
    }
}

/// Lines are known by their styles, of which a block may have several alike.
fn push_lines<'a>(block: &str, lines: &'a [TitleLine], cells: &mut Vec<(String, Cell<'a>)>) {
    for (at, line) in lines.iter().enumerate() {
        let before = lines.iter().take(at).filter(|other| other.style == line.style).count();
        cells.push((format!("{block}.{}.{before}", line.style), Cell::Title(line)));
    }
}

fn push_clause<'a>(part: &'a Part, clause: &'a Clause, depth: usize, cells: &mut Vec<(String, Cell<'a>)>) {
    cells.push((format!("{}.heading", clause.id), Cell::ClauseHeading(part, clause, depth)));
    cells.push((clause.id.clone(), Cell::Clause(part, clause, depth)));
    for point in &clause.points {
        push_clause(part, point, depth + 1, cells);
    }
    cells.push((format!("{}.tail", clause.id), Cell::Closing(part, clause, depth)));
}
