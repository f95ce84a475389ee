//! The glossary: which term a language prefers, admits or forbids.

mod tbx;
mod tsv;

use std::collections::BTreeMap;

use engross_model::is_name;

pub use tbx::{read_tbx, write_tbx};
pub use tsv::{read_tsv, write_tsv};

/// Terms in several languages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Glossary {
    /// The terms, in file order.
    pub terms: Vec<Term>,
}

/// One thing and what it is called.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Term {
    /// Its id, or empty: `t-air-policing`.
    pub id: String,
    /// A remark for translators, as where the term comes from, or empty.
    pub note: String,
    /// How it is found in a text and where it holds, as a glossary writes it: `case` is `exact` or `fold`, `match` is `words`
    /// or `stem`, `scope` is `declaration, resolution`. What is usual is left out.
    pub rules: BTreeMap<String, String>,
    /// What it is called, by language.
    pub languages: BTreeMap<String, Wording>,
}

/// What a thing is called in one language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wording {
    /// The term to use; empty for none.
    pub preferred: String,
    /// Terms that may stand too.
    pub admitted: Vec<String>,
    /// Terms that may not stand.
    pub forbidden: Vec<String>,
}

/// Says whether a glossary may hold a rule.
fn is_rule(key: &str, value: &str) -> bool {
    match key {
        "case" => matches!(value, "exact" | "fold"),
        "match" => matches!(value, "words" | "stem"),
        "scope" => value.split(", ").all(is_name),
        _ => false,
    }
}

impl Wording {
    /// Adds a term that nothing is said of: the first is preferred, the others are admitted.
    fn add(&mut self, term: String) {
        if self.preferred.is_empty() {
            self.preferred = term;
        } else if self.preferred != term {
            self.admitted.push(term);
        }
    }
}
