//! Puts letters and their accents together again.
//!
//! Where a font raises an accent over its letter, Typst makes a run of its own of it, and each of both runs carries the
//! letter and the accent: who copies from the PDF, searches it or hears it read gets them twice. In one run the PDF says
//! once what both glyphs stand for.

use typst::layout::{Em, Frame, FrameItem, Point};
use typst::model::Document as _;
use typst::text::TextItem;
use typst_layout::{Page, PagedDocument};

/// Joins the runs of every page; most documents have none to join and come back as they are.
pub(crate) fn join(document: PagedDocument) -> PagedDocument {
    if !document.pages().iter().any(|page| has_accents(&page.frame)) {
        return document;
    }
    let pages = document.pages().iter().map(|page| Page { frame: joined(&page.frame), ..page.clone() });
    PagedDocument::new(pages.collect(), document.info().clone())
}

fn has_accents(frame: &Frame) -> bool {
    frame.items().any(|(_, item)| match item {
        FrameItem::Group(group) => has_accents(&group.frame),
        FrameItem::Text(text) => is_accent(text),
        _ => false,
    })
}

/// Says whether a run takes no room of its own: it stands over or under what came before.
fn is_accent(text: &TextItem) -> bool {
    text.glyphs.iter().all(|glyph| glyph.x_advance == Em::zero())
}

fn joined(frame: &Frame) -> Frame {
    let mut items: Vec<(Point, FrameItem)> = Vec::new();
    for (place, item) in frame.items() {
        match (items.last_mut(), item) {
            (Some((start, FrameItem::Text(letter))), FrameItem::Text(accent)) if belong_together(letter, accent) => {
                add(letter, accent, *start - *place);
            }
            (_, FrameItem::Group(group)) => {
                let mut group = group.clone();
                group.frame = joined(&group.frame);
                items.push((*place, FrameItem::Group(group)));
            }
            (_, item) => items.push((*place, item.clone())),
        }
    }
    let mut whole = Frame::new(frame.size(), frame.kind());
    if frame.has_baseline() {
        whole.set_baseline(frame.baseline());
    }
    whole.push_multiple(items);
    whole
}

/// Says whether a run shows the accent of another one's last letter: both then carry letter and accent.
fn belong_together(letter: &TextItem, accent: &TextItem) -> bool {
    let last = letter.glyphs.last().and_then(|glyph| letter.text.get(glyph.range()));
    let looks_alike = letter.font == accent.font && letter.size == accent.size && letter.fill == accent.fill;
    is_accent(accent) && looks_alike && last == Some(accent.text.as_str())
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
