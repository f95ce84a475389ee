//! The text as it will be written: parts, clauses and points, their words in engross's own markup.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use engross_compile::Ids;
use engross_compile::writing::literally;
use engross_model::Finding;

use crate::arrange::{LabelReading, Role, Sight};
use crate::ends;
use crate::forms::Form;
use crate::head::Head;
use crate::label_findings::label_findings;
use crate::markup::{Markup, Target};
use crate::notes::FoundNote;
use crate::sheet::Paragraph;

/// A text as it will be written.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Draft {
    /// The marks of notes behind the title.
    pub(crate) title_marks: String,
    /// What somebody remarked on the lines above the text.
    pub(crate) remarks: Vec<String>,
    pub(crate) parts: Vec<DraftPart>,
    /// Notes that are marked in the text: their ids and words.
    pub(crate) notes: Vec<(String, String)>,
}

/// A part.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct DraftPart {
    pub(crate) name: String,
    /// Its variant; `None` for the part as it is.
    pub(crate) variant: Option<String>,
    /// Its form among the house's.
    pub(crate) form: usize,
    pub(crate) blocks: Vec<Block>,
}

/// What a part is made of.
#[derive(Debug, PartialEq)]
pub(crate) enum Block {
    Heading { id: String, text: String, remarks: Vec<String> },
    Clause(DraftClause),
}

/// Where a label puts a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rank {
    /// Counted from 0.
    pub(crate) at: usize,
    /// Whether it is counted from the beginning of the text.
    pub(crate) through: bool,
}

impl Block {
    /// Returns the clause, if it is one.
    pub(crate) fn as_clause(&self) -> Option<&DraftClause> {
        match self {
            Self::Clause(clause) => Some(clause),
            Self::Heading { .. } => None,
        }
    }
}

/// A clause or point.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct DraftClause {
    pub(crate) id: String,
    pub(crate) heading: Option<String>,
    pub(crate) text: String,
    pub(crate) points: Vec<DraftClause>,
    pub(crate) closing: Option<String>,
    /// Its place among its like, as its own label says it; `None` where none was printed.
    pub(crate) rank: Option<Rank>,
    /// What somebody remarked on it.
    pub(crate) remarks: Vec<String>,
    /// Its bytes in what is shown.
    pub(crate) place: Range<usize>,
}

/// Says that a remark has no place in what is made of the file.
pub(crate) fn remarked(remark: &str) -> Finding {
    let finding = Finding::new("IMP-09", format!("somebody remarked: {remark}"));
    finding.help("the remark is not in what was made of the file; keep it where it is needed")
}

/// Returns the paragraphs of a role.
pub(crate) fn lines<'s>(sights: &'s [Sight<'s>], roles: &[Role], role: &Role) -> Vec<&'s Paragraph> {
    let these = sights.iter().zip(roles).filter(|(_, found)| *found == role);
    these.map(|(sight, _)| sight.paragraph).collect()
}

/// Returns the words of the clauses.
pub(crate) fn words(sights: &[Sight<'_>], roles: &[Role]) -> Vec<String> {
    let of_clauses = |role: &Role| matches!(role, Role::Clause { .. } | Role::Continued | Role::Closing { .. });
    sights.iter().zip(roles).filter(|(_, role)| of_clauses(role)).map(|(sight, _)| sight.words.clone()).collect()
}

/// Builds the text of what its paragraphs are.
pub(crate) fn draft(
    file: &str,
    shown: &str,
    sights: &[Sight<'_>],
    roles: &[Role],
    forms: &[Form<'_>],
    notes: &[FoundNote],
    head: &Head,
    findings: &mut Vec<Finding>,
) -> Draft {
    let ids = propose_ids(sights, roles);
    let has_looks = sights.iter().flat_map(|sight| &sight.paragraph.runs).any(|run| run.look.is_emphasised());
    let mut markup = Markup::new(file, notes, targets(sights, &ids), has_looks);
    let title_marks = head.title_notes.iter().map(|at| markup.mark(*at)).collect();
    let draft = Draft { title_marks, ..Draft::default() };
    let mut building = Building {
        forms,
        markup,
        findings,
        draft,
        form: None,
        headings: Vec::new(),
        remarks: Vec::new(),
        second_list: false,
    };
    let of_labels = label_findings(file, shown, sights, roles, forms);
    for (((sight, role), id), of_label) in sights.iter().zip(roles).zip(ids).zip(of_labels) {
        building.findings.extend(of_label);
        building.add(sight, role, id);
    }
    if !building.headings.is_empty() {
        building.write_headings();
    }
    let Building { mut draft, mut markup, findings, .. } = building;
    markup.take_unmarked(head.adoption_note, findings);
    draft.notes = markup.marked;
    ends::mend(file, &mut draft, forms, findings);
    draft
}

/// Returns where its label puts a clause.
fn rank(sight: &Sight<'_>, part: &Form<'_>, values: &[u32], label: &LabelReading) -> Option<Rank> {
    let is_printed = sight.parted().0.is_some_and(|label| label.chars().any(char::is_alphanumeric));
    let level =
        part.levels.get(values.len() - 1).filter(|_| is_printed && !matches!(label, LabelReading::Needless { .. }))?;
    let at = usize::try_from(values.last()?.checked_sub(level.scheme.start)?).ok()?;
    Some(Rank { at, through: level.runs_through() })
}

/// Finds an id for each clause and heading: the one that the file has for it, else one of its words.
fn propose_ids(sights: &[Sight<'_>], roles: &[Role]) -> Vec<String> {
    let known: Vec<Option<String>> =
        sights.iter().map(|sight| sight.paragraph.anchors.iter().find_map(|it| own_id(it))).collect();
    let mut seen = BTreeSet::new();
    // What stands twice names neither place.
    let known: Vec<Option<String>> = known.into_iter().map(|id| id.filter(|id| seen.insert(id.clone()))).collect();
    let mut ids = Ids::beside(known.iter().flatten().cloned());
    let propose = |((sight, role), known): ((&Sight<'_>, &Role), Option<String>)| match role {
        Role::Clause { .. } | Role::Heading => known.unwrap_or_else(|| ids.make(sight.parted().1)),
        _ => String::new(),
    };
    sights.iter().zip(roles).zip(known).map(propose).collect()
}

/// Returns the id that a place in a file of engross's own is named after. Names that programs make are none.
fn own_id(anchor: &str) -> Option<String> {
    let id = anchor.strip_prefix("clause_").map_or_else(|| anchor.to_owned(), |id| id.replace('_', "-"));
    let is_id = id.starts_with(|first: char| first.is_ascii_lowercase())
        && id.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-');
    // Words that YAML reads as something else, and names too short to tell anything.
    let is_plain = id.len() > 2 && !matches!(id.as_str(), "null" | "true" | "false" | "yes" | "off");
    (is_id && is_plain).then_some(id)
}

fn targets(sights: &[Sight<'_>], ids: &[String]) -> BTreeMap<String, Target> {
    let named = sights.iter().zip(ids).filter(|(_, id)| !id.is_empty());
    let targets = named.flat_map(|(sight, id)| {
        let target = Target { id: id.clone(), label: sight.parted().0.map(str::to_owned) };
        sight.paragraph.anchors.iter().map(move |anchor| (anchor.clone(), target.clone()))
    });
    targets.collect()
}

struct Building<'a, 'f> {
    forms: &'a [Form<'f>],
    markup: Markup<'a>,
    findings: &'a mut Vec<Finding>,
    draft: Draft,
    form: Option<usize>,
    /// Headings whose part is not known before the clause below them is, and where they stand.
    headings: Vec<(Block, Range<usize>)>,
    /// Remarks on what the house prints, which go to the next clause.
    remarks: Vec<String>,
    /// Whether a second list goes on behind the closing words of the last clause.
    second_list: bool,
}

impl Building<'_, '_> {
    fn add(&mut self, sight: &Sight<'_>, role: &Role, id: String) {
        let paragraph = sight.paragraph;
        match role {
            Role::Head => self.draft.remarks.extend(paragraph.remarks.iter().cloned()),
            Role::Printed => self.remarks.extend(paragraph.remarks.iter().cloned()),
            Role::Foot => self.remarks_below(paragraph),
            Role::Heading => {
                let text = self.markup.heading(&paragraph.runs);
                let remarks = self.take_remarks(paragraph);
                self.headings.push((Block::Heading { id, text, remarks }, paragraph.place.clone()));
                if !sight.heading {
                    let finding = Finding::new("IMP-08", "a line between clauses was taken for a heading");
                    let finding = finding.at(self.markup.file, paragraph.place.clone());
                    self.findings.push(finding.help("if its words belong to a clause, write them there"));
                }
            }
            Role::Clause { form, values, label } => self.clause(sight, id, *form, values, label),
            Role::Continued => self.go_on(paragraph),
            Role::Closing { depth } => self.close(paragraph, *depth, sight.parted().0.is_some()),
        }
    }

    fn clause(&mut self, sight: &Sight<'_>, id: String, form: usize, values: &[u32], label: &LabelReading) {
        let part = &self.forms[form];
        if self.form != Some(form) {
            self.form = Some(form);
            self.draft.parts.push(DraftPart {
                name: part.part.name.clone(),
                variant: part.variant.clone(),
                form,
                blocks: Vec::new(),
            });
        }
        let paragraph = sight.paragraph;
        let runs = paragraph.without_start(sight.typed.unwrap_or(0));
        let is_headed = sight.heading && part.levels.get(values.len() - 1).is_some_and(|level| level.is_headed);
        let heading = is_headed.then(|| self.markup.heading(&runs));
        let mut text = match values.len() {
            _ if is_headed => String::new(),
            1 => self.markup.clause(&runs, part, paragraph, self.findings),
            _ => self.markup.plain(&runs),
        };
        // A bracket that goes on behind the label holds the clause, not its number: `[3. Asks …;]`.
        if sight.parted().0.is_some_and(|label| label.starts_with('[') && !label.contains(']')) {
            text.insert_str(0, &literally("["));
        }
        let (place, remarks) = (paragraph.place.clone(), self.take_remarks(paragraph));
        self.second_list = false;
        let rank = rank(sight, part, values, label);
        let clause = DraftClause { id, heading, rank, text, remarks, place, ..DraftClause::default() };
        match values.len().checked_sub(2).and_then(|depth| self.at_depth(depth)) {
            Some(parent) => {
                parent.points.push(clause);
                self.headings_between_points();
            }
            None => {
                self.write_headings();
                self.blocks().push(Block::Clause(clause));
            }
        }
    }

    /// Writes the headings above the next clause, or, where none follows, at the end of the last part.
    fn write_headings(&mut self) {
        let headings = std::mem::take(&mut self.headings);
        self.blocks().extend(headings.into_iter().map(|(heading, _)| heading));
    }

    /// Says what becomes of headings that stood between points, where a source text has none.
    fn headings_between_points(&mut self) {
        for (_, place) in self.headings.iter_mut() {
            let place = std::mem::take(place);
            if !place.is_empty() {
                let message =
                    "a heading stood between points, where no text has one; it stands above the next clause now";
                let finding = Finding::new("IMP-08", message).at(self.markup.file, place);
                self.findings.push(finding.help("if it parts the clause in two, make the points below it a clause"));
            }
        }
    }

    /// Goes on with the clause before.
    fn go_on(&mut self, paragraph: &Paragraph) {
        let words = self.all_words(paragraph);
        let Some(clause) = self.last() else { return };
        clause.remarks.extend(paragraph.remarks.iter().cloned());
        clause.place.end = clause.place.end.max(paragraph.place.end);
        let text = clause.closing.as_mut().unwrap_or(&mut clause.text);
        if text.is_empty() {
            *text = words;
            return;
        }
        text.push(' ');
        text.push_str(&words);
        self.joined(paragraph);
    }

    /// Closes a clause at a depth after its points; a second list behind such words goes into them.
    fn close(&mut self, paragraph: &Paragraph, depth: usize, is_labelled: bool) {
        let words = self.all_words(paragraph);
        let Some(clause) = self.at_depth(depth) else { return };
        clause.remarks.extend(paragraph.remarks.iter().cloned());
        let Some(closing) = &mut clause.closing else {
            clause.closing = Some(words);
            return;
        };
        closing.push(' ');
        closing.push_str(&words);
        if !is_labelled {
            self.joined(paragraph);
        } else if !std::mem::replace(&mut self.second_list, true) {
            let message = "a second list stands behind the closing words of a clause, where a source text has none; it was \
                           written into them, labels and all";
            let finding = Finding::new("IMP-07", message).at(self.markup.file, paragraph.place.clone());
            self.findings.push(finding.help("make a clause of it, or points of one of the points above"));
        }
    }

    /// Writes the words of a paragraph that is no clause of its own, behind the label that a program counted for it.
    fn all_words(&mut self, paragraph: &Paragraph) -> String {
        let words = self.markup.plain(&paragraph.runs);
        match paragraph.label.as_deref().map(str::trim).filter(|label| label.chars().any(char::is_alphanumeric)) {
            Some(label) => format!("{} {words}", literally(label)),
            None => words,
        }
    }

    fn joined(&mut self, paragraph: &Paragraph) {
        let finding = Finding::new("IMP-07", "a paragraph goes on with the one before it, and was joined to it");
        self.findings.push(finding.at(self.markup.file, paragraph.place.clone()));
    }

    /// Returns the remarks on a paragraph, behind those on what the house prints above it.
    fn take_remarks(&mut self, paragraph: &Paragraph) -> Vec<String> {
        let mut remarks = std::mem::take(&mut self.remarks);
        remarks.extend(paragraph.remarks.iter().cloned());
        remarks
    }

    /// Says what was remarked on a line below the text, which a source text has no place for.
    fn remarks_below(&mut self, paragraph: &Paragraph) {
        for remark in &paragraph.remarks {
            self.findings.push(remarked(remark).at(self.markup.file, paragraph.place.clone()));
        }
    }

    fn blocks(&mut self) -> &mut Vec<Block> {
        if self.draft.parts.is_empty() {
            self.draft.parts.push(DraftPart::default());
        }
        let last = self.draft.parts.len() - 1;
        &mut self.draft.parts[last].blocks
    }

    /// Returns the last clause at a depth, 0 for a clause of the part.
    fn at_depth(&mut self, depth: usize) -> Option<&mut DraftClause> {
        let Block::Clause(clause) = self.blocks().last_mut()? else { return None };
        let mut clause = clause;
        for _ in 0..depth {
            clause = clause.points.last_mut()?;
        }
        Some(clause)
    }

    /// Returns the clause that was added last.
    fn last(&mut self) -> Option<&mut DraftClause> {
        let Block::Clause(clause) = self.blocks().last_mut()? else { return None };
        let mut clause = clause;
        while clause.closing.is_none() && !clause.points.is_empty() {
            clause = clause.points.last_mut()?;
        }
        Some(clause)
    }
}
