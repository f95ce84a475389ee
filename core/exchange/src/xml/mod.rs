//! XML as the formats need it: written with care for blanks, read with distrust.

mod read;
mod write;

pub(crate) use read::{Element, Node, read};
pub(crate) use write::Writer;

/// Says whether XML 1.0 can hold the character.
fn is_allowed(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}
