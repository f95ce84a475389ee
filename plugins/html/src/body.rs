//! Title block and clauses as HTML.
//!
//! Clauses stand in ordered lists, so that a screen reader says how many there are and how deep they lie. The lists'
//! own markers are switched off: a label is text at the head of its clause, which is found, copied and read like any
//! other. Beside it stands its spoken form ("paragraph 26, point double b"), which is heard in its place and neither
//! seen nor copied.

use std::borrow::Cow;

use engross_plugin::model::{Block, Cell, Clause, Heading, LabelPlace, LeadStyle, Look, Part, TitleLine, plain_text};

use crate::columns::Columns;
use crate::inline::Writer;
use crate::look::class_of_list;
use crate::parallel;
use crate::review::Reviewed;
use crate::settings::Settings;

/// Writes the lines above the text.
pub(crate) fn title_block(writer: &mut Writer<'_>, look: &Look) -> String {
    let document = writer.document;
    writer.banners();
    if !document.parallel.is_empty() {
        return writer.take();
    }
    writer.lead = LeadStyle { bold: true, ..LeadStyle::default() };
    let main =
        document.title_block.iter().position(|line| line.heading && !plain_text(&line.content).trim().is_empty());
    lines(writer, look, &document.title_block, main);
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

/// Writes lines; the one at `main` is the page's main heading. Those that stand beside each other share an element.
fn lines<'a>(writer: &mut Writer<'a>, look: &Look, lines: &'a [TitleLine], main: Option<usize>) {
    let mut at = 0;
    for shared in lines.chunk_by(|_, next| next.beside) {
        let is_shared = shared.len() > 1;
        writer.markup(if is_shared { "<div class=\"shared-line\">\n" } else { "" });
        for line in shared {
            writer.is_first_letter = look.style(line.style()).first_letter.is_some();
            title_line(writer, line, main == Some(at));
            writer.is_first_letter = false;
            at += 1;
        }
        writer.markup(if is_shared { "</div>\n" } else { "" });
    }
}

fn title_line<'a>(writer: &mut Writer<'a>, line: &'a TitleLine, is_main: bool) {
    writer.unit = Cow::Borrowed("");
    writer.markup(if is_main { "<h1 class=\"line-" } else { "<p class=\"line-" });
    writer.text(line.style());
    let review = writer.document.review_of(Cell::Title(line));
    writer.review_class(review);
    writer.markup("\">");
    writer.reviewed(review, &line.content);
    writer.markup(if is_main { "</h1>\n" } else { "</p>\n" });
}

/// Writes the parts of the text, and the lines below them.
pub(crate) fn parts(writer: &mut Writer<'_>, settings: &Settings, look: &Look) -> String {
    let document = writer.document;
    writer.html.reserve(32 * 1024);
    if !document.parallel.is_empty() {
        return parallel::table(writer, settings, look);
    }
    let link_marks = settings.link_marks;
    let columns = Columns::of(document, look);
    for part in &document.parts {
        let heading_level = clause_heading_level(part);
        Body { columns: columns.within(part, look), look, link_marks, heading_level, writer }.part(part);
        closing_block(writer, look, &part.closing, "div");
    }
    closing_block(writer, look, &document.closing_block, "footer");
    writer.take()
}

/// Writes the lines below a part or below the text, if there are any.
fn closing_block<'a>(writer: &mut Writer<'a>, look: &Look, closing: &'a [TitleLine], element: &str) {
    if closing.is_empty() {
        return;
    }
    writer.lead = LeadStyle { bold: true, ..LeadStyle::default() };
    writer.markup("<");
    writer.markup(element);
    writer.markup(" class=\"closing-block\">\n");
    lines(writer, look, closing, None);
    writer.markup("</");
    writer.markup(element);
    writer.markup(">\n");
}

/// Returns the level of clauses' own headings: one below what stands above them in the part.
pub(crate) fn clause_heading_level(part: &Part) -> usize {
    let has_headings = part.blocks.iter().any(|block| !is_clause(block));
    2 + usize::from(!part.heading.is_empty()) + usize::from(has_headings)
}

struct Body<'w, 'a> {
    writer: &'w mut Writer<'a>,
    columns: Columns,
    look: &'w Look,
    link_marks: bool,
    /// The level of the headings that clauses have of their own.
    heading_level: usize,
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
                _ => self.list("clauses ", 0, &run.iter().filter_map(Block::as_clause).collect::<Vec<_>>()),
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
    fn list(&mut self, class: &str, depth: usize, clauses: &[&'a Clause]) {
        let level = clauses.first().map_or("", |clause| clause.level.as_str());
        let is_labelled = clauses.iter().any(|clause| clause.printed_label().is_some());
        let (of_level, has_column) = class_of_list(level, self.look.level(level), is_labelled);
        let column = if has_column { self.columns.at(depth) } else { 0 };
        self.writer.html.push_str(&format!("<ol class=\"{class}column-{column}{of_level}\" role=\"list\">\n"));
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
        let is_headed = has_heading(self.look, clause);
        if is_headed {
            let link_marks = self.link_marks;
            clause_heading(self.writer, clause, true, (self.look, Some(self.heading_level), link_marks));
            self.heading_level += 1;
        }
        if !(is_headed && clause.content.is_empty()) {
            self.writer.unit = Cow::Borrowed(&clause.id);
            let review = self.writer.document.review(&clause.id);
            self.writer.markup("<p");
            self.class("", review);
            if !is_headed {
                label(self.writer, clause);
            }
            self.writer.reviewed(review, &clause.content);
            if self.link_marks && !is_headed {
                link_mark(self.writer, clause);
            }
            self.writer.markup("</p>");
        }
        if !clause.points.is_empty() {
            self.writer.markup("\n");
            self.list("", depth + 1, &clause.points.iter().collect::<Vec<_>>());
        }
        self.heading_level -= usize::from(is_headed);
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

/// Says whether a clause begins with a heading: one of its own, or its label on a line.
pub(crate) fn has_heading(look: &Look, clause: &Clause) -> bool {
    !clause.heading.is_empty() || has_label_line(look, clause)
}

/// Says whether the label of a clause stands on a line of its own.
pub(crate) fn has_label_line(look: &Look, clause: &Clause) -> bool {
    let has_label = clause.printed_label().is_some_and(|label| !label.text.is_empty());
    has_label && look.level(&clause.level).label == LabelPlace::Line
}

/// Writes the heading that a clause begins with, its label before it or above it. Without a level it is no heading, as in
/// further languages, so that none counts twice.
pub(crate) fn clause_heading<'a>(
    writer: &mut Writer<'a>,
    clause: &'a Clause,
    is_labelled: bool,
    (look, level, has_link_mark): (&Look, Option<usize>, bool),
) {
    let element = level.map_or("p".to_owned(), |level| format!("h{}", level.min(DEEPEST_HEADING)));
    let line = if has_label_line(look, clause) { " line" } else { "" };
    writer.unit = Cow::Owned(format!("{}.heading", clause.id));
    let review = writer.document.review(&writer.unit);
    writer.markup(&format!("<{element} class=\"clause-heading{line}"));
    writer.review_class(review);
    writer.markup("\">");
    if is_labelled {
        label(writer, clause);
    }
    writer.reviewed(review, &clause.heading);
    if has_link_mark {
        link_mark(writer, clause);
    }
    writer.markup(&format!("</{element}>"));
}

/// HTML has six levels of headings.
const DEEPEST_HEADING: usize = 6;

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
    block.as_clause().is_some()
}

/// Names a clause without a label by its first words.
fn beginning(clause: &Clause) -> String {
    const WORDS: usize = 6;
    let text = plain_text(if clause.heading.is_empty() { &clause.content } else { &clause.heading });
    let mut words = text.split_whitespace();
    let mut beginning: String = words.by_ref().take(WORDS).collect::<Vec<_>>().join(" ");
    if words.next().is_some() {
        beginning.push('…');
    }
    if beginning.is_empty() { clause.id.clone() } else { beginning }
}
