//! Lines at the beginnings and ends of pages, in plain text that says where pages end: running heads, page numbers, and marks of
//! notes. They are known before paragraphs are, so that one may go on from page to page.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use engross_compile::Numerals;

use super::page_lines::{is_line, is_number, numbers, page_counts};
use super::text::LINE_ENDS;
use crate::label;
use crate::marks;

/// The sign with which a page ends.
pub(super) const PAGE_END: char = '\u{c}';

/// No more lines of a page's beginning or end belong to it.
const MOST: usize = 3;

/// No text has more pages.
const MOST_PAGES: u64 = 1 << 20;

/// The lines that belong to pages, by where their words begin.
#[derive(Debug, Default, PartialEq)]
pub(super) struct PageEnds {
    /// Those that are left out: where they stand, and why.
    pub(super) left_out: BTreeMap<usize, (Range<usize>, &'static str)>,
    /// Those above the text that come again on other pages: the house may print them there.
    pub(super) come_again: BTreeSet<usize>,
    /// Those that may be marks of the notes below them: converters set raised figures on lines of their own.
    pub(super) marks: BTreeSet<usize>,
}

/// Finds the lines that belong to pages.
pub(super) fn find(text: &str) -> PageEnds {
    let mut found = PageEnds::default();
    if !text.contains(PAGE_END) {
        return found;
    }
    let pages = pages(text);
    found.add(&pages, |lines, depth| lines.get(depth));
    // What stands above the text on the first page is the house's, if it has such a line.
    let above = pages.iter().take(1).flatten().take(MOST).map(|line| line.place.start);
    found.come_again =
        above.filter(|start| found.left_out.get(start).is_some_and(|(_, reason)| *reason == REPEATED)).collect();
    found.left_out.retain(|start, _| !found.come_again.contains(start));
    found.add(&pages, |lines, depth| lines.iter().rev().nth(depth));
    found.marks = pages.iter().flat_map(|lines| found.marks_of_notes(lines)).collect();
    found
}

const REPEATED: &str = "it stands at the same end of several pages";

/// A line with words.
struct Line<'t> {
    words: &'t str,
    place: Range<usize>,
    /// Whether an empty line stands before it on its page.
    is_apart: bool,
}

/// Returns the lines with words of each page that has any.
fn pages(text: &str) -> Vec<Vec<Line<'_>>> {
    let mut pages = Vec::new();
    let mut at = 0;
    for page in text.split_inclusive(PAGE_END) {
        let mut lines: Vec<Line<'_>> = Vec::new();
        let mut is_apart = false;
        for line in page.split_inclusive(LINE_ENDS) {
            let words = line.trim();
            if !words.is_empty() {
                let start = at + line.len() - line.trim_start().len();
                lines.push(Line { words, place: start..start + words.len(), is_apart });
            }
            is_apart = words.is_empty();
            at += line.len();
        }
        pages.extend(Some(lines).filter(|lines| !lines.is_empty()));
    }
    pages
}

impl PageEnds {
    /// Finds the last figures of a page that stand alone on their lines and count on, each with words below it.
    fn marks_of_notes(&self, lines: &[Line<'_>]) -> Vec<usize> {
        let lines: Vec<&Line<'_>> =
            lines.iter().filter(|line| !self.left_out.contains_key(&line.place.start)).collect();
        let mark = |line: &Line<'_>| line.words.parse::<u32>().ok().filter(|_| marks::is_figures(line.words));
        let has_words_below = |below: Option<&&Line<'_>>| {
            below.is_some_and(|below| mark(below).is_none() && label::typed(below.words).is_none())
        };
        let mut found: Vec<(u32, usize)> = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            let Some(mark) = mark(line).filter(|_| has_words_below(lines.get(at + 1))) else { continue };
            if found.last().is_none_or(|(last, _)| last + 1 != mark) {
                found.clear();
            }
            found.push((mark, line.place.start));
        }
        found.into_iter().map(|(_, start)| start).collect()
    }

    /// Adds the lines that belong to pages at one end of these, the outermost first.
    fn add<'l, 't>(
        &mut self,
        pages: &'l [Vec<Line<'t>>],
        line: impl Fn(&'l [Line<'t>], usize) -> Option<&'l Line<'t>>,
    ) {
        let mut open: Vec<usize> = (0..pages.len()).collect();
        for depth in 0..MOST {
            let lines: Vec<(usize, &Line<'_>)> =
                open.iter().filter_map(|page| Some((*page, line(&pages[*page], depth)?))).collect();
            let of_pages = of_pages(&lines);
            open = of_pages.iter().map(|(page, ..)| *page).collect();
            self.left_out
                .extend(of_pages.into_iter().map(|(_, line, reason)| (line.place.start, (line.place.clone(), reason))));
        }
    }
}

/// Finds which of the lines that stand at the same place of their pages belong to these, and why.
fn of_pages<'l, 't>(lines: &[(usize, &'l Line<'t>)]) -> Vec<(usize, &'l Line<'t>, &'static str)> {
    let words: Vec<String> = lines.iter().map(|(_, line)| line.words.to_owned()).collect();
    let counts = page_counts(&words);
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    // How far the numbers that stand alone are from those of their pages.
    let mut distances: BTreeMap<u64, usize> = BTreeMap::new();
    let distance =
        |page: usize, line: &Line<'_>| (page_number(line.words)? + MOST_PAGES).checked_sub(u64::try_from(page).ok()?);
    for (page, line) in lines {
        *times.entry(line.words).or_default() += 1;
        if let Some(distance) = distance(*page, line) {
            *distances.entry(distance).or_default() += 1;
        }
    }
    let reason = |page: usize, line: &Line<'_>| {
        let counts_on = || distance(page, line).and_then(|own| distances.get(&own)).is_some_and(|times| *times > 1);
        if (is_line(line.words) || line.is_apart && is_symbol(line.words))
            && times.get(line.words).is_some_and(|times| *times > 1)
        {
            Some(REPEATED)
        } else if counts.contains(line.words) {
            Some("lines like it count the pages")
        } else {
            let is_page_number = is_number(line.words) && line.is_apart || counts_on();
            is_page_number.then_some("it is a number alone on its line")
        }
    };
    lines.iter().filter_map(|(page, line)| Some((*page, *line, reason(*page, line)?))).collect()
}

/// Says whether words are figures with strokes between them, as the job numbers of print shops are: `25-12345`.
fn is_symbol(words: &str) -> bool {
    let parts = words.split(['-', '–', '/']);
    words.contains(['-', '–', '/'])
        && parts.into_iter().all(|part| !part.is_empty() && part.chars().all(char::is_numeric))
}

/// Returns the number of a page, where words are nothing else: figures, or a roman numeral in small letters.
fn page_number(words: &str) -> Option<u64> {
    let figures = || numbers(words).first().copied().filter(|_| is_number(words));
    Numerals::LowerRoman.read(words).map(u64::from).or_else(figures)
}
