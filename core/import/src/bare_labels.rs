//! Numbers before lead words that lost their full stop, or have another sign for it: `2 Underlining`, `3, Deploring`; and those
//! that somebody typed though the file counts them. Without the house's lead words behind it a number could be any.

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

/// Takes away the labels that somebody typed in paragraphs which the file counts, where both say the same; says so, and where
/// they do not.
pub(crate) fn take_typed_twice(file: &str, paragraphs: &mut [Paragraph], forms: &[Form<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for paragraph in paragraphs.iter_mut() {
        let words = paragraph.words();
        let Some((counted, end)) = paragraph.label.as_deref().zip(label::typed(&words)) else { continue };
        let (typed, behind) = words.split_at(end);
        if !forms.iter().any(|form| form.leads(behind.trim_start())) {
            continue;
        }
        let message = format!("`{typed}` was typed where the file itself counts `{}`", counted.trim());
        let finding = Finding::new("IMP-05", message).at(file, paragraph.place.clone());
        if label::core(typed) == label::core(counted) {
            findings.push(finding.note(Sureness::Likely.because("both say the same; it was left out")));
            paragraph.runs = paragraph.without_start(end);
        } else {
            findings.push(
                finding.help("it stands among the words of the clause; take it out, and see where the clause belongs"),
            );
        }
    }
    findings
}

/// Finds the number before lead words at the head of a line: its bytes, with the sign behind it.
pub(crate) fn before_lead_words(words: &str, forms: &[Form<'_>]) -> Option<usize> {
    let label = words.split_whitespace().next()?;
    let behind = words.strip_prefix(label)?.trim_start();
    let is_number = marks::is_figures(label.strip_suffix(SIGNS).unwrap_or(label));
    (is_number && behind.starts_with(char::is_uppercase) && forms.iter().any(|form| form.leads(behind)))
        .then_some(label.len())
}
