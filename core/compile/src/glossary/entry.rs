//! One term with its words in each language, as it is written.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// The keys of an entry beside its languages.
const KEYS: &[&str] = &["id", "case", "match", "scope", "source"];

/// A term.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "kebab-case"))]
pub struct Entry {
    /// Its name in this glossary: `air-policing`. A project's term takes the place of the house's with the same id.
    pub id: String,
    /// Whether capitals matter; they do not if absent.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub case: TermCase,
    /// How it is found in a text; in whole words if absent.
    #[cfg_attr(feature = "schema", schemars(rename = "match", default))]
    pub matching: Match,
    /// The kinds of text in which it holds; in all if empty.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub scope: Vec<String>,
    /// Where it comes from, for readers: `NATOTerm`.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub source: Option<String>,
    /// Its words, by language: `fr: {preferred: police du ciel}`.
    #[cfg_attr(feature = "schema", schemars(flatten))]
    pub languages: BTreeMap<String, Term>,
}

/// The words of a term in one language.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Term {
    /// What is written; one of several if it is a list.
    pub preferred: Forms,
    /// What is not written.
    #[serde(default)]
    pub forbidden: Vec<String>,
}

/// Words, or several of them that are equally right.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Forms {
    /// One.
    One(String),
    /// Any of them.
    Several(Vec<String>),
}

/// Whether capitals matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TermCase {
    /// They do: `NATO`.
    Exact,
    /// They do not.
    #[default]
    Fold,
}

/// How a term is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Match {
    /// In whole words.
    #[default]
    Words,
    /// Each word by its first five letters or more, with up to three others at its end, and behind short words that the
    /// language writes together with it.
    Stem,
}

impl Forms {
    /// Returns all of them.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        match self {
            Self::One(form) => std::slice::from_ref(form),
            Self::Several(forms) => forms,
        }
        .iter()
        .map(String::as_str)
    }

    /// Names them, for a help line.
    pub(crate) fn listed(&self) -> String {
        self.iter().map(|form| format!("`{form}`")).collect::<Vec<_>>().join(" or ")
    }
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntryVisitor)
    }
}

/// Reads an entry by hand: keys that are not its own name languages, and a misspelt one must not pass for one.
struct EntryVisitor;

impl<'de> Visitor<'de> for EntryVisitor {
    type Value = Entry;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entry, A::Error> {
        let (mut id, mut case, mut matching, mut scope, mut source) = (None, None, None, None, None);
        let mut languages = BTreeMap::new();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "id" => id = Some(map.next_value()?),
                "case" => case = Some(map.next_value()?),
                "match" => matching = Some(map.next_value()?),
                "scope" => scope = Some(map.next_value()?),
                "source" => source = map.next_value()?,
                _ if is_language(&key) => {
                    languages.insert(key, map.next_value()?);
                }
                _ => return Err(A::Error::unknown_field(&key, KEYS)),
            }
        }
        Ok(Entry {
            id: id.ok_or_else(|| A::Error::missing_field("id"))?,
            case: case.unwrap_or_default(),
            matching: matching.unwrap_or_default(),
            scope: scope.unwrap_or_default(),
            source,
            languages,
        })
    }
}

/// Says whether a key has the form of a language's code: `fr`, `fr-CA`.
fn is_language(key: &str) -> bool {
    let first = key.split('-').next().unwrap_or_default();
    (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_lowercase())
}
