//! Notes whose marks are signs, `*` or `†`: the series of the house that has such marks.

use engross_compile::{House, Numerals};
use engross_model::Finding;

use crate::draft::Draft;
use crate::sureness::Sureness;

/// Gives notes that are marked with signs the series of the house that writes these; says where the house has none.
pub(crate) fn choose(file: &str, house: &House, draft: &mut Draft) -> Vec<Finding> {
    let notes = &house.data().notes;
    let writes = |series: &str, sign: &str| {
        let Some(Numerals::Symbols(signs)) = notes.series.get(series).map(|scheme| &scheme.numerals) else {
            return false;
        };
        signs.iter().any(|own| sign.starts_with(own))
    };
    let mut findings = Vec::new();
    for (id, sign) in &draft.note_signs {
        if writes(&notes.default, sign) {
            continue;
        }
        match notes.series.keys().find(|series| writes(series, sign)) {
            Some(series) => _ = draft.note_series.insert(id.clone(), series.clone()),
            None => {
                let message = format!("the note `{id}` was marked `{sign}`, and the house numbers its notes");
                let finding = Finding::new("IMP-05", message).in_file(file);
                let finding = finding.note(Sureness::Sure.because("no series of its notes has this sign"));
                findings.push(finding.help("it is numbered among the others now; see whether others refer to it"));
            }
        }
    }
    findings
}
