//! How long a text may be that is set in one piece, and how short a line of its own.
//!
//! A title, a heading and every other line of its own also stand in the properties and bookmarks of files, where PDF takes
//! 32,767 bytes at most, four for a rare character; a word that cannot be broken is as long on paper as in the source.

use std::ops::Range;

use engross_model::{Finding, is_ideographic};

use crate::parse::inline::PLACEHOLDER;
use crate::source_map::{Unit, UnitKind};

/// The most characters of a line of its own, and of a word.
const LONGEST: usize = 4_000;

/// Reports a line of its own or a word that is too long.
pub(super) fn check(unit: &Unit, findings: &mut Vec<Finding>) {
    let text = unit.visible.text.as_str();
    let mut refuse = |range: Range<usize>, message: &str, help: &str| {
        let finding = Finding::new("SRC-13", message).at(&*unit.text.file, unit.file_range(range)).in_clause(&unit.id);
        findings.push(finding.help(help));
    };
    let is_line = matches!(unit.kind, UnitKind::Field | UnitKind::Heading);
    if is_line && unit.text.has_words() && has_no_words(unit) {
        let message = "a line of its own has no words, only note marks";
        let finding = Finding::new("SRC-09", message).at(&*unit.text.file, unit.text.span.clone()).in_clause(&unit.id);
        findings.push(finding.help("write the words that the marks belong to"));
        return;
    }
    if let Some(excess) = excess(text).filter(|_| is_line) {
        refuse(excess, "a line of its own goes on from here after 4,000 characters", "say it shorter");
        return;
    }
    // As many bytes hold no longer word: nearly every text ends here.
    if text.len() <= LONGEST {
        return;
    }
    for word in words(text).filter(|word| excess(&text[word.clone()]).is_some()) {
        refuse(word, "a word has more than 4,000 characters", "put blanks where a line may break");
    }
}

/// Says whether note marks are all that a text prints.
fn has_no_words(unit: &Unit) -> bool {
    let mut printed = unit.visible.text.chars().filter(|character| !character.is_whitespace());
    let marks = unit.markup.note_marks().len();
    marks > 0
        && printed.all(|character| character == PLACEHOLDER)
        && unit.visible.text.matches(PLACEHOLDER).count() == marks
}

/// Says whether a short value, such as a reference, is longer than any file can keep.
pub(super) fn is_too_long(value: &str) -> bool {
    excess(value).is_some()
}

/// Returns what stands after the longest piece.
fn excess(text: &str) -> Option<Range<usize>> {
    // As many bytes hold no more characters: nearly every text ends here.
    if text.len() <= LONGEST {
        return None;
    }
    text.char_indices().nth(LONGEST).map(|(at, _)| at..text.len())
}

/// Returns the runs of characters between which alone a line may break.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    text.split(may_break).filter_map(move |word| {
        let start = at;
        at += word.len() + text[start + word.len()..].chars().next().map_or(0, char::len_utf8);
        (!word.is_empty()).then(|| start..start + word.len())
    })
}

/// Says whether a line may break at a character: at a blank, unless it forbids it, and beside every ideograph.
fn may_break(character: char) -> bool {
    let joins = matches!(character, '\u{a0}' | '\u{2007}' | '\u{202f}');
    character.is_whitespace() && !joins || is_ideographic(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_where_a_line_may_break() {
        let text = "one two\u{a0}three\n四五 six";
        let found: Vec<&str> = words(text).map(|range| &text[range]).collect();
        assert_eq!(found, ["one", "two\u{a0}three", "six"]);
        assert_eq!(words("").count(), 0);
    }

    #[test]
    fn the_bound_counts_characters() {
        assert_eq!(excess(&"é".repeat(LONGEST)), None);
        assert_eq!(excess(&("é".repeat(LONGEST) + "x")), Some(2 * LONGEST..2 * LONGEST + 1));
    }
}
