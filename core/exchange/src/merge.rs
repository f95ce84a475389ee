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

use crate::code::counts;
use crate::refusal::{excerpt, refuse};
use crate::state::State as SentState;
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
    pub changes: Vec<Change>,
    /// Units that were refused, and why.
    pub findings: Vec<Finding>,
    /// How many units stay as they are in the version.
    pub unchanged: usize,
    /// How many came back without a translation.
    pub empty: usize,
}

/// A unit that changes in the version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What is written.
    pub unit: UnitChange,
    /// Where the unit stood before.
    pub before: UnitStanding,
    /// Where it stands now.
    pub after: UnitStanding,
    /// What happened to its words.
    pub how: How,
}

/// What happened to the words of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// It had none.
    FirstWords,
    /// They are others than before.
    OtherWords,
    /// They stay; how far they have come, or what they translate, changes.
    SameWords,
    /// What a memory offered was left as it was, and is kept.
    Offer,
}

/// What becomes of one returned unit.
enum Verdict {
    Changes(Box<Change>),
    Unchanged,
    Empty,
    Refused(Box<Finding>),
}

/// Merges a returned file into a version. Without the manifest of the export it cannot be told what the translator
/// changed: then everything that differs comes in as a draft.
pub fn merge(returned: &Returned, sent: Option<&Manifest>, now: &Translation, choices: &Choices) -> Merged {
    let units: BTreeMap<&str, &TranslationUnit> = now.units.iter().map(|unit| (unit.id.as_str(), unit)).collect();
    let mut merged = Merged { findings: returned.findings.clone(), ..Merged::default() };
    for unit in &returned.units {
        let sent = sent.and_then(|sent| sent.units.get(&unit.id));
        let returned = Meeting::new(&returned.file, unit, sent, choices);
        let verdict = match units.get(unit.id.as_str()) {
            Some(now) => returned.with(now),
            None => returned.without_source(),
        };
        match verdict {
            Verdict::Changes(change) => merged.changes.push(*change),
            Verdict::Unchanged => merged.unchanged += 1,
            Verdict::Empty => merged.empty += 1,
            Verdict::Refused(finding) => merged.findings.push(*finding),
        }
    }
    merged
}

/// A returned unit beside what was sent.
struct Meeting<'a> {
    file: &'a str,
    unit: &'a ReturnedUnit,
    /// Its source and its translation, in canonical form.
    source: String,
    target: String,
    /// `None` where it is not known what was sent: then nothing comes in but as a draft.
    sent: Option<&'a Sent>,
    choices: &'a Choices,
}

impl<'a> Meeting<'a> {
    fn new(file: &'a str, unit: &'a ReturnedUnit, sent: Option<&'a Sent>, choices: &'a Choices) -> Self {
        Self { file, unit, source: canonical(&unit.source), target: canonical(&unit.target), sent, choices }
    }

    /// Says what becomes of it; the first rule that applies.
    fn with(&self, now: &TranslationUnit) -> Verdict {
        let ours = canonical(&now.target);
        match self.sent {
            Some(sent) if sent.source != self.source => return self.edited_source(&sent.source),
            _ if self.target.is_empty() => return Verdict::Empty,
            Some(sent) if sent.target == self.target => return self.untouched(sent, now, &ours),
            None if ours == self.target => return Verdict::Unchanged,
            _ => {}
        }
        if self.target == self.source && !now.same_as_source {
            return self.words_of_the_source();
        }
        if let Some(differences) = code_differences(&self.unit.source, &self.unit.target) {
            let help = "put the marks of the source around the words that they belong to";
            return self.unfit(&format!("came back with other marks: {differences}"), help);
        }
        if ours != self.target && self.sent.is_some_and(|sent| sent.own() != ours) {
            match self.choices.conflicts {
                Conflicts::Theirs => {}
                Conflicts::Ours => return Verdict::Unchanged,
                Conflicts::Refuse => return self.changed_on_both_sides(&ours),
            }
        }
        let how = match ours.as_str() {
            "" => How::FirstWords,
            same if same == self.target => How::SameWords,
            _ => How::OtherWords,
        };
        self.comes_in(now, self.state(), "human", how)
    }

    /// What came back as it was sent changes nothing, with two exceptions: a memory's offer is kept, and the user may
    /// accept a draft that the file calls translated. A stale unit stays stale.
    fn untouched(&self, sent: &Sent, now: &TranslationUnit, ours: &str) -> Verdict {
        if sent.state == SentState::SourceCopy {
            return Verdict::Empty;
        }
        let is_accepted = self.choices.accept_unchanged && self.is_claimed();
        let state = if is_accepted { State::Translated } else { State::Draft };
        if sent.own().is_empty() && ours.is_empty() {
            // Words that the version never had and no translator wrote.
            return self.comes_in(now, state, sent.state.origin().unwrap_or("human"), How::Offer);
        }
        if is_accepted && ours == sent.target && now.standing == UnitStanding::Current(State::Draft) {
            let unit = UnitChange { id: self.unit.id.clone(), state: Some(state), ..UnitChange::default() };
            let after = UnitStanding::Current(state);
            return Verdict::Changes(Box::new(Change { unit, before: now.standing, after, how: How::SameWords }));
        }
        Verdict::Unchanged
    }

    /// Writes the returned words into the version, unless it has them already.
    fn comes_in(&self, now: &TranslationUnit, state: State, origin: &str, how: How) -> Verdict {
        let Some(text) = written(&self.unit.target) else {
            let what = "came back with what no running text can hold: a mark inside a word, or a control character";
            return self.unfit(what, "let marks begin and end at the edges of words, and delete control characters");
        };
        let src = self.sent.map_or_else(|| hash(&self.unit.source), |sent| sent.hash.clone());
        // The same file may come in twice.
        if how == How::SameWords && now.translates.as_ref() == Some(&src) && now.state >= state {
            return Verdict::Unchanged;
        }
        let after = if src == now.hash { UnitStanding::Current(state) } else { UnitStanding::Stale };
        let unit = UnitChange {
            id: self.unit.id.clone(),
            text: Some(text),
            src: Some(src),
            state: Some(state),
            by: self.choices.reviewer.clone().filter(|_| state == State::Reviewed),
            origin: Some(origin.to_owned()),
        };
        Verdict::Changes(Box::new(Change { unit, before: now.standing, after, how }))
    }

    /// Returns how far new words have come.
    fn state(&self) -> State {
        if self.sent.is_none() {
            return State::Draft;
        }
        let most = if self.choices.reviewer.is_some() { State::Reviewed } else { State::Translated };
        let claimed = match self.unit.claim {
            // Some tools never say how far a unit is.
            None | Some(Claim::Translated) => State::Translated,
            Some(Claim::Draft) => State::Draft,
            Some(Claim::Reviewed | Claim::Final) => State::Reviewed,
        };
        claimed.min(most)
    }

    fn is_claimed(&self) -> bool {
        self.unit.claim.is_some_and(|claim| claim >= Claim::Translated)
    }

    /// Tools fill what nobody has translated with the source. It is worth a word where a translation is lost by it, or
    /// where the file says that it is one.
    fn words_of_the_source(&self) -> Verdict {
        if !self.is_claimed() && self.sent.is_none_or(|sent| sent.target.is_empty()) {
            return Verdict::Empty;
        }
        let finding =
            self.finding("T201", "came back with the words of the source, which are taken for no translation");
        let help =
            "where they are right in this language too, write them into the version, with `same-as-source: true`";
        refused(finding.help(help))
    }

    fn without_source(&self) -> Verdict {
        refused(if self.sent.is_some() {
            self.finding("M102", "is of a clause that was removed since it was sent")
                .note(format!("returned: {}", self.target))
                .help("its words stand here, should they be needed elsewhere")
        } else {
            self.finding("M101", "is none of this text").help("import the file that was exported for this text")
        })
    }

    fn edited_source(&self, sent: &str) -> Verdict {
        let finding = self.finding("M103", "came back with another source");
        let finding = finding.note(format!("sent:     {sent}")).note(format!("returned: {}", self.source));
        let help = "the source is changed in its own file only; translate the unit anew from a fresh export";
        refused(finding.help(help))
    }

    fn changed_on_both_sides(&self, ours: &str) -> Verdict {
        let finding = self.finding("M105", "was changed here too since it was sent");
        let finding = finding.note(format!("here:     {ours}")).note(format!("returned: {}", self.target));
        refused(finding.help("decide with `--ours` or `--theirs`, or by hand"))
    }

    /// Refuses a translation that cannot stand for its source, with all words.
    fn unfit(&self, what: &str, help: &str) -> Verdict {
        let finding = self.finding("M104", what).help(help).note(format!("source:   {}", self.source));
        let sent = self.sent.map(|sent| sent.target.as_str()).filter(|sent| !sent.is_empty());
        let finding = sent.into_iter().fold(finding, |finding, sent| finding.note(format!("sent:     {sent}")));
        refused(finding.note(format!("returned: {}", self.target)))
    }

    fn finding(&self, code: &str, what: &str) -> Finding {
        let message = format!("the unit `{}` {what}", excerpt(&self.unit.id));
        refuse(code, message, self.file, self.unit.place.clone()).in_clause(&self.unit.id)
    }
}

fn refused(finding: Finding) -> Verdict {
    Verdict::Refused(Box::new(finding))
}

/// Names the marks that a translation lost or that it has beyond its source.
fn code_differences(source: &[Inline], target: &[Inline]) -> Option<String> {
    let (source, target) = (counts(source), counts(target));
    let lost = source.iter().filter(|(code, wanted)| {
        !code.kind.may_be_left_out() && target.get(code).copied().unwrap_or_default() < **wanted
    });
    let added = target
        .iter()
        .filter(|(code, found)| !code.kind.may_be_added() && source.get(code).copied().unwrap_or_default() < **found);
    let lost = lost.map(|(code, _)| format!("{} is lost", code.name()));
    let added = added.map(|(code, _)| format!("{} is one too many", code.name()));
    let differences: Vec<String> = lost.chain(added).collect();
    (!differences.is_empty()).then(|| differences.join(", "))
}
