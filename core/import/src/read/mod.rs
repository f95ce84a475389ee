//! Readers: one for each kind of file. They say what stands there, and report what they had to guess; which paragraph is which
//! clause they do not know.

mod asterisks;
pub(crate) mod breaks;
mod drawing;
mod hyphens;
mod leftovers;
mod letters;
mod line_numbers;
mod lines;
mod lone_signs;
mod markdown;
mod numerals;
mod omissions;
mod opendocument;
mod page;
mod page_ends;
pub(crate) mod page_lines;
mod pdf;
mod quoted_lines;
mod signature_tables;
mod struck;
mod symbol_font;
pub(crate) mod text;
mod unread;
mod word;

use engross_files::Unreadable;
use engross_model::Finding;

use crate::Wishes;
use crate::sheet::Sheet;

/// What to do with a PDF that cannot be read.
const OTHER_THAN_PDF: &str = "of a scan, make a PDF with text by character recognition (OCR); one behind a password, save without it; \
                              or ask for the file that the PDF was made of";

/// Reads a file by what it is.
///
/// # Errors
/// A finding that says why it cannot be read.
pub(crate) fn read(file: &str, bytes: &[u8], wishes: &Wishes) -> Result<Sheet, Finding> {
    let mut sheet = by_kind(file, bytes, wishes)?;
    struck::take(file, &mut sheet, wishes.refuse_changes);
    leftovers::take(file, &mut sheet);
    lone_signs::settle(&mut sheet);
    Ok(sheet)
}

fn by_kind(file: &str, bytes: &[u8], wishes: &Wishes) -> Result<Sheet, Finding> {
    let refused = |unreadable: Unreadable| {
        let finding = Finding::new("IMP-11", format!("the file cannot be read: {unreadable}")).in_file(file);
        finding.help("open it in the program that made it and save it again")
    };
    if let Some(refusal) = unread::of_bytes(file, bytes) {
        return Err(refusal);
    }
    if bytes.starts_with(b"PK") && is_opendocument(bytes) && opendocument::is_locked(bytes) {
        let finding = Finding::new("IMP-11", "the OpenDocument file is behind a password").in_file(file);
        return Err(finding.help("open it in the program that made it and save it without a password"));
    }
    if bytes.starts_with(b"PK") && is_opendocument(bytes) {
        return opendocument::read(file, bytes, wishes.refuse_changes).map_err(refused);
    }
    if bytes.starts_with(b"PK") {
        return word::read(file, bytes, wishes.refuse_changes).map_err(refused);
    }
    if is_pdf(bytes) {
        return pdf::read(file, bytes).map_err(|unreadable| match is_cut_off(bytes) {
            true => refused(unreadable).note("its end is missing: it may have been cut off").help(OTHER_THAN_PDF),
            false => refused(unreadable).help(OTHER_THAN_PDF),
        });
    }
    let (text, guessed) = letters::read(file, bytes).map_err(|finding| match named_as_no_text(file) {
        true => {
            let message =
                "the file is not what its name says: it begins neither as Word or OpenDocument files do nor as a PDF";
            Finding::new("IMP-11", message)
                .in_file(file)
                .help("it may be damaged; see whether another program opens it")
        }
        false => finding,
    })?;
    if let Some(refusal) = unread::of_text(file, &text) {
        return Err(refusal);
    }
    let mut sheet = if looks_like_a_page(file, &text) {
        page::read(file, &text, wishes.refuse_changes).map_err(refused)?
    } else if is_endless(&text) {
        let finding = Finding::new("IMP-11", "the file is longer than any text").in_file(file);
        return Err(finding.help("import it in pieces"));
    } else if looks_like_markdown(file, &text) {
        markdown::read(file, &text, wishes.refuse_changes)
    } else {
        page_lines::leave_out(file, text::read(file, &text))
    };
    sheet.findings.extend(guessed);
    Ok(sheet)
}

/// Says whether a file has the name of one that is no text.
fn named_as_no_text(file: &str) -> bool {
    ends_in(file, &[".docx", ".odt", ".pdf", ".doc"])
}

/// Blanks and marks that a text may have: a thousand pages have less than a million. What is made of one of Markdown's takes
/// some hundred bytes.
const MOST_MARKS: usize = 3_000_000;

/// Says whether words are more than any text has. Letters alone may be many: Markdown may hold pictures written as letters.
fn is_endless(text: &str) -> bool {
    let is_of_picture = |sign: &char| sign.is_alphanumeric() || matches!(sign, '+' | '/' | '=');
    text.len() > MOST_MARKS && text.chars().filter(|sign| !is_of_picture(sign)).nth(MOST_MARKS).is_some()
}

/// What a PDF ends with, and within how many bytes.
const PDF_END: (&[u8], usize) = (b"%%EOF", 2_048);

/// Says whether a PDF was cut off.
fn is_cut_off(pdf: &[u8]) -> bool {
    let (end, within) = PDF_END;
    !pdf[pdf.len().saturating_sub(within)..].windows(end.len()).any(|here| here == end)
}

/// Says whether a file is a PDF: some have a few bytes before their first line.
fn is_pdf(bytes: &[u8]) -> bool {
    bytes.get(..bytes.len().min(1024)).is_some_and(|start| start.windows(5).any(|here| here == b"%PDF-"))
}

/// The list of names at the end of a container is hardly longer.
const LIST_OF_NAMES: usize = 64 << 10;

/// Says whether a container is `OpenDocument`: it begins with its media type, uncompressed, or has its parts.
fn is_opendocument(bytes: &[u8]) -> bool {
    let is_declared =
        bytes.get(30..).is_some_and(|rest| rest.starts_with(b"mimetypeapplication/vnd.oasis.opendocument"));
    let names = &bytes[bytes.len().saturating_sub(LIST_OF_NAMES)..];
    let has = |name: &[u8]| names.windows(name.len()).any(|here| here == name);
    is_declared || has(b"META-INF/manifest.xml") && has(b"content.xml") && !has(b"word/")
}

/// Says whether a text file is HTML: by its name, or by its first tag.
fn looks_like_a_page(file: &str, text: &str) -> bool {
    let mut start = text.trim_start_matches('\u{feff}').trim_start();
    while let Some((_, behind)) = start.strip_prefix("<!--").and_then(|comment| comment.split_once("-->")) {
        start = behind.trim_start();
    }
    let start = start.chars().take(200).collect::<String>().to_ascii_lowercase();
    start.starts_with("<!doctype html")
        || start.starts_with("<html")
        || start.starts_with("<?xml") && start.contains("<html")
        || start.starts_with('<') && ends_in(file, &[".html", ".htm", ".xhtml"])
}

fn ends_in(file: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| file.to_ascii_lowercase().ends_with(ending))
}

/// Says whether a text file has Markdown's marks: by its name, or by the headings that a converter leaves.
fn looks_like_markdown(file: &str, text: &str) -> bool {
    let is_heading = |line: &str| line.starts_with('#') && line.trim_start_matches('#').starts_with(' ');
    ends_in(file, &[".md", ".markdown"]) || text.lines().any(is_heading)
}
