//! Findings with their places in the author's files.

use std::collections::BTreeMap;

use engross_compile::SourceMap;
use engross_model::{Bytes, Finding, code_entry};
use engross_preview::Found;

use super::bytes_of;
use super::listing::Listing;
use crate::positions::Lines;

/// How many characters of a line are shown before and after a place, and of the place itself.
const AROUND: usize = 60;
const INSIDE: usize = 200;

/// Places findings. `known` holds files that were read already.
pub(super) fn placed(
    findings: Vec<Finding>,
    sources: &SourceMap,
    listing: &Listing,
    known: &[(&str, &Bytes)],
) -> Vec<Found> {
    let mut files: BTreeMap<String, Option<Bytes>> =
        known.iter().map(|(name, bytes)| ((*name).to_owned(), Some((*bytes).clone()))).collect();
    let mut found = Vec::new();
    for group in findings.chunk_by(|one, other| one.place.file == other.place.file) {
        let name = group.first().and_then(|finding| finding.place.file.clone()).unwrap_or_default();
        let read = || listing.named(&name).and_then(bytes_of);
        let bytes = files.entry(name.clone()).or_insert_with(read).clone();
        let lines = bytes.as_deref().map(Lines::new);
        let digest = bytes.as_deref().map(blake3::hash);
        for finding in group {
            let mut finding = finding.clone();
            if let (None, Some(span)) = (&finding.place.clause, &finding.place.span) {
                finding.place.clause = sources.unit_at(&name, span.start).map(str::to_owned);
            }
            let span = finding.place.span.clone();
            let placed = lines.as_ref().zip(span).map(|(lines, span)| {
                let at = lines.position(span.start);
                ((at.line, at.column), excerpt(lines, &span))
            });
            let (position, excerpt) = placed.map_or((None, <[String; 3]>::default()), |(at, it)| (Some(at), it));
            let rule = code_entry(&finding.code).map(|entry| entry.title).unwrap_or_default();
            let key = key(&finding, digest);
            found.push(Found { finding, rule, position, excerpt, key });
        }
    }
    found
}

/// Names a finding in this state of its file.
pub(super) fn key(finding: &Finding, file: Option<blake3::Hash>) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(file.map(|hash| *hash.as_bytes()).unwrap_or_default().as_slice());
    hasher.update(format!("{:?}", (&finding.code, &finding.place, &finding.message, &finding.fix)).as_bytes());
    hasher.finalize().to_hex().chars().take(32).collect()
}

/// Returns what stands before a place in its line, the place, and what follows it there.
fn excerpt(lines: &Lines<'_>, span: &std::ops::Range<usize>) -> [String; 3] {
    let line = lines.line(span.start);
    let whole = lines.lines(line, line);
    let start = span.start.clamp(whole.start, whole.end);
    let end = span.end.clamp(start, whole.end);
    let before = lines.text(whole.start..start);
    let (inside, after) = (lines.text(start..end), lines.text(end..whole.end));
    let skipped = before.chars().count().saturating_sub(AROUND);
    let mut before: String = before.chars().skip(skipped).collect();
    if skipped > 0 {
        before.insert(0, '…');
    } else {
        before = before.trim_start().to_owned();
    }
    [before, shortened(&inside, INSIDE), shortened(&after, AROUND)]
}

fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}
