//! Title block and clauses as HTML.
//!
//! Clauses stand in ordered lists, so that a screen reader says how many there are and how deep they lie. The lists'
//! own markers are switched off: a label is text at the head of its clause, which is found, copied and read like any
//! other. Beside it stands its spoken form ("paragraph 26, point double b"), which is heard in its place and neither
//! seen nor copied.

use std::borrow::Cow;

use engross_plugin::model::{Block, Cell, Clause, Heading, LeadStyle, Part, TitleLine, plain_text};

use crate::columns::Columns;
use crate::inline::Writer;
use crate::parallel;
use crate::review::Reviewed;
use crate::settings::Settings;

/// Writes the lines above the text.
pub(crate) fn title_block(writer: &mut Writer<'_>) -> String {
    let document = writer.document;
    writer.banners();
    if !document.parallel.is_empty() {
        return writer.take();
    }
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
    let review = writer.document.review_of(Cell::Title(line));
    writer.review_class(review);
    writer.markup("\">");
    writer.reviewed(review, &line.content);
    writer.markup(if is_main { "</h1>\n" } else { "</p>\n" });
}

/// Writes the parts of the text.
pub(crate) fn parts(writer: &mut Writer<'_>, settings: &Settings) -> String {
    let document = writer.document;
    writer.html.reserve(32 * 1024);
    if !document.parallel.is_empty() {
        return parallel::table(writer, settings);
    }
    let link_marks = settings.link_marks;
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
        self.writer.markup("\"");
        let review = self.writer.document.review(&heading.id);
        self.class("", review);
        self.writer.reviewed(review, &heading.content);
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
        let review = self.writer.document.review(&clause.id);
        self.writer.markup("<p");
        self.class("", review);
        label(self.writer, clause);
        self.writer.reviewed(review, &clause.content);
        if self.link_marks {
            link_mark(self.writer, clause);
        }
        self.writer.markup("</p>");
        if !clause.points.is_empty() {
            self.writer.markup("\n");
            self.list("", depth + 1, clause.points.iter());
        }
        if !clause.closing.is_empty() {
            self.writer.unit = Cow::Owned(format!("{}.tail", clause.id));
            let review = self.writer.document.review(&self.writer.unit);
            self.writer.markup("<p");
            self.class("closing", review);
            self.writer.reviewed(review, &clause.closing);
            self.writer.markup("</p>");
        }
        if let Some((change, element)) = change {
            self.writer.close_change(change, element);
        }
        self.writer.markup("</li>\n");
    }

    /// Writes the class of an element, if it has one, and ends its tag.
    fn class(&mut self, class: &str, review: Reviewed<'_>) {
        if !class.is_empty() || review.is_some() {
            self.writer.markup(" class=\"");
            self.writer.markup(class);
            self.writer.review_class(review);
            self.writer.markup("\"");
        }
        self.writer.markup(">");
    }
}

/// Writes a clause's label. The blank belongs to it, so that a justified line does not stretch it.
pub(crate) fn label(writer: &mut Writer<'_>, clause: &Clause) {
    let Some(label) = clause.printed_label().filter(|label| !label.text.is_empty()) else { return };
    if label.spoken.is_empty() {
        writer.markup("<span class=\"label\">");
        writer.text(&label.text);
        return writer.markup(" </span>");
    }
    writer.markup("<span class=\"label\" aria-hidden=\"true\">");
    writer.text(&label.text);
    writer.markup(" </span><span class=\"visually-hidden\">");
    writer.text(&label.spoken);
    writer.markup(" </span>");
}

/// Writes the mark that links to a clause. Its sign is drawn by the style sheet: it is no part of the text.
pub(crate) fn link_mark(writer: &mut Writer<'_>, clause: &Clause) {
    writer.markup("<a class=\"link-mark\" href=\"#");
    writer.name(&clause.id);
    writer.markup("\" aria-label=\"");
    writer.text(writer.document.word("link-to"));
    writer.markup(" ");
    match clause.printed_label() {
        Some(label) if !label.spoken.is_empty() => writer.text(&label.spoken),
        Some(label) if !label.text.is_empty() => writer.text(&label.text),
        _ => writer.text(&beginning(clause)),
    }
    writer.markup("\"></a>");
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
