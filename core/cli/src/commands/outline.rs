//! `engross outline`: labels, ids and first words of a text.

use engross_model::{Block, Cell, Clause, Document, Inline, plain_text};
use serde::Serialize;

use crate::args::{DataForm, HouseArguments, Outline};
use crate::commands::one_text::{self, OneText};
use crate::exit::{Exit, Outcome, Stop};
use crate::output;

pub(crate) fn run(arguments: &Outline) -> Outcome {
    let houses = HouseArguments {
        house: arguments.as_house.clone().or_else(|| arguments.houses.house.clone()),
        folders: arguments.houses.folders.clone(),
    };
    let OneText { document, exit, .. } = match one_text::open(&arguments.file, &houses)? {
        Some(text) => text,
        None => return Ok(Exit::Blocked),
    };
    match arguments.format {
        DataForm::Text => output::print(&as_text(&document))?,
        DataForm::Json => {
            let json = serde_json::to_string_pretty(&Tree::of(&document));
            output::print(&(json.map_err(|error| Stop::usage(error.to_string()))? + "\n"))?;
        }
    }
    Ok(exit)
}

/// How many characters of a clause are shown.
const FIRST_WORDS: usize = 60;

/// Returns the beginning of a text, cut between words.
pub(crate) fn first_words(text: &str) -> String {
    let mut first = String::new();
    for word in text.split_whitespace() {
        if !first.is_empty() {
            first.push(' ');
        }
        first.push_str(word);
        // Nothing of what follows is shown.
        if let Some((end, _)) = first.char_indices().nth(FIRST_WORDS) {
            first.truncate(end);
            first.truncate(first.rfind(' ').unwrap_or(end));
            return first + " …";
        }
    }
    first
}

fn as_text(document: &Document) -> String {
    let mut lines = format!("{}\n", document.metadata.title);
    document.walk_content(&mut |cell| {
        let words = first_words(&plain_text(cell.content()));
        match cell {
            Cell::PartHeading(part) => lines += &format!("\n{}\n", part.name),
            Cell::Heading(..) => lines += &format!("  {words}\n"),
            Cell::Clause(_, clause, depth) => lines += &line(clause, depth),
            Cell::Closing(_, _, depth) if !words.is_empty() => {
                lines += &format!("{}{:<5} {words}\n", "    ".repeat(depth) + "  ", "");
            }
            _ => {}
        }
    });
    output::printable(&lines)
}

fn line(clause: &Clause, depth: usize) -> String {
    let label = clause.printed_label().map_or("–", |label| label.text.as_str());
    // Ids with a dot are made from the position: they say nothing that the label does not.
    let id = if clause.id.contains('.') { String::new() } else { format!("  #{}", clause.id) };
    format!("{}{label:<5} {}{id}\n", "    ".repeat(depth) + "  ", first_words(&plain_text(clause.opening())))
}

/// The outline for programs.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Tree<'a> {
    slug: &'a str,
    language: &'a str,
    title: &'a str,
    parts: Vec<PartTree<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct PartTree<'a> {
    name: &'a str,
    blocks: Vec<Node<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Node<'a> {
    kind: &'static str,
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spoken: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    heading: Option<String>,
    text: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    points: Vec<Node<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    closing: Option<String>,
}

impl<'a> Tree<'a> {
    fn of(document: &'a Document) -> Self {
        let parts = document
            .parts
            .iter()
            .map(|part| PartTree { name: &part.name, blocks: part.blocks.iter().map(Node::of_block).collect() });
        Self {
            slug: &document.slug,
            language: &document.language.code,
            title: &document.metadata.title,
            parts: parts.collect(),
        }
    }
}

impl<'a> Node<'a> {
    fn of_block(block: &'a Block) -> Self {
        match block {
            Block::Clause(clause) => Self::of_clause(clause),
            Block::Heading(heading) => Self {
                kind: "heading",
                id: &heading.id,
                label: None,
                reference: None,
                spoken: None,
                heading: None,
                text: first_words(&plain_text(&heading.content)),
                points: Vec::new(),
                closing: None,
            },
        }
    }

    fn of_clause(clause: &'a Clause) -> Self {
        let label = clause.printed_label();
        Self {
            kind: "clause",
            id: &clause.id,
            label: label.map(|label| label.text.as_str()),
            reference: label.map(|label| label.reference.as_str()),
            spoken: label.map(|label| label.spoken.as_str()),
            heading: words(&clause.heading),
            text: first_words(&plain_text(&clause.content)),
            points: clause.points.iter().map(Self::of_clause).collect(),
            closing: words(&clause.closing),
        }
    }
}

/// Returns the first words of what a clause need not have.
fn words(content: &[Inline]) -> Option<String> {
    (!content.is_empty()).then(|| first_words(&plain_text(content)))
}
