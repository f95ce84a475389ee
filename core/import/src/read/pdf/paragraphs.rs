//! From lines to paragraphs: by the room between lines, by indents, by labels, and where a line ends before it is full.

use std::collections::BTreeMap;

use engross_model::Finding;

use super::PageLines;
use super::line::{BLANK, Line};
use super::tables;
use super::title_lines::{AboveText, cases_differ};
use crate::label;
use crate::read::breaks::BREAK;
use crate::read::hyphens::{self, Joint, Vocabulary};
use crate::read::lines::Lines;
use crate::sheet::{self, Paragraph, Run, RunLook, behind, only_gap, push, tidy_blanks};

/// All are shares of the type's size. Lines further apart than usual by more than this part paragraphs.
const FURTHER: f32 = 0.25;
/// Type that is larger or smaller by this share is another.
pub(super) const OTHER_SIZE: f32 = 0.08;
/// What is moved in further than this is indented.
const INDENTED: f32 = 0.8;
/// How nearly the same the middles of centred lines are, and how far apart their edges.
const CENTRED: f32 = 0.15;
const APART: f32 = 0.2;
/// How near to each other the starts of lines are that begin at the same place, by and large.
pub(super) const NEAR: f32 = 0.6;
/// How near to each other the ends of lines are that stand under each other.
const SAME: f32 = 0.05;
/// What is this far from the start of its column stands at its end.
pub(super) const AWAY: f32 = 10.0;
/// What ends a paragraph, or may go on with a small letter.
const ENDS: &str = ".;:,!?؛،。；：，؟”»";
const COMMAS: &str = ",،，";
/// So many full lines show where lines end.
const FEWEST_FULL: usize = 3;
/// How much room a line must leave beside the next word to have ended on purpose.
const ON_PURPOSE: f32 = 0.5;
/// Lines of a title that were made alike are longer than this share of their column.
const SHORT: f32 = 0.4;
/// How near to both edges of its column a line stands that fills it.
const FULL: f32 = 2.0;

/// Adds all paragraphs to what is read.
pub(super) fn write(
    file: &str,
    pages: Vec<PageLines>,
    vocabulary: &Vocabulary,
    lines: &mut Lines,
    findings: &mut Vec<Finding>,
) {
    let width = pages.iter().map(|page| page.width).fold(0.0, f32::max);
    let all: Vec<Line> = pages.into_iter().flat_map(|page| page.lines).collect();
    let room = Room::of(&all, width);
    let rows = tables::rows(&all);
    let mut open: Vec<Line> = Vec::new();
    let mut above = AboveText::default();
    let mut is_in_table = false;
    for (mut line, is_row) in all.into_iter().zip(rows) {
        above.look_at(&line, &room);
        // Every row is a paragraph of its own.
        if is_row || is_in_table || room.parts(&open, &line) {
            close(file, std::mem::take(&mut open), vocabulary, lines, findings);
        }
        if is_row != is_in_table {
            lines.in_rows(is_row);
            is_in_table = is_row;
        }
        line.is_anew = open.last().is_some_and(|before| above.is_ended(before, &line, &room));
        open.push(line);
    }
    close(file, open, vocabulary, lines, findings);
    lines.in_rows(false);
}

/// Makes a paragraph of lines.
fn close(file: &str, open: Vec<Line>, vocabulary: &Vocabulary, lines: &mut Lines, findings: &mut Vec<Finding>) {
    let label = own_label(&open);
    let cut = if label.is_some() { open.first().map_or(0, |line| line.before_words) } else { 0 };
    let heading = open.iter().all(|line| line.last_block.is_some_and(|block| block.heading));
    let mut runs: Vec<Run> = Vec::new();
    let mut before = String::new();
    let mut guessed = Vec::new();
    for (at, line) in open.into_iter().enumerate() {
        let is_anew = line.is_anew;
        let words = if at == 0 { behind(&line.runs, cut) } else { line.runs };
        let after = sheet::words(words.iter());
        let joint = vocabulary.joint(&before, &after);
        match joint {
            _ if before.is_empty() => {}
            Joint::Blank if is_anew => {
                runs.push(Run { words: BREAK.to_string(), ..Run::default() });
                before.push(' ');
            }
            Joint::Blank => {
                blank(&mut runs, words.first());
                before.push(' ');
            }
            Joint::Nothing | Joint::Guessed => {}
            Joint::NoHyphen | Joint::GuessedWhole => {
                runs.last_mut().map(|last| last.words.pop());
                before.pop();
            }
        }
        if joint.is_guess() {
            guessed.push((joint, before.len()));
        }
        before.push_str(&after);
        words.into_iter().for_each(|run| push(&mut runs, run));
    }
    let gap = only_gap(&sheet::words(&runs));
    let words = sheet::words(&tidy_blanks(runs.clone()));
    if words.is_empty() {
        return;
    }
    let place = lines.add(Paragraph { runs, label, gap, heading, ..Paragraph::default() });
    for (joint, at) in guessed {
        let (before, behind) = words.split_at_checked(at).unwrap_or((&words, ""));
        let start = before.rfind(char::is_whitespace).map_or(0, |blank| blank + 1);
        let end = at + behind.find(char::is_whitespace).unwrap_or(behind.len());
        findings.push(hyphens::guessed(file, joint, Some(place.start + start..place.start + end)));
    }
}

/// Returns the label of a paragraph whose words all stand in a place of their own behind it.
fn own_label(lines: &[Line]) -> Option<String> {
    let first = lines.first().filter(|first| first.before_words > 0)?;
    let hangs = lines.get(1).is_some_and(|next| {
        (next.start - first.words_start).abs() < NEAR * first.size && next.start - first.start > first.size
    });
    let words = first.words();
    let label = words.get(..first.before_words)?.trim();
    (first.has_label() || hangs && !label.contains(' ')).then(|| label.to_owned())
}

/// Adds a blank between two lines; it looks like what is on both sides of it.
fn blank(runs: &mut Vec<Run>, next: Option<&Run>) {
    let Some(last) = runs.last_mut() else { return };
    if next.is_some_and(|next| next.look == last.look) && last.note.is_none() {
        last.words.push(' ');
    } else {
        runs.push(Run { words: " ".to_owned(), ..Run::default() });
    }
}

/// The room that lines of a text have: between each other, and from edge to edge.
pub(super) struct Room {
    /// From line to line, as a share of the type's size.
    leading: f32,
    /// Where the lines of each column begin and end, by its number and direction.
    starts: BTreeMap<(usize, bool), f32>,
    edges: BTreeMap<(usize, bool), f32>,
    /// Whether the file itself says which lines are of one paragraph. Some programs tag every line by itself.
    is_tagged: bool,
}

impl Room {
    fn of(lines: &[Line], width: f32) -> Self {
        let mut leadings: BTreeMap<u32, usize> = BTreeMap::new();
        let mut ends: BTreeMap<(usize, bool), Vec<f32>> = BTreeMap::new();
        let mut pairs = 0;
        for pair in lines.windows(2) {
            let [before, line] = pair else { continue };
            let leading = (before.height - line.height) / line.size.max(before.size);
            if before.page == line.page && before.column == line.column && leading > 0.8 && leading < 4.0 {
                *leadings.entry((leading * 20.0).round() as u32).or_default() += 1;
                pairs += 1;
            }
        }
        let mut starts: BTreeMap<(usize, bool), f32> = BTreeMap::new();
        for line in lines {
            let start = starts.entry((line.column, line.leftward)).or_insert(line.start);
            *start = start.min(line.start);
            ends.entry((line.column, line.leftward)).or_default().push(line.end);
        }
        // The nearest that lines stand to each other more than once or twice.
        let usual =
            leadings.iter().find(|(_, count)| **count > 1 && **count * 50 >= pairs).map(|(leading, _)| *leading);
        let edge = |mut ends: Vec<f32>| {
            ends.sort_by(f32::total_cmp);
            // A few lines may stand out.
            ends.get(ends.len() - 1 - ends.len() / 50).copied().unwrap_or_default()
        };
        let mut edges: BTreeMap<(usize, bool), f32> =
            ends.into_iter().map(|(column, ends)| (column, edge(ends))).collect();
        for (column, edge) in edges.iter_mut().filter(|((column, _), _)| *column == 0) {
            let full =
                lines.iter().filter(|line| (line.column, line.leftward) == *column && line.end > *edge - line.size);
            let margin = starts.get(column).copied().unwrap_or(0.0);
            if full.count() < FEWEST_FULL && !column.1 {
                // No line shows where lines end: the margins are taken to be alike.
                *edge = edge.max(width - margin);
            }
        }
        let leading = usual.map_or(1.2, |leading| leading as f32 / 20.0);
        let untagged = Self { leading, starts, edges, is_tagged: false };
        let running = lines.windows(2).filter(|pair| matches!(pair, [before, line] if untagged.runs_on(before, line)));
        let blocks = running.map(|pair| matches!(pair, [before, line] if before.last_block == line.first_block));
        let (whole, parted): (Vec<bool>, Vec<bool>) = blocks.partition(|is_whole| *is_whole);
        Self { is_tagged: whole.len() >= parted.len(), ..untagged }
    }

    /// Says whether a line begins a paragraph, given the lines of the one that is open.
    fn parts(&self, open: &[Line], line: &Line) -> bool {
        let (Some(first), Some(before)) = (open.first(), open.last()) else { return false };
        if before.apart || line.apart {
            return true;
        }
        let size = line.size.max(before.size);
        let had_room = self.had_room(before, line);
        let goes_on = goes_on(before, line);
        if let (true, Some(block), Some(next)) = (self.is_tagged, before.last_block, line.first_block) {
            return block != next;
        }
        let is_next = before.page == line.page && before.column == line.column && before.height > line.height;
        let gap = (before.height - line.height) / size;
        if is_next && gap > self.leading + FURTHER {
            return true;
        }
        if (line.size - before.size).abs() > OTHER_SIZE * size || line.leftward != before.leftward {
            return true;
        }
        let ends = has_ended(before);
        let is_outside = line.start < before.words_start - NEAR * size;
        let is_typed = label::typed(&line.words()).is_some();
        let is_sibling = label::typed(&first.words()).is_some() && (line.start - first.start).abs() < NEAR * size;
        if line.has_label() || is_typed && (had_room || ends && (is_outside || is_sibling)) {
            return true;
        }
        let is_other = looks_differ(before, line);
        if is_other && line.words().starts_with(char::is_uppercase) {
            return true;
        }
        if are_centred(before, line) || open.len() == 1 && are_at_the_end(before, line, self.start(before)) {
            return is_other || cases_differ(before, line) || self.had_room_around(before, line);
        }
        let expected = if open.len() > 1 { before.start } else { first.words_start };
        if line.start > expected + INDENTED * size && (open.len() > 1 || had_room || ends) {
            return !goes_on;
        }
        if open.len() > 1 && line.start < before.start - INDENTED * size {
            return true;
        }
        let room = self.edge(before) - before.near_end;
        if had_room && !(goes_on && room < 0.25 * (self.edge(before) - before.words_start)) {
            return true;
        }
        // Over to the next page or column there is no room to look at: what begins as a clause does, after an end, is one.
        let stands_out = line.runs.first().is_some_and(|run| run.look.is_emphasised());
        !is_next && ends && stands_out && line.words().starts_with(char::is_uppercase)
    }

    /// Says whether a full line goes on in the next, by its words.
    fn runs_on(&self, before: &Line, line: &Line) -> bool {
        goes_on(before, line) && !self.had_room(before, line) && !line.has_label()
    }

    /// Says whether the first word of a line would have had room at the end of the line before.
    pub(super) fn had_room(&self, before: &Line, line: &Line) -> bool {
        before.near_end + line.first_word + ON_PURPOSE * line.size < self.edge(before)
    }

    /// Says the same of lines that stand in the middle or at the end of their column.
    pub(super) fn had_room_around(&self, before: &Line, line: &Line) -> bool {
        let room = self.edge(before) - self.start(before) - (before.end - before.words_start);
        room > line.first_word + ON_PURPOSE * line.size.max(before.size)
    }

    /// Says whether a line is so short that nothing wrapped it, not even a program that makes the lines of a title alike: the
    /// next one would have stood beside it, or less than half of the column is full.
    pub(super) fn is_short(&self, before: &Line, line: &Line) -> bool {
        let (room, width) = (self.edge(before) - self.start(before), before.end - before.start);
        width + BLANK * line.size + line.end - line.start < room || width < SHORT * room
    }

    /// Says whether a line goes from edge to edge of its column.
    pub(super) fn is_full(&self, line: &Line) -> bool {
        let near = FULL * line.size;
        line.start < self.start(line) + near && line.near_end > self.edge(line) - near
    }

    pub(super) fn start(&self, line: &Line) -> f32 {
        self.starts.get(&(line.column, line.leftward)).copied().unwrap_or(line.start)
    }

    fn edge(&self, line: &Line) -> f32 {
        self.edges.get(&(line.column, line.leftward)).copied().unwrap_or(line.end)
    }
}

/// Says whether each of two lines has but one look, and these are not the same.
pub(super) fn looks_differ(before: &Line, line: &Line) -> bool {
    let looks = (only_look(before), only_look(line));
    looks.0.is_some() && looks.1.is_some() && looks.0 != looks.1
}

/// Says whether two lines stand under each other by their ends alone, away from the start of their column.
pub(super) fn are_at_the_end(before: &Line, line: &Line, start: f32) -> bool {
    let size = line.size.max(before.size);
    let away = before.start.min(line.start) - start;
    let is_ragged = (line.start - before.start).abs() > SAME * size;
    (line.end - before.end).abs() < SAME * size && is_ragged && away > AWAY * size
}

/// Says whether two lines stand under each other by their middles, and not by an edge.
pub(super) fn are_centred(before: &Line, line: &Line) -> bool {
    let (start, end) = (line.start - before.words_start, line.end - before.end);
    let size = line.size.max(before.size);
    start.abs().min(end.abs()) > APART * size && f32::midpoint(start, end).abs() < CENTRED * size
}

/// Returns the look of a line that has but one.
fn only_look(line: &Line) -> Option<RunLook> {
    let mut looks = line.runs.iter().filter(|run| run.note.is_none() && !run.look.raised).map(|run| run.look);
    let first = looks.next()?;
    looks.all(|look| look == first).then_some(first)
}

/// Says whether a line goes on in the next, by its words: with a small letter, and no mark before it.
pub(super) fn goes_on(before: &Line, line: &Line) -> bool {
    let is_free = last_sign(before).is_none_or(|end| !ENDS.contains(end) || COMMAS.contains(end));
    is_free && line.words().starts_with(char::is_lowercase)
}

/// Says whether a line ends as a paragraph may; note marks aside.
fn has_ended(line: &Line) -> bool {
    last_sign(line).is_some_and(|end| ENDS.contains(end))
}

fn last_sign(line: &Line) -> Option<char> {
    let runs = line.runs.iter().rev().skip_while(|run| run.note.is_some() || run.look.raised);
    runs.filter_map(|run| run.words.trim_end().chars().next_back()).next()
}
