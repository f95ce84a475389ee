//! Phrases: fixed formulae as inline markup with `{slots}`.
//!
//! A slot's value is inline content, never text that is parsed again: a place called `A & *B*` prints as it is.

use std::borrow::Cow;
use std::collections::BTreeMap;

use engross_model::{Finding, Inline, plain_text};

use super::data::HouseData;
use super::places::{Spot, Wrong};
use super::terms::{Phrases, TermsData};
use crate::parse::inline::{self, Markup, Node, Piece};

/// The values of slots.
pub(crate) type Slots = BTreeMap<Cow<'static, str>, Vec<Inline>>;

/// The slots that every house has.
pub(super) const SLOTS: &[&str] = &[
    "kind",
    "kind-lower",
    "kind-of",
    "kind-adopted",
    "organ",
    "number",
    "reference",
    "original-language",
    "date",
    "title",
    "subtitle",
    "name",
    "country",
    "role",
    "committee",
    "full-date",
    "adoption-date",
    "adoption-full-date",
    "body",
    "session",
    "place",
];

/// Returns the slots of a house's phrases: those of all houses, and its own fields.
pub(super) fn slots_of_house(data: &HouseData) -> Vec<String> {
    let own = data.fields.iter().flat_map(|(name, form)| form.slots(name));
    SLOTS.iter().map(|slot| (*slot).to_owned()).chain(own).collect()
}

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

/// A piece of a phrase, without its marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhrasePiece {
    /// Words that are printed as they stand.
    Words(String),
    /// The name of what is filled in.
    Slot(String),
}

/// Returns the words and slots of a phrase, for those who look for it in a printed text.
pub fn phrase_pieces(phrase: &str) -> Vec<PhrasePiece> {
    let markup = inline::parse_phrase(phrase);
    let pieces = markup.all_nodes().into_iter().filter_map(|node| match &node.piece {
        Piece::Text(words) => Some(PhrasePiece::Words(words.clone())),
        Piece::Slot(name) => Some(PhrasePiece::Slot(name.clone())),
        _ => None,
    });
    pieces.collect()
}

/// Returns the names of the slots of each alternative.
pub(crate) fn slots_of_alternatives(phrases: &Phrases) -> Vec<Vec<String>> {
    phrases.alternatives().iter().map(|phrase| slots_of(&inline::parse_phrase(phrase))).collect()
}

fn slots_of(markup: &Markup) -> Vec<String> {
    let name = |node: &Node| match &node.piece {
        Piece::Slot(name) => Some(name.clone()),
        _ => None,
    };
    markup.all_nodes().into_iter().filter_map(name).collect()
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
            Piece::Link { url, content } => {
                filled.push(Inline::Link { url: url.clone(), content: fill_nodes(content, slots)? });
            }
            Piece::Reference { target, content } => {
                filled.push(Inline::Reference { target: target.clone(), content: fill_nodes(content, slots)? });
            }
            Piece::Text(_) | Piece::NoteMark(_) => filled.push(node.inline()),
        }
    }
    Some(joined(filled))
}

/// Joins neighbouring texts, so that a filled slot leaves no seam.
pub(crate) fn joined(content: impl IntoIterator<Item = Inline>) -> Vec<Inline> {
    let mut joined: Vec<Inline> = Vec::new();
    for node in content {
        match (joined.last_mut(), node) {
            (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
            (_, node) => joined.push(node),
        }
    }
    joined
}

/// Checks the markup and the slots of every phrase of a terms file. What a house takes over from another and prints no
/// more may speak of slots that it has taken away.
pub(super) fn check(data: &HouseData, terms: &TermsData, printed: &[&str], wrong: &mut Wrong) {
    let known = slots_of_house(data);
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    for (name, phrases) in &terms.phrases {
        for (index, phrase) in phrases.alternatives().iter().enumerate() {
            let spot = match phrases {
                Phrases::One(_) => Spot::Value(format!("phrases/{name}")),
                Phrases::Several(_) => Spot::Value(format!("phrases/{name}/{index}")),
            };
            let markup = inline::parse_phrase(phrase);
            for error in &markup.errors {
                let mut finding = Finding::new("HOUSE-03", format!("in the phrase `{name}`: {}", error.message));
                finding.help.clone_from(&error.help);
                wrong.push(spot.clone(), finding);
            }
            let has_others = phrases.alternatives().len() > 1;
            for slot in slots_of(&markup).iter().filter(|slot| !known.contains(&slot.as_str())) {
                let finding = unknown_slot(slot, &known);
                if has_others || !printed.contains(&name.as_str()) {
                    wrong.push_surplus(spot.clone(), finding);
                } else {
                    wrong.push(spot.clone(), finding);
                }
            }
        }
    }
}

/// Says that a slot would print as it stands.
pub(super) fn unknown_slot(name: &str, known: &[&str]) -> Finding {
    let finding = Finding::new("HOUSE-03", format!("there is no slot `{name}` here"));
    match engross_model::nearest(name, known.iter().copied()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help(format!("slots are: {}", known.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(phrase: &str) -> Option<Vec<Inline>> {
        let slots = Slots::from([
            ("title".into(), vec![Inline::text("On *Peace*")]),
            ("number".into(), vec![Inline::text("7")]),
        ]);
        fill(&Phrases::One(phrase.to_owned()), &slots)
    }

    #[test]
    fn slots_are_filled_inside_every_mark() {
        let words = || vec![Inline::text("see On *Peace*")];
        let (url, target) = ("https://example.org/".to_owned(), "urges".to_owned());
        for (phrase, expected) in [
            ("see {title}", Inline::text("see On *Peace*")),
            ("**see {title}**", Inline::Lead(words())),
            ("*see {title}*", Inline::Emphasis(words())),
            ("[see {title}](https://example.org/)", Inline::Link { url, content: words() }),
            ("[see {title}](#urges)", Inline::Reference { target, content: words() }),
            ("^{number}^", Inline::Superscript(vec![Inline::text("7")])),
        ] {
            assert_eq!(filled(phrase), Some(vec![expected]), "{phrase}");
        }
    }

    #[test]
    fn a_phrase_without_a_value_for_a_slot_is_not_printed() {
        for phrase in ["{place}", "[{place}](https://example.org/)", "[*{place}*](#urges)"] {
            assert_eq!(filled(phrase), None, "{phrase}");
        }
    }
}
