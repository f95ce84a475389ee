//! `engross check`: reads texts critically, mends what can be mended, and compares files with the text they show.

use engross_compile::{Compiled, FileKind, fix};
use engross_host::{OptionValues, Registry};
use engross_model::{Bytes, Document, Finding};

use crate::args::{Check, Form, Talk, TranslateLint};
use crate::backends::{self, Loaded, Wanted};
use crate::build::{Progress, Rendered, files_in, first_of_each_text, joined, render, request};
use crate::discover::{Candidate, Content, discover};
use crate::exit::{Exit, Outcome, Stop};
use crate::files::{Durability, alone_in, folder_of, write_whole};
use crate::language::Languages;
use crate::output::{self, Stream, count};
use crate::parallel;
use crate::project::Project;
use crate::report;
use crate::severity::blocks;
use crate::text::{TextFile, compile_text, place_finding};

/// One mend can bring out the next, as where a note mark passes one comma a round; after this many rounds something goes
/// in circles.
const MOST_ROUNDS: usize = 100;

/// `engross translate lint`: the same, of language versions alone.
pub(crate) fn run_on_versions(arguments: &TranslateLint) -> Outcome {
    let project = Project::open(&arguments.paths, &arguments.houses, Some(&arguments.judging))?;
    let mut discovery = discover(&arguments.paths)?;
    discovery.candidates.retain(|candidate| candidate.is(FileKind::LanguageVersion));
    let registry = Registry::default();
    let options = OptionValues::default();
    let checker = Checker { project: &project, registry: &registry, options, fix: false, parity: false };
    let checked = parallel::map(&discovery.candidates, None, |candidate| checker.check(candidate));
    conclude(checked, project.judge.weigh(discovery.findings), arguments.form, arguments.talk)
}

pub(crate) fn run(arguments: &Check) -> Outcome {
    let project = Project::open(&arguments.paths, &arguments.houses, Some(&arguments.judging))?;
    let Loaded { registry, refusals } =
        if arguments.parity { backends::load(&project, &arguments.plugins, Wanted::All)? } else { Loaded::default() };
    let options = OptionValues::parse(&registry, arguments.set.iter().map(String::as_str))?;
    let discovery = discover(&arguments.paths)?;
    let progress = Progress::new(discovery.candidates.len(), arguments.talk.quiet);
    let checker =
        Checker { project: &project, registry: &registry, options, fix: arguments.fix, parity: arguments.parity };
    let checked = parallel::map(&discovery.candidates, arguments.jobs, |candidate| {
        let checked = checker.check(candidate);
        progress.step();
        checked
    });
    progress.finish();
    let checked = checked.into_iter().chain(checker.check_side_by_side(arguments, &discovery.candidates)?).collect();
    let found = [project.judge.weigh(discovery.findings), refusals].concat();
    conclude(checked, found, arguments.form, arguments.talk)
}

/// Reports what was found, in the texts and before.
fn conclude(checked: Vec<Checked>, found: Vec<Finding>, form: Form, talk: Talk) -> Outcome {
    let mut total = Checked { findings: found, ..Checked::default() };
    checked.into_iter().for_each(|one| total.add(one));
    report::print(&mut total.findings, form.format, Stream::Out)?;
    if !talk.quiet {
        output::say(&total.summary());
    }
    Ok(total.exit())
}

/// What became of one text, or of all.
#[derive(Default)]
struct Checked {
    texts: usize,
    mended: usize,
    findings: Vec<Finding>,
    unwritable: bool,
}

impl Checked {
    fn add(&mut self, other: Self) {
        self.texts += other.texts;
        self.mended += other.mended;
        self.unwritable |= other.unwritable;
        self.findings.extend(other.findings);
    }

    fn exit(&self) -> Exit {
        Exit::of(self.unwritable, &self.findings)
    }

    fn summary(&self) -> String {
        let mended = if self.mended > 0 { format!("{} mended, ", count(self.mended, "place")) } else { String::new() };
        let findings = report::tally(&self.findings).unwrap_or_else(|| "nothing found".to_owned());
        format!("{}: {mended}{findings}\n", count(self.texts, "text"))
    }
}

struct Checker<'a> {
    project: &'a Project,
    registry: &'a Registry,
    /// What is asked of the backends.
    options: OptionValues,
    fix: bool,
    parity: bool,
}

impl Checker<'_> {
    fn check(&self, candidate: &Candidate) -> Checked {
        // What another run writes between reading and mending would be lost.
        let _alone = self.fix.then(|| alone_in(folder_of(candidate.path())));
        let bytes = match candidate.read() {
            Content::Text(bytes) => bytes,
            Content::Nothing => return Checked::default(),
            Content::Finding(finding) => {
                return Checked { findings: self.project.judge.weigh(vec![*finding]), ..Checked::default() };
            }
        };
        let mut checked = Checked { texts: 1, ..Checked::default() };
        let text = TextFile::new(candidate, bytes);
        let mut compiled = self.compile(&text);
        if self.fix {
            compiled = self.mend(text, compiled, &mut checked);
        }
        checked.findings.append(&mut compiled.findings);
        if self.parity && !blocks(&checked.findings) {
            let compared = self.compare(candidate, &mut compiled);
            checked.findings.extend(self.project.judge.weigh(compared));
        }
        checked
    }

    /// Compares the files of languages side by side.
    fn check_side_by_side(&self, arguments: &Check, candidates: &[Candidate]) -> Result<Vec<Checked>, Stop> {
        let Languages { beside, .. } = Languages::parse(&arguments.language)?;
        let pairs: Vec<(&Candidate, &[String])> = first_of_each_text(candidates)
            .flat_map(|candidate| beside.iter().map(move |codes| (candidate, codes.as_slice())))
            .collect();
        Ok(parallel::map(&pairs, arguments.jobs, |(candidate, codes)| self.side_by_side(candidate, codes)))
    }

    /// What is wrong with one of the languages alone was said where it was checked.
    fn side_by_side(&self, candidate: &Candidate, codes: &[String]) -> Checked {
        let (_, Ok(files)) = files_in(candidate, codes) else { return Checked::default() };
        let mut columns = Vec::new();
        for file in &files {
            let Content::Text(bytes) = file.read() else { return Checked::default() };
            columns.push(self.compile(&TextFile::new(file, bytes)));
        }
        if columns.iter().any(|compiled| blocks(&compiled.findings)) {
            return Checked::default();
        }
        let documents: Option<Vec<Document>> = columns.iter_mut().map(|compiled| compiled.document.take()).collect();
        let (Some(documents), Some(first), Some(file)) = (documents, columns.first_mut(), files.first()) else {
            return Checked::default();
        };
        let findings = match joined(documents) {
            Ok(document) => {
                first.document = Some(document);
                self.compare(file, first)
            }
            Err((column, finding)) => {
                vec![finding.in_file(files.get(column).map_or(&*file.name, |file| &*file.name))]
            }
        };
        Checked { findings: self.project.judge.weigh(findings), ..Checked::default() }
    }

    fn compile(&self, text: &TextFile<'_>) -> Compiled {
        let mut compiled = compile_text(self.project, text);
        compiled.findings = self.project.judge.weigh(compiled.findings);
        compiled
    }

    /// Mends until nothing is left to mend, and writes the file once.
    fn mend(&self, mut text: TextFile<'_>, mut compiled: Compiled, checked: &mut Checked) -> Compiled {
        let original = text.bytes.clone();
        let candidate = text.candidate;
        for _ in 0..MOST_ROUNDS {
            let fixable: Vec<Finding> = compiled.findings.iter().filter(|it| it.fix.is_some()).cloned().collect();
            if fixable.is_empty() {
                break;
            }
            match fix(&candidate.name, &text.bytes, &fixable) {
                Ok(fixed) if fixed.applied > 0 && *fixed.text.as_bytes() != *text.bytes => {
                    checked.mended += fixed.applied;
                    text.bytes = Bytes::from(fixed.text);
                    compiled = self.compile(&text);
                }
                Ok(_) => break,
                Err(finding) => {
                    compiled.findings.push(finding);
                    break;
                }
            }
        }
        if text.bytes == original {
            return compiled;
        }
        match write_whole(candidate.path(), &text.bytes, Durability::Precious) {
            Ok(_) => compiled,
            Err(error) => {
                checked.unwritable = true;
                checked.mended = 0;
                let message = format!("the mended file cannot be written: {error}");
                checked.findings.push(Finding::new("OUT-01", message).in_file(&*candidate.name));
                text.bytes = original;
                self.compile(&text)
            }
        }
    }

    /// Makes every format, reads it back and compares.
    fn compare(&self, candidate: &Candidate, compiled: &mut Compiled) -> Vec<Finding> {
        let (Some(document), Some(house)) = (compiled.document.take(), compiled.house.as_deref()) else {
            return Vec::new();
        };
        let mut request = request(document, house, None);
        let mut findings = Vec::new();
        for choice in self.registry.choices() {
            request.options = self.options.of(&choice.plugin.manifest().id);
            let Rendered { artifacts, findings: said } = render(&choice, &mut request, house);
            let compared =
                artifacts.iter().flat_map(|artifact| read_back(&request.document, &artifact.name, &artifact.bytes));
            let who = format!("in the {} made by `{}`", choice.format.name, choice.plugin.manifest().id);
            findings.extend(said.into_iter().chain(compared).map(|finding| finding.note(&who)));
        }
        findings.into_iter().map(|finding| place_finding(finding, &candidate.name, &compiled.sources)).collect()
    }
}

fn read_back(document: &Document, name: &str, bytes: &[u8]) -> Vec<Finding> {
    engross_parity::check(document, name.rsplit('.').next().unwrap_or(name), bytes)
}
