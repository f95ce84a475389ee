//! Notes beyond what numbering needs: the adoption note, and notes with the same words.

use std::collections::BTreeMap;

use engross_model::{Finding, plain_text};

use super::Checked;
use super::numbering::with_plain_blanks;
use crate::resolve::ADOPTION_NOTE;
use crate::source_map::{Unit, UnitKind};

pub(super) fn check(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    adoption_note(text, findings);
    same_words(text, findings);
    misplaced_marks(text, findings);
}

/// `NOTE-01`: a note mark in a field that prints none, such as a place or a presenter's name.
fn misplaced_marks(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    let prints_marks = |id: &str| matches!(id, "doc.title" | "doc.subtitle");
    for unit in text.units().filter(|unit| unit.kind == UnitKind::Field && !prints_marks(&unit.id)) {
        for (_, mark) in unit.markup.note_marks() {
            let place = unit.text.file_range(mark);
            let finding = Finding::new("NOTE-01", "a note mark cannot stand here").at(&*unit.text.file, place);
            findings.push(finding.in_clause(&unit.id).help("put it on the title or in a clause"));
        }
    }
}

/// `NOTE-02`: an adoption note in the author's words that the house would write otherwise.
fn adoption_note(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    let Some(unit) = text.resolved.sources.unit("doc.adoption") else { return };
    let formula = text.resolved.adoption_formula.as_deref().map(plain_text);
    let printed = text.resolved.document.note(ADOPTION_NOTE).map(|note| plain_text(&note.content)).unwrap_or_default();
    // An author need not know where the house divides no date.
    if let Some(formula) = formula.filter(|formula| with_plain_blanks(formula) != with_plain_blanks(&printed)) {
        let finding = text.whole("NOTE-02", "the adoption note differs from the house's formula", unit);
        findings.push(
            finding
                .note(format!("the house writes: {formula}"))
                .help("delete `note:`, or waive NOTE-02 with the reason"),
        );
    }
}

/// `NOTE-03`: two notes with the same words.
fn same_words(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    let mut first: BTreeMap<&str, &Unit> = BTreeMap::new();
    for unit in text.units().filter(|unit| unit.kind == UnitKind::Note) {
        let words = unit.visible.text.trim();
        match first.get(words) {
            Some(earlier) => {
                let name = earlier.id.trim_start_matches("fn.");
                let finding = text.whole("NOTE-03", format!("this note has the words of `{name}`"), unit);
                findings.push(finding.help(format!("write `[^{name}]` in its place and delete it")));
            }
            None => {
                first.insert(words, unit);
            }
        }
    }
}
