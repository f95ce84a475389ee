//! The plain text backend: the smallest complete one, and the example to read before writing another.
//!
//! It turns a document into UTF-8 text for a terminal, an e-mail or a `diff`. It counts nothing: labels and note marks
//! arrive finished and are printed as they are. What plain paper lacks is written with signs, always in the same way:
//!
//! | in the document | in the file |
//! | --- | --- |
//! | lead words, emphasis | as written; there is no bold or italic |
//! | raised, lowered text | `²`, `₂` where Unicode has the digits, else `^st`, `_max`, `^(two words)` |
//! | a link | its words, then `<https://…>`; once only where the words are the address |
//! | a reference to a clause | its words |
//! | a note mark | `[1]`, `[*]` |
//! | inserted, deleted, moved | `[+new+]`, `[-old-]`, `[>moved<]` |
//!
//! Blocks stand apart by an empty line. Title block and headings are centred. A label hangs in a column of its own, and two
//! spaces at least follow it; two spaces stand nowhere else inside a line, so that a reader (or a program) can tell the
//! label from the words. Lines break at blanks only, never inside a word, and joining them with one space gives the
//! words back. Notes come last, under a rule. A text from right to left is left to the terminal, which orders it; phrases that
//! run the other way stand between Unicode's marks that isolate (U+2066 or U+2067, U+2069), line by line.
//!
//! There are no pages, so there is no running head. Everything else in the document is in the file.
#![forbid(unsafe_code)]

mod inline;
mod layout;

use engross_plugin::Backend;
use engross_plugin::model::{
    Block, Clause, Document, Feature, Finding, Format, Inline, Manifest, OptionKind, OptionSpec, OptionValue, PROTOCOL,
    Part, Request, Response,
};

use crate::inline::{mark, prose, tracked};
use crate::layout::{LabelColumns, Lines};

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
            }],
            features: vec![
                Feature::Notes,
                Feature::Links,
                Feature::Emphasis,
                Feature::Scripts,
                Feature::TrackedChanges,
                Feature::RightToLeft,
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
            Ok(width) => Response::artifact("txt", "text/plain; charset=utf-8", page(&request.document, width)),
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

/// Writes the whole text, from the title block to the notes.
fn page(document: &Document, width: usize) -> String {
    let mut lines = Lines::new(width, document.language.direction);
    let columns = LabelColumns::of(document);
    for line in &document.title_block {
        lines.centred(&prose(&line.content));
    }
    for part in &document.parts {
        write_part(part, &columns, &mut lines);
    }
    write_notes(document, &mut lines);
    lines.finish()
}

fn write_part(part: &Part, columns: &LabelColumns, lines: &mut Lines) {
    lines.centred(&prose(&part.heading));
    lines.paragraph(0, &prose(&part.formula));
    for block in &part.blocks {
        match block {
            Block::Heading(heading) => lines.centred(&prose(&heading.content)),
            Block::Clause(clause) => write_clause(clause, 0, columns, lines),
        }
    }
}

/// Writes a clause, its points one level deeper, and what closes it, which stands where the clause's own words do.
fn write_clause(clause: &Clause, depth: usize, columns: &LabelColumns, lines: &mut Lines) {
    let words = |content: &[Inline]| match &clause.change {
        Some(change) if !content.is_empty() => tracked(change.kind, &prose(content)),
        _ => prose(content),
    };
    let (label_column, text_column) = columns.at(depth);
    match clause.printed_label() {
        Some(label) => lines.labelled(label_column, &label.text, text_column, &words(&clause.content)),
        None => lines.paragraph(text_column, &words(&clause.content)),
    }
    for point in &clause.points {
        write_clause(point, depth + 1, columns, lines);
    }
    lines.paragraph(text_column, &words(&clause.closing));
}

fn write_notes(document: &Document, lines: &mut Lines) {
    if document.notes.is_empty() {
        return;
    }
    lines.rule();
    let marks: Vec<String> = document.notes.iter().map(|note| mark(&note.mark)).collect();
    let column = layout::label_column(marks.iter().map(String::as_str));
    for (note, mark) in document.notes.iter().zip(&marks) {
        lines.labelled(0, mark, column, &prose(&note.content));
    }
}
