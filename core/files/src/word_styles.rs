//! Word's styles: which builds on which. What they look like is for those who read them.

use std::collections::BTreeMap;

use crate::xml::Element;

/// Styles that build on styles.
const LONGEST_CHAIN: usize = 32;

/// The styles of a file, by their ids.
#[derive(Debug, Default)]
pub struct Styles(BTreeMap<String, Element>);

impl Styles {
    /// Reads `styles.xml`.
    pub fn new(styles: &Element) -> Self {
        Self(styles.all_by("style", "styleId"))
    }

    /// Returns a style.
    pub fn get(&self, id: &str) -> Option<&Element> {
        self.0.get(id)
    }

    /// Returns all styles, in the order of their ids.
    pub fn all(&self) -> impl Iterator<Item = &Element> {
        self.0.values()
    }

    /// Returns a style's id and those of the styles it builds on.
    pub fn chain(&self, style: Option<&str>) -> Vec<String> {
        let mut chain = Vec::new();
        let mut next = style.map(str::to_owned);
        while let Some(id) = next.filter(|_| chain.len() < LONGEST_CHAIN) {
            next = self.get(&id).and_then(|style| style.setting("basedOn")).map(str::to_owned);
            chain.push(id);
        }
        chain
    }
}
