//! Writes XML that is well-formed whatever it is given: text is escaped, letters that XML forbids are dropped, and what
//! was opened is closed. It knows nothing of Word.

/// One part of the file, as far as it is written.
pub(crate) struct Xml {
    text: String,
    open: Vec<&'static str>,
}

impl Xml {
    /// Begins a part with its outermost element.
    pub(crate) fn part(root: &'static str, attributes: &[(&str, &str)]) -> Self {
        let mut xml = Self {
            text: "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".to_owned(),
            open: Vec::new(),
        };
        xml.open(root, attributes);
        xml
    }

    /// Begins a piece of a part, without an outermost element.
    pub(crate) fn fragment() -> Self {
        Self { text: String::new(), open: Vec::new() }
    }

    /// Begins an element.
    pub(crate) fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.text.push('>');
        self.open.push(name);
    }

    /// Ends the innermost open element.
    pub(crate) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.text.push_str("</");
            self.text.push_str(name);
            self.text.push('>');
        }
    }

    /// Writes an element with nothing in it.
    pub(crate) fn empty(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.text.push_str("/>");
    }

    /// Writes an element with an attribute `w:val`, as most of Word's settings are.
    pub(crate) fn value(&mut self, name: &'static str, value: &str) {
        self.empty(name, &[("w:val", value)]);
    }

    /// Writes an element that is a switch, if it is on.
    pub(crate) fn switch(&mut self, name: &'static str, on: bool) {
        if on {
            self.empty(name, &[]);
        }
    }

    /// Writes an element with nothing but words in it.
    pub(crate) fn element(&mut self, name: &'static str, attributes: &[(&str, &str)], words: &str) {
        self.open(name, attributes);
        escape(words, &mut self.text);
        self.close();
    }

    /// Ends all that is open and returns the part.
    pub(crate) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.text.push('<');
        self.text.push_str(name);
        for (key, value) in attributes {
            self.text.push(' ');
            self.text.push_str(key);
            self.text.push_str("=\"");
            escape(value, &mut self.text);
            self.text.push('"');
        }
    }
}

/// Adds words to a part. White space of any kind but the blank becomes a blank: a tab would look like the end of a label.
fn escape(words: &str, into: &mut String) {
    for letter in words.chars() {
        match letter {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            '\t' | '\n' | '\r' => into.push(' '),
            '\u{FFFE}' | '\u{FFFF}' => {}
            letter if letter.is_control() => {}
            letter => into.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_words_stay_words() {
        let mut xml = Xml::part("a", &[("b", "\"<\u{0}>\"")]);
        xml.element("c", &[], "]]>&amp;\t\u{1}\u{FFFF}");
        xml.open("d", &[]);
        let text = xml.finish();
        assert!(text.ends_with("<a b=\"&quot;&lt;&gt;&quot;\"><c>]]&gt;&amp;amp; </c><d></d></a>"), "{text}");
    }
}
