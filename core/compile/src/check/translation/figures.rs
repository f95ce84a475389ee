//! Numbers and dates: the same in both languages, however each writes them.

use std::collections::BTreeSet;

use engross_model::Finding;

use super::dates::{Day, Months};
use super::{Comparison, Pair, listed, surplus};
use crate::check::numbers::{Number, numbers};
use crate::house::TermsData;

pub(super) fn check(version: &Comparison<'_>, findings: &mut Vec<Finding>) {
    let source = Side { terms: version.source_terms(), months: Months::of(version.source_terms()) };
    let target = Side { terms: version.target_terms(), months: Months::of(version.target_terms()) };
    for pair in version.pairs() {
        let (source_days, target_days) =
            (source.months.days(pair.source_words()), target.months.days(pair.target_words()));
        let dates = dates(version, pair, &source_days, &target_days, findings);
        let lost_dates = source.numbers_of(&dates.lost, pair.source_words());
        let added_dates = target.numbers_of(&dates.added, pair.target_words());
        let (source, target) = (source.numbers(pair.source_words()), target.numbers(pair.target_words()));
        let lost = surplus(&source, &target, |number| number.value.clone());
        let lost: Vec<_> = lost.into_iter().filter(|number| !lost_dates.contains(&number.value)).collect();
        let added = surplus(&target, &source, |number| number.value.clone());
        let added: Vec<_> = added.into_iter().filter(|number| !added_dates.contains(&number.value)).collect();
        figures(version, pair, &lost, &added, findings);
    }
}

/// How one of the two languages writes numbers and months.
struct Side<'a> {
    terms: &'a TermsData,
    months: Months,
}

impl Side<'_> {
    /// Returns the numbers in a text, but for those that name a month: another language has a word for it.
    fn numbers(&self, text: &str) -> Vec<Number> {
        let mut found = numbers(text, self.terms);
        let months = self.months.named(text);
        found.retain(|number| !months.iter().any(|(_, name)| name.contains(&number.place.start)));
        found
    }

    /// Returns the numbers of days in a text.
    fn numbers_of(&self, days: &[&Day], text: &str) -> BTreeSet<String> {
        let of_day = |day: &&Day| numbers(text.get(day.place.clone()).unwrap_or_default(), self.terms);
        days.iter().flat_map(of_day).map(|number| number.value).collect()
    }
}

/// The days that one of two texts has and the other has not.
struct Differing<'a> {
    lost: Vec<&'a Day>,
    added: Vec<&'a Day>,
}

impl Differing<'_> {
    /// Takes out days that differ only in that one bears its year: of two days the first has it in one language, the second
    /// in another, as in `19 June–14 July 2023` and `2023年6月19日至7月14日`. That it is the same year shows in the numbers.
    fn match_years_said_once(&mut self) {
        let same = |one: &Day, other: &Day| {
            (one.month, one.day) == (other.month, other.day) && (one.year.is_none() || other.year.is_none())
        };
        self.lost.retain(|day| match self.added.iter().position(|other| same(day, other)) {
            Some(at) => {
                self.added.remove(at);
                false
            }
            None => true,
        });
    }
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
    let mut differing = Differing { lost: surplus(source, target, key), added: surplus(target, source, key) };
    differing.match_years_said_once();
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
fn figures(
    version: &Comparison<'_>,
    pair: &Pair<'_>,
    lost: &[&Number],
    added: &[&Number],
    findings: &mut Vec<Finding>,
) {
    let named = |numbers: &[&Number]| listed(numbers.iter().map(|number| number.value.as_str()));
    let message = match (lost.is_empty(), added.is_empty()) {
        (true, true) => return,
        (false, true) => format!("the number {} of the source is not here", named(lost)),
        (true, false) => format!("the source does not have the number {}", named(added)),
        (false, false) => format!("the source has {}, the translation {}", named(lost), named(added)),
    };
    let finding = match added.first() {
        Some(number) => version.finding("T205", message, pair, number.place.clone()),
        None => version.whole("T205", message, pair),
    };
    findings.push(finding.help("write the same number in figures, or waive T205 here if it stands in words"));
}
