//! Notes that stand where they are marked, as pandoc writes them: `records^[See the log.]`. Which brackets mean that is told by
//! the text itself; before the parser sees it, another sign stands for the one that would raise words.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::MarkdownText;
use super::spans;
use crate::read::lines::add_to_note;
use crate::sheet::{Run, RunLook, push, tidy_blanks, words};

/// What stands for `^` before the bracket of a note: as long, in bytes.
pub(super) const STAND_IN: char = '\u{1}';

/// A note that is being read where it is marked.
#[derive(Debug)]
pub(super) struct InlineNote {
    /// Where its last bracket stands.
    close: usize,
    /// The words of the paragraph before it, and their look.
    before: Vec<Run>,
    look: RunLook,
}

/// Finds where the brackets of such notes open and close.
pub(super) fn find(text: &str) -> BTreeMap<usize, usize> {
    let mut found = BTreeMap::new();
    if text.contains(STAND_IN) || !text.contains("^[") {
        return found;
    }
    let bytes = text.as_bytes();
    let is = |at: Option<usize>, sign: u8| at.and_then(|at| bytes.get(at)) == Some(&sign);
    let mut open: Vec<(usize, bool)> = Vec::new();
    let (mut is_escaped, mut is_blank_line) = (false, false);
    for (at, byte) in bytes.iter().copied().enumerate() {
        match byte {
            _ if std::mem::take(&mut is_escaped) => {}
            b'\\' => is_escaped = true,
            b'\n' if is_blank_line => open.clear(),
            b'[' => {
                let is_raised = is(at.checked_sub(1), b'^') && !is(at.checked_sub(2), b'\\');
                open.push((at, is_raised && !is(Some(at + 1), b'^')));
            }
            b']' => {
                // Before a link, a span or the end of raised words the sign raises.
                let goes_on = bytes.get(at + 1).is_some_and(|next| b"([{^".contains(next));
                found.extend(open.pop().filter(|(_, is_note)| *is_note && !goes_on).map(|(start, _)| (start, at)));
            }
            _ => {}
        }
        is_blank_line = byte == b'\n' || is_blank_line && byte.is_ascii_whitespace();
    }
    found
}

/// Returns a text with another sign for the one that would raise the words of such notes.
pub(super) fn masked<'t>(text: &'t str, notes: &BTreeMap<usize, usize>) -> Cow<'t, str> {
    if notes.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    let mut from = 0;
    for at in notes.keys().filter_map(|open| open.checked_sub(1)) {
        masked.push_str(&text[from..at]);
        masked.push(STAND_IN);
        from = at + 1;
    }
    masked.push_str(&text[from..]);
    Cow::Owned(masked)
}

/// Returns words as they were written.
pub(super) fn unmasked(words: &str) -> Cow<'_, str> {
    if words.contains(STAND_IN) { Cow::Owned(words.replace(STAND_IN, "^")) } else { Cow::Borrowed(words) }
}

impl MarkdownText<'_> {
    /// Begins or ends a note at a bracket; says whether it did.
    pub(super) fn bracket(&mut self, at: usize) -> bool {
        match &self.inline_note {
            Some(note) if note.close == at => self.end_inline_note(),
            Some(_) => return false,
            None => return self.begin_inline_note(at),
        }
        true
    }

    fn begin_inline_note(&mut self, at: usize) -> bool {
        let Some(close) = self.inline_notes.get(&at).copied().filter(|_| !self.is_gone && self.picture.is_none())
        else {
            return false;
        };
        let mut before = std::mem::take(&mut self.runs);
        match before.last_mut() {
            Some(last) if last.words.ends_with(STAND_IN) => last.words.pop(),
            _ => {
                self.runs = before;
                return false;
            }
        };
        self.inline_note = Some(InlineNote { close, before, look: self.look });
        self.look = RunLook::default();
        true
    }

    fn end_inline_note(&mut self) {
        let Some(note) = self.inline_note.take() else { return };
        let inside = std::mem::replace(&mut self.runs, note.before);
        self.look = note.look;
        let read = spans::read(spans::heights(inside), self.refuse_changes);
        read.remarks.iter().for_each(|remark| self.remark(remark));
        let runs = tidy_blanks(super::unescaped(read.runs));
        if words(&runs).is_empty() {
            return;
        }
        self.counted_notes += 1;
        // No other note can have a name with blanks in it.
        let name = format!("inline note {}", self.counted_notes);
        add_to_note(self.sheet.notes.entry(name.clone()).or_default(), runs);
        self.runs.push(Run { words: name.clone(), look: self.look, note: Some(name), link: None });
    }

    /// Takes back that a note began: the paragraph ends within it.
    pub(super) fn leave_inline_note(&mut self) {
        let Some(note) = self.inline_note.take() else { return };
        let inside = std::mem::replace(&mut self.runs, note.before);
        push(&mut self.runs, Run { words: "^[".to_owned(), look: note.look, ..Run::default() });
        self.runs.extend(inside);
    }
}

#[cfg(test)]
mod tests {
    use super::{find, masked};

    #[test]
    fn notes_are_told_from_what_is_raised() {
        let text = "a^[one [two](x) \\] three] b";
        assert_eq!(find(text).into_iter().collect::<Vec<_>>(), [(2, 24)]);
        assert_eq!(masked(text, &find(text)), "a\u{1}[one [two](x) \\] three] b");
        for text in ["a^[1](#fn)^", "a^[^1]^", "a^[sic]^", "a\\^[one]", "a^[one\n \ntwo]", "a^[one]{.x}"] {
            assert!(find(text).is_empty(), "{text}");
        }
    }
}
