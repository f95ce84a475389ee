//! Numbers before lead words that lost their full stop, or have another sign for it: `2 Underlining`, `3, Deploring`. Without the
//! house's lead words behind it a number could be any.

use engross_model::Finding;

use crate::forms::Form;
use crate::label;
use crate::marks;
use crate::sheet::Paragraph;
use crate::sureness::Sureness;

/// The signs that machines read for a full stop.
const SIGNS: [char; 5] = [',', ';', ':', '·', '\''];

/// Sets such numbers apart as the labels of their paragraphs, and says so.
pub(crate) fn take(file: &str, paragraphs: &mut [Paragraph], forms: &[Form<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for paragraph in paragraphs.iter_mut().filter(|paragraph| paragraph.label.is_none()) {
        let words = paragraph.words();
        if label::typed(&words).is_none()
            && let Some(end) = before_lead_words(&words, forms)
        {
            let label = words[..end].to_owned();
            let place = paragraph.place.start..paragraph.place.start + end;
            let finding =
                Finding::new("IMP-02", format!("`{label}` was read for the label of a clause")).at(file, place);
            findings.push(finding.note(Sureness::Likely.because("lead words of the house follow it")));
            paragraph.label = Some(label);
            paragraph.runs = paragraph.without_start(end);
        }
    }
    findings
}

/// Finds the number before lead words at the head of a line: its bytes, with the sign behind it.
pub(crate) fn before_lead_words(words: &str, forms: &[Form<'_>]) -> Option<usize> {
    let label = words.split_whitespace().next()?;
    let behind = words.strip_prefix(label)?.trim_start();
    let leads = |form: &Form<'_>| form.lead.is_some_and(|lead| !lead.at_start(behind, behind.len()).is_empty());
    let is_number = marks::is_figures(label.strip_suffix(SIGNS).unwrap_or(label));
    (is_number && behind.starts_with(char::is_uppercase) && forms.iter().any(leads)).then_some(label.len())
}
