//! Which backends there are: the one list of those that are part of the program, and those that the user names.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use engross_host::{Carrier, Conditions, Limits, Plugin, Registry};
use engross_model::{Finding, Manifest, OptionKind, nearest};
use engross_plugin::Backend;

use crate::args::Plugins;
use crate::exit::Stop;
use crate::project::Project;
use crate::settings::{PluginFile, PluginLimits};

/// The backends of the program. The order decides who has a format that two of them make.
pub(crate) fn embedded() -> Vec<Box<dyn Backend>> {
    vec![
        #[cfg(feature = "typst")]
        Box::new(engross_typst::TypstBackend),
        #[cfg(feature = "html")]
        Box::new(engross_html::HtmlBackend),
        #[cfg(feature = "docx")]
        Box::new(engross_docx::DocxBackend),
        #[cfg(feature = "text")]
        Box::new(engross_text::TextBackend),
    ]
}

/// What a command needs plugins for. Those that the settings name are loaded only where they can be needed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Wanted<'a> {
    /// All plugins.
    All,
    /// Whoever makes these formats; none stands for all.
    Formats(&'a [String]),
}

/// The plugins of a run, and why others are not among them.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    pub(crate) registry: Registry,
    pub(crate) refusals: Vec<Finding>,
}

/// Loads plugins: those built in, then those of the command line, then those of the settings. One that is refused does
/// not keep the others away.
///
/// # Errors
/// If a path of the command line or the settings leads nowhere.
pub(crate) fn load(project: &Project, plugins: &Plugins, wanted: Wanted<'_>) -> Result<Loaded, Stop> {
    let conditions = conditions(project, plugins.isolate);
    let mut loaded = Loaded::default();
    for backend in embedded() {
        loaded.add(Plugin::new(Carrier::embedded(backend, &conditions)));
    }
    for path in &plugins.paths {
        loaded.add(open(path, None, &conditions)?);
    }
    if loaded.lacks(wanted) {
        for entry in &project.found.settings.plugins {
            let (path, symbol) = match entry {
                PluginFile::Path(path) => (path, None),
                PluginFile::Named(named) => (&named.path, Some(named.symbol.as_str())),
            };
            loaded.add(open(&project.found.resolve(path), symbol, &conditions)?);
        }
    }
    Ok(loaded)
}

impl Loaded {
    fn add(&mut self, plugin: Result<Plugin, Finding>) {
        if let Err(finding) = plugin.and_then(|plugin| self.registry.add(plugin)) {
            self.refusals.push(finding);
        }
    }

    /// Tells whether something is wanted that is not here yet.
    fn lacks(&self, wanted: Wanted<'_>) -> bool {
        match wanted {
            Wanted::All | Wanted::Formats([]) => true,
            Wanted::Formats(formats) => formats.iter().any(|format| self.registry.choose(format.trim()).is_err()),
        }
    }

    /// Returns the plugin with this id.
    pub(crate) fn plugin(&self, id: &str) -> Result<&Plugin, Stop> {
        self.registry.plugin(id).ok_or_else(|| {
            let stop = Stop::usage(format!("no plugin is called `{id}`, and there is no such file"));
            let ids = self.registry.plugins().iter().map(|plugin| plugin.manifest().id.as_str());
            match nearest(id, ids) {
                Some(meant) => stop.help(format!("did you mean `{meant}`?")),
                None => stop.help("`engross plugin list` shows all"),
            }
        })
    }
}

/// Brings the file of a plugin within reach, without asking it anything.
///
/// # Errors
/// `PLUG-01` if it is none.
pub(crate) fn carrier(project: &Project, path: &Path, isolate: bool) -> Result<Carrier, Finding> {
    Carrier::open(path, None, &conditions(project, isolate))
}

/// Opens a plugin; that its path leads nowhere is a mistake of the command line, not of the plugin.
fn open(path: &Path, symbol: Option<&str>, conditions: &Conditions) -> Result<Result<Plugin, Finding>, Stop> {
    if let Err(error) = path.metadata() {
        let stop = Stop::usage(format!("the plugin {} cannot be opened: {error}", path.display()));
        return Err(stop.help("paths in engross.yaml are seen from that file, those typed from the current folder"));
    }
    Ok(Carrier::open(path, symbol, conditions).and_then(Plugin::new))
}

/// Returns the limits of the project.
pub(crate) fn limits(project: &Project) -> Limits {
    let PluginLimits { seconds, memory, response, work } = project.found.settings.plugin_limits;
    let standard = Limits::default();
    let mebibytes = |size: std::num::NonZeroU32| (size.get() as usize).saturating_mul(1 << 20);
    Limits {
        time: seconds.map_or(standard.time, |seconds| Duration::from_secs(seconds.get().into())),
        memory: memory.map_or(standard.memory, mebibytes),
        response: response.map_or(standard.response, mebibytes),
        fuel: work.map_or(standard.fuel, |work| u64::from(work.get()) * 1_000_000),
    }
}

/// Returns the path of this program, by which it starts itself again.
pub(crate) fn this_program() -> Option<PathBuf> {
    std::env::current_exe().ok()
}

fn conditions(project: &Project, isolate: bool) -> Conditions {
    Conditions { limits: limits(project), program: this_program(), isolate }
}

/// An option as typed after `--set`. Anything is let through here, since a plugin that is loaded later may know it; the
/// possible values are those of the backends built in, for the completions of shells.
#[derive(Debug, Clone)]
pub(crate) struct BackendOption;

impl TypedValueParser for BackendOption {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let manifests = embedded().into_iter().map(|backend| backend.manifest());
        Some(Box::new(manifests.flat_map(|manifest| settings_of(&manifest))))
    }
}

/// Spells out what can be set, by the backend's first format.
fn settings_of(manifest: &Manifest) -> Vec<PossibleValue> {
    let Some(format) = manifest.formats.first() else { return Vec::new() };
    let values = |kind: &OptionKind| match kind {
        OptionKind::Flag => vec!["true".to_owned(), "false".to_owned()],
        OptionKind::Choice(choices) => choices.clone(),
        OptionKind::Number | OptionKind::Text => vec![String::new()],
    };
    let options = manifest.options.iter().flat_map(|option| {
        values(&option.kind)
            .into_iter()
            .map(|value| PossibleValue::new(format!("{}.{}={value}", format.name, option.key)).help(option.doc.clone()))
    });
    options.collect()
}
