//! Lines and columns, from 1, in characters: what people and editors count in.

use std::cell::OnceCell;
use std::ops::Range;

use engross_compile::line_starts;

/// A file's bytes with the beginnings of its lines.
#[derive(Debug)]
pub(crate) struct Lines<'a> {
    bytes: &'a [u8],
    starts: Vec<usize>,
    /// How many characters begin before each block of [`BLOCK`] bytes: a line may be as long as the file.
    before: OnceCell<Vec<usize>>,
}

const BLOCK: usize = 4096;

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, starts: line_starts(bytes), before: OnceCell::new() }
    }

    /// Returns the line of a byte.
    pub(crate) fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at.min(self.bytes.len())).max(1)
    }

    /// Returns the place of a byte. A place beyond the end is the end.
    pub(crate) fn position(&self, at: usize) -> Position {
        let at = at.min(self.bytes.len());
        let line = self.line(at);
        let start = self.start(line);
        // A byte-order mark belongs to the encoding, not to the first line.
        let mark = usize::from(start == 0 && at > 0 && self.bytes.starts_with("\u{feff}".as_bytes()));
        Position { line, column: self.characters_before(at) - self.characters_before(start) - mark + 1 }
    }

    /// Counts the characters that begin before a byte.
    fn characters_before(&self, at: usize) -> usize {
        let before = self.before.get_or_init(|| {
            let mut sum = 0;
            let mut after = |block| {
                sum += beginnings(block);
                sum
            };
            std::iter::once(0).chain(self.bytes.chunks(BLOCK).map(&mut after)).collect()
        });
        before[at / BLOCK] + beginnings(&self.bytes[at / BLOCK * BLOCK..at])
    }

    /// Returns the bytes of some lines, from the first to the last, without the last line's break.
    pub(crate) fn lines(&self, first: usize, last: usize) -> Range<usize> {
        let (start, end) = (self.start(first), self.start(last + 1));
        let mut end = if last >= self.starts.len() { self.bytes.len() } else { end };
        while end > start && matches!(self.bytes.get(end - 1), Some(b'\n' | b'\r')) {
            end -= 1;
        }
        start..end
    }

    /// Returns bytes as text, broken ones replaced.
    pub(crate) fn text(&self, range: Range<usize>) -> String {
        String::from_utf8_lossy(self.bytes.get(range).unwrap_or_default()).into_owned()
    }

    fn start(&self, line: usize) -> usize {
        self.starts.get(line.saturating_sub(1)).copied().unwrap_or(self.bytes.len())
    }
}

/// Counts the bytes that begin a character.
fn beginnings(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let lines = Lines::new("\u{feff}été\r\nà la fin".as_bytes());
        for (at, line, column) in [(0, 1, 1), (3, 1, 1), (5, 1, 2), (8, 1, 4), (10, 2, 1), (12, 2, 2), (999, 2, 9)] {
            assert_eq!(lines.position(at), Position { line, column }, "{at}");
        }
        assert_eq!(lines.text(lines.lines(2, 2)), "à la fin");
        assert_eq!(lines.text(lines.lines(1, 1)), "\u{feff}été");
    }

    #[test]
    fn columns_of_long_lines_are_those_of_short_ones() {
        let text = "é\n".to_owned() + &"xéy".repeat(5_000);
        let lines = Lines::new(text.as_bytes());
        for (at, _) in text.char_indices().step_by(997) {
            let line = text[..at].rfind('\n').map_or(0, |at| at + 1);
            assert_eq!(lines.position(at).column, text[line..at].chars().count() + 1, "{at}");
        }
        assert_eq!(lines.position(text.len()).column, 15_001);
    }

    #[test]
    fn a_carriage_return_alone_ends_a_line() {
        let lines = Lines::new(b"a: b\rc: d\r");
        assert_eq!(lines.position(8), Position { line: 2, column: 4 });
        assert_eq!(lines.text(lines.lines(2, 2)), "c: d");
    }

    #[test]
    fn empty_and_broken_files_have_places() {
        assert_eq!(Lines::new(b"").position(7), Position { line: 1, column: 1 });
        assert_eq!(Lines::new(b"a\xff\xfeb\n").position(3), Position { line: 1, column: 4 });
        assert_eq!(Lines::new(b"a\n").lines(5, 9), 2..2);
    }
}
