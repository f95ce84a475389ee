//! Words that somebody struck out by hand, which no program keeps as a change: they are gone as deleted ones are.

use engross_model::Finding;

use crate::label;
use crate::sheet::{Run, Sheet, placed, tidy_blanks};

/// Takes struck-out words out of a sheet, and says which; where changes are refused they stay, and that is said too.
pub(crate) fn take(file: &str, sheet: &mut Sheet, refuse_changes: bool) {
    let (mut found, mut first) = (Vec::new(), None);
    sheet.retain(|paragraph| {
        if !has_any(&paragraph.runs) {
            return true;
        }
        first.get_or_insert(paragraph.place.clone());
        paragraph.runs = without(std::mem::take(&mut paragraph.runs), refuse_changes, &mut found);
        // With all its words a clause is gone, and its label.
        let words = paragraph.words();
        refuse_changes || !words.trim().is_empty() && !label::is_lone(words.trim())
    });
    for note in sheet.notes.values_mut().filter(|note| has_any(note)) {
        *note = without(std::mem::take(note), refuse_changes, &mut found);
    }
    if found.is_empty() {
        return;
    }
    let (fate, help) = match refuse_changes {
        true => ("kept, since changes are refused", "delete them if they are not to be in the text"),
        false => ("left out", "write them into the text if they belong there"),
    };
    let finding = Finding::new("IMP-09", format!("words that are struck out were {fate}"));
    let finding = finding.note(format!("it says: {}", found.join(" | "))).help(help);
    sheet.findings.push(placed(finding, file, first));
}

fn has_any(runs: &[Run]) -> bool {
    runs.iter().any(|run| run.look.struck && !run.words.trim().is_empty())
}

fn without(mut runs: Vec<Run>, keep: bool, found: &mut Vec<String>) -> Vec<Run> {
    found.extend(runs.iter().filter(|run| run.look.struck).map(|run| run.words.trim().to_owned()));
    runs.retain(|run| keep || !run.look.struck);
    runs.iter_mut().for_each(|run| run.look.struck = false);
    for at in 1..runs.len() {
        // The blank before struck words is not one before a full stop.
        if runs[at].words.starts_with(['.', ',', ';', ':']) {
            let end = runs[at - 1].words.trim_end().len();
            runs[at - 1].words.truncate(end);
        }
    }
    tidy_blanks(runs)
}
