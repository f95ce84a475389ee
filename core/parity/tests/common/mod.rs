//! Texts and the files that were made of them.

#![allow(dead_code, reason = "every test program uses its own part of this module")]

use std::io::{Cursor, Read as _, Write as _};

use engross_model::{Block, Clause, Document, Finding, Inline};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The real declaration with its 26 paragraphs and 32 points, or one of every node of a document.
pub(crate) const NAMES: [&str; 2] = ["declaration", "everything"];
pub(crate) const EXTENSIONS: [&str; 4] = ["txt", "html", "docx", "pdf"];

pub(crate) fn document(name: &str) -> Document {
    serde_json::from_slice(&read(name, "json")).expect("the document reads")
}

pub(crate) fn read(name: &str, extension: &str) -> Vec<u8> {
    let path = format!("{}/tests/files/{name}.{extension}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Returns the codes and the places of findings.
pub(crate) fn codes(findings: &[Finding]) -> Vec<(&str, &str)> {
    findings.iter().map(|finding| (&*finding.code, finding.place.clause.as_deref().unwrap_or_default())).collect()
}

/// Calls `change` for the clause with this id, wherever it stands.
pub(crate) fn with_clause(document: &mut Document, id: &str, change: &mut dyn FnMut(&mut Clause)) {
    fn visit(clause: &mut Clause, id: &str, change: &mut dyn FnMut(&mut Clause)) {
        if clause.id == id {
            change(clause);
        }
        for point in &mut clause.points {
            visit(point, id, change);
        }
    }
    for block in document.parts.iter_mut().flat_map(|part| &mut part.blocks) {
        if let Block::Clause(clause) = block {
            visit(clause, id, change);
        }
    }
}

/// Returns the ids of all clauses in print order.
pub(crate) fn ids(document: &Document) -> Vec<String> {
    let mut ids = Vec::new();
    document.walk_clauses(&mut |_, clause, _| ids.push(clause.id.clone()));
    ids
}

/// Changes the first text node for which `change` says so, in print order; returns whether there was one.
pub(crate) fn change_inline(
    content: &mut Vec<Inline>,
    change: &mut dyn FnMut(&mut Vec<Inline>, usize) -> bool,
) -> bool {
    for at in 0..content.len() {
        if change(content, at) {
            return true;
        }
        let inside = match &mut content[at] {
            Inline::Text(_) | Inline::NoteMark { .. } => continue,
            Inline::Lead(inside)
            | Inline::Emphasis(inside)
            | Inline::Superscript(inside)
            | Inline::Subscript(inside)
            | Inline::Link { content: inside, .. }
            | Inline::Reference { content: inside, .. }
            | Inline::Changed { content: inside, .. }
            | Inline::Isolated { content: inside, .. } => inside,
        };
        if change_inline(inside, change) {
            return true;
        }
    }
    false
}

/// Replaces the first occurrence in a text file.
pub(crate) fn replaced(file: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = std::str::from_utf8(file).expect("the file is UTF-8");
    assert!(text.contains(from), "`{from}` is not in the file");
    text.replacen(from, to, 1).into_bytes()
}

/// Changes one part of a Word file.
pub(crate) fn with_part(file: &[u8], part: &str, change: &dyn Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let mut container = ZipArchive::new(Cursor::new(file)).expect("the file is a container");
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..container.len() {
        let mut entry = container.by_index(at).expect("the part is there");
        let name = entry.name().expect("the name is text").into_owned();
        let mut contents = Vec::new();
        entry.read_to_end(&mut contents).expect("the part unpacks");
        out.start_file(&name, SimpleFileOptions::default()).expect("a part is begun");
        out.write_all(&if name == part { change(&contents) } else { contents }).expect("the part is written");
    }
    out.finish().expect("the container is written").into_inner()
}
