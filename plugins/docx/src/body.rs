//! The text itself: title block, formulae, clauses with their points, headings.

use std::collections::{BTreeMap, BTreeSet};

use engross_plugin::model::{
    Block, Cell, Change, Clause, Direction, Document, Finding, Heading, Inline, Part, Request, Timestamp, TitleLine,
};

use crate::header::Furniture;
use crate::house::House;
use crate::inline::RunLook;
use crate::notes::Notes;
use crate::numbering::{Counted, LEVELS, Numbering};
use crate::package::Relations;
use crate::review::Reviewed;
use crate::styles::{StyleIds, StyleName, twips_of_points};
use crate::xml::Xml;

/// A label takes about this much of the type size for each of its letters.
const LETTER_WIDTH: f64 = 0.62;
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
    numbering: &'a Numbering,
    /// Whether the next paragraph of a clause stays on the page of the one after it.
    leads_in: bool,
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
    pub(crate) numbering: &'a Numbering,
    pub(crate) styles: &'a StyleIds,
}

/// Where a clause stands.
#[derive(Clone, Copy)]
pub(crate) struct Position<'a> {
    pub(crate) depth: usize,
    /// Where the labels of its row begin, in twentieths of a point.
    pub(crate) edge: u32,
    /// How much room they have.
    pub(crate) column: u32,
    pub(crate) look: RunLook<'a>,
}

impl<'a> Writer<'a> {
    /// Begins the document's main part. `relations` are those that it has already.
    pub(crate) fn new(setting: Setting<'a>, relations: Relations) -> Self {
        let Setting { request, house, numbering, styles } = setting;
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
            numbering,
            leads_in: false,
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
        for line in &document.title_block {
            self.title_line(line);
        }
        let column = self.column_of(&top_clauses(document), 0);
        for part in &document.parts {
            self.part(part, column);
        }
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

    fn title_line(&mut self, line: &'a TitleLine) {
        let style = StyleName::of_role(line.role);
        let review = self.document.review_of(Cell::Title(line));
        self.open_paragraph(style.id());
        self.margin_rule(review);
        self.write_direction_of(&line.content, style);
        if line.heading {
            self.xml.value("w:outlineLvl", "0");
        }
        self.xml.close();
        self.reviewed(review, &line.content, RunLook::default());
        self.xml.close();
    }

    fn part(&mut self, part: &'a Part, column: u32) {
        let look = RunLook::plain(part.lead);
        self.words_of_style(StyleName::Heading, &part.heading, look);
        self.words_of_style(StyleName::Formula, &part.formula, look);
        for block in &part.blocks {
            match block {
                Block::Heading(heading) => self.heading(heading, look),
                Block::Clause(clause) => self.clause(clause, Position { depth: 0, edge: 0, column, look }),
            }
        }
    }

    fn heading(&mut self, heading: &'a Heading, look: RunLook<'a>) {
        let review = self.document.review(&heading.id);
        self.open_paragraph(StyleName::Heading.id());
        self.margin_rule(review);
        self.xml.close();
        let bookmark = self.open_bookmark(&heading.id);
        self.reviewed(review, &heading.content, look);
        self.close_bookmark(bookmark);
        self.xml.close();
    }

    fn words_of_style(&mut self, style: StyleName, content: &'a [Inline], look: RunLook<'a>) {
        if content.is_empty() {
            return;
        }
        self.open_paragraph(style.id());
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
        let edge = position.edge + position.column;
        let points: Vec<&Clause> = clause.points.iter().collect();
        let column = self.column_of(&points, position.depth + 1);
        for point in &clause.points {
            self.clause(point, Position { depth: position.depth + 1, edge, column, look });
        }
        if !clause.closing.is_empty() {
            let review = self.document.review(&format!("{}.tail", clause.id));
            self.open_clause_paragraph(false, None, review, position);
            self.reviewed(review, &clause.closing, look);
            self.xml.close();
        }
    }

    fn opening(&mut self, clause: &'a Clause, counted: Option<Counted>, position: Position<'a>) {
        let label = clause.printed_label().map(|label| label.text.as_str()).filter(|label| !label.is_empty());
        let review = self.document.review(&clause.id);
        self.leads_in = !clause.points.is_empty();
        self.open_clause_paragraph(label.is_some(), counted, review, position);
        if let Some(label) = label.filter(|_| counted.is_none()) {
            self.words(label, position.look);
            self.run(position.look, |writer| writer.xml.empty("w:tab", &[]));
        }
        let bookmark = self.open_bookmark(&clause.id);
        self.reviewed(review, &clause.content, position.look);
        self.close_bookmark(bookmark);
        self.xml.close();
    }

    /// Opens a paragraph of a clause and writes its settings.
    pub(crate) fn open_clause_paragraph(
        &mut self,
        hangs: bool,
        counted: Option<Counted>,
        review: Reviewed<'_>,
        position: Position<'a>,
    ) {
        let level = position.depth.min(LEVELS - 1) + 1;
        let style = if hangs { "Clause" } else { "ClauseText" };
        self.open_paragraph(&format!("{style}{level}"));
        self.xml.switch("w:keepNext", std::mem::take(&mut self.leads_in));
        if let Some(counted) = counted {
            self.xml.open("w:numPr", &[]);
            self.xml.value("w:ilvl", &counted.level.to_string());
            self.xml.value("w:numId", &counted.list.to_string());
            self.xml.close();
        }
        self.margin_rule(review);
        self.write_direction(self.direction);
        self.indent(hangs, position);
        if self.columns.len() > 1 {
            // Narrow columns are ragged.
            self.xml.value("w:jc", "left");
        }
        self.paragraph_mark(position.look.changes);
        self.xml.close();
    }

    /// Writes where the lines begin, where that is not what the style says.
    fn indent(&mut self, hangs: bool, position: Position<'_>) {
        let styled: u32 = (0..=position.depth).map(|depth| self.house.column(depth)).sum();
        let is_styled = position.depth < LEVELS
            && styled == position.edge + position.column
            && position.column == self.house.column(position.depth);
        if is_styled {
            return;
        }
        let left = (position.edge + position.column).to_string();
        let hanging = if hangs { position.column } else { 0 }.to_string();
        self.xml.empty("w:ind", &[("w:left", &left), ("w:hanging", &hanging)]);
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

    /// Returns how wide the label column of a row must be. A row of clauses that nobody labels has none.
    fn column_of(&self, clauses: &[&Clause], depth: usize) -> u32 {
        let labels = clauses.iter().filter_map(|clause| clause.printed_label());
        match labels.map(|label| label.text.chars().count()).max() {
            None if depth == 0 => 0,
            None => self.house.column(depth),
            Some(longest) => {
                let wanted = twips_of_points(longest as f64 * LETTER_WIDTH * self.request.look.size);
                wanted.min(WIDEST_COLUMN).max(self.house.column(depth))
            }
        }
    }
}

fn top_clauses(document: &Document) -> Vec<&Clause> {
    let blocks = document.parts.iter().flat_map(|part| &part.blocks);
    blocks
        .filter_map(|block| match block {
            Block::Clause(clause) => Some(clause),
            Block::Heading(_) => None,
        })
        .collect()
}

/// Returns a bookmark for every clause and heading that some words refer to.
fn anchors(document: &Document) -> BTreeMap<&str, String> {
    let (mut targets, mut places) = (BTreeSet::new(), BTreeSet::new());
    document.columns().for_each(|document| collect_all(document, &mut targets, &mut places));
    let mut taken = BTreeSet::new();
    targets.intersection(&places).map(|target| (*target, bookmark_name(target, &mut taken))).collect()
}

/// Collects what words refer to, and what they could refer to.
fn collect_all<'a>(document: &'a Document, targets: &mut BTreeSet<&'a str>, places: &mut BTreeSet<&'a str>) {
    for content in document.notes.iter().map(|note| &note.content) {
        collect(content, targets);
    }
    for line in &document.title_block {
        collect(&line.content, targets);
    }
    for part in &document.parts {
        collect(&part.heading, targets);
        collect(&part.formula, targets);
        for block in &part.blocks {
            if let Block::Heading(heading) = block {
                collect(&heading.content, targets);
                places.insert(heading.id.as_str());
            }
        }
    }
    document.walk_clauses(&mut |_, clause, _| {
        collect(&clause.content, targets);
        collect(&clause.closing, targets);
        places.insert(clause.id.as_str());
    });
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
