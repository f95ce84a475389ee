//! Terms in running text: in whole words, or by their stems.
//!
//! Words end at everything that is no letter or digit, apostrophes and hyphens among them: `l'OTAN` has the word `OTAN`
//! with either apostrophe. Where a script puts no blanks between words, nobody can tell where one ends: each of its letters
//! counts as a word, and a term is found wherever its letters stand in a row.

use std::ops::Range;

use super::{Entry, Match, TermCase};
use crate::language::has_no_blanks;

/// How many letters two words must begin with alike to have one stem.
const LEAST_STEM: usize = 5;

/// How many letters may follow a stem.
const LONGEST_ENDING: usize = 3;

/// How many short words may be written together with the next one.
const MOST_JOINED: usize = 3;

/// What may stand between two words of a term, beside blanks.
const JOINTS: &str = "-‐‑–'’ʼ,/";

/// A text by its words.
#[derive(Debug)]
pub(crate) struct Words<'t> {
    text: &'t str,
    words: Vec<Word>,
    /// Short words that the language writes together with the next one.
    joined: &'t [String],
}

#[derive(Debug)]
struct Word {
    range: Range<usize>,
    /// In small letters.
    small: String,
}

/// The words of a term in one language, made ready for finding.
#[derive(Debug)]
pub(crate) struct Phrase {
    words: Vec<Word>,
    text: String,
    case: TermCase,
    matching: Match,
}

impl Phrase {
    /// Makes the words of an entry ready.
    pub(crate) fn new(words: &str, entry: &Entry) -> Self {
        Self { words: words_of(words), text: words.to_owned(), case: entry.case, matching: entry.matching }
    }

    /// Returns how many words it has.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// Returns the first letter, by which phrases are looked up. Behind joined words it need not begin the text's word.
    pub(crate) fn first(&self) -> Option<char> {
        self.words.first()?.small.chars().next()
    }

    /// Returns it as written.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

impl<'t> Words<'t> {
    /// Takes a text apart; `joined` are the short words that its language writes together with the next one.
    pub(crate) fn new(text: &'t str, joined: &'t [String]) -> Self {
        Self { text, words: words_of(text), joined }
    }

    /// Returns how many words there are.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// Returns where a word stands in the text.
    pub(crate) fn place(&self, index: usize) -> Option<Range<usize>> {
        self.words.get(index).map(|word| word.range.clone())
    }

    /// Returns the first letter of a word, in small.
    pub(crate) fn first(&self, index: usize) -> Option<char> {
        self.words.get(index)?.small.chars().next()
    }

    /// Returns a word in small letters.
    pub(crate) fn small(&self, index: usize) -> Option<&str> {
        self.words.get(index).map(|word| word.small.as_str())
    }

    /// Says whether short words may stand before a word without a blank.
    pub(crate) fn may_be_joined(&self) -> bool {
        !self.joined.is_empty()
    }

    /// Returns the places in the text where a phrase stands.
    pub(crate) fn find<'a>(&'a self, phrase: &'a Phrase) -> impl Iterator<Item = Range<usize>> {
        (0..self.words.len()).filter_map(|index| self.find_at(index, phrase))
    }

    /// Returns the place of a phrase that begins with a certain word.
    pub(crate) fn find_at(&self, index: usize, phrase: &Phrase) -> Option<Range<usize>> {
        let found = self.words.get(index..index + phrase.words.len()).filter(|found| !found.is_empty())?;
        let place = found.first()?.range.start..found.last()?.range.end;
        let close = |pair: &[Word]| match pair {
            [one, other] => self.text.get(one.range.end..other.range.start).is_some_and(is_joint),
            _ => true,
        };
        let alike = found.iter().zip(&phrase.words).all(|(word, wanted)| self.is_word(word, wanted, phrase));
        (alike && found.windows(2).all(close)).then_some(place)
    }

    fn is_word(&self, word: &Word, wanted: &Word, phrase: &Phrase) -> bool {
        let as_written = || self.text.get(word.range.clone()) == phrase.text.get(wanted.range.clone());
        match (phrase.matching, phrase.case) {
            (Match::Words, TermCase::Exact) => as_written(),
            (Match::Words, TermCase::Fold) => word.small == wanted.small,
            // An ending changes nothing of whether a word begins with a capital.
            (Match::Stem, TermCase::Exact) => {
                as_written() || self.same_capital(word, wanted, phrase) && self.same_stem(word, wanted)
            }
            (Match::Stem, TermCase::Fold) => self.same_stem(word, wanted),
        }
    }

    fn same_capital(&self, word: &Word, wanted: &Word, phrase: &Phrase) -> bool {
        let first = |text: &str, range: &Range<usize>| text.get(range.start..)?.chars().next();
        first(self.text, &word.range) == first(&phrase.text, &wanted.range)
    }

    fn same_stem(&self, word: &Word, wanted: &Word) -> bool {
        let (found, wanted) = (self.without_joined(&word.small), self.without_joined(&wanted.small));
        found.iter().any(|found| wanted.iter().any(|wanted| is_one_stem(found, wanted)))
    }

    /// Returns a word, and what is left of it behind words that may be joined to it.
    fn without_joined<'w>(&self, word: &'w str) -> Vec<&'w str> {
        let mut forms = vec![word];
        let mut last = vec![word];
        for _ in 0..MOST_JOINED {
            let rest =
                |word: &'w str, joined: &String| word.strip_prefix(joined.as_str()).filter(|rest| !rest.is_empty());
            last = last.iter().flat_map(|word| self.joined.iter().filter_map(|joined| rest(word, joined))).collect();
            forms.extend(&last);
        }
        forms
    }
}

fn words_of(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        let begun = rest.get(start..).unwrap_or_default();
        let length = match begun.chars().next().filter(|first| has_no_blanks(*first)) {
            Some(letter) => letter.len_utf8(),
            None => begun.find(|other: char| !other.is_alphanumeric() || has_no_blanks(other)).unwrap_or(begun.len()),
        };
        let from = text.len() - begun.len();
        let (word, after) = begun.split_at(length);
        words.push(Word { range: from..from + length, small: word.to_lowercase() });
        rest = after;
    }
    words
}

fn is_joint(between: &str) -> bool {
    between.chars().all(|character| character.is_whitespace() || JOINTS.contains(character))
}

/// Says whether two words are the same, or begin alike and differ in their endings alone.
fn is_one_stem(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let common = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let ending = |word: &str| word.chars().count() - common <= LONGEST_ENDING;
    common >= LEAST_STEM && ending(one) && ending(other)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn found<'t>(text: &'t str, term: &str, case: TermCase, matching: Match, joined: &[&str]) -> Option<&'t str> {
        let entry =
            Entry { id: "x".to_owned(), case, matching, scope: Vec::new(), source: None, languages: BTreeMap::new() };
        let joined: Vec<String> = joined.iter().map(|word| (*word).to_owned()).collect();
        let phrase = Phrase::new(term, &entry);
        let place = Words::new(text, &joined).find(&phrase).next();
        place.and_then(|place| text.get(place))
    }

    #[test]
    fn terms_are_found_in_whole_words() {
        for (text, term, expected) in [
            ("pour l'OTAN et", "OTAN", Some("OTAN")),
            ("pour l’OTAN et", "otan", Some("OTAN")),
            ("le plan d’action pour", "plan d'action", Some("plan d’action")),
            ("OTANS", "OTAN", None),
            ("la multi-domaine", "multi domaine", Some("multi-domaine")),
            ("its defence. Spending rose", "defence spending", None),
            ("an analysis, training and", "analysis training", Some("analysis, training")),
            ("请秘书长在2025年", "秘书长", Some("秘书长")),
            ("按照NATO标准", "nato标准", Some("NATO标准")),
            ("在联合，国内", "联合国", None),
        ] {
            assert_eq!(found(text, term, TermCase::Fold, Match::Words, &[]), expected, "{text}");
        }
        assert_eq!(found("an eu word", "EU", TermCase::Exact, Match::Words, &[]), None);
    }

    #[test]
    fn stems_leave_three_letters_free() {
        for (text, term, expected) in [
            ("defences of the supply chains", "supply chain", Some("supply chains")),
            (
                "опори Північноатлантичного договору;",
                "Північноатлантичний договір",
                Some("Північноатлантичного договору"),
            ),
            ("committed", "committees", Some("committed")),
            ("commitments", "committees", None),
            ("ports", "port", None),
        ] {
            assert_eq!(found(text, term, TermCase::Fold, Match::Stem, &[]), expected, "{text}");
        }
        assert_eq!(found("a Councils", "Council", TermCase::Exact, Match::Stem, &[]), Some("Councils"));
        assert_eq!(found("a councils", "Council", TermCase::Exact, Match::Stem, &[]), None);
    }

    #[test]
    fn stems_are_found_behind_joined_words() {
        let joined = ["و", "ب", "ل", "ال"];
        assert_eq!(found("وبالردع", "الردع", TermCase::Fold, Match::Stem, &joined), Some("وبالردع"));
        assert_eq!(found("وبالردع", "الردع", TermCase::Fold, Match::Words, &joined), None);
    }
}
