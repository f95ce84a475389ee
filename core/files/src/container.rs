//! ZIP containers: parts are asked for by their names, and no name in the container leads anywhere.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use crate::Unreadable;
use crate::xml::Element;

/// What one part may unpack to.
const LARGEST_PART: u64 = 32 << 20;

/// A container, and what it is called in messages.
#[derive(Debug)]
pub struct Container<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    called: &'static str,
}

impl<'a> Container<'a> {
    /// Opens a container: `the Word file`.
    ///
    /// # Errors
    /// If the bytes are no ZIP container.
    pub fn open(bytes: &'a [u8], called: &'static str) -> Result<Self, Unreadable> {
        let zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| Unreadable::new(format!("{called} is no ZIP container: {error}")))?;
        Ok(Self { zip, called })
    }

    /// Unpacks and parses one part, if the container has it.
    ///
    /// # Errors
    /// If it does not unpack, is too large, or is no XML.
    pub fn part(&mut self, name: &str) -> Result<Option<Element>, Unreadable> {
        let Ok(file) = self.zip.by_name(name) else { return Ok(None) };
        let mut contents = Vec::new();
        file.take(LARGEST_PART + 1)
            .read_to_end(&mut contents)
            .map_err(|error| Unreadable::new(format!("`{name}` does not unpack: {error}")))?;
        if contents.len() as u64 > LARGEST_PART {
            return Err(Unreadable::new(format!("`{name}` unpacks to too much")));
        }
        Element::parse(&contents, self.called).map(Some)
    }
}
