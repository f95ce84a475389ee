//! JSON Schemas (draft 2020-12) of everything that people or programs write for engross, or read from it.

mod house;
mod source;
mod translation;

use std::sync::Arc;

use engross_compile::House;
use engross_compile::glossary::Glossary;
use engross_model::{Document, Manifest, Request, Response};
use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::args::SchemaSubject;
use crate::report::JsonList;
use crate::settings::Settings;

/// Returns a schema as text. A house narrows that of source texts to its own kinds and parts.
pub(crate) fn text(subject: SchemaSubject, house: Option<&House>) -> String {
    let schema = match subject {
        SchemaSubject::Source => source::schema(house),
        SchemaSubject::Translation => translation::schema(),
        SchemaSubject::House => house::schema(),
        SchemaSubject::Terms => house::terms_schema(),
        SchemaSubject::Glossary => of::<Glossary>(),
        SchemaSubject::Settings => of::<Settings>(),
        SchemaSubject::Document => of::<Document>(),
        SchemaSubject::Request => of::<Request>(),
        SchemaSubject::Response => of::<Response>(),
        SchemaSubject::Manifest => of::<Manifest>(),
        SchemaSubject::Findings => of::<JsonList>(),
    };
    // A schema is JSON by nature.
    format!("{:#}\n", schema.as_value())
}

/// Returns the schema of source texts for a project with these houses.
pub(crate) fn source_text(houses: &[Arc<House>]) -> String {
    format!("{:#}\n", source::schema_for_all(houses).as_value())
}

fn of<T: JsonSchema>() -> Schema {
    SchemaGenerator::default().into_root_schema_for::<T>()
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;

    use super::*;

    #[test]
    fn every_subject_has_a_schema_of_the_draft() {
        for subject in SchemaSubject::value_variants() {
            let schema: serde_json::Value = serde_json::from_str(&text(*subject, None)).unwrap();
            assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{subject:?}");
            let kind = if *subject == SchemaSubject::Findings { "array" } else { "object" };
            assert_eq!(schema["type"], kind, "{subject:?}");
        }
    }
}
