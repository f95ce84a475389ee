//! `engross plugin`: who makes what.

use engross_host::{Plugin as Loaded, Trust};
use engross_model::{Feature, nearest};

use crate::args::{Plugin, PluginVerb};
use crate::backends;
use crate::exit::{Exit, Outcome, Stop};
use crate::output;

pub(crate) fn run(arguments: &Plugin) -> Outcome {
    let registry = backends::registry()?;
    match &arguments.verb {
        PluginVerb::List => {
            let rows: Vec<[String; 7]> = registry.plugins().iter().map(row).collect();
            let heads = ["ID", "VERSION", "CARRIER", "FORMATS", "FEATURES", "ORIGIN", "TRUST"];
            output::print(&output::table(heads, &rows))?;
        }
        PluginVerb::Inspect { id } => {
            let Some(plugin) = registry.plugin(id) else {
                let stop = Stop::usage(format!("no plugin is called `{id}`"));
                let ids = registry.plugins().iter().map(|plugin| plugin.manifest().id.as_str());
                return Err(match nearest(id, ids) {
                    Some(meant) => stop.help(format!("did you mean `{meant}`?")),
                    None => stop.help("`engross plugin list` shows all"),
                });
            };
            let json = serde_json::to_string_pretty(plugin.manifest());
            output::print(&(json.map_err(|error| Stop::usage(error.to_string()))? + "\n"))?;
        }
    }
    Ok(Exit::Clean)
}

fn row(plugin: &Loaded) -> [String; 7] {
    let manifest = plugin.manifest();
    let formats: Vec<&str> = manifest.formats.iter().map(|format| format.name.as_str()).collect();
    let features: Vec<&str> = manifest.features.iter().map(feature).collect();
    let trust = match plugin.trust() {
        Trust::PartOfProgram => "full",
    };
    [
        manifest.id.clone(),
        manifest.version.clone(),
        plugin.carrier().to_owned(),
        formats.join(" "),
        features.join(" "),
        plugin.origin().to_owned(),
        trust.to_owned(),
    ]
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
        Feature::Unknown => "unknown",
    }
}
