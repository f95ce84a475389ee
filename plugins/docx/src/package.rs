//! Puts the parts into their container, in a fixed order and with a fixed time, so that equal parts give equal bytes.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::xml::Xml;

const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

/// A part of the file.
pub(crate) struct Part {
    /// Where it stands in the container.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) content: Vec<u8>,
    /// Its media type; empty for those that go by their extension.
    pub(crate) media_type: String,
}

impl Part {
    /// Makes one of Word's own parts: `kind` is the last word of its media type.
    pub(crate) fn word(name: &str, kind: &str, content: String) -> Self {
        Self::word_bytes(name, kind, content.into_bytes())
    }

    /// Makes one of Word's own parts from bytes.
    pub(crate) fn word_bytes(name: &str, kind: &str, content: Vec<u8>) -> Self {
        Self { name: format!("word/{name}"), content, media_type: format!("{WORD}{kind}+xml") }
    }

    /// Makes a part of another kind from bytes.
    pub(crate) fn bytes(name: &str, media_type: &str, content: Vec<u8>) -> Self {
        Self { name: name.to_owned(), content, media_type: media_type.to_owned() }
    }

    /// Makes a part of another kind.
    pub(crate) fn other(name: &str, media_type: &str, content: String) -> Self {
        Self { name: name.to_owned(), content: content.into_bytes(), media_type: media_type.to_owned() }
    }
}

/// What a part points to: other parts, and addresses outside.
#[derive(Default)]
pub(crate) struct Relations(Vec<Relation>);

struct Relation {
    id: String,
    kind: String,
    target: String,
    outside: bool,
}

impl Relations {
    /// Points to another part and returns the relation's id.
    pub(crate) fn part(&mut self, kind: &str, target: &str) -> String {
        self.add(format!("{OFFICE}{kind}"), target, false)
    }

    /// Points to an address outside and returns the relation's id; the same for the same address.
    pub(crate) fn link(&mut self, url: &str) -> String {
        let target = address(url);
        match self.0.iter().find(|relation| relation.outside && relation.target == target) {
            Some(known) => known.id.clone(),
            None => self.add(format!("{OFFICE}hyperlink"), &target, true),
        }
    }

    /// Returns the part that lists them; `None` where there is nothing to list.
    pub(crate) fn list(&self, name: &str) -> Option<Part> {
        if self.0.is_empty() {
            return None;
        }
        let mut xml = Xml::part("Relationships", &[("xmlns", RELATIONSHIPS)]);
        for relation in &self.0 {
            let mut attributes =
                vec![("Id", relation.id.as_str()), ("Type", &relation.kind), ("Target", &relation.target)];
            if relation.outside {
                attributes.push(("TargetMode", "External"));
            }
            xml.empty("Relationship", &attributes);
        }
        Some(Part::other(name, "", xml.finish()))
    }

    /// Points somewhere by the full name of the relation's kind and returns the relation's id.
    pub(crate) fn add(&mut self, kind: String, target: &str, outside: bool) -> String {
        let id = format!("rId{}", self.0.len() + 1);
        self.named(&id, &kind, target, outside);
        id
    }

    /// Points somewhere under an id that is given.
    pub(crate) fn named(&mut self, id: &str, kind: &str, target: &str, outside: bool) {
        self.0.push(Relation { id: id.to_owned(), kind: kind.to_owned(), target: target.to_owned(), outside });
    }
}

/// Writes an address without the letters that no address may have: Word takes a file with one of those for broken.
fn address(url: &str) -> String {
    let mut address = String::with_capacity(url.len());
    for letter in url.chars() {
        match letter {
            ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => {
                address.push_str(&format!("%{:02X}", u32::from(letter)));
            }
            letter if letter.is_control() => {}
            letter => address.push(letter),
        }
    }
    address
}

/// Returns the finished file: the list of media types, then all parts as they come.
pub(crate) fn packed(parts: &[Part]) -> Result<Vec<u8>, zip::result::ZipError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut container = ZipWriter::new(Cursor::new(Vec::new()));
    container.start_file("[Content_Types].xml", options)?;
    container.write_all(content_types(parts).as_bytes())?;
    for part in parts {
        container.start_file(part.name.as_str(), options)?;
        container.write_all(&part.content)?;
    }
    Ok(container.finish()?.into_inner())
}

fn content_types(parts: &[Part]) -> String {
    let mut xml = Xml::part("Types", &[("xmlns", "http://schemas.openxmlformats.org/package/2006/content-types")]);
    let relations = "application/vnd.openxmlformats-package.relationships+xml";
    xml.empty("Default", &[("Extension", "rels"), ("ContentType", relations)]);
    xml.empty("Default", &[("Extension", "xml"), ("ContentType", "application/xml")]);
    for part in parts.iter().filter(|part| !part.media_type.is_empty()) {
        let name = format!("/{}", part.name);
        xml.empty("Override", &[("PartName", name.as_str()), ("ContentType", &part.media_type)]);
    }
    xml.finish()
}
