//! Reads plain text: paragraphs are parted by empty lines, or begin where a label stands at the head of a line.

use std::ops::Range;

use super::asterisks::{Candidate, StarredList};
use super::breaks;
use super::hyphens::{self, Joint, Vocabulary};
use super::line_numbers;
use super::page_ends::{self, PAGE_END, PageEnds};
use super::page_lines;
use super::quoted_lines;
use crate::hand_notes;
use crate::label;
use crate::marks;
use crate::sheet::{Paragraph, Run, Sheet, only_gap};

/// Where lines of a text end; old programs write a carriage return alone.
pub(super) const LINE_ENDS: [char; 4] = ['\n', '\r', '\u{2028}', '\u{2029}'];

/// No program wraps lines that are longer, in letters.
const WIDEST_WRAP: usize = 130;

/// Nor lines that are shorter than this.
pub(crate) const NARROWEST_WRAP: usize = 50;

/// Lines that begin further right, and not below those before them, stand in the middle.
const LEAST_CENTRED: usize = 8;

/// Reads a text file without marks.
pub(crate) fn read(file: &str, text: &str) -> Sheet {
    let quoted = quoted_lines::blanked(file, text);
    let unquoted = quoted.as_ref().map_or(text, |(bare, _)| bare);
    let numbered = line_numbers::blanked(file, unquoted);
    let bare = numbered.as_ref().map_or(unquoted, |(bare, _)| bare);
    let page_ends = page_ends::find(bare);
    let lines = lines(bare, &page_ends);
    let vocabulary = Vocabulary::of(lines.iter().map(|line| line.words));
    let widest = lines.iter().map(|line| line.length).max().unwrap_or(0);
    let are_wrapped = lines.windows(2).any(|pair| matches!(pair, [line, next] if is_wrap(line, next)));
    let is_ended = |first: &Line<'_>, last: &Line<'_>, line: &Line<'_>| {
        // A label may stand where the words above it do.
        let hangs = line.hangs_below(first) && (line.label.is_empty() || !line.has_room_behind(last));
        if hangs || line.begins_small() || line.goes_on_with_figures(last) {
            return false;
        }
        let is_short = last.length < NARROWEST_WRAP && line.is_among_labels;
        match first.label {
            "" => {
                line.has_room_behind(last) || is_short || (!are_wrapped || line.is_in_list) && breaks::ends(last.words)
            }
            // In a clause a comma ends nothing.
            _ => {
                line.has_room_behind(last)
                    || !are_wrapped && breaks::ends(last.words) && !last.words.ends_with(breaks::is_comma)
            }
        }
    };
    let mut sheet = Sheet { shown: text.to_owned(), ..Sheet::default() };
    sheet.findings.extend(quoted.iter().chain(&numbered).map(|(_, finding)| finding.clone()));
    sheet
        .findings
        .extend(page_ends.left_out.values().map(|(place, reason)| page_lines::left_out(file, place.clone(), reason)));
    let mut before: Option<(&Line<'_>, &Line<'_>)> = None;
    for line in &lines {
        let goes_on = before.filter(|(first, last)| {
            let is_full = last.length * 4 > widest * 3;
            let is_apart = line.is_mark || line.is_apart && !line.goes_over_page(first, last);
            last.is_mark || !(is_apart || is_ended(first, last, line) || line.begins(first, last, is_full))
        });
        match (sheet.paragraphs.last_mut(), goes_on) {
            (Some(paragraph), Some((first, last))) => {
                paragraph.broken |= last.length < NARROWEST_WRAP || !are_wrapped;
                paragraph.place.end = line.place.end;
                let joint = vocabulary.joint(last.words, line.words);
                if let Some(run) = paragraph.runs.last_mut().filter(|_| joint.drops_hyphen()) {
                    run.words.pop();
                }
                if joint.is_guess() {
                    sheet.findings.push(hyphens::guessed(file, joint, Some(last.place.clone())));
                }
                let blank = if joint == Joint::Blank { " " } else { "" };
                paragraph.runs.push(Run { words: format!("{blank}{}", line.words), ..Run::default() });
                before = Some((first, line));
            }
            _ => {
                let label = line.is_starred.then_some(line.label);
                let words = line.words[label.map_or(0, str::len)..].to_owned();
                sheet.paragraphs.push(Paragraph {
                    runs: vec![Run { words, ..Run::default() }],
                    label: label.map(str::to_owned),
                    place: line.place.clone(),
                    indent: line.words_begin,
                    comes_again: line.comes_again,
                    mark_above: line.is_mark,
                    ..Paragraph::default()
                });
                before = Some((line, line));
            }
        }
    }
    sheet.paragraphs.iter_mut().for_each(Paragraph::tidy);
    sheet
}

/// A line with words.
struct Line<'t> {
    words: &'t str,
    place: Range<usize>,
    indent: usize,
    /// The column in which its words begin, behind its label.
    words_begin: Option<u32>,
    /// How many letters it has, with its indent.
    length: usize,
    /// How many the longest line has of those around it, up to an empty one.
    widest: usize,
    /// Whether one of these has a label: they are no title then.
    is_among_labels: bool,
    /// Whether all of these end as clauses do, and none begins in the middle of a sentence: nobody wraps so.
    is_in_list: bool,
    label: &'t str,
    /// Whether that is an asterisk, which is no label by itself.
    is_starred: bool,
    /// Whether the line is nothing but a label, and words touch it from below.
    is_lone_label: bool,
    /// Whether it begins a list: its label is a first one, and the next line counts on from it, right below.
    begins_list: bool,
    /// Whether an empty line stands before it.
    is_apart: bool,
    /// Whether a page ends before it.
    begins_page: bool,
    /// Whether it comes again on other pages.
    comes_again: bool,
    /// Whether it may be the mark of the note below it.
    is_mark: bool,
}

fn lines<'t>(text: &'t str, page_ends: &PageEnds) -> Vec<Line<'t>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    let (mut at, mut is_apart, mut begins_page, mut before) = (0, false, false, "");
    let mut starred = StarredList::default();
    for written in text.split_inclusive(LINE_ENDS) {
        // Both together are one end of a line.
        if std::mem::replace(&mut before, written).ends_with('\r') && written == "\n" {
            at += written.len();
            continue;
        }
        let end = at + written.trim_end().len();
        // A byte-order mark is no letter of the first line.
        let line = written.trim_start_matches('\u{feff}');
        let words = line.trim();
        begins_page |= line.starts_with(PAGE_END);
        let start = end - words.len();
        let is_of_page = page_ends.left_out.contains_key(&start);
        if !words.is_empty() && !is_of_page {
            let comes_again = page_ends.come_again.contains(&start);
            is_apart |= comes_again || lines.last().is_some_and(|line| line.comes_again);
            let before_gap = || label::before_gap(words, only_gap(words)?);
            let indent = columns(&line[..line.len() - line.trim_start().len()]);
            let typed = label::typed(words).or_else(before_gap);
            let before = lines.last().map_or("", |line| line.words);
            let asterisk = starred.bullet(Candidate { words, typed, indent, is_apart, before });
            let label = typed.or(asterisk).and_then(|end| words.get(..end)).unwrap_or_default();
            let length = written.trim_end().chars().count();
            lines.push(Line {
                words,
                place: start..end,
                indent,
                words_begin: words_begin(line, asterisk),
                length,
                widest: length,
                is_among_labels: false,
                is_in_list: false,
                label,
                is_starred: asterisk.is_some(),
                is_lone_label: false,
                begins_list: false,
                is_apart,
                begins_page,
                comes_again,
                is_mark: page_ends.marks.contains(&start),
            });
            (is_apart, begins_page) = (false, false);
        }
        is_apart |= words.is_empty() || is_of_page;
        at += written.len();
    }
    for around in lines.chunk_by_mut(|_, next| !next.is_apart) {
        let widest = around.iter().map(|line| line.length).max().unwrap_or(0);
        let has_labels = around.iter().any(|line| !line.label.is_empty());
        let is_list = around.len() > 2 && around.iter().all(|line| breaks::ends(line.words) && !line.begins_small());
        let last = around.len() - 1;
        for at in 1..around.len() {
            around[at - 1].begins_list = around[at].counts_on_from(&around[at - 1]);
        }
        for (at, line) in around.iter_mut().enumerate() {
            (line.widest, line.is_among_labels, line.is_in_list) = (widest, has_labels, is_list);
            line.is_lone_label = at < last && label::is_lone(line.words);
        }
    }
    lines
}

/// Says whether a program has surely ended the first line where it was full.
fn is_wrap(line: &Line<'_>, next: &Line<'_>) -> bool {
    let goes_on = !next.is_apart && next.label.is_empty() && next.begins_small();
    goes_on && !next.has_room_behind(line) && !breaks::ends(line.words)
}

impl Line<'_> {
    fn begins_small(&self) -> bool {
        self.words.starts_with(|sign: char| sign.is_alphabetic() && !sign.is_uppercase())
    }

    /// Says whether it is the second entry of a list of which the line before it is the first: they stand below each other, and
    /// that one ends as entries do.
    fn counts_on_from(&self, first: &Self) -> bool {
        let are_labelled = !first.label.is_empty() && label::shows(first.label, 1);
        are_labelled
            && first.indent == self.indent
            && breaks::ends(first.words)
            && label::counts_on(first.label, self.label)
    }

    /// Says whether it goes on behind a comma with figures, as no clause begins: `12 States have signed`.
    fn goes_on_with_figures(&self, last: &Self) -> bool {
        let begins = self.label.is_empty() && self.words.starts_with(|sign: char| sign.is_ascii_digit());
        begins && last.words.ends_with(breaks::is_comma) && !self.has_room_behind(last)
    }

    /// Says whether a paragraph goes on with it on another page: in the midst of a sentence, and of no note.
    fn goes_over_page(&self, first: &Self, last: &Self) -> bool {
        let is_note = marks::at_start(first.words).is_some() || hand_notes::begins_as_note(first.words);
        self.begins_page && self.begins_small() && self.label.is_empty() && !breaks::ends(last.words) && !is_note
    }

    /// Says whether it stands below the words of a clause, apart from its label.
    fn hangs_below(&self, first: &Self) -> bool {
        !first.label.is_empty() && self.indent > 0 && u32::try_from(self.indent).ok() == first.words_begin
    }

    /// Says whether its first word had room on the line before it, so that somebody ended that one. Letters are not all as
    /// wide.
    fn has_room_behind(&self, last: &Self) -> bool {
        let first = self.words.split_whitespace().next().map_or(0, |word| word.chars().count());
        last.length > WIDEST_WRAP || (last.length + 1 + first) * 5 < self.widest * 4
    }

    /// Says whether it begins a paragraph, given the first line of the one before it and the last one.
    fn begins(&self, first: &Self, last: &Self, is_full: bool) -> bool {
        let words = self.words;
        let stands_out = u32::try_from(self.indent).ok() < first.words_begin;
        let is_apart = marks::is_rule(words) || marks::is_rule(last.words);
        let is_note = marks::at_start(words).is_some() || hand_notes::counts_on(first.words, words);
        // Where only the first line of a paragraph is indented, a full line goes on at the edge, whatever comes first there.
        let behind_label = words[self.label.len()..].trim_start();
        let is_first = label::core(self.label) == "1" && !behind_label.starts_with(char::is_lowercase);
        let goes_on =
            first.label.is_empty() && is_full && self.indent < first.indent && !breaks::ends(last.words) && !is_first;
        let has_label = !self.label.is_empty() && stands_out && !goes_on;
        let is_joined = !self.label.is_empty() && breaks::is_joining(last.words);
        let may_start = is_note && stands_out || (is_note || self.is_lone_label) && breaks::ends(last.words);
        let starts = has_label || is_joined || may_start || self.begins_list;
        let is_below_row = is_row(last.words);
        let is_next_row = is_below_row && is_row(words);
        let is_next_entry = breaks::is_entry(words) && breaks::is_entry(last.words);
        // Below a row a line may stand under its second place.
        let is_short = last.words.chars().count() < NARROWEST_WRAP || is_below_row;
        let is_divided = last.words.ends_with('-') && self.begins_small();
        let is_centred =
            is_short && !is_divided && self.indent >= LEAST_CENTRED && self.indent.abs_diff(last.indent) > 1;
        let is_apart = is_apart || is_centred && u32::try_from(self.indent).ok() != first.words_begin;
        // The lines of a note hang below its mark.
        if first.words.starts_with('[') && self.indent > first.indent {
            return is_apart;
        }
        is_apart
            || self.comes_back(first, last, is_full)
            || is_next_row
            || is_next_entry
            || starts
            || breaks::begins(first.label, last.words, words, is_full)
    }

    /// Says whether it begins a paragraph because it stands further left than the one before it.
    fn comes_back(&self, first: &Self, last: &Self, is_full: bool) -> bool {
        // What stands left of a list, once its last entry is done, is none of it.
        let is_left_of_list = !first.label.is_empty() && self.indent < first.indent;
        let is_behind_list = is_left_of_list && breaks::ends(last.words) && !is_full;
        // The lines of a paragraph hang below its first.
        let hangs = last.indent > first.indent && !self.begins_page;
        let is_below_row = is_row(last.words) && self.indent <= last.indent;
        !self.begins_small() && (is_behind_list || hangs && self.indent < last.indent || is_below_row)
    }
}

/// Says whether a line has words at two places, as signatures side by side have.
fn is_row(line: &str) -> bool {
    let line = line.trim_start();
    only_gap(line).is_some_and(|gap| label::typed(line) != Some(gap))
}

/// Returns the column in which the words of a line begin, behind its label, be it the asterisk that was found.
fn words_begin(line: &str, asterisk: Option<usize>) -> Option<u32> {
    let indent = line.len() - line.trim_start().len();
    let words = &line[indent..];
    let label = label::typed(words).or(asterisk).unwrap_or(0);
    let behind = words.get(label..)?;
    let bytes = indent + label + behind.len() - behind.trim_start().len();
    u32::try_from(columns(line.get(..bytes)?)).ok()
}

/// How far a tab leads, in letters.
const TAB: usize = 8;

/// Counts the columns that the beginning of a line takes.
fn columns(start: &str) -> usize {
    start.chars().fold(0, |column, sign| if sign == '\t' { (column / TAB + 1) * TAB } else { column + 1 })
}
