//! Changes of a version's file: only the units that change are touched, and the result is read again before it is given.
//!
//! Comments, order and layout of everything else stay. A unit that is new is written in the order of the source.

use std::collections::{BTreeMap, BTreeSet};

use engross_data::utf8;
use engross_model::{Edit, Finding};

use super::compile::has_errors;
use super::version::VersionUnit;
use super::{State, Version};
use crate::lines::{line_end, line_start};
use crate::{parse, patch};

/// How wide running text is written.
const WIDTH: usize = 116;

/// What becomes of one unit; `None` leaves a field as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitChange {
    /// Which one: `urges`.
    pub id: String,
    /// Its words, with their marks.
    pub text: Option<String>,
    /// The hash of the source that they translate.
    pub src: Option<String>,
    /// How far they have come.
    pub state: Option<State>,
    /// Who translated or reviewed them.
    pub by: Option<String>,
    /// `human`, `tm` or `mt`.
    pub origin: Option<String>,
}

impl UnitChange {
    /// The fields that change, in the order in which a unit is written.
    fn fields(&self) -> impl Iterator<Item = (&'static str, String)> {
        let state = self.state.map(|state| state.name().to_owned());
        let fields = [
            ("text", self.text.clone()),
            ("src", self.src.clone()),
            ("state", state),
            ("by", self.by.clone()),
            ("origin", self.origin.clone()),
        ];
        fields.into_iter().filter_map(|(key, value)| Some((key, value?)))
    }
}

/// Changes units of a version's file. `order` lists the units of the source: a new one comes after its neighbour there.
///
/// # Errors
/// The findings of a file that does not read, or `T008` where the change cannot be written into it as it stands.
pub fn change(file: &str, bytes: &[u8], order: &[&str], changes: &[UnitChange]) -> Result<String, Vec<Finding>> {
    let (text, version) = read(file, bytes)?;
    let mut edits = Vec::new();
    let mut new = Vec::new();
    for change in changes {
        match version.unit(&change.id) {
            Some(unit) => edits.extend(in_unit(text, unit, change)),
            None => new.push(change),
        }
    }
    edits.extend(additions(text, &version, order, &new));
    let changed = apply(file, text, edits)?;
    let after = read(file, changed.as_bytes()).map_err(|_| vec![refusal(file)])?.1;
    if is_as_meant(&version, &after, changes) { Ok(changed) } else { Err(vec![refusal(file)]) }
}

/// Moves units that the source no longer has to `attic:`, where they stay readable.
///
/// # Errors
/// As [`change`].
pub fn prune(file: &str, bytes: &[u8], orphans: &[String]) -> Result<String, Vec<Finding>> {
    let (text, version) = read(file, bytes)?;
    let mut edits = Vec::new();
    let mut attic = String::new();
    for unit in orphans.iter().filter_map(|id| version.unit(id)) {
        let start = line_start(text, unit.entry.start);
        let end = (line_end(text, end_of(text, unit)) + 1).min(text.len());
        let lines = text.get(start..end).unwrap_or_default();
        attic.push_str(lines);
        if !lines.ends_with('\n') {
            attic.push('\n');
        }
        edits.push(Edit { span: start..end, replacement: String::new() });
    }
    if edits.is_empty() {
        return Ok(text.to_owned());
    }
    let place = match version.attic.as_ref().map(|attic| line_end(text, attic.end)) {
        Some(below_key) => (below_key + 1).min(text.len()),
        None => {
            attic.insert_str(0, if text.ends_with('\n') { "\nattic:\n" } else { "\n\nattic:\n" });
            text.len()
        }
    };
    edits.push(Edit { span: place..place, replacement: attic });
    let pruned = apply(file, text, edits)?;
    let after = read(file, pruned.as_bytes()).map_err(|_| vec![refusal(file)])?.1;
    let left = version.units.iter().filter(|unit| !orphans.contains(&unit.id.value)).map(Reading::of);
    if left.eq(after.units.iter().map(Reading::of)) { Ok(pruned) } else { Err(vec![refusal(file)]) }
}

fn read<'t>(file: &str, bytes: &'t [u8]) -> Result<(&'t str, Version), Vec<Finding>> {
    let text = utf8(file, bytes).map_err(|finding| vec![finding])?;
    let (version, findings) = parse::parse_version(file, bytes);
    match version {
        Some(version) if !has_errors(&findings) => Ok((text, version)),
        _ => Err(findings),
    }
}

fn refusal(file: &str) -> Finding {
    Finding::new("T008", "the change cannot be written into the file as it is laid out")
        .in_file(file)
        .help("write each unit on lines of its own, below its id; then try again")
}

fn apply(file: &str, text: &str, mut edits: Vec<Edit>) -> Result<String, Vec<Finding>> {
    // Several insertions at one place keep their order.
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    patch::apply(text, &edits).map_err(|_| vec![refusal(file)])
}

/// What a unit says, wherever it stands.
#[derive(PartialEq)]
struct Reading<'a> {
    id: &'a str,
    fields: [Option<&'a str>; 5],
}

impl<'a> Reading<'a> {
    fn of(unit: &'a VersionUnit) -> Self {
        let spanned = |value: &'a Option<crate::source::Spanned<String>>| value.as_ref().map(|it| it.value.as_str());
        let fields = [
            unit.text.as_ref().map(|text| text.value.as_str()),
            spanned(&unit.src),
            unit.state.as_ref().map(|state| state.value.name()),
            spanned(&unit.by),
            spanned(&unit.origin),
        ];
        Self { id: &unit.id.value, fields }
    }
}

fn is_as_meant(before: &Version, after: &Version, changes: &[UnitChange]) -> bool {
    let changed: BTreeMap<&str, &UnitChange> = changes.iter().map(|change| (change.id.as_str(), change)).collect();
    let known = before.units.iter().map(|unit| unit.id.value.as_str());
    let expected: BTreeSet<&str> = known.chain(changed.keys().copied()).collect();
    let same_units =
        after.units.len() == expected.len() && after.units.iter().all(|it| expected.contains(&*it.id.value));
    same_units
        && after.units.iter().all(|unit| {
            let reading = Reading::of(unit);
            let old = before.unit(reading.id).map(Reading::of);
            let Some(change) = changed.get(reading.id) else { return old == Some(reading) };
            let state = change.state.map(State::name);
            let new =
                [change.text.as_deref(), change.src.as_deref(), state, change.by.as_deref(), change.origin.as_deref()];
            let old = old.map(|old| old.fields).unwrap_or_default();
            let intended: Vec<Option<&str>> = new.into_iter().zip(old).map(|(new, old)| new.or(old)).collect();
            intended == reading.fields
        })
}

/// Edits the fields of a unit that is there, and adds those that it lacks.
fn in_unit(text: &str, unit: &VersionUnit, change: &UnitChange) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut missing = String::new();
    let first_key = unit.keys.values().map(|place| place.key.start).min().unwrap_or(unit.entry.end);
    let indent = first_key - line_start(text, first_key);
    for (key, value) in change.fields() {
        match unit.keys.get(key) {
            Some(place) => {
                let colon = text.get(place.key.end..).and_then(|rest| rest.find(':')).map_or(0, |at| at + 1);
                let start = place.key.end + colon;
                let end = start + text.get(start..place.value.end.max(start)).unwrap_or_default().trim_end().len();
                let replacement = format!(" {}", scalar(&value, indent, unit.flow));
                if text.get(start..end) != Some(&replacement) {
                    edits.push(Edit { span: start..end, replacement });
                }
            }
            None if unit.flow => missing.push_str(&format!(", {key}: {}", scalar(&value, indent, true))),
            None => missing.push_str(&format!("\n{:indent$}{key}: {}", "", scalar(&value, indent, false))),
        }
    }
    if !missing.is_empty() {
        let end = end_of(text, unit);
        let at = if unit.flow {
            let inside = text.get(..end).unwrap_or_default().strip_suffix('}').unwrap_or_default();
            inside.trim_end().len()
        } else {
            line_end(text, end)
        };
        edits.push(Edit { span: at..at, replacement: missing });
    }
    edits
}

/// Returns where the last value of a unit ends.
fn end_of(text: &str, unit: &VersionUnit) -> usize {
    text.get(..unit.entry.end).unwrap_or_default().trim_end().len()
}

/// Writes units that the version does not have yet, each after its neighbour in the source.
fn additions(text: &str, version: &Version, order: &[&str], new: &[&UnitChange]) -> Vec<Edit> {
    let Some(first) = version.units.first() else { return first_units(text, version, order, new) };
    let indent = first.entry.start - line_start(text, first.entry.start);
    let mut edits: BTreeMap<usize, String> = BTreeMap::new();
    let new: BTreeMap<&str, &UnitChange> = new.iter().map(|change| (change.id.as_str(), *change)).collect();
    let mut before: Option<&VersionUnit> = None;
    let strangers = new.keys().filter(|id| !order.contains(*id));
    for id in order.iter().chain(strangers) {
        match (version.unit(id), new.get(id)) {
            (Some(unit), _) => before = Some(unit),
            (None, Some(change)) => {
                let entry = unit_entry(change, indent);
                match before {
                    Some(before) => {
                        let at = line_end(text, end_of(text, before));
                        edits.entry(at).or_default().push_str(&format!("\n{}", entry.trim_end()));
                    }
                    None => edits.entry(line_start(text, first.entry.start)).or_default().push_str(&entry),
                }
            }
            (None, None) => {}
        }
    }
    edits.into_iter().map(|(at, replacement)| Edit { span: at..at, replacement }).collect()
}

/// Writes the first units below `units:`, or that key with them.
fn first_units(text: &str, version: &Version, order: &[&str], new: &[&UnitChange]) -> Vec<Edit> {
    if new.is_empty() {
        return Vec::new();
    }
    let rank: BTreeMap<&str, usize> = order.iter().enumerate().map(|(rank, id)| (*id, rank)).collect();
    let mut sorted = new.to_vec();
    sorted.sort_by_key(|change| rank.get(change.id.as_str()).copied().unwrap_or(usize::MAX));
    let entries: String = sorted.into_iter().map(|change| unit_entry(change, 2)).collect();
    let (span, replacement) = if version.units_key.is_empty() {
        let gap = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        (text.len()..text.len(), format!("{gap}units:\n{entries}"))
    } else {
        // What stands behind the key is nothing, or an empty pair of braces.
        let end = line_end(text, version.units_key.end);
        (version.units_key.end..end, format!(":\n{}", entries.trim_end()))
    };
    vec![Edit { span, replacement }]
}

fn unit_entry(change: &UnitChange, indent: usize) -> String {
    let mut entry = format!("{:indent$}{}:\n", "", change.id);
    let inner = indent + 2;
    for (key, value) in change.fields() {
        entry.push_str(&format!("{:inner$}{key}: {}\n", "", scalar(&value, inner, false)));
    }
    entry
}

/// Writes a scalar that reads as `value` behind a key at `indent`: short words on the line, longer ones folded below it.
fn scalar(value: &str, indent: usize, flow: bool) -> String {
    let looks_like_number = value.parse::<f64>().is_ok() || value.starts_with(|first: char| first.is_ascii_digit());
    let room = WIDTH.saturating_sub(indent + 8);
    if value.chars().count() <= room || flow || !can_fold(value) {
        let plain = !looks_like_number && patch::may_stand_plain(value) && !value.contains(char::is_control);
        return if plain && !value.contains(',') || is_hash(value) && plain_hash(value) {
            value.to_owned()
        } else {
            patch::in_double_quotes(value)
        };
    }
    let deeper = indent + 2;
    let mut folded = ">-".to_owned();
    let mut line_width = usize::MAX;
    for word in value.split(' ') {
        let width = word.chars().count();
        if line_width.saturating_add(width + 1) > WIDTH {
            folded.push_str(&format!("\n{:deeper$}", ""));
            line_width = deeper;
        } else {
            folded.push(' ');
            line_width += 1;
        }
        folded.push_str(word);
        line_width += width;
    }
    folded
}

/// Says whether a text can be folded at its blanks and read back.
fn can_fold(value: &str) -> bool {
    let edges = value.starts_with(char::is_whitespace) || value.ends_with(char::is_whitespace);
    !edges
        && !value.contains("  ")
        && !value.contains(|it: char| it.is_control() || matches!(it, '\u{2028}' | '\u{2029}'))
}

fn is_hash(value: &str) -> bool {
    value.len() == 16 && value.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Says whether a hash is no number to any reader of YAML: digits alone, or digits around one `e`, would be one.
fn plain_hash(value: &str) -> bool {
    value.bytes().filter(|byte| byte.is_ascii_lowercase()).count() > value.matches('e').count()
}
