//! Notes that somebody typed without any help of a program: `(1) See …` below the text or at the foot of a page, or below a
//! line `1 See …` and `1. See …`. Nothing but their numbers, and those in the text, tells them from other paragraphs.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::arrange;
use crate::label;
use crate::marks::{self, LONGEST, is_figures, plain, raise};
use crate::read::breaks;
use crate::sheet::{Paragraph, Run, RunLook};

/// Raises the marks of such notes, at the notes and in the text; returns which paragraphs they are.
///
/// Their numbers go up from 1, or from that of the last note, and each number is found in the text, in the same order, or a
/// line stands above them.
pub(crate) fn raise_all(
    paragraphs: &mut [Paragraph],
    is_rule: fn(&Paragraph) -> bool,
    last_named: usize,
) -> BTreeSet<usize> {
    let mut raised = BTreeSet::new();
    // Where the text begins that has no notes yet, and the text in which no marks were looked for.
    let (mut without_notes, mut unseen, mut last) = (0, 0, last_named);
    // The numbers of a print stand below all notes.
    let end = paragraphs.iter().rposition(|paragraph| !is_code(paragraph)).map_or(0, |last| last + 1);
    for group in groups(paragraphs, is_rule) {
        let is_at_end = [end, paragraphs.len()].contains(&group.place.end);
        if !is_at_end && !group.may_be_of_page() {
            continue;
        }
        let is_below_text = is_at_end || group.is_behind_signature;
        let begin = if is_below_text { without_notes } else { unseen };
        let text = &paragraphs[begin..group.place.start];
        unseen = group.place.end;
        if !group.counts_up_from(1) && !group.counts_up_from(last + 1) {
            continue;
        }
        let Some(places) = (if is_at_end { group.marks_of_last(text) } else { group.marks_of_page(text) }) else {
            continue;
        };
        // From behind, so that the places before stay what they are.
        for (paragraph, run, place) in places.into_iter().rev() {
            raise_at(&mut paragraphs[begin + paragraph], run, place);
        }
        for (at, mark) in group.place.clone().zip(&group.marks) {
            raise_at(&mut paragraphs[at], 0, 0..mark.len());
        }
        last = group.numbers().last().unwrap_or(last);
        without_notes = group.place.end;
        raised.extend(group.place);
    }
    raised
}

/// Joins marks that stand alone, in the cells of a table or on lines of their own, to the notes behind them, where each is one
/// that is raised in the text: the last such row, which counts up from 1.
pub(crate) fn join_lone_marks(paragraphs: &mut Vec<Paragraph>) {
    let raised = |paragraph: &Paragraph| -> Vec<String> {
        let raised = paragraph.runs.iter().filter(|run| run.look.raised && run.note.is_none());
        raised.map(|run| run.words.trim().to_owned()).filter(|mark| is_hand_mark(mark)).collect()
    };
    let marked: BTreeSet<String> = paragraphs.iter().flat_map(raised).collect();
    if marked.is_empty() {
        return;
    }
    let lone = |paragraph: &Paragraph| {
        let words = paragraph.label.clone().unwrap_or_default() + &paragraph.words();
        Some(words.trim().to_owned()).filter(|mark| marked.contains(mark))
    };
    let Some(last) = paragraphs.iter().rposition(|paragraph| lone(paragraph).is_some()) else { return };
    let Some(count) = paragraphs.get(last).and_then(lone).and_then(|mark| plain(&mark).parse::<usize>().ok()) else {
        return;
    };
    let Some(first) = count.checked_sub(1).and_then(|before| last.checked_sub(2 * before)) else { return };
    let counts = (first..=last).step_by(2).zip(1_usize..).all(|(at, number)| {
        let has_words = paragraphs.get(at + 1).is_some_and(|words| words.label.is_none() && lone(words).is_none());
        has_words && lone(&paragraphs[at]).is_some_and(|mark| plain(&mark) == number.to_string())
    });
    if !counts {
        return;
    }
    for at in (0..count).rev().map(|pair| first + 2 * pair) {
        let words = paragraphs.remove(at + 1);
        let mark = &mut paragraphs[at];
        let look = RunLook { raised: true, ..RunLook::default() };
        let raised = Run { words: lone(mark).unwrap_or_default(), look, ..Run::default() };
        let place = mark.place.start..words.place.end;
        let remarks = [std::mem::take(&mut mark.remarks), words.remarks.clone()].concat();
        *mark = Paragraph {
            runs: std::iter::once(raised).chain(words.runs).collect(),
            label: None,
            remarks,
            place,
            ..words
        };
    }
}

/// Where the text has a mark: the paragraph, its run, the bytes.
type Place = (usize, usize, Range<usize>);

/// Paragraphs one below the other that begin with numbers, all dressed alike, as notes do.
struct Group {
    place: Range<usize>,
    /// Their marks, one for each.
    marks: Vec<String>,
    /// Whether the file draws a line above them.
    is_below_drawing: bool,
    /// Whether it does, or a row of strokes stands there.
    is_below_rule: bool,
    /// Whether their marks stood on lines of their own, as raised ones do.
    are_marks_above: bool,
    /// Whether the lines above them are those of people who signed.
    is_behind_signature: bool,
}

impl Group {
    fn numbers(&self) -> impl Iterator<Item = usize> {
        self.marks.iter().filter_map(|mark| plain(mark).parse().ok())
    }

    fn counts_up_from(&self, begin: usize) -> bool {
        self.marks.iter().zip(begin..).all(|(mark, number)| plain(mark) == number.to_string())
    }

    fn has_stops(&self) -> bool {
        self.marks.iter().any(|mark| mark.ends_with('.'))
    }

    /// Says whether figures are all that their marks have.
    fn is_bare(&self) -> bool {
        self.marks.iter().all(|mark| is_figures(mark))
    }

    /// Says whether they may be the notes of a page in the midst of the text: what begins with `1.` or `(1)` is a clause or a
    /// point where no line stands above it.
    fn may_be_of_page(&self) -> bool {
        self.is_bare() || self.is_below_rule || self.is_behind_signature
    }

    /// Finds their marks in the text before them, if they can be nothing but the notes of a page.
    fn marks_of_page(&self, text: &[Paragraph]) -> Option<Vec<Place>> {
        let before = text.last()?.words();
        let places = places_in_order(text, &self.marks, self.are_marks_above);
        let are_all_found = places.len() == self.marks.len();
        let are_below = self.is_below_rule || self.are_marks_above || marks::at_start(&before).is_some();
        let are_notes = match places.len() {
            0 => false,
            _ if self.is_bare() => are_below || are_all_found && !before.trim_end().ends_with(breaks::promises_points),
            _ => are_all_found,
        };
        are_notes.then_some(places)
    }

    /// Finds their marks in the text above them, if they can be nothing but the notes below it.
    fn marks_of_last(&self, text: &[Paragraph]) -> Option<Vec<Place>> {
        let before = text.last()?.words();
        let before = before.trim_end();
        let places = places_in_order(text, &self.marks, self.are_marks_above);
        let are_all_found = places.len() == self.marks.len();
        let are_notes = match places.len() {
            0 => false,
            _ if before.ends_with(breaks::promises_points) => false,
            // What begins with `1.` could be a clause; what a page draws a line above, anything.
            _ if self.has_stops() => self.is_below_rule && are_all_found,
            _ if self.is_below_drawing => are_all_found,
            _ if self.is_below_rule || self.are_marks_above => true,
            // What begins with `(1)` behind a line could be a paragraph below the heading of its article.
            _ if self.is_bare() => are_all_found && ends_as_text(text),
            _ => are_all_found && (before.ends_with(breaks::ends_sentence) || self.is_behind_signature),
        };
        are_notes.then_some(places)
    }
}

/// Says whether a line is the number of a print, which stands below all notes.
fn is_code(paragraph: &Paragraph) -> bool {
    paragraph.label.is_none() && arrange::is_code(&paragraph.words())
}

/// So many lines stand at most between the last sentence and its notes: the meeting, the day.
const LINES_OF_MEETING: usize = 2;

/// Says whether paragraphs end with a sentence, or with a few lines below one.
fn ends_as_text(paragraphs: &[Paragraph]) -> bool {
    let ends = |paragraph: &Paragraph| paragraph.words().trim_end().ends_with(breaks::ends_sentence);
    let is_line = |paragraph: &&Paragraph| {
        paragraph.label.is_none() && breaks::last_sign_of(&paragraph.runs).is_some_and(char::is_alphanumeric)
    };
    let lines = paragraphs.iter().rev().take_while(is_line).take(LINES_OF_MEETING).count();
    paragraphs.iter().rev().nth(lines).is_some_and(ends)
}

/// So many lines at least stand where people signed: for whom, as what, and who.
const LINES_OF_SIGNATURE: usize = 3;

/// Says whether the last lines are those of people who signed: neither clauses nor headings with numbers, as those of articles
/// are.
fn ends_in_signature(paragraphs: &[Paragraph]) -> bool {
    let is_line = |paragraph: &Paragraph| {
        let words = paragraph.words();
        let words = words.trim();
        let is_ended = words.ends_with(breaks::ends_clause) || words.contains(char::is_numeric);
        paragraph.label.is_none() && !paragraph.heading && !is_ended && label::typed(words).is_none()
    };
    let lines = paragraphs.len().checked_sub(LINES_OF_SIGNATURE).and_then(|first| paragraphs.get(first..));
    lines.is_some_and(|lines| lines.iter().all(is_line))
}

/// Finds paragraphs that begin as notes do. Below a line, and where numbers do not count on, others begin.
fn groups(paragraphs: &[Paragraph], is_rule: fn(&Paragraph) -> bool) -> Vec<Group> {
    let dress = |mark: &str| mark.replace(|sign: char| sign.is_ascii_digit(), "");
    let mut groups: Vec<Group> = Vec::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let Some(mark) = starts_by_hand(paragraph) else { continue };
        let goes_on = |group: &&mut Group| {
            let counts_on = group.numbers().last().map(|last| last + 1) == plain(&mark).parse().ok();
            let is_alike = group.marks.last().is_some_and(|last| dress(last) == dress(&mark));
            group.place.end == at && !paragraph.below_rule && is_alike && counts_on
        };
        if let Some(group) = groups.last_mut().filter(goes_on) {
            group.place.end += 1;
            group.marks.push(mark);
        } else {
            let is_below_rule =
                paragraph.below_rule || at.checked_sub(1).is_some_and(|before| is_rule(&paragraphs[before]));
            let is_below_drawing = paragraph.below_rule;
            let are_marks_above = paragraph.mark_above;
            let is_behind_signature = mark.starts_with('(') && ends_in_signature(&paragraphs[..at]);
            groups.push(Group {
                place: at..at + 1,
                marks: vec![mark],
                is_below_drawing,
                is_below_rule,
                are_marks_above,
                is_behind_signature,
            });
        }
    }
    groups
}

/// Says whether a line begins with the number behind that of the line before it, as notes typed by hand do.
pub(crate) fn counts_on(before: &str, line: &str) -> bool {
    let number = |words: &str| hand_mark(words).and_then(|mark| plain(mark).parse::<u32>().ok());
    number(before).zip(number(line)).is_some_and(|(before, number)| before.checked_add(1) == Some(number))
}

/// Says whether a line begins as notes do that are typed by hand.
pub(crate) fn begins_as_note(line: &str) -> bool {
    hand_mark(line).is_some()
}

/// Returns the number with which a paragraph begins as a note does: `(1)`, `1`, each with a full stop or without. `1 -` is the
/// label of a clause.
fn starts_by_hand(paragraph: &Paragraph) -> Option<String> {
    let run = paragraph.runs.first().filter(|run| paragraph.label.is_none() && !run.look.raised)?;
    let mark = first_word(&run.words)?;
    let is_longer_label = label::typed(&run.words).is_some_and(|label| label > mark.len());
    (!is_longer_label && is_hand_mark(mark.strip_suffix('.').unwrap_or(mark))).then(|| mark.to_owned())
}

fn hand_mark(words: &str) -> Option<&str> {
    first_word(words).filter(|mark| is_hand_mark(mark))
}

/// Returns the first word if it is as short as a mark, and others follow.
fn first_word(words: &str) -> Option<&str> {
    let head = &words[..words.floor_char_boundary(LONGEST + "().\u{a0}".len())];
    head.split_once(char::is_whitespace).map(|(word, _)| word)
}

/// Says whether a word is a number, alone or in brackets.
fn is_hand_mark(word: &str) -> bool {
    let inside = word.strip_prefix('(').map_or(Some(word), |inside| inside.strip_suffix(')'));
    inside.is_some_and(is_figures)
}

/// How many figures a year has.
const YEAR: usize = 4;

/// Finds marks in the text, one behind the other. `(1)` stands behind a word or what is quoted, a bare number directly at its
/// end; what is raised stands for itself. Marks that a converter lowered stand behind years and brackets too.
fn places_in_order(paragraphs: &[Paragraph], marks: &[String], were_raised: bool) -> Vec<Place> {
    let mut found = Vec::new();
    let mut wanted = marks.iter().peekable();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        for (number, run) in paragraph.runs.iter().enumerate() {
            let mut from = 0;
            while let Some(mark) = wanted.peek() {
                let is_bare = !mark.starts_with('(');
                let mark = mark.trim_end_matches('.');
                let stands = |(start, _): &(usize, &str)| {
                    if run.look.raised {
                        return run.words.trim() == mark;
                    }
                    let (before, behind) = (run.words[..*start].chars(), run.words[start + mark.len()..].chars());
                    let before = before.rev().find(|sign| is_bare || !sign.is_whitespace());
                    // `192(1)` is a paragraph of an article; a year may have a note.
                    let figures = figures_at_end(run.words[..*start].trim_end());
                    let is_number = figures > 0 && figures < YEAR;
                    let is_word = before.is_some_and(|it| match is_bare {
                        true => {
                            it.is_alphabetic()
                                || ends_clause(&run.words[..*start], behind.clone().next().is_none())
                                || were_raised
                                    && (matches!(it, ')' | '”' | '»') || ends_with_year(&run.words[..*start]))
                        }
                        false => it.is_alphanumeric() && !is_number || matches!(it, '”' | '»' | '"'),
                    });
                    is_word && behind.clone().next().is_none_or(|sign| !sign.is_alphanumeric())
                };
                let further = run.words.get(from..).unwrap_or_default().match_indices(mark);
                let next = further.map(|(start, mark)| (from + start, mark)).find(stands);
                let Some((start, _)) = next else { break };
                from = start + mark.len();
                found.push((at, number, start..from));
                wanted.next();
            }
        }
    }
    found
}

/// Says whether words end with a sign behind which a mark may stand: `States;`, `2017,`, but not `3,`; at the end of all a full
/// stop, which in the middle is one of a symbol: `Add.1`, and a bracket: `2600 (2025)`.
fn ends_clause(words: &str, is_last: bool) -> bool {
    let ends_all = |sign| breaks::ends_sentence(sign) || sign == ')';
    let before = words.strip_suffix(breaks::continues).or_else(|| words.strip_suffix(ends_all).filter(|_| is_last));
    let before = before.unwrap_or_default();
    let figures = figures_at_end(before);
    !before.is_empty() && (figures == 0 || figures == YEAR)
}

/// Says whether words end with a year that follows a word: `1 May 1951`.
fn ends_with_year(words: &str) -> bool {
    let before = words.get(..words.len().saturating_sub(YEAR)).unwrap_or_default();
    let is_behind_word = before.ends_with(' ') && before.trim_end().ends_with(char::is_alphabetic);
    figures_at_end(words) == YEAR && is_behind_word && matches!(words.as_bytes()[before.len()], b'1' | b'2')
}

/// Counts the figures with which words end; more than those of a year are not told apart.
fn figures_at_end(words: &str) -> usize {
    words.bytes().rev().take(YEAR + 1).take_while(u8::is_ascii_digit).count()
}

/// Sets bytes of a run apart as the mark of a note.
fn raise_at(paragraph: &mut Paragraph, run: usize, place: Range<usize>) {
    let mut runs = Vec::with_capacity(paragraph.runs.len() + 2);
    for (at, own) in std::mem::take(&mut paragraph.runs).into_iter().enumerate() {
        if at == run {
            // A blank before the mark was typed for its brackets.
            let start = own.words[..place.start].trim_end().len();
            let own = Run { words: format!("{}{}", &own.words[..start], &own.words[place.start..]), ..own };
            let place = start..start + place.len();
            raise(&own, std::iter::once((place, None)), &mut runs);
        } else {
            runs.push(own);
        }
    }
    paragraph.runs = runs;
}
