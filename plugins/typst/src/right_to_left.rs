//! Puts runs from right to left together again, whose accents stand over or under their letters.
//!
//! The letters of such a run stand in the order in which they look, and a PDF says so, which gives a reader their own order
//! back. But Typst makes a run of every raised accent and of the letters on both sides of it, in the order in which they
//! look, and PDFs can say it of no run in which two glyphs stand for the same letters. So what was one run becomes one
//! again, in which each glyph stands for letters of its own.

use engross_plugin::model::is_right_to_left;
use typst::layout::{Em, FrameItem, Point};
use typst::text::{Glyph, TextItem};

use crate::clusters::{is_accent, look_alike};

/// Says whether letters of a run stand from right to left.
pub(crate) fn runs_so(text: &TextItem) -> bool {
    text.text.contains(is_right_to_left)
}

/// Adds `next` to `run`, if both were one. `offset` leads from the place of `run` to that of `next`. Returns whether it did.
pub(crate) fn join(run: &mut TextItem, next: &TextItem, offset: Point) -> bool {
    let adjoins = (offset.x - run.width()).abs().to_pt() < 0.01;
    if !(runs_so(run) && runs_so(next) && look_alike(run, next) && adjoins) {
        return false;
    }
    let level = offset.y.to_pt().abs() < 0.01;
    if is_accent(run) && first_letters(next) == Some(run.text.as_str()) {
        // The accent comes first where lines are read from the left; its letter follows.
        let shared = next.glyphs.first().map_or(0..0, |glyph| glyph.range.clone());
        let raised = Em::from_abs(offset.y, run.size);
        let accents = run.glyphs.iter().map(|glyph| Glyph {
            range: shared.clone(),
            y_offset: glyph.y_offset + raised,
            ..glyph.clone()
        });
        let glyphs = accents.chain(next.glyphs.iter().cloned()).collect();
        *run = TextItem { glyphs, ..next.clone() };
        return true;
    }
    let Ok(before) = u16::try_from(next.text.len()) else { return false };
    let fits = u16::try_from(run.text.len() + next.text.len()).is_ok();
    if !level || !fits || is_accent(next) {
        return false;
    }
    let later = run
        .glyphs
        .iter()
        .map(|glyph| Glyph { range: glyph.range.start + before..glyph.range.end + before, ..glyph.clone() });
    run.glyphs = later.chain(next.glyphs.iter().cloned()).collect();
    run.text = next.text.clone() + run.text.as_str();
    true
}

/// Puts runs into the order in which they are read. Where signs come from another font than the letters, as brackets do,
/// Typst makes runs of what was one, in the order in which they look. In a text from right to left only those stand so that
/// the next begins where the one before ends; where such a text stands `beside` others, they are known by their letters.
pub(crate) fn put_in_order(items: &mut [(Point, FrameItem)], beside: bool) {
    let has_letters = |(_, item): &(Point, FrameItem)| matches!(item, FrameItem::Text(text) if runs_so(text));
    for row in items.chunk_by_mut(stand_in_a_row) {
        if !beside || row.iter().any(has_letters) {
            row.reverse();
        }
    }
}

/// Says whether a run is of signs alone that stand from right to left: the bracket and the blank in `9901 (2024)`.
pub(crate) fn are_signs_so(text: &TextItem) -> bool {
    let mut pairs = text.glyphs.windows(2);
    text.glyphs.len() > 1 && !runs_so(text) && pairs.all(|pair| pair[0].range.start >= pair[1].range.end)
}

/// Parts such a run into its signs, in the order in which they are read. A PDF says the order of a run but not that of the
/// pieces into which it falls where a sign shows another one, as a bracket shows the one that faces it.
pub(crate) fn parted(place: Point, run: &TextItem) -> Vec<(Point, FrameItem)> {
    let mut x = place.x;
    let signs = run.glyphs.iter().map(|glyph| {
        let start = Point::new(x, place.y);
        x += glyph.x_advance.at(run.size);
        (start, FrameItem::Text(TextItem { glyphs: vec![glyph.clone()], ..run.clone() }))
    });
    let mut signs: Vec<_> = signs.collect();
    signs.reverse();
    signs
}

fn stand_in_a_row((start, one): &(Point, FrameItem), (place, next): &(Point, FrameItem)) -> bool {
    let (FrameItem::Text(one), FrameItem::Text(next)) = (one, next) else { return false };
    let offset = *place - *start;
    let adjoins = (offset.x - one.width()).abs().to_pt() < 0.01 && offset.y.to_pt().abs() < 0.01;
    let turns = |text: &TextItem| text.text.chars().all(|letter| is_right_to_left(letter) || !letter.is_alphanumeric());
    adjoins && turns(one) && turns(next)
}

/// Gives each of several glyphs that stand for the same letters its own: the first to the letter, the others to the accents.
pub(crate) fn share_letters(run: &mut TextItem) {
    let text = run.text.clone();
    for glyphs in run.glyphs.chunk_by_mut(|one, next| one.range == next.range).filter(|glyphs| glyphs.len() > 1) {
        let Some(shared) = glyphs.first().map(Glyph::range) else { continue };
        let letters = text.get(shared.clone()).unwrap_or_default();
        let mut starts: Vec<usize> = letters.char_indices().map(|(at, _)| shared.start + at).collect();
        starts.truncate(glyphs.len());
        let mut end = shared.end;
        // Accents before their letter, the last accent first.
        for (glyph, start) in glyphs.iter_mut().zip(starts.into_iter().rev()) {
            glyph.range = start as u16..end as u16;
            end = start;
        }
    }
}

fn first_letters(text: &TextItem) -> Option<&str> {
    text.glyphs.first().and_then(|glyph| text.text.get(glyph.range()))
}
