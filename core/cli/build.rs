//! Lists the built-in houses and languages, so that the program carries their files, and says how the program is linked.
//!
//! Every file under `templates/<house>/` and `templates/languages/` becomes an `include_bytes!`; `templates/fonts/` belongs
//! to the backend that needs it. Names are sorted, so the lists are the same on every machine.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

fn main() -> io::Result<()> {
    let templates = PathBuf::from(variable("CARGO_MANIFEST_DIR")?).join("../../templates").canonicalize()?;
    let mut list = String::from("&[\n");
    for folder in entries(&templates)? {
        let house = name(&folder);
        if house != "fonts" && folder.join("house.yaml").is_file() {
            writeln!(list, "    ({house:?}, {}),", files(&folder)?).map_err(io::Error::other)?;
        }
    }
    list.push(']');
    watch(&templates);
    link_for_a_quick_start();
    let out = PathBuf::from(variable("OUT_DIR")?);
    fs::write(out.join("built_in_languages.rs"), files(&templates.join("languages"))?)?;
    fs::write(out.join("built_in_houses.rs"), list)
}

/// Links the program at a fixed address. Typst's tables hold a hundred thousand addresses, and correcting them all at
/// every start would take 1.5 ms: a fifth of what a small text takes. Libraries, heap and stack stay where chance puts them.
fn link_for_a_quick_start() {
    let target = |name| variable(name).unwrap_or_default();
    if target("CARGO_CFG_TARGET_OS") == "linux" && target("CARGO_CFG_TARGET_ENV") == "gnu" {
        order("rustc-link-arg-bins=-no-pie");
    }
}

/// Lists names and bytes of a folder's files.
fn files(folder: &Path) -> io::Result<String> {
    let mut files = Vec::new();
    collect(folder, "", &mut files)?;
    let mut list = String::from("&[\n");
    for (name, path) in files {
        writeln!(list, "        ({name:?}, include_bytes!({:?})),", path.display().to_string())
            .map_err(io::Error::other)?;
    }
    list.push_str("    ]");
    Ok(list)
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    watch(folder);
    for path in entries(folder)? {
        let inner = format!("{prefix}{}", name(&path));
        if path.is_dir() {
            collect(&path, &format!("{inner}/"), files)?;
        } else {
            watch(&path);
            files.push((inner, path));
        }
    }
    Ok(())
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.retain(|path| !name(path).starts_with('.'));
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn watch(path: &Path) {
    order(&format!("rerun-if-changed={}", path.display()));
}

/// Cargo reads its orders from the standard output of build scripts.
#[allow(clippy::print_stdout)]
fn order(words: &str) {
    println!("cargo::{words}");
}

fn variable(name: &str) -> io::Result<String> {
    std::env::var(name).map_err(io::Error::other)
}
