//! How far a translation has come, and the words for it in each format.

use serde::{Deserialize, Serialize};

/// How far a unit has come when it is sent, and who made its words if no translator of the house did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// There is no text.
    Missing,
    /// The text is a copy of the source, for tools that need one.
    SourceCopy,
    /// A translator's own text that is not finished.
    Draft,
    /// Text from the memory whose source is alike.
    FuzzyMatch,
    /// Text from the memory whose source is the same.
    ExactMatch,
    /// Text of a machine.
    Machine,
    /// The source has changed since.
    Stale,
    /// Translated.
    Translated,
    /// Translated and read by a second person.
    Reviewed,
    /// Not to be changed any more.
    Final,
}

impl State {
    /// Returns `state`, `state-qualifier` (or nothing) and `approved` in XLIFF 1.2.
    pub(crate) fn in_xliff12(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Missing => ("needs-translation", "", "no"),
            Self::SourceCopy => ("new", "", "no"),
            Self::Draft => ("needs-review-translation", "", "no"),
            Self::FuzzyMatch | Self::Stale => ("needs-review-translation", "fuzzy-match", "no"),
            Self::ExactMatch => ("needs-review-translation", "exact-match", "no"),
            Self::Machine => ("needs-review-translation", "leveraged-mt", "no"),
            Self::Translated => ("translated", "", "no"),
            Self::Reviewed => ("signed-off", "", "yes"),
            Self::Final => ("final", "", "yes"),
        }
    }

    /// Returns `state` and `subState` (or nothing) in XLIFF 2.0.
    pub(crate) fn in_xliff20(self) -> (&'static str, &'static str) {
        match self {
            Self::Missing => ("initial", ""),
            Self::SourceCopy => ("initial", "engross:source"),
            Self::Draft => ("initial", "engross:draft"),
            Self::FuzzyMatch | Self::ExactMatch => ("initial", "engross:tm"),
            Self::Machine => ("initial", "engross:mt"),
            Self::Stale => ("initial", "engross:stale"),
            Self::Translated => ("translated", ""),
            Self::Reviewed => ("reviewed", ""),
            Self::Final => ("final", ""),
        }
    }

    /// Says whether a PO file marks the unit as fuzzy.
    pub(crate) fn is_fuzzy(self) -> bool {
        match self {
            Self::SourceCopy | Self::Draft | Self::FuzzyMatch | Self::ExactMatch | Self::Machine | Self::Stale => true,
            Self::Missing | Self::Translated | Self::Reviewed | Self::Final => false,
        }
    }

    /// Returns where words come from that no translator wrote: `tm` or `mt`, as a version notes it.
    pub(crate) fn origin(self) -> Option<&'static str> {
        match self {
            Self::FuzzyMatch | Self::ExactMatch => Some("tm"),
            Self::Machine => Some("mt"),
            _ => None,
        }
    }

    /// Says whether a translator has finished the unit.
    pub(crate) fn is_done(self) -> bool {
        matches!(self, Self::Translated | Self::Reviewed | Self::Final)
    }

    /// Says whether the text is good enough for the memory.
    pub(crate) fn is_trusted(self) -> bool {
        matches!(self, Self::Reviewed | Self::Final)
    }
}

/// How far a returned file says that a unit has come. Tools also say it of units that nobody touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Claim {
    /// Not finished.
    Draft,
    /// Translated.
    Translated,
    /// Read by a second person.
    Reviewed,
    /// Not to be changed any more.
    Final,
}

impl Claim {
    /// Reads the word of XLIFF 1.2 or 2.0. Those for a unit without a translation claim nothing: tools that do not set the
    /// state leave them beside a finished text. Words of other tools mean a draft.
    pub(crate) fn of_xliff(state: &str) -> Option<Self> {
        match state {
            "new" | "needs-translation" | "initial" => None,
            "translated" => Some(Self::Translated),
            "signed-off" | "reviewed" => Some(Self::Reviewed),
            "final" => Some(Self::Final),
            _ => Some(Self::Draft),
        }
    }
}
