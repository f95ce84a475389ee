//! Numberings that print nothing, or one label for two clauses.

use std::collections::BTreeMap;

use engross_model::Finding;

use super::data::HouseData;
use super::places::{Spot, Wrong};
use super::terms::TermsData;
use crate::number::{Letters, Numerals, OF_LANGUAGE, Scheme};

/// The most letters, symbols or labels of a numbering, and how many labels are compared.
const MOST: u32 = 1_000;

/// Reads the numberings of clauses and of notes.
pub(super) fn of_house(data: &HouseData) -> Wrong {
    let mut wrong = Wrong::default();
    for (path, scheme) in schemes(data) {
        of_scheme(&path, scheme, &mut wrong);
    }
    wrong
}

/// Reads the numberings as a language writes them otherwise.
pub(super) fn of_terms(data: &HouseData, terms: &TermsData) -> Wrong {
    let mut wrong = Wrong::default();
    if let Some(alphabet) = &terms.alphabet {
        let letters = Letters { alphabet: alphabet.clone(), after_last: None };
        are_marks(Spot::Value("alphabet".to_owned()), "letter", &letters.alphabet(), &mut wrong);
    }
    for (level, form) in &terms.labels {
        if let Some(scheme) = data.numbering.get(level) {
            of_scheme(&format!("labels/{level}"), &scheme.in_language(None, Some(form)), &mut wrong);
        }
    }
    wrong
}

/// Returns the numberings of clauses and of notes, and where they stand.
pub(super) fn schemes(data: &HouseData) -> impl Iterator<Item = (String, &Scheme)> {
    let clauses = data.numbering.iter().map(|(name, scheme)| (format!("numbering/{name}"), scheme));
    clauses.chain(data.notes.series.iter().map(|(name, scheme)| (format!("notes/series/{name}"), scheme)))
}

fn of_scheme(path: &str, scheme: &Scheme, wrong: &mut Wrong) {
    if !has_marks(path, &scheme.numerals, wrong) {
        return;
    }
    for (value, _) in scheme.exceptions.iter().filter(|(_, word)| word.trim().is_empty()) {
        let finding = Finding::new("HOUSE-02", format!("number {value} is written with no words"));
        let spot = Spot::Value(format!("{path}/exceptions/{value}"));
        wrong.push(spot, finding.help("say how it is written, or delete the exception"));
    }
    if scheme.sole.as_ref().is_some_and(|words| words.trim().is_empty()) {
        let finding = Finding::new("HOUSE-02", "a clause that is alone has a label without words");
        wrong.push(Spot::Value(format!("{path}/sole")), finding.help("say how it is written, or delete the key"));
    }
    let is_of_language = matches!(&scheme.numerals, Numerals::Letters(letters) if letters.alphabet == OF_LANGUAGE);
    if scheme.numerals != Numerals::None && !(is_of_language && scheme.start > 0) {
        start(path, scheme, wrong);
    }
    if !is_of_language {
        doubled(path, scheme, wrong);
    }
}

/// Says whether a system of numerals has marks to write with.
fn has_marks(path: &str, numerals: &Numerals, wrong: &mut Wrong) -> bool {
    match numerals {
        Numerals::Letters(letters) => {
            let spot = Spot::Value(format!("{path}/numerals/letters/alphabet"));
            are_marks(spot, "letter", &letters.alphabet(), wrong)
        }
        Numerals::Symbols(symbols) => {
            are_marks(Spot::Key(format!("{path}/numerals/symbols")), "symbol", symbols, wrong)
        }
        Numerals::List(labels) => are_marks(Spot::Key(format!("{path}/numerals/list")), "label", labels, wrong),
        Numerals::Bullet(mark) => are_marks(Spot::Value(format!("{path}/numerals/bullet")), "mark", &[mark], wrong),
        _ => true,
    }
}

/// Says whether clauses can be told apart by some marks, and reports it if not: there are none, or too many, or an empty one.
fn are_marks(spot: Spot, what: &str, marks: &[impl AsRef<str>], wrong: &mut Wrong) -> bool {
    const NOTHING: &str = "`numerals: none` if nothing is printed";
    let (message, help) = if marks.is_empty() {
        (format!("there is no {what} here"), format!("write some, or {NOTHING}"))
    } else if marks.iter().any(|mark| mark.as_ref().trim().is_empty()) {
        (format!("a {what} is empty"), format!("write it, or {NOTHING}"))
    } else if marks.len() > MOST as usize {
        (format!("there are {} {what}s here", marks.len()), format!("write {MOST} at most"))
    } else {
        return true;
    };
    wrong.push(spot, Finding::new("HOUSE-02", message).help(help));
    false
}

/// A numbering that has no label for the first clause has none for any.
fn start(path: &str, scheme: &Scheme, wrong: &mut Wrong) {
    if scheme.numerals.write(scheme.start).is_none() {
        let finding =
            Finding::new("HOUSE-02", format!("the numerals have none for {}, with which they begin", scheme.start));
        let help = if scheme.start == 0 { "begin with 1 or later" } else { "begin with a smaller number" };
        wrong.push(Spot::Value(format!("{path}/start")), finding.help(help));
    }
}

/// Two clauses of one list that have the same label, as after a symbol that stands twice.
fn doubled(path: &str, scheme: &Scheme, wrong: &mut Wrong) {
    let marks = match &scheme.numerals {
        Numerals::None | Numerals::Bullet(_) => return,
        Numerals::Letters(_) => Spot::Value(format!("{path}/numerals/letters/alphabet")),
        Numerals::Symbols(_) => Spot::Key(format!("{path}/numerals/symbols")),
        Numerals::List(_) => Spot::Key(format!("{path}/numerals/list")),
        // Of numbers no two are alike, unless one is written otherwise.
        _ if scheme.exceptions.is_empty() => return,
        _ => Spot::Key(format!("{path}/numerals")),
    };
    let further = scheme.exceptions.keys().copied().filter(|value| *value > MOST);
    let mut known: BTreeMap<String, u32> = BTreeMap::new();
    for value in (1..=MOST).chain(further) {
        let Some(label) = scheme.numeral(value, &[]) else { continue };
        if let Some(first) = known.insert(label.clone(), value) {
            let exception = [value, first].into_iter().find(|value| scheme.exceptions.contains_key(value));
            let spot = exception.map(|value| Spot::Value(format!("{path}/exceptions/{value}")));
            let finding = Finding::new("HOUSE-02", format!("`{label}` is both number {first} and number {value}"));
            wrong.push(spot.unwrap_or(marks), finding.help("give each number a label of its own"));
            return;
        }
    }
}
