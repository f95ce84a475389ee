//! Applying fixes: only what must change changes, and only if the result still reads as the same text.

use std::collections::BTreeSet;
use std::ops::Range;

use engross_data::utf8;
use engross_model::{Edit, Finding, Fix};

use crate::patch;
use crate::reading::Reading;

/// The families of rules whose fixes change marks.
const ABOUT_MARKS: [&str; 2] = ["EMP-", "INL-"];

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
/// file would no longer parse, or a mark in its text would mean something else, is left out.
///
/// # Errors
/// `FILE-03` if the file is not UTF-8.
pub fn fix(file: &str, bytes: &[u8], findings: &[Finding]) -> Result<Fixed, Finding> {
    let text = utf8(file, bytes)?;
    let mut mending = Mending { file, text, before: Reading::of(file, text), marks: Vec::new() };
    let mut fixes: Vec<&Fix> = Vec::new();
    let mut edits: Vec<Edit> = Vec::new();
    let mut taken = BTreeSet::new();
    for candidate in findings.iter().filter(|finding| finding.place.file.as_deref() == Some(file)) {
        let Some(fix) = &candidate.fix else { continue };
        if !fix.edits.iter().any(|edit| is_taken(&edit.span, &taken)) {
            taken.extend(fix.edits.iter().map(|edit| (edit.span.start, edit.span.end)));
            edits.extend(fix.edits.iter().cloned());
            fixes.push(fix);
            if ABOUT_MARKS.iter().any(|family| candidate.code.starts_with(family)) {
                mending.marks.extend(fix.edits.iter().map(|edit| edit.span.clone()));
            }
        }
    }
    if fixes.is_empty() {
        return Ok(Fixed { text: text.to_owned(), applied: 0 });
    }
    Ok(match mending.mended(&edits) {
        Some(mended) => Fixed { text: mended, applied: fixes.len() },
        None => mending.one_by_one(&fixes),
    })
}

/// The file to mend.
struct Mending<'a> {
    file: &'a str,
    text: &'a str,
    before: Option<Reading>,
    /// Where the marks of lead words are meant to change.
    marks: Vec<Range<usize>>,
}

impl Mending<'_> {
    /// Adds one fix after the other, leaving out those that would spoil the file.
    fn one_by_one(&self, fixes: &[&Fix]) -> Fixed {
        let mut edits: Vec<Edit> = Vec::new();
        let mut fixed = Fixed { text: self.text.to_owned(), applied: 0 };
        for fix in fixes {
            let with_this = [edits.as_slice(), &fix.edits].concat();
            if let Some(mended) = self.mended(&with_this) {
                edits = with_this;
                fixed = Fixed { text: mended, applied: fixed.applied + 1 };
            }
        }
        fixed
    }

    /// Applies edits that do not touch each other; `None` if that would spoil the file.
    fn mended(&self, edits: &[Edit]) -> Option<String> {
        let mut edits = edits.to_vec();
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let mended = patch::apply(self.text, &edits).ok()?;
        let after = Reading::of(self.file, &mended)?;
        after.is_as_good_as(self.before.as_ref()?, &self.marks).then_some(mended)
    }
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
