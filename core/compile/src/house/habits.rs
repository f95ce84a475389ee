//! How a language writes what every text has: dates, numbers, quotation marks, the spaces at marks, the side of note marks.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::complete::{Complete, List};

/// Dates and ordinals.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Dates {
    /// With weekday: `{weekday} {day} {month} {year}`.
    pub full: String,
    /// Without: `{day} {month} {year}`.
    pub plain: String,
    /// How the first of a month is written, where it differs: `1^er^`.
    pub first: Option<String>,
    /// The names of the twelve months inside dates, where they are not those of Unicode's data.
    pub months: List<String>,
    /// Ordinals by CLDR category: `one: "{n}st"`.
    pub ordinals: BTreeMap<String, String>,
    /// Ordinals that are spelt out: `51: Fifty-first`.
    pub spelt_ordinals: BTreeMap<u32, String>,
}

impl Complete for Dates {
    fn complete(&mut self, base: &Self) {
        self.full.complete(&base.full);
        self.plain.complete(&base.plain);
        self.first.complete(&base.first);
        self.months.complete(&base.months);
        self.ordinals.complete(&base.ordinals);
        self.spelt_ordinals.complete(&base.spelt_ordinals);
    }
}

/// Numbers in figures.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Numbers {
    /// Characters that may part the thousands, the usual one first: `,` of `700,000`.
    pub thousands: Option<String>,
    /// The mark before decimals: `.` of `2.5`.
    pub decimal: Option<char>,
}

impl Complete for Numbers {
    fn complete(&mut self, base: &Self) {
        self.thousands.complete(&base.thousands);
        self.decimal.complete(&base.decimal);
    }
}

/// Spaces that belong to punctuation.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Spacing {
    /// The space before a mark, by mark: `":": no-break`. A punctuation mark that is not named has none; before a `%` that
    /// is not named nothing is asked for.
    pub before: BTreeMap<String, Space>,
    /// The space after a sign that stands before its number, by sign: `"%": none` of `%2`. Behind its number it is found.
    pub after: BTreeMap<String, Space>,
    /// The space inside `«` and `»`; nothing is asked for if absent.
    pub inside_guillemets: Option<Space>,
}

impl Spacing {
    /// Returns the space that belongs before a mark, if anything is said of it.
    pub(crate) fn before(&self, mark: char) -> Option<Space> {
        self.before.get(mark.encode_utf8(&mut [0; 4]) as &str).copied()
    }

    /// Returns the space that belongs after a sign, if it is one that stands before its number.
    pub(crate) fn after(&self, sign: char) -> Option<Space> {
        self.after.get(sign.encode_utf8(&mut [0; 4]) as &str).copied()
    }
}

impl Complete for Spacing {
    fn complete(&mut self, base: &Self) {
        self.before.complete(&base.before);
        self.after.complete(&base.after);
        self.inside_guillemets.complete(&base.inside_guillemets);
    }
}

/// A space that does not break, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Space {
    /// No space.
    None,
    /// U+00A0.
    NoBreak,
    /// U+202F.
    NarrowNoBreak,
}

impl Space {
    /// Returns what is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "",
            Self::NoBreak => "\u{a0}",
            Self::NarrowNoBreak => "\u{202f}",
        }
    }
}

/// On which side of a punctuation mark a note mark stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum NoteMarkSide {
    /// English.
    #[default]
    AfterPunctuation,
    /// French, Spanish.
    BeforePunctuation,
}

/// Quotation marks and apostrophes that are allowed in a language. Empty: any.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Quotes {
    /// The apostrophe: `'` or `’`.
    pub apostrophe: Option<char>,
    /// Opening and closing marks of the outer level: `“”`.
    pub outer: Option<String>,
    /// Of the level inside it.
    pub inner: Option<String>,
}

impl Quotes {
    /// Says whether a mark closes a quotation.
    pub(crate) fn closes(&self, mark: char) -> bool {
        let pairs = [self.outer.as_deref(), self.inner.as_deref()];
        pairs.into_iter().flatten().any(|pair| pair.ends_with(mark))
    }
}

impl Complete for Quotes {
    fn complete(&mut self, base: &Self) {
        self.apostrophe.complete(&base.apostrophe);
        self.outer.complete(&base.outer);
        self.inner.complete(&base.inner);
    }
}
