//! `engross plugin`: who makes what, how well, and how to make another.

mod new;

use std::path::Path;

use engross_host::{Plugin as Loaded, Rule, Trust};
use engross_model::{Artifact, Document, Feature, Manifest};
use engross_plugin::conformance::{self, Surroundings};
use serde_json::{Value, json};

use crate::args::{Folders, HouseArguments, Plugin, PluginVerb, Plugins};
use crate::backends::{self, Wanted};
use crate::build::files_of;
use crate::exit::{Exit, Outcome, Stop};
use crate::output;
use crate::project::Project;
use crate::report;

pub(crate) fn run(arguments: &Plugin) -> Outcome {
    match &arguments.verb {
        PluginVerb::List { plugins } => list(plugins),
        PluginVerb::Inspect { plugin, plugins } => inspect(plugin, plugins),
        PluginVerb::Check { plugin, plugins, houses } => check(plugin, plugins, houses),
        PluginVerb::New { dir, language } => new::run(dir, *language),
    }
}

fn here() -> Result<Project, Stop> {
    Project::here(&Folders { templates: Vec::new() })
}

fn list(plugins: &Plugins) -> Outcome {
    let loaded = backends::load(&here()?, plugins, Wanted::All)?;
    let rows: Vec<[String; 7]> = loaded.registry.plugins().iter().map(row).collect();
    let heads = ["ID", "VERSION", "CARRIER", "FORMATS", "FEATURES", "ORIGIN", "TRUST"];
    output::print(&output::table(heads, &rows))?;
    if loaded.refusals.is_empty() {
        return Ok(Exit::Clean);
    }
    report::stop(&Stop::Findings(loaded.refusals));
    Ok(Exit::Blocked)
}

fn inspect(plugin: &str, plugins: &Plugins) -> Outcome {
    let project = here()?;
    let json = match file(plugin) {
        Some(path) => describe(&Loaded::new(backends::carrier(&project, path, plugins.isolate)?)?),
        None => describe(backends::load(&project, plugins, Wanted::All)?.plugin(plugin)?),
    };
    output::print(&format!("{json:#}\n"))?;
    Ok(Exit::Clean)
}

/// Says all there is to say about a plugin. A fence is tried.
fn describe(plugin: &Loaded) -> Value {
    let carrier = plugin.carrier();
    let fence = carrier.fence();
    let mut about = json!({
        "origin": carrier.origin(),
        "carrier": carrier.name(),
        "trust": trust(carrier.trust(), fence.as_ref()),
        "manifest": plugin.manifest(),
    });
    if let Some(fence) = fence {
        about["fence"] = match fence {
            Ok(rules) => json!({
                "folder": carrier.folder(),
                "run-time-folders": engross_host::RUN_TIME_FOLDERS,
                "the-plugin-cannot": rules.iter().map(|rule| (rule.forbids.clone(), json!(rule.holds))).collect::<serde_json::Map<_, _>>(),
            }),
            Err(reason) => json!({ "not-tried": reason }),
        };
    }
    about
}

/// What the fence keeps here, or why that is not known.
type Fence = Result<Vec<Rule>, String>;

fn check(plugin: &str, plugins: &Plugins, houses: &HouseArguments) -> Outcome {
    let project = Project::here(&houses.folders)?;
    let house = match houses.house.as_ref().or(project.default_house.as_ref()) {
        Some(id) => Some(project.houses.house(id)?),
        None => project.houses.all().into_keys().find_map(|id| project.houses.house(&id).ok()),
    };
    let assets = |name: &str| house.as_deref().map(|house| files_of(house, name)).unwrap_or_default();
    let surroundings = Surroundings { assets: &assets, reader: &missing };
    let card = match file(plugin) {
        Some(path) => conformance::check(&backends::carrier(&project, path, plugins.isolate)?, surroundings),
        None => {
            let loaded = backends::load(&project, plugins, Wanted::All)?;
            conformance::check(loaded.plugin(plugin)?.carrier(), surroundings)
        }
    };
    output::print(&output::printable(&card.to_string()))?;
    Ok(if card.passed() { Exit::Clean } else { Exit::Blocked })
}

/// Reads a file back and says which labels and notes it lacks. Plain text needs no reader of its own.
fn missing(document: &Document, artifact: &Artifact) -> Option<Vec<String>> {
    let extension = artifact.name.rsplit('.').next().unwrap_or(&artifact.name);
    if extension == "txt" {
        return None;
    }
    let reading = engross_parity::read_back(extension, &artifact.bytes)?;
    Some(match reading {
        Ok(reading) => engross_parity::compare(document, &reading)
            .into_iter()
            .filter(|finding| matches!(finding.code.as_str(), "PAR-01" | "PAR-03"))
            .map(|finding| finding.message)
            .collect(),
        Err(unreadable) => vec![format!("the file cannot be read back: {unreadable}")],
    })
}

/// Tells a file from an id: an id has neither a dot nor a slash in it.
fn file(plugin: &str) -> Option<&Path> {
    let path = Path::new(plugin);
    (plugin.contains(['.', '/', '\\']) || path.is_file()).then_some(path)
}

fn row(plugin: &Loaded) -> [String; 7] {
    let Manifest { id, version, formats, features, .. } = plugin.manifest();
    let formats: Vec<&str> = formats.iter().map(|format| format.name.as_str()).collect();
    let features: Vec<&str> = features.iter().map(feature).collect();
    let carrier = plugin.carrier();
    [
        id.clone(),
        version.clone(),
        carrier.name().to_owned(),
        formats.join(" "),
        features.join(" "),
        carrier.origin().to_owned(),
        trust(carrier.trust(), carrier.fence().as_ref()),
    ]
}

/// Says how far a plugin is to be trusted, and of a fence what of it holds on this machine.
fn trust(trust: Trust, fence: Option<&Fence>) -> String {
    let what = match trust {
        Trust::PartOfProgram => "part of the program",
        Trust::Full => "all your rights",
        Trust::Isolated => "process",
        Trust::Fenced => "program",
        Trust::RequestOnly => "the request alone",
    };
    match fence {
        None => what.to_owned(),
        Some(Ok(rules)) if rules.iter().all(|rule| rule.holds) => format!("{what}, fenced"),
        Some(Ok(rules)) => {
            let open = rules.iter().filter(|rule| !rule.holds).count();
            format!("{what}, {open} of {} fences open", rules.len())
        }
        Some(Err(_)) => format!("{what}, fence not tried"),
    }
}

fn feature(feature: &Feature) -> &'static str {
    match feature {
        Feature::Notes => "notes",
        Feature::Links => "links",
        Feature::Emphasis => "emphasis",
        Feature::Scripts => "scripts",
        Feature::TrackedChanges => "tracked-changes",
        Feature::Bilingual => "bilingual",
        Feature::RightToLeft => "right-to-left",
        Feature::ReviewMarks => "review-marks",
        Feature::Unknown => "unknown",
    }
}
