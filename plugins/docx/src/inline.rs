//! Running text as runs: letters with their looks, links, note marks, tracked changes.

use engross_plugin::model::{
    BlockStyle, Change, ChangeKind, Direction, Finding, Inline, LeadStyle, first_letter, is_link_address,
};

use crate::body::Writer;
use crate::direction::open_phrase;
use crate::styles::write_size;

/// Word's name for words of no language that it knows.
const NO_LANGUAGE: &str = "x-none";

/// How the next run looks, and what happened to it.
#[derive(Clone, Copy, Default)]
pub(crate) struct RunLook<'a> {
    /// How lead words look here.
    pub(crate) lead: LeadStyle,
    /// What happened to the clause, and to the words in it: Word shows no more than two at once.
    pub(crate) changes: [Option<&'a Change>; 2],
    bold: bool,
    italic: bool,
    underline: bool,
    script: Option<&'static str>,
    style: Option<&'static str>,
    /// The type size of a line that shares the paragraph of another one, in points.
    line: Option<f64>,
    /// The type size of the first letter of a line, in points.
    first_letter: Option<f64>,
    /// The way of letters that run against the text; none where they run with it.
    against: Option<Direction>,
}

impl<'a> RunLook<'a> {
    /// Makes plain words in a part whose lead words look so.
    pub(crate) fn plain(lead: LeadStyle) -> Self {
        Self { lead, ..Self::default() }
    }

    /// Puts words under a change. Deleted words stay deleted, and new words are new but once; what is moved and changed
    /// besides is shown as changed.
    pub(crate) fn changed(mut self, change: &'a Change) -> Self {
        let is_deletion = change.kind == ChangeKind::Deleted;
        self.changes = match self.changes {
            [Some(outer), None] if outer.kind == ChangeKind::Inserted && is_deletion => [Some(outer), Some(change)],
            [Some(outer), inner] if outer.kind != ChangeKind::Moved => [Some(outer), inner],
            _ => [Some(change), None],
        };
        self
    }

    /// Makes the words look as a line does, in a paragraph of another style.
    pub(crate) fn of_line(style: &BlockStyle, body: f64) -> Self {
        let lead = LeadStyle { bold: true, ..LeadStyle::default() };
        Self { bold: style.bold, italic: style.italic, lead, line: Some(style.size.unwrap_or(body)), ..Self::default() }
    }

    /// Makes the words bold, or italic, or both.
    pub(crate) fn weight(self, bold: bool, italic: bool) -> Self {
        Self { bold: self.bold || bold, italic: self.italic || italic, ..self }
    }

    /// Makes the words bold.
    pub(crate) fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    /// Makes the words italic.
    pub(crate) fn italic(self) -> Self {
        Self { italic: true, ..self }
    }

    fn lead(mut self) -> Self {
        self.bold |= self.lead.bold;
        self.italic |= self.lead.italic;
        self.underline |= self.lead.underline;
        self
    }

    /// Makes the look of a note's mark, under the same changes.
    pub(crate) fn of_mark(self) -> Self {
        Self { changes: self.changes, style: Some("FootnoteReference"), ..Self::default() }
    }

    fn is_deleted(&self) -> bool {
        self.changes.iter().flatten().any(|change| change.kind == ChangeKind::Deleted)
    }
}

impl<'a> Writer<'a> {
    /// Writes running text.
    pub(crate) fn inlines(&mut self, content: &'a [Inline], look: RunLook<'a>) {
        for inline in content {
            self.inline(inline, look);
        }
    }

    fn inline(&mut self, inline: &'a Inline, look: RunLook<'a>) {
        match inline {
            Inline::Text(text) => {
                let size = self.first_letter.take();
                let (first, rest) = if size.is_some() { first_letter(text) } else { ("", text.as_str()) };
                self.words(first, RunLook { first_letter: size, ..look });
                self.words(rest, look);
            }
            Inline::Lead(content) => self.inlines(content, look.lead()),
            Inline::Emphasis(content) => self.inlines(content, RunLook { italic: !look.italic, ..look }),
            Inline::Superscript(content) => {
                self.inlines(content, RunLook { script: Some("superscript"), ..look });
            }
            Inline::Subscript(content) => self.inlines(content, RunLook { script: Some("subscript"), ..look }),
            Inline::Link { url, content } => self.link(url, content, look),
            Inline::Reference { target, content } => self.reference(target, content, look),
            Inline::NoteMark { note, mark, separator, .. } => {
                self.raised(separator, look);
                self.note_mark(note, mark, look);
            }
            Inline::Isolated { direction, content } => {
                open_phrase(*direction, &mut self.xml);
                self.inlines(content, RunLook { against: Some(*direction), ..look });
                self.xml.close();
            }
            Inline::Changed { change, content } => self.inlines(content, look.changed(change)),
        }
    }

    /// Writes a link to the outside. Word has no link inside a link: the outer one holds.
    fn link(&mut self, url: &str, content: &'a [Inline], look: RunLook<'a>) {
        if !is_link_address(url) {
            let message = format!("the link to `{url}` is not in the file, because it is no address on the web");
            self.findings.push(Finding::new("REND-02", message));
        }
        if self.in_link || !is_link_address(url) {
            return self.inlines(content, look);
        }
        let id = self.relations.link(url);
        self.linked(&[("r:id", &id), ("w:history", "1")], content, RunLook { style: Some("Hyperlink"), ..look });
    }

    /// Writes a reference to a clause: the core's words, and a way to get there.
    fn reference(&mut self, target: &str, content: &'a [Inline], look: RunLook<'a>) {
        match self.anchors.get(target).cloned().filter(|_| !self.in_link) {
            Some(anchor) => self.linked(&[("w:anchor", &anchor), ("w:history", "1")], content, look),
            None => self.inlines(content, look),
        }
    }

    fn linked(&mut self, attributes: &[(&str, &str)], content: &'a [Inline], look: RunLook<'a>) {
        self.xml.open("w:hyperlink", attributes);
        self.in_link = true;
        self.inlines(content, look);
        self.in_link = false;
        self.xml.close();
    }

    /// Writes words as one run.
    pub(crate) fn words(&mut self, words: &str, look: RunLook<'_>) {
        if words.is_empty() {
            return;
        }
        self.run(look, |writer| writer.letters(words, look));
    }

    /// Writes a mark that is no note of Word's own.
    pub(crate) fn raised(&mut self, mark: &str, look: RunLook<'_>) {
        self.words(mark, look.of_mark());
    }

    /// Writes letters inside a run.
    pub(crate) fn letters(&mut self, letters: &str, look: RunLook<'_>) {
        let name = if look.is_deleted() { "w:delText" } else { "w:t" };
        self.xml.element(name, &[("xml:space", "preserve")], letters);
    }

    /// Writes a field whose result is known.
    pub(crate) fn field(&mut self, instructions: &str, result: &str, look: RunLook<'_>, locked: bool) {
        let begin: &[(&str, &str)] = &[("w:fldCharType", "begin"), ("w:fldLock", "1")];
        let begin = if locked { begin } else { begin.get(..1).unwrap_or_default() };
        let name = if look.is_deleted() { "w:delInstrText" } else { "w:instrText" };
        self.run(look, |writer| writer.xml.empty("w:fldChar", begin));
        self.run(look, |writer| writer.xml.element(name, &[("xml:space", "preserve")], instructions));
        self.run(look, |writer| writer.xml.empty("w:fldChar", &[("w:fldCharType", "separate")]));
        self.words(result, look);
        self.run(look, |writer| writer.xml.empty("w:fldChar", &[("w:fldCharType", "end")]));
    }

    /// Writes one run, under the changes that it is part of.
    pub(crate) fn run(&mut self, look: RunLook<'_>, content: impl FnOnce(&mut Self)) {
        let changes = look.changes.iter().flatten();
        let opened = changes.map(|change| self.open_change(change)).count();
        self.xml.open("w:r", &[]);
        self.run_properties(look);
        content(self);
        self.xml.close();
        (0..opened).for_each(|_| self.xml.close());
    }

    fn open_change(&mut self, change: &Change) {
        let (id, author, date) = self.signature(change);
        self.xml.open(change_element(change.kind), &[("w:id", &id), ("w:author", &author), ("w:date", &date)]);
    }

    /// Writes a change of the paragraph's end itself.
    pub(crate) fn mark_change(&mut self, change: &Change) {
        let (id, author, date) = self.signature(change);
        self.xml.empty(change_element(change.kind), &[("w:id", &id), ("w:author", &author), ("w:date", &date)]);
    }

    fn signature(&mut self, change: &Change) -> (String, String, String) {
        // Word asks for a name; who compares two states of a text is none of its authors.
        let names = [change.author.as_deref().unwrap_or_default(), &change.amendment];
        let author = names.into_iter().find(|name| !name.trim().is_empty()).unwrap_or("engross").to_owned();
        let date = change.date.map_or(self.timestamp, Into::into).to_string();
        (self.next_id(), author, date)
    }

    fn run_properties(&mut self, look: RunLook<'_>) {
        let rtl = look.against.unwrap_or(self.direction) == Direction::Rtl;
        let plain = !(look.bold || look.italic || look.underline || rtl || self.language.is_some());
        let size = look.first_letter.or(look.line);
        if plain && look.script.is_none() && look.style.is_none() && size.is_none() && look.against.is_none() {
            return;
        }
        // Where a script has no italics, words are emphasised in bold; phrases of another script have theirs.
        let heavy = (look.bold || look.italic, false);
        let slanted = (look.bold, look.italic);
        let has_italics = self.document.language.italics || look.against.is_some_and(|way| way != self.direction);
        let (bold, italic) = if has_italics || rtl { slanted } else { heavy };
        let (bold_complex, italic_complex) = if has_italics { slanted } else { heavy };
        let is_line = look.line.is_some();
        let xml = &mut self.xml;
        xml.open("w:rPr", &[]);
        if let Some(style) = look.style {
            xml.value("w:rStyle", self.styles.id(style));
        }
        for (name, on) in [("w:b", bold), ("w:bCs", bold_complex), ("w:i", italic), ("w:iCs", italic_complex)] {
            if is_line && !on {
                xml.value(name, "0");
            } else {
                xml.switch(name, on);
            }
        }
        if let Some(size) = size {
            write_size(size, xml);
        }
        if look.underline {
            xml.value("w:u", "single");
        }
        if let Some(script) = look.script {
            xml.value("w:vertAlign", script);
        }
        xml.switch("w:rtl", rtl);
        if look.against.is_some() {
            // Nobody knows its language, so no dictionary is asked.
            xml.empty("w:lang", &[("w:val", NO_LANGUAGE), ("w:bidi", NO_LANGUAGE)]);
        } else if let Some(tag) = self.language {
            xml.empty("w:lang", &[("w:val", tag), ("w:eastAsia", tag), ("w:bidi", tag)]);
        }
        xml.close();
    }
}

fn change_element(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Inserted => "w:ins",
        ChangeKind::Deleted => "w:del",
        ChangeKind::Moved => "w:moveTo",
    }
}
