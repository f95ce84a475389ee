//! Words that stand twice, too many or too few, addresses that differ, brackets that are not closed.

use std::ops::Range;

use engross_model::Finding;

use super::{Comparison, Pair, listed, surplus};
use crate::check::words::is_address;
use crate::glossary::Words;
use crate::language::has_no_blanks;
use crate::parse::inline::Piece;
use crate::source_map::Unit;

/// Texts that are shorter, in words, may differ in length as they like.
const SHORT: usize = 8;

/// Pairs that stand in every language.
const BRACKETS: &[(char, char)] = &[('(', ')'), ('[', ']'), ('{', '}'), ('«', '»')];

pub(super) fn check(version: &Comparison<'_>, findings: &mut Vec<Finding>) {
    for pair in version.pairs() {
        doubled(version, pair, findings);
        length(version, pair, findings);
        addresses(version, pair, findings);
        brackets(version, pair, findings);
    }
}

/// `T210`: a word that stands twice running.
fn doubled(version: &Comparison<'_>, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
    let words = Words::new(pair.target_words(), &[]);
    let may_stand_twice = &version.target_terms().doubled_words;
    for index in 1..words.len() {
        let (Some(word), Some(before)) = (words.small(index), words.small(index - 1)) else { continue };
        if word != before || !word.starts_with(char::is_alphabetic) || may_stand_twice.iter().any(|it| it == word) {
            continue;
        }
        let (Some(first), Some(second)) = (words.place(index - 1), words.place(index)) else { continue };
        let between = &pair.target_words()[first.end..second.start];
        // Without blanks between words, two letters alike are mostly one word.
        if !between.is_empty() && between.chars().all(char::is_whitespace) {
            let finding = version.finding("T210", format!("`{word}` stands twice"), pair, first.start..second.end);
            findings.push(finding.help("delete one of the two"));
        }
    }
}

/// `T211`: a text of less than half or more than twice the words of its source.
fn length(version: &Comparison<'_>, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
    let count = |words: &str| words.split_whitespace().count();
    let (source, target) = (count(pair.source_words()), count(pair.target_words()));
    let are_words = !pair.source_words().contains(has_no_blanks) && !pair.target_words().contains(has_no_blanks);
    if are_words && source > SHORT && (target * 2 < source || target > source * 2) {
        let message = format!("the translation has {target} words, the source {source}");
        findings.push(version.whole("T211", message, pair).help("see that nothing is missing or said twice"));
    }
}

/// `T213`: other addresses than those of the source, behind links or printed.
fn addresses(version: &Comparison<'_>, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
    let (source_links, target_links) = (links(pair.source), links(pair.target));
    let (source, target) = (printed_addresses(pair.source_words()), printed_addresses(pair.target_words()));
    let (mut lost, mut added) = (surplus(&source, &target, |it| *it), surplus(&target, &source, |it| *it));
    // Links that are missing or too many are reported as such.
    if source_links.len() == target_links.len() {
        lost.extend(surplus(&source_links, &target_links, |it| *it));
        added.extend(surplus(&target_links, &source_links, |it| *it));
    }
    let message = match (lost.is_empty(), added.is_empty()) {
        (true, true) => return,
        (false, true) => format!("the address {} of the source is not here", listed(lost.into_iter().copied())),
        (true, false) => format!("the source does not have the address {}", listed(added.into_iter().copied())),
        (false, false) => format!(
            "the source has {}, the translation {}",
            listed(lost.into_iter().copied()),
            listed(added.into_iter().copied())
        ),
    };
    let help = "write the address of the source, or waive T213 here if the page has one in this language";
    findings.push(version.whole("T213", message, pair).help(help));
}

/// Returns the addresses behind links.
fn links(unit: &Unit) -> Vec<&str> {
    let nodes = unit.markup.all_nodes().into_iter();
    nodes
        .filter_map(|node| match &node.piece {
            Piece::Link { url, .. } => Some(url.as_str()),
            _ => None,
        })
        .collect()
}

/// Returns the addresses that a reader sees.
fn printed_addresses(words: &str) -> Vec<&str> {
    let is_around = |character: char| "«»()[]“”\"<>.,;:!?".contains(character) || !character.is_ascii();
    words.split(char::is_whitespace).map(|word| word.trim_matches(is_around)).filter(|word| is_address(word)).collect()
}

/// `T216`: brackets or quotation marks that are opened and not closed, or the other way round, and not so in the source.
fn brackets(version: &Comparison<'_>, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
    let quotes = &version.target_terms().quotes;
    let own = [&quotes.outer, &quotes.inner].into_iter().flatten().filter_map(|marks| pair_of(marks));
    let mut pairs = BRACKETS.to_vec();
    // An apostrophe closes nothing.
    pairs.extend(own.filter(|own| own.0 != own.1 && own.1 != '’' && !BRACKETS.contains(own)));
    for (opening, closing) in pairs {
        let Some(place) = unbalanced(pair.target_words(), opening, closing) else { continue };
        if unbalanced(pair.source_words(), opening, closing).is_none() {
            let found = &pair.target_words()[place.clone()];
            let (message, help) = if found.starts_with(opening) {
                (format!("`{found}` is not closed"), format!("add `{closing}` where it ends"))
            } else {
                (format!("`{found}` closes nothing"), format!("add `{opening}` where it begins, or delete it"))
            };
            findings.push(version.finding("T216", message, pair, place).help(help));
        }
    }
}

fn pair_of(marks: &str) -> Option<(char, char)> {
    let mut marks = marks.chars();
    Some((marks.next()?, marks.next()?))
}

/// Says whether words end with the numeral of a label, which a bracket may close: `18 d)`, `ii)`.
fn ends_label(words: &str) -> bool {
    let numeral = words.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_letter = numeral.chars().count() == 1 && numeral.chars().all(char::is_alphabetic);
    is_letter || !numeral.is_empty() && numeral.chars().all(|sign| sign.is_ascii_digit() || "ivx".contains(sign))
}

/// Returns the first mark of a pair that has no other.
fn unbalanced(words: &str, opening: char, closing: char) -> Option<Range<usize>> {
    let mut open = Vec::new();
    for (at, mark) in words.char_indices() {
        let place = at..at + mark.len_utf8();
        if mark == opening {
            open.push(place);
        } else if mark == closing && open.pop().is_none() && !(mark == ')' && ends_label(&words[..at])) {
            return Some(place);
        }
    }
    open.into_iter().next()
}
