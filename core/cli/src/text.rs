//! One text on its way through the compiler: the world it sees, and its findings in the author's file.

use std::path::Path;
use std::sync::Arc;

use engross_compile::{Compiled, Finished, House, LARGEST_TEXT, Options, SourceMap, World, compile, compile_showing};
use engross_model::{Bytes, Finding, Status};

use crate::beside::Beside;
use crate::discover::Candidate;
use crate::exit::is_about_the_command;
use crate::files::read_within;
use crate::houses::Houses;
use crate::project::Project;

/// A text that was read, with what of its folder it depends on.
pub(crate) struct TextFile<'a> {
    pub(crate) candidate: &'a Candidate,
    pub(crate) bytes: Bytes,
    pub(crate) beside: Beside,
}

impl<'a> TextFile<'a> {
    /// Looks for the languages of a text beside it.
    pub(crate) fn new(candidate: &'a Candidate, bytes: Bytes) -> Self {
        let beside = Beside::of(candidate.path(), &bytes);
        Self { candidate, bytes, beside }
    }

    pub(crate) fn options(&self, project: &Project) -> Options {
        let slug = self.candidate.slug.to_string();
        Options {
            house: project.house.clone(),
            default_house: project.default_house.clone(),
            slug,
            glossary: project.glossary.as_ref().map(|glossary| glossary.terms.clone()),
            status: None,
        }
    }

    /// Returns the disk as the text sees it.
    pub(crate) fn world<'w>(&'w self, project: &'w Project) -> DiskWorld<'w> {
        DiskWorld { houses: &project.houses, text: self }
    }
}

/// Compiles a text.
pub(crate) fn compile_text(project: &Project, text: &TextFile<'_>) -> Compiled {
    compile_as(project, text, None)
}

/// Compiles a text as if its status were another.
pub(crate) fn compile_as(project: &Project, text: &TextFile<'_>, status: Option<Status>) -> Compiled {
    let options = Options { status, ..text.options(project) };
    in_file(text, compile(&text.world(project), &text.candidate.name, &options))
}

/// Compiles a text, and shows its document meanwhile.
pub(crate) fn compile_text_showing(
    project: &Project,
    text: &TextFile<'_>,
    show: impl FnOnce(Finished<'_>),
) -> Compiled {
    in_file(text, compile_showing(&text.world(project), &text.candidate.name, &text.options(project), show))
}

/// Places findings that have no file in the text's.
fn in_file(text: &TextFile<'_>, mut compiled: Compiled) -> Compiled {
    let name = &*text.candidate.name;
    for finding in &mut compiled.findings {
        if finding.place.file.is_none() {
            finding.place.file = Some(name.to_owned());
        }
    }
    compiled
}

/// Brings what a backend or a comparison found in a document home to the author's file, unless it is no fault of the text.
pub(crate) fn place_finding(mut finding: Finding, name: &str, sources: &SourceMap) -> Finding {
    if is_about_the_command(&finding) {
        return finding;
    }
    let place = &mut finding.place;
    match place.clause.as_deref().and_then(|clause| sources.place(clause)) {
        Some((file, span)) => {
            place.file = Some(file);
            place.span = Some(span);
        }
        None => place.file = Some(name.to_owned()),
    }
    finding
}

/// The disk as one text sees it.
pub(crate) struct DiskWorld<'a> {
    houses: &'a Houses,
    text: &'a TextFile<'a>,
}

impl World for DiskWorld<'_> {
    fn read(&self, path: &str) -> Result<Bytes, Finding> {
        let TextFile { candidate, bytes, beside } = self.text;
        match &beside.source {
            _ if path == &*candidate.name => Ok(bytes.clone()),
            Some((name, source)) if path == name => source.clone(),
            _ => read_within(Path::new(path), path, LARGEST_TEXT),
        }
    }

    fn house(&self, id: &str) -> Result<Arc<House>, Vec<Finding>> {
        self.houses.house(id)
    }

    fn languages(&self, _: &str) -> Vec<String> {
        self.text.beside.languages.clone()
    }
}
