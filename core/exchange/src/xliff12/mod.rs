//! XLIFF 1.2 in a narrow profile that the tools in use give back as they got it: paired codes are `g`, lone ones `ph` with
//! their form inside; every unit has one target and one note; no matches, no segmentation.

mod read;
mod write;

pub(crate) use read::read;
pub(crate) use write::write;

use crate::code::Kind;

/// The namespace.
pub(crate) const NAMESPACE: &str = "urn:oasis:names:tc:xliff:document:1.2";

/// What the header names; the number changes if older readers could not understand a file.
const PROFILE: &str = "engross-xliff12/1";

/// The names of codes. Tools show their first letter, or the one behind `x-`.
const CTYPES: [(Kind, &str); 8] = [
    (Kind::Lead, "bold"),
    (Kind::Emphasis, "italic"),
    (Kind::Superscript, "x-sup"),
    (Kind::Subscript, "x-sub"),
    (Kind::Link, "link"),
    (Kind::Words, "x-ref"),
    (Kind::Reference, "x-ref"),
    (Kind::NoteMark, "x-fn"),
];
