//! What a backend says about itself before it is asked to do anything.

use serde::{Deserialize, Serialize};

use crate::OptionValue;

/// A backend's self-description.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Manifest {
    /// Unique among loaded backends: `html`.
    pub id: String,
    /// For people: `HTML page`.
    pub name: String,
    /// The backend's own version.
    pub version: String,
    /// SPDX expression.
    pub licence: String,
    /// The version of the messages it speaks; see [`PROTOCOL`](crate::PROTOCOL).
    pub protocol: String,
    /// How it wants messages encoded.
    #[serde(default)]
    pub encoding: Encoding,
    /// Whether `render` may run on several threads at once.
    #[serde(default)]
    pub concurrent: bool,
    /// What it can make.
    pub formats: Vec<Format>,
    /// What of a document it can show.
    #[serde(default)]
    pub features: Vec<Feature>,
    /// What can be set with `--set`.
    #[serde(default)]
    pub options: Vec<OptionSpec>,
    /// Files of the house that it wants sent.
    #[serde(default)]
    pub needs: Vec<Need>,
}

/// How messages are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// CBOR, with byte strings.
    #[default]
    Cbor,
    /// JSON, with bytes as base64.
    Json,
}

/// One output format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Format {
    /// What `--to` names: `pdf`.
    pub name: String,
    /// Without the dot: `pdf`.
    pub extension: String,
    /// `application/pdf`.
    pub media_type: String,
    /// Whether the artifact is UTF-8 text.
    pub text: bool,
    /// Whether it is made only where it is named: it is there for other programs (`svg-pages`, `places`), not for readers.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_request: bool,
}

/// What of a document a backend can show. What it cannot show it reports as a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Feature {
    /// Notes.
    Notes,
    /// Links to the outside and between clauses.
    Links,
    /// Lead words and emphasis.
    Emphasis,
    /// Raised and lowered text.
    Scripts,
    /// Words and clauses inserted, deleted or moved.
    TrackedChanges,
    /// Several languages side by side.
    Bilingual,
    /// Text from right to left.
    RightToLeft,
    /// The banner of a translation, and marks at what is not finished in it.
    ReviewMarks,
    /// A feature of a newer protocol.
    #[serde(other)]
    Unknown,
}

/// An option of a backend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct OptionSpec {
    /// `paper`; set as `--set pdf.paper=…`, after the backend's id.
    pub key: String,
    /// Which values fit.
    pub kind: OptionKind,
    /// The least and the greatest number that fit; only a number has them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<[i64; 2]>,
    /// What holds when it is not set; absent where the house decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<OptionValue>,
    /// One sentence.
    pub doc: String,
}

impl OptionSpec {
    /// Tells whether a number lies in the range, if there is one.
    pub fn takes(&self, number: i64) -> bool {
        self.range.is_none_or(|[least, most]| (least..=most).contains(&number))
    }
}

/// Which values an option takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum OptionKind {
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Number,
    /// Any text.
    Text,
    /// One of these.
    Choice(Vec<String>),
}

/// A file of the house that a backend wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Need {
    /// File name in the house's folder (`document.html.hbs`), or `fonts` for all font files that the house names.
    pub name: String,
    /// Whether the backend cannot work without it.
    pub required: bool,
}
