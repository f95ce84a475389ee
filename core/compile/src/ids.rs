//! Ids that are proposed for clauses and headings: of their words, never of their numbers, so that they can stay when
//! clauses move.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Makes ids that no other entry of a text has.
#[derive(Debug, Default)]
pub struct Ids {
    taken: BTreeSet<String>,
    /// How many suffixes were tried for each beginning.
    suffixes: BTreeMap<String, u32>,
}

impl Ids {
    /// Begins with the ids that are taken.
    pub fn beside(taken: impl IntoIterator<Item = String>) -> Self {
        Self { taken: taken.into_iter().collect(), suffixes: BTreeMap::new() }
    }

    /// Makes an id of an entry's first words of weight.
    pub fn make(&mut self, words: &str) -> String {
        let words: Vec<String> = words
            .split(|character: char| !character.is_alphanumeric())
            .filter_map(in_plain_letters)
            .filter(|word| word.len() > 3 && word.starts_with(|first: char| first.is_ascii_lowercase()))
            .take(6)
            .collect();
        let joined = (2..=words.len().max(2)).map(|count| words[..words.len().min(count)].join("-"));
        let mut candidates =
            joined.map(|id| id.chars().take(56).collect::<String>()).filter(|id| !id.is_empty() && !is_value(id));
        let base = candidates.clone().next().unwrap_or_else(|| "clause".to_owned());
        let id = candidates.find(|id| !self.taken.contains(id)).unwrap_or_else(|| self.suffixed(base));
        self.taken.insert(id.clone());
        id
    }

    fn suffixed(&mut self, base: String) -> String {
        if !self.taken.contains(&base) {
            return base;
        }
        let tried = self.suffixes.entry(base.clone()).or_default();
        loop {
            *tried += 1;
            let id = format!("{base}-{}", letters(*tried));
            if !self.taken.contains(&id) {
                return id;
            }
        }
    }
}

/// Says whether YAML reads a word as a value and no name.
pub fn is_value(word: &str) -> bool {
    matches!(word, "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n")
}

/// Writes a word in the small letters of ids, without accents: `preoccupee`; nothing where a letter is no Latin one.
fn in_plain_letters(word: &str) -> Option<String> {
    let plain: String = word.nfd().filter(|character| !is_combining_mark(*character)).collect();
    plain.is_ascii().then(|| plain.to_ascii_lowercase())
}

/// Writes a number as letters: a, b, … z, aa, ab.
fn letters(mut number: u32) -> String {
    let mut letters = Vec::new();
    while number > 0 {
        letters.extend(char::from_u32(u32::from('a') + (number - 1) % 26));
        number = (number - 1) / 26;
    }
    letters.into_iter().rev().collect()
}
