//! Marks of notes as somebody typed them: `specimens*`, `specimens¹`, `specimens (1)`, `specimens[1]`; and which note each leads to.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use engross_model::Finding;
use regex::Regex;

use crate::label;
use crate::notes::FoundNote;
use crate::read::breaks;
use crate::sheet::{self, Paragraph, Run, RunLook, push};
use crate::sureness::Sureness;

const SIGNS: &str = "*†‡§";
const RAISED_FIGURES: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/// No mark has more signs or figures.
pub(crate) const LONGEST: usize = 3;

/// Says whether a mark is made of signs, and no number.
pub(crate) fn is_sign(mark: &str) -> bool {
    mark.chars().all(marks_a_note)
}

/// Says whether a mark is a number.
pub(crate) fn is_figures(mark: &str) -> bool {
    !mark.is_empty() && mark.len() <= LONGEST && mark.bytes().all(|byte| byte.is_ascii_digit())
}

/// Says whether a sign marks notes and means nothing else.
pub(crate) fn marks_a_note(sign: char) -> bool {
    SIGNS.contains(sign)
}

/// Says whether words are a line that parts notes from the text.
pub(crate) fn is_rule(words: &str) -> bool {
    !words.trim().is_empty()
        && !label::is_bullet(words.trim())
        && words.chars().all(|sign| matches!(sign, '_' | '-' | '–' | '—' | '―' | '=' | '─') || sign.is_whitespace())
}

/// Returns the mark that a typed note begins with, and its bytes.
pub(crate) fn at_start(words: &str) -> Option<(String, usize)> {
    let length = words.len() - words.trim_start_matches(is_mark).len();
    let rest = words.get(length..)?;
    let marked = length > 0
        && (rest.is_empty() || rest.starts_with(char::is_whitespace) || rest.starts_with(char::is_alphabetic));
    marked.then(|| (plain(&words[..length]), length))
}

/// Returns in which paragraphs which signs mark a note.
pub(crate) fn signs(paragraphs: &[Paragraph]) -> BTreeMap<String, Vec<usize>> {
    let mut signs: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let mut before = "";
        for run in &paragraph.runs {
            let raised = Some(run.words.trim()).filter(|mark| run.look.raised && is_sign(mark)).map(str::to_owned);
            let typed = typed(before, &run.words).into_iter().map(|(_, mark)| mark);
            for mark in raised.into_iter().chain(typed) {
                signs.entry(mark).or_default().push(at);
            }
            before = &run.words;
        }
    }
    signs
}

/// Lets every mark refer to its note by name. Where pages count anew several notes have the same mark: the one meant is the
/// next below the mark.
pub(crate) fn link(paragraphs: &mut [Paragraph], notes: &mut [FoundNote]) {
    let mut of_mark: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
    for note in notes.iter().filter(|note| !note.is_named) {
        of_mark.entry(note.mark.clone()).or_default().push((note.place.start, note.name.clone()));
    }
    if of_mark.is_empty() {
        return;
    }
    let name = |mark: &str, from: usize| {
        let notes = of_mark.get(mark)?;
        let next = notes.partition_point(|(place, _)| *place < from);
        notes.get(next).or(notes.last()).map(|(_, name)| name.clone())
    };
    for paragraph in paragraphs {
        let from = paragraph.place.start;
        paragraph.runs = linked(std::mem::take(&mut paragraph.runs), &|mark| name(mark, from));
    }
    for note in notes {
        // A note does not mark itself.
        let other = |mark: &str| name(mark, note.place.end).filter(|name| *name != note.name);
        note.runs = linked(std::mem::take(&mut note.runs), &other);
    }
}

/// Lets raised figures behind a word refer to the note of the format whose mark they repeat: converters write the second mark of
/// a note so. Says which were taken for one.
pub(crate) fn link_again(file: &str, paragraphs: &mut [Paragraph], notes: &mut [FoundNote]) -> Vec<Finding> {
    let figures = notes.iter().filter(|note| note.is_named && is_figures(&note.mark));
    let mut of_mark: BTreeMap<String, String> = figures.map(|note| (note.mark.clone(), note.name.clone())).collect();
    for (mark, name) in paragraphs.iter_mut().flat_map(|paragraph| take_printed(&mut paragraph.runs)) {
        for note in notes.iter_mut().filter(|note| note.name == name) {
            note.runs = without_own_mark(std::mem::take(&mut note.runs), &mark);
        }
        of_mark.insert(mark, name);
    }
    let mut findings = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for paragraph in paragraphs.iter_mut().filter(|_| !of_mark.is_empty()) {
        let mut before = String::new();
        for run in &mut paragraph.runs {
            seen.extend(run.note.clone());
            let note = of_mark.get(run.words.trim()).filter(|_| run.look.raised && run.note.is_none());
            let note = note.filter(|note| seen.contains(*note));
            if let Some(note) = note.filter(|_| ends_word(&before)) {
                run.note = Some(note.clone());
                let finding = Finding::new("IMP-03", format!("the raised `{}` has no note", run.words.trim()));
                let sure = Sureness::Likely.because("it stands behind a word, and a note before has this mark");
                let finding = finding.at(file, paragraph.place.clone()).note(sure);
                findings.push(finding.help("it marks that note a second time now"));
            }
            before.clone_from(&run.words);
        }
    }
    findings
}

/// Takes away what is printed for a mark where the format's own is empty: programs write `(2)` behind it. Returns the marks that
/// are printed so, and the notes they mean.
fn take_printed(runs: &mut Vec<Run>) -> Vec<(String, String)> {
    let mut printed = Vec::new();
    let mut empty: Option<String> = None;
    runs.retain(|run| {
        let words = run.words.trim();
        let is_mark = is_figures(words.trim_matches(['(', ')', '[', ']'])) || !words.is_empty() && is_sign(words);
        let note = empty.take().filter(|_| run.note.is_none() && run.look.raised && is_mark);
        empty =
            run.note.clone().filter(|_| !run.words.chars().any(|sign| sign.is_alphanumeric() || marks_a_note(sign)));
        let is_kept = note.is_none();
        printed.extend(note.map(|note| (words.to_owned(), note)));
        is_kept
    });
    printed
}

/// Takes the mark that a note begins with away.
fn without_own_mark(mut runs: Vec<Run>, mark: &str) -> Vec<Run> {
    let first = runs.iter().position(|run| !run.words.trim().is_empty());
    match first.filter(|at| runs[*at].look.raised && runs[*at].words.trim() == mark) {
        Some(at) => sheet::tidy_blanks(runs.split_off(at + 1)),
        None => runs,
    }
}

/// Says where figures or signs stand as the marks of notes do, and no note has them: a program may have lost the notes.
pub(crate) fn dead(file: &str, paragraphs: &[Paragraph]) -> Option<Finding> {
    // `Sea;1`, `sea.1` at the end, `Sea1;`, `sea†`, `sea[1]`.
    static DEAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let behind = r"[,;]\d{1,2}(?:\s|$)|\.\d{1,2}$|\d{1,2}[,;.]?(?:\s|$)|[*†‡§]+(?:[\s,;.]|$)|\[\d{1,2}\]";
        Regex::new(&format!(r"(?:^|[^\w*†‡§])\p{{L}}\p{{Ll}}{{2,}}(?:{behind})")).ok()
    });
    let pattern = DEAD.as_ref()?;
    let plain = |run: &&Run| run.note.is_none() && run.link.is_none() && !run.look.raised;
    let found: Vec<(&Paragraph, &str)> = paragraphs
        .iter()
        .flat_map(|paragraph| paragraph.runs.iter().filter(plain).map(move |run| (paragraph, run)))
        .flat_map(|(paragraph, run)| {
            pattern.find_iter(&run.words).map(move |found| {
                (paragraph, found.as_str().trim_start_matches(|sign: char| !sign.is_alphabetic()).trim_end())
            })
        })
        .collect();
    let (first, _) = found.first()?;
    let finding =
        Finding::new("IMP-09", "figures or signs stand as the marks of notes do, and there are no such notes");
    let finding = finding.at(file, first.place.clone()).help("write the notes, or delete the marks");
    Some(found.iter().take(MOST_SHOWN).fold(finding, |finding, (_, words)| finding.note(format!("it reads: {words}"))))
}

/// More words are not shown in one finding.
const MOST_SHOWN: usize = 8;

/// Says whether marks may stand behind words: these end a word that is no unit, or with a sign.
fn ends_word(words: &str) -> bool {
    let letters = words.chars().rev().take_while(|sign| sign.is_alphabetic()).count();
    letters > 2 || words.ends_with([',', ';', '.', '”', '»', ')'])
}

fn linked(runs: Vec<Run>, name: &dyn Fn(&str) -> Option<String>) -> Vec<Run> {
    let mut linked = Vec::with_capacity(runs.len());
    let mut before = String::new();
    for run in runs {
        let words = run.words.clone();
        if run.note.is_some() {
            linked.push(run);
        } else if run.look.raised {
            // Between two marks at one place stands a comma or a blank.
            let note =
                name(run.words.trim().trim_end_matches([',', ' '])).filter(|_| !is_exponent(&before, &run.words));
            linked.push(Run { note, ..run });
        } else {
            let marks = typed(&before, &run.words).into_iter().filter_map(|(place, mark)| Some((place, name(&mark)?)));
            raise(&run, marks.map(|(place, name)| (place, Some(name))), &mut linked);
        }
        before = words;
    }
    linked
}

/// Says whether a raised figure belongs to the unit before it, or to the ten: `m^3^`, `10^6^`.
pub(crate) fn is_exponent(before: &str, figure: &str) -> bool {
    let word = before.rsplit(|sign: char| !sign.is_alphanumeric()).next().unwrap_or_default();
    let is_of_unit = || matches!(figure.trim(), "2" | "3") && UNITS.contains(&word);
    figure.trim().starts_with(|sign: char| sign.is_ascii_digit()) && (word == "10" || is_of_unit())
}

/// The units of which there are squares and cubes.
const UNITS: [&str; 7] = ["m", "km", "dm", "cm", "mm", "µm", "nm"];

/// Sets marks of a run apart as runs of their own.
fn raise(run: &Run, marks: impl Iterator<Item = (Range<usize>, Option<String>)>, into: &mut Vec<Run>) {
    let mut at = 0;
    for (place, note) in marks {
        let words = run.words.get(at..place.start).unwrap_or_default().to_owned();
        if !words.is_empty() {
            into.push(Run { words, look: run.look, note: run.note.clone(), link: run.link.clone() });
        }
        let mark = plain(run.words.get(place.clone()).unwrap_or_default());
        let look = RunLook { raised: true, ..run.look };
        into.push(Run { words: mark, look, note, link: None });
        at = place.end;
    }
    let words = run.words.get(at..).unwrap_or_default().to_owned();
    if !words.is_empty() {
        into.push(Run { words, look: run.look, note: run.note.clone(), link: run.link.clone() });
    }
}

/// Finds signs and raised figures that stand at the end of a word, as marks do; the word may be that of a run before.
fn typed(run_before: &str, words: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut before: Option<char> = run_before.chars().next_back();
    // The word before the mark: `m²` and `km²` are units.
    let mut letters = run_before.chars().rev().take(3).take_while(|sign| sign.is_alphabetic()).count();
    let mut signs = words.char_indices().peekable();
    while let Some((start, sign)) = signs.next() {
        if is_mark(sign) {
            let mut end = start + sign.len_utf8();
            let mut count = 1;
            while let Some((at, next)) = signs.next_if(|(_, next)| is_mark(*next)) {
                end = at + next.len_utf8();
                count += 1;
            }
            let is_closed = signs.peek().is_none_or(|(_, next)| !next.is_alphanumeric());
            let is_unit = RAISED_FIGURES.contains(sign) && letters <= 2 && before.is_some_and(char::is_alphabetic)
                || is_exponent(&words[..start], &plain(&words[start..end]));
            let stands = before.is_some_and(|before| !before.is_whitespace()) && is_closed && !is_unit;
            if stands && count <= LONGEST {
                found.push((start..end, plain(&words[start..end])));
            }
            letters = 0;
        } else {
            letters = if sign.is_alphabetic() { letters + 1 } else { 0 };
        }
        before = Some(sign);
    }
    found
}

/// Says whether a sign marks notes as it stands.
pub(crate) fn is_mark(sign: char) -> bool {
    marks_a_note(sign) || RAISED_FIGURES.contains(sign)
}

/// Writes a mark without its being raised, its brackets or its full stop: `¹`, `(1)` and `1.` are 1.
pub(crate) fn plain(mark: &str) -> String {
    let figure = |sign: char| {
        let value = RAISED_FIGURES.chars().position(|figure| figure == sign)?;
        char::from_digit(u32::try_from(value).ok()?, 10)
    };
    mark.trim_matches(['(', ')', '.']).chars().map(|sign| figure(sign).unwrap_or(sign)).collect()
}

/// Raises the marks of notes that somebody typed below the text without any help of a program, `(1) See …` or below a line
/// `1 See …` and `1. See …`, at the notes and in the text; returns which paragraphs are such notes.
///
/// Their numbers go up from 1, or from that of the last note that the format keeps apart, and each number is found in the
/// text, in the same order, or a line stands above them.
pub(crate) fn raise_by_hand(
    paragraphs: &mut [Paragraph],
    is_rule: fn(&Paragraph) -> bool,
    last_named: usize,
) -> BTreeSet<usize> {
    let Some(ByHand { marks, places }) = by_hand(paragraphs, is_rule, last_named) else { return BTreeSet::new() };
    let first = paragraphs.len() - marks.len();
    for (at, mark) in (first..).zip(&marks) {
        raise_at(&mut paragraphs[at], 0, 0..mark.len());
    }
    // From behind, so that the places before stay what they are.
    for (paragraph, run, place) in places.into_iter().rev() {
        raise_at(&mut paragraphs[paragraph], run, place);
    }
    (first..paragraphs.len()).collect()
}

/// Notes that somebody typed as the last paragraphs.
struct ByHand {
    /// Their marks, one for each.
    marks: Vec<String>,
    /// Where the text has these: the paragraph, its run, the bytes.
    places: Vec<(usize, usize, Range<usize>)>,
}

/// Finds notes that somebody typed below the text, if what looks like them can be nothing else.
fn by_hand(paragraphs: &[Paragraph], is_rule: fn(&Paragraph) -> bool, last_named: usize) -> Option<ByHand> {
    let marks = typed_at_end(paragraphs);
    let (text, notes) = paragraphs.split_at(paragraphs.len() - marks.len());
    let (last, first_note) = (text.last()?, notes.first()?);
    if !count_up_from(1, &marks) && !count_up_from(last_named + 1, &marks) {
        return None;
    }
    let has_stops = marks.first()?.ends_with('.');
    let is_drawn = first_note.below_rule;
    let below_rule = is_drawn || is_rule(last);
    let before = last.words();
    let before = before.trim_end();
    let places = places_in_order(text, &marks);
    let are_notes = match places.len() {
        0 => false,
        _ if before.ends_with(breaks::promises_points) => false,
        // What begins with `1.` could be a clause; what a page draws a line above, anything.
        found if has_stops => below_rule && found == marks.len(),
        found if is_drawn => found == marks.len(),
        _ if below_rule => true,
        found => found == marks.len() && before.ends_with(breaks::ends_sentence),
    };
    are_notes.then_some(ByHand { marks, places })
}

/// Says whether the numbers of marks go up, one by one.
fn count_up_from(begin: usize, marks: &[String]) -> bool {
    marks.iter().zip(begin..).all(|(mark, number)| plain(mark) == number.to_string())
}

/// Returns the marks with which the last paragraphs begin, all dressed alike, up to the one below a line.
fn typed_at_end(paragraphs: &[Paragraph]) -> Vec<String> {
    let mut marks: Vec<String> = Vec::new();
    for paragraph in paragraphs.iter().rev() {
        let dress = |mark: &str| mark.replace(|sign: char| sign.is_ascii_digit(), "");
        let mark = starts_by_hand(paragraph);
        let Some(mark) = mark.filter(|mark| marks.last().is_none_or(|other| dress(other) == dress(mark))) else {
            break;
        };
        marks.push(mark);
        if paragraph.below_rule {
            break;
        }
    }
    marks.reverse();
    marks
}

/// Says whether a line begins with the number behind that of the line before it, as notes typed by hand do.
pub(crate) fn counts_on(before: &str, line: &str) -> bool {
    let number = |words: &str| hand_mark(words).and_then(|mark| plain(mark).parse::<u32>().ok());
    number(before).zip(number(line)).is_some_and(|(before, number)| before.checked_add(1) == Some(number))
}

/// Returns the number with which a paragraph begins as a note does: `(1)`, `1`, each with a full stop or without.
fn starts_by_hand(paragraph: &Paragraph) -> Option<String> {
    let run = paragraph.runs.first().filter(|run| paragraph.label.is_none() && !run.look.raised)?;
    let mark = first_word(&run.words)?;
    is_hand_mark(mark.strip_suffix('.').unwrap_or(mark)).then(|| mark.to_owned())
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

/// Finds marks in the text, one behind the other: the paragraph, its run, the bytes. `(1)` stands behind a word, a bare
/// number directly at its end; what is raised stands for itself.
fn places_in_order(paragraphs: &[Paragraph], marks: &[String]) -> Vec<(usize, usize, Range<usize>)> {
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
                            it.is_alphabetic() || ends_clause(&run.words[..*start], behind.clone().next().is_none())
                        }
                        false => it.is_alphanumeric() && !is_number,
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

/// Raises the marks of notes that are there, which stand in brackets: `survey[2]`.
pub(crate) fn raise_in_brackets(paragraphs: &mut [Paragraph]) {
    let notes: BTreeSet<String> =
        paragraphs.iter().filter_map(|paragraph| in_brackets_at_start(&paragraph.words())).collect();
    let is_marked = |paragraph: &Paragraph| {
        let words = paragraph.words();
        let behind = words.trim_start_matches('[');
        next_in_brackets(behind, &notes)
            .is_some_and(|(before, ..)| before.ends_with(|sign: char| !sign.is_whitespace()))
    };
    // Clauses may be labelled so.
    if notes.is_empty() || notes.len() > 1 && !paragraphs.iter().any(is_marked) {
        return;
    }
    for paragraph in paragraphs {
        paragraph.runs = raised_in_brackets(std::mem::take(&mut paragraph.runs), &notes);
    }
}

fn raised_in_brackets(runs: Vec<Run>, notes: &BTreeSet<String>) -> Vec<Run> {
    let mut raised = Vec::new();
    for run in runs {
        let mut rest = run.words.as_str();
        while let Some((before, mark, behind)) = next_in_brackets(rest, notes) {
            // A comma between two marks is raised as they are.
            let parts_marks = before.trim() == "," && raised.last().is_some_and(|last: &Run| last.look.raised);
            let look = RunLook { raised: run.look.raised || parts_marks, ..run.look };
            raised.push(Run { words: before.to_owned(), look, note: run.note.clone(), link: run.link.clone() });
            let look = RunLook { raised: true, ..run.look };
            raised.push(Run { words: mark.to_owned(), look, ..Run::default() });
            rest = behind;
        }
        push(&mut raised, run.with(rest));
    }
    raised.retain(|run| !run.words.is_empty());
    raised
}

/// Returns the mark in brackets that a note begins with.
fn in_brackets_at_start(words: &str) -> Option<String> {
    let inside = words.strip_prefix('[')?;
    Some(inside.get(..inside.char_indices().take(6).find(|(_, sign)| *sign == ']')?.0)?.to_owned())
}

/// Parts words at the first mark: what stands before it, the mark, what stands behind it.
fn next_in_brackets<'w>(words: &'w str, notes: &BTreeSet<String>) -> Option<(&'w str, &'w str, &'w str)> {
    words.match_indices('[').find_map(|(at, _)| {
        let inside = words.get(at + 1..)?;
        // No mark is longer than `(123)`.
        let end = inside.char_indices().take(6).find(|(_, sign)| *sign == ']')?.0;
        let mark = inside.get(..end)?;
        let figure = mark.trim_start_matches('(').trim_end_matches(')');
        let is_sign = !mark.is_empty() && mark.chars().count() <= LONGEST && is_sign(mark);
        ((is_figures(figure) || is_sign) && notes.contains(mark)).then(|| (&words[..at], mark, &inside[end + 1..]))
    })
}

#[cfg(test)]
mod tests {
    use super::typed;

    #[test]
    fn marks_stand_at_the_end_of_a_word() {
        let marks = |words: &str| typed("", words).into_iter().map(|(_, mark)| mark).collect::<Vec<_>>();
        assert_eq!(marks("RESOLUTION*"), ["*"]);
        assert_eq!(marks("specimens**, and fades†."), ["**", "†"]);
        assert_eq!(marks("specimens¹² fade³"), ["12", "3"]);
        for words in ["* a note", "2 * 3", "2*3", "§ 5", "an area of 5 km²", "5·10² grams", "****"] {
            assert!(marks(words).is_empty(), "{words}");
        }
    }
}
