//! A language version as a package for a translator: its units, with what helps to translate them.

use std::collections::BTreeMap;

use engross_compile::translation::{State, Translation, TranslationKind, TranslationUnit, UnitStanding};
use engross_exchange::{ExchangeUnit, Group, Package};
use engross_model::{Cell, Document, Inline, plain_text};
use sha2::{Digest as _, Sha256};

use crate::output::capitalised;

/// Puts the units of a version into a package. `original` is the source text with its labels.
pub(crate) fn package(
    translation: &Translation,
    original: &Document,
    wanted: &dyn Fn(&TranslationUnit) -> bool,
) -> Package {
    let labels = Labels::of(original);
    let mut groups: Vec<Group> = Vec::new();
    for unit in translation.units.iter().filter(|unit| wanted(unit)) {
        let id = match (unit.kind, &unit.part) {
            (TranslationKind::Field, _) => "front",
            (_, Some(part)) => part,
            // A note stands with the unit that points to it.
            (_, None) => groups.last().map_or("notes", |group| group.id.as_str()),
        };
        let id = id.to_owned();
        if !groups.iter().any(|group| group.id == id) {
            groups.push(Group { id: id.clone(), units: Vec::new() });
        }
        if let Some(group) = groups.iter_mut().find(|group| group.id == id) {
            group.units.push(exchanged(unit, &labels));
        }
    }
    Package {
        document: original.slug.clone(),
        revision: revision(translation),
        source_language: translation.source_language.clone(),
        target_language: translation.language.clone(),
        note: format!("Original: {}. {}.", translation.source_language, original.file_title()),
        shown: labels.shown,
        groups,
    }
}

/// Names the state of the source: the same words have the same name.
fn revision(translation: &Translation) -> String {
    let mut hasher = Sha256::new();
    for unit in &translation.units {
        hasher.update(&unit.id);
        hasher.update(&unit.hash);
    }
    hasher.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

fn exchanged(unit: &TranslationUnit, labels: &Labels) -> ExchangeUnit {
    let number = labels.numbers.get(&unit.id).cloned().unwrap_or_default();
    ExchangeUnit {
        id: unit.id.clone(),
        kind: kind(unit).to_owned(),
        note: note(unit, labels),
        number,
        hash: unit.hash.clone(),
        source: unit.source.clone(),
        target: unit.target.clone(),
        state: state(unit),
        previous_source: None,
        own: None,
        translate: unit.standing != UnitStanding::Current(State::Final),
    }
}

fn kind(unit: &TranslationUnit) -> &'static str {
    match unit.kind {
        TranslationKind::Field if unit.id == "doc.title" => "title",
        TranslationKind::Field => "field",
        TranslationKind::Heading => "heading",
        TranslationKind::Clause => "clause",
        TranslationKind::Point => "point",
        TranslationKind::Closing => "closing",
        TranslationKind::Note => "note",
    }
}

fn state(unit: &TranslationUnit) -> engross_exchange::State {
    use engross_exchange::State as Sent;
    match (unit.standing, unit.origin.as_deref()) {
        (UnitStanding::Missing, _) => Sent::Missing,
        (UnitStanding::Stale, _) => Sent::Stale,
        (UnitStanding::Current(State::Draft), Some("tm")) => Sent::FuzzyMatch,
        (UnitStanding::Current(State::Draft), Some("mt")) => Sent::Machine,
        (UnitStanding::Current(State::Draft), _) => Sent::Draft,
        (UnitStanding::Current(State::Translated), _) => Sent::Translated,
        (UnitStanding::Current(State::Reviewed), _) => Sent::Reviewed,
        (UnitStanding::Current(State::Final), _) => Sent::Final,
    }
}

/// Says where a unit stands and what to keep: `Paragraph 26 (d) (operative). Ends with “;”. 1 note mark.`
fn note(unit: &TranslationUnit, labels: &Labels) -> String {
    let place = match (labels.names.get(&unit.id), &unit.part) {
        (Some(name), Some(part)) => format!("{name} ({part})"),
        (None, Some(part)) => format!("{} ({part})", kind(unit)),
        (Some(name), None) => name.clone(),
        (None, None) => kind(unit).to_owned(),
    };
    let mut sentences = vec![capitalised(&place)];
    if let Some(mark) = plain_text(&unit.source).trim_end().chars().next_back().filter(|it| !it.is_alphanumeric()) {
        sentences.push(format!("Ends with “{mark}”"));
    }
    let (notes, references) = counts(&unit.source);
    for (number, one, several) in [(notes, "note mark", "note marks"), (references, "reference", "references")] {
        match number {
            0 => {}
            1 => sentences.push(format!("1 {one}")),
            _ => sentences.push(format!("{number} {several}")),
        }
    }
    sentences.join(". ") + "."
}

fn counts(content: &[Inline]) -> (usize, usize) {
    content.iter().fold((0, 0), |(notes, references), node| {
        let inner = counts(node.children());
        let note = usize::from(matches!(node, Inline::NoteMark { .. }));
        let reference = usize::from(matches!(node, Inline::Reference { .. }));
        (notes + inner.0 + note, references + inner.1 + reference)
    })
}

/// What the source prints before its units, and how it speaks of them.
#[derive(Default)]
struct Labels {
    /// `26.`, `*`
    numbers: BTreeMap<String, String>,
    /// `paragraph 26 (d)`
    names: BTreeMap<String, String>,
    /// What marks and references show.
    shown: BTreeMap<String, String>,
}

impl Labels {
    fn of(document: &Document) -> Self {
        let mut labels = Self::default();
        document.walk_content(&mut |cell| match cell {
            Cell::Heading(_, heading) => _ = labels.names.insert(heading.id.clone(), "heading".to_owned()),
            Cell::Clause(_, clause, _) => {
                let Some(label) = clause.printed_label() else { return };
                labels.numbers.insert(clause.id.clone(), label.text.clone());
                labels.names.insert(clause.id.clone(), label.reference.clone());
                labels
                    .names
                    .insert(engross_model::heading_unit(&clause.id), format!("{}, its heading", label.reference));
                labels
                    .names
                    .insert(engross_model::closing_unit(&clause.id), format!("{}, after its points", label.reference));
                labels.shown.insert(clause.id.clone(), label.reference.clone());
                labels.shown.insert(format!("{}.label", clause.id), label.text.clone());
            }
            _ => {}
        });
        for note in &document.notes {
            let id = engross_model::note_unit(&note.id);
            labels.numbers.insert(id.clone(), note.mark.clone());
            labels.names.insert(id.clone(), format!("note {}", note.mark));
            labels.shown.insert(id, note.mark.clone());
        }
        labels
    }
}
