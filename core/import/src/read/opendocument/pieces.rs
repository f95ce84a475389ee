//! What paragraphs of `OpenDocument` texts are made of: spans, links, notes, fields, drawings.

use engross_files::xml::Element;
use engross_model::is_direction_mark;

use super::styles::Counters;
use super::{LATER, OpenText, is_apart, is_drawing};
use crate::read::breaks::BREAK;
use crate::read::drawing::Drawing;
use crate::read::omissions::{Kind, target};
use crate::read::symbol_font;
use crate::read::word::marked_again;
use crate::sheet::{Run, RunLook, push};

impl<'p> OpenText<'p> {
    pub(super) fn runs(&mut self, parent: &'p Element, look: RunLook, link: Option<&str>, into: &mut Vec<Run>) {
        for child in parent.children.iter().filter(|child| !is_apart(child)) {
            let name = child.name.as_str();
            match name {
                "change-start" | "change-end" => self.turn(child),
                // What was inserted may end deeper inside.
                _ if self.refused => self.runs(child, look, link, into),
                "" => self.words(child.text.replace(['\r', '\n'], " "), look, link, into),
                "s" => {
                    let count = child.get("c").and_then(|count| count.parse().ok()).unwrap_or(1);
                    self.words(" ".repeat(count.min(64)), look, link, into);
                }
                "tab" => self.words("\t".to_owned(), look, link, into),
                "line-break" => self.words(BREAK.to_string(), look, link, into),
                "span" if self.styles.hides(child.get("style-name")) => self.hidden(child),
                "span" => {
                    self.say_capitals(child, parent);
                    let look = self.styles.look(look, child.get("style-name"));
                    let is_in_symbols = self.styles.is_in_symbols(child.get("style-name"));
                    let is_in_symbols = is_in_symbols.unwrap_or(self.is_in_symbols);
                    let around = std::mem::replace(&mut self.is_in_symbols, is_in_symbols);
                    self.runs(child, look, link, into);
                    self.is_in_symbols = around;
                }
                "a" => {
                    let address = child.get("href").unwrap_or_default();
                    let known = target(address);
                    if known.is_none() && !address.is_empty() {
                        self.lines.leave_out(Kind::Link, address);
                    }
                    self.runs(child, look, known, into);
                }
                "note" => self.note(child, into),
                // The mark of a note that was marked before.
                "note-ref" => {
                    let name = child.get("ref-name").unwrap_or_default();
                    let name = self.named.get(name).cloned().unwrap_or_else(|| format!("{LATER}{name}"));
                    into.push(Run { words: words_in(child), note: Some(name), ..Run::default() });
                }
                "bookmark-start" => self.open.extend(child.get("name").map(str::to_owned)),
                "bookmark-end" => self.open.retain(|open| Some(open.as_str()) != child.get("name")),
                // Fields of Word that LibreOffice keeps as they are.
                "fieldmark-start" => self.again = self.marked_again(child),
                "fieldmark-end" => self.again = None,
                "fieldmark" => {
                    if let Some(chosen) = chosen(child) {
                        self.words(chosen.to_owned(), look, link, into);
                    }
                    self.runs(child, look, link, into);
                }
                "change" if self.refuse_changes => self.restore(child, look, into),
                "ruby-text" => self.lines.leave_out(Kind::Pronunciation, &words_in(child)),
                // They are asked for by the paragraph.
                "annotation" | "change" => {}
                _ if is_drawing(child) => self.drawing(child),
                _ => self.runs(child, look, link, into),
            }
        }
    }

    /// Says which words of a paragraph are shown in capitals; those of a whole paragraph are the house's matter.
    fn say_capitals(&mut self, span: &Element, paragraph: &Element) {
        if !self.styles.shows_capitals(span.get("style-name")) {
            return;
        }
        let letters = |words: &str| words.chars().filter(|letter| letter.is_alphabetic()).count();
        let words = words_in(span);
        let is_part = paragraph.name == "p" && letters(&words) < letters(&words_in(paragraph));
        if is_part && words.contains(char::is_lowercase) {
            self.lines.leave_out(Kind::Capitals, &words);
        }
    }

    /// Leaves out what nobody sees.
    pub(super) fn hidden(&mut self, element: &Element) {
        let words = words_in(element);
        if !words.trim().is_empty() {
            self.lines.leave_out(Kind::Hidden, &words);
        }
    }

    /// Adds words, or the mark of a note where one is to come.
    fn words(&mut self, words: String, look: RunLook, link: Option<&str>, into: &mut Vec<Run>) {
        let words = if self.is_in_symbols { symbol_font::read(&words, &mut self.lines) } else { words };
        if let Some(note) = self.again.clone() {
            return into.push(Run { words, note: Some(note), ..Run::default() });
        }
        // A mark of the author's own, for which LibreOffice leaves an empty one behind.
        let without_mark = |run: &&mut Run| run.note.is_some() && run.words.chars().all(is_direction_mark);
        if let Some(note) = into.last_mut().filter(without_mark).filter(|_| look.raised) {
            note.words = words;
            return;
        }
        push(into, Run { words, look, note: None, link: link.map(str::to_owned) });
    }

    /// Returns the note that a field marks again.
    fn marked_again(&self, field: &Element) -> Option<String> {
        let mut settings = field.all("param").filter_map(|setting| setting.get("value"));
        let bookmark = settings.find_map(marked_again)?;
        self.bookmarks.get(bookmark).cloned()
    }

    /// Brings back what was deleted here, with the ends of paragraphs in it.
    fn restore(&mut self, mark: &Element, look: RunLook, into: &mut Vec<Run>) {
        let id = mark.get("change-id").unwrap_or_default();
        // Taken out, since it may hold a mark of its own.
        let Some(deletion) = self.deleted.remove(id) else { return };
        let mut paragraphs = Vec::new();
        paragraphs_in(deletion, &mut paragraphs);
        for (at, paragraph) in paragraphs.into_iter().enumerate() {
            if at > 0 {
                self.words(format!("{BREAK}{BREAK}"), look, None, into);
            }
            self.runs(paragraph, look, None, into);
        }
    }

    fn note(&mut self, note: &'p Element, into: &mut Vec<Run>) {
        self.notes += 1;
        let name = format!("note-{}", self.notes);
        if let Some(id) = note.get("id") {
            self.named.insert(id.to_owned(), name.clone());
        }
        self.bookmarks.extend(self.open.iter().map(|bookmark| (bookmark.clone(), name.clone())));
        let citation = note.child("note-citation");
        let own_mark = citation.and_then(|citation| citation.get("label")).map(str::to_owned);
        let kind = note.get("note-class").unwrap_or("footnote");
        let mark = own_mark.unwrap_or_else(|| self.counts.count(kind, citation.map(words_in)));
        into.push(Run { words: mark, note: Some(name.clone()), ..Run::default() });
        let Some(body) = note.child("note-body") else { return };
        let outside = Self {
            lines: std::mem::take(&mut self.lines),
            entry: self.entry.take(),
            carried: self.carried.take(),
            boxes: std::mem::take(&mut self.boxes),
            remarks: std::mem::take(&mut self.remarks),
            is_note: self.is_note,
            ..Self::default()
        };
        self.is_note = true;
        let counters = self.styles.set_counters(Counters::default());
        self.blocks(body, None);
        self.end_of_text();
        self.styles.set_counters(counters);
        let apart = std::mem::replace(&mut self.lines, outside.lines);
        (self.entry, self.carried, self.boxes) = (outside.entry, outside.carried, outside.boxes);
        (self.remarks, self.is_note) = (outside.remarks, outside.is_note);
        let runs = self.lines.absorb(apart);
        self.lines.note(name, runs);
    }

    /// Keeps the text boxes of a drawing for behind the paragraph, and leaves the rest of it out.
    pub(super) fn drawing(&mut self, drawing: &'p Element) {
        let mut seen = Drawing::default();
        look(drawing, &mut seen);
        self.boxes.extend(seen.boxes(&mut self.lines));
    }
}

/// Looks through an element of a drawing.
fn look<'p>(element: &'p Element, seen: &mut Drawing<'p>) {
    let has_paragraphs =
        |element: &Element| element.children.iter().any(|child| matches!(child.name.as_str(), "p" | "h" | "list"));
    match element.name.as_str() {
        "object" | "object-ole" | "plugin" | "applet" | "floating-frame" => {
            seen.is_object = true;
            seen.words.push(words_in(element));
            return;
        }
        "title" | "desc" => return seen.words.push(words_in(element)),
        "image" => seen.is_picture = true,
        _ if element.name == "text-box" || has_paragraphs(element) => return seen.boxes.push(element),
        _ => {}
    }
    element.children.iter().for_each(|child| look(child, seen));
}

/// Returns the entry that was chosen of a list in a field of Word.
fn chosen(field: &Element) -> Option<&str> {
    let settings =
        |name| field.all("param").filter(move |it| it.get("name") == Some(name)).filter_map(|it| it.get("value"));
    let at = settings("Dropdown_Selected").next().and_then(|at| at.parse().ok()).unwrap_or(0);
    settings("Dropdown_ListEntry").nth(at)
}

/// Lists the paragraphs of what was deleted.
pub(super) fn paragraphs_in<'p>(parent: &'p Element, found: &mut Vec<&'p Element>) {
    for child in &parent.children {
        match child.name.as_str() {
            "p" | "h" => found.push(child),
            _ => paragraphs_in(child, found),
        }
    }
}

/// Returns the names of the places in a paragraph that links lead to.
pub(super) fn bookmarks(parent: &Element) -> Vec<String> {
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
pub(super) fn remarks(parent: &Element) -> Vec<String> {
    let mut found = Vec::new();
    for child in &parent.children {
        match child.name.as_str() {
            "annotation" => found.push(said(child)),
            // Words inside have paragraphs, and remarks, of their own.
            "note" => {}
            _ if is_drawing(child) => {}
            _ => found.extend(remarks(child)),
        }
    }
    found
}

/// Returns the words of a remark, with the name of who wrote it.
pub(super) fn said(annotation: &Element) -> String {
    let is_word =
        |child: &&Element| !matches!(child.name.as_str(), "creator" | "date" | "date-string" | "creator-initials");
    let said = annotation.children.iter().filter(is_word).map(words_in).filter(|words| !words.is_empty());
    let said = said.collect::<Vec<_>>().join(" ");
    let author = annotation.child("creator").map(words_in).filter(|author| !author.is_empty());
    author.map_or_else(|| said.clone(), |author| format!("{author}: {said}"))
}

/// Returns the words in an element, whatever their look; a blank stands between paragraphs.
pub(super) fn words_in(element: &Element) -> String {
    let mut found = String::new();
    collect(element, &mut found);
    found.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn collect(element: &Element, found: &mut String) {
    match element.name.as_str() {
        "" => found.push_str(&element.text),
        "s" | "tab" | "line-break" => found.push(' '),
        "binary-data" => {}
        name => {
            element.children.iter().for_each(|child| collect(child, found));
            if matches!(name, "p" | "h") {
                found.push(' ');
            }
        }
    }
}
