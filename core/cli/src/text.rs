//! One text on its way through the compiler: the world it sees, and its findings in the author's file.

use std::path::Path;
use std::sync::Arc;

use engross_compile::{Compiled, House, LARGEST_TEXT, Options, SourceMap, World, compile};
use engross_model::{Bytes, Finding};

use crate::exit::is_about_the_command;
use crate::files::read_within;
use crate::houses::Houses;
use crate::project::Project;

/// Compiles a text whose bytes were read before.
pub(crate) fn compile_text(project: &Project, name: &str, slug: &str, bytes: &Bytes) -> Compiled {
    let world = DiskWorld { houses: &project.houses, name, bytes };
    let options =
        Options { house: project.house.clone(), default_house: project.default_house.clone(), slug: slug.to_owned() };
    let mut compiled = compile(&world, name, &options);
    compiled.findings = project.houses.placed(compiled.findings);
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
struct DiskWorld<'a> {
    houses: &'a Houses,
    name: &'a str,
    bytes: &'a Bytes,
}

impl World for DiskWorld<'_> {
    fn read(&self, path: &str) -> Result<Bytes, Finding> {
        if path == self.name {
            return Ok(self.bytes.clone());
        }
        read_within(Path::new(path), path, LARGEST_TEXT)
    }

    fn house(&self, id: &str) -> Result<Arc<House>, Vec<Finding>> {
        self.houses.house(id)
    }
}
