//! A small tree of an XML part: bounded, without entities of its own, names without their prefixes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::Unreadable;

const DEEPEST: usize = 128;

/// An element, its attributes, and what stands in it.
#[derive(Debug, Clone, Default)]
pub struct Element {
    /// Its name without a prefix.
    pub name: String,
    attributes: Vec<(String, String)>,
    /// What stands in it, in order.
    pub children: Vec<Self>,
    /// The letters directly inside. Each stretch of them is a child without a name too, in its place.
    pub text: String,
}

impl Element {
    /// Parses one part of a file, which messages name: `the Word file`; given how many elements the file may still have, less
    /// by those of the part afterwards.
    ///
    /// # Errors
    /// If it is no XML, or has what XML of such files never has.
    pub fn parse(part: &[u8], called: &str, left: &mut usize) -> Result<Self, Unreadable> {
        parse(part, left).map_err(|reason| Unreadable::new(format!("{called}{reason}")))
    }

    fn start(start: &BytesStart<'_>) -> Result<Self, String> {
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| unreadable(&error))?;
            let value = quick_xml::escape::unescape(&attribute.value).map_err(|error| unreadable(&error))?;
            attributes.push((attribute.key.local_name().as_ref().to_owned(), value.into_owned()));
        }
        Ok(Self { name: start.local_name().as_ref().to_owned(), attributes, ..Self::default() })
    }

    /// Returns the first child of this name.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Returns all children of this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// Returns all children of this name, by one of their attributes.
    pub fn all_by(&self, name: &str, attribute: &str) -> BTreeMap<String, Self> {
        let key = |child: &Self| child.get(attribute).unwrap_or_default().to_owned();
        self.all(name).map(|child| (key(child), child.clone())).collect()
    }

    /// Returns an attribute, by its name without a prefix.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Returns the attribute `val` of a child, as most of Word's settings are written.
    pub fn setting(&self, name: &str) -> Option<&str> {
        self.child(name)?.get("val")
    }

    /// Returns whether it holds several rows, and one of several cells, by their names; rows may stand in groups of rows.
    pub fn is_grid(&self, row: &str, cell: &str) -> bool {
        let groups = self.children.iter().filter(|child| child.child(row).is_some());
        let rows: Vec<&Self> = groups.chain([self]).flat_map(|group| group.all(row)).collect();
        rows.len() > 1 && rows.iter().any(|row| row.all(cell).count() > 1)
    }

    /// Returns whether a switch is on: there, and not said to be off.
    pub fn is_on(&self, name: &str) -> bool {
        self.child(name).is_some_and(|switch| !matches!(switch.get("val"), Some("0" | "false" | "off")))
    }
}

/// Parses a part; what is wrong is said behind the file's name.
fn parse(part: &[u8], left: &mut usize) -> Result<Element, String> {
    let part = letters(part)?;
    let mut reader = Reader::from_str(part.trim_start_matches('\u{FEFF}'));
    let mut open = vec![Element::default()];
    loop {
        let event = reader.read_event().map_err(|error| unreadable(&error))?;
        let fewer = left.checked_sub(1).filter(|_| open.len() <= DEEPEST);
        *left = fewer.ok_or("'s XML is too large or too deep")?;
        match event {
            Event::Start(start) => open.push(Element::start(&start)?),
            Event::Empty(start) => add(&mut open, Element::start(&start)?),
            Event::End(_) => {
                if let Some(element) = open.pop() {
                    add(&mut open, element);
                }
            }
            Event::Text(text) => push(&mut open, &text),
            Event::CData(text) => push(&mut open, &text),
            Event::GeneralRef(reference) => push(&mut open, &character(&reference)?),
            Event::DocType(_) => return Err(" declares a document type".to_owned()),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    // Blanks may stand around the root.
    let document = open.into_iter().next().unwrap_or_default();
    document.children.into_iter().find(|child| !child.name.is_empty()).ok_or_else(|| " has an empty part".to_owned())
}

/// Returns the letters of a part: UTF-8, or UTF-16 as its first bytes say.
fn letters(part: &[u8]) -> Result<Cow<'_, str>, String> {
    let wide = |pair: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = part.chunks_exact(2).map(|bytes| pair([bytes[0], bytes[1]])).collect();
        String::from_utf16(&units).map(Cow::Owned).map_err(|error| unreadable(&error))
    };
    match part {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        _ => std::str::from_utf8(part).map(Cow::Borrowed).map_err(|error| unreadable(&error)),
    }
}

fn add(open: &mut [Element], element: Element) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(element);
    }
}

fn push(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
        match element.children.last_mut().filter(|last| last.name.is_empty()) {
            Some(last) => last.text.push_str(text),
            None => element.children.push(Element { text: text.to_owned(), ..Element::default() }),
        }
    }
}

fn character(reference: &BytesRef<'_>) -> Result<String, String> {
    if let Some(letter) = reference.resolve_char_ref().map_err(|error| unreadable(&error))? {
        return Ok(letter.to_string());
    }
    let letter = resolve_predefined_entity(reference).map(str::to_owned);
    letter.ok_or_else(|| " uses an entity that is not XML's own".to_owned())
}

fn unreadable(error: &dyn std::fmt::Display) -> String {
    format!("'s XML does not parse: {error}")
}
