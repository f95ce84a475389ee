//! What readers of a draft translation must know of its words.

use serde::{Deserialize, Serialize};

/// Says that the words of a unit are not yet those of a finished translation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Review {
    /// What is the matter.
    pub state: ReviewState,
    /// The tag of the language that the words are in, where it is not the document's: of a unit without words in this
    /// language, those of the source are printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// What is the matter with the words of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ReviewState {
    /// They are a draft.
    Draft,
    /// The source has changed since they were written.
    Stale,
    /// There are none in this language yet.
    Missing,
}

impl ReviewState {
    /// Returns the key of the word that a reader sees, in the document's `words`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Stale => "stale",
            Self::Missing => "missing",
        }
    }
}
