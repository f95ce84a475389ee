//! What stands above a text in another language than its own, where an assembly has two: `Draft resolution | Projet de
//! résolution`. Not clauses in another language, of which `language.rs` tells.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use engross_compile::House;
use engross_compile::house::TermsData;
use engross_model::Finding;

use super::fit::MOST_LINES;
use super::kinds;
use crate::arrange::{Printed, above_text};
use crate::draft;
use crate::forms::Form;
use crate::phrase::{self, LONGEST_LINE, Pattern};
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
    let known: Vec<&str> = lines.iter().map(String::as_str).filter(|line| own.have(line)).collect();
    let mut findings = Vec::new();
    // From behind, so that the lines before stay where they are.
    for (at, words) in lines.iter().enumerate().rev() {
        let gap = paragraphs[at].gap;
        let strange = |other: &Lines<'_>| {
            let is_whole = other.have(words) && known.iter().any(|known| says_figures_of(known, words));
            let in_part = || strange_kind(words, &own, other).or_else(|| strange_half(words, gap, &own, other));
            is_whole.then_some(0..words.len()).or_else(in_part)
        };
        let is_other = words.len() <= LONGEST_LINE && !own.have(words);
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
    patterns: Vec<Pattern>,
}

impl<'h> Lines<'h> {
    fn of(house: &'h House, language: String) -> Option<Self> {
        let terms = house.terms(&language).ok()?;
        Some(Self { language, house, patterns: phrase::fixed_lines(house, &terms), terms })
    }

    fn have(&self, words: &str) -> bool {
        self.patterns.iter().any(|pattern| pattern.is(words)) || kinds::is_any_alone(words, self.house, &self.terms)
    }
}

/// What parts the languages of a line.
const PARTS: [char; 4] = ['|', '/', '–', '—'];

/// No line of two languages has more signs before the one that parts them.
const MOST_SIGNS: usize = 4;

/// Finds the kind of text in another language behind that in its own, before other words: `RESOLUTION/RÉSOLUTION 481`.
fn strange_kind(words: &str, own: &Lines<'_>, other: &Lines<'_>) -> Option<Range<usize>> {
    let end = kinds::at_start(words, &own.terms)?;
    let behind = words.get(end..)?.trim_start().strip_prefix(PARTS)?.trim_start();
    let kind = kinds::at_start(behind, &other.terms)?;
    Some(end..words.len() - behind.len() + kind)
}

/// Finds the half of a line that says in another language what its other half says: its bytes.
fn strange_half(words: &str, gap: Option<usize>, own: &Lines<'_>, other: &Lines<'_>) -> Option<Range<usize>> {
    let signs = words.match_indices(PARTS).map(|(at, sign)| (at, at + sign.len())).take(MOST_SIGNS);
    signs.chain(gap.map(|gap| (gap, gap))).find_map(|(end, start)| {
        let (before, behind) = (words.get(..end)?, words.get(start..)?);
        let say_the_same = |known: &str, strange: &str| {
            own.have(known) && !own.have(strange) && other.have(strange) && says_figures_of(known, strange)
        };
        let second = || say_the_same(before, behind).then(|| before.trim_end().len()..words.len());
        second().or_else(|| say_the_same(behind, before).then_some(0..start))
    })
}

/// Says whether a line has the figures of another.
fn says_figures_of(line: &str, other: &str) -> bool {
    let numbers = |line: &'_ str| -> BTreeSet<String> {
        let numbers = line.split(|sign: char| !sign.is_numeric()).filter(|number| !number.is_empty());
        numbers.map(str::to_owned).collect()
    };
    numbers(line).is_superset(&numbers(other))
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
