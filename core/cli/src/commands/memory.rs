//! `engross tm`: what was translated before, kept as TMX, and what it offers for units that need words.

use engross_compile::FileKind;
use engross_compile::translation::{
    Offer, Remembered, TranslationUnit, UnitStanding, canonical, offer, read_canonical, written,
};
use engross_exchange::{Memory, read_tmx, write_tmx};

use super::outline::first_words;
use super::translate::{open_version, original, package, put, version_path};
use crate::args::{MemoryArguments, Tm, TmBuild, TmMatch, TmVerb};
use crate::discover::discover;
use crate::exit::{Exit, Outcome, Stop};
use crate::files::read_within;
use crate::output::{self, count, table};
use crate::project::Project;

/// The largest memory that is read, in bytes.
const LARGEST: u64 = 32 << 20;

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
        let own = Memory::of(&package(&version.translation, &original(&project, &version)?, &|_| true));
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
    put(&arguments.out, &write_tmx(&memory))?;
    output::say(&format!("wrote {}, with {}\n", arguments.out.display(), count(memory.units.len(), "unit")));
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
    units: Vec<Kept>,
    least: u8,
}

struct Kept {
    source: String,
    target: String,
    previous: String,
    next: String,
}

impl Memories {
    /// Reads memories.
    pub(super) fn read(arguments: &MemoryArguments, source: &str, target: &str) -> Result<Self, Stop> {
        let mut units = Vec::new();
        for path in &arguments.memory {
            let name = path.display().to_string();
            let memory = read_tmx(&name, &read_within(path, &name, LARGEST)?, source, target)?;
            units.extend(memory.units.into_iter().map(|unit| Kept {
                source: canonical(&unit.source),
                target: canonical(&unit.target),
                previous: unit.previous,
                next: unit.next,
            }));
        }
        Ok(Self { units, least: arguments.min })
    }

    /// Returns the best offer for a unit, if any is good enough. Of equal ones the first wins.
    pub(super) fn best(&self, units: &[TranslationUnit], at: usize) -> Option<Offer> {
        let hash = |at: Option<usize>| at.and_then(|at| units.get(at)).map_or("", |unit| unit.hash.as_str());
        let neighbours = (hash(at.checked_sub(1)), hash(at.checked_add(1)));
        let text = canonical(&units.get(at)?.source);
        let mut best: Option<Offer> = None;
        for kept in self.units.iter().filter(|kept| may_be_alike(&text, &kept.source, self.least)) {
            let remembered =
                Remembered { source: &kept.source, target: &kept.target, neighbours: (&kept.previous, &kept.next) };
            let new = offer(&text, neighbours, remembered);
            if new.score >= self.least && best.as_ref().is_none_or(|best| new.score > best.score) {
                best = Some(new);
            }
        }
        best
    }
}

/// Passes over texts that differ too much in length, without comparing their words.
fn may_be_alike(one: &str, other: &str, least: u8) -> bool {
    let (short, long) = (one.len().min(other.len()), one.len().max(other.len()));
    // Words differ in length, so only half of what the score asks for is asked of it.
    short * 200 >= long * usize::from(least)
}
