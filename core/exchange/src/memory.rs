//! The translation memory: what was translated before, and between what it stood.

use engross_model::Inline;

use crate::Package;

/// Translations between two languages.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Memory {
    /// The language translated from: `en`.
    pub source_language: String,
    /// The language translated to: `fr`.
    pub target_language: String,
    /// The translations, in the order of their texts.
    pub units: Vec<MemoryUnit>,
}

/// One translation.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MemoryUnit {
    /// The text it comes from; empty if another tool made the memory.
    pub document: String,
    /// The unit's id there, or empty.
    pub unit: String,
    /// The hash of the unit before it, or empty.
    pub previous: String,
    /// The hash of the unit behind it, or empty.
    pub next: String,
    /// The source.
    pub source: Vec<Inline>,
    /// The translation.
    pub target: Vec<Inline>,
}

impl Memory {
    /// Takes the reviewed and final translations of a package into a memory.
    pub fn of(package: &Package) -> Self {
        let units: Vec<_> = package.units().collect();
        let hash =
            |at: Option<usize>| at.and_then(|at| units.get(at)).map(|unit| unit.hash.clone()).unwrap_or_default();
        let trusted = units.iter().enumerate().filter(|(_, unit)| unit.state.is_trusted() && !unit.target.is_empty());
        let units = trusted.map(|(at, unit)| MemoryUnit {
            document: package.document.clone(),
            unit: unit.id.clone(),
            previous: hash(at.checked_sub(1)),
            next: hash(at.checked_add(1)),
            source: unit.source.clone(),
            target: unit.target.clone(),
        });
        Self {
            source_language: package.source_language.clone(),
            target_language: package.target_language.clone(),
            units: units.collect(),
        }
    }
}
