//! How lines belong together: words that were divided at the end of one, and scripts without blanks.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use engross_model::Finding;

use crate::sheet::placed;
use crate::sureness::Sureness;

const SOFT: char = '\u{AD}';

/// Words before which a hyphen stands for the end of a longer word, and for nothing else: `Staats- und Regierungschefs`.
const JOINING: [&str; 18] = [
    "and", "or", "und", "oder", "sowie", "bis", "et", "ou", "y", "o", "και", "ή", "и", "или", "ve", "veya", "та", "або",
];

/// No prefix that may keep its hyphen before a word that is written without one has more letters: `re-sign` and `resign`.
const LONGEST_PREFIX: usize = 2;

/// A text that has a word more often hardly means another one.
const OFTEN: usize = 3;

/// The words of a text that stand whole on a line, and how often.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: BTreeMap<String, usize>,
    /// The words before which a hyphen stands for the end of a longer word.
    joining: BTreeSet<String>,
}

/// How a line goes on in the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// With a new word.
    Blank,
    /// In the same word.
    Nothing,
    /// In the same word, without the hyphen.
    NoHyphen,
    /// As `Nothing`; no other place of the text says whether the hyphen belongs to the word.
    Guessed,
    /// As `NoHyphen`; but with the hyphen it may be another word.
    GuessedWhole,
}

impl Joint {
    /// Says whether the hyphen goes.
    pub(super) fn drops_hyphen(self) -> bool {
        matches!(self, Self::NoHyphen | Self::GuessedWhole)
    }

    /// Says whether it is a guess.
    pub(super) fn is_guess(self) -> bool {
        matches!(self, Self::Guessed | Self::GuessedWhole)
    }
}

impl Vocabulary {
    pub(super) fn of(lines: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let mut vocabulary = Self::default();
        for line in lines {
            let text = line.as_ref().to_lowercase();
            let text = text.trim_end_matches(['-', SOFT]);
            let mut before = "";
            for word in text.split_whitespace() {
                if before.strip_suffix('-').is_some_and(|stem| stem.ends_with(char::is_alphanumeric)) {
                    vocabulary.joining.insert(trimmed(word).to_owned());
                }
                vocabulary.add(trimmed(word));
                before = word;
            }
        }
        vocabulary
    }

    fn add(&mut self, word: &str) {
        *self.words.entry(word.to_owned()).or_default() += 1;
    }

    /// Says how the end of one line and the beginning of the next belong together.
    pub(super) fn joint(&self, before: &str, after: &str) -> Joint {
        if before.ends_with(SOFT) {
            return Joint::NoHyphen;
        }
        let ends_in_word =
            |stem: &str| stem.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric);
        if before.strip_suffix(['/', '\u{2013}', '\u{2014}']).is_some_and(ends_in_word) {
            return Joint::Nothing;
        }
        let Some(stem) = before.strip_suffix(['-', '\u{2010}']) else {
            return if before.ends_with(is_ideograph) || after.starts_with(is_ideograph) {
                Joint::Nothing
            } else {
                Joint::Blank
            };
        };
        if !ends_in_word(stem) {
            return Joint::Blank;
        }
        let first = trimmed(stem.rsplit(char::is_whitespace).next().unwrap_or(stem)).to_lowercase();
        let second = trimmed(after.split(char::is_whitespace).next().unwrap_or(after)).to_lowercase();
        if !after.starts_with(char::is_lowercase) || self.words.contains_key(&format!("{first}-{second}")) {
            return Joint::Nothing;
        }
        if let Some(often) = self.words.get(&format!("{first}{second}")) {
            let is_prefix = first.chars().count() <= LONGEST_PREFIX;
            return if is_prefix && *often <= OFTEN { Joint::GuessedWhole } else { Joint::NoHyphen };
        }
        let joins = JOINING.contains(&second.as_str()) || self.joining.contains(&second);
        if joins { Joint::Blank } else { Joint::Guessed }
    }
}

/// Says whether a sign is written without blanks around it.
pub(super) fn is_ideograph(letter: char) -> bool {
    matches!(letter, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Says what was guessed of a hyphen at the end of a line.
pub(super) fn guessed(file: &str, joint: Joint, place: Option<Range<usize>>) -> Finding {
    let (what, reason, help) = match joint {
        Joint::GuessedWhole => (
            "a hyphen at the end of a line was taken out: nothing says whether it belongs to the word",
            "the file has the word elsewhere in one piece, but it may be another one",
            "put it back if the word is written with one",
        ),
        _ => (
            "a hyphen at the end of a line was kept: nothing says whether it belongs to the word",
            "the file has the word nowhere else in one piece",
            "take it out if the word is written without one",
        ),
    };
    let finding = Finding::new("IMP-08", what);
    placed(finding, file, place).note(Sureness::Guess.because(reason)).help(help)
}

fn trimmed(word: &str) -> &str {
    word.trim_matches(|letter: char| !letter.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::{Joint, Vocabulary};

    #[test]
    fn hyphens_go_where_the_whole_word_is_known() {
        let mut vocabulary = Vocabulary::default();
        for word in ["declaration", "long-term", "the", "resign", "report", "report", "report", "report"] {
            vocabulary.add(word);
        }
        let joint = |before: &str, after: &str| vocabulary.joint(before, after);
        assert_eq!(joint("of this Decla-", "ration, and"), Joint::NoHyphen);
        assert_eq!(joint("of long-", "term plans"), Joint::Nothing);
        assert_eq!(joint("of agreed-", "upon plans"), Joint::Guessed);
        assert_eq!(joint("of Anglo-", "American"), Joint::Nothing);
        assert_eq!(joint("of anything\u{AD}", "else"), Joint::NoHyphen);
        assert_eq!(joint("der Staats-", "und Regierungschefs"), Joint::Blank);
        assert_eq!(joint("the opt-", "in rule"), Joint::Guessed);
        assert_eq!(joint("to re-", "sign it"), Joint::GuessedWhole);
        assert_eq!(joint("to re-", "port it"), Joint::NoHyphen);
        assert_eq!(joint("A/", "79/1"), Joint::Nothing);
        assert_eq!(joint("and so on -", "or not"), Joint::Blank);
        assert_eq!(joint("of", "the"), Joint::Blank);
        let vocabulary = Vocabulary::of(["kül- vagy belföldi"]);
        assert_eq!(vocabulary.joint("bel-", "vagy külföldi"), Joint::Blank);
    }
}
