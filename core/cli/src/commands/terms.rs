//! `engross terms`: the glossary in translators' forms, and theirs as a glossary.

use std::collections::{BTreeMap, BTreeSet};

use engross_compile::glossary::{Entry, Glossary, Match, TermCase};
use engross_exchange::{Glossary as Exchanged, LARGEST_FILE, Term, Wording, read_tbx, read_tsv, write_tbx, write_tsv};

use super::translate::put;
use crate::args::{Terms, TermsExport, TermsForm, TermsImport, TermsVerb};
use crate::exit::{Exit, Outcome, Stop};
use crate::files::{read_within, write_new};
use crate::output::{self, count};
use crate::project::Project;

pub(crate) fn run(arguments: &Terms) -> Outcome {
    match &arguments.verb {
        TermsVerb::Export(it) => export(it),
        TermsVerb::Import(it) => import(it),
    }
}

fn export(arguments: &TermsExport) -> Outcome {
    let project = Project::open(&[std::path::PathBuf::new()], &arguments.houses, None)?;
    let house = arguments.houses.house.clone().or(project.default_house.clone());
    let house = house.map(|id| project.houses.house(&id)).transpose()?;
    let of_house = house.map(|house| house.glossary()).transpose()?.flatten();
    let of_project = project.glossary.as_ref().map(|glossary| glossary.terms.clone());
    let glossaries: Vec<_> = of_project.into_iter().chain(of_house).collect();
    if glossaries.is_empty() {
        return Err(Stop::usage("there is no glossary here")
            .help("name a house with `--house`, or a file under `glossary:` in engross.yaml"));
    }
    let glossary = exchanged(glossaries.iter().map(|glossary| &**glossary));
    let text = match arguments.format {
        TermsForm::Tbx => write_tbx(&glossary),
        TermsForm::Tsv => write_tsv(&glossary, &arguments.from, &arguments.to),
    };
    put(&arguments.out, &text)?;
    output::say(&format!("wrote {}, with {}\n", arguments.out.display(), count(glossary.terms.len(), "term")));
    Ok(Exit::Clean)
}

/// Puts glossaries together: a project's term takes the place of the house's with the same id.
fn exchanged<'g>(glossaries: impl Iterator<Item = &'g Glossary>) -> Exchanged {
    let mut known = BTreeSet::new();
    let entries = glossaries.flat_map(|glossary| &glossary.terms);
    Exchanged { terms: entries.filter(|entry| known.insert(entry.id.clone())).map(term).collect() }
}

fn term(entry: &Entry) -> Term {
    let wording = |words: &engross_compile::glossary::Term| {
        let mut forms = words.preferred.iter().map(str::to_owned);
        Wording {
            preferred: forms.next().unwrap_or_default(),
            admitted: forms.collect(),
            forbidden: words.forbidden.clone(),
        }
    };
    Term {
        id: entry.id.clone(),
        note: entry.source.clone().unwrap_or_default(),
        rules: rules(entry),
        languages: entry.languages.iter().map(|(language, words)| (language.clone(), wording(words))).collect(),
    }
}

/// Returns what is unusual in how a term is found.
fn rules(entry: &Entry) -> BTreeMap<String, String> {
    let case = (entry.case == TermCase::Exact).then(|| ("case", "exact".to_owned()));
    let matching = (entry.matching == Match::Stem).then(|| ("match", "stem".to_owned()));
    let scope = (!entry.scope.is_empty()).then(|| ("scope", entry.scope.join(", ")));
    [case, matching, scope].into_iter().flatten().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn import(arguments: &TermsImport) -> Outcome {
    let name = arguments.file.display().to_string();
    let bytes = read_within(&arguments.file, &name, LARGEST_FILE)?;
    let is_tbx =
        bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<') || bytes.starts_with(b"\xef\xbb\xbf<");
    let glossary =
        if is_tbx { read_tbx(&name, &bytes)? } else { read_tsv(&name, &bytes, &arguments.from, &arguments.to)? };
    let (text, left) = as_yaml(&glossary);
    if glossary.terms.len() == left {
        let what = if left == 0 { "no term" } else { "no term in two languages" };
        return Err(Stop::usage(format!("`{name}` holds {what}, so there is nothing to import"))
            .help("a line is a term, a tab and its translation; a TBX file has a `termEntry` for each term"));
    }
    // What is written must read as a glossary.
    Glossary::read("SET-01", &arguments.out.display().to_string(), text.as_bytes())?;
    write_new(&arguments.out, text.as_bytes())?;
    let terms = count(glossary.terms.len() - left, "term");
    let left = if left == 0 { String::new() } else { format!("; {left} stand in one language only and were left out") };
    output::say(&format!("wrote {}, with {terms}{left}\n", arguments.out.display()));
    Ok(Exit::Clean)
}

/// Writes a glossary; says how many terms it leaves out because they stand in one language only.
fn as_yaml(glossary: &Exchanged) -> (String, usize) {
    let mut text = String::from("terms:\n");
    let mut ids = BTreeMap::new();
    let mut left = 0;
    for term in &glossary.terms {
        let languages: Vec<_> = term.languages.iter().filter(|(_, words)| !words.preferred.is_empty()).collect();
        if languages.len() < 2 {
            left += 1;
            continue;
        }
        text.push_str(&format!("  - id: {}\n", unused_id(term, &mut ids)));
        for (language, words) in languages {
            let mut forms = vec![words.preferred.clone()];
            forms.extend(words.admitted.iter().cloned());
            let preferred = if words.admitted.is_empty() { quoted(&words.preferred) } else { list(&forms) };
            let forbidden = if words.forbidden.is_empty() {
                String::new()
            } else {
                format!(", forbidden: {}", list(&words.forbidden))
            };
            text.push_str(&format!("    {}: {{preferred: {preferred}{forbidden}}}\n", quoted(language)));
        }
        for (key, value) in &term.rules {
            // A list of one is a list too.
            let value = if key == "scope" { format!("[{value}]") } else { value.clone() };
            text.push_str(&format!("    {key}: {value}\n"));
        }
        if !term.note.is_empty() {
            text.push_str(&format!("    source: {}\n", quoted(&term.note)));
        }
    }
    (text, left)
}

/// Returns the term's id as a glossary takes it, made unlike all others.
fn unused_id(term: &Term, ids: &mut BTreeMap<String, usize>) -> String {
    let words = term.languages.values().map(|words| words.preferred.as_str()).next().unwrap_or_default();
    let meant = if term.id.is_empty() { words } else { &term.id };
    let letters =
        meant.to_lowercase().chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '-' }).collect::<String>();
    let parts: Vec<&str> = letters.split('-').filter(|part| !part.is_empty()).collect();
    let mut id: String = parts.join("-").chars().take(56).collect();
    if !id.starts_with(|first: char| first.is_ascii_lowercase()) {
        id.insert_str(0, "t-");
    }
    let id = id.trim_end_matches('-').to_owned();
    let count = ids.entry(id.clone()).or_insert(0);
    *count += 1;
    if *count == 1 { id } else { format!("{id}-{count}") }
}

/// A text in JSON is one in YAML.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn list(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
}
