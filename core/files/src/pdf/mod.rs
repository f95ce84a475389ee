//! PDF files: what each page shows, letter by letter with its place. What stands on a line, in a paragraph or under a tag is
//! decided by those who read it.

mod font;
mod interpreter;
mod letters;
mod matrix;
mod pages;
mod tags;

use lopdf::{Document, Error, LoadOptions, Stream, dictionary};
use memchr::memmem;

use crate::Unreadable;

pub use self::pages::{Glyph, Page, Pages, Piece, Rule};
pub use self::tags::Tags;

/// The name of a marked piece: the stream that it stands in, and its number there.
pub type MarkKey = (lopdf::ObjectId, i64);

/// What all compressed objects may unpack to together, and what one stream of them may. In memory they take many times that.
const MOST_OBJECTS: usize = 32 << 20;
const LARGEST_STREAM: usize = 8 << 20;

/// Opens a PDF file.
///
/// # Errors
/// If it does not parse, unpacks to too much, or needs a password.
pub fn open(bytes: &[u8]) -> Result<Document, Unreadable> {
    // What is behind a password is weighed by nobody beforehand: its streams share the bound.
    let limit = if memmem::find(bytes, b"/Encrypt").is_some() {
        (MOST_OBJECTS / object_streams(bytes).count().max(1)).min(LARGEST_STREAM)
    } else if weight_of_objects(bytes) > MOST_OBJECTS {
        return Err(Unreadable::new("the objects of the PDF unpack to too much"));
    } else {
        LARGEST_STREAM
    };
    let options = LoadOptions::with_max_decompressed_size(limit);
    let document = Document::load_mem_with_options(bytes, options);
    let document = document.map_err(|error| match error {
        Error::InvalidPassword | Error::Decryption(_) => Unreadable::new(NEEDS_PASSWORD),
        error => Unreadable::new(format!("the PDF does not parse: {error}")),
    })?;
    if document.is_encrypted() {
        return Err(Unreadable::new(NEEDS_PASSWORD));
    }
    Ok(document)
}

/// Says what all streams of objects unpack to: they are kept whole when a file opens, and the library bounds each alone.
fn weight_of_objects(bytes: &[u8]) -> usize {
    let mut weight = 0;
    for stream in object_streams(bytes) {
        if weight > MOST_OBJECTS {
            break;
        }
        let packed = Stream::new(dictionary! { "Filter" => "FlateDecode" }, stream.trim_ascii_start().to_vec());
        weight += match packed.decompressed_content_with_limit(LARGEST_STREAM) {
            // Objects begin with their numbers.
            Ok(unpacked) if unpacked.trim_ascii_start().first().is_some_and(u8::is_ascii_digit) => unpacked.len(),
            // What is packed in another way may be as large as it is let be.
            _ => LARGEST_STREAM,
        };
    }
    weight
}

/// Returns the streams of objects, as they are packed.
fn object_streams(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let named = streams_behind(bytes, memmem::find_iter(bytes, OBJECT_STREAM));
    named.chain(streams_behind(bytes, escaped_names(bytes, OBJECT_STREAM)))
}

/// Returns the stream behind each of these places, once for all places that stand before it.
fn streams_behind<'b>(bytes: &'b [u8], places: impl Iterator<Item = usize> + 'b) -> impl Iterator<Item = &'b [u8]> {
    let mut behind = 0;
    let stream = move |at: usize| {
        if at < behind {
            return Some(None);
        }
        let start = at + memmem::find(bytes.get(at..)?, b"stream")? + b"stream".len();
        behind = start + memmem::find(bytes.get(start..)?, b"endstream")?;
        Some(bytes.get(start..behind))
    };
    places.map_while(stream).flatten()
}

const OBJECT_STREAM: &[u8] = b"/ObjStm";

/// Finds a name where it is written with escapes: `/Obj#53tm`.
fn escaped_names<'b>(bytes: &'b [u8], name: &'b [u8]) -> impl Iterator<Item = usize> + 'b {
    let mut behind = 0;
    memchr::memchr_iter(b'#', bytes).filter_map(move |at| {
        // No letter takes more than three signs.
        let from = at.saturating_sub(name.len() * 3).max(behind);
        let start = from + memchr::memrchr(b'/', bytes.get(from..at)?)?;
        behind = at + 1;
        unescaped(bytes.get(start..)?, name.len()).eq(name.iter().copied()).then_some(start)
    })
}

/// Reads so many letters, escaped or not.
fn unescaped(bytes: &[u8], count: usize) -> impl Iterator<Item = u8> + '_ {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (first, behind) = rest.split_first()?;
        let digits = behind.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let escaped = digits.filter(|_| *first == b'#').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        rest = if escaped.is_some() { behind.get(2..)? } else { behind };
        Some(escaped.unwrap_or(*first))
    })
    .take(count)
}

const NEEDS_PASSWORD: &str = "the PDF is behind a password";
