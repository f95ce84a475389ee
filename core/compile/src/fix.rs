//! Applying fixes: only what must change changes, and only if the result still reads as the same text.

use engross_model::{Edit, Finding};

use crate::parse;
use crate::patch;

/// A mended file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The new content.
    pub text: String,
    /// How many findings it mends.
    pub applied: usize,
}

/// Applies the fixes of findings to a file.
///
/// Where two fixes touch the same bytes the first wins; the other comes back in the next round. A fix after which the
/// file would no longer parse is left out.
///
/// # Errors
/// `FILE-03` if the file is not UTF-8.
pub fn fix(file: &str, bytes: &[u8], findings: &[Finding]) -> Result<Fixed, Finding> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        Finding::new("FILE-03", "the file is not UTF-8").at(file, error.valid_up_to()..error.valid_up_to() + 1)
    })?;
    let mut fixed = Fixed { text: text.to_owned(), applied: 0 };
    let mut edits: Vec<Edit> = Vec::new();
    for candidate in findings.iter().filter(|finding| finding.place.file.as_deref() == Some(file)) {
        let Some(fix) = &candidate.fix else { continue };
        if fix.edits.iter().any(|edit| edits.iter().any(|other| touches(edit, other))) {
            continue;
        }
        edits.extend(fix.edits.iter().cloned());
        fixed.applied += 1;
    }
    if edits.is_empty() {
        return Ok(fixed);
    }
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    match patch::apply(text, &edits) {
        Ok(mended) if reads_as_well(file, text, &mended) => Ok(Fixed { text: mended, applied: fixed.applied }),
        _ => Ok(one_by_one(file, text, findings)),
    }
}

/// Applies fixes singly, leaving out those that would spoil the file.
fn one_by_one(file: &str, text: &str, findings: &[Finding]) -> Fixed {
    for finding in findings.iter().filter(|finding| finding.place.file.as_deref() == Some(file)) {
        let Some(fix) = &finding.fix else { continue };
        let mut edits = fix.edits.clone();
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        if let Ok(mended) = patch::apply(text, &edits)
            && reads_as_well(file, text, &mended)
        {
            // Places move with every change, so one at a time: the caller comes again for the rest.
            return Fixed { text: mended, applied: 1 };
        }
    }
    Fixed { text: text.to_owned(), applied: 0 }
}

fn touches(edit: &Edit, other: &Edit) -> bool {
    let apart = edit.span.end < other.span.start || other.span.end < edit.span.start;
    let insertions_apart = edit.span.is_empty() != other.span.is_empty()
        && (edit.span.end == other.span.start || other.span.end == edit.span.start);
    !(apart || insertions_apart && edit.span.start != other.span.start)
}

/// Says whether the mended file parses and has as many clauses and notes as before.
fn reads_as_well(file: &str, before: &str, after: &str) -> bool {
    let outline = |text: &str| {
        let (source, findings) = parse::parse(file, text.as_bytes());
        source.map(|source| (source.shape(), findings.len()))
    };
    match (outline(before), outline(after)) {
        (Some((shape, findings)), Some((new_shape, new_findings))) => shape == new_shape && new_findings <= findings,
        _ => false,
    }
}
