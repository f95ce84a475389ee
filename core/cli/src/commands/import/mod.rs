//! `engross import`: makes a source text, or a language version of one, of a file that somebody has.

mod version;

use std::path::{Path, PathBuf};

use engross_import::{Imported, Wishes, import};
use engross_model::{Bytes, Finding, Severity, is_language_code};

use crate::args::{Import, TrackedChanges};
use crate::exit::{Exit, Outcome, Stop};
use crate::files::{make_folder, read_within, write_new};
use crate::output::{self, Stream};
use crate::project::Project;
use crate::report;
use crate::severity::blocks;

/// The largest file that is read, in bytes.
const LARGEST_FILE: u64 = 64 << 20;

/// Where texts are kept where nobody says otherwise.
const TEXTS: &str = "declarations";

pub(crate) fn run(arguments: &Import) -> Outcome {
    if let Some(language) = arguments.language.as_ref().filter(|language| !is_language_code(language)) {
        return Err(Stop::usage(format!("`{language}` is no language code such as `en` or `fr`")));
    }
    let mut made = match &arguments.translation_of {
        Some(text) => version::make(arguments, text)?,
        None => make(arguments)?,
    };
    let shown = |_: &str| Some(made.shown.clone().into());
    report::print_showing(&mut made.findings, arguments.form.format, Stream::Err, &shown)?;
    if let Some(path) = made.path.as_ref().filter(|_| !arguments.form.format.is_for_programs()) {
        output::print(&format!("{}\n", path.display()))?;
    }
    if !arguments.talk.quiet {
        output::say(&summary(&made));
    }
    Ok(Exit::of(false, &made.findings))
}

/// What an import came to.
struct Made {
    /// The file that was written, if any.
    path: Option<PathBuf>,
    findings: Vec<Finding>,
    /// What the findings point into.
    shown: String,
}

impl Made {
    /// Begins with what was found; in a strict run every repair blocks.
    fn of(arguments: &Import, mut findings: Vec<Finding>, shown: String) -> Self {
        if arguments.strict {
            findings.iter_mut().for_each(|finding| finding.severity = Severity::Error);
        }
        Self { path: None, findings, shown }
    }
}

/// Makes a source text in a folder of its own.
fn make(arguments: &Import) -> Result<Made, Stop> {
    let project = Project::open(arguments.out.as_slice(), &arguments.houses, None)?;
    let house = project.chosen_house()?;
    let (name, bytes) = read(arguments)?;
    let mut imported = import(&name, &bytes, &house, &wishes(arguments));
    let mut made = Made::of(arguments, std::mem::take(&mut imported.findings), std::mem::take(&mut imported.shown));
    if let Some(text) = imported.text.take().filter(|_| !blocks(&made.findings)) {
        made.path = Some(write(arguments, &imported, &text)?);
    }
    Ok(made)
}

fn read(arguments: &Import) -> Result<(String, Bytes), Finding> {
    let name = arguments.file.to_string_lossy().into_owned();
    let bytes = read_within(&arguments.file, &name, LARGEST_FILE)?;
    Ok((name, bytes))
}

fn wishes(arguments: &Import) -> Wishes {
    Wishes { language: arguments.language.clone(), refuse_changes: arguments.changes == TrackedChanges::Refuse }
}

fn write(arguments: &Import, imported: &Imported, text: &str) -> Result<PathBuf, Stop> {
    let folder = arguments.out.clone().unwrap_or_else(|| Path::new(TEXTS).join(&imported.slug));
    let path = folder.join(format!("{}.yaml", imported.language));
    super::new::refuse_to_overwrite(&folder, &path)?;
    make_folder(&folder)?;
    write_new(&path, text.as_bytes())?;
    Ok(path)
}

fn summary(made: &Made) -> String {
    let found = report::tally(&made.findings).map(|tally| format!("{tally}; ")).unwrap_or_default();
    match &made.path {
        Some(path) => format!("{found}compare with the original, then: engross check {}\n", path.display()),
        None => format!("{found}nothing was written\n"),
    }
}
