//! A file that is a translation, laid beside the text that it translates: which clause of it stands for which.
//!
//! Clauses are matched by their labels, that is by their place among their like. Where a list has another length than that
//! of the original only entries whose own labels were printed are matched; everything else is reported, and nothing of it
//! is taken over.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use engross_compile::glossary::Forms;
use engross_compile::house::FieldForm;
use engross_compile::writing::literally;
use engross_compile::{ADOPTION_NOTE, House};
use engross_model::{
    Block as Original, Cell, Clause, Document, Finding, Heading, Inline, Note, Part, Status, field_unit, note_unit,
    plain_text,
};

use crate::draft::{Block, Draft, DraftClause, DraftPart, marks_in};
use crate::head::Head;
use crate::sheet::placed;

/// The words of units, by the ids that the original has for them.
pub(crate) type Words = BTreeMap<String, String>;

/// What is written for lead words of the original, by those in small letters.
pub(crate) type Renderings<'g> = BTreeMap<String, &'g Forms>;

/// Matches a draft with the text that it translates.
pub(crate) fn match_clauses(
    file: &str,
    head: &Head,
    draft: &Draft,
    original: &Document,
    renderings: &Renderings<'_>,
    findings: &mut Vec<Finding>,
) -> Words {
    let (ids, marks, left) = (BTreeMap::new(), Vec::new(), BTreeSet::new());
    let mut matching = Matching { file, renderings, words: Words::new(), ids, marks, left, findings };
    matching.number(head, original);
    matching.kind_and_status(head, original);
    for part in &original.parts {
        match draft.parts.iter().find(|found| found.name == part.name) {
            Some(found) => matching.part(part, found),
            None => matching.lacks(&format!("the part `{}`", part.name)),
        }
    }
    for found in draft.parts.iter().filter(|found| original.parts.iter().all(|part| part.name != found.name)) {
        let place = found.blocks.iter().map(Block::place).next().unwrap_or_default();
        let words: Vec<&str> = found.blocks.iter().flat_map(Block::words).collect();
        matching.stranger(place, &format!("the original has no part `{}`", found.name), &words.join(" | "));
    }
    matching.notes(draft, original);
    matching.fields(head, draft, original);
    let Matching { words, ids, .. } = matching;
    words.into_iter().map(|(unit, words)| (unit, with_ids(&words, &ids))).collect()
}

/// Leaves out what the title block says and the original does not; says so where it is in words.
pub(crate) fn leave_out_strangers(
    file: &str,
    words: &mut Words,
    house: &House,
    has_unit: impl Fn(&str) -> bool,
) -> Vec<Finding> {
    let strangers: Words = words.extract_if(.., |unit, _| !has_unit(unit)).collect();
    let fields = &house.data().fields;
    let is_in_words = |unit: &str| {
        let own = fields.iter().find(|(name, _)| field_unit(name) == unit);
        own.is_none_or(|(_, form)| *form == FieldForm::Text)
    };
    let finding = |(unit, words): (String, String)| {
        let finding = Finding::new("IMP-12", format!("nothing in the original stands for `{unit}`")).in_file(file);
        finding.note(format!("it says: {words}")).help("its words were not taken over")
    };
    strangers.into_iter().filter(|(unit, _)| is_in_words(unit)).map(finding).collect()
}

struct Matching<'a> {
    file: &'a str,
    renderings: &'a Renderings<'a>,
    words: Words,
    /// The ids of the original, by those of the draft; those of notes begin with `^`.
    ids: BTreeMap<String, String>,
    /// Notes that are marked in the same words: that of the draft, that of the original.
    marks: Vec<(String, String)>,
    /// Notes that are marked in words which were not taken over.
    left: BTreeSet<String>,
    findings: &'a mut Vec<Finding>,
}

/// Returns what a file says of its adoption, for which a translation has no place: it is the original's to say.
fn told_of_adoption(head: &Head) -> Vec<String> {
    let number = head.number.iter().map(|number| format!("its number is `{number}`"));
    let day = head.adoption.as_ref().and_then(|adoption| adoption.date);
    number.chain(day.map(|day| format!("it was adopted on {day}"))).collect()
}

impl<'a> Matching<'a> {
    /// Says where the file has the number of another text.
    fn number(&mut self, head: &Head, original: &Document) {
        let identifier = &original.metadata.identifier;
        let lines = original.title_block.iter().map(|line| plain_text(&line.content));
        let printed: Vec<String> = lines.chain([identifier.clone()]).collect();
        // A year may stand behind the number: `2601 (2025)`.
        let number = head.number.as_deref().and_then(|number| number.split([' ', '(']).next());
        let has = |line: &String, number: &str| {
            line.split([' ', '\u{a0}', '(', ')', ',', ':']).any(|word| word.trim_end_matches('.') == number)
        };
        let is_other = |number: &&str| !printed.iter().any(|line| has(line, number));
        let number = number.filter(|_| original.status == Status::Adopted).filter(is_other);
        self.findings.extend(number.map(|number| {
            let message = format!("the file has the number `{number}`, and the original is `{identifier}`");
            let finding = Finding::new("IMP-12", message).in_file(self.file);
            finding.help("see whether it is a translation of this text")
        }));
    }

    /// Says where the file calls itself another kind of text, or a draft where the original is none, or the other way about; and
    /// where it was adopted on another day.
    fn kind_and_status(&mut self, head: &Head, original: &Document) {
        let file = self.file;
        let differ = |what: &str, theirs: &str, ours: &str| {
            let message = format!("{what} of the file is `{theirs}`, that of the original `{ours}`");
            let finding = Finding::new("IMP-12", message).in_file(file);
            finding.help("see whether it is a translation of this text, and as it is now")
        };
        if head.is_kind_named && head.kind != original.kind {
            self.findings.push(differ("the kind", &head.kind, &original.kind));
        }
        let name = |is_adopted: bool| if is_adopted { "adopted" } else { "draft" };
        let (theirs, ours) = (head.status == Some(Status::Adopted), original.status == Status::Adopted);
        if head.is_status_told && theirs != ours {
            let said = if theirs { told_of_adoption(head) } else { Vec::new() };
            let finding = differ("the status", name(theirs), name(ours));
            self.findings.push(said.into_iter().fold(finding, Finding::note));
        }
        let day = head.adoption.as_ref().and_then(|adoption| adoption.date).filter(|_| ours);
        if let (Some(theirs), Some(ours)) = (day, original.metadata.date)
            && theirs != ours
        {
            self.findings.push(differ("the day of adoption", &theirs.to_string(), &ours.to_string()));
        }
    }

    fn part(&mut self, part: &Part, found: &DraftPart) {
        // Numbers that run through all parts have come so far before it.
        let first = part.clauses().find_map(|clause| clause.label.as_ref());
        let before = first.map_or(0, |label| label.numeral.value.saturating_sub(1) as usize);
        let clauses: Vec<&Clause> = part.clauses().collect();
        let of_file: Vec<&DraftClause> = found.blocks.iter().filter_map(Block::as_clause).collect();
        self.list(part, &clauses, &of_file, before, &format!("the clauses of `{}`", part.name));
        self.headings(part, found);
    }

    /// Matches headings: one by one where there are as many, else by the clause that follows.
    fn headings(&mut self, part: &Part, found: &DraftPart) {
        let headings: Vec<(&Heading, Option<&str>)> = part
            .blocks
            .iter()
            .enumerate()
            .filter_map(|(at, block)| match block {
                Original::Heading(heading) => Some((heading, clause_behind(&part.blocks[at..]))),
                Original::Clause(_) => None,
            })
            .collect();
        let mut of_file: Vec<(&Block, Option<String>)> = found
            .blocks
            .iter()
            .enumerate()
            .filter(|(_, block)| block.as_clause().is_none())
            .map(|(at, block)| {
                let behind = found.blocks[at..].iter().find_map(Block::as_clause);
                (block, behind.and_then(|clause| self.ids.get(&clause.id).cloned()))
            })
            .collect();
        let alike = headings.len() == of_file.len();
        for (heading, behind) in headings {
            let is_it = |(_, other): &(&Block, Option<String>)| alike || behind.is_some() && other.as_deref() == behind;
            let block = of_file.iter().position(is_it).map(|at| of_file.remove(at).0);
            match block {
                Some(Block::Heading { id, text, place, .. }) => {
                    self.pair_marks(&heading.id, &heading.content, text, place.clone());
                    self.take(&heading.id, id, text);
                }
                _ => self.lacks(&format!("the heading `{}`", heading.id)),
            }
        }
        for (block, _) in of_file {
            self.stranger(block.place(), "the original has no heading here", &block.words().join(" | "));
        }
    }

    fn list(&mut self, part: &Part, clauses: &[&Clause], found: &[&DraftClause], before: usize, what: &str) {
        let alike = clauses.len() == found.len();
        if !alike {
            let place = found.first().map(|first| first.place.clone());
            self.differ(what, clauses.len(), found.len(), place);
        }
        let ranks: Vec<Option<usize>> = found
            .iter()
            .map(|one| one.rank.and_then(|it| it.at.checked_sub(if it.through { before } else { 0 })))
            .collect();
        // Labels that do not count up are mistakes: of lists that are alike the place says more.
        let count_up = ranks.iter().flatten().is_sorted_by(|one, next| one < next);
        let leads = self.leads(clauses);
        // Where a clause is missing, or one too many, lead words that no other has say more than labels.
        let by_lead = |one: &DraftClause| if alike { None } else { only_one_led(lead_of(&one.text)?, &leads) };
        let by_leads: Vec<Option<usize>> = found.iter().map(|one| by_lead(one)).collect();
        let at = |(index, rank): (usize, &Option<usize>)| {
            let rank = rank.filter(|at| (count_up || !alike) && !by_leads.contains(&Some(*at)));
            by_leads[index].or(rank).or(alike.then_some(index)).filter(|at| *at < clauses.len())
        };
        let places: Vec<Option<usize>> = ranks.iter().enumerate().map(at).collect();
        // Where a clause begins with its own lead words no other was meant to stand there.
        let own = found.iter().zip(&places).filter_map(|(one, at)| {
            let (at, words) = at.zip(lead_of(&one.text))?;
            leads[at].as_ref()?.is_rendered_by(words).then_some(at)
        });
        let begin_so: BTreeSet<usize> = own.collect();
        let mut matched = BTreeSet::new();
        for (one, at) in found.iter().zip(places.iter().copied()) {
            let stranger = match at {
                Some(at) => leads_of_another(&one.text, clauses[at], &leads, at, &begin_so),
                None => Some("nothing tells which clause of the original this one stands for".to_owned()),
            };
            match (stranger, at) {
                (None, Some(at)) if matched.insert(at) => {
                    self.doubtful_lead(one, clauses[at], leads[at].as_ref(), alike);
                    self.clause(part, clauses[at], one);
                }
                (None, _) => self.strange_clause(one, "the file has two clauses for one of the original"),
                (Some(message), _) => self.strange_clause(one, &message),
            }
        }
        for (_, clause) in clauses.iter().enumerate().filter(|(at, _)| !matched.contains(at)) {
            self.lacks(&named(clause));
        }
    }

    /// Returns the lead words of clauses, with what the glossary has for them in the file's language.
    fn leads(&self, clauses: &[&Clause]) -> Vec<Option<Lead<'a>>> {
        let lead = |clause: &&Clause| {
            let words = lead_words(&clause.content)?;
            let forms = *self.renderings.get(&words.to_lowercase())?;
            Some(Lead { words, forms })
        };
        clauses.iter().map(lead).collect()
    }

    /// Says where a clause begins with what the glossary has for other lead words than those of the original; where lists are not
    /// alike, also where it begins with what the glossary does not know.
    fn doubtful_lead(&mut self, found: &DraftClause, clause: &Clause, own: Option<&Lead<'_>>, alike: bool) {
        let Some(own) = own else { return };
        let Some(words) = lead_of(&found.text) else {
            if !alike {
                let message =
                    format!("{} begins with `{}`, and this clause with no lead words", named(clause), own.words);
                let finding = Finding::new("IMP-12", message).at(self.file, found.place.clone());
                self.findings.push(finding.help("its words were taken over; see whether they translate this clause"));
            }
            return;
        };
        if own.is_rendered_by(words) {
            return;
        }
        let mut known = self.renderings.iter();
        let other = known.find(|(_, forms)| forms.iter().any(|form| is_same(form, words))).map(|(other, _)| other);
        let stands_for = match other {
            Some(other) => format!("stands for `{other}`"),
            None if alike => return,
            None => "is not known to stand for anything".to_owned(),
        };
        let message = format!("`{words}` {stands_for}, but {} begins with `{}`", named(clause), own.words);
        let finding = Finding::new("IMP-12", message).at(self.file, found.place.clone());
        self.findings.push(finding.help("its words were taken over; see whether they translate this clause"));
    }

    fn clause(&mut self, part: &Part, clause: &Clause, found: &DraftClause) {
        self.ids.insert(found.id.clone(), clause.id.clone());
        let pieces = [
            (Cell::Clause(part, clause, 0), Some(&found.text)),
            (Cell::ClauseHeading(part, clause, 0), found.heading.as_ref()),
            (Cell::Closing(part, clause, 0), found.closing.as_ref()),
        ];
        for (cell, words) in pieces {
            let unit = cell.unit().unwrap_or_default().into_owned();
            match (cell.content().is_empty(), words.filter(|words| !words.is_empty())) {
                (false, Some(words)) => {
                    self.pair_marks(&unit, cell.content(), words, found.place.clone());
                    self.words.insert(unit, words.clone());
                }
                (false, None) => self.lacks(&format!("`{unit}`")),
                (true, Some(words)) => {
                    let what = match cell {
                        Cell::ClauseHeading(..) => "heading",
                        Cell::Closing(..) => "words behind its points",
                        _ => "words of its own",
                    };
                    let message = format!("{} of the original has no {what}", named(clause));
                    self.left.extend(marks_in(words).map(str::to_owned));
                    self.stranger(found.place.clone(), &message, words);
                }
                (true, None) => {}
            }
        }
        let points: Vec<&Clause> = clause.points.iter().collect();
        let found: Vec<&DraftClause> = found.points.iter().collect();
        self.list(part, &points, &found, 0, &format!("the points of {}", named(clause)));
    }

    /// Remembers which notes are marked in the same words, where there are as many marks; says where there are not.
    fn pair_marks(&mut self, unit: &str, content: &[Inline], words: &str, place: Range<usize>) {
        let (ours, theirs) = (marks_of(content), marks_in(words).map(str::to_owned).collect::<Vec<_>>());
        if ours.len() == theirs.len() {
            self.marks.extend(theirs.into_iter().zip(ours));
            return;
        }
        let message = format!("marks of notes in `{unit}`: the original has {}, the file {}", ours.len(), theirs.len());
        let finding = Finding::new("IMP-12", message).at(self.file, place);
        self.findings.push(finding.help("see whether each mark stands where that of the original does"));
    }

    /// Matches notes: those that are marked in the same words, and the others one by one if there are as many.
    fn notes(&mut self, draft: &Draft, original: &Document) {
        let pairs: BTreeMap<String, String> = std::mem::take(&mut self.marks).into_iter().collect();
        let mut ours: Vec<&Note> = original.notes.iter().filter(|note| note.id != ADOPTION_NOTE).collect();
        let mut theirs = Vec::new();
        for (id, words) in &draft.notes {
            let ours_at = pairs.get(id).and_then(|own| ours.iter().position(|note| note.id == *own));
            match ours_at.map(|at| ours.remove(at)) {
                Some(note) => self.note(note, id, words),
                None => theirs.push((id, words)),
            }
        }
        // The place of a note says nothing where its mark stood in other words.
        let is_left = |(id, _): &(&String, &String)| self.left.contains(*id);
        if ours.len() == theirs.len() && !theirs.iter().any(is_left) {
            ours.iter().zip(theirs).for_each(|(note, (id, words))| self.note(note, id, words));
            return;
        }
        for note in ours {
            self.lacks(&format!("the note `{}` (`{}`)", note.mark, note.id));
        }
        for (id, words) in theirs {
            let beginning: String = words.chars().take(SHORT).collect();
            let message = if self.left.contains(id) {
                format!("the note `{beginning}` is marked in words that were not taken over")
            } else {
                format!("nothing in the original stands for the note `{beginning}`")
            };
            let finding = Finding::new("IMP-12", message).in_file(self.file);
            let is_longer = beginning.len() < words.len();
            let finding = if is_longer { finding.note(format!("it says: {words}")) } else { finding };
            self.findings.push(finding.help("its words were not taken over"));
        }
    }

    fn note(&mut self, note: &Note, id: &str, words: &str) {
        self.ids.insert(format!("^{id}"), note.id.clone());
        self.words.insert(note_unit(&note.id), words.to_owned());
    }

    /// Takes over what the title block says in words.
    fn fields(&mut self, head: &Head, draft: &Draft, original: &Document) {
        let title = head.title.as_ref().map(|title| literally(title) + &draft.title_marks);
        let place = head.adoption.as_ref().and_then(|adoption| adoption.place.as_deref().map(literally));
        let fixed = [("title", title), ("subtitle", head.subtitle.as_deref().map(literally)), ("place", place)];
        let fixed = fixed.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        let presenter = head.presented_by.iter().map(|(name, value)| {
            let name = if *name == "name" { "presenter" } else { *name };
            (name.to_owned(), literally(value))
        });
        let fields = head.fields.iter().map(|(name, value)| (name.clone(), literally(value)));
        self.words.extend(fixed.chain(presenter).chain(fields).map(|(name, value)| (field_unit(&name), value)));
        for unit in original.title_block.iter().chain(&original.closing_block).flat_map(|line| &line.units) {
            if !self.words.contains_key(unit) {
                self.lacks(&format!("`{unit}`"));
            }
        }
    }

    fn take(&mut self, unit: &str, id: &str, words: &str) {
        self.ids.insert(id.to_owned(), unit.to_owned());
        self.words.insert(unit.to_owned(), words.to_owned());
    }

    /// Says that a list is longer or shorter in the file.
    fn differ(&mut self, what: &str, ours: usize, theirs: usize, place: Option<Range<usize>>) {
        let finding = Finding::new("IMP-12", format!("{what}: the original has {ours}, the file {theirs}"));
        self.findings.push(
            placed(finding, self.file, place).help("only those whose own labels say which they are were matched"),
        );
    }

    fn lacks(&mut self, what: &str) {
        let finding = Finding::new("IMP-13", format!("{what} has no words in the file")).in_file(self.file);
        self.findings.push(finding.help("it stays to be translated"));
    }

    fn stranger(&mut self, place: Range<usize>, message: &str, words: &str) {
        let finding = Finding::new("IMP-12", message).at(self.file, place).note(format!("it says: {words}"));
        self.findings.push(finding.help("its words were not taken over"));
    }

    /// Says that a clause was not taken over, with its points.
    fn strange_clause(&mut self, clause: &DraftClause, message: &str) {
        let words = clause.words();
        self.left.extend(words.iter().flat_map(|words| marks_in(words)).map(str::to_owned));
        let finding = Finding::new("IMP-12", message).at(self.file, clause.place.clone());
        let finding = finding.note(format!("it says: {}", words.join(" | ")));
        let count = clause.points.len();
        let with_points = if count > 0 { ", nor those of its points" } else { "" };
        self.findings.push(finding.help(format!("its words were not taken over{with_points}")));
    }
}

/// More letters of a note are not said in the first sentence of a finding.
const SHORT: usize = 40;

/// Lead words of a clause of the original.
struct Lead<'a> {
    words: String,
    /// What stands for them in the file's language.
    forms: &'a Forms,
}

impl Lead<'_> {
    fn is_rendered_by(&self, words: &str) -> bool {
        self.forms.iter().any(|form| is_same(form, words))
    }
}

/// Returns the one clause that begins with what these words stand for.
fn only_one_led(words: &str, leads: &[Option<Lead<'_>>]) -> Option<usize> {
    let is_rendered =
        |(_, lead): &(usize, &Option<Lead<'_>>)| lead.as_ref().is_some_and(|lead| lead.is_rendered_by(words));
    let mut led = leads.iter().enumerate().filter(is_rendered).map(|(at, _)| at);
    led.next().filter(|_| led.next().is_none())
}

/// Says whose lead words a text begins with, if they are those of another clause of the list than the one at this place, and
/// none that begins so itself.
fn leads_of_another(
    text: &str,
    clause: &Clause,
    leads: &[Option<Lead<'_>>],
    at: usize,
    begin_so: &BTreeSet<usize>,
) -> Option<String> {
    let words = lead_of(text)?;
    if leads[at].as_ref().is_some_and(|own| own.is_rendered_by(words)) {
        return None;
    }
    let mut others = leads.iter().enumerate().filter_map(|(at, lead)| Some((at, lead.as_ref()?)));
    let (_, other) = others.find(|(at, lead)| lead.is_rendered_by(words) && !begin_so.contains(at))?;
    let begins = match lead_words(&clause.content) {
        Some(own) => format!("with `{own}`"),
        None => "without lead words".to_owned(),
    };
    Some(format!("`{words}` stands for `{}`, but {} of the original begins {begins}", other.words, named(clause)))
}

/// Returns the lead words that a text as it is written begins with.
fn lead_of(text: &str) -> Option<&str> {
    Some(text.strip_prefix("**")?.split_once("**")?.0)
}

fn named(clause: &Clause) -> String {
    let label = clause.label.as_ref().map(|label| label.text.trim().to_owned()).filter(|label| !label.is_empty());
    match label {
        Some(label) => format!("`{label}` (`{}`)", clause.id),
        None => format!("`{}`", clause.id),
    }
}

/// Returns the id of the first clause among blocks.
fn clause_behind(blocks: &[Original]) -> Option<&str> {
    blocks.iter().find_map(|block| match block {
        Original::Clause(clause) => Some(clause.id.as_str()),
        Original::Heading(_) => None,
    })
}

/// Returns the lead words that a clause begins with.
fn lead_words(content: &[Inline]) -> Option<String> {
    match content.first()? {
        Inline::Lead(words) => Some(plain_text(words).trim_matches([',', ' ']).to_owned()),
        _ => None,
    }
}

fn is_same(form: &str, words: &str) -> bool {
    form.to_lowercase() == words.trim_matches([',', ' ']).to_lowercase()
}

/// Returns the notes that are marked in running text.
fn marks_of(content: &[Inline]) -> Vec<String> {
    content
        .iter()
        .flat_map(|inline| match inline {
            Inline::NoteMark { note, .. } => vec![note.clone()],
            other => marks_of(other.children()),
        })
        .collect()
}

/// Writes references and marks of notes with the ids of the original.
fn with_ids(words: &str, ids: &BTreeMap<String, String>) -> String {
    let mut written = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find(['#', '^']) {
        let (before, behind) = rest.split_at(at);
        let opens = before.ends_with('[') || before.ends_with("](");
        let sign = &behind[..1];
        written.push_str(before);
        written.push_str(sign);
        if !opens {
            rest = &behind[1..];
            continue;
        }
        let end = behind.find([']', ')', '.']).unwrap_or(behind.len());
        let id = behind.get(1..end).unwrap_or_default();
        let key = if sign == "^" { format!("^{id}") } else { id.to_owned() };
        match ids.get(&key) {
            Some(own) => {
                written.push_str(own);
                rest = &behind[end..];
            }
            // A note that was not matched is marked nowhere in the version.
            None if sign == "^" && before.ends_with('[') => {
                written.truncate(written.len() - "[^".len());
                rest = behind.get(end + 1..).unwrap_or_default();
            }
            None => rest = &behind[1..],
        }
    }
    written + rest
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::with_ids;

    #[test]
    fn references_and_marks_get_the_ids_of_the_original() {
        let ids =
            BTreeMap::from([("calls".to_owned(), "urges".to_owned()), ("^note-1".to_owned(), "treaty".to_owned())]);
        let words = "see [#calls], [#calls.label], [there](#calls) and [#other][^note-1]; 2^3^ # [^note-2]";
        let own = "see [#urges], [#urges.label], [there](#urges) and [#other][^treaty]; 2^3^ # ";
        assert_eq!(with_ids(words, &ids), own);
    }
}
