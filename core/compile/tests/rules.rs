//! Every rule about texts, with specimens that pass and specimens that fail.
//!
//! `tests/rules/<CODE>.txt` holds sections under `=== passes`, `=== fails`, `=== findings` and `=== fixed`; the last two
//! follow a failing text. A language version follows its source, which is in English, after a line `+++ fr`; `src: auto`
//! stands for the hash of the source of its unit. In a section `=== fails escaped`, what cannot be seen or is too long to show is written as
//! `escapes/mod.rs` says. `cargo test --release -p engross-compile --test rules -- --update` writes them anew.

mod escapes;
mod support;

use std::collections::BTreeSet;
use std::path::Path;

use engross_compile::{Options, fix, translation};
use engross_model::{CODES, Finding};
use escapes::unescaped;
use support::{compile_texts, line, world};

/// Codes that this crate gives to what stands in a text's file.
fn is_about_texts(code: &str) -> bool {
    const FAMILIES: [&str; 18] = [
        "YAML", "SRC", "INL", "STR", "NUM", "PUN", "EMP", "NOTE", "TERM", "DATE", "REF", "UNI", "WAIVE", "FILE-03",
        "T0", "T1", "T2", "T3",
    ];
    // `T008` is about changes that the program makes: `changes.rs` has its specimens.
    code != "T008" && FAMILIES.iter().any(|family| code.starts_with(family))
}

/// A specimen shows this many findings; the rest would be more of the same.
const MOST_LINES: usize = 12;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let update = std::env::args().any(|argument| argument == "--update");
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for entry in std::fs::read_dir(&folder).expect("the folder of specimens").flatten() {
        let path = entry.path();
        let code = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let written = std::fs::read_to_string(&path).expect("a specimen");
        let expected = run(&code, &written, &mut wrong);
        if update && expected != written {
            std::fs::write(&path, &expected).expect("a specimen rewritten");
        } else if expected != written {
            wrong.push(format!("{code}: expected\n{written}\nfound\n{expected}"));
        }
        seen.insert(code);
    }
    for entry in CODES.iter().filter(|entry| is_about_texts(entry.code)) {
        if !seen.contains(entry.code) {
            wrong.push(format!("{} has no specimens", entry.code));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Runs the texts of a file; returns the file as it should be.
fn run(code: &str, written: &str, wrong: &mut Vec<String>) -> String {
    let mut expected = String::new();
    let mut passes = 0;
    let mut fails = 0;
    for section in written.split("=== ").skip(1) {
        let (name, body) = section.split_once('\n').unwrap_or((section, ""));
        match name.trim() {
            "passes" => {
                passes += 1;
                expected.push_str(&format!("=== passes\n{body}"));
                let specimen = Specimen::of(body.as_bytes());
                let found = specimen.findings();
                if found.iter().any(|finding| finding.code == code) {
                    wrong.push(format!("{code} should pass:\n{body}\n{}", specimen.lines(&found)));
                }
            }
            name @ ("fails" | "fails escaped") => {
                fails += 1;
                let specimen =
                    if name == "fails" { Specimen::of(body.as_bytes()) } else { Specimen::of(&unescaped(body)) };
                let found = specimen.findings();
                wrong.extend(found.iter().filter(|finding| finding.help.is_none()).map(|finding| {
                    format!("{code}: a finding does not say what to do: {}", line(&specimen.text, finding))
                }));
                if !found.iter().any(|finding| finding.code == code) {
                    wrong.push(format!("{code} should fail:\n{body}\n{}", specimen.lines(&found)));
                }
                expected.push_str(&format!("=== {name}\n{body}=== findings\n{}", specimen.lines(&found)));
                if name == "fails" {
                    let fixed = fix(&specimen.name, &specimen.text, &found).expect("UTF-8");
                    if fixed.applied > 0 {
                        expected.push_str(&format!("=== fixed\n{}", specimen.shown(&fixed.text)));
                        still_there(code, &specimen, &fixed.text, &found, wrong);
                    }
                }
            }
            "findings" | "fixed" => {}
            other => wrong.push(format!("{code}: unknown section {other}")),
        }
    }
    if passes == 0 || fails == 0 {
        wrong.push(format!("{code} needs a text that passes and one that fails"));
    }
    expected
}

/// A text under test: a source, or a language version with its source.
struct Specimen {
    source: Option<Vec<u8>>,
    name: String,
    text: Vec<u8>,
    /// The hashes that the text has in place of `auto`.
    hashes: Vec<String>,
}

impl Specimen {
    fn of(body: &[u8]) -> Self {
        const SEPARATOR: &[u8] = b"+++ ";
        let Some(at) = body.windows(SEPARATOR.len()).position(|bytes| bytes == SEPARATOR) else {
            return Self { source: None, name: "text.yaml".to_owned(), text: body.to_vec(), hashes: Vec::new() };
        };
        let rest = std::str::from_utf8(&body[at + SEPARATOR.len()..]).expect("UTF-8");
        let (language, text) = rest.split_once('\n').expect("a language version");
        let source = body[..at].to_vec();
        let texts = world(&[("en.yaml", &source)]);
        let units = translation::open(&texts, "en.yaml", &Options::default())
            .map_or_else(|_| Vec::new(), |it| it.translation.units);
        let mut hashes = Vec::new();
        let mut filled = String::new();
        for line in text.split_inclusive('\n') {
            let id = line.trim_start().split(':').next().unwrap_or_default();
            match units.iter().find(|unit| unit.id == id) {
                Some(unit) if line.contains("src: auto") => {
                    filled.push_str(&line.replace("src: auto", &format!("src: {}", unit.hash)));
                    hashes.push(unit.hash.clone());
                }
                _ => filled.push_str(line),
            }
        }
        Self { source: Some(source), name: format!("{language}.yaml"), text: filled.into_bytes(), hashes }
    }

    fn findings(&self) -> Vec<Finding> {
        self.findings_of(&self.text)
    }

    /// Compiles another text in the place of this one.
    fn findings_of(&self, text: &[u8]) -> Vec<Finding> {
        let source = self.source.as_deref().map(|source| ("en.yaml", source));
        let texts: Vec<(&str, &[u8])> = source.into_iter().chain([(self.name.as_str(), text)]).collect();
        compile_texts(&texts).findings
    }

    /// Writes `auto` again in the place of hashes.
    fn shown(&self, text: &str) -> String {
        self.hashes.iter().fold(text.to_owned(), |text, hash| text.replace(hash.as_str(), "auto"))
    }

    fn lines(&self, findings: &[Finding]) -> String {
        let shown = |finding: &Finding| match &finding.place.file {
            Some(other) if *other != self.name => format!("{other} {} {}\n", finding.code, finding.message),
            _ => line(&self.text, finding) + "\n",
        };
        findings.iter().take(MOST_LINES).map(shown).collect()
    }
}

/// A fix must mend what it says it mends.
fn still_there(code: &str, specimen: &Specimen, fixed: &str, before: &[Finding], wrong: &mut Vec<String>) {
    let fixable = before.iter().filter(|finding| finding.code == code && finding.fix.is_some()).count();
    let after = specimen.findings_of(fixed.as_bytes());
    let left = after.iter().filter(|finding| finding.code == code && finding.fix.is_some()).count();
    if fixable > 0 && left >= fixable {
        wrong.push(format!("{code}: the fix does not mend it:\n{fixed}"));
    }
}
