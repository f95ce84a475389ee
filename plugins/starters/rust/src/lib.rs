//! A backend for engross: prints the labels of a text, one a line, each with its words, and then the notes.
//!
//! Build it with `cargo build --release`, try it with
//! `engross build --plugin target/release/libstarter.so --to starter TEXT`, and prove it with
//! `cargo test` and `engross plugin check target/release/libstarter.so`.

use engross_plugin::Backend;
use engross_plugin::model::{Cell, Encoding, Feature, Finding, Format, Manifest, PROTOCOL, Request, Response, plain_text};

/// Makes lists of labels (format `starter`).
pub struct Labels;

engross_plugin::export!(Labels);

impl Backend for Labels {
    fn manifest(&self) -> Manifest {
        Manifest {
            id: "starter".into(),
            name: "List of labels".into(),
            version: env!("CARGO_PKG_VERSION").into(),
            licence: env!("CARGO_PKG_LICENSE").into(),
            protocol: PROTOCOL.into(),
            encoding: Encoding::Cbor,
            concurrent: true,
            formats: vec![Format {
                name: "starter".into(),
                extension: "starter.txt".into(),
                media_type: "text/plain; charset=utf-8".into(),
                text: true,
                on_request: false,
            }],
            // What of a document the format shows. What is not listed, engross reports where a text has it.
            features: vec![Feature::Notes, Feature::RightToLeft],
            options: vec![],
            needs: vec![],
        }
    }

    fn render(&self, request: &Request) -> Response {
        if request.format != "starter" {
            let message = format!("this plugin makes `starter`, not `{}`", request.format);
            return Response::refusal(Finding::new("REND-01", message));
        }
        let document = &request.document;
        let mut lines = format!("{}\n\n", document.metadata.title);
        // Everything in reading order, clauses' own headings and the lines above and below the text too. How each is to
        // look, `request.look` says.
        document.walk_content(&mut |cell| {
            let words = plain_text(cell.content());
            match cell {
                Cell::Clause(_, clause, depth) => {
                    let label = clause.printed_label().map_or("–", |label| &label.text);
                    let parts = [plain_text(&clause.heading), words];
                    let parts: Vec<String> = parts.into_iter().filter(|words| !words.is_empty()).collect();
                    lines += &format!("{}{label}\t{}\n", "  ".repeat(depth), parts.join("\t"));
                }
                Cell::Closing(_, _, depth) if !words.is_empty() => {
                    lines += &format!("{}\t{words}\n", "  ".repeat(depth));
                }
                Cell::Title(line) if !line.heading => lines += &format!("{words}\n"),
                _ => {}
            }
        });
        for note in &document.notes {
            lines += &format!("\n{}\t{}", note.mark, plain_text(&note.content));
        }
        Response::artifact("starter.txt", "text/plain; charset=utf-8", lines)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_backend_conforms() {
        engross_plugin::conformance::assert_conforms(&super::Labels);
    }
}
