//! The passes one by one, as the benchmarks time them. [`compile`](crate::compile) is what everybody else calls.

use std::sync::Arc;

use engross_model::Finding;

use crate::check::{self, Checked};
use crate::house::{House, TermsData};
use crate::resolve::{self, Header, Resolved, Tongue};
use crate::source::Source;
use crate::{Options, World, house_and_terms, number, parse};

/// A parsed text with its house.
pub struct Passes {
    path: String,
    source: Source,
    house: Arc<House>,
    terms: Arc<TermsData>,
}

/// A text between two passes.
pub struct Halfway(Resolved);

/// Parses a file and throws the tree away.
pub fn parse(path: &str, bytes: &[u8]) -> usize {
    let (source, findings) = parse::parse(path, bytes);
    usize::from(source.is_some()) + findings.len()
}

impl Passes {
    /// Makes a text ready; `None` if it cannot be parsed or has no house.
    pub fn new(world: &dyn World, path: &str) -> Option<Self> {
        let source = parse::parse(path, &world.read(path).ok()?).0?;
        let (house, terms) = house_and_terms(world, path, &source, &Options::default()).ok()?;
        Some(Self { path: path.to_owned(), source, house, terms })
    }

    /// Resolves the text.
    pub fn resolve(&self) -> Option<Halfway> {
        Some(Halfway(resolve::resolve(&self.header()?, "text", Vec::new())))
    }

    /// Numbers it.
    pub fn number(&self, mut text: Halfway) -> Halfway {
        text.0.findings = number::number(&mut text.0, self.house.data(), &self.terms);
        text
    }

    /// Checks it.
    pub fn check(&self, text: &Halfway) -> Option<Vec<Finding>> {
        Some(check::check(&Checked::new(&self.header()?, &text.0, None)))
    }

    fn header(&self) -> Option<Header<'_>> {
        let tongue = Tongue::of_source(&self.source);
        resolve::header(&self.path, &self.source, &self.house, &self.terms, tongue, &mut Vec::new())
    }
}
