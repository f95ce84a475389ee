//! Finds the units of a text in its plain form, so that the page can show where each stands.

use crate::desk::{Entry, EntryKind};
use crate::page::TextPiece;

/// Divides plain text at the lines where headings and clauses begin. What comes before the first belongs to none.
///
/// A clause begins with its label in a column of its own, everything else with its words. What is not found begins no piece.
pub(crate) fn pieces(plain: &str, entries: &[Entry]) -> Vec<TextPiece> {
    let lines: Vec<&str> = plain.split_inclusive('\n').collect();
    let mut pieces = vec![TextPiece::default()];
    let mut next = 0;
    for entry in entries.iter().filter(|entry| matches!(entry.kind, EntryKind::Heading | EntryKind::Clause)) {
        let Some(found) = lines.iter().skip(next).position(|line| begins(line, entry)) else { continue };
        append(&mut pieces, &lines[next..next + found]);
        pieces.push(TextPiece { unit: entry.unit.clone(), text: lines[next + found].to_owned() });
        next += found + 1;
    }
    append(&mut pieces, &lines[next..]);
    pieces
}

fn append(pieces: &mut [TextPiece], lines: &[&str]) {
    if let Some(last) = pieces.last_mut() {
        last.text.extend(lines.iter().copied());
    }
}

fn begins(line: &str, entry: &Entry) -> bool {
    let line = line.trim();
    match entry.label.as_str() {
        "" => {
            let words = entry.words.trim_end_matches('…').split_whitespace();
            !line.is_empty()
                && !entry.words.is_empty()
                && line.split_whitespace().zip(words).take(4).all(|(one, other)| one == other)
        }
        label => line.strip_prefix(label).is_some_and(|rest| rest.is_empty() || rest.starts_with("  ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_found_by_their_labels_and_the_rest_by_its_words() {
        let plain = "        TITLE\n\n1.  First that\n    goes on\n\n     On things\n\n2.  Second:\n    a.  one\n    b.  two\nunless;\n";
        let entry = |unit: &str, label: &str, words: &str, kind| Entry {
            unit: unit.into(),
            label: label.into(),
            words: words.into(),
            kind,
            ..Entry::default()
        };
        let entries = [
            entry("part.operative", "", "", EntryKind::Part),
            entry("first", "1.", "First…", EntryKind::Clause),
            entry("lost", "9.", "not there", EntryKind::Clause),
            entry("things", "", "On things", EntryKind::Heading),
            entry("second", "2.", "Second:", EntryKind::Clause),
            entry("second.1", "a.", "one", EntryKind::Clause),
            entry("second.2", "b.", "two", EntryKind::Clause),
            entry("second.tail", "", "unless;", EntryKind::Other),
        ];
        let found = pieces(plain, &entries);
        let told: Vec<(&str, &str)> = found.iter().map(|it| (it.unit.as_str(), it.text.trim())).collect();
        let expected = [
            ("", "TITLE"),
            ("first", "1.  First that\n    goes on"),
            ("things", "On things"),
            ("second", "2.  Second:"),
            ("second.1", "a.  one"),
            ("second.2", "b.  two\nunless;"),
        ];
        assert_eq!(told, expected);
        assert_eq!(found.iter().map(|it| it.text.as_str()).collect::<String>(), plain, "nothing is lost");
        assert_eq!(pieces("", &entries).len(), 1);
    }
}
