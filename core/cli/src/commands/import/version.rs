//! `engross import --translation-of`: makes a language version of a file that is the translation of a text.

use std::collections::BTreeSet;
use std::path::Path;

use engross_compile::translation::{self, Opened, Standing, State, Translation, UnitChange};
use engross_import::{ImportedVersion, import_version};
use engross_model::Finding;

use super::{Made, read, wishes};
use crate::args::Import;
use crate::commands::translate::{begun_version, open_source, source, version_path};
use crate::exit::Stop;
use crate::files::write_new;
use crate::project::Project;
use crate::severity::blocks;

/// Makes the version beside its source.
pub(super) fn make(arguments: &Import, text: &Path) -> Result<Made, Stop> {
    let source = source(text)?;
    let project = Project::open(&[source.path().to_owned()], &arguments.houses, None)?;
    let Opened { translation: units, original, .. } = open_source(&project, &source)?;
    let house = project.houses.house(&units.house)?;
    let (name, bytes) = read(arguments)?;
    let known: BTreeSet<&str> = units.units.iter().map(|unit| unit.id.as_str()).collect();
    let has_unit = |unit: &str| known.contains(unit);
    let mut imported = import_version(&name, &bytes, &house, &wishes(arguments), &original, has_unit);
    let mut made = Made::of(arguments, std::mem::take(&mut imported.findings), std::mem::take(&mut imported.shown));
    if !blocks(&made.findings) {
        if imported.language == units.source_language {
            let message =
                format!("the text is written in `{}` itself, and the file seems to be so too", imported.language);
            return Err(Stop::usage(message).help("name the file's language with `--language`"));
        }
        let path = version_path(&source, &imported.language)?;
        let stem = source.path().file_stem().unwrap_or_default().to_string_lossy();
        write_new(&path, written(&units, &imported, &stem, &path)?.as_bytes())?;
        made.path = Some(path);
    }
    Ok(made)
}

/// Writes a version with the words that were found; they are drafts, whoever wrote them.
fn written(
    units: &Translation,
    imported: &ImportedVersion,
    original: &str,
    path: &Path,
) -> Result<String, Vec<Finding>> {
    let begun = begun_version(units, original, &imported.language, Standing::Working);
    let words = imported.words.as_ref();
    let change = |unit: &translation::TranslationUnit| {
        Some(UnitChange {
            id: unit.id.clone(),
            text: Some(words?.get(&unit.id)?.clone()),
            src: Some(unit.hash.clone()),
            state: Some(State::Draft),
            ..UnitChange::default()
        })
    };
    let changes: Vec<UnitChange> = units.units.iter().filter_map(change).collect();
    let order: Vec<&str> = units.units.iter().map(|unit| unit.id.as_str()).collect();
    translation::change(&path.display().to_string(), begun.as_bytes(), &order, &changes)
}
