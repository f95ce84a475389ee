//! Numbers and dates: the same in both languages, however each writes them.

use std::collections::BTreeSet;

use engross_model::Finding;

use super::dates::{Day, Months};
use super::{Comparison, Pair, listed, surplus};
use crate::check::numbers::{Number, numbers};
use crate::house::TermsData;

pub(super) fn check(version: &Comparison<'_>, findings: &mut Vec<Finding>) {
    let (source, target) = (Months::of(version.source_terms()), Months::of(version.target_terms()));
    for pair in version.pairs() {
        let (source, target) = (source.days(pair.source_words()), target.days(pair.target_words()));
        let differing = dates(version, pair, &source, &target, findings);
        figures(version, pair, &differing, findings);
    }
}

/// The days that one of two texts has and the other has not.
struct Differing<'a> {
    lost: Vec<&'a Day>,
    added: Vec<&'a Day>,
}

/// `T206`: other days than those of the source.
fn dates<'a>(
    version: &Comparison<'_>,
    pair: &Pair<'_>,
    source: &'a [Day],
    target: &'a [Day],
    findings: &mut Vec<Finding>,
) -> Differing<'a> {
    let key = |day: &Day| (day.month, day.day, day.year);
    let differing = Differing { lost: surplus(source, target, key), added: surplus(target, source, key) };
    let mut added = differing.added.iter();
    let words = |day: &Day| pair.source_words().get(day.place.clone()).unwrap_or_default();
    for day in &differing.lost {
        let message = format!("the date `{}` of the source is not here", words(day));
        let finding = match added.next() {
            Some(other) => version.finding("T206", message, pair, other.place.clone()),
            None => version.whole("T206", message, pair),
        };
        findings.push(finding.help("write the same day, with its month as a word"));
    }
    for day in added {
        let finding = version.finding("T206", "the source does not have this date", pair, day.place.clone());
        findings.push(finding.help("write the days of the source and no others"));
    }
    differing
}

/// `T205`: other numbers than those of the source. Those of dates that differ are reported with their dates.
fn figures(version: &Comparison<'_>, pair: &Pair<'_>, dates: &Differing<'_>, findings: &mut Vec<Finding>) {
    let (source_terms, target_terms) = (version.source_terms(), version.target_terms());
    let source = numbers(pair.source_words(), source_terms);
    let target = numbers(pair.target_words(), target_terms);
    let dated = |days: &[&Day], words: &str, terms: &TermsData| -> BTreeSet<String> {
        let of_day = |day: &&Day| numbers(words.get(day.place.clone()).unwrap_or_default(), terms);
        days.iter().flat_map(of_day).map(|number| number.value).collect()
    };
    let (lost_dates, added_dates) =
        (dated(&dates.lost, pair.source_words(), source_terms), dated(&dates.added, pair.target_words(), target_terms));
    let key = |number: &Number| number.value.clone();
    let mut lost = surplus(&source, &target, key);
    lost.retain(|number| !lost_dates.contains(&number.value));
    let mut added = surplus(&target, &source, key);
    added.retain(|number| !added_dates.contains(&number.value));
    let named = |numbers: &[&Number]| listed(numbers.iter().map(|number| number.value.as_str()));
    let message = match (lost.is_empty(), added.is_empty()) {
        (true, true) => return,
        (false, true) => format!("the number {} of the source is not here", named(&lost)),
        (true, false) => format!("the source does not have the number {}", named(&added)),
        (false, false) => format!("the source has {}, the translation {}", named(&lost), named(&added)),
    };
    let finding = match added.first() {
        Some(number) => version.finding("T205", message, pair, number.place.clone()),
        None => version.whole("T205", message, pair),
    };
    findings.push(finding.help("write the same number in figures, or waive T205 here if it stands in words"));
}
