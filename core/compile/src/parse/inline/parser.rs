//! Reads marks: which open, which close, and which print as written.

use std::ops::Range;

use engross_model::{clause_of, is_link_address, is_name, link_scheme};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::{Markup, MarkupError, Node, PLACEHOLDER, Piece, is_edge, is_sign};

/// How deep marks may be nested.
const MAX_NESTING: usize = 8;

/// The longest address of a link, in bytes.
const MAX_ADDRESS: usize = 2_000;

/// Reads running text from left to right.
pub(super) struct Parser<'a> {
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

/// A mark that is open.
struct Open {
    mark: Mark,
    at: usize,
    nodes: Vec<Node>,
    /// Whether it is reported already why it is not closed.
    reported: bool,
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

impl<'a> Parser<'a> {
    pub(super) fn new(value: &'a str, slots: bool) -> Self {
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

    pub(super) fn run(mut self) -> Markup {
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
        // The last ones are those that stand for marks and references in the visible text.
        if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}' | '\u{fff9}'..=PLACEHOLDER) {
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
        let Some(escaped) = rest[1..].chars().next().filter(|character| is_sign(*character)) else {
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
        // `**attendu qu’**une`: what an apostrophe cuts off ends there.
        let is_cut = |before: char| matches!(before, '\'' | '’');
        let closes = before.is_some_and(|before| !before.is_whitespace() && (is_cut(before) || is_edge(before, after)));
        if closes && let Some(mark) = self.closing_mark(stars) {
            self.close(mark);
            return true;
        }
        let opens = after.is_some_and(|after| !after.is_whitespace() && is_edge(after, before));
        if opens && stars <= 3 {
            let mark = if stars == 1 { Mark::Emphasis } else { Mark::Lead };
            return self.open(mark);
        }
        if closes && stars == 2 && self.open.is_empty() {
            let help = "write `**` before the first word too, without a blank between; to print it, write `\\*\\*`";
            let message = "the mark `**` closes nothing".to_owned();
            self.error("INL-01", self.at..self.at + stars, message, Some(help.to_owned()));
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
        self.open.push(Open { mark, at: self.at, nodes, reported: false });
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
        if !open.reported && !self.closes_behind_a_blank(&open, range.clone()) {
            self.unclosed(range.clone(), sign);
        }
        let content = std::mem::replace(&mut self.nodes, open.nodes);
        self.push(range, Piece::Text(sign.to_owned()));
        self.nodes.extend(content);
    }

    /// Reports a mark that was meant to close another one and stands behind a blank, as in `**URGES **Allies`.
    fn closes_behind_a_blank(&mut self, open: &Open, range: Range<usize>) -> bool {
        let Some(outer) = self.open.last_mut().filter(|outer| outer.mark == open.mark) else { return false };
        let sign = open.mark.sign();
        let words = &self.value[outer.at + sign.len()..open.at];
        if !words.strip_suffix(' ').is_some_and(|words| words.ends_with(char::is_alphanumeric)) {
            return false;
        }
        outer.reported = true;
        let message = format!("the mark `{sign}` stands behind a blank, where it closes nothing");
        let help = "put it directly behind the word before".to_owned();
        let mend = Some((open.at - 1..range.end, format!("{sign} ")));
        self.errors.push(MarkupError { range, code: "INL-01", message, help: Some(help), mend });
        true
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
        if let Some(target) = inside.strip_prefix('#').filter(|target| is_name(clause_of(target))) {
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
        if let Some((at, hidden)) = address.char_indices().find(|(_, character)| is_hidden(*character)) {
            let start = close + 2 + at;
            let message = format!("an invisible character (U+{:04X}) stands in the address", u32::from(hidden));
            self.error("INL-02", start..start + hidden.len_utf8(), message, Some("delete it".to_owned()));
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
        let (code, message, help) = if length > MAX_ADDRESS {
            ("INL-02", "an address is too long", "2,000 letters are enough; to print the bracket, write `\\[`")
        } else if begun.contains(')') {
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
        self.errors.push(MarkupError { range, code, message, help, mend: None });
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

/// Says whether a character of an address shows nothing, or nothing that everybody sees alike.
fn is_hidden(character: char) -> bool {
    use GeneralCategory::{Control, Format, PrivateUse, Unassigned};
    !character.is_ascii() && matches!(character.general_category(), Control | Format | PrivateUse | Unassigned)
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
    if !value.contains("://") {
        return addresses;
    }
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
