//! The schema of `house.yaml`: one that extends another may leave out what it does not change, and takes away with `null`.

use engross_compile::house::{HouseData, TermsData};
use schemars::Schema;
use serde_json::{Map, Value, json};

use super::of;

/// Returns the schema of `house.yaml`.
pub(super) fn schema() -> Schema {
    let mut schema = of::<HouseData>();
    let root = schema.ensure_object();
    let mut partial = Value::Object(root.clone());
    loosen(&mut partial);
    let mut definitions = take_map(root, "$defs");
    definitions.extend(take_map(partial.as_object_mut().unwrap_or(&mut Map::new()), "$defs"));
    let whole = Value::Object(without_titles(root));
    let head =
        ["$schema", "title", "description"].map(|key| (key.to_owned(), root.get(key).cloned().unwrap_or_default()));
    *root = Map::from_iter(head);
    root.insert("type".to_owned(), json!("object"));
    root.insert("if".to_owned(), json!({"required": ["extends"]}));
    root.insert("then".to_owned(), Value::Object(without_titles(partial.as_object().unwrap_or(&Map::new()))));
    root.insert("else".to_owned(), whole);
    root.insert("$defs".to_owned(), Value::Object(definitions));
    schema
}

/// Returns the schema of terms: they too may take away what those of an extended house say.
pub(super) fn terms_schema() -> Schema {
    let mut schema = of::<TermsData>();
    let root = schema.ensure_object();
    let mut definitions = take_map(root, "$defs");
    let objects = std::iter::once(&mut *root).chain(definitions.values_mut().filter_map(Value::as_object_mut));
    for object in objects {
        if let Some(Value::Object(properties)) = object.get_mut("properties") {
            properties.values_mut().for_each(allow_null_inside);
        }
    }
    root.insert("$defs".to_owned(), Value::Object(definitions));
    schema
}

fn take_map(object: &mut Map<String, Value>, key: &str) -> Map<String, Value> {
    match object.remove(key) {
        Some(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

fn without_titles(root: &Map<String, Value>) -> Map<String, Value> {
    root.iter().filter(|(key, _)| *key != "$schema").map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// Lets every key be left out or be `null`, here and in all definitions, which get names of their own.
fn loosen(schema: &mut Value) {
    match schema {
        Value::Array(values) => values.iter_mut().for_each(loosen),
        Value::Object(object) => {
            object.remove("required");
            if let Some(Value::String(target)) = object.get_mut("$ref") {
                *target = target.replace("#/$defs/", "#/$defs/Partial");
            }
            for (key, value) in object.iter_mut() {
                loosen(value);
                match (key.as_str(), value) {
                    ("properties", Value::Object(properties)) => properties.values_mut().for_each(allow_null),
                    ("additionalProperties", value @ Value::Object(_)) => allow_null(value),
                    ("$defs", Value::Object(definitions)) => {
                        let renamed = std::mem::take(definitions).into_iter();
                        definitions.extend(renamed.map(|(name, value)| (format!("Partial{name}"), value)));
                    }
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

fn allow_null(schema: &mut Value) {
    let value = schema.take();
    *schema = json!({"anyOf": [value, {"type": "null"}]});
}

fn allow_null_inside(schema: &mut Value) {
    if let Some(value @ Value::Object(_)) = schema.get_mut("additionalProperties") {
        allow_null(value);
    }
}
