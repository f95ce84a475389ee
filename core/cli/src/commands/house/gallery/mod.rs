//! `engross house gallery`: a PDF file and a page of HTML that show the pages of all houses side by side.

mod draw;
mod page;
mod texts;

use std::collections::BTreeSet;

use engross_host::OptionValues;
use engross_model::{Asset, Finding, is_language_code};
use engross_typst::{Exhibit, gallery as sheets};

use self::draw::{Drawing, Shown};
use self::texts::Texts;
use crate::args::{Folders, Gallery, HouseArguments};
use crate::backends::{self, Loaded, Wanted};
use crate::exit::{Exit, Outcome, Stop};
use crate::files::{Durability, cannot_write, make_folder, write_whole};
use crate::output::{self, Stream, count};
use crate::parallel;
use crate::project::Project;
use crate::report;
use crate::severity::blocks;

const TITLE: &str = "Gallery of houses";

/// The files: official pages, and pictures of them.
const FORMATS: [&str; 2] = ["pdf", "svg-pages"];

pub(super) fn gallery(arguments: &Gallery) -> Outcome {
    let language = arguments.language.as_deref();
    if let Some(wrong) = language.filter(|code| !is_language_code(code)) {
        return Err(Stop::usage(format!("`{wrong}` is no language code such as `en` or `fr`")));
    }
    let project = open(arguments)?;
    let ids = houses(arguments, &project)?;
    check_language(language, &project)?;
    let Loaded { registry, refusals } =
        backends::load(&project, &arguments.plugins, Wanted::Formats(&FORMATS.map(str::to_owned)))?;
    let drawing = Drawing {
        project: &project,
        pdf: registry.choose("pdf")?,
        pictures: registry.choose("svg-pages")?,
        options: OptionValues::parse(&registry, ["svg-pages.letters=shared"])?,
        language,
        pages: usize::from(arguments.pages),
    };
    let texts = Texts::find(&arguments.texts, &project, language)?;
    let drawn = parallel::map(&ids, None, |id| drawing.house(id, texts.of(id)));
    let mut findings = [project.judge.weigh(texts.findings), refusals].concat();
    let mut shown = Vec::new();
    for (house, said) in drawn {
        shown.extend(house);
        findings.extend(said);
    }
    let files = if shown.is_empty() { Ok(Vec::new()) } else { files(&shown) };
    let files = files.unwrap_or_else(|said| {
        findings.extend(said);
        Vec::new()
    });
    report::print(&mut findings, arguments.form.format, Stream::Err)?;
    write(&project, arguments, &files)?;
    output::say(&summary(&ids, &shown, &findings));
    Ok(if blocks(&findings) { Exit::Blocked } else { Exit::Clean })
}

fn open(arguments: &Gallery) -> Result<Project, Stop> {
    let folders = Folders { templates: arguments.folders.templates.clone() };
    let here = [std::path::PathBuf::new()];
    let paths = if arguments.texts.is_empty() { &here[..] } else { &arguments.texts };
    Project::open(paths, &HouseArguments { house: None, folders }, None)
}

/// Returns the houses to show, each once. One that is not there is said where it would be drawn, unless none is there.
fn houses(arguments: &Gallery, project: &Project) -> Result<Vec<String>, Stop> {
    if arguments.houses.is_empty() {
        return Ok(project.houses.all().into_keys().collect());
    }
    let mut ids: Vec<String> = Vec::new();
    for id in &arguments.houses {
        if !ids.contains(id) {
            ids.push(id.clone());
        }
    }
    if ids.iter().all(|id| project.houses.origin(id).is_none()) {
        return Err(ids.iter().flat_map(|id| project.houses.house(id).err()).flatten().collect::<Vec<_>>().into());
    }
    Ok(ids)
}

/// Refuses a language that no house has.
fn check_language(language: Option<&str>, project: &Project) -> Result<(), Stop> {
    let Some(language) = language else { return Ok(()) };
    let houses = project.houses.all().into_keys().filter_map(|id| project.houses.house(&id).ok());
    let known: BTreeSet<String> = houses.flat_map(|house| house.languages()).collect();
    if known.contains(language) {
        return Ok(());
    }
    let known = known.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    Err(Stop::usage(format!("no house has the language `{language}`")).help(format!("the languages are: {known}")))
}

/// Makes the files, each with its name.
fn files(shown: &[Shown]) -> Result<Vec<(&'static str, Vec<u8>)>, Vec<Finding>> {
    let mut fonts: Vec<Asset> = Vec::new();
    for font in shown.iter().flat_map(|shown| shown.house.fonts()) {
        if fonts.iter().all(|known| known.sha256 != font.sha256) {
            fonts.push(font);
        }
    }
    let exhibits: Vec<Exhibit> = shown.iter().map(Shown::exhibit).collect();
    let pdf = sheets(TITLE, &exhibits, &fonts)?;
    Ok(vec![("gallery.pdf", pdf), ("gallery.html", page::page(TITLE, shown).into_bytes())])
}

fn write(project: &Project, arguments: &Gallery, files: &[(&str, Vec<u8>)]) -> Result<(), Stop> {
    let out = project.out(arguments.out.as_deref());
    if !files.is_empty() {
        make_folder(&out)?;
    }
    for (name, bytes) in files {
        let path = out.join(name);
        write_whole(&path, bytes, Durability::Renewable).map_err(|error| cannot_write(&path, &error))?;
        output::print(&format!("{}\n", path.display()))?;
    }
    Ok(())
}

fn summary(ids: &[String], shown: &[Shown], findings: &[Finding]) -> String {
    let drafts: Vec<&str> = shown.iter().filter(|shown| shown.is_draft).map(|shown| shown.house.id()).collect();
    let of_all = if shown.len() == ids.len() { String::new() } else { format!("{} of ", shown.len()) };
    let mut said = format!("{of_all}{}", count(ids.len(), "house"));
    said += &report::tally(findings).map(|tally| format!(": {tally}")).unwrap_or_default();
    if !drafts.is_empty() {
        said += &format!("\nno text here shows {}: a new draft stands for each", drafts.join(", "));
    }
    said + "\n"
}
