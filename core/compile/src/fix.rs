//! Applying fixes: only what must change changes, and only if the result still reads as the same text.

use std::collections::BTreeSet;
use std::ops::Range;

use engross_data::utf8;
use engross_model::{Edit, Finding, Fix};

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
    let text = utf8(file, bytes)?;
    let mut fixes: Vec<&Fix> = Vec::new();
    let mut edits: Vec<Edit> = Vec::new();
    let mut taken = BTreeSet::new();
    for candidate in findings.iter().filter(|finding| finding.place.file.as_deref() == Some(file)) {
        let Some(fix) = &candidate.fix else { continue };
        if !fix.edits.iter().any(|edit| is_taken(&edit.span, &taken)) {
            taken.extend(fix.edits.iter().map(|edit| (edit.span.start, edit.span.end)));
            edits.extend(fix.edits.iter().cloned());
            fixes.push(fix);
        }
    }
    if fixes.is_empty() {
        return Ok(Fixed { text: text.to_owned(), applied: 0 });
    }
    Ok(match mended(file, text, &edits) {
        Some(mended) => Fixed { text: mended, applied: fixes.len() },
        None => one_by_one(file, text, &fixes),
    })
}

/// Adds one fix after the other, leaving out those that would spoil the file.
fn one_by_one(file: &str, text: &str, fixes: &[&Fix]) -> Fixed {
    let mut edits: Vec<Edit> = Vec::new();
    let mut fixed = Fixed { text: text.to_owned(), applied: 0 };
    for fix in fixes {
        let with_this = [edits.as_slice(), &fix.edits].concat();
        if let Some(mended) = mended(file, text, &with_this) {
            edits = with_this;
            fixed = Fixed { text: mended, applied: fixed.applied + 1 };
        }
    }
    fixed
}

/// Applies edits that do not touch each other; `None` if that would spoil the file.
fn mended(file: &str, text: &str, edits: &[Edit]) -> Option<String> {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    patch::apply(text, &edits).ok().filter(|mended| reads_as_well(file, text, mended))
}

/// Says whether a place touches one of those taken, which lie apart from each other.
fn is_taken(span: &Range<usize>, taken: &BTreeSet<(usize, usize)>) -> bool {
    let mut near = taken.range(..=(span.end, usize::MAX)).rev().take_while(|(_, end)| *end >= span.start);
    near.any(|(start, end)| touch(span, &(*start..*end)))
}

fn touch(one: &Range<usize>, other: &Range<usize>) -> bool {
    let apart = one.end < other.start || other.end < one.start;
    let insertions_apart = one.is_empty() != other.is_empty() && (one.end == other.start || other.end == one.start);
    !(apart || insertions_apart && one.start != other.start)
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
