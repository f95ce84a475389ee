//! The texts below some paths, and their files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use engross_compile::{FileKind, House, sniff, word_behind};
use engross_model::{Direction, Finding};
use engross_preview::{Language, Text};

use super::bytes_of;
use crate::beside::languages_of;
use crate::discover::{Candidate, Content, Discovery, discover};
use crate::exit::Stop;
use crate::project::Project;

/// Texts and files.
#[derive(Default)]
pub(super) struct Listing {
    pub(super) texts: Vec<Text>,
    /// By the text's short name and the language.
    files: BTreeMap<(String, String), Candidate>,
    /// What a file said of itself when the list was made.
    said: BTreeMap<String, (bool, String)>,
    /// By the whole path, links followed.
    paths: BTreeMap<PathBuf, (String, String)>,
    /// What was wrong on the way: two texts of one name, folders that cannot be read.
    pub(super) findings: Vec<Finding>,
    /// Why files that should be texts are not in the list.
    pub(super) passed_over: Vec<Finding>,
}

impl Listing {
    /// Looks for texts. Those of the list `before` whose files are still there stay.
    ///
    /// # Errors
    /// A path that does not exist is bad usage.
    pub(super) fn read(paths: &[PathBuf], project: &Project, before: Option<&Self>) -> Result<Self, Stop> {
        let Discovery { candidates, findings } = discover(paths)?;
        let mut listing = Self { findings, ..Self::default() };
        for candidate in candidates {
            let bytes = match candidate.read() {
                Content::Text(bytes) => bytes,
                Content::Nothing => continue,
                Content::Finding(finding) => {
                    listing.passed_over.push(*finding);
                    continue;
                }
            };
            if listing.texts.iter().any(|text| *text.slug == *candidate.slug) {
                continue;
            }
            let languages = languages_of(candidate.path(), &bytes);
            let mut text = Text {
                slug: candidate.slug.to_string(),
                title: candidate.slug.to_string(),
                languages: Vec::new(),
                files: Vec::new(),
            };
            let mut house = None;
            for (at, (code, name)) in languages.into_iter().enumerate() {
                let file = Candidate { name: name.as_str().into(), slug: candidate.slug.clone(), named: true };
                let Some(bytes) = bytes_of(&file) else { continue };
                // The source comes first, and says these things for all.
                if at == 0 {
                    text.title = word_behind(&bytes, "title").unwrap_or(text.title);
                    let named = word_behind(&bytes, "house");
                    let name = project.house.clone().or(named).or(project.default_house.clone());
                    house = name.and_then(|name| project.houses.house(&name).ok());
                }
                listing.said.insert(name.clone(), what_it_says(&bytes));
                text.languages.push(language(house.as_deref(), &code));
                text.files.push(name);
                let key = (text.slug.clone(), code);
                listing.paths.insert(whole(file.path()), key.clone());
                listing.files.insert(key, file);
            }
            listing.texts.push(text);
        }
        if let Some(before) = before {
            listing.keep(before);
        }
        // What is kept says itself what is wrong with it.
        let passed_over = std::mem::take(&mut listing.passed_over);
        let is_kept =
            |finding: &Finding| finding.place.file.as_deref().is_some_and(|name| listing.named(name).is_some());
        listing.passed_over = passed_over.into_iter().filter(|finding| !is_kept(finding)).collect();
        Ok(listing)
    }

    /// Keeps what an older list has and this one lacks, as long as something stands at its path: whoever is writing there
    /// wants to hear what is wrong with it, not that it is gone.
    fn keep(&mut self, before: &Self) {
        for (place, old) in before.texts.iter().enumerate() {
            for (at, (language, name)) in old.languages.iter().zip(&old.files).enumerate() {
                let key = (old.slug.clone(), language.code.clone());
                let Some(file) = before.files.get(&key).filter(|_| !self.files.contains_key(&key)) else { continue };
                let path = whole(file.path());
                // It may have become one of another language.
                if self.paths.contains_key(&path) || file.path().symlink_metadata().is_err() {
                    continue;
                }
                let known = self.texts.iter().position(|text| text.slug == old.slug).unwrap_or_else(|| {
                    let place = place.min(self.texts.len());
                    self.texts.insert(place, Text { languages: Vec::new(), files: Vec::new(), ..old.clone() });
                    place
                });
                if let Some(text) = self.texts.get_mut(known) {
                    let at = at.min(text.languages.len());
                    text.languages.insert(at, language.clone());
                    text.files.insert(at, name.clone());
                    if at == 0 {
                        text.title.clone_from(&old.title);
                    }
                }
                self.said.extend(before.said.get(name).map(|said| (name.clone(), said.clone())));
                self.paths.insert(path, key.clone());
                self.files.insert(key, file.clone());
            }
        }
    }

    /// Returns the file of a text in a language; without one, that of its source.
    pub(super) fn file(&self, slug: &str, language: &str) -> Option<&Candidate> {
        let source = || self.texts.iter().find(|text| text.slug == slug)?.languages.first();
        let language = if language.is_empty() { &source()?.code } else { language };
        self.files.get(&(slug.to_owned(), language.to_owned()))
    }

    /// Returns the folders in which the files are, links followed.
    pub(super) fn folders(&self) -> BTreeSet<&Path> {
        self.paths.keys().filter_map(|path| path.parent()).collect()
    }

    /// Returns the file of this name.
    pub(super) fn named(&self, name: &str) -> Option<&Candidate> {
        self.files.values().find(|file| *file.name == *name)
    }

    /// Returns the file at a path.
    pub(super) fn at(&self, path: &Path) -> Option<&Candidate> {
        self.paths.get(&whole(path)).and_then(|key| self.files.get(key))
    }

    /// Says whether a file of the list lies in a folder.
    pub(super) fn lies_in(&self, folder: &Path) -> bool {
        let folder = whole(folder);
        self.paths.keys().any(|path| path.starts_with(&folder))
    }

    /// Says whether a file, of which these are the bytes, has become one of another kind, or has another title.
    pub(super) fn says_otherwise(&self, file: &Candidate, bytes: &[u8]) -> bool {
        Some(&what_it_says(bytes)) != self.said.get(&*file.name)
    }
}

/// Names a language as its own speakers do, if the house knows it.
fn language(house: Option<&House>, code: &str) -> Language {
    let terms = house.and_then(|house| house.terms(code).ok());
    let name = terms.as_ref().and_then(|terms| terms.words.get("language").cloned());
    Language {
        code: code.to_owned(),
        name: name.unwrap_or_else(|| code.to_owned()),
        tag: terms.as_ref().map_or(code, |terms| &terms.tag).to_owned(),
        is_right_to_left: terms.is_some_and(|terms| terms.direction == Some(Direction::Rtl)),
    }
}

/// What of a file the list depends on: whether it is a language version, of what, and its title.
fn what_it_says(bytes: &[u8]) -> (bool, String) {
    let word = |key| word_behind(bytes, key).unwrap_or_default();
    let is_version = sniff(bytes) == Some(FileKind::LanguageVersion);
    (is_version, format!("{} {} {}", word("translation-of"), word("language"), word("title")))
}

/// Returns a path from the root; that of a file that is gone as far as its folder is there.
pub(super) fn whole(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder =
            folder.canonicalize().or_else(|_| std::path::absolute(folder)).unwrap_or_else(|_| folder.to_owned());
        path.file_name().map_or_else(|| folder.clone(), |name| folder.join(name))
    })
}
