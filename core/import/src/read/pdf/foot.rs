//! Notes at the foot of pages: below a short line, or in smaller type that begins with a raised mark.

use std::collections::BTreeMap;

use engross_files::pdf::Rule;
use engross_model::Finding;

use super::PageLines;
use super::line::Line;
use crate::marks::{is_exponent, is_figures, is_sign, marks_a_note};
use crate::read::breaks;
use crate::read::hyphens::{self, Joint, Vocabulary};
use crate::read::lines::Lines;
use crate::sheet::{Paragraph, Run, RunLook, push, tidy_blanks};

/// Type that is smaller than this share of the text's is that of notes.
pub(super) const SMALLER: f32 = 0.95;
/// The line above notes is shorter than this share of the widest text line.
const SHORT: f32 = 0.7;
/// A stroke that is nearer below a line than this share of its type underlines it.
const UNDERLINED: f32 = 0.4;
/// A mark has few letters, and perhaps brackets; some programs print them twice.
const LONGEST_MARK: usize = 6;

/// A note, and the name under which the text refers to it.
#[derive(Debug)]
pub(super) struct FootNote {
    name: String,
    mark: String,
    page: usize,
    /// The last page on which it has lines.
    last_page: usize,
    runs: Vec<Run>,
    /// Whether its mark was found in the text.
    is_marked: bool,
    /// What was guessed of hyphens at the ends of its lines.
    guessed_hyphens: Vec<Joint>,
}

impl FootNote {
    /// Says whether its last sentence has ended.
    fn is_ended(&self) -> bool {
        breaks::last_sign_of(&self.runs).is_none_or(|sign| matches!(sign, '.' | '!' | '?' | '…'))
    }
}

/// Takes the notes out of the lines, and makes the marks in the text refer to them.
pub(super) fn take(pages: &mut [PageLines], vocabulary: &Vocabulary) -> Vec<FootNote> {
    let size = usual_size(pages);
    let mut notes: Vec<FootNote> = Vec::new();
    let mut above = Above::default();
    for page in pages.iter_mut() {
        let last = notes.last().filter(|note| note.last_page + 1 == page.number);
        if last.is_none() {
            above.rules.clear();
        }
        above.goes_on = last.is_some_and(|note| !note.is_ended());
        let apart = page.lines.iter().rposition(|line| !line.apart).map_or(0, |last| last + 1);
        let apart = page.lines.split_off(apart);
        for line in foot_lines(page, size, &mut above) {
            match (mark_of(&line), notes.last_mut()) {
                (Some(mark), _) => {
                    let runs = line.runs_behind(mark.len());
                    let name = format!("note-{}", notes.len() + 1);
                    let (mark, page) = (bare(&mark), page.number);
                    let last_page = page;
                    notes.push(FootNote {
                        name,
                        mark,
                        page,
                        last_page,
                        runs,
                        is_marked: false,
                        guessed_hyphens: Vec::new(),
                    });
                }
                (None, Some(note)) => {
                    note.last_page = page.number;
                    go_on(note, line, vocabulary);
                }
                (None, None) => page.lines.push(line),
            }
        }
        page.lines.extend(apart);
    }
    let mut by_mark: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, note) in notes.iter().enumerate() {
        by_mark.entry(note.mark.clone()).or_default().push(at);
    }
    let mut marks = Marks { notes, by_mark };
    for page in pages {
        for line in &mut page.lines {
            let mut before = String::new();
            for run in std::mem::take(&mut line.runs) {
                let words = run.words.clone();
                line.runs.extend(marks.with_references(run, &before, page.number));
                before = words;
            }
        }
    }
    marks.notes
}

/// Adds the notes to what is read: those whose mark was found as notes, others as the paragraphs they look like.
pub(super) fn write(file: &str, notes: Vec<FootNote>, lines: &mut Lines, findings: &mut Vec<Finding>) {
    for FootNote { name, mark, runs, is_marked, guessed_hyphens, .. } in notes {
        let runs = tidy_blanks(runs);
        for joint in guessed_hyphens {
            findings.push(hyphens::guessed(file, joint, None).note(format!("it stands in the note `{mark}`")));
        }
        if is_marked {
            lines.note(name, runs);
            continue;
        }
        let look = RunLook { raised: true, ..RunLook::default() };
        let mut with_mark = vec![Run { words: mark, look, ..Run::default() }];
        with_mark.push(Run { words: " ".to_owned(), ..Run::default() });
        runs.into_iter().for_each(|run| push(&mut with_mark, run));
        lines.add(Paragraph { runs: with_mark, ..Paragraph::default() });
    }
}

/// What the foot of the page before says about the next one.
#[derive(Default)]
struct Above {
    /// Whether the sentence of its last note has not ended.
    goes_on: bool,
    /// The rules that part notes from the text there, and on the pages before.
    rules: Vec<Rule>,
}

impl Above {
    /// Says whether a rule is drawn as one that parts notes on the page before: its notes go on below it.
    fn knows(&self, rule: &Rule) -> bool {
        let is_near = |one: f32, other: f32| (one - other).abs() < 1.0;
        self.rules.iter().any(|known| is_near(known.left, rule.left) && is_near(known.right, rule.right))
    }
}

/// A page on which lines change columns more often has none that are read one after the other.
const MOST_COLUMNS: usize = 64;

/// Takes the lines of the notes off a page, each column having its own foot.
fn foot_lines(page: &mut PageLines, size: f32, above: &mut Above) -> Vec<Line> {
    let same = |one: &Line, next: &Line| one.column == next.column;
    let has_columns = page.lines.chunk_by(same).count() <= MOST_COLUMNS;
    let mut notes = Vec::new();
    let mut lines = std::mem::take(&mut page.lines).into_iter().peekable();
    let mut is_first = true;
    while let Some(line) = lines.next() {
        let mut column = vec![line];
        while let Some(next) = lines.next_if(|next| !has_columns || same(&column[0], next)) {
            column.push(next);
        }
        let start = column.iter().map(|line| line.start.min(line.end).abs()).fold(f32::INFINITY, f32::min);
        let end = column.iter().map(|line| line.start.max(line.end).abs()).fold(0.0, f32::max);
        // One column has all rules of its page.
        let is_only = is_first && lines.peek().is_none();
        let is_here = |rule: &&Rule| is_only || rule.left < end && rule.right > start;
        let rules = page.rules.iter().filter(is_here).copied().collect();
        let mut foot = PageLines { number: page.number, lines: column, rules, ..PageLines::default() };
        notes.extend(foot_of_column(&mut foot, size, above, is_first));
        page.lines.append(&mut foot.lines);
        is_first = false;
        above.goes_on = false;
    }
    notes
}

/// Takes the lines of the notes off a column, which is the first of its page or a later one.
fn foot_of_column(column: &mut PageLines, size: f32, above: &mut Above, is_first: bool) -> Vec<Line> {
    let by_rule = column.rules.iter().filter_map(|rule| below(column, rule, size, above)).max();
    let from = by_rule.or_else(|| small_type(column, size, above.goes_on, is_first)).or_else(|| marked_type(column));
    let Some(from) = from else { return Vec::new() };
    let foot = column.lines.split_off(from);
    let height = |line: Option<&Line>| line.map(|line| line.height);
    let parts =
        |rule: &&Rule| height(foot.first()) < Some(rule.height) && Some(rule.height) < height(column.lines.last());
    above.rules.extend(column.rules.iter().filter(parts));
    foot
}

/// Returns the first line below a rule that parts notes from the text: all lines from there on stand below it, and none so
/// near above it that it is underlined.
fn below(page: &PageLines, rule: &Rule, size: f32, above: &Above) -> Option<usize> {
    let widest = page.lines.iter().map(|line| line.end - line.start).fold(0.0, f32::max);
    let from = page.lines.iter().rposition(|line| line.height > rule.height).map_or(0, |at| at + 1);
    let (first, rest) = page.lines.get(from..)?.split_first()?;
    let underlines = |line: &Line| (0.0..line.size * UNDERLINED).contains(&(line.height - rule.height));
    if rule.right - rule.left > SHORT * widest
        || page.lines.iter().any(underlines)
        || rest.iter().any(|line| line.size > size)
    {
        return None;
    }
    let is_small = first.size < size * SMALLER;
    let is_note =
        above.knows(rule) || is_small && (above.goes_on || mark_of(first).is_some()) || has_raised_mark(first);
    is_note.then_some(from)
}

/// Returns the first of the lines at the end of a page that are smaller than the text, if they begin with a mark or go on
/// with a note of the page before. Notes alone may stand below columns, but not on a page.
fn small_type(page: &PageLines, size: f32, goes_on: bool, is_first: bool) -> Option<usize> {
    let from = page.lines.iter().rposition(|line| line.size >= size * SMALLER).map_or(0, |at| at + 1);
    let small = page.lines.get(from..).filter(|small| (from > 0 || !is_first) && !small.is_empty())?;
    let marked = small.iter().position(has_raised_mark);
    if goes_on { Some(from) } else { marked.map(|at| from + at) }
}

/// Returns the first of the lines at the end of a page that begin with the marks that stand raised above them, one by one.
fn marked_type(page: &PageLines) -> Option<usize> {
    let raised = |line: &Line| {
        let runs = line.runs.iter().filter(|run| run.look.raised);
        runs.map(|run| bare(&run.words)).filter(|mark| is_figures(mark)).collect::<Vec<_>>()
    };
    let mut marks: Vec<(usize, String)> = Vec::new();
    for (at, line) in page.lines.iter().enumerate() {
        marks.extend(raised(line).into_iter().map(|mark| (at, mark)));
    }
    let (above, _) = marks.last()?;
    let mut wanted = marks.iter().map(|(_, mark)| mark.as_str()).peekable();
    let mut from = None;
    for (at, line) in page.lines.iter().enumerate().skip(above + 1) {
        let words = line.words();
        if words.split_once(char::is_whitespace).map(|(mark, _)| mark) == wanted.peek().copied() {
            wanted.next();
            from = from.or(Some(at));
        }
    }
    from.filter(|_| wanted.peek().is_none())
}

/// Returns the mark that a line of notes begins with, and the blanks behind it.
fn mark_of(line: &Line) -> Option<String> {
    let words = line.words();
    let first = line.runs.first()?;
    if first.look.raised && first.words.trim().chars().count() <= LONGEST_MARK {
        return Some(first.words.clone());
    }
    let is_mark = |mark: &str| is_figures(mark.trim_end_matches(['.', ')'])) || is_sign(mark);
    let token =
        words.split(char::is_whitespace).next().filter(|token| token.chars().count() <= LONGEST_MARK && is_mark(token));
    if let Some(token) = token {
        return (words.len() > token.len()).then(|| token.to_owned());
    }
    let length = words.len() - words.trim_start_matches(marks_a_note).len();
    (length > 0).then(|| words.get(..length).unwrap_or_default().to_owned())
}

/// Says whether the first word of a line is a mark that stands raised on its page.
pub(super) fn is_marked(page: &PageLines, line: &Line) -> bool {
    let words = line.words();
    let first = bare(words.split(char::is_whitespace).next().unwrap_or_default());
    let mut raised = page.lines.iter().flat_map(|line| &line.runs).filter(|run| run.look.raised);
    !first.is_empty() && raised.any(|run| run.words.split([',', ' ', '\u{A0}']).any(|mark| bare(mark) == first))
}

/// Says whether a line begins with a raised mark, or with a sign that marks nothing but notes.
pub(super) fn has_raised_mark(line: &Line) -> bool {
    let is_raised = line.runs.first().is_some_and(|run| run.look.raised);
    mark_of(line).is_some_and(|mark| is_raised || mark.starts_with(marks_a_note))
}

fn go_on(note: &mut FootNote, line: Line, vocabulary: &Vocabulary) {
    let before = note.runs.last().map_or("", |last| last.words.as_str());
    let joint = vocabulary.joint(before, &line.words());
    match joint {
        Joint::Blank => {
            let look = note.runs.last().map(|run| run.look).unwrap_or_default();
            push(&mut note.runs, Run { words: " ".to_owned(), look, ..Run::default() });
        }
        Joint::NoHyphen | Joint::GuessedWhole => _ = note.runs.last_mut().map(|last| last.words.pop()),
        Joint::Nothing | Joint::Guessed => {}
    }
    note.guessed_hyphens.extend(Some(joint).filter(|joint| joint.is_guess()));
    line.runs.into_iter().for_each(|run| push(&mut note.runs, run));
}

/// The notes, and which of them each mark may refer to, page after page.
struct Marks {
    notes: Vec<FootNote>,
    by_mark: BTreeMap<String, Vec<usize>>,
}

impl Marks {
    /// Parts a run at the marks in it that refer to notes: raised ones, and signs that mean nothing else; given the words of
    /// the run before.
    fn with_references(&mut self, run: Run, before: &str, page: usize) -> Vec<Run> {
        let tokens: Vec<&str> = if run.look.raised && is_exponent(before, &run.words) {
            return vec![run];
        } else if run.look.raised {
            run.words.split_inclusive([',', ' ', '\u{A0}']).collect()
        } else if run.words.contains(marks_a_note) {
            split_where(&run.words, marks_a_note)
        } else {
            return vec![run];
        };
        let mut runs = Vec::with_capacity(tokens.len());
        let mut is_parted = false;
        for token in tokens {
            let is_mark = run.look.raised || token.starts_with(marks_a_note);
            let mark = bare(token);
            match self.find(&mark, page).filter(|_| is_mark) {
                Some(note) => {
                    note.is_marked = true;
                    runs.push(Run { words: mark, note: Some(note.name.clone()), ..run.clone() });
                    is_parted = true;
                }
                None => push(&mut runs, run.with(token)),
            }
        }
        if is_parted && run.look.raised {
            // What stands between marks is set by the house.
            runs.retain(|run| run.note.is_some() || !bare(&run.words).is_empty());
        }
        runs
    }

    /// Finds the note that a mark refers to: on its page, else the last one before it, else the first behind it.
    fn find(&mut self, mark: &str, page: usize) -> Option<&mut FootNote> {
        let these = self.by_mark.get(mark)?;
        let on = |at: &usize| self.notes.get(*at).map_or(0, |note| note.page);
        let here = these.partition_point(|at| on(at) < page);
        let is_here = these.get(here).is_some_and(|at| on(at) == page);
        let at = if is_here { here } else { here.saturating_sub(1) };
        self.notes.get_mut(*these.get(at)?)
    }
}

/// Parts words where what a test says changes.
fn split_where(words: &str, test: impl Fn(char) -> bool) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = words;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|letter| test(letter) != test(first)).unwrap_or(rest.len());
        let (part, behind) = rest.split_at(end);
        parts.push(part);
        rest = behind;
    }
    parts
}

/// Returns a mark without what stands around it.
fn bare(mark: &str) -> String {
    mark.trim_matches(|sign: char| sign.is_whitespace() || "().,[]".contains(sign)).to_owned()
}

/// Returns the size of most of the text.
pub(super) fn usual_size(pages: &[PageLines]) -> f32 {
    let mut widths: BTreeMap<u32, f32> = BTreeMap::new();
    for line in pages.iter().flat_map(|page| &page.lines) {
        *widths.entry((line.size * 10.0) as u32).or_default() += line.end - line.start;
    }
    let most = widths.into_iter().max_by(|one, other| one.1.total_cmp(&other.1));
    most.map_or(0.0, |(tenths, _)| tenths as f32 / 10.0 + 0.1)
}
