//! What stands beside a text: its language versions, and of a version its source. All of it goes into the outputs.

use std::path::Path;

use engross_compile::{FileKind, LARGEST_TEXT, sniff, translation, word_behind};
use engross_model::{Bytes, Finding, is_language_code};

use crate::discover::is_yaml;
use crate::files::read_within;

/// The languages of a text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Beside {
    /// Of a language version: the name of its source, and what is in it.
    pub(crate) source: Option<(String, Result<Bytes, Finding>)>,
    /// The languages of all versions of the source.
    pub(crate) languages: Vec<String>,
}

impl Beside {
    /// Looks around a file. Only a file that is called by its language has versions beside it.
    pub(crate) fn of(path: &Path, bytes: &[u8]) -> Self {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let is_version = sniff(bytes) == Some(FileKind::LanguageVersion);
        if !is_version && !is_language_code(stem) {
            return Self::default();
        }
        let original = if is_version { source_of(bytes) } else { Some(stem.to_owned()) };
        // What no language names is looked for nowhere.
        let Some(original) = original else { return Self::default() };
        let source = is_version.then(|| {
            let name = translation::beside(&path.to_string_lossy(), &original);
            let bytes = read_within(Path::new(&name), &name, LARGEST_TEXT);
            (name, bytes)
        });
        Self { source, languages: versions_of(&original, path) }
    }

    /// Calls `add` with everything that the outputs depend on.
    pub(crate) fn each_part(&self, add: &mut dyn FnMut(&[u8])) {
        if let Some((_, Ok(bytes))) = &self.source {
            add(bytes);
        }
        self.languages.iter().for_each(|language| add(language.as_bytes()));
    }
}

/// Lists the languages of the text that a file belongs to, each with its file: the source first.
pub(crate) fn languages_of(path: &Path, bytes: &[u8]) -> Vec<(String, String)> {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let beside = Beside::of(path, bytes);
    let original = match sniff(bytes) {
        Some(FileKind::LanguageVersion) => source_of(bytes),
        _ if is_language_code(stem) => Some(stem.to_owned()),
        // A text in a file of its own has one language, which it says.
        _ => {
            let code = word_behind(bytes, "language");
            return code.map(|code| (code, path.to_string_lossy().into_owned())).into_iter().collect();
        }
    };
    let languages = original.into_iter().chain(beside.languages);
    let file = |code: &str| translation::beside(&path.to_string_lossy(), code);
    languages.map(|code| (code.clone(), file(&code))).collect()
}

/// Returns the language of the source that a version names.
fn source_of(bytes: &[u8]) -> Option<String> {
    word_behind(bytes, "translation-of").filter(|code| is_language_code(code))
}

/// Lists the languages of the versions of a source, in order.
fn versions_of(original: &str, path: &Path) -> Vec<String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut languages: Vec<String> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let other = entry.path();
            let stem = other.file_stem()?.to_str()?;
            let is_named = is_yaml(&other) && other.extension() == path.extension() && is_language_code(stem);
            let is_version = is_named && stem != original && is_version_of(original, &other);
            is_version.then(|| stem.to_owned())
        })
        .collect();
    languages.sort();
    languages
}

fn is_version_of(original: &str, path: &Path) -> bool {
    let bytes = read_within(path, "", LARGEST_TEXT);
    bytes.is_ok_and(|bytes| {
        sniff(&bytes) == Some(FileKind::LanguageVersion) && source_of(&bytes).as_deref() == Some(original)
    })
}
