//! `engross house`: the houses whose style texts can follow.

#[cfg(feature = "typst")]
mod gallery;
mod new;
mod show;

use std::path::{Path, PathBuf};

use engross_compile::house::HOUSE_FILE;
use engross_model::Finding;

use crate::args::{Folders, Form, House, HouseVerb};
use crate::exit::{Exit, Outcome, Stop};
use crate::houses::{Houses, Origin};
use crate::output::{self, Stream, count};
use crate::project::Project;
use crate::report;
use crate::severity::blocks;

pub(crate) fn run(arguments: &House) -> Outcome {
    match &arguments.verb {
        HouseVerb::List { folders } => list(folders),
        HouseVerb::Show { house, folders } => show::show(house, folders),
        HouseVerb::New { dir, from, folders } => new::new(dir, from, folders),
        HouseVerb::Check { house, folders, form } => check(house.as_deref(), folders, *form),
        #[cfg(feature = "typst")]
        HouseVerb::Gallery(arguments) => gallery::gallery(arguments),
    }
}

fn list(folders: &Folders) -> Outcome {
    let project = Project::here(folders)?;
    let mut rows = Vec::new();
    let mut exit = Exit::Clean;
    for (id, origin) in project.houses.all() {
        let [kinds, languages, extends] = match project.houses.house(&id) {
            Ok(house) => {
                let base = house.base().map_or_else(|| "–".to_owned(), |base| base.id().to_owned());
                [house.kinds().join(" "), house.languages().join(" "), base]
            }
            Err(_) => {
                exit = Exit::Blocked;
                ["does not load: see `engross house check`".to_owned(), String::new(), String::new()]
            }
        };
        rows.push([id, extends, origin_words(&origin), languages, kinds]);
    }
    output::print(&output::table(["HOUSE", "EXTENDS", "ORIGIN", "LANGUAGES", "KINDS"], &rows))?;
    Ok(exit)
}

fn check(house: Option<&str>, folders: &Folders, form: Form) -> Outcome {
    let (houses, ids) = match house {
        Some(path) if Path::new(path).join(HOUSE_FILE).is_file() => one_folder(Path::new(path))?,
        Some(id) => (Project::here(folders)?.houses, vec![id.to_owned()]),
        None => {
            let houses = Project::here(folders)?.houses;
            let ids = houses.all().into_keys().collect();
            (houses, ids)
        }
    };
    let mut findings: Vec<Finding> = Vec::new();
    for id in &ids {
        match houses.house(id) {
            Ok(house) => findings.extend(house.check()),
            Err(found) if found.iter().any(|finding| finding.code == "HOUSE-01" && finding.place.file.is_none()) => {
                return Err(found.into());
            }
            Err(found) => findings.extend(found),
        }
    }
    report::print(&mut findings, form.format, Stream::Out)?;
    let said = report::tally(&findings).unwrap_or_else(|| "nothing found".to_owned());
    output::say(&format!("{}: {said}\n", count(ids.len(), "house")));
    Ok(if blocks(&findings) { Exit::Blocked } else { Exit::Clean })
}

/// Takes a house by its folder: the folder above is the folder of houses.
fn one_folder(path: &Path) -> Result<(Houses, Vec<String>), Stop> {
    let full = path.canonicalize().map_err(|error| Stop::usage(format!("`{}`: {error}", path.display())))?;
    let id = full.file_name().unwrap_or_default().to_string_lossy().into_owned();
    // Findings should name files as the user did, which works unless the path is `.` or ends in `..`.
    let above = match path.parent() {
        Some(parent) if path.file_name().is_some() && !parent.as_os_str().is_empty() => parent.to_owned(),
        Some(_) if path.file_name().is_some() => PathBuf::from("."),
        _ => full.parent().map(Path::to_owned).unwrap_or_default(),
    };
    Ok((Houses::new(vec![above])?, vec![id]))
}

fn origin_words(origin: &Origin) -> String {
    match origin {
        Origin::BuiltIn => "built in".to_owned(),
        Origin::Folder(folder) => folder.display().to_string(),
    }
}
