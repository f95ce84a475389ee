//! The keys of a mapping where its author would write them: on lines of their own, or in braces.
//!
//! Every edit touches the bytes of its key alone; comments and the layout of all others stay.

use engross_model::Edit;

use super::{KeyPlace, Mapping};
use crate::lines::{line_above, line_end, line_start};

/// How the keys of a mapping are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// All in a pair of braces.
    Braces,
    /// Each on a line of its own, behind so many blanks.
    Lines { indent: usize },
}

/// Returns how the keys of a mapping are written.
pub(super) fn layout(text: &str, mapping: &Mapping) -> Layout {
    let first = mapping.keys.first().map_or(mapping.span.start, |place| place.key.start);
    if mapping.braces {
        return Layout::Braces;
    }
    // The mark of the encoding, which may begin a file, takes no room.
    let before = text.get(line_start(text, first)..first).unwrap_or_default();
    Layout::Lines { indent: before.trim_start_matches('\u{feff}').len() }
}

/// Returns where the value of a key ends, or what stands for one.
pub(super) fn end_of(text: &str, place: &KeyPlace) -> usize {
    if place.value.is_empty() {
        return place.key.end + behind_colon(text, place).unwrap_or_default();
    }
    text.get(..place.value.end).unwrap_or_default().trim_end().len()
}

/// Writes keys, in the layout of the mapping, behind one that it has; before all others where none is named.
pub(super) fn insert(text: &str, mapping: &Mapping, behind: Option<&KeyPlace>, written: &[String]) -> Edit {
    let first = mapping.keys.first();
    let (at, replacement) = match (layout(text, mapping), behind, first) {
        (Layout::Lines { indent }, Some(behind), _) => {
            let lines = written.iter().map(|it| format!("\n{:indent$}{it}", ""));
            (line_end(text, end_of(text, behind)), lines.collect())
        }
        (Layout::Lines { indent }, None, first) => {
            let lines = written.iter().map(|it| format!("{:indent$}{it}\n", ""));
            (line_start(text, first.map_or(mapping.span.start, |first| first.key.start)), lines.collect())
        }
        (Layout::Braces, Some(behind), first) => {
            let comma = comma(text, first);
            (end_of(text, behind), written.iter().map(|it| format!("{comma}{it}")).collect())
        }
        (Layout::Braces, None, Some(first)) => {
            let comma = comma(text, Some(first));
            (first.key.start, written.iter().map(|it| format!("{it}{comma}")).collect())
        }
        (Layout::Braces, None, None) => (mapping.span.start + 1, written.join(", ")),
    };
    Edit { span: at..at, replacement }
}

/// Gives a key another value; `None` where it has that one.
pub(super) fn replace(text: &str, place: &KeyPlace, written: &str) -> Option<Edit> {
    let end = end_of(text, place);
    let colon = behind_colon(text, place);
    let (start, replacement) = match colon.map(|length| place.key.end + length) {
        // A comment between the two stays.
        Some(colon) if text.get(colon..place.value.start).is_some_and(|gap| gap.contains('#')) => {
            (place.value.start, written.to_owned())
        }
        Some(colon) => (colon, format!(" {written}")),
        None => (place.key.end, format!(": {written}")),
    };
    (text.get(start..end) != Some(&replacement)).then_some(Edit { span: start..end, replacement })
}

/// Takes out keys, given by their positions in ascending order.
pub(super) fn remove(text: &str, mapping: &Mapping, gone: &[usize]) -> Vec<Edit> {
    let place = |index: usize| mapping.keys.get(index);
    let runs = gone.chunk_by(|one, next| one + 1 == *next);
    let spans = runs.filter_map(|run| {
        let (first, last) = (*run.first()?, *run.last()?);
        let (start, end) = (place(first)?.key.start, end_of(text, place(last)?));
        Some(match (first.checked_sub(1).and_then(place), place(last + 1)) {
            // With the break before it: behind it a line may be added.
            _ if !mapping.braces => line_above(text, start)..line_end(text, end),
            (_, Some(next)) => start..next.key.start,
            (Some(before), None) => end_of(text, before)..end,
            (None, None) => start..end,
        })
    });
    spans.map(|span| Edit { span, replacement: String::new() }).collect()
}

/// Counts the bytes from the end of a key to behind its colon; `None` where it has none.
fn behind_colon(text: &str, place: &KeyPlace) -> Option<usize> {
    let rest = text.get(place.key.end..)?;
    let before = rest.len() - rest.trim_start().len();
    rest.get(before..)?.starts_with(':').then_some(before + 1)
}

/// What separates the keys in braces: where the first stands on a line of its own, the others do too.
fn comma(text: &str, first: Option<&KeyPlace>) -> String {
    let Some(first) = first else { return ", ".to_owned() };
    let before = text.get(line_start(text, first.key.start)..first.key.start).unwrap_or_default();
    if before.trim().is_empty() { format!(",\n{before}") } else { ", ".to_owned() }
}
