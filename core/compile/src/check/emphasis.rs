//! Lead words: which, how marked, in which case.

use std::ops::Range;

use engross_model::{Finding, Fix};

use super::words::prefix_length;
use super::{Checked, value_replacement, with_fix};
use crate::house::{LeadCase, PartData};
use crate::language;
use crate::parse::inline::{Node, Piece};
use crate::source_map::{Unit, UnitKind};

pub(super) fn check(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    let mut previous: Option<(usize, String)> = None;
    for unit in text.clauses().filter(|unit| unit.level == 0) {
        let Some(part) = text.part(unit) else { continue };
        let lead = first_lead(unit);
        wrong_mark(text, unit, part, findings);
        unwanted_lead(text, unit, part, findings);
        if let Some(list) = &part.lead_words {
            lead_words(text, unit, part, list, lead.as_ref(), findings);
            unmarked_leads(text, unit, list, findings);
        }
        previous = repeated_lead(text, unit, lead, previous, findings);
    }
}

/// The lead words at the beginning of a clause.
struct Lead {
    words: String,
    /// In the value of the unit, marks included.
    value: Range<usize>,
    visible: Range<usize>,
}

fn first_lead(unit: &Unit) -> Option<Lead> {
    let node = first_node(unit)?;
    matches!(node.piece, Piece::Lead(_)).then(|| {
        let visible = unit.visible.visible_range(node.range.clone());
        let words = unit.visible.text.get(visible.clone()).unwrap_or_default().to_owned();
        Lead { words, value: node.range.clone(), visible }
    })
}

/// Returns the first node that is not blank.
fn first_node(unit: &Unit) -> Option<&Node> {
    unit.markup.nodes.iter().find(|node| !matches!(&node.piece, Piece::Text(text) if text.trim().is_empty()))
}

/// `EMP-01`, `EMP-02`, `EMP-03`: the clause does not begin with the right words, marked and in the right case.
fn lead_words(
    text: &Checked<'_>,
    unit: &Unit,
    part: &PartData,
    list: &str,
    lead: Option<&Lead>,
    findings: &mut Vec<Finding>,
) {
    let Some(lead) = lead else {
        let marked_inside = unit.markup.in_lead(unit.visible.value_range(0..1));
        if !marked_inside && !matches!(first_node(unit).map(|node| &node.piece), Some(Piece::Emphasis(_))) {
            findings.push(unmarked_lead(text, unit, list));
        }
        return;
    };
    let words = lead.words.trim_matches([',', ' ']);
    if longest(text, list, words).is_none_or(|length| length != words.len()) {
        findings.push(foreign_lead(text, unit, list, lead, words));
    } else if let Some(finding) = wrong_case(text, unit, part, lead, words) {
        findings.push(finding);
    }
}

/// `EMP-01`: no lead words are marked at the beginning.
fn unmarked_lead(text: &Checked<'_>, unit: &Unit, list: &str) -> Finding {
    let visible = unit.visible.text.trim_start();
    let start = unit.visible.text.len() - visible.len();
    match longest(text, list, visible) {
        Some(length) => {
            let words = &visible[..length];
            let plain = matches!(first_node(unit).map(|node| &node.piece), Some(Piece::Text(_)));
            let fix = unit.visible.exact_value_range(start..start + length).filter(|_| plain).and_then(|value| {
                value_replacement(unit, value, &format!("**{words}**"), format!("mark `{words}` as lead words"))
            });
            let finding =
                text.finding("EMP-01", format!("the lead words `{words}` are not marked"), unit, start..start + length);
            with_fix(finding.help(format!("write `**{words}**`")), fix)
        }
        None => {
            let first = visible.find(char::is_whitespace).unwrap_or(visible.len());
            text.finding("EMP-01", "the clause does not begin with lead words", unit, start..start + first)
                .help(format!("begin with one of the house's, as {}", examples(text, list)))
        }
    }
}

/// `EMP-01`, `EMP-02`: the marked words are not in this part's list.
fn foreign_lead(text: &Checked<'_>, unit: &Unit, list: &str, lead: &Lead, words: &str) -> Finding {
    let others = text.terms().lead_words.keys().filter(|other| *other != list);
    let elsewhere = others.clone().find(|other| longest(text, other, words) == Some(words.len()));
    match elsewhere {
        Some(other) => text
            .finding("EMP-02", format!("`{words}` begins clauses of the {other} part"), unit, lead.visible.clone())
            .help(format!("move the clause, or begin it as {}", examples(text, list))),
        None => {
            let known = text.terms().lead_words.get(list).into_iter().flatten().map(String::as_str);
            let help = match engross_model::nearest(words, known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("begin with one of the house's, as {}", examples(text, list)),
            };
            text.finding("EMP-01", format!("`{words}` are no lead words of the house"), unit, lead.visible.clone())
                .help(help)
        }
    }
}

/// `EMP-03`: the case of the first lead words.
fn wrong_case(text: &Checked<'_>, unit: &Unit, part: &PartData, lead: &Lead, words: &str) -> Option<Finding> {
    let tag = &text.terms().tag;
    let wanted = match part.lead_case? {
        LeadCase::Capitals => language::capitals(words, tag),
        LeadCase::Lower => language::lower_case(words, tag),
        LeadCase::Capitalised => language::with_capital(&language::lower_case(words, tag), tag),
    };
    if words == wanted {
        return None;
    }
    let finding = text.finding("EMP-03", format!("the house writes `{wanted}`"), unit, lead.visible.clone());
    let fix = value_replacement(
        unit,
        lead.value.clone(),
        &format!("**{}**", lead.words.replace(words, &wanted)),
        format!("write `{wanted}`"),
    );
    Some(with_fix(finding, fix))
}

/// `EMP-07`: lead words under the mark of emphasis.
fn wrong_mark(text: &Checked<'_>, unit: &Unit, part: &PartData, findings: &mut Vec<Finding>) {
    let (Some(node), Some(list)) = (first_node(unit), &part.lead_words) else { return };
    let Piece::Emphasis(_) = &node.piece else { return };
    let visible = unit.visible.visible_range(node.range.clone());
    let words = unit.visible.text.get(visible.clone()).unwrap_or_default();
    if longest(text, list, words) == Some(words.len()) {
        let fix: Option<Fix> = value_replacement(
            unit,
            node.range.clone(),
            &format!("**{words}**"),
            format!("mark `{words}` as lead words"),
        );
        let finding = text.finding("EMP-07", format!("the lead words `{words}` are marked as emphasis"), unit, visible);
        findings.push(with_fix(finding.help(format!("write `**{words}**`")), fix));
    }
}

/// `EMP-06`: lead words in a part that has none.
fn unwanted_lead(text: &Checked<'_>, unit: &Unit, part: &PartData, findings: &mut Vec<Finding>) {
    let plain = !part.lead.bold && !part.lead.italic && !part.lead.underline;
    for node in unit.markup.nodes.iter().filter(|node| plain && matches!(node.piece, Piece::Lead(_))) {
        let visible = unit.visible.visible_range(node.range.clone());
        let words = unit.visible.text.get(visible.clone()).unwrap_or_default();
        let fix = value_replacement(unit, node.range.clone(), words, format!("take the marks off `{words}`"));
        findings.push(with_fix(text.finding("EMP-06", "this part marks no lead words", unit, visible), fix));
    }
}

/// `EMP-05`: a later lead word of the list that is not marked.
fn unmarked_leads(text: &Checked<'_>, unit: &Unit, list: &str, findings: &mut Vec<Finding>) {
    if unit.kind == UnitKind::LeadIn {
        return;
    }
    let visible = unit.visible.text.as_str();
    for joint in [", ", "; ", " and "] {
        for (at, _) in visible.match_indices(joint) {
            let start = at + joint.len();
            let rest = &visible[start..];
            let lower = rest.chars().next().is_some_and(char::is_lowercase);
            let Some(length) = longest(text, list, rest).filter(|_| lower) else { continue };
            let range = start..start + length;
            if !unit.markup.in_lead(unit.visible.value_range(range.clone())) {
                let message =
                    format!("`{}` is one of the house's lead words and is not marked", &visible[range.clone()]);
                let finding = text.finding("EMP-05", message, unit, range);
                findings.push(finding.help("mark it with `**`, or waive EMP-05 here if it is meant so"));
            }
        }
    }
}

/// `EMP-04`: the same lead words in two clauses running.
fn repeated_lead(
    text: &Checked<'_>,
    unit: &Unit,
    lead: Option<Lead>,
    previous: Option<(usize, String)>,
    findings: &mut Vec<Finding>,
) -> Option<(usize, String)> {
    let lead = lead?;
    let this = (unit.part?, lead.words.to_lowercase());
    // Another clause may stand between the two that could not be read.
    if previous.as_ref() == Some(&this) && !text.resolved.has_gap {
        let message = format!("`{}` begins two clauses running", lead.words);
        findings.push(text.finding("EMP-04", message, unit, lead.visible).help("vary the beginning of one of them"));
    }
    Some(this)
}

/// Returns the length of the longest phrase of a list that a text begins with, whatever its case.
fn longest(text: &Checked<'_>, list: &str, words: &str) -> Option<usize> {
    let phrases = text.terms().lead_words.get(list)?;
    let whole = |length: &usize| !words[*length..].starts_with('-');
    phrases.iter().filter_map(|phrase| prefix_length(words, phrase).filter(whole)).max()
}

fn examples(text: &Checked<'_>, list: &str) -> String {
    let phrases = text.terms().lead_words.get(list).map(Vec::as_slice).unwrap_or_default();
    phrases.iter().take(3).map(|phrase| format!("`{phrase}`")).collect::<Vec<_>>().join(", ")
}
