//! What a build is to do: the command line and the settings, put together and checked before anything is made.

use std::path::PathBuf;

use engross_host::{Choice, OptionValues, Registry};
use engross_model::Timestamp;

use crate::args::Build;
use crate::exit::Stop;
use crate::files::make_folder;
use crate::language::Languages;
use crate::project::Project;

/// The decisions of one build.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    pub(crate) choices: Vec<Choice<'a>>,
    pub(crate) options: OptionValues,
    pub(crate) out: PathBuf,
    /// `out` from the root of the file system, to see sources from it.
    pub(crate) out_absolute: PathBuf,
    pub(crate) here: PathBuf,
    pub(crate) languages: Languages,
    pub(crate) timestamp: Option<Timestamp>,
    /// How many texts are worked on at once; by default as many as there are processors.
    pub(crate) jobs: Option<u16>,
    pub(crate) force: bool,
    pub(crate) verbose: bool,
}

impl<'a> Plan<'a> {
    pub(crate) fn new(arguments: &Build, project: &Project, registry: &'a Registry) -> Result<Self, Stop> {
        let settings = &project.found.settings;
        let to = project.formats(&arguments.to);
        let languages = if arguments.language.is_empty() { &settings.languages } else { &arguments.language };
        let out = project.out(arguments.out.as_deref());
        let languages = Languages::parse(languages)?;
        let choices = choose(registry, to)?;
        let options = OptionValues::parse(registry, arguments.set.iter().map(String::as_str))?;
        make_folder(&out)?;
        let here =
            std::env::current_dir().map_err(|error| Stop::usage(format!("the current folder is gone: {error}")))?;
        let out_absolute = here.join(&out);
        Ok(Self {
            choices,
            options,
            out,
            out_absolute,
            here,
            languages,
            timestamp: arguments.timestamp,
            jobs: arguments.jobs,
            force: arguments.force,
            verbose: arguments.talk.verbose,
        })
    }
}

/// Finds who makes the formats wanted; all formats if none is named.
pub(crate) fn choose<'a>(registry: &'a Registry, to: &[String]) -> Result<Vec<Choice<'a>>, Stop> {
    let wanted = match to {
        [] => registry.choices(),
        to => to.iter().map(|wanted| registry.choose(wanted.trim())).collect::<Result<_, _>>()?,
    };
    let mut choices: Vec<Choice<'a>> = Vec::new();
    for choice in wanted {
        // Some systems do not tell capitals from small letters.
        let same = |other: &&Choice<'_>| other.format.extension.eq_ignore_ascii_case(&choice.format.extension);
        match choices.iter().find(same) {
            Some(other) if std::ptr::eq(other.format, choice.format) => {}
            Some(other) => return Err(same_files(other, &choice)),
            None => choices.push(choice),
        }
    }
    Ok(choices)
}

fn same_files(one: &Choice<'_>, other: &Choice<'_>) -> Stop {
    let name = |choice: &Choice<'_>| format!("`{}:{}`", choice.plugin.manifest().id, choice.format.name);
    let message = format!("{} and {} would both write `.{}` files", name(one), name(other), other.format.extension);
    Stop::usage(message)
        .help("name the formats with --to, and build these one after the other, each with its own --out")
}
