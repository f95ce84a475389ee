//! Changes of a version's file: only the units that change are touched, and the result is read again before it is given.
//!
//! Comments, order and layout of everything else stay. A unit that is new is written in the order of the source.

use std::collections::{BTreeMap, BTreeSet};

use engross_data::utf8;
use engross_model::{Edit, Finding};

use super::compile::has_errors;
use super::layout::{self, Layout, layout};
use super::scalar::scalar;
use super::unit_change::Fields;
use super::version::VersionUnit;
use super::{KeyPlace, Mapping, UnitChange, Version};
use crate::lines::{break_of, line_end};
use crate::{parse, patch};

/// Changes units of a version's file. `order` lists the units of the source: a new one comes after its neighbour there.
///
/// # Errors
/// The findings of a file that does not read, or `T008` where the change cannot be written into it as it stands.
pub fn change(file: &str, bytes: &[u8], order: &[&str], changes: &[UnitChange]) -> Result<String, Vec<Finding>> {
    let (text, version) = read(file, bytes)?;
    let changing = Changing { file, text, version: &version, order };
    changing.with(changes).ok_or_else(|| {
        let id = changing.culprit(changes).map_or("", |change| change.id.as_str());
        let help = "write the unit on lines of its own below its id, with no more than one key a line; then try again";
        vec![refusal(&version, id, "cannot be changed in the file as it is laid out", help)]
    })
}

/// Reads a version's file that is to be changed.
pub(super) fn read<'t>(file: &str, bytes: &'t [u8]) -> Result<(&'t str, Version), Vec<Finding>> {
    let text = utf8(file, bytes).map_err(|finding| vec![finding])?;
    let (version, findings) = parse::parse_version(file, bytes);
    match version {
        Some(version) if !has_errors(&findings) => Ok((text, version)),
        _ => Err(findings),
    }
}

/// `T008`: says of a unit that it cannot be changed.
pub(super) fn refusal(version: &Version, id: &str, why: &str, help: &str) -> Finding {
    let place = version.unit(id).map_or_else(|| version.units_key(), |unit| unit.id.span.clone());
    Finding::new("T008", format!("`{id}` {why}")).at(&*version.file, place).in_clause(id).help(help)
}

/// Applies edits of lines that end with LF, in the line breaks of the file; `None` if they overlap.
pub(super) fn apply(text: &str, mut edits: Vec<Edit>) -> Option<String> {
    // Several insertions at one place keep their order.
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let line_break = break_of(text);
    if line_break != "\n" {
        edits.iter_mut().for_each(|edit| edit.replacement = edit.replacement.replace('\n', line_break));
    }
    patch::apply(text, &edits).ok()
}

/// Writes keys into the mapping under a key of the whole file, or that key with them. `written` says them in a layout;
/// `behind` is the key of the mapping after which they come.
pub(super) fn insert_below(
    text: &str,
    version: &Version,
    (name, mapping): (&str, Option<&Mapping>),
    behind: Option<&KeyPlace>,
    written: &dyn Fn(Layout) -> Vec<String>,
) -> Vec<Edit> {
    let root = &version.root;
    let outer = layout(text, root);
    let inner = match outer {
        Layout::Braces => Layout::Braces,
        Layout::Lines { indent } => Layout::Lines { indent: indent + 2 },
    };
    let lines = |indent: usize| written(inner).iter().map(|it| format!("\n{:indent$}{it}", "")).collect::<String>();
    match (mapping, root.key(name), inner) {
        (Some(mapping), _, _) if !mapping.keys.is_empty() => {
            vec![layout::insert(text, mapping, behind, &written(layout(text, mapping)))]
        }
        // What stands behind the key is nothing, or an empty pair of braces.
        (_, Some(place), Layout::Braces) => {
            layout::replace(text, place, &format!("{{{}}}", written(inner).join(", "))).into_iter().collect()
        }
        (mapping, Some(place), Layout::Lines { indent }) => {
            let end = layout::end_of(text, place);
            let before = |mapping: &Mapping| text.get(..mapping.span.start).unwrap_or_default().trim_end().len();
            let braces = mapping.map(|mapping| before(mapping)..mapping.span.end);
            let cleared = braces.map(|span| Edit { span, replacement: String::new() });
            let below = line_end(text, end);
            let below = Edit { span: below..below, replacement: lines(indent) };
            cleared.into_iter().chain([below]).collect()
        }
        (_, None, Layout::Braces) => {
            let entry = format!("{name}: {{{}}}", written(inner).join(", "));
            vec![layout::insert(text, root, root.keys.last(), &[entry])]
        }
        (_, None, Layout::Lines { indent }) => {
            let end = text.len();
            let gap = if text.ends_with(['\n', '\r']) { "" } else { "\n" };
            let replacement = format!("{gap}\n{:1$}{name}:{2}\n", "", indent - 2, lines(indent));
            vec![Edit { span: end..end, replacement }]
        }
    }
}

/// A version's file that is being changed.
struct Changing<'a> {
    file: &'a str,
    text: &'a str,
    version: &'a Version,
    order: &'a [&'a str],
}

impl Changing<'_> {
    /// Returns the file with some changes; `None` where it would not say what is meant.
    fn with(&self, changes: &[UnitChange]) -> Option<String> {
        let had = |id: &str| self.version.unit(id).map(Fields::of).unwrap_or_default();
        let meant: BTreeMap<&str, Fields> =
            changes.iter().map(|change| (change.id.as_str(), change.applied_to(had(&change.id)))).collect();
        let in_units =
            |(id, fields): (&&str, &Fields)| self.version.unit(id).map(|unit| in_unit(self.text, unit, fields));
        // What is added to the last key of a unit comes before the unit behind it.
        let mut edits: Vec<Edit> = meant.iter().filter_map(in_units).flatten().collect();
        edits.extend(self.additions(&meant));
        let changed = apply(self.text, edits)?;
        let (_, after) = read(self.file, changed.as_bytes()).ok()?;
        is_as_meant(self.version, &after, &meant).then_some(changed)
    }

    /// Finds the first change that cannot be written, halving their number each time.
    fn culprit<'c>(&self, changes: &'c [UnitChange]) -> Option<&'c UnitChange> {
        if changes.len() < 2 {
            return changes.first();
        }
        let (first, second) = changes.split_at(changes.len() / 2);
        self.culprit(if self.with(first).is_none() { first } else { second })
    }

    /// Writes units that the version does not have yet, each after its neighbour in the source.
    fn additions(&self, meant: &BTreeMap<&str, Fields>) -> Vec<Edit> {
        let in_source: BTreeSet<&str> = self.order.iter().copied().collect();
        let strangers = meant.keys().copied().filter(|id| !in_source.contains(id));
        let mut additions = vec![Addition { behind: None, units: Vec::new() }];
        for id in self.order.iter().copied().chain(strangers) {
            if let Some(unit) = self.version.unit(id) {
                additions.push(Addition { behind: Some(&unit.place), units: Vec::new() });
            } else if let (Some(fields), Some(last)) = (meant.get(id), additions.last_mut()) {
                last.units.push((id, fields));
            }
        }
        let list = ("units", self.version.unit_list.as_ref());
        let insert = |addition: Addition<'_>| {
            let units = addition.units;
            let written = |layout| units.iter().map(|(id, fields)| written_unit(id, fields, layout)).collect();
            insert_below(self.text, self.version, list, addition.behind, &written)
        };
        additions.into_iter().filter(|addition| !addition.units.is_empty()).flat_map(insert).collect()
    }
}

/// New units that come behind the same one; behind none at the beginning.
struct Addition<'a> {
    behind: Option<&'a KeyPlace>,
    units: Vec<(&'a str, &'a Fields)>,
}

/// Edits the fields of a unit that is there, adds those that it lacks, and takes out those that it should not have.
fn in_unit(text: &str, unit: &VersionUnit, meant: &Fields) -> Vec<Edit> {
    let mapping = &unit.mapping;
    let layout = layout(text, mapping);
    let values: BTreeMap<&str, Option<&str>> = meant.each().into_iter().collect();
    // A key `text` whose words are still to come stays.
    let is_gone = |place: &KeyPlace| place.name != "text" && values.get(&*place.name).is_some_and(Option::is_none);
    let gone: Vec<usize> =
        mapping.keys.iter().enumerate().filter(|(_, place)| is_gone(place)).map(|(at, _)| at).collect();
    let mut edits = layout::remove(text, mapping, &gone);
    let had = Fields::of(unit);
    let mut missing = Vec::new();
    for ((key, value), (_, old)) in meant.each().into_iter().zip(had.each()) {
        let Some(value) = value.filter(|_| value != old) else { continue };
        match mapping.key(key) {
            Some(place) => {
                // Before a comment there is no room for further lines.
                let end = layout::end_of(text, place);
                let is_last = text.get(end..line_end(text, end)).is_some_and(|rest| rest.trim().is_empty());
                let layout = if is_last { layout } else { Layout::Braces };
                edits.extend(layout::replace(text, place, &scalar(value, layout)));
            }
            None => missing.push(format!("{key}: {}", scalar(value, layout))),
        }
    }
    if !missing.is_empty() {
        let behind = mapping.keys.iter().rev().find(|place| !is_gone(place));
        edits.push(layout::insert(text, mapping, behind, &missing));
    }
    edits
}

/// Writes a whole unit in the layout of those beside it.
fn written_unit(id: &str, fields: &Fields, layout: Layout) -> String {
    let inner = match layout {
        Layout::Braces => Layout::Braces,
        Layout::Lines { indent } => Layout::Lines { indent: indent + 2 },
    };
    let each = fields.each().into_iter();
    let written = each.filter_map(|(key, value)| Some(format!("{key}: {}", scalar(value?, inner))));
    match inner {
        Layout::Braces => format!("{id}: {{{}}}", written.collect::<Vec<_>>().join(", ")),
        Layout::Lines { indent } => {
            format!("{id}:{}", written.map(|it| format!("\n{:indent$}{it}", "")).collect::<String>())
        }
    }
}

fn is_as_meant(before: &Version, after: &Version, meant: &BTreeMap<&str, Fields>) -> bool {
    let known = before.units.iter().map(|unit| unit.id.value.as_str());
    let expected: BTreeSet<&str> = known.chain(meant.keys().copied()).collect();
    let is_as_meant = |unit: &VersionUnit| {
        let id = unit.id.value.as_str();
        let old = before.unit(id);
        let fields = meant.get(id).cloned().or_else(|| old.map(Fields::of));
        fields == Some(Fields::of(unit)) && old.is_none_or(|old| others(old).eq(others(unit)))
    };
    let same_units = after.units.iter().all(|it| expected.contains(&*it.id.value));
    after.units.len() == expected.len() && same_units && after.units.iter().all(is_as_meant)
}

/// Names the keys of a unit that no change touches.
fn others(unit: &VersionUnit) -> impl Iterator<Item = &str> {
    unit.mapping.keys.iter().map(|place| place.name.as_str()).filter(|name| !Fields::KEYS.contains(name))
}
