//! The labels with which those who negotiate a text name its paragraphs until it is adopted: `PP1.` for
//! the preamble, `OP1.` for the operative part. No house prints them.

use std::sync::LazyLock;

use engross_model::Finding;
use regex::Regex;

use crate::sheet::Paragraph;
use crate::sureness::Sureness;

/// The letters, the number, and what stands behind it; a blank ends them.
const WORKING: &str = r"^(PP|OP)\s?(\d{1,3}(?:\s?(?:bis|ter|quater))?)[.:)]?(?:\s|$)";

static WORKING_LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(WORKING).ok());

/// Says whether a line begins with a working label.
pub(crate) fn begins(line: &str) -> bool {
    WORKING_LABEL.as_ref().is_some_and(|label| label.is_match(line))
}

/// Takes working labels from the paragraphs; those of operative paragraphs leave their numbers, unless one numbering runs
/// through all parts. Says where it did.
pub(crate) fn leave_out(file: &str, paragraphs: &mut [Paragraph], runs_through: bool) -> Option<Finding> {
    let working = WORKING_LABEL.as_ref()?;
    let head = |paragraph: &Paragraph| paragraph.label.clone().unwrap_or_else(|| paragraph.words());
    let labelled = || paragraphs.iter().filter(|paragraph| working.is_match(&head(paragraph)));
    // One alone is a word of the text.
    let place = labelled().next().filter(|_| labelled().count() > 1)?.place.clone();
    for paragraph in paragraphs.iter_mut() {
        let head = head(paragraph);
        let Some(found) = working.captures(&head) else { continue };
        if paragraph.label.is_none() {
            paragraph.runs = paragraph.without_start(found[0].len());
        }
        // In print the paragraphs of the preamble have no label.
        paragraph.label = (&found[1] == "OP" && !runs_through).then(|| format!("{}.", &found[2]));
    }
    let finding =
        Finding::new("IMP-04", "working labels gave way to those of the house: `PP1.`, `OP1.`").at(file, place);
    Some(finding.note(Sureness::Likely.because("several paragraphs begin so, and the house prints none")))
}
