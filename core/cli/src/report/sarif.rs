//! SARIF 2.1.0: the part of it that code hosts and editors read.

use engross_model::{CODES, Fix};
use serde_json::{Value, json};

use super::{Placed, severity_word};
use crate::positions::Position;

/// A log that grows.
#[derive(Default)]
pub(crate) struct Log {
    begun: bool,
}

impl Log {
    pub(crate) fn result(&mut self, placed: &Placed<'_>) -> String {
        let before = if self.begun { ",\n".to_owned() } else { beginning() };
        self.begun = true;
        format!("{before}{}", result(placed))
    }

    pub(crate) fn end(&self) -> String {
        if self.begun { "\n]}]}\n".to_owned() } else { beginning() + "]}]}\n" }
    }
}

/// Everything up to the results, which come last so that they can be written one by one.
fn beginning() -> String {
    let rules: Vec<Value> = CODES
        .iter()
        .map(|entry| {
            json!({
                "id": entry.code,
                "shortDescription": {"text": entry.title},
                "fullDescription": {"text": entry.text},
                "help": {"text": entry.text},
                "defaultConfiguration": {"level": severity_word(entry.severity)},
            })
        })
        .collect();
    let driver = json!({
        "name": "engross",
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    format!(
        "{{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{{\
         \"tool\":{{\"driver\":{driver}}},\"columnKind\":\"unicodeCodePoints\",\"results\":[\n"
    )
}

fn result(placed: &Placed<'_>) -> Value {
    let finding = placed.finding;
    let mut text = finding.message.clone();
    for extra in finding.notes.iter().chain(&finding.help) {
        text += &format!("\n{extra}");
    }
    let mut result =
        json!({"ruleId": finding.code, "level": severity_word(finding.severity), "message": {"text": text}});
    if let Some(index) = CODES.iter().position(|entry| entry.code == finding.code) {
        set(&mut result, "ruleIndex", json!(index));
    }
    if let Some(file) = placed.file() {
        let mut location = json!({"physicalLocation": {"artifactLocation": {"uri": uri(file)}}});
        if let (Some((first, last)), Some(place)) = (placed.range, location.get_mut("physicalLocation")) {
            set(place, "region", region(first, last));
        }
        if let Some(clause) = &finding.place.clause {
            set(&mut location, "logicalLocations", json!([{"name": clause}]));
        }
        set(&mut result, "locations", json!([location]));
        if let Some(fix) = &finding.fix {
            set(&mut result, "fixes", json!([fix_of(fix, file)]));
        }
    }
    result
}

fn set(object: &mut Value, key: &str, value: Value) {
    if let Some(map) = object.as_object_mut() {
        map.insert(key.to_owned(), value);
    }
}

fn region(first: Position, last: Position) -> Value {
    json!({"startLine": first.line, "startColumn": first.column, "endLine": last.line, "endColumn": last.column})
}

fn fix_of(fix: &Fix, file: &str) -> Value {
    let replacements: Vec<Value> = fix
        .edits
        .iter()
        .map(|edit| {
            json!({
                "deletedRegion": {"byteOffset": edit.span.start, "byteLength": edit.span.len()},
                "insertedContent": {"text": edit.replacement},
            })
        })
        .collect();
    json!({
        "description": {"text": fix.title},
        "artifactChanges": [{"artifactLocation": {"uri": uri(file)}, "replacements": replacements}],
    })
}

/// Writes a path as a URI reference: relative ones stay relative, so that code hosts find them in the repository.
fn uri(path: &str) -> String {
    let path = path.replace(std::path::MAIN_SEPARATOR, "/");
    let path = path.strip_prefix("./").unwrap_or(&path);
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "" });
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri += &format!("%{byte:02X}"),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_json_with_or_without_results() {
        let empty: Value = serde_json::from_str(&Log::default().end()).unwrap();
        assert_eq!(empty["runs"][0]["results"], json!([]));
        let finding = engross_model::Finding::new("PUN-01", "x").in_file("./a b/é.yaml").in_clause("urges");
        let first = Position { line: 2, column: 3 };
        let placed = Placed { finding: &finding, range: Some((first, first)), lines: None };
        let mut log = Log::default();
        let written = log.result(&placed) + &log.result(&placed) + &log.end();
        let read: Value = serde_json::from_str(&written).unwrap();
        let result = &read["runs"][0]["results"][1];
        assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "a%20b/%C3%A9.yaml");
        assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startColumn"], 3);
        let rule = result["ruleIndex"].as_u64().unwrap();
        assert_eq!(read["runs"][0]["tool"]["driver"]["rules"][usize::try_from(rule).unwrap()]["id"], "PUN-01");
    }
}
