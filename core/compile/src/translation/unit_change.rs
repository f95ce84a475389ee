//! What becomes of a unit when it is changed: its words, and with them who answers for them.

use super::{State, VersionUnit};

/// What becomes of one unit; `None` leaves a field as it is.
///
/// State, signer and origin were said of words and of the source that they translate. Where one of these changes, what the
/// change does not say anew is not true any more, and goes: new words are a draft that nobody signed, and words for a
/// new source are `translated` at most.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitChange {
    /// Which one: `urges`.
    pub id: String,
    /// Its words, with their marks.
    pub text: Option<String>,
    /// The hash of the source that they translate.
    pub src: Option<String>,
    /// How far they have come.
    pub state: Option<State>,
    /// Who translated or reviewed them.
    pub by: Option<String>,
    /// `human`, `tm` or `mt`.
    pub origin: Option<String>,
}

/// What a unit says, wherever and however it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Fields {
    text: Option<String>,
    src: Option<String>,
    state: Option<State>,
    by: Option<String>,
    origin: Option<String>,
}

impl UnitChange {
    /// Returns what a unit says after the change.
    pub(super) fn applied_to(&self, had: Fields) -> Fields {
        let new_words = self.text.is_some() && self.text != had.text;
        let new_source = self.src.is_some() && self.src != had.src;
        let state = match had.state {
            _ if self.state.is_some() => self.state,
            _ if new_words => None,
            Some(state) if new_source => Some(state.min(State::Translated)),
            state => state,
        };
        // Who wrote words before it was noted what they translate did so still.
        let is_other_source = new_source && had.src.is_some();
        let is_signed = !new_words && !is_other_source && state >= had.state;
        Fields {
            text: self.text.clone().or(had.text),
            src: self.src.clone().or(had.src),
            state,
            by: self.by.clone().or(had.by.filter(|_| is_signed)),
            origin: self.origin.clone().or(had.origin.filter(|_| !new_words)),
        }
    }
}

impl Fields {
    /// The keys of all of them, in the order in which a unit is written.
    pub(super) const KEYS: [&'static str; 5] = ["text", "src", "state", "by", "origin"];

    pub(super) fn of(unit: &VersionUnit) -> Self {
        Self {
            text: unit.text.as_ref().map(|text| text.value.clone()),
            src: unit.src.as_ref().map(|src| src.value.clone()),
            state: unit.state.as_ref().map(|state| state.value),
            by: unit.by.as_ref().map(|by| by.value.clone()),
            origin: unit.origin.as_ref().map(|origin| origin.value.clone()),
        }
    }

    /// Returns every key with its value, if there is one.
    pub(super) fn each(&self) -> [(&'static str, Option<&str>); 5] {
        let values = [
            self.text.as_deref(),
            self.src.as_deref(),
            self.state.map(State::name),
            self.by.as_deref(),
            self.origin.as_deref(),
        ];
        let [text, src, state, by, origin] = Self::KEYS;
        let [a, b, c, d, e] = values;
        [(text, a), (src, b), (state, c), (by, d), (origin, e)]
    }
}
