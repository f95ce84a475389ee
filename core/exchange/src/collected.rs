//! The units of a returned file as they are found.

use std::collections::BTreeSet;
use std::ops::Range;

use engross_model::{Finding, Inline};

use crate::refusal::{MOST_UNITS, excerpt, refuse, refuse_unit, too_large};
use crate::{Claim, ReturnedUnit};

/// What was found of a unit, or why it cannot be read.
pub(crate) type Found = Result<(Vec<Inline>, Vec<Inline>, Option<Claim>), String>;

/// The units found so far.
pub(crate) struct Collected<'f> {
    file: &'f str,
    seen: BTreeSet<String>,
    pub(crate) units: Vec<ReturnedUnit>,
    pub(crate) findings: Vec<Finding>,
}

impl<'f> Collected<'f> {
    pub(crate) fn new(file: &'f str) -> Self {
        Self { file, seen: BTreeSet::new(), units: Vec::new(), findings: Vec::new() }
    }

    /// Adds a unit, or the finding that it cannot be read. One without an id cannot.
    ///
    /// # Errors
    ///
    /// `M204` if its id stands twice, `M206` if there are too many.
    pub(crate) fn add(&mut self, id: &str, place: Range<usize>, found: Found) -> Result<(), Finding> {
        let found = if id.is_empty() { Err("nothing says which it is".to_owned()) } else { found };
        if !self.seen.insert(id.to_owned()) && !id.is_empty() {
            let message = format!("the unit `{}` stands twice", excerpt(id));
            let help = "delete the one that is not meant, or import the file as the tool first saved it";
            return Err(refuse("M204", message, self.file, place).in_clause(id).help(help));
        }
        if self.units.len() + self.findings.len() >= MOST_UNITS {
            return Err(too_large("the file has more than 50,000 units", self.file, place));
        }
        match found {
            Ok((source, target, claim)) => {
                self.units.push(ReturnedUnit { id: id.to_owned(), source, target, claim, place });
            }
            Err(why) => self.findings.push(refuse_unit(&why, id, self.file, place)),
        }
        Ok(())
    }
}
