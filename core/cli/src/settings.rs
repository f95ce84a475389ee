//! `engross.yaml`: what a project says once instead of on every command line.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use engross_compile::LARGEST_TEXT;
use engross_model::Finding;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::exit::Stop;
use crate::files::{read_within, relative};
use crate::severity::Level;

/// The file's name.
pub(crate) const FILE: &str = "engross.yaml";

/// Settings of a project. Everything can be said on the command line instead, which wins.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
#[schemars(title = "engross.yaml")]
pub(crate) struct Settings {
    /// The house of texts that name none.
    pub(crate) house: Option<String>,
    /// The languages to build; the first is that of new texts.
    pub(crate) languages: Vec<String>,
    /// The formats to build: `pdf`, `html`, `docx`, `txt`.
    pub(crate) to: Vec<String>,
    /// Where built files go, seen from this file.
    pub(crate) out: Option<String>,
    /// Folders of houses, seen from this file.
    pub(crate) templates: Vec<String>,
    /// Font files for what the fonts that the program carries lack, as Chinese: paths, seen from this file.
    pub(crate) fonts: Vec<String>,
    /// The project's glossary, which goes before those of houses: a file, seen from this one.
    pub(crate) glossary: Option<String>,
    /// Plugins besides those built in: paths, seen from this file.
    pub(crate) plugins: Vec<PluginFile>,
    /// What a plugin may take that runs apart from the program: WASM, programs, and all under `--isolate`.
    pub(crate) plugin_limits: PluginLimits,
    /// How much a finding matters, by its code.
    pub(crate) severity: BTreeMap<String, Level>,
    /// Codes of findings that block; `warnings` for all warnings.
    pub(crate) deny: Vec<String>,
}

/// A plugin: its path, or its path and what it exports.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "a plugin is a path, or a `path:` with a `symbol:`")]
pub(crate) enum PluginFile {
    /// The path of a shared library, a WASM module or a program.
    Path(String),
    /// A shared library whose file was renamed.
    Named(NamedPlugin),
}

/// A shared library whose function does not follow from its name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct NamedPlugin {
    /// The library.
    pub(crate) path: String,
    /// The function that it exports: `labels_plugin_v1`.
    pub(crate) symbol: String,
}

/// What a plugin may take. What is not said keeps its default.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(crate) struct PluginLimits {
    /// Seconds that a process may take for one file; 60 if not said.
    pub(crate) seconds: Option<NonZeroU32>,
    /// Memory in MiB; 2048 if not said.
    pub(crate) memory: Option<NonZeroU32>,
    /// Size of an answer in MiB; 256 if not said.
    pub(crate) response: Option<NonZeroU32>,
    /// Units of work of a WASM module, in millions; 10000 if not said.
    pub(crate) work: Option<NonZeroU32>,
}

/// Settings and the file they come from; `None` where a project has none.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    pub(crate) settings: Settings,
    pub(crate) file: Option<PathBuf>,
}

impl Found {
    /// Finds the settings for these paths: the nearest file upward from them.
    pub(crate) fn nearest<'a>(paths: impl IntoIterator<Item = &'a Path>) -> Result<Self, Stop> {
        let mut files: Vec<Option<PathBuf>> = paths.into_iter().map(upward).collect();
        files.dedup();
        let mut files = files.into_iter();
        let first = files.next().flatten();
        if let Some(other) = files.next() {
            let name =
                |file: &Option<PathBuf>| file.as_ref().map_or("none".to_owned(), |file| file.display().to_string());
            let message = format!("the paths belong to different projects: {} and {}", name(&first), name(&other));
            return Err(Stop::usage(message).help("run engross once for each"));
        }
        match first {
            Some(file) => Ok(Self { settings: read(&file)?, file: Some(file) }),
            None => Ok(Self::default()),
        }
    }

    /// Returns a path of the settings, which is written as seen from their file.
    pub(crate) fn resolve(&self, path: &str) -> PathBuf {
        match self.file.as_deref().and_then(Path::parent) {
            Some(folder) => folder.join(path),
            None => PathBuf::from(path),
        }
    }

    /// Returns the folder of the project.
    pub(crate) fn root(&self) -> Option<&Path> {
        self.file.as_deref().and_then(Path::parent)
    }
}

/// Looks for the file from `path` upward, whether the path is there already or not. The file is named as short as it can
/// be: `engross.yaml`, `../engross.yaml`.
fn upward(path: &Path) -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?.canonicalize().ok()?;
    let existing = path.ancestors().find_map(|above| here.join(above).canonicalize().ok())?;
    let file = existing.ancestors().map(|folder| folder.join(FILE)).find(|file| file.symlink_metadata().is_ok())?;
    Some(PathBuf::from(relative(&here, &file)))
}

fn read(file: &Path) -> Result<Settings, Stop> {
    let name = file.display().to_string();
    let bytes = read_within(file, &name, LARGEST_TEXT)?;
    parse(&name, &bytes).map_err(Stop::from)
}

fn parse(name: &str, bytes: &[u8]) -> Result<Settings, Finding> {
    // A file of comments alone is null, and says nothing.
    let settings: Option<Settings> = engross_data::read("SET-01", name, bytes)?;
    Ok(settings.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_and_empty_files_say_nothing() {
        let settings = parse("engross.yaml", b"to: [pdf, html]\nseverity: {PUN-05: off}\nout: made\n").unwrap();
        assert_eq!(settings.to, ["pdf", "html"]);
        assert_eq!(settings.severity["PUN-05"], Level::Off);
        for nothing in ["", "# later\n", "---\n"] {
            assert!(parse("engross.yaml", nothing.as_bytes()).unwrap().house.is_none(), "{nothing:?}");
        }
    }

    #[test]
    fn mistakes_are_placed() {
        for (text, at) in [("house: x\nformats: [pdf]\n", "formats"), ("severity: {PUN-05: loud}\n", "loud")] {
            let finding = parse("engross.yaml", text.as_bytes()).unwrap_err();
            assert_eq!(finding.code, "SET-01");
            assert_eq!(finding.place.span.map(|span| &text[span]), Some(at), "{}", finding.message);
        }
        assert_eq!(parse("e", b"house: \xff").unwrap_err().place.span, Some(7..8));
    }
}
