//! Phrases: fixed formulae as inline markup with `{slots}`.
//!
//! A slot's value is inline content, never text that is parsed again: a place called `A & *B*` prints as it is.

use std::collections::BTreeMap;

use engross_model::{Finding, Inline, plain_text};

use super::terms::{Phrases, TermsData};
use crate::parse::inline::{self, Node, Piece};

/// The values of slots.
pub(crate) type Slots = BTreeMap<&'static str, Vec<Inline>>;

/// The slots that phrases may have.
const KNOWN: &[&str] = &[
    "kind",
    "kind-lower",
    "organ",
    "number",
    "reference",
    "original-language",
    "date",
    "full-date",
    "title",
    "subtitle",
    "name",
    "country",
    "role",
    "committee",
    "body",
    "session",
    "place",
];

/// Fills the first alternative whose slots all have a value.
pub(crate) fn fill(phrases: &Phrases, slots: &Slots) -> Option<Vec<Inline>> {
    phrases.alternatives().iter().find_map(|phrase| {
        let markup = inline::parse_phrase(phrase);
        fill_nodes(&markup.nodes, slots)
    })
}

/// Fills a phrase and returns its words alone.
pub(crate) fn fill_plain(phrases: &Phrases, slots: &Slots) -> Option<String> {
    fill(phrases, slots).map(|content| plain_text(&content))
}

fn fill_nodes(nodes: &[Node], slots: &Slots) -> Option<Vec<Inline>> {
    let mut filled = Vec::new();
    for node in nodes {
        match &node.piece {
            Piece::Slot(name) => filled.extend(slots.get(name.as_str())?.iter().cloned()),
            Piece::Lead(content) => filled.push(Inline::Lead(fill_nodes(content, slots)?)),
            Piece::Emphasis(content) => filled.push(Inline::Emphasis(fill_nodes(content, slots)?)),
            Piece::Superscript(content) => filled.push(Inline::Superscript(fill_nodes(content, slots)?)),
            Piece::Subscript(content) => filled.push(Inline::Subscript(fill_nodes(content, slots)?)),
            _ => filled.push(node.inline()),
        }
    }
    Some(joined(filled))
}

/// Joins neighbouring texts, so that a filled slot leaves no seam.
fn joined(content: Vec<Inline>) -> Vec<Inline> {
    let mut joined: Vec<Inline> = Vec::with_capacity(content.len());
    for node in content {
        match (joined.last_mut(), node) {
            (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
            (_, node) => joined.push(node),
        }
    }
    joined
}

/// Checks the markup and the slots of every phrase of a terms file.
pub(crate) fn check(file: &str, bytes: &[u8], terms: &TermsData) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, phrases) in &terms.phrases {
        for phrase in phrases.alternatives() {
            for message in mistakes(phrase) {
                let finding = Finding::new("HOUSE-03", format!("in the phrase `{name}`: {message}"));
                findings.push(place(finding, file, bytes, phrase).help(format!("slots are: {}", KNOWN.join(", "))));
            }
        }
    }
    findings
}

fn mistakes(phrase: &str) -> Vec<String> {
    let markup = inline::parse_phrase(phrase);
    let mut mistakes: Vec<String> = markup.errors.iter().map(|error| error.message.clone()).collect();
    unknown_slots(&markup.nodes, &mut mistakes);
    mistakes
}

fn unknown_slots(nodes: &[Node], mistakes: &mut Vec<String>) {
    for node in nodes {
        match &node.piece {
            Piece::Slot(name) if !KNOWN.contains(&name.as_str()) => mistakes.push(format!("there is no slot `{name}`")),
            _ => unknown_slots(node.children(), mistakes),
        }
    }
}

/// Places a finding at the phrase, if it stands in the file as it is.
fn place(finding: Finding, file: &str, bytes: &[u8], phrase: &str) -> Finding {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    match text.find(phrase) {
        Some(at) => finding.at(file, at..at + phrase.len()),
        None => finding.in_file(file),
    }
}
