//! What parts a text has, and its opening.

use std::collections::BTreeSet;

use engross_model::{Edit, Finding, Fix, plain_text};

use super::Checked;
use crate::house::Presence;
use crate::patch;
use crate::source_map::{Unit, UnitKind};

pub(super) fn check(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    presence(text, findings);
    typed_opening(text, findings);
    missing_ids(text, findings);
}

/// `STR-02`, `STR-03`: a part that the house requires or expects.
fn presence(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    let span = text.header.source.kind.as_ref().map_or(0..0, |kind| kind.span.clone());
    for part in &text.house().parts {
        let there = text.resolved.document.parts.iter().any(|present| present.name == part.name);
        let code = match part.presence {
            Presence::Required if !there => "STR-02",
            Presence::Expected if !there => "STR-03",
            _ => continue,
        };
        findings.push(
            Finding::new(code, format!("the text has no clause under `{}:`", part.name))
                .at(text.header.file, span.clone())
                .help(format!("add `{}:` with a list of clauses", part.name)),
        );
    }
}

/// `STR-01`: the opening formula typed as a clause.
fn typed_opening(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    let formulae: Vec<String> =
        text.resolved.document.parts.iter().map(|part| bare(&plain_text(&part.formula))).collect();
    for unit in text.clauses() {
        let words = bare(&unit.visible.text);
        if !words.is_empty() && formulae.contains(&words) {
            let finding = text.whole("STR-01", "the opening formula is typed as a clause", unit);
            findings.push(finding.help("delete this clause: the formula is printed by itself"));
        }
    }
}

fn bare(text: &str) -> String {
    text.trim_matches(|character: char| !character.is_alphanumeric()).to_lowercase()
}

/// `SRC-10`: clauses and headings without ids, as one finding that writes them all.
fn missing_ids(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    let anonymous: Vec<&Unit> = text
        .units()
        .iter()
        .filter(|unit| matches!(unit.kind, UnitKind::Clause | UnitKind::LeadIn | UnitKind::Heading))
        .filter(|unit| unit.id.contains('.'))
        .collect();
    let Some(first) = anonymous.first() else { return };
    let mut taken: BTreeSet<String> = text.units().iter().map(|unit| unit.id.clone()).collect();
    let places = patch::id_places(text.header.source);
    let edits: Vec<Edit> = anonymous
        .iter()
        .filter_map(|unit| {
            let id = new_id(&unit.visible.text, &taken);
            let edit = patch::insert_id(text.header.source, unit.entry.start, places.get(&unit.entry.start)?, &id);
            taken.insert(id);
            edit
        })
        .collect();
    let count = anonymous.len();
    let message = if count == 1 { "one clause has no id".to_owned() } else { format!("{count} clauses have no id") };
    let mut finding = Finding::new("SRC-10", message)
        .at(text.header.file, first.text.span.clone())
        .help("ids are needed once the text is translated or amended; `engross check --fix` writes them");
    finding.fix = (!edits.is_empty()).then(|| Fix { title: "write ids".to_owned(), edits });
    findings.push(finding);
}

/// Makes an id of a clause's first words of weight: never of its number, so that it can stay when clauses move.
fn new_id(words: &str, taken: &BTreeSet<String>) -> String {
    let words: Vec<String> = words
        .split(|character: char| !character.is_alphanumeric())
        .map(|word| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase())
        .filter(|word| word.len() > 3 && word.starts_with(|first: char| first.is_ascii_lowercase()))
        .collect();
    let free = |id: &String| !taken.contains(id);
    let joined = (2..=6).map(|count| words.iter().take(count).cloned().collect::<Vec<_>>().join("-"));
    let mut candidates = joined.filter(|id| !id.is_empty()).map(|id| id.chars().take(56).collect::<String>());
    let base = words.iter().take(2).cloned().collect::<Vec<_>>().join("-");
    let base: String = if base.is_empty() { "clause".to_owned() } else { base.chars().take(56).collect() };
    candidates.find(free).unwrap_or_else(|| {
        let ids = (1..).map(|number| format!("{base}-{}", letters(number)));
        std::iter::once(base.clone()).chain(ids).find(free).unwrap_or_default()
    })
}

/// Writes a number as letters: a, b, … z, aa, ab.
fn letters(mut number: u32) -> String {
    let mut letters = Vec::new();
    while number > 0 {
        letters.extend(char::from_u32(u32::from('a') + (number - 1) % 26));
        number = (number - 1) / 26;
    }
    letters.into_iter().rev().collect()
}
