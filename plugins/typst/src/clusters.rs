//! Tidies runs of letters for whoever copies from the PDF, searches it or hears it read.
//!
//! Where a font raises an accent over its letter, Typst makes a run of its own of it, and each of both runs carries the
//! letter and the accent: who copies from the PDF, searches it or hears it read gets them twice. In one run the PDF says
//! once what both glyphs stand for.
//!
//! Marks of direction, and those that keep a line from ending, have done their work once lines are set. They show nothing, and
//! go.

use engross_plugin::model::{Direction, is_direction_mark};
use typst::layout::{Em, Frame, FrameItem, Point};
use typst::model::Document as _;
use typst::text::TextItem;
use typst_layout::{Page, PagedDocument};

use crate::right_to_left;

/// Keeps a line from ending beside it.
pub(crate) const WORD_JOINER: char = '\u{2060}';

/// Tidies the runs of every page; most documents have none to tidy and come back as they are. `directions` are those of the
/// languages side by side.
pub(crate) fn tidy(document: PagedDocument, directions: &[Direction]) -> PagedDocument {
    if !document.pages().iter().any(|page| is_untidy(&page.frame)) {
        return document;
    }
    let pages = document.pages().iter().map(|page| Page { frame: tidied(&page.frame, directions), ..page.clone() });
    PagedDocument::new(pages.collect(), document.info().clone())
}

fn is_untidy(frame: &Frame) -> bool {
    frame.items().any(|(_, item)| match item {
        FrameItem::Group(group) => is_untidy(&group.frame),
        FrameItem::Text(text) => {
            is_accent(text) || text.text.contains(has_done_its_work) || right_to_left::runs_so(text)
        }
        _ => false,
    })
}

/// Says whether a run takes no room of its own: it stands over or under what came before. So does a blank at the end of a
/// line, but nothing goes with it.
pub(crate) fn is_accent(text: &TextItem) -> bool {
    text.glyphs.iter().all(|glyph| glyph.x_advance == Em::zero()) && !text.text.contains(char::is_whitespace)
}

fn tidied(frame: &Frame, directions: &[Direction]) -> Frame {
    let mut items: Vec<(Point, FrameItem)> = Vec::new();
    for (place, item) in frame.items() {
        match item {
            FrameItem::Group(group) => {
                let mut group = group.clone();
                group.frame = tidied(&group.frame, directions);
                items.push((*place, FrameItem::Group(group)));
            }
            FrameItem::Text(text) => push_text(*place, without_marks(text), &mut items),
            item => items.push((*place, item.clone())),
        }
    }
    for (_, item) in &mut items {
        if let FrameItem::Text(text) = item
            && right_to_left::runs_so(text)
        {
            right_to_left::share_letters(text);
        }
    }
    if directions.contains(&Direction::Rtl) {
        right_to_left::put_in_order(&mut items, directions.contains(&Direction::Ltr));
    }
    let mut whole = Frame::new(frame.size(), frame.kind());
    if frame.has_baseline() {
        whole.set_baseline(frame.baseline());
    }
    whole.push_multiple(items.into_iter().flat_map(|(place, item)| match item {
        FrameItem::Text(text) if right_to_left::are_signs_so(&text) => right_to_left::parted(place, &text),
        item => vec![(place, item)],
    }));
    whole
}

/// Adds a run, or joins it to the one before.
fn push_text(place: Point, text: TextItem, items: &mut Vec<(Point, FrameItem)>) {
    if text.glyphs.is_empty() {
        return;
    }
    let Some((start, FrameItem::Text(before))) = items.last_mut() else {
        return items.push((place, FrameItem::Text(text)));
    };
    if right_to_left::runs_so(&text) {
        let (mut place, mut text) = (place, text);
        // An accent waits for the letters that it stands over, and these for what was one run with them.
        while let Some((start, FrameItem::Text(before))) = items.last() {
            let (start, mut joined) = (*start, before.clone());
            let offset = place - start;
            if !right_to_left::join(&mut joined, &text, offset) {
                break;
            }
            place = if is_accent(before) { Point::new(start.x, place.y) } else { start };
            text = joined;
            items.pop();
        }
        items.push((place, FrameItem::Text(text)));
    } else if belong_together(before, &text) {
        add(before, &text, *start - place);
    } else {
        items.push((place, FrameItem::Text(text)));
    }
}

/// Returns a run without the marks that have done their work, which have no width: without their glyphs, and with none in those beside them.
fn without_marks(text: &TextItem) -> TextItem {
    let mut kept = text.clone();
    if !text.text.contains(has_done_its_work) {
        return kept;
    }
    for glyph in &mut kept.glyphs {
        let letters = text.text.get(glyph.range()).unwrap_or_default();
        let after = letters.trim_start_matches(has_done_its_work).len();
        let before = letters.trim_end_matches(has_done_its_work).len();
        glyph.range.start += (letters.len() - after) as u16;
        glyph.range.end = (glyph.range.end - (letters.len() - before) as u16).max(glyph.range.start);
    }
    kept.glyphs.retain(|glyph| !glyph.range.is_empty());
    kept
}

fn has_done_its_work(letter: char) -> bool {
    is_direction_mark(letter) || letter == WORD_JOINER
}

/// Says whether a run shows the accent of another one's last letter: both then carry letter and accent.
fn belong_together(letter: &TextItem, accent: &TextItem) -> bool {
    let last = letter.glyphs.last().and_then(|glyph| letter.text.get(glyph.range()));
    is_accent(accent) && look_alike(letter, accent) && last == Some(accent.text.as_str())
}

/// Says whether two runs are set alike.
pub(crate) fn look_alike(one: &TextItem, other: &TextItem) -> bool {
    one.font == other.font && one.size == other.size && one.fill == other.fill
}

/// Adds an accent's glyphs to a run that stands `offset` below it.
fn add(letter: &mut TextItem, accent: &TextItem, offset: Point) {
    let Some(range) = letter.glyphs.last().map(|glyph| glyph.range.clone()) else { return };
    let raised = Em::from_abs(offset.y, letter.size);
    letter.glyphs.extend(accent.glyphs.iter().map(|glyph| {
        let mut glyph = glyph.clone();
        glyph.range = range.clone();
        glyph.y_offset += raised;
        glyph
    }));
}
