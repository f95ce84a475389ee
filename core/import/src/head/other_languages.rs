//! What stands above a text in another language than its own, where an assembly has two: `Draft resolution | Projet de
//! résolution`. Not clauses in another language, of which `language.rs` tells.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use engross_compile::House;
use engross_compile::house::TermsData;
use engross_model::Finding;

use super::fit::MOST_LINES;
use super::kinds;
use crate::arrange::{Printed, above_text};
use crate::dates;
use crate::draft;
use crate::forms::Form;
use crate::phrase::{self, LONGEST_LINE, Pattern, Values};
use crate::sheet::{self, Paragraph};
use crate::sureness::Sureness;

/// Leaves out the lines above a text, and the halves of such lines, that are what the house prints in another of its languages;
/// says so.
pub(crate) fn leave_out_other_languages(
    file: &str,
    paragraphs: &mut Vec<Paragraph>,
    forms: &[Form<'_>],
    printed: &Printed,
    house: &House,
    language: &str,
) -> Vec<Finding> {
    let Some(own) = Lines::of(house, language.to_owned()) else { return Vec::new() };
    let others = house.languages().into_iter().filter(|other| *other != language);
    let others: Vec<Lines<'_>> = others.filter_map(|other| Lines::of(house, other)).collect();
    let above = above_text(paragraphs, forms, printed).min(MOST_LINES);
    let lines: Vec<String> = paragraphs.iter().take(above).map(Paragraph::words).collect();
    let known: Vec<Saying> = lines.iter().flat_map(|line| own.sayings(line)).collect();
    let mut findings = Vec::new();
    // From behind, so that the lines before stay where they are.
    for (at, words) in lines.iter().enumerate().rev() {
        let gap = paragraphs[at].gap;
        let strange = |other: &Lines<'_>| {
            let is_whole = || other.sayings(words).iter().any(|saying| known.contains(saying));
            let in_part = || strange_kind(words, &own, other).or_else(|| strange_half(words, gap, &own, other));
            in_part().or_else(|| is_whole().then_some(0..words.len()))
        };
        let is_other = words.len() <= LONGEST_LINE && own.sayings(words).is_empty();
        let found = others.iter().filter(|_| is_other).find_map(|other| Some((strange(other)?, other)));
        if let Some((range, other)) = found {
            findings.extend(without(file, paragraphs, at, range, other).into_iter().rev());
        }
    }
    findings.reverse();
    findings
}

/// What a house prints above its texts in a language, whatever the text.
struct Lines<'h> {
    language: String,
    house: &'h House,
    terms: Arc<TermsData>,
    patterns: Vec<(String, Pattern)>,
}

/// What a line says, in whatever language: its term, none for the kind of text alone, and what fills its slots.
type Saying = (Option<String>, BTreeMap<String, String>);

impl<'h> Lines<'h> {
    fn of(house: &'h House, language: String) -> Option<Self> {
        let terms = house.terms(&language).ok()?;
        Some(Self { language, house, patterns: phrase::fixed_lines_by_term(house, &terms), terms })
    }

    /// Returns what a line may say; nothing where the house has no such line in the language.
    fn sayings(&self, words: &str) -> Vec<Saying> {
        let alone = self.house.data().kinds.keys().find(|kind| kinds::is_alone(words, kind, &self.terms));
        if let Some(kind) = alone {
            return vec![(None, BTreeMap::from([("kind".to_owned(), kind.clone())]))];
        }
        let read = self.patterns.iter().filter_map(|(term, pattern)| Some((term, pattern.read(words)?)));
        read.map(|(term, values)| (Some(term.clone()), self.meant(&values))).collect()
    }

    /// Returns what slots say in whatever language.
    fn meant(&self, values: &Values) -> BTreeMap<String, String> {
        let terms = &self.terms;
        let key = |names, value: &str| phrase::key_of(names, value).map(str::to_owned);
        let meant = |slot: &str, value: &str| match slot {
            "kind" | "kind-lower" => key(&terms.kinds, value),
            "kind-of" => key(&terms.kind_forms.of, value),
            "kind-adopted" => key(&terms.kind_forms.adopted, value),
            "body" => key(&terms.bodies, value),
            "session" => key(&terms.sessions, value),
            "original-language" => key(&terms.languages, value),
            slot if slot.ends_with("date") => dates::read(terms, value).map(|day| day.to_string()),
            _ => None,
        };
        let values = values.iter().filter(|(slot, _)| !matches!(slot.as_str(), "organ" | phrase::NUMBER_SIGN));
        let meant = values.map(|(slot, value)| {
            let named = if slot.starts_with("kind") { "kind" } else { slot };
            (named.to_owned(), meant(slot, value).unwrap_or_else(|| phrase::in_small_letters(value)))
        });
        meant.collect()
    }
}

/// What parts the languages of a line.
const PARTS: [char; 4] = ['|', '/', '–', '—'];

/// No line of two languages has more signs before the one that parts them.
const MOST_SIGNS: usize = 4;

/// Finds the kind of text in another language behind that in its own, before other words: `RESOLUTION/RÉSOLUTION 481`.
fn strange_kind(words: &str, own: &Lines<'_>, other: &Lines<'_>) -> Option<Range<usize>> {
    let kinds = own.house.data().kinds.keys();
    let strange = kinds.filter_map(|kind| {
        let end = kinds::at_start_as(words, kind, &own.terms)?;
        let behind = words.get(end..)?.trim_start().strip_prefix(PARTS)?.trim_start();
        let strange = kinds::at_start_as(behind, kind, &other.terms)?;
        let is_same = own.terms.kinds.get(kind) == other.terms.kinds.get(kind);
        (!is_same).then(|| end..words.len() - behind.len() + strange)
    });
    strange.max_by_key(|range| range.end)
}

/// Finds the half of a line that says in another language what its other half says: its bytes.
fn strange_half(words: &str, gap: Option<usize>, own: &Lines<'_>, other: &Lines<'_>) -> Option<Range<usize>> {
    let signs = words.match_indices(PARTS).map(|(at, sign)| (at, at + sign.len())).take(MOST_SIGNS);
    signs.chain(gap.map(|gap| (gap, gap))).find_map(|(end, start)| {
        let (before, behind) = (words.get(..end)?.trim(), words.get(start..)?.trim());
        let say_the_same = |known: &str, strange: &str| {
            let known = own.sayings(known);
            !known.is_empty()
                && own.sayings(strange).is_empty()
                && other.sayings(strange).iter().any(|saying| known.contains(saying))
        };
        let second = || say_the_same(before, behind).then(|| words[..end].trim_end().len()..words.len());
        second().or_else(|| say_the_same(behind, before).then_some(0..start))
    })
}

/// Takes words from a line, and the line if nothing is left.
fn without(
    file: &str,
    paragraphs: &mut Vec<Paragraph>,
    at: usize,
    range: Range<usize>,
    other: &Lines<'_>,
) -> Vec<Finding> {
    let line = &mut paragraphs[at];
    let words = line.words();
    let strange =
        words.get(range.clone()).unwrap_or_default().trim_matches(|sign: char| PARTS.contains(&sign) || sign == ' ');
    let message = format!("`{strange}` was left out: the house prints it in `{}`", other.language);
    let finding = Finding::new("IMP-04", message).at(file, line.place.clone());
    let finding = finding.note(Sureness::Sure.because("it prints the same in the language of the text by itself"));
    let mut findings = vec![finding];
    line.runs = sheet::tidy_blanks(sheet::without(&line.runs, range));
    line.gap = None;
    if line.words().is_empty() {
        findings.extend(draft::remarked_on(file, &paragraphs.remove(at)));
    }
    findings
}
