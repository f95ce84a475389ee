//! Labels typed by hand, lists of one, references typed by hand.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use engross_model::Finding;

use super::words::is_space;
use super::{Checked, replacement, with_fix};
use crate::number::Scheme;
use crate::source_map::Unit;

pub(super) fn check(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    // After an entry that could not be read every label may be another.
    if !text.resolved.has_gap {
        for unit in text.clauses() {
            given_label(text, unit, findings);
            typed_label(text, unit, findings);
        }
        typed_references(text, findings);
    }
    single_points(text, findings);
}

/// `NUM-01`: a `label:` of the source that is not the computed one.
fn given_label(text: &Checked<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let Some(given) = &unit.given_label else { return };
    let computed = computed_label(text, unit);
    if given.value != computed {
        let message = format!("the source calls this clause `{}`, it is `{computed}`", given.value);
        let finding = Finding::new("NUM-01", message).at(text.header.file, given.span.clone()).in_clause(&unit.id);
        findings.push(finding.help("look whether a clause is missing before it, or delete `label:`"));
    }
}

/// `NUM-01`: a clause that begins with a label of its own level.
fn typed_label(text: &Checked<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let visible = unit.visible.text.as_str();
    let Some((typed, rest, in_house_form)) = label_before_words(text, unit) else { return };
    let computed = computed_label(text, unit);
    let message = if typed == computed || !in_house_form {
        format!("the label `{typed}` is typed into the text and would print twice")
    } else {
        format!("the text begins with the label `{typed}`, the clause is `{computed}`")
    };
    let fix = (typed == computed).then(|| replacement(unit, 0..visible.len() - rest.trim_start().len(), "")).flatten();
    let finding = text.finding("NUM-01", message, unit, 0..typed.len());
    findings.push(with_fix(finding.help("delete it; if it belongs to the words, waive NUM-01 here"), fix));
}

/// Says whether a clause begins with a label that is reported as typed by hand.
pub(super) fn begins_with_label(text: &Checked<'_>, unit: &Unit) -> bool {
    !text.resolved.has_gap && label_before_words(text, unit).is_some()
}

/// Parts a clause into the label it begins with and its words, and says whether the label is in the house's form.
fn label_before_words<'a>(text: &Checked<'_>, unit: &'a Unit) -> Option<(&'a str, &'a str, bool)> {
    let scheme = scheme(text, unit)?;
    let (typed, rest) = unit.visible.text.split_once(char::is_whitespace)?;
    let in_house_form = has_form(&scheme, typed);
    let is_label = in_house_form || is_bracketed_number(text, unit, typed);
    (is_label && !rest.trim().is_empty()).then_some((typed, rest, in_house_form))
}

/// Says whether a word is a label as a scheme writes it.
fn has_form(scheme: &Scheme, word: &str) -> bool {
    let numeral = word.strip_prefix(scheme.prefix.as_str()).and_then(|rest| rest.strip_suffix(scheme.suffix.as_str()));
    let bare = scheme.prefix.is_empty() && scheme.suffix.is_empty();
    !bare && numeral.is_some_and(|numeral| scheme.read(numeral).is_some())
}

/// Says whether a word is the clause's own number in round brackets, or before one: `(a)`, `(1)`, `iv)`.
///
/// Authors type labels so whatever the house prints, in any of its numerals. Only the very number of the clause counts:
/// `(2) apples` is a label where the second clause begins with it, and anywhere else it belongs to the words.
fn is_bracketed_number(text: &Checked<'_>, unit: &Unit, word: &str) -> bool {
    let Some(numeral) = word.strip_suffix(')').map(|rest| rest.strip_prefix('(').unwrap_or(rest)) else { return false };
    let value = text.labels.get(unit.id.as_str()).map(|label| label.numeral.value);
    let alphabet = text.terms().alphabet.as_deref();
    let reads = |scheme: &Scheme| scheme.in_language(alphabet, None).numerals.read(numeral) == value;
    value.is_some() && text.house().numbering.values().any(reads)
}

fn scheme<'a>(text: &Checked<'a>, unit: &Unit) -> Option<Cow<'a, Scheme>> {
    let level = text.part(unit)?.numbering.get(unit.level)?;
    text.terms().scheme(&text.house().numbering, level)
}

fn computed_label<'a>(text: &Checked<'a>, unit: &Unit) -> &'a str {
    text.labels.get(unit.id.as_str()).map_or("", |label| label.text.as_str())
}

/// `NUM-03`: a list with one point.
fn single_points(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    text.resolved.document.walk_clauses(&mut |_, clause, _| {
        let [point] = clause.points.as_slice() else { return };
        if text.resolved.sources.unit(&clause.id).is_some_and(|unit| unit.has_gap) {
            return;
        }
        if let (Some(_), Some(unit)) = (&point.label, text.resolved.sources.unit(&point.id)) {
            let finding = text.whole("NUM-03", "a list has one point only", unit);
            findings.push(finding.help("join it to the text above, or add the second point"));
        }
    });
}

/// `NUM-06`: "paragraph 12" or "paragraph 12 (d)" typed where the text has such a paragraph.
fn typed_references(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    let names: BTreeMap<String, &str> =
        text.labels.iter().map(|(id, label)| (with_plain_blanks(&label.reference), *id)).collect();
    let most = names.keys().map(String::len).max().unwrap_or_default();
    let patterns = text.terms().references.values();
    let beginnings: BTreeSet<String> = patterns
        .filter_map(|pattern| pattern.split_once("{label}"))
        .map(|(before, _)| with_plain_blanks(before))
        .filter(|before| before.len() > 2 && !before.contains("{parent}"))
        .collect();
    for unit in text.units() {
        let words = with_plain_blanks(&unit.visible.text);
        for (at, _) in beginnings.iter().flat_map(|before| words.match_indices(before.as_str())) {
            let starts_word = !words[..at].chars().next_back().is_some_and(char::is_alphanumeric);
            let Some((name, id)) = longest_name(&words[at..], &names, most).filter(|_| starts_word) else { continue };
            let end = at + name.len();
            if !leads_elsewhere(&words[end..], &text.terms().elsewhere) {
                let message = format!("`{name}` is typed by hand");
                let range = place_of(at, &words, &unit.visible.text)..place_of(end, &words, &unit.visible.text);
                let finding = text.finding("NUM-06", message, unit, range);
                findings.push(finding.help(format!("write `[#{id}]`: the number then follows when clauses move")));
            }
        }
    }
}

/// Writes a text with one kind of blank, since authors type this one or that.
pub(super) fn with_plain_blanks(text: &str) -> String {
    text.replace(is_space, " ")
}

/// Returns where a place of a text with plain blanks lies in the text itself.
fn place_of(place: usize, plain: &str, text: &str) -> usize {
    if plain.len() == text.len() {
        return place;
    }
    let letters = plain[..place].chars().count();
    text.char_indices().nth(letters).map_or(text.len(), |(at, _)| at)
}

/// Finds the longest of some names that a text begins with, in whole words: `paragraph 12 (d)` rather than `paragraph 12`.
fn longest_name<'n>(text: &str, names: &'n BTreeMap<String, &str>, most: usize) -> Option<(&'n str, &'n str)> {
    let ends = text.char_indices().map(|(at, last)| (at + last.len_utf8(), last));
    let ends = ends.take_while(|(end, _)| *end <= most).filter(|(end, last)| {
        let next = text[*end..].chars().next();
        !(last.is_alphanumeric() && next.is_some_and(char::is_alphanumeric))
    });
    ends.filter_map(|(end, _)| names.get_key_value(&text[..end])).last().map(|(name, id)| (name.as_str(), *id))
}

/// Says whether the words that follow lead to another text: "of resolution 70/1", also after a further "(a)".
fn leads_elsewhere(rest: &str, words: &[String]) -> bool {
    let between = |character: char| character == ',' || character.is_whitespace();
    let mut rest = rest.trim_start_matches(between);
    while let Some((label, after)) = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        if !label.chars().all(char::is_alphanumeric) {
            break;
        }
        rest = after.trim_start_matches(between);
    }
    words.iter().any(|word| begins_with_word(rest, word))
        || rest.starts_with('.') && rest[1..].starts_with(|c: char| c.is_ascii_digit())
}

/// Says whether a text begins with a word; one that ends with an apostrophe runs on into the next.
fn begins_with_word(text: &str, word: &str) -> bool {
    let whole = |rest: &str| !(word.ends_with(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric));
    text.strip_prefix(word).is_some_and(whole)
}
