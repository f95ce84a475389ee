//! `engross translate import`: what a translator sent back, merged into its version.

use std::path::{Path, PathBuf};

use engross_compile::translation::{self, State, UnitChange, UnitStanding};
use engross_exchange::{Change, Choices, Conflicts, How, LARGEST_FILE, Manifest, Merged, merge, read};
use engross_model::Finding;

use super::sent;
use super::versions::{Version, open};
use crate::args::TranslateImport;
use crate::exit::{Exit, Outcome, Stop};
use crate::files::read_within;
use crate::output::{self, Stream, count, table};
use crate::report;

pub(crate) fn run(arguments: &TranslateImport) -> Outcome {
    let name = arguments.file.to_string_lossy();
    let bytes = read_within(&arguments.file, &name, LARGEST_FILE)?;
    let returned = read(&name, &bytes)?;
    let (project, version) = open(&arguments.text, &returned.target_language, &arguments.houses)?;
    let slug = version.slug.as_str();
    returned.belongs_to(slug, &version.translation.source_language, &version.translation.language)?;
    let (manifest, sent) = sent(arguments, &version)?;
    let mut merged = merge(&returned, sent.as_ref(), &version.translation, &choices(arguments));
    if sent.is_none() {
        merged.findings.push(without_manifest(&name, &manifest, &merged.changes));
    }
    let changes: Vec<UnitChange> = merged.changes.iter().map(|change| change.unit.clone()).collect();
    let text = translation::change(&version.name, &version.bytes, &version.order(), &changes)?;
    if !arguments.dry_run {
        if text.as_bytes() != &*version.bytes {
            version.write(&text)?;
        }
        if let Some(mut sent) = sent {
            sent.take_back(&bytes);
            sent::keep(&sent, &manifest)?;
        }
    }
    let mut findings = project.judge.weigh(std::mem::take(&mut merged.findings));
    report::print(&mut findings, arguments.form.format, Stream::Out)?;
    output::say(&listed(&merged.changes));
    output::say(&summary(&merged, &findings, arguments.dry_run));
    Ok(Exit::of(false, &findings))
}

/// Reads what was sent, and says where that stands. A manifest that the user names must be there.
fn sent(arguments: &TranslateImport, version: &Version) -> Result<(PathBuf, Option<Manifest>), Stop> {
    let path = arguments.manifest.clone().unwrap_or_else(|| Manifest::beside(&arguments.file));
    if arguments.manifest.is_none() && !path.exists() {
        return Ok((path, None));
    }
    let manifest = sent::read(&path)?;
    if manifest.document != version.slug || manifest.language != version.translation.language {
        let (shown, document, language) = (path.display(), &manifest.document, &manifest.language);
        return Err(Stop::usage(format!("`{shown}` is of the text `{document}` in `{language}`")));
    }
    Ok((path, Some(manifest)))
}

fn choices(arguments: &TranslateImport) -> Choices {
    Choices {
        reviewer: arguments.reviewer.clone(),
        accept_unchanged: arguments.accept_unchanged,
        conflicts: match (arguments.ours, arguments.theirs) {
            (true, _) => Conflicts::Ours,
            (false, true) => Conflicts::Theirs,
            (false, false) => Conflicts::Refuse,
        },
    }
}

fn without_manifest(name: &str, manifest: &Path, changes: &[Change]) -> Finding {
    let finding = Finding::new("M107", format!("what was sent is not known: there is no `{}`", manifest.display()))
        .in_file(name)
        .help("everything that differs comes in as a draft; `--manifest` names the file that the export wrote");
    let was_reviewed =
        |change: &&Change| matches!(change.before, UnitStanding::Current(state) if state >= State::Reviewed);
    let lost: Vec<String> = changes.iter().filter(was_reviewed).map(|change| format!("`{}`", change.unit.id)).collect();
    match lost.is_empty() {
        true => finding,
        false => finding.note(format!("drafts take the place of words that were reviewed: {}", lost.join(", "))),
    }
}

/// Lists the units that change.
fn listed(changes: &[Change]) -> String {
    let row = |change: &Change| {
        let how = match change.how {
            How::FirstWords => "first words",
            How::OtherWords => "other words",
            How::SameWords => "same words",
            How::Offer => "offer of a memory",
        };
        [change.unit.id.clone(), standing(change.before).to_owned(), standing(change.after).to_owned(), how.to_owned()]
    };
    let rows: Vec<_> = changes.iter().map(row).collect();
    if rows.is_empty() { String::new() } else { table(["UNIT", "BEFORE", "AFTER", "WHAT CAME"], &rows) }
}

fn standing(standing: UnitStanding) -> &'static str {
    match standing {
        UnitStanding::Missing => "missing",
        UnitStanding::Stale => "stale",
        UnitStanding::Current(state) => state.name(),
    }
}

fn summary(merged: &Merged, findings: &[Finding], dry_run: bool) -> String {
    let would = if dry_run { "would change" } else { "changed" };
    let refused = report::tally(findings).map(|tally| format!(", {tally}")).unwrap_or_default();
    let (changes, unchanged) = (count(merged.changes.len(), "unit"), merged.unchanged);
    format!("{changes} {would}, {unchanged} unchanged, {} not translated{refused}\n", merged.empty)
}
