//! Lines as YAML counts them: they end with LF, CR LF or CR.

use std::ops::Range;

use memchr::memchr2;

/// Returns the line breaks that a file has: those of its first line that ends.
pub(crate) fn break_of(text: &str) -> &'static str {
    let first = text.find(['\n', '\r']).map_or("", |at| &text[at..]);
    match () {
        () if first.starts_with("\r\n") => "\r\n",
        () if first.starts_with('\r') => "\r",
        () => "\n",
    }
}

/// Returns where the line of a byte begins.
pub(crate) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |at| at + 1)
}

/// Returns where the line of a byte ends, before its break.
pub(crate) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find(['\n', '\r']).map_or(text.len(), |length| at + length)
}

/// Returns where the line after that of a byte begins; at the last line, where the text ends.
pub(crate) fn next_line(text: &str, at: usize) -> usize {
    line_break(text.as_bytes(), at).map_or(text.len(), |line_break| line_break.end)
}

/// Returns where the line before that of a byte ends, before its break; at the first line, where the text begins.
pub(crate) fn line_above(text: &str, at: usize) -> usize {
    let above = &text[..line_start(text, at)];
    above.strip_suffix("\r\n").or(above.strip_suffix(['\n', '\r'])).unwrap_or(above).len()
}

/// Returns the lines without their breaks, each with its first byte.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let line_break = line_break(text.as_bytes(), start);
        next = line_break.as_ref().map(|line_break| line_break.end);
        Some((start, &text[start..line_break.map_or(text.len(), |line_break| line_break.start)]))
    })
}

/// Returns where the lines of a file begin.
pub fn line_starts(bytes: &[u8]) -> Vec<usize> {
    let next = |start: &usize| line_break(bytes, *start).map(|line_break| line_break.end);
    std::iter::successors(Some(0), next).collect()
}

/// Finds the first line break from a byte on.
fn line_break(bytes: &[u8], from: usize) -> Option<Range<usize>> {
    let at = from + memchr2(b'\n', b'\r', &bytes[from..])?;
    let width = if bytes[at..].starts_with(b"\r\n") { 2 } else { 1 };
    Some(at..at + width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_break_ends_a_line() {
        let text = "a\nb\r\nc\rd\n";
        assert_eq!(lines(text).collect::<Vec<_>>(), [(0, "a"), (2, "b"), (5, "c"), (7, "d"), (9, "")]);
        assert_eq!(line_starts(text.as_bytes()), [0, 2, 5, 7, 9]);
        assert_eq!([0, 1, 2, 6, 8].map(|at| line_start(text, at)), [0, 0, 2, 5, 7]);
        assert_eq!([0, 1, 2, 6, 9].map(|at| line_end(text, at)), [1, 1, 3, 6, 9]);
        assert_eq!([0, 1, 2, 6, 9].map(|at| line_above(text, at)), [0, 0, 1, 3, 8]);
        assert_eq!([0, 1, 2, 6, 9].map(|at| next_line(text, at)), [2, 2, 5, 7, 9]);
        assert_eq!(["a\r\nb\n", "a\rb\n", "a\n\r", "a"].map(break_of), ["\r\n", "\r", "\n", "\n"]);
    }
}
