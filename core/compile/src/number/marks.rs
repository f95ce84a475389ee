//! Note marks: counted per series in the order of first use, one mark for all anchors of a note.

use std::collections::{BTreeMap, BTreeSet};

use engross_model::{Finding, Inline, Note, is_name};

use super::Scheme;
use crate::enough::{is_enough, is_many};
use crate::house::{HouseData, TermsData};
use crate::resolve::{ADOPTION_NOTE, Resolved};

/// Gives every note mark its text and lists the used notes in the order of first use.
pub(super) fn number_notes(resolved: &mut Resolved, house: &HouseData, terms: &TermsData) -> Vec<Finding> {
    let mut marking = Marking { series: series_of_notes(resolved, house), ..Marking::default_with(house, terms) };
    let contents = std::mem::take(&mut resolved.notes);
    let document = &mut resolved.document;
    document.walk_words_mut(&mut |content| marking.mark_nodes(content, &mut false));
    document.notes = marking.notes(&contents);
    let mut findings = std::mem::take(&mut marking.findings);
    findings.extend(unmatched(resolved, &contents, &marking));
    findings
}

fn series_of_notes(resolved: &Resolved, house: &HouseData) -> BTreeMap<String, String> {
    let adoption = house.notes.adoption.clone().map(|series| (ADOPTION_NOTE.to_owned(), series));
    let named = resolved.note_series.iter().map(|(note, series)| (note.clone(), series.value.clone()));
    adoption.into_iter().chain(named).filter(|(_, series)| house.notes.series.contains_key(series)).collect()
}

struct Marking<'a> {
    house: &'a HouseData,
    terms: &'a TermsData,
    /// The series of the notes that are not in the default one.
    series: BTreeMap<String, String>,
    counters: BTreeMap<String, u32>,
    /// Used notes in the order of first use.
    order: Vec<String>,
    used: BTreeMap<String, Used>,
    findings: Vec<Finding>,
}

struct Used {
    mark: String,
    series: String,
    anchors: u32,
}

impl<'a> Marking<'a> {
    fn default_with(house: &'a HouseData, terms: &'a TermsData) -> Self {
        Self {
            house,
            terms,
            series: BTreeMap::new(),
            counters: BTreeMap::new(),
            order: Vec::new(),
            used: BTreeMap::new(),
            findings: Vec::new(),
        }
    }

    /// Marks nodes and those inside them. `follows` says whether a mark stands just before, however deep, from which the
    /// next one must be told apart: `1` and `2` would read `12`.
    fn mark_nodes(&mut self, content: &mut [Inline], follows: &mut bool) {
        for node in content {
            match node {
                Inline::Text(text) => *follows &= text.is_empty(),
                Inline::NoteMark { note, mark, anchor, separator } => {
                    if *follows {
                        separator.clone_from(&self.house.notes.separator);
                    }
                    *follows = true;
                    let used = self.use_note(note);
                    mark.clone_from(&used.mark);
                    *anchor = used.anchors;
                }
                other => self.mark_nodes(other.children_mut(), follows),
            }
        }
    }

    /// Counts one more anchor of a note, and gives it a mark at the first.
    fn use_note(&mut self, note: &str) -> &Used {
        if !self.used.contains_key(note) {
            let series = self.series.get(note).unwrap_or(&self.house.notes.default).clone();
            let mark = self.next_mark(note, &series);
            self.order.push(note.to_owned());
            self.used.insert(note.to_owned(), Used { mark, series, anchors: 0 });
        }
        let used = self.used.entry(note.to_owned()).or_insert_with(|| Used {
            mark: String::new(),
            series: String::new(),
            anchors: 0,
        });
        used.anchors += 1;
        used
    }

    fn next_mark(&mut self, note: &str, series: &str) -> String {
        let Some(scheme) = self.house.notes.series.get(series) else { return String::new() };
        let value = self.counters.entry(series.to_owned());
        let value = *value.and_modify(|value| *value = value.saturating_add(1)).or_insert(scheme.start);
        let scheme = &*scheme.in_language(self.terms.alphabet.as_deref(), None);
        let Some(numeral) = scheme.numerals.write(value) else {
            let message = format!("the series of notes `{series}` has no mark for its note number {value}");
            self.findings.push(Finding::new("NUM-02", message).in_clause(format!("fn.{note}")));
            return value.to_string();
        };
        let Scheme { prefix, suffix, .. } = scheme;
        format!("{prefix}{numeral}{suffix}")
    }

    fn notes(&self, contents: &BTreeMap<String, Vec<Inline>>) -> Vec<Note> {
        let note = |id: &String| {
            let used = self.used.get(id)?;
            Some(Note {
                id: id.clone(),
                series: used.series.clone(),
                mark: used.mark.clone(),
                content: contents.get(id)?.clone(),
                anchors: used.anchors,
            })
        };
        self.order.iter().filter_map(note).collect()
    }
}

/// Reports marks without a note, notes without a mark, marks inside notes and unknown series.
fn unmatched(resolved: &Resolved, contents: &BTreeMap<String, Vec<Inline>>, marking: &Marking<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let known: BTreeSet<&str> = contents.keys().map(String::as_str).filter(|name| *name != ADOPTION_NOTE).collect();
    for unit in resolved.sources.units() {
        for (name, range) in unit.markup.note_marks() {
            if is_enough(&findings) {
                return findings;
            }
            let span = unit.text.file_range(range);
            if unit.id.starts_with("fn.") || unit.id == "doc.adoption" {
                let finding = Finding::new("NOTE-01", "a note stands inside a note")
                    .at(&*unit.text.file, span)
                    .in_clause(&unit.id);
                findings.push(finding.help("move its words into the note"));
            } else if !known.contains(name.as_str()) && !resolved.notes_unread {
                let finding = Finding::new("NOTE-01", format!("there is no note `{name}`")).at(&*unit.text.file, span);
                let known = known.iter().copied();
                let near = if is_many(&findings) { None } else { engross_model::nearest(&name, known) };
                let help = match near {
                    // The note's own name is refused already.
                    Some(near) if !is_name(near) => continue,
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("add `{name}: …` under `notes:` in the source text"),
                };
                findings.push(finding.in_clause(&unit.id).help(help));
            }
        }
    }
    // The mark may stand in what could not be read; a note whose name or words were refused needs no second finding.
    let has_words = |name: &str| !contents.get(name).is_some_and(Vec::is_empty);
    let is_unused = |name: &str| !marking.used.contains_key(name) && is_name(name) && has_words(name);
    let unused = known.iter().filter(|name| !resolved.has_gap && is_unused(name));
    for name in unused {
        let finding = Finding::new("NOTE-01", format!("no mark leads to the note `{name}`"));
        findings.push(
            finding
                .in_clause(format!("fn.{name}"))
                .help(format!("write `[^{name}]` where it belongs, or delete the note")),
        );
    }
    for series in resolved.note_series.values() {
        if !marking.house.notes.series.contains_key(&series.value) {
            let names = marking.house.notes.series.keys().cloned().collect::<Vec<_>>().join(", ");
            findings.push(
                Finding::new("SRC-04", format!("the house has no series of notes `{}`", series.value))
                    .at(resolved.sources.file(), series.span.clone())
                    .help(format!("write one of: {names}")),
            );
        }
    }
    findings
}
