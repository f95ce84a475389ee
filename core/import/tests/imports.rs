//! Every file of `tests/files/` is imported; the text and what was said of it stand beside it. `-- --update` writes them anew.
//!
//! A file's first folder names its house; of one called `.refused.` tracked changes are refused, and one called `.wished-fr.`
//! is to be read in French.

#[path = "../../compile/tests/support/mod.rs"]
mod support;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use engross_compile::World;
use engross_import::{Wishes, import};
use engross_model::Finding;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files");
    let update = std::env::args().any(|argument| argument == "--update");
    let mut wrong = Vec::new();
    for path in files(&folder) {
        let name = path.strip_prefix(&folder).expect("a file of the folder").display().to_string();
        let house = name.split('/').next().expect("a house");
        let house = support::world(&[]).house(house).expect("a house");
        let bytes = std::fs::read(&path).expect("a file");
        let language = name.split_once(".wished-").and_then(|(_, behind)| behind.split('.').next()).map(str::to_owned);
        let wishes = Wishes { language, refuse_changes: name.contains(".refused.") };
        let imported = import(&name, &bytes, &house, &wishes);
        for finding in imported.findings.iter().filter(|finding| is_repair(&finding.code)) {
            assert!(
                says_how_sure(finding),
                "{name}: {}: {} does not say how sure it is",
                finding.code,
                finding.message
            );
        }
        let said = report(&imported.shown, &imported.findings);
        for (ending, made) in [("yaml", imported.text.unwrap_or_default()), ("findings", said)] {
            let reference = PathBuf::from(format!("{}.{ending}", path.display()));
            if update {
                std::fs::write(&reference, &made).expect("a reference rewritten");
            } else if std::fs::read_to_string(&reference).unwrap_or_default() != made {
                wrong.push(format!("{name}.{ending}"));
            }
        }
    }
    assert!(wrong.is_empty(), "made otherwise: {wrong:#?}");
}

/// The other codes say what could not be repaired.
fn is_repair(code: &str) -> bool {
    !matches!(code, "IMP-09" | "IMP-11" | "IMP-12" | "IMP-13")
}

fn says_how_sure(finding: &Finding) -> bool {
    finding.notes.iter().any(|note| ["sure: ", "likely: ", "guess: "].iter().any(|word| note.starts_with(word)))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder")
        .flatten()
        .flat_map(|house| std::fs::read_dir(house.path()).expect("a house's folder").flatten())
        .map(|file| file.path())
        .filter(|path| path.extension().is_none_or(|ending| ending != "yaml" && ending != "findings"))
        .collect();
    files.sort();
    files
}

fn report(shown: &str, findings: &[Finding]) -> String {
    let mut said = String::new();
    for finding in findings {
        let span = finding.place.span.clone().unwrap_or_default();
        let line = shown.get(..span.start).unwrap_or_default().matches('\n').count() + 1;
        let words: String = shown.get(span).unwrap_or_default().chars().take(60).collect();
        writeln!(said, "line {line}: {} {}", finding.code, finding.message).expect("a line");
        writeln!(said, "    at `{}`", words.replace('\n', "⏎")).expect("a line");
        for further in finding.notes.iter().chain(&finding.help) {
            writeln!(said, "    {further}").expect("a line");
        }
    }
    said
}
