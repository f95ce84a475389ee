//! The way back from a scalar's value to the file: over folds, indents, escapes and doubled quotes.
//!
//! The raw text is decoded once more, in step with the value that the YAML scanner gave. Where the two do not agree, which
//! no known scalar brings about, places are those of the whole scalar.

use std::ops::Range;
use std::sync::Arc;

use crate::lines::{line_start, lines};
use crate::source::{ByteMap, Piece, ScalarStyle, Text};

/// Makes a text of a scalar of the file that is called `name`. `span` is the scanner's: for block scalars it begins with the first line's words.
pub(super) fn text(name: &Arc<str>, file: &str, value: &str, style: ScalarStyle, span: Range<usize>) -> Text {
    let span = trimmed(file, value, style, span);
    // The line break that ends a block is YAML's, not the author's.
    let value = match style {
        ScalarStyle::Literal | ScalarStyle::Folded => value.trim_end_matches('\n'),
        _ => value,
    };
    let (pieces, end) = match style {
        ScalarStyle::Plain | ScalarStyle::Literal | ScalarStyle::Folded => {
            (by_lines(file, value, style, &span), span.end)
        }
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
            (quoted(file, value, style, &span), span.end.saturating_sub(1))
        }
    };
    let map = ByteMap { pieces: pieces.unwrap_or_default(), end };
    Text { file: name.clone(), value: value.to_owned(), span, map, style }
}

impl Text {
    /// Turns a range of the value into the bytes of the file that it comes from.
    pub(crate) fn file_range(&self, value: Range<usize>) -> Range<usize> {
        if self.map.pieces.is_empty() {
            return self.span.clone();
        }
        let start = self.map.start(value.start);
        let end = if value.is_empty() { start } else { self.map.end(value.end) };
        start..end.max(start)
    }

    /// As [`file_range`](Self::file_range), but only where the file holds the very same bytes.
    pub(crate) fn exact_file_range(&self, value: Range<usize>) -> Option<Range<usize>> {
        let inside = |piece: &&Piece| piece.value.start <= value.start && value.end <= piece.value.end;
        let piece = self.map.pieces.iter().find(|piece| piece.verbatim && inside(piece))?;
        let start = piece.file.start + (value.start - piece.value.start);
        Some(start..start + value.len())
    }
}

impl ByteMap {
    fn start(&self, value: usize) -> usize {
        let index = self.pieces.partition_point(|piece| piece.value.end <= value);
        let before = index.checked_sub(1).and_then(|index| self.pieces.get(index));
        match (self.pieces.get(index), before) {
            (Some(piece), _) if piece.value.start <= value => piece.file_place(value, piece.file.start),
            // A fold begins right after the piece before.
            (_, Some(before)) => before.file.end,
            (Some(piece), None) => piece.file.start,
            (None, None) => self.end,
        }
    }

    fn end(&self, value: usize) -> usize {
        let index = self.pieces.partition_point(|piece| piece.value.end < value);
        match self.pieces.get(index) {
            Some(piece) if piece.value.start < value => piece.file_place(value, piece.file.end),
            Some(piece) => piece.file.start,
            None => self.end,
        }
    }
}

impl Piece {
    /// Returns where a byte of the piece stands; of one that is written otherwise, the edge that is asked for.
    fn file_place(&self, value: usize, edge: usize) -> usize {
        if self.verbatim { self.file.start + (value - self.value.start) } else { edge }
    }
}

/// Cuts off what comes after the words. Blanks after the last word of a block belong to it.
fn trimmed(file: &str, value: &str, style: ScalarStyle, span: Range<usize>) -> Range<usize> {
    if matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted) {
        return span;
    }
    let end = span.start + file.get(span.clone()).unwrap_or_default().trim_end().len();
    let lines = value.trim_end_matches('\n');
    let blanks = &lines[lines.trim_end_matches([' ', '\t']).len()..];
    let inside = style != ScalarStyle::Plain && file[end..].starts_with(blanks);
    span.start..end + if inside { blanks.len() } else { 0 }
}

/// Maps scalars whose lines stand in the file as they are: plain, literal, folded.
fn by_lines(file: &str, value: &str, style: ScalarStyle, span: &Range<usize>) -> Option<Vec<Piece>> {
    let raw = file.get(span.clone())?;
    let column = span.start - line_start(file, span.start);
    let mut pieces = Vec::new();
    let mut at = 0;
    for (number, (start, content)) in lines(raw).enumerate() {
        let indent = match (number, style) {
            (0, _) => 0,
            (_, ScalarStyle::Plain) => content.len() - content.trim_start().len(),
            _ => content.bytes().take(column).take_while(|byte| *byte == b' ').count(),
        };
        let words = if style == ScalarStyle::Plain { content[indent..].trim_end() } else { &content[indent..] };
        if !words.is_empty() {
            // The blanks and line breaks that folding made stand between two lines.
            let gap = if number == 0 { leading_breaks(value, words) } else { break_length(&value[at..], words) };
            at += gap;
            if !value[at..].starts_with(words) {
                return None;
            }
            push(&mut pieces, (at, words.len()), (span.start + start + indent, words.len()), true);
            at += words.len();
        }
    }
    value[at..].trim_end_matches('\n').is_empty().then_some(pieces)
}

/// Counts line breaks before the first word: a block scalar may begin with blank lines.
fn leading_breaks(value: &str, words: &str) -> usize {
    value.len() - value.trim_start_matches('\n').len().max(words.len().min(value.len()))
}

/// Measures what folding put before these words.
fn break_length(rest: &str, words: &str) -> usize {
    let breaks = rest.len() - rest.trim_start_matches('\n').len();
    if breaks > 0 {
        breaks
    } else {
        usize::from(rest.starts_with(' ') && !rest.starts_with(words))
            .max(usize::from(rest.starts_with(' ') && rest[1..].starts_with(words)))
    }
}

/// Maps quoted scalars: folds, doubled quotes, escapes.
fn quoted(file: &str, value: &str, style: ScalarStyle, span: &Range<usize>) -> Option<Vec<Piece>> {
    let inside = span.start + 1..span.end.checked_sub(1)?;
    let raw = file.get(inside.clone())?;
    let mut pieces = Vec::new();
    let mut decoded = String::new();
    let mut at = 0;
    while let Some(character) = raw[at..].chars().next() {
        let rest = &raw[at..];
        if let Some((length, breaks)) = fold(rest) {
            decoded.push_str(&if breaks == 1 { " ".to_owned() } else { "\n".repeat(breaks - 1) });
            at += length;
            continue;
        }
        let (length, text) = match character {
            '\\' if style == ScalarStyle::DoubleQuoted => escape(rest)?,
            '\'' if rest.starts_with("''") && style == ScalarStyle::SingleQuoted => (2, character.to_string()),
            _ => (character.len_utf8(), character.to_string()),
        };
        let verbatim = rest[..length] == text;
        push(&mut pieces, (decoded.len(), text.len()), (inside.start + at, length), verbatim);
        decoded.push_str(&text);
        at += length;
    }
    (decoded == value).then_some(pieces)
}

/// Adds a piece, given its places and lengths in the value and in the file. Bytes that stand in the file as they are make
/// one piece; an escaped line break says nothing and makes none.
fn push(pieces: &mut Vec<Piece>, value: (usize, usize), file: (usize, usize), verbatim: bool) {
    let piece = Piece { value: value.0..value.0 + value.1, file: file.0..file.0 + file.1, verbatim };
    match pieces.last_mut().filter(|last| last.verbatim && verbatim) {
        Some(last) if last.value.end == piece.value.start && last.file.end == piece.file.start => {
            last.value.end = piece.value.end;
            last.file.end = piece.file.end;
        }
        _ if piece.value.is_empty() => {}
        _ => pieces.push(piece),
    }
}

/// Measures a fold: blanks, line breaks, blanks; returns its length and the number of breaks.
fn fold(rest: &str) -> Option<(usize, usize)> {
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    if !rest[blanks..].starts_with(['\n', '\r']) {
        return None;
    }
    let length = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    Some((length, lines(&rest[..length]).count() - 1))
}

/// Decodes an escape of a double-quoted scalar; returns its length in the file and what it means.
pub(super) fn escape(rest: &str) -> Option<(usize, String)> {
    let sign = rest[1..].chars().next()?;
    let digits = match sign {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        '\n' | '\r' => {
            let after = rest[1..].strip_prefix("\r\n").unwrap_or(&rest[2..]);
            let length = rest.len() - after.trim_start_matches([' ', '\t']).len();
            return Some((length, String::new()));
        }
        _ => {
            let meaning = match sign {
                '0' => '\0',
                'a' => '\u{7}',
                'b' => '\u{8}',
                't' | '\t' => '\t',
                'n' => '\n',
                'v' => '\u{b}',
                'f' => '\u{c}',
                'r' => '\r',
                'e' => '\u{1b}',
                'N' => '\u{85}',
                '_' => '\u{a0}',
                'L' => '\u{2028}',
                'P' => '\u{2029}',
                ' ' | '"' | '/' | '\\' => sign,
                _ => return None,
            };
            return Some((1 + sign.len_utf8(), meaning.to_string()));
        }
    };
    let code = u32::from_str_radix(rest.get(2..2 + digits)?, 16).ok()?;
    Some((2 + digits, char::from_u32(code)?.to_string()))
}

#[cfg(test)]
mod tests {
    use super::super::yaml::{self, Value};
    use super::*;

    fn texts(file: &str) -> Vec<Text> {
        let parsed = yaml::parse(&"t.yaml".into(), file.as_bytes()).expect("UTF-8");
        let Some(root) = parsed.root else { return Vec::new() };
        let Value::Mapping { entries, .. } = root.value else { return Vec::new() };
        entries
            .into_iter()
            .filter_map(|entry| if let Value::Scalar(text) = entry.value.value { Some(text) } else { None })
            .collect()
    }

    #[test]
    fn every_word_is_found_again_in_all_styles() {
        let file = "a: plain one\n  two  three # comment\nb: 'it''s one\n  two'\nc: \"q\\u00e9 one \\\n  two\\tthree\n\n  four\"\n\
                    d: >-\n  folded one\n  two\n\n  three\n    more indented\n  four\ne: |\n  literal one\n   two\n\n  three\nf: x\n";
        for line_break in ["\n", "\r\n", "\r"] {
            let file = file.replace('\n', line_break);
            let texts = texts(&file);
            assert_eq!(texts.len(), 6);
            for text in &texts {
                assert!(!text.map.pieces.is_empty(), "{:?}", text.value);
                for word in ["one", "two", "three", "four", "more indented", "x"] {
                    for (at, _) in text.value.match_indices(word) {
                        let range = text.file_range(at..at + word.len());
                        assert_eq!(&file[range], word, "in {:?}", text.value);
                    }
                }
            }
        }
    }

    #[test]
    fn an_escape_is_found_as_a_whole() {
        let file = "a: \"caf\\u00e9 noir\"\nb: 'it''s'\n";
        let texts = texts(file);
        let at = texts[0].value.find('é').expect("decoded");
        assert_eq!(&file[texts[0].file_range(at..at + 2)], "\\u00e9");
        assert_eq!(&file[texts[1].file_range(0..4)], "it''s");
        assert_eq!(&file[texts[1].file_range(2..3)], "''");
    }

    #[test]
    fn escapes_side_by_side_are_told_apart() {
        let file = "a: \"caf\\u00e9\\u00ad\\ \"\n";
        let text = &texts(file)[0];
        for (value, written) in [(3..5, "\\u00e9"), (5..7, "\\u00ad"), (7..8, "\\ "), (2..5, "f\\u00e9")] {
            assert_eq!(&file[text.file_range(value)], written);
        }
    }

    #[test]
    fn blanks_that_begin_a_block_belong_to_it() {
        let file = "a: |2\n     first - second\n   third \n\n";
        let text = &texts(file)[0];
        assert_eq!(text.value, "   first - second\n third ");
        assert_eq!(&file[text.file_range(9..10)], "-");
        assert_eq!(&file[text.file_range(0..3)], "   ");
        assert_eq!(&file[text.file_range(18..25)], " third ");
    }
}
