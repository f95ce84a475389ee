//! Reads texts of `OpenDocument`: paragraphs with the labels that their lists count, notes, tracked changes as the user wishes.
//!
//! What an element is called matters only where it says something of its words: all others are read through for the words
//! inside them.

mod note_counts;
mod pieces;
mod styles;

use std::collections::{BTreeMap, BTreeSet};

use engross_files::Unreadable;
use engross_files::container::Container;
use engross_files::xml::Element;

use self::note_counts::NoteCounts;
use self::pieces::{bookmarks, paragraphs_in, remarks, said, words_in};
use self::styles::{Position, Styles};
use super::lines::Lines;
use super::omissions::{self, Kind};
use super::signature_tables;
use crate::sheet::{Paragraph, RunLook, Sheet, words as words_of};

/// What stands before the file's name for a note that is marked before it comes; no name of ours begins so.
const LATER: &str = "later ";

/// Reads an `OpenDocument` text; tracked changes are accepted or refused.
pub(crate) fn read(file: &str, bytes: &[u8], refuse_changes: bool) -> Result<Sheet, Unreadable> {
    let mut container = Container::open(bytes, "the OpenDocument file")?;
    let content =
        container.part("content.xml")?.ok_or_else(|| Unreadable::new("the OpenDocument file has no content"))?;
    let styles = container.part("styles.xml")?;
    let meta = container.part("meta.xml")?;
    let mut read = OpenText { refuse_changes, ..OpenText::default() };
    for part in styles.iter().chain([&content]) {
        for named in ["styles", "automatic-styles"] {
            read.styles.add(part.child(named));
            read.counts.add(part.child(named));
        }
    }
    let text = content.child("body").and_then(|body| body.child("text"));
    let text = text.ok_or_else(|| Unreadable::new("the OpenDocument file holds no text"))?;
    if let Some(title) = meta.as_ref().and_then(|meta| meta.child("meta")?.child("title")) {
        read.lines.title(&words_in(title));
    }
    read.changes(text.child("tracked-changes"));
    read.blocks(text, None);
    read.end_of_text();
    let pages = styles.iter().filter_map(|styles| styles.child("master-styles")).flat_map(|pages| &pages.children);
    for head in pages.flat_map(|page| &page.children) {
        let words = words_in(head);
        let is_head = head.name.starts_with("header") || head.name.starts_with("footer");
        if is_head && omissions::is_more_than_a_page_number(&words) {
            read.lines.leave_out(Kind::RunningHead, &words);
        }
    }
    read.lines.rename_notes(|name| read.named.get(name.strip_prefix(LATER)?).cloned());
    Ok(read.lines.finish(file))
}

/// Says whether an `OpenDocument` file is behind a password.
pub(crate) fn is_locked(bytes: &[u8]) -> bool {
    let container = Container::open(bytes, "the OpenDocument file");
    let manifest = container.and_then(|mut container| container.part("META-INF/manifest.xml")).ok().flatten();
    let entries = manifest.iter().flat_map(|manifest| manifest.all("file-entry"));
    entries.flat_map(|entry| entry.child("encryption-data")).next().is_some()
}

/// A text of `OpenDocument` while it is read.
#[derive(Default)]
struct OpenText<'p> {
    refuse_changes: bool,
    styles: Styles,
    /// Insertions and deletions that are tracked: their names, and what was deleted.
    inserted: BTreeSet<String>,
    deleted: BTreeMap<String, &'p Element>,
    /// Whether the words at hand were inserted and are refused.
    refused: bool,
    /// A paragraph whose end was inserted and is refused: the next one goes on with it.
    carried: Option<Paragraph>,
    /// The entry of a list whose first paragraph is still to come.
    entry: Option<&'p Element>,
    /// Remarks on the next paragraph.
    remarks: Vec<String>,
    /// Text boxes that stand in the paragraph at hand, to be read behind it.
    boxes: Vec<&'p Element>,
    /// Whether a note is being read.
    is_note: bool,
    /// Whether the words at hand are set in the font Symbol.
    is_in_symbols: bool,
    lines: Lines,
    notes: usize,
    counts: NoteCounts,
    /// The names that notes have here, by those of the file, and by the bookmarks around their marks.
    named: BTreeMap<String, String>,
    bookmarks: BTreeMap<String, String>,
    /// The bookmarks that are open.
    open: Vec<String>,
    /// The note that a field marks again.
    again: Option<String>,
}

impl<'p> OpenText<'p> {
    fn changes(&mut self, changes: Option<&'p Element>) {
        for region in changes.iter().flat_map(|changes| changes.all("changed-region")) {
            let id = region.get("id").unwrap_or_default().to_owned();
            if region.child("insertion").is_some() {
                self.inserted.insert(id);
            } else if let Some(deletion) = region.child("deletion") {
                self.deleted.insert(id, deletion);
            }
        }
    }

    fn blocks(&mut self, parent: &'p Element, list: Option<&Position>) {
        for child in parent.children.iter().filter(|child| !is_apart(child)) {
            match child.name.as_str() {
                "p" | "h" => self.paragraph(child, list),
                "list" => self.list(child, list),
                "numbered-paragraph" => self.numbered_paragraph(child),
                "table" if self.signatures(child) => {}
                "table" => {
                    let entry = self.entry.take();
                    let around = self.lines.begin_table(child.is_grid("table-row", "table-cell"));
                    self.blocks(child, None);
                    self.lines.end_table(around);
                    self.entry = entry;
                }
                "table-row" => {
                    self.lines.begin_row();
                    self.blocks(child, None);
                }
                // The cells that a wide one covers follow it.
                "covered-table-cell" => self.lines.pass_covered_cell(),
                "table-cell" => {
                    let columns = child.get("number-columns-spanned").and_then(|count| count.parse().ok());
                    self.lines.begin_cell(columns.unwrap_or(1), 1);
                    self.cell(child);
                }
                "section" if child.get("display") == Some("none") => self.hidden(child),
                "annotation" => self.remarks.push(said(child)),
                "change-start" | "change-end" => self.turn(child),
                "change" if self.refuse_changes => {
                    let deletion = self.deleted.remove(child.get("change-id").unwrap_or_default());
                    // What was deleted may be entries of their own; the paragraph behind it is still one.
                    let entry = self.entry;
                    deletion.into_iter().for_each(|deletion| self.blocks(deletion, list));
                    self.entry = entry;
                }
                _ if is_drawing(child) => {
                    self.drawing(child);
                    self.boxes();
                }
                _ => self.blocks(child, list),
            }
        }
    }

    fn cell(&mut self, cell: &'p Element) {
        self.blocks(cell, None);
        self.end_of_story();
    }

    /// Reads a table of signatures; says whether it is one.
    fn signatures(&mut self, table: &'p Element) -> bool {
        let names = signature_tables::Names { row: "table-row", cell: "table-cell", words: words_in };
        let Some(cells) = signature_tables::cells(table, &names) else { return false };
        let entry = self.entry.take();
        self.lines.leave_out(Kind::SignatureTable, "");
        cells.into_iter().for_each(|cell| self.cell(cell));
        self.entry = entry;
        true
    }

    fn list(&mut self, list: &'p Element, outer: Option<&Position>) {
        let depth = outer.map_or(0, |outer| outer.depth + 1);
        let own = list.get("style-name").map(str::to_owned);
        let of_entries = || self.styles.list_of(first_paragraph(list)?.get("style-name"));
        let style = own.or_else(|| outer.map(|outer| outer.style.clone())).or_else(of_entries).unwrap_or_default();
        let continues = list.get("continue-numbering") == Some("true")
            || list.get("continue-list").is_some()
            || outer.is_some_and(|outer| outer.continues);
        let mut position = Position { style, depth, continues };
        if !continues {
            self.styles.restart(&position);
        }
        for item in &list.children {
            // A list continues in the lists within it, until an entry of its own comes.
            position.continues &= item.children.first().is_some_and(|first| first.name == "list");
            self.entry = (item.name == "list-item").then_some(item);
            self.blocks(item, Some(&position));
            position.continues = false;
        }
        self.entry = None;
    }

    /// Reads a paragraph that is an entry of a list without standing in it.
    fn numbered_paragraph(&mut self, numbered: &'p Element) {
        let level = numbered.get("level").and_then(|level| level.parse().ok()).unwrap_or(1_usize);
        let style = numbered.get("style-name").unwrap_or_default().to_owned();
        self.entry = Some(numbered);
        self.blocks(numbered, Some(&Position { style, depth: level.saturating_sub(1).min(9), continues: false }));
        self.entry = None;
    }

    fn paragraph(&mut self, paragraph: &'p Element, list: Option<&Position>) {
        self.deleted_before(paragraph, list);
        self.again = None;
        let style = paragraph.get("style-name");
        let look = if self.is_note { RunLook::default() } else { self.styles.look(RunLook::default(), style) };
        let mut runs = Vec::new();
        if self.styles.hides(style) {
            self.hidden(paragraph);
        } else {
            self.runs(paragraph, look, None, &mut runs);
        }
        let has_words = runs.iter().any(|run| run.note.is_some() || !run.words.trim().is_empty());
        let remarks = std::mem::take(&mut self.remarks).into_iter().chain(remarks(paragraph));
        if self.refused && !has_words {
            self.remarks = remarks.collect();
            return;
        }
        // With all its words deleted an entry goes, and is not counted.
        if !has_words && self.carried.is_none() && self.boxes.is_empty() && self.lost_all_words(paragraph) {
            self.remarks = remarks.collect();
            return;
        }
        let entry = self.entry.take();
        let read = match self.carried.take() {
            Some(first) => Paragraph {
                runs: [first.runs, runs].concat(),
                anchors: [first.anchors, bookmarks(paragraph)].concat(),
                remarks: first.remarks.into_iter().chain(remarks).collect(),
                ..first
            },
            None => {
                let outline = self.styles.in_outline(paragraph).filter(|_| list.is_none());
                let entry = entry.or(outline.as_ref().map(|_| paragraph));
                let list = list.or(outline.as_ref());
                let counted = entry.zip(list).and_then(|(item, position)| self.styles.count(position, item));
                let label = counted.or_else(|| entry.into_iter().chain([paragraph]).find_map(printed_number));
                Paragraph {
                    runs,
                    label: label.filter(|label| !label.trim().is_empty()),
                    // What follows the first paragraph of an entry, or stands above the first one, is none itself.
                    depth: list.filter(|_| entry.is_some()).map(|position| position.depth),
                    indent: self.styles.indent(style),
                    heading: paragraph.name == "h" || self.styles.is_title(style),
                    anchors: bookmarks(paragraph),
                    remarks: remarks.collect(),
                    ..Paragraph::default()
                }
            }
        };
        if self.refused {
            self.carried = Some(read);
        } else {
            self.add(read);
        }
    }

    /// Brings back whole paragraphs that were deleted before a paragraph: each is an entry where that is one.
    fn deleted_before(&mut self, paragraph: &Element, list: Option<&Position>) {
        let mark = paragraph.children.first().filter(|first| first.name == "change" && self.refuse_changes);
        let Some(id) = mark.and_then(|mark| mark.get("change-id")) else { return };
        let mut paragraphs = Vec::new();
        self.deleted.get(id).into_iter().for_each(|deletion| paragraphs_in(deletion, &mut paragraphs));
        let Some((_, whole)) = paragraphs.split_last().filter(|(last, _)| words_in(last).trim().is_empty()) else {
            return;
        };
        self.deleted.remove(id);
        let entry = self.entry;
        for deleted in whole {
            self.paragraph(deleted, list);
            self.entry = entry;
        }
    }

    /// Says whether a paragraph has nothing but words that were deleted, and stay so.
    fn lost_all_words(&self, paragraph: &Element) -> bool {
        let is_deletion = |child: &Element| child.name == "change" && self.is_deleted(child);
        let is_empty = |child: &Element| words_in(child).is_empty();
        !self.refuse_changes && paragraph.children.iter().any(is_deletion) && paragraph.children.iter().all(is_empty)
    }

    /// Says whether the words at a mark of a change were deleted.
    fn is_deleted(&self, mark: &Element) -> bool {
        mark.get("change-id").is_some_and(|id| self.deleted.contains_key(id))
    }

    /// Adds a paragraph if it has words, and behind it the boxes that stand in it.
    fn add(&mut self, paragraph: Paragraph) {
        if paragraph.label.is_none() && words_of(&paragraph.runs).trim().is_empty() {
            self.remarks.extend(paragraph.remarks);
        } else {
            self.lines.add(paragraph);
        }
        self.boxes();
    }

    fn boxes(&mut self) {
        for text_box in std::mem::take(&mut self.boxes) {
            let entry = self.entry.take();
            self.blocks(text_box, None);
            self.end_of_story();
            self.entry = entry;
        }
    }

    /// Ends a cell or a box: what was carried joins nothing beyond it.
    fn end_of_story(&mut self) {
        if let Some(carried) = self.carried.take() {
            self.add(carried);
        }
    }

    /// Ends a note or the text: what was remarked on no paragraph of it stays so.
    fn end_of_text(&mut self) {
        self.end_of_story();
        let remarks = std::mem::take(&mut self.remarks);
        remarks.iter().for_each(|remark| self.lines.leave_out(Kind::Remark, remark));
    }

    /// Begins or ends words that were inserted.
    fn turn(&mut self, mark: &Element) {
        let id = mark.get("change-id").unwrap_or_default();
        if self.refuse_changes && self.inserted.contains(id) {
            self.refused = mark.name == "change-start";
        }
    }
}

/// Says whether an element holds no words of the text, or is asked for them elsewhere.
fn is_apart(element: &Element) -> bool {
    let named = ["tracked-changes", "forms", "scripts", "event-listeners", "binary-data", "number", "change-info"];
    named.contains(&element.name.as_str()) || element.name.ends_with("-decls") || element.name.ends_with("-source")
}

/// Returns the first paragraph of a list's first entry.
fn first_paragraph(list: &Element) -> Option<&Element> {
    list.child("list-item")?.children.iter().find(|child| matches!(child.name.as_str(), "p" | "h"))
}

/// Returns the number that a program wrote down for those that cannot count.
fn printed_number(element: &Element) -> Option<String> {
    element.child("number").map(words_in)
}

/// Says whether an element is a frame or a shape, with or without words in it.
fn is_drawing(element: &Element) -> bool {
    matches!(
        element.name.as_str(),
        "frame"
            | "g"
            | "custom-shape"
            | "rect"
            | "circle"
            | "ellipse"
            | "line"
            | "polyline"
            | "polygon"
            | "regular-polygon"
            | "path"
            | "connector"
            | "caption"
            | "measure"
            | "control"
            | "scene"
    )
}
