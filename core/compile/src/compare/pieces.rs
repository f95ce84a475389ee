//! The pieces of a text that a comparison never breaks: words, and other characters one by one.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

/// Takes a text apart. A word is a run of letters and figures; a number keeps the signs between its figures (`10,500`).
/// Scripts that set no blanks between words have a piece for each character. What is written above or below a letter stays
/// with it.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let length = first_length(rest)?;
        let (piece, after) = rest.split_at(length);
        rest = after;
        Some(piece)
    })
}

fn first_length(text: &str) -> Option<usize> {
    let mut characters = text.char_indices().peekable();
    let (_, first) = characters.next()?;
    let is_word = goes_on(first);
    let mut last = first;
    while let Some((at, character)) = characters.next() {
        let between_figures = matches!(character, ',' | '.' | '\u{a0}' | '\u{202f}')
            && last.is_ascii_digit()
            && characters.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        let inside = is_word && (goes_on(character) || between_figures);
        if !inside && !is_above_or_below(character) {
            return Some(at);
        }
        last = character;
    }
    Some(text.len())
}

/// Says whether a character is one of many that make a word.
fn goes_on(character: char) -> bool {
    let stands_alone =
        || !character.is_ascii() && matches!(character.script(), Script::Han | Script::Hiragana | Script::Katakana);
    character.is_alphanumeric() && !stands_alone()
}

fn is_above_or_below(character: char) -> bool {
    !character.is_ascii() && character.general_category_group() == GeneralCategoryGroup::Mark
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole_and_all_else_is_one_by_one() {
        for (text, expected) in [
            ("The  old, rules-based", "The| | |old|,| |rules|-|based"),
            ("l’OTAN: 10,500 or 10 500. 3.", "l|’|OTAN|:| |10,500| |or| |10\u{a0}500|.| |3|."),
            ("e\u{301}te\u{301} \u{301}!", "e\u{301}te\u{301}| \u{301}|!"),
            ("北约 2025年", "北|约| |2025|年"),
            ("", ""),
        ] {
            let text = text.replace("10 500", "10\u{a0}500");
            assert_eq!(pieces(&text).collect::<Vec<_>>().join("|"), expected);
        }
    }
}
