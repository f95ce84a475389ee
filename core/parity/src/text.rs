//! Reads plain text as the text backend lays it out: blocks between empty lines, labels before two blanks, notes
//! under a rule.

use crate::reading::{Notation, ReadBlock, ReadNote, Reading, normalised, without_isolates};
use engross_files::Unreadable;

/// Reads a text file.
pub(crate) fn read(bytes: &[u8]) -> Result<Reading, Unreadable> {
    let text = std::str::from_utf8(bytes).map_err(|_| Unreadable::new("the text is not UTF-8"))?;
    let text = &without_isolates(text);
    let mut blocks: Vec<ReadBlock> = paragraphs(text).iter().map(|lines| block(lines)).collect();
    let rule = blocks.iter().rposition(|block| block.label.is_none() && is_rule(&block.text));
    let notes = rule.map(|rule| blocks.split_off(rule)).unwrap_or_default();
    let notes = notes.into_iter().skip(1).map(note).collect();
    Ok(Reading { notation: Notation::Signs, blocks, notes })
}

/// Gathers the lines between empty ones.
fn paragraphs(text: &str) -> Vec<Vec<&str>> {
    let mut paragraphs = vec![Vec::new()];
    for line in text.lines() {
        match paragraphs.last_mut() {
            Some(paragraph) if !line.trim().is_empty() => paragraph.push(line),
            _ => paragraphs.push(Vec::new()),
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

fn block(lines: &[&str]) -> ReadBlock {
    let text = lines.join("\n");
    let first_line = lines.first().map_or("", |line| line.trim());
    match first_line.split_once("  ") {
        Some((label, _)) => {
            let text = text.trim_start().strip_prefix(label).unwrap_or_default();
            ReadBlock { label: Some(normalised(label)), text: normalised(text) }
        }
        None => ReadBlock { label: None, text: normalised(&text) },
    }
}

fn is_rule(text: &str) -> bool {
    text.len() >= 20 && text.chars().all(|letter| letter == '-')
}

fn note(block: ReadBlock) -> ReadNote {
    let label = block.label.unwrap_or_default();
    let mark = label.strip_prefix('[').and_then(|label| label.strip_suffix(']')).unwrap_or(&label);
    ReadNote { mark: mark.to_owned(), text: block.text }
}
