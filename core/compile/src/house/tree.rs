//! A YAML file as a tree of values that know where they are written, so that one file can be laid over another.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, Span};

/// More values than a house's file has; aliases that repeat aliases end here.
const MOST_VALUES: usize = 100_000;

/// A value and where it is written.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) value: Value,
    pub(super) origin: Origin,
}

/// What a value is.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Scalar(Scalar),
    List(Vec<Node>),
    Mapping(Vec<Entry>),
}

/// A key with its value.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) key: Scalar,
    pub(super) origin: Origin,
    pub(super) node: Node,
}

/// A word, a number, a text: as it reads, and whether it stands there without quotes.
#[derive(Debug, Clone)]
pub(super) struct Scalar {
    pub(super) text: String,
    plain: bool,
}

/// The bytes of a value in one of the files that are laid over one another; 0 is the topmost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Origin {
    pub(super) file: usize,
    pub(super) span: Range<usize>,
}

impl Node {
    /// Reads a file; `None` if it is no YAML or repeats itself too often.
    pub(super) fn read(file: usize, bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let options = granit_parser::options! { emit_comments: false };
        let mut reader = Reader { file, open: Vec::new(), anchors: BTreeMap::new(), root: None, left: MOST_VALUES };
        for event in Parser::new_from_str_with_options(text, options) {
            let (event, span) = event.ok()?;
            reader.step(event, span)?;
        }
        reader.root
    }

    /// Returns the value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        match &self.value {
            Value::Mapping(entries) => entries.iter().find(|entry| entry.key.text == key).map(|entry| &entry.node),
            _ => None,
        }
    }

    pub(super) fn is_null(&self) -> bool {
        matches!(&self.value, Value::Scalar(scalar) if scalar.is_null())
    }

    /// Counts the values.
    fn len(&self) -> usize {
        match &self.value {
            Value::Scalar(_) => 1,
            Value::List(nodes) => nodes.iter().map(Self::len).sum::<usize>() + 1,
            Value::Mapping(entries) => entries.iter().map(|entry| entry.node.len() + 1).sum::<usize>() + 1,
        }
    }
}

impl Scalar {
    fn is_null(&self) -> bool {
        self.plain && matches!(self.text.as_str(), "" | "~" | "null" | "Null" | "NULL")
    }
}

/// Puts events together.
struct Reader {
    file: usize,
    open: Vec<Open>,
    anchors: BTreeMap<usize, Node>,
    root: Option<Node>,
    left: usize,
}

/// A list or mapping whose end has not come.
struct Open {
    node: Node,
    anchor: usize,
    /// The key whose value comes next.
    key: Option<(Scalar, Origin)>,
}

impl Reader {
    fn step(&mut self, event: Event<'_>, span: Span) -> Option<()> {
        let start = span.start.byte_offset().unwrap_or(0);
        let span = start..span.end.byte_offset().unwrap_or(start).max(start);
        let origin = Origin { file: self.file, span };
        self.left = self.left.checked_sub(1)?;
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                let plain = style == ScalarStyle::Plain && tag.is_none();
                let scalar = Scalar { text: value.into_owned(), plain };
                self.put(Node { value: Value::Scalar(scalar), origin }, anchor)
            }
            Event::SequenceStart(_, anchor, _) => self.begin(Value::List(Vec::new()), origin, anchor),
            Event::MappingStart(_, anchor, _) => self.begin(Value::Mapping(Vec::new()), origin, anchor),
            Event::SequenceEnd | Event::MappingEnd => {
                let Open { mut node, anchor, .. } = self.open.pop()?;
                take_over(&mut node);
                self.put(node, anchor)
            }
            Event::Alias(anchor) => {
                let node = self.anchors.get(&anchor)?.clone();
                self.left = self.left.checked_sub(node.len())?;
                self.put(node, 0)
            }
            _ => Some(()),
        }
    }

    fn begin(&mut self, value: Value, origin: Origin, anchor: usize) -> Option<()> {
        self.open.push(Open { node: Node { value, origin }, anchor, key: None });
        Some(())
    }

    /// Puts a finished value where it belongs.
    fn put(&mut self, node: Node, anchor: usize) -> Option<()> {
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        let Some(Open { node: Node { value, .. }, key, .. }) = self.open.last_mut() else {
            self.root = Some(node);
            return Some(());
        };
        match (value, key.take()) {
            (Value::List(nodes), _) => nodes.push(node),
            (Value::Mapping(entries), Some((key, origin))) => entries.push(Entry { key, origin, node }),
            (Value::Mapping(_), None) => {
                let Value::Scalar(scalar) = node.value else { return None };
                *key = Some((scalar, node.origin));
            }
            (Value::Scalar(_), _) => return None,
        }
        Some(())
    }
}

/// Puts what a mapping takes over with `<<` in its place.
fn take_over(node: &mut Node) {
    let Value::Mapping(entries) = &mut node.value else { return };
    let (merged, mut own): (Vec<Entry>, Vec<Entry>) =
        entries.drain(..).partition(|entry| entry.key.plain && entry.key.text == "<<");
    for value in merged.into_iter().map(|entry| entry.node.value) {
        let sources =
            if let Value::List(nodes) = value { nodes.into_iter().map(|it| it.value).collect() } else { vec![value] };
        for source in sources {
            let Value::Mapping(entries) = source else { continue };
            for entry in entries {
                if own.iter().all(|known| known.key.text != entry.key.text) {
                    own.push(entry);
                }
            }
        }
    }
    *entries = own;
}

/// A key that removes nothing.
#[derive(Debug)]
pub(super) struct Idle {
    pub(super) key: String,
    pub(super) origin: Origin,
    /// The keys that could be removed there.
    pub(super) known: Vec<String>,
}

/// Lays a file over the one that it completes: mappings key by key, lists as a whole, `null` removes a key. The entries
/// of `parts` are told by their `name`. Returns what removes nothing.
pub(super) fn lay_over(over: Node, base: Node) -> (Node, Vec<Idle>) {
    let mut idle = Vec::new();
    let laid = over_mapping(over, base, &mut idle);
    (laid, idle)
}

fn over_mapping(over: Node, base: Node, idle: &mut Vec<Idle>) -> Node {
    let (mut own, mut rest) = match (over.value, base.value) {
        (Value::Mapping(own), Value::Mapping(rest)) => (own, rest),
        (value, _) => return Node { value, origin: over.origin },
    };
    let known: Vec<String> = rest.iter().map(|entry| entry.key.text.clone()).collect();
    let mut laid = Vec::with_capacity(own.len());
    for entry in own.drain(..) {
        let position = rest.iter().position(|other| other.key.text == entry.key.text);
        let below = position.map(|at| rest.remove(at));
        match below {
            None if entry.node.is_null() => {
                idle.push(Idle { key: entry.key.text, origin: entry.origin, known: known.clone() });
            }
            Some(_) if entry.node.is_null() => {}
            None => laid.push(entry),
            Some(below) => {
                let node = over_value(&entry.key.text, entry.node, below.node, idle);
                laid.push(Entry { node, ..entry });
            }
        }
    }
    // What is missing is reported at the last key: so that of the topmost file comes last.
    rest.append(&mut laid);
    Node { value: Value::Mapping(rest), origin: over.origin }
}

fn over_value(key: &str, over: Node, base: Node, idle: &mut Vec<Idle>) -> Node {
    match (key, over.value, base.value) {
        // One form of several: what another form says does not belong to it.
        ("numerals", Value::Mapping(own), Value::Mapping(other))
            if own.first().map(|entry| &entry.key.text) != other.first().map(|entry| &entry.key.text) =>
        {
            Node { value: Value::Mapping(own), origin: over.origin }
        }
        ("parts", Value::List(own), Value::List(other)) => {
            Node { value: Value::List(over_parts(own, other, idle)), origin: over.origin }
        }
        (_, value, below) => {
            over_mapping(Node { value, origin: over.origin }, Node { value: below, origin: base.origin }, idle)
        }
    }
}

fn over_parts(own: Vec<Node>, mut laid: Vec<Node>, idle: &mut Vec<Idle>) -> Vec<Node> {
    let mut met = BTreeSet::new();
    for part in own {
        let name = name_of(&part).map(str::to_owned);
        // One that this file has already is a second part of that name, which is said later.
        let is_new = name.as_ref().is_some_and(|name| met.insert(name.clone()));
        match laid.iter().position(|known| is_new && name_of(known) == name.as_deref()) {
            Some(at) => {
                let below = laid.remove(at);
                laid.insert(at, over_mapping(part, below, idle));
            }
            None => laid.push(part),
        }
    }
    laid
}

fn name_of(part: &Node) -> Option<&str> {
    match &part.get("name")?.value {
        Value::Scalar(name) => Some(&name.text),
        _ => None,
    }
}

/// A tree written as YAML again, to be read as typed values, and where each of its pieces comes from.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) text: String,
    pieces: Vec<(usize, Origin)>,
}

impl Written {
    pub(super) fn of(node: &Node) -> Self {
        let mut written = Self::default();
        written.node(node);
        written
    }

    /// Returns where what stands at this byte comes from.
    pub(super) fn origin(&self, at: usize) -> Option<&Origin> {
        let after = self.pieces.partition_point(|(start, _)| *start <= at);
        self.pieces.get(after.checked_sub(1)?).map(|(_, origin)| origin)
    }

    fn node(&mut self, node: &Node) {
        match &node.value {
            Value::Scalar(scalar) => self.scalar(scalar, &node.origin),
            Value::List(nodes) => {
                self.begin("[", &node.origin);
                for node in nodes {
                    self.node(node);
                    self.text.push_str(", ");
                }
                self.text.push(']');
            }
            Value::Mapping(entries) => {
                self.begin("{", &node.origin);
                for entry in entries {
                    self.scalar(&entry.key, &entry.origin);
                    self.text.push_str(": ");
                    self.node(&entry.node);
                    self.text.push_str(", ");
                }
                self.text.push('}');
            }
        }
    }

    fn begin(&mut self, bracket: &str, origin: &Origin) {
        self.pieces.push((self.text.len(), origin.clone()));
        self.text.push_str(bracket);
    }

    fn scalar(&mut self, scalar: &Scalar, origin: &Origin) {
        self.pieces.push((self.text.len(), origin.clone()));
        // Numbers and words such as `true` must stand without quotes, and none of them has a character that flow style takes.
        let is_bare = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-._~".contains(&byte));
        match scalar {
            _ if scalar.is_null() => self.text.push_str("null"),
            Scalar { text, plain: true } if is_bare(text) => self.text.push_str(text),
            Scalar { text, .. } => self.quoted(text),
        }
    }

    fn quoted(&mut self, text: &str) {
        self.text.push('"');
        for character in text.chars() {
            match character {
                '"' | '\\' => self.text.extend(['\\', character]),
                _ if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                    self.text += &format!("\\U{:08x}", u32::from(character));
                }
                _ => self.text.push(character),
            }
        }
        self.text.push('"');
    }
}
