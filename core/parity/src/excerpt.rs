//! Short quotations for messages.

use crate::reading::{MARK_END, MARK_START};

/// Letters of context before a difference, and of everything from there on.
const BEFORE: usize = 24;
const LENGTH: usize = 64;

/// Quotes the beginning of a text.
pub(crate) fn beginning(text: &str) -> String {
    quoted(text, 0)
}

/// Quotes two texts around the first place where they differ.
pub(crate) fn difference(expected: &str, read: &str) -> (String, String) {
    let same = expected.chars().zip(read.chars()).take_while(|(one, other)| one == other).count();
    let from = same.saturating_sub(BEFORE);
    (quoted(expected, from), quoted(read, from))
}

fn quoted(text: &str, from: usize) -> String {
    let mut letters = text.chars().skip(from);
    let quote: String = letters.by_ref().take(LENGTH).map(visible).collect();
    let head = if from > 0 { "…" } else { "" };
    let tail = if letters.next().is_some() { "…" } else { "" };
    format!("`{head}{quote}{tail}`")
}

fn visible(letter: char) -> char {
    match letter {
        MARK_START => '[',
        MARK_END => ']',
        letter if letter.is_control() => char::REPLACEMENT_CHARACTER,
        letter => letter,
    }
}
