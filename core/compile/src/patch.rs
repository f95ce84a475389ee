//! The patch writer: the smallest change of the author's file, at the very bytes.
//!
//! Comments, order and layout stay because nothing else is touched. Where new words cannot stand in a scalar as it is
//! written, there is no patch: the author does it by hand.

use std::collections::BTreeMap;
use std::ops::Range;

use engross_model::Edit;

use crate::source::{IdPlace, IdRoom, ScalarStyle, Source, SourceBlock, SourceClause, Text};

/// Edits that overlap or lie outside the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BadEdits;

/// Applies edits that are sorted and do not overlap.
pub(crate) fn apply(text: &str, edits: &[Edit]) -> Result<String, BadEdits> {
    let mut mended = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let kept = text.get(at..edit.span.start).ok_or(BadEdits)?;
        mended.push_str(kept);
        mended.push_str(&edit.replacement);
        at = edit.span.end;
        if at < edit.span.start {
            return Err(BadEdits);
        }
    }
    mended.push_str(text.get(at..).ok_or(BadEdits)?);
    Ok(mended)
}

/// Makes the edit that replaces a range of a scalar's value, if its style can hold the new words and it is known where
/// the old ones stand.
pub(crate) fn replace(text: &Text, value: Range<usize>, new: &str) -> Option<Edit> {
    if text.map.pieces.is_empty() {
        return None;
    }
    let at_end = value.start == text.value.len();
    let span = if value.is_empty() && at_end {
        text.map.end..text.map.end
    } else if value.is_empty() {
        let start = text.exact_file_range(value.start..value.start + 1)?.start;
        start..start
    } else {
        text.file_range(value.clone())
    };
    let mut intended = text.value.clone();
    intended.replace_range(value.clone(), new);
    match encoded(text.style, new, &intended) {
        Some(replacement) => Some(Edit { span, replacement }),
        None => requoted(text, &intended),
    }
}

/// Writes a plain scalar of one line anew, in double quotes.
pub(crate) fn requoted(text: &Text, intended: &str) -> Option<Edit> {
    let one_line = text.style == ScalarStyle::Plain && text.map.pieces.len() == 1;
    one_line.then(|| Edit { span: text.span.clone(), replacement: in_double_quotes(intended) })
}

/// Writes words as a scalar in double quotes.
pub(crate) fn in_double_quotes(words: &str) -> String {
    format!("\"{}\"", words.chars().map(double_quoted).collect::<String>())
}

/// Writes new words in a scalar's style; `None` if they would mean something else there.
fn encoded(style: ScalarStyle, new: &str, intended: &str) -> Option<String> {
    match style {
        ScalarStyle::DoubleQuoted => Some(new.chars().map(double_quoted).collect()),
        ScalarStyle::SingleQuoted => (!new.contains(char::is_control)).then(|| new.replace('\'', "''")),
        ScalarStyle::Literal | ScalarStyle::Folded => (!new.contains(char::is_control)).then(|| new.to_owned()),
        ScalarStyle::Plain => (!new.contains(char::is_control) && may_stand_plain(intended)).then(|| new.to_owned()),
    }
}

fn double_quoted(character: char) -> String {
    match character {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\n' => "\\n".to_owned(),
        '\t' => "\\t".to_owned(),
        _ => character.to_string(),
    }
}

/// Words that YAML takes for something else than words.
const WORDS_OF_YAML: [&str; 7] = ["null", "true", "false", "yes", "no", "on", "off"];

/// Says whether a text can be a plain scalar, in a list of braces too.
pub(crate) fn may_stand_plain(text: &str) -> bool {
    let first = text.chars().next();
    let indicator = first.is_none_or(|first| "-?:,[]{}#&*!|>'\"%@`".contains(first) || first.is_whitespace());
    let is_word_of_yaml = WORDS_OF_YAML.contains(&text.to_ascii_lowercase().as_str()) || text == "~";
    let inside = [": ", " #", "[", "]", "{", "}"].iter().any(|part| text.contains(part));
    !(indicator
        || is_word_of_yaml
        || text.starts_with('\u{feff}')
        || inside
        || text.ends_with(':')
        || text.ends_with(char::is_whitespace))
}

/// Finds the clauses and headings without an id, and where it would stand, by the first byte of their entries.
pub(crate) fn id_places(source: &Source) -> BTreeMap<usize, Option<&IdRoom>> {
    let mut places = BTreeMap::new();
    for block in source.parts.iter().flat_map(|part| &part.blocks) {
        match block {
            SourceBlock::Heading(heading) => {
                places.extend(free(&heading.id_place).map(|room| (heading.span.start, room)));
            }
            SourceBlock::Clause(clause) => add_places(clause, &mut places),
        }
    }
    places
}

fn add_places<'s>(clause: &'s SourceClause, places: &mut BTreeMap<usize, Option<&'s IdRoom>>) {
    places.extend(free(&clause.id_place).map(|room| (clause.span.start, room)));
    clause.points.iter().for_each(|point| add_places(point, places));
}

fn free(place: &IdPlace) -> Option<Option<&IdRoom>> {
    match place {
        IdPlace::Taken => None,
        IdPlace::Free(room) => Some(Some(room)),
        IdPlace::Unsafe => Some(None),
    }
}

/// Makes the edits that give an entry an id.
pub(crate) fn insert_id(room: &IdRoom, id: &str) -> Vec<Edit> {
    let words = format!("{}{id}{}", room.before, room.after);
    let mut edits = vec![Edit { span: room.at..room.at, replacement: words }];
    edits.extend(room.moves.iter().cloned());
    edits
}
