//! How a returned file or a unit in it is refused.

use std::ops::Range;

use engross_model::Finding;

/// Makes the finding that refuses a file at a place.
pub(crate) fn refuse(code: &str, message: impl Into<String>, file: &str, place: Range<usize>) -> Finding {
    Finding::new(code, message).at(file, place)
}

/// Makes the finding that refuses a unit.
pub(crate) fn refuse_unit(why: &str, id: &str, file: &str, place: Range<usize>) -> Finding {
    let help = "translate the unit anew from a fresh export; the other units are not touched by this";
    let unit = if id.is_empty() { "a unit without an id".to_owned() } else { format!("the unit `{}`", excerpt(id)) };
    let finding = refuse("M106", format!("{unit} cannot be read: {why}"), file, place).help(help);
    if id.is_empty() { finding } else { finding.in_clause(id) }
}

/// The largest translators' file that is read, in bytes.
pub const LARGEST_FILE: u64 = 32 << 20;

/// The most units that a file may have; a text has 20,000 clauses and notes at most.
pub(crate) const MOST_UNITS: usize = 50_000;

/// Refuses a file that is larger than [`LARGEST_FILE`].
///
/// # Errors
///
/// `M206`.
pub(crate) fn check_size(file: &str, bytes: &[u8]) -> Result<(), Finding> {
    if bytes.len() as u64 <= LARGEST_FILE {
        return Ok(());
    }
    Err(too_large(&format!("the file has more than {} MiB", LARGEST_FILE >> 20), file, 0..0))
}

/// Makes the finding that refuses a file for its size.
pub(crate) fn too_large(what: &str, file: &str, place: Range<usize>) -> Finding {
    refuse("M206", what, file, place).help("import the file that came from an export; no text needs one so large")
}

/// Returns a name as a message may show it: whatever a file holds, the message stays short.
pub(crate) fn excerpt(name: &str) -> String {
    const LONGEST: usize = 64;
    let mut shown: String = name.chars().take(LONGEST).collect();
    if shown.len() < name.len() {
        shown.push('…');
    }
    shown
}
