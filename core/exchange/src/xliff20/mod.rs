//! XLIFF 2.0: one unit with one segment for each of ours, forms of codes as original data.

mod read;
mod write;

pub(crate) use read::read;
pub(crate) use write::write;

use crate::code::Kind;

/// The namespace, which 2.1 keeps.
pub(crate) const NAMESPACE: &str = "urn:oasis:names:tc:xliff:document:2.0";

/// What the file's note names; the number changes if older readers could not understand a file.
const PROFILE: &str = "engross-xliff20/1";

/// The types and subtypes of codes.
const TYPES: [(Kind, &str, &str); 8] = [
    (Kind::Lead, "fmt", "xlf:b"),
    (Kind::Emphasis, "fmt", "xlf:i"),
    (Kind::Superscript, "other", "engross:sup"),
    (Kind::Subscript, "other", "engross:sub"),
    (Kind::Link, "link", "engross:link"),
    (Kind::Words, "link", "engross:words"),
    (Kind::Reference, "link", "engross:ref"),
    (Kind::NoteMark, "other", "engross:fn"),
];
