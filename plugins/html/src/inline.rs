//! Running text as HTML.

use std::borrow::Cow;

use std::collections::HashSet;

use engross_plugin::model::{
    Change, ChangeKind, Direction, Document, Finding, Inline, LeadStyle, first_letter, is_link_address, plain_text,
};

use crate::escape;

/// Writes HTML, and remembers what the rest of the page has to know.
pub(crate) struct Writer<'a> {
    /// The text in the language at hand.
    pub(crate) document: &'a Document,
    /// The text in all its languages.
    pub(crate) columns: Vec<&'a Document>,
    /// Which of them is at hand.
    column: usize,
    /// What was written so far.
    pub(crate) html: String,
    /// How lead words look in the part at hand.
    pub(crate) lead: LeadStyle,
    /// The clause or other unit at hand, for findings.
    pub(crate) unit: Cow<'a, str>,
    /// What could not be shown.
    pub(crate) findings: Vec<Finding>,
    /// The note marks written so far.
    marks: Vec<Mark<'a>>,
    anchors: HashSet<&'a str>,
    in_link: bool,
    /// Whether the next letter has a size of its own.
    pub(crate) is_first_letter: bool,
}

/// The place of a note mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark<'a> {
    note: &'a str,
    /// Which of the note's anchors it is.
    pub(crate) anchor: u32,
    /// The column of the language, from 0.
    pub(crate) column: usize,
}

impl<'a> Writer<'a> {
    /// Makes a writer for a document.
    pub(crate) fn new(document: &'a Document) -> Self {
        Self {
            document,
            columns: document.columns().collect(),
            column: 0,
            html: String::new(),
            lead: LeadStyle::default(),
            unit: Cow::Borrowed(""),
            findings: Vec::new(),
            marks: Vec::new(),
            anchors: document.anchors().into_iter().collect(),
            in_link: false,
            is_first_letter: false,
        }
    }

    /// Goes on in the language of a column.
    pub(crate) fn turn_to(&mut self, column: usize) {
        if let Some(document) = self.columns.get(column) {
            self.document = document;
            self.column = column;
        }
    }

    /// Hands over what was written, and begins anew.
    pub(crate) fn take(&mut self) -> String {
        std::mem::take(&mut self.html)
    }

    /// Adds markup as it stands.
    pub(crate) fn markup(&mut self, markup: &str) {
        self.html.push_str(markup);
    }

    /// Adds text.
    pub(crate) fn text(&mut self, text: &str) {
        escape::push(&mut self.html, text);
    }

    /// Adds the name of an anchor, or of a class.
    pub(crate) fn name(&mut self, name: &str) {
        escape::push_name(&mut self.html, name);
    }

    /// Adds running text.
    pub(crate) fn prose(&mut self, content: &'a [Inline]) {
        for node in content {
            self.node(node);
        }
    }

    /// Returns the anchors of a note's marks that were written, in print order.
    pub(crate) fn marks_of(&self, note: &str) -> Vec<Mark<'a>> {
        self.marks.iter().filter(|mark| mark.note == note && mark.column == self.column).copied().collect()
    }

    fn node(&mut self, node: &'a Inline) {
        match node {
            Inline::Text(text) if std::mem::take(&mut self.is_first_letter) => {
                let (first, rest) = first_letter(text);
                self.markup("<span class=\"first-letter\">");
                self.text(first);
                self.markup("</span>");
                self.text(rest);
            }
            Inline::Text(text) => self.text(text),
            Inline::Lead(content) => self.lead(content),
            Inline::Emphasis(content) => self.wrap("em", content),
            Inline::Superscript(content) => self.wrap("sup", content),
            Inline::Subscript(content) => self.wrap("sub", content),
            Inline::Link { url, content } => self.link(url, content),
            Inline::Reference { target, content } => self.reference(target, content),
            Inline::NoteMark { note, mark, anchor, separator } => {
                self.markup("<sup class=\"mark\">");
                self.text(separator);
                self.note_mark(note, mark, *anchor);
                self.markup("</sup>");
            }
            Inline::Isolated { direction, content } => {
                self.markup(if *direction == Direction::Rtl { "<bdi dir=\"rtl\">" } else { "<bdi dir=\"ltr\">" });
                self.prose(content);
                self.markup("</bdi>");
            }
            Inline::Changed { change, content } => {
                let element = self.open_change(change, "");
                self.prose(content);
                self.close_change(change, element);
            }
        }
    }

    /// Lead words are bold, italic or underlined as the house says; their meaning is the same, so the element is too.
    fn lead(&mut self, content: &'a [Inline]) {
        self.markup("<b class=\"lead");
        for (on, class) in
            [(self.lead.bold, " bold"), (self.lead.italic, " italic"), (self.lead.underline, " underline")]
        {
            self.markup(if on { class } else { "" });
        }
        self.markup("\">");
        self.prose(content);
        self.markup("</b>");
    }

    fn wrap(&mut self, element: &str, content: &'a [Inline]) {
        for piece in ["<", element, ">"] {
            self.markup(piece);
        }
        self.prose(content);
        for piece in ["</", element, ">"] {
            self.markup(piece);
        }
    }

    fn link(&mut self, url: &str, content: &'a [Inline]) {
        if !is_link_address(url) {
            self.cannot(format!(
                "the link to `{url}` is not a link: a page links to `https:`, `http:` and `mailto:` alone"
            ));
            return self.prose(content);
        }
        let words = plain_text(content);
        let class = if url.ends_with(words.trim_end_matches('/')) { " class=\"bare\"" } else { "" };
        self.anchored(&format!("{class} href=\"{}\"", escape::text(&escape::address(url))), content);
    }

    fn reference(&mut self, target: &str, content: &'a [Inline]) {
        if !self.anchors.contains(target) {
            self.cannot(format!("the reference to `{target}` is no link: there is no such clause"));
            return self.prose(content);
        }
        let mut attributes = String::from(" class=\"to-clause\" href=\"#");
        escape::push_name(&mut attributes, target);
        attributes.push('"');
        self.anchored(&attributes, content);
    }

    /// Writes a link. HTML has no link inside a link, so that it pauses for note marks in it.
    fn anchored(&mut self, attributes: &str, content: &'a [Inline]) {
        if self.in_link {
            self.cannot("a link inside another one is not a link of its own".to_owned());
            return self.prose(content);
        }
        for piece in content.chunk_by(|one, next| is_mark(one) == is_mark(next)) {
            if piece.first().is_some_and(is_mark) {
                self.prose(piece);
            } else {
                self.in_link = true;
                self.markup("<a");
                self.markup(attributes);
                self.markup(">");
                self.prose(piece);
                self.markup("</a>");
                self.in_link = false;
            }
        }
    }

    fn note_mark(&mut self, note: &'a str, mark: &str, anchor: u32) {
        let linked = self.document.note(note).is_some() && !self.in_link;
        if !linked {
            self.cannot(format!("the mark `{mark}` is not a link to its note `{note}`"));
            self.markup("<span role=\"doc-noteref\">");
            self.text(mark);
            return self.markup("</span>");
        }
        self.markup("<a role=\"doc-noteref\" href=\"#_note.");
        self.name(note);
        let place = Mark { note, anchor, column: self.column };
        if !self.marks.contains(&place) {
            self.marks.push(place);
            self.markup("\" id=\"");
            push_mark_name(&mut self.html, place);
        }
        let word = self.document.word("note");
        if !word.is_empty() {
            self.markup("\" aria-label=\"");
            self.text(word);
            self.markup(" ");
            self.text(mark);
        }
        self.markup("\">");
        self.text(mark);
        self.markup("</a>");
    }

    /// Opens the element of a change and says what it is, for those who do not see how it looks. Returns its name.
    pub(crate) fn open_change(&mut self, change: &Change, class: &str) -> &'static str {
        let element = if change.kind == ChangeKind::Deleted { "del" } else { "ins" };
        let kind = kind_of(change);
        let word = self.document.word(kind);
        self.html.push_str(&format!("<{element} class=\"change {kind}{class}\" title=\""));
        let date = change.date.map(|date| date.to_string()).unwrap_or_default();
        let said = [word, &change.amendment, change.author.as_deref().unwrap_or_default(), &date];
        let said: Vec<&str> = said.into_iter().filter(|piece| !piece.is_empty()).collect();
        self.text(&said.join(", "));
        if change.date.is_some() {
            self.markup("\" datetime=\"");
            self.markup(&date);
        }
        self.markup("\">");
        if !word.is_empty() {
            self.markup("<span class=\"visually-hidden\">[");
            self.text(word);
            self.markup(": </span>");
        }
        element
    }

    /// Closes the element of a change.
    pub(crate) fn close_change(&mut self, change: &Change, element: &str) {
        if !self.document.word(kind_of(change)).is_empty() {
            self.markup("<span class=\"visually-hidden\">]</span>");
        }
        self.html.push_str(&format!("</{element}>"));
    }

    fn cannot(&mut self, message: String) {
        let finding = Finding::new("REND-02", message);
        self.findings.push(if self.unit.is_empty() { finding } else { finding.in_clause(&*self.unit) });
    }
}

/// Adds the name of the place of a note mark, for the way back. Names that the page makes begin with `_`, which no
/// clause's id does.
pub(crate) fn push_mark_name(html: &mut String, mark: Mark<'_>) {
    html.push_str("_mark.");
    escape::push_name(html, mark.note);
    html.push_str(&format!(".{}", mark.anchor));
    if mark.column > 0 {
        html.push_str(&format!(".{}", mark.column + 1));
    }
}

fn is_mark(node: &Inline) -> bool {
    matches!(node, Inline::NoteMark { .. })
}

fn kind_of(change: &Change) -> &'static str {
    match change.kind {
        ChangeKind::Inserted => "inserted",
        ChangeKind::Deleted => "deleted",
        ChangeKind::Moved => "moved",
    }
}
