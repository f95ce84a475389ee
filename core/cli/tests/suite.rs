//! The reference suite: every text of `tests/suite/` and `declarations/` through every backend.
//!
//! Each text is checked, built in all formats, read back (`check --parity`) and compared with its reference files in
//! `tests/suite/reference/`: text whole; HTML without its style sheet; of a Word file its parts, a paragraph a line; of a PDF its hash and
//! what a reader gets from it. `cargo test --release -p engross --test suite -- --update` writes them anew; read the
//! difference before you keep it.
//!
//! The program carries no font for Chinese: its PDF is made with the one that `.ci/fonts/install` brings, else it is reported
//! as NOT RUN, by name.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use engross_parity::{MARK_END, MARK_START};
use sha2::{Digest as _, Sha256};

/// What a Word file's text depends on; the rest is the house's styles.
const WORD_PARTS: &[&str] = &["docProps/core.xml", "word/header1.xml", "word/footnotes.xml", "word/document.xml"];

/// Language versions whose letters the program's own fonts lack, and where others are for them.
const FONTLESS: &str = "zh.yaml";
const FONTS: &str = "../../target/fonts";

/// The texts whose files side by side are kept.
const PAIRED: [&str; 2] = ["496-the-hague-summit", "specimen-open-archives"];

/// The languages that are set side by side, with numbers before each of them, and before the first alone.
const SIDE_BY_SIDE: &str = "en+fr,en+ar,en+fr+uk";
/// The versions beside which every English text that has them is read back.
const IN_TWO: [&str; 2] = ["fr.yaml", "ar.yaml"];
const NUMBERED_ONCE: &str = "en+ar,en+fr+uk";

fn main() {
    if cfg!(not(all(feature = "typst", feature = "html", feature = "docx", feature = "text"))) {
        eprintln!("NOT RUN: the suite needs all four backends");
        return;
    }
    let update = std::env::args().any(|argument| argument == "--update");
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = tempfile::tempdir().unwrap();
    let (fontless, texts): (Vec<PathBuf>, Vec<PathBuf>) =
        texts(here).into_iter().partition(|text| text.file_name().is_some_and(|name| name == FONTLESS));
    let side_by_side = PAIRED.map(|text| here.join("../../declarations").join(text));
    engross("check", &texts, &["--parity", "--deny", "warnings"]);
    engross("check", &side_by_side, &["--parity", "--language", SIDE_BY_SIDE, "--deny", "warnings"]);
    for other in IN_TWO {
        let sources = texts.iter().filter(|text| text.ends_with("en.yaml") && text.with_file_name(other).exists());
        let sources: Vec<PathBuf> = sources.cloned().collect();
        let languages = format!("en+{}", other.trim_end_matches(".yaml"));
        engross("check", &sources, &["--parity", "--language", &languages]);
    }
    engross("build", &texts, &["--out", out.path().to_str().unwrap()]);
    engross("build", &side_by_side, &["--language", SIDE_BY_SIDE, "--out", out.path().to_str().unwrap()]);

    let fonts = fonts(&here.join(FONTS));
    let project = project_with(&fonts, &fontless);
    let versions: Vec<PathBuf> = fontless.iter().map(|text| project.path().join(inside(text))).collect();
    engross("check", &versions, &["--parity", "--deny", "warnings"]);
    engross("build", &versions, &["--out", out.path().to_str().unwrap()]);

    let once_out = tempfile::tempdir().unwrap();
    let options = ["pdf", "html", "docx"].map(|format| format!("{format}.numbers=once"));
    let options = options.iter().flat_map(|option| ["--set", option]);
    let once: Vec<&str> = options.chain(["--language", NUMBERED_ONCE]).collect();
    let specimen = [here.join("../../declarations/specimen-open-archives")];
    engross("check", &specimen, &[&*once, &["--parity"]].concat());
    let made_once = ["--to", "pdf,html,docx", "--out", once_out.path().to_str().unwrap()];
    engross("build", &specimen, &[&*once, &made_once].concat());

    let mut made = references(out.path());
    made.extend(references(once_out.path()).into_iter().map(|(name, text)| (format!("numbered-once.{name}"), text)));
    let folder = here.join("tests/suite/reference");
    let mut kept = files(&folder);
    if fonts.is_empty() {
        // What stands for a PDF that this machine cannot make is neither compared nor thrown away.
        let pdf = |text: &PathBuf| format!("{}.pdf.txt", inside(text).with_extension("").display()).replace('/', ".");
        for name in fontless.iter().map(pdf) {
            eprintln!("NOT RUN: {name}: no font in target/fonts; `.ci/fonts/install` brings one");
            kept.remove(&name);
        }
    }
    if update {
        kept.keys()
            .filter(|name| !made.contains_key(*name))
            .for_each(|name| fs::remove_file(folder.join(name)).unwrap());
        fs::create_dir_all(&folder).unwrap();
        made.iter().for_each(|(name, text)| fs::write(folder.join(name), text).unwrap());
        return;
    }
    let names: Vec<&String> = made.keys().chain(kept.keys().filter(|name| !made.contains_key(*name))).collect();
    let wrong: Vec<String> =
        names.into_iter().filter_map(|name| difference(name, kept.get(name), made.get(name))).collect();
    assert!(wrong.is_empty(), "{} differ from their references:\n\n{}", wrong.len(), wrong.join("\n"));
    assert!(made.len() >= 28, "the suite has shrunk to {} files", made.len());
    eprintln!("{} files are as their references", made.len());
}

/// Returns the files of all texts and their language versions.
fn texts(here: &Path) -> Vec<PathBuf> {
    let listed = |folder: PathBuf| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let declarations = listed(here.join("../../declarations")).filter(|path| path.is_dir()).flat_map(listed);
    let texts = listed(here.join("tests/suite")).chain(declarations);
    texts.filter(|path| path.extension().is_some_and(|extension| extension == "yaml")).collect()
}

/// Returns the font files of a folder.
fn fonts(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    let mut fonts: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|it| it == "ttf")).collect();
    fonts.sort();
    fonts
}

/// Copies texts into a project of their own, which names the fonts; without any, it takes it that there is no PDF.
fn project_with(fonts: &[PathBuf], texts: &[PathBuf]) -> tempfile::TempDir {
    let project = tempfile::tempdir().unwrap();
    for text in texts {
        let (from, to) = (text.parent().unwrap(), project.path().join(inside(text).parent().unwrap()));
        fs::create_dir_all(&to).unwrap();
        for file in fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path()) {
            fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
        }
    }
    let named: String = fonts.iter().map(|font| format!("  - {}\n", font.canonicalize().unwrap().display())).collect();
    let settings = if fonts.is_empty() { "severity: {FONT-01: info}\n".to_owned() } else { format!("fonts:\n{named}") };
    fs::write(project.path().join("engross.yaml"), settings).unwrap();
    project
}

/// Returns the path of a text in the folder of all texts: `specimen/zh.yaml`.
fn inside(text: &Path) -> &Path {
    text.strip_prefix(text.ancestors().nth(2).unwrap()).unwrap()
}

fn engross(verb: &str, texts: &[PathBuf], arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_engross"));
    let output = command.arg(verb).args(texts).args(arguments).env("NO_COLOR", "1").output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "engross {verb} fails:\n{said}");
}

/// Returns what the reference files should say, by name.
fn references(out: &Path) -> BTreeMap<String, String> {
    let mut references = BTreeMap::new();
    for folder in fs::read_dir(out).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap().to_str().unwrap();
            let bytes = fs::read(&path).unwrap();
            match path.extension().unwrap().to_str().unwrap() {
                "pdf" => references.insert(format!("{name}.txt"), pdf(&bytes)),
                "docx" => references.insert(format!("{name}.txt"), word(&bytes)),
                "html" => references.insert(name.to_owned(), html(&bytes)),
                _ => references.insert(name.to_owned(), String::from_utf8(bytes).unwrap()),
            };
        }
    }
    references
}

/// The page without the house's style sheet, which is the same in all of them.
fn html(bytes: &[u8]) -> String {
    let page = str::from_utf8(bytes).unwrap();
    let (head, rest) = page.rsplit_once("<style>").unwrap();
    let (style, body) = rest.split_once("</style>").unwrap();
    assert!(style.len() > 1_000, "the style sheet is in the page");
    format!("{head}<style></style>{body}")
}

fn pdf(bytes: &[u8]) -> String {
    let hash: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let reading = engross_parity::read_back("pdf", bytes).unwrap().unwrap();
    let blocks = reading.blocks.iter().map(|block| (block.label.as_deref().unwrap_or_default(), &block.text));
    let notes = reading.notes.iter().map(|note| (note.mark.as_str(), &note.text));
    let line = |(label, text): (&str, &String)| {
        format!("{label}\t{}\n", text.replace(MARK_START, "[^").replace(MARK_END, "]"))
    };
    let lines = |lines: &mut dyn Iterator<Item = (&str, &String)>| lines.map(line).collect::<String>();
    format!("SHA-256 {hash}\n\n{}\nNotes\n{}", lines(&mut blocks.into_iter()), lines(&mut notes.into_iter()))
}

fn word(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    for part in WORD_PARTS {
        let Ok(mut file) = archive.by_name(part) else { continue };
        let mut xml = String::new();
        file.read_to_string(&mut xml).unwrap();
        text += &format!("== {part}\n{}\n\n", xml.replace("<w:p>", "\n<w:p>").replace("<w:p ", "\n<w:p "));
    }
    text
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    entries
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap()))
        .collect()
}

fn difference(name: &str, kept: Option<&String>, made: Option<&String>) -> Option<String> {
    let (kept, made) = match (kept, made) {
        (Some(kept), Some(made)) if kept == made => return None,
        (Some(kept), Some(made)) => (kept, made),
        (None, _) => return Some(format!("{name}: has no reference")),
        (_, None) => return Some(format!("{name}: is no longer made")),
    };
    let at = kept.lines().zip(made.lines()).take_while(|(kept, made)| kept == made).count();
    let line = |text: &str| text.lines().nth(at).unwrap_or("(ends)").chars().take(400).collect::<String>();
    Some(format!("{name}, line {}\n  reference: {}\n  made:      {}", at + 1, line(kept), line(made)))
}
