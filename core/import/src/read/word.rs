//! Reads Word files: paragraphs with the labels that Word counts, footnotes, tracked changes as the user wishes.
//!
//! What an element is called matters only where it says something of its words: all others are read through for the words
//! inside them.

mod fields;
mod note_counts;
mod pieces;
mod settings;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use engross_files::Unreadable;
use engross_files::container::Container;
use engross_files::word_lists::Lists;
use engross_files::word_styles::Styles;
use engross_files::xml::Element;

use self::fields::Field;
use self::note_counts::{NoteCounts, section_ended_by};
use self::pieces::is_empty_control;
pub(super) use self::pieces::marked_again;
use self::settings::{is_setting, left, look_over, names, words};
use super::lines::Lines;
use super::omissions::{self, Kind};
use super::signature_tables;
use crate::sheet::{Paragraph, Run, RunLook, Sheet, words as words_of};

/// Reads a Word file; tracked changes are accepted or refused.
pub(crate) fn read(file: &str, bytes: &[u8], refuse_changes: bool) -> Result<Sheet, Unreadable> {
    let mut container = Container::open(bytes, "the Word file")?;
    let mut part = |name: &str| container.part(name);
    let whole = part("_rels/.rels")?.map(|links| links.all_by("Relationship", "Id")).unwrap_or_default();
    let name = related(&whole, "/officeDocument", "").unwrap_or_else(|| "word/document.xml".to_owned());
    let document = part(&name)?.ok_or_else(|| Unreadable::new("the Word file has no document"))?;
    let (folder, own) =
        name.rsplit_once('/').map_or(("", name.as_str()), |(_, own)| name.split_at(name.len() - own.len()));
    let links = part(&format!("{folder}_rels/{own}.rels"))?;
    let links = links.map(|links| links.all_by("Relationship", "Id")).unwrap_or_default();
    // What no relation leads to has its usual name, if it is there.
    let mut beside =
        |kind: &str| part(&related(&links, &format!("/{kind}"), folder).unwrap_or(format!("{folder}{kind}.xml")));
    let (numbering, styles) = (beside("numbering")?, beside("styles")?);
    let notes = [("footnote", beside("footnotes")?), ("endnote", beside("endnotes")?)];
    let (comments, settings) = (beside("comments")?, beside("settings")?);
    let properties = part("docProps/core.xml")?;
    let heads: BTreeSet<String> = links.values().filter_map(|relation| running_head(relation, folder)).collect();
    let heads = heads.iter().map(|name| Ok(part(name)?.as_ref().map(words).unwrap_or_default()));
    let heads: Vec<String> = heads.collect::<Result<_, Unreadable>>()?;

    let mut text = WordText {
        lists: numbering.as_ref().map(Lists::new).unwrap_or_default(),
        styles: styles.as_ref().map(Styles::new).unwrap_or_default(),
        comments: comments.map(|comments| comments.all_by("comment", "id")).unwrap_or_default(),
        links,
        refuse_changes,
        lines: Lines::default(),
        carried: Carried::default(),
        boxes: Vec::new(),
        is_note: false,
        is_in_symbols: false,
        counts: NoteCounts::new(settings.as_ref(), document.child("body")),
        bookmarks: BTreeMap::new(),
        open: Vec::new(),
        own_mark: None,
        again: None,
        fields: Vec::new(),
        marks: Vec::new(),
        hidden_marks: Vec::new(),
        capitals: Vec::new(),
    };
    if let Some(title) = properties.as_ref().and_then(|properties| properties.child("title")) {
        text.lines.title(&title.text);
    }
    if let Some(language) = text.language() {
        text.lines.language(&language);
    }
    if let Some(body) = document.child("body") {
        text.blocks(body);
        text.end_of_text();
        text.notes(&notes, body);
        if text.counts.passed_pages() {
            text.lines.leave_out(Kind::NotesOfPages, "");
        }
    }
    for head in heads.iter().filter(|head| omissions::is_more_than_a_page_number(head)) {
        text.lines.leave_out(Kind::RunningHead, head);
    }
    for id in text.comments.keys().cloned().collect::<Vec<_>>() {
        let remark = text.remark(&id).filter(|remark| !remark.is_empty());
        remark.into_iter().for_each(|remark| text.lines.leave_out(Kind::Remark, &remark));
    }
    Ok(text.lines.finish(file))
}

/// Returns the name of the part of a kind to which one of these relations leads, from a folder on.
fn related(relations: &BTreeMap<String, Element>, kind: &str, folder: &str) -> Option<String> {
    let relation = relations.values().find(|relation| relation.get("Type").is_some_and(|own| own.ends_with(kind)))?;
    target(relation, folder)
}

/// Returns the name of the part that a relation leads to, if that is a header or a footer.
fn running_head(relation: &Element, folder: &str) -> Option<String> {
    let kind = relation.get("Type")?;
    target(relation, folder).filter(|_| kind.ends_with("/header") || kind.ends_with("/footer"))
}

/// Returns the name of the part to which a relation leads, from a folder on.
fn target(relation: &Element, folder: &str) -> Option<String> {
    let target = relation.get("Target")?;
    Some(target.strip_prefix('/').map_or_else(|| format!("{folder}{target}"), str::to_owned))
}

/// The text of a Word file while it is read.
struct WordText<'p> {
    lists: Lists,
    styles: Styles,
    comments: BTreeMap<String, Element>,
    /// Where links lead, by their names.
    links: BTreeMap<String, Element>,
    refuse_changes: bool,
    lines: Lines,
    carried: Carried,
    /// Text boxes that stand in the paragraph at hand, to be read behind it.
    boxes: Vec<&'p Element>,
    /// Whether a note is being read.
    is_note: bool,
    /// Whether the words at hand are set in the font Symbol.
    is_in_symbols: bool,
    /// The notes that the file counts.
    counts: NoteCounts,
    /// The notes that were marked once already, by the bookmarks around their marks.
    bookmarks: BTreeMap<String, String>,
    /// The bookmarks that are open at a mark.
    open: Vec<String>,
    /// A note whose own mark is still to come.
    own_mark: Option<(&'static str, String)>,
    /// The note that a field marks again.
    again: Option<String>,
    /// The fields that are open, outermost first.
    fields: Vec<Field>,
    /// The notes that were marked: their kinds and ids.
    marks: Vec<(&'static str, String)>,
    /// The notes whose marks nobody sees.
    hidden_marks: Vec<(&'static str, String)>,
    /// Words of the paragraph at hand that are shown in capitals, whatever was typed.
    capitals: Vec<String>,
}

/// What stands before the next paragraph and belongs to it: the words of paragraphs whose ends are gone.
#[derive(Default)]
struct Carried {
    runs: Vec<Run>,
    anchors: Vec<String>,
    remarks: Vec<String>,
}

impl<'p> WordText<'p> {
    fn blocks(&mut self, parent: &'p Element) {
        for child in parent.children.iter().filter(|child| !is_setting(child)) {
            if self.is_gone(child) {
                continue;
            }
            match child.name.as_str() {
                "p" => self.paragraph(child),
                "r" | "hyperlink" | "oMath" | "oMathPara" => self.loose_words(child),
                "bookmarkStart" => self.carried.anchors.extend(child.get("name").map(str::to_owned)),
                "AlternateContent" => self.blocks(alternative(child)),
                "sdt" if is_empty_control(child) => self.lines.leave_out(Kind::Control, &words(child)),
                "altChunk" => self.lines.leave_out(Kind::Object, ""),
                "tbl" if self.signatures(child) => {}
                "tbl" => {
                    self.end_of_story();
                    let around = self.lines.begin_table(child.is_grid("tr", "tc"));
                    self.blocks(child);
                    self.end_of_story();
                    self.lines.end_table(around);
                }
                "tr" => {
                    self.lines.begin_row();
                    self.blocks(child);
                }
                "tc" => {
                    self.lines.begin_cell(columns(child), 1);
                    self.cell(child);
                }
                _ => self.blocks(child),
            }
        }
    }

    fn cell(&mut self, cell: &'p Element) {
        self.end_of_story();
        self.blocks(cell);
        self.end_of_story();
    }

    /// Reads a table of signatures; says whether it is one. Rows and cells that a change takes away make it none.
    fn signatures(&mut self, table: &'p Element) -> bool {
        let rows = || table.all("tr");
        let is_changed = rows().chain(rows().flat_map(|row| row.all("tc"))).any(|part| self.is_gone(part));
        let names = signature_tables::Names { row: "tr", cell: "tc", words };
        let Some(cells) = signature_tables::cells(table, &names).filter(|_| !is_changed) else { return false };
        self.lines.leave_out(Kind::SignatureTable, "");
        cells.into_iter().for_each(|cell| self.cell(cell));
        true
    }

    /// Says whether a change takes an element away: one that was accepted and deletes it, or was refused and brought it.
    fn is_gone(&self, element: &Element) -> bool {
        let is_gone = |change: &Element| match change.name.as_str() {
            "del" | "moveFrom" | "cellDel" => !self.refuse_changes,
            "ins" | "moveTo" | "cellIns" => self.refuse_changes,
            _ => false,
        };
        let settings = match element.name.as_str() {
            "tr" => element.child("trPr"),
            "tc" => element.child("tcPr"),
            _ => return is_gone(element),
        };
        settings.is_some_and(|settings| settings.children.iter().any(is_gone))
    }

    /// Returns the settings of an element as they hold: those before a change that is refused.
    fn settings<'e>(&self, element: &'e Element, name: &str, change: &str) -> Option<&'e Element> {
        let own = element.child(name)?;
        let before = own.child(change).filter(|_| self.refuse_changes).and_then(|change| change.child(name));
        Some(before.unwrap_or(own))
    }

    fn paragraph(&mut self, paragraph: &'p Element) {
        self.read_paragraph(paragraph);
        if section_ended_by(paragraph).is_some() {
            self.counts.end_section();
        }
    }

    fn read_paragraph(&mut self, paragraph: &'p Element) {
        self.again = None;
        let own = self.settings(paragraph, "pPr", "pPrChange");
        let chain = self.styles.chain(own.and_then(|own| own.setting("pStyle")));
        let usual = chain.iter().rev().fold(RunLook::default(), |look, id| {
            look_over(look, self.styles.get(id).and_then(|style| style.child("rPr")))
        });
        let usual = if self.is_note { RunLook::default() } else { usual };
        let mut runs = std::mem::take(&mut self.carried.runs);
        self.runs(paragraph, usual, None, &mut runs);
        self.say_capitals(&runs, chain.iter().any(|id| self.is_heading(id)));
        self.carried.anchors.extend(names(paragraph, "bookmarkStart", "name"));
        for id in names(paragraph, "commentReference", "id") {
            let remark = self.remark(&id);
            self.carried.remarks.extend(remark);
        }
        let end = paragraph.child("pPr").and_then(|own| own.child("rPr"));
        if end.is_some_and(|end| end.children.iter().any(|change| self.is_gone(change))) {
            self.carried.runs = runs;
            return;
        }
        let (label, depth) = self.lists.label(own, &chain, &self.styles).unzip();
        let label = label.filter(|label| !label.trim().is_empty());
        let heading = chain.iter().any(|id| self.is_heading(id));
        let indent =
            own.and_then(left).or_else(|| chain.iter().find_map(|id| left(self.styles.get(id)?.child("pPr")?)));
        self.add(Paragraph { runs, label, depth, indent, heading, ..Paragraph::default() });
    }

    /// Says which words of a paragraph are shown in capitals; those of a heading, or of a whole paragraph, are the house's matter.
    fn say_capitals(&mut self, runs: &[Run], is_heading: bool) {
        let shown = std::mem::take(&mut self.capitals);
        let letters = |words: &str| words.chars().filter(|letter| letter.is_alphabetic()).count();
        let is_part = shown.iter().map(|words| letters(words)).sum::<usize>() < letters(&words_of(runs));
        if is_part && !is_heading {
            shown.iter().for_each(|words| self.lines.leave_out(Kind::Capitals, words));
        }
    }

    /// Reads words that stand between paragraphs as a paragraph.
    fn loose_words(&mut self, words: &'p Element) {
        let mut runs = std::mem::take(&mut self.carried.runs);
        match words.name.as_str() {
            "r" => self.run(words, RunLook::default(), None, &mut runs),
            "oMath" => self.formula(words, RunLook::default(), None, &mut runs),
            _ => self.runs(words, RunLook::default(), None, &mut runs),
        }
        self.add(Paragraph { runs, ..Paragraph::default() });
    }

    /// Ends a cell or a box: what was carried joins nothing beyond it.
    fn end_of_story(&mut self) {
        let runs = std::mem::take(&mut self.carried.runs);
        self.add(Paragraph { runs, ..Paragraph::default() });
    }

    /// Ends a note or the text: what was remarked on no paragraph of it stays so.
    fn end_of_text(&mut self) {
        self.end_of_story();
        let carried = std::mem::take(&mut self.carried);
        carried.remarks.iter().for_each(|remark| self.lines.leave_out(Kind::Remark, remark));
    }

    /// Adds a paragraph if it has words or a label, and behind it the boxes that stand in it.
    fn add(&mut self, paragraph: Paragraph) {
        if paragraph.label.is_some() || !words_of(&paragraph.runs).trim().is_empty() {
            let (anchors, remarks) =
                (std::mem::take(&mut self.carried.anchors), std::mem::take(&mut self.carried.remarks));
            self.lines.add(Paragraph { anchors, remarks, ..paragraph });
        }
        for text_box in std::mem::take(&mut self.boxes) {
            self.blocks(text_box);
            self.end_of_story();
        }
    }

    /// Returns a comment with the name of who wrote it, where it is marked first.
    fn remark(&mut self, id: &str) -> Option<String> {
        let comment = &self.comments.remove(id)?;
        let words = words(comment);
        Some(match comment.get("author").filter(|author| !author.is_empty()) {
            Some(author) => format!("{author}: {words}"),
            None => words,
        })
    }

    /// Returns the language that the file's styles begin with.
    fn language(&self) -> Option<String> {
        let usual =
            self.styles.all().find(|style| style.get("default") == Some("1") && style.get("type") == Some("paragraph"));
        let language = usual?.child("rPr")?.child("lang")?.get("val")?;
        Some(language.to_owned())
    }

    fn is_heading(&self, style: &str) -> bool {
        let name = self.styles.get(style).and_then(|style| style.setting("name")).unwrap_or(style).to_ascii_lowercase();
        name == "title" || name == "subtitle" || name.starts_with("heading")
    }

    /// Reads the notes: those that are marked, by their marks, and those that nothing in the file marks.
    fn notes(&mut self, parts: &'p [(&'static str, Option<Element>)], body: &Element) {
        let mut all = BTreeMap::new();
        for (kind, part) in parts {
            let referred: BTreeSet<String> = names(body, &format!("{kind}Reference"), "id").into_iter().collect();
            let notes = part.iter().flat_map(|part| part.all(kind));
            for note in notes.filter(|note| note.get("type").is_none_or(|kind| kind == "normal")) {
                let id = note.get("id").unwrap_or_default().to_owned();
                match all.entry((*kind, id.clone())) {
                    Entry::Occupied(_) => self.lines.leave_out(Kind::SecondNote, &words(note)),
                    Entry::Vacant(first) => {
                        first.insert(note);
                        if !referred.contains(&id) && !words(note).is_empty() {
                            self.marks.push((kind, id));
                        }
                    }
                }
            }
        }
        // Notes may mark further notes.
        let mut read = 0;
        while let Some(mark) = self.marks.get(read).cloned() {
            read += 1;
            let Some(note) = all.remove(&mark) else { continue };
            let body = std::mem::take(&mut self.lines);
            self.is_note = true;
            self.blocks(note);
            self.end_of_text();
            let apart = std::mem::replace(&mut self.lines, body);
            let runs = self.lines.absorb(apart);
            self.lines.note(format!("{}-{}", mark.0, mark.1), runs);
        }
        // What is marked nowhere else is hidden with its mark.
        for mark in std::mem::take(&mut self.hidden_marks) {
            let hidden = all.remove(&mark).map(words).unwrap_or_default();
            if !hidden.is_empty() {
                self.lines.leave_out(Kind::HiddenNote, &hidden);
            }
        }
    }
}

/// Returns the one of several drawings of a thing that has words.
fn alternative(content: &Element) -> &Element {
    let choices = || content.children.iter().filter(|child| matches!(child.name.as_str(), "Choice" | "Fallback"));
    choices().find(|choice| has_words(choice)).or(choices().next()).unwrap_or(content)
}

fn has_words(element: &Element) -> bool {
    element.name == "t" && !element.text.trim().is_empty() || element.children.iter().any(has_words)
}

/// Counts the columns over which a cell stands.
fn columns(cell: &Element) -> usize {
    let over = cell.child("tcPr").and_then(|settings| settings.setting("gridSpan"));
    over.and_then(|over| over.parse().ok()).unwrap_or(1)
}
