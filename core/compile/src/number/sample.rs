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

    /// Returns the label of a clause of a level that is alone, where it has one of its own.
    pub fn sole(&self, level: &str) -> Option<String> {
        self.scheme(level)?.sole.clone()
    }

    /// Returns the numerals of a level, with the letters of the language.
    pub fn numerals(&self, level: &str) -> Option<Numerals> {
        self.scheme(level).map(|scheme| scheme.numerals.clone())
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
        let counted = levels.iter().map(|level| Some(Counted::new(level, self.scheme(level)?, most)));
        let counted: Vec<Counted<'_>> = counted.collect::<Option<_>>()?;
        let (innermost, above) = counted.split_last()?;
        if innermost.scheme.numerals.is_unnamed() {
            return None;
        }
        let below = innermost.numbers();
        (0..above.len()).find_map(|at| {
            let outer = counted.get(..=at)?;
            if outer.last()?.scheme.numerals.is_unnamed() {
                return None;
            }
            let mut values = vec![1; counted.len()];
            let mut known: Vec<(u32, String)> = Vec::new();
            for value in 1..=most {
                *values.get_mut(at)? = value;
                known.extend(self.reference(outer, &values, None).map(|reference| (value, reference)));
            }
            for first in 1..=most {
                *values.get_mut(at)? = first;
                // What stands around the innermost numeral tells of all its references at once.
                let around = self.reference(&counted, &values, Some(ANY))?;
                let (before, after) = around.split_once(ANY).unwrap_or((&around, ""));
                let shared = known.iter().filter_map(|(value, reference)| {
                    let numeral = reference.strip_prefix(before)?.strip_suffix(after)?;
                    Some((*below.get(numeral)?, *value, reference))
                });
                if let Some((second, value, reference)) = shared.min() {
                    let mut other = vec![1; at];
                    other.push(value);
                    *values.last_mut()? = second;
                    return Some((reference.clone(), numbers(&other), numbers(&values)));
                }
            }
            None
        })
    }

    /// Returns what a clause is called, given the levels down to its own and the numbers on them: `paragraph 26 (d)`.
    pub fn called(&self, levels: &[&str], values: &[u32]) -> Option<String> {
        let (mut path, mut called) = (Vec::new(), String::new());
        for (level, value) in levels.iter().zip(values) {
            let scheme = self.scheme(level)?;
            if scheme.numerals.is_unnamed() {
                continue;
            }
            let numeral = scheme.numeral(*value, &path)?;
            called = super::reference(&self.terms.references, level, &numeral, &called);
            path.push(scheme.numerals.write(*value)?);
        }
        Some(called)
    }

    /// Returns what the innermost of some clauses, one below the other, is called: `paragraph 26 (d)`; with another numeral
    /// for it, if that is given.
    fn reference(&self, levels: &[Counted<'_>], values: &[u32], numeral: Option<&str>) -> Option<String> {
        let mut path: Vec<&str> = Vec::new();
        let mut reference = String::new();
        for (index, (level, value)) in levels.iter().zip(values).enumerate() {
            if level.scheme.numerals.is_unnamed() {
                continue;
            }
            let written = level.written.get(*value as usize - 1)?.as_deref()?;
            let own = numeral.filter(|_| index + 1 == levels.len()).unwrap_or_else(|| level.own(*value, written));
            let numeral = level.scheme.below(own, path.iter().copied());
            path.push(written);
            reference = super::reference(&self.terms.references, level.name, &numeral, &reference);
        }
        Some(reference)
    }

    fn scheme(&self, level: &str) -> Option<Cow<'a, Scheme>> {
        self.terms.scheme(self.numbering, level)
    }
}

/// Stands for any numeral; no house can write it.
const ANY: &str = "\u{0}";

/// A level with its first numerals, each written once: an alphabet may be long.
struct Counted<'a> {
    name: &'a str,
    scheme: Cow<'a, Scheme>,
    written: Vec<Option<String>>,
}

impl<'a> Counted<'a> {
    fn new(name: &'a str, scheme: Cow<'a, Scheme>, most: u32) -> Self {
        let written = (1..=most).map(|value| scheme.numerals.write(value)).collect();
        Self { name, scheme, written }
    }

    /// Returns the numeral of a number, which may be written otherwise than the system has it.
    fn own<'w>(&'w self, value: u32, written: &'w str) -> &'w str {
        self.scheme.exceptions.get(&value).map_or(written, String::as_str)
    }

    /// Returns the numbers of the level by their numerals, the first of each.
    fn numbers(&self) -> BTreeMap<&str, u32> {
        let mut numbers = BTreeMap::new();
        for (value, written) in (1..).zip(&self.written) {
            if let Some(written) = written {
                numbers.entry(self.own(value, written)).or_insert(value);
            }
        }
        numbers
    }
}

fn numbers(values: &[u32]) -> String {
    values.iter().map(u32::to_string).collect::<Vec<_>>().join(".")
}
