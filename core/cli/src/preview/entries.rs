//! The units of a document as the preview lists them.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use engross_compile::SourceMap;
use engross_compile::translation::{State, Translation, TranslationUnit, UnitStanding};
use engross_model::{Cell, Clause, Document, Inline, Part, plain_text};
use engross_preview::{Entry, EntryKind};

use crate::commands::outline::first_words;
use crate::positions::Lines;

/// Lists all units in print order: the lines, the parts with their headings and clauses, then notes.
pub(super) fn entries(
    document: &Document,
    sources: &SourceMap,
    translation: Option<&Translation>,
    file: &str,
    lines: &Lines<'_>,
) -> Vec<Entry> {
    let units = translation.map_or(&[][..], |translation| translation.units.as_slice());
    let mut list = List { sources, units, file, lines, entries: Vec::new() };
    document.walk_content(&mut |cell| match cell {
        Cell::PartHeading(part) => list.part(part),
        Cell::Clause(_, clause, depth) => list.clause(clause, depth),
        Cell::Heading(_, heading) => list.add(&heading.id, EntryKind::Heading, &heading.content, 0),
        Cell::ClauseHeading(_, _, depth) | Cell::Closing(_, _, depth) if !cell.content().is_empty() => {
            list.add(&cell.unit().unwrap_or_default(), EntryKind::Other, cell.content(), depth);
        }
        Cell::Title(line) => {
            if let Some(unit) = line.units.first() {
                list.add(unit, EntryKind::Other, &line.content, 0);
            }
        }
        _ => {}
    });
    for note in &document.notes {
        list.add(&engross_model::note_unit(&note.id), EntryKind::Other, &note.content, 0);
    }
    list.entries
}

struct List<'a> {
    sources: &'a SourceMap,
    units: &'a [TranslationUnit],
    file: &'a str,
    lines: &'a Lines<'a>,
    entries: Vec<Entry>,
}

impl List<'_> {
    fn part(&mut self, part: &Part) {
        self.entries.push(Entry {
            unit: format!("part.{}", part.name),
            words: plain_text(&part.heading),
            kind: EntryKind::Part,
            ..Entry::default()
        });
    }

    /// Adds a clause, which people know by its own heading if it has one.
    fn clause(&mut self, clause: &Clause, depth: usize) {
        self.add(&clause.id, EntryKind::Clause, &clause.content, depth);
        let Some(entry) = self.entries.last_mut() else { return };
        if !clause.heading.is_empty() {
            entry.words = first_words(&plain_text(&clause.heading));
        }
        if let Some(label) = clause.printed_label() {
            entry.label.clone_from(&label.text);
            entry.name.clone_from(&label.reference);
        }
    }

    fn add(&mut self, unit: &str, kind: EntryKind, content: &[Inline], depth: usize) {
        let place = self.sources.place(unit).filter(|(file, _)| file == self.file);
        // An id with a dot is made from the position, or names no clause.
        let id = (!unit.contains('.')).then(|| unit.to_owned());
        self.entries.push(Entry {
            unit: unit.to_owned(),
            id,
            words: first_words(&plain_text(content)),
            depth,
            kind,
            line: place.map(|(_, span)| self.lines.line(span.start)),
            state: self.units.iter().find(|known| known.id == unit).map(|known| state(known.standing)),
            digest: digest(content),
            ..Entry::default()
        });
    }
}

fn state(standing: UnitStanding) -> &'static str {
    match standing {
        UnitStanding::Missing => "missing",
        UnitStanding::Stale => "stale",
        UnitStanding::Current(State::Draft) => "draft",
        UnitStanding::Current(State::Translated) => "translated",
        UnitStanding::Current(State::Reviewed) => "reviewed",
        UnitStanding::Current(State::Final) => "final",
    }
}

/// Tells whether words say the same as before. Numbers that move with other clauses are no part of it.
fn digest(content: &[Inline]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hash(content, &mut hasher);
    hasher.finish()
}

fn hash(content: &[Inline], hasher: &mut DefaultHasher) {
    for inline in content {
        std::mem::discriminant(inline).hash(hasher);
        match inline {
            Inline::Text(text) => text.hash(hasher),
            Inline::Reference { target, .. } => target.hash(hasher),
            Inline::NoteMark { note, .. } => note.hash(hasher),
            Inline::Link { url, content } => {
                url.hash(hasher);
                hash(content, hasher);
            }
            other => hash(other.children(), hasher),
        }
        // Where the one ends and the next begins.
        0xff_u8.hash(hasher);
    }
}
