//! One sentence a finding, which reads well aloud and without colour.

use super::{Placed, severity_word};
use crate::output::printable;

/// `error PUN-01 in a/en.yaml, line 5, columns 20 to 23: … Help: …`
pub(crate) fn sentence(placed: &Placed<'_>) -> String {
    let finding = placed.finding;
    let mut sentence = format!("{} {}", severity_word(finding.severity), finding.code);
    if let Some(file) = placed.file() {
        sentence += &format!(" in {file}");
    }
    if let Some((first, last)) = placed.range {
        sentence += &format!(", line {}, ", first.line);
        sentence += &match last.column.saturating_sub(1) {
            end if last.line == first.line && end > first.column => format!("columns {} to {end}", first.column),
            end if last.line > first.line => format!("column {} to line {}, column {end}", first.column, last.line),
            _ => format!("column {}", first.column),
        };
    }
    if let (None, Some(clause)) = (placed.range, &finding.place.clause) {
        sentence += &format!(", {clause}");
    }
    sentence += &format!(": {}", finding.message);
    for note in &finding.notes {
        sentence += &format!("{} Note: {note}", stop(&sentence));
    }
    if let Some(help) = &finding.help {
        sentence += &format!("{} Help: {help}", stop(&sentence));
    }
    printable(&sentence).replace('\n', " ") + "\n"
}

/// Returns the full stop that ends a sentence which has none yet.
fn stop(sentence: &str) -> &'static str {
    if sentence.ends_with(['.', '…']) { "" } else { "." }
}
