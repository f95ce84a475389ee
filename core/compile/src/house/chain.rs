//! Houses that extend others: from the folder of one to the folders of all that it stands on.

use std::collections::BTreeMap;

use engross_model::{Bytes, Finding};
use serde::Deserialize;

use super::HOUSE_FILE;
use super::places::{Spot, Wrong};
use super::sheet::Sheet;

/// More houses than one needs below it.
const LONGEST_CHAIN: usize = 8;

/// The folder of a house.
#[derive(Debug, Clone)]
pub struct Folder {
    /// The house's name.
    pub id: String,
    /// What findings call the folder.
    pub shown: String,
    /// Whether the program carries it: a house in a folder may extend the built-in one of its own name.
    pub built_in: bool,
    /// Its files, by their names relative to it with forward slashes.
    pub files: BTreeMap<String, Bytes>,
}

impl Folder {
    /// Returns the name of the house that this one extends.
    ///
    /// # Errors
    /// `HOUSE-02` if its `house.yaml` does not read.
    pub fn extends(&self) -> Result<Option<String>, Finding> {
        /// What of `house.yaml` is needed to find the other house.
        #[derive(Deserialize)]
        struct Head {
            #[serde(default)]
            extends: Option<String>,
        }
        let Some(bytes) = self.files.get(HOUSE_FILE) else { return Ok(None) };
        // Most houses extend none, and reading the file takes time.
        if memchr::memmem::find(bytes, b"extends").is_none() {
            return Ok(None);
        }
        engross_data::read("HOUSE-02", &self.path(HOUSE_FILE), bytes).map(|head: Head| head.extends)
    }

    /// Places a finding where the folder's house names the one that it extends.
    pub(super) fn at_base(&self, finding: Finding) -> Finding {
        let mut wrong = Wrong::default();
        wrong.push(Spot::Value("extends".to_owned()), finding.clone());
        self.sheet(HOUSE_FILE).place(wrong).pop().unwrap_or(finding)
    }

    /// Returns what findings call a file.
    pub(super) fn path(&self, name: &str) -> String {
        format!("{}/{name}", self.shown)
    }

    /// Returns a file, or none at all.
    pub(super) fn sheet(&self, name: &str) -> Sheet<'_> {
        self.files.get(name).map(|bytes| Sheet::of(self.path(name), bytes)).unwrap_or_default()
    }
}

/// Finds the folders of the houses that a house stands on, its own first. `find` returns the folder of a house that
/// another one extends, given its name and the folder of the other.
///
/// # Errors
/// `HOUSE-01` for a house that there is not, `HOUSE-02` for one that extends itself by way of others, for too many and for
/// a file that does not read; each where the other house is named.
pub fn chain(
    folder: Folder,
    mut find: impl FnMut(&str, &Folder) -> Result<Folder, Vec<Finding>>,
) -> Result<Vec<Folder>, Vec<Finding>> {
    let mut chain = vec![folder];
    while let Some(last) = chain.last() {
        let Some(id) = last.extends().map_err(|finding| vec![finding])? else { break };
        let at_base = |findings: Vec<Finding>| -> Vec<Finding> {
            let is_placed = |finding: &Finding| finding.place.file.is_some();
            findings.into_iter().map(|it| if is_placed(&it) { it } else { last.at_base(it) }).collect()
        };
        let base = find(&id, last).map_err(at_base)?;
        if chain.iter().any(|known| (&known.id, known.built_in) == (&base.id, base.built_in)) {
            let finding = Finding::new("HOUSE-02", format!("the house `{id}` would extend itself"));
            return Err(at_base(vec![finding.help("name another house, or none")]));
        }
        if chain.len() > LONGEST_CHAIN {
            let finding = Finding::new("HOUSE-02", format!("a house stands on {LONGEST_CHAIN} others at most"));
            return Err(at_base(vec![finding.help("let it extend one that extends fewer")]));
        }
        chain.push(base);
    }
    Ok(chain)
}
