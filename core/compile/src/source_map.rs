//! From the document back to the author's file: which unit stands where, byte by byte.
//!
//! Kept through every pass, used by the rules, the report and the preview; never part of the document.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::parse::inline::{Markup, VisibleText};
use crate::source::{Spanned, Text, Waiver};

/// Where the units of a text stand in its file.
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    file: String,
    units: Vec<Unit>,
    index: BTreeMap<String, usize>,
}

/// A piece of running text with everything that rules about it need.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    /// `urges`, `urges.tail`, `fn.treaty`, `doc.title`, or an anchor made from the position.
    pub(crate) id: String,
    pub(crate) kind: UnitKind,
    pub(crate) text: Text,
    pub(crate) markup: Markup,
    pub(crate) visible: VisibleText,
    /// The mark that should end it; `None` where the house says nothing.
    pub(crate) end: Option<ExpectedEnd>,
    /// Index of its part in the document, for clauses, closings and headings.
    pub(crate) part: Option<usize>,
    /// 0 for a clause of the part, 1 for its points, ….
    pub(crate) level: usize,
    pub(crate) waivers: Vec<Waiver>,
    /// Whether a point or the closing text of this clause may be missing because it could not be read.
    pub(crate) has_gap: bool,
    /// A label given in the source.
    pub(crate) given_label: Option<Spanned<String>>,
    /// The whole entry in the file.
    pub(crate) entry: Range<usize>,
}

/// What a unit is in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UnitKind {
    Field,
    /// A heading between clauses.
    Heading,
    /// A clause's own heading.
    ClauseHeading,
    /// A clause or point without points.
    Clause,
    /// A clause or point that leads into points.
    LeadIn,
    Closing,
    Note,
}

/// The mark that should end a unit, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ExpectedEnd {
    pub(crate) mark: String,
    pub(crate) position: EndPosition,
}

/// Why a unit ends as it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EndPosition {
    LeadIn,
    Final,
    Other,
    /// The mark was set in the document, whatever is written: the text stands in another house than its own.
    Set,
}

impl SourceMap {
    pub(crate) fn new(file: &str) -> Self {
        Self { file: file.to_owned(), ..Self::default() }
    }

    /// Returns the file that the text stands in.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Returns where a clause or another unit stands: the file and the bytes of its words.
    pub fn place(&self, unit: &str) -> Option<(String, Range<usize>)> {
        self.unit(unit).map(|unit| (unit.text.file.to_string(), unit.text.span.clone()))
    }

    /// Returns the unit that a byte of a file belongs to: the one in whose words it stands, else the innermost entry around
    /// it.
    pub fn unit_at(&self, file: &str, at: usize) -> Option<&str> {
        let in_words = |unit: &&Unit| *unit.text.file == *file && unit.text.span.contains(&at);
        let around = |unit: &&Unit| self.file == file && unit.entry.contains(&at);
        let words = self.units.iter().filter(in_words).min_by_key(|unit| unit.text.span.len());
        let unit = words.or_else(|| self.units.iter().filter(around).min_by_key(|unit| unit.entry.len()));
        unit.map(|unit| unit.id.as_str())
    }

    pub(crate) fn add(&mut self, unit: Unit) {
        self.index.entry(unit.id.clone()).or_insert(self.units.len());
        self.units.push(unit);
    }

    pub(crate) fn unit(&self, id: &str) -> Option<&Unit> {
        self.index.get(id).and_then(|index| self.units.get(*index))
    }

    pub(crate) fn unit_mut(&mut self, id: &str) -> Option<&mut Unit> {
        self.index.get(id).and_then(|index| self.units.get_mut(*index))
    }

    pub(crate) fn units(&self) -> &[Unit] {
        &self.units
    }
}

impl Unit {
    /// Turns a range of the visible text into one of the file.
    pub(crate) fn file_range(&self, visible: Range<usize>) -> Range<usize> {
        self.text.file_range(self.visible.value_range(visible))
    }
}
