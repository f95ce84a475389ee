//! What was sent, kept until it comes back: the file beside an export that tells what a translator has changed.

use std::collections::BTreeMap;

use engross_compile::translation::canonical;
use serde::{Deserialize, Serialize};

use crate::Package;

/// Names the form of the file.
const PROFILE: &str = "engross-export/1";

/// The units of an export as they were sent, in canonical form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Manifest {
    profile: String,
    /// The text's short name.
    pub document: String,
    /// The state of the source that was sent.
    pub revision: String,
    /// The language of the source.
    pub source_language: String,
    /// The language of the version.
    pub language: String,
    /// By unit.
    pub units: BTreeMap<String, Sent>,
}

/// One unit as it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Sent {
    /// The hash of the source.
    pub hash: String,
    /// The source.
    pub source: String,
    /// The translation so far; empty for none.
    pub target: String,
}

impl Manifest {
    /// Notes what is sent. The targets are those before a copy of the source fills empty ones.
    pub fn of(package: &Package) -> Self {
        let sent = |unit: &crate::ExchangeUnit| Sent {
            hash: unit.hash.clone(),
            source: canonical(&unit.source),
            target: canonical(&unit.target),
        };
        Self {
            profile: PROFILE.to_owned(),
            document: package.document.clone(),
            revision: package.revision.clone(),
            source_language: package.source_language.clone(),
            language: package.target_language.clone(),
            units: package.units().map(|unit| (unit.id.clone(), sent(unit))).collect(),
        }
    }

    /// Reads the file; `None` if it is none, or of another form.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok().filter(|manifest: &Self| manifest.profile == PROFILE)
    }

    /// Writes the file.
    pub fn write(&self) -> String {
        // Texts and maps of texts always have a form in JSON.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}
