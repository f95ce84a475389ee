//! A title in capitals, as a sentence would have it.

use std::collections::BTreeMap;

use crate::label::is_capitals;

/// How the body of a text spells its words, and how often so, by the words in small letters.
pub(super) struct Spellings(BTreeMap<String, BTreeMap<String, u32>>);

impl Spellings {
    pub(super) fn of(body: &[&str]) -> Self {
        let mut spellings: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
        for line in body {
            let mut words = line.split(parts_words).filter(|word| word.contains(char::is_alphabetic));
            let is_in_capitals = words.next().is_some_and(|first| first.chars().count() > 1 && is_capitals(first));
            // Lead words in capitals, `CALLS ON`, tell nothing of how their words are written elsewhere.
            for word in words.skip_while(|word| is_in_capitals && is_capitals(word)) {
                *spellings.entry(word.to_lowercase()).or_default().entry(word.to_owned()).or_default() += 1;
            }
        }
        Self(spellings)
    }

    /// Writes words in capitals as a sentence would have them, with the spelling that the body has of each; the first word with
    /// a capital if the body has it nowhere.
    pub(super) fn in_small_letters(&self, words: &str) -> String {
        let mut written = String::new();
        for chunk in words.split_inclusive(char::is_whitespace) {
            if is_symbol(chunk) {
                written.push_str(chunk);
                continue;
            }
            for piece in chunk.split_inclusive(parts_words) {
                let end = piece.trim_end_matches(parts_words).len();
                written.push_str(&self.word(&piece[..end], written.is_empty()));
                written.push_str(&piece[end..]);
            }
        }
        written
    }

    fn word(&self, word: &str, is_first: bool) -> String {
        let small = word.to_lowercase();
        let known = self.0.get(&small).and_then(|known| known.iter().max_by_key(|(_, count)| **count));
        match known {
            Some((spelling, _)) => spelling.clone(),
            None if is_first => with_capital(&small),
            None => small,
        }
    }
}

/// Says whether a word is a symbol, which keeps its capitals: `A/80/L.40`, `G7`. Letters behind figures are an ordinal's, `21ST`.
fn is_symbol(word: &str) -> bool {
    let is_behind_figure = |(one, next): (char, char)| one.is_numeric() && next.is_alphabetic();
    let word = word.trim_matches(parts_words);
    word.starts_with(char::is_alphabetic)
        && word.contains(char::is_numeric)
        && !word.chars().zip(word.chars().skip(1)).any(is_behind_figure)
}

fn parts_words(sign: char) -> bool {
    !sign.is_alphanumeric() && sign != '-'
}

/// Writes the first letter of words as a capital.
pub(crate) fn with_capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Finds words in capitals among others, where they are not in capitals.
pub(super) fn spelt_in(title: &str, words: &str) -> Option<String> {
    let small = title.to_lowercase();
    let starts = words.char_indices().map(|(start, _)| start);
    let length = title.chars().count();
    let mut same = starts.filter_map(|start| {
        let there: String = words[start..].chars().take(length).collect();
        (there.to_lowercase() == small && !is_capitals(&there)).then_some(there)
    });
    same.next_back()
}

#[cfg(test)]
mod tests {
    use super::spelt_in;

    #[test]
    fn properties_spell_a_title_in_capitals() {
        let title = "THE ARCHIVES OF ÉIRE";
        assert_eq!(spelt_in(title, "Resolution 9: The Archives of Éire").as_deref(), Some("The Archives of Éire"));
        for other in ["", "THE ARCHIVES OF ÉIRE", "The Archives of É", "Archives.docx"] {
            assert_eq!(spelt_in(title, other), None, "{other}");
        }
    }
}
