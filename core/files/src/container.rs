//! ZIP containers: parts are asked for by their names, and no name in the container leads anywhere.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::Unreadable;
use crate::xml::Element;

/// What the parts that are asked for may unpack to together, and how many elements they may have. In memory an element takes
/// many times its bytes.
const MOST_BYTES: u64 = 32 << 20;
const MOST_ELEMENTS: usize = 2_000_000;

/// A container, and what it is called in messages.
#[derive(Debug)]
pub struct Container<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    called: &'static str,
    /// What is left of the bytes and elements that it may have.
    bytes: u64,
    elements: usize,
    /// The parts that it has several times, of which nothing tells which one is meant.
    doubled: BTreeSet<Vec<u8>>,
}

impl<'a> Container<'a> {
    /// Opens a container: `the Word file`.
    ///
    /// # Errors
    /// If the bytes are no ZIP container.
    pub fn open(bytes: &'a [u8], called: &'static str) -> Result<Self, Unreadable> {
        let zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| Unreadable::new(format!("{called} is no ZIP container: {error}")))?;
        Ok(Self { zip, called, bytes: MOST_BYTES, elements: MOST_ELEMENTS, doubled: doubled(bytes) })
    }

    /// Unpacks and parses one part, if the container has it.
    ///
    /// # Errors
    /// If the container has it several times, it does not unpack, is too large beside the parts before it, or is no XML.
    pub fn part(&mut self, name: &str) -> Result<Option<Element>, Unreadable> {
        if self.doubled.contains(name.as_bytes()) {
            let message = format!("{} has `{name}` more than once, and nothing tells which one is meant", self.called);
            return Err(Unreadable::new(message));
        }
        let packed = |error: &dyn std::fmt::Display| Unreadable::new(format!("`{name}` does not unpack: {error}"));
        let file = match self.zip.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(packed(&error)),
        };
        let mut contents = Vec::new();
        file.take(self.bytes + 1).read_to_end(&mut contents).map_err(|error| packed(&error))?;
        let left = self.bytes.checked_sub(contents.len() as u64);
        self.bytes = left.ok_or_else(|| Unreadable::new(format!("`{name}` unpacks to too much")))?;
        Element::parse(&contents, self.called, &mut self.elements).map(Some)
    }
}

/// What begins the end of a container, and an entry of its list of parts.
const END: &[u8] = b"PK\x05\x06";
const ENTRY: &[u8] = b"PK\x01\x02";

/// Says whether a container was cut off: the list of its parts is its end.
pub fn is_cut_off(bytes: &[u8]) -> bool {
    end(bytes).is_none()
}

/// Returns where the end of a container begins.
fn end(bytes: &[u8]) -> Option<usize> {
    bytes.windows(END.len()).rposition(|here| here == END)
}

/// How many bytes an entry has before the name of its part.
const ENTRY_LENGTH: usize = 46;

/// Returns the names that the list of parts has several times; those who unpack see but one of each.
fn doubled(bytes: &[u8]) -> BTreeSet<Vec<u8>> {
    let (mut seen, mut doubled) = (BTreeSet::new(), BTreeSet::new());
    let Some(mut at) = end(bytes).and_then(|end| number(bytes, end + 16, 4)) else { return doubled };
    while bytes.get(at..).is_some_and(|rest| rest.starts_with(ENTRY)) {
        let lengths = [28, 30, 32].map(|place| number(bytes, at + place, 2).unwrap_or(0));
        let name = at + ENTRY_LENGTH;
        let Some(name) = bytes.get(name..name + lengths[0]) else { break };
        if !seen.insert(name) {
            doubled.insert(name.to_vec());
        }
        at += ENTRY_LENGTH + lengths.iter().sum::<usize>();
    }
    doubled
}

/// Reads a number of so many bytes, the lowest first.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<usize> {
    let digits = bytes.get(at..at + length)?;
    Some(digits.iter().rev().fold(0, |number, digit| number << 8 | usize::from(*digit)))
}
