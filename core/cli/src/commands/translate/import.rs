//! `engross translate import`: what a translator sent back, merged into its version.

use std::path::Path;

use engross_compile::translation;
use engross_exchange::{Choices, Conflicts, Manifest, Merged, merge, read};
use engross_model::Finding;

use super::export::manifest_of;
use super::versions::{Version, open};
use crate::args::TranslateImport;
use crate::exit::{Exit, Outcome, Stop};
use crate::files::read_within;
use crate::output::{self, Stream, count};
use crate::report;

/// The largest file that can come back, in bytes.
const LARGEST: u64 = 32 << 20;

pub(crate) fn run(arguments: &TranslateImport) -> Outcome {
    let name = arguments.file.to_string_lossy();
    let bytes = read_within(&arguments.file, &name, LARGEST)?;
    let returned = read(&name, &bytes)?;
    let (project, version) = open(&arguments.text, &returned.target_language, &arguments.houses)?;
    let slug = version.slug.as_str();
    returned.belongs_to(slug, &version.translation.source_language, &version.translation.language)?;
    let sent = sent(arguments, &version)?;
    let mut merged = merge(&returned, sent.as_ref(), &version.translation, &choices(arguments));
    if sent.is_none() {
        merged.findings.push(without_manifest(&name));
    }
    let text = translation::change(&version.name, &version.bytes, &version.order(), &merged.changes)?;
    let changes = text.as_bytes() != &*version.bytes;
    if changes && !arguments.dry_run {
        version.write(&text)?;
    }
    let mut findings = project.judge.weigh(std::mem::take(&mut merged.findings));
    report::print(&mut findings, arguments.form.format, Stream::Out)?;
    output::say(&summary(&merged, &findings, arguments.dry_run));
    Ok(Exit::of(false, &findings))
}

/// Reads what was sent. A manifest that the user names must be there.
fn sent(arguments: &TranslateImport, version: &Version) -> Result<Option<Manifest>, Stop> {
    let path = arguments.manifest.clone().unwrap_or_else(|| manifest_of(&arguments.file));
    if arguments.manifest.is_none() && !path.exists() {
        return Ok(None);
    }
    let manifest = Manifest::read(&read_within(&path, &path.to_string_lossy(), LARGEST)?);
    let shown = path.display();
    let Some(manifest) = manifest else {
        return Err(
            Stop::usage(format!("`{shown}` does not say what was sent")).help("an export writes it beside its file")
        );
    };
    if manifest.document != version.slug || manifest.language != version.translation.language {
        let (document, language) = (&manifest.document, &manifest.language);
        return Err(Stop::usage(format!("`{shown}` is of the text `{document}` in `{language}`")));
    }
    Ok(Some(manifest))
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

fn without_manifest(name: &str) -> Finding {
    let manifest = manifest_of(Path::new(name));
    Finding::new("M107", format!("what was sent is not known: there is no `{}`", manifest.display()))
        .in_file(name)
        .help("everything that differs came in as a draft; `--manifest` names the file that the export wrote")
}

fn summary(merged: &Merged, findings: &[Finding], dry_run: bool) -> String {
    let would = if dry_run { "would change" } else { "changed" };
    let refused = report::tally(findings).map(|tally| format!(", {tally}")).unwrap_or_default();
    let (changes, unchanged) = (count(merged.changes.len(), "unit"), merged.unchanged);
    format!("{changes} {would}, {unchanged} unchanged, {} not translated{refused}\n", merged.empty)
}
