//! What is written down about the protocol is what the program speaks.

use std::fs;

use engross_model::{PROTOCOL, Request, Response};
use engross_plugin::conformance;

use crate::{Workshop, checkout, include};

const SUBJECTS: [&str; 4] = ["document", "request", "response", "manifest"];

#[test]
fn the_schemas_are_those_of_the_messages() {
    let workshop = Workshop::new();
    for subject in SUBJECTS {
        let (exit, schema) = workshop.engross(&["schema", subject]);
        assert_eq!(exit, 0);
        let file = checkout().join(format!("plugins/schema/{subject}.json"));
        let kept = fs::read_to_string(&file).unwrap_or_default();
        assert!(kept == schema, "write it anew: engross schema {subject} > plugins/schema/{subject}.json");
    }
}

#[test]
fn the_protocol_is_named_alike_everywhere() {
    for file in ["plugins/README.md", "plugins/starters/c/starter.c", "plugins/starters/python/plugin.py"] {
        let text = fs::read_to_string(checkout().join(file)).unwrap();
        assert!(text.replace('\\', "").contains(&format!("\"protocol\": \"{PROTOCOL}\"")), "{file}");
    }
    let header = fs::read_to_string(include().join("engross_plugin.h")).unwrap();
    assert!(header.contains(&format!("#define ENGROSS_ABI {}u", engross_plugin::abi::ABI)));
}

/// The examples of `plugins/README.md` are messages: each block of JSON reads as what its heading says.
#[test]
fn the_examples_of_the_protocol_are_messages() {
    let text = fs::read_to_string(checkout().join("plugins/README.md")).unwrap();
    let mut blocks = text.split("```json\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let manifest: engross_model::Manifest = serde_json::from_str(blocks.next().unwrap()).unwrap();
    assert_eq!(manifest.protocol, PROTOCOL);
    let request: Request = serde_json::from_str(blocks.next().unwrap()).unwrap();
    assert_eq!(request.document.notes.len(), 1);
    let response: Response = serde_json::from_str(blocks.next().unwrap()).unwrap();
    assert_eq!(response.artifacts.len(), 1);
    let refusal: Response = serde_json::from_str(blocks.next().unwrap()).unwrap();
    assert_eq!(refusal.findings.len(), 1);
    assert!(blocks.next().is_none());
    assert!(!conformance::everything().document.parts.is_empty());
}
