//! The formats of one text: rendered first, then written, all of them or those that no fault of the text withholds.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use engross_compile::{Compiled, House};
use engross_host::Choice;
use engross_model::{Artifact, Document, Finding, Severity};
use sha2::{Digest as _, Sha256};

use super::record::{FileRecord, Maker, TextRecord};
use super::render::{Rendered, render, request};
use super::{Job, Made, TextKey, matters};
use crate::discover::Candidate;
use crate::files::{Durability, Written, cannot_write, write_whole};
use crate::severity::blocks;
use crate::text::place_finding;

/// Renders and writes the formats of one text.
pub(super) struct Formats<'a> {
    pub(super) job: &'a Job<'a>,
    pub(super) candidate: &'a Candidate,
    pub(super) compiled: &'a Compiled,
    pub(super) house: &'a House,
    pub(super) key: TextKey,
    pub(super) source_sha256: [u8; 32],
}

/// A format that was rendered and weighed.
pub(super) struct Ready {
    artifacts: Vec<Artifact>,
    /// What the user is told.
    pub(super) findings: Vec<Finding>,
    /// Nothing was said, so that the files need not be made anew each time.
    silent: bool,
}

impl Ready {
    /// Tells whether its own files cannot be written.
    pub(super) fn is_blocked(&self) -> bool {
        self.artifacts.is_empty() || blocks(&self.findings)
    }

    /// Marks the faults of the text itself, which withhold every format; tells whether there is one.
    pub(super) fn mark_faults_of_the_text(&mut self) -> bool {
        let mut any = false;
        for finding in self.findings.iter_mut().filter(|finding| is_a_fault_of_the_text(finding)) {
            finding
                .notes
                .push("no file of this text was written, so that its formats go on saying the same".to_owned());
            any = true;
        }
        any
    }
}

/// Tells a fault of the text, which its backend placed in it, from a backend or a look that failed over it.
fn is_a_fault_of_the_text(finding: &Finding) -> bool {
    let about_the_backend = ["REND-", "PLUG-"].iter().any(|family| finding.code.starts_with(family));
    finding.severity == Severity::Error && finding.place.clause.is_some() && !about_the_backend
}

impl Formats<'_> {
    /// Renders every format, and weighs what the backends say.
    pub(super) fn render_all(&self, choices: &[&Choice<'_>], document: Document) -> Vec<Ready> {
        let mut request = request(document, self.house, self.job.plan.timestamp);
        let mut ready = |choice: &&Choice<'_>| {
            request.options = self.job.plan.options.of(&choice.plugin.manifest().id);
            let Rendered { artifacts, findings } = render(choice, &mut request, self.house);
            let silent = !findings.iter().any(matters);
            let place = |finding| place_finding(finding, &self.candidate.name, &self.compiled.sources);
            let mut findings = self.job.project.judge.weigh(findings.into_iter().map(place).collect());
            findings.retain(matters);
            Ready { artifacts, findings, silent }
        };
        choices.iter().map(&mut ready).collect()
    }

    /// Writes the files of a format, and records them.
    pub(super) fn write(&self, choice: &Choice<'_>, ready: &Ready, text: &mut TextRecord, made: &mut Made) {
        let repeatable = ready.silent && choice.plugin.carrier().is_steady();
        let inputs = repeatable.then(|| self.key.of(choice, self.job.plan));
        let folder = self.job.plan.out.join(&*self.candidate.slug);
        let mut files = Vec::new();
        for artifact in &ready.artifacts {
            let file = self.file_record(choice, artifact, inputs);
            let path = text.path(&self.job.plan.out, &file);
            match write_artifact(&folder, &path, &artifact.bytes) {
                Ok(Written::Written) => {
                    made.written += 1;
                    made.names.extend(self.job.plan.verbose.then(|| path.display().to_string()));
                }
                Ok(Written::Unchanged) => made.unchanged += 1,
                Err(error) => {
                    made.unwritable = true;
                    made.findings.push(cannot_write(&path, &error));
                    return;
                }
            }
            files.push(file);
        }
        drop_leftovers(choice, &folder, text, &files);
        text.files.append(&mut files);
        text.files.sort_by(|one, other| one.ending.cmp(&other.ending));
    }

    fn file_record(&self, choice: &Choice<'_>, artifact: &Artifact, inputs: Option<[u8; 16]>) -> FileRecord {
        let manifest = choice.plugin.manifest();
        let maker = Maker {
            format: choice.format.name.clone(),
            house: self.house.id().to_owned(),
            backend: manifest.id.clone(),
            backend_version: manifest.version.clone(),
            engross: env!("CARGO_PKG_VERSION").to_owned(),
        };
        FileRecord {
            ending: self.job.shared.word(&artifact.name),
            maker: self.job.shared.maker(maker),
            sha256: Sha256::digest(&*artifact.bytes).into(),
            size: artifact.bytes.len() as u64,
            source_sha256: self.source_sha256,
            inputs,
            fresh: true,
        }
    }
}

/// Removes files of this format that the text no longer has: the fifth page of what are now four.
fn drop_leftovers(choice: &Choice<'_>, folder: &Path, text: &mut TextRecord, now: &[FileRecord]) {
    let same_format = |file: &FileRecord| file.maker.format == choice.format.name;
    for file in text.files.iter().filter(|file| same_format(file)) {
        let name = text.file_name(file);
        // The record may have been edited by hand: only a plain name of this very text is removed.
        if now.iter().all(|other| other.ending != file.ending) && !name.contains(['/', '\\']) {
            let _ = fs::remove_file(folder.join(name));
        }
    }
    text.files.retain(|file| !same_format(file) && now.iter().all(|other| other.ending != file.ending));
}

fn write_artifact(folder: &Path, path: &Path, bytes: &[u8]) -> std::io::Result<Written> {
    match write_whole(path, bytes, Durability::Renewable) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            fs::create_dir_all(folder)?;
            write_whole(path, bytes, Durability::Renewable)
        }
        outcome => outcome,
    }
}
