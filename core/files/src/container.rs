//! ZIP containers: parts are asked for by their names, and no name in the container leads anywhere.

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
}

impl<'a> Container<'a> {
    /// Opens a container: `the Word file`.
    ///
    /// # Errors
    /// If the bytes are no ZIP container.
    pub fn open(bytes: &'a [u8], called: &'static str) -> Result<Self, Unreadable> {
        let zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| Unreadable::new(format!("{called} is no ZIP container: {error}")))?;
        Ok(Self { zip, called, bytes: MOST_BYTES, elements: MOST_ELEMENTS })
    }

    /// Unpacks and parses one part, if the container has it.
    ///
    /// # Errors
    /// If it does not unpack, is too large beside the parts before it, or is no XML.
    pub fn part(&mut self, name: &str) -> Result<Option<Element>, Unreadable> {
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
