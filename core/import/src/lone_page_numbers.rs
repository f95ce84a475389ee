//! Numbers of pages that somebody typed between clauses, and the running heads beside them: where the program ends pages now,
//! nobody knows.

use std::collections::BTreeSet;

use engross_model::Finding;

use crate::forms::Form;
use crate::label;
use crate::marks;
use crate::read::{breaks, page_lines};
use crate::sheet::{Paragraph, Sheet};

/// So many lines above a text may come again as running heads.
const MOST_ABOVE: usize = 60;

/// Leaves out figures that stand alone between clauses of which the second has a label of its own, so that they are nobody's;
/// and beside them lines that repeat what stands above the text. Says so.
pub(crate) fn leave_out(file: &str, sheet: &mut Sheet, forms: &[Form<'_>]) -> Vec<Finding> {
    let begins = |paragraph: &Paragraph| begins_clause(paragraph, forms);
    let Some(first) = sheet.paragraphs.iter().position(begins) else { return Vec::new() };
    let (above, text) = sheet.paragraphs.split_at(first);
    let above: Vec<String> = above.iter().take(MOST_ABOVE).map(Paragraph::words).collect();
    let repeats = |paragraph: &Paragraph| {
        let words = paragraph.words();
        let is_end =
            |line: &String| line.strip_suffix(&words).is_some_and(|before| before.is_empty() || before.ends_with(' '));
        !words.is_empty() && !begins(paragraph) && above.iter().any(is_end)
    };
    let mut of_pages = BTreeSet::new();
    let mut last_number = 0;
    for at in 1..text.len() {
        let Some(number) = page_number(&text[at]).filter(|number| *number > last_number) else { continue };
        let before = usize::from(at > 1 && repeats(&text[at - 1]));
        let behind = usize::from(text.get(at + 1).is_some_and(repeats));
        let is_between =
            begins_or_ends(&text[at - 1 - before], forms) && text.get(at + 1 + behind).is_some_and(has_label);
        if is_between {
            of_pages.extend(first + at - before..=first + at + behind);
            last_number = number;
        }
    }
    let finding = |at: &usize| {
        let why = "it is the number of a page, alone between clauses, or comes again beside one";
        let line = &sheet.paragraphs[*at];
        page_lines::left_out(file, line.place.clone(), why).note(format!("it reads: {}", line.words().trim()))
    };
    let findings = of_pages.iter().map(finding).collect();
    let mut at = 0..;
    sheet.retain(|_| at.next().is_none_or(|at| !of_pages.contains(&at)));
    findings
}

/// Says whether a paragraph has a label with words behind it.
fn has_label(paragraph: &Paragraph) -> bool {
    let words = paragraph.words();
    paragraph.label.is_some() && !words.trim().is_empty() || label::typed(&words).is_some()
}

/// Says whether a paragraph has a label with words behind it, or lead words.
fn begins_clause(paragraph: &Paragraph, forms: &[Form<'_>]) -> bool {
    has_label(paragraph) || forms.iter().any(|form| form.leads(&paragraph.words()))
}

/// Says whether a paragraph begins as a clause does, or ends as one; a heading or a colon does not.
fn begins_or_ends(paragraph: &Paragraph, forms: &[Form<'_>]) -> bool {
    let end = breaks::last_sign_of(&paragraph.runs);
    let is_promise = end.is_some_and(breaks::promises_points);
    !paragraph.heading && !is_promise && (begins_clause(paragraph, forms) || end.is_some_and(breaks::ends_clause))
}

/// Returns the number that a paragraph consists of, if it can be that of a page and no label, figure of a table or mark.
fn page_number(paragraph: &Paragraph) -> Option<usize> {
    let words = paragraph.words();
    let is_bare = paragraph.label.is_none() && !paragraph.cell && !paragraph.heading;
    let number = Some(words.trim()).filter(|words| is_bare && marks::is_figures(words))?.parse().ok();
    number.filter(|number| *number > 1 && paragraph.runs.iter().all(|run| run.note.is_none() && !run.look.raised))
}
