//! Asterisks before the lines of plain text: bullets where a list of them has begun, else the marks of notes.

use super::breaks;
use crate::label::{self, ASTERISK};
use crate::marks;

/// The list whose bullets are asterisks, while it is open.
#[derive(Default)]
pub(super) struct StarredList {
    /// How far from the edge its last entry stands; `None` where none is open.
    indent: Option<usize>,
    /// Whether a word is marked with an asterisk whose note has not come yet.
    is_marked: bool,
}

/// A line, as far as it matters for whether an asterisk before it is a bullet.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'t> {
    pub(super) words: &'t str,
    /// Where a label ends that shows by itself to be one.
    pub(super) typed: Option<usize>,
    /// How far from the edge it stands.
    pub(super) indent: usize,
    /// Whether an empty line stands before it.
    pub(super) is_apart: bool,
    /// The words of the line before it.
    pub(super) before: &'t str,
}

impl StarredList {
    /// Finds the asterisk of the next line if it is a bullet: below a colon, or where the list goes on.
    pub(super) fn bullet(&mut self, line: Candidate<'_>) -> Option<usize> {
        self.is_marked |= line.before.trim_start_matches(ASTERISK).contains(ASTERISK);
        let Some(asterisk) = label::asterisk(line.words) else {
            self.indent = self.indent.filter(|own| line.indent > *own || !line.counts() && !line.is_apart);
            return None;
        };
        let end = breaks::last_sign(line.before);
        let begins = end.is_some_and(breaks::promises_points) && !line.before.contains(marks::is_mark);
        let goes_on = self.indent.is_some() && (!line.is_apart || end.is_some_and(breaks::continues));
        let is_note = self.is_marked
            && line.is_apart
            && self.indent.is_none()
            && !breaks::last_sign(line.words).is_some_and(breaks::continues);
        self.indent = ((begins || goes_on) && !is_note).then_some(line.indent);
        self.is_marked &= self.indent.is_some();
        self.indent.map(|_| asterisk)
    }
}

impl Candidate<'_> {
    /// Says whether it has a label that counts.
    fn counts(self) -> bool {
        self.typed.is_some_and(|end| self.words[..end].contains(char::is_alphanumeric))
    }
}

#[cfg(test)]
mod tests {
    use super::{Candidate, StarredList};
    use crate::label;

    /// Lists the lines whose asterisks are bullets; an empty one stands before those that a stroke begins.
    fn bulleted<'t>(lines: &[&'t str]) -> Vec<&'t str> {
        let mut list = StarredList::default();
        let mut before = "";
        let mut found = Vec::new();
        for line in lines {
            let beside = line.trim_start_matches('|');
            let words = beside.trim_start();
            let indent = beside.len() - words.len();
            let typed = label::typed(words);
            let is_apart = line.starts_with('|');
            if list.bullet(Candidate { words, typed, indent, is_apart, before }).is_some() {
                found.push(words);
            }
            before = words;
        }
        found
    }

    #[test]
    fn asterisks_are_bullets_where_a_list_of_them_has_begun() {
        assert_eq!(bulleted(&["- to read:", "* a;", "long b;", "* c.", "- to go;", "* d;"]), ["* a;", "* c.", "* d;"]);
        assert_eq!(bulleted(&["1. Asks:", "|  * a;", "|  * b;", "|2. Thanks.", "|* a note"]), ["* a;", "* b;"]);
        assert_eq!(bulleted(&["1. Asks:", "* a;", "* b.", "|* a note", "* another"]), ["* a;", "* b."]);
        assert_eq!(bulleted(&["of mine*", "|1. Asks:", "|* a;", "|* b;", "|2. Thanks.", "|* Ours."]), ["* a;", "* b;"]);
        assert!(bulleted(&["of mine*", "|1. Asks:", "|* Ours.", "|a. to go;"]).is_empty());
        assert_eq!(bulleted(&["Asks:", "* a;", "|Thanks* all;", "|* They know."]), ["* a;"]);
        assert!(bulleted(&["1. Asks*:", "* a note", "2. Thanks;", "* a note"]).is_empty());
    }
}
