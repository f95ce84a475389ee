//! What comes back from tools, and what strangers send: every file of `tests/returned/` with what is read of it, on one
//! page. Of a unit that came back with the texts with which the specimen went out, only the claim is shown.
//! `cargo returned -- --update` writes the page anew.

#[path = "specimen/mod.rs"]
mod specimen;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use engross_compile::line_starts;
use engross_compile::translation::canonical;
use engross_exchange::{ExchangeUnit, read, read_tbx, read_tmx, read_tsv};
use engross_model::Finding;

fn main() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut names: Vec<_> = std::fs::read_dir(here.join("returned")).expect("the folder").flatten().collect();
    names.sort_by_key(std::fs::DirEntry::file_name);
    let mut page = String::new();
    for entry in names {
        let name = entry.file_name().to_string_lossy().into_owned();
        let bytes = std::fs::read(entry.path()).expect("a file");
        let _ = writeln!(page, "=== {name}\n{}", shown(&name, &bytes));
    }
    let path = here.join("returned.txt");
    if std::env::args().any(|argument| argument == "--update") {
        std::fs::write(&path, &page).expect("the page rewritten");
    }
    let expected = std::fs::read_to_string(&path).expect("the page");
    assert!(page == expected, "files are read otherwise:\n{page}");
}

fn shown(name: &str, bytes: &[u8]) -> String {
    let (_, extension) = name.rsplit_once('.').unwrap_or_default();
    let other = match extension {
        "tmx" => read_tmx(name, bytes, "en", "fr").map(|memory| format!("{memory:#?}\n")),
        "tbx" => read_tbx(name, bytes).map(|glossary| format!("{glossary:#?}\n")),
        "tsv" => read_tsv(name, bytes, "en", "fr").map(|glossary| format!("{glossary:#?}\n")),
        _ => units(name, bytes),
    };
    other.unwrap_or_else(|finding| line(bytes, &finding))
}

fn units(name: &str, bytes: &[u8]) -> Result<String, Finding> {
    let package = specimen::package();
    let went: BTreeMap<&str, &ExchangeUnit> = package.units().map(|unit| (unit.id.as_str(), unit)).collect();
    let returned = read(name, bytes)?;
    let mut lines = String::new();
    for unit in &returned.units {
        let claim = unit.claim.map_or("nothing".to_owned(), |claim| format!("{claim:?}"));
        let _ = writeln!(lines, "{}: {claim}", unit.id);
        let sent = went.get(unit.id.as_str());
        for (what, came, went) in [
            ("source", &unit.source, sent.map(|unit| &unit.source)),
            ("target", &unit.target, sent.map(|unit| &unit.target)),
        ] {
            if went.is_none_or(|went| canonical(went) != canonical(came)) {
                let _ = writeln!(lines, "  {what}: {}", canonical(came));
            }
        }
    }
    for finding in &returned.findings {
        lines.push_str(&line(bytes, finding));
    }
    if let Err(finding) = returned.belongs_to("keeping-of-specimens", "en", "fr") {
        lines.push_str(&line(bytes, &finding));
    }
    Ok(lines)
}

/// Writes a finding with the place, the words underlined, and what to do.
fn line(bytes: &[u8], finding: &Finding) -> String {
    let span = finding.place.span.clone().expect("a place");
    let starts = line_starts(bytes);
    let row = starts.partition_point(|start| *start <= span.start).max(1);
    let column = String::from_utf8_lossy(&bytes[starts[row - 1]..span.start]).chars().count() + 1;
    let words = String::from_utf8_lossy(&bytes[span]);
    let words: String = words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(40).collect();
    let help = finding.help.as_deref().expect("what to do");
    let line = format!("{row}:{column} {} «{words}» {}; {help}", finding.code, finding.message);
    line.chars()
        .map(|it| if it.is_control() { it.escape_unicode().to_string() } else { it.to_string() })
        .collect::<String>()
        + "\n"
}
