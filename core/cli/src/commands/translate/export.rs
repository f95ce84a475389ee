//! `engross translate export`: a file for a translator's tool, and what was sent beside it.

use std::collections::BTreeMap;
use std::path::Path;

use engross_compile::translation::{State, Translation, TranslationUnit, UnitStanding, read_canonical};
use engross_compile::{LARGEST_TEXT, sniff};
use engross_exchange::{Format, Manifest, Memory, Package, Tool, write, write_tmx};

use super::package::package;
use super::versions::{open, original};
use crate::args::{ExchangeForm, ExchangeTool, OnlyStanding, Prefill, TranslateExport};
use crate::commands::memory::Memories;
use crate::exit::{Exit, Outcome, Stop};
use crate::files::{Durability, cannot_write, read_within, write_whole};
use crate::output::{self, count};

pub(crate) fn run(arguments: &TranslateExport) -> Outcome {
    let chosen = &arguments.version;
    let (project, version) = open(&chosen.text, &chosen.language, &chosen.houses)?;
    let original = original(&project, &version)?;
    let wanted = |unit: &TranslationUnit| is_wanted(unit, arguments);
    let mut package = package(&version.translation, &original, &wanted);
    if arguments.prefill == Prefill::None {
        for unit in package.groups.iter_mut().flat_map(|group| &mut group.units) {
            unit.target.clear();
            unit.state = engross_exchange::State::Missing;
        }
    }
    if arguments.prefill == Prefill::Tm {
        prefill_from_memories(&mut package, &version.translation, arguments)?;
    }
    let Some(format) = format(arguments.format) else {
        let memory = Memory::of(&package);
        put(&arguments.out, &write_tmx(&memory))?;
        output::say(&format!("wrote {}, with {}\n", arguments.out.display(), count(memory.units.len(), "unit")));
        return Ok(Exit::Clean);
    };
    let tool = tool(arguments.tool);
    if let Some(harm) = format.harmed_by(tool) {
        return Err(Stop::usage(harm).help("export `--format xliff12`, which it reads well"));
    }
    let manifest_path = manifest_of(&arguments.out);
    if manifest_path == arguments.out {
        return Err(Stop::usage("a file that ends with `json` would be taken for what was sent"));
    }
    let manifest = Manifest::of(&package);
    if tool == Tool::OmegatLegacy || arguments.prefill == Prefill::Source {
        package.prefill_with_source();
    }
    // What was sent is known before anything is sent.
    put(&manifest_path, &manifest.write())?;
    put(&arguments.out, &write(&package, format))?;
    let (units, out) = (count(package.units().count(), "unit"), arguments.out.display());
    output::say(&format!("wrote {out}, with {units}; keep {} until it comes back\n", manifest_path.display()));
    Ok(Exit::Clean)
}

/// Puts what memories offer into units without words.
fn prefill_from_memories(
    package: &mut Package,
    translation: &Translation,
    arguments: &TranslateExport,
) -> Result<(), Stop> {
    if arguments.memory.memory.is_empty() {
        return Err(Stop::usage("which memory?").help("name one with `--memory FILE`; `engross tm build` makes one"));
    }
    let memories = Memories::read(&arguments.memory, &translation.source_language, &translation.language)?;
    let places: BTreeMap<&str, usize> =
        translation.units.iter().enumerate().map(|(at, unit)| (unit.id.as_str(), at)).collect();
    for unit in package.groups.iter_mut().flat_map(|group| &mut group.units) {
        if unit.state != engross_exchange::State::Missing {
            continue;
        }
        let offer = places.get(unit.id.as_str()).and_then(|at| memories.best(&translation.units, *at));
        let Some((score, target)) = offer.and_then(|offer| Some((offer.score, read_canonical(&offer.target)?))) else {
            continue;
        };
        unit.target = target;
        let is_exact = score >= 100;
        unit.state = if is_exact { engross_exchange::State::ExactMatch } else { engross_exchange::State::FuzzyMatch };
    }
    Ok(())
}

/// Returns where what was sent in a file is noted.
pub(super) fn manifest_of(file: &Path) -> std::path::PathBuf {
    file.with_extension("json")
}

fn is_wanted(unit: &TranslationUnit, arguments: &TranslateExport) -> bool {
    let is_locked = unit.standing == UnitStanding::Current(State::Final);
    let is_chosen = arguments.only.is_empty()
        || arguments.only.iter().any(|only| match only {
            OnlyStanding::Missing => unit.standing == UnitStanding::Missing,
            OnlyStanding::Stale => unit.standing == UnitStanding::Stale,
            OnlyStanding::Draft => unit.standing == UnitStanding::Current(State::Draft),
        });
    is_chosen && (!is_locked || arguments.with_locked || arguments.format == ExchangeForm::Tmx)
}

fn format(form: ExchangeForm) -> Option<Format> {
    match form {
        ExchangeForm::Xliff12 => Some(Format::Xliff12),
        ExchangeForm::Xliff20 => Some(Format::Xliff20),
        ExchangeForm::Po => Some(Format::Po),
        ExchangeForm::Tmx => None,
    }
}

fn tool(tool: ExchangeTool) -> Tool {
    match tool {
        ExchangeTool::Generic => Tool::Generic,
        ExchangeTool::Omegat => Tool::Omegat,
        ExchangeTool::OmegatLegacy => Tool::OmegatLegacy,
        ExchangeTool::Weblate => Tool::Weblate,
    }
}

/// Writes a file for others, but never over a text or a language version.
pub(crate) fn put(path: &Path, text: &str) -> Result<(), Stop> {
    let there = read_within(path, "", LARGEST_TEXT);
    if there.is_ok_and(|bytes| sniff(&bytes).is_some()) {
        return Err(Stop::usage(format!("`{}` is a text, and is not overwritten", path.display()))
            .help("name another file with `--out`"));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let made = folder.map_or(Ok(()), std::fs::create_dir_all);
    let written = made.and_then(|()| write_whole(path, text.as_bytes(), Durability::Precious).map(drop));
    written.map_err(|error| cannot_write(path, &error).into())
}
