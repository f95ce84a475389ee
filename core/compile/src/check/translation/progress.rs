//! How far a version has come: missing, stale and unfinished units, and those that the source does not have.

use engross_model::{Finding, Severity, Status};

use crate::check::{Checked, Original};
use crate::translation::{Standing, TranslationUnit, UnitStanding, is_hash, written};

pub(super) fn check(text: &Checked<'_>, original: &Original<'_>, findings: &mut Vec<Finding>) {
    progress(original, findings);
    orphans(original, findings);
    without_ids(original, findings);
    banner(text, original, findings);
}

/// `T001` to `T003`: units without words, units whose source has changed, and units that have not come far enough.
fn progress(original: &Original<'_>, findings: &mut Vec<Finding>) {
    let needed = original.version.standing.needs();
    for unit in &original.translation.units {
        let finding = |code: &str, message: String| at(original, unit, code, message);
        match unit.standing {
            UnitStanding::Missing => {
                let help = format!("translate: {}", beginning(unit));
                findings.push(finding("T001", format!("`{}` is not translated", unit.id)).help(help));
            }
            UnitStanding::Stale => findings.push(stale(original, unit)),
            UnitStanding::Current(_) => {}
        }
        if let Some(state) = unit.reached().filter(|state| *state < needed) {
            let help = format!("once the text is adopted it must be `{needed}`: `engross translate mark` says so");
            findings.push(finding("T003", format!("`{}` is `{state}` only", unit.id)).help(help));
        }
    }
}

/// `T002`: words for another source than the one that is there, or for one that nobody knows.
fn stale(original: &Original<'_>, unit: &TranslationUnit) -> Finding {
    let id = &unit.id;
    let finding = |message: String| at(original, unit, "T002", message);
    let accept = "if they are right, accept them with `engross translate refresh`";
    match &unit.translates {
        None => finding(format!("it is not known which words `{id}` translates: it has no `src:`"))
            .help(format!("compare them with the source; {accept}")),
        Some(hash) if !is_hash(hash) => {
            let message = format!("it is not known which words `{id}` translates: its `src:` is no hash of a source");
            let finding = finding(message).help(format!("compare them with the source; {accept}"));
            let src = original.version.unit(id).and_then(|written| written.src.as_ref());
            match src {
                Some(src) => finding.at(&*original.version.file, src.span.clone()),
                None => finding,
            }
        }
        Some(_) if unit.is_stale_in_bold_only() => {
            let finding = finding(format!("what is bold in the source of `{id}` has changed, and no word"));
            let help = "mark the same words, and accept it with `engross translate refresh`";
            Finding { severity: Severity::Warning, ..finding.help(help) }
        }
        Some(_) => finding(format!("the source of `{id}` has changed"))
            .help("compare it with the source; mend it, or accept it with `engross translate refresh`"),
    }
}

/// Makes a finding at the words of a unit, or where they should be.
fn at(original: &Original<'_>, unit: &TranslationUnit, code: &str, message: String) -> Finding {
    let version = original.version;
    let written = version.unit(&unit.id);
    let span = written.map(|written| written.words().map_or(written.id.span.clone(), |text| text.span.clone()));
    Finding::new(code, message).at(&*version.file, span.unwrap_or(version.units_key())).in_clause(&unit.id)
}

/// Returns the first words of the source.
fn beginning(unit: &TranslationUnit) -> String {
    const SHOWN: usize = 60;
    let words = written(&unit.source).unwrap_or_default();
    match words.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{} …", words.get(..at).unwrap_or_default().trim_end()),
        None => words,
    }
}

/// `T004`: words for something that the source does not have.
fn orphans(original: &Original<'_>, findings: &mut Vec<Finding>) {
    let known = || original.translation.units.iter().map(|unit| unit.id.as_str());
    for id in &original.translation.orphans {
        let Some(unit) = original.version.unit(id) else { continue };
        let finding = Finding::new("T004", format!("the source has no unit `{id}`"));
        let help = match engross_model::nearest(id, known()) {
            Some(near) => format!("did you mean `{near}`? `engross translate prune` puts away what is gone"),
            None => "`engross translate prune` puts away what is gone".to_owned(),
        };
        findings.push(finding.at(&*original.version.file, unit.id.span.clone()).in_clause(id).help(help));
    }
}

/// `T006`: clauses and headings that no version can name.
fn without_ids(original: &Original<'_>, findings: &mut Vec<Finding>) {
    let count = original.translation.without_id;
    if count > 0 {
        let message = match count {
            1 => "one unit of the source has no id, and so no translation".to_owned(),
            _ => format!("{count} units of the source have no id, and so no translation"),
        };
        let finding = Finding::new("T006", message)
            .at(&*original.version.file, original.version.translation_of.span.clone())
            .help(format!("`engross check --fix {}` writes ids", original.header.file));
        findings.push(finding);
    }
}

/// `T007`: a version that must say what it counts for, in a house that has no words for it.
fn banner(text: &Checked<'_>, original: &Original<'_>, findings: &mut Vec<Finding>) {
    if original.version.standing == Standing::Courtesy && text.resolved.document.banner.is_empty() {
        let message = "the house has no words that say that this is a courtesy translation";
        let finding = Finding::new("T007", message)
            .at(&*original.version.file, original.version.language.span.clone())
            .help("add the phrase `courtesy` to the house's terms in this language");
        findings.push(finding);
    }
}

/// Lets drafts be made as far as they have come: what stops an adopted version is a warning there.
pub(in crate::check) fn weigh(findings: &mut [Finding], status: Status) {
    let about_versions = |finding: &&mut Finding| finding.code.starts_with('T') && !finding.code.contains('-');
    for finding in findings.iter_mut().filter(about_versions).filter(|_| status != Status::Adopted) {
        finding.severity = finding.severity.min(Severity::Warning);
    }
}
