//! The numbers that drafts print before each of their lines, in plain text: they count lines, and no clauses.

use std::ops::Range;

use engross_model::Finding;

use super::text::LINE_ENDS;
use crate::marks;
use crate::sureness::Sureness;

/// Fewer lines may be a list.
const FEWEST: usize = 5;

/// Of so many lines one may have no number, or one that does not count on.
const ONE_IN: usize = 10;

/// Of so many numbered lines at least one is empty or goes on with a sentence; entries of a list do neither.
const ONE_WITHIN: usize = 5;

/// Writes blanks for the numbers of lines, each as long as its number; `None` where lines have none. Says so.
pub(super) fn blanked(file: &str, text: &str) -> Option<(String, Finding)> {
    let numbers = numbers(text)?;
    let first = numbers.first()?.clone();
    let mut bare = String::with_capacity(text.len());
    let mut at = 0;
    for number in numbers {
        bare.push_str(&text[at..number.start]);
        bare.extend(std::iter::repeat_n(' ', number.len()));
        at = number.end;
    }
    bare.push_str(&text[at..]);
    let finding = Finding::new("IMP-04", "the numbers of the lines were left out").at(file, first);
    Some((bare, finding.note(Sureness::Sure.because("they stand before nearly every line, and count on"))))
}

/// Finds the numbers before the lines of a text, where they count these.
fn numbers(text: &str) -> Option<Vec<Range<usize>>> {
    let mut numbers = Vec::new();
    let (mut at, mut lines, mut within, mut strange, mut before) = (0, 0, 0, 0, 0);
    for line in text.split_inclusive(LINE_ENDS) {
        let words = line.trim_start();
        let start = at + line.len() - words.len();
        at += line.len();
        if words.is_empty() {
            continue;
        }
        lines += 1;
        let (number, behind) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
        let Some(value) = number.parse::<u32>().ok().filter(|_| marks::is_figures(number)) else { continue };
        let behind = behind.trim();
        within += usize::from(behind.is_empty() || behind.starts_with(char::is_lowercase));
        // Each page may count anew.
        strange += usize::from(value != before + 1 && value != 1);
        before = value;
        numbers.push(start..start + number.len());
    }
    let unnumbered = lines - numbers.len();
    let are_of_lines =
        numbers.len() >= FEWEST && (unnumbered + strange) * ONE_IN <= lines && within * ONE_WITHIN >= numbers.len();
    are_of_lines.then_some(numbers)
}
