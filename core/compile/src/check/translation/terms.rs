//! The glossary: terms, acronyms and lead words as the house or the project translates them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use engross_model::Finding;

use super::{Comparison, Pair};
use crate::check::words::inside_address;
use crate::glossary::{Entry, Forms, Phrase, Term, Words, in_language};
use crate::parse::inline::Piece;

pub(super) fn check(version: &Comparison<'_>, findings: &mut Vec<Finding>) {
    let lexicon = Lexicon::of(version);
    for pair in version.pairs() {
        let source = Words::new(pair.source_words(), &version.source_terms().joined_words);
        let target = Words::new(pair.target_words(), &version.target_terms().joined_words);
        let found = lexicon.found_in(&source, pair.source_words());
        let mut told = BTreeSet::new();
        for entry in found.iter().map(|(index, _)| *index).filter(|index| told.insert(*index)) {
            if let Some(entry) = lexicon.entries.get(entry) {
                term(version, pair, entry, &target, findings);
            }
        }
        acronyms(version, pair, &found, findings);
        leads(version, pair, &lexicon.leads, findings);
    }
}

/// The terms that both languages have, ready for finding.
struct Lexicon<'a> {
    entries: Vec<Ready<'a>>,
    /// What is written for lead words, by those in small letters.
    leads: BTreeMap<String, &'a Forms>,
    /// Entries by the first letter of what the source has for them, the longest first.
    by_first: BTreeMap<char, Vec<(usize, Phrase)>>,
}

struct Ready<'a> {
    term: &'a Term,
    preferred: Vec<Phrase>,
    forbidden: Vec<Phrase>,
    /// What the source's language has for it.
    source: &'a str,
}

impl<'a> Lexicon<'a> {
    fn of(version: &Comparison<'a>) -> Self {
        let (from, to) = (&version.original.translation.source_language, &version.original.translation.language);
        let kind = &version.text.header.kind;
        let leads = version.original.glossaries.renderings(from, to);
        let mut lexicon = Self { entries: Vec::new(), leads, by_first: BTreeMap::new() };
        let holds = |entry: &&Entry| entry.scope.is_empty() || entry.scope.contains(kind);
        for entry in version.original.glossaries.terms().filter(holds) {
            let (Some(source), Some(term)) = (in_language(&entry.languages, from), in_language(&entry.languages, to))
            else {
                continue;
            };
            for words in source.preferred.iter() {
                let phrase = Phrase::new(words, entry);
                if let Some(first) = phrase.first() {
                    lexicon.by_first.entry(first).or_default().push((lexicon.entries.len(), phrase));
                }
            }
            lexicon.entries.push(Ready {
                term,
                preferred: term.preferred.iter().map(|words| Phrase::new(words, entry)).collect(),
                forbidden: term.forbidden.iter().map(|words| Phrase::new(words, entry)).collect(),
                source: source.preferred.iter().next().unwrap_or_default(),
            });
        }
        for phrases in lexicon.by_first.values_mut() {
            phrases.sort_by_key(|(_, phrase)| std::cmp::Reverse((phrase.len(), phrase.text().len())));
        }
        lexicon
    }

    /// Finds the terms in a source: the longest at each place, and nothing inside it.
    fn found_in(&self, words: &Words<'_>, text: &str) -> Vec<(usize, Range<usize>)> {
        let mut found = Vec::new();
        let mut index = 0;
        while let Some(place) = words.place(index) {
            let longest = self.phrases_at(words, index).find_map(|(entry, phrase)| {
                let place = words.find_at(index, phrase)?;
                Some((*entry, phrase.len(), place))
            });
            match longest.filter(|_| !inside_address(text, place.start)) {
                Some((entry, length, place)) => {
                    found.push((entry, place));
                    index += length;
                }
                None => index += 1,
            }
        }
        found
    }

    /// Returns the phrases that may begin with a word: by its first letter, or all where words may be joined to it.
    fn phrases_at<'s>(&'s self, words: &Words<'_>, index: usize) -> Box<dyn Iterator<Item = &'s (usize, Phrase)> + 's> {
        if words.may_be_joined() {
            return Box::new(self.by_first.values().flatten());
        }
        Box::new(words.first(index).and_then(|first| self.by_first.get(&first)).into_iter().flatten())
    }
}

/// `T301`, `T302`: a term that is translated otherwise than the glossary has it.
fn term(version: &Comparison<'_>, pair: &Pair<'_>, entry: &Ready<'_>, target: &Words<'_>, findings: &mut Vec<Finding>) {
    let preferred: Vec<Range<usize>> = entry.preferred.iter().flat_map(|phrase| target.find(phrase)).collect();
    let inside = |place: &Range<usize>| preferred.iter().any(|it| it.start <= place.start && place.end <= it.end);
    let mut forbidden = entry.forbidden.iter().flat_map(|phrase| target.find(phrase)).filter(|place| !inside(place));
    let instead = entry.term.preferred.listed();
    if let Some(place) = forbidden.next() {
        let words = &pair.target_words()[place.clone()];
        let message = format!("the glossary does not have `{words}` for `{}`", entry.source);
        findings.push(version.finding("T302", message, pair, place).help(format!("write {instead}")));
    } else if preferred.is_empty() {
        let message = format!("the glossary has {instead} for `{}`", entry.source);
        findings.push(version.whole("T301", message, pair).help("write it so, or waive T301 here with the reason"));
    }
}

/// `T212`: an acronym that is neither kept nor in the glossary.
fn acronyms(version: &Comparison<'_>, pair: &Pair<'_>, known: &[(usize, Range<usize>)], findings: &mut Vec<Finding>) {
    let text = pair.source_words();
    let leads: Vec<Range<usize>> =
        leads_of(&pair.source.markup, &pair.source.visible).map(|(place, _)| place).collect();
    let known: Vec<Range<usize>> = known.iter().map(|(_, place)| place.clone()).collect();
    let outside: String =
        text.char_indices().filter(|(at, _)| !inside(&leads, &(*at..*at))).map(|(_, it)| it).collect();
    // In a text that stands in capitals nobody can tell.
    if !outside.contains(char::is_lowercase) {
        return;
    }
    let (source, target) = (Words::new(text, &[]), Words::new(pair.target_words(), &[]));
    let places = |words: &Words<'_>| (0..words.len()).filter_map(|index| words.place(index)).collect::<Vec<_>>();
    let kept: BTreeSet<&str> = places(&target).into_iter().map(|place| &pair.target_words()[place]).collect();
    let mut told = BTreeSet::new();
    for place in places(&source) {
        let word = &text[place.clone()];
        let free = !inside(&leads, &place) && !inside(&known, &place) && !inside_address(text, place.start);
        if free && is_acronym(word) && !kept.contains(word) && told.insert(word) {
            let finding = version.whole("T212", format!("the acronym `{word}` of the source is not here"), pair);
            findings.push(finding.help("keep it, or add what stands for it to the glossary"));
        }
    }
}

/// Says whether a place lies in one of some others, which come in order and do not overlap.
fn inside(places: &[Range<usize>], place: &Range<usize>) -> bool {
    let after = places.partition_point(|it| it.start <= place.start);
    after.checked_sub(1).and_then(|before| places.get(before)).is_some_and(|it| place.end <= it.end)
}

/// An acronym has two capitals or more, and no small letters. Roman numerals are none.
fn is_acronym(word: &str) -> bool {
    let capitals = word.chars().filter(|character| character.is_uppercase()).count();
    capitals > 1 && !word.contains(char::is_lowercase) && !word.chars().all(|it| "IVXLCDM".contains(it))
}

/// `T305`: lead words that are rendered otherwise than the glossary has it.
fn leads(version: &Comparison<'_>, pair: &Pair<'_>, known: &BTreeMap<String, &Forms>, findings: &mut Vec<Finding>) {
    let source: Vec<_> = leads_of(&pair.source.markup, &pair.source.visible).collect();
    let target: Vec<_> = leads_of(&pair.target.markup, &pair.target.visible).collect();
    if source.len() != target.len() {
        return;
    }
    for ((_, lead), (place, written)) in source.into_iter().zip(target) {
        let lead = lead.trim_matches([',', ' ']);
        let Some(renderings) = known.get(&lead.to_lowercase()) else { continue };
        let written = Words::new(written, &[]);
        let has = |form: &str| {
            let form = Words::new(form, &[]);
            (0..written.len())
                .any(|start| form.len() > 0 && (0..form.len()).all(|it| form.small(it) == written.small(start + it)))
        };
        if !renderings.iter().any(has) {
            let message = format!("the glossary has {} for `{lead}`", renderings.listed());
            let finding = version.finding("T305", message, pair, place);
            findings.push(finding.help("write it so, or waive T305 here with the reason"));
        }
    }
}

/// Returns the passages that are bold, where they stand and their words.
fn leads_of<'a>(
    markup: &'a crate::parse::inline::Markup,
    visible: &'a crate::parse::inline::VisibleText,
) -> impl Iterator<Item = (Range<usize>, &'a str)> {
    let nodes = markup.all_nodes().into_iter().filter(|node| matches!(node.piece, Piece::Lead(_)));
    nodes.map(|node| {
        let place = visible.visible_range(node.range.clone());
        (place.clone(), visible.text.get(place).unwrap_or_default())
    })
}
