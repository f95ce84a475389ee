//! Reads the text layer of a PDF: what a page shows are letters with places; lines, columns, paragraphs and notes are seen
//! in how they stand. Where a file has tags they say which lines are of one paragraph.
//!
//! ```text
//! letters ─rows→ lines ─columns→ pages ─furniture, foot→ pages ─paragraphs→ Sheet
//! ```

mod blocks;
mod columns;
mod edges;
mod foot;
mod furniture;
mod line;
mod order;
mod paragraphs;
mod signs;
mod stamps;
mod tables;
mod title_lines;
mod turned;

use engross_files::Unreadable;
use engross_files::pdf::{Pages, Rule};
use engross_model::Finding;
use lopdf::{Document, decode_text_string};

use self::blocks::Blocks;
use self::columns::Columns;
use self::line::Line;
use self::signs::{Signs, rows};
use self::stamps::Stamps;
use self::turned::{Turned, TurnedLine};
use super::hyphens::Vocabulary;
use super::lines::Lines;
use crate::sheet::Sheet;

/// Lines of all pages: the longest text that is read has two thousand pages.
const MOST_LINES: usize = 300_000;

/// What a page shows, line by line in the order of reading.
#[derive(Debug, Default)]
struct PageLines {
    number: usize,
    /// How wide the page is, in points.
    width: f32,
    lines: Vec<Line>,
    /// What the file itself calls page furniture.
    aside: Vec<Line>,
    turned: Vec<TurnedLine>,
    rules: Vec<Rule>,
}

/// Reads a PDF file.
///
/// # Errors
/// If it does not open, or has no text that can be read.
pub(crate) fn read(file: &str, bytes: &[u8]) -> Result<Sheet, Unreadable> {
    let document = engross_files::pdf::open(bytes)?;
    let blocks = Blocks::of(&document);
    let mut reading = Pages::of(&document);
    let (mut stamps, mut columns, mut upright) = (Stamps::default(), Columns::default(), Turned::default());
    let (mut pages, mut known, mut unknown, mut count) = (Vec::new(), 0, 0, 0);
    while let Some(mut page) = reading.next_page()? {
        upright.set_upright(&mut page);
        let mut signs = Signs::of(&page, &blocks);
        known += signs.known;
        unknown += signs.unknown;
        let turned = turned::take(&mut signs, page.number);
        let (aside, text) = (rows(signs.aside), rows(stamps.take(signs.text, page.number)));
        let leftward = order::is_leftward(&text);
        let aside = aside.into_iter().map(|row| Line::of(row, page.number, 0, leftward)).collect();
        let lines = columns.lines(text, page.number);
        count += lines.len();
        if count > MOST_LINES {
            return Err(Unreadable::new("the PDF has more lines than any text"));
        }
        pages.push(PageLines { number: page.number, width: page.width, lines, aside, turned, rules: page.rules });
    }
    if known == 0 && unknown == 0 {
        return Err(Unreadable::new("the PDF has no text, only pictures of pages"));
    }
    if unknown > known {
        return Err(Unreadable::new("the PDF does not say which letters its signs are"));
    }
    let left_out = furniture::take(&mut pages);
    let vocabulary = Vocabulary::of(pages.iter().flat_map(|page| &page.lines).map(Line::words));
    let notes = foot::take(&mut pages, &vocabulary);
    let mut lines = Lines::default();
    if let Some(title) = title(&document) {
        lines.title(&title);
    }
    let mut findings = Vec::new();
    findings.extend(upright.findings(file));
    findings.extend(columns.findings(file));
    paragraphs::write(file, pages, &vocabulary, &mut lines, &mut findings);
    foot::write(file, notes, &mut lines, &mut findings);
    furniture::report(file, left_out, &mut lines, &mut findings);
    stamps.report(file, &mut lines, &mut findings);
    let mut sheet = lines.finish(file);
    findings.extend(unreadable(file, &sheet.shown));
    sheet.findings.extend(findings);
    Ok(sheet)
}

/// Returns what the file says that it is called.
fn title(document: &Document) -> Option<String> {
    let information = document.trailer.get(b"Info").and_then(|information| document.dereference(information)).ok()?.1;
    let (_, title) = document.dereference(information.as_dict().ok()?.get(b"Title").ok()?).ok()?;
    decode_text_string(title).ok()
}

/// Says that there are signs of which the file does not say what letters they are.
fn unreadable(file: &str, shown: &str) -> Option<Finding> {
    let first = shown.find(char::REPLACEMENT_CHARACTER)?;
    let count = shown.matches(char::REPLACEMENT_CHARACTER).count();
    let place = first..first + char::REPLACEMENT_CHARACTER.len_utf8();
    let finding =
        Finding::new("IMP-09", format!("the PDF does not say which letters {count} of its signs are")).at(file, place);
    Some(finding.help("each is written as `\u{FFFD}`: put in the letters that the page shows"))
}
