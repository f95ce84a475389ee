//! How much is reported of one text: nobody reads more, and some files are nothing but mistakes.

use engross_model::Finding;

/// The most findings of one text. A pass may stop as soon as it has more.
pub(crate) const MOST: usize = 10_000;

/// Says whether there are more findings than are reported.
pub(crate) fn is_enough(findings: &[Finding]) -> bool {
    findings.len() > MOST
}

/// Says whether there are so many findings that it is no longer worth the time to look for what each may have meant among
/// all names of a text.
pub(crate) fn is_many(findings: &[Finding]) -> bool {
    const MANY: usize = 20;
    findings.len() >= MANY
}

/// Puts findings in the order in which a reader meets them, and says so if there are more than are reported.
pub(crate) fn in_file_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| {
        let place = |finding: &Finding| finding.place.span.as_ref().map_or((0, 0), |span| (span.start, span.end));
        (place(a), &a.code, &a.message).cmp(&(place(b), &b.code, &b.message))
    });
    let beyond = findings.get(MOST).map(|first| first.place.clone());
    if let Some(place) = beyond {
        findings.truncate(MOST);
        let mut more = Finding::new("SRC-12", "the file has more mistakes than are reported");
        more.place = place;
        findings.push(more.help("is this the right file? If it is, mend the first ones and check again"));
    }
    findings
}
