//! A glossary: what a house or a project writes in each language for a term, and for lead words.
//!
//! ```yaml
//! terms:
//!   - id: air-policing
//!     en: {preferred: Air Policing}
//!     fr: {preferred: police du ciel, forbidden: [police aérienne]}
//!     case: exact          # exact | fold
//!     match: stem          # words | stem
//!     scope: [declaration]
//!     source: NATOTerm     # free text
//! leads:
//!   - {en: Stressing, fr: [Soulignant, Insistant]}
//! ```

mod entry;
mod matching;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use engross_model::Finding;
use serde::Deserialize;

pub use entry::{Entry, Forms, Match, Term, TermCase};
pub(crate) use matching::{Phrase, Words};

use crate::house::{Spot, Wrong};

/// The file in a house's folder.
pub const GLOSSARY_FILE: &str = "glossary.yaml";

/// A whole file.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(title = "glossary.yaml"))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Glossary {
    /// Terms, in any order: the longest that a text has at a place is the one that counts there.
    pub terms: Vec<Entry>,
    /// Lead words, each with its renderings by language; whether they stand in capitals does not matter.
    pub leads: Vec<BTreeMap<String, Forms>>,
}

impl Glossary {
    /// Reads a glossary.
    ///
    /// # Errors
    /// Findings of the code given, at what does not fit.
    pub fn read(code: &str, file: &str, bytes: &[u8]) -> Result<Self, Vec<Finding>> {
        // A file of comments alone is null, and says nothing.
        let glossary: Option<Self> = engross_data::read(code, file, bytes).map_err(|finding| vec![finding])?;
        let glossary = glossary.unwrap_or_default();
        let mut wrong = Wrong::default();
        glossary.check(code, &mut wrong);
        let findings = wrong.placed(file, bytes);
        if findings.is_empty() { Ok(glossary) } else { Err(findings) }
    }

    fn check(&self, code: &str, wrong: &mut Wrong) {
        let mut ids: BTreeSet<&str> = BTreeSet::new();
        for (index, entry) in self.terms.iter().enumerate() {
            let mut say = |path: &str, message: String, help: &str| {
                let spot = Spot::Value(format!("terms/{index}/{path}"));
                wrong.push(spot, Finding::new(code, message).help(help));
            };
            if !is_id(&entry.id) {
                let help = "write it in small letters, digits and hyphens: `air-policing`";
                say("id", format!("`{}` is no id of a term", entry.id), help);
            } else if ids.contains(&*entry.id) {
                say("id", format!("the id `{}` stands twice", entry.id), "give one of the two terms another");
            }
            ids.insert(&entry.id);
            if entry.languages.len() < 2 {
                let help = "give the term in the languages between which it is translated: `en: {preferred: …}`";
                say("id", format!("the term `{}` stands in one language only", entry.id), help);
            }
            for (language, term) in &entry.languages {
                let path = format!("{language}/preferred");
                if term.preferred.iter().any(|form| form.trim().is_empty()) || term.preferred.iter().count() == 0 {
                    say(&path, "the term has no words".to_owned(), "write what is preferred");
                }
                for form in term.preferred.iter().filter(|form| term.forbidden.iter().any(|other| other == *form)) {
                    say(&path, format!("`{form}` is preferred and forbidden"), "delete one of the two");
                }
            }
        }
    }
}

/// Says whether a text can be the id of a term: small letters, digits and hyphens.
fn is_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// The glossaries that hold for a text: what stands in an earlier one goes before what stands in a later one.
#[derive(Debug, Clone, Copy)]
pub struct Glossaries<'a>(pub &'a [Arc<Glossary>]);

impl<'a> Glossaries<'a> {
    /// Returns every term, one for each id.
    pub(crate) fn terms(self) -> impl Iterator<Item = &'a Entry> {
        self.0.iter().enumerate().flat_map(move |(index, glossary)| {
            let earlier = self.0.get(..index).unwrap_or_default();
            let has = |glossary: &Glossary, id: &str| glossary.terms.iter().any(|entry| entry.id == id);
            glossary.terms.iter().filter(move |entry| !earlier.iter().any(|other| has(other, &entry.id)))
        })
    }

    /// Returns what is written in a language for the lead words of another, by those in small letters.
    pub fn renderings(self, from: &str, to: &str) -> BTreeMap<String, &'a Forms> {
        let mut renderings = BTreeMap::new();
        for lead in self.0.iter().flat_map(|glossary| &glossary.leads) {
            if let (Some(words), Some(forms)) = (in_language(lead, from), in_language(lead, to)) {
                for word in words.iter() {
                    renderings.entry(word.to_lowercase()).or_insert(forms);
                }
            }
        }
        renderings
    }
}

/// Returns what stands there for a language: `fr-CA`, else `fr`.
pub(crate) fn in_language<'a, T>(languages: &'a BTreeMap<String, T>, language: &str) -> Option<&'a T> {
    let general = language.split('-').next().unwrap_or(language);
    languages.get(language).or_else(|| languages.get(general))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes findings as `words | message`.
    fn said(text: &str) -> Vec<String> {
        let findings = Glossary::read("SET-01", "terms.yaml", text.as_bytes()).unwrap_err();
        let words = |finding: &Finding| text.get(finding.place.span.clone().unwrap_or_default()).unwrap_or_default();
        findings.iter().map(|finding| format!("{} | {}", words(finding), finding.message)).collect()
    }

    #[test]
    fn a_glossary_is_read_as_it_is_written() {
        let text = "terms:\n  - id: air\n    en: {preferred: Air Policing}\n    fr-CA: {preferred: [police, ciel], \
                    forbidden: [air]}\n    match: stem\n    source: x\nleads:\n  - {en: Stressing, fr: [Soulignant, Insistant]}\n";
        let glossary = Glossary::read("SET-01", "terms.yaml", text.as_bytes()).unwrap();
        let [entry] = glossary.terms.as_slice() else { panic!("one term") };
        assert_eq!((entry.matching, entry.case), (Match::Stem, TermCase::Fold));
        assert_eq!(entry.source.as_deref(), Some("x"));
        assert_eq!(entry.languages["fr-CA"].preferred.iter().collect::<Vec<_>>(), ["police", "ciel"]);
        let glossaries = [Arc::new(glossary)];
        let renderings = Glossaries(&glossaries).renderings("en", "fr")["stressing"];
        assert_eq!(renderings.iter().collect::<Vec<_>>(), ["Soulignant", "Insistant"]);
        assert!(Glossary::read("SET-01", "terms.yaml", b"# later\n").unwrap().terms.is_empty());
    }

    #[test]
    fn mistakes_are_said_at_their_place() {
        for (text, expected) in [
            ("terms: [{id: a, en: {prefered: x}, fr: {preferred: mot}}]", "prefered | unknown key `prefered`"),
            ("terms: [{id: a, scpe: [x]}]", "scpe | unknown key `scpe`"),
            ("terms: [{id: a, match: stems}]", "stems | `stems` is not allowed here"),
            ("terms: [{en: {preferred: word}}]", "en | the key `id` is missing"),
            ("terms: [{id: a, id: b}]", "id | the key `id` stands twice"),
            ("terms: [{id: A b, en: {preferred: word}, fr: {preferred: mot}}]", "A b | `A b` is no id of a term"),
            ("terms: [{id: a, en: {preferred: word}}]", "a | the term `a` stands in one language only"),
            ("terms: [{id: a, en: {preferred: ''}, fr: {preferred: mot}}]", "'' | the term has no words"),
            (
                "terms: [{id: a, en: {preferred: word, forbidden: [word]}, fr: {preferred: mot}}]",
                "word | `word` is preferred and forbidden",
            ),
        ] {
            assert_eq!(said(text).first().map(String::as_str), Some(expected), "{text}");
        }
    }
}
