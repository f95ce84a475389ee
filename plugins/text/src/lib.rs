//! The plain text backend: the smallest complete one, and the example to read before writing another.
//!
//! It turns a document into UTF-8 text for a terminal, an e-mail or a `diff`. It counts nothing: labels and note marks
//! arrive finished and are printed as they are. What plain paper lacks is written with signs, always in the same way:
//!
//! | in the document | in the file |
//! | --- | --- |
//! | lead words, emphasis | as written; there is no bold or italic |
//! | raised, lowered text | `²`, `₂` where Unicode has the digits, `1st` where letters follow a figure, else `^o`, `_max`, `^(two words)` |
//! | a link | its words, then `<https://…>`; once only where the words are the address |
//! | a reference to a clause | its words |
//! | a note mark | `[1]`, `[*]` |
//! | inserted, deleted, moved | `[+new+]`, `[-old-]`, `[>moved<]` |
//! | what is not finished in a translation | `[Draft]`, `[Stale]`, … before the words |
//!
//! Blocks stand apart by an empty line. Title block and headings are centred, but for lines that the house's look has
//! begin at the margin; the lines below the text stand where the look has them. A label hangs in a column of its own, and two spaces at least follow it; two spaces stand nowhere
//! else inside a line but between words at both edges of the title block, so that a reader (or a program) can tell the
//! label from the words. A label that has a line of its own stands in the middle, above the heading of its clause. Lines break at blanks only, never inside a word, and joining them with one space gives the
//! words back. Notes come last, under a rule. A text from right to left is left to the terminal, which orders it; phrases that
//! run the other way stand between Unicode's marks that isolate (U+2066 or U+2067, U+2069), line by line. Of a text in
//! several languages every line of the title, clause and note stands in one language after the other.
//!
//! There are no pages, so there is no running head. Everything else in the document is in the file.
#![forbid(unsafe_code)]

mod inline;
mod layout;
mod review;

use engross_plugin::Backend;
use engross_plugin::model::{
    Align, BlockStyle, Cell, Document, Feature, Finding, Format, LabelPlace, Look, Manifest, OptionKind, OptionSpec,
    OptionValue, PROTOCOL, Request, Response, TitleLine,
};

use crate::inline::{mark, prose, tracked};
use crate::layout::{LabelColumns, Lines, Path};
use crate::review::reviewed;

/// How wide a line is unless the option `width` says otherwise.
const WIDTH: i64 = 78;
/// The widths that make sense; a narrower page than the least has no room for deep points.
const WIDTHS: std::ops::RangeInclusive<i64> = 20..=10_000;

/// Makes plain text (format `txt`).
pub struct TextBackend;

engross_plugin::export!(TextBackend);

impl Backend for TextBackend {
    fn manifest(&self) -> Manifest {
        Manifest {
            id: "text".to_owned(),
            name: "Plain text".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            licence: env!("CARGO_PKG_LICENSE").to_owned(),
            protocol: PROTOCOL.to_owned(),
            encoding: Default::default(),
            concurrent: true,
            formats: vec![Format {
                name: "txt".to_owned(),
                extension: "txt".to_owned(),
                media_type: "text/plain; charset=utf-8".to_owned(),
                text: true,
                on_request: false,
            }],
            features: vec![
                Feature::Notes,
                Feature::Links,
                Feature::Emphasis,
                Feature::Scripts,
                Feature::TrackedChanges,
                Feature::RightToLeft,
                Feature::Bilingual,
                Feature::ReviewMarks,
            ],
            options: vec![OptionSpec {
                key: "width".to_owned(),
                kind: OptionKind::Number,
                range: Some([*WIDTHS.start(), *WIDTHS.end()]),
                default: Some(OptionValue::Number(WIDTH)),
                doc: "How many columns a line may have.".to_owned(),
            }],
            needs: vec![],
        }
    }

    fn render(&self, request: &Request) -> Response {
        if request.format != "txt" {
            let message = format!("the backend `text` makes `txt`, not `{}`", request.format);
            return Response::refusal(Finding::new("REND-01", message));
        }
        match width(request) {
            Ok(width) => {
                Response::artifact("txt", "text/plain; charset=utf-8", page(&request.document, &request.look, width))
            }
            Err(finding) => Response::refusal(finding),
        }
    }
}

/// Reads the one option.
fn width(request: &Request) -> Result<usize, Finding> {
    let refused = |message: &str| {
        let help = format!("give a whole number from {} to {}", WIDTHS.start(), WIDTHS.end());
        Finding::new("REND-04", message).help(help)
    };
    match request.options.get("width").unwrap_or(&OptionValue::Number(WIDTH)) {
        OptionValue::Number(width) if WIDTHS.contains(width) => Ok(usize::try_from(*width).unwrap_or_default()),
        OptionValue::Number(width) => Err(refused(&format!("`text.width` cannot be `{width}`"))),
        _ => Err(refused("`text.width` is no number")),
    }
}

/// Writes the whole text, from the title block to the notes: row by row, each in every language.
fn page(document: &Document, look: &Look, width: usize) -> String {
    let mut lines = Lines::new(width, document.language.direction);
    for column in document.columns() {
        lines.turn(column.language.direction);
        lines.centred(&prose(&column.banner));
    }
    let columns = LabelColumns::of(document, look);
    let mut paths: Vec<Path<'_>> = document.columns().map(|_| Path::default()).collect();
    let rows = document.rows();
    let mut rows = rows.iter().peekable();
    while let Some(row) = rows.next() {
        // Of one language alone, lines may stand beside each other.
        if let ([Some(Cell::Title(line))], Some([Some(Cell::Title(next))])) = (&**row, rows.peek().map(|row| &***row))
            && next.beside
            && share_line(
                (&line_words(document, line), &line_words(document, next)),
                &look.style(next.style()),
                &mut lines,
            )
        {
            rows.next();
            continue;
        }
        for ((column, path), cell) in document.columns().zip(&mut paths).zip(row) {
            if let Some(cell) = cell {
                lines.turn(column.language.direction);
                write_cell(column, *cell, path, (&columns, look), &mut lines);
            }
        }
    }
    write_notes(document, &mut lines);
    lines.finish()
}

fn line_words(document: &Document, line: &TitleLine) -> String {
    reviewed(document.review_of(Cell::Title(line)), prose(&line.content))
}

/// Writes two lines that share one; says whether it has room for both.
fn share_line((start, end): (&str, &str), style: &BlockStyle, lines: &mut Lines) -> bool {
    if style.align == Some(Align::Start) && style.indent <= 0.0 {
        lines.behind(start, end);
        return true;
    }
    lines.at_both_ends(start, end)
}

/// Writes one unit. What closes a clause stands where the clause's own words do.
fn write_cell<'a>(
    document: &Document,
    cell: Cell<'a>,
    path: &mut Path<'a>,
    (columns, look): (&LabelColumns, &Look),
    lines: &mut Lines,
) {
    let words = match cell.change() {
        Some(change) if !cell.content().is_empty() => tracked(change.kind, &prose(cell.content())),
        _ => prose(cell.content()),
    };
    let words = reviewed(document.review_of(cell), words);
    match cell {
        Cell::Title(line) => {
            let is_above = document.title_block.iter().any(|above| std::ptr::eq(above, line));
            match look.style(line.style()).align {
                Some(Align::End | Align::Outer) if !is_above => lines.at_end(&words),
                Some(Align::Start) => lines.paragraph(0, &words),
                None | Some(Align::Both) if !is_above => lines.paragraph(0, &words),
                _ => lines.centred(&words),
            }
        }
        Cell::PartHeading(_) | Cell::Heading(..) => lines.centred(&words),
        Cell::Formula(_) => lines.paragraph(0, &words),
        Cell::Closing(_, _, depth) => lines.paragraph(path.words_at(depth), &words),
        Cell::ClauseHeading(part, clause, depth) | Cell::Clause(part, clause, depth) => {
            let (label_column, text_column) = path.enter((part, clause, depth), (columns, look));
            let has_line = look.level(&clause.level).label == LabelPlace::Line;
            match cell.label() {
                Some(label) if has_line && matches!(cell, Cell::ClauseHeading(..)) => {
                    lines.centred_below(&label.text, &words);
                }
                Some(label) if has_line => {
                    lines.centred(&label.text);
                    lines.paragraph(text_column, &words);
                }
                Some(label) => lines.labelled(label_column, &label.text, text_column, &words),
                None => lines.paragraph(text_column, &words),
            }
        }
    }
}

fn write_notes(document: &Document, lines: &mut Lines) {
    if document.notes.is_empty() {
        return;
    }
    lines.rule();
    let marks: Vec<String> = document.notes.iter().map(|note| mark(&note.mark)).collect();
    let column = layout::label_column(marks.iter().map(String::as_str));
    for (note, mark) in document.notes.iter().zip(&marks) {
        for document in document.columns() {
            if let Some(note) = document.note(&note.id) {
                lines.turn(document.language.direction);
                let words = reviewed(document.review_of_note(note), prose(&note.content));
                lines.labelled(0, mark, column, &words);
            }
        }
    }
}
