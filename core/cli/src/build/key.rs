//! The hash over everything that goes into a file: two runs with the same key would make the same bytes.

use engross_host::Choice;

use super::plan::Plan;
use crate::project::Project;
use crate::text::TextFile;

/// What all formats of a text have in common.
pub(crate) struct TextKey(blake3::Hasher);

impl TextKey {
    /// Hashes a source and the house it follows. Which house that is follows from the source and the settings alone, so
    /// a caller who does not know it takes the one that the same source had before.
    pub(crate) fn new(project: &Project, text: &TextFile<'_>, house: &str) -> Self {
        let mut hasher = blake3::Hasher::new();
        let mut add = |part: &[u8]| {
            hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
        };
        add(env!("CARGO_PKG_VERSION").as_bytes());
        add(text.candidate.slug.as_bytes());
        add(&text.bytes);
        text.beside.each_part(&mut add);
        add(house.as_bytes());
        let glossary = project.glossary.as_ref().map(|glossary| glossary.digest.clone());
        for part in [&project.house, &project.default_house, &project.houses.digest(house), &glossary] {
            // A prefix tells a missing value from an empty one.
            add(part.as_ref().map(|text| format!("={text}")).unwrap_or_default().as_bytes());
        }
        Self(hasher)
    }

    /// Puts the keys of several languages together, in the order in which they stand side by side.
    pub(crate) fn side_by_side(keys: &[Self]) -> Self {
        let mut hasher = blake3::Hasher::new();
        for key in keys {
            hasher.update(key.0.finalize().as_bytes());
        }
        Self(hasher)
    }

    /// Adds a format, who makes it and how.
    pub(crate) fn of(&self, choice: &Choice<'_>, plan: &Plan<'_>) -> [u8; 16] {
        let manifest = choice.plugin.manifest();
        let options = plan.options.of(&manifest.id);
        let version = (&manifest.version, choice.plugin.carrier().fingerprint());
        let parts = (&manifest.id, version, &manifest.protocol, &choice.format.name, options, plan.timestamp);
        let mut hasher = self.0.clone();
        // The parts are texts, numbers and a map sorted by key: they always have a form in JSON.
        hasher.update(&serde_json::to_vec(&parts).unwrap_or_default());
        let mut key = [0; 16];
        hasher.finalize_xof().fill(&mut key);
        key
    }
}
