//! Lines that end within a paragraph: where the file says no more than that, the words tell whether a paragraph begins.

use crate::label;
use crate::sheet::{Paragraph, Run, words};

/// What readers write where a line ends within a paragraph: Unicode's line separator.
pub(crate) const BREAK: char = '\u{2028}';

/// Says whether a line begins a paragraph of its own: it has a label and what stands before it ends as clauses do, or it
/// follows what promises something on the next line.
pub(crate) fn begins(before: &str, line: &str, is_wrapped: bool) -> bool {
    label::typed(line).is_some() && ends(before) || !is_wrapped && before.trim_end().ends_with([';', ':'])
}

/// Says whether words end as clauses do.
pub(crate) fn ends(words: &str) -> bool {
    last_sign(words).is_some_and(|sign| matches!(sign, '.' | ';' | ':' | ','))
}

/// How many letters words like `and` have at most.
const LONGEST_JOINING: usize = 5;

/// Returns the sign with which words end, before the word that joins the next point: `; or`.
pub(crate) fn last_sign(words: &str) -> Option<char> {
    let words = words.trim_end();
    let before = words.trim_end_matches(char::is_alphabetic);
    let joining = words[before.len()..].chars().count();
    let sign = before.trim_end().chars().next_back().filter(|sign| matches!(sign, ';' | '；' | '؛'));
    sign.filter(|_| joining <= LONGEST_JOINING).or(words.chars().next_back())
}

/// Parts a paragraph where a line of it begins one of its own, or an empty line stands; every other break stays for a blank.
/// Returns the paragraphs, and how many breaks stand before each.
pub(crate) fn part(paragraph: Paragraph) -> Vec<(usize, Paragraph)> {
    if !paragraph.runs.iter().any(|run| run.words.contains(BREAK)) {
        return vec![(0, paragraph)];
    }
    let lines = lines(&paragraph.runs);
    let rest = Paragraph { heading: paragraph.heading, indent: paragraph.indent, ..Paragraph::default() };
    let mut parted: Vec<(usize, Paragraph)> = vec![(0, Paragraph { runs: Vec::new(), ..paragraph })];
    let mut is_after_empty_line = false;
    for (at, line) in lines.into_iter().enumerate() {
        let Some((_, last)) = parted.last_mut() else { continue };
        let own = words(&line);
        let is_empty = own.trim().is_empty();
        let before = words(last.runs.iter().filter(|run| run.note.is_none()));
        let has_words = !before.trim().is_empty();
        if has_words && !is_empty && (is_after_empty_line || begins(&before, own.trim_start(), false)) {
            parted.push((at, Paragraph { runs: line, ..rest.clone() }));
        } else {
            if at > 0 {
                last.runs.push(Run { words: " ".to_owned(), ..Run::default() });
            }
            last.runs.extend(line);
        }
        is_after_empty_line = is_empty;
    }
    parted
}

/// Returns the runs line by line.
fn lines(runs: &[Run]) -> Vec<Vec<Run>> {
    let mut lines = vec![Vec::new()];
    for run in runs {
        for (at, words) in run.words.split(BREAK).enumerate() {
            if at > 0 {
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut().filter(|_| !words.is_empty() || run.note.is_some()) {
                line.push(Run { words: words.to_owned(), ..run.clone() });
            }
        }
    }
    lines
}
