//! Lines of plain text that a reader joined, as a program may have wrapped them, though the house tells them apart: its opening
//! stands alone, and its lead words begin a clause.

use std::ops::Range;

use crate::arrange::Printed;
use crate::forms::Form;
use crate::label;
use crate::read::breaks;
use crate::sheet::{Paragraph, Sheet, tidy_blanks};
use crate::working_labels;

/// Parts paragraphs where a line of them begins a paragraph of its own in the house.
pub(crate) fn part(sheet: &mut Sheet, forms: &[Form<'_>], printed: &Printed) {
    let mut parted = Vec::with_capacity(sheet.paragraphs.len());
    for paragraph in std::mem::take(&mut sheet.paragraphs) {
        let lines = lines(&sheet.shown, &paragraph.place);
        let begins = |pair: &[Line<'_>]| begins(&pair[0].plain, &pair[1].plain, forms, printed);
        let starts: Vec<&Line<'_>> =
            lines.windows(2).filter(|pair| begins(pair)).filter_map(|pair| pair.get(1)).collect();
        if starts.is_empty() {
            parted.push(paragraph);
        } else {
            parted.extend(at_lines(paragraph, &starts));
        }
    }
    sheet.paragraphs = parted;
}

/// A line of a paragraph as it stands in the file.
struct Line<'t> {
    /// Without the signs of Markdown.
    plain: String,
    written: &'t str,
    start: usize,
}

fn lines<'t>(shown: &'t str, place: &Range<usize>) -> Vec<Line<'t>> {
    let mut at = place.start;
    let mut lines = Vec::new();
    for line in shown.get(place.clone()).unwrap_or_default().split_inclusive('\n') {
        let plain = line.trim().trim_start_matches("> ").replace(['*', '_', '\\'], "");
        lines.push(Line { plain, written: line, start: at });
        at += line.len();
    }
    lines
}

/// Says whether a line begins a paragraph, given the one before it.
fn begins(last: &str, line: &str, forms: &[Form<'_>], printed: &Printed) -> bool {
    let is_opening = |words: &str| printed.openings.iter().any(|opening| opening.is(words));
    let begins_clause = |form: &Form<'_>| {
        let lead = form.lead.and_then(|lead| lead.at_start(line, line.len()).into_iter().next());
        let Some(words) = lead.and_then(|lead| line.get(lead)) else { return false };
        let is_labelled = form.levels.first().and_then(|level| level.label(&[], 1)).is_some();
        stands_out(words) || words.starts_with(char::is_uppercase) || !is_labelled
    };
    // In capitals lead words are no others.
    let stands_out_here = stands_out(line.split_whitespace().next().unwrap_or_default()) && !label::is_capitals(last);
    let may_begin_clause = stands_out_here || breaks::ends(last);
    is_opening(line)
        || is_opening(last)
        || working_labels::begins(line)
        || may_begin_clause && forms.iter().any(begins_clause)
}

/// Says whether words are in capitals, and no abbreviation.
fn stands_out(words: &str) -> bool {
    words.chars().filter(|sign| sign.is_alphabetic()).count() > 3 && label::is_capitals(words)
}

/// Words that a reader changed are not found again; each is looked for to the end of the paragraph.
const MOST_MISSED: usize = 16;

/// Parts a paragraph at lines, where their first words are found in it.
fn at_lines(paragraph: Paragraph, starts: &[&Line<'_>]) -> Vec<Paragraph> {
    let words = paragraph.words();
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    let (mut from, mut missed) = (0, 0);
    for line in starts {
        if missed > MOST_MISSED {
            break;
        }
        let first: Vec<&str> = line.plain.split_whitespace().take(3).collect();
        let first = first.join(" ");
        let Some(at) = words.get(from..).and_then(|rest| rest.find(&first)).map(|at| from + at) else {
            missed += 1;
            continue;
        };
        if at > 0 && words[..at].ends_with(' ') {
            cuts.push((at, line.start + line.written.len() - line.written.trim_start().len()));
            from = at + first.len();
        }
    }
    parted_at(paragraph, &cuts)
}

/// Parts a paragraph at places in its words, each with its place in the file; from behind, so that no word moves twice.
fn parted_at(mut paragraph: Paragraph, cuts: &[(usize, usize)]) -> Vec<Paragraph> {
    let mut pieces = Vec::with_capacity(cuts.len() + 1);
    let mut length: usize = paragraph.runs.iter().map(|run| run.words.len()).sum();
    for (at, start) in cuts.iter().rev() {
        let mut runs = Vec::new();
        while let Some(mut run) = paragraph.runs.pop_if(|_| length > *at) {
            let begins = length - run.words.len();
            length = begins.max(*at);
            if begins < *at {
                let words = run.words.split_off(at - begins);
                runs.push(run.with(words));
                paragraph.runs.push(run);
            } else {
                runs.push(run);
            }
        }
        runs.reverse();
        let place = *start..paragraph.place.end;
        paragraph.place.end = *start;
        pieces.push(Paragraph { runs: tidy_blanks(runs), place, indent: paragraph.indent, ..Paragraph::default() });
    }
    paragraph.runs = tidy_blanks(paragraph.runs);
    pieces.push(paragraph);
    pieces.reverse();
    pieces
}
