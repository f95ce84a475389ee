//! Lines above the text that somebody ended within a paragraph: those of a title block, which a file may call one paragraph
//! or set without room between them. What each of them says is no matter here: the house tells them apart.

use super::line::Line;
use super::paragraphs::{AWAY, NEAR, OTHER_SIZE, Room, are_at_the_end, are_centred, looks_differ};
use crate::label;

/// Capitals with fewer letters may be an abbreviation, which stands in any line.
const FEWEST_CAPITALS: usize = 8;

/// Whether lines still stand above the text: on its first page, and before the first line with a label.
#[derive(Debug, Default)]
pub(super) struct AboveText {
    is_over: bool,
    /// Whether a line before was as wide as its column, as those of running text are.
    had_full_line: bool,
}

impl AboveText {
    /// Takes a line into account.
    pub(super) fn look_at(&mut self, line: &Line, room: &Room) {
        self.is_over |= line.page > 1 || line.has_label() || label::typed(&line.words()).is_some();
        self.had_full_line |= room.is_full(line);
    }

    /// Says whether somebody ended a line before another one of its paragraph: what that means the house's lines tell. Below
    /// the first label only lines in the middle or at the end of their column show it, as those below the text stand.
    pub(super) fn is_ended(&self, before: &Line, line: &Line, room: &Room) -> bool {
        if before.near_end < before.end || line.height >= before.height {
            return false;
        }
        let size = line.size.max(before.size);
        let is_other = (line.size - before.size).abs() > OTHER_SIZE * size
            || looks_differ(before, line) && line.words().starts_with(char::is_uppercase);
        if are_centred(before, line) || are_at_the_end(before, line, room.start(before)) {
            return is_other
                || cases_differ(before, line)
                || room.had_room_around(before, line) && room.is_short(before, line);
        }
        if self.is_over {
            // Lines as long as each other stand under each other by both ends.
            let is_away = before.start.min(line.start) - room.start(before) > AWAY * size;
            return is_away && room.had_room_around(before, line) && room.is_short(before, line);
        }
        let is_below = (line.start - before.words_start).abs() < NEAR * size;
        let had_room = || room.had_room(before, line) && room.is_short(before, line);
        is_below && !self.had_full_line && (is_other || had_room() || begins_with_number(line))
    }
}

/// Says whether a line begins with the number of a document, as titles do: `79/312.`
fn begins_with_number(line: &Line) -> bool {
    let words = line.words();
    let number = words.split_whitespace().next().and_then(|word| word.strip_suffix('.')).unwrap_or_default();
    number.contains('/') && number.split('/').all(|part| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit()))
}

/// Says whether one of two lines is in capitals, and the other is not.
pub(super) fn cases_differ(before: &Line, line: &Line) -> bool {
    let (before, line) = (before.words(), line.words());
    let letters = |words: &str| words.chars().filter(|sign| sign.is_alphabetic()).count();
    let (small, capitals) = match (label::is_capitals(&before), label::is_capitals(&line)) {
        (true, false) => (line, before),
        (false, true) => (before, line),
        _ => return false,
    };
    letters(&small) > 0 && letters(&capitals) >= FEWEST_CAPITALS
}
