//! Rules about a language version beside its source.
//!
//! A version goes through all rules about texts too. So that no slip is reported twice, each has one owner:
//!
//! | slip | owner |
//! | --- | --- |
//! | another end mark than the house's | `PUN-01` to `PUN-03`; `T203` where the house leaves the ends of a part open, `T202` for titles, headings and notes |
//! | a wrong space at `: ; ! ?` and inside `« »` | `PUN-04`; `T207` for a no-break space that was lost at a number, unless the house has `PUN-07` |
//! | quotation marks and apostrophes of another style | `PUN-05`; `T208` for straight ones where the house leaves it open |
//! | two spaces, a space before a comma or at an edge | `PUN-05`; `T209` for spaces at note marks and inside links |
//! | letters of two scripts in one word | `UNI-02`; `T214` for whole words in look-alike letters |
//! | direction marks that are not closed | `UNI-03`; `T215` for lone ones |
//! | the case of lead words | `EMP-03`; `T204` for points, closings, titles, headings and notes |
//! | a note mark or reference that leads nowhere | `NOTE-01`, `NUM-04`; `T104`, `T105` for those that differ from the source |
//! | lead words that are not marked | `EMP-01`, `EMP-05`, `EMP-07`; `T106` for other bold passages |
//! | a link that is missing or too many | `T101`, `T102`; `T213` for links to another address |
//! | the numbers of a date | `T206`; `T205` for all others |
//! | a term in forbidden words | `T302`; `T301` where there is nothing of it |
//! | an acronym that the glossary has | `T301`; `T212` for others |

mod codes;
mod consistency;
mod dates;
mod edges;
mod figures;
mod progress;
mod scripts;
mod spaces;
mod terms;
mod words;

use std::collections::BTreeMap;
use std::ops::Range;

use engross_model::Finding;

pub(super) use self::progress::weigh;
use super::{Checked, Original};
use crate::enough::MOST;
use crate::house::TermsData;
use crate::source_map::Unit;
use crate::translation::TranslationUnit;

pub(super) fn check(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    let Some(original) = text.original else { return };
    progress::check(text, original, findings);
    let version = Comparison::new(text, original);
    codes::check(&version, findings);
    edges::check(&version, findings);
    figures::check(&version, findings);
    spaces::check(&version, findings);
    words::check(&version, findings);
    scripts::check(&version, findings);
    terms::check(&version, findings);
    consistency::check(&version, findings);
}

/// A version beside its source, unit by unit.
struct Comparison<'a> {
    text: &'a Checked<'a>,
    original: &'a Original<'a>,
    /// The units that have words, in the order of the source.
    pairs: Vec<Pair<'a>>,
}

/// A unit of the source and its translation.
#[derive(Clone, Copy)]
struct Pair<'a> {
    unit: &'a TranslationUnit,
    source: &'a Unit,
    target: &'a Unit,
}

impl<'a> Comparison<'a> {
    fn new(text: &'a Checked<'a>, original: &'a Original<'a>) -> Self {
        let pair = |unit: &'a TranslationUnit| {
            original.version.unit(&unit.id)?.words()?;
            let source = original.resolved.sources.unit(&unit.id)?;
            Some(Pair { unit, source, target: text.resolved.sources.unit(&unit.id)? })
        };
        Self { text, original, pairs: original.translation.units.iter().filter_map(pair).collect() }
    }

    /// Returns the units that have words, as long as not more is found than is reported.
    fn pairs(&self) -> impl Iterator<Item = &Pair<'a>> {
        self.pairs.iter().take_while(|_| self.text.found.get() <= MOST)
    }

    /// Returns the terms of the source's language.
    fn source_terms(&self) -> &'a TermsData {
        self.original.header.terms
    }

    /// Returns the terms of the version's language.
    fn target_terms(&self) -> &'a TermsData {
        self.text.header.terms
    }

    /// Says whether another rule of the house has found something in a place already.
    fn is_told(&self, findings: &[Finding], codes: &[&str], place: &Range<usize>) -> bool {
        findings.iter().any(|finding| {
            let span = finding.place.span.as_ref();
            let overlaps = span.is_some_and(|span| span.start < place.end && place.start < span.end);
            overlaps && codes.contains(&finding.code.as_str()) && self.text.has_rule(&finding.code)
        })
    }

    /// Makes a finding about a translation as a whole.
    fn whole(&self, code: &str, message: impl Into<String>, pair: &Pair<'_>) -> Finding {
        self.text.whole(code, message, pair.target)
    }

    /// Makes a finding about words of a translation.
    fn finding(&self, code: &str, message: impl Into<String>, pair: &Pair<'_>, visible: Range<usize>) -> Finding {
        self.text.finding(code, message, pair.target, visible)
    }

    /// Makes a finding about marks of a translation.
    fn marked(&self, code: &str, message: impl Into<String>, pair: &Pair<'_>, value: Range<usize>) -> Finding {
        let text = &pair.target.text;
        self.text.count(code, pair.target);
        Finding::new(code, message).at(&*text.file, text.file_range(value)).in_clause(&pair.target.id)
    }
}

impl<'a> Pair<'a> {
    /// Returns what a reader of the source sees.
    fn source_words(&self) -> &'a str {
        &self.source.visible.text
    }

    /// Returns what a reader of the version sees.
    fn target_words(&self) -> &'a str {
        &self.target.visible.text
    }
}

/// Returns what the first list has more than the second, each as often as it has it more: the last ones of each.
fn surplus<'t, T, K: Ord>(of: &'t [T], over: &[T], key: impl Fn(&T) -> K) -> Vec<&'t T> {
    let mut left: BTreeMap<K, usize> = BTreeMap::new();
    for one in over {
        *left.entry(key(one)).or_default() += 1;
    }
    let is_more = |one: &&T| match left.get_mut(&key(one)).filter(|count| **count > 0) {
        Some(count) => {
            *count -= 1;
            false
        }
        None => true,
    };
    of.iter().filter(is_more).collect()
}

/// Names things in a sentence.
fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    const MOST: usize = 6;
    let mut words = words.into_iter().map(|word| format!("`{word}`"));
    let mut named: Vec<String> = words.by_ref().take(MOST).collect();
    if words.next().is_some() {
        named.push("…".to_owned());
    }
    named.join(", ")
}
