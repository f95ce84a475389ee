//! What crosses the plugin border: a request out, a response back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Bytes, Document, Finding, Look, Timestamp};

/// The version of these messages. Unstable until 1.0: a minor step may break.
pub const PROTOCOL: &str = "0.1";

/// Asks a backend for one format of one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Request {
    /// [`PROTOCOL`] of the sender.
    pub protocol: String,
    /// One of the manifest's formats.
    pub format: String,
    /// The text.
    pub document: Document,
    /// The house's page and type.
    pub look: Look,
    /// The manifest's options that were set.
    #[serde(default)]
    pub options: BTreeMap<String, OptionValue>,
    /// The house's files that the manifest asked for.
    #[serde(default)]
    pub assets: Vec<Asset>,
    /// The time for file metadata; never printed.
    pub timestamp: Timestamp,
}

impl Request {
    /// Returns the asset of this name.
    pub fn asset(&self, name: &str) -> Option<&Asset> {
        self.assets.iter().find(|asset| asset.name == name)
    }
}

/// A value of an option.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum OptionValue {
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A text.
    Text(String),
}

/// A file of the house. Its bytes are sent once; later requests may name it by hash alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Asset {
    /// Its name in the house's folder, with forward slashes.
    pub name: String,
    /// What it is for.
    pub role: AssetRole,
    /// SHA-256 of the bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// The bytes; absent when the plugin should have them already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<Bytes>,
}

/// What an [`Asset`] is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AssetRole {
    /// A template, style sheet or style data.
    Template,
    /// A font file.
    Font,
    /// A picture.
    Image,
    /// Something of a newer protocol.
    #[serde(other)]
    Other,
}

/// A backend's answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Response {
    /// The files it made; the host writes them. None where an error finding says why.
    pub artifacts: Vec<Artifact>,
    /// What it has to say, what it could not show included.
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// Hashes of assets whose bytes must be sent (again); nothing was rendered then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub send_again: Vec<String>,
}

impl Response {
    /// Makes an answer of one artifact, named by its extension alone.
    pub fn artifact(extension: &str, media_type: &str, bytes: impl Into<Bytes>) -> Self {
        let artifact = Artifact { name: extension.to_owned(), media_type: media_type.to_owned(), bytes: bytes.into() };
        Self { artifacts: vec![artifact], ..Self::default() }
    }

    /// Makes an answer without artifacts.
    pub fn refusal(finding: Finding) -> Self {
        Self { findings: vec![finding], ..Self::default() }
    }
}

/// A finished file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Artifact {
    /// What follows `<slug>.<lang>.` in its file name: `pdf`, `1.svg`.
    pub name: String,
    /// `application/pdf`.
    pub media_type: String,
    /// The content.
    pub bytes: Bytes,
}

/// Where on a page the words of a unit stand; the format `places` is a JSON array of these. Lengths are in points (72 to
/// the inch), from the upper left corner of the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct UnitPlace {
    /// The unit: `urges`, `urges.tail` (the text after its points), `fn.treaty` (a note), `doc.title`.
    pub unit: String,
    /// The language whose words they are.
    pub language: String,
    /// The page, counted from 1.
    pub page: usize,
    /// From the left.
    pub x: f64,
    /// From above.
    pub y: f64,
    /// To the right of `x`.
    pub width: f64,
    /// Below `y`.
    pub height: f64,
}
