//! The same words, translated in one way all through a version.

use std::collections::BTreeMap;

use engross_model::Finding;

use super::{Comparison, Pair};
use crate::translation::canonical;

pub(super) fn check(version: &Comparison<'_>, findings: &mut Vec<Finding>) {
    let mut by_source: BTreeMap<String, (&Pair<'_>, String)> = BTreeMap::new();
    let mut by_target: BTreeMap<String, (&Pair<'_>, String)> = BTreeMap::new();
    for pair in version.pairs() {
        let (source, target) = (canonical(&pair.unit.source), canonical(&pair.unit.target));
        if !source.contains(char::is_alphabetic) {
            continue;
        }
        if let Some((first, other)) = by_source.get(&source) {
            if *other != target {
                findings.push(differs(version, pair, first));
            }
        } else if let Some((first, other)) = by_target.get(&target)
            && *other != source
        {
            let message = format!("`{}` has the same words, and its source has others", first.unit.id);
            findings.push(version.whole("T304", message, pair).help("see that both are right, or waive T304 here"));
        }
        by_source.entry(source.clone()).or_insert((pair, target.clone()));
        by_target.entry(target).or_insert((pair, source));
    }
}

/// `T303`: words that were translated otherwise before.
fn differs(version: &Comparison<'_>, pair: &Pair<'_>, first: &Pair<'_>) -> Finding {
    let message = format!("the same words are translated otherwise in `{}`", first.unit.id);
    let finding = version.whole("T303", message, pair).note(format!("there: {}", first.target_words()));
    finding.help("translate both alike, or waive T303 here with the reason")
}
