//! The text as it will be written: parts, clauses and points, their words in engross's own markup.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use engross_compile::Ids;
use engross_model::Finding;

use crate::arrange::{Reading, Role, Sight};
use crate::ends;
use crate::forms::Form;
use crate::head::Head;
use crate::markup::{Markup, Target};
use crate::notes::Notes;
use crate::sheet::Paragraph;

/// A text as it will be written.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Draft {
    /// The marks of notes behind the title.
    pub(crate) title_marks: String,
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
    Heading { id: String, text: String, place: Range<usize> },
    Clause(DraftClause),
}

/// Where a label puts a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Position {
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

    /// Returns its bytes in what is shown.
    pub(crate) fn place(&self) -> Range<usize> {
        match self {
            Self::Clause(clause) => clause.place.clone(),
            Self::Heading { place, .. } => place.clone(),
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
    pub(crate) tail: Option<String>,
    /// Its place among its like, as its own label says it; `None` where none was printed.
    pub(crate) position: Option<Position>,
    /// What somebody remarked on it.
    pub(crate) remarks: Vec<String>,
    /// Its bytes in what is shown.
    pub(crate) place: Range<usize>,
}

/// Returns the paragraphs of a role.
pub(crate) fn lines<'s>(sights: &'s [Sight<'s>], roles: &[Role], role: &Role) -> Vec<&'s Paragraph> {
    let these = sights.iter().zip(roles).filter(|(_, found)| *found == role);
    these.map(|(sight, _)| sight.paragraph).collect()
}

/// Returns the words of the clauses.
pub(crate) fn words(sights: &[Sight<'_>], roles: &[Role]) -> Vec<String> {
    let of_clauses = |role: &Role| matches!(role, Role::Clause { .. } | Role::Continued | Role::Tail { .. });
    sights.iter().zip(roles).filter(|(_, role)| of_clauses(role)).map(|(sight, _)| sight.words.clone()).collect()
}

/// Builds the text of what its paragraphs are.
pub(crate) fn draft(
    file: &str,
    sights: &[Sight<'_>],
    roles: &[Role],
    forms: &[Form<'_>],
    notes: &Notes,
    head: &Head,
    findings: &mut Vec<Finding>,
) -> Draft {
    let ids = propose_ids(sights, roles);
    let has_looks = sights.iter().flat_map(|sight| &sight.paragraph.runs).any(|run| run.look.is_emphasised());
    let mut markup = Markup::new(file, notes, targets(sights, &ids), has_looks);
    let title_marks = head.title_notes.iter().map(|at| markup.mark(*at)).collect();
    let draft = Draft { title_marks, ..Draft::default() };
    let mut building = Building { forms, markup, findings, draft, form: None, headings: Vec::new() };
    for (index, ((sight, role), id)) in sights.iter().zip(roles).zip(ids).enumerate() {
        building.add(sight, role, id, || next_right(sights, roles, index));
    }
    building.headings_at_the_end();
    let Building { mut draft, mut markup, findings, .. } = building;
    markup.take_unmarked(head.adoption_note, findings);
    draft.notes = markup.marked;
    ends::mend(file, &mut draft, forms, findings);
    draft
}

/// Returns where its label puts a clause.
fn position(sight: &Sight<'_>, part: &Form<'_>, values: &[u32], label: &Reading) -> Option<Position> {
    let is_printed = sight.parted().0.is_some_and(|label| label.chars().any(char::is_alphanumeric));
    let level =
        part.levels.get(values.len() - 1).filter(|_| is_printed && !matches!(label, Reading::Needless { .. }))?;
    let at = usize::try_from(values.last()?.checked_sub(level.scheme.start)?).ok()?;
    Some(Position { at, through: level.runs_through() })
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

/// How many paragraphs further a label may prove what a lost one was.
const FURTHEST_PROOF: usize = 200;

/// Returns the next label that stands as it should in the list of a clause.
fn next_right(sights: &[Sight<'_>], roles: &[Role], index: usize) -> Option<String> {
    let Some(Role::Clause { form, values, .. }) = roles.get(index) else { return None };
    let behind = sights.iter().zip(roles).skip(index + 1).take(FURTHEST_PROOF);
    let mut siblings = behind.map_while(|(sight, role)| match role {
        Role::Clause { form: other, values: others, label } if other == form && others.len() >= values.len() => {
            Some((others.len() == values.len()).then_some((sight, label)))
        }
        Role::Continued | Role::Tail { .. } => Some(None),
        _ => None,
    });
    let (sight, _) = siblings.find_map(|sibling| sibling.filter(|(_, label)| **label == Reading::Right))?;
    sight.parted().0.map(str::to_owned)
}

struct Building<'a, 'f> {
    forms: &'a [Form<'f>],
    markup: Markup<'a>,
    findings: &'a mut Vec<Finding>,
    draft: Draft,
    form: Option<usize>,
    /// Headings whose part is not known before the clause below them is.
    headings: Vec<Block>,
}

impl Building<'_, '_> {
    fn add(&mut self, sight: &Sight<'_>, role: &Role, id: String, next: impl Fn() -> Option<String>) {
        let paragraph = sight.paragraph;
        match role {
            Role::Head | Role::Printed | Role::Foot => {}
            Role::Heading => {
                let text = self.markup.heading(&paragraph.runs);
                let place = paragraph.place.clone();
                self.headings.push(Block::Heading { id, text, place });
            }
            Role::Clause { form, values, label } => self.clause(sight, id, *form, values, label, next),
            Role::Continued => self.go_on(paragraph),
            Role::Tail { depth } => {
                let words = self.markup.plain(&paragraph.runs);
                let Some(clause) = self.at_depth(*depth) else { return };
                clause.remarks.extend(paragraph.remarks.iter().cloned());
                let Some(tail) = &mut clause.tail else {
                    clause.tail = Some(words);
                    return;
                };
                tail.push(' ');
                tail.push_str(&words);
                self.joined(paragraph);
            }
        }
    }

    fn clause(
        &mut self,
        sight: &Sight<'_>,
        id: String,
        form: usize,
        values: &[u32],
        label: &Reading,
        next: impl Fn() -> Option<String>,
    ) {
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
        self.report(sight, label, next);
        let paragraph = sight.paragraph;
        let runs = paragraph.without_start(sight.typed.unwrap_or(0));
        let is_headed = sight.heading && part.levels.get(values.len() - 1).is_some_and(|level| level.is_headed);
        let heading = is_headed.then(|| self.markup.heading(&runs));
        let text = match values.len() {
            _ if is_headed => String::new(),
            1 => self.markup.clause(&runs, part, paragraph, self.findings),
            _ => self.markup.plain(&runs),
        };
        let (place, remarks) = (paragraph.place.clone(), paragraph.remarks.clone());
        let position = position(sight, part, values, label);
        let clause = DraftClause { id, heading, position, text, remarks, place, ..DraftClause::default() };
        match values.len().checked_sub(2).and_then(|depth| self.at_depth(depth)) {
            Some(parent) => parent.points.push(clause),
            None => {
                let headings = std::mem::take(&mut self.headings);
                self.blocks().extend(headings);
                self.blocks().push(Block::Clause(clause));
            }
        }
    }

    /// Writes headings that no clause follows at the end of the last part.
    fn headings_at_the_end(&mut self) {
        let headings = std::mem::take(&mut self.headings);
        if !headings.is_empty() {
            self.blocks().extend(headings);
        }
    }

    /// Goes on with the clause before.
    fn go_on(&mut self, paragraph: &Paragraph) {
        let words = self.markup.plain(&paragraph.runs);
        let Some(clause) = self.last() else { return };
        clause.remarks.extend(paragraph.remarks.iter().cloned());
        clause.place.end = clause.place.end.max(paragraph.place.end);
        let text = clause.tail.as_mut().unwrap_or(&mut clause.text);
        if text.is_empty() {
            *text = words;
            return;
        }
        text.push(' ');
        text.push_str(&words);
        self.joined(paragraph);
    }

    fn joined(&mut self, paragraph: &Paragraph) {
        let finding = Finding::new("IMP-07", "a paragraph goes on with the one before it, and was joined to it");
        self.findings.push(finding.at(self.markup.file, paragraph.place.clone()));
    }

    /// Says what was made of a label.
    fn report(&mut self, sight: &Sight<'_>, label: &Reading, next: impl Fn() -> Option<String>) {
        let sure = || match next() {
            Some(next) => format!("sure: `{next}` comes later in the list, where it should"),
            None => "likely: no label comes later in the list that would prove it".to_owned(),
        };
        let finding = match label {
            Reading::Right => return,
            Reading::Lost { expected } => {
                Finding::new("IMP-01", format!("the label `{expected}` was lost; its place says what it was")).note(sure())
            }
            Reading::Mistaken { read, expected } => {
                Finding::new("IMP-02", format!("`{read}` was read where `{expected}` stands")).note(sure())
            }
            Reading::Other { read, expected } => {
                Finding::new("IMP-05", format!("`{read}` stands where the house counts `{expected}`"))
                    .help("the text is numbered anew; see whether a clause is missing, or too many, and whether others refer to it")
            }
            Reading::Needless { read } => {
                Finding::new("IMP-05", format!("`{read}` stands where the house prints no label"))
                    .help("it was left out; write it into the text if it belongs to the words")
            }
        };
        let start = sight.paragraph.place.start;
        let length = sight.typed.or_else(|| sight.words.find(' ')).unwrap_or(sight.words.len());
        let end = (start + length).min(sight.paragraph.place.end);
        self.findings.push(finding.at(self.markup.file, start..end));
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
        while clause.tail.is_none() && !clause.points.is_empty() {
            clause = clause.points.last_mut()?;
        }
        Some(clause)
    }
}
