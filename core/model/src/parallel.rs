//! A text in several languages as the rows of a table: in each row the same unit in every language.

use crate::{Cell, Document, Note, Review, TitleLine};

/// One unit in every language, in the order of [`Document::columns`]; `None` where a language does not have it. One of
/// them has it.
pub type Row<'a> = Vec<Option<Cell<'a>>>;

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
        self.review(&crate::note_unit(&note.id)).or_else(|| fields.iter().find_map(|unit| self.review(unit)))
    }

    /// Returns all cells of one language in print order, each with a name that it has in every language.
    fn cells(&self) -> Vec<(String, Cell<'_>)> {
        let mut cells: Vec<(String, Cell<'_>)> = Vec::new();
        let mut block = "title-block";
        self.walk_content(&mut |cell| {
            if let Cell::PartHeading(part) = cell {
                block = &part.name;
            }
            // A clause keeps its place without words, but not below a heading of its own.
            let stands = matches!(cell, Cell::Clause(_, clause, _) if clause.heading.is_empty());
            if stands || !cell.content().is_empty() {
                let name = match cell {
                    Cell::Title(line) => line_name(block, line, &cells),
                    Cell::PartHeading(part) => format!("{}.heading", part.name),
                    Cell::Formula(part) => format!("{}.formula", part.name),
                    other => other.unit().unwrap_or_default().into_owned(),
                };
                cells.push((name, cell));
            }
        });
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

/// Lines are known by what they follow and by their styles, of which there may be several alike.
fn line_name(block: &str, line: &TitleLine, before: &[(String, Cell<'_>)]) -> String {
    let name = format!("{block}.line.{}.", line.style);
    let alike = before.iter().filter(|(other, _)| other.starts_with(&name)).count();
    format!("{name}{alike}")
}
