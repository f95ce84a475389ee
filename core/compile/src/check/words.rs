//! Words in running text: where they begin, whether they are those of a phrase, which belong to an address, and blanks.

use std::ops::Range;

use crate::language::has_no_blanks;
use crate::parse::inline::is_word_letter;

/// Returns where the words of a text begin.
pub(super) fn word_starts(text: &str) -> impl Iterator<Item = usize> {
    let mut inside = false;
    text.char_indices().filter_map(move |(at, character)| {
        let begins = !std::mem::replace(&mut inside, character.is_alphanumeric());
        (begins && inside).then_some(at)
    })
}

/// Measures `phrase` at the beginning of `words`, ignoring case, up to a word's end.
pub(super) fn prefix_length(words: &str, phrase: &str) -> Option<usize> {
    let mut rest = words.char_indices();
    for wanted in phrase.chars() {
        let (_, found) = rest.next()?;
        if !same_letter(found, wanted) {
            return None;
        }
    }
    let tail = rest.as_str();
    (phrase.ends_with(has_no_blanks) || !tail.starts_with(is_word_letter)).then_some(words.len() - tail.len())
}

fn same_letter(one: char, other: char) -> bool {
    // Nearly all letters are ASCII, and every rule about words comes by here.
    if one.is_ascii() && other.is_ascii() {
        one.eq_ignore_ascii_case(&other)
    } else {
        // Which apostrophe is right is another rule's.
        let is_apostrophe = |letter: char| matches!(letter, '\'' | '’');
        one == other || is_apostrophe(one) && is_apostrophe(other) || one.to_lowercase().eq(other.to_lowercase())
    }
}

/// Says whether a character is a blank inside a line.
pub(super) fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

/// Measures the blanks at the beginning of a text.
pub(super) fn leading_spaces(text: &str) -> usize {
    text.len() - text.trim_start_matches(is_space).len()
}

/// Says whether a mark brings its own space with it, as those of East Asia do.
pub(super) fn is_full_width(mark: char) -> bool {
    matches!(mark, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff60}')
}

/// Says whether a place lies in an address printed as such: `https://…`, `www.…`, `name@house.int`, `house.int/texts`.
pub(super) fn inside_address(text: &str, at: usize) -> bool {
    let word = word_around(text, at, |character| !character.is_whitespace());
    let in_word = at - word.start;
    let word = &text[word];
    if let Some(scheme) = word.find("://") {
        let start = word[..scheme].trim_end_matches(char::is_alphanumeric).len();
        return in_word >= start;
    }
    let name =
        word_around(word, in_word, |character| character.is_ascii_alphanumeric() || "-_.@/+%~".contains(character));
    is_bare_address(word[name].trim_end_matches('.'))
}

/// Says whether a word as a whole is an address.
pub(super) fn is_address(word: &str) -> bool {
    word.contains("://") || is_bare_address(word)
}

fn word_around(text: &str, at: usize, belongs: fn(char) -> bool) -> Range<usize> {
    let start = text[..at].trim_end_matches(belongs).len();
    let rest = &text[at..];
    start..at + (rest.len() - rest.trim_start_matches(belongs).len())
}

/// Says whether a word without a scheme is an address: its host is small letters with points between, and ends with a
/// name of two letters or more.
fn is_bare_address(word: &str) -> bool {
    let host = word.rsplit('@').next().and_then(|rest| rest.split('/').next()).unwrap_or_default();
    let label =
        |label: &str| !label.is_empty() && label.bytes().all(|byte| byte == b'-' || byte.is_ascii_alphanumeric());
    let labels: Vec<&str> = host.split('.').collect();
    let ends_in_name =
        labels.last().is_some_and(|last| last.len() > 1 && last.bytes().all(|byte| byte.is_ascii_lowercase()));
    labels.len() > 1 && ends_in_name && labels.into_iter().all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_known_in_running_text() {
        for (text, expected) in [
            ("see https://www.x.org/defense.", true),
            ("see www.defense.gov/x", true),
            ("see (defense.gov) there", true),
            ("write to info@defense.int.", true),
            ("the defense. The", false),
            ("the defense.The", false),
            ("defense,https://x.org", false),
            ("the defense, e.g. this", false),
        ] {
            let at = text.find("defense").unwrap();
            assert_eq!(inside_address(text, at), expected, "{text}");
        }
    }

    #[test]
    fn words_begin_after_what_is_no_letter() {
        let text = "l'État, co-op (2)";
        let words: Vec<char> = word_starts(text).filter_map(|at| text[at..].chars().next()).collect();
        assert_eq!(words, ['l', 'É', 'c', 'o', '2']);
    }
}
