//! The marked pieces of pages: which letters are shown under which number, and on which line.

use std::collections::BTreeMap;

use engross_files::Unreadable;
use engross_files::pdf::{MarkKey, Pages, Piece};
use lopdf::Document;

/// The runs of every marked piece, by the stream it stands in and its number there.
pub(super) type MarkedText = BTreeMap<MarkKey, Vec<Run>>;

/// Letters shown at once.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) text: String,
    /// Whether it comes before the runs that it is read behind.
    pub(super) reversed: bool,
    page: usize,
    height: f32,
}

impl Run {
    /// Says whether another run stands on the same line or over or under it as an accent does: nearer than any line.
    pub(super) fn may_be_on_line_of(&self, other: &Self) -> bool {
        self.page == other.page && (self.height - other.height).abs() < 5.0
    }

    /// Says whether another run stands on the same line.
    pub(super) fn is_on_line_of(&self, other: &Self) -> bool {
        self.page == other.page && (self.height - other.height).abs() < 0.5
    }
}

/// Reads all pages.
pub(super) fn marked_text(document: &Document) -> Result<MarkedText, Unreadable> {
    let mut text = MarkedText::new();
    let mut pages = Pages::of(document);
    while let Some(page) = pages.next_page()? {
        for piece in page.pieces {
            let Some(key) = piece.mark else { continue };
            let Piece { reversed, height, .. } = piece;
            let letters = if reversed { piece.signs().rev().collect() } else { piece.text };
            text.entry(key).or_default().push(Run { text: letters, reversed, page: page.number, height });
        }
    }
    Ok(text)
}
