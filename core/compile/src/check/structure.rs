//! What parts a text has, and its opening.

use engross_model::{Edit, Finding, Fix, clause_of, nearest, plain_text};

use super::Checked;
use super::words::prefix_length;
use crate::house::Presence;
use crate::ids::Ids;
use crate::parse::inline;
use crate::patch;
use crate::source::IdRoom;
use crate::source_map::{Unit, UnitKind};

pub(super) fn check(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    presence(text, findings);
    unprinted_title(text, findings);
    last_clauses(text, findings);
    typed_opening(text, findings);
    missing_ids(text, findings);
}

/// `STR-02`, `STR-03`: a part that the house requires or expects.
fn presence(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    let source = text.header.source;
    let kind = source.kind.as_ref().map_or(0..0, |kind| kind.span.clone());
    let names: Vec<&str> = text.house().parts.iter().map(|part| part.name.as_str()).collect();
    for part in &text.house().parts {
        let meant = |key: &str| nearest(key, names.iter().copied()) == Some(&part.name);
        let written = source.parts.iter().find(|written| meant(&written.name.value));
        // What is wrong with the part as it is written was said there.
        if source.faulty.contains(&part.name) || written.is_some_and(|it| !it.is_list || it.name.value != part.name) {
            continue;
        }
        let span = written.map_or_else(|| kind.clone(), |written| written.name.span.clone());
        let there = text.resolved.document.parts.iter().any(|present| present.name == part.name);
        let code = match part.presence {
            Presence::Required if !there => "STR-02",
            Presence::Expected if !there => "STR-03",
            _ => continue,
        };
        findings.push(
            Finding::new(code, format!("the text has no clause under `{}:`", part.name))
                .at(text.header.file, span)
                .help(format!("add `{}:` with a list of clauses", part.name)),
        );
    }
}

/// `STR-04`: a title in a house whose title block prints none.
fn unprinted_title(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    let Some(title) = text.resolved.sources.unit("doc.title") else { return };
    if !text.terms().print_title(text.header.title_lines()) {
        let finding = text.whole("STR-04", "this house prints no title", title);
        findings.push(finding.help("delete `title:`, or choose a variant of the title block that has one"));
    }
}

/// `STR-05`: a part that does not end with the house's formula.
fn last_clauses(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    for (index, part) in text.resolved.parts.iter().enumerate() {
        let formula = part.last_clause.as_ref().and_then(|term| text.terms().phrases.get(term));
        let last = text.clauses().filter(|unit| unit.part == Some(index) && unit.level == 0).last();
        let known = text.resolved.part_gaps.get(index).is_some_and(|gap| !gap);
        let (Some(formula), Some(last), true) = (formula, last, known) else { continue };
        let words = last.visible.text.trim_start();
        let formulae: Vec<String> =
            formula.alternatives().iter().map(|phrase| plain_text(&inline::content(phrase))).collect();
        if !formulae.iter().any(|formula| prefix_length(words, formula.trim()).is_some()) {
            let help =
                format!("end the part with a clause that begins `{}`", formulae.first().map_or("", String::as_str));
            findings.push(text.whole("STR-05", "the last clause is not the house's formula", last).help(help));
        }
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

/// Says whether the id of its entry is made from the words of a unit: for an article without words of its own, from those
/// of its heading.
fn names_its_entry(text: &Checked<'_>, unit: &Unit) -> bool {
    let has_clause_words = |id: &str| text.resolved.sources.unit(id).is_some_and(|clause| clause.text.has_words());
    match unit.kind {
        UnitKind::Clause | UnitKind::LeadIn | UnitKind::Heading => unit.text.has_words(),
        UnitKind::ClauseHeading => !unit.id.strip_suffix(".heading").is_some_and(has_clause_words),
        UnitKind::Field | UnitKind::Closing | UnitKind::Note => false,
    }
}

/// `SRC-10`: clauses and headings without ids, as one finding that writes them all.
fn missing_ids(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    let places = patch::id_places(text.header.source);
    let anonymous: Vec<(&Unit, Option<&IdRoom>)> = text
        .units()
        .filter(|unit| names_its_entry(text, unit))
        .filter_map(|unit| Some((unit, *places.get(&unit.entry.start)?)))
        .collect();
    let Some((first, _)) = anonymous.first() else { return };
    // A reference to a clause that is missing must not find another that happens to get the name.
    let referred =
        text.units().flat_map(|unit| unit.markup.references()).map(|(target, ..)| clause_of(&target).to_owned());
    let mut ids = Ids::beside(text.units().map(|unit| unit.id.clone()).chain(referred));
    let rooms: Vec<(&Unit, &IdRoom)> = anonymous.iter().filter_map(|(unit, room)| Some((*unit, (*room)?))).collect();
    let edits: Vec<Edit> =
        rooms.iter().flat_map(|(unit, room)| patch::insert_id(room, &ids.make(&unit.visible.text))).collect();
    let count = anonymous.len();
    let headings = anonymous.iter().filter(|(unit, _)| unit.kind == UnitKind::Heading).count();
    let message = missing_from(count - headings, headings);
    let mut finding =
        Finding::new("SRC-10", message).at(&*first.text.file, first.text.span.clone()).help(if rooms.len() == count {
            "ids are needed once the text is translated or amended; `engross check --fix` writes them"
        } else {
            "ids are needed once the text is translated or amended; `engross check --fix` writes those it can: where `>` or \
             `|` stands on a line below its hyphen, write `id:` and `text:` yourself"
        });
    finding.fix = (!edits.is_empty()).then(|| Fix { title: "write ids".to_owned(), edits });
    findings.push(finding);
}

/// Says how many clauses and headings have no id.
fn missing_from(clauses: usize, headings: usize) -> String {
    let counted = [(clauses, "clause"), (headings, "heading")].into_iter().filter_map(|(count, word)| match count {
        0 => None,
        1 => Some(format!("one {word}")),
        _ => Some(format!("{count} {word}s")),
    });
    let verb = if clauses + headings == 1 { "has" } else { "have" };
    format!("{} {verb} no id", counted.collect::<Vec<_>>().join(" and "))
}
