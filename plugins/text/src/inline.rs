//! Running text as a string. Line breaks are not its business.

use engross_plugin::model::{ChangeKind, Inline};

/// Writes running text on one line, with the signs that the crate's page lists.
pub(crate) fn prose(content: &[Inline]) -> String {
    prose_before(content, None)
}

/// Writes a note mark, in the text and before the note alike.
pub(crate) fn mark(mark: &str) -> String {
    format!("[{mark}]")
}

/// Writes words that an amendment inserts, deletes or moves.
pub(crate) fn tracked(kind: ChangeKind, words: &str) -> String {
    match kind {
        ChangeKind::Inserted => format!("[+{words}+]"),
        ChangeKind::Deleted => format!("[-{words}-]"),
        ChangeKind::Moved => format!("[>{words}<]"),
    }
}

/// Writes running text from its end, so that each piece knows which letter follows it, and which stands before it.
fn prose_before(content: &[Inline], mut next: Option<char>) -> String {
    let mut pieces = Vec::with_capacity(content.len());
    for (at, inline) in content.iter().enumerate().rev() {
        let before = match content[..at].last() {
            Some(Inline::Text(text)) => text.chars().next_back(),
            _ => None,
        };
        let piece = piece(inline, before, next);
        next = piece.chars().next().or(next);
        pieces.push(piece);
    }
    pieces.reverse();
    pieces.concat()
}

fn piece(inline: &Inline, before: Option<char>, next: Option<char>) -> String {
    match inline {
        Inline::Text(text) => text.clone(),
        // Phrases are isolated line by line.
        Inline::Lead(content)
        | Inline::Emphasis(content)
        | Inline::Reference { content, .. }
        | Inline::Isolated { content, .. } => prose_before(content, next),
        Inline::Superscript(content) => raised(&prose(content), before, next),
        Inline::Subscript(content) => script(&prose(content), '_', &LOWERED, next),
        Inline::Link { url, content } => link(&prose(content), url),
        Inline::NoteMark { mark: text, separator, .. } => format!("{separator}{}", mark(text)),
        Inline::Changed { change, content } => tracked(change.kind, &prose(content)),
    }
}

fn link(words: &str, url: &str) -> String {
    if words == url { format!("<{url}>") } else { format!("{words} <{url}>") }
}

const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
const LOWERED: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];

/// Writes raised text. Letters behind a figure end an ordinal and need no sign: `1er`, `71e`.
fn raised(words: &str, before: Option<char>, next: Option<char>) -> String {
    let ends_figure = before.is_some_and(char::is_numeric) && !next.is_some_and(char::is_alphanumeric);
    if ends_figure && words.chars().all(char::is_alphabetic) {
        return words.to_owned();
    }
    script(words, '^', &RAISED, next)
}

/// Writes raised or lowered text: with Unicode's own digits where those are all it takes, else behind a sign, and in
/// brackets wherever one would not see where it ends.
fn script(words: &str, sign: char, digits: &[char; 10], next: Option<char>) -> String {
    let exact = |letter: char| letter.to_digit(10).and_then(|digit| digits.get(digit as usize));
    let runs_on = next.is_some_and(char::is_alphanumeric);
    match words.chars().map(exact).collect::<Option<String>>() {
        Some(exact) => exact,
        None if words.chars().all(char::is_alphanumeric) && !runs_on => format!("{sign}{words}"),
        None => format!("{sign}({words})"),
    }
}
