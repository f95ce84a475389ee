//! `engross translate export`: a file for a translator's tool, and what was sent beside it.

use std::collections::HashMap;

use engross_compile::translation::{State, Translation, TranslationUnit, UnitStanding, read_canonical};
use engross_exchange::{ExchangeUnit, Format, Manifest, Memory, Package, State as SentState, Tool, write};
use engross_model::{Finding, Inline};

use super::package::package;
use super::sent::{self, put};
use super::versions::open;
use crate::args::{ExchangeForm, ExchangeTool, FindingForm, OnlyStanding, Prefill, TranslateExport};
use crate::commands::memory::{Memories, write_memory};
use crate::exit::{Exit, Outcome, Stop};
use crate::output::{self, Stream, count};
use crate::project::Project;
use crate::report;

pub(crate) fn run(arguments: &TranslateExport) -> Outcome {
    let chosen = &arguments.version;
    let (project, version) = open(&chosen.text, &chosen.language, &chosen.houses)?;
    if !version.mistakes.is_empty() {
        return refuse(&project, &version.name, version.mistakes);
    }
    let earlier = sent::beside(&arguments.out)?;
    let mut package = package(&version.translation, &version.original, &|unit| is_wanted(unit, arguments));
    let Some(format) = format(arguments.format) else {
        sent::refuse_loss(&arguments.out, earlier.as_ref(), None)?;
        return write_memory(&Memory::of(&package), &arguments.out);
    };
    let tool = tool(arguments.tool);
    if let Some(harm) = format.harmed_by(tool) {
        return Err(Stop::usage(harm).help("export `--format xliff12`, which it reads well"));
    }
    let memories = memories(&version.translation, arguments)?;
    let known = Known { translation: &version.translation, earlier: earlier.as_ref(), memories: memories.as_ref() };
    known.complete(&mut package, arguments.prefill);
    if tool == Tool::OmegatLegacy || arguments.prefill == Prefill::Source {
        package.prefill_with_source();
    }
    let written = write(&package, format);
    let manifest = Manifest::of(&package, written.as_bytes());
    sent::refuse_loss(&arguments.out, earlier.as_ref(), Some((&manifest, written.as_bytes())))?;
    // What was sent is known before anything is sent.
    let beside = Manifest::beside(&arguments.out);
    sent::keep(&manifest, &beside)?;
    put(&arguments.out, &written)?;
    let held = count(package.units().filter(|unit| format.holds(unit)).count(), "unit");
    let out = arguments.out.display();
    output::say(&format!("wrote {out}, with {held}; keep {} until it comes back\n", beside.display()));
    Ok(Exit::Clean)
}

/// Says why the words of a version are not those that it means: a translator would work on the wrong ones, and nothing
/// that came back could be merged.
fn refuse(project: &Project, version: &str, mistakes: Vec<Finding>) -> Outcome {
    let mut findings = project.judge.weigh(mistakes);
    report::print(&mut findings, FindingForm::Text, Stream::Err)?;
    output::say(&format!("nothing is exported before `{version}` is mended\n"));
    Ok(Exit::of(false, &findings))
}

fn memories(translation: &Translation, arguments: &TranslateExport) -> Result<Option<Memories>, Stop> {
    if !arguments.memory.memory.is_empty() {
        return Memories::read(&arguments.memory, &translation.source_language, &translation.language).map(Some);
    }
    if arguments.prefill == Prefill::Tm {
        return Err(Stop::usage("which memory?").help("name one with `--memory FILE`; `engross tm build` makes one"));
    }
    Ok(None)
}

/// What is known of units beside their words.
struct Known<'a> {
    translation: &'a Translation,
    /// What was sent before under the same name.
    earlier: Option<&'a Manifest>,
    memories: Option<&'a Memories>,
}

impl Known<'_> {
    /// Adds to a package what stale words translate, and puts other translations than the version's own into it.
    fn complete(&self, package: &mut Package, prefill: Prefill) {
        let units = &self.translation.units;
        let places: HashMap<&str, usize> = units.iter().enumerate().map(|(at, unit)| (unit.id.as_str(), at)).collect();
        for exchanged in package.units_mut() {
            let Some(at) = places.get(exchanged.id.as_str()).copied() else { continue };
            exchanged.previous_source = units.get(at).and_then(|unit| self.previous_source(unit));
            match prefill {
                Prefill::None => exchanged.send(Vec::new(), SentState::Missing),
                Prefill::Tm if exchanged.state == SentState::Missing => self.put_offer(exchanged, at),
                Prefill::Own | Prefill::Tm | Prefill::Source => {}
            }
        }
    }

    /// Finds what stale words translate. The version keeps only the hash of it; the words are known where they were sent
    /// before, or where a memory has them.
    fn previous_source(&self, unit: &TranslationUnit) -> Option<Vec<Inline>> {
        let hash = unit.translates.as_deref().filter(|_| unit.standing == UnitStanding::Stale)?;
        let sent = || read_canonical(self.earlier?.source(&unit.id, hash)?);
        sent().or_else(|| read_canonical(self.memories?.source(hash)?))
    }

    fn put_offer(&self, exchanged: &mut ExchangeUnit, at: usize) {
        let offer = self.memories.and_then(|memories| memories.best(&self.translation.units, at));
        let Some((score, target)) = offer.and_then(|offer| Some((offer.score, read_canonical(&offer.target)?))) else {
            return;
        };
        exchanged.send(target, if score >= 100 { SentState::ExactMatch } else { SentState::FuzzyMatch });
    }
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
