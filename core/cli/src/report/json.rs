//! A JSON array of findings, one object a line.

use std::borrow::Cow;

use engross_model::{Finding, code_entry};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;

use super::Placed;

/// An array that grows.
#[derive(Default)]
pub(crate) struct List {
    begun: bool,
}

impl List {
    pub(crate) fn entry(&mut self, placed: &Placed<'_>) -> String {
        let before = if self.begun { ",\n" } else { "[\n" };
        self.begun = true;
        format!("{before}{}", object(placed))
    }

    pub(crate) fn end(&self) -> String {
        if self.begun { "\n]\n".to_owned() } else { "[]\n".to_owned() }
    }
}

impl JsonSchema for List {
    fn schema_name() -> Cow<'static, str> {
        "Findings".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "What `--format json` prints: the findings, by file and place.",
            "type": "array",
            "items": generator.subschema_for::<Object<'_>>(),
        })
    }
}

fn object(placed: &Placed<'_>) -> String {
    let object = Object {
        file: placed.file(),
        line: placed.range.map(|(first, _)| first.line),
        column: placed.range.map(|(first, _)| first.column),
        end_line: placed.range.map(|(_, last)| last.line),
        end_column: placed.range.map(|(_, last)| last.column),
        rule: code_entry(&placed.finding.code).map(|entry| entry.title),
        finding: placed.finding,
    };
    serde_json::to_string(&object).unwrap_or_default()
}

/// The finding as the model writes it, with places for people in front.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "PlacedFinding", deny_unknown_fields)]
struct Object<'a> {
    /// The file, as the user named it.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    /// The line where the place begins, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    /// The character of the line with which it begins, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    /// The line where it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<usize>,
    /// The column just beyond its last character.
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
    /// What the code stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'static str>,
    #[serde(flatten)]
    finding: &'a Finding,
}
