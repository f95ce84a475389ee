//! What a reader sees of running text, and the way back from each of its bytes to the marked one.

use std::ops::Range;

use super::{Node, Piece};

/// Stands in the visible text for a note mark.
pub(crate) const PLACEHOLDER: char = '\u{fffc}';

/// Stands in the visible text where a cross-reference is, whose words come later. No author writes it.
pub(crate) const REFERENCE: char = '\u{fffb}';

/// What a reader sees of running text, and where each byte of it stands in the value.
#[derive(Debug, Clone, Default)]
pub(crate) struct VisibleText {
    pub(crate) text: String,
    segments: Vec<Segment>,
}

/// A run of visible text that comes from one run of the value.
#[derive(Debug, Clone)]
struct Segment {
    visible: Range<usize>,
    value: Range<usize>,
}

impl Segment {
    /// Byte for byte the same in both.
    fn verbatim(&self) -> bool {
        self.visible.len() == self.value.len()
    }
}

impl VisibleText {
    /// Returns what the nodes print.
    pub(super) fn of(nodes: &[Node]) -> Self {
        let mut visible = Self::default();
        visible.push_nodes(nodes);
        visible
    }

    /// Turns a visible range into the range of the value that it comes from, marks between its ends included.
    pub(crate) fn value_range(&self, visible: Range<usize>) -> Range<usize> {
        let start = self.value_start(visible.start);
        let end = if visible.is_empty() { start } else { self.value_end(visible.end) };
        start..end.max(start)
    }

    /// As [`value_range`](Self::value_range), but only where no mark and no escape stands inside.
    pub(crate) fn exact_value_range(&self, visible: Range<usize>) -> Option<Range<usize>> {
        let value = self.value_range(visible.clone());
        (value.len() == visible.len()).then_some(value)
    }

    /// Turns a range of the value into the visible range that comes from it.
    pub(crate) fn visible_range(&self, value: Range<usize>) -> Range<usize> {
        let inside =
            self.segments.iter().filter(|segment| segment.value.start < value.end && value.start < segment.value.end);
        let mut range: Option<Range<usize>> = None;
        for segment in inside {
            let (mut start, mut end) = (segment.visible.start, segment.visible.end);
            if segment.verbatim() {
                start += value.start.saturating_sub(segment.value.start);
                end -= segment.value.end.saturating_sub(value.end);
            }
            range = Some(range.map_or(start..end, |range| range.start..end));
        }
        range.unwrap_or(0..0)
    }

    fn value_start(&self, at: usize) -> usize {
        let index = self.segments.partition_point(|segment| segment.visible.end <= at);
        match self.segments.get(index) {
            Some(segment) if segment.verbatim() => segment.value.start + at.saturating_sub(segment.visible.start),
            Some(segment) => segment.value.start,
            None => self.segments.last().map_or(0, |segment| segment.value.end),
        }
    }

    fn value_end(&self, at: usize) -> usize {
        let index = self.segments.partition_point(|segment| segment.visible.end < at);
        match self.segments.get(index) {
            Some(segment) if segment.verbatim() => segment.value.start + at.saturating_sub(segment.visible.start),
            Some(segment) => segment.value.end,
            None => self.segments.last().map_or(0, |segment| segment.value.end),
        }
    }

    fn push_nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            match &node.piece {
                Piece::Text(text) => self.push(text, node.range.clone()),
                Piece::NoteMark(_) => self.push(PLACEHOLDER.encode_utf8(&mut [0; 4]), node.range.clone()),
                Piece::Reference { content, .. } if content.is_empty() => {
                    self.push(REFERENCE.encode_utf8(&mut [0; 4]), node.range.clone());
                }
                Piece::Slot(name) => self.push(&format!("{{{name}}}"), node.range.clone()),
                _ => self.push_nodes(node.children()),
            }
        }
    }

    fn push(&mut self, text: &str, value: Range<usize>) {
        let start = self.text.len();
        self.text.push_str(text);
        self.segments.push(Segment { visible: start..self.text.len(), value });
    }
}
