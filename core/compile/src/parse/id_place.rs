//! Where the id of an entry goes, and what must move for it: worked out while the file is at hand, used by the fix that
//! writes ids. What the entry says stays the same.

use std::ops::Range;

use engross_model::Edit;

use super::yaml::Entry;
use crate::lines::{break_of, line_start, lines};
use crate::source::{IdPlace, IdRoom, ScalarStyle, Text};

/// Words moved below a key stand this much deeper than the key.
const STEP: usize = 2;

/// Finds the place in a mapping.
pub(super) fn in_mapping(file: &str, span: &Range<usize>, entries: &[Entry], flow: bool) -> IdPlace {
    match flow {
        _ if entries.iter().any(|entry| entry.key == "id") => IdPlace::Taken,
        true => IdPlace::Free(in_flow_mapping(file, span)),
        false => in_block_mapping(file, span.start).map_or(IdPlace::Unsafe, IdPlace::Free),
    }
}

/// Makes a mapping of bare words in a list.
pub(super) fn of_words(file: &str, text: &Text, in_flow_list: bool) -> IdPlace {
    let room = match text.style {
        _ if !text.has_words() => None,
        _ if in_flow_list => Some(of_flow_item(text)),
        ScalarStyle::Literal | ScalarStyle::Folded => of_block_scalar(file, text),
        ScalarStyle::Plain | ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => of_inline_scalar(file, text),
    };
    room.map_or(IdPlace::Unsafe, IdPlace::Free)
}

/// A mapping over lines has it on a line of its own before the first key.
fn in_block_mapping(file: &str, start: usize) -> Option<IdRoom> {
    let column = column(file, start)?;
    Some(IdRoom { at: start, before: "id: ", after: next_line(file, column), moves: Vec::new() })
}

/// The place is in the braces of `{text: …}`; a `text: …` that stands in a flow list without braces gets them.
fn in_flow_mapping(file: &str, span: &Range<usize>) -> IdRoom {
    if file[span.start..].starts_with('{') {
        return IdRoom { at: span.start + 1, before: "id: ", after: ", ".to_owned(), moves: Vec::new() };
    }
    IdRoom { at: span.start, before: "{id: ", after: ", ".to_owned(), moves: vec![insertion(span.end, "}")] }
}

fn of_flow_item(text: &Text) -> IdRoom {
    let moves = vec![insertion(text.span.end, "}")];
    IdRoom { at: text.span.start, before: "{id: ", after: ", text: ".to_owned(), moves }
}

/// The further lines of a plain or quoted text only have to stand deeper than the key; how deep says nothing.
fn of_inline_scalar(file: &str, text: &Text) -> Option<IdRoom> {
    let column = column(file, text.span.start)?;
    let further: Vec<Line> = lines(&file[text.span.clone()])
        .skip(1)
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(start, line)| Line { start: text.span.start + start, indent: indent(line) })
        .collect();
    let least = further.iter().map(|line| line.indent).min().unwrap_or(usize::MAX);
    let moves = deepened(&further, least, column);
    Some(IdRoom { at: text.span.start, before: "id: ", after: next_line(file, column) + "text: ", moves })
}

/// A block's lines keep their depth against each other; an indentation that its header names is named anew.
fn of_block_scalar(file: &str, text: &Text) -> Option<IdRoom> {
    let first_line = line_start(file, text.span.start);
    let above = file[..first_line].trim_end();
    let header_line = line_start(above, above.len());
    let at = header_line + above[header_line..].find(|character| !" -".contains(character))?;
    let header = &above[at..];
    let column = column(file, at).filter(|_| header.starts_with(['|', '>']))?;
    let named = header.bytes().skip(1).take(2).position(|byte| byte.is_ascii_digit()).map(|index| at + 1 + index);
    let depth = match named {
        Some(digit) => {
            let hyphen = above[header_line..at].rfind('-')?;
            hyphen + usize::from(above.as_bytes()[digit] - b'0')
        }
        None => indent(&file[first_line..]),
    };
    let mut moves = deepened(&block_lines(file, first_line, depth), depth, column);
    if let Some(digit) = named {
        let depth = if moves.is_empty() { depth - column } else { STEP };
        moves.push(Edit { span: digit..digit + 1, replacement: depth.to_string() });
    }
    Some(IdRoom { at, before: "id: ", after: next_line(file, column) + "text: ", moves })
}

/// A line that may have to move.
struct Line {
    start: usize,
    indent: usize,
}

/// Collects the lines of a block that have words, or blanks that count.
fn block_lines(file: &str, first: usize, depth: usize) -> Vec<Line> {
    let inside = |line: &&str| indent(line) >= depth || indent(line) == line.len();
    lines(&file[first..])
        .map_while(|(start, line)| Some((start, line)).filter(|(_, line)| inside(line)))
        .filter(|(_, line)| line.len() > depth)
        .map(|(start, line)| Line { start: first + start, indent: indent(line) })
        .collect()
}

/// Moves lines to the right by one measure, if the least deep of them would not stand below a key at this column.
fn deepened(lines: &[Line], least: usize, column: usize) -> Vec<Edit> {
    if least > column {
        return Vec::new();
    }
    let blanks = " ".repeat(column + STEP - least);
    lines.iter().map(|line| insertion(line.start, &blanks)).collect()
}

/// Returns the column of an entry, from 0, if only hyphens and blanks stand before it. A key cannot follow a tab.
fn column(file: &str, at: usize) -> Option<usize> {
    let before = &file[line_start(file, at)..at];
    before.bytes().all(|byte| matches!(byte, b' ' | b'-')).then_some(before.len())
}

fn indent(line: &str) -> usize {
    line.bytes().take_while(|byte| *byte == b' ').count()
}

fn next_line(file: &str, column: usize) -> String {
    break_of(file).to_owned() + &" ".repeat(column)
}

fn insertion(at: usize, words: &str) -> Edit {
    Edit { span: at..at, replacement: words.to_owned() }
}
