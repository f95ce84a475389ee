//! Reads produced files back, and compares what a person gets from them with what the core decided.
//!
//! Labels are decided once, by the core. This crate is the proof: [`read_back`] takes labels, texts and notes out of a
//! finished file, and [`compare()`] holds them against the [`Document`], clause by clause. It looks only at what reaches
//! a reader: the tagged text of a PDF, the visible text of an HTML page, a Word file with its lists counted as Word
//! counts them, the lines of a plain text. It never looks at side data, and it shares no code with the backends: a
//! mistake made there cannot be made here again and so pass unseen.
//!
//! White space is normalised, and words that a PDF divides at a line's end are joined. Nothing else is: one changed
//! letter is a finding. Files are hostile until proved otherwise: sizes, depths and counts are all bounded.
//!
//! This crate neither makes files nor opens them, and it knows no house.
#![forbid(unsafe_code)]

mod compare;
mod docx;
mod excerpt;
mod expected;
mod html;
mod pdf;
mod reading;
mod text;

pub use compare::compare;
pub use engross_files::Unreadable;
use engross_model::{Document, Finding};
pub use reading::{MARK_END, MARK_START, Notation, ReadBlock, ReadNote, Reading};

/// Larger files are not read. Real ones have some hundred kilobytes.
const LARGEST_FILE: usize = 64 << 20;

/// Reads a file back and compares it with its document: all that `check --parity` needs.
///
/// A format that nobody here can read is a finding of its own (`PAR-04`), and so is a file that does not read.
pub fn check(document: &Document, extension: &str, bytes: &[u8]) -> Vec<Finding> {
    match read_back(extension, bytes) {
        Some(Ok(reading)) => compare(document, &reading),
        Some(Err(unreadable)) => vec![Finding::new("PAR-05", format!("the file cannot be read back: {unreadable}"))],
        None => vec![Finding::new("PAR-04", format!("there is no reader for `.{extension}` files"))],
    }
}

/// Reads what a person gets from a file; `None` for formats that this crate does not know.
pub fn read_back(extension: &str, bytes: &[u8]) -> Option<Result<Reading, Unreadable>> {
    let read: fn(&[u8]) -> Result<Reading, Unreadable> = match extension {
        "docx" => docx::read,
        "html" => html::read,
        "pdf" => pdf::read,
        "txt" => text::read,
        _ => return None,
    };
    Some(if bytes.len() > LARGEST_FILE { Err(Unreadable::new("the file is too large")) } else { read(bytes) })
}
