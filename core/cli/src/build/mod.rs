//! Makes files of texts: read, skip what has not changed, compile, render, write.
//!
//! Texts are independent: each is read, made and written before it is let go, so that memory does not grow with their
//! number. What is kept of a text is its findings and its lines in the record.

mod key;
pub(crate) mod plan;
mod progress;
mod record;

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use engross_compile::{Compiled, House};
use engross_host::Choice;
use engross_model::{Artifact, Asset, Bytes, Date, Document, Finding, PROTOCOL, Request, Severity, Timestamp};
use sha2::{Digest as _, Sha256};

use self::key::TextKey;
use self::plan::Plan;
pub(crate) use self::progress::Progress;
use self::record::{FileRecord, Maker as FileMaker, Record, Shared, TextRecord};
use crate::discover::{Candidate, Content};
use crate::exit::{Exit, is_about_the_command};
use crate::files::{Durability, Written, cannot_write, relative, write_whole};
use crate::parallel;
use crate::project::Project;
use crate::severity::blocks;
use crate::text::{compile_text, place_finding};

/// What became of a build.
#[derive(Debug, Default)]
pub(crate) struct Built {
    pub(crate) texts: usize,
    pub(crate) written: usize,
    pub(crate) unchanged: usize,
    pub(crate) findings: Vec<Finding>,
    /// The files written, for `--verbose`.
    pub(crate) names: Vec<String>,
    pub(crate) unwritable: bool,
}

impl Built {
    /// Adds one text, and returns its new record.
    fn gather(&mut self, made: Made) -> Option<TextRecord> {
        self.texts += usize::from(made.is_text);
        self.written += made.written;
        self.unchanged += made.unchanged;
        self.unwritable |= made.unwritable;
        for finding in made.findings {
            // Every text would repeat what is wrong with the command.
            if !is_about_the_command(&finding) || !self.findings.contains(&finding) {
                self.findings.push(finding);
            }
        }
        self.names.extend(made.names);
        made.change
    }

    pub(crate) fn exit(&self) -> Exit {
        Exit::of(self.unwritable, &self.findings)
    }
}

/// Builds all candidates that are texts.
pub(crate) fn build(project: &Project, plan: &Plan<'_>, candidates: &[Candidate], quiet: bool) -> Built {
    let mut record = Record::read(&plan.out);
    let progress = Progress::new(candidates.len(), quiet);
    let job = Job { project, plan, record: &record, shared: Shared::default() };
    let total = Mutex::new((Built::default(), Vec::new()));
    parallel::map(candidates, plan.jobs, |candidate| {
        let made = job.text(candidate);
        progress.step();
        let (built, changes) = &mut *total.lock().unwrap_or_else(PoisonError::into_inner);
        changes.extend(built.gather(made));
    });
    progress.finish();
    let (mut built, changes) = total.into_inner().unwrap_or_else(PoisonError::into_inner);
    built.names.sort();
    update(&mut record, changes, plan, candidates, &mut built);
    built
}

fn update(record: &mut Record, changes: Vec<TextRecord>, plan: &Plan<'_>, candidates: &[Candidate], built: &mut Built) {
    let mut changed = !changes.is_empty();
    record.update(changes);
    let known: BTreeMap<&str, &Candidate> = candidates.iter().map(|it| (&*it.slug, it)).collect();
    let is_known = |slug: &str, source: &str| known.get(slug).is_some_and(|it| plan.source_name(it.path()) == source);
    changed |= record.forget_vanished(&plan.out, &is_known);
    if !changed {
        return;
    }
    if let Err(error) = record.write(&plan.out) {
        built.unwritable = true;
        built.findings.push(cannot_write(&plan.out.join(record::FILE), &error));
    }
}

impl Plan<'_> {
    fn source_name(&self, path: &Path) -> String {
        relative(&self.out_absolute, &self.here.join(path))
    }
}

/// What every text needs.
struct Job<'a> {
    project: &'a Project,
    plan: &'a Plan<'a>,
    record: &'a Record,
    shared: Shared,
}

/// A text that was read and found good.
struct Input<'a> {
    candidate: &'a Candidate,
    bytes: &'a Bytes,
    /// The path seen from the output folder.
    source: String,
    /// Neither warning nor error was found in it.
    clean: bool,
}

/// What became of one text.
#[derive(Default)]
struct Made {
    is_text: bool,
    written: usize,
    unchanged: usize,
    findings: Vec<Finding>,
    names: Vec<String>,
    unwritable: bool,
    change: Option<TextRecord>,
}

impl Job<'_> {
    fn text(&self, candidate: &Candidate) -> Made {
        let bytes = match candidate.bytes() {
            Ok(bytes) => bytes,
            Err(content) => return self.no_text(content),
        };
        let source = self.plan.source_name(candidate.path());
        let before = self.record.of(&candidate.slug, &source);
        if let Some(text) = before.filter(|text| text.clean && !self.plan.force && !self.project.judge.raises()) {
            let wanted = self.plan.languages.include(&text.language);
            if wanted && self.is_current(candidate, &bytes, text) {
                let unchanged = text.files.iter().filter(|file| self.wants(&file.maker.format)).count();
                return Made { is_text: true, unchanged, ..Made::default() };
            }
        }
        match candidate.content(bytes) {
            Content::Text(bytes) => self.compile(candidate, &bytes, source),
            other => self.no_text(other),
        }
    }

    fn no_text(&self, content: Content) -> Made {
        match content {
            Content::Finding(finding) => Made { findings: self.project.judge.weigh(vec![*finding]), ..Made::default() },
            Content::Nothing | Content::Text(_) => Made::default(),
        }
    }

    fn wants(&self, format: &str) -> bool {
        self.plan.choices.iter().any(|choice| choice.format.name == format)
    }

    /// Tells whether every wanted file stands there and would come out the same.
    fn is_current(&self, candidate: &Candidate, bytes: &Bytes, text: &TextRecord) -> bool {
        let Some(house) = text.files.first().map(|file| &*file.maker.house) else { return false };
        let key = TextKey::new(self.project, candidate, bytes, house);
        self.plan.choices.iter().all(|choice| self.format_is_current(candidate, text, choice, &key))
    }

    fn format_is_current(&self, candidate: &Candidate, text: &TextRecord, choice: &Choice<'_>, key: &TextKey) -> bool {
        let expected = key.of(choice, self.plan);
        let folder = self.plan.out.join(&*candidate.slug);
        let mut files = text.files.iter().filter(|file| file.maker.format == choice.format.name).peekable();
        files.peek().is_some()
            && files.all(|file| {
                file.inputs.as_ref() == Some(&expected)
                    && fs::metadata(folder.join(text.file_name(file)))
                        .is_ok_and(|about| about.is_file() && about.len() == file.size)
            })
    }

    fn compile(&self, candidate: &Candidate, bytes: &Bytes, source: String) -> Made {
        let mut compiled = compile_text(self.project, &candidate.name, &candidate.slug, bytes);
        let clean = !compiled.findings.iter().any(matters);
        let mut findings = self.project.judge.weigh(std::mem::take(&mut compiled.findings));
        findings.retain(matters);
        let blocked = blocks(&findings);
        let mut made = Made { is_text: true, findings, ..Made::default() };
        let Some(document) = compiled.document.take() else {
            if !blocked {
                made.findings.push(no_document(candidate));
            }
            return made;
        };
        if !self.plan.languages.include(&document.language.code) {
            return Made::default();
        }
        if !blocked {
            self.make(Input { candidate, bytes, source, clean }, document, &compiled, &mut made);
        }
        made
    }

    fn make(&self, input: Input<'_>, document: Document, compiled: &Compiled, made: &mut Made) {
        let Input { candidate, bytes, source, clean } = input;
        let Some(house) = compiled.house.as_deref() else {
            made.findings.push(no_document(candidate));
            return;
        };
        let language = &document.language.code;
        let before = self.record.of(&candidate.slug, &source).filter(|text| *text.language == **language);
        let mut text = TextRecord {
            slug: candidate.slug.clone(),
            language: self.shared.word(language),
            source: source.into(),
            clean,
            files: before.map(|text| text.files.clone()).unwrap_or_default(),
        };
        let maker = Maker {
            job: self,
            candidate,
            compiled,
            house,
            key: TextKey::new(self.project, candidate, bytes, house.id()),
            source_sha256: Sha256::digest(&**bytes).into(),
        };
        let stale: Vec<&Choice<'_>> = self
            .plan
            .choices
            .iter()
            .filter(|choice| {
                let may_stay = !self.plan.force && !self.project.judge.raises();
                let is_current = may_stay && self.format_is_current(candidate, &text, choice, &maker.key);
                if is_current {
                    made.unchanged += text.files.iter().filter(|file| file.maker.format == choice.format.name).count();
                }
                !is_current
            })
            .collect();
        for (choice, rendered) in stale.iter().zip(maker.render_all(&stale, document)) {
            maker.write(choice, rendered, &mut text, made);
        }
        if before != Some(&text) && !text.files.is_empty() {
            text.files.shrink_to_fit();
            made.change = Some(text);
        }
    }
}

/// Renders and writes the formats of one text.
struct Maker<'a> {
    job: &'a Job<'a>,
    candidate: &'a Candidate,
    compiled: &'a Compiled,
    house: &'a House,
    key: TextKey,
    source_sha256: [u8; 32],
}

/// What a plugin made of one format.
pub(crate) struct Rendered {
    pub(crate) artifacts: Vec<Artifact>,
    pub(crate) findings: Vec<Finding>,
}

impl Maker<'_> {
    fn render_all(&self, choices: &[&Choice<'_>], document: Document) -> Vec<Rendered> {
        let mut request = request(document, self.house, self.job.plan.timestamp);
        choices.iter().map(|choice| self.render(choice, &mut request)).collect()
    }

    fn render(&self, choice: &Choice<'_>, request: &mut Request) -> Rendered {
        request.options = self.job.plan.options.of(&choice.plugin.manifest().id);
        let Rendered { artifacts, findings } = render(choice, request, self.house);
        let place = |finding| place_finding(finding, &self.candidate.name, &self.compiled.sources);
        Rendered { artifacts, findings: findings.into_iter().map(place).collect() }
    }

    /// Writes what was rendered, unless it is blocked.
    fn write(&self, choice: &Choice<'_>, rendered: Rendered, text: &mut TextRecord, made: &mut Made) {
        let silent = !rendered.findings.iter().any(matters);
        let mut findings = self.job.project.judge.weigh(rendered.findings);
        findings.retain(matters);
        let blocked = blocks(&findings) || rendered.artifacts.is_empty();
        made.findings.extend(findings);
        if blocked {
            return;
        }
        let inputs = silent.then(|| self.key.of(choice, self.job.plan));
        let folder = self.job.plan.out.join(&*self.candidate.slug);
        let mut files = Vec::new();
        for artifact in &rendered.artifacts {
            let file = self.file_record(choice, artifact, inputs);
            let path = folder.join(text.file_name(&file));
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
        let maker = FileMaker {
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

/// Notes on a text are for who checks it; who builds it wants to know of warnings and errors.
fn matters(finding: &Finding) -> bool {
    finding.severity > Severity::Info
}

/// Makes the request for a document; format, options and assets come with each backend.
pub(crate) fn request(document: Document, house: &House, timestamp: Option<Timestamp>) -> Request {
    let timestamp = timestamp.unwrap_or_else(|| document.metadata.date.unwrap_or(Date::EPOCH).into());
    Request {
        protocol: PROTOCOL.to_owned(),
        format: String::new(),
        document,
        look: house.look().clone(),
        options: BTreeMap::new(),
        assets: Vec::new(),
        timestamp,
    }
}

/// Renders one format of one document, whose options are in the request.
pub(crate) fn render(choice: &Choice<'_>, request: &mut Request, house: &House) -> Rendered {
    request.format.clone_from(&choice.format.name);
    match choice.plugin.assets(&|name| files_of(house, name)) {
        Ok(assets) => request.assets = assets,
        Err(finding) => return Rendered { artifacts: Vec::new(), findings: vec![finding] },
    }
    let response = choice.plugin.render(request);
    Rendered { artifacts: response.artifacts, findings: response.findings }
}

/// Returns the files of a house that a name in a manifest's needs stands for.
pub(crate) fn files_of(house: &House, name: &str) -> Vec<Asset> {
    if name == "fonts" { house.fonts() } else { house.asset(name).into_iter().collect() }
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

fn no_document(candidate: &Candidate) -> Finding {
    Finding::new("FILE-01", "no document can be made of the text")
        .in_file(&*candidate.name)
        .help("a finding that makes this impossible has been switched off or down in the settings")
}
