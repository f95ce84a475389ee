//! `engross plugin new`: begins a plugin from one of the starters in `plugins/starters/`.

use std::fs;
use std::path::{Path, PathBuf};

use engross_model::{Manifest, is_name};

use crate::args::StarterLanguage;
use crate::backends;
use crate::exit::{Exit, Outcome, Stop};
use crate::files::{Durability, cannot_write, write_whole};
use crate::output;

/// A file of a starter: its name, what it holds, whether it is executed.
type StarterFile = (&'static str, &'static str, bool);

const RUST: &[StarterFile] = &[
    ("Cargo.toml", include_str!("../../../../../plugins/starters/rust/Cargo.toml"), false),
    ("src/lib.rs", include_str!("../../../../../plugins/starters/rust/src/lib.rs"), false),
];

const C: &[StarterFile] = &[
    ("starter.c", include_str!("../../../../../plugins/starters/c/starter.c"), false),
    ("Makefile", include_str!("../../../../../plugins/starters/c/Makefile"), false),
    ("engross_plugin.h", include_str!("../../../../../plugins/include/engross_plugin.h"), false),
];

/// The program is not named after the plugin: Python would take a `json.py` beside it for its own `json`.
const PYTHON: &[StarterFile] = &[("plugin.py", include_str!("../../../../../plugins/starters/python/plugin.py"), true)];

/// The name that the starters bear.
const STARTER: &str = "starter";

pub(super) fn run(dir: &Path, language: StarterLanguage) -> Outcome {
    let id = id(dir)?;
    refuse_taken(&id)?;
    refuse_to_overwrite(dir)?;
    let (files, next) = match language {
        StarterLanguage { rust: true, .. } => (RUST, "cargo test, then cargo build --release"),
        StarterLanguage { c: true, .. } => (C, "make"),
        StarterLanguage { .. } => (PYTHON, "nothing to build"),
    };
    for (name, text, executed) in files {
        let path = dir.join(renamed(name, &id));
        write(&path, &adapted(text, &id), *executed).map_err(|error| cannot_write(&path, &error))?;
        output::print(&format!("{}\n", path.display()))?;
    }
    output::say(&format!("{next}; then: engross plugin check {}\n", dir.join(product(&id, language)).display()));
    Ok(Exit::Clean)
}

fn id(dir: &Path) -> Result<String, Stop> {
    let absolute = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
    let name = absolute.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if is_name(name) {
        return Ok(name.to_owned());
    }
    Err(Stop::usage(format!("`{name}` cannot be a plugin's id"))
        .help("name the folder with lower-case letters, digits and hyphens, a letter first: `plugins/word-list`"))
}

/// The keywords of Rust, which no package is called.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Crates that come with Rust, and those that the starter is built on.
const CRATES: &[&str] = &["alloc", "core", "std", "test", "proc-macro", "engross-model", "engross-plugin"];

fn refuse_taken(id: &str) -> Result<(), Stop> {
    let is_built_in = |manifest: Manifest| manifest.id == id || manifest.formats.iter().any(|format| format.name == id);
    let why = if backends::embedded().iter().any(|backend| is_built_in(backend.manifest())) {
        "a backend or a format that is part of engross has this name"
    } else if KEYWORDS.contains(&id) || CRATES.contains(&id) {
        "the name is reserved in Rust"
    } else {
        return Ok(());
    };
    Err(Stop::usage(format!("`{id}` cannot be a plugin's id: {why}"))
        .help("name the folder, and so the plugin, otherwise: `plugins/word-list`"))
}

fn refuse_to_overwrite(dir: &Path) -> Result<(), Stop> {
    if fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) || dir.is_file() {
        return Err(Stop::usage(format!("`{}` exists and is not overwritten", dir.display())));
    }
    Ok(())
}

/// Puts the new name for the starter's, in one go: the new name may have the old one in it. In code a hyphen is no letter.
fn adapted(text: &str, id: &str) -> String {
    let identifier = id.replace('-', "_");
    let names = [
        ("libstarter", format!("lib{identifier}")),
        ("starter_plugin", format!("{identifier}_plugin")),
        (STARTER, id.to_owned()),
        ("path = \"../../../core/plugin\"", dependency()),
    ];
    let mut adapted = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, was, is)) = names
        .iter()
        .filter_map(|(was, is)| Some((rest.find(was)?, was, is)))
        .min_by_key(|(at, was, _)| (*at, std::cmp::Reverse(was.len())))
    {
        adapted += &rest[..at];
        adapted += is;
        rest = &rest[at + was.len()..];
    }
    adapted + rest
}

/// Says where the crate `engross-plugin` is: in the checkout that this program was built from, while it is there.
fn dependency() -> String {
    let checkout: PathBuf = [env!("CARGO_MANIFEST_DIR"), "..", "plugin"].iter().collect();
    match checkout.canonicalize() {
        Ok(path) => format!("path = {:?}", path.display().to_string()),
        Err(_) => format!("version = {:?}", env!("CARGO_PKG_VERSION")),
    }
}

fn renamed(file: &str, id: &str) -> String {
    file.replace(STARTER, id)
}

/// Returns what the starter builds, seen from its folder.
fn product(id: &str, language: StarterLanguage) -> String {
    let identifier = id.replace('-', "_");
    let (prefix, suffix) = (std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    match language {
        StarterLanguage { rust: true, .. } => format!("target/release/{prefix}{identifier}{suffix}"),
        StarterLanguage { c: true, .. } => format!("lib{identifier}.so"),
        StarterLanguage { .. } => "plugin.py".to_owned(),
    }
}

fn write(path: &Path, text: &str, executed: bool) -> std::io::Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
    write_whole(path, text.as_bytes(), Durability::Precious)?;
    if executed { make_executable(path) } else { Ok(()) }
}

#[cfg(unix)]
fn make_executable(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mut permissions = fs::metadata(path)?.permissions();
    permissions.set_mode(permissions.mode() | 0o111);
    fs::set_permissions(path, permissions)
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_the_starter_goes() {
        for (name, text, _) in RUST.iter().chain(C).chain(PYTHON) {
            let adapted = adapted(text, "word-list");
            assert!(!adapted.to_lowercase().contains(STARTER), "{name}");
            assert!(!renamed(name, "word-list").contains(STARTER));
        }
        assert!(adapted(RUST[0].1, "word-list").contains("name = \"word-list\""));
        assert!(adapted(C[0].1, "word-list").contains("*word_list_plugin_v1(void)"));
    }

    #[test]
    fn a_name_may_hold_the_starters() {
        let c = adapted(C[0].1, "starter-kit");
        assert!(c.contains("*starter_kit_plugin_v1(void)") && c.contains("libstarter_kit.so"), "{c}");
        assert!(!c.contains("kit-kit") && !c.contains("starter-kit_"), "{c}");
        assert_eq!(renamed("starter.c", "starter-kit"), "starter-kit.c");
    }

    #[test]
    fn names_that_are_taken_are_refused() {
        for id in ["text", "txt", "html", "fn", "self", "core", "engross-plugin"] {
            assert!(refuse_taken(id).is_err(), "{id}");
        }
        for id in ["word-list", "json", "int", "plugin", "backend"] {
            assert!(refuse_taken(id).is_ok(), "{id}");
        }
    }
}
