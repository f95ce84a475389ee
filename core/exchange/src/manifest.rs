//! What was sent, kept until it comes back: the file beside an export that tells what a translator has changed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use engross_compile::translation::{canonical, hash, read_canonical};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{ExchangeUnit, Package, State};

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
    /// The SHA-256 of the file that was sent, 64 hex digits.
    file_sha256: String,
    /// The SHA-256 of the file that came back and was merged last.
    #[serde(skip_serializing_if = "Option::is_none")]
    came_back: Option<String>,
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
    /// The translation that was sent; empty for none.
    pub target: String,
    /// How far it had come, and whether a memory or a machine made it.
    pub state: State,
    /// What the translation was made from, where it was stale and that was known.
    #[serde(skip_serializing_if = "Option::is_none")]
    previous_source: Option<String>,
    /// The words of the version, where they were others.
    #[serde(skip_serializing_if = "Option::is_none")]
    own: Option<String>,
}

impl Manifest {
    /// Notes what is sent, and the file that carries it.
    pub fn of(package: &Package, file: &[u8]) -> Self {
        let sent = |unit: &ExchangeUnit| Sent {
            hash: unit.hash.clone(),
            source: canonical(&unit.source),
            target: canonical(&unit.target),
            state: unit.state,
            previous_source: unit.previous_source.as_deref().map(canonical),
            own: unit.own.as_deref().map(canonical),
        };
        Self {
            profile: PROFILE.to_owned(),
            document: package.document.clone(),
            revision: package.revision.clone(),
            source_language: package.source_language.clone(),
            language: package.target_language.clone(),
            file_sha256: sha256(file),
            came_back: None,
            units: package.units().map(|unit| (unit.id.clone(), sent(unit))).collect(),
        }
    }

    /// Returns where it stands: beside the file that is sent, under the file's whole name. Files that differ in their
    /// endings alone have manifests of their own.
    pub fn beside(file: &Path) -> PathBuf {
        let mut name = file.as_os_str().to_owned();
        name.push(".json");
        name.into()
    }

    /// Returns the source of a unit that has a hash, in canonical form, if it was sent or already a previous one then.
    pub fn source(&self, id: &str, hash: &str) -> Option<&str> {
        let sent = self.units.get(id)?;
        let previous = || sent.previous_source.as_deref().filter(|form| hash_of_form(form).as_deref() == Some(hash));
        if sent.hash == hash { Some(&sent.source) } else { previous() }
    }

    /// Says whether a file is, byte for byte, the one that was sent, or the one that came back last.
    pub fn knows(&self, file: &[u8]) -> bool {
        let sum = sha256(file);
        self.file_sha256 == sum || self.came_back == Some(sum)
    }

    /// Says whether nothing has come back yet.
    pub fn is_out(&self) -> bool {
        self.came_back.is_none()
    }

    /// Notes that a file came back and was merged.
    pub fn take_back(&mut self, file: &[u8]) {
        self.came_back = Some(sha256(file));
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

impl Sent {
    /// Returns the words that the version had.
    pub fn own(&self) -> &str {
        self.own.as_deref().unwrap_or(&self.target)
    }
}

fn hash_of_form(canonical: &str) -> Option<String> {
    read_canonical(canonical).map(|content| hash(&content))
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
