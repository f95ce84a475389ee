//! Title block and clauses as HTML.
//!
//! Clauses stand in ordered lists, so that a screen reader says how many there are and how deep they lie. The lists'
//! own markers are switched off: a label is text at the head of its clause, which is found, copied and read like any
//! other. Beside it stands its spoken form ("paragraph 26, point double b"), which is heard in its place and neither
//! seen nor copied.

use std::borrow::Cow;

use engross_plugin::model::{Block, Clause, Heading, LeadStyle, Part, TitleLine, plain_text};

use crate::columns::Columns;
use crate::inline::Writer;

/// Writes the lines above the text.
pub(crate) fn title_block(writer: &mut Writer<'_>) -> String {
    let document = writer.document;
    writer.lead = LeadStyle { bold: true, ..LeadStyle::default() };
    let main =
        document.title_block.iter().position(|line| line.heading && !plain_text(&line.content).trim().is_empty());
    for (at, line) in document.title_block.iter().enumerate() {
        title_line(writer, line, main == Some(at));
    }
    if main.is_none() {
        // Every page has one main heading, if only for those who cannot see it.
        let metadata = &document.metadata;
        let names = [&metadata.title, &metadata.identifier, &document.slug];
        writer.markup("<h1 class=\"visually-hidden\">");
        writer.text(names.into_iter().find(|name| !name.trim().is_empty()).map_or("–", String::as_str));
        writer.markup("</h1>\n");
    }
    writer.take()
}

fn title_line<'a>(writer: &mut Writer<'a>, line: &'a TitleLine, is_main: bool) {
    writer.unit = Cow::Borrowed("");
    writer.markup(if is_main { "<h1 class=\"" } else { "<p class=\"" });
    writer.markup(line.role.name());
    writer.markup("\">");
    writer.prose(&line.content);
    writer.markup(if is_main { "</h1>\n" } else { "</p>\n" });
}

/// Writes the parts of the text.
pub(crate) fn parts(writer: &mut Writer<'_>, link_marks: bool) -> String {
    let document = writer.document;
    writer.html.reserve(32 * 1024);
    let columns = Columns::of(document);
    for part in &document.parts {
        Body { columns: columns.within(part), link_marks, writer }.part(part);
    }
    writer.take()
}

struct Body<'w, 'a> {
    writer: &'w mut Writer<'a>,
    columns: Columns,
    link_marks: bool,
}

impl<'a> Body<'_, 'a> {
    fn part(&mut self, part: &'a Part) {
        self.writer.lead = part.lead;
        self.writer.unit = Cow::Borrowed("");
        self.writer.markup("<div class=\"part part-");
        self.writer.name(&part.name);
        self.writer.markup("\">\n");
        if !part.heading.is_empty() {
            self.writer.markup("<h2>");
            self.writer.prose(&part.heading);
            self.writer.markup("</h2>\n");
        }
        if !part.formula.is_empty() {
            self.writer.markup("<p class=\"formula\">");
            self.writer.prose(&part.formula);
            self.writer.markup("</p>\n");
        }
        self.blocks(part);
        self.writer.markup("</div>\n");
    }

    fn blocks(&mut self, part: &'a Part) {
        for run in part.blocks.chunk_by(|one, next| is_clause(one) && is_clause(next)) {
            match run.first() {
                Some(Block::Heading(heading)) => self.heading(heading, !part.heading.is_empty()),
                _ => self.list("clauses ", 0, run.iter().filter_map(as_clause)),
            }
        }
    }

    fn heading(&mut self, heading: &'a Heading, below_part: bool) {
        self.writer.unit = Cow::Borrowed(&heading.id);
        self.writer.markup(if below_part { "<h3 id=\"" } else { "<h2 id=\"" });
        self.writer.name(&heading.id);
        self.writer.markup("\">");
        self.writer.prose(&heading.content);
        self.writer.markup(if below_part { "</h3>\n" } else { "</h2>\n" });
    }

    /// The role says again what the element is: Safari takes a list without markers for none.
    fn list(&mut self, class: &str, depth: usize, clauses: impl Iterator<Item = &'a Clause>) {
        let column = self.columns.at(depth);
        self.writer.html.push_str(&format!("<ol class=\"{class}column-{column}\" role=\"list\">\n"));
        for clause in clauses {
            self.clause(clause, depth);
        }
        self.writer.markup("</ol>\n");
    }

    fn clause(&mut self, clause: &'a Clause, depth: usize) {
        self.writer.unit = Cow::Borrowed(&clause.id);
        self.writer.markup("<li id=\"");
        self.writer.name(&clause.id);
        self.writer.markup("\">");
        let change = clause.change.as_ref().map(|change| (change, self.writer.open_change(change, " whole")));
        self.writer.markup("<p>");
        self.label(clause);
        self.writer.prose(&clause.content);
        self.link_mark(clause);
        self.writer.markup("</p>");
        if !clause.points.is_empty() {
            self.writer.markup("\n");
            self.list("", depth + 1, clause.points.iter());
        }
        if !clause.closing.is_empty() {
            self.writer.unit = Cow::Owned(format!("{}.tail", clause.id));
            self.writer.markup("<p class=\"closing\">");
            self.writer.prose(&clause.closing);
            self.writer.markup("</p>");
        }
        if let Some((change, element)) = change {
            self.writer.close_change(change, element);
        }
        self.writer.markup("</li>\n");
    }

    /// The blank belongs to the label, so that a justified line does not stretch it.
    fn label(&mut self, clause: &Clause) {
        let Some(label) = clause.printed_label().filter(|label| !label.text.is_empty()) else { return };
        if label.spoken.is_empty() {
            self.writer.markup("<span class=\"label\">");
            self.writer.text(&label.text);
            return self.writer.markup(" </span>");
        }
        self.writer.markup("<span class=\"label\" aria-hidden=\"true\">");
        self.writer.text(&label.text);
        self.writer.markup(" </span><span class=\"visually-hidden\">");
        self.writer.text(&label.spoken);
        self.writer.markup(" </span>");
    }

    /// The mark's sign is drawn by the style sheet: it is no part of the text.
    fn link_mark(&mut self, clause: &Clause) {
        if !self.link_marks {
            return;
        }
        self.writer.markup("<a class=\"link-mark\" href=\"#");
        self.writer.name(&clause.id);
        self.writer.markup("\" aria-label=\"");
        self.writer.text(self.writer.document.word("link-to"));
        self.writer.markup(" ");
        match clause.printed_label() {
            Some(label) if !label.spoken.is_empty() => self.writer.text(&label.spoken),
            Some(label) if !label.text.is_empty() => self.writer.text(&label.text),
            _ => self.writer.text(&beginning(clause)),
        }
        self.writer.markup("\"></a>");
    }
}

fn is_clause(block: &Block) -> bool {
    as_clause(block).is_some()
}

/// Returns the clause that a block is, if it is one.
pub(crate) fn as_clause(block: &Block) -> Option<&Clause> {
    match block {
        Block::Clause(clause) => Some(clause),
        Block::Heading(_) => None,
    }
}

/// Names a clause without a label by its first words.
fn beginning(clause: &Clause) -> String {
    const WORDS: usize = 6;
    let text = plain_text(&clause.content);
    let mut words = text.split_whitespace();
    let mut beginning: String = words.by_ref().take(WORDS).collect::<Vec<_>>().join(" ");
    if words.next().is_some() {
        beginning.push('…');
    }
    if beginning.is_empty() { clause.id.clone() } else { beginning }
}
