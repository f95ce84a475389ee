//! A house: one institution's style, read from its folder of data files.
//!
//! A house is loaded once and shared between texts; terms are read language by language, when a text asks for them.
//! This module knows the shape of a house's files and no particular house.

mod bounds;
mod chain;
mod complete;
mod contradictions;
mod data;
mod habits;
mod labels;
mod languages;
mod names;
mod phrase;
mod places;
mod sheet;
mod taken;
mod terms;
mod tree;
mod usual_look;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use engross_model::{Asset, AssetRole, Bytes, Finding, Look, Status, TitleRole};
use sha2::{Digest, Sha256};

pub use chain::{Folder, chain};
pub use data::{
    Ends, FieldForm, HouseData, Kind, LeadCase, NotesData, PartData, PartVariant, Presence, ReferenceData,
    ReferenceField, RuleLevel, TitleLineData,
};
pub use habits::{Dates, NoteMarkSide, Numbers, Quotes, Space, Spacing};
pub use languages::Languages;
pub use phrase::{PhrasePiece, phrase_pieces};
pub(crate) use phrase::{Slots, fill, fill_plain, joined, slots_of_alternatives};
pub(crate) use places::{Spot, Wrong};
pub use terms::{KindForms, Phrases, TermsData, Wording};

use self::sheet::Sheet;
use crate::glossary::{GLOSSARY_FILE, Glossary};

/// The file that makes a folder a house.
pub const HOUSE_FILE: &str = "house.yaml";

type LoadedGlossary = Result<Option<Arc<Glossary>>, Vec<Finding>>;

type LoadedTerms = Result<Arc<TermsData>, Vec<Finding>>;

/// A house style with all its files.
#[derive(Debug)]
pub struct House {
    folder: Folder,
    /// The house that this one extends, in the same form.
    base: Option<Box<House>>,
    data: HouseData,
    languages: Arc<Languages>,
    terms: BTreeMap<String, OnceLock<LoadedTerms>>,
    glossary: OnceLock<LoadedGlossary>,
    assets: BTreeMap<String, OnceLock<Asset>>,
    /// Names of font files that come from outside of the house.
    further_fonts: Vec<String>,
}

impl House {
    /// Loads a house from its folder, which comes first, and from those of the houses that it extends, as [`chain()`] finds
    /// them. Its terms are completed by the habits of their languages.
    ///
    /// # Errors
    /// `HOUSE-02` if a `house.yaml` is missing, does not read or contradicts itself.
    pub fn load(chain: Vec<Folder>, languages: &Arc<Languages>) -> Result<Self, Vec<Finding>> {
        let mut loaded: Result<Option<Box<Self>>, Vec<Finding>> = Ok(None);
        for folder in chain.into_iter().rev() {
            loaded = match loaded {
                Ok(base) => Self::load_over(folder, base, languages).map(|house| Some(Box::new(house))),
                Err(mut findings) => {
                    findings.push(
                        folder.at_base(Finding::new("HOUSE-02", "the house that this one extends does not load")),
                    );
                    Err(findings)
                }
            };
        }
        loaded?.map(|house| *house).ok_or_else(Vec::new)
    }

    fn load_over(folder: Folder, base: Option<Box<Self>>, languages: &Arc<Languages>) -> Result<Self, Vec<Finding>> {
        if !folder.files.contains_key(HOUSE_FILE) {
            let message = format!("the house `{}` has no file `{HOUSE_FILE}`", folder.id);
            return Err(vec![Finding::new("HOUSE-02", message)]);
        }
        let below = base.as_ref();
        let sheet = folder.sheet(HOUSE_FILE).over(below.map(|base| base.sheet(HOUSE_FILE)).unwrap_or_default());
        let data: HouseData = sheet.read("HOUSE-02")?;
        let mut files: BTreeSet<&str> = folder.files.keys().map(String::as_str).collect();
        files.extend(below.into_iter().flat_map(|base| base.file_names()));
        let mut wrong = names::of_house(&data, &files);
        for further in [taken::of_house(&data), labels::of_house(&data), bounds::of_house(&data)] {
            wrong.append(further);
        }
        let wrong = sheet.place(wrong);
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let terms = files.iter().filter_map(|name| language_of(name)).map(|code| (code, OnceLock::new())).collect();
        let assets = files.iter().map(|name| ((*name).to_owned(), OnceLock::new())).collect();
        let languages = languages.clone();
        Ok(Self { folder, base, data, languages, terms, glossary: OnceLock::new(), assets, further_fonts: Vec::new() })
    }

    /// Offers backends further font files, after those that the house names.
    #[must_use]
    pub fn with_fonts(mut self, fonts: &BTreeMap<String, Bytes>) -> Self {
        for (name, bytes) in fonts {
            self.folder.files.insert(name.clone(), bytes.clone());
            self.assets.insert(name.clone(), OnceLock::new());
            self.further_fonts.push(name.clone());
        }
        self
    }

    /// Returns its folder's name.
    pub fn id(&self) -> &str {
        &self.folder.id
    }

    /// Returns the house that this one extends.
    pub fn base(&self) -> Option<&Self> {
        self.base.as_deref()
    }

    /// Returns the institution's name in a language, else in any.
    pub fn name(&self, language: &str) -> String {
        let names = &self.data.name;
        names.get(language).or_else(|| names.values().next()).cloned().unwrap_or_else(|| self.folder.id.clone())
    }

    /// Returns what `house.yaml` says.
    pub fn data(&self) -> &HouseData {
        &self.data
    }

    /// Returns page and type.
    pub fn look(&self) -> &Look {
        &self.data.look
    }

    /// Returns the kinds of text, sorted.
    pub fn kinds(&self) -> Vec<String> {
        self.data.kinds.keys().cloned().collect()
    }

    /// Returns the languages that have terms, sorted.
    pub fn languages(&self) -> Vec<String> {
        self.terms.keys().cloned().collect()
    }

    /// Returns the terms of a language.
    ///
    /// # Errors
    /// `HOUSE-04` if the house has none for it; `HOUSE-02` and `HOUSE-03` if they do not read.
    pub fn terms(&self, language: &str) -> Result<Arc<TermsData>, Vec<Finding>> {
        match self.terms.get(language) {
            Some(cell) => cell.get_or_init(|| self.load_terms(language)).clone(),
            None => Err(vec![self.unknown_language(language)]),
        }
    }

    /// Returns the glossary, if the house has one.
    ///
    /// # Errors
    /// `HOUSE-02` if it does not read.
    pub fn glossary(&self) -> Result<Option<Arc<Glossary>>, Vec<Finding>> {
        self.glossary.get_or_init(|| self.load_glossary()).clone()
    }

    /// Returns a file of the house with its hash.
    pub fn asset(&self, name: &str) -> Option<Asset> {
        let cell = self.assets.get(name)?;
        let bytes = self.file(name)?;
        Some(cell.get_or_init(|| make_asset(name, bytes)).clone())
    }

    /// Returns the font files that the house names, and those from outside.
    pub fn fonts(&self) -> Vec<Asset> {
        let names = self.data.fonts.iter().chain(&self.further_fonts);
        names.filter_map(|name| Some(Asset { role: AssetRole::Font, ..self.asset(name)? })).collect()
    }

    /// Checks what loading leaves to later: the terms of every language, the glossary, and whether all of it makes sense
    /// together.
    pub fn check(&self) -> Vec<Finding> {
        let mut findings: Vec<Finding> = self.glossary().err().into_iter().flatten().collect();
        let mut terms: BTreeMap<&str, Arc<TermsData>> = BTreeMap::new();
        for language in self.terms.keys() {
            match self.terms(language) {
                Ok(read) => drop(terms.insert(language, read)),
                Err(wrong) => findings.extend(wrong),
            }
        }
        findings.extend(self.sheet(HOUSE_FILE).place(contradictions::of_house(&self.data, &terms)));
        for language in terms.keys() {
            let wrong = contradictions::of_language(language, &terms);
            findings.extend(self.sheet(&terms_file(language)).place(wrong));
        }
        findings
    }

    fn load_glossary(&self) -> LoadedGlossary {
        match (self.folder.files.get(GLOSSARY_FILE), &self.base) {
            (Some(bytes), _) => {
                Glossary::read("HOUSE-02", &self.folder.path(GLOSSARY_FILE), bytes).map(Arc::new).map(Some)
            }
            (None, Some(base)) => base.glossary(),
            (None, None) => Ok(None),
        }
    }

    fn load_terms(&self, language: &str) -> LoadedTerms {
        let name = terms_file(language);
        let sheet = self.sheet(&name);
        let mut terms: TermsData = sheet.read("HOUSE-02")?;
        if terms.tag.is_empty() {
            language.clone_into(&mut terms.tag);
        }
        self.languages.complete(&mut terms, &sheet)?;
        // What `house.yaml` names and the terms lack is reported where it is named.
        let mut wrong = self.sheet(HOUSE_FILE).place(names::missing_terms(&self.data, &terms, &name));
        let mut of_terms = names::of_terms(&self.data, &terms);
        of_terms.append(labels::of_terms(&self.data, &terms));
        // A file that only the house below has may say more than this one asks for.
        let is_own = self.folder.files.contains_key(&name);
        wrong.extend(sheet.place(if is_own { of_terms } else { of_terms.without_surplus() }));
        if wrong.is_empty() { Ok(Arc::new(terms)) } else { Err(wrong) }
    }

    /// Returns a file of this house, else of the one that it extends.
    fn file(&self, name: &str) -> Option<&Bytes> {
        self.folder.files.get(name).or_else(|| self.base.as_ref()?.file(name))
    }

    fn file_names(&self) -> impl Iterator<Item = &str> {
        self.assets.keys().map(String::as_str)
    }

    /// Returns a file, and below it those of the same name in the houses that this one extends.
    fn sheet(&self, name: &str) -> Sheet<'_> {
        let below = self.base.as_ref().map(|base| base.sheet(name)).unwrap_or_default();
        self.folder.sheet(name).over(below)
    }

    fn unknown_language(&self, language: &str) -> Finding {
        let known = self.languages();
        // `EN` and `en-GB` are meant as `en`; another code of two letters is no slip, but another language.
        let code = language.split(['-', '_']).next().unwrap_or_default();
        let help = match known.iter().find(|known| known.eq_ignore_ascii_case(code)) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => {
                format!("use one of these languages: {}; or add `terms/{language}.yaml` to the house", known.join(", "))
            }
        };
        Finding::new("HOUSE-04", format!("the house `{}` has no terms for `{language}`", self.id())).help(help)
    }
}

impl TitleLineData {
    /// Returns the term that the line prints.
    pub fn term_name(&self) -> String {
        self.term.clone().unwrap_or_else(|| self.role.name().to_owned())
    }

    /// Returns the name by which looks style the line.
    pub fn style_name(&self) -> String {
        let own = || if self.role == TitleRole::Other { self.term_name() } else { self.role.name().to_owned() };
        self.style.clone().unwrap_or_else(own)
    }

    /// Says whether texts of a status have the line.
    pub fn is_wanted(&self, status: Status) -> bool {
        self.when.is_empty() || self.when.contains(&status)
    }

    /// Says whether a text of a status that gives these slots has the line.
    pub(crate) fn has_place(&self, status: Status, slots: &Slots) -> bool {
        let given = |slot: &String| slots.contains_key(slot.as_str());
        self.is_wanted(status) && self.needs.iter().all(given) && !self.without.iter().any(given)
    }
}

fn terms_file(language: &str) -> String {
    format!("terms/{language}.yaml")
}

fn language_of(file: &str) -> Option<String> {
    file.strip_prefix("terms/")?.strip_suffix(".yaml").map(str::to_owned)
}

impl HouseData {
    /// Returns the index of the part that no text goes without.
    pub(crate) fn main_part(&self) -> usize {
        main_part(self.parts.iter().map(|part| part.presence))
    }

    /// Returns what a text may choose for a variant: `title`, or the name of a part.
    pub fn variant_choices(&self, variant: &str) -> Vec<String> {
        if variant == "title" {
            return self.title_block.keys().cloned().collect();
        }
        self.parts
            .iter()
            .find(|part| part.name == variant)
            .map(|part| part.variants.keys().cloned().collect())
            .unwrap_or_default()
    }

    /// Returns what holds of a variant where a text of this kind chooses nothing.
    pub fn variant_of<'a>(&'a self, kind: &'a Kind, variant: &str) -> Option<&'a str> {
        kind.variants.get(variant).or_else(|| self.variants.get(variant)).map(String::as_str)
    }

    /// Returns the lines of the title block of this name; if there is no such, the first.
    pub(crate) fn title_lines(&self, name: Option<&str>) -> &[TitleLineData] {
        let chosen = name.and_then(|name| self.title_block.get(name));
        chosen.or_else(|| self.title_block.values().next()).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Returns which part no text goes without: the last one that is required, else the last.
pub(crate) fn main_part(parts: impl Iterator<Item = Presence>) -> usize {
    let parts: Vec<Presence> = parts.collect();
    let required = parts.iter().rposition(|presence| *presence == Presence::Required);
    required.unwrap_or_else(|| parts.len().saturating_sub(1))
}

/// Says by a file's name what it is for.
fn role_of(name: &str) -> AssetRole {
    match name.rsplit('.').next() {
        Some("ttf" | "otf" | "ttc" | "otc") => AssetRole::Font,
        Some("png" | "jpg" | "jpeg" | "svg" | "gif" | "webp") => AssetRole::Image,
        _ => AssetRole::Template,
    }
}

fn make_asset(name: &str, bytes: &Bytes) -> Asset {
    Asset {
        name: name.to_owned(),
        role: role_of(name),
        sha256: hex(&Sha256::digest(&bytes[..])),
        bytes: Some(bytes.clone()),
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
