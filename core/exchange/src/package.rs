//! What is sent to a translator.

use std::collections::BTreeMap;

use engross_model::{Inline, plain_text};

use crate::State;

/// The units of one text for one other language, in reading order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Package {
    /// The text's short name: `496-the-hague-summit`.
    pub document: String,
    /// Names the state of the source that is sent, for people: `r7`.
    pub revision: String,
    /// The language of the source: `en`.
    pub source_language: String,
    /// The language of the version: `fr`.
    pub target_language: String,
    /// A sentence for the translator about the whole text: `Original: English.`
    pub note: String,
    /// What a note mark or a reference shows where it leads to this unit, by the unit's id: `1` for `fn.treaty`, `26 (d)`
    /// for `initiative`. It helps the translator and is never read back; without an entry the id itself is shown.
    pub shown: BTreeMap<String, String>,
    /// The units, part by part.
    pub groups: Vec<Group>,
}

impl Package {
    /// Returns the units of all groups in order.
    pub fn units(&self) -> impl Iterator<Item = &ExchangeUnit> {
        self.groups.iter().flat_map(|group| &group.units)
    }

    /// Returns the units of all groups in order, to be changed.
    pub fn units_mut(&mut self) -> impl Iterator<Item = &mut ExchangeUnit> {
        self.groups.iter_mut().flat_map(|group| &mut group.units)
    }

    /// Prepares the package for a tool that edits the translation alone and finds what to translate in it: every unit
    /// that is still to be translated gets a copy of the source, also in the place of a draft or of stale words, which such
    /// a tool would take for the source. Units that are done may not be changed.
    pub fn prefill_with_source(&mut self) {
        for unit in self.units_mut() {
            if unit.state.is_done() {
                unit.translate = false;
            } else {
                unit.send(unit.source.clone(), State::SourceCopy);
            }
        }
    }

    /// Returns what is shown for a note mark: its number or its name.
    pub(crate) fn shown_mark(&self, note: &str) -> String {
        format!("[{}]", self.shown.get(&engross_model::note_unit(note)).map_or(note, String::as_str))
    }

    /// Returns what is shown for a reference to a clause.
    pub(crate) fn shown_reference(&self, clause: &str) -> String {
        self.shown.get(clause).map_or(clause, String::as_str).to_owned()
    }
}

/// The units of one part of the text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Group {
    /// Its name, once in a package: `front`, `preamble`, `operative`.
    pub id: String,
    /// Its units in reading order; a note follows the unit that points to it first.
    pub units: Vec<ExchangeUnit>,
}

/// One piece of text that is translated on its own.
#[derive(Debug, Clone, PartialEq)]
pub struct ExchangeUnit {
    /// `indispensable`, `urges.tail`, `fn.treaty`, `doc.title`.
    pub id: String,
    /// What it is, as a name: `title`, `recital`, `point`, `note`.
    pub kind: String,
    /// The label that it prints, or empty: `26.`
    pub number: String,
    /// The hash of the source, 16 hex digits.
    pub hash: String,
    /// The text as it stands. References have content only where the author gave them words.
    pub source: Vec<Inline>,
    /// The translation that is sent; empty for none.
    pub target: Vec<Inline>,
    /// The words of the version, where they are others than those that are sent.
    pub own: Option<Vec<Inline>>,
    /// How far the translation has come.
    pub state: State,
    /// Where the unit stands and what to keep, for the translator: `Paragraph 1 (preamble). Ends with “;”.`
    pub note: String,
    /// For a stale translation: what it translates, if that is still known.
    pub previous_source: Option<Vec<Inline>>,
    /// Whether the translator may change it.
    pub translate: bool,
}

impl ExchangeUnit {
    /// Sends another translation than the words of the version, which are remembered.
    pub fn send(&mut self, target: Vec<Inline>, state: State) {
        let own = std::mem::replace(&mut self.target, target);
        if own != self.target {
            self.own.get_or_insert(own);
        }
        self.state = state;
    }

    /// Returns the note; before it a warning where the translation is stale, or the words that the source stands for.
    pub(crate) fn full_note(&self) -> String {
        let before = match (self.state, &self.previous_source, &self.own) {
            (State::Stale, Some(previous), _) => format!("STALE. Previous source: “{}” ", plain_text(previous)),
            (State::Stale, None, _) => "STALE. The source has changed since this was translated. ".to_owned(),
            (State::SourceCopy, _, Some(own)) if !own.is_empty() => format!("So far: “{}” ", plain_text(own)),
            _ => String::new(),
        };
        before + &self.note
    }
}
