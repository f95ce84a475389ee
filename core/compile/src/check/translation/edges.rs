//! How a translation begins and ends, and whether it is one.

use std::collections::BTreeSet;
use std::ops::Range;

use engross_model::Finding;

use super::{Comparison, Pair};
use crate::check::words::word_starts;
use crate::house::TermsData;
use crate::parse::inline::PLACEHOLDER;
use crate::resolve::ends_with_abbreviation;
use crate::source_map::UnitKind;
use crate::translation::canonical;

/// The marks that end a text.
const END_MARKS: &str = ";:.,?!…";

pub(super) fn check(version: &Comparison<'_>, findings: &mut Vec<Finding>) {
    let names = names(version);
    for pair in version.pairs() {
        if is_source(pair) {
            let finding = version.whole("T201", "the words are those of the source", pair);
            findings.push(finding.help("translate them, or add `same-as-source: true` if that is right"));
            continue;
        }
        end(version, pair, findings);
        beginning(version, pair, &names, findings);
    }
}

/// `T201`: says whether a translation is the source itself. The name of a person mostly is, and a symbol is: `A/81/212`.
fn is_source(pair: &Pair<'_>) -> bool {
    let is_of_words = |letter: char| letter.is_alphabetic() && !letter.is_uppercase();
    let has_words = pair.source_words().contains(is_of_words) && pair.unit.id != "doc.presenter";
    has_words && !pair.unit.same_as_source && canonical(&pair.unit.source) == canonical(&pair.unit.target)
}

/// `T202`, `T203`: a translation that ends with another kind of mark than its source, where the house says nothing of it.
fn end(version: &Comparison<'_>, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
    if pair.target.end.is_some() || pair.source.end.is_some() {
        return;
    }
    let wanted = end_mark(pair.source_words(), version.source_terms());
    let written = end_mark(pair.target_words(), version.target_terms());
    if wanted == written {
        return;
    }
    let (code, what) = match pair.target.kind {
        UnitKind::Field | UnitKind::Heading | UnitKind::ClauseHeading | UnitKind::Note => ("T202", "this"),
        // Beside what could not be read nobody knows what the house says.
        _ if version.text.resolved.has_gap => return,
        UnitKind::LeadIn => ("T203", "what leads into points"),
        UnitKind::Clause | UnitKind::Closing => ("T203", "this clause"),
    };
    let own = |mark: char| version.target_terms().in_marks(mark);
    let ends = |mark: Option<char>| mark.map_or("without a mark".to_owned(), |mark| format!("with `{}`", own(mark)));
    let message = format!("{what} ends {}, the source {}", ends(written), ends(wanted));
    let help = wanted.map_or("take the mark off".to_owned(), |mark| format!("end it with `{}`", own(mark)));
    let words = pair.target_words().trim_end_matches(|last: char| last == PLACEHOLDER || last.is_whitespace());
    let last = words.chars().next_back().map_or(0, char::len_utf8);
    findings.push(version.finding(code, message, pair, words.len() - last..words.len()).help(help));
}

/// Returns the mark that ends words, as a house names it: `;` for the Greek raised point.
fn end_mark(words: &str, terms: &TermsData) -> Option<char> {
    let words =
        words.trim_end_matches(|last: char| last == PLACEHOLDER || last.is_whitespace() || "»”\"".contains(last));
    let last = words.chars().next_back()?;
    let own = terms.marks.iter().find(|(_, own)| own.ends_with(last)).and_then(|(of, _)| of.chars().next());
    let mark = own.or_else(|| END_MARKS.contains(last).then_some(last))?;
    let abbreviation = last == '.' && ends_with_abbreviation(words, &terms.abbreviations);
    (!abbreviation).then_some(mark)
}

/// `T204`: a point that begins with a capital where the source has none, or a title, heading or note without one.
fn beginning(version: &Comparison<'_>, pair: &Pair<'_>, names: &BTreeSet<&str>, findings: &mut Vec<Finding>) {
    let (Some(source), Some(target)) = (first_word(pair.source_words()), first_word(pair.target_words())) else {
        return;
    };
    let (source, word) = (&pair.source_words()[source], &pair.target_words()[target.clone()]);
    let is_title = matches!(pair.target.id.as_str(), "doc.title" | "doc.subtitle");
    let (message, help) = match pair.target.kind {
        UnitKind::Clause | UnitKind::LeadIn | UnitKind::Closing
            if (pair.target.level > 0 || pair.target.kind == UnitKind::Closing)
                && source.starts_with(char::is_lowercase)
                && word.starts_with(char::is_uppercase)
                && !is_name(word, names) =>
        {
            (
                "the translation begins with a capital, the source does not",
                "begin it with a small letter, unless it is a name",
            )
        }
        UnitKind::Heading | UnitKind::ClauseHeading | UnitKind::Note | UnitKind::Field
            if (is_title || pair.target.kind != UnitKind::Field)
                && source.starts_with(char::is_uppercase)
                && word.starts_with(char::is_lowercase) =>
        {
            ("the source begins with a capital, the translation does not", "begin it with a capital")
        }
        _ => return,
    };
    findings.push(version.finding("T204", message, pair, target).help(help));
}

/// Returns the first word, unless a number stands there.
fn first_word(words: &str) -> Option<Range<usize>> {
    let start = word_starts(words).next()?;
    let rest = &words[start..];
    let length = rest.find(|character: char| !character.is_alphanumeric()).unwrap_or(rest.len());
    rest.starts_with(char::is_alphabetic).then_some(start..start + length)
}

fn is_name(word: &str, names: &BTreeSet<&str>) -> bool {
    word.chars().nth(1).is_some_and(char::is_uppercase) || names.contains(word)
}

/// Returns the words that have a capital inside sentences.
fn names<'a>(version: &Comparison<'a>) -> BTreeSet<&'a str> {
    let mut names = BTreeSet::new();
    for pair in version.pairs() {
        let words = pair.target_words();
        for start in word_starts(words).skip(1) {
            let before =
                words[..start].trim_end_matches(|last: char| !last.is_alphanumeric() && !".!?:".contains(last));
            let rest = &words[start..];
            if rest.starts_with(char::is_uppercase) && !before.ends_with(['.', '!', '?', ':']) {
                let length = rest.find(|character: char| !character.is_alphanumeric()).unwrap_or(rest.len());
                names.insert(&rest[..length]);
            }
        }
    }
    names
}
