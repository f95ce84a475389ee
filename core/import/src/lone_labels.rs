//! Lines that only a reader of print sees as one: a label alone on a line, or in a column of its own, belongs to the heading
//! or the words below it.

use engross_model::Finding;

use crate::label::{self, Worded};
use crate::read::breaks;
use crate::sheet::{Paragraph, Run, words_beside_marks};

/// Joins labels that stand alone to what stands below them; leaves out entries of lists in which there is nothing.
pub(crate) fn join(
    file: &str,
    paragraphs: Vec<Paragraph>,
    worded: &Worded,
    findings: &mut Vec<Finding>,
) -> Vec<Paragraph> {
    let mut joined: Vec<Paragraph> = Vec::with_capacity(paragraphs.len());
    let mut waiting: Option<(String, Paragraph)> = None;
    let mut paragraphs = paragraphs.into_iter().peekable();
    while let Some(mut paragraph) = paragraphs.next() {
        let lone =
            lone_label(&paragraph, worded).filter(|label| !is_figure_of_table(&paragraph, label, paragraphs.peek()));
        if let Some(label) = lone {
            joined.extend(waiting.replace((label, paragraph)).map(|(_, before)| before));
            continue;
        }
        if paragraph.label.is_some() || label::typed(&paragraph.words()).is_some() {
            joined.extend(waiting.take().map(|(_, before)| before));
        }
        if let Some((label, line)) = waiting.take() {
            let is_ended = breaks::last_sign_of(&paragraph.runs).is_none_or(breaks::ends_with);
            paragraph.heading |= !is_ended && label::worded(&label, worded).is_some();
            paragraph.label = Some(label);
            paragraph.anchors.extend(line.anchors);
            paragraph.remarks.splice(..0, line.remarks);
            paragraph.runs.extend(line.runs.into_iter().filter(|run| run.note.is_some()));
        }
        joined.push(paragraph);
    }
    joined.extend(waiting.map(|(_, paragraph)| paragraph));
    joined.retain(|paragraph| {
        let is_empty = paragraph.label.is_some() && paragraph.runs.iter().all(is_blank) && paragraph.remarks.is_empty();
        if is_empty {
            let finding = Finding::new("IMP-09", "an entry of a list has no words; it was left out");
            findings.push(finding.at(file, paragraph.place.clone()).help("write its words if they are missing"));
        }
        !is_empty
    });
    joined
}

fn is_blank(run: &Run) -> bool {
    run.note.is_none() && run.words.trim().is_empty()
}

/// Says whether a number in a cell is a figure among others: nothing dresses it as a label, and the next cell has no words that
/// end as a clause does.
fn is_figure_of_table(paragraph: &Paragraph, label: &str, next: Option<&Paragraph>) -> bool {
    let is_bare = paragraph.label.is_none() && label.ends_with(char::is_numeric);
    let is_clause = |next: &Paragraph| breaks::last_sign_of(&next.runs).is_some_and(|end| !end.is_alphanumeric());
    paragraph.cell && is_bare && !next.is_some_and(is_clause)
}

/// Returns the label that a paragraph consists of.
fn lone_label(paragraph: &Paragraph, worded: &Worded) -> Option<String> {
    let words = words_beside_marks(&paragraph.runs);
    let words = words.trim();
    if let Some(label) = paragraph.label.as_ref().filter(|_| words.is_empty()) {
        return Some(label.clone());
    }
    let is_label =
        label::worded(words, worded) == Some(words.len()) || label::is_lone(words) || label::is_bullet(words);
    (is_label && paragraph.label.is_none()).then(|| words.to_owned())
}
