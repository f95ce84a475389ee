//! How far a language version has come, as a whole and unit by unit.

use std::fmt;
use std::str::FromStr;

use engross_model::LegalValue;
use serde::{Deserialize, Serialize};

/// What a language version counts for, and so what it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// It counts as the source does: every unit is reviewed.
    Official,
    /// For work within the house: every unit is translated.
    #[default]
    Working,
    /// A courtesy to readers, and it says so: every unit is translated.
    Courtesy,
}

/// How far the words of a unit have come. The order is that of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Begun, or offered by a memory or machine.
    Draft,
    /// Done by the translator.
    Translated,
    /// Read beside the source by somebody else.
    Reviewed,
    /// Signed off.
    Final,
}

/// Where a unit stands against its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnitStanding {
    /// It has no words yet.
    Missing,
    /// The source has changed since, or it is not known what the words translate.
    Stale,
    /// It has words for the source as it is.
    Current(State),
}

impl Standing {
    /// All of them, as they are written.
    pub const NAMES: &'static [&'static str] = &["official", "working", "courtesy"];

    /// Returns how it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::Working => "working",
            Self::Courtesy => "courtesy",
        }
    }

    /// Returns the least state that every unit of an adopted text needs.
    pub fn needs(self) -> State {
        match self {
            Self::Official => State::Reviewed,
            Self::Working | Self::Courtesy => State::Translated,
        }
    }

    /// Returns what the document says of it.
    pub fn legal_value(self) -> LegalValue {
        match self {
            Self::Official => LegalValue::Official,
            Self::Working => LegalValue::Working,
            Self::Courtesy => LegalValue::Courtesy,
        }
    }
}

impl FromStr for Standing {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        match name {
            "official" => Ok(Self::Official),
            "working" => Ok(Self::Working),
            "courtesy" => Ok(Self::Courtesy),
            _ => Err(()),
        }
    }
}

impl State {
    /// All of them, as they are written.
    pub const NAMES: &'static [&'static str] = &["draft", "translated", "reviewed", "final"];

    /// Returns how it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Translated => "translated",
            Self::Reviewed => "reviewed",
            Self::Final => "final",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for State {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        match name {
            "draft" => Ok(Self::Draft),
            "translated" => Ok(Self::Translated),
            "reviewed" => Ok(Self::Reviewed),
            "final" => Ok(Self::Final),
            _ => Err(()),
        }
    }
}
