//! Where the values of a house's file stand, by their path: `title-block/number-first/3/needs/0`.
//!
//! Typed data knows no places, so this is made only when there is something to say about a file.

use std::collections::BTreeMap;
use std::ops::Range;

use engross_model::Finding;
use granit_parser::{Event, Parser, Span};

/// What a finding about a house points at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Spot {
    /// The key at the end of a path.
    Key(String),
    /// The value that stands there.
    Value(String),
}

/// What is wrong in one file, each at its spot.
#[derive(Debug, Default)]
pub(crate) struct Wrong(Vec<(Spot, Finding)>);

impl Wrong {
    pub(crate) fn push(&mut self, spot: Spot, finding: Finding) {
        self.0.push((spot, finding));
    }

    /// Reports a name that is not among those it may be; `what` says what it should name.
    pub(super) fn look_up(&mut self, spot: Spot, what: &str, name: &str, known: &[&str]) {
        if !known.contains(&name) {
            let finding = Finding::new("HOUSE-02", format!("there is no {what} `{name}`"));
            self.push(spot, finding.help(meant(name, known)));
        }
    }

    /// Places the findings in their file, in its order. Lines that are repeated by an alias are reported once, where
    /// they are written.
    pub(crate) fn placed(self, file: &str, bytes: &[u8]) -> Vec<Finding> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let places = Places::of(bytes);
        let place = |(spot, finding): (Spot, Finding)| match places.of_spot(&spot) {
            Some(span) => finding.at(file, span),
            None => finding.in_file(file),
        };
        let mut findings: Vec<Finding> = self.0.into_iter().map(place).collect();
        let start = |finding: &Finding| finding.place.span.as_ref().map_or(usize::MAX, |span| span.start);
        findings.sort_by(|one, other| (start(one), &one.message).cmp(&(start(other), &other.message)));
        let placed: Vec<String> =
            findings.iter().filter(|finding| finding.place.span.is_some()).map(|it| it.message.clone()).collect();
        findings.retain(|finding| finding.place.span.is_some() || !placed.contains(&finding.message));
        findings.dedup();
        findings
    }
}

/// Says what was probably meant, else what there is.
pub(super) fn meant(name: &str, known: &[&str]) -> String {
    match engross_model::nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "there are none".to_owned(),
        None => format!("there are: {}", known.join(", ")),
    }
}

/// The bytes of keys and values by their paths.
#[derive(Debug, Default)]
struct Places {
    keys: BTreeMap<String, Range<usize>>,
    values: BTreeMap<String, Range<usize>>,
    open: Vec<Level>,
}

/// A list or mapping whose end has not come, and where in it the next value stands.
#[derive(Debug)]
enum Level {
    List(usize),
    Mapping(Option<String>),
}

impl Places {
    fn of(bytes: &[u8]) -> Self {
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        let options = granit_parser::options! {
            emit_unresolved_aliases: true,
            emit_anchor_events: true,
            emit_comments: false,
        };
        let mut places = Self::default();
        for (event, span) in Parser::new_from_str_with_options(text, options).map_while(Result::ok) {
            places.step(event, span);
        }
        places
    }

    fn of_spot(&self, spot: &Spot) -> Option<Range<usize>> {
        match spot {
            Spot::Key(path) => self.keys.get(path).cloned(),
            Spot::Value(path) => self.values.get(path).cloned(),
        }
    }

    fn step(&mut self, event: Event<'_>, span: Span) {
        let start = span.start.byte_offset().unwrap_or(0);
        let span = start..span.end.byte_offset().unwrap_or(start).max(start);
        match event {
            Event::Scalar(value, ..) => match self.open.last_mut() {
                Some(Level::Mapping(key @ None)) => {
                    *key = Some(value.into_owned());
                    self.keys.insert(self.path(), span);
                }
                _ => {
                    self.values.insert(self.path(), span);
                    self.go_on();
                }
            },
            Event::SequenceStart(..) => self.open.push(Level::List(0)),
            Event::MappingStart(..) => self.open.push(Level::Mapping(None)),
            Event::SequenceEnd | Event::MappingEnd => {
                self.open.pop();
                self.go_on();
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => self.go_on(),
            _ => {}
        }
    }

    /// Makes ready for the next value of the innermost list or mapping.
    fn go_on(&mut self) {
        match self.open.last_mut() {
            Some(Level::List(index)) => *index += 1,
            Some(Level::Mapping(key)) => *key = None,
            None => {}
        }
    }

    fn path(&self) -> String {
        let step = |level: &Level| match level {
            Level::List(index) => index.to_string(),
            Level::Mapping(key) => key.clone().unwrap_or_default(),
        };
        self.open.iter().map(step).collect::<Vec<_>>().join("/")
    }
}
