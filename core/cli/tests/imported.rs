//! The way there and back: every source text of `declarations/` becomes a Word file, a page and plain text, each of these is
//! imported, and what is made of it is set again. What differs then was lost on the way.
//!
//! Known losses stand in `tests/imported/`, a file for each text and format, as the lines that came back otherwise; where
//! there is no file nothing is lost. `cargo test --release -p engross --test imported -- --update` writes them anew; read
//! the difference before you keep it.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices};

/// What is imported, and the format in which the way there and the way back are compared. Plain text has no looks, no links.
const WAYS: [(&str, &str); 3] = [("docx", "html"), ("html", "html"), ("txt", "txt")];

fn main() {
    if cfg!(not(all(feature = "html", feature = "docx", feature = "text"))) {
        eprintln!("NOT RUN: the way there and back needs Word, HTML and text");
        return;
    }
    let update = std::env::args().any(|argument| argument == "--update");
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let (there, back) = (folder.path().join("there"), folder.path().join("back"));
    let texts = sources(&here.join("../../declarations"));
    let paths: Vec<&Path> = texts.iter().map(|text| text.path.as_path()).collect();
    engross("build", &paths, &["--to", "docx,html,txt", "--out", there.to_str().unwrap()]);

    let mut imported = BTreeMap::new();
    for text in &texts {
        for (from, _) in WAYS {
            let file = there.join(&text.slug).join(format!("{}.{}.{from}", text.slug, text.language));
            let made = folder.path().join(format!("{}-{from}", text.slug));
            engross("import", &[&file], &["--house", &text.house, "--out", made.to_str().unwrap(), "--quiet"]);
            let path = made.join(format!("{}.yaml", text.language));
            assert!(path.exists(), "{} was taken for another language", file.display());
            imported.insert((text.slug.clone(), from), path);
        }
    }
    let paths: Vec<&Path> = imported.values().map(PathBuf::as_path).collect();
    engross("build", &paths, &["--to", "html,txt", "--out", back.to_str().unwrap()]);

    let mut losses = BTreeMap::new();
    for text in &texts {
        for (from, to) in WAYS {
            let name = format!("{}-{from}", text.slug);
            let read = |folder: PathBuf, slug: &str| {
                let path = folder.join(slug).join(format!("{slug}.{}.{to}", text.language));
                lines(&fs::read_to_string(path).unwrap(), to)
            };
            let lost = difference(&read(there.clone(), &text.slug), &read(back.clone(), &name));
            if !lost.is_empty() {
                losses.insert(format!("{name}.txt"), lost);
            }
        }
    }
    hold(&here.join("tests/imported"), &losses, update);
    eprintln!("{} files came back, {} of them with known losses", imported.len(), losses.len());
}

/// A source text.
struct Source {
    path: PathBuf,
    slug: String,
    language: String,
    house: String,
}

/// Returns the source texts of a folder; versions of them are not written from files alone.
fn sources(folder: &Path) -> Vec<Source> {
    let mut sources = Vec::new();
    let folders = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    for path in folders.flat_map(|folder| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path())) {
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let value =
            |key: &str| text.lines().find_map(|line| line.strip_prefix(key)).map(|value| value.trim().to_owned());
        if value("translation-of:").is_some() {
            continue;
        }
        sources.push(Source {
            slug: path.parent().unwrap().file_name().unwrap().to_str().unwrap().to_owned(),
            language: path.file_stem().unwrap().to_str().unwrap().to_owned(),
            house: value("house:").unwrap_or_else(|| "nato-pa".to_owned()),
            path,
        });
    }
    sources.sort_by(|one, other| one.slug.cmp(&other.slug));
    sources
}

fn engross(verb: &str, paths: &[impl AsRef<Path>], arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_engross"));
    let paths = paths.iter().map(AsRef::as_ref);
    let output = command.arg(verb).args(paths).args(arguments).env("NO_COLOR", "1").output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "engross {verb} fails:\n{said}");
}

/// Returns the lines of a file that reach a reader, without the ids that an import makes anew.
fn lines(text: &str, format: &str) -> Vec<String> {
    let body = if format == "html" { text.split_once("<main").map_or(text, |(_, body)| body) } else { text };
    body.lines().map(without_names).collect()
}

/// Takes out what names places of the page: ids, what leads to them, and what readers aloud are told of them.
fn without_names(line: &str) -> String {
    let mut rest = line;
    let mut kept = String::new();
    while let Some((at, name)) =
        ["id=\"", "href=\"#", "aria-label=\""].iter().filter_map(|it| Some((rest.find(it)?, *it))).min()
    {
        kept.push_str(&rest[..at]);
        let behind = &rest[at + name.len()..];
        rest = behind.split_once('"').map_or("", |(_, behind)| behind);
    }
    kept + rest
}

/// Returns the lines that came back otherwise, at another place, or more or less often.
fn difference(there: &[String], back: &[String]) -> String {
    let changed = |change: &DiffOp| change.tag() != DiffTag::Equal;
    let lines = |sign: char, lines: &[String]| lines.iter().map(|line| format!("{sign} {line}\n")).collect::<String>();
    let differences = capture_diff_slices(Algorithm::Myers, there, back);
    let changes = differences.iter().filter(|it| changed(it));
    changes.map(|it| lines('-', &there[it.old_range()]) + &lines('+', &back[it.new_range()])).collect()
}

/// Compares the losses with those that are known.
fn hold(folder: &Path, losses: &BTreeMap<String, String>, update: bool) {
    fs::create_dir_all(folder).unwrap();
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let known: BTreeMap<String, String> = entries
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap()))
        .collect();
    if update {
        known.keys().for_each(|name| fs::remove_file(folder.join(name)).unwrap());
        losses.iter().for_each(|(name, lost)| fs::write(folder.join(name), lost).unwrap());
        return;
    }
    let wrong = known.keys().chain(losses.keys()).filter(|name| known.get(*name) != losses.get(*name));
    let wrong: BTreeSet<&String> = wrong.collect();
    let shown = wrong
        .iter()
        .map(|name| format!("{name}\n{}", losses.get(*name).map_or("nothing is lost any more\n", String::as_str)));
    assert!(wrong.is_empty(), "other losses than are known:\n{}", shown.collect::<String>());
}
