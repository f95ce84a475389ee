//! A file that is a translation, laid beside the text that it translates: which clause of it stands for which.
//!
//! Clauses are matched by their labels, that is by their place among their like. Where a list has another length than that
//! of the original only entries whose own labels were printed are matched; everything else is reported, and nothing of it
//! is taken over.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use engross_compile::ADOPTION_NOTE;
use engross_compile::writing::literally;
use engross_model::{Block as Original, Clause, Document, Finding, Part};

use crate::draft::{Block, Draft, DraftClause, DraftPart};
use crate::head::Head;

/// The words of units, by the ids that the original has for them.
pub(crate) type Words = BTreeMap<String, String>;

/// Matches a draft with the text that it translates.
pub(crate) fn match_clauses(
    file: &str,
    head: &Head,
    draft: &Draft,
    original: &Document,
    findings: &mut Vec<Finding>,
) -> Words {
    let mut matching = Matching { file, words: Words::new(), ids: BTreeMap::new(), findings };
    let mut before = 0;
    for part in &original.parts {
        match draft.parts.iter().find(|found| found.name == part.name) {
            Some(found) => matching.part(part, found, before),
            None => matching.lacks(&format!("the part `{}`", part.name)),
        }
        before += part.clauses().count();
    }
    for found in draft.parts.iter().filter(|found| original.parts.iter().all(|part| part.name != found.name)) {
        let place = found.blocks.iter().map(place).next().unwrap_or_default();
        matching.stranger(place, &format!("the original has no part `{}`", found.name));
    }
    matching.notes(draft, original);
    matching.fields(head, draft);
    let Matching { words, ids, .. } = matching;
    words.into_iter().map(|(unit, words)| (unit, with_ids(&words, &ids))).collect()
}

struct Matching<'a> {
    file: &'a str,
    words: Words,
    /// The ids of the original, by those of the draft; those of notes begin with `^`.
    ids: BTreeMap<String, String>,
    findings: &'a mut Vec<Finding>,
}

impl Matching<'_> {
    /// Matches a part, before which there are so many clauses in the text.
    fn part(&mut self, part: &Part, found: &DraftPart, before: usize) {
        let headings = part.blocks.iter().filter_map(|block| match block {
            Original::Heading(heading) => Some(heading),
            Original::Clause(_) => None,
        });
        let found_headings = found.blocks.iter().filter_map(|block| match block {
            Block::Heading { id, text, .. } => Some((id, text)),
            Block::Clause(_) => None,
        });
        let (headings, found_headings): (Vec<_>, Vec<_>) = (headings.collect(), found_headings.collect());
        if headings.len() == found_headings.len() {
            for (heading, (id, text)) in headings.iter().zip(found_headings) {
                self.take(&heading.id, id, text);
            }
        } else {
            self.differ(&format!("the headings of `{}`", part.name), headings.len(), found_headings.len(), 0..0);
        }
        let clauses: Vec<&Clause> = part.clauses().collect();
        let found: Vec<&DraftClause> = found.blocks.iter().filter_map(Block::as_clause).collect();
        self.list(&clauses, &found, before, &format!("the clauses of `{}`", part.name));
    }

    fn list(&mut self, clauses: &[&Clause], found: &[&DraftClause], before: usize, what: &str) {
        let alike = clauses.len() == found.len();
        if !alike {
            let place = found.first().map_or(0..0, |first| first.place.clone());
            self.differ(what, clauses.len(), found.len(), place);
        }
        let mut matched = BTreeSet::new();
        for (index, one) in found.iter().enumerate() {
            let own = one.rank.and_then(|it| it.at.checked_sub(if it.through { before } else { 0 }));
            let at = if alike { Some(index) } else { own };
            match at.and_then(|at| Some((at, clauses.get(at)?))).filter(|(at, _)| matched.insert(*at)) {
                Some((_, clause)) => self.clause(clause, one),
                None => self.stranger(one.place.clone(), "nothing in the original stands for this clause"),
            }
        }
        for (_, clause) in clauses.iter().enumerate().filter(|(at, _)| !matched.contains(at)) {
            self.lacks(&named(clause));
        }
    }

    fn clause(&mut self, clause: &Clause, found: &DraftClause) {
        self.ids.insert(found.id.clone(), clause.id.clone());
        let pieces = [
            (clause.id.clone(), clause.content.is_empty(), Some(&found.text)),
            (format!("{}.heading", clause.id), clause.heading.is_empty(), found.heading.as_ref()),
            (format!("{}.tail", clause.id), clause.closing.is_empty(), found.closing.as_ref()),
        ];
        for (unit, is_empty, words) in pieces {
            match (is_empty, words.filter(|words| !words.is_empty())) {
                (false, Some(words)) => drop(self.words.insert(unit, words.clone())),
                (false, None) => self.lacks(&format!("`{unit}`")),
                (true, Some(_)) => self.stranger(found.place.clone(), &format!("the original has no `{unit}`")),
                (true, None) => {}
            }
        }
        let points: Vec<&Clause> = clause.points.iter().collect();
        let found: Vec<&DraftClause> = found.points.iter().collect();
        self.list(&points, &found, 0, &format!("the points of {}", named(clause)));
    }

    fn notes(&mut self, draft: &Draft, original: &Document) {
        let own: Vec<_> = original.notes.iter().filter(|note| note.id != ADOPTION_NOTE).collect();
        if own.len() != draft.notes.len() {
            self.differ("the notes", own.len(), draft.notes.len(), 0..0);
        }
        if own.len() != draft.notes.len() {
            return;
        }
        for (note, (id, words)) in own.iter().zip(&draft.notes) {
            self.ids.insert(format!("^{id}"), note.id.clone());
            self.words.insert(format!("fn.{}", note.id), words.clone());
        }
    }

    /// Takes over what the title block says in words.
    fn fields(&mut self, head: &Head, draft: &Draft) {
        let title = head.title.as_ref().map(|title| literally(title) + &draft.title_marks);
        let place = head.adoption.as_ref().and_then(|adoption| adoption.place.as_deref().map(literally));
        let fixed = [("title", title), ("subtitle", head.subtitle.as_deref().map(literally)), ("place", place)];
        let fixed = fixed.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        let presenter = head.presented_by.iter().map(|(name, value)| {
            let name = if *name == "name" { "presenter" } else { *name };
            (name.to_owned(), literally(value))
        });
        let fields = head.fields.iter().map(|(name, value)| (name.clone(), literally(value)));
        self.words.extend(fixed.chain(presenter).chain(fields).map(|(name, value)| (format!("doc.{name}"), value)));
    }

    fn take(&mut self, unit: &str, id: &str, words: &str) {
        self.ids.insert(id.to_owned(), unit.to_owned());
        self.words.insert(unit.to_owned(), words.to_owned());
    }

    /// Says that a list is longer or shorter in the file.
    fn differ(&mut self, what: &str, ours: usize, theirs: usize, place: Range<usize>) {
        let finding = Finding::new("IMP-12", format!("{what}: the original has {ours}, the file {theirs}"));
        let finding = if place.is_empty() { finding.in_file(self.file) } else { finding.at(self.file, place) };
        self.findings.push(
            finding.help("only those whose own labels say which they are were matched; of notes and headings none"),
        );
    }

    fn lacks(&mut self, what: &str) {
        let finding = Finding::new("IMP-13", format!("{what} has no words in the file")).in_file(self.file);
        self.findings.push(finding.help("it stays to be translated"));
    }

    fn stranger(&mut self, place: Range<usize>, message: &str) {
        let finding = Finding::new("IMP-12", message).at(self.file, place);
        self.findings.push(finding.help("its words were not taken over"));
    }
}

fn named(clause: &Clause) -> String {
    let label = clause.label.as_ref().map(|label| label.text.trim().to_owned()).filter(|label| !label.is_empty());
    match label {
        Some(label) => format!("`{label}` (`{}`)", clause.id),
        None => format!("`{}`", clause.id),
    }
}

fn place(block: &Block) -> Range<usize> {
    block.as_clause().map_or(0..0, |clause| clause.place.clone())
}

/// Writes references and marks of notes with the ids of the original.
fn with_ids(words: &str, ids: &BTreeMap<String, String>) -> String {
    let mut written = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find(['#', '^']) {
        let (before, behind) = rest.split_at(at);
        let opens = before.ends_with('[') || before.ends_with("](");
        let sign = &behind[..1];
        let end = behind.find([']', ')', '.']).unwrap_or(behind.len());
        let id = behind.get(1..end).unwrap_or_default();
        let key = if sign == "^" { format!("^{id}") } else { id.to_owned() };
        written.push_str(before);
        written.push_str(sign);
        match ids.get(&key).filter(|_| opens) {
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
