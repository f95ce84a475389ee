//! PDF files: what each page shows, letter by letter with its place. What stands on a line, in a paragraph or under a tag is
//! decided by those who read it.

mod font;
mod interpreter;
mod letters;
mod matrix;
mod pages;
mod tags;

use lopdf::{Document, Error, LoadOptions};
use memchr::memmem;

use crate::Unreadable;

pub use self::pages::{Glyph, Page, Pages, Piece, Rule};
pub use self::tags::Tags;

/// The name of a marked piece: the stream that it stands in, and its number there.
pub type MarkKey = (lopdf::ObjectId, i64);

/// What all compressed objects may unpack to together, and what one stream of them always may.
const MOST_OBJECTS: usize = 32 << 20;
const LARGEST_STREAM: usize = 1 << 20;

/// Opens a PDF file.
///
/// # Errors
/// If it does not parse, unpacks to too much, or needs a password.
pub fn open(bytes: &[u8]) -> Result<Document, Unreadable> {
    // What is compressed is unpacked while the file opens; the bound is one for each stream.
    let streams = memmem::find_iter(bytes, b"/ObjStm").count().max(1);
    let limit = (MOST_OBJECTS / streams).max(LARGEST_STREAM);
    let document = Document::load_mem_with_options(bytes, LoadOptions::with_max_decompressed_size(limit));
    let document = document.map_err(|error| match error {
        Error::InvalidPassword | Error::Decryption(_) => Unreadable::new(NEEDS_PASSWORD),
        error => Unreadable::new(format!("the PDF does not parse: {error}")),
    })?;
    if document.is_encrypted() {
        return Err(Unreadable::new(NEEDS_PASSWORD));
    }
    Ok(document)
}

const NEEDS_PASSWORD: &str = "the PDF is behind a password";
