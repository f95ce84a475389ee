//! A text in several languages as a table: a row for each unit, a column for each language. Its head repeats on every
//! page, and its rows may break across pages.

use engross_plugin::model::{Cell, Clause, Direction, LabelPlace, LevelStyle, OptionValue, Part, Request, Row};

use crate::body::{Paragraph, Position, Writer};
use crate::inline::RunLook;
use crate::levels;
use crate::styles::{self, NO_OUTLINE, twips_of_millimetres};

/// The most room that a label has in a column: 8 mm.
const WIDEST_COLUMN: u32 = 454;
/// Columns of languages leave less room for standing in.
const NARROWED: f64 = 0.8;

impl<'a> Writer<'a> {
    /// Goes on in the language of a column.
    pub(crate) fn turn_to(&mut self, column: usize) {
        let Some(document) = self.columns.get(column).copied() else { return };
        self.document = document;
        self.direction = document.language.direction;
        self.language = (self.columns.len() > 1).then_some(document.language.tag.as_str());
    }

    /// Writes the table.
    pub(crate) fn side_by_side(&mut self) {
        let rows = self.document.rows();
        let widths = self.widths();
        self.xml.open("w:tbl", &[]);
        self.table_settings();
        self.xml.open("w:tblGrid", &[]);
        widths.iter().for_each(|width| self.xml.empty("w:gridCol", &[("w:w", width)]));
        self.xml.close();
        self.head(&widths);
        for row in &rows {
            self.row(row, &widths);
        }
        self.turn_to(0);
        self.xml.close();
        // Word wants a paragraph after a table.
        self.xml.empty("w:p", &[]);
    }

    /// Returns how wide the columns are, in twentieths of a point: all languages have the same room for words.
    fn widths(&self) -> Vec<String> {
        let page = &self.request.look.page;
        let width = twips_of_millimetres(page.width - page.margin.left - page.margin.right);
        let label = self.label_column(0) - self.label_column(1);
        let columns = u32::try_from(self.columns.len()).unwrap_or(u32::MAX);
        let share = width.saturating_sub(label) / columns;
        (0..self.columns.len()).map(|column| if column == 0 { share + label } else { share }.to_string()).collect()
    }

    /// Returns how far a line stands in: a column of a language leaves less room, and none outside of it.
    fn indent_in_column(&self, indent: f64) -> u32 {
        let page = &self.request.look.page;
        let width = (page.width - page.margin.left - page.margin.right) / self.columns.len() as f64;
        twips_of_millimetres((indent * NARROWED).min(width / 4.0).max(0.0))
    }

    /// Returns how much room labels have in the column of a language.
    fn label_column(&self, column: usize) -> u32 {
        if self.has_labels(column) { levels::column(self.top_level()).min(WIDEST_COLUMN) } else { 0 }
    }

    fn has_labels(&self, column: usize) -> bool {
        column == 0 || !has_numbers_once(self.request)
    }

    fn table_settings(&mut self) {
        self.xml.open("w:tblPr", &[]);
        self.xml.switch("w:bidiVisual", self.direction == Direction::Rtl);
        self.xml.empty("w:tblW", &[("w:w", "5000"), ("w:type", "pct")]);
        self.xml.open("w:tblBorders", &[]);
        let line = [("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "808080")];
        self.xml.empty("w:insideV", &line);
        self.xml.close();
        self.xml.empty("w:tblLayout", &[("w:type", "fixed")]);
        self.xml.open("w:tblCellMar", &[]);
        for (side, width) in [("w:top", "60"), ("w:left", "115"), ("w:bottom", "60"), ("w:right", "115")] {
            self.xml.empty(side, &[("w:w", width), ("w:type", "dxa")]);
        }
        self.xml.close();
        self.xml.empty("w:tblLook", &[("w:val", "0020"), ("w:firstRow", "1"), ("w:noVBand", "1")]);
        self.xml.close();
    }

    fn head(&mut self, widths: &[String]) {
        self.xml.open("w:tr", &[]);
        self.xml.open("w:trPr", &[]);
        self.xml.switch("w:tblHeader", true);
        self.xml.close();
        for (column, width) in widths.iter().enumerate() {
            self.turn_to(column);
            self.open_cell(width, true);
            self.open_paragraph("Normal");
            self.write_direction(self.direction);
            self.xml.value("w:jc", "center");
            self.xml.close();
            self.words(self.document.language_name(), RunLook::default().italic());
            self.xml.close();
            self.xml.close();
        }
        self.xml.close();
    }

    fn row(&mut self, row: &Row<'a>, widths: &[String]) {
        self.xml.open("w:tr", &[]);
        for (column, (cell, width)) in row.iter().zip(widths).enumerate() {
            self.turn_to(column);
            self.open_cell(width, false);
            match cell {
                Some(cell) => self.cell(*cell, column),
                None => self.xml.empty("w:p", &[]),
            }
            self.xml.close();
        }
        self.xml.close();
    }

    fn open_cell(&mut self, width: &str, is_head: bool) {
        self.xml.open("w:tc", &[]);
        self.xml.open("w:tcPr", &[]);
        self.xml.empty("w:tcW", &[("w:w", width), ("w:type", "dxa")]);
        if is_head {
            self.xml.open("w:tcBorders", &[]);
            let line = [("w:val", "single"), ("w:sz", "6"), ("w:space", "0"), ("w:color", "auto")];
            self.xml.empty("w:bottom", &line);
            self.xml.close();
        }
        self.xml.close();
    }

    fn cell(&mut self, cell: Cell<'a>, column: usize) {
        let review = self.document.review_of(cell);
        let (style, outline, lead) = match cell {
            Cell::Title(line) => (line.style(), (line.heading && column == 0).then_some("0"), Default::default()),
            // Of further languages nothing is a heading, so that none counts twice.
            Cell::PartHeading(part) | Cell::Heading(part, _) => {
                ("heading", (column > 0).then_some(NO_OUTLINE), part.lead)
            }
            Cell::Formula(part) => ("formula", None, part.lead),
            Cell::ClauseHeading(part, clause, depth)
            | Cell::Clause(part, clause, depth)
            | Cell::Closing(part, clause, depth) => {
                let position = self.place(column, depth, clause, part);
                return self.clause_cell(cell, clause, column, position);
            }
        };
        self.open_paragraph(&styles::id(style));
        self.borders(review, false);
        let look = self.request.look.style(style);
        let left = (look.indent != 0.0).then(|| self.indent_in_column(look.indent));
        self.write_direction_of(cell.content(), look.align, left);
        if let Some(level) = outline {
            self.xml.value("w:outlineLvl", level);
        }
        self.xml.close();
        let bookmark = match cell {
            Cell::Heading(_, heading) if column == 0 => self.open_bookmark(&heading.id),
            _ => None,
        };
        self.first_letter = look.first_letter.filter(|_| matches!(cell, Cell::Title(_)));
        self.reviewed(review, cell.content(), RunLook::plain(lead));
        self.first_letter = None;
        self.close_bookmark(bookmark);
        self.xml.close();
    }

    /// Returns how the first clause of the text stands.
    fn top_level(&self) -> &'a LevelStyle {
        let request: &'a Request = self.request;
        let mut level = None;
        request.document.walk_clauses(&mut |_, clause, _| {
            let _ = level.get_or_insert(clause.level.as_str());
        });
        request.look.level(level.unwrap_or_default())
    }

    /// Returns how a clause stands in a column.
    fn place(&mut self, column: usize, depth: usize, clause: &'a Clause, part: &'a Part) -> Position<'a> {
        let request: &'a Request = self.request;
        let level = request.look.level(&clause.level);
        let look = RunLook::plain(part.lead);
        let look = clause.change.as_ref().map_or(look, |change| look.changed(change));
        let has_label =
            clause.printed_label().is_some() && (level.label == LabelPlace::Hanging || self.has_labels(column));
        let mut edges = self.edges.get(column).cloned().unwrap_or_default();
        edges.truncate(depth);
        let row = levels::Row {
            level,
            edge: edges.last().copied().unwrap_or_default(),
            indent: twips_of_millimetres(level.indent * NARROWED),
            column: levels::column(level).min(WIDEST_COLUMN),
            // Words hang where labels would, unless their first line stands in.
            is_labelled: has_label || level.label == LabelPlace::Hanging && level.indent <= 0.0,
        };
        // Points stand in as far in a column without labels.
        edges.push(row.words());
        if let Some(known) = self.edges.get_mut(column) {
            *known = edges;
        }
        let row = levels::Row { column: if self.has_labels(column) { row.column } else { 0 }, ..row };
        Position { depth, row, look, below: levels::after(level), is_followed: false }
    }

    /// Writes the words of a clause before or after its points, or its heading, with the label where one stands in this
    /// column. A label on a line of its own stands in every column.
    fn clause_cell(&mut self, cell: Cell<'a>, clause: &'a Clause, column: usize, position: Position<'a>) {
        let review = self.document.review_of(cell);
        let label = cell.label().map(|label| label.text.as_str()).filter(|label| !label.is_empty());
        let on_line = label.filter(|_| position.row.level.label == LabelPlace::Line);
        let label = label.filter(|_| on_line.is_none() && self.has_labels(column));
        if let Some(label) = on_line {
            self.label_line(label, clause, column == 0, position);
        }
        if matches!(cell, Cell::ClauseHeading(..)) {
            return self.clause_heading(clause, label.map(|label| (label, None)), column == 0, position);
        }
        if cell.content().is_empty() && on_line.is_some() {
            return;
        }
        let is_first = !matches!(cell, Cell::Closing(..)) && clause.heading.is_empty();
        let paragraph =
            Paragraph { has_label: label.is_some(), is_first, is_last: false, counted: None, outline: None };
        self.open_clause_paragraph(paragraph, review, position);
        if let Some(label) = label {
            self.label(label, position);
        }
        let bookmark = if is_first && on_line.is_none() && column == 0 { self.open_bookmark(&clause.id) } else { None };
        self.reviewed(review, cell.content(), position.look);
        self.close_bookmark(bookmark);
        self.xml.close();
    }
}

/// Says whether the numbers of clauses stand before the first language alone.
fn has_numbers_once(request: &Request) -> bool {
    matches!(request.options.get("numbers"), Some(OptionValue::Text(numbers)) if numbers == "once")
}
