//! A language version as written: what one overlay file says, with the place of every value.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::{Standing, State};
use crate::source::{Spanned, Text, Waiver};

/// A whole overlay file.
#[derive(Debug, Clone)]
pub(crate) struct Version {
    pub(crate) file: Arc<str>,
    /// The language of the source, which is the stem of its file.
    pub(crate) translation_of: Spanned<String>,
    pub(crate) language: Spanned<String>,
    pub(crate) standing: Standing,
    /// `units:`, in the order of the file.
    pub(crate) units: Vec<VersionUnit>,
    /// The whole file.
    pub(crate) root: Mapping,
    /// What stands under `units:`.
    pub(crate) unit_list: Option<Mapping>,
    /// What stands under `attic:`: units whose source is gone. Nothing is made of them.
    pub(crate) attic: Option<Mapping>,
    /// `waive:` at the top level: holds for the whole version.
    pub(crate) waivers: Vec<Waiver>,
    /// Where each unit stands in `units`.
    pub(crate) index: BTreeMap<String, usize>,
}

/// What a version says of one unit.
#[derive(Debug, Clone)]
pub(crate) struct VersionUnit {
    pub(crate) id: Spanned<String>,
    /// `None` or empty: not translated yet.
    pub(crate) text: Option<Text>,
    /// The hash of the source that the words translate.
    pub(crate) src: Option<Spanned<String>>,
    pub(crate) state: Option<Spanned<State>>,
    /// Who translated it, in the secretariat's own signs.
    pub(crate) by: Option<Spanned<String>>,
    /// `human`, `tm` or `mt`.
    pub(crate) origin: Option<Spanned<String>>,
    /// Whether it is right that the words are those of the source.
    pub(crate) same_as_source: bool,
    pub(crate) waivers: Vec<Waiver>,
    /// Where it stands under `units:`.
    pub(crate) place: KeyPlace,
    /// Its own keys.
    pub(crate) mapping: Mapping,
}

/// Where the keys of a mapping stand, and how they are laid out.
#[derive(Debug, Clone)]
pub(crate) struct Mapping {
    /// From the first key or the brace before it to the end of the last value or the brace behind it.
    pub(crate) span: Range<usize>,
    /// Whether it stands in braces.
    pub(crate) braces: bool,
    /// In the order of the file.
    pub(crate) keys: Vec<KeyPlace>,
}

/// Where a key and its value stand.
#[derive(Debug, Clone)]
pub(crate) struct KeyPlace {
    pub(crate) name: String,
    pub(crate) key: Range<usize>,
    /// Empty where the value is missing.
    pub(crate) value: Range<usize>,
}

impl Version {
    pub(crate) fn unit(&self, id: &str) -> Option<&VersionUnit> {
        self.units.get(*self.index.get(id)?)
    }

    /// Returns the place of the key `units`; where it is missing, the beginning of the file.
    pub(crate) fn units_key(&self) -> Range<usize> {
        self.root.key("units").map_or(self.root.span.start..self.root.span.start, |place| place.key.clone())
    }
}

impl Mapping {
    pub(crate) fn key(&self, name: &str) -> Option<&KeyPlace> {
        self.keys.iter().find(|place| place.name == name)
    }
}

impl VersionUnit {
    /// Returns the words, if there are any.
    pub(crate) fn words(&self) -> Option<&Text> {
        self.text.as_ref().filter(|text| text.has_words())
    }

    /// Returns how far the words have come; words of which nothing is said are a draft.
    pub(crate) fn stored_state(&self) -> State {
        self.state.as_ref().map_or(State::Draft, |state| state.value)
    }
}
