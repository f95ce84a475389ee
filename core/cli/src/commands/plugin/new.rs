//! `engross plugin new`: begins a plugin from one of the starters in `plugins/starters/`.

use std::fs;
use std::path::{Path, PathBuf};

use engross_model::is_name;

use crate::args::StarterLanguage;
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

const PYTHON: &[StarterFile] =
    &[("starter.py", include_str!("../../../../../plugins/starters/python/starter.py"), true)];

/// The name that the starters bear.
const STARTER: &str = "starter";

pub(super) fn run(dir: &Path, language: StarterLanguage) -> Outcome {
    let id = id(dir)?;
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

fn refuse_to_overwrite(dir: &Path) -> Result<(), Stop> {
    if fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) || dir.is_file() {
        return Err(Stop::usage(format!("`{}` exists and is not overwritten", dir.display())));
    }
    Ok(())
}

/// Puts the new name for the starter's. In code a hyphen is no letter, and Rust's types begin with a capital.
fn adapted(text: &str, id: &str) -> String {
    let identifier = id.replace('-', "_");
    let type_name: String = id.split('-').map(capitalised).collect();
    text.replace("Starter", &type_name)
        .replace("libstarter", &format!("lib{identifier}"))
        .replace("starter_plugin", &format!("{identifier}_plugin"))
        .replace(STARTER, id)
        .replace("path = \"../../../core/plugin\"", &dependency())
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
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
        StarterLanguage { .. } => format!("{id}.py"),
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
        assert!(adapted(RUST[1].1, "word-list").contains("pub struct WordList;"));
        assert!(adapted(C[0].1, "word-list").contains("*word_list_plugin_v1(void)"));
    }
}
