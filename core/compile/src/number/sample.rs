//! Labels and references as a house would print them, without a text: to show them, and to find those that are alike.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::scheme::{Numerals, Scheme};
use crate::house::TermsData;

/// The numberings of a house in one language.
#[derive(Debug, Clone, Copy)]
pub struct Sample<'a> {
    numbering: &'a BTreeMap<String, Scheme>,
    terms: &'a TermsData,
}

impl<'a> Sample<'a> {
    /// Takes the numberings of a house and the terms of a language.
    pub fn new(numbering: &'a BTreeMap<String, Scheme>, terms: &'a TermsData) -> Self {
        Self { numbering, terms }
    }

    /// Returns the label of a clause of a level without those above it: `(a)`. `None` where it has none.
    pub fn label(&self, level: &str, value: u32) -> Option<String> {
        let scheme = self.scheme(level)?;
        Some(format!("{}{}{}", scheme.prefix, scheme.numeral(value, &[])?, scheme.suffix))
    }

    /// Returns the numerals of a level, with the letters of the language.
    pub fn numerals(&self, level: &str) -> Option<Numerals> {
        self.scheme(level).map(|scheme| scheme.numerals.clone())
    }

    /// Returns what the innermost of some clauses, one below the other, is called: `paragraph 26 (d)`.
    pub(crate) fn reference(&self, levels: &[String], values: &[u32]) -> Option<String> {
        let mut path: Vec<String> = Vec::new();
        let mut reference = String::new();
        for (level, value) in levels.iter().zip(values) {
            let scheme = self.scheme(level)?;
            if scheme.numerals.is_unnamed() {
                continue;
            }
            let numeral = scheme.numeral(*value, &path)?;
            path.push(scheme.numerals.write(*value)?);
            reference = super::reference(&self.terms.references, level, &numeral, &reference);
        }
        Some(reference)
    }

    /// Finds a label that clauses of two levels share, both lettered, and their numbers. That numbers written with letters
    /// look like letters, as in `(i)`, is so in most houses.
    pub(crate) fn shared_letters(&self, above: &str, below: &str, most: u32) -> Option<(String, u32, u32)> {
        let is_lettered = |level: &str| {
            let scheme = self.scheme(level);
            scheme.is_some_and(|scheme| matches!(scheme.numerals, Numerals::Letters(_) | Numerals::List(_)))
        };
        if above == below || !is_lettered(above) || !is_lettered(below) {
            return None;
        }
        let upper: BTreeMap<String, u32> =
            (1..=most).filter_map(|value| Some((self.label(above, value)?, value))).collect();
        (1..=most).find_map(|value| {
            let label = self.label(below, value)?;
            let first = *upper.get(&label)?;
            Some((label, first, value))
        })
    }

    /// Finds a reference that means a clause of the innermost of these levels and one of a level above it, and the numbers
    /// of both: `1.27` and `1.1.1`.
    pub(crate) fn shared_reference(&self, levels: &[String], most: u32) -> Option<(String, String, String)> {
        let innermost = levels.len().checked_sub(1)?;
        if self.scheme(levels.last()?).is_none_or(|scheme| scheme.numerals.is_unnamed()) {
            return None;
        }
        (0..innermost).find_map(|above| {
            let outer = levels.get(..=above)?;
            if self.scheme(outer.last()?).is_none_or(|scheme| scheme.numerals.is_unnamed()) {
                return None;
            }
            let mut values = vec![1; levels.len()];
            let mut known = BTreeMap::new();
            for value in 1..=most {
                *values.get_mut(above)? = value;
                known.extend(self.reference(outer, &values).map(|reference| (reference, value)));
            }
            for first in 1..=most {
                for second in 1..=most {
                    *values.get_mut(above)? = first;
                    *values.last_mut()? = second;
                    let Some(reference) = self.reference(levels, &values) else { break };
                    if let Some(value) = known.get(&reference) {
                        let mut other = vec![1; above];
                        other.push(*value);
                        return Some((reference, numbers(&other), numbers(&values)));
                    }
                }
            }
            None
        })
    }

    fn scheme(&self, level: &str) -> Option<Cow<'a, Scheme>> {
        self.terms.scheme(self.numbering, level)
    }
}

fn numbers(values: &[u32]) -> String {
    values.iter().map(u32::to_string).collect::<Vec<_>>().join(".")
}
