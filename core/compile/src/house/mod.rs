//! A house: one institution's style, read from its folder of data files.
//!
//! A house is loaded once and shared between texts; terms are read language by language, when a text asks for them.
//! This module knows the shape of a house's files and no particular house.

mod complete;
mod data;
mod habits;
mod languages;
mod names;
mod phrase;
mod places;
mod terms;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use engross_model::{Asset, AssetRole, Bytes, Finding, Look, Status, TitleRole};
use sha2::{Digest, Sha256};

pub use data::{
    Ends, FieldForm, HouseData, Kind, LeadCase, NotesData, PartData, PartVariant, Presence, ReferenceData,
    ReferenceField, RuleLevel, TitleLineData,
};
pub use habits::{Dates, NoteMarkSide, Numbers, Quotes, Space, Spacing};
pub use languages::Languages;
pub(crate) use phrase::{Slots, fill, fill_plain, slots_of_alternatives};
pub(crate) use places::{Spot, Wrong};
pub use terms::{KindForms, Phrases, TermsData, Wording};

use crate::glossary::{GLOSSARY_FILE, Glossary};

/// The file that makes a folder a house.
pub const HOUSE_FILE: &str = "house.yaml";

type LoadedGlossary = Result<Option<Arc<Glossary>>, Vec<Finding>>;

type LoadedTerms = Result<Arc<TermsData>, Vec<Finding>>;

/// A house style with all its files.
#[derive(Debug)]
pub struct House {
    id: String,
    data: HouseData,
    files: BTreeMap<String, Bytes>,
    languages: Arc<Languages>,
    terms: BTreeMap<String, OnceLock<LoadedTerms>>,
    glossary: OnceLock<LoadedGlossary>,
    assets: BTreeMap<String, OnceLock<Asset>>,
    /// Names of font files that come from outside of the house.
    further_fonts: Vec<String>,
}

impl House {
    /// Loads a house from the files of its folder, named relative to it with forward slashes. Its terms are completed by
    /// the habits of their languages.
    ///
    /// # Errors
    /// `HOUSE-02` if `house.yaml` is missing, does not read or contradicts itself.
    pub fn load(id: &str, files: BTreeMap<String, Bytes>, languages: &Arc<Languages>) -> Result<Self, Vec<Finding>> {
        let Some(bytes) = files.get(HOUSE_FILE) else {
            return Err(vec![Finding::new("HOUSE-02", format!("the house `{id}` has no file `{HOUSE_FILE}`"))]);
        };
        let file = house_path(id, HOUSE_FILE);
        let data: HouseData = engross_data::read("HOUSE-02", &file, bytes).map_err(|finding| vec![finding])?;
        let wrong = names::of_house(&data, &files).placed(&file, bytes);
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let terms = files.keys().filter_map(|name| language_of(name)).map(|code| (code, OnceLock::new())).collect();
        let assets = files.keys().map(|name| (name.clone(), OnceLock::new())).collect();
        let languages = languages.clone();
        Ok(Self {
            id: id.to_owned(),
            data,
            files,
            languages,
            terms,
            glossary: OnceLock::new(),
            assets,
            further_fonts: Vec::new(),
        })
    }

    /// Offers backends further font files, after those that the house names.
    #[must_use]
    pub fn with_fonts(mut self, fonts: &BTreeMap<String, Bytes>) -> Self {
        for (name, bytes) in fonts {
            self.files.insert(name.clone(), bytes.clone());
            self.assets.insert(name.clone(), OnceLock::new());
            self.further_fonts.push(name.clone());
        }
        self
    }

    /// Returns its folder's name.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the institution's name in a language, else in any.
    pub fn name(&self, language: &str) -> String {
        let names = &self.data.name;
        names.get(language).or_else(|| names.values().next()).cloned().unwrap_or_else(|| self.id.clone())
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
        let bytes = self.files.get(name)?;
        let cell = self.assets.get(name)?;
        Some(cell.get_or_init(|| make_asset(name, bytes)).clone())
    }

    /// Returns the font files that the house names, and those from outside.
    pub fn fonts(&self) -> Vec<Asset> {
        let names = self.data.fonts.iter().chain(&self.further_fonts);
        names.filter_map(|name| Some(Asset { role: AssetRole::Font, ..self.asset(name)? })).collect()
    }

    /// Checks what loading leaves to later: the terms of every language, and the glossary.
    pub fn check(&self) -> Vec<Finding> {
        let terms = self.terms.keys().filter_map(|language| self.terms(language).err());
        terms.chain(self.glossary().err()).flatten().collect()
    }

    fn load_glossary(&self) -> LoadedGlossary {
        let Some(bytes) = self.files.get(GLOSSARY_FILE) else { return Ok(None) };
        let glossary = Glossary::read("HOUSE-02", &house_path(&self.id, GLOSSARY_FILE), bytes)?;
        Ok(Some(Arc::new(glossary)))
    }

    fn load_terms(&self, language: &str) -> LoadedTerms {
        let name = format!("terms/{language}.yaml");
        let file = house_path(&self.id, &name);
        let bytes = self.files.get(&name).ok_or_else(|| vec![self.unknown_language(language)])?;
        let mut terms: TermsData = engross_data::read("HOUSE-02", &file, bytes).map_err(|finding| vec![finding])?;
        if terms.tag.is_empty() {
            language.clone_into(&mut terms.tag);
        }
        self.languages.complete(&mut terms, &file, bytes)?;
        let mut wrong = self.missing_terms(&terms, &name);
        wrong.extend(names::of_terms(&self.data, &terms).placed(&file, bytes));
        if wrong.is_empty() { Ok(Arc::new(terms)) } else { Err(wrong) }
    }

    /// Finds what `house.yaml` names and the terms lack; it is reported where it is named.
    fn missing_terms(&self, terms: &TermsData, name: &str) -> Vec<Finding> {
        let bytes = self.files.get(HOUSE_FILE).map(|bytes| &**bytes).unwrap_or_default();
        names::missing_terms(&self.data, terms, name).placed(&house_path(&self.id, HOUSE_FILE), bytes)
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
        Finding::new("HOUSE-04", format!("the house `{}` has no terms for `{language}`", self.id)).help(help)
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

fn house_path(id: &str, name: &str) -> String {
    format!("templates/{id}/{name}")
}

fn language_of(file: &str) -> Option<String> {
    file.strip_prefix("terms/")?.strip_suffix(".yaml").map(str::to_owned)
}

impl HouseData {
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
