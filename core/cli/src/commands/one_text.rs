//! A single text, for commands that look into one.

use std::path::{Path, PathBuf};

use engross_compile::SourceMap;
use engross_model::{Document, Finding, Severity};

use crate::args::{FindingForm, HouseArguments};
use crate::discover::{Content, discover};
use crate::exit::{Exit, Stop};
use crate::output::Stream;
use crate::project::Project;
use crate::report;
use crate::severity::blocks;
use crate::text::{TextFile, compile_text};

/// A compiled text.
pub(crate) struct OneText {
    pub(crate) document: Document,
    pub(crate) sources: SourceMap,
    /// A text with errors can be looked into as far as it goes, and the run says that it has some.
    pub(crate) exit: Exit,
}

/// Compiles one file and prints its errors, and what it loses in another house than its own; `None` if nothing can be made of it.
pub(crate) fn open(file: &Path, houses: &HouseArguments) -> Result<Option<OneText>, Stop> {
    if file.is_dir() {
        return Err(Stop::usage(format!("`{}` is a folder; name a text in it", file.display())));
    }
    let paths = [PathBuf::from(file)];
    let project = Project::open(&paths, houses, None)?;
    let discovery = discover(&paths)?;
    let mut errors: Vec<Finding> = discovery.findings;
    let mut text = None;
    for candidate in &discovery.candidates {
        match candidate.read() {
            Content::Text(bytes) => {
                let compiled = compile_text(&project, &TextFile::new(candidate, bytes));
                errors.extend(project.judge.weigh(compiled.findings));
                text = compiled.document.map(|document| (document, compiled.sources));
            }
            Content::Finding(finding) => errors.push(Finding { severity: Severity::Error, ..*finding }),
            Content::Nothing => {}
        }
    }
    // What another house cannot hold is what one looks for when one asks for that house.
    errors.retain(|finding| finding.severity == Severity::Error || finding.code == "HOUSE-07");
    let exit = if blocks(&errors) { Exit::Blocked } else { Exit::Clean };
    report::print(&mut errors, FindingForm::Text, Stream::Err)?;
    Ok(text.map(|(document, sources)| OneText { document, sources, exit }))
}
