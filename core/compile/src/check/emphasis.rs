//! Lead words: which, how marked, in which case.

use std::ops::Range;

use engross_model::{Finding, Fix};

use super::lead_phrases::LeadPhrases;
use super::{Checked, numbering, value_replacement, with_fix};
use crate::house::{LeadCase, PartData};
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
            unmarked_leads(text, unit, part, list, findings);
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
    let phrases = LeadPhrases::of(text.terms(), list);
    let Some(lead) = lead else {
        // A label typed before them, or a mark that is not closed, is reported as such.
        let hidden =
            numbering::begins_with_label(text, unit) || unit.markup.errors.iter().any(|it| it.code == "INL-01");
        let marked_inside = unit.markup.in_lead(unit.visible.value_range(0..1));
        if !hidden && !marked_inside && !matches!(first_node(unit).map(|node| &node.piece), Some(Piece::Emphasis(_))) {
            findings.push(unmarked_lead(text, unit, part, &phrases));
        }
        return;
    };
    let words = lead.words.trim_matches([',', ' ']);
    let from = unit.visible.text.get(lead.visible.start..).unwrap_or_default();
    // Those that begin inside the marks, to their ends.
    let found = phrases.at_start(from, words.len()).into_iter().take_while(|phrase| phrase.start < words.len()).last();
    match found {
        None => findings.push(foreign_lead(text, unit, list, lead, words)),
        Some(last) if last.end == words.len() => {
            findings.extend(wrong_case(text, unit, part, lead, words, &phrases));
        }
        Some(last) => findings.push(misplaced_marks(text, unit, part, lead, &from[..last.end], &phrases)),
    }
}

/// `EMP-01`: no lead words are marked at the beginning.
fn unmarked_lead(text: &Checked<'_>, unit: &Unit, part: &PartData, phrases: &LeadPhrases<'_>) -> Finding {
    let visible = unit.visible.text.trim_start();
    let start = unit.visible.text.len() - visible.len();
    match phrases.at_start(visible, 0).last() {
        Some(last) => {
            let words = &visible[..last.end];
            let plain = matches!(first_node(unit).map(|node| &node.piece), Some(Piece::Text(_)));
            let marked = marked(words, part, phrases);
            let fix = unit.visible.exact_value_range(start..start + words.len()).filter(|_| plain);
            let fix =
                fix.and_then(|value| value_replacement(unit, value, &marked, format!("mark `{words}` as lead words")));
            let message = format!("the lead words `{words}` are not marked");
            let finding = text.finding("EMP-01", message, unit, start..start + words.len());
            with_fix(finding.help(format!("write `{marked}`")), fix)
        }
        None => {
            let first = visible.find(char::is_whitespace).unwrap_or(visible.len());
            text.finding("EMP-01", "the clause does not begin with lead words", unit, start..start + first)
                .help(format!("begin with one of the house's, as {}", phrases.examples()))
        }
    }
}

/// Writes lead words with their marks, in the house's case.
fn marked(words: &str, part: &PartData, phrases: &LeadPhrases<'_>) -> String {
    let words = part.lead_case.map_or_else(|| words.to_owned(), |case| phrases.in_case(words, case));
    format!("**{words}**")
}

/// `EMP-01`: the marks stand around fewer or more words than the lead words.
fn misplaced_marks(
    text: &Checked<'_>,
    unit: &Unit,
    part: &PartData,
    lead: &Lead,
    words: &str,
    phrases: &LeadPhrases<'_>,
) -> Finding {
    let more = words.len() > lead.visible.len();
    let end = lead.visible.start + words.len().max(lead.visible.len());
    let value = lead.value.start..unit.visible.value_range(lead.visible.start..end).end.max(lead.value.end);
    let visible = unit.visible.text.get(lead.visible.start..end).unwrap_or_default();
    let marked = marked(words, part, phrases);
    let new = format!("{marked}{}", &visible[words.len()..]);
    // Only the two marks of the lead words may stand there.
    let written = unit.text.value.get(value.clone()).unwrap_or_default();
    let simple = written.replacen("**", "", 2) == visible;
    // Words in capitals may be a name, as in `URGES NATO`, or belong to a phrase that the house's list lacks.
    let rest = &visible[words.len()..];
    let capitals = !more
        && part.lead_case == Some(LeadCase::Capitals)
        && rest.contains(char::is_alphabetic)
        && rest == phrases.in_capitals(rest);
    let fix = value_replacement(unit, value, &new, format!("write `{new}`")).filter(|_| simple && !capitals);
    let help = if capitals {
        format!("mark `{marked}` alone; words that are no lead words stand in small letters")
    } else {
        format!("write `{new}`")
    };
    let message = if more {
        format!("the lead words are `{words}`, and only `{}` is marked", lead.words)
    } else {
        format!("more than the lead words `{words}` is marked")
    };
    with_fix(text.finding("EMP-01", message, unit, lead.visible.start..end).help(help), fix)
}

/// `EMP-01`, `EMP-02`: the marked words are not in this part's list.
fn foreign_lead(text: &Checked<'_>, unit: &Unit, list: &str, lead: &Lead, words: &str) -> Finding {
    let phrases = LeadPhrases::of(text.terms(), list);
    let mut others = text.terms().lead_words.keys().filter(|other| *other != list);
    match others.find(|other| LeadPhrases::of(text.terms(), other).are(words)) {
        Some(other) => text
            .finding("EMP-02", format!("`{words}` begins clauses of the {other} part"), unit, lead.visible.clone())
            .help(format!("move the clause, or begin it as {}", phrases.examples())),
        None => {
            let help = match phrases.nearest(words) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("begin with one of the house's, as {}", phrases.examples()),
            };
            text.finding(
                "EMP-01",
                format!("the house's list of lead words has no `{words}`"),
                unit,
                lead.visible.clone(),
            )
            .help(help)
        }
    }
}

/// `EMP-03`: the case of the first lead words.
fn wrong_case(
    text: &Checked<'_>,
    unit: &Unit,
    part: &PartData,
    lead: &Lead,
    words: &str,
    phrases: &LeadPhrases<'_>,
) -> Option<Finding> {
    let wanted = phrases.in_case(words, part.lead_case?);
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
    Some(with_fix(finding.help(format!("write `**{wanted}**`")), fix))
}

/// `EMP-07`: lead words under the mark of emphasis.
fn wrong_mark(text: &Checked<'_>, unit: &Unit, part: &PartData, findings: &mut Vec<Finding>) {
    let (Some(node), Some(list)) = (first_node(unit), &part.lead_words) else { return };
    let Piece::Emphasis(_) = &node.piece else { return };
    let visible = unit.visible.visible_range(node.range.clone());
    let words = unit.visible.text.get(visible.clone()).unwrap_or_default();
    if LeadPhrases::of(text.terms(), list).are(words) {
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
    let unwanted = |node: &&Node| !part.marks_lead_words() && matches!(node.piece, Piece::Lead(_));
    for node in unit.markup.nodes.iter().filter(unwanted) {
        let visible = unit.visible.visible_range(node.range.clone());
        let words = unit.visible.text.get(visible.clone()).unwrap_or_default();
        let fix = value_replacement(unit, node.range.clone(), words, format!("take the marks off `{words}`"));
        let finding = text.finding("EMP-06", "this part marks no lead words", unit, visible);
        findings.push(with_fix(finding.help("take the marks off"), fix));
    }
}

/// `EMP-05`: a later lead word of the list that is not marked.
fn unmarked_leads(text: &Checked<'_>, unit: &Unit, part: &PartData, list: &str, findings: &mut Vec<Finding>) {
    if unit.kind == UnitKind::LeadIn {
        return;
    }
    let phrases = LeadPhrases::of(text.terms(), list);
    let visible = unit.visible.text.as_str();
    let conjunctions = text.terms().conjunctions.iter().map(|word| format!(" {word} "));
    for joint in [", ".to_owned(), "; ".to_owned()].into_iter().chain(conjunctions) {
        for (at, _) in visible.match_indices(&joint) {
            let start = at + joint.len();
            let rest = &visible[start..];
            let Some(length) = phrases.phrase(rest) else { continue };
            let words = &rest[..length];
            // A capital may begin a name, but words in the very case of lead words are meant as such.
            let capitals = part.lead_case == Some(LeadCase::Capitals);
            let meant = capitals && words == phrases.in_case(words, LeadCase::Capitals);
            let range = start..start + length;
            if (meant || words.starts_with(char::is_lowercase))
                && !unit.markup.in_lead(unit.visible.value_range(range.clone()))
            {
                let message = format!("`{words}` is one of the house's lead words and is not marked");
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
