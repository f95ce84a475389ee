//! Reads texts of `OpenDocument`: paragraphs with the labels that their lists count, notes, tracked changes as the user wishes.

use std::collections::{BTreeMap, BTreeSet};

use engross_files::Unreadable;
use engross_files::container::Container;
use engross_files::word_lists::number;
use engross_files::xml::Element;

use super::lines::Lines;
use crate::sheet::{Paragraph, Run, RunLook, Sheet, push, tidy_blanks};

/// Styles that build on styles, and lists in lists.
const DEEPEST: usize = 32;

/// Reads an `OpenDocument` text; tracked changes are accepted or refused.
pub(crate) fn read(bytes: &[u8], refuse_changes: bool) -> Result<Sheet, Unreadable> {
    let mut container = Container::open(bytes, "the OpenDocument file")?;
    let content =
        container.part("content.xml")?.ok_or_else(|| Unreadable::new("the OpenDocument file has no content"))?;
    let styles = container.part("styles.xml")?;
    let mut reading = Reading { refuse_changes, ..Reading::default() };
    for part in styles.iter().chain([&content]) {
        for named in ["styles", "automatic-styles"] {
            reading.styles(part.child(named));
        }
    }
    let text = content.child("body").and_then(|body| body.child("text"));
    let text = text.ok_or_else(|| Unreadable::new("the OpenDocument file holds no text"))?;
    reading.changes(text.child("tracked-changes"));
    reading.blocks(text, None);
    Ok(reading.lines.finish())
}

/// One level of a list.
#[derive(Debug, Clone, Default)]
struct ListLevel {
    /// `1`, `a`, `i`, `A`, `I`; none for bullets.
    format: Option<String>,
    prefix: String,
    suffix: String,
    start: u32,
    /// How many levels are printed.
    shown: usize,
}

#[derive(Default)]
struct Reading {
    refuse_changes: bool,
    /// Styles of runs and paragraphs, by name.
    looks: BTreeMap<String, Element>,
    lists: BTreeMap<String, BTreeMap<usize, ListLevel>>,
    /// Where each list has come to, by its style, level by level.
    counters: BTreeMap<String, Vec<u32>>,
    /// Insertions and deletions that are tracked: their names, and what was deleted.
    inserted: BTreeSet<String>,
    deleted: BTreeMap<String, Element>,
    /// Whether the words at hand were inserted and are refused.
    refused: bool,
    lines: Lines,
    notes: usize,
    /// The names that notes have here, by those of the file.
    named: BTreeMap<String, String>,
}

/// Where in a list a paragraph stands.
#[derive(Clone)]
struct Position {
    style: String,
    depth: usize,
}

impl Reading {
    fn styles(&mut self, styles: Option<&Element>) {
        for style in styles.iter().flat_map(|styles| &styles.children) {
            let Some(name) = style.get("name").map(str::to_owned) else { continue };
            match style.name.as_str() {
                "style" => {
                    self.looks.insert(name, style.clone());
                }
                "list-style" => {
                    self.lists.insert(name, style.children.iter().filter_map(list_level).collect());
                }
                _ => {}
            }
        }
    }

    fn changes(&mut self, changes: Option<&Element>) {
        for region in changes.iter().flat_map(|changes| changes.all("changed-region")) {
            let id = region.get("id").unwrap_or_default().to_owned();
            if region.child("insertion").is_some() {
                self.inserted.insert(id);
            } else if let Some(deletion) = region.child("deletion") {
                self.deleted.insert(id, deletion.clone());
            }
        }
    }

    fn blocks(&mut self, parent: &Element, list: Option<&Position>) {
        for child in &parent.children {
            match child.name.as_str() {
                "p" | "h" => self.paragraph(child, None),
                "list" => self.list(child, list),
                "section" | "table" | "table-row" | "table-cell" | "table-header-rows" | "index-body" => {
                    self.blocks(child, list);
                }
                "change-start" | "change-end" => self.turn(child),
                _ => {}
            }
        }
    }

    fn list(&mut self, list: &Element, outer: Option<&Position>) {
        let depth = outer.map_or(0, |outer| outer.depth + 1);
        if depth > DEEPEST {
            return;
        }
        let own = list.get("style-name").map(str::to_owned);
        let style = own.or_else(|| outer.map(|outer| outer.style.clone())).unwrap_or_default();
        let goes_on = list.get("continue-numbering") == Some("true") || list.get("continue-list").is_some();
        let counters = self.counters.entry(style.clone()).or_default();
        if !goes_on {
            counters.truncate(depth);
        }
        let position = Position { style, depth };
        for item in &list.children {
            if item.name != "list-item" && item.name != "list-header" {
                continue;
            }
            let mut label = (item.name == "list-item").then(|| self.count(&position, item));
            for child in &item.children {
                match child.name.as_str() {
                    "p" | "h" => self.paragraph(child, Some((label.take().flatten(), depth))),
                    "list" => self.list(child, Some(&position)),
                    _ => {}
                }
            }
        }
    }

    /// Counts an entry and returns its label; an empty one for a bullet.
    fn count(&mut self, position: &Position, item: &Element) -> Option<String> {
        let levels = self.lists.get(&position.style)?;
        let level = levels.get(&position.depth)?;
        let counters = self.counters.entry(position.style.clone()).or_default();
        while counters.len() <= position.depth {
            let start = levels.get(&counters.len()).map_or(1, |level| level.start);
            counters.push(start.saturating_sub(1));
        }
        counters.truncate(position.depth + 1);
        let counter = counters.get_mut(position.depth)?;
        let set = item.get("start-value").and_then(|value| value.parse().ok());
        *counter = set.unwrap_or(counter.saturating_add(1));
        let format = level.format.as_ref()?;
        let first = (position.depth + 1).saturating_sub(level.shown.max(1));
        let numerals = (first..=position.depth).filter_map(|at| {
            let format = if at == position.depth { format } else { levels.get(&at)?.format.as_ref()? };
            Some(numeral(*counters.get(at)?, format))
        });
        let numerals: Vec<String> = numerals.collect();
        Some(format!("{}{}{}", level.prefix, numerals.join("."), level.suffix))
    }

    fn paragraph(&mut self, paragraph: &Element, entry: Option<(Option<String>, usize)>) {
        let style = paragraph.get("style-name");
        let look = self.look(RunLook::default(), style);
        let mut runs = Vec::new();
        self.runs(paragraph, look, None, &mut runs, 0);
        let runs = tidy_blanks(runs);
        if runs.is_empty() {
            return;
        }
        let heading =
            paragraph.name == "h" || self.chain(style).iter().any(|name| matches!(name.as_str(), "Title" | "Subtitle"));
        let (label, depth) = entry.map_or((None, None), |(label, depth)| (label, Some(depth)));
        let label = label.filter(|label| !label.trim().is_empty());
        let anchors = bookmarks(paragraph);
        let remarks = remarks(paragraph);
        let indent = self.chain(style).iter().find_map(|name| margin(self.looks.get(name)?));
        self.lines.add(Paragraph { runs, label, depth, indent, heading, anchors, remarks, ..Paragraph::default() });
    }

    fn runs(&mut self, parent: &Element, look: RunLook, link: Option<&str>, into: &mut Vec<Run>, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        for child in &parent.children {
            let words = match child.name.as_str() {
                "" => child.text.clone(),
                "s" => " ".repeat(child.get("c").and_then(|count| count.parse().ok()).unwrap_or(1).min(64)),
                "tab" | "line-break" => " ".to_owned(),
                _ => String::new(),
            };
            if !words.is_empty() && !self.refused {
                push(into, Run { words, look, note: None, link: link.map(str::to_owned) });
            }
            match child.name.as_str() {
                "span" => {
                    let look = self.look(look, child.get("style-name"));
                    self.runs(child, look, link, into, depth + 1);
                }
                "a" => {
                    let target = child.get("href").filter(|href| href.starts_with("http") || href.starts_with('#'));
                    self.runs(child, look, target, into, depth + 1);
                }
                "note" => self.note(child, into, depth),
                // The mark of a note that was marked before.
                "note-ref" => {
                    let name = child.get("ref-name").unwrap_or_default();
                    let name = self.named.get(name).cloned().unwrap_or_else(|| name.to_owned());
                    into.push(Run { words: words_in(child), note: Some(name), ..Run::default() });
                }
                "change-start" | "change-end" => self.turn(child),
                "change" if self.refuse_changes => self.restore(child, look, into, depth),
                "meta" | "meta-field" | "bookmark-ref" | "ruby" | "ruby-base" | "sequence" => {
                    self.runs(child, look, link, into, depth + 1);
                }
                _ => {}
            }
        }
    }

    /// Begins or ends words that were inserted.
    fn turn(&mut self, mark: &Element) {
        let id = mark.get("change-id").unwrap_or_default();
        if self.refuse_changes && self.inserted.contains(id) {
            self.refused = mark.name == "change-start";
        }
    }

    /// Brings back what was deleted here.
    fn restore(&mut self, mark: &Element, look: RunLook, into: &mut Vec<Run>, depth: usize) {
        let id = mark.get("change-id").unwrap_or_default();
        // Taken out, since it may hold a mark of its own.
        let Some(deletion) = self.deleted.remove(id) else { return };
        for paragraph in deletion.children.iter().filter(|child| matches!(child.name.as_str(), "p" | "h")) {
            self.runs(paragraph, look, None, into, depth + 1);
        }
    }

    fn note(&mut self, note: &Element, into: &mut Vec<Run>, depth: usize) {
        self.notes += 1;
        let name = format!("note-{}", self.notes);
        if let Some(id) = note.get("id") {
            self.named.insert(id.to_owned(), name.clone());
        }
        let citation = note.child("note-citation");
        let mark = citation.map(|citation| citation.get("label").map_or_else(|| citation.text.clone(), str::to_owned));
        into.push(Run { words: mark.unwrap_or_default(), note: Some(name.clone()), ..Run::default() });
        let mut runs = Vec::new();
        for paragraph in note.child("note-body").iter().flat_map(|body| body.all("p")) {
            push(&mut runs, Run { words: " ".to_owned(), ..Run::default() });
            self.runs(paragraph, RunLook::default(), None, &mut runs, depth + 1);
        }
        self.lines.note(name, tidy_blanks(runs));
    }

    /// Returns a style and those it builds on.
    fn chain(&self, style: Option<&str>) -> Vec<String> {
        let mut chain = Vec::new();
        let mut next = style.map(str::to_owned);
        while let Some(name) = next.filter(|_| chain.len() < DEEPEST) {
            next = self.looks.get(&name).and_then(|style| style.get("parent-style-name")).map(str::to_owned);
            chain.push(name);
        }
        chain
    }

    /// Lays a style over a look.
    fn look(&self, mut look: RunLook, style: Option<&str>) -> RunLook {
        for name in self.chain(style).iter().rev() {
            let Some(settings) = self.looks.get(name).and_then(|style| style.child("text-properties")) else {
                continue;
            };
            if let Some(weight) = settings.get("font-weight") {
                look.bold = weight == "bold" || weight.parse::<u32>().is_ok_and(|weight| weight >= 600);
            }
            if let Some(slope) = settings.get("font-style") {
                look.italic = slope != "normal";
            }
            if let Some(line) = settings.get("text-underline-style") {
                look.underlined = line != "none";
            }
            if let Some(place) = settings.get("text-position") {
                let is_raised = place.starts_with("super")
                    || place.starts_with(|digit: char| digit.is_ascii_digit() && digit != '0');
                look.raised = is_raised;
                look.lowered = place.starts_with("sub") || place.starts_with('-');
            }
        }
        look
    }
}

/// Returns how far a style's paragraphs stand from the edge, in tenths of a millimetre.
fn margin(style: &Element) -> Option<u32> {
    let length = style.child("paragraph-properties")?.get("margin-left")?;
    let at = length.find(|letter: char| letter.is_ascii_alphabetic())?;
    let number: f64 = length.get(..at)?.parse().ok()?;
    let tenths = match length.get(at..)? {
        "cm" => number * 100.0,
        "mm" => number * 10.0,
        "in" => number * 254.0,
        "pt" => number * 254.0 / 72.0,
        _ => return None,
    };
    // Nothing stands further from the edge than a wide sheet is.
    (0.0..100_000.0).contains(&tenths).then(|| tenths.round() as u32)
}

/// Returns the names of the places in a paragraph that links lead to.
fn bookmarks(parent: &Element) -> Vec<String> {
    let mut found = Vec::new();
    for child in &parent.children {
        if matches!(child.name.as_str(), "bookmark" | "bookmark-start") {
            found.extend(child.get("name").map(str::to_owned));
        }
        found.extend(bookmarks(child));
    }
    found
}

/// Returns what was remarked on a paragraph, each with the name of who wrote it.
fn remarks(parent: &Element) -> Vec<String> {
    let mut found = Vec::new();
    for child in &parent.children {
        if child.name != "annotation" {
            found.extend(remarks(child));
            continue;
        }
        let said = child.all("p").map(words_in).collect::<Vec<_>>().join(" ");
        let author = child.child("creator").map(words_in).filter(|author| !author.is_empty());
        found.push(author.map_or_else(|| said.clone(), |author| format!("{author}: {said}")));
    }
    found
}

/// Returns the words in an element, whatever their look.
fn words_in(element: &Element) -> String {
    let own = if element.children.is_empty() { element.text.clone() } else { String::new() };
    own + &element.children.iter().map(words_in).collect::<String>()
}

fn list_level(level: &Element) -> Option<(usize, ListLevel)> {
    let at: usize = level.get("level")?.parse().ok()?;
    let format = level.get("num-format").filter(|format| !format.is_empty() && level.name == "list-level-style-number");
    let number = |name: &str, usual: u32| level.get(name).and_then(|value| value.parse().ok()).unwrap_or(usual);
    Some((
        at.checked_sub(1)?,
        ListLevel {
            format: format.map(str::to_owned),
            prefix: level.get("num-prefix").unwrap_or_default().to_owned(),
            suffix: level.get("num-suffix").unwrap_or_default().to_owned(),
            start: number("start-value", 1),
            shown: number("display-levels", 1) as usize,
        },
    ))
}

fn numeral(count: u32, format: &str) -> String {
    number(
        count,
        match format {
            "a" => "lowerLetter",
            "A" => "upperLetter",
            "i" => "lowerRoman",
            "I" => "upperRoman",
            _ => "decimal",
        },
    )
}
