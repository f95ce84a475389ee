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

/// Says whether words are a row of asterisks, as printers set at the end of a text. Without blanks between them they may be the
/// mark of a note: `***`.
pub(crate) fn is_row_of_asterisks(words: &str) -> bool {
    let is_asterisk = |sign: &char| matches!(sign, '*' | '∗' | '⁎');
    let count = words.chars().filter(is_asterisk).count();
    count >= FEWEST_OF_ROW && words.chars().all(|sign| is_asterisk(&sign) || sign.is_whitespace())
}

/// Fewer asterisks are no row.
const FEWEST_OF_ROW: usize = 3;

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
            // The comma before the mark of another note is raised with it.
            let mark = run.words.trim().trim_end_matches([',', ' ']);
            let note = of_mark.get(mark).filter(|_| run.look.raised && run.note.is_none());
            let note = note.filter(|note| seen.contains(*note));
            if let Some(note) = note.filter(|_| ends_word(&before)) {
                run.note = Some(note.clone());
                let finding = Finding::new("IMP-03", format!("the raised `{mark}` has no note"));
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

/// Takes the brackets from around the marks of notes that the format keeps apart, in the text and at the notes: `ships (1)`.
pub(crate) fn undress(paragraphs: &mut [Paragraph], notes: &mut BTreeMap<String, Vec<Run>>) {
    for runs in paragraphs.iter_mut().map(|paragraph| &mut paragraph.runs) {
        for at in 1..runs.len().saturating_sub(1) {
            let is_bare = runs[at].note.is_some() && is_figures(runs[at].words.trim());
            let (before, behind) = (&runs[at - 1].words, &runs[at + 1].words);
            if is_bare && before.ends_with('(') && behind.starts_with(')') {
                let before = before.trim_end_matches('(').trim_end().to_owned();
                runs[at - 1].words = before;
                runs[at + 1].words.remove(0);
            }
        }
    }
    for note in notes.values_mut() {
        let words = sheet::words(&*note);
        if let Some(behind) = words.trim_start().strip_prefix("()") {
            *note = sheet::tidy_blanks(sheet::behind(note, words.len() - behind.len()));
        }
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
    let bare = |words: &str| words.trim_start_matches(|sign: char| !sign.is_alphabetic()).trim_end().to_owned();
    let mut found: Vec<(&Paragraph, String)> = Vec::new();
    for paragraph in paragraphs {
        for run in paragraph.runs.iter().filter(plain) {
            found.extend(pattern.find_iter(&run.words).map(|dead| (paragraph, bare(dead.as_str()))));
        }
        // A line of the title may have its note in the house's words, as a line.
        let is_of_text = breaks::ends(&paragraph.words());
        for pair in paragraph.runs.windows(2).filter(|_| is_of_text) {
            let (before, mark) = (&pair[0].words, pair[1].words.trim());
            let is_raised = pair[1].look.raised && pair[1].note.is_none() && pair[1].link.is_none();
            let is_mark = (is_figures(mark) || !mark.is_empty() && is_sign(mark)) && !is_exponent(before, mark);
            if is_raised && is_mark && pair[0].note.is_none() && ends_word(before.trim_end()) {
                let last = before.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
                found.push((paragraph, format!("{last}{mark}")));
            }
        }
    }
    let (first, _) = found.first()?;
    let finding =
        Finding::new("IMP-09", "figures or signs stand as the marks of notes do, and no note was found for them");
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
pub(crate) fn raise(run: &Run, marks: impl Iterator<Item = (Range<usize>, Option<String>)>, into: &mut Vec<Run>) {
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
    use super::{is_row_of_asterisks, typed};

    #[test]
    fn rows_of_asterisks_are_told_from_marks() {
        assert!(["* * *", "***", "*\u{a0}*\u{a0}*", "*****", "*\t*\t*"].into_iter().all(is_row_of_asterisks));
        assert!(["*", "**", "* *", "*** Ours", "", " "].into_iter().all(|words| !is_row_of_asterisks(words)));
    }

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
