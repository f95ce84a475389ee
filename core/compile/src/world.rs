//! The one door to the outside.

use std::sync::Arc;

use engross_model::{Bytes, Finding};

use crate::House;

/// Everything that compiling a text needs from outside. The passes themselves touch no disk, clock or environment.
pub trait World: Sync {
    /// Reads an author's file.
    ///
    /// # Errors
    /// A `FILE` finding that says why it cannot be read.
    fn read(&self, path: &str) -> Result<Bytes, Finding>;

    /// Returns a house, loaded once and shared between texts.
    ///
    /// # Errors
    /// A `HOUSE-01` finding that names the houses there are, or the findings of a house that does not load.
    fn house(&self, id: &str) -> Result<Arc<House>, Vec<Finding>>;

    /// Returns the languages in which there are versions of the source text at `path`, without its own.
    fn languages(&self, path: &str) -> Vec<String> {
        let _ = path;
        Vec::new()
    }
}
