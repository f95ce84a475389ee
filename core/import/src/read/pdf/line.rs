//! A line of text: its words as runs, and what of their places says how paragraphs begin and end.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::blocks::Block;
use super::order;
use super::signs::{Row, Sign};
use crate::label;
use crate::read::hyphens::is_ideograph;
use crate::sheet::{self, Run, RunLook, push, tidy_blanks};

/// All are shares of the type's size. Between signs with more room a word ends: less where the file begins anew, or has no
/// blanks itself.
const WORD_GAP: f32 = 0.18;
const WORD_GAP_BESIDE_BLANKS: f32 = 0.5;
const NO_GAP: f32 = 0.05;
/// A tab may leave hardly any room: where it leads is right behind the word before it.
const TAB_GAP: f32 = 0.02;
/// What stands behind more room than this has a place of its own: words behind a label.
const WIDE_GAP: f32 = 0.75;
/// What stands behind more room than this is no part of the same sentence.
const FAR: f32 = 2.5;
/// The longest label with the blank behind it, in bytes.
const LONGEST_LABEL: usize = 24;
/// A blank between words, where one is asked for.
pub(super) const BLANK: f32 = 0.3;
/// How much smaller, higher or lower than the line a sign is that is raised or lowered.
const SMALLER: f32 = 0.88;
const RAISED: f32 = 0.12;
const LOWERED: f32 = 0.08;
const RAISED_IN_FULL_SIZE: f32 = 0.22;

/// A line. Places are in points in the direction of reading: from the left edge, or from the right one against the sign.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) runs: Vec<Run>,
    pub(super) start: f32,
    pub(super) end: f32,
    /// Where its first sentence ends: what stands far behind it is a text of its own.
    pub(super) near_end: f32,
    /// Where its words begin, behind a label that has a place of its own.
    pub(super) words_start: f32,
    /// The bytes before that place.
    pub(super) before_words: usize,
    /// How long its first word is, with the blank before it.
    pub(super) first_word: f32,
    /// Whether it is read from right to left.
    pub(super) leftward: bool,
    pub(super) height: f32,
    /// The size of most of its type.
    pub(super) size: f32,
    pub(super) page: usize,
    /// Whether it stands at the edge of its page, where no other page has text.
    pub(super) apart: bool,
    /// Whether somebody ended the line before it, though it is one of the same paragraph.
    pub(super) is_anew: bool,
    /// Its column: 0 where there is but one.
    pub(super) column: usize,
    /// The paragraphs that the file itself counts its first and last signs to.
    pub(super) first_block: Option<Block>,
    pub(super) last_block: Option<Block>,
}

impl Line {
    pub(super) fn of(row: Row<'_>, page: usize, column: usize, leftward: bool) -> Self {
        let signs = row.signs;
        let size = usual(signs.iter(), |sign| sign.size).unwrap_or(row.size);
        let full = signs.iter().filter(|sign| sign.size > size * SMALLER);
        let height = usual(full, |sign| sign.height).unwrap_or(row.height);
        let words = words(order::read(with_blanks(signs, size), leftward), size);
        let place = |word: &[Sign<'_>]| {
            let left = word.iter().map(|sign| sign.left).fold(f32::INFINITY, f32::min);
            let right = word.iter().map(|sign| sign.right).fold(f32::NEG_INFINITY, f32::max);
            if leftward { (-right, -left) } else { (left, right) }
        };
        let places: Vec<(f32, f32)> = words.iter().map(|word| place(word)).collect();
        let (start, first_end) = places.first().copied().unwrap_or_default();
        let far = |pair: &&[(f32, f32)]| matches!(pair, [one, next] if next.0 - one.1 > FAR * size);
        let near_end = places.windows(2).skip(1).find(far).map(|pair| pair[0].1);
        let end = places.iter().map(|place| place.1).fold(f32::NEG_INFINITY, f32::max);
        let near_end = near_end.unwrap_or(end);
        let mut line =
            Self { start, end, near_end, words_start: start, leftward, height, size, page, column, ..Self::default() };
        line.first_word = first_end - start + BLANK * size;
        line.first_block = words.first().and_then(|word| word.first()?.block);
        line.last_block = words.last().and_then(|word| word.last()?.block);
        let mut bytes = 0;
        for (at, word) in words.iter().enumerate() {
            let gap = at.checked_sub(1).and_then(|before| Some(places.get(at)?.0 - places.get(before)?.1));
            if let Some(gap) = gap {
                let words = if gap > FAR * size { "\t" } else { " " }.to_owned();
                let look = look_between(&line.runs, word);
                push(&mut line.runs, Run { words, look, ..Run::default() });
                bytes += 1;
            }
            if line.before_words == 0 && bytes <= LONGEST_LABEL && gap.is_some_and(|gap| gap > WIDE_GAP * size) {
                line.before_words = bytes;
                line.words_start = places.get(at).map_or(start, |place| place.0);
            }
            for sign in word {
                bytes += sign.text.len();
                let look = placed(sign, height, size);
                match line.runs.last_mut() {
                    Some(run) if run.look == look => run.words.push_str(&sign.text),
                    _ => line.runs.push(Run { words: sign.text.to_string(), look, ..Run::default() }),
                }
            }
        }
        line
    }

    pub(super) fn words(&self) -> String {
        sheet::words(&self.runs)
    }

    /// Says whether it begins with a label and words behind it in a place of their own.
    pub(super) fn has_label(&self) -> bool {
        let words = self.words();
        self.before_words > 0 && label::typed(&words).is_some_and(|end| end + 1 == self.before_words)
    }

    pub(super) fn runs_behind(&self, bytes: usize) -> Vec<Run> {
        tidy_blanks(crate::sheet::behind(&self.runs, bytes))
    }
}

/// Sets blanks where there is room between signs that stand from left to right.
fn with_blanks(signs: Vec<Sign<'_>>, size: f32) -> Vec<Sign<'_>> {
    let has_blanks = signs.iter().any(Sign::is_blank);
    let mut parted: Vec<Sign<'_>> = Vec::with_capacity(signs.len());
    let mut has_blank = false;
    let mut end = f32::NEG_INFINITY;
    for sign in signs {
        if sign.is_blank() {
            has_blank = true;
            continue;
        }
        let room = (sign.left - end) / size;
        let beside_ideograph =
            [parted.last(), Some(&sign)].iter().flatten().any(|sign| sign.text.chars().any(is_ideograph));
        let least = match has_blanks && !sign.is_first {
            // Programs set some room between Chinese signs and figures.
            _ if beside_ideograph => WIDE_GAP,
            true => WORD_GAP_BESIDE_BLANKS,
            false => WORD_GAP,
        };
        // A blank that takes no room ends a line elsewhere.
        let is_parted = match std::mem::take(&mut has_blank) {
            true => room > NO_GAP,
            false => room > least || room > TAB_GAP && is_behind_number(&parted, &sign),
        };
        if end.is_finite() && is_parted {
            parted.push(Sign { text: Cow::Borrowed(" "), left: end, right: sign.left, ..sign.clone() });
        }
        end = end.max(sign.right);
        parted.push(sign);
    }
    parted
}

/// Says whether a sign that the file sets apart is a capital behind a number with a full stop, `80/77.`: no word has both.
fn is_behind_number(before: &[Sign<'_>], sign: &Sign<'_>) -> bool {
    let ends = |sign: &Sign<'_>, is: fn(char) -> bool| sign.text.ends_with(is);
    let is_number =
        matches!(before, [.., figure, stop] if ends(figure, char::is_numeric) && ends(stop, |it| it == '.'));
    is_number && sign.is_first && sign.text.starts_with(char::is_uppercase)
}

/// Parts signs into words.
fn words(signs: Vec<Sign<'_>>, size: f32) -> Vec<Vec<Sign<'_>>> {
    let mut words: Vec<Vec<Sign<'_>>> = Vec::new();
    let mut is_open = false;
    for sign in signs {
        match words.last_mut().filter(|_| is_open) {
            _ if sign.is_blank() => is_open = false,
            Some(word) => word.push(sign),
            None => {
                words.push(vec![sign]);
                is_open = true;
            }
        }
    }
    for word in &mut words {
        // The stroke under a word leaves out what hangs below the line.
        let underlined = word.iter().filter(|sign| sign.look.underlined).count();
        let is_underlined = underlined * 2 > word.len();
        word.iter_mut().for_each(|sign| sign.look.underlined = is_underlined);
    }
    join_ideographs(words, size)
}

/// Chinese has no blanks between its signs: what looks like one is the room that a line was stretched by.
fn join_ideographs(words: Vec<Vec<Sign<'_>>>, size: f32) -> Vec<Vec<Sign<'_>>> {
    let mut joined: Vec<Vec<Sign<'_>>> = Vec::with_capacity(words.len());
    for word in words {
        let first = word.first().cloned();
        match (joined.last_mut(), first) {
            (Some(before), Some(first)) if before.last().is_some_and(|last| are_ideographs(last, &first, size)) => {
                before.extend(word);
            }
            _ => joined.push(word),
        }
    }
    joined
}

fn are_ideographs(one: &Sign<'_>, next: &Sign<'_>, size: f32) -> bool {
    let near = next.left - one.right < WIDE_GAP * size;
    near && one.text.chars().next_back().is_some_and(is_ideograph) && next.text.chars().next().is_some_and(is_ideograph)
}

/// Raised and lowered signs are told by their size and height.
fn placed(sign: &Sign<'_>, height: f32, size: f32) -> RunLook {
    let above = sign.height - height;
    let is_small = sign.size < size * SMALLER;
    RunLook {
        raised: above > size * RAISED_IN_FULL_SIZE || is_small && above > size * RAISED,
        lowered: is_small && above < -size * LOWERED,
        ..sign.look
    }
}

/// A blank looks like what is on both sides of it.
fn look_between(runs: &[Run], word: &[Sign<'_>]) -> RunLook {
    let (Some(before), Some(after)) = (runs.last(), word.first()) else { return RunLook::default() };
    let (before, after) = (before.look, after.look);
    RunLook {
        bold: before.bold && after.bold,
        italic: before.italic && after.italic,
        underlined: before.underlined && after.underlined,
        ..RunLook::default()
    }
}

/// Returns the value that most of the line has, to a tenth of a point.
fn usual<'s>(signs: impl Iterator<Item = &'s Sign<'s>>, value: impl Fn(&Sign<'_>) -> f32) -> Option<f32> {
    let mut widths: BTreeMap<i32, (f32, f32)> = BTreeMap::new();
    for sign in signs.filter(|sign| !sign.is_blank()) {
        let value = value(sign);
        let (_, sum) = widths.entry((value * 10.0).round() as i32).or_insert((value, 0.0));
        *sum += (sign.right - sign.left).max(0.1);
    }
    widths.into_values().max_by(|one, other| one.1.total_cmp(&other.1)).map(|(value, _)| value)
}
