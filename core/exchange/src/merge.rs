//! Whether what came back may go into the language version, unit by unit.
//!
//! Tools say of units that nobody touched that they are translated, and some change what they do not understand. So what a
//! file *says* counts for little: its texts are compared with what was sent, with the source as it is now and with the
//! version as it is now. A unit that is refused is reported with all of them, and nothing of it is lost.

use std::collections::BTreeMap;

use engross_compile::translation::{
    State, Translation, TranslationUnit, UnitChange, UnitStanding, canonical, hash, written,
};
use engross_model::{Finding, Inline};

use crate::refusal::{excerpt, refuse};
use crate::{Claim, Manifest, Returned, ReturnedUnit, Sent};

/// What the person who merges decides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// Who has read the returned texts beside the source: only then may they come in as reviewed.
    pub reviewer: Option<String>,
    /// Units that came back as they were sent, and that the file calls translated, are translated.
    pub accept_unchanged: bool,
    /// Which text is taken where a unit was changed on both sides.
    pub conflicts: Conflicts,
}

/// Which text is taken where a unit was changed on both sides.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Conflicts {
    /// Neither: the unit is refused.
    #[default]
    Refuse,
    /// That of the version.
    Ours,
    /// That of the file.
    Theirs,
}

/// What becomes of a returned file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Merged {
    /// What changes in the version.
    pub changes: Vec<UnitChange>,
    /// Units that were refused, and why.
    pub findings: Vec<Finding>,
    /// How many units came back as they are in the version.
    pub unchanged: usize,
    /// How many came back without a translation.
    pub empty: usize,
}

/// Merges a returned file into a version. Without the manifest of the export it cannot be told what the translator
/// changed: then everything that differs comes in as a draft.
pub fn merge(returned: &Returned, sent: Option<&Manifest>, now: &Translation, choices: &Choices) -> Merged {
    let units: BTreeMap<&str, &TranslationUnit> = now.units.iter().map(|unit| (unit.id.as_str(), unit)).collect();
    let mut merged = Merged { findings: returned.findings.clone(), ..Merged::default() };
    for unit in &returned.units {
        let sent = sent.and_then(|sent| sent.units.get(&unit.id));
        let meeting = Meeting { file: &returned.file, unit, sent, choices };
        match units.get(unit.id.as_str()) {
            Some(now) => meeting.with(now, &mut merged),
            None => merged.findings.push(meeting.without_source()),
        }
    }
    merged
}

/// A returned unit beside what was sent.
struct Meeting<'a> {
    file: &'a str,
    unit: &'a ReturnedUnit,
    /// `None` where it is not known what was sent: then nothing comes in but as a draft.
    sent: Option<&'a Sent>,
    choices: &'a Choices,
}

impl Meeting<'_> {
    fn with(&self, now: &TranslationUnit, merged: &mut Merged) {
        let (source, target) = (canonical(&self.unit.source), canonical(&self.unit.target));
        let ours = canonical(&now.target);
        let sent_target = self.sent.map(|sent| sent.target.as_str());
        if self.sent.is_some_and(|sent| sent.source != source) {
            return merged.findings.push(self.edited_source(&source));
        }
        if target.is_empty() {
            merged.empty += 1;
            return;
        }
        if target == source && !now.same_as_source {
            // A tool that needs a text was given a copy of the source.
            if ours != target && sent_target != Some("") {
                merged.findings.push(self.finding("T201", "came back with the words of the source"));
            }
            merged.empty += 1;
            return;
        }
        if let Some(differences) = code_differences(&self.unit.source, &self.unit.target) {
            let finding = self.finding("M104", &format!("came back with other marks: {differences}"));
            let help = "put the marks of the source around the words that they belong to";
            return merged.findings.push(self.with_texts(finding.help(help), &source, &target));
        }
        if sent_target == Some(&*target) || self.sent.is_none() && ours == target {
            match self.accepted(now) {
                Some(change) => merged.changes.push(change),
                None => merged.unchanged += 1,
            }
            return;
        }
        let changed_on_both_sides = sent_target.is_some_and(|sent| ours != sent) && ours != target;
        if changed_on_both_sides {
            match self.choices.conflicts {
                Conflicts::Theirs => {}
                Conflicts::Ours => {
                    merged.unchanged += 1;
                    return;
                }
                Conflicts::Refuse => {
                    let finding = self.finding("M105", "was changed here too since it was sent");
                    let finding = finding.note(format!("here:     {ours}")).note(format!("returned: {target}"));
                    return merged.findings.push(finding.help("decide with `--ours` or `--theirs`, or by hand"));
                }
            }
        }
        match written(&self.unit.target) {
            Some(text) => {
                let change = self.change(text);
                // The same file may come in twice.
                if ours == target && now.translates == change.src && Some(now.state) >= change.state {
                    merged.unchanged += 1;
                } else {
                    merged.changes.push(change);
                }
            }
            None => {
                let message = "came back with marks that no running text can hold, as bold inside a word";
                let finding = self.finding("M104", message).help("let marks begin and end at the edges of words");
                merged.findings.push(self.with_texts(finding, &source, &target));
            }
        }
    }

    fn change(&self, text: String) -> UnitChange {
        let most = if self.choices.reviewer.is_some() { State::Reviewed } else { State::Translated };
        let claimed = match self.unit.claim {
            // Some tools never say how far a unit is.
            None | Some(Claim::Translated) => State::Translated,
            Some(Claim::Draft) => State::Draft,
            Some(Claim::Reviewed | Claim::Final) => State::Reviewed,
        };
        let state = if self.sent.is_none() { State::Draft } else { claimed.min(most) };
        let src = self.sent.map_or_else(|| hash(&self.unit.source), |sent| sent.hash.clone());
        let by = self.choices.reviewer.clone().filter(|_| state == State::Reviewed);
        let origin = Some("human".to_owned());
        UnitChange { id: self.unit.id.clone(), text: Some(text), src: Some(src), state: Some(state), by, origin }
    }

    /// Raises a draft that came back as it was sent, if that is what the user wants. A stale unit stays stale.
    fn accepted(&self, now: &TranslationUnit) -> Option<UnitChange> {
        if now.standing == UnitStanding::Missing {
            return self.kept_offer();
        }
        let is_draft = now.standing == UnitStanding::Current(State::Draft);
        let is_claimed = self.unit.claim.is_some_and(|claim| claim >= Claim::Translated);
        let accept = self.choices.accept_unchanged && is_draft && is_claimed;
        accept.then(|| UnitChange { id: self.unit.id.clone(), state: Some(State::Translated), ..UnitChange::default() })
    }

    /// Keeps what a memory offered and the translator left as it was: as a draft, unless the user accepts it.
    fn kept_offer(&self) -> Option<UnitChange> {
        let text = written(&self.unit.target)?;
        let is_claimed = self.unit.claim.is_some_and(|claim| claim >= Claim::Translated);
        let state = if self.choices.accept_unchanged && is_claimed { State::Translated } else { State::Draft };
        let src = self.sent.map(|sent| sent.hash.clone());
        Some(UnitChange {
            id: self.unit.id.clone(),
            text: Some(text),
            src,
            state: Some(state),
            by: None,
            origin: Some("tm".to_owned()),
        })
    }

    fn without_source(&self) -> Finding {
        let target = canonical(&self.unit.target);
        if self.sent.is_some() {
            let finding = self.finding("M102", "is of a clause that was removed since it was sent");
            return finding
                .note(format!("returned: {target}"))
                .help("its words stand here, should they be needed elsewhere");
        }
        self.finding("M101", "is none of this text").help("import the file that was exported for this text")
    }

    fn edited_source(&self, source: &str) -> Finding {
        let sent = self.sent.map(|sent| sent.source.as_str()).unwrap_or_default();
        self.finding("M103", "came back with another source")
            .note(format!("sent:     {sent}"))
            .note(format!("returned: {source}"))
            .help("the source is changed in its own file only; translate the unit anew from a fresh export")
    }

    fn finding(&self, code: &str, what: &str) -> Finding {
        let message = format!("the unit `{}` {what}", excerpt(&self.unit.id));
        refuse(code, message, self.file, self.unit.place.clone()).in_clause(&self.unit.id)
    }

    fn with_texts(&self, finding: Finding, source: &str, target: &str) -> Finding {
        let sent = self.sent.map(|sent| sent.target.as_str()).filter(|sent| !sent.is_empty());
        let finding = finding.note(format!("source:   {source}"));
        let finding = sent.into_iter().fold(finding, |finding, sent| finding.note(format!("sent:     {sent}")));
        finding.note(format!("returned: {target}"))
    }
}

/// Names the marks that a translation lost or that it has beyond its source. Emphasis, raised and lowered words may go,
/// and raised and lowered words may come: ordinals have their own habits in every language.
fn code_differences(source: &[Inline], target: &[Inline]) -> Option<String> {
    let (source, target) = (codes(source), codes(target));
    let mut differences = Vec::new();
    for (code, wanted) in &source {
        let found = target.get(code).copied().unwrap_or_default();
        let may_go = matches!(code.as_str(), "{i}" | "{sup}" | "{sub}");
        if found < *wanted && !may_go {
            differences.push(format!("{code} is lost"));
        }
    }
    for (code, found) in &target {
        let wanted = source.get(code).copied().unwrap_or_default();
        if *found > wanted && !matches!(code.as_str(), "{sup}" | "{sub}") {
            differences.push(format!("{code} is one too many"));
        }
    }
    (!differences.is_empty()).then(|| differences.join(", "))
}

/// Counts the marks of a text.
fn codes(content: &[Inline]) -> BTreeMap<String, usize> {
    fn count(content: &[Inline], codes: &mut BTreeMap<String, usize>) {
        for node in content {
            let code = match node {
                Inline::Text(_) | Inline::Changed { .. } | Inline::Isolated { .. } => None,
                Inline::Lead(_) => Some("{b}".to_owned()),
                Inline::Emphasis(_) => Some("{i}".to_owned()),
                Inline::Superscript(_) => Some("{sup}".to_owned()),
                Inline::Subscript(_) => Some("{sub}".to_owned()),
                Inline::Link { url, .. } => Some(format!("{{a:{}}}", excerpt(url))),
                Inline::Reference { target, .. } => Some(format!("{{ref:{target}}}")),
                Inline::NoteMark { note, .. } => Some(format!("{{fn:{note}}}")),
            };
            if let Some(code) = code {
                *codes.entry(code).or_default() += 1;
            }
            count(node.children(), codes);
        }
    }
    let mut codes = BTreeMap::new();
    count(content, &mut codes);
    codes
}
