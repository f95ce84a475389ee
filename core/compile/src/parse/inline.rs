//! Running text: the one-page grammar of marks inside a clause, with the place of every node.
//!
//! ```text
//! **words**          lead words          opens at the beginning of a word, closes at the end of one
//! *words*            emphasis            likewise
//! ^st^  ~2~          raised, lowered     no blanks inside; may stand inside a word
//! [words](https://…) link                https:, http: or mailto:
//! [words](#id)       reference           to a clause, in the author's words
//! [#id]              reference           in the house's words: "paragraph 26 (d)"
//! [^name]            note mark
//! {name}             slot                in a house's phrases only
//! \*                 the character       before any of \ * ^ ~ [ ] ( ) { }
//! ```
//!
//! Everything else prints as written: `2*3*4`, `1949) treaty`, `{{`, `#`, `$`, `@`, `<`, `&`. A mark that could open and is
//! never closed is an error at its place; nothing is ever dropped in silence. Parsing takes linear time.

use std::ops::Range;

use engross_model::{Inline, is_link_address, is_name, link_scheme};

/// Stands in the visible text for a note mark, or for a reference whose words are the house's.
pub(crate) const PLACEHOLDER: char = '\u{fffc}';

/// Stands in the visible text where a cross-reference is, whose words come later. No author writes it.
pub(crate) const REFERENCE: char = '\u{fffb}';

/// How deep marks may be nested.
const MAX_NESTING: usize = 8;

/// The longest address of a link, in bytes.
const MAX_ADDRESS: usize = 2_000;

/// The characters that a backslash makes literal.
const ESCAPABLE: &str = "\\*^~[](){}";

/// Says whether a character can be part of a mark.
pub(crate) fn is_sign(character: char) -> bool {
    ESCAPABLE.contains(character)
}

/// Parsed running text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Markup {
    pub(crate) nodes: Vec<Node>,
    pub(crate) errors: Vec<MarkupError>,
}

/// A node and the bytes of the value it stands in, marks included.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub(crate) range: Range<usize>,
    pub(crate) piece: Piece,
}

/// What a node is. A text that differs in length from its range is one escaped character.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Piece {
    Text(String),
    Lead(Vec<Node>),
    Emphasis(Vec<Node>),
    Superscript(Vec<Node>),
    Subscript(Vec<Node>),
    Link {
        url: String,
        content: Vec<Node>,
    },
    /// Without content, the house's words are printed.
    Reference {
        target: String,
        content: Vec<Node>,
    },
    NoteMark(String),
    Slot(String),
}

/// Something wrong in running text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MarkupError {
    pub(crate) range: Range<usize>,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

/// Parses running text of an author.
pub(crate) fn parse(value: &str) -> Markup {
    Parser::new(value, false).run()
}

/// Parses a phrase of a house, which may hold slots.
pub(crate) fn parse_phrase(value: &str) -> Markup {
    Parser::new(value, true).run()
}

/// Parses words of a house's terms and returns them as content.
pub(crate) fn content(value: &str) -> Vec<Inline> {
    parse(value).inlines()
}

impl Markup {
    /// Returns the content that the document holds.
    pub(crate) fn inlines(&self) -> Vec<Inline> {
        inlines(&self.nodes)
    }

    /// Returns what a reader sees, with the way back to the value.
    pub(crate) fn visible(&self) -> VisibleText {
        let mut visible = VisibleText::default();
        push_visible(&self.nodes, &mut visible);
        visible
    }

    /// Returns the notes that marks name, with the place of each mark.
    pub(crate) fn note_marks(&self) -> Vec<(String, Range<usize>)> {
        let mut marks = Vec::new();
        walk(&self.nodes, &mut |node| {
            if let Piece::NoteMark(name) = &node.piece {
                marks.push((name.clone(), node.range.clone()));
            }
        });
        marks
    }

    /// Returns the targets of references, whether they have words of their own, and their places.
    pub(crate) fn references(&self) -> Vec<(String, bool, Range<usize>)> {
        let mut references = Vec::new();
        walk(&self.nodes, &mut |node| {
            if let Piece::Reference { target, content } = &node.piece {
                references.push((target.clone(), !content.is_empty(), node.range.clone()));
            }
        });
        references
    }

    /// Returns every node, outer ones before those inside.
    pub(crate) fn all_nodes(&self) -> Vec<&Node> {
        let mut nodes = Vec::new();
        walk(&self.nodes, &mut |node| nodes.push(node));
        nodes
    }

    /// Says whether a range of the value lies inside lead words.
    pub(crate) fn in_lead(&self, range: Range<usize>) -> bool {
        let mut inside = false;
        walk(&self.nodes, &mut |node| {
            let covers = node.range.start <= range.start && range.end <= node.range.end;
            inside |= matches!(node.piece, Piece::Lead(_)) && covers;
        });
        inside
    }
}

impl Node {
    /// Returns the nodes inside this one.
    pub(crate) fn children(&self) -> &[Self] {
        match &self.piece {
            Piece::Text(_) | Piece::NoteMark(_) | Piece::Slot(_) => &[],
            Piece::Lead(content)
            | Piece::Emphasis(content)
            | Piece::Superscript(content)
            | Piece::Subscript(content)
            | Piece::Link { content, .. }
            | Piece::Reference { content, .. } => content,
        }
    }

    /// Returns the node as the document holds it. An unfilled slot prints as written.
    pub(crate) fn inline(&self) -> Inline {
        match &self.piece {
            Piece::Text(text) => Inline::Text(text.clone()),
            Piece::Lead(content) => Inline::Lead(inlines(content)),
            Piece::Emphasis(content) => Inline::Emphasis(inlines(content)),
            Piece::Superscript(content) => Inline::Superscript(inlines(content)),
            Piece::Subscript(content) => Inline::Subscript(inlines(content)),
            Piece::Link { url, content } => Inline::Link { url: url.clone(), content: inlines(content) },
            Piece::Reference { target, content } => {
                Inline::Reference { target: target.clone(), content: inlines(content) }
            }
            Piece::NoteMark(note) => Inline::unnumbered_mark(note),
            Piece::Slot(name) => Inline::Text(format!("{{{name}}}")),
        }
    }
}

fn inlines(nodes: &[Node]) -> Vec<Inline> {
    let mut content: Vec<Inline> = Vec::with_capacity(nodes.len());
    for node in nodes {
        match (content.last_mut(), node.inline()) {
            (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
            (_, inline) => content.push(inline),
        }
    }
    content
}

fn walk<'a>(nodes: &'a [Node], visit: &mut dyn FnMut(&'a Node)) {
    for node in nodes {
        visit(node);
        walk(node.children(), visit);
    }
}

/// What a reader sees of running text, and where each byte of it stands in the value.
#[derive(Debug, Clone, Default)]
pub(crate) struct VisibleText {
    pub(crate) text: String,
    segments: Vec<Segment>,
}

/// A run of visible text that comes from one run of the value.
#[derive(Debug, Clone)]
struct Segment {
    visible: Range<usize>,
    value: Range<usize>,
}

impl Segment {
    /// Byte for byte the same in both.
    fn verbatim(&self) -> bool {
        self.visible.len() == self.value.len()
    }
}

impl VisibleText {
    /// Turns a visible range into the range of the value that it comes from, marks between its ends included.
    pub(crate) fn value_range(&self, visible: Range<usize>) -> Range<usize> {
        let start = self.value_start(visible.start);
        let end = if visible.is_empty() { start } else { self.value_end(visible.end) };
        start..end.max(start)
    }

    /// As [`value_range`](Self::value_range), but only where no mark and no escape stands inside.
    pub(crate) fn exact_value_range(&self, visible: Range<usize>) -> Option<Range<usize>> {
        let value = self.value_range(visible.clone());
        (value.len() == visible.len()).then_some(value)
    }

    /// Turns a range of the value into the visible range that comes from it.
    pub(crate) fn visible_range(&self, value: Range<usize>) -> Range<usize> {
        let inside =
            self.segments.iter().filter(|segment| segment.value.start < value.end && value.start < segment.value.end);
        let mut range: Option<Range<usize>> = None;
        for segment in inside {
            let (mut start, mut end) = (segment.visible.start, segment.visible.end);
            if segment.verbatim() {
                start += value.start.saturating_sub(segment.value.start);
                end -= segment.value.end.saturating_sub(value.end);
            }
            range = Some(range.map_or(start..end, |range| range.start..end));
        }
        range.unwrap_or(0..0)
    }

    fn value_start(&self, at: usize) -> usize {
        let index = self.segments.partition_point(|segment| segment.visible.end <= at);
        match self.segments.get(index) {
            Some(segment) if segment.verbatim() => segment.value.start + at.saturating_sub(segment.visible.start),
            Some(segment) => segment.value.start,
            None => self.segments.last().map_or(0, |segment| segment.value.end),
        }
    }

    fn value_end(&self, at: usize) -> usize {
        let index = self.segments.partition_point(|segment| segment.visible.end < at);
        match self.segments.get(index) {
            Some(segment) if segment.verbatim() => segment.value.start + at.saturating_sub(segment.visible.start),
            Some(segment) => segment.value.end,
            None => self.segments.last().map_or(0, |segment| segment.value.end),
        }
    }

    fn push(&mut self, text: &str, value: Range<usize>) {
        let start = self.text.len();
        self.text.push_str(text);
        self.segments.push(Segment { visible: start..self.text.len(), value });
    }
}

fn push_visible(nodes: &[Node], visible: &mut VisibleText) {
    for node in nodes {
        match &node.piece {
            Piece::Text(text) => visible.push(text, node.range.clone()),
            Piece::NoteMark(_) => visible.push(PLACEHOLDER.encode_utf8(&mut [0; 4]), node.range.clone()),
            Piece::Reference { content, .. } if content.is_empty() => {
                visible.push(REFERENCE.encode_utf8(&mut [0; 4]), node.range.clone());
            }
            Piece::Slot(name) => visible.push(&format!("{{{name}}}"), node.range.clone()),
            _ => push_visible(node.children(), visible),
        }
    }
}

/// A mark that is open.
struct Open {
    mark: Mark,
    at: usize,
    nodes: Vec<Node>,
}

/// The marks that enclose words at word edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Lead,
    Emphasis,
}

impl Mark {
    fn sign(self) -> &'static str {
        match self {
            Self::Lead => "**",
            Self::Emphasis => "*",
        }
    }
}

struct Parser<'a> {
    value: &'a str,
    slots: bool,
    at: usize,
    /// Where the text that is not yet a node begins.
    text_from: usize,
    nodes: Vec<Node>,
    open: Vec<Open>,
    /// How many links and raised or lowered words this one is inside.
    outer: usize,
    errors: Vec<MarkupError>,
    /// The closing bracket of each opening one.
    brackets: Vec<(usize, usize)>,
    /// Words that are addresses printed as such.
    addresses: Vec<Range<usize>>,
    too_deep: bool,
}

impl<'a> Parser<'a> {
    fn new(value: &'a str, slots: bool) -> Self {
        Self {
            value,
            slots,
            at: 0,
            text_from: 0,
            nodes: Vec::new(),
            open: Vec::new(),
            outer: 0,
            errors: Vec::new(),
            brackets: matching_brackets(value),
            addresses: printed_addresses(value),
            too_deep: false,
        }
    }

    fn run(mut self) -> Markup {
        self.parse_until(self.value.len());
        self.errors.sort_by_key(|error| error.range.start);
        Markup { nodes: self.nodes, errors: self.errors }
    }

    /// Parses up to `end`; marks opened before it must close before it.
    fn parse_until(&mut self, end: usize) {
        let outside = std::mem::take(&mut self.open);
        self.text_from = self.at;
        while self.at < end {
            let rest = &self.value[self.at..end];
            let taken = match rest.as_bytes()[0] {
                b'\\' => self.escape(rest),
                b'*' => self.star(rest, end),
                b'^' | b'~' => self.script(rest),
                b'[' => self.bracket(end),
                b'{' if self.slots => self.slot(rest),
                _ => self.character(rest),
            };
            if !taken {
                self.at += rest.chars().next().map_or(1, char::len_utf8);
            }
        }
        self.flush_text();
        while let Some(open) = self.open.pop() {
            self.demote(open);
        }
        self.open = outside;
    }

    /// Refuses control characters; line breaks print as blanks.
    fn character(&mut self, rest: &str) -> bool {
        let Some(character) = rest.chars().next() else { return false };
        if character == '\n' || character == '\r' {
            self.flush_text();
            self.push(self.at..self.at + 1, Piece::Text(" ".to_owned()));
            return self.go_on(1);
        }
        if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}') {
            let range = self.at..self.at + character.len_utf8();
            self.error(
                "INL-05",
                range,
                format!("the control character U+{:04X} stands in the text", u32::from(character)),
                Some("delete it, or write a blank".to_owned()),
            );
        }
        false
    }

    fn escape(&mut self, rest: &str) -> bool {
        let Some(escaped) = rest[1..].chars().next().filter(|character| ESCAPABLE.contains(*character)) else {
            return false;
        };
        self.flush_text();
        self.push(self.at..self.at + 2, Piece::Text(escaped.to_string()));
        self.go_on(2)
    }

    fn star(&mut self, rest: &str, end: usize) -> bool {
        let stars = rest.bytes().take_while(|byte| *byte == b'*').count();
        let before = self.value[..self.at].chars().next_back();
        let after = self.value[self.at + stars..end].chars().next();
        let closes = before.is_some_and(|before| !before.is_whitespace()) && !after.is_some_and(char::is_alphanumeric);
        if closes && let Some(mark) = self.closing_mark(stars) {
            self.close(mark);
            return true;
        }
        let opens = after.is_some_and(|after| !after.is_whitespace()) && !before.is_some_and(char::is_alphanumeric);
        if opens && stars <= 3 {
            let mark = if stars == 1 { Mark::Emphasis } else { Mark::Lead };
            return self.open(mark);
        }
        // Not a mark here: the stars print as written, all of them.
        self.at += stars;
        true
    }

    /// Returns the open mark that a run of stars closes; of three stars the innermost takes its own first.
    fn closing_mark(&self, stars: usize) -> Option<Mark> {
        let wanted = match stars {
            1 => Mark::Emphasis,
            2 => Mark::Lead,
            3 => self.open.last()?.mark,
            _ => return None,
        };
        self.open.iter().any(|open| open.mark == wanted).then_some(wanted)
    }

    fn open(&mut self, mark: Mark) -> bool {
        if self.open.len() + self.outer >= MAX_NESTING {
            self.refuse_depth(mark.sign().len());
            return self.skip(mark.sign().len());
        }
        self.flush_text();
        let nodes = std::mem::take(&mut self.nodes);
        self.open.push(Open { mark, at: self.at, nodes });
        self.go_on(mark.sign().len())
    }

    /// Closes the innermost mark of this kind; those inside it were never closed.
    fn close(&mut self, mark: Mark) {
        self.flush_text();
        while self.open.last().is_some_and(|open| open.mark != mark) {
            if let Some(open) = self.open.pop() {
                self.demote(open);
            }
        }
        let Some(open) = self.open.pop() else { return };
        let content = std::mem::replace(&mut self.nodes, open.nodes);
        let range = open.at..self.at + mark.sign().len();
        if content.is_empty() {
            self.error("INL-03", range.clone(), "there is nothing between the marks".to_owned(), None);
        }
        let piece = match mark {
            Mark::Lead => Piece::Lead(content),
            Mark::Emphasis => Piece::Emphasis(content),
        };
        self.push(range, piece);
        self.go_on(mark.sign().len());
    }

    /// Turns a mark that was never closed back into text.
    fn demote(&mut self, open: Open) {
        let sign = open.mark.sign();
        let range = open.at..open.at + sign.len();
        self.unclosed(range.clone(), sign);
        let content = std::mem::replace(&mut self.nodes, open.nodes);
        self.push(range, Piece::Text(sign.to_owned()));
        self.nodes.extend(content);
    }

    /// `^st^` and `~2~`: no blanks inside.
    fn script(&mut self, rest: &str) -> bool {
        let sign = &rest[..1];
        let inside = &rest[1..];
        let reach = inside.find(|character: char| character.is_whitespace() || character == rest.as_bytes()[0] as char);
        let closing = reach.filter(|at| inside[*at..].starts_with(sign));
        let blank_follows = inside.chars().next().is_none_or(char::is_whitespace);
        match closing {
            Some(0) => {
                self.error(
                    "INL-03",
                    self.at..self.at + 2,
                    "there is nothing between the marks".to_owned(),
                    Some(format!("to print the character, write `\\{sign}`")),
                );
                self.skip(2)
            }
            Some(length) if !self.in_address() => self.enclosed(length, |content, sign| match sign {
                '^' => Piece::Superscript(content),
                _ => Piece::Subscript(content),
            }),
            _ if blank_follows || self.in_address() => false,
            _ => {
                self.unclosed(self.at..self.at + 1, sign);
                self.skip(1)
            }
        }
    }

    /// Parses what stands between one-byte marks of which the second is `length` bytes after the first.
    fn enclosed(&mut self, length: usize, make: fn(Vec<Node>, char) -> Piece) -> bool {
        let start = self.at;
        let sign = self.value.as_bytes()[start] as char;
        let close = start + 1 + length;
        let Some(content) = self.inner(start + 1..close) else { return self.skip(1) };
        self.push(start..close + 1, make(content, sign));
        self.at = close;
        self.go_on(1)
    }

    /// Parses a range as content of its own.
    fn inner(&mut self, range: Range<usize>) -> Option<Vec<Node>> {
        if self.open.len() + self.outer >= MAX_NESTING {
            self.refuse_depth(1);
            return None;
        }
        self.flush_text();
        let outside = std::mem::take(&mut self.nodes);
        let (depth, start) = (self.open.len() + 1, self.at);
        self.outer += depth;
        self.at = range.start;
        self.parse_until(range.end);
        self.outer -= depth;
        self.at = start;
        Some(std::mem::replace(&mut self.nodes, outside))
    }

    /// `[^note]`, `[#id]`, `[words](address)`; a bracket that begins none of them prints as written.
    fn bracket(&mut self, end: usize) -> bool {
        let Some(close) = self.closing_bracket(end) else {
            return self.unclosed_bracket(end) && self.skip(2);
        };
        let inside = &self.value[self.at + 1..close];
        if let Some(name) = inside.strip_prefix('^').filter(|name| is_name(name)) {
            return self.leaf(close, Piece::NoteMark(name.to_owned()));
        }
        if let Some(target) = inside.strip_prefix('#').filter(|target| is_name(target)) {
            return self.leaf(close, Piece::Reference { target: target.to_owned(), content: Vec::new() });
        }
        if inside.starts_with(['^', '#']) && !inside.contains(char::is_whitespace) {
            let what = if inside.starts_with('^') { "note" } else { "clause id" };
            let help =
                format!("a {what} is named by small letters, digits and hyphens; to print the bracket, write `\\[`");
            self.error("INL-02", self.at..close + 1, format!("`{inside}` names no {what}"), Some(help));
            return self.skip(close + 1 - self.at);
        }
        self.link(close, end)
    }

    fn leaf(&mut self, close: usize, piece: Piece) -> bool {
        self.flush_text();
        self.push(self.at..close + 1, piece);
        self.at = close;
        self.go_on(1)
    }

    fn link(&mut self, close: usize, end: usize) -> bool {
        let after = &self.value[close + 1..end];
        let Some(address) = after.strip_prefix('(').and_then(address) else {
            self.broken_address(close + 1, after);
            return false;
        };
        let (start, whole_end) = (self.at, close + 1 + 1 + address.len() + 1);
        let target = address.strip_prefix('#').filter(|target| is_name(target)).map(str::to_owned);
        if target.is_none() && !is_link_address(address) {
            let range = close + 2..whole_end - 1;
            let help = "an address begins with https://, http:// or mailto:, a clause with #; to print the bracket, write `\\[`";
            self.error("INL-02", range, format!("`{address}` is no address to link to"), Some(help.to_owned()));
            return false;
        }
        if self.value[start + 1..close].trim().is_empty() {
            self.error(
                "INL-03",
                start..whole_end,
                "the link has no words".to_owned(),
                Some("put words between the brackets".to_owned()),
            );
        }
        let url = address.to_owned();
        let Some(content) = self.inner(start + 1..close) else { return self.skip(1) };
        let piece = match target {
            Some(target) => Piece::Reference { target, content },
            None => Piece::Link { url, content },
        };
        self.push(start..whole_end, piece);
        self.at = whole_end - 1;
        self.go_on(1)
    }

    /// `{name}` in a phrase; `\\{` prints a brace.
    fn slot(&mut self, rest: &str) -> bool {
        match rest.find('}').map(|close| &rest[1..close]).filter(|name| is_name(name)) {
            Some(name) => self.leaf(self.at + 1 + name.len(), Piece::Slot(name.to_owned())),
            None => {
                self.error(
                    "HOUSE-03",
                    self.at..self.at + 1,
                    "a brace begins no slot".to_owned(),
                    Some("write `\\{` for the character".to_owned()),
                );
                false
            }
        }
    }

    /// Reports a note mark or reference without its closing bracket; any other bracket is just a bracket.
    fn unclosed_bracket(&mut self, end: usize) -> bool {
        let rest = &self.value[self.at + 1..end];
        let named = rest.strip_prefix(['^', '#']).unwrap_or_default();
        let name = named.split(|it: char| !(it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-')).next();
        let Some(name) = name.filter(|name| is_name(name)) else { return false };
        let range = self.at..self.at + 2 + name.len();
        let help = "close it with `]`; to print the bracket, write `\\[`".to_owned();
        self.error("INL-01", range, "the bracket is not closed".to_owned(), Some(help));
        true
    }

    /// Reports what begins as a link's address and does not end as one.
    fn broken_address(&mut self, at: usize, after: &str) {
        let begun = after.strip_prefix('(').unwrap_or_default();
        if !begun.starts_with('#') && link_scheme(begun).is_none() {
            return;
        }
        let length = begun.find(char::is_whitespace).unwrap_or(begun.len());
        let (code, message, help) = if begun.contains(')') {
            ("INL-02", "an address has no blanks", "write `%20` for a blank; to print the bracket, write `\\[`")
        } else {
            ("INL-01", "the address is not closed", "close it with `)`; to print the bracket, write `\\[`")
        };
        self.error(code, at..at + 1 + length, message.to_owned(), Some(help.to_owned()));
    }

    fn closing_bracket(&self, end: usize) -> Option<usize> {
        let index = self.brackets.binary_search_by_key(&self.at, |(open, _)| *open).ok()?;
        self.brackets.get(index).map(|(_, close)| *close).filter(|close| *close < end)
    }

    /// Says whether this place lies inside an address that is printed as such: `https://example.org/~name`.
    fn in_address(&self) -> bool {
        let index = self.addresses.partition_point(|address| address.end <= self.at);
        self.addresses.get(index).is_some_and(|address| address.start <= self.at)
    }

    fn unclosed(&mut self, range: Range<usize>, sign: &str) {
        let escaped: String = sign.chars().flat_map(|character| ['\\', character]).collect();
        let help = format!("close it with `{sign}` at the end of a word; to print it, write `{escaped}`");
        self.error("INL-01", range, format!("the mark `{sign}` is not closed"), Some(help));
    }

    fn refuse_depth(&mut self, length: usize) {
        if !std::mem::replace(&mut self.too_deep, true) {
            self.error(
                "INL-04",
                self.at..self.at + length,
                "marks are nested too deeply".to_owned(),
                Some(format!("{MAX_NESTING} levels are enough for any text")),
            );
        }
    }

    fn error(&mut self, code: &'static str, range: Range<usize>, message: String, help: Option<String>) {
        self.errors.push(MarkupError { range, code, message, help });
    }

    fn push(&mut self, range: Range<usize>, piece: Piece) {
        self.nodes.push(Node { range, piece });
    }

    /// Passes over bytes that print as written.
    fn skip(&mut self, bytes: usize) -> bool {
        self.at += bytes;
        true
    }

    /// Passes over bytes that are now in a node.
    fn go_on(&mut self, bytes: usize) -> bool {
        self.at += bytes;
        self.text_from = self.at;
        true
    }

    fn flush_text(&mut self) {
        if self.text_from < self.at {
            let text = self.value[self.text_from..self.at].to_owned();
            self.push(self.text_from..self.at, Piece::Text(text));
        }
        self.text_from = self.at;
    }
}

/// Pairs brackets in one pass, passing over escaped ones.
fn matching_brackets(value: &str) -> Vec<(usize, usize)> {
    let mut open = Vec::new();
    let mut pairs = Vec::new();
    let mut escaped = false;
    for (at, byte) in value.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'[' => open.push(at),
            b']' => pairs.extend(open.pop().map(|start| (start, at))),
            _ => {}
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Finds the words that hold an address, as `https://example.org/~name` does; not those in a link's parentheses.
fn printed_addresses(value: &str) -> Vec<Range<usize>> {
    let mut addresses = Vec::new();
    let mut start = 0;
    for word in value.split_inclusive(char::is_whitespace) {
        if word.contains("://") && !word.contains("](") {
            addresses.push(start..start + word.len());
        }
        start += word.len();
    }
    addresses
}

/// Returns the address before the closing parenthesis; its own parentheses are balanced, and it has no blanks.
fn address(rest: &str) -> Option<&str> {
    let mut depth = 0_usize;
    for (at, character) in rest.char_indices().take_while(|(at, _)| *at < MAX_ADDRESS) {
        match character {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(&rest[..at]),
            ')' => depth -= 1,
            _ if character.is_whitespace() || character.is_control() => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Writes nodes as `[L …]`, `[E …]`, ….
    fn sketch(value: &str) -> String {
        fn push(nodes: &[Node], sketch: &mut String) {
            for node in nodes {
                let name = match &node.piece {
                    Piece::Text(text) => {
                        sketch.push_str(text);
                        continue;
                    }
                    Piece::Lead(_) => "L ".to_owned(),
                    Piece::Emphasis(_) => "E ".to_owned(),
                    Piece::Superscript(_) => "^".to_owned(),
                    Piece::Subscript(_) => "~".to_owned(),
                    Piece::Link { url, .. } => format!("{url} "),
                    Piece::Reference { target, .. } => format!("#{target} "),
                    Piece::NoteMark(name) => format!("note {name}"),
                    Piece::Slot(name) => format!("slot {name}"),
                };
                sketch.push('⟨');
                sketch.push_str(&name);
                push(node.children(), sketch);
                sketch.push('⟩');
            }
        }
        let markup = parse(value);
        let mut sketch = String::new();
        push(&markup.nodes, &mut sketch);
        for error in markup.errors {
            sketch.push_str(&format!(" !{}@{}", error.code, error.range.start));
        }
        sketch
    }

    #[test]
    fn marks_open_and_close_at_word_edges() {
        for (value, expected) in [
            ("**Noting** that *it* is", "⟨L Noting⟩ that ⟨E it⟩ is"),
            ("(**Noting**), «*it*»;", "(⟨L Noting⟩), «⟨E it⟩»;"),
            ("2*3*4 and 5 * 6 * 7", "2*3*4 and 5 * 6 * 7"),
            ("***both***", "⟨L ⟨E both⟩⟩"),
            ("**a *b* c**", "⟨L a ⟨E b⟩ c⟩"),
            ("*a **b** c*", "⟨E a ⟨L b⟩ c⟩"),
            ("note* and **", "note* and **"),
            ("the 1^st^ of H~2~O", "the 1⟨^st⟩ of H⟨~2⟩O"),
            ("a \\*star\\* and \\\\ and \\n", "a *star* and \\ and \\n"),
            ("1949) treaty, 1. The first, - dash, # x, > x", "1949) treaty, 1. The first, - dash, # x, > x"),
            ("{{x}} #let $m$ @r <b> &amp; snake_case_word `c`", "{{x}} #let $m$ @r <b> &amp; snake_case_word `c`"),
            ("https://example.org/~name*x", "https://example.org/~name*x"),
        ] {
            assert_eq!(sketch(value), expected, "{value}");
        }
    }

    #[test]
    fn brackets_are_links_references_and_notes() {
        for (value, expected) in [
            ("see [#urges], [it](#urges) and[^n]", "see ⟨#urges ⟩, ⟨#urges it⟩ and⟨note n⟩"),
            ("[a *b*](https://x.org/(y)?z)", "⟨https://x.org/(y)?z a ⟨E b⟩⟩"),
            ("[sic] and [x]: y and [a [b] c]", "[sic] and [x]: y and [a [b] c]"),
            ("\\[#urges\\]", "[#urges]"),
            ("[**a** b](mailto:a@b.org)", "⟨mailto:a@b.org ⟨L a⟩ b⟩"),
            ("*[a](#b)*", "⟨E ⟨#b a⟩⟩"),
        ] {
            assert_eq!(sketch(value), expected, "{value}");
        }
    }

    #[test]
    fn errors_stand_at_their_place_and_lose_nothing() {
        for (value, expected) in [
            ("a **Noting that", "a **Noting that !INL-01@2"),
            ("**a *b** c", "⟨L a *b⟩ c !INL-01@4"),
            ("10^6 tonnes", "10^6 tonnes !INL-01@2"),
            ("[x](javascript:y)", "[x](javascript:y) !INL-02@4"),
            ("[^Bad] note", "[^Bad] note !INL-02@0"),
            ("a ^^ b", "a ^^ b !INL-03@2"),
            ("[](#x)", "⟨#x ⟩ !INL-03@0"),
            ("bell\u{7}", "bell\u{7} !INL-05@4"),
            ("*a [b*](#c)", "*a ⟨#c b*⟩ !INL-01@0"),
        ] {
            assert_eq!(sketch(value), expected, "{value}");
        }
        let deep = "*a **b *c **d *e **f *g **h *i **j".to_owned();
        assert!(parse(&deep).errors.iter().any(|error| error.code == "INL-04"));
    }

    #[test]
    fn visible_text_finds_its_way_back() {
        let markup = parse("**Noting** a \\* b[^n] and [it](#c);");
        let visible = markup.visible();
        assert_eq!(visible.text, "Noting a * b\u{fffc} and it;");
        assert_eq!(visible.value_range(0..6), 2..8);
        assert_eq!(visible.exact_value_range(7..8), Some(11..12));
        assert_eq!(visible.value_range(9..10), 13..15);
        assert_eq!(visible.exact_value_range(7..10), None);
        assert_eq!(visible.visible_range(0..10), 0..6);
    }

    #[test]
    fn slots_are_for_phrases() {
        let markup = parse_phrase("{kind} {number}");
        assert_eq!(markup.nodes.len(), 3);
        assert_eq!(parse_phrase("{ x").errors.len(), 1);
    }

    #[test]
    fn hostile_texts_take_linear_time() {
        for piece in ["*a ", "[", "]", "^a ", "[a](", "**", "\\", "[^", "~"] {
            let text = piece.repeat(50_000);
            let visible = parse(&text).visible();
            assert!(!visible.text.is_empty() || piece == "\\");
        }
    }

    proptest! {
        #[test]
        fn nodes_cover_the_value_without_gaps(value in "([a-z ]|\\*|\\^|~|\\[|\\]|\\(|\\)|#|\\\\|é|\\n){0,40}") {
            let markup = parse(&value);
            let mut at = 0;
            for node in &markup.nodes {
                prop_assert_eq!(node.range.start, at);
                at = node.range.end;
            }
            prop_assert_eq!(at, value.len());
        }

        #[test]
        fn plain_words_stay_as_they_are(value in "[a-zA-Z0-9 ,;:.!?'«»–]{0,80}") {
            let visible = parse(&value).visible();
            prop_assert_eq!(&visible.text, &value);
            prop_assert_eq!(visible.value_range(0..value.len()), 0..value.len());
        }

        #[test]
        fn visible_ranges_lead_to_the_same_words(value in "([a-z]{1,4}|\\*\\*[a-z]{1,3}\\*\\*| |\\\\\\*){0,12}") {
            let visible = parse(&value).visible();
            for (at, character) in visible.text.char_indices() {
                let range = visible.value_range(at..at + character.len_utf8());
                prop_assert!(value[range].contains(character) || character == ' ');
            }
        }
    }
}
