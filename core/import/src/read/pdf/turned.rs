//! What is set on a page in another direction than its text: words on the margin that run upwards, those that go aslant over
//! the page. They are read by themselves and never as part of lines. Where all of a page runs so, the page is turned.

use std::collections::{BTreeMap, BTreeSet};

use engross_files::pdf::{Page, Piece};
use engross_model::Finding;

use super::line::Line;
use super::order;
use super::signs::{Row, Signs, rows};
use crate::sureness::Sureness;

/// A page is turned if so many times more of its letters run in that direction than in all others, on so many lines; where it
/// has no others, or a page before was turned in the same way, fewer lines show it.
const MORE: usize = 2;
const FEWEST: usize = 4;
const FEWEST_ALONE: usize = 2;

/// A line that runs otherwise than the text, and how.
#[derive(Debug)]
pub(super) struct TurnedLine {
    pub(super) line: Line,
    pub(super) how: &'static str,
}

/// The pages that were turned, by how their lines run.
#[derive(Debug, Default)]
pub(super) struct Turned(BTreeMap<&'static str, Vec<usize>>);

impl Turned {
    /// Turns a page whose text runs upwards, downwards or upside down.
    pub(super) fn set_upright(&mut self, page: &mut Page) {
        let Some(turn) = turn_of_text(page, |turn| self.0.contains_key(how(turn))) else { return };
        self.0.entry(how(turn)).or_default().push(page.number);
        let (right, up) = match turn {
            90 => (0.0, page.width),
            180 => (page.width, page.height),
            _ => (page.height, 0.0),
        };
        for piece in &mut page.pieces {
            piece.turn = (piece.turn - turn).rem_euclid(360);
            if piece.turn == 0 {
                piece.height += up;
                for glyph in &mut piece.glyphs {
                    glyph.left += right;
                    glyph.right += right;
                }
            }
        }
        if turn != 180 {
            (page.width, page.height) = (page.height, page.width);
        }
        // Strokes along the lines are none along the page.
        page.rules.clear();
    }

    /// Says which pages were turned, once for each way in which their lines run.
    pub(super) fn findings(&self, file: &str) -> impl Iterator<Item = Finding> {
        self.0.iter().map(move |(how, pages)| {
            let what = match pages.as_slice() {
                [page] => format!("page {page} was turned: its text runs {how}"),
                pages => {
                    let pages = pages.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
                    format!("pages {pages} were turned: their text runs {how}")
                }
            };
            let sure = Sureness::Likely.because("most of the letters run so");
            let finding = Finding::new("IMP-08", what).in_file(file).note(sure);
            finding.help("see whether lines stand in the order in which they are read")
        })
    }
}

/// Takes what runs otherwise than the text from the signs of a page, as lines.
pub(super) fn take(signs: &mut Signs<'_>, page: usize) -> Vec<TurnedLine> {
    let mut lines = Vec::new();
    for (turn, signs) in std::mem::take(&mut signs.turned) {
        let rows = rows(signs);
        let leftward = order::is_leftward(&rows);
        let line = |row: Row<'_>| TurnedLine { line: Line::of(row, page, 0, leftward), how: how(turn) };
        lines.extend(rows.into_iter().map(line));
    }
    lines
}

/// Returns by how much the text of a page is turned, if it is; given in which ways pages before are.
fn turn_of_text(page: &Page, is_known: impl Fn(i32) -> bool) -> Option<i32> {
    let mut letters: BTreeMap<i32, usize> = BTreeMap::new();
    for piece in &page.pieces {
        *letters.entry(piece.turn).or_default() += letters_of(piece);
    }
    let (turn, most) = letters.iter().max_by_key(|(_, count)| **count).map(|(turn, count)| (*turn, *count))?;
    let others = letters.values().sum::<usize>() - most;
    let pieces = page.pieces.iter().filter(|piece| piece.turn == turn && letters_of(piece) > 0);
    let heights: BTreeSet<i32> = pieces.map(|piece| piece.height.round() as i32).collect();
    let fewest = match others {
        _ if is_known(turn) => 1,
        0 => FEWEST_ALONE,
        _ => FEWEST,
    };
    let is_turned = matches!(turn, 90 | 180 | 270) && most > MORE * others && heights.len() >= fewest;
    is_turned.then_some(turn)
}

fn letters_of(piece: &Piece) -> usize {
    piece.text.chars().filter(|letter| !letter.is_whitespace()).count()
}

/// Says how what is turned by so many degrees runs.
fn how(turn: i32) -> &'static str {
    match turn {
        80..=100 => "from bottom to top",
        170..=190 => "upside down",
        260..=280 => "from top to bottom",
        _ => "aslant",
    }
}
