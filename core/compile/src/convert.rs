//! One text in another house's clothes: what corresponds is renamed, and what the house cannot hold is said.
//!
//! Words, clauses and their order stay; lead words and end marks become the other house's in the resolve pass. A part goes
//! to the part of the same name, else to the one that `accepts` it, else by its place: the main part to the main part,
//! those before and after it to those before and after, and what is too many joins its neighbour. A kind that the house
//! does not have becomes its first. Variants, fields and series of notes that it does not have are left out.

use std::collections::BTreeMap;

use engross_model::{Finding, Severity};

use crate::house::{House, HouseData, Presence, TermsData, main_part};
use crate::source::{Source, SourcePart, Spanned};

/// Brings a text of one house into another. `from` is the text's own house, if it loads.
pub(crate) fn convert(
    source: &mut Source,
    from: Option<&House>,
    house: &House,
    terms: &TermsData,
    file: &str,
) -> Vec<Finding> {
    let mut loss = Loss { file, house: house.id(), findings: Vec::new() };
    kind(source, house, &mut loss);
    parts(source, from, house.data(), &mut loss);
    variants(source, house.data(), &mut loss);
    fields(source, house.data(), &mut loss);
    note_series(source, house.data(), &mut loss);
    adoption(source, terms, &mut loss);
    source.is_converted = true;
    loss.findings
}

/// Judges what was found in a text that is set in another house, beside what is found in it `at_home`. What is wrong with
/// the text itself is wrong at home too, and stays; what only this house would have otherwise is said and keeps nobody from
/// setting the text. Nothing is to be mended: the file follows its own house.
pub(crate) fn judge(findings: &mut Vec<Finding>, at_home: &[Finding]) {
    let place = |finding: &Finding| {
        let span = finding.place.span.as_ref().map(|span| (span.start, span.end));
        (finding.code.clone(), finding.place.file.clone(), span)
    };
    let known: BTreeMap<_, Severity> = at_home.iter().map(|finding| (place(finding), finding.severity)).collect();
    findings.retain_mut(|finding| {
        // Lead words that could be mended are set already; waivers are for the rules of the text's own house.
        let is_set = finding.code.starts_with("EMP-") && finding.fix.is_some() || finding.code == "WAIVE-02";
        finding.fix = None;
        let at_home = known.get(&place(finding));
        if at_home.is_none() {
            finding.help = None;
        }
        if at_home != Some(&Severity::Error) {
            finding.severity = finding.severity.min(Severity::Warning);
        }
        !is_set
    });
}

/// Collects what a text loses.
struct Loss<'a> {
    file: &'a str,
    house: &'a str,
    findings: Vec<Finding>,
}

impl Loss<'_> {
    fn say(&mut self, what: &str, name: &Spanned<String>, instead: &str) {
        let message = format!("the house `{}` has no {what} `{}`: {instead}", self.house, name.value);
        self.findings.push(Finding::new("HOUSE-07", message).at(self.file, name.span.clone()));
    }
}

fn kind(source: &mut Source, house: &House, loss: &mut Loss<'_>) {
    let Some(kind) = source.kind.as_mut().filter(|kind| !house.data().kinds.contains_key(&kind.value)) else { return };
    if let Some(first) = house.kinds().into_iter().next() {
        loss.say("kind", kind, &format!("the text is set as `{first}`"));
        kind.value = first;
    }
}

fn parts(source: &mut Source, from: Option<&House>, to: &HouseData, loss: &mut Loss<'_>) {
    let own: Vec<(String, Presence)> = match from {
        Some(from) => from.data().parts.iter().map(|part| (part.name.clone(), part.presence)).collect(),
        None => {
            let lists = source.parts.iter().filter(|part| part.is_list);
            lists.map(|part| (part.name.value.clone(), Presence::Optional)).collect()
        }
    };
    let meant = correspondence(&own, to);
    let mut kept: Vec<SourcePart> = Vec::new();
    // The clauses of parts that come together stand in the order of their own house.
    source.parts.sort_by_key(|part| own.iter().position(|(name, _)| *name == part.name.value));
    for mut part in source.parts.drain(..) {
        if let Some(name) = meant.get(&part.name.value).filter(|name| **name != part.name.value) {
            loss.say("part", &part.name, &format!("its clauses stand in `{name}`"));
            part.name.value.clone_from(name);
        }
        match kept.iter_mut().find(|known| known.name.value == part.name.value) {
            Some(known) => {
                known.blocks.append(&mut part.blocks);
                known.has_gap |= part.has_gap;
            }
            None => kept.push(part),
        }
    }
    source.parts = kept;
}

/// Says for each part of a house which part of another house takes it in.
fn correspondence(own: &[(String, Presence)], to: &HouseData) -> BTreeMap<String, String> {
    let names: Vec<&String> = to.parts.iter().map(|part| &part.name).collect();
    let own_main = main_part(own.iter().map(|(_, presence)| *presence));
    let main = to.main_part();
    let by_place = |index: usize| match index.checked_sub(own_main) {
        Some(after) => (main + after).min(names.len().saturating_sub(1)),
        None => index.min(main.saturating_sub(1)),
    };
    let meant = own.iter().enumerate().filter_map(|(index, (name, _))| {
        let same = names.iter().position(|known| *known == name);
        let accepting = || to.parts.iter().position(|part| part.accepts.contains(name));
        let at = same.or_else(accepting).unwrap_or_else(|| by_place(index));
        Some((name.clone(), (*names.get(at)?).clone()))
    });
    meant.collect()
}

fn variants(source: &mut Source, to: &HouseData, loss: &mut Loss<'_>) {
    source.variants.retain(|(variant, choice)| {
        let is_known = to.variant_choices(&variant.value).contains(&choice.value);
        if !is_known {
            loss.say(&format!("variant of `{}` called", variant.value), choice, "its own holds");
        }
        is_known
    });
}

fn fields(source: &mut Source, to: &HouseData, loss: &mut Loss<'_>) {
    source.fields.retain(|field| {
        let is_known = to.fields.contains_key(&field.name.value);
        if !is_known {
            loss.say("field", &field.name, "it is not printed");
        }
        is_known
    });
}

fn note_series(source: &mut Source, to: &HouseData, loss: &mut Loss<'_>) {
    for note in &mut source.notes {
        if let Some(series) = note.series.take_if(|series| !to.notes.series.contains_key(&series.value)) {
            loss.say("series of notes", &series, &format!("the note is marked as one of `{}`", to.notes.default));
        }
    }
}

fn adoption(source: &mut Source, terms: &TermsData, loss: &mut Loss<'_>) {
    let Some(adoption) = &mut source.adoption else { return };
    if let Some(body) = adoption.body.take_if(|body| !terms.bodies.contains_key(&body.value)) {
        loss.say("body", &body, "it is not printed");
    }
    if let Some(session) = adoption.session.take_if(|session| !terms.sessions.contains_key(&session.value)) {
        loss.say("session", &session, "it is not printed");
    }
}
