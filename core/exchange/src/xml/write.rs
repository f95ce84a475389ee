//! Writes XML: one element a line, and none of it inside running text.

use super::is_allowed;

/// A document that is being written.
pub(crate) struct Writer {
    written: String,
    open: Vec<&'static str>,
}

/// Attributes by name; those with an empty value are left out.
type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Writer {
    /// Begins a document.
    pub(crate) fn new() -> Self {
        Self { written: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), open: Vec::new() }
    }

    /// Begins an element that holds others, on a line of its own.
    pub(crate) fn begin(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.indent();
        self.tag(name, attributes, ">\n");
        self.open.push(name);
    }

    /// Ends the innermost element that holds others.
    pub(crate) fn end(&mut self) {
        if let Some(name) = self.open.pop() {
            self.indent();
            self.close(name);
            self.written.push('\n');
        }
    }

    /// Writes an element without content, on a line of its own.
    pub(crate) fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.indent();
        self.tag(name, attributes, "/>\n");
    }

    /// Writes an element with running text, on one line: `content` writes what stands in it.
    pub(crate) fn line(&mut self, name: &str, attributes: Attributes<'_>, content: impl FnOnce(&mut Self)) {
        self.indent();
        self.inline(name, attributes, content);
        self.written.push('\n');
    }

    /// Writes an element inside running text.
    pub(crate) fn inline(&mut self, name: &str, attributes: Attributes<'_>, content: impl FnOnce(&mut Self)) {
        self.tag(name, attributes, ">");
        content(self);
        self.close(name);
    }

    /// Writes an element without content inside running text.
    pub(crate) fn inline_empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.tag(name, attributes, "/>");
    }

    /// Writes words.
    pub(crate) fn text(&mut self, text: &str) {
        self.escape(text, &['\r']);
    }

    /// Returns the document.
    pub(crate) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.end();
        }
        self.written
    }

    fn indent(&mut self) {
        self.written.extend(std::iter::repeat_n(' ', self.open.len()));
    }

    fn tag(&mut self, name: &str, attributes: Attributes<'_>, end: &str) {
        self.written.push('<');
        self.written.push_str(name);
        for (name, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
            self.written.push(' ');
            self.written.push_str(name);
            self.written.push_str("=\"");
            // A reader would take a tab or a line break in an attribute for a blank.
            self.escape(value, &['\t', '\n', '\r']);
            self.written.push('"');
        }
        self.written.push_str(end);
    }

    fn close(&mut self, name: &str) {
        self.written.push_str("</");
        self.written.push_str(name);
        self.written.push('>');
    }

    /// A character that XML cannot hold becomes U+FFFD; no text that passes the checks has one.
    fn escape(&mut self, text: &str, blanks: &[char]) {
        for character in text.chars() {
            match character {
                '&' => self.written.push_str("&amp;"),
                '<' => self.written.push_str("&lt;"),
                '>' => self.written.push_str("&gt;"),
                '"' => self.written.push_str("&quot;"),
                blank if blanks.contains(&blank) => self.written.push_str(&format!("&#{};", u32::from(blank))),
                character if is_allowed(character) => self.written.push(character),
                _ => self.written.push('\u{FFFD}'),
            }
        }
    }
}
