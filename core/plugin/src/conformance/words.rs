//! Looks for labels and notes in plain text.

use engross_model::{Document, Inline, Note, is_direction_mark};

/// Says which labels and notes of a document a text lacks. Labels and the marks of notes must come in the document's
/// order; white space may fall anywhere between words, and marks of direction anywhere at all.
pub(super) fn missing(document: &Document, bytes: &[u8]) -> Vec<String> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return vec!["the file is not UTF-8, though its format is text".to_owned()];
    };
    let text = one_spaced(text);
    let mut missing = missing_labels(document, &text);
    missing.extend(document.notes.iter().filter_map(|note| missing_note(note, &text)));
    missing
}

fn missing_labels(document: &Document, text: &str) -> Vec<String> {
    let mut missing = Vec::new();
    let mut rest = text;
    document.walk_clauses(&mut |_, clause, _| {
        let Some(label) = clause.printed_label() else { return };
        match rest.find(label.text.as_str()) {
            Some(at) => rest = &rest[at + label.text.len()..],
            None => missing.push(format!("the label `{}` of the clause `{}` is missing", label.text, clause.id)),
        }
    });
    missing
}

fn missing_note(note: &Note, text: &str) -> Option<String> {
    if !text.contains(note.mark.as_str()) {
        return Some(format!("the mark `{}` of the note `{}` is missing", note.mark, note.id));
    }
    let mut words = Vec::new();
    pieces(&note.content, &mut words);
    let lost = words.into_iter().map(one_spaced).find(|piece| !text.contains(piece.trim()))?;
    Some(format!("the words `{}` of the note `{}` are missing", lost.trim(), note.id))
}

/// Collects the pieces of text, between which a format may put marks of its own.
fn pieces<'a>(content: &'a [Inline], into: &mut Vec<&'a str>) {
    for inline in content {
        if let Inline::Text(text) = inline {
            into.push(text);
        }
        pieces(inline.children(), into);
    }
}

fn one_spaced(text: &str) -> String {
    let text = text.replace(is_direction_mark, "");
    let mut spaced = String::with_capacity(text.len());
    for part in text.split_inclusive(char::is_whitespace) {
        let word = part.trim_end();
        spaced.push_str(word);
        if word.len() < part.len() && !spaced.ends_with(' ') {
            spaced.push(' ');
        }
    }
    spaced
}
