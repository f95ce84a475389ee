//! Holds the workspace to its map: who may import whom, and that no house is named in `core/`, and where `unsafe` stands.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// What each crate may import of ours, as `core/README.md` says. Backends import `plugin` and `model`, and
/// `data` where a file of the house holds their values; the program imports everything.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("engross-model", &[]),
    ("engross-data", &["engross-model"]),
    ("engross-plugin", &["engross-model"]),
    ("engross-compile", &["engross-data", "engross-model"]),
    ("engross-exchange", &["engross-compile", "engross-data", "engross-model"]),
    ("engross-preview", &["engross-data", "engross-model"]),
    ("engross-host", &["engross-model", "engross-plugin"]),
    ("engross-files", &[]),
    ("engross-import", &["engross-compile", "engross-data", "engross-files", "engross-model"]),
    ("engross-parity", &["engross-files", "engross-model"]),
    ("engross-text", &["engross-model", "engross-plugin"]),
    ("engross-html", &["engross-model", "engross-plugin"]),
    ("engross-typst", &["engross-model", "engross-plugin"]),
    ("engross-docx", &["engross-data", "engross-model", "engross-plugin"]),
];

/// The program: the only crate that names backends.
const PROGRAM: &str = "engross";

#[test]
fn imports_go_one_way() {
    let imports = imports();
    let allowed: BTreeMap<&str, BTreeSet<&str>> =
        MAY_IMPORT.iter().map(|(name, allowed)| (*name, allowed.iter().copied().collect())).collect();
    assert!(imports.contains_key(PROGRAM), "cargo metadata shows the program");
    for (name, imported) in &imports {
        if name == PROGRAM {
            continue;
        }
        let allowed = allowed.get(name.as_str()).unwrap_or_else(|| panic!("{name} is not on the map"));
        for import in imported {
            assert!(allowed.contains(import.as_str()), "{name} must not import {import}");
        }
    }
}

/// Returns which of our crates each of them imports, tests and benches aside.
fn imports() -> BTreeMap<String, Vec<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo metadata");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let ours: BTreeSet<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    packages
        .iter()
        .map(|package| {
            let dependencies = package["dependencies"].as_array().expect("dependencies");
            let imported = dependencies
                .iter()
                .filter(|dependency| dependency["kind"].is_null())
                .filter_map(|dependency| dependency["name"].as_str())
                .filter(|name| ours.contains(name))
                .map(str::to_owned);
            (package["name"].as_str().expect("a name").to_owned(), imported.collect())
        })
        .collect()
}

#[test]
fn core_names_no_house() {
    let houses: Vec<String> = std::fs::read_dir(root().join("templates"))
        .expect("templates")
        .flatten()
        .filter(|entry| entry.path().join("house.yaml").exists())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    assert!(!houses.is_empty(), "there are houses");
    for file in rust_files(&root().join("core")) {
        // Tests name the houses they try; the code they test may not.
        if file.components().any(|part| part.as_os_str() == "tests" || part.as_os_str() == "benches") {
            continue;
        }
        let text = std::fs::read_to_string(&file).expect("a source file");
        let tested = text.split("#[cfg(test)]").next().unwrap_or_default();
        for house in &houses {
            assert!(!names(tested, house), "{} names the house {house}", file.display());
        }
    }
}

/// Says whether a text has a name as a word of its own: `un` is part of many others.
fn names(text: &str, name: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || "-_".contains(letter);
    text.match_indices(name).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + name.len()..]);
        !before.ends_with(is_part) && !after.starts_with(is_part)
    })
}

#[test]
fn every_crate_opens_with_what_it_is() {
    for file in rust_files(&root()) {
        let text = std::fs::read_to_string(&file).expect("a source file");
        let first = text.lines().next().unwrap_or_default();
        assert!(first.starts_with("//!"), "{} does not say what it is", file.display());
    }
}

/// Where `unsafe` may stand: at the border to other languages, and around one system call.
const UNSAFE: [&str; 4] = [
    "core/host/src/carrier/library.rs",
    "core/host/src/fence/linux.rs",
    "core/plugin/src/abi.rs",
    "core/plugin/src/border.rs",
];

#[test]
fn unsafe_stands_where_the_map_says() {
    let words = ["unsafe {", "unsafe fn", "unsafe impl", "unsafe extern"];
    for file in rust_files(&root()) {
        let name = file.strip_prefix(root()).expect("a file of the repository").to_string_lossy().replace('\\', "/");
        // The border's own tests cross it as a stranger does; a file that lists the words has them too.
        if UNSAFE.contains(&name.as_str()) || name == "core/plugin/tests/border.rs" || name.ends_with("tidy.rs") {
            continue;
        }
        let text = std::fs::read_to_string(&file).expect("a source file");
        assert!(!words.iter().any(|word| text.contains(word)), "{name} is unsafe");
    }
}

/// A panic of a plugin is caught at its border, which another strategy would make impossible.
#[test]
fn panics_unwind() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("the manifest");
    let release = manifest.split("[profile.release]").nth(1).expect("a release profile");
    assert!(release.split("\n[").next().is_some_and(|profile| profile.contains("panic = \"unwind\"")));
    assert!(!manifest.contains("panic = \"abort\""));
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        let name = entry.file_name();
        let skipped = ["target", ".git", "node_modules"].iter().any(|skipped| name == *skipped);
        if path.is_dir() && !skipped {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository")
}
