//! Numbering: the one place where labels, note marks and the words of cross-references come about.
//!
//! It comes after every pass that changes the structure, walks the document once in print order, and no backend counts
//! after it.

mod alphabets;
mod marks;
mod references;
mod sample;
mod scheme;

use std::collections::{BTreeMap, BTreeSet};

use engross_model::{Block, Clause, Document, Finding, Label, Numeral, NumeralSystem};

use crate::house::{HouseData, PartData, TermsData};
use crate::resolve::Resolved;
pub use alphabets::{ALPHABETS, Alphabet};
pub use sample::Sample;
pub(crate) use scheme::OF_LANGUAGE;
pub use scheme::{AfterLast, LabelForm, Letters, Numerals, Run, Scheme};

/// Fills every label, note mark and cross-reference of the document.
pub(crate) fn number(resolved: &mut Resolved, house: &HouseData, terms: &TermsData) -> Vec<Finding> {
    let mut findings = number_clauses(&mut resolved.document, &resolved.parts, house, terms);
    findings.extend(marks::number_notes(resolved, house, terms));
    findings.extend(references::fill_references(resolved));
    place(&mut findings, resolved);
    findings
}

/// Gives findings that name a clause its place in the file.
fn place(findings: &mut [Finding], resolved: &Resolved) {
    for finding in findings.iter_mut().filter(|finding| finding.place.file.is_none()) {
        let unit = finding.place.clause.as_deref().and_then(|id| resolved.sources.unit(id));
        if let Some(unit) = unit {
            finding.place.file = Some(unit.text.file.to_string());
            finding.place.span = Some(unit.text.span.clone());
        }
    }
}

fn number_clauses(document: &mut Document, parts: &[PartData], house: &HouseData, terms: &TermsData) -> Vec<Finding> {
    let mut counting = Counting { house, terms, counters: BTreeMap::new(), findings: Vec::new() };
    for (part, data) in document.parts.iter_mut().zip(parts) {
        counting.begin_part(&data.numbering);
        let clauses = part.blocks.iter_mut().filter_map(|block| match block {
            Block::Clause(clause) => Some(clause),
            Block::Heading(_) => None,
        });
        let clauses: Vec<&mut Clause> = clauses.collect();
        counting.number_list(clauses, &data.numbering, &Parent::default());
    }
    counting.findings
}

/// What a clause inherits from those above it.
#[derive(Debug, Clone, Default)]
struct Parent {
    /// Bare numerals of the clauses above, outermost first.
    path: Vec<String>,
    reference: String,
    spoken: String,
}

struct Counting<'a> {
    house: &'a HouseData,
    terms: &'a TermsData,
    /// How far each scheme has counted in its run.
    counters: BTreeMap<String, u32>,
    findings: Vec<Finding>,
}

impl Counting<'_> {
    fn begin_part(&mut self, levels: &[String]) {
        for level in levels {
            if self.house.numbering.get(level).is_some_and(|scheme| scheme.run == Run::Part) {
                self.counters.remove(level);
            }
        }
    }

    /// Labels the clauses of one list and all below them. `levels` are the schemes from this level down.
    fn number_list(&mut self, clauses: Vec<&mut Clause>, levels: &[String], parent: &Parent) {
        let Some((level, below)) = levels.split_first() else {
            // Deeper than the house goes: already a finding of the resolve pass.
            return;
        };
        let Some(scheme) = self.terms.scheme(&self.house.numbering, level) else { return };
        let scheme = &*scheme;
        if scheme.run == Run::Parent {
            self.counters.remove(level);
        }
        let is_single = clauses.len() == 1;
        let alone = scheme.only_if_several && is_single;
        let sole = scheme.sole.as_deref().filter(|_| is_single && !self.counters.contains_key(level));
        let mut printed = BTreeSet::new();
        for clause in clauses {
            clause.level.clone_from(level);
            let next = match sole {
                Some(words) => label_sole(clause, scheme, words, parent),
                None if alone => parent.clone(),
                None => self.label(clause, level, scheme, parent),
            };
            if let Some(label) = &clause.label
                && !matches!(scheme.numerals, Numerals::Bullet(_))
                && !printed.insert(label.text.clone())
            {
                let message = format!("the label `{}` stands twice in one list", label.text);
                self.findings.push(Finding::new("NUM-02", message).in_clause(&clause.id));
            }
            self.number_list(clause.points.iter_mut().collect(), below, &next);
        }
    }

    /// Labels one clause; returns what its points inherit.
    fn label(&mut self, clause: &mut Clause, level: &str, scheme: &Scheme, parent: &Parent) -> Parent {
        if scheme.numerals == Numerals::None {
            return parent.clone();
        }
        let value = self.counters.entry(level.to_owned());
        let value = *value.and_modify(|value| *value = value.saturating_add(1)).or_insert(scheme.start);
        let Some((own, numeral)) = scheme.numerals.write(value).zip(scheme.numeral(value, &parent.path)) else {
            let message = format!("the house's numbering `{level}` has no label for number {value}");
            self.findings.push(
                Finding::new("NUM-02", message)
                    .in_clause(&clause.id)
                    .help("shorten the list, or let the house say what follows the last label"),
            );
            return parent.clone();
        };
        if let Numerals::Bullet(mark) = &scheme.numerals {
            clause.label = Some(bullet(mark, value, scheme));
            return parent.clone();
        }
        let path: Vec<String> = parent.path.iter().cloned().chain([own.clone()]).collect();
        let reference = reference(&self.terms.references, level, &numeral, &parent.reference);
        let spoken = spoken(&self.terms.spoken, level, &self.spoken_numeral(scheme, &numeral, &own), &parent.spoken);
        clause.label = Some(Label {
            text: format!("{}{numeral}{}", scheme.prefix, scheme.suffix),
            reference: reference.clone(),
            spoken: spoken.clone(),
            numeral: Numeral {
                system: if scheme.exceptions.contains_key(&value) { NumeralSystem::Other } else { system(scheme) },
                value,
                prefix: scheme.prefix.clone(),
                suffix: scheme.suffix.clone(),
            },
        });
        Parent { path, reference, spoken }
    }

    /// Says `double b` for `bb`, where the terms do.
    fn spoken_numeral(&self, scheme: &Scheme, numeral: &str, own: &str) -> String {
        if !matches!(&scheme.numerals, Numerals::Letters(letters) if letters.after_last() == AfterLast::Repeat) {
            return numeral.to_owned();
        }
        let mut letters = own.chars();
        let (Some(letter), rest) = (letters.next(), letters) else { return numeral.to_owned() };
        let rest = rest.as_str();
        let same = !rest.is_empty() && rest.chars().all(|other| other == letter);
        let times = u32::try_from(own.chars().count()).unwrap_or(0);
        match self.terms.spoken_repeats.get(&times).filter(|_| same) {
            Some(pattern) => pattern.replace("{letter}", &letter.to_string()),
            None => numeral.to_owned(),
        }
    }
}

/// Labels a clause that is alone with the words that say so; returns what its points inherit.
fn label_sole(clause: &mut Clause, scheme: &Scheme, words: &str, parent: &Parent) -> Parent {
    clause.label = Some(Label {
        text: words.to_owned(),
        reference: words.to_owned(),
        spoken: words.to_owned(),
        numeral: Numeral {
            system: NumeralSystem::Other,
            value: scheme.start,
            prefix: String::new(),
            suffix: String::new(),
        },
    });
    let path = parent.path.iter().cloned().chain(scheme.numerals.write(scheme.start)).collect();
    Parent { path, reference: words.to_owned(), spoken: words.to_owned() }
}

/// Returns what a clause is called in print. No line breaks between its label and the word before it.
fn reference(patterns: &BTreeMap<String, String>, level: &str, numeral: &str, parent: &str) -> String {
    let mut pattern = pattern(patterns, level).to_owned();
    let before = pattern.split_once("{label}").map_or("", |(before, _)| before);
    // Between the blank and the label may stand a bracket, but not what another clause is called.
    let blank = before.rfind(char::is_whitespace).filter(|at| !before[*at..].contains('}'));
    if let Some(at) = blank.filter(|at| before[*at..].starts_with(' ')) {
        pattern.replace_range(at..=at, "\u{a0}");
    }
    fill(&pattern, numeral, parent)
}

/// Returns what a voice calls a clause.
fn spoken(patterns: &BTreeMap<String, String>, level: &str, numeral: &str, parent: &str) -> String {
    fill(pattern(patterns, level), numeral, parent)
}

fn pattern<'a>(patterns: &'a BTreeMap<String, String>, level: &str) -> &'a str {
    patterns.get(level).map_or("{parent} {label}", String::as_str)
}

/// Fills a level's pattern with the numeral and what the clause above is called.
fn fill(pattern: &str, numeral: &str, parent: &str) -> String {
    pattern.replace("{parent}", parent).replace("{label}", numeral).trim().to_owned()
}

/// Makes the label of a clause that has a mark and no number: nothing can refer to it, and nothing is read aloud for it.
fn bullet(mark: &str, value: u32, scheme: &Scheme) -> Label {
    let Scheme { prefix, suffix, .. } = scheme;
    Label {
        text: format!("{prefix}{mark}{suffix}"),
        reference: String::new(),
        spoken: String::new(),
        numeral: Numeral { system: NumeralSystem::Other, value, prefix: prefix.clone(), suffix: suffix.clone() },
    }
}

/// Names the system for backends whose format has lists of its own.
fn system(scheme: &Scheme) -> NumeralSystem {
    if scheme.path {
        return NumeralSystem::DecimalPath;
    }
    match &scheme.numerals {
        Numerals::Decimal => NumeralSystem::Decimal,
        Numerals::LowerRoman => NumeralSystem::LowerRoman,
        Numerals::UpperRoman => NumeralSystem::UpperRoman,
        Numerals::Letters(letters) => match (letters.alphabet.as_str(), letters.after_last()) {
            ("lower-latin", AfterLast::Bijective) => NumeralSystem::LowerLatinBijective,
            ("lower-latin", _) => NumeralSystem::LowerLatinRepeat,
            ("upper-latin", AfterLast::Bijective) => NumeralSystem::UpperLatinBijective,
            ("upper-latin", _) => NumeralSystem::UpperLatinRepeat,
            _ => NumeralSystem::Other,
        },
        Numerals::Greek | Numerals::Hebrew | Numerals::Chinese => NumeralSystem::Other,
        Numerals::Symbols(_) | Numerals::List(_) | Numerals::Bullet(_) | Numerals::None => NumeralSystem::Other,
    }
}
