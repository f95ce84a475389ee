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
        "IMP-01" | "IMP-02" => Some("likely: the labels around it say so"),
        "IMP-03" => Some("sure: it begins with its mark"),
        "IMP-04" => Some("likely: it looks like what a page prints and no text has"),
        "IMP-05" => Some("likely: what stands around it is counted so"),
        "IMP-06" => Some("likely: they look like lead words, or the house has them among its own"),
        "IMP-07" => Some("guess: it has neither a label nor lead words"),
        "IMP-08" => Some("guess: nothing in the file says it"),
        "IMP-10" => Some("likely: without points a colon ends nothing"),
        _ => None,
    }
}
