//! The way there and back: every text of `declarations/`, in each of its languages, becomes a Word file, a page and plain
//! text, each of these is imported as a text of its own, and what is made of it is set again. What differs then was lost on
//! the way. Those of language versions are imported as versions of their source, too, and compared unit by unit.
//!
//! Known losses stand in `tests/imported/`, a file for each text and format, as the lines that came back otherwise; where
//! there is no file nothing is lost. `cargo test --release -p engross --test imported -- --update` writes them anew; read
//! the difference before you keep it.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices};

/// What is imported, and the format in which the way there and the way back are compared. Plain text has no looks, no links.
const WAYS: [(&str, &str); 3] = [("docx", "html"), ("html", "html"), ("txt", "txt")];

/// The same of a language version: its page says of every unit how far its translation is, so that its words are compared.
const WAYS_OF_VERSIONS: [(&str, &str); 3] = [("docx", "txt"), ("html", "txt"), ("txt", "txt")];

fn main() {
    if cfg!(not(all(feature = "html", feature = "docx", feature = "text"))) {
        eprintln!("NOT RUN: the way there and back needs Word, HTML and text");
        return;
    }
    let update = std::env::args().any(|argument| argument == "--update");
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let (there, back) = (folder.path().join("there"), folder.path().join("back"));
    let texts = texts(&here.join("../../declarations"));
    let paths: Vec<&Path> = texts.iter().map(|text| text.path.as_path()).collect();
    engross("build", &paths, &["--to", "docx,html,txt", "--out", there.to_str().unwrap()]);

    let mut imported = BTreeMap::new();
    for text in &texts {
        for (from, _) in text.ways() {
            let file = there.join(&text.slug).join(format!("{}.{}.{from}", text.slug, text.language));
            let made = folder.path().join(text.name(from));
            let out =
                ["--house", &text.house, "--language", &text.language, "--out", made.to_str().unwrap(), "--quiet"];
            engross("import", &[&file], &out);
            let path = made.join(format!("{}.yaml", text.language));
            assert!(path.exists(), "{} was taken for another language", file.display());
            imported.insert(text.name(from), path);
        }
    }
    let paths: Vec<&Path> = imported.values().map(PathBuf::as_path).collect();
    engross("build", &paths, &["--to", "html,txt", "--out", back.to_str().unwrap()]);

    let mut losses = BTreeMap::new();
    for text in &texts {
        for (from, to) in text.ways() {
            let name = text.name(from);
            let banner = if text.is_version { banner(&there, text) } else { String::new() };
            let read = |folder: PathBuf, slug: &str| {
                let path = folder.join(slug).join(format!("{slug}.{}.{to}", text.language));
                let written = fs::read_to_string(&path).unwrap_or_else(|_| panic!("no {}", path.display()));
                lines(&without_banner(&written, &banner), to)
            };
            let lost = difference(&read(there.clone(), &text.slug), &read(back.clone(), &name));
            if !lost.is_empty() {
                losses.insert(format!("{name}.txt"), lost);
            }
        }
    }
    let versions = texts.iter().filter(|text| text.is_version);
    let files: Vec<(&Text, &str)> = versions.flat_map(|text| text.ways().map(|(from, _)| (text, from))).collect();
    for (text, from) in &files {
        let source = texts.iter().find(|other| other.slug == text.slug && !other.is_version).unwrap();
        let name = format!("{}-version", text.name(from));
        let made = folder.path().join(&name);
        fs::create_dir(&made).unwrap();
        fs::copy(&source.path, made.join(source.path.file_name().unwrap())).unwrap();
        let file = there.join(&text.slug).join(format!("{}.{}.{from}", text.slug, text.language));
        let out = ["--translation-of", made.to_str().unwrap(), "--language", &text.language, "--quiet"];
        engross("import", &[&file], &out);
        // Plain text has no links: of its units the first word says whether it stands in the right one.
        let most = if *from == "txt" { 1 } else { usize::MAX };
        let version = made.join(format!("{}.yaml", text.language));
        let lost = difference(&units(&text.path, most), &units(&version, most));
        if !lost.is_empty() {
            losses.insert(format!("{name}.txt"), lost);
        }
    }
    hold(&here.join("tests/imported"), &losses, update);
    let count = imported.len() + files.len();
    eprintln!("{count} files came back, {} of them with known losses", losses.len());
}

/// A language version, of which only the words of units are read.
#[derive(Deserialize)]
struct Version {
    units: BTreeMap<String, Unit>,
}

#[derive(Deserialize)]
struct Unit {
    text: Option<String>,
}

/// Returns the first words of the units of a language version, each unit on a line, without the signs around them.
fn units(path: &Path, most: usize) -> Vec<String> {
    let written = fs::read(path).unwrap();
    let (version, _) = engross_data::read_noting::<Version>("SET-01", path.to_str().unwrap(), &written).unwrap();
    let line = |(unit, Unit { text }): (String, Unit)| {
        let text = text.unwrap_or_default();
        let words = text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
        let words: Vec<&str> = words.take(most).collect();
        format!("{unit}: {}", words.join(" "))
    };
    version.units.into_iter().map(line).collect()
}

/// A text in one of its languages.
struct Text {
    path: PathBuf,
    slug: String,
    language: String,
    house: String,
    is_version: bool,
}

impl Text {
    fn ways(&self) -> [(&'static str, &'static str); 3] {
        if self.is_version { WAYS_OF_VERSIONS } else { WAYS }
    }

    /// Returns the name of what is made of a file in a format.
    fn name(&self, from: &str) -> String {
        let Self { slug, language, .. } = self;
        if self.is_version { format!("{slug}-{language}-{from}") } else { format!("{slug}-{from}") }
    }
}

/// Returns the texts of a folder.
fn texts(folder: &Path) -> Vec<Text> {
    let folders = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let mut texts: Vec<Text> = folders.flat_map(|folder| in_languages(&folder)).collect();
    texts.sort_by(|one, other| (&one.slug, &one.language).cmp(&(&other.slug, &other.language)));
    texts
}

/// Returns the source text of a folder and its language versions, which have the house of the source.
fn in_languages(folder: &Path) -> Vec<Text> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let written: Vec<(PathBuf, String)> = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .map(|path| (path.clone(), fs::read_to_string(path).unwrap()))
        .collect();
    let value = |text: &str, key: &str| Some(text.lines().find_map(|line| line.strip_prefix(key))?.trim().to_owned());
    let house = written.iter().find_map(|(_, text)| value(text, "house:")).unwrap_or_else(|| "nato-pa".to_owned());
    let text = |(path, text): (PathBuf, String)| Text {
        slug: folder.file_name().unwrap().to_str().unwrap().to_owned(),
        language: path.file_stem().unwrap().to_str().unwrap().to_owned(),
        house: house.clone(),
        is_version: value(&text, "translation-of:").is_some(),
        path,
    };
    written.into_iter().map(text).collect()
}

fn engross(verb: &str, paths: &[impl AsRef<Path>], arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_engross"));
    let paths = paths.iter().map(AsRef::as_ref);
    let output = command.arg(verb).args(paths).args(arguments).env("NO_COLOR", "1").output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "engross {verb} fails:\n{said}");
}

/// Returns what the page of a version says of its being a translation: what is imported is a text of its own.
fn banner(folder: &Path, text: &Text) -> String {
    let page = folder.join(&text.slug).join(format!("{}.{}.html", text.slug, text.language));
    let page = fs::read_to_string(page).unwrap();
    let behind = page.split_once("<p class=\"banner\"").and_then(|(_, behind)| behind.split_once('>'));
    behind.and_then(|(_, behind)| behind.split_once("</p>")).map_or(String::new(), |(banner, _)| banner.to_owned())
}

/// Takes out the lines of a banner, and the empty one behind it.
fn without_banner(text: &str, banner: &str) -> String {
    let is_banner = |line: &str| banner.contains(line.trim()) && !line.trim().is_empty();
    let mut kept = String::new();
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        if is_banner(line) {
            lines.next_if(|next| next.trim().is_empty());
        } else {
            kept.push_str(line);
        }
    }
    kept
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
