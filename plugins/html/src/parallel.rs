//! A text in several languages as a table: a row for each unit, a column for each language. The number of a clause stands
//! before the first language, as the header of its row, and, unless it is to stand there alone, before the words of every
//! other, on the side where they begin. On a phone the cells of a row stand below each other.

use std::borrow::Cow;

use engross_plugin::model::{Cell, Clause, Direction, LeadStyle, Look, Row, plain_text};

use crate::body::{clause_heading, clause_heading_level, has_heading, has_label_line, label, link_mark};
use crate::columns::Columns;
use crate::inline::Writer;
use crate::look::{class_of_list, hangs, points};
use crate::settings::{Numbers, Settings};

/// Writes the title block and the parts of the text.
pub(crate) fn table(writer: &mut Writer<'_>, settings: &Settings, look: &Look) -> String {
    let rows = writer.document.rows();
    let main = rows.iter().position(|row| matches!(row.first(), Some(Some(cell)) if is_main(*cell)));
    let label_column = Columns::widest(writer.document, look);
    Table { writer, settings, look, main, label_column, steps: Vec::new() }.write(&rows)
}

struct Table<'w, 'a> {
    writer: &'w mut Writer<'a>,
    settings: &'w Settings,
    look: &'w Look,
    /// The row with the page's one main heading.
    main: Option<usize>,
    /// The width of the column of labels, in half ems.
    label_column: u32,
    /// How many such columns the clauses around the row at hand stand in, each from the one around it, and its own.
    steps: Vec<usize>,
}

impl<'a> Table<'_, 'a> {
    fn write(mut self, rows: &[Row<'a>]) -> String {
        let width = self.writer.columns.len();
        let once = if self.settings.numbers == Numbers::Once { " once" } else { "" };
        self.writer.markup(&format!(
            "<table class=\"parallel{once} columns-{width} column-{}\">\n<thead>\n<tr>",
            self.label_column
        ));
        for column in 0..self.writer.columns.len() {
            self.writer.turn_to(column);
            self.open("th", column, false, " scope=\"col\"");
            self.writer.text(self.writer.document.language_name());
            self.writer.markup("</th>");
        }
        self.writer.markup("</tr>\n</thead>\n");
        let mut at = 0;
        for (block, rows) in blocks(rows) {
            self.writer.markup(&format!("<tbody{block}>\n"));
            for row in rows {
                self.row(row, self.main == Some(at));
                at += 1;
            }
            self.writer.markup("</tbody>\n");
        }
        self.writer.markup("</table>\n");
        self.writer.turn_to(0);
        self.writer.take()
    }

    fn row(&mut self, row: &Row<'a>, is_main: bool) {
        self.writer.markup("<tr");
        match first(row) {
            Some(Cell::ClauseHeading(_, clause, _)) => self.id(&clause.id),
            Some(Cell::Clause(_, clause, _)) if clause.heading.is_empty() => self.id(&clause.id),
            Some(Cell::Heading(_, heading)) => self.id(&heading.id),
            _ => {}
        }
        self.writer.markup(">");
        let last = row.iter().rposition(Option::is_some);
        for (column, cell) in row.iter().enumerate() {
            self.writer.turn_to(column);
            match cell {
                Some(cell) => self.cell(*cell, column, is_main && column == 0, last == Some(column)),
                None => {
                    self.open("td", column, false, "");
                    self.writer.markup("</td>");
                }
            }
        }
        self.writer.markup("</tr>\n");
    }

    fn id(&mut self, id: &str) {
        self.writer.markup(" id=\"");
        self.writer.name(id);
        self.writer.markup("\"");
    }

    fn cell(&mut self, cell: Cell<'a>, column: usize, is_main: bool, is_last: bool) {
        let document = self.writer.document;
        let review = document.review_of(cell);
        if let Cell::ClauseHeading(part, clause, depth) | Cell::Clause(part, clause, depth) = cell
            && (matches!(cell, Cell::ClauseHeading(..)) || clause.heading.is_empty() && has_heading(self.look, clause))
        {
            self.writer.lead = part.lead;
            let level = (column == 0).then(|| clause_heading_level(part) + depth);
            let place = self.enter(clause, depth, column);
            return self.headed(
                cell,
                clause,
                (column, &place),
                (self.look, level, is_last && self.settings.link_marks),
            );
        }
        let (element, class) = match cell {
            Cell::Title(line) => (if is_main { "h1" } else { "p" }, line.style()),
            Cell::PartHeading(_) => (if column == 0 { "h2" } else { "p" }, "heading"),
            Cell::Heading(part, _) if column == 0 => (if part.heading.is_empty() { "h2" } else { "h3" }, "heading"),
            Cell::Heading(..) => ("p", "heading"),
            Cell::Formula(_) => ("p", "formula"),
            Cell::ClauseHeading(..) | Cell::Clause(..) => ("p", "words"),
            Cell::Closing(..) => ("p", "closing"),
        };
        self.writer.lead = match cell {
            Cell::Title(_) => LeadStyle { bold: true, ..LeadStyle::default() },
            Cell::PartHeading(part) | Cell::Formula(part) | Cell::Heading(part, _) => part.lead,
            Cell::ClauseHeading(part, ..) | Cell::Clause(part, ..) | Cell::Closing(part, ..) => part.lead,
        };
        let change = match cell {
            Cell::ClauseHeading(_, clause, depth) | Cell::Clause(_, clause, depth) => {
                self.writer.unit = Cow::Borrowed(&clause.id);
                let is_inside = cell.label().is_none() && !clause.heading.is_empty();
                let place = if is_inside { self.inside(depth) } else { self.enter(clause, depth, column) };
                if cell.label().is_some() {
                    self.row_header(clause, &place, column);
                } else {
                    self.no_row_header(column);
                }
                self.open_words(&place, column);
                if column > 0 && self.settings.numbers == Numbers::Both && cell.label().is_some() {
                    label(self.writer, clause);
                }
                clause.change.as_ref()
            }
            Cell::Closing(_, clause, depth) => {
                self.writer.unit = Cow::Owned(format!("{}.tail", clause.id));
                self.no_row_header(column);
                let place = self.inside(depth);
                self.open_words(&place, column);
                clause.change.as_ref()
            }
            _ => {
                self.writer.unit = Cow::Borrowed("");
                self.open("td", column, false, "");
                None
            }
        };
        let change = change.map(|change| (change, self.writer.open_change(change, " whole")));
        let line = if matches!(cell, Cell::Title(_)) { "line-" } else { "" };
        self.writer.markup(&format!("<{element} class=\"{line}"));
        self.writer.text(class);
        self.writer.review_class(review);
        self.writer.markup("\">");
        self.writer.is_first_letter =
            matches!(cell, Cell::Title(line) if self.look.style(line.style()).first_letter.is_some());
        self.writer.reviewed(review, cell.content());
        self.writer.is_first_letter = false;
        if let Cell::Clause(_, clause, _) = cell
            && clause.heading.is_empty()
            && is_last
            && self.settings.link_marks
        {
            link_mark(self.writer, clause);
        }
        self.writer.markup(&format!("</{element}>"));
        if let Some((change, element)) = change {
            self.writer.close_change(change, element);
        }
        self.writer.markup("</td>");
    }

    /// Writes the cell of a clause's heading, and below it the words of a clause whose heading is its label.
    fn headed(
        &mut self,
        cell: Cell<'a>,
        clause: &'a Clause,
        (column, place): (usize, &str),
        heading: (&Look, Option<usize>, bool),
    ) {
        let has_line = has_label_line(self.look, clause);
        if has_line {
            self.open("td", column, false, "");
        } else {
            self.row_header(clause, place, column);
            self.open_words(place, column);
        }
        let change = clause.change.as_ref().map(|change| (change, self.writer.open_change(change, " whole")));
        let is_labelled = has_line || column > 0 && self.settings.numbers == Numbers::Both;
        clause_heading(self.writer, clause, is_labelled, heading);
        if matches!(cell, Cell::Clause(..)) && !clause.content.is_empty() {
            self.writer.unit = Cow::Borrowed(&clause.id);
            let review = self.writer.document.review_of(cell);
            self.writer.markup("<p class=\"words");
            self.writer.review_class(review);
            self.writer.markup("\">");
            self.writer.reviewed(review, &clause.content);
            self.writer.markup("</p>");
        }
        if let Some((change, element)) = change {
            self.writer.close_change(change, element);
        }
        self.writer.markup("</td>");
    }

    /// Writes the number of a clause as the header of its row, before the first language.
    fn row_header(&mut self, clause: &'a Clause, place: &str, column: usize) {
        if clause.printed_label().is_none_or(|label| label.text.is_empty()) {
            return self.no_row_header(column);
        }
        if column == 0 {
            self.open("th", column, true, &format!(" scope=\"row\" class=\"number-cell {place}\""));
            label(self.writer, clause);
            self.writer.markup("</th>");
        }
    }

    fn no_row_header(&mut self, column: usize) {
        if column == 0 {
            self.writer.markup("<td class=\"number-cell\"></td>");
        }
    }

    fn open_words(&mut self, place: &str, column: usize) {
        self.open("td", column, true, &format!(" class=\"{place}\""));
    }

    /// Goes on to a clause, and returns the classes that say where it stands: how far in, and of which level, unless its
    /// words hang where labels end.
    fn enter(&mut self, clause: &Clause, depth: usize, column: usize) -> String {
        let has_label = clause.printed_label().is_some();
        let is_shown = column == 0 || self.settings.numbers == Numbers::Both;
        let style = self.look.level(&clause.level);
        self.steps.truncate(depth);
        self.steps.push(if hangs(style, has_label) { 1 + self.columns_of(style.indent) } else { 0 });
        let (of_level, _) = class_of_list(&clause.level, style, has_label && is_shown);
        self.inside(depth) + if hangs(style, has_label) { "" } else { &of_level }
    }

    /// Returns the classes that say where further words of a clause stand.
    fn inside(&self, depth: usize) -> String {
        let steps: usize = self.steps.iter().take(depth + 1).sum();
        let hangs = self.steps.get(depth).is_some_and(|own| *own > 0);
        let depth = steps.saturating_sub(usize::from(hangs)).min(DEEPEST);
        format!("depth-{depth}{}", if hangs { "" } else { " flush" })
    }

    /// Returns how many columns of labels come next to what a level stands in.
    fn columns_of(&self, indent: f64) -> usize {
        let column = f64::from(self.label_column.max(1)) / 2.0 * self.look.size;
        (points(indent) / column).round().clamp(0.0, DEEPEST as f64) as usize
    }

    /// Opens a cell in a language. Where it does not stand beside the header of its row, it takes that one's place too.
    fn open(&mut self, element: &str, column: usize, beside_header: bool, attributes: &str) {
        self.writer.markup(&format!("<{element}{attributes}"));
        if !beside_header && column == 0 {
            self.writer.markup(" colspan=\"2\"");
        }
        self.writer.language();
        self.writer.markup(">");
    }
}

/// However deep a clause stands, it is set in no further than this.
const DEEPEST: usize = 4;

impl Writer<'_> {
    /// Writes the attributes that say the language at hand and which way it runs, in a page of several languages.
    pub(crate) fn language(&mut self) {
        if self.columns.len() < 2 {
            return;
        }
        let language = &self.document.language;
        self.markup(" lang=\"");
        self.text(&language.tag);
        self.markup(if language.direction == Direction::Rtl { "\" dir=\"rtl\"" } else { "\" dir=\"ltr\"" });
    }
}

/// Divides rows into the lines above the text, the text, and the lines below it, each with its attributes.
fn blocks<'r, 'a>(rows: &'r [Row<'a>]) -> impl Iterator<Item = (&'static str, &'r [Row<'a>])> {
    let is_line = |row: &Row<'a>| matches!(first(row), Some(Cell::Title(_)));
    let start = rows.iter().position(|row| !is_line(row)).unwrap_or(rows.len());
    let end = rows.iter().rposition(|row| !is_line(row)).map_or(start, |last| last + 1);
    let (above, rest) = rows.split_at(start);
    let (text, below) = rest.split_at(end.saturating_sub(start));
    [(" class=\"title-block\"", above), ("", text), (" class=\"closing-block\"", below)]
        .into_iter()
        .filter(|(_, rows)| !rows.is_empty())
}

fn first<'a>(row: &Row<'a>) -> Option<Cell<'a>> {
    row.iter().find_map(|cell| *cell)
}

fn is_main(cell: Cell<'_>) -> bool {
    matches!(cell, Cell::Title(line) if line.heading && !plain_text(&line.content).trim().is_empty())
}
