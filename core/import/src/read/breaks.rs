//! Lines that end within a paragraph: where the file says no more than that, the words tell whether a paragraph begins. The
//! signs with which clauses end are named here, for all that asks how words end.

use crate::label::{self, is_capitals};
use crate::marks::is_mark;
use crate::sheet::{Paragraph, Run, words};

/// What readers write where somebody ended a line within a paragraph: Unicode's line separator.
pub(crate) const BREAK: char = '\u{2028}';

/// What they write where the width of a page may have ended it.
pub(crate) const WRAP: char = '\u{85}';

/// Says whether a line begins a paragraph of its own: it has a label, which counts on or stands behind what ends as clauses
/// do; or it follows what promises something on the next line.
pub(crate) fn begins(label_before: &str, before: &str, line: &str, is_wrapped: bool) -> bool {
    let has_label = label::typed(line).is_some_and(|end| ends(before) || label::counts_on(label_before, &line[..end]));
    has_label || !is_wrapped && before.trim_end().ends_with(promises)
}

/// Says whether a sign promises points: a colon, in any script.
pub(crate) fn promises_points(sign: char) -> bool {
    matches!(sign, ':' | '：')
}

/// Says whether a sign parts clauses of a list: a semicolon, in any script.
pub(crate) fn parts_clauses(sign: char) -> bool {
    matches!(sign, ';' | '；' | '؛')
}

/// Says whether a sign promises something on the next line: points, or another clause.
pub(crate) fn promises(sign: char) -> bool {
    promises_points(sign) || parts_clauses(sign)
}

/// Says whether a sign is a comma, in any script.
pub(crate) fn is_comma(sign: char) -> bool {
    matches!(sign, ',' | '，' | '،')
}

/// Says whether something follows a sign, be it only the rest of the sentence.
pub(crate) fn continues(sign: char) -> bool {
    promises(sign) || is_comma(sign)
}

/// Says whether a sign ends a sentence: a full stop, in any script.
pub(crate) fn ends_sentence(sign: char) -> bool {
    matches!(sign, '.' | '。' | '۔')
}

/// Says whether a sign ends clauses of some house.
pub(crate) fn ends_clause(sign: char) -> bool {
    continues(sign) || ends_sentence(sign)
}

/// Says whether words end as clauses do, or as the entries of lists that have signs of their own.
pub(crate) fn ends(words: &str) -> bool {
    let ends = |sign| ends_clause(sign) || matches!(sign, '、' | '—');
    last_sign(without_marks(words)).is_some_and(ends)
}

/// Returns words without the marks of notes at their end, and the quotation marks that close there: `States,[1]`, `States;2,3`.
fn without_marks(words: &str) -> &str {
    let closes = |sign: char| matches!(sign, '”' | '»' | '"') || is_mark(sign);
    let words = words.trim_end().trim_end_matches(closes);
    let is_figure = |sign: char| sign.is_ascii_digit();
    let bracketed = words.strip_suffix(']').map(|inside| inside.trim_end_matches(is_figure));
    if let Some(before) = bracketed.and_then(|inside| inside.strip_suffix('[')) {
        return before.trim_end();
    }
    let ends = |bare: &str| bare.ends_with(ends_clause) && bare.len() < words.len();
    let several = words.trim_end_matches(|sign: char| is_figure(sign) || is_comma(sign));
    // `74/5,1`: a symbol, its comma, and a mark.
    let one = words.trim_end_matches(is_figure);
    let is_mark = words.len() - one.len() <= LONGEST_MARK;
    if ends(several) {
        several
    } else if is_mark && ends(one) {
        one
    } else {
        words
    }
}

/// How many figures the mark of a note has at most that stands behind a comma as the thousands of a number may.
const LONGEST_MARK: usize = 2;

/// How many letters words like `and` have at most.
const LONGEST_JOINING: usize = 5;

/// Says whether words are nothing but one like `and`.
pub(crate) fn is_joining(words: &str) -> bool {
    let is_small = |letter: char| letter.is_alphabetic() && !letter.is_uppercase();
    (1..=LONGEST_JOINING).contains(&words.chars().count()) && words.chars().all(is_small)
}

/// Returns the sign with which words end, before the word that joins the next point: `; or`.
pub(crate) fn last_sign(words: &str) -> Option<char> {
    let joining = before_last_word(words).filter(|(_, letters)| *letters <= LONGEST_JOINING);
    joining.map(|(sign, _)| sign).or(words.trim_end().chars().next_back())
}

/// Returns the sign that parts clauses before the last word, and how many letters that has; none where the sign is the last.
fn before_last_word(words: &str) -> Option<(char, usize)> {
    let words = words.trim_end();
    let before = words.trim_end_matches(char::is_alphabetic);
    let sign = before.trim_end().chars().next_back().filter(|sign| parts_clauses(*sign))?;
    Some((sign, words[before.len()..].chars().count()))
}

/// Returns the sign with which runs end, before the marks of notes.
pub(crate) fn last_sign_of(runs: &[Run]) -> Option<char> {
    last_sign(&words(runs.iter().filter(|run| run.note.is_none())))
}

/// Says whether a point ends so that none follows: `; and` promises one, and behind a comma it may go on itself.
pub(crate) fn is_done(point: &str) -> bool {
    let promises_another = before_last_word(point).is_some_and(|(_, letters)| letters > 0);
    !promises_another && !point.trim_end().ends_with(is_comma)
}

/// Says whether a sign may end a sentence or a clause: `(Ruritania)` ends a name.
pub(crate) fn ends_with(sign: char) -> bool {
    !sign.is_alphanumeric() && sign != ')'
}

/// What ends with a full stop is a sentence, and no name or function, if it has more words.
const MOST_WORDS_OF_A_NAME: usize = 3;

/// Says whether words are more than a name or a function has.
pub(crate) fn is_more_than_a_name(words: &str) -> bool {
    words.split_whitespace().nth(MOST_WORDS_OF_A_NAME).is_some()
}

/// No name of what a line of a title block says is longer, in letters.
const LONGEST_NAME: usize = 25;

/// Says whether a line names what it says, as those of a title block do: `QUESTION OF: Lamps`.
pub(crate) fn is_entry(line: &str) -> bool {
    let Some((name, said)) = line.split_once(':') else { return false };
    let is_name = name.starts_with(char::is_uppercase)
        && name.chars().count() <= LONGEST_NAME
        && name.chars().all(|sign| sign.is_alphabetic() || matches!(sign, ' ' | '-' | '(' | ')' | '/'));
    is_name && said.starts_with(char::is_whitespace)
}

/// Parts a paragraph where a line of it begins one of its own, or an empty line stands; every other break stays.
/// Returns the paragraphs, and how many breaks stand before each.
pub(crate) fn part(paragraph: Paragraph) -> Vec<(usize, Paragraph)> {
    if !paragraph.runs.iter().any(|run| run.words.contains([BREAK, WRAP])) {
        return vec![(0, paragraph)];
    }
    let lines = lines(&paragraph.runs);
    let labels: Vec<Option<String>> = lines.iter().map(Line::label).collect();
    // The first label of a list is one as the next line counts on from it, whatever stands before.
    let begins_list = |at: usize| match labels.get(at..at + 2) {
        Some([Some(label), Some(next)]) => label::counts_on(label, next),
        _ => false,
    };
    let rest = Paragraph { heading: paragraph.heading, indent: paragraph.indent, ..Paragraph::default() };
    let mut label = paragraph.label.clone();
    let mut parted: Vec<(usize, Paragraph)> = vec![(0, Paragraph { runs: Vec::new(), ..paragraph })];
    // The words of the last one, without the marks of notes.
    let mut before = String::new();
    let mut is_after_empty_line = false;
    for (at, Line { runs, is_ended }) in lines.into_iter().enumerate() {
        let Some((_, last)) = parted.last_mut() else { continue };
        let own = words(&runs);
        let own = own.trim();
        let begins = || {
            is_after_empty_line
                || begins_list(at)
                || is_ended && (label::typed(own).is_some() || label.is_none() && is_other_line(&before, own))
                || is_ended && ends(&before) && begin_alike(&last.runs, &runs)
                || begins(label.as_deref().unwrap_or_default(), &before, own, false)
        };
        if !before.trim().is_empty() && !own.is_empty() && begins() {
            before.clear();
            label = None;
            parted.push((at, Paragraph { runs: Vec::new(), ..rest.clone() }));
        } else if at > 0 {
            last.broken |= is_ended && !own.is_empty() && !before.trim().is_empty();
            if !before.is_empty() && !before.ends_with(' ') {
                before.push(' ');
            }
            let sign = if is_ended { BREAK } else { ' ' };
            last.runs.push(Run { words: sign.to_string(), ..Run::default() });
        }
        if before.trim().is_empty() && label.is_none() {
            label = label::typed(own).map(|end| own[..end].to_owned());
        }
        before.push_str(&words(runs.iter().filter(|run| run.note.is_none())));
        if let Some((_, last)) = parted.last_mut() {
            last.runs.extend(runs);
        }
        is_after_empty_line = own.is_empty();
    }
    parted
}

/// No line of a title is longer, in bytes.
const LONGEST_LINE: usize = 100;

/// Says whether lines are two of a title block: one is in capitals, the other is not.
fn is_other_line(before: &str, line: &str) -> bool {
    let is_short = before.len() <= LONGEST_LINE && line.len() <= LONGEST_LINE;
    is_short && !ends(before) && is_capitals(before) != is_capitals(line)
}

/// Says whether both begin with words that stand out in the same way, as the clauses of a list do: *Noting*.
fn begin_alike(before: &[Run], line: &[Run]) -> bool {
    let first = |runs: &[Run]| runs.iter().find(|run| !run.words.trim().is_empty()).map(|run| run.look);
    // What stands out as a whole is no beginning.
    let only_begins = |runs: &[Run]| runs.iter().any(|run| !run.look.is_emphasised() && !run.words.trim().is_empty());
    let is_alike = first(before).is_some_and(|look| look.is_emphasised() && first(line) == Some(look));
    is_alike && only_begins(line) && only_begins(before)
}

/// A line of a paragraph.
#[derive(Default)]
struct Line {
    runs: Vec<Run>,
    /// Somebody ended the line before it.
    is_ended: bool,
}

impl Line {
    /// Returns the label that it begins with.
    fn label(&self) -> Option<String> {
        let words = words(&self.runs);
        let words = words.trim();
        label::typed(words).map(|end| words[..end].to_owned())
    }
}

/// Returns the runs line by line.
fn lines(runs: &[Run]) -> Vec<Line> {
    let mut lines = vec![Line::default()];
    for run in runs {
        let mut rest = Some(run.words.as_str());
        while let Some(words) = rest {
            let end = words.find([BREAK, WRAP]).unwrap_or(words.len());
            let (words, behind) = words.split_at(end);
            if let Some(line) = lines.last_mut().filter(|_| !words.is_empty() || run.note.is_some()) {
                line.runs.push(run.with(words));
            }
            let mut behind = behind.chars();
            rest = behind.next().map(|sign| {
                lines.push(Line { is_ended: sign == BREAK, ..Line::default() });
                behind.as_str()
            });
        }
    }
    lines
}
