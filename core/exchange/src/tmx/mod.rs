//! TMX 1.4: the translation memory as every tool reads it. Codes carry their canonical forms.

mod read;
mod write;

pub use read::read_tmx;
pub use write::write_tmx;

use crate::code::Kind;

/// The types of codes.
const TYPES: [(Kind, &str); 8] = [
    (Kind::Lead, "bold"),
    (Kind::Emphasis, "italic"),
    (Kind::Superscript, "x-sup"),
    (Kind::Subscript, "x-sub"),
    (Kind::Link, "link"),
    (Kind::Words, "x-ref"),
    (Kind::Reference, "x-ref"),
    (Kind::NoteMark, "x-fn"),
];

/// The names of properties.
const DOCUMENT: &str = "x-doc";
const UNIT: &str = "x-clause";
const PREVIOUS: &str = "x-prev";
const NEXT: &str = "x-next";
