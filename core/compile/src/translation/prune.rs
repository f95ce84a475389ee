//! Units whose source is gone, put away where they stay readable: below `attic:`, with the comments that belong to them.

use std::collections::BTreeSet;
use std::ops::Range;

use engross_model::{Edit, Finding};

use super::Version;
use super::edit::{apply, insert_below, read, refusal};
use super::layout::{self, Layout, layout};
use super::unit_change::Fields;
use super::version::VersionUnit;
use crate::lines::{line_above, line_end, line_start, lines, next_line};

const HELP: &str = "write each unit under `units:` and `attic:` on lines of its own, below its id; then try again";

/// Moves units that the source no longer has to `attic:`.
///
/// # Errors
/// The findings of a file that does not read, or `T008` where a unit cannot be moved as it stands.
pub fn prune(file: &str, bytes: &[u8], orphans: &[String]) -> Result<String, Vec<Finding>> {
    let (text, version) = read(file, bytes)?;
    let orphans: BTreeSet<&str> = orphans.iter().map(String::as_str).collect();
    let units: Vec<&VersionUnit> = version.units.iter().filter(|unit| orphans.contains(&*unit.id.value)).collect();
    let Some(first) = units.first() else { return Ok(text.to_owned()) };
    let refuse = |id: &str, why: &str, help: &str| vec![refusal(&version, id, why, help)];
    if let Some(twice) = units.iter().find(|unit| is_in_attic(&version, &unit.id.value)) {
        let help = "delete one of the two, or rename the one below `attic:`";
        return Err(refuse(&twice.id.value, "stands below `attic:` already", help));
    }
    let pruned = moved(text, &version, &units)
        .filter(|pruned| read(file, pruned.as_bytes()).is_ok_and(|(_, after)| is_as_meant(&version, &after, &orphans)));
    pruned.ok_or_else(|| refuse(&first.id.value, "cannot be put away in the file as it is laid out", HELP))
}

fn is_in_attic(version: &Version, id: &str) -> bool {
    version.attic.as_ref().is_some_and(|attic| attic.key(id).is_some())
}

fn moved(text: &str, version: &Version, units: &[&VersionUnit]) -> Option<String> {
    let list = version.unit_list.as_ref()?;
    let (mut edits, entries) = match layout(text, list) {
        Layout::Braces => {
            let starts: BTreeSet<usize> = units.iter().map(|unit| unit.place.key.start).collect();
            let keys = list.keys.iter().enumerate().filter(|(_, place)| starts.contains(&place.key.start));
            let gone: Vec<usize> = keys.map(|(at, _)| at).collect();
            let entry = |unit: &&VersionUnit| text.get(unit.place.key.start..layout::end_of(text, &unit.place));
            let entries: Vec<String> = units.iter().filter_map(entry).map(|entry| outdented(entry, 0)).collect();
            (layout::remove(text, list, &gone), entries)
        }
        Layout::Lines { indent } => {
            let spans: Vec<Range<usize>> = units.iter().map(|unit| with_comments(text, unit, indent)).collect();
            let entries = spans.iter().map(|span| outdented(text.get(span.clone()).unwrap_or_default(), indent));
            let entries = entries.collect();
            (spans.into_iter().map(|span| Edit { span, replacement: String::new() }).collect(), entries)
        }
    };
    let attic = ("attic", version.attic.as_ref());
    edits.extend(insert_below(text, version, attic, None, &|layout| match layout {
        Layout::Braces => entries.clone(),
        Layout::Lines { indent } => entries.iter().map(|entry| indented(entry, indent)).collect(),
    }));
    apply(text, edits)
}

/// Returns the lines of a unit, with the comments right above it, those below it that stand as deep as its keys, and the
/// blank line that set it apart.
fn with_comments(text: &str, unit: &VersionUnit, indent: usize) -> Range<usize> {
    let depth_of_comment = |start: usize| {
        let line = text.get(start..line_end(text, start)).unwrap_or_default();
        line.trim_start().starts_with('#').then(|| line.len() - line.trim_start().len())
    };
    let mut start = line_start(text, unit.place.key.start);
    while start > 0 {
        let above = line_start(text, line_above(text, start));
        match depth_of_comment(above) {
            Some(depth) if depth <= indent => start = above,
            _ => break,
        }
    }
    let mut end = next_line(text, layout::end_of(text, &unit.place));
    while depth_of_comment(end).is_some_and(|depth| depth > indent) {
        end = next_line(text, end);
    }
    let is_blank = |at: usize| text.get(at..line_end(text, at)).is_some_and(|line| line.trim().is_empty());
    if end < text.len() && is_blank(end) && (start == 0 || is_blank(line_start(text, line_above(text, start)))) {
        end = next_line(text, end);
    }
    start..end
}

/// Returns lines that end with LF and stand so many blanks further left.
fn outdented(text: &str, indent: usize) -> String {
    let outdented = |line: &'_ str| {
        let blanks = line.len() - line.trim_start_matches(' ').len();
        line.get(blanks.min(indent)..).unwrap_or_default().to_owned()
    };
    lines(text.trim_end()).map(|(_, line)| outdented(line)).collect::<Vec<_>>().join("\n")
}

/// Returns lines of which all but the first, whose place is known, stand so many blanks further right.
fn indented(lines: &str, indent: usize) -> String {
    lines.replace('\n', &format!("\n{:indent$}", ""))
}

/// Says whether the orphans are in the attic, and all other units say what they said.
fn is_as_meant(before: &Version, after: &Version, orphans: &BTreeSet<&str>) -> bool {
    let reading = |unit: &VersionUnit| (unit.id.value.clone(), Fields::of(unit));
    let (gone, left): (Vec<_>, Vec<_>) = before.units.iter().partition(|unit| orphans.contains(&*unit.id.value));
    let attic: BTreeSet<&str> = after.attic.iter().flat_map(|it| &it.keys).map(|place| place.name.as_str()).collect();
    left.into_iter().map(reading).eq(after.units.iter().map(reading))
        && gone.iter().all(|unit| attic.contains(&*unit.id.value))
}
