//! Reads Word files: paragraphs with the labels that Word counts, footnotes, tracked changes as the user wishes.

use std::collections::{BTreeMap, BTreeSet};

use engross_files::Unreadable;
use engross_files::container::Container;
use engross_files::word_lists::{Lists, number};
use engross_files::word_styles::Styles;
use engross_files::xml::Element;

use super::lines::Lines;
use crate::sheet::{Paragraph, Run, RunLook, Sheet, push, tidy_blanks};

/// Reads a Word file; tracked changes are accepted or refused.
pub(crate) fn read(bytes: &[u8], refuse_changes: bool) -> Result<Sheet, Unreadable> {
    let mut container = Container::open(bytes, "the Word file")?;
    let document =
        container.part("word/document.xml")?.ok_or_else(|| Unreadable::new("the Word file has no document"))?;
    let mut part = |name: &str| container.part(name);
    let (numbering, styles, footnotes) =
        (part("word/numbering.xml")?, part("word/styles.xml")?, part("word/footnotes.xml")?);
    let endnotes = part("word/endnotes.xml")?;
    let comments = part("word/comments.xml")?;
    let links = part("word/_rels/document.xml.rels")?;
    let mut reading = Reading {
        lists: numbering.as_ref().map(Lists::new).unwrap_or_default(),
        styles: styles.as_ref().map(Styles::new).unwrap_or_default(),
        comments: comments.map(|comments| comments.all_by("comment", "id")).unwrap_or_default(),
        links: links.map(|links| links.all_by("Relationship", "Id")).unwrap_or_default(),
        refuse_changes,
        lines: Lines::default(),
        counts: BTreeMap::new(),
        bookmarks: BTreeMap::new(),
        open: Vec::new(),
        own_mark: None,
        again: None,
        marks: Vec::new(),
    };
    if let Some(language) = reading.language() {
        reading.lines.language(&language);
    }
    if let Some(body) = document.child("body") {
        reading.blocks(body);
    }
    let notes = [("footnote", footnotes), ("endnote", endnotes)];
    reading.notes(&notes);
    Ok(reading.lines.finish())
}

struct Reading {
    lists: Lists,
    styles: Styles,
    comments: BTreeMap<String, Element>,
    /// Where links lead, by their names.
    links: BTreeMap<String, Element>,
    refuse_changes: bool,
    lines: Lines,
    /// How many automatic marks there were, by the kind of note.
    counts: BTreeMap<&'static str, u32>,
    /// The notes that were marked once already, by the bookmarks around their marks.
    bookmarks: BTreeMap<String, String>,
    /// The bookmarks that are open at a mark.
    open: Vec<String>,
    /// A note whose own mark is still to come.
    own_mark: Option<(&'static str, String)>,
    /// The note that a field marks again.
    again: Option<String>,
    /// The notes that were marked: their kinds, ids and marks.
    marks: Vec<(&'static str, String, String)>,
}

impl Reading {
    fn blocks(&mut self, parent: &Element) {
        for child in &parent.children {
            match child.name.as_str() {
                "p" => self.paragraph(child),
                "del" | "moveFrom" if !self.refuse_changes => {}
                "ins" | "moveTo" if self.refuse_changes => {}
                "tbl" | "tr" | "tc" | "sdt" | "sdtContent" | "customXml" | "ins" | "del" | "moveTo" | "moveFrom" => {
                    self.blocks(child);
                }
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, paragraph: &Element) {
        let own = paragraph.child("pPr");
        let style = own.and_then(|own| own.setting("pStyle"));
        let chain = self.styles.chain(style);
        let mut runs = Vec::new();
        let usual = chain.iter().rev().fold(RunLook::default(), |look, id| {
            look_over(look, self.styles.get(id).and_then(|style| style.child("rPr")))
        });
        self.runs(paragraph, usual, None, &mut runs);
        let (label, depth) = self.lists.label(own, &chain, &self.styles).unzip();
        let runs = tidy_blanks(runs);
        let label = label.filter(|label| !label.trim().is_empty());
        if runs.is_empty() && label.is_none() {
            return;
        }
        let heading = chain.iter().any(|id| self.is_heading(id));
        let indent =
            own.and_then(left).or_else(|| chain.iter().find_map(|id| left(self.styles.get(id)?.child("pPr")?)));
        let anchors = names(paragraph, "bookmarkStart", "name");
        let remarks = names(paragraph, "commentReference", "id").iter().filter_map(|id| self.remark(id)).collect();
        let paragraph = Paragraph { runs, label, depth, indent, heading, anchors, remarks, ..Paragraph::default() };
        self.lines.add(paragraph);
    }

    /// Returns a comment with the name of who wrote it, where it is marked first.
    fn remark(&mut self, id: &str) -> Option<String> {
        let comment = &self.comments.remove(id)?;
        let paragraphs: Vec<String> = comment.children.iter().filter(|child| child.name == "p").map(words).collect();
        let words = paragraphs.join(" ");
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

    fn runs(&mut self, parent: &Element, usual: RunLook, link: Option<&str>, into: &mut Vec<Run>) {
        for child in &parent.children {
            match child.name.as_str() {
                "r" => self.run(child, usual, link, into),
                "bookmarkStart" => self.open.extend(child.get("name").map(str::to_owned)),
                "del" | "moveFrom" if !self.refuse_changes => {}
                "ins" | "moveTo" if self.refuse_changes => {}
                "hyperlink" => {
                    let anchor = child.get("anchor").map(|anchor| format!("#{anchor}"));
                    let target = || self.links.get(child.get("id")?)?.get("Target").map(str::to_owned);
                    let link = anchor.or_else(target).filter(|link| link.starts_with('#') || link.starts_with("http"));
                    self.runs(child, usual, link.as_deref(), into);
                }
                "ins" | "del" | "moveTo" | "moveFrom" | "smartTag" | "sdt" | "sdtContent" | "customXml"
                | "fldSimple" | "dir" | "bdo" => self.runs(child, usual, link, into),
                _ => {}
            }
        }
    }

    fn run(&mut self, run: &Element, usual: RunLook, link: Option<&str>, into: &mut Vec<Run>) {
        let own = run.child("rPr");
        if own.is_some_and(|own| own.is_on("vanish")) {
            return;
        }
        let chain = self.styles.chain(own.and_then(|own| own.setting("rStyle")));
        let of_style = chain
            .iter()
            .rev()
            .fold(usual, |look, id| look_over(look, self.styles.get(id).and_then(|style| style.child("rPr"))));
        let look = look_over(of_style, own);
        for piece in &run.children {
            let kind = match piece.name.as_str() {
                "footnoteReference" => "footnote",
                "endnoteReference" => "endnote",
                _ => "",
            };
            if !kind.is_empty() {
                let id = piece.get("id").unwrap_or_default().to_owned();
                if matches!(piece.get("customMarkFollows"), Some("1" | "true" | "on")) {
                    self.own_mark = Some((kind, id));
                } else {
                    let count = self.counts.entry(kind).or_default();
                    *count = count.saturating_add(1);
                    let mark = number(*count, "decimal");
                    self.mark(kind, id, mark, into);
                }
                continue;
            }
            self.field(piece);
            let words = letters(piece);
            if let Some(note) = self.again.clone().filter(|_| !words.is_empty()) {
                into.push(Run { words, note: Some(note), ..Run::default() });
                continue;
            }
            match self.own_mark.take_if(|_| !words.is_empty()) {
                Some((kind, id)) => self.mark(kind, id, words, into),
                None => push(into, Run { words, look, note: None, link: link.map(str::to_owned) }),
            }
        }
    }

    /// Heeds a field that marks a note again: its words are that note's mark.
    fn field(&mut self, piece: &Element) {
        if piece.name == "fldChar" && piece.get("fldCharType") != Some("separate") {
            self.again = None;
        }
        if piece.name == "instrText" {
            let mut words = piece.text.split_whitespace();
            let bookmark = words.next().filter(|name| *name == "NOTEREF").and(words.next());
            if let Some(note) = bookmark.and_then(|name| self.bookmarks.get(name)) {
                self.again = Some(note.clone());
            }
        }
    }

    fn mark(&mut self, kind: &'static str, id: String, mark: String, into: &mut Vec<Run>) {
        let name = format!("{kind}-{id}");
        for bookmark in self.open.drain(..) {
            self.bookmarks.insert(bookmark, name.clone());
        }
        into.push(Run { words: mark.clone(), note: Some(name), ..Run::default() });
        self.marks.push((kind, id, mark));
    }

    /// Reads the notes that were marked, each without the mark that begins it.
    fn notes(&mut self, parts: &[(&'static str, Option<Element>)]) {
        for (kind, part) in parts {
            let Some(part) = part else { continue };
            let notes = part.all_by(kind, "id");
            let mut seen = BTreeSet::new();
            let marked = self.marks.iter().filter(|(of, id, _)| of == kind && seen.insert(id.clone()));
            let marked: Vec<_> = marked.cloned().collect();
            for (_, id, mark) in marked {
                let Some(note) = notes.get(&id) else { continue };
                let mut runs = Vec::new();
                for paragraph in note.children.iter().filter(|child| child.name == "p") {
                    push(&mut runs, Run { words: " ".to_owned(), ..Run::default() });
                    self.runs(paragraph, RunLook::default(), None, &mut runs);
                }
                self.lines.note(format!("{kind}-{id}"), without_mark(tidy_blanks(runs), &mark));
            }
        }
    }
}

/// Returns the names that elements of a kind have, at any depth of a paragraph.
fn names(parent: &Element, kind: &str, attribute: &str) -> Vec<String> {
    let mut found = Vec::new();
    for child in &parent.children {
        if child.name == kind {
            found.extend(child.get(attribute).map(str::to_owned));
        }
        found.extend(names(child, kind, attribute));
    }
    found
}

/// Returns the words in an element, whatever their look.
fn words(parent: &Element) -> String {
    parent.children.iter().map(|child| if child.name == "t" { child.text.clone() } else { words(child) }).collect()
}

/// Returns where the words of a paragraph begin, in twentieths of a point.
fn left(settings: &Element) -> Option<u32> {
    let indent = settings.child("ind")?;
    let left = indent.get("left").or_else(|| indent.get("start"))?;
    left.parse::<i32>().ok().and_then(|left| u32::try_from(left.max(0)).ok())
}

/// Takes the mark from the beginning of a note that writes it itself.
fn without_mark(runs: Vec<Run>, mark: &str) -> Vec<Run> {
    let first = runs.first().map(|run| run.words.trim().to_owned());
    if !mark.is_empty() && first.as_deref() == Some(mark) {
        return tidy_blanks(runs.into_iter().skip(1).collect());
    }
    let begins = runs.first().is_some_and(|run| run.words.starts_with(mark))
        && !mark.is_empty()
        && !mark.chars().all(char::is_alphabetic);
    if begins { tidy_blanks(crate::sheet::behind(&runs, mark.len())) } else { runs }
}

/// Lays the settings of a run over those that hold already.
fn look_over(mut look: RunLook, settings: Option<&Element>) -> RunLook {
    let Some(settings) = settings else { return look };
    let set = |name: &str| settings.child(name).map(|_| settings.is_on(name));
    look.bold = set("b").unwrap_or(look.bold);
    look.italic = set("i").unwrap_or(look.italic);
    if let Some(line) = settings.setting("u") {
        look.underlined = line != "none";
    }
    if let Some(place) = settings.setting("vertAlign") {
        (look.raised, look.lowered) = (place == "superscript", place == "subscript");
    }
    look
}

/// Returns the letters that a piece of a run stands for.
fn letters(piece: &Element) -> String {
    match piece.name.as_str() {
        // A direction mark alone is no word.
        "t" if piece.text.chars().all(engross_model::is_direction_mark) => String::new(),
        "t" | "delText" if piece.get("space") == Some("preserve") => piece.text.clone(),
        "t" | "delText" => piece.text.trim_matches([' ', '\t', '\r', '\n']).to_owned(),
        "tab" | "ptab" | "br" | "cr" => " ".to_owned(),
        "noBreakHyphen" => "\u{2011}".to_owned(),
        _ => String::new(),
    }
}
