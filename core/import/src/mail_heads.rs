//! The head of a mail above a text, and what the mail says before the text begins: no lines of a title block.

use std::ops::Range;

use engross_model::Finding;

use crate::arrange::{Printed, above_text};
use crate::forms::Form;
use crate::read::breaks;
use crate::sheet::{Paragraph, Sheet};
use crate::sureness::Sureness;

/// What mail programs call the sender, the day and the subject, and whom a mail goes to, language by language.
struct Names {
    sender: &'static str,
    days: &'static [&'static str],
    subject: &'static str,
    others: &'static [&'static str],
}

const NAMES: [Names; 3] = [
    Names { sender: "from", days: &["sent", "date"], subject: "subject", others: &["to", "cc", "bcc", "attachments"] },
    Names {
        sender: "de", days: &["envoyé", "date"], subject: "objet", others: &["à", "cc", "cci", "pièces jointes"]
    },
    Names { sender: "von", days: &["gesendet", "datum"], subject: "betreff", others: &["an", "cc", "bcc", "anlagen"] },
];

/// The head of a mail has no more lines.
const LONGEST: usize = 12;

impl Names {
    fn has(&self, name: &str) -> bool {
        name == self.sender || self.names_day(name) || name == self.subject || self.others.contains(&name)
    }

    fn names_day(&self, name: &str) -> bool {
        self.days.contains(&name)
    }
}

/// Leaves out the head of a mail above a text, and with it the mail's own words before a line that the house prints at the top
/// of texts; says so.
pub(crate) fn leave_out(file: &str, sheet: &mut Sheet, forms: &[Form<'_>], printed: &Printed) -> Vec<Finding> {
    let Some(head) = find(&sheet.paragraphs, forms, printed) else { return Vec::new() };
    let words = own_words(&sheet.paragraphs[head.end..], forms, printed);
    let of_head = Finding::new("IMP-04", "the head of a mail was left out");
    let of_head = of_head.note(Sureness::Likely.because("its lines say who sent it, when, and about what"));
    let of_words = Finding::new("IMP-09", "what a mail says before the text begins was left out");
    let mut findings = vec![told(file, of_head, &sheet.paragraphs[head.clone()])];
    let said = &sheet.paragraphs[head.end..head.end + words];
    if !said.is_empty() {
        findings.push(told(file, of_words, said).help("if it belongs to the text, write it there"));
    }
    let mut at = 0..;
    sheet.retain(|_| at.next().is_none_or(|at| at < head.start || at >= head.end + words));
    findings
}

/// Adds to a finding where paragraphs stand, and what they say.
fn told(file: &str, finding: Finding, paragraphs: &[Paragraph]) -> Finding {
    let said: Vec<String> = paragraphs.iter().map(|paragraph| paragraph.words().trim().to_owned()).collect();
    let place = paragraphs.first().map(|first| first.place.clone()).unwrap_or_default();
    finding.at(file, place).note(format!("it says: {}", said.join(" | ")))
}

/// Finds the head of a mail before the first clause: lines below each other, of which one names the sender, one the day and
/// one the subject, or of which one has an address. Working papers say who they are from and to whom, too.
fn find(paragraphs: &[Paragraph], forms: &[Form<'_>], printed: &Printed) -> Option<Range<usize>> {
    let above = &paragraphs[..above_text(paragraphs, forms, printed)];
    let starts = 0..above.len();
    let heads = starts.flat_map(|start| NAMES.iter().map(move |names| (start, names)));
    heads.into_iter().find_map(|(start, names)| {
        let lines = || above[start..].iter().take(LONGEST);
        let called = || lines().map_while(|line| name(line).filter(|name| names.has(name)));
        let has_sender = called().any(|name| name == names.sender);
        let has_day = called().any(|name| names.names_day(&name));
        let count = called().count();
        let has_subject = called().any(|name| name == names.subject);
        let is_mail = has_subject || lines().take(count).any(|line| line.words().contains('@'));
        (has_sender && has_day && is_mail).then_some(start..start + count)
    })
}

/// Counts the paragraphs behind the head of a mail that greet or say something, before the first line that the house prints
/// itself above texts; none where nothing is such a line. Other lines there may be the text's: the name of a committee.
fn own_words(behind: &[Paragraph], forms: &[Form<'_>], printed: &Printed) -> usize {
    let above = above_text(behind, forms, printed);
    let is_head = |paragraph: &Paragraph| {
        let words = paragraph.words();
        printed.heads.iter().any(|head| head.is(&words))
    };
    let first = behind[..above].iter().position(is_head).unwrap_or(0);
    let says = |paragraph: &Paragraph| breaks::ends(&paragraph.words());
    behind[..first].iter().rposition(says).map_or(0, |last| last + 1)
}

/// Returns the name with which a line says what it says, in small letters: `sent` of `Sent: Monday`. French sets a blank before
/// the colon.
fn name(line: &Paragraph) -> Option<String> {
    let words = line.words();
    let (name, said) = words.split_once(':')?;
    (said.starts_with(char::is_whitespace)).then(|| name.trim().to_lowercase())
}
