//! The rules about the text itself. They only report: nothing is changed here.
//!
//! Each family of rules is a file. A rule gets the finished document with its sources and says what it finds, with a
//! fix where one is safe. Which rules hold, and how much they weigh, is the house's choice.

mod characters;
mod emphasis;
mod figures;
mod lead_phrases;
mod notes;
mod numbering;
mod numbers;
mod punctuation;
mod quotation;
mod spaces;
mod structure;
mod translation;
mod wording;
mod words;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::Range;

use engross_model::{Edit, Finding, Fix, Label, Severity, code_entry, is_about_progress};

pub use self::lead_phrases::LeadPhrases;
use crate::enough::MOST;
use crate::glossary::Glossaries;
use crate::house::{HouseData, PartData, RuleLevel, TermsData};
use crate::patch;
use crate::resolve::{Header, Resolved};
use crate::source::Waiver;
use crate::source_map::{Unit, UnitKind};
use crate::translation::{Translation, Version};

/// Rules that hold only where a house says so.
const OPT_IN: &[&str] = &["STR-03", "PUN-07", "EMP-01", "EMP-02", "EMP-03", "EMP-04", "EMP-05", "EMP-06", "NOTE-03"];

/// The families of codes that are rules about a text, and so can be waived there.
const WAIVABLE: &[&str] = &["T", "STR", "NUM", "PUN", "EMP", "NOTE", "TERM", "DATE", "REF", "UNI"];

/// A finished text under check.
pub(crate) struct Checked<'a> {
    pub(crate) header: &'a Header<'a>,
    pub(crate) resolved: &'a Resolved,
    /// The labels of the document, by clause id.
    pub(crate) labels: BTreeMap<&'a str, &'a Label>,
    /// What it translates, if it is a language version.
    pub(crate) original: Option<&'a Original<'a>>,
    /// How much was found that will be reported.
    found: Cell<usize>,
}

/// The source of a language version, and the version as written.
pub(crate) struct Original<'a> {
    pub(crate) header: &'a Header<'a>,
    pub(crate) resolved: &'a Resolved,
    pub(crate) version: &'a Version,
    pub(crate) translation: &'a Translation,
    pub(crate) glossaries: Glossaries<'a>,
}

/// Runs every rule about texts.
pub(crate) fn check(text: &Checked<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    structure::check(text, &mut findings);
    numbering::check(text, &mut findings);
    punctuation::check(text, &mut findings);
    spaces::check(text, &mut findings);
    quotation::check(text, &mut findings);
    figures::check(text, &mut findings);
    emphasis::check(text, &mut findings);
    notes::check(text, &mut findings);
    wording::check(text, &mut findings);
    characters::check(text, &mut findings);
    translation::check(text, &mut findings);
    // An entry without words is reported already: no rule has anything to say of it.
    findings.retain(|finding| {
        let unit = finding.place.clause.as_ref().and_then(|clause| text.resolved.sources.unit(clause));
        unit.is_none_or(|unit| unit.text.has_words())
    });
    findings
}

/// Gives the findings of rules about texts, whichever pass they come from, the weight that the house gives them, and
/// drops those of rules that it has switched off.
pub(crate) fn weigh(mut findings: Vec<Finding>, header: &Header<'_>) -> Vec<Finding> {
    let house = header.house.data();
    findings.retain_mut(|finding| {
        if !is_waivable(&finding.code) {
            return true;
        }
        let severity = severity(house, &finding.code, finding.severity);
        finding.severity = severity.unwrap_or(finding.severity);
        severity.is_some()
    });
    translation::weigh(&mut findings, header.status);
    findings
}

/// Takes out what the author waived, and reports waivers that nothing was found for.
pub(crate) fn waive(findings: Vec<Finding>, header: &Header<'_>, resolved: &Resolved) -> Vec<Finding> {
    let units = resolved.sources.units();
    let of_units = units.iter().flat_map(|unit| unit.waivers.iter().map(move |waiver| (Some(unit), waiver)));
    // A clause's heading and its closing text carry its waivers, which are counted once, at the clause.
    let is_of_clause = |unit: &Unit| matches!(unit.kind, UnitKind::Closing | UnitKind::ClauseHeading);
    let of_units = of_units.filter(|(unit, _)| unit.is_none_or(|unit| !is_of_clause(unit)));
    let of_text = header.source.waivers.iter().map(|waiver| (None, waiver));
    let mut waivers: Vec<(Option<&Unit>, &Waiver, bool)> =
        of_units.chain(of_text).map(|(unit, waiver)| (unit, waiver, false)).collect();

    let mut kept = Vec::new();
    for finding in findings {
        let covering = waivers.iter_mut().find(|(unit, waiver, _)| {
            waiver.code.value == finding.code && is_waivable(&finding.code) && covers(*unit, &finding)
        });
        match covering {
            Some((_, _, used)) => *used = true,
            None => kept.push(finding),
        }
    }
    let unused = waivers.into_iter().filter(|(_, waiver, used)| !used && is_waivable(&waiver.code.value));
    kept.extend(unused.map(|(_, waiver, _)| {
        Finding::new("WAIVE-02", format!("nothing was found that `{}` would waive", waiver.code.value))
            .at(&*waiver.file, waiver.code.span.clone())
            .help("delete this waiver")
    }));
    kept
}

/// Says whether a code belongs to a rule about the text itself.
pub(crate) fn is_waivable(code: &str) -> bool {
    let family: String = code.chars().take_while(char::is_ascii_uppercase).collect();
    WAIVABLE.contains(&family.as_str()) && !is_about_progress(code) && code_entry(code).is_some()
}

fn covers(unit: Option<&Unit>, finding: &Finding) -> bool {
    let Some(unit) = unit else { return true };
    let clause = finding.place.clause.as_deref();
    let whole = clause.map(|clause| clause.strip_suffix(".tail").or(clause.strip_suffix(".heading")).unwrap_or(clause));
    whole == Some(unit.id.as_str())
}

/// Returns what a finding weighs in a house, given its own weight; `None` if the house does not have the rule.
fn severity(house: &HouseData, code: &str, own: Severity) -> Option<Severity> {
    match house.rules.get(code) {
        Some(level) => level.severity(own),
        None if OPT_IN.contains(&code) => None,
        None => RuleLevel::On.severity(own),
    }
}

impl<'a> Checked<'a> {
    /// Takes a finished text for checking.
    pub(crate) fn new(header: &'a Header<'a>, resolved: &'a Resolved, original: Option<&'a Original<'a>>) -> Self {
        let mut labels = BTreeMap::new();
        resolved.document.walk_clauses(&mut |_, clause, _| {
            if let Some(label) = &clause.label {
                labels.insert(clause.id.as_str(), label);
            }
        });
        Self { header, resolved, labels, original, found: Cell::new(0) }
    }

    pub(crate) fn house(&self) -> &'a HouseData {
        self.header.house.data()
    }

    pub(crate) fn terms(&self) -> &'a TermsData {
        self.header.terms
    }

    /// Says whether the house has a rule.
    pub(crate) fn has_rule(&self, code: &str) -> bool {
        severity(self.house(), code, Severity::Warning).is_some()
    }

    /// Returns the units, in print order, as long as not more is found than is reported.
    pub(crate) fn units(&self) -> impl Iterator<Item = &'a Unit> {
        self.resolved.sources.units().iter().take_while(|_| self.found.get() <= MOST)
    }

    /// Returns the house's data for a unit's part.
    pub(crate) fn part(&self, unit: &Unit) -> Option<&'a PartData> {
        self.resolved.parts.get(unit.part?)
    }

    /// Returns the units that are clauses or points, in print order.
    pub(crate) fn clauses(&self) -> impl Iterator<Item = &'a Unit> {
        self.units().filter(|unit| matches!(unit.kind, UnitKind::Clause | UnitKind::LeadIn))
    }

    /// Makes a finding about words of a unit.
    pub(crate) fn finding(
        &self,
        code: &str,
        message: impl Into<String>,
        unit: &Unit,
        visible: Range<usize>,
    ) -> Finding {
        self.count(code, unit);
        Finding::new(code, message).at(&*unit.text.file, unit.file_range(visible)).in_clause(&unit.id)
    }

    /// Makes a finding about a unit as a whole.
    pub(crate) fn whole(&self, code: &str, message: impl Into<String>, unit: &Unit) -> Finding {
        self.count(code, unit);
        Finding::new(code, message).at(&*unit.text.file, unit.text.span.clone()).in_clause(&unit.id)
    }

    /// Counts a finding, unless its rule is switched off or waived.
    fn count(&self, code: &str, unit: &Unit) {
        let waived = |waiver: &Waiver| waiver.code.value == code;
        let is_waived = unit.waivers.iter().chain(&self.header.source.waivers).any(waived);
        if !is_waived && self.has_rule(code) {
            self.found.set(self.found.get() + 1);
        }
    }
}

/// Makes the fix that replaces visible words of a unit, if the scalar can hold the new ones.
fn replacement(unit: &Unit, visible: Range<usize>, new: &str) -> Option<Fix> {
    let old = unit.visible.text.get(visible.clone())?;
    let title = match (old.is_empty(), new.is_empty()) {
        (true, _) => format!("insert {}", shown(new)),
        (_, true) => format!("delete {}", shown(old)),
        _ => format!("replace {} by {}", shown(old), shown(new)),
    };
    // Marks inside the words would be lost: such a fix is not safe.
    let value = unit.visible.exact_value_range(visible)?;
    value_replacement(unit, value, new, title)
}

/// Names what cannot be seen.
fn shown(words: &str) -> String {
    match words {
        " " => "a space".to_owned(),
        "\u{a0}" => "a no-break space".to_owned(),
        "\u{202f}" => "a narrow no-break space".to_owned(),
        "\t" => "a tab".to_owned(),
        _ if words.chars().all(|character| character == ' ') => format!("{} spaces", words.len()),
        _ if words.chars().all(char::is_whitespace) => format!("{} blanks", words.chars().count()),
        "\u{ad}" => "the soft hyphen".to_owned(),
        "\u{200b}" | "\u{200e}" | "\u{200f}" | "\u{61c}" | "\u{2060}" | "\u{feff}" => {
            "the invisible character".to_owned()
        }
        _ => format!("`{words}`"),
    }
}

/// Makes the fix that replaces markup of a unit.
fn value_replacement(unit: &Unit, value: Range<usize>, new: &str, title: String) -> Option<Fix> {
    let edit: Edit = patch::replace(&unit.text, value, new)?;
    Some(Fix { title, edits: vec![edit] })
}

/// Adds a fix if there is one.
fn with_fix(mut finding: Finding, fix: Option<Fix>) -> Finding {
    finding.fix = fix;
    finding
}
