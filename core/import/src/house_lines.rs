//! Lines that a reader joined, as a program may have wrapped them or nothing told what their ends mean, though the house tells
//! them apart: its opening stands alone, its lead words begin a clause, and so do the lines above and below the text.

use std::ops::Range;

use crate::arrange::Printed;
use crate::bare_labels;
use crate::forms::Form;
use crate::label;
use crate::phrase::Pattern;
use crate::read::breaks;
use crate::read::text::NARROWEST_WRAP;
use crate::sheet::{Paragraph, Sheet, tidy_blanks};
use crate::working_labels;

/// Parts paragraphs where a line of them begins a paragraph of its own in the house.
pub(crate) fn part(sheet: &mut Sheet, forms: &[Form<'_>], printed: &Printed) {
    let none = |_: &Line, _: &Line| false;
    part_where(sheet, printed, forms, |_, _| true, |last, line| begins(last, line, forms), none);
    let text = text(&sheet.paragraphs, forms, printed);
    let is_above = |at: usize, paragraph: &Paragraph| at < text.start && paragraph.broken;
    let is_closing = |line: &str| printed.closings.iter().any(|closing| closing.is(line));
    // Above an annex a paragraph of such lines begins with one.
    let is_amid = |paragraph: &Paragraph| {
        let first = sheet.shown.get(paragraph.place.clone()).and_then(|written| written.lines().next());
        paragraph.label.is_none() && first.is_some_and(is_closing)
    };
    let paragraphs = sheet.paragraphs.iter().enumerate();
    let below = paragraphs.map(|(at, paragraph)| paragraph.broken && (at >= text.end || is_amid(paragraph)));
    let below: Vec<bool> = below.collect();
    // From behind, so that no paragraph moves before it is asked for.
    let is_below = |line: &str| is_closing(line) || printed.vague_closings.iter().any(|closing| closing.is_usual(line));
    let begins_below = |last: &Line, line: &Line| begins_around(last, line, is_below, &[]);
    part_where(sheet, printed, forms, |at, _| below[at], begins_below, none);
    let is_head = |line: &str| printed.heads.iter().any(|head| head.is(line));
    let begins_above = |last: &Line, line: &Line| begins_around(last, line, is_head, &printed.joined_heads);
    part_where(sheet, printed, forms, is_above, begins_above, are_lines_of_a_block);
}

/// Parts the paragraphs that are meant where the second of two lines begins one; and where it begins one of a block, if some line
/// of the paragraph tells that it is one.
fn part_where(
    sheet: &mut Sheet,
    printed: &Printed,
    forms: &[Form<'_>],
    is_meant: impl Fn(usize, &Paragraph) -> bool,
    begins: impl Fn(&Line, &Line) -> bool,
    begins_in_block: impl Fn(&Line, &Line) -> bool,
) {
    let mut parted = Vec::with_capacity(sheet.paragraphs.len());
    for (at, paragraph) in std::mem::take(&mut sheet.paragraphs).into_iter().enumerate() {
        let is_meant = is_meant(at, &paragraph);
        let lines = if is_meant { lines(&sheet.shown, &paragraph.place, printed, forms) } else { Vec::new() };
        let is_block = lines.windows(2).any(|pair| begins(&pair[0], &pair[1]));
        let begins = |pair: &&[Line]| begins(&pair[0], &pair[1]) || is_block && begins_in_block(&pair[0], &pair[1]);
        let starts: Vec<&Line> = lines.windows(2).filter(begins).filter_map(|pair| pair.get(1)).collect();
        if starts.is_empty() {
            parted.push(paragraph);
        } else {
            let broken = paragraph.broken;
            for mut piece in at_lines(paragraph, &starts) {
                let written = sheet.shown.get(piece.place.clone()).unwrap_or_default().trim_end();
                piece.place.end = piece.place.start + written.len();
                piece.broken = broken && written.contains('\n');
                parted.push(piece);
            }
        }
    }
    sheet.paragraphs = parted;
}

/// Returns the paragraphs that are surely of the text: from the first to the last that is an opening, or has a label or lead
/// words.
fn text(paragraphs: &[Paragraph], forms: &[Form<'_>], printed: &Printed) -> Range<usize> {
    let is_of_text = |paragraph: &Paragraph| {
        let words = paragraph.words();
        paragraph.label.is_some()
            || label::typed(&words).is_some()
            || printed.openings.iter().any(|opening| opening.is(&words))
            || forms.iter().any(|form| form.leads(&words))
    };
    let first = paragraphs.iter().position(is_of_text).unwrap_or(paragraphs.len());
    let last = paragraphs.iter().rposition(is_of_text).map_or(paragraphs.len(), |last| last + 1);
    first..last
}

/// A line of a paragraph as it stands in the file.
struct Line {
    /// Its words without the signs of Markdown.
    words: String,
    /// Where it begins in the file, behind its blanks.
    start: usize,
    /// Whether it is what the house prints before the first clause of the text or of a part.
    is_opening: bool,
}

/// Returns the lines of a paragraph that has several.
fn lines(shown: &str, place: &Range<usize>, printed: &Printed, forms: &[Form<'_>]) -> Vec<Line> {
    let mut at = place.start;
    let mut lines = Vec::new();
    let written = shown.get(place.clone()).filter(|written| written.contains('\n')).unwrap_or_default();
    for line in written.split_inclusive('\n') {
        let words = line.trim().trim_start_matches("> ").replace(['*', '_', '\\'], "");
        let of_parts = forms.iter().flat_map(|form| form.heading.iter().chain(&form.formula));
        let is_opening = printed.openings.iter().chain(of_parts).any(|opening| opening.is(&words));
        lines.push(Line { words, start: at + line.len() - line.trim_start().len(), is_opening });
        at += line.len();
    }
    lines
}

/// Says whether a line begins a paragraph, given the one before it.
fn begins(last: &Line, line: &Line, forms: &[Form<'_>]) -> bool {
    let is_at_opening = last.is_opening || line.is_opening;
    let (last, line) = (last.words.as_str(), line.words.as_str());
    let begins_clause = |form: &Form<'_>| {
        let lead = form.lead.and_then(|lead| lead.at_start(line, line.len()).into_iter().next());
        let Some(words) = lead.and_then(|lead| line.get(lead)) else { return false };
        let is_labelled = form.levels.first().and_then(|level| level.label(&[], 1)).is_some();
        words.starts_with(char::is_uppercase) || !is_labelled
    };
    // In capitals lead words are no others.
    let stands_out_here = stands_out(line.split_whitespace().next().unwrap_or_default()) && !label::is_capitals(last);
    let may_begin_clause = stands_out_here || breaks::ends(last);
    let is_bare_label = breaks::ends(last) && bare_labels::before_lead_words(line, forms).is_some();
    let are_entries = breaks::is_entry(last) && breaks::is_entry(line);
    is_at_opening
        || is_bare_label
        || are_entries
        || working_labels::begins(line)
        || may_begin_clause && forms.iter().any(begins_clause)
}

/// Says whether a line above or below a text is another than the one before it: the house prints one of them there, and not
/// both as one.
fn begins_around(last: &Line, line: &Line, is_any: impl Fn(&str) -> bool, joined: &[Pattern]) -> bool {
    let is_printed = |words: &str| is_any(words) || joined.iter().any(|pattern| pattern.is(words));
    let is_one = || is_any(&format!("{} {}", last.words, line.words));
    let goes_on = last.words.ends_with(breaks::is_comma) || last.words.chars().count() >= NARROWEST_WRAP;
    // In the middle of a sentence a line goes on with the one before it wherever that may be.
    let is_small = line.words.starts_with(char::is_lowercase);
    if is_printed(&line.words) {
        // A date may stand behind the edge at which the line before it ends: `Adopted by the Council on`.
        !((is_small || goes_on && !is_printed(&last.words)) && is_one())
    } else {
        !is_small && is_printed(&last.words) && !(goes_on && is_one())
    }
}

/// A line with fewer letters ended where it did because somebody ended it.
const SHORTEST_WRAP: usize = NARROWEST_WRAP / 2;

/// Says whether two lines above a text stand each for itself, in a paragraph that holds lines of the house: `Eightieth session`,
/// `Third Committee`. A title in capitals may go on.
fn are_lines_of_a_block(last: &Line, line: &Line) -> bool {
    let is_short = last.words.chars().count() < SHORTEST_WRAP && !last.words.ends_with(breaks::continues);
    let are_capitals = label::is_capitals(&last.words) && label::is_capitals(&line.words);
    is_short && line.words.starts_with(char::is_uppercase) && !are_capitals
}

/// Says whether words are in capitals, and no abbreviation.
fn stands_out(words: &str) -> bool {
    words.chars().filter(|sign| sign.is_alphabetic()).count() > 3 && label::is_capitals(words)
}

/// Words that a reader changed are not found again; each is looked for to the end of the paragraph.
const MOST_MISSED: usize = 16;

/// Parts a paragraph at lines, where their first words are found in it.
fn at_lines(paragraph: Paragraph, starts: &[&Line]) -> Vec<Paragraph> {
    let words = paragraph.words();
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    let (mut from, mut missed) = (0, 0);
    for line in starts {
        if missed > MOST_MISSED {
            break;
        }
        // No-break blanks stand in the paragraph too.
        let is_blank = |sign: char| sign.is_whitespace() && !matches!(sign, '\u{a0}' | '\u{202f}');
        let first: Vec<&str> = line.words.split(is_blank).filter(|word| !word.is_empty()).take(3).collect();
        let first = first.join(" ");
        // Where what is shown are the words themselves, they stand where they stand there.
        let here = line.start - paragraph.place.start;
        let is_here = here >= from && words.get(here..).is_some_and(|rest| rest.starts_with(&first));
        let found = || words.get(from..)?.find(&first).map(|at| from + at);
        let Some(at) = Some(here).filter(|_| is_here).or_else(found) else {
            missed += 1;
            continue;
        };
        if at > 0 && words[..at].ends_with(' ') {
            cuts.push((at, line.start));
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
