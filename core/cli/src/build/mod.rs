//! Makes files of texts: read, skip what has not changed, compile, render, write.
//!
//! Texts are independent: each is read, made and written before it is let go, so that memory does not grow with their
//! number. What is kept of a text is its findings and its lines in the record.
//!
//! The files of one text say the same. All formats wanted are rendered first; if one is blocked by a fault of the text
//! itself (a character that no font has), none is written, and the last good files stay together. A backend that
//! breaks, or a look with a mistake, withholds its own files only: the text is good, and the other formats show it.

mod beside;
mod formats;
mod key;
pub(crate) mod plan;
mod progress;
mod record;
mod render;
mod standing;
mod written;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use engross_compile::{Compiled, House, word_behind};
use engross_host::Choice;
use engross_model::{Document, Finding, Severity, is_language_code};
use sha2::{Digest as _, Sha256};

pub(crate) use self::beside::{files_of as files_in, joined};
use self::formats::{Formats, Ready};
use self::key::TextKey;
use self::plan::Plan;
pub(crate) use self::progress::Progress;
use self::record::{Record, Shared, TextRecord};
pub(crate) use self::render::{Rendered, files_of, render, request};
use self::standing::Standing;
use crate::discover::{Candidate, Content};
use crate::exit::{Exit, is_about_the_command};
use crate::files::{Written, alone_in, cannot_write, relative};
use crate::parallel;
use crate::project::Project;
use crate::severity::blocks;
use crate::text::{TextFile, compile_text};

/// What became of a build.
#[derive(Debug, Default)]
pub(crate) struct Built {
    pub(crate) texts: usize,
    pub(crate) written: usize,
    pub(crate) unchanged: usize,
    pub(crate) findings: Vec<Finding>,
    /// The languages of all texts that were looked at.
    pub(crate) languages: BTreeSet<String>,
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
        self.languages.extend(made.languages);
        made.change
    }

    pub(crate) fn exit(&self) -> Exit {
        Exit::of(self.unwritable, &self.findings)
    }
}

/// Builds all candidates that are texts.
pub(crate) fn build(project: &Project, plan: &Plan<'_>, candidates: &[Candidate], quiet: bool) -> Built {
    // The time first: were it that of a later record, it would vouch for files that this one does not know.
    let standing = Standing::of(&plan.out.join(record::FILE));
    let mut record = Record::read(&plan.out);
    let progress = Progress::new(candidates.len(), quiet);
    let job = Job { project, plan, record: &record, standing: &standing, shared: Shared::default() };
    let total = Mutex::new((Built::default(), Vec::new()));
    parallel::map(&work(candidates, plan), plan.jobs, |work| {
        let made = match work {
            Work::Text(candidate) => job.text(candidate),
            Work::SideBySide(candidate, codes) => job.side_by_side(candidate, codes),
        };
        progress.step();
        let (built, changes) = &mut *total.lock().unwrap_or_else(PoisonError::into_inner);
        changes.extend(built.gather(made));
    });
    progress.finish();
    let (mut built, changes) = total.into_inner().unwrap_or_else(PoisonError::into_inner);
    built.names.sort();
    update(&mut record, &standing, changes, plan, candidates, &mut built);
    built
}

/// One thing to make.
enum Work<'a> {
    /// A text in its language.
    Text(&'a Candidate),
    /// The languages of the text that a file belongs to, side by side.
    SideBySide(&'a Candidate, &'a [String]),
}

/// Lists what is to be made.
fn work<'a>(candidates: &'a [Candidate], plan: &'a Plan<'_>) -> Vec<Work<'a>> {
    let languages = &plan.languages;
    let is_alone = languages.all || !languages.single.is_empty();
    let mut work: Vec<Work<'a>> = candidates.iter().filter(|_| is_alone).map(Work::Text).collect();
    for candidate in first_of_each_text(candidates) {
        work.extend(languages.beside.iter().map(|codes| Work::SideBySide(candidate, codes)));
    }
    work
}

/// Returns one candidate for each text, which stands for all its languages.
pub(crate) fn first_of_each_text(candidates: &[Candidate]) -> impl Iterator<Item = &Candidate> {
    let mut seen = BTreeSet::new();
    candidates.iter().filter(move |candidate| seen.insert(&*candidate.slug))
}

fn update(
    record: &mut Record,
    standing: &Standing,
    changes: Vec<TextRecord>,
    plan: &Plan<'_>,
    candidates: &[Candidate],
    built: &mut Built,
) {
    let mut changed = !changes.is_empty();
    let _alone = alone_in(&plan.out);
    if changed {
        // Another build may have recorded its own texts meanwhile. The old record goes first: two at once would double the
        // memory of a large collection.
        drop(std::mem::take(record));
        *record = Record::read(&plan.out);
    }
    record.update(changes);
    let mut known: BTreeMap<&str, Vec<&Candidate>> = BTreeMap::new();
    for candidate in candidates {
        known.entry(&candidate.slug).or_default().push(candidate);
    }
    let is_known = |slug: &str, source: &str| {
        known.get(slug).is_some_and(|texts| texts.iter().any(|it| plan.source_name(it.path()) == source))
    };
    changed |= record.forget_vanished(&plan.out, &is_known);
    if !changed && !standing.needs_a_new_record() {
        return;
    }
    let youngest = standing.make_sure(record, &plan.out);
    let path = plan.out.join(record::FILE);
    match record.write(&plan.out) {
        Ok(Written::Written) => {}
        Ok(Written::Unchanged) => standing.renew(&path, youngest),
        Err(error) => {
            built.unwritable = true;
            built.findings.push(cannot_write(&path, &error));
        }
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
    standing: &'a Standing,
    shared: Shared,
}

/// A text that was read and found good.
struct Input<'a> {
    candidate: &'a Candidate,
    key: TextKey,
    /// Hash of the source, or of all files where several languages stand side by side.
    sha256: [u8; 32],
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
    /// The languages in which the text is there.
    languages: Vec<String>,
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
        if let Some(text) = before.filter(|text| text.clean && self.may_leave_files()) {
            let wanted = self.plan.languages.include(&text.language);
            if wanted && self.is_current(&TextFile::new(candidate, bytes.clone()), text) {
                let unchanged = text.files.iter().filter(|file| self.wants(&file.maker.format)).count();
                let languages = vec![text.language.to_string()];
                return Made { is_text: true, unchanged, languages, ..Made::default() };
            }
        }
        match candidate.content(bytes) {
            Content::Text(bytes) => match self.unwanted_language(&bytes) {
                Some(code) => Made { languages: vec![code], ..Made::default() },
                None => self.compile(&TextFile::new(candidate, bytes), source),
            },
            other => self.no_text(other),
        }
    }

    /// Returns the language that a text says it is in, if that is not wanted: then nothing else in it matters here.
    fn unwanted_language(&self, bytes: &[u8]) -> Option<String> {
        let code = word_behind(bytes, "language")?;
        (is_language_code(&code) && !self.plan.languages.include(&code)).then_some(code)
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

    /// Tells whether a file that would come out the same need not be made anew.
    fn may_leave_files(&self) -> bool {
        !self.plan.force && !self.project.judge.raises()
    }

    /// Tells whether every wanted file stands there and would come out the same.
    fn is_current(&self, file: &TextFile<'_>, text: &TextRecord) -> bool {
        let Some(house) = text.files.first().map(|file| &*file.maker.house) else { return false };
        let key = TextKey::new(self.project, file, house);
        self.plan.choices.iter().all(|choice| self.format_is_current(text, choice, &key))
    }

    fn format_is_current(&self, text: &TextRecord, choice: &Choice<'_>, key: &TextKey) -> bool {
        let expected = key.of(choice, self.plan);
        let mut files = text.files.iter().filter(|file| file.maker.format == choice.format.name).peekable();
        files.peek().is_some()
            && files.all(|file| {
                file.inputs.as_ref() == Some(&expected) && self.standing.holds(&text.path(&self.plan.out, file), file)
            })
    }

    fn compile(&self, text: &TextFile<'_>, source: String) -> Made {
        let mut compiled = compile_text(self.project, text);
        let clean = !compiled.findings.iter().any(matters);
        let mut findings = self.project.judge.weigh(std::mem::take(&mut compiled.findings));
        findings.retain(matters);
        let blocked = blocks(&findings);
        let mut made = Made { is_text: true, findings, ..Made::default() };
        let Some(document) = compiled.document.take() else {
            if !blocked {
                made.findings.push(no_document(text.candidate));
            }
            return made;
        };
        let languages = vec![document.language.code.clone()];
        if !self.plan.languages.include(&document.language.code) {
            return Made { languages, ..Made::default() };
        }
        made.languages = languages;
        let Some(house) = compiled.house.as_deref() else {
            made.findings.push(no_document(text.candidate));
            return made;
        };
        if !blocked {
            let key = TextKey::new(self.project, text, house.id());
            let sha256 = Sha256::digest(&*text.bytes).into();
            let input = Input { candidate: text.candidate, key, sha256, source, clean };
            self.make(input, document, house, &compiled, &mut made);
        }
        made
    }

    /// Renders and writes a document in all formats that are not as they would be.
    fn make(&self, input: Input<'_>, document: Document, house: &House, compiled: &Compiled, made: &mut Made) {
        let Input { candidate, key, sha256, source, clean } = input;
        let language = document.language_codes();
        let before = self.record.in_language(&candidate.slug, &language).filter(|text| *text.source == *source);
        let mut text = TextRecord {
            slug: candidate.slug.clone(),
            language: self.shared.word(&language),
            source: source.into(),
            clean,
            files: before.map(|text| text.files.clone()).unwrap_or_default(),
        };
        let formats = Formats { job: self, candidate, compiled, house, key, source_sha256: sha256 };
        let stale: Vec<&Choice<'_>> = self
            .plan
            .choices
            .iter()
            .filter(|choice| {
                let is_current = self.may_leave_files() && self.format_is_current(&text, choice, &formats.key);
                if is_current {
                    made.unchanged += text.files.iter().filter(|file| file.maker.format == choice.format.name).count();
                }
                !is_current
            })
            .collect();
        let mut ready = formats.render_all(&stale, document);
        let withheld = ready.iter_mut().map(Ready::mark_faults_of_the_text).filter(|faulty| *faulty).count() > 0;
        text.clean &= !ready.iter().any(Ready::is_blocked);
        for (choice, ready) in stale.iter().zip(ready) {
            if !withheld && !ready.is_blocked() {
                formats.write(choice, &ready, &mut text, made);
            }
            made.findings.extend(ready.findings);
        }
        if before != Some(&text) && !text.files.is_empty() {
            text.files.shrink_to_fit();
            made.change = Some(text);
        }
    }
}

/// Notes on a text are for who checks it; who builds it wants to know of warnings and errors.
pub(crate) fn matters(finding: &Finding) -> bool {
    finding.severity > Severity::Info
}

fn no_document(candidate: &Candidate) -> Finding {
    Finding::new("FILE-01", "no document can be made of the text")
        .in_file(&*candidate.name)
        .help("a finding that makes this impossible has been switched off or down in the settings")
}
