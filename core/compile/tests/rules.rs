//! Every rule about texts, with specimens that pass and specimens that fail.
//!
//! `tests/rules/<CODE>.txt` holds sections under `=== passes`, `=== fails`, `=== findings` and `=== fixed`; the last two
//! follow a failing text; `cargo test --release -p engross-compile --test rules -- --update` writes them anew.

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use engross_compile::fix;
use engross_model::{CODES, Finding};
use support::{compile_text, line};

/// Codes of rules about the text itself.
fn is_rule(code: &str) -> bool {
    ["STR", "NUM", "PUN", "EMP", "NOTE", "TERM", "DATE", "REF", "UNI", "WAIVE", "SRC-10"]
        .iter()
        .any(|family| code.starts_with(family))
}

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
    for entry in CODES.iter().filter(|entry| is_rule(entry.code)) {
        // Parity and import have rules of their own.
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
            "fails" => {
                fails += 1;
                let found = findings(body);
                if !found.iter().any(|finding| finding.code == code) {
                    wrong.push(format!("{code} should fail:\n{body}\n{}", lines(body, &found)));
                }
                expected.push_str(&format!("=== fails\n{body}=== findings\n{}", lines(body, &found)));
                let fixed = fix("text.yaml", body.as_bytes(), &found).expect("UTF-8");
                if fixed.applied > 0 {
                    expected.push_str(&format!("=== fixed\n{}", fixed.text));
                    still_there(code, &fixed.text, &found, wrong);
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

fn findings(text: &str) -> Vec<Finding> {
    compile_text(text).findings
}

fn lines(text: &str, findings: &[Finding]) -> String {
    findings.iter().map(|finding| line(text, finding) + "\n").collect()
}
