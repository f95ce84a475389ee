//! The source format, mirrored for editors. Texts are decoded by hand, so that every mistake has its place; these types
//! exist for their descriptions alone and are never read into.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::sync::Arc;

use engross_compile::House;
use engross_model::{Date, Status};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Returns the schema; with a house, only its kinds, parts, languages and variants are valid.
pub(crate) fn schema(house: Option<&House>) -> Schema {
    let mut schema = SchemaGenerator::default().into_root_schema_for::<SourceText>();
    for value in schema.ensure_object().values_mut() {
        forbid_null(value);
    }
    if let Some(house) = house {
        narrow(&mut schema, house);
    }
    schema
}

/// An optional key is left out; one without a value is a slip, which editors should show.
pub(super) fn forbid_null(value: &mut Value) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(forbid_null),
        Value::Object(map) => {
            if let Some(Value::Array(types)) = map.get_mut("type") {
                types.retain(|kind| kind != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    map.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(choices)) = map.get_mut("anyOf") {
                choices.retain(|choice| choice.get("type") != Some(&json!("null")));
            }
            map.values_mut().for_each(forbid_null);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Returns the schema for a project with these houses: which of them holds is seen from `house:`.
pub(crate) fn schema_for_all(houses: &[Arc<House>]) -> Schema {
    let mut all = schema(None);
    let cases: Vec<Value> = houses.iter().map(|house| case(house)).collect();
    let ids: Vec<String> = houses.iter().map(|house| house.id().to_owned()).collect();
    if let Some(properties) = all.get_mut("properties").and_then(Value::as_object_mut) {
        restrict(properties, "house", &ids);
    }
    all.insert("allOf".to_owned(), Value::Array(cases));
    all
}

fn case(house: &House) -> Value {
    let narrowed = schema(Some(house));
    json!({
        "if": {"properties": {"house": {"const": house.id()}}, "required": ["house"]},
        "then": {"properties": narrowed.get("properties"), "additionalProperties": false},
    })
}

fn narrow(schema: &mut Schema, house: &House) {
    let any_part = schema.insert("additionalProperties".to_owned(), Value::Bool(false)).unwrap_or_default();
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for part in &house.data().parts {
        let mut entries = any_part.clone();
        set(&mut entries, "description", json!(format!("The clauses of the part `{}`, in order.", part.name)));
        properties.insert(part.name.clone(), entries);
    }
    restrict(properties, "house", &[house.id().to_owned()]);
    restrict(properties, "kind", &house.kinds());
    restrict(properties, "language", &house.languages());
    let variants: Map<String, Value> = (house.data().variants.keys())
        .map(|name| (name.clone(), json!({"enum": house.data().variant_choices(name)})))
        .collect();
    if let Some(variant) = properties.get_mut("variant") {
        set(variant, "properties", Value::Object(variants));
        set(variant, "additionalProperties", Value::Bool(false));
    }
}

fn restrict(properties: &mut Map<String, Value>, key: &str, allowed: &[String]) {
    if let Some(property) = properties.get_mut(key) {
        set(property, "enum", json!(allowed));
    }
}

fn set(object: &mut Value, key: &str, value: Value) {
    if let Some(map) = object.as_object_mut() {
        map.insert(key.to_owned(), value);
    }
}

/// A text of a parliamentary assembly. Running text knows `**lead words**`, `*emphasis*`, `^raised^`, `~lowered~`,
/// `[words](https://…)`, `[^note]`, `[#clause-id]` and `[#clause-id.label]`; a backslash before a mark prints the mark itself.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(title = "Source text")]
struct SourceText {
    /// The house whose style the text follows; `engross house list` shows all.
    #[serde(skip_serializing_if = "Option::is_none")]
    house: Option<String>,
    /// The kind of text: `declaration`, `resolution`, ….
    kind: String,
    /// The language it is written in: `en`, `fr`.
    language: String,
    /// How far the text has come.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
    /// The number of an adopted text.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<TextOrNumber>,
    /// The title as in a sentence; the house's capitals come by themselves. Most houses need one.
    title: Option<String>,
    /// A line below the title.
    #[serde(skip_serializing_if = "Option::is_none")]
    subtitle: Option<String>,
    /// A draft's document reference without the language's letter: `205 CDS 25`.
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    /// The language the draft was first written in.
    #[serde(skip_serializing_if = "Option::is_none")]
    original_language: Option<String>,
    /// The text's own date, used where it is not adopted.
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Date>,
    /// Who presents a draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    presented_by: Option<Presenter>,
    /// What only the text's house knows, by the names that its `fields:` give.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    fields: BTreeMap<String, TextOrNumber>,
    /// When, where and by whom the text was adopted.
    #[serde(skip_serializing_if = "Option::is_none")]
    adoption: Option<Adoption>,
    /// Variants of the house's style that this text chooses.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    variant: BTreeMap<String, String>,
    /// The notes, by the name that `[^name]` gives them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    notes: BTreeMap<String, Note>,
    /// Rules that do not hold in this text, each with the reason.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    waive: Waivers,
    /// The parts of the text, named as the house names them.
    #[serde(flatten)]
    parts: BTreeMap<String, Vec<Entry>>,
}

/// Codes and reasons.
type Waivers = BTreeMap<String, String>;

#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(untagged)]
enum TextOrNumber {
    Number(u64),
    Text(String),
}

/// An entry of a part.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(untagged)]
enum Entry {
    /// A clause without an id: its words alone.
    Words(String),
    Clause(Clause),
    Heading(Heading),
}

/// A clause.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Clause {
    /// The clause's name for translations, amendments and references; never its number, never used again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = "^[a-z][a-z0-9-]{0,63}$"))]
    id: Option<String>,
    /// The clause's own heading, where the house gives clauses of this level one: that of an article.
    #[serde(skip_serializing_if = "Option::is_none")]
    heading: Option<String>,
    /// The words; those that lead into the points, where there are points. A clause with a heading and points needs none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    text: String,
    /// The label that the clause must come out with; a finding says so if it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<TextOrNumber>,
    /// The clauses one level down.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    points: Vec<Point>,
    /// The words after the points.
    #[serde(skip_serializing_if = "Option::is_none")]
    closing: Option<String>,
    /// Rules that do not hold in this clause, each with the reason.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    waive: Waivers,
}

/// A clause one level down.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(untagged)]
enum Point {
    /// A clause without an id: its words alone.
    Words(String),
    Clause(Clause),
}

/// A heading between clauses.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Heading {
    /// The heading's name for translations.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = "^[a-z][a-z0-9-]{0,63}$"))]
    id: Option<String>,
    /// The words.
    heading: String,
    /// Rules that do not hold here, each with the reason.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    waive: Waivers,
}

/// A note.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(untagged)]
enum Note {
    /// Its words.
    Words(String),
    /// Its words and more.
    Full(FullNote),
}

/// A note with its series.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct FullNote {
    /// The words.
    text: String,
    /// The house's run of marks to take the mark from.
    #[serde(skip_serializing_if = "Option::is_none")]
    series: Option<String>,
    /// Rules that do not hold here, each with the reason.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    waive: Waivers,
}

/// Who presents a draft.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Presenter {
    /// The person's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// The person's country.
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
    /// The person's office: `General Rapporteur`.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    /// The committee that presents it.
    #[serde(skip_serializing_if = "Option::is_none")]
    committee: Option<String>,
}

/// When, where and by whom the text was adopted.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Adoption {
    /// The body that adopted it, by the house's name for it: `plenary`.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    /// The session, by the house's name for it: `spring`.
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
    /// The session's number, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    session_number: Option<TextOrNumber>,
    /// The place as printed: `Dayton, Ohio, United States`.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    /// The day.
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Date>,
    /// The whole adoption note in other words than the house's.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_may_be_null_and_parts_are_lists_of_entries() {
        let schema = schema(None);
        assert!(!schema.as_value().to_string().contains("\"null\""));
        assert_eq!(schema.as_value()["additionalProperties"]["items"]["$ref"], "#/$defs/Entry");
        assert_eq!(schema.as_value()["required"], json!(["kind", "language"]));
    }
}
