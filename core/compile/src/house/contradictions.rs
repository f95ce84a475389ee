//! What reads well alone and makes no sense together: a house as its author should see it once before others use it.
//!
//! Unlike names that lead nowhere, nothing here keeps a house from being used.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use engross_model::{Finding, Look, PagePiece, Severity};

use super::data::HouseData;
use super::names::title_lines;
use super::places::{Spot, Wrong, meant};
use super::terms::TermsData;
use crate::number::{AfterLast, Numerals, Sample};

/// How many clauses of a list are compared with others.
const LONG_LIST: u32 = 99;

/// The terms by language.
type Terms<'a> = BTreeMap<&'a str, Arc<TermsData>>;

/// Reads `house.yaml` as a whole.
pub(super) fn of_house(data: &HouseData, terms: &Terms<'_>) -> Wrong {
    let mut wrong = Wrong::default();
    ends_of_alphabets(data, &mut wrong);
    looks(data, &mut wrong);
    names_of_house(data, terms, &mut wrong);
    unnamed_levels(data, terms, &mut wrong);
    for (path, levels) in level_lists(data) {
        for (language, terms) in terms {
            shared_labels(data, &path, levels, language, terms, &mut wrong);
        }
    }
    wrong
}

/// Reads the terms of a language beside those of the house's other languages.
pub(super) fn of_language(language: &str, all: &Terms<'_>) -> Wrong {
    let mut wrong = Wrong::default();
    let Some(own) = all.get(language) else { return wrong };
    let mut compare = |list: &str, words: fn(&TermsData) -> &BTreeMap<String, String>| {
        let mut missing: BTreeMap<&String, &str> = BTreeMap::new();
        for (other, terms) in all {
            for name in words(terms).keys().filter(|name| !words(own).contains_key(*name)) {
                missing.entry(name).or_insert(other);
            }
        }
        for (name, other) in missing {
            let finding = finding(format!("`{name}` is missing under `{list}`, and `terms/{other}.yaml` has it"));
            wrong.push(Spot::Key(list.to_owned()), finding.help(format!("add `{name}` under `{list}`")));
        }
    };
    compare("bodies", |terms| &terms.bodies);
    compare("sessions", |terms| &terms.sessions);
    compare("words", |terms| &terms.words);
    wrong
}

/// A list may outgrow an alphabet whose end nothing follows, unless the house says that this is meant. What follows the
/// letters of a language is the alphabet's own affair: a house cannot say it for one language alone.
fn ends_of_alphabets(data: &HouseData, wrong: &mut Wrong) {
    for (name, scheme) in &data.numbering {
        let Numerals::Letters(letters) = &scheme.numerals else { continue };
        let is_open = letters.after_last.is_none() && letters.after_last() == AfterLast::Error;
        if let Some(last) = letters.alphabet().last().filter(|_| is_open) {
            let message = format!("nothing says what follows the last letter `{last}` of `{name}`");
            let help = "add `after-last: repeat` or `bijective`, or `error` if no list may be longer";
            wrong.push(Spot::Value(format!("numbering/{name}/numerals/letters/alphabet")), finding(message).help(help));
        }
    }
}

/// Looks of lines and levels that the house does not have.
fn looks(data: &HouseData, wrong: &mut Wrong) {
    let lines: Vec<String> = title_lines(data).map(|(_, line)| line.style_name()).collect();
    let styles: Vec<&str> = lines.iter().map(String::as_str).chain(Look::PARAGRAPHS).collect();
    let styles: Vec<&str> = styles.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    for piece in data.look.page_pieces() {
        if let PagePiece::Words(words) = piece
            && words.contains(['{', '}'])
        {
            let finding = finding(format!("`{words}` stands as it is below every page"));
            wrong.push(Spot::Value("look/page-number".to_owned()), finding.help("slots are {page} and {pages}"));
        }
    }
    for name in data.look.styles.keys().filter(|name| !styles.contains(&name.as_str())) {
        let finding = finding(format!("no line has the style `{name}`")).help(meant(name, &styles));
        wrong.push_surplus(Spot::Key(format!("look/styles/{name}")), finding);
    }
    let levels: Vec<&str> = data.numbering.keys().map(String::as_str).collect();
    for name in data.look.levels.keys().filter(|name| !levels.contains(&name.as_str())) {
        let finding = finding(format!("there is no numbering `{name}` to have a look")).help(meant(name, &levels));
        wrong.push_surplus(Spot::Key(format!("look/levels/{name}")), finding);
    }
}

/// The institution has a name in each of its languages.
fn names_of_house(data: &HouseData, terms: &Terms<'_>, wrong: &mut Wrong) {
    for language in terms.keys().filter(|language| !data.name.contains_key(**language)) {
        let finding = finding(format!("the institution has no name in `{language}`, of which there are terms"));
        wrong.push(Spot::Key("name".to_owned()), finding.help(format!("add `{language}` under `name`")));
    }
}

/// What clauses of a level are called from elsewhere, in every language.
fn unnamed_levels(data: &HouseData, terms: &Terms<'_>, wrong: &mut Wrong) {
    let used: BTreeSet<&String> = level_lists(data).into_iter().flat_map(|(_, levels)| levels).collect();
    let is_labelled = |name: &&String| {
        let scheme = data.numbering.get(*name);
        scheme.is_some_and(|scheme| !scheme.numerals.is_unnamed())
    };
    for name in used.into_iter().filter(is_labelled) {
        for (language, terms) in terms {
            let lists = [("references", &terms.references), ("spoken", &terms.spoken)];
            for (list, _) in lists.into_iter().filter(|(_, names)| !names.contains_key(name)) {
                let message = format!("`terms/{language}.yaml` does not say under `{list}` what a `{name}` is called");
                let help = format!("add `{name}: …` under `{list}` there, with the slots {{label}} and {{parent}}");
                wrong.push(Spot::Key(format!("numbering/{name}")), finding(message).help(help));
            }
        }
    }
}

/// Labels of two levels that are alike: a matter of taste where the clause above tells which is meant, an error where
/// references to two clauses are the same.
fn shared_labels(
    data: &HouseData,
    path: &str,
    levels: &[String],
    language: &str,
    terms: &TermsData,
    wrong: &mut Wrong,
) {
    let labels = Sample::new(&data.numbering, terms);
    for (below, name) in levels.iter().enumerate().skip(1) {
        let spot = Spot::Value(format!("{path}/{below}"));
        for above in levels.iter().take(below) {
            if let Some((label, first, second)) = labels.shared_letters(above, name, LONG_LIST) {
                let message = format!("`{label}` is number {first} of `{above}` and number {second} of `{name}`");
                let help = "give one of the levels other letters, or other marks around them";
                wrong.push(spot.clone(), finding(message).help(help));
            }
        }
        if let Some((reference, first, second)) =
            labels.shared_reference(levels.get(..=below).unwrap_or_default(), LONG_LIST)
        {
            let message = format!("in `{language}`, `{reference}` means {first} and {second}");
            let help = "let the patterns under `references` keep them apart, as with brackets around each label";
            wrong.push(spot, Finding { severity: Severity::Error, ..finding(message) }.help(help));
        }
    }
}

/// Returns the levels of every part and variant, and where they are listed.
fn level_lists(data: &HouseData) -> Vec<(String, &[String])> {
    let mut all = Vec::new();
    for (index, part) in data.parts.iter().enumerate() {
        all.push((format!("parts/{index}/numbering"), part.numbering.as_slice()));
        for (name, variant) in &part.variants {
            if let Some(levels) = &variant.numbering {
                all.push((format!("parts/{index}/variants/{name}/numbering"), levels.as_slice()));
            }
        }
    }
    all
}

fn finding(message: String) -> Finding {
    Finding::new("HOUSE-06", message)
}
