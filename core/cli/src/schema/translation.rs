//! The format of language versions, mirrored for editors, as `source.rs` mirrors that of sources.
#![allow(dead_code)]

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;

use super::source::forbid_null;

/// Returns the schema.
pub(super) fn schema() -> Schema {
    let mut schema = SchemaGenerator::default().into_root_schema_for::<LanguageVersion>();
    for value in schema.ensure_object().values_mut() {
        forbid_null(value);
    }
    schema
}

/// The words of a text in another language. Order, numbers and notes come from the source.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(title = "<language>.yaml, a language version")]
struct LanguageVersion {
    /// The language of the source, whose file stands beside this one: `en` for `en.yaml`.
    translation_of: String,
    /// The language of this version, by which its file is called.
    language: String,
    /// What the version counts for; `working` if absent.
    standing: Option<Standing>,
    /// Rules that do not hold in this version, each with the reason.
    waive: Option<BTreeMap<String, String>>,
    /// The words, by unit: `doc.title`, the id of a clause or heading, `<id>.tail` for the text after points, `fn.<name>`
    /// for a note.
    units: Option<BTreeMap<String, Unit>>,
    /// Units whose source is gone. Nothing is made of them.
    attic: Option<BTreeMap<String, serde_json::Value>>,
}

/// What a language version counts for.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Standing {
    /// As much as the source.
    Official,
    /// For work within the house.
    Working,
    /// A courtesy to readers.
    Courtesy,
}

/// The words of one unit.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Unit {
    /// The words, with the marks of running text; empty while there are none.
    text: Option<String>,
    /// The hash of the source that they translate; `engross translate refresh` writes it.
    #[schemars(regex(pattern = "^[0-9a-f]{16}$"))]
    src: Option<String>,
    /// How far they have come; `draft` if absent.
    state: Option<State>,
    /// Who translated or reviewed them, in the house's own signs.
    by: Option<String>,
    /// Where they come from.
    origin: Option<Origin>,
    /// Whether it is right that they are those of the source.
    same_as_source: Option<bool>,
    /// Rules that do not hold here, each with the reason.
    waive: Option<BTreeMap<String, String>>,
    /// A remark for colleagues.
    note: Option<String>,
}

/// How far the words of a unit have come.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum State {
    /// Begun, or offered by a memory or machine.
    Draft,
    /// Done by the translator.
    Translated,
    /// Read beside the source by somebody else.
    Reviewed,
    /// Signed off.
    Final,
}

/// Where words come from.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Origin {
    /// A translator.
    Human,
    /// A memory.
    Tm,
    /// A machine.
    Mt,
}
