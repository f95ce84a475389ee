//! The signs of a page, and the rows that they stand in.

use std::borrow::Cow;
use std::collections::BTreeMap;

use engross_files::pdf::{Page, Piece, Rule};
use unicode_normalization::UnicodeNormalization as _;

use super::blocks::{Block, Blocks};
use crate::sheet::RunLook;

/// Type this small is no text; shares below are of the type's size.
const SMALLEST: f32 = 1.0;
/// How far from the line a sign may stand that belongs to it.
const NEAR: f32 = 0.5;
/// How far below the line a stroke may be that underlines it.
const UNDER: f32 = 0.3;
/// How far back a sign may stand, as kerning moves it.
const BACK: f32 = 0.3;
/// How far apart two signs may be that are one, printed twice to look bold.
const TWICE: f32 = 0.1;

/// What a page shows at one place.
#[derive(Debug, Clone)]
pub(super) struct Sign<'p> {
    pub(super) text: Cow<'p, str>,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) height: f32,
    pub(super) size: f32,
    pub(super) look: RunLook,
    /// Its place among the signs of its line.
    pub(super) place: f32,
    /// Whether the file sets it apart from the sign before.
    pub(super) is_first: bool,
    /// The paragraph that the file itself counts it to.
    pub(super) block: Option<Block>,
}

impl Sign<'_> {
    pub(super) fn is_blank(&self) -> bool {
        self.text.chars().all(|letter| letter.is_whitespace() && letter != '\u{A0}' && letter != '\u{202F}')
    }
}

/// The signs of a page: its text, and what the file calls page furniture.
#[derive(Debug, Default)]
pub(super) struct Signs<'p> {
    pub(super) text: Vec<Sign<'p>>,
    pub(super) aside: Vec<Sign<'p>>,
    /// What runs otherwise than the text, by the degrees that it is turned.
    pub(super) turned: BTreeMap<i32, Vec<Sign<'p>>>,
    /// How many signs are letters, and how many nobody knows.
    pub(super) known: usize,
    pub(super) unknown: usize,
}

impl<'p> Signs<'p> {
    pub(super) fn of(page: &'p Page, blocks: &Blocks) -> Self {
        let mut signs = Self::default();
        let mut rules = page.rules.clone();
        rules.sort_by(|one, other| one.height.total_cmp(&other.height));
        for piece in page.pieces.iter().filter(|piece| piece.size >= SMALLEST) {
            let into = match (piece.turn, piece.artifact) {
                (0, false) => &mut signs.text,
                (0, true) => &mut signs.aside,
                (turn, _) => signs.turned.entry(turn).or_default(),
            };
            let block = blocks.get(piece.mark);
            let under = under(piece, &rules);
            let (mut is_first, mut reached) = (true, f32::NEG_INFINITY);
            for (glyph, shown) in piece.glyphs.iter().zip(piece.signs()) {
                // A sign that is moved back a little does not come before the one that it was shown behind.
                let is_back = glyph.left < reached && reached - glyph.left < BACK * piece.size;
                let place = if is_back { reached } else { glyph.left };
                reached = place;
                if shown.contains('\u{FFFD}') {
                    signs.unknown += 1;
                } else if !shown.trim().is_empty() {
                    signs.known += 1;
                }
                let text = written_out(shown);
                if !text.is_empty() {
                    let look = look(piece, f32::midpoint(glyph.left, glyph.right), under);
                    let (left, right, height, size) = (glyph.left, glyph.right, piece.height, piece.size);
                    into.push(Sign { text, left, right, height, size, look, place, is_first, block });
                    is_first = false;
                }
            }
        }
        signs
    }
}

/// Writes out ligatures and presentation forms, and leaves control characters out.
fn written_out(shown: &str) -> Cow<'_, str> {
    let is_form = |letter: char| matches!(letter, '\u{FB00}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}');
    let is_kept = |letter: char| !letter.is_control() || letter.is_whitespace();
    if shown.chars().all(|letter| is_kept(letter) && !is_form(letter)) {
        return Cow::Borrowed(shown);
    }
    let mut text = String::with_capacity(shown.len());
    for letter in shown.chars().filter(|letter| is_kept(*letter) && *letter != '\u{FEFF}') {
        if is_form(letter) {
            text.extend(std::iter::once(letter).nfkc());
        } else {
            text.push(letter);
        }
    }
    Cow::Owned(text)
}

/// Returns the strokes right below a piece, of strokes by their height.
fn under<'r>(piece: &Piece, rules: &'r [Rule]) -> &'r [Rule] {
    let first = rules.partition_point(|rule| rule.height <= piece.height - piece.size * UNDER);
    let behind = rules.partition_point(|rule| rule.height <= piece.height);
    rules.get(first..behind).unwrap_or_default()
}

fn look(piece: &Piece, middle: f32, under: &[Rule]) -> RunLook {
    RunLook {
        bold: piece.bold,
        italic: piece.italic,
        underlined: under.iter().any(|rule| rule.left <= middle && rule.right >= middle),
        ..RunLook::default()
    }
}

/// Signs on one line, from left to right.
#[derive(Debug, Default)]
pub(super) struct Row<'p> {
    pub(super) signs: Vec<Sign<'p>>,
    /// The height and size of its largest type.
    pub(super) height: f32,
    pub(super) size: f32,
}

/// Puts signs into rows, from the top of the page downwards. Raised and lowered signs stand in the row that they are near to.
pub(super) fn rows(mut signs: Vec<Sign<'_>>) -> Vec<Row<'_>> {
    signs.sort_by(|one, other| other.height.total_cmp(&one.height));
    let mut rows: Vec<Row<'_>> = Vec::new();
    for sign in signs {
        match rows.last_mut() {
            Some(row) if (row.height - sign.height).abs() < NEAR * row.size.max(sign.size) => {
                if sign.size > row.size * 1.02 {
                    (row.height, row.size) = (sign.height, sign.size);
                }
                row.signs.push(sign);
            }
            _ => rows.push(Row { height: sign.height, size: sign.size, signs: vec![sign] }),
        }
    }
    for row in &mut rows {
        row.signs.sort_by(|one, other| one.place.total_cmp(&other.place));
        row.signs.dedup_by(|next, sign| {
            let near = TWICE * sign.size;
            let is_same = next.text == sign.text && !sign.is_blank();
            let is_twice = is_same && next.left - sign.left < near && (next.height - sign.height).abs() < near;
            sign.look.bold |= is_twice;
            is_twice
        });
    }
    rows.retain(|row| !row.signs.iter().all(Sign::is_blank));
    rows
}
