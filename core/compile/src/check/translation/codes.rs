//! Marks inside the words: emphasis, raised and lowered letters, links, note marks, references, lead words.

use std::collections::BTreeSet;
use std::ops::Range;

use engross_model::{Finding, Severity, clause_of};

use super::{Comparison, Pair, listed, surplus};
use crate::parse::inline::{Markup, Node, Piece};

pub(super) fn check(version: &Comparison<'_>, findings: &mut Vec<Finding>) {
    for pair in version.pairs() {
        let (source, target) = (Codes::of(&pair.source.markup), Codes::of(&pair.target.markup));
        marks(version, pair, &source.marks, &target.marks, findings);
        note_marks(version, pair, &source.notes, &target.notes, findings);
        references(version, pair, &source.references, &target.references, findings);
        let words = &pair.target.text.span;
        if source.leads != target.leads && !version.is_told(findings, &["EMP-01", "EMP-05", "EMP-07"], words) {
            let message = format!("bold passages: {}; in the source: {}", target.leads, source.leads);
            let finding = version.whole("T106", message, pair);
            findings.push(finding.help("mark with `**` what the source marks, whatever its words"));
        }
    }
}

/// What is marked in a text.
#[derive(Default)]
struct Codes<'a> {
    marks: Vec<Code>,
    notes: Vec<(&'a str, Range<usize>)>,
    references: Vec<(&'a str, Range<usize>)>,
    leads: usize,
}

/// A mark around words.
#[derive(Clone)]
struct Code {
    kind: Kind,
    /// The marks around it, the outermost first.
    around: Vec<Kind>,
    /// In the value of the unit, marks included.
    value: Range<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Emphasis,
    Raised,
    Lowered,
    Link,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Emphasis => "emphasis",
            Self::Raised => "raised letters",
            Self::Lowered => "lowered letters",
            Self::Link => "a link",
        }
    }

    fn sign(self) -> &'static str {
        match self {
            Self::Emphasis => "*words*",
            Self::Raised => "^words^",
            Self::Lowered => "~words~",
            Self::Link => "[words](https://…)",
        }
    }
}

impl<'a> Codes<'a> {
    fn of(markup: &'a Markup) -> Self {
        let mut codes = Self::default();
        codes.collect(&markup.nodes, &mut Vec::new());
        codes
    }

    fn collect(&mut self, nodes: &'a [Node], around: &mut Vec<Kind>) {
        let mut before = None;
        for node in nodes {
            let kind = match &node.piece {
                Piece::Emphasis(_) => Some(Kind::Emphasis),
                Piece::Superscript(inner) if !is_spelling(before, inner) => Some(Kind::Raised),
                Piece::Subscript(_) => Some(Kind::Lowered),
                Piece::Link { .. } => Some(Kind::Link),
                _ => None,
            };
            match &node.piece {
                Piece::NoteMark(name) => self.notes.push((name, node.range.clone())),
                Piece::Reference { target, .. } => self.references.push((clause_of(target), node.range.clone())),
                Piece::Lead(_) => self.leads += 1,
                _ => {}
            }
            if let Some(kind) = kind {
                self.marks.push(Code { kind, around: around.clone(), value: node.range.clone() });
                around.push(kind);
            }
            self.collect(node.children(), around);
            if kind.is_some() {
                around.pop();
            }
            before = Some(node);
        }
    }
}

/// Raised letters after a letter or digit are how a language spells ordinals and abbreviations: `1^er^`, `M^me^`.
fn is_spelling(before: Option<&Node>, raised: &[Node]) -> bool {
    let ends_word = before.is_some_and(|node| match &node.piece {
        Piece::Text(text) => text.ends_with(char::is_alphanumeric),
        _ => false,
    });
    let letters = raised.iter().all(|node| match &node.piece {
        Piece::Text(text) => text.chars().all(char::is_alphabetic),
        _ => false,
    });
    ends_word && letters
}

/// `T101`, `T102`, `T103`: marks that are lost, added, of another kind or otherwise inside each other.
fn marks(version: &Comparison<'_>, pair: &Pair<'_>, source: &[Code], target: &[Code], findings: &mut Vec<Finding>) {
    let mut lost = surplus(source, target, |code| code.kind).into_iter().map(|code| code.kind);
    let added = surplus(target, source, |code| code.kind);
    if lost.len() == 0 && added.is_empty() {
        let nesting = |codes: &[Code]| {
            let mut nesting: Vec<_> = codes.iter().map(|code| (code.kind, code.around.clone())).collect();
            nesting.sort();
            nesting
        };
        if nesting(source) != nesting(target) {
            let finding = version.whole("T103", "marks stand otherwise inside each other than in the source", pair);
            findings.push(finding.help("nest them as the source does"));
        }
        return;
    }
    for code in added {
        let place = code.value.clone();
        findings.push(match lost.next() {
            Some(kind) => version
                .marked(
                    "T103",
                    format!("the source has {} here, the translation {}", kind.name(), code.kind.name()),
                    pair,
                    place,
                )
                .help(format!("write `{}`", kind.sign())),
            None => version
                .marked(
                    "T102",
                    format!("the source has no {} here", code.kind.name().trim_start_matches("a ")),
                    pair,
                    place,
                )
                .help("take the marks off"),
        });
    }
    for kind in lost {
        let finding = version.whole("T101", format!("{} of the source is missing", kind.name()), pair);
        findings.push(finding.help(format!("mark the same words with `{}`", kind.sign())));
    }
}

/// `T104`: other note marks than those of the source, or in another order.
fn note_marks(
    version: &Comparison<'_>,
    pair: &Pair<'_>,
    source: &[(&str, Range<usize>)],
    target: &[(&str, Range<usize>)],
    findings: &mut Vec<Finding>,
) {
    let names =
        |marks: &[(&'_ str, Range<usize>)]| marks.iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>();
    let (source_names, target_names) = (names(source), names(target));
    let in_source: BTreeSet<&String> = source_names.iter().collect();
    let in_target: BTreeSet<&String> = target_names.iter().collect();
    // A mark of a note that nobody wrote is reported as such, and is probably the one that is missing.
    let is_written = |name: &str| version.original.resolved.notes.contains_key(name);
    if target_names.iter().all(|name| is_written(name)) {
        for name in in_source.difference(&in_target) {
            let finding = version.whole("T104", format!("the note mark `[^{name}]` of the source is missing"), pair);
            findings.push(finding.help("put it where its words stand"));
        }
    }
    for (name, (_, place)) in target_names.iter().zip(target) {
        if is_written(name) && !in_source.contains(name) {
            let message = format!("the source has no note mark `[^{name}]` here");
            findings.push(version.marked("T104", message, pair, place.clone()).help("put it where the source has it"));
        }
    }
    if in_source == in_target && source_names != target_names {
        let mut finding = version.whole("T104", "the note marks stand in another order than in the source", pair);
        finding.severity = Severity::Info;
        findings.push(finding.help("the notes keep the numbers of the source; see that this is meant"));
    }
}

/// `T105`: references to other clauses than those of the source.
fn references(
    version: &Comparison<'_>,
    pair: &Pair<'_>,
    source: &[(&str, Range<usize>)],
    target: &[(&str, Range<usize>)],
    findings: &mut Vec<Finding>,
) {
    let name = |(name, _): &(&'_ str, Range<usize>)| (*name).to_owned();
    let lost = surplus(source, target, name);
    // A reference that leads nowhere is reported as such.
    let exists = |name: &str| version.original.resolved.sources.unit(name).is_some();
    let mut added = surplus(target, source, name);
    added.retain(|(name, _)| exists(name));
    let (lost_names, added_names) = (listed(lost.iter().map(|it| it.0)), listed(added.iter().map(|it| it.0)));
    let message = match (lost.is_empty(), added.is_empty()) {
        (true, true) => return,
        (false, true) if target.iter().any(|(name, _)| !exists(name)) => return,
        (false, true) => format!("the reference to {lost_names} of the source is missing"),
        (true, false) => format!("the source does not refer to {added_names} here"),
        (false, false) => format!("the source refers to {lost_names}, the translation to {added_names}"),
    };
    let finding = match added.first() {
        Some((_, place)) => version.marked("T105", message, pair, place.clone()),
        None => version.whole("T105", message, pair),
    };
    findings.push(match lost.first() {
        Some((name, _)) => finding.help(format!("write `[#{name}]`, or `[words](#{name})`")),
        None => finding.help("take the reference out"),
    });
}
