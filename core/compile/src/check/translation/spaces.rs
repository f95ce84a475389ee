//! Spaces and typewriter characters that a translator's tool brings in, where no rule about texts sees them.

use std::collections::BTreeSet;

use engross_model::Finding;

use super::{Comparison, Pair};
use crate::check::numbers::numbers;
use crate::check::words::inside_address;
use crate::check::{replacement, with_fix};
use crate::parse::inline::{PLACEHOLDER, Piece};

pub(super) fn check(version: &Comparison<'_>, findings: &mut Vec<Finding>) {
    for pair in version.pairs() {
        if !version.text.has_rule("PUN-07") {
            lost_no_break_spaces(version, pair, findings);
        }
        straight_marks(version, pair, findings);
        spaces_at_note_marks(version, pair, findings);
        spaces_inside_links(version, pair, findings);
    }
}

/// `T207`: a number that the source keeps on one line with its word, and the translation does not.
fn lost_no_break_spaces(version: &Comparison<'_>, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
    let bound = |words: &str, at: (usize, usize)| {
        words[..at.0].ends_with(is_no_break) || words[at.1..].starts_with(is_no_break)
    };
    let loose = |words: &str, at: (usize, usize)| words[..at.0].ends_with(' ') || words[at.1..].starts_with(' ');
    let source = numbers(pair.source_words(), version.source_terms()).into_iter();
    let source = source.filter(|it| bound(pair.source_words(), (it.place.start, it.place.end)));
    let kept: BTreeSet<String> = source.map(|number| number.value).collect();
    for number in numbers(pair.target_words(), version.target_terms()) {
        let place = (number.place.start, number.place.end);
        let kept = kept.contains(&number.value);
        let target = pair.target_words();
        if kept && !bound(target, place) && loose(target, place) && !is_of_a_time(target, place) {
            let words = &target[number.place.clone()];
            let message = format!("a line may break beside `{words}`, which the source keeps with its word");
            let finding = version.finding("T207", message, pair, number.place);
            findings.push(finding.help("write a no-break space between the number and the word that it belongs to"));
        }
    }
}

/// Says whether a number is the hour or the minutes of a time: "10:30", which has no word where "10 h 30" has one.
fn is_of_a_time(words: &str, at: (usize, usize)) -> bool {
    let digit = |letter: char| letter.is_ascii_digit();
    words[..at.0].strip_suffix(':').is_some_and(|before| before.ends_with(digit))
        || words[at.1..].strip_prefix(':').is_some_and(|after| after.starts_with(digit))
}

fn is_no_break(character: char) -> bool {
    matches!(character, '\u{a0}' | '\u{202f}')
}

/// `T208`: straight quotation marks and apostrophes in a language of which the house does not say what it writes.
fn straight_marks(version: &Comparison<'_>, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
    let quotes = &version.target_terms().quotes;
    let words = pair.target_words();
    for (at, found) in words.char_indices() {
        let (message, help) = match found {
            '\'' if quotes.apostrophe.is_none() => ("the apostrophe is a straight one", "write `’`"),
            '"' if quotes.outer.is_none() => {
                ("the quotation mark is a straight one", "write the quotation marks of the language")
            }
            _ => continue,
        };
        if !inside_address(words, at) {
            findings.push(version.finding("T208", message, pair, at..at + 1).help(help));
        }
    }
}

/// `T209`: a space before a note mark that has none in the source.
fn spaces_at_note_marks(version: &Comparison<'_>, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
    let spaced = |words: &str| -> Vec<usize> {
        let marks = words.char_indices().filter(|(_, character)| *character == PLACEHOLDER);
        marks.map(|(at, _)| at).filter(|at| words[..*at].ends_with(char::is_whitespace)).collect()
    };
    if !spaced(pair.source_words()).is_empty() {
        return;
    }
    for at in spaced(pair.target_words()) {
        let start = pair.target_words()[..at].trim_end().len();
        let finding = version.finding("T209", "a space stands before the note mark", pair, start..at);
        findings.push(with_fix(finding.help("delete it"), replacement(pair.target, start..at, "")));
    }
}

/// `T209`: a space at the edge of words that are a link or reference.
fn spaces_inside_links(version: &Comparison<'_>, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
    for node in pair.target.markup.all_nodes() {
        if !matches!(node.piece, Piece::Link { .. } | Piece::Reference { .. }) {
            continue;
        }
        let visible = pair.target.visible.visible_range(node.range.clone());
        let words = &pair.target_words()[visible.clone()];
        let inner = words.trim();
        let file = pair.target.text.file_range(node.range.clone());
        if inner.len() != words.len() && !inner.is_empty() && !version.is_told(findings, &["PUN-05"], &file) {
            let finding =
                version.marked("T209", "a space stands inside the link, at its edge", pair, node.range.clone());
            findings.push(finding.help("put it outside of the brackets, or delete it"));
        }
    }
}
