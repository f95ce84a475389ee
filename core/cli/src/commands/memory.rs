//! `engross tm`: what was translated before, kept as TMX, and what it offers for units that need words.

use std::collections::HashMap;
use std::path::Path;

use engross_compile::FileKind;
use engross_compile::translation::{
    Offer, Recall, Remembered, TranslationUnit, UnitStanding, canonical, hash, read_canonical, written,
};
use engross_exchange::{LARGEST_FILE, Memory, read_tmx, write_tmx};

use super::outline::first_words;
use super::translate::{open_version, package, put, version_path};
use crate::args::{MemoryArguments, Tm, TmBuild, TmMatch, TmVerb};
use crate::discover::discover;
use crate::exit::{Exit, Outcome, Stop};
use crate::files::read_within;
use crate::output::{self, count, table};
use crate::project::Project;

pub(crate) fn run(arguments: &Tm) -> Outcome {
    match &arguments.verb {
        TmVerb::Build(it) => build(it),
        TmVerb::Match(it) => offers(it),
    }
}

/// Gathers what is reviewed in all versions of one language.
fn build(arguments: &TmBuild) -> Outcome {
    let project = Project::open(&arguments.paths, &arguments.houses, None)?;
    let discovery = discover(&arguments.paths)?;
    let mut memory = Memory { target_language: arguments.language.clone(), ..Memory::default() };
    for source in discovery.candidates.iter().filter(|candidate| candidate.is(FileKind::Text)) {
        let Ok(path) = version_path(source, &arguments.language) else { continue };
        if !path.exists() {
            continue;
        }
        let version = open_version(&project, &path)?;
        let own = Memory::of(&package(&version.translation, &version.original, &|_| true));
        if !memory.source_language.is_empty() && memory.source_language != own.source_language {
            let (one, other) = (&memory.source_language, &own.source_language);
            return Err(Stop::usage(format!("some of the texts are written in `{one}`, others in `{other}`"))
                .help("make a memory of each: name the texts that belong together"));
        }
        memory.source_language = own.source_language;
        memory.units.extend(own.units);
    }
    if memory.source_language.is_empty() {
        return Err(Stop::usage(format!("no text here has a version in `{}`", arguments.language)));
    }
    write_memory(&memory, &arguments.out)
}

/// Writes a memory, unless there is nothing in it: that would take the place of one that has something.
pub(super) fn write_memory(memory: &Memory, out: &Path) -> Outcome {
    if memory.units.is_empty() {
        let message =
            format!("nothing here is reviewed in `{}`, so there is nothing to remember", memory.target_language);
        return Err(Stop::usage(message).help("`engross translate mark` says what is reviewed"));
    }
    put(out, &write_tmx(memory))?;
    output::say(&format!("wrote {}, with {}\n", out.display(), count(memory.units.len(), "unit")));
    Ok(Exit::Clean)
}

/// Shows what memories offer for the units of a version that are missing or stale.
fn offers(arguments: &TmMatch) -> Outcome {
    let chosen = &arguments.version;
    let source = super::translate::source(&chosen.text)?;
    let path = version_path(&source, &chosen.language)?;
    let project = Project::open(&[source.path().to_owned()], &chosen.houses, None)?;
    let version = open_version(&project, &path)?;
    let translation = &version.translation;
    let memories = Memories::read(&arguments.memory, &translation.source_language, &translation.language)?;
    let needs_words = |unit: &TranslationUnit| matches!(unit.standing, UnitStanding::Missing | UnitStanding::Stale);
    let rows: Vec<[String; 3]> = (0..translation.units.len())
        .filter(|at| translation.units.get(*at).is_some_and(needs_words))
        .filter_map(|at| {
            let offer = memories.best(&translation.units, at)?;
            let unit = translation.units.get(at)?;
            let words = read_canonical(&offer.target).and_then(|content| written(&content)).unwrap_or(offer.target);
            Some([unit.id.clone(), format!("{:>5}", offer.score), first_words(&words)])
        })
        .collect();
    match rows.is_empty() {
        true => output::print("the memories have nothing alike\n")?,
        false => output::print(&table(["UNIT", "SCORE", "OFFER"], &rows))?,
    }
    Ok(Exit::Clean)
}

/// Memories of one pair of languages, and how much alike an offer must be.
pub(super) struct Memories {
    recall: Recall,
    /// The sources, by their hashes.
    sources: HashMap<String, String>,
    least: u8,
}

impl Memories {
    /// Reads memories.
    pub(super) fn read(arguments: &MemoryArguments, source: &str, target: &str) -> Result<Self, Stop> {
        let mut units = Vec::new();
        let mut sources = HashMap::new();
        for path in &arguments.memory {
            let name = path.display().to_string();
            let memory = read_tmx(&name, &read_within(path, &name, LARGEST_FILE)?, source, target)?;
            for unit in memory.units {
                let source = canonical(&unit.source);
                sources.insert(hash(&unit.source), source.clone());
                let (target, neighbours) = (canonical(&unit.target), (unit.previous, unit.next));
                units.push(Remembered { source, target, neighbours });
            }
        }
        Ok(Self { recall: Recall::new(units), sources, least: arguments.min })
    }

    /// Returns the best offer for a unit, if any is good enough. Of equal ones the first wins.
    pub(super) fn best(&self, units: &[TranslationUnit], at: usize) -> Option<Offer> {
        let hash = |at: Option<usize>| at.and_then(|at| units.get(at)).map_or("", |unit| unit.hash.as_str());
        let neighbours = (hash(at.checked_sub(1)), hash(at.checked_add(1)));
        self.recall.best(&canonical(&units.get(at)?.source), neighbours, self.least)
    }

    /// Returns the source of a hash, in canonical form.
    pub(super) fn source(&self, hash: &str) -> Option<&str> {
        self.sources.get(hash).map(String::as_str)
    }
}
