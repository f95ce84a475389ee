//! What a run stands on: the settings file and the command line, put together.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use engross_compile::glossary::Glossary;
use engross_compile::{House, LARGEST_TEXT};
use engross_model::{Bytes, Finding};

use crate::args::{Folders, HouseArguments, Judging};
use crate::exit::Stop;
use crate::files::read_within;
use crate::houses::{Houses, LARGEST_FILE};
use crate::settings::{FILE, Found};
use crate::severity::Judge;

/// How font files begin: TrueType, OpenType with PostScript outlines, TrueType of Apple's, a collection.
const FONT_SIGNATURES: [&[u8]; 4] = [&[0, 1, 0, 0], b"OTTO", b"true", b"ttcf"];

/// Settings, houses and weights of a run.
#[derive(Debug)]
pub(crate) struct Project {
    pub(crate) found: Found,
    pub(crate) houses: Houses,
    pub(crate) judge: Judge,
    /// The house that every text must follow in this run.
    pub(crate) house: Option<String>,
    /// The house of texts that name none.
    pub(crate) default_house: Option<String>,
    /// The project's glossary.
    pub(crate) glossary: Option<ProjectGlossary>,
}

/// A glossary, and what tells it from every other.
#[derive(Debug)]
pub(crate) struct ProjectGlossary {
    pub(crate) terms: Arc<Glossary>,
    /// A hash of its file.
    pub(crate) digest: String,
}

impl Project {
    /// Opens the project that the paths belong to.
    pub(crate) fn open(paths: &[PathBuf], houses: &HouseArguments, judging: Option<&Judging>) -> Result<Self, Stop> {
        let found = Found::nearest(paths.iter().map(PathBuf::as_path))?;
        let project = Self {
            houses: Houses::new(folders(&houses.folders, &found))?.with_fonts(fonts(&found)?),
            judge: judge(&found, judging)?,
            house: houses.house.clone(),
            default_house: found.settings.house.clone(),
            glossary: glossary(&found)?,
            found,
        };
        project.check_house()?;
        Ok(project)
    }

    /// Opens the project around the current folder, for commands that work on no text.
    pub(crate) fn here(folders: &Folders) -> Result<Self, Stop> {
        let houses = HouseArguments { house: None, folders: Folders { templates: folders.templates.clone() } };
        Self::open(&[PathBuf::new()], &houses, None)
    }

    /// Returns the house that was typed, else that of the settings, else the only one there is.
    pub(crate) fn chosen_house(&self) -> Result<Arc<House>, Stop> {
        let all = self.houses.all();
        let id = match (self.house.as_ref().or(self.default_house.as_ref()), all.len()) {
            (Some(id), _) => id.clone(),
            (None, 1) => all.into_keys().next().unwrap_or_default(),
            (None, _) => {
                let list = all.into_keys().collect::<Vec<_>>().join(", ");
                return Err(Stop::usage("there are several houses; say which one with --house")
                    .help(format!("there are: {list}")));
            }
        };
        Ok(self.houses.house(&id)?)
    }

    /// Returns the formats that were typed, else those of the settings; none stands for all.
    pub(crate) fn formats<'a>(&'a self, typed: &'a [String]) -> &'a [String] {
        if typed.is_empty() { &self.found.settings.to } else { typed }
    }

    /// Returns the folder for files that was typed, else that of the settings, else `dist`.
    pub(crate) fn out(&self, typed: Option<&Path>) -> PathBuf {
        match (typed, &self.found.settings.out) {
            (Some(out), _) => out.to_owned(),
            (None, Some(out)) => self.found.resolve(out),
            (None, None) => PathBuf::from("dist"),
        }
    }

    /// Says whether a path is that of the project's glossary.
    pub(crate) fn is_glossary(&self, path: &Path) -> bool {
        let glossary = self.found.settings.glossary.as_ref().map(|glossary| self.found.resolve(glossary));
        glossary.is_some_and(|glossary| glossary.file_name() == path.file_name())
    }

    /// A house named on the command line or in the settings must exist, whether or not a text comes to need it.
    fn check_house(&self) -> Result<(), Stop> {
        for id in self.house.iter().chain(&self.default_house) {
            if self.houses.origin(id).is_none() {
                return Err(Stop::Findings(self.houses.house(id).err().unwrap_or_default()));
            }
        }
        Ok(())
    }
}

fn folders(arguments: &Folders, found: &Found) -> Vec<PathBuf> {
    let settings = found.settings.templates.iter().map(|folder| found.resolve(folder));
    arguments.templates.iter().cloned().chain(settings).collect()
}

/// Reads the font files that the settings name.
fn fonts(found: &Found) -> Result<BTreeMap<String, Bytes>, Stop> {
    let mut fonts = BTreeMap::new();
    for named in &found.settings.fonts {
        let path = found.resolve(named);
        let shown = path.display().to_string();
        let bytes = read_within(&path, &shown, LARGEST_FILE)?;
        if !FONT_SIGNATURES.iter().any(|signature| bytes.starts_with(signature)) {
            let finding = Finding::new("SET-01", format!("`{named}` under `fonts:` is no font file"));
            let help = "name a file in one of the forms TrueType and OpenType (.ttf, .otf, .ttc)";
            return Err(finding.in_file(settings_name(found)).help(help).into());
        }
        fonts.insert(format!("{FILE}/{named}"), bytes);
    }
    Ok(fonts)
}

fn glossary(found: &Found) -> Result<Option<ProjectGlossary>, Stop> {
    let Some(path) = &found.settings.glossary else { return Ok(None) };
    let path = found.resolve(path);
    let name = path.display().to_string();
    let bytes = read_within(&path, &name, LARGEST_TEXT)?;
    let terms = Arc::new(Glossary::read("SET-01", &name, &bytes)?);
    Ok(Some(ProjectGlossary { terms, digest: blake3::hash(&bytes).to_hex().to_string() }))
}

fn judge(found: &Found, judging: Option<&Judging>) -> Result<Judge, Stop> {
    let settings = &found.settings;
    let from_file = Judge::new(settings.severity.clone(), settings.deny.clone());
    if let Err((message, help)) = from_file {
        let finding = Finding::new("SET-01", message).in_file(settings_name(found));
        return Err(help.into_iter().fold(finding, Finding::help).into());
    }
    let typed = judging.into_iter().flat_map(|judging| &judging.severity).map(|it| (it.code.clone(), it.level));
    let denied = judging.into_iter().flat_map(|judging| &judging.deny).cloned();
    let levels = settings.severity.clone().into_iter().chain(typed);
    Judge::new(levels, settings.deny.iter().cloned().chain(denied))
        .map_err(|(message, help)| Stop::Usage(message, help))
}

fn settings_name(found: &Found) -> String {
    found.file.as_deref().map(Path::display).map(|name| name.to_string()).unwrap_or_default()
}
