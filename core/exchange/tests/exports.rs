//! What is written, byte for byte: `tests/exports/` holds the files of the specimen. They are what the programs of others
//! are shown in `.ci/translators`. `cargo exports -- --update` writes them anew.

#[path = "specimen/mod.rs"]
mod specimen;

use std::collections::BTreeMap;
use std::path::Path;

use engross_exchange::{
    Claim, Format, Glossary, Memory, Package, State, Term, Wording, read, read_tbx, read_tmx, read_tsv, write,
    write_tbx, write_tmx, write_tsv,
};

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports");
    let update = std::env::args().any(|argument| argument == "--update");
    let package = specimen::package();
    let mut prefilled = specimen::package();
    prefilled.prefill_with_source();
    let glossary = glossary();
    let memory = Memory::of(&package);
    let files = [
        ("xliff12.xlf", write(&package, Format::Xliff12)),
        ("xliff12-prefilled.xlf", write(&prefilled, Format::Xliff12)),
        ("xliff20.xlf", write(&package, Format::Xliff20)),
        ("specimen.po", write(&package, Format::Po)),
        ("memory.tmx", write_tmx(&memory)),
        ("glossary.tbx", write_tbx(&glossary)),
        ("glossary.tsv", write_tsv(&glossary, "en", "fr")),
    ];
    for (name, written) in &files {
        let path = folder.join(name);
        if update {
            std::fs::write(&path, written).expect("an export rewritten");
        }
        let expected = std::fs::read_to_string(&path).expect("an export");
        assert!(*written == expected, "{name} is written otherwise:\n{written}");
    }
    for (name, written) in files.iter().take(4) {
        let package = if name.contains("prefilled") { &prefilled } else { &package };
        compare(name, written, package);
    }
    assert_eq!(read_tmx("memory.tmx", files[4].1.as_bytes(), "en", "fr"), Ok(memory), "the memory");
    assert_eq!(read_tbx("glossary.tbx", files[5].1.as_bytes()), Ok(glossary), "the glossary");
    let terms = read_tsv("glossary.tsv", files[6].1.as_bytes(), "en", "fr").expect("lines").terms;
    assert_eq!(terms.len(), 2);
    assert_eq!(terms[0].languages["fr"].admitted, ["surveillance du ciel"]);
}

/// What nobody has touched comes back as it went out.
fn compare(name: &str, written: &str, package: &Package) {
    let returned = read(name, written.as_bytes()).expect("our own file");
    assert_eq!(returned.belongs_to("keeping-of-specimens", "en", "fr"), Ok(()), "{name}");
    assert_eq!((returned.findings.len(), returned.revision.as_str()), (0, "r7"), "{name}");
    let units: Vec<_> = package.units().filter(|unit| returned.format.holds(unit)).collect();
    assert_eq!(returned.units.len(), units.len(), "{name}");
    for (came, went) in returned.units.iter().zip(units) {
        assert_eq!((&came.id, &came.source, &came.target), (&went.id, &went.source, &went.target), "{name}");
        // PO knows no more than translated and fuzzy, XLIFF 2.0 no draft.
        let expected = match (went.state, returned.format) {
            (State::Missing, _) | (State::SourceCopy, Format::Xliff12) => None,
            (State::Reviewed | State::Final | State::Translated, Format::Po) => Some(Claim::Translated),
            (State::Translated, _) => Some(Claim::Translated),
            (State::Reviewed, _) => Some(Claim::Reviewed),
            (State::Final, _) => Some(Claim::Final),
            (_, Format::Xliff20) => None,
            _ => Some(Claim::Draft),
        };
        assert_eq!(came.claim, expected, "{name}: {}", went.id);
        assert!(written[came.place.clone()].contains(&format!("\"{}\"", came.id)), "{name}: the place of {}", came.id);
    }
}

/// Returns the glossary.
fn glossary() -> Glossary {
    let wording = |preferred: &str, forbidden: &[&str]| Wording {
        preferred: preferred.to_owned(),
        admitted: Vec::new(),
        forbidden: forbidden.iter().map(|term| (*term).to_owned()).collect(),
    };
    let term = |id: &str, en: &str, fr: Wording| Term {
        id: id.to_owned(),
        note: "Agreed in committee".to_owned(),
        rules: BTreeMap::new(),
        languages: BTreeMap::from([("en".to_owned(), wording(en, &[])), ("fr".to_owned(), fr)]),
    };
    let mut air = term("t-air-policing", "Air Policing", wording("police du ciel", &["police aérienne"]));
    air.languages.get_mut("fr").expect("French").admitted.push("surveillance du ciel".to_owned());
    let rules = [("case", "exact"), ("match", "stem"), ("scope", "declaration, resolution")];
    air.rules = rules.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
    Glossary { terms: vec![air, term("t-r-and-d", "R&D", wording("R & D", &[]))] }
}
