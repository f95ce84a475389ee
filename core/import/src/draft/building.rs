//! Clauses and points made of the paragraphs that they stand in.

use engross_compile::writing::literally;
use engross_model::Finding;

use super::{Block, Draft, DraftClause, DraftPart, Rank, ends, ids, label_findings, remarked, remarked_on};
use crate::arrange::{LabelReading, Role, Sight};
use crate::forms::Form;
use crate::head::Head;
use crate::markup::Markup;
use crate::notes::Notes;
use crate::read::breaks;
use crate::sheet::{self, Paragraph};
use crate::sureness::Sureness;

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
    let names = ids::propose(sights, roles);
    let has_looks = sights.iter().flat_map(|sight| &sight.paragraph.runs).any(|run| run.look.is_emphasised());
    let mut markup = Markup::new(file, notes, ids::targets(sights, roles, forms, &names), has_looks);
    let title_marks = head.title_notes.iter().map(|at| markup.mark(*at)).collect();
    let draft = Draft { title_marks, ..Draft::default() };
    let mut building = Building {
        forms,
        markup,
        findings,
        draft,
        headings: Vec::new(),
        remarks: Vec::new(),
        second_list: false,
        is_too_deep: false,
        said_table: false,
    };
    let of_labels = label_findings::of_labels(file, sights, roles, forms);
    for (((sight, role), id), of_label) in sights.iter().zip(roles).zip(names).zip(of_labels) {
        building.findings.extend(of_label);
        building.add(sight, role, id);
    }
    building.write_headings();
    let Building { mut draft, mut markup, findings, remarks, .. } = building;
    findings.extend(remarks.iter().map(|remark| remarked(remark).in_file(file)));
    draft.adoption_note = head.adoption_note.and_then(|at| {
        let runs = &notes[at].runs;
        let words = sheet::words(runs).trim().to_owned();
        // Elsewhere the house makes the note anew, without the marks of notes in it.
        head.fields.values().any(|field| *field == words).then(|| (words, markup.plain(runs).trim().to_owned()))
    });
    markup.take_unmarked(head.adoption_note, findings);
    draft.notes = markup.marked;
    draft.note_marks = markup.marks;
    ends::mend(file, &mut draft, forms, findings);
    let clauses = draft.parts.iter().flat_map(|part| &part.blocks).filter_map(Block::as_clause);
    findings.extend(clauses.filter_map(|clause| wordless(file, clause)));
    draft
}

/// Says that a clause is nothing but a label and its points.
fn wordless(file: &str, clause: &DraftClause) -> Option<Finding> {
    let heading = clause.heading.as_deref()?;
    if !format!("{heading}{}", clause.text).trim().is_empty() {
        return None;
    }
    let message = "a clause has neither a heading nor words of its own, and a source text has none such";
    let finding = Finding::new("IMP-09", message).at(file, clause.place.clone());
    Some(finding.help("write its `heading:`, or make clauses of its points"))
}

struct Building<'a, 'f> {
    forms: &'a [Form<'f>],
    markup: Markup<'a>,
    findings: &'a mut Vec<Finding>,
    draft: Draft,
    /// Headings whose part is not known before the clause below them is.
    headings: Vec<WaitingHeading>,
    /// Remarks on what the house prints, which go to the next clause.
    remarks: Vec<String>,
    /// Whether a second list goes on behind the closing words of the last clause.
    second_list: bool,
    /// Whether it was said that points stand deeper than the house has levels.
    is_too_deep: bool,
    /// Whether it was said of the table at hand what became of it.
    said_table: bool,
}

/// A heading above a clause that has not come yet.
struct WaitingHeading {
    block: Block,
    /// Whether it was taken for one by its look alone.
    is_doubtful: bool,
    /// Whether it was said what became of it.
    is_told: bool,
}

impl Building<'_, '_> {
    fn add(&mut self, sight: &Sight<'_>, role: &Role, id: String) {
        let paragraph = sight.paragraph;
        self.said_table &= paragraph.cell;
        match role {
            Role::Head => self.draft.remarks.extend(paragraph.remarks.iter().cloned()),
            Role::Printed => self.remarks.extend(paragraph.remarks.iter().cloned()),
            // A source text has no place for what is remarked on a line below it.
            Role::Foot => self.findings.extend(remarked_on(self.markup.file, paragraph)),
            Role::Heading => {
                let text = behind_label(paragraph, self.markup.heading(&paragraph.runs));
                let remarks = self.take_remarks(paragraph);
                let block = Block::Heading { id, text, remarks, place: paragraph.place.clone() };
                self.headings.push(WaitingHeading { block, is_doubtful: !sight.heading, is_told: false });
            }
            Role::Clause { form, values, label } => self.clause(sight, id, *form, values, label),
            Role::Continued => self.go_on(paragraph),
            Role::Closing { depth } => self.close(paragraph, *depth),
            Role::SecondList { depth } => self.second_list(paragraph, *depth),
            Role::TooDeep => self.too_deep(paragraph),
        }
    }

    fn clause(&mut self, sight: &Sight<'_>, id: String, form: usize, values: &[u32], label: &LabelReading) {
        let part = &self.forms[form];
        if self.draft.parts.last().is_none_or(|last| last.form != form) {
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
        let told = hardly_a_clause(self.markup.file, sight, part, values, label);
        let is_marked = values.len() > 1 || text.trim_start_matches(['\\', '[']).starts_with("**");
        let told = told.or_else(|| (!is_marked).then(|| without_lead_words(self.markup.file, sight, part)).flatten());
        self.findings.extend(told);
        let (place, remarks) = (paragraph.place.clone(), self.take_remarks(paragraph));
        (self.second_list, self.is_too_deep) = (false, false);
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
        for heading in std::mem::take(&mut self.headings) {
            if heading.is_doubtful && !heading.is_told {
                let finding = Finding::new("IMP-08", "a line between clauses was taken for a heading");
                let sure = Sureness::Guess.because("it only looks like one: short, without a label or an end mark");
                let finding = finding.at(self.markup.file, heading.block.place()).note(sure);
                self.findings.push(finding.help("if its words belong to a clause, write them there"));
            }
            self.blocks().push(heading.block);
        }
    }

    /// Says once for each table that its cells were joined.
    fn joined_table(&mut self, paragraph: &Paragraph) {
        if !std::mem::replace(&mut self.said_table, true) {
            let message = "a table stands here, for which a source text has no place; its cells were joined to the words \
                           before it, row by row";
            let finding = Finding::new("IMP-07", message).at(self.markup.file, paragraph.place.clone());
            let finding = finding.note(Sureness::Guess.because("what rows and columns say is lost"));
            self.findings.push(finding.help("write what it says in words, or as points"));
        }
    }

    /// Says what becomes of headings that stood between points, where a source text has none.
    fn headings_between_points(&mut self) {
        for heading in &mut self.headings {
            if !std::mem::replace(&mut heading.is_told, true) {
                let message =
                    "a heading stood between points, where no text has one; it stands above the next clause now";
                let finding = Finding::new("IMP-08", message).at(self.markup.file, heading.block.place());
                let finding = finding.note(Sureness::Guess.because("nothing says which clauses it is to head"));
                self.findings.push(finding.help("if it parts the clause in two, make the points below it a clause"));
            }
        }
    }

    /// Goes on with the clause before.
    fn go_on(&mut self, paragraph: &Paragraph) {
        if self.append(paragraph) {
            self.joined(paragraph);
        }
    }

    /// Writes a paragraph behind the words of the last clause or point; says whether it had some.
    fn append(&mut self, paragraph: &Paragraph) -> bool {
        let words = self.all_words(paragraph);
        let Some(clause) = self.last() else { return false };
        clause.remarks.extend(paragraph.remarks.iter().cloned());
        clause.place.end = clause.place.end.max(paragraph.place.end);
        let text = clause.closing.as_mut().unwrap_or(&mut clause.text);
        let goes_on = !text.is_empty();
        text.push_str(if goes_on { " " } else { "" });
        text.push_str(&words);
        goes_on
    }

    /// Closes a clause at a depth after its points, or goes on with the words that do.
    fn close(&mut self, paragraph: &Paragraph, depth: usize) {
        if self.write_closing(paragraph, depth) || paragraph.cell {
            self.joined(paragraph);
        } else if !self.are_surely_closing(paragraph, depth) {
            let message = "a paragraph behind points was taken for the closing words of their clause";
            let finding = Finding::new("IMP-07", message).at(self.markup.file, paragraph.place.clone());
            let finding = finding.note(Sureness::Guess.because("it has no label, and no lead words"));
            self.findings.push(finding.help("see whether it is a clause or point of its own, or belongs to a point"));
        }
    }

    /// Says whether a paragraph behind points can be nothing but the closing words of the clause at a depth: they go on with a
    /// sentence, the last point is done, and they do not begin as a point does. Of several that are open the margin tells which.
    fn are_surely_closing(&mut self, paragraph: &Paragraph, depth: usize) -> bool {
        let words = paragraph.words();
        let words = words.as_str();
        let is_told_which = depth == 0 || paragraph.indent.is_some_and(|indent| indent > 0);
        let first = |words: &str| words.split_whitespace().next().map(str::to_owned);
        let mut points = self.at_depth(depth).map(|clause| clause.points.as_slice()).unwrap_or_default();
        let begins_alike = points.iter().any(|point| first(&point.text) == first(words));
        let mut last = "";
        while let Some(point) = points.last() {
            last = point.closing.as_ref().unwrap_or(&point.text);
            points = if point.closing.is_some() { &[] } else { &point.points };
        }
        is_told_which && words.trim_start().starts_with(char::is_lowercase) && !begins_alike && breaks::is_done(last)
    }

    /// Writes a second list into the closing words of a clause at a depth.
    fn second_list(&mut self, paragraph: &Paragraph, depth: usize) {
        self.write_closing(paragraph, depth);
        if !std::mem::replace(&mut self.second_list, true) {
            let message = "a second list stands behind the closing words of a clause, where a source text has none; it was \
                           written into them, labels and all";
            let finding = Finding::new("IMP-07", message).at(self.markup.file, paragraph.place.clone());
            let finding = finding.note(Sureness::Likely.because("its labels begin anew, or go on behind the words"));
            self.findings.push(finding.help("make a clause of it, or points of one of the points above"));
        }
    }

    /// Writes a point below the last level of the house into the words of the point above it.
    fn too_deep(&mut self, paragraph: &Paragraph) {
        self.append(paragraph);
        if !std::mem::replace(&mut self.is_too_deep, true) {
            let message = "points stand deeper than the house has levels; they were written into the words above them, \
                           labels and all";
            let finding = Finding::new("IMP-07", message).at(self.markup.file, paragraph.place.clone());
            let finding = finding.note(Sureness::Sure.because("the file says itself how deep its lists are"));
            self.findings.push(finding.help("make fewer levels of them, or clauses of their own"));
        }
    }

    /// Writes words that close a clause at a depth; says whether there were some before.
    fn write_closing(&mut self, paragraph: &Paragraph, depth: usize) -> bool {
        let words = self.all_words(paragraph);
        let Some(clause) = self.at_depth(depth) else { return false };
        clause.remarks.extend(paragraph.remarks.iter().cloned());
        let goes_on = clause.closing.is_some();
        let closing = clause.closing.get_or_insert_default();
        closing.push_str(if goes_on { " " } else { "" });
        closing.push_str(&words);
        goes_on
    }

    /// Writes the words of a paragraph that is no clause of its own, behind the label that a program counted for it.
    fn all_words(&mut self, paragraph: &Paragraph) -> String {
        let words = self.markup.plain(&paragraph.runs);
        behind_label(paragraph, words)
    }

    fn joined(&mut self, paragraph: &Paragraph) {
        if paragraph.cell {
            return self.joined_table(paragraph);
        }
        let finding = match paragraph.quotation {
            true => {
                let message = "a quotation stands here as a block of its own, for which a source text has no place; it was \
                               joined to the words before it";
                let sure = Sureness::Likely.because("the file itself says what it is");
                Finding::new("IMP-07", message).note(sure).help("set it in quotation marks if it has none")
            }
            false => {
                let message = "a paragraph goes on with the one before it, and was joined to it";
                Finding::new("IMP-07", message)
                    .note(Sureness::Guess.because("nothing says that it is a clause of its own"))
            }
        };
        self.findings.push(finding.at(self.markup.file, paragraph.place.clone()));
    }

    /// Returns the remarks on a paragraph, behind those on what the house prints above it.
    fn take_remarks(&mut self, paragraph: &Paragraph) -> Vec<String> {
        let mut remarks = std::mem::take(&mut self.remarks);
        remarks.extend(paragraph.remarks.iter().cloned());
        remarks
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

/// Says where nothing but its place shows a clause: where the house numbers nothing, it begins with no lead words, in nothing
/// that stands out, and ends as no clause does.
fn hardly_a_clause(
    file: &str,
    sight: &Sight<'_>,
    part: &Form<'_>,
    values: &[u32],
    label: &LabelReading,
) -> Option<Finding> {
    let runs = &sight.paragraph.runs;
    let leads = part.lead.is_none_or(|lead| !lead.at_start(&sight.words, sight.words.len()).is_empty());
    let stands_out = runs.first().is_some_and(|run| run.look.is_emphasised());
    let has_letters = sight.words.contains(char::is_alphabetic);
    let is_ended = has_letters && breaks::last_sign_of(runs).is_some_and(breaks::ends_with);
    let has_numeral = sight.parted().0.is_some_and(|label| label.contains(char::is_alphanumeric));
    let is_bare = values.len() == 1 && *label == LabelReading::Right && !has_numeral;
    if !is_bare || leads || stands_out || is_ended {
        return None;
    }
    let finding = Finding::new("IMP-08", "a line was taken for a clause").at(file, sight.paragraph.place.clone());
    let finding = finding.note(Sureness::Guess.because("it has no lead words and ends as no clause does"));
    Some(finding.help("if it belongs to the page and not to the text, delete it"))
}

/// Says that a clause begins with no lead words, where the house has some.
fn without_lead_words(file: &str, sight: &Sight<'_>, part: &Form<'_>) -> Option<Finding> {
    part.lead?;
    let finding = Finding::new("IMP-08", "a clause begins with none of the house's lead words");
    let finding = finding.at(file, sight.paragraph.place.clone());
    let finding = finding.note(Sureness::Guess.because("only its label and its place say that it is one"));
    Some(finding.help("see whether it is a clause of its own; if so, mark the words that it begins with"))
}

/// Returns words behind the label that a program counted for their paragraph, if it is more than a bullet.
fn behind_label(paragraph: &Paragraph, words: String) -> String {
    match paragraph.label.as_deref().map(str::trim).filter(|label| label.chars().any(char::is_alphanumeric)) {
        Some(label) => format!("{} {words}", literally(label)),
        None => words,
    }
}

/// Returns where its label puts a clause.
fn rank(sight: &Sight<'_>, part: &Form<'_>, values: &[u32], label: &LabelReading) -> Option<Rank> {
    let is_printed = sight.parted().0.is_some_and(|label| label.chars().any(char::is_alphanumeric));
    let level = part.levels.get(values.len() - 1).filter(|_| is_printed && !matches!(label, LabelReading::Needless))?;
    let at = usize::try_from(values.last()?.checked_sub(level.scheme.start)?).ok()?;
    Some(Rank { at, through: level.runs_through() })
}

/// Says once for a file that it calls paragraphs headings that are clauses.
pub(crate) fn headed_clauses(file: &str, sights: &[Sight<'_>], roles: &[Role], forms: &[Form<'_>]) -> Option<Finding> {
    let is_headed = |form: usize, depth: usize| {
        forms.get(form).and_then(|form| form.levels.get(depth.checked_sub(1)?)).is_some_and(|level| level.is_headed)
    };
    let is_one = |(sight, role): &(&Sight<'_>, &Role)| match role {
        Role::Clause { form, values, .. } => sight.paragraph.heading && !is_headed(*form, values.len()),
        _ => false,
    };
    let mut found = sights.iter().zip(roles).filter(is_one);
    let (first, _) = found.next()?;
    let message = match found.count() {
        0 => "a paragraph that the file calls a heading was taken for a clause".to_owned(),
        more => format!("{} paragraphs that the file calls headings were taken for clauses", more + 1),
    };
    let sure = Sureness::Likely.because("labels, lead words or end marks say that they are clauses");
    let finding = Finding::new("IMP-08", message).at(file, first.paragraph.place.clone()).note(sure);
    Some(finding.help("write `- heading:` where one is a heading after all"))
}
