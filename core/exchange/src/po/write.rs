//! Writes PO.

use std::fmt::Write as _;

use super::{DOCUMENT, PROFILE, PROFILE_FIELD, REVISION, SOURCE_LANGUAGE, TARGET_LANGUAGE, markup};
use crate::{ExchangeUnit, Format, Package, State};

/// Returns the file.
pub(crate) fn write(package: &Package) -> String {
    let mut po = "msgid \"\"\nmsgstr \"\"\n".to_owned();
    let project = format!("{} {}", package.document, package.revision);
    for (name, value) in [
        ("Project-Id-Version", project.trim_end()),
        (TARGET_LANGUAGE, &package.target_language),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "8bit"),
        (SOURCE_LANGUAGE, &package.source_language),
        (DOCUMENT, &package.document),
        (REVISION, &package.revision),
        (PROFILE_FIELD, PROFILE),
    ] {
        line(&mut po, "", &format!("{name}: {value}\n"));
    }
    for unit in package.units().filter(|unit| Format::Po.holds(unit)) {
        write_unit(&mut po, package, unit);
    }
    po
}

fn write_unit(po: &mut String, package: &Package, unit: &ExchangeUnit) {
    po.push('\n');
    for note in [unit.full_note(), format!("src:{}", unit.hash)] {
        for line in note.lines() {
            po.push_str(&format!("#. {line}\n"));
        }
    }
    let place = format!("{}:{}", package.document, unit.id);
    let _ = writeln!(po, "#: {}", place.replace(char::is_control, " "));
    if unit.state.is_fuzzy() {
        po.push_str("#, fuzzy\n");
    }
    if let (State::Stale, Some(previous)) = (unit.state, &unit.previous_source) {
        line(po, "#| msgid ", &markup::write(previous));
    }
    line(po, "msgctxt ", &unit.id);
    line(po, "msgid ", &markup::write(&unit.source));
    line(po, "msgstr ", &markup::write(&unit.target));
}

fn line(po: &mut String, keyword: &str, text: &str) {
    po.push_str(keyword);
    po.push('"');
    for character in text.chars() {
        match character {
            '"' => po.push_str("\\\""),
            '\\' => po.push_str("\\\\"),
            '\n' => po.push_str("\\n"),
            '\t' => po.push_str("\\t"),
            '\r' => po.push_str("\\r"),
            character => po.push(character),
        }
    }
    po.push_str("\"\n");
}
