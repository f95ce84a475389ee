//! Words that are longer than a line, for which hyphenation knows no place to break.

use engross_plugin::model::is_ideographic;

/// The most characters that fit on a line, however deep the clause and wide its letters; no word of a language is longer.
const LONGEST: usize = 60;
/// How many characters stay together in a longer one.
const PIECE: usize = 10;

/// Parts a text where a word is too long for a line; nearly every text is one piece.
pub(crate) fn pieces(text: &str) -> Vec<&str> {
    if text.as_bytes().split(u8::is_ascii_whitespace).all(|word| word.len() <= LONGEST) {
        return vec![text];
    }
    let mut pieces = Vec::new();
    let (mut begin, mut at) = (0, 0);
    for word in text.split_inclusive(ends_word) {
        let letters = word.trim_end_matches(ends_word);
        // As many bytes hold no more characters.
        if letters.len() > LONGEST && letters.chars().count() > LONGEST {
            let letters = letters.char_indices().enumerate();
            let places = letters.filter(|(count, (_, letter))| *count > 0 && count % PIECE == 0 && !clings(*letter));
            for (_, (place, _)) in places {
                pieces.push(&text[begin..at + place]);
                begin = at + place;
            }
        }
        at += word.len();
    }
    pieces.push(&text[begin..]);
    pieces
}

/// Says whether a line may break behind a character anyhow.
fn ends_word(character: char) -> bool {
    character.is_whitespace() || is_ideographic(character)
}

/// Says whether a character belongs to the one before it: accents, joiners, variants.
fn clings(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(letter, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_longer_than_a_line_are_parted() {
        let long = "x".repeat(LONGEST);
        let text = format!("one {long} two");
        assert_eq!(pieces(&text), [&*text]);
        assert_eq!(pieces(""), [""]);
        let text = format!("one {long}y two");
        let parted = pieces(&text);
        assert_eq!(parted.concat(), text);
        assert_eq!(parted.len(), 7);
        assert_eq!((parted[0], parted[6]), ("one xxxxxxxxxx", "y two"));
        let text = "将各列命名为“station_id”、“level_@_gauge”，".repeat(LONGEST);
        assert_eq!(pieces(&text), [&*text]);
    }

    #[test]
    fn no_piece_begins_with_an_accent() {
        let text = "e\u{301}".repeat(LONGEST);
        assert!(pieces(&text).iter().all(|piece| piece.starts_with('e')));
        assert_eq!(pieces(&text).concat(), text);
    }
}
