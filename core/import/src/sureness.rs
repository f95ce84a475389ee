//! How sure a repair is: `sure`, `likely` or a `guess`, and why. A finding that does not say so itself gets what holds of all
//! of its code.

use engross_model::Finding;

/// Lets every finding of a repair say how sure it is.
pub(crate) fn say(findings: &mut [Finding]) {
    for finding in findings {
        if let Some(usual) = usual(&finding.code).filter(|_| !says(finding)) {
            finding.notes.insert(0, usual.to_owned());
        }
    }
}

fn says(finding: &Finding) -> bool {
    finding.notes.iter().any(|note| ["sure:", "likely:", "guess:"].iter().any(|word| note.starts_with(word)))
}

/// Returns what holds of most repairs of a code; `None` for what is no repair.
fn usual(code: &str) -> Option<&'static str> {
    match code {
        "IMP-04" => Some("likely: no text has it as its own words"),
        "IMP-05" => Some("likely: what stands around it is counted so"),
        "IMP-06" => Some("likely: they look like lead words, or the house has them among its own"),
        "IMP-07" => Some("guess: nothing parts it from what stands before it"),
        "IMP-08" => Some("guess: nothing in the file says it outright"),
        "IMP-10" => Some("likely: without points a colon ends nothing"),
        _ => None,
    }
}
