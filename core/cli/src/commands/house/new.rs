//! `engross house new`: begins a house that extends another.

use std::path::Path;

use engross_compile::scaffold;
use engross_model::is_name;

use crate::args::Folders;
use crate::exit::{Exit, Outcome, Stop};
use crate::files::{exists, folder_of, make_folder, write_new};
use crate::output;
use crate::project::Project;

pub(super) fn new(dir: &Path, from: &str, folders: &Folders) -> Outcome {
    let project = Project::here(folders)?;
    let id = dir.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if !is_name(&id) {
        return Err(Stop::usage(format!("`{id}` cannot be the name of a house"))
            .help("name the folder in small letters, digits and hyphens: `my-house`"));
    }
    let base = project.houses.house(from)?;
    let files = scaffold::new_house(&base)?;
    if let Some((name, _)) = files.iter().find(|(name, _)| dir.join(name).symlink_metadata().is_ok()) {
        return Err(exists(&dir.join(name)));
    }
    for (name, text) in &files {
        let path = dir.join(name);
        make_folder(folder_of(&path))?;
        write_new(&path, text.as_bytes())?;
        output::print(&format!("{}\n", path.display()))?;
    }
    let (dir, above) = (dir.display(), folder_of(dir).display());
    output::say(&format!(
        "fill in the names and what differs, then: engross house check {dir}\n\
         a text follows it with: engross new TEXT --templates {above} --house {id}\n"
    ));
    Ok(Exit::Clean)
}
