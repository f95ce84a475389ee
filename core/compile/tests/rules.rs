//! Every rule about texts, with specimens that pass and specimens that fail.
//!
//! `tests/rules/<CODE>.txt` holds sections under `=== passes`, `=== fails`, `=== findings` and `=== fixed`; the last two
//! follow a failing text. In a section `=== fails escaped`, what cannot be seen or is too long to show is written as
//! `escapes/mod.rs` says. `cargo test --release -p engross-compile --test rules -- --update` writes them anew.

mod escapes;
mod support;

use std::collections::BTreeSet;
use std::path::Path;

use engross_compile::fix;
use engross_model::{CODES, Finding};
use escapes::unescaped;
use support::{compile_text, line};

/// Codes that this crate gives to what stands in a text's file.
fn is_about_texts(code: &str) -> bool {
    const FAMILIES: [&str; 14] =
        ["YAML", "SRC", "INL", "STR", "NUM", "PUN", "EMP", "NOTE", "TERM", "DATE", "REF", "UNI", "WAIVE", "FILE-03"];
    FAMILIES.iter().any(|family| code.starts_with(family))
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
                let found = findings(body);
                if found.iter().any(|finding| finding.code == code) {
                    wrong.push(format!("{code} should pass:\n{body}\n{}", lines(body, &found)));
                }
            }
            name @ ("fails" | "fails escaped") => {
                fails += 1;
                let text = if name == "fails" { body.as_bytes().to_vec() } else { unescaped(body) };
                let found = findings(&text);
                wrong.extend(
                    found
                        .iter()
                        .filter(|finding| finding.help.is_none())
                        .map(|finding| format!("{code}: a finding does not say what to do: {}", line(&text, finding))),
                );
                if !found.iter().any(|finding| finding.code == code) {
                    wrong.push(format!("{code} should fail:\n{body}\n{}", lines(&text, &found)));
                }
                expected.push_str(&format!("=== {name}\n{body}=== findings\n{}", lines(&text, &found)));
                if name == "fails" {
                    let fixed = fix("text.yaml", &text, &found).expect("UTF-8");
                    if fixed.applied > 0 {
                        expected.push_str(&format!("=== fixed\n{}", fixed.text));
                        still_there(code, &fixed.text, &found, wrong);
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

/// A fix must mend what it says it mends.
fn still_there(code: &str, fixed: &str, before: &[Finding], wrong: &mut Vec<String>) {
    let fixable = before.iter().filter(|finding| finding.code == code && finding.fix.is_some()).count();
    let left = findings(fixed).iter().filter(|finding| finding.code == code && finding.fix.is_some()).count();
    if fixable > 0 && left >= fixable {
        wrong.push(format!("{code}: the fix does not mend it:\n{fixed}"));
    }
}

fn findings(text: impl AsRef<[u8]>) -> Vec<Finding> {
    compile_text(text).findings
}

fn lines(text: impl AsRef<[u8]>, findings: &[Finding]) -> String {
    findings.iter().take(MOST_LINES).map(|finding| line(text.as_ref(), finding) + "\n").collect()
}
