//! Labels typed by hand, lists of one, references typed by hand.

use std::collections::{BTreeMap, BTreeSet};

use engross_model::Finding;

use super::{Checked, replacement, with_fix};
use crate::number::Scheme;
use crate::source_map::Unit;

pub(super) fn check(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    for unit in text.clauses() {
        given_label(text, unit, findings);
        typed_label(text, unit, findings);
    }
    single_points(text, findings);
    typed_references(text, findings);
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
    let Some(scheme) = scheme(text, unit) else { return };
    let visible = unit.visible.text.as_str();
    let Some((typed, rest)) = visible.split_once(char::is_whitespace) else { return };
    let numeral = typed.strip_prefix(scheme.prefix.as_str()).and_then(|rest| rest.strip_suffix(scheme.suffix.as_str()));
    let is_label = !(scheme.prefix.is_empty() && scheme.suffix.is_empty())
        && numeral.is_some_and(|numeral| scheme.numerals.read(numeral).is_some());
    if !is_label || rest.trim().is_empty() {
        return;
    }
    let computed = computed_label(text, unit);
    let message = if typed == computed {
        format!("the label `{typed}` is typed into the text and would print twice")
    } else {
        format!("the text begins with the label `{typed}`, the clause is `{computed}`")
    };
    let fix = (typed == computed).then(|| replacement(unit, 0..visible.len() - rest.trim_start().len(), "")).flatten();
    let finding = text.finding("NUM-01", message, unit, 0..typed.len());
    findings.push(with_fix(finding.help("delete it; if it belongs to the words, waive NUM-01 here"), fix));
}

fn scheme<'a>(text: &Checked<'a>, unit: &Unit) -> Option<&'a Scheme> {
    let level = text.part(unit)?.numbering.get(unit.level)?;
    text.house().numbering.get(level)
}

fn computed_label<'a>(text: &Checked<'a>, unit: &Unit) -> &'a str {
    text.labels.get(unit.id.as_str()).map_or("", |label| label.text.as_str())
}

/// `NUM-03`: a list with one point.
fn single_points(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    text.resolved.document.walk_clauses(&mut |_, clause, _| {
        let [point] = clause.points.as_slice() else { return };
        if let (Some(_), Some(unit)) = (&point.label, text.resolved.sources.unit(&point.id)) {
            let finding = text.whole("NUM-03", "a list has one point only", unit);
            findings.push(finding.help("join it to the text above, or add the second point"));
        }
    });
}

/// `NUM-06`: "paragraph 12" typed where the text has a paragraph 12.
fn typed_references(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    let names: BTreeMap<&str, &str> = text.labels.iter().map(|(id, label)| (label.reference.as_str(), *id)).collect();
    let patterns = text.terms().references.values();
    let beginnings: BTreeSet<&str> = patterns
        .filter_map(|pattern| pattern.split_once("{label}"))
        .map(|(before, _)| before)
        .filter(|before| before.len() > 2 && !before.contains("{parent}"))
        .collect();
    for unit in text.units() {
        let visible = unit.visible.text.as_str();
        for (at, before) in beginnings.iter().flat_map(|before| visible.match_indices(*before)) {
            let rest = &visible[at + before.len()..];
            let numeral = rest.find(|character: char| !character.is_alphanumeric()).unwrap_or(rest.len());
            let range = at..at + before.len() + numeral;
            let starts_word = !visible[..at].chars().next_back().is_some_and(char::is_alphanumeric);
            let Some(id) = names.get(&visible[range.clone()]).filter(|_| starts_word) else { continue };
            if !elsewhere(&visible[range.end..]) {
                let message = format!("`{}` is typed by hand", &visible[range.clone()]);
                let finding = text.finding("NUM-06", message, unit, range);
                findings.push(finding.help(format!("write `[#{id}]`: the number then follows when clauses move")));
            }
        }
    }
}

/// Says whether the words that follow point to another text: "of resolution 70/1".
fn elsewhere(rest: &str) -> bool {
    let rest = rest.trim_start_matches(|character: char| character == ',' || character.is_whitespace());
    ["of ", "to ", "in ", "de ", "du ", "des "].iter().any(|word| rest.starts_with(word))
        || rest.starts_with('.') && rest[1..].starts_with(|c: char| c.is_ascii_digit())
}
