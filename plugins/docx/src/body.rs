//! The text itself: title block, formulae, clauses with their points, headings.

use std::collections::{BTreeMap, BTreeSet};

use engross_plugin::model::{
    Block, Change, Clause, Direction, Document, Finding, Heading, Inline, LabelPlace, Part, Request, Timestamp,
    label_width,
};

use crate::header::Furniture;
use crate::house::House;
use crate::inline::RunLook;
use crate::levels::{Row, Stand, after, column, indent};
use crate::notes::Notes;
use crate::numbering::{Counted, LEVELS, Numbering};
use crate::package::Relations;
use crate::review::Reviewed;
use crate::styles::{self, CLAUSE_HEADING, CLAUSE_LABEL, CLAUSE_OUTLINE, NO_OUTLINE, StyleIds, twips_of_points};
use crate::xml::Xml;

/// What stands between a label and its words at least, in hundredths of the type size.
const GAP: u32 = 20;
/// However long a label is, this much room is enough: 50 mm.
const WIDEST_COLUMN: u32 = 2835;

/// Writes the parts that hold text, one after the other.
pub(crate) struct Writer<'a> {
    pub(crate) xml: Xml,
    pub(crate) relations: Relations,
    pub(crate) anchors: BTreeMap<&'a str, String>,
    pub(crate) notes: Notes<'a>,
    pub(crate) styles: &'a StyleIds,
    pub(crate) timestamp: Timestamp,
    /// The text in the language at hand.
    pub(crate) document: &'a Document,
    /// The text in all its languages.
    pub(crate) columns: Vec<&'a Document>,
    /// The language that each run says, where it is not that of the whole file.
    pub(crate) language: Option<&'a str>,
    /// Which way its lines run.
    pub(crate) direction: Direction,
    pub(crate) in_link: bool,
    pub(crate) in_notes: bool,
    pub(crate) findings: Vec<Finding>,
    pub(crate) request: &'a Request,
    pub(crate) house: &'a House,
    /// What the styles of each level say.
    styled: [[Stand; 2]; LEVELS],
    /// Where the words begin of the clauses around the row at hand, in each language of a table.
    pub(crate) edges: Vec<Vec<u32>>,
    /// The type size of the next letter, where it has its own, in points.
    pub(crate) first_letter: Option<f64>,
    numbering: &'a Numbering<'a>,
    /// Whether the next paragraph of a clause stays on the page of the one after it.
    leads_in: bool,
    /// Whether the next paragraph begins a page.
    begins_page: bool,
    /// How many clauses are written.
    clauses: usize,
    has_paragraphs: bool,
    /// How many numbers bookmarks and changes have taken.
    ids: usize,
}

/// What is settled before the text is written.
#[derive(Clone, Copy)]
pub(crate) struct Setting<'a> {
    pub(crate) request: &'a Request,
    pub(crate) house: &'a House,
    pub(crate) numbering: &'a Numbering<'a>,
    pub(crate) styles: &'a StyleIds,
    pub(crate) styled: [[Stand; 2]; LEVELS],
}

/// Where a clause stands.
#[derive(Clone, Copy)]
pub(crate) struct Position<'a> {
    pub(crate) depth: usize,
    /// How its row stands.
    pub(crate) row: Row<'a>,
    pub(crate) look: RunLook<'a>,
    /// Space below its last words: that of the outermost clause that ends with them.
    pub(crate) below: u32,
    /// Whether lines follow that stay on the page of its last words.
    pub(crate) is_followed: bool,
}

/// Which paragraph of a clause it is.
#[derive(Clone, Copy)]
pub(crate) struct Paragraph {
    /// Whether a label stands in it.
    pub(crate) has_label: bool,
    /// Whether it is the clause's first.
    pub(crate) is_first: bool,
    /// Whether it is the clause's last, its points included.
    pub(crate) is_last: bool,
    /// Where Word counts its label.
    pub(crate) counted: Option<Counted>,
    /// The level of a heading.
    pub(crate) outline: Option<&'static str>,
}

impl Paragraph {
    /// A paragraph behind the points, without a label.
    pub(crate) const CLOSING: Self =
        Self { has_label: false, is_first: false, is_last: true, counted: None, outline: None };
}

impl<'a> Writer<'a> {
    /// Begins the document's main part. `relations` are those that it has already.
    pub(crate) fn new(setting: Setting<'a>, relations: Relations) -> Self {
        let Setting { request, house, numbering, styles, styled } = setting;
        let document = &request.document;
        Self {
            xml: Xml::part("w:document", &[("xmlns:w", crate::WORD_NAMESPACE), ("xmlns:r", crate::RELATION_NAMESPACE)]),
            relations,
            anchors: anchors(document),
            notes: Notes::of(document),
            styles,
            timestamp: request.timestamp,
            document,
            columns: document.columns().collect(),
            language: None,
            direction: document.language.direction,
            in_link: false,
            in_notes: false,
            findings: Vec::new(),
            request,
            house,
            styled,
            first_letter: None,
            edges: vec![Vec::new(); document.columns().count()],
            numbering,
            leads_in: false,
            begins_page: false,
            clauses: 0,
            has_paragraphs: false,
            ids: 0,
        }
    }

    /// Writes `document.xml`.
    pub(crate) fn document_part(&mut self, furniture: &Furniture<'_>) -> String {
        let document = &self.request.document;
        self.xml.open("w:body", &[]);
        self.banners();
        if document.parallel.is_empty() {
            self.lines_and_parts(document);
        } else {
            self.side_by_side();
        }
        if !self.has_paragraphs {
            // An editor needs a paragraph to begin in.
            self.xml.empty("w:p", &[]);
        }
        furniture.write_section(self.request, &mut self.xml);
        std::mem::replace(&mut self.xml, Xml::fragment()).finish()
    }

    fn lines_and_parts(&mut self, document: &'a Document) {
        self.lines(&document.title_block);
        let room = self.room_of(&document.parts.iter().flat_map(Part::clauses).collect::<Vec<_>>());
        for (at, part) in document.parts.iter().enumerate() {
            let is_final = at + 1 == document.parts.len();
            let lines = if is_final && part.closing.is_empty() { &document.closing_block } else { &part.closing };
            self.part(part, room, !lines.is_empty());
            self.lines(&part.closing);
        }
        self.lines(&document.closing_block);
    }

    /// Returns what the file cannot show, once all is written.
    pub(crate) fn into_findings(self) -> Vec<Finding> {
        let unplaced: Vec<Finding> = self.notes.unplaced().collect();
        self.findings.into_iter().chain(unplaced).collect()
    }

    /// Returns a number that nothing else in the file has.
    pub(crate) fn next_id(&mut self) -> String {
        self.ids += 1;
        self.ids.to_string()
    }

    /// Writes a part; whether lines follow that stay with its last words, `is_followed` says.
    fn part(&mut self, part: &'a Part, room: Option<u32>, is_followed: bool) {
        self.begins_page = part.new_page;
        let look = RunLook::plain(part.lead);
        self.words_of_style("heading", &part.heading, look);
        self.words_of_style("formula", &part.formula, look);
        let clauses: Vec<&Clause> = part.clauses().collect();
        let row = self.row_of(&clauses, 0, room.unwrap_or_default(), true);
        for (at, block) in part.blocks.iter().enumerate() {
            match block {
                Block::Heading(heading) => self.heading(heading, look),
                Block::Clause(clause) => {
                    let is_followed = is_followed && at + 1 == part.blocks.len();
                    let below = after(self.request.look.level(&clause.level));
                    self.clause(clause, Position { depth: 0, row, look, below, is_followed });
                }
            }
        }
    }

    fn heading(&mut self, heading: &'a Heading, look: RunLook<'a>) {
        let review = self.document.review(&heading.id);
        self.open_paragraph(&styles::id("heading"));
        self.page_break();
        self.borders(review, false);
        self.xml.close();
        let bookmark = self.open_bookmark(&heading.id);
        self.reviewed(review, &heading.content, look);
        self.close_bookmark(bookmark);
        self.xml.close();
    }

    fn words_of_style(&mut self, style: &str, content: &'a [Inline], look: RunLook<'a>) {
        if content.is_empty() {
            return;
        }
        self.open_paragraph(&styles::id(style));
        self.page_break();
        self.xml.close();
        self.inlines(content, look);
        self.xml.close();
    }

    /// Writes a clause, its points one level deeper, and what closes it.
    fn clause(&mut self, clause: &'a Clause, position: Position<'a>) {
        let counted = self.numbering.counted(self.clauses);
        self.clauses += 1;
        let change = clause.change.as_ref();
        let look = change.map_or(position.look, |change| position.look.changed(change));
        let position = Position { look, ..position };
        self.opening(clause, counted, position);
        let points: Vec<&Clause> = clause.points.iter().collect();
        let room = self.room_of(&points).unwrap_or_default();
        let is_top = position.row.level.label == LabelPlace::Line;
        let row = self.row_of(&points, position.row.words(), room, is_top);
        for (at, point) in clause.points.iter().enumerate() {
            let ends = clause.closing.is_empty() && at + 1 == clause.points.len();
            let below = if ends { position.below } else { after(self.request.look.level(&point.level)) };
            let is_followed = ends && position.is_followed;
            self.clause(point, Position { depth: position.depth + 1, row, look, below, is_followed });
        }
        if !clause.closing.is_empty() {
            let review = self.document.review(&format!("{}.tail", clause.id));
            self.open_clause_paragraph(Paragraph::CLOSING, review, position);
            self.reviewed(review, &clause.closing, look);
            self.xml.close();
        }
    }

    fn opening(&mut self, clause: &'a Clause, counted: Option<Counted>, position: Position<'a>) {
        let label = clause.printed_label().map(|label| label.text.as_str()).filter(|label| !label.is_empty());
        let on_line = label.filter(|_| position.row.level.label == LabelPlace::Line);
        let label = label.filter(|_| on_line.is_none());
        if let Some(label) = on_line {
            self.label_line(label, clause, true, position);
        }
        let has_heading = !clause.heading.is_empty();
        if has_heading {
            self.clause_heading(clause, label.map(|label| (label, counted)), true, position);
        }
        if clause.content.is_empty() && (has_heading || on_line.is_some()) {
            return;
        }
        let review = self.document.review(&clause.id);
        let label = label.filter(|_| !has_heading);
        let counted = counted.filter(|_| !has_heading);
        self.leads_in = !clause.points.is_empty();
        let is_last = clause.points.is_empty() && clause.closing.is_empty();
        let paragraph =
            Paragraph { has_label: label.is_some(), is_first: !has_heading, is_last, counted, outline: None };
        self.open_clause_paragraph(paragraph, review, position);
        if let Some(label) = label.filter(|_| counted.is_none()) {
            self.label(label, position);
        }
        let target = Some(&clause.id).filter(|_| !has_heading && on_line.is_none());
        let bookmark = target.and_then(|target| self.open_bookmark(target));
        self.reviewed(review, &clause.content, position.look);
        self.close_bookmark(bookmark);
        self.xml.close();
    }

    /// Writes a label on a line of its own, in the type of its level. Where no heading follows, it is the heading. Of further languages
    /// (`is_main` is false) nothing is a heading, so that none counts twice.
    pub(crate) fn label_line(&mut self, label: &'a str, clause: &'a Clause, is_main: bool, position: Position<'a>) {
        let is_heading = clause.heading.is_empty();
        self.open_paragraph(CLAUSE_LABEL);
        self.page_break();
        self.write_direction(self.direction);
        if is_heading && is_main {
            self.xml.value("w:outlineLvl", CLAUSE_OUTLINE);
        }
        self.paragraph_mark(position.look.changes);
        self.xml.close();
        let bookmark = if is_main { self.open_bookmark(&clause.id) } else { None };
        let level = position.row.level;
        self.words(label, position.look.weight(level.bold, level.italic));
        self.close_bookmark(bookmark);
        self.xml.close();
    }

    /// Writes the heading of a clause: below its label if that has a line of its own, else behind it.
    pub(crate) fn clause_heading(
        &mut self,
        clause: &'a Clause,
        label: Option<(&'a str, Option<Counted>)>,
        is_main: bool,
        position: Position<'a>,
    ) {
        let review = self.document.review(&format!("{}.heading", clause.id));
        let stands_alone = position.row.level.label == LabelPlace::Line;
        if stands_alone {
            self.open_paragraph(CLAUSE_HEADING);
            self.borders(review, false);
            self.write_direction(self.direction);
            if !is_main {
                self.xml.value("w:outlineLvl", NO_OUTLINE);
            }
            self.paragraph_mark(position.look.changes);
            self.xml.close();
        } else {
            self.leads_in = true;
            let counted = label.and_then(|(_, counted)| counted);
            let outline = is_main.then_some(CLAUSE_OUTLINE);
            let is_last = clause.content.is_empty() && clause.points.is_empty() && clause.closing.is_empty();
            let paragraph = Paragraph { has_label: label.is_some(), is_first: true, is_last, counted, outline };
            self.open_clause_paragraph(paragraph, review, position);
        }
        if let Some((label, None)) = label {
            self.label(label, position);
        }
        // Below a label on a line of its own, which has the bookmark.
        let has_bookmark = stands_alone && clause.printed_label().is_some_and(|label| !label.text.is_empty());
        let bookmark = if is_main && !has_bookmark { self.open_bookmark(&clause.id) } else { None };
        self.reviewed(review, &clause.heading, position.look.bold());
        self.close_bookmark(bookmark);
        self.xml.close();
    }

    /// Writes a label before the words.
    pub(crate) fn label(&mut self, label: &str, position: Position<'a>) {
        let level = position.row.level;
        self.words(label, position.look.weight(level.bold, level.italic));
        self.run(position.look, |writer| writer.xml.empty("w:tab", &[]));
    }

    /// Opens a paragraph of a clause and writes its settings.
    pub(crate) fn open_clause_paragraph(&mut self, paragraph: Paragraph, review: Reviewed<'_>, position: Position<'a>) {
        let level = position.depth.min(LEVELS - 1) + 1;
        let style = if paragraph.has_label { "Clause" } else { "ClauseText" };
        self.open_paragraph(&format!("{style}{level}"));
        let keeps_lines = paragraph.is_last && position.is_followed;
        self.xml.switch("w:keepNext", std::mem::take(&mut self.leads_in) || keeps_lines);
        self.page_break();
        if let Some(counted) = paragraph.counted {
            self.xml.open("w:numPr", &[]);
            self.xml.value("w:ilvl", &counted.level.to_string());
            self.xml.value("w:numId", &counted.list.to_string());
            self.xml.close();
        }
        self.borders(review, false);
        self.stand(paragraph, position);
        if self.columns.len() > 1 {
            // Narrow columns are ragged.
            self.xml.value("w:jc", "left");
        }
        if let Some(outline) = paragraph.outline {
            self.xml.value("w:outlineLvl", outline);
        }
        self.paragraph_mark(position.look.changes);
        self.xml.close();
    }

    /// Writes that the paragraph at hand begins a page, if it does.
    fn page_break(&mut self) {
        self.xml.switch("w:pageBreakBefore", std::mem::take(&mut self.begins_page));
    }

    /// Writes where the lines of a clause begin and how they run, where that is not what the style says.
    fn stand(&mut self, paragraph: Paragraph, position: Position<'_>) {
        let Paragraph { has_label, is_first, .. } = paragraph;
        let stand = if is_first { position.row.opening(has_label) } else { position.row.further() };
        let stand = if paragraph.is_last { Stand { after: position.below, ..stand } } else { stand };
        let styled = self.styled.get(position.depth).map(|styled| styled[usize::from(!has_label)]);
        if stand.tab != styled.and_then(|styled| styled.tab)
            && let Some(tab) = stand.tab
        {
            self.tab("left", tab);
        }
        self.write_direction(self.direction);
        if self.columns.len() == 1 && styled.is_none_or(|styled| styled.after != stand.after) {
            self.xml.empty("w:spacing", &[("w:after", &stand.after.to_string())]);
        }
        if styled.is_none_or(|styled| (styled.left, styled.first) != (stand.left, stand.first)) {
            let [(left, from), (first, by)] = stand.indents();
            self.xml.empty("w:ind", &[(left, &from), (first, &by)]);
        }
    }

    /// Writes a tab stop of the paragraph at hand.
    pub(crate) fn tab(&mut self, side: &str, place: u32) {
        self.tabs(&[(side, place)]);
    }

    /// Writes tab stops of the paragraph at hand, first to last.
    pub(crate) fn tabs(&mut self, stops: &[(&str, u32)]) {
        self.xml.open("w:tabs", &[]);
        for (side, place) in stops {
            self.xml.empty("w:tab", &[("w:val", side), ("w:pos", &place.to_string())]);
        }
        self.xml.close();
    }

    /// Writes that the paragraph's end came or goes with its words.
    fn paragraph_mark(&mut self, changes: [Option<&Change>; 2]) {
        if changes.iter().all(Option::is_none) {
            return;
        }
        self.xml.open("w:rPr", &[]);
        changes.into_iter().flatten().for_each(|change| self.mark_change(change));
        self.xml.close();
    }

    /// Opens a paragraph and its settings.
    pub(crate) fn open_paragraph(&mut self, style: &str) {
        self.has_paragraphs = true;
        self.xml.open("w:p", &[]);
        self.xml.open("w:pPr", &[]);
        self.xml.value("w:pStyle", self.styles.id(style));
    }

    pub(crate) fn open_bookmark(&mut self, target: &str) -> Option<String> {
        let name = self.anchors.get(target).cloned()?;
        let id = self.next_id();
        self.xml.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", &name)]);
        Some(id)
    }

    pub(crate) fn close_bookmark(&mut self, id: Option<String>) {
        if let Some(id) = id {
            self.xml.empty("w:bookmarkEnd", &[("w:id", &id)]);
        }
    }

    /// Returns how a row of clauses stands, whose labels need so much room. Clauses that nobody labels stand in as far
    /// as labels would need, but for those at the `top`.
    fn row_of(&self, clauses: &[&Clause], edge: u32, room: u32, is_top: bool) -> Row<'a> {
        let request: &'a Request = self.request;
        let level = request.look.level(clauses.first().map_or("", |clause| clause.level.as_str()));
        let is_labelled = clauses.iter().any(|clause| clause.printed_label().is_some());
        let column = if is_top && !is_labelled { 0 } else { column(level).max(if is_labelled { room } else { 0 }) };
        Row { level, edge, indent: indent(level), column, is_labelled }
    }

    /// Returns how much room the labels of a row need, if it has any beside its words.
    fn room_of(&self, clauses: &[&Clause]) -> Option<u32> {
        let beside = clauses.iter().filter(|clause| self.request.look.level(&clause.level).label != LabelPlace::Line);
        let labels = beside.filter_map(|clause| clause.printed_label());
        let widest = labels.map(|label| label_width(&label.text)).max()?;
        Some(twips_of_points(f64::from(widest + GAP) / 100.0 * self.request.look.size).min(WIDEST_COLUMN))
    }
}

/// Returns a bookmark for every clause and heading that some words refer to.
fn anchors(document: &Document) -> BTreeMap<&str, String> {
    let (mut targets, mut places) = (BTreeSet::new(), BTreeSet::new());
    for column in document.columns() {
        column.walk_words(&mut |_, words| collect(words, &mut targets));
        places.extend(column.anchors());
    }
    let mut taken = BTreeSet::new();
    targets.intersection(&places).map(|target| (*target, bookmark_name(target, &mut taken))).collect()
}

fn collect<'a>(content: &'a [Inline], targets: &mut BTreeSet<&'a str>) {
    for inline in content {
        if let Inline::Reference { target, .. } = inline {
            targets.insert(target);
        }
        collect(inline.children(), targets);
    }
}

/// Returns a name that Word takes: letters, digits and underscores, forty at most, each name once in any capitals.
fn bookmark_name(target: &str, taken: &mut BTreeSet<String>) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '_' };
    let name: String = "clause_".chars().chain(target.chars().map(plain)).take(40).collect();
    let mut unique = name.clone();
    let mut number = 1;
    while !taken.insert(unique.to_lowercase()) {
        number += 1;
        let tail = format!("_{number}");
        unique = name.chars().take(40 - tail.len()).collect::<String>() + &tail;
    }
    unique
}
