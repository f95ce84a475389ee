//! The tags of a PDF: the tree that says what its marked pieces are.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object};

/// How many names of their own a file's tags may go through to a standard one.
const LONGEST_CHAIN: usize = 8;

/// The tree of tags.
#[derive(Debug)]
pub struct Tags<'a> {
    document: &'a Document,
    root: &'a Dictionary,
    /// Names of the file's own, and what they stand for.
    roles: BTreeMap<&'a [u8], &'a [u8]>,
}

impl<'a> Tags<'a> {
    /// Finds the tags of a document, if it has any.
    pub fn of(document: &'a Document) -> Option<Self> {
        let root = document.catalog().ok()?.get_deref(b"StructTreeRoot", document).ok()?.as_dict().ok()?;
        let roles = root
            .get_deref(b"RoleMap", document)
            .and_then(Object::as_dict)
            .map(|map| map.iter().filter_map(|(from, to)| Some((from.as_slice(), to.as_name().ok()?))).collect());
        Some(Self { document, root, roles: roles.unwrap_or_default() })
    }

    /// Returns the root of the tree.
    pub fn root(&self) -> &'a Dictionary {
        self.root
    }

    /// Returns what stands right below an element: elements, or numbers of marked pieces.
    pub fn kids(&self, element: &'a Dictionary) -> &'a [Object] {
        match element.get_deref(b"K", self.document) {
            Ok(Object::Array(kids)) => kids,
            Ok(_) => element.get(b"K").map(std::slice::from_ref).unwrap_or_default(),
            Err(_) => &[],
        }
    }

    /// Returns the standard name of what an element is: `P`, `LI`, `Note`.
    pub fn name(&self, element: &'a Dictionary) -> &'a [u8] {
        let mut name = element.get_deref(b"S", self.document).and_then(Object::as_name).unwrap_or_default();
        for _ in 0..LONGEST_CHAIN {
            match self.roles.get(name) {
                Some(standard) => name = standard,
                None => break,
            }
        }
        name
    }

    /// Says whether an element is part of the text around it and no block of its own.
    pub fn is_running(name: &[u8]) -> bool {
        matches!(
            name,
            b"Span"
                | b"Em"
                | b"Strong"
                | b"Link"
                | b"Reference"
                | b"Quote"
                | b"Code"
                | b"Annot"
                | b"Sub"
                | b"NonStruct"
                | b"Private"
                | b""
        )
    }
}
