//! The units of a text: everything that a translator renders, in the order in which it is read.

use std::collections::{BTreeMap, BTreeSet};

use engross_model::Inline;
use serde::Serialize;

use super::version::VersionUnit;
use super::{State, UnitStanding, Version, hash, is_bold_only};
use crate::parse::is_unit_id;
use crate::resolve::Resolved;
use crate::source_map::{Unit, UnitKind};

/// A language version against its source.
#[derive(Debug, Clone, PartialEq)]
pub struct Translation {
    /// The file of the source.
    pub source_file: String,
    /// The house that both follow.
    pub house: String,
    /// The language of the source.
    pub source_language: String,
    /// The language of the version; that of the source where there is no version yet.
    pub language: String,
    /// What the version counts for.
    pub standing: super::Standing,
    /// Every unit of the source, in reading order: a note follows the unit that first points to it.
    pub units: Vec<TranslationUnit>,
    /// Ids in the version that the source does not have.
    pub orphans: Vec<String>,
    /// How many clauses and headings of the source have no id, so that no version can have words for them.
    pub without_id: usize,
}

/// A unit of the source and what the version has for it.
#[derive(Debug, Clone, PartialEq)]
pub struct TranslationUnit {
    /// `urges`, `urges.tail`, `fn.treaty`, `doc.title`.
    pub id: String,
    /// What it is in its text.
    pub kind: TranslationKind,
    /// The part it stands in, for clauses, closings and headings.
    pub part: Option<String>,
    /// The words of the source.
    pub source: Vec<Inline>,
    /// Their hash.
    pub hash: String,
    /// How many words they are.
    pub words: usize,
    /// The words of the version; empty where there are none.
    pub target: Vec<Inline>,
    /// The hash of the source that they translate.
    pub translates: Option<String>,
    /// How far they have come.
    pub state: State,
    /// Where that leaves the unit.
    pub standing: UnitStanding,
    /// Who translated it.
    pub by: Option<String>,
    /// `human`, `tm` or `mt`.
    pub origin: Option<String>,
    /// Whether it is right that the words are those of the source.
    pub same_as_source: bool,
}

/// What a unit is in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TranslationKind {
    /// A line of the title block, or a place in the adoption note.
    Field,
    /// A heading between clauses.
    Heading,
    /// A clause of a part.
    Clause,
    /// A point at any depth.
    Point,
    /// The text after points.
    Closing,
    /// A note.
    Note,
}

impl TranslationUnit {
    /// Says whether nothing but what is bold has changed in the source since the words were written.
    pub fn is_stale_in_bold_only(&self) -> bool {
        let is_bold_only = |hash: &String| is_bold_only(&self.source, hash);
        self.standing == UnitStanding::Stale && self.translates.as_ref().is_some_and(is_bold_only)
    }

    /// Returns how far the words have come for the words of the source as they are now; `None` where there are none, or
    /// where words of the source have changed. What is bold is no word.
    pub fn reached(&self) -> Option<State> {
        match self.standing {
            UnitStanding::Current(state) => Some(state),
            UnitStanding::Stale => self.is_stale_in_bold_only().then_some(self.state),
            UnitStanding::Missing => None,
        }
    }
}

/// Lists the units of a source with the words of a version, if there is one.
pub(super) fn units(original: &Resolved, version: Option<&Version>) -> Vec<TranslationUnit> {
    in_reading_order(original)
        .into_iter()
        .map(|unit| {
            let source = unit.markup.inlines();
            let hash = hash(&source);
            let translated = version.and_then(|version| version.unit(&unit.id));
            let standing = standing(&hash, translated);
            TranslationUnit {
                id: unit.id.clone(),
                kind: kind(unit),
                part: unit.part.and_then(|part| original.document.parts.get(part)).map(|part| part.name.clone()),
                words: unit.visible.text.split_whitespace().count(),
                target: translated.and_then(VersionUnit::words).map(|text| content(&text.value)).unwrap_or_default(),
                translates: translated.and_then(|unit| Some(unit.src.as_ref()?.value.clone())),
                state: translated.map_or(State::Draft, VersionUnit::stored_state),
                by: translated.and_then(|unit| Some(unit.by.as_ref()?.value.clone())),
                origin: translated.and_then(|unit| Some(unit.origin.as_ref()?.value.clone())),
                same_as_source: translated.is_some_and(|unit| unit.same_as_source),
                source,
                hash,
                standing,
            }
        })
        .collect()
}

/// Counts the units of a source that have no ids.
pub(super) fn without_id(original: &Resolved) -> usize {
    original.sources.units().iter().filter(|unit| !is_unit_id(&unit.id)).count()
}

fn content(markup: &str) -> Vec<Inline> {
    crate::parse::inline::content(markup)
}

/// Says where a unit stands against the hash of its source.
pub(super) fn standing(hash: &str, unit: Option<&VersionUnit>) -> UnitStanding {
    match unit {
        Some(unit) if unit.words().is_some() => {
            if unit.src.as_ref().is_some_and(|src| src.value == hash) {
                UnitStanding::Current(unit.stored_state())
            } else {
                UnitStanding::Stale
            }
        }
        _ => UnitStanding::Missing,
    }
}

fn kind(unit: &Unit) -> TranslationKind {
    match unit.kind {
        UnitKind::Field => TranslationKind::Field,
        UnitKind::Heading | UnitKind::ClauseHeading => TranslationKind::Heading,
        UnitKind::Clause | UnitKind::LeadIn if unit.level == 0 => TranslationKind::Clause,
        UnitKind::Clause | UnitKind::LeadIn => TranslationKind::Point,
        UnitKind::Closing => TranslationKind::Closing,
        UnitKind::Note => TranslationKind::Note,
    }
}

/// Returns the units that have ids of their own: a note after the unit that first points to it.
fn in_reading_order(original: &Resolved) -> Vec<&Unit> {
    let is_note = |unit: &&Unit| unit.id.starts_with("fn.");
    // An article may have no words of its own between its heading and its paragraphs.
    let all = || original.sources.units().iter().filter(|unit| is_unit_id(&unit.id) && unit.text.has_words());
    let mut notes: BTreeMap<&str, &Unit> = all().filter(is_note).map(|unit| (unit.id.as_str(), unit)).collect();
    let mut ordered = Vec::new();
    let mut seen = BTreeSet::new();
    for unit in all().filter(|unit| !is_note(unit)) {
        if !seen.insert(unit.id.as_str()) {
            continue;
        }
        ordered.push(unit);
        let marks = unit.markup.note_marks().into_iter();
        ordered.extend(marks.filter_map(|(name, _)| notes.remove(engross_model::note_unit(&name).as_str())));
    }
    ordered.extend(all().filter(is_note).filter(|unit| notes.contains_key(unit.id.as_str())));
    ordered
}
