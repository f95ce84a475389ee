//! Lines on a page of fixed width: centred, indented, with hanging labels. It knows nothing of clauses' words.

use engross_plugin::model::{Clause, Direction, Document, LabelPlace, Look, Part, is_ideographic, isolated};
use unicode_width::UnicodeWidthStr;

/// What stands between a label and its words.
const GAP: usize = 2;
/// How far points stand in where no labels do it.
const BARE_INDENT: usize = 4;
/// A label wider than this pushes its own words aside instead of everybody's.
const WIDEST_LABEL: usize = 24;
/// However deep a point stands and however narrow the page is, its words get this much of a line.
const NARROWEST: usize = 12;

/// What cannot begin a line beside ideographs: closing marks, and what opens the mark of a note.
const NEVER_FIRST: &str = "，、；：。？！）〕］｝〉》」』】…—·,;:.?!%)]}’”[";
/// What cannot end a line there: opening marks.
const NEVER_LAST: &str = "（〔［｛〈《「『【([{‘“";

/// How much room the labels of each depth take, the same throughout the text.
pub(crate) struct LabelColumns(Vec<usize>);

impl LabelColumns {
    /// Finds out how much room the labels of each depth need. Those on lines of their own need none.
    pub(crate) fn of(document: &Document, look: &Look) -> Self {
        let mut depths: Vec<Vec<&str>> = Vec::new();
        document.walk_clauses(&mut |_, clause, depth| {
            depths.resize(depths.len().max(depth + 1), Vec::new());
            if let (Some(labels), Some(label)) = (depths.get_mut(depth), label_beside(clause, look)) {
                labels.push(label);
            }
        });
        Self(depths.iter().map(|labels| label_column(labels.iter().copied())).collect())
    }
}

/// Where the clauses around the one at hand stand, outermost first.
#[derive(Default)]
pub(crate) struct Path<'a>(Vec<Step<'a>>);

struct Step<'a> {
    clause: &'a Clause,
    /// Where its words begin.
    words: usize,
    /// Where its points begin.
    points: usize,
    /// Whether labels stand beside it and its neighbours.
    is_labelled: bool,
}

impl<'a> Path<'a> {
    /// Goes on to a clause of this depth; returns where its label begins, and where its words do. Points stand in from the
    /// words of their clause only where they have no labels or it has none.
    pub(crate) fn enter(
        &mut self,
        (part, clause, depth): (&'a Part, &'a Clause, usize),
        (columns, look): (&LabelColumns, &Look),
    ) -> (usize, usize) {
        self.0.truncate(depth);
        let above = self.0.last();
        let is_labelled = match above {
            Some(above) => above.clause.points.iter().any(|clause| label_beside(clause, look).is_some()),
            None => part.clauses().any(|clause| label_beside(clause, look).is_some()),
        };
        let edge = above.map_or(0, |above| above.points);
        let words = edge
            + match (is_labelled, above) {
                (true, _) => columns.0.get(depth).copied().unwrap_or_default(),
                (false, Some(above)) if above.is_labelled => BARE_INDENT,
                (false, _) => 0,
            };
        let is_line = look.level(&clause.level).label == LabelPlace::Line;
        let points = words + if is_labelled || is_line { 0 } else { BARE_INDENT };
        self.0.push(Step { clause, words, points, is_labelled });
        (edge, words)
    }

    /// Returns where the words begin of the clause of this depth that was entered last.
    pub(crate) fn words_at(&self, depth: usize) -> usize {
        self.0.get(depth).map_or(0, |step| step.words)
    }
}

/// Returns the label of a clause, unless it has a line of its own.
fn label_beside<'a>(clause: &'a Clause, look: &Look) -> Option<&'a str> {
    let is_beside = look.level(&clause.level).label != LabelPlace::Line;
    clause.printed_label().filter(|_| is_beside).map(|label| label.text.as_str())
}

/// Returns the width of a column that holds these labels and the gap after them.
pub(crate) fn label_column<'a>(labels: impl Iterator<Item = &'a str>) -> usize {
    labels.map(|label| squeezed(label).width()).max().unwrap_or(0).min(WIDEST_LABEL) + GAP
}

/// The text so far, the width that its lines keep to, and the way they run.
pub(crate) struct Lines {
    text: String,
    width: usize,
    direction: Direction,
}

impl Lines {
    /// Starts an empty page.
    pub(crate) fn new(width: usize, direction: Direction) -> Self {
        Self { text: String::new(), width, direction }
    }

    /// Goes on in a language that runs this way.
    pub(crate) fn turn(&mut self, direction: Direction) {
        self.direction = direction;
    }

    /// Adds a block whose lines stand in the middle; nothing where there are no words.
    pub(crate) fn centred(&mut self, words: &str) {
        let width = self.width;
        self.block(wrapped(words, width).map(|line| blanks(width.saturating_sub(line.width()) / 2) + &line));
    }

    /// Adds a block of two pieces, each with lines of its own in the middle.
    pub(crate) fn centred_below(&mut self, above: &str, words: &str) {
        let width = self.width;
        let lines = wrapped(above, width).chain(wrapped(words, width));
        self.block(lines.map(|line| blanks(width.saturating_sub(line.width()) / 2) + &line));
    }

    /// Adds a block whose lines end at the edge.
    pub(crate) fn at_end(&mut self, words: &str) {
        let width = self.width;
        self.block(wrapped(words, width).map(|line| blanks(width.saturating_sub(line.width())) + &line));
    }

    /// Adds a line with words at both edges; says whether they fit.
    pub(crate) fn at_both_ends(&mut self, start: &str, end: &str) -> bool {
        let (start, end) = (squeezed(start), squeezed(end));
        let fill = self.width.checked_sub(start.width() + end.width()).filter(|fill| *fill >= GAP);
        if let Some(fill) = fill {
            self.block(std::iter::once(start + &blanks(fill) + &end));
        }
        fill.is_some()
    }

    /// Adds words in a column behind others; nothing where there are no words.
    pub(crate) fn behind(&mut self, before: &str, words: &str) {
        self.labelled(0, before, squeezed(before).width() + GAP, words);
    }

    /// Adds a block of words from `column` on; nothing where there are no words.
    pub(crate) fn paragraph(&mut self, column: usize, words: &str) {
        self.block(wrapped(words, self.room(column)).map(|line| blanks(column) + &line));
    }

    /// Adds a block with its label in `label_column` and all its words in `text_column`.
    pub(crate) fn labelled(&mut self, label_column: usize, label: &str, text_column: usize, words: &str) {
        let label = squeezed(label);
        let fill = text_column.saturating_sub(label_column + label.width()).max(GAP);
        let mut lines = wrapped(words, self.room(text_column));
        let first = lines.next().unwrap_or_default();
        let first = blanks(label_column) + &label + &blanks(fill) + &first;
        self.block(std::iter::once(first).chain(lines.map(|line| blanks(text_column) + &line)));
    }

    /// Adds the rule above the notes.
    pub(crate) fn rule(&mut self) {
        self.block(std::iter::once("-".repeat(20)));
    }

    /// Returns the page, with a line end after its last line.
    pub(crate) fn finish(self) -> String {
        if self.text.is_empty() { "\n".to_owned() } else { self.text }
    }

    fn room(&self, column: usize) -> usize {
        self.width.saturating_sub(column).max(NARROWEST)
    }

    fn block(&mut self, lines: impl Iterator<Item = String>) {
        // A reader orders each line for itself, so that marks that isolate begin and end on it.
        let direction = self.direction;
        let block: String =
            lines.map(|line| isolated(line.trim_end_matches(' '), direction).into_owned() + "\n").collect();
        if !block.is_empty() && !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text += &block;
    }
}

/// Breaks words into lines, each as full as it can be. A word wider than the line gets a line of its own.
fn wrapped(text: &str, width: usize) -> impl Iterator<Item = String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words(text) {
        let mut blank = " ";
        for piece in pieces(word) {
            match lines.last_mut() {
                Some(line) if line.width() + blank.len() + piece.width() <= width => {
                    line.push_str(blank);
                    line.push_str(piece);
                }
                _ => lines.push(piece.to_owned()),
            }
            blank = "";
        }
    }
    lines.into_iter()
}

/// Parts a word where a line may break inside it: beside ideographs, which have no blanks between them.
fn pieces(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let mut letters = rest.char_indices().zip(rest.chars().skip(1));
        let end = letters.find(|((_, letter), next)| may_break_between(*letter, *next));
        let length = end.map_or(rest.len(), |((at, letter), _)| at + letter.len_utf8());
        let (piece, after) = rest.split_at(length);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

fn may_break_between(letter: char, next: char) -> bool {
    let is_bound = NEVER_LAST.contains(letter) || NEVER_FIRST.contains(next);
    (is_ideographic(letter) || is_ideographic(next)) && !is_bound
}

fn blanks(count: usize) -> String {
    " ".repeat(count)
}

/// Writes a label, or whatever stands beside other words, with single blanks, since two of them end it.
fn squeezed(label: &str) -> String {
    words(label).collect::<Vec<_>>().join(" ")
}

/// Splits at the blanks where a line may break. Unicode's other spaces (no-break, thin, ideographic) belong to the word.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let blank = |letter| matches!(letter, ' ' | '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    text.split(blank).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_beside_ideographs_but_no_mark_begins_one() {
        let lines = |text, width| wrapped(text, width).collect::<Vec<_>>().join("|");
        assert_eq!(lines("the keeping of specimens", 12), "the keeping|of specimens");
        assert_eq!(lines("回顾其第71/902号决议[1]，", 10), "回顾其第|71/902号决|议[1]，");
        assert_eq!(lines("重申“水位”；", 6), "重申|“水|位”；");
        assert_eq!(lines("5. 水尺读两次", 6), "5. 水|尺读两|次");
        assert_eq!(lines("specimens", 4), "specimens");
    }
}
