//! Names that lead nowhere: whatever one place of a house's files calls by a name is looked up where it should be.

use std::collections::{BTreeMap, BTreeSet};

use engross_model::{AssetRole, CODES, Finding};

use super::data::{HouseData, TitleLineData};
use super::labels::schemes;
use super::phrase;
use super::places::{Spot, Wrong, meant, unknown};
use super::terms::TermsData;
use crate::number::{ALPHABETS, Numerals, OF_LANGUAGE, Scheme};

/// The phrases that every house may have; the others are those it names itself.
const PHRASES: &[&str] = &["adoption", "courtesy", "identifier", "status", "working"];

/// The rules that wordings may belong to.
const WORDING_RULES: &[&str] = &["TERM-02", "TERM-03", "TERM-04"];

/// The categories by which CLDR tells ordinals apart.
const CATEGORIES: &[&str] = &["zero", "one", "two", "few", "many", "other"];

/// Looks up every name in `house.yaml` that something in `house.yaml` or the house's folder should have.
pub(super) fn of_house(data: &HouseData, files: &BTreeSet<&str>) -> Wrong {
    let mut wrong = Wrong::default();
    numberings(data, &mut wrong);
    variants(data, &mut wrong);
    closing_part(data, &mut wrong);
    title_slots(data, &mut wrong);
    let series = keys(&data.notes.series);
    wrong.look_up(value("notes/default"), "series of notes", &data.notes.default, &series);
    if let Some(name) = &data.notes.adoption {
        wrong.look_up(value("notes/adoption"), "series of notes", name, &series);
    }
    fonts(data, files, &mut wrong);
    let rules: Vec<&str> = CODES.iter().map(|entry| entry.code).collect();
    for code in data.rules.keys().filter(|code| !rules.contains(&code.as_str())) {
        let finding = Finding::new("HOUSE-02", format!("there is no rule `{code}`"));
        let near = engross_model::nearest(code, rules.iter().copied());
        let help =
            near.map_or("`engross explain` lists all codes".to_owned(), |near| format!("did you mean `{near}`?"));
        wrong.push(key(&format!("rules/{code}")), finding.help(help));
    }
    wrong
}

fn fonts(data: &HouseData, files: &BTreeSet<&str>, wrong: &mut Wrong) {
    for (index, font) in data.fonts.iter().enumerate().filter(|(_, font)| !files.contains(font.as_str())) {
        let finding = Finding::new("HOUSE-02", format!("the font file `{font}` is not in the house's folder"));
        let there = files.iter().copied().filter(|name| super::role_of(name) == AssetRole::Font);
        let help = match engross_model::nearest(font, there) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "put it there, or delete its name".to_owned(),
        };
        wrong.push(value(&format!("fonts/{index}")), finding.help(help));
    }
}

fn numberings(data: &HouseData, wrong: &mut Wrong) {
    let known = keys(&data.numbering);
    for (index, part) in data.parts.iter().enumerate() {
        let own = (format!("parts/{index}/numbering"), &part.numbering);
        let variants = part.variants.iter().filter_map(|(name, variant)| {
            variant.numbering.as_ref().map(|levels| (format!("parts/{index}/variants/{name}/numbering"), levels))
        });
        for (path, levels) in std::iter::once(own).chain(variants) {
            for (level, name) in levels.iter().enumerate() {
                wrong.look_up(value(&format!("{path}/{level}")), "numbering", name, &known);
            }
            if levels.is_empty() || levels.len() > crate::MAX_LEVELS {
                let message = format!("the part `{}` needs 1 to {} levels of numbering", part.name, crate::MAX_LEVELS);
                let finding = Finding::new("HOUSE-02", message).help("name a numbering for each level of its clauses");
                let spot = if levels.is_empty() { key(&path) } else { value(&format!("{path}/{}", crate::MAX_LEVELS)) };
                wrong.push(spot, finding);
            }
        }
    }
    for (path, scheme) in schemes(data) {
        if let Some(letters) = alphabet_of(scheme).filter(|letters| *letters != OF_LANGUAGE) {
            alphabet(&format!("{path}/numerals/letters/alphabet"), letters, wrong);
        }
    }
}

fn alphabet_of(scheme: &Scheme) -> Option<&str> {
    match &scheme.numerals {
        Numerals::Letters(letters) => Some(&letters.alphabet),
        _ => None,
    }
}

/// A word alone is the name of an alphabet, not its letters.
fn alphabet(path: &str, letters: &str, wrong: &mut Wrong) {
    if letters.len() > 1 && engross_model::is_name(letters) {
        let known: Vec<&str> = ALPHABETS.iter().map(|known| known.name).collect();
        wrong.look_up(value(path), "alphabet", letters, &known);
    }
}

fn variants(data: &HouseData, wrong: &mut Wrong) {
    let parts = data.parts.iter().filter(|part| !part.variants.is_empty()).map(|part| part.name.as_str());
    let known: Vec<&str> = std::iter::once("title").chain(parts).collect();
    let of_kinds = data.kinds.iter().map(|(name, kind)| (format!("kinds/{name}/variants"), &kind.variants));
    for (path, chosen) in std::iter::once(("variants".to_owned(), &data.variants)).chain(of_kinds) {
        for (variant, choice) in chosen {
            let path = format!("{path}/{variant}");
            if known.contains(&variant.as_str()) {
                let choices = data.variant_choices(variant);
                let choices: Vec<&str> = choices.iter().map(String::as_str).collect();
                wrong.look_up(value(&path), &format!("variant of `{variant}` called"), choice, &choices);
            } else {
                wrong.look_up(key(&path), "part with variants called", variant, &known);
            }
        }
    }
}

fn closing_part(data: &HouseData, wrong: &mut Wrong) {
    if let Some(name) = &data.closing_after {
        let known: Vec<&str> = data.parts.iter().map(|part| part.name.as_str()).collect();
        wrong.look_up(value("closing-after"), "part", name, &known);
    }
}

fn title_slots(data: &HouseData, wrong: &mut Wrong) {
    let known = phrase::slots_of_house(data);
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    for (path, line) in title_lines(data) {
        for (list, slots) in [("needs", &line.needs), ("without", &line.without)] {
            for (index, slot) in slots.iter().enumerate() {
                wrong.look_up(value(&format!("{path}/{list}/{index}")), "slot", slot, &known);
            }
        }
    }
}

pub(super) fn title_lines(data: &HouseData) -> impl Iterator<Item = (String, &TitleLineData)> {
    let title = data.title_block.iter().map(|(variant, lines)| (format!("title-block/{variant}"), lines));
    let blocks = title.chain([("closing-block".to_owned(), &data.closing_block)]);
    blocks.flat_map(|(block, lines)| {
        lines.iter().enumerate().map(move |(index, line)| (format!("{block}/{index}"), line))
    })
}

/// Looks up the names in `house.yaml` that the terms of a language should have. `file` is the terms' name in the house.
pub(super) fn missing_terms(data: &HouseData, terms: &TermsData, file: &str) -> Wrong {
    let mut wrong = Wrong::default();
    let mut look_up = |spot: Spot, what: &str, list: &str, name: &str, known: &[&str]| {
        if !known.contains(&name) {
            let finding = Finding::new("HOUSE-02", format!("`{file}` has no {what} `{name}`"));
            let near = engross_model::nearest(name, known.iter().copied());
            let help =
                near.map_or(format!("add `{name}` under `{list}` there"), |near| format!("did you mean `{near}`?"));
            wrong.push(spot, finding.help(help));
        }
    };
    let phrases = keys(&terms.phrases);
    for (spot, name) in named_phrases(data) {
        look_up(spot, "phrase", "phrases", &name, &phrases);
    }
    for kind in data.kinds.keys() {
        look_up(key(&format!("kinds/{kind}")), "word for the kind", "kinds", kind, &keys(&terms.kinds));
    }
    for (index, part) in data.parts.iter().enumerate() {
        if let Some(list) = &part.lead_words {
            let spot = value(&format!("parts/{index}/lead-words"));
            look_up(spot, "list of lead words", "lead-words", list, &keys(&terms.lead_words));
        }
    }
    wrong
}

/// Returns the phrases that a house names, and where.
fn named_phrases(data: &HouseData) -> Vec<(Spot, String)> {
    let mut named = Vec::new();
    let mut add =
        |path: String, name: Option<&String>| named.extend(name.map(|name| (Spot::Value(path), name.clone())));
    add("opening".to_owned(), data.opening.as_ref());
    add("bare-opening".to_owned(), data.bare_opening.as_ref());
    add("running-head".to_owned(), data.running_head.as_ref());
    for (index, part) in data.parts.iter().enumerate() {
        add(format!("parts/{index}/heading"), part.heading.as_ref());
        add(format!("parts/{index}/formula"), part.formula.as_ref());
        add(format!("parts/{index}/last-clause"), part.last_clause.as_ref());
        for (name, variant) in &part.variants {
            add(format!("parts/{index}/variants/{name}/heading"), variant.heading.as_ref());
            add(format!("parts/{index}/variants/{name}/formula"), variant.formula.as_ref());
            add(format!("parts/{index}/variants/{name}/last-clause"), variant.last_clause.as_ref());
        }
    }
    for (path, line) in title_lines(data) {
        let field = if line.term.is_some() { "term" } else { "role" };
        add(format!("{path}/{field}"), Some(&line.term_name()));
    }
    named
}

/// Looks up the names in a file of terms that the house should have, and those of slots.
pub(super) fn of_terms(data: &HouseData, terms: &TermsData) -> Wrong {
    let mut wrong = Wrong::default();
    let named = named_phrases(data);
    let named: Vec<&str> = named.iter().map(|(_, name)| name.as_str()).collect();
    let mut printed: Vec<&str> = named.iter().chain(PHRASES).copied().collect();
    printed.sort_unstable();
    printed.dedup();
    let phrases = keys(&terms.phrases);
    for name in unclaimed(&phrases, &named).into_iter().filter(|name| !printed.contains(name)) {
        let finding = Finding::new("HOUSE-02", format!("nothing prints the phrase `{name}`"));
        wrong.push_surplus(key(&format!("phrases/{name}")), finding.help(meant(name, &printed)));
    }
    let parts: Vec<&str> = data.parts.iter().map(|part| part.name.as_str()).collect();
    let (kinds, numbering) = (keys(&data.kinds), keys(&data.numbering));
    let mut look_up = |list: &str, what: &str, names: Vec<&str>, known: &[&str]| {
        for name in names.into_iter().filter(|name| !known.contains(name)) {
            wrong.push_surplus(key(&format!("{list}/{name}")), unknown(what, name, known));
        }
    };
    look_up("kinds", "kind", unclaimed(&keys(&terms.kinds), &kinds), &kinds);
    for (_, path, forms) in terms.kind_forms.slots() {
        look_up(path, "kind", keys(forms), &kinds);
    }
    look_up("labels", "numbering", keys(&terms.labels), &numbering);
    look_up("references", "numbering", keys(&terms.references), &numbering);
    look_up("spoken", "numbering", keys(&terms.spoken), &numbering);
    look_up("lead-case", "part", keys(&terms.lead_case), &parts);
    look_up("ends", "part", keys(&terms.ends), &parts);
    look_up("dates/ordinals", "category of ordinals", keys(&terms.dates.ordinals), CATEGORIES);
    for (index, wording) in terms.wordings.iter().enumerate() {
        let spot = value(&format!("wordings/{index}/code"));
        wrong.look_up(spot, "rule about wordings called", &wording.code, WORDING_RULES);
        if !wording.avoid.is_empty() && wording.write.is_none() {
            let finding = Finding::new("HOUSE-02", "nothing says what is written instead");
            let help = "add `write:`, or give each form its own under `forms:`";
            wrong.push(key(&format!("wordings/{index}/avoid")), finding.help(help));
        }
    }
    match &terms.alphabet {
        Some(letters) => alphabet("alphabet", letters, &mut wrong),
        None => {
            if let Some((path, _)) = schemes(data).find(|(_, scheme)| alphabet_of(scheme) == Some(OF_LANGUAGE)) {
                let message = format!("`{path}` takes the letters of the language, and nothing says which these are");
                let help = "add `alphabet:`, or name a language that has one under `habits:`";
                wrong.push(key("alphabet"), Finding::new("HOUSE-02", message).help(help));
            }
        }
    }
    if terms.dates.full.is_empty() || terms.dates.plain.is_empty() {
        let finding = Finding::new("HOUSE-02", "nothing says how dates are written");
        let help = "add `dates: {full: …, plain: …}`, or name a language that has them under `habits:`";
        wrong.push(key("dates"), finding.help(help));
    }
    patterns(terms, &mut wrong);
    phrase::check(data, terms, &printed, &mut wrong);
    kind_forms(terms, &mut wrong);
    wrong
}

/// A phrase that prints a form of the kind needs that form for every kind: without it nothing would be printed.
fn kind_forms(terms: &TermsData, wrong: &mut Wrong) {
    let phrases: Vec<&String> = terms.phrases.values().flat_map(|phrases| phrases.alternatives()).collect();
    for (slot, path, forms) in terms.kind_forms.slots() {
        let is_printed = phrases.iter().any(|phrase| phrase.contains(&format!("{{{slot}}}")));
        for kind in terms.kinds.keys().filter(|kind| is_printed && !forms.contains_key(*kind)) {
            let message = format!("a phrase prints `{{{slot}}}`, and the kind `{kind}` has no such form");
            let finding = Finding::new("HOUSE-02", message).help(format!("add `{kind}` under `{path}`"));
            wrong.push(key(&format!("kinds/{kind}")), finding);
        }
    }
}

/// Returns the names that nothing asks for, without those that a missing one is a slip for: that is reported where the
/// other name stands.
fn unclaimed<'a>(names: &[&'a str], asked: &[&str]) -> Vec<&'a str> {
    let missing: Vec<&str> = asked.iter().copied().filter(|name| !names.contains(name)).collect();
    let is_meant = |name: &str| missing.iter().any(|missing| engross_model::nearest(missing, [name]).is_some());
    names.iter().copied().filter(|name| !asked.contains(name) && !is_meant(name)).collect()
}

/// Looks up the slots of patterns, which are no phrases.
fn patterns(terms: &TermsData, wrong: &mut Wrong) {
    const DATE: &[&str] = &["weekday", "day", "month", "year"];
    const LABEL: &[&str] = &["label", "parent"];
    let dates = [("dates/full", &terms.dates.full), ("dates/plain", &terms.dates.plain)];
    for (path, pattern) in dates {
        slots(path, pattern, DATE, wrong);
    }
    let mut each = |list: &str, patterns: &BTreeMap<String, String>, known: &[&str]| {
        for (name, pattern) in patterns {
            slots(&format!("{list}/{name}"), pattern, known, wrong);
        }
    };
    each("dates/ordinals", &terms.dates.ordinals, &["n"]);
    each("sessions", &terms.sessions, &["ordinal"]);
    each("references", &terms.references, LABEL);
    each("spoken", &terms.spoken, LABEL);
    for (times, pattern) in &terms.spoken_repeats {
        slots(&format!("spoken-repeats/{times}"), pattern, &["letter"], wrong);
    }
}

fn slots(path: &str, pattern: &str, known: &[&str], wrong: &mut Wrong) {
    let names = pattern.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
    for name in names.filter(|name| !known.contains(name)) {
        wrong.push(value(path), phrase::unknown_slot(name, known));
    }
}

fn keys<T>(map: &BTreeMap<String, T>) -> Vec<&str> {
    map.keys().map(String::as_str).collect()
}

fn key(path: &str) -> Spot {
    Spot::Key(path.to_owned())
}

fn value(path: &str) -> Spot {
    Spot::Value(path.to_owned())
}
