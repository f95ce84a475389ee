//! Which texts can show which house.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use engross_compile::{FileKind, sniff, word_behind};
use engross_model::Finding;

use crate::beside::languages_of;
use crate::discover::{Candidate, Content, Discovery, discover};
use crate::exit::Stop;
use crate::project::Project;

/// Where texts are if nobody says.
const USUAL: &str = "declarations";

/// The texts below some paths, by their houses.
pub(super) struct Texts {
    of_house: BTreeMap<String, Vec<Candidate>>,
    /// What was wrong on the way.
    pub(super) findings: Vec<Finding>,
}

impl Texts {
    /// Looks for texts, each in a language if it has that.
    ///
    /// # Errors
    /// A path that does not exist is bad usage.
    pub(super) fn find(paths: &[PathBuf], project: &Project, language: Option<&str>) -> Result<Self, Stop> {
        let usual = PathBuf::from(USUAL);
        let paths = if paths.is_empty() && Path::new(USUAL).is_dir() { std::slice::from_ref(&usual) } else { paths };
        let Discovery { candidates, mut findings } = discover(paths)?;
        let mut of_house: BTreeMap<String, Vec<(bool, Reverse<usize>, Candidate)>> = BTreeMap::new();
        for candidate in candidates {
            let bytes = match candidate.read() {
                Content::Text(bytes) if sniff(&bytes) != Some(FileKind::LanguageVersion) => bytes,
                Content::Finding(finding) => {
                    findings.push(*finding);
                    continue;
                }
                Content::Text(_) | Content::Nothing => continue,
            };
            let Some(house) = word_behind(&bytes, "house").or(project.default_house.clone()) else { continue };
            let wanted = language.and_then(|language| {
                languages_of(candidate.path(), &bytes).into_iter().find(|(code, _)| code == language)
            });
            let is_other = wanted.is_none();
            let candidate =
                wanted.map(|(_, name)| Candidate { name: name.into(), ..candidate.clone() }).unwrap_or(candidate);
            of_house.entry(house).or_default().push((is_other, Reverse(bytes.len()), candidate));
        }
        let in_order = |mut texts: Vec<(bool, Reverse<usize>, Candidate)>| {
            texts.sort_by_key(|(is_other, length, _)| (*is_other, *length));
            texts.into_iter().map(|(_, _, candidate)| candidate).collect()
        };
        let of_house = of_house.into_iter().map(|(house, texts)| (house, in_order(texts))).collect();
        Ok(Self { of_house, findings })
    }

    /// Returns the texts that can show a house: those in the language wanted first, and of these the longest, which has
    /// most to show.
    pub(super) fn of(&self, house: &str) -> &[Candidate] {
        self.of_house.get(house).map_or(&[], Vec::as_slice)
    }
}
