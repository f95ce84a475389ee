//! YAML as a tree of values with their bytes in the file. It knows YAML and nothing about texts.
//!
//! The scanner is granit-parser; this module builds the tree, checks what it leaves to its caller (duplicate keys, depth,
//! aliases) and words its errors for authors.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use engross_data::utf8;
use engross_model::{Edit, Finding, Fix};
use granit_parser::{ErrorKind, Event, Parser, ScanError, Span, StructureStyle};

use super::scalar;
use super::slips::{self, QUOTE_IT, Reached, Slip};
use crate::LARGEST_TEXT;
use crate::lines::{line_end, line_start};
use crate::source::{ScalarStyle, Text};

/// How deep a file may nest.
const MAX_DEPTH: usize = 64;

/// How many beginnings, ends and values a file may have: more than the largest text needs.
const MAX_EVENTS: usize = 250_000;

/// The most characters of one value: some forty pages.
const LONGEST_VALUE: usize = 100_000;

/// A value and where it stands: from its first byte to the end of its last.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) span: Range<usize>,
    pub(super) value: Value,
}

/// What a value is.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Scalar(Text),
    /// A key without a value.
    Missing,
    /// Something that was refused and reported already.
    Refused,
    Sequence {
        items: Vec<Node>,
        flow: bool,
    },
    Mapping {
        entries: Vec<Entry>,
        flow: bool,
    },
}

/// A key with its value.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) key_span: Range<usize>,
    pub(super) value: Node,
}

/// A parsed file.
pub(super) struct Parsed {
    /// `None` for an empty file.
    pub(super) root: Option<Node>,
    /// Where the scanner broke off; `None` if the whole file was read. What is missing from the tree of a broken file
    /// means nothing, nor does what reaches to this place.
    pub(super) broken_at: Option<usize>,
    pub(super) findings: Vec<Finding>,
}

/// Parses a file.
///
/// # Errors
/// `FILE-02` and `FILE-03` for a file that is too large or no UTF-8.
pub(super) fn parse(name: &Arc<str>, bytes: &[u8]) -> Result<Parsed, Finding> {
    let file = &**name;
    refuse_too_large(file, bytes)?;
    let text = utf8(file, bytes)?;
    let options = granit_parser::options! {
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        emit_comments: false,
    };
    let mut builder = Builder {
        file,
        name,
        text,
        open: Vec::new(),
        root: None,
        findings: Vec::new(),
        documents: 0,
        reached: Reached::default(),
        broken_at: None,
    };
    for (count, event) in Parser::new_from_str_with_options(text, options).enumerate() {
        match event {
            Ok((event, span)) if builder.refuse_excess(count, &event, span) => {}
            Ok((event, span)) => builder.event(event, span),
            Err(error) => builder.scan_error(&error),
        }
        if builder.broken_at.is_some() {
            break;
        }
    }
    while !builder.open.is_empty() {
        builder.give_up_key();
        builder.close(None);
    }
    Ok(Parsed { root: builder.root, broken_at: builder.broken_at, findings: builder.findings })
}

fn refuse_too_large(file: &str, bytes: &[u8]) -> Result<(), Finding> {
    let mebibytes = |bytes: u64| bytes >> 20;
    let length = bytes.len() as u64;
    if length <= LARGEST_TEXT {
        return Ok(());
    }
    let message = format!("the file has {} MiB, a text may have {}", mebibytes(length), mebibytes(LARGEST_TEXT));
    Err(Finding::new("FILE-02", message).in_file(file).help("is this the right file?"))
}

struct Builder<'a> {
    file: &'a str,
    name: &'a Arc<str>,
    text: &'a str,
    open: Vec<Open>,
    root: Option<Node>,
    findings: Vec<Finding>,
    documents: usize,
    reached: Reached,
    broken_at: Option<usize>,
}

/// A sequence or mapping whose end has not come.
struct Open {
    start: usize,
    end: usize,
    kind: OpenKind,
}

enum OpenKind {
    Sequence { items: Vec<Node>, flow: bool },
    Mapping { entries: Vec<Entry>, key: Option<(String, Range<usize>)>, flow: bool },
}

impl Builder<'_> {
    /// Refuses what no text needs and what would take more time and memory than there is; says whether it did.
    fn refuse_excess(&mut self, count: usize, event: &Event<'_>, span: Span) -> bool {
        let too_long = |value: &str| value.len() > LONGEST_VALUE && value.chars().nth(LONGEST_VALUE).is_some();
        let span = bytes(span);
        match event {
            _ if count >= MAX_EVENTS => {
                let help = "is this the right file? If it is, make several texts of it";
                self.break_off("SRC-12", "the file holds more values than a text may have", span, help);
            }
            Event::Scalar(value, ..) if too_long(value) => {
                let message = "a text of more than 100,000 characters begins here";
                let help = "is a quotation mark missing? If not, make several clauses of it";
                self.break_off("SRC-13", message, span.start..span.start, help);
            }
            _ => return false,
        }
        true
    }

    fn event(&mut self, event: Event<'_>, span: Span) {
        let span = bytes(span);
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    let help =
                        "one file holds one text: delete this line and what follows, or make it a file of its own";
                    self.break_off("YAML-05", "a second document begins here", span, help);
                }
            }
            Event::Scalar(value, style, _, tag) => {
                let refused = self.refuse_tag(tag.is_some(), &span);
                let node = self.scalar(&value, style, span);
                if matches!(node.value, Value::Scalar(ref text) if !text.style.is_block()) {
                    self.refuse_tab_before(node.span.start);
                }
                self.reached.scalar = node.span.clone();
                self.add(if refused { Node { value: Value::Refused, ..node } } else { node });
            }
            Event::SequenceStart(style, _, tag) => {
                self.refuse_tag(tag.is_some(), &span);
                let flow = style == StructureStyle::Flow;
                self.begin(span, OpenKind::Sequence { items: Vec::new(), flow });
            }
            Event::MappingStart(style, _, tag) => {
                self.refuse_tag(tag.is_some(), &span);
                let flow = style == StructureStyle::Flow;
                self.begin(span, OpenKind::Mapping { entries: Vec::new(), key: None, flow });
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(Some(span.end)),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.refuse_alias(span.clone());
                self.add(Node { span, value: Value::Refused });
            }
            Event::Anchor(..) => {
                let help = "if the text begins with `&`, put it in double quotes or under `>-`";
                self.report("YAML-03", "anchors are not used here", span, help);
            }
            _ => {}
        }
    }

    fn scalar(&self, value: &str, style: granit_parser::ScalarStyle, span: Range<usize>) -> Node {
        if span.is_empty() && style == granit_parser::ScalarStyle::Plain {
            return Node { span, value: Value::Missing };
        }
        let style = match style {
            granit_parser::ScalarStyle::Plain => ScalarStyle::Plain,
            granit_parser::ScalarStyle::SingleQuoted => ScalarStyle::SingleQuoted,
            granit_parser::ScalarStyle::DoubleQuoted => ScalarStyle::DoubleQuoted,
            granit_parser::ScalarStyle::Literal => ScalarStyle::Literal,
            granit_parser::ScalarStyle::Folded => ScalarStyle::Folded,
        };
        let text = scalar::text(self.name, self.text, value, style, span);
        Node { span: text.span.clone(), value: Value::Scalar(text) }
    }

    fn begin(&mut self, span: Range<usize>, kind: OpenKind) {
        // A block collection begins with its first scalar, which is looked at itself.
        if self.text[span.start..].starts_with(['[', '{']) {
            self.refuse_tab_before(span.start);
        }
        if self.open.len() >= MAX_DEPTH {
            self.refuse_depth(span);
            return;
        }
        self.open.push(Open { start: span.start, end: span.end, kind });
    }

    /// Says of a key that the scanner stopped at that its value is reported already.
    fn give_up_key(&mut self) {
        let Some(OpenKind::Mapping { entries, key, .. }) = self.open.last_mut().map(|open| &mut open.kind) else {
            return;
        };
        if let Some((key, key_span)) = key.take() {
            let value = Node { span: key_span.end..key_span.end, value: Value::Refused };
            entries.push(Entry { key, key_span, value });
        }
    }

    /// Closes what was opened last; without a place if the file broke off before its end.
    fn close(&mut self, at: Option<usize>) {
        let Some(open) = self.open.pop() else { return };
        let (value, flow) = match open.kind {
            OpenKind::Sequence { items, flow } => (Value::Sequence { items, flow }, flow),
            OpenKind::Mapping { entries, key, flow } => {
                let mut entries = entries;
                if let Some((key, key_span)) = key {
                    let value = Node { span: key_span.end..key_span.end, value: Value::Missing };
                    entries.push(Entry { key, key_span, value });
                }
                (Value::Mapping { entries, flow }, flow)
            }
        };
        // The end of a block collection is where the next thing begins; its own end is that of its last child.
        let end = at.filter(|_| flow).unwrap_or(open.end);
        if flow && at.is_some() {
            self.reached.brackets = open.start..end;
        }
        self.add(Node { span: open.start..end.max(open.start), value });
    }

    /// Adds a value where it belongs.
    fn add(&mut self, node: Node) {
        let Some(open) = self.open.last_mut() else {
            if self.documents <= 1 {
                self.root = Some(node);
            }
            return;
        };
        open.end = open.end.max(node.span.end);
        match &mut open.kind {
            OpenKind::Sequence { items, .. } => items.push(node),
            OpenKind::Mapping { entries, key, .. } => match key.take() {
                Some((name, key_span)) => entries.push(Entry { key: name, key_span, value: node }),
                None => {
                    let span = node.span.clone();
                    let mut refuse = |message: &str, help: &str| {
                        let finding = Finding::new("YAML-01", message).at(self.file, span.clone()).help(help);
                        super::report(&mut self.findings, finding);
                        String::new()
                    };
                    let name = match node.value {
                        Value::Scalar(text) if !text.value.is_empty() => text.value,
                        Value::Scalar(_) | Value::Missing => {
                            refuse("a key is missing", "write the key before the colon, or delete the line")
                        }
                        Value::Refused => String::new(),
                        Value::Sequence { .. } | Value::Mapping { .. } => {
                            refuse("a key must be a plain word", "delete the brackets, or put the text in quotes")
                        }
                    };
                    *key = Some((name, span));
                }
            },
        }
    }

    /// Reports tabs between a hyphen, colon or comma and what follows it: what stands in which column would depend on the
    /// reader.
    fn refuse_tab_before(&mut self, at: usize) {
        let before = self.text[..at].trim_end_matches([' ', '\t']);
        let Some(tab) = self.text[before.len()..at].find('\t').map(|offset| before.len() + offset) else { return };
        let tabs = tab..tab + self.text[tab..at].trim_end_matches(' ').len();
        // At the beginning of a line the scanner decides.
        if before.is_empty() || before.ends_with(['\n', '\r']) {
            return;
        }
        let edit = Edit { span: tabs.clone(), replacement: " ".repeat(tabs.len()) };
        let fix = Fix { title: "write blanks for tabs".to_owned(), edits: vec![edit] };
        let mut finding =
            Finding::new("YAML-01", "a tab stands where a blank should").at(self.file, tabs).help("write a blank");
        finding.fix = Some(fix);
        super::report(&mut self.findings, finding);
    }

    fn refuse_tag(&mut self, tagged: bool, span: &Range<usize>) -> bool {
        if tagged {
            let line = line_start(self.text, span.start);
            let start = self.text[line..span.start].find('!').map_or(span.start, |at| line + at);
            let end = self.text[start..].find(char::is_whitespace).map_or(span.end, |at| start + at);
            self.report(
                "YAML-06",
                "tags have no meaning here",
                start..end.max(start),
                "delete it; to print an exclamation mark first, put the text in quotes",
            );
        }
        tagged
    }

    fn refuse_alias(&mut self, span: Range<usize>) {
        let more = !self.text[span.end..line_end(self.text, span.end)].trim().is_empty()
            || self.text[span.clone()].ends_with('*');
        let message = if more { "a text that begins with `*` needs quotes" } else { "aliases are not used here" };
        self.report("YAML-03", message, span, QUOTE_IT);
    }

    fn scan_error(&mut self, error: &ScanError) {
        let at = error.marker().byte_offset().unwrap_or(0).min(self.text.len());
        // After a refused alias the rest of its line makes no sense to the scanner: one finding is enough.
        let line = line_start(self.text, at);
        let explained = |finding: &Finding| {
            finding.code == "YAML-03"
                && finding.place.span.as_ref().is_some_and(|span| span.start >= line && span.start <= at)
        };
        if self.findings.iter().any(explained) {
            self.broken_at = Some(line);
            return;
        }
        if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
            self.refuse_depth(slips::character(self.text, at));
            return;
        }
        let Slip { span, message, help } = slips::find(self.text, error, &self.reached);
        self.break_off("YAML-01", &message, span, help);
    }

    fn refuse_depth(&mut self, span: Range<usize>) {
        let help = "is a closing bracket missing further up?";
        self.break_off("YAML-04", "the file is nested more than 64 levels deep", span, help);
    }

    /// Reports what makes it senseless to read on.
    fn break_off(&mut self, code: &str, message: &str, span: Range<usize>, help: &str) {
        self.broken_at = Some(span.start);
        self.report(code, message, span, help);
    }

    fn report(&mut self, code: &str, message: &str, span: Range<usize>, help: &str) {
        super::report(&mut self.findings, Finding::new(code, message).at(self.file, span).help(help));
    }
}

/// Reports keys that stand twice in one mapping, everywhere in the tree.
pub(super) fn duplicate_keys(file: &str, node: &Node, findings: &mut Vec<Finding>) {
    match &node.value {
        Value::Mapping { entries, .. } => {
            let mut first: BTreeMap<&str, &Entry> = BTreeMap::new();
            for entry in entries {
                match first.get(entry.key.as_str()) {
                    Some(_) => {
                        let finding = Finding::new("YAML-02", format!("the key `{}` stands twice", entry.key))
                            .at(file, entry.key_span.clone())
                            .help("delete one of the two, or rename it");
                        super::report(findings, finding);
                    }
                    None => {
                        first.insert(&entry.key, entry);
                    }
                }
                duplicate_keys(file, &entry.value, findings);
            }
        }
        Value::Sequence { items, .. } => items.iter().for_each(|item| duplicate_keys(file, item, findings)),
        Value::Scalar(_) | Value::Missing | Value::Refused => {}
    }
}

fn bytes(span: Span) -> Range<usize> {
    let start = span.start.byte_offset().unwrap_or(0);
    start..span.end.byte_offset().unwrap_or(start).max(start)
}
