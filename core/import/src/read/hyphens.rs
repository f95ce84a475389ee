//! How lines belong together: words that were divided at the end of one, and scripts without blanks.

use std::collections::BTreeMap;
use std::ops::Range;

use engross_model::Finding;

use crate::sureness::Sureness;

const SOFT: char = '\u{AD}';

/// A word that makes up more than one in so many of a text's is a small one: no other word ends with it.
const SMALL: usize = 80;
/// So small a word stands more than this often.
const OFTEN: usize = 3;

/// The words of a text that stand whole on a line, and how often.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: BTreeMap<String, usize>,
    count: usize,
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
}

impl Vocabulary {
    pub(super) fn of(lines: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let mut vocabulary = Self::default();
        for line in lines {
            let text = line.as_ref().to_lowercase();
            let text = text.trim_end_matches(['-', SOFT]);
            text.split_whitespace().map(trimmed).for_each(|word| vocabulary.add(word));
        }
        vocabulary
    }

    fn add(&mut self, word: &str) {
        *self.words.entry(word.to_owned()).or_default() += 1;
        self.count += 1;
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
        if self.words.contains_key(&format!("{first}{second}")) {
            return Joint::NoHyphen;
        }
        let often = self.words.get(&second).copied().unwrap_or(0);
        if often > OFTEN && often * SMALL > self.count { Joint::Blank } else { Joint::Guessed }
    }
}

/// Says whether a sign is written without blanks around it.
pub(super) fn is_ideograph(letter: char) -> bool {
    matches!(letter, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Says that a hyphen was kept of which nothing says whether it belongs to its word.
pub(super) fn kept(file: &str, place: Option<Range<usize>>) -> Finding {
    let what = "a hyphen at the end of a line was kept: nothing says whether it belongs to the word";
    let finding = Finding::new("IMP-08", what);
    let finding = match place {
        Some(place) => finding.at(file, place),
        None => finding.in_file(file),
    };
    let finding = finding.note(Sureness::Guess.because("the file has the word nowhere else in one piece"));
    finding.help("take it out if the word is written without one")
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
        for word in ["declaration", "long-term", "the", "und", "und", "und", "und"] {
            vocabulary.add(word);
        }
        let joint = |before: &str, after: &str| vocabulary.joint(before, after);
        assert_eq!(joint("of this Decla-", "ration, and"), Joint::NoHyphen);
        assert_eq!(joint("of long-", "term plans"), Joint::Nothing);
        assert_eq!(joint("of agreed-", "upon plans"), Joint::Guessed);
        assert_eq!(joint("of Anglo-", "American"), Joint::Nothing);
        assert_eq!(joint("of anything\u{AD}", "else"), Joint::NoHyphen);
        assert_eq!(joint("der Staats-", "und Regierungschefs"), Joint::Blank);
        assert_eq!(joint("A/", "79/1"), Joint::Nothing);
        assert_eq!(joint("and so on -", "or not"), Joint::Blank);
        assert_eq!(joint("of", "the"), Joint::Blank);
    }
}
