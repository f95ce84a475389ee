//! A source text and one of its language versions, found and read for a verb that works on them.

use std::fs::File;
use std::path::{Path, PathBuf};

use engross_compile::translation::{self, Opened, Translation};
use engross_compile::{FileKind, sniff};
use engross_model::{Bytes, Document, Finding, is_language_code, nearest};

use crate::args::HouseArguments;
use crate::discover::{Candidate, Content, discover};
use crate::exit::Stop;
use crate::files::{Durability, alone_in, cannot_write, folder_of, write_whole};
use crate::project::Project;
use crate::text::TextFile;

/// Finds the source text that the user means: the file itself, or the one text in a folder.
pub(crate) fn source(text: &Path) -> Result<Candidate, Stop> {
    let discovery = discover(std::slice::from_ref(&text.to_owned()))?;
    let mut sources: Vec<Candidate> = discovery.candidates.into_iter().filter(|it| it.is(FileKind::Text)).collect();
    let shown = text.display();
    match (sources.pop(), sources.is_empty()) {
        (Some(source), true) => Ok(source),
        (Some(_), false) => {
            Err(Stop::usage(format!("`{shown}` holds several texts")).help("name the file of the one you mean"))
        }
        (None, _) if !discovery.findings.is_empty() => Err(discovery.findings.into()),
        (None, _) => Err(Stop::usage(format!("`{shown}` holds no source text"))
            .help("name the source, or its folder: the language comes after it")),
    }
}

/// Returns where the version of a source in a language stands, or would stand.
pub(crate) fn version_path(source: &Candidate, language: &str) -> Result<PathBuf, Stop> {
    if !is_language_code(language) {
        return Err(Stop::usage(format!("`{language}` is no language code such as `en` or `fr`")));
    }
    let stem = source.path().file_stem().unwrap_or_default().to_string_lossy();
    if !is_language_code(&stem) {
        let message = format!("`{}` is not called by its language, so no version can stand beside it", source.name);
        return Err(Stop::usage(message).help("give the text a folder of its own, and call the file `en.yaml`"));
    }
    Ok(PathBuf::from(translation::beside(&source.name, language)))
}

/// One language version with its source.
pub(crate) struct Version {
    pub(crate) path: PathBuf,
    pub(crate) name: String,
    pub(crate) slug: String,
    pub(crate) bytes: Bytes,
    pub(crate) translation: Translation,
    /// The source, with its labels.
    pub(crate) original: Document,
    /// What keeps its words from being read as they are meant.
    pub(crate) mistakes: Vec<Finding>,
    /// Other runs wait for this one before they read the version to change it, as long as this lives.
    _alone: Option<File>,
}

/// Reads the version of a text in a language, so that it may be changed: what two runs write at once would otherwise be
/// the changes of one of them alone.
pub(crate) fn open(text: &Path, language: &str, houses: &HouseArguments) -> Result<(Project, Version), Stop> {
    let source = source(text)?;
    let path = version_path(&source, language)?;
    if !path.exists() {
        let message = format!("there is no version in `{language}`: `{}` does not exist", path.display());
        return Err(
            Stop::usage(message).help(format!("`engross translate new {} {language}` begins one", text.display()))
        );
    }
    let project = Project::open(std::slice::from_ref(&path), houses, None)?;
    let _alone = alone_in(folder_of(&path));
    let version = Version { _alone, ..read(&project, &path)? };
    Ok((project, version))
}

/// Reads a version.
pub(crate) fn read(project: &Project, path: &Path) -> Result<Version, Stop> {
    let candidate = one_candidate(path)?;
    let bytes = match candidate.read() {
        Content::Text(bytes) => bytes,
        Content::Finding(finding) => return Err((*finding).into()),
        Content::Nothing => return Err(Stop::usage(format!("`{}` is no language version", path.display()))),
    };
    if sniff(&bytes) != Some(FileKind::LanguageVersion) {
        return Err(Stop::usage(format!("`{}` is no language version", path.display())));
    }
    let text = TextFile::new(&candidate, bytes.clone());
    let opened = translation::open_version(&text.world(project), &candidate.name, &text.options(project));
    let opened = opened.map_err(|findings| project.judge.weigh(findings))?;
    Ok(Version {
        path: path.to_owned(),
        name: candidate.name.to_string(),
        slug: candidate.slug.to_string(),
        bytes,
        translation: opened.translation,
        original: opened.original,
        mistakes: opened.mistakes,
        _alone: None,
    })
}

fn one_candidate(path: &Path) -> Result<Candidate, Stop> {
    let discovery = discover(&[path.to_owned()])?;
    discovery.candidates.into_iter().next().ok_or(Stop::Findings(discovery.findings))
}

/// Opens a source that has no version yet.
pub(crate) fn open_source(project: &Project, source: &Candidate) -> Result<Opened, Stop> {
    let bytes = match source.read() {
        Content::Text(bytes) => bytes,
        Content::Finding(finding) => return Err((*finding).into()),
        Content::Nothing => return Err(Stop::usage(format!("`{}` is no text", source.name))),
    };
    let text = TextFile::new(source, bytes);
    let opened = translation::open(&text.world(project), &source.name, &text.options(project));
    opened.map_err(|findings| findings.into())
}

impl Version {
    /// Writes the file anew, whole or not at all.
    pub(crate) fn write(&self, text: &str) -> Result<(), Stop> {
        write_whole(&self.path, text.as_bytes(), Durability::Precious)
            .map(drop)
            .map_err(|error| cannot_write(&self.path, &error).into())
    }

    /// Returns the ids of the source's units, in order.
    pub(crate) fn order(&self) -> Vec<&str> {
        self.translation.units.iter().map(|unit| unit.id.as_str()).collect()
    }

    /// Refuses ids that the source does not have.
    pub(crate) fn refuse_unknown(&self, ids: &[String]) -> Result<(), Stop> {
        let order = self.order();
        let Some(unknown) = ids.iter().find(|id| !order.contains(&id.as_str())) else { return Ok(()) };
        let stop = Stop::usage(format!("the source has no unit `{unknown}`"));
        Err(match nearest(unknown, order.iter().copied()) {
            Some(near) => stop.help(format!("did you mean `{near}`?")),
            None => stop.help("`engross outline` lists the ids of clauses"),
        })
    }
}
