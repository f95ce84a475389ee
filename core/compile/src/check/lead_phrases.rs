//! Which lead words a text begins with: phrases of the house's list, with adverbs beside them, joined to each other.

use std::ops::Range;

use super::words::prefix_length;
use crate::house::{LeadCase, TermsData};
use crate::language;

/// The phrases of a list, and what may stand around them.
#[derive(Debug, Clone, Copy)]
pub struct LeadPhrases<'a> {
    phrases: &'a [String],
    adverbs: &'a [String],
    endings: &'a [String],
    conjunctions: &'a [String],
    tag: &'a str,
}

impl<'a> LeadPhrases<'a> {
    /// Takes a list of a language's terms.
    pub fn of(terms: &'a TermsData, list: &str) -> Self {
        let phrases = terms.lead_words.get(list).map(Vec::as_slice).unwrap_or_default();
        Self {
            phrases,
            adverbs: &terms.lead_adverbs,
            endings: &terms.lead_endings,
            conjunctions: &terms.conjunctions,
            tag: &terms.tag,
        }
    }

    /// Says whether words are lead words and nothing else: `URGES`, `STRONGLY URGES`, `URGES and CALLS ON`.
    pub fn are(&self, words: &str) -> bool {
        self.at_start(words, words.len()).last().is_some_and(|last| last.end == words.len())
    }

    /// Says whether words end lead words that stand some way before them: `auf`, behind `fordert`.
    pub fn ends_with(&self, words: &str) -> bool {
        let small = |words: &str| language::lower_case(words, self.tag);
        self.endings.iter().any(|ending| small(ending) == small(words))
    }

    /// Finds the phrases that a text begins with, whatever their case: the longest first, then those joined to it.
    ///
    /// An adverb behind a phrase belongs to it within the first `marked` bytes: authors mark it or leave it out.
    pub fn at_start(&self, words: &str, marked: usize) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        let mut start = Some(0);
        while let Some((start_of_phrase, length)) = start.and_then(|at| Some((at, self.phrase(&words[at..])?))) {
            let end = start_of_phrase + length;
            let end = self.after_adverb(words, end).filter(|end| *end <= marked).unwrap_or(end);
            found.push(start_of_phrase..end);
            start = self.joint(&words[end..]).map(|joint| end + joint);
        }
        found
    }

    /// Measures the longest phrase at the beginning of a text, with its adverb.
    pub(super) fn phrase(&self, words: &str) -> Option<usize> {
        let after_adverb = longest(self.adverbs, words).and_then(|adverb| {
            let rest = words[adverb..].trim_start();
            Some(words.len() - rest.len() + longest(self.phrases, rest)?)
        });
        longest(self.phrases, words).max(after_adverb)
    }

    /// Returns the end of the adverb that follows a phrase.
    fn after_adverb(&self, words: &str, end: usize) -> Option<usize> {
        let rest = words[end..].trim_start();
        let start = words.len() - rest.len();
        Some(start + longest(self.adverbs, rest)?).filter(|_| start > end)
    }

    /// Measures what joins two phrases: a comma, a conjunction, or both.
    fn joint(&self, words: &str) -> Option<usize> {
        let after_comma = words.strip_prefix(',');
        let rest = after_comma.unwrap_or(words);
        let next = rest.trim_start();
        if next.len() == rest.len() {
            return None;
        }
        let conjunction = longest(self.conjunctions, next);
        let next = conjunction.map_or(next, |length| next[length..].trim_start());
        (conjunction.is_some() || after_comma.is_some()).then_some(words.len() - next.len())
    }

    /// Writes lead words as the house does; what joins them stays.
    pub(crate) fn in_case(&self, words: &str, case: LeadCase) -> String {
        let mut written = String::new();
        let mut from = 0;
        for phrase in self.at_start(words, words.len()) {
            written.push_str(&words[from..phrase.start]);
            written.push_str(&self.phrase_in_case(&words[phrase.clone()], case, phrase.start == 0));
            from = phrase.end;
        }
        written + &words[from..]
    }

    fn phrase_in_case(&self, words: &str, case: LeadCase, first: bool) -> String {
        let small = language::lower_case(words, self.tag);
        match case {
            LeadCase::Capitals => self.in_capitals(words),
            LeadCase::Capitalised if first => language::with_capital(&small, self.tag),
            // Later ones are printed both ways: `Recalling and Reaffirming`, `Noting and recalling`.
            LeadCase::Capitalised if words == language::with_capital(&small, self.tag) => words.to_owned(),
            LeadCase::Capitalised | LeadCase::Lower => small,
        }
    }

    /// Writes words in capitals.
    pub(super) fn in_capitals(&self, words: &str) -> String {
        language::capitals(words, self.tag)
    }

    /// Names some phrases, for a help line.
    pub(super) fn examples(&self) -> String {
        self.phrases.iter().take(3).map(|phrase| format!("`{phrase}`")).collect::<Vec<_>>().join(", ")
    }

    /// Finds the phrase that was probably meant.
    pub(super) fn nearest(&self, words: &str) -> Option<&'a str> {
        engross_model::nearest(words, self.phrases.iter().map(String::as_str))
    }
}

/// Measures the longest of some phrases that a text begins with, up to a word's end.
fn longest(phrases: &[String], words: &str) -> Option<usize> {
    let whole = |length: &usize| !words[*length..].starts_with('-');
    phrases.iter().filter_map(|phrase| prefix_length(words, phrase).filter(whole)).max()
}
