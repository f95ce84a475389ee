//! `engross new`: begins a text.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use engross_compile::{FileKind, House, LARGEST_TEXT, scaffold, sniff};
use engross_model::{Date, is_language_code};

use crate::args::New;
use crate::exit::{Exit, Outcome, Stop};
use crate::files::{Durability, cannot_write, exists, make_folder, read_within, relative, write_new, write_whole};
use crate::output;
use crate::project::Project;
use crate::schema;

pub(crate) fn run(arguments: &New) -> Outcome {
    let project = Project::open(std::slice::from_ref(&arguments.dir), &arguments.houses, None)?;
    let house = project.chosen_house()?;
    let language = choose_language(arguments, &project, &house)?;
    let kind = match &arguments.kind {
        Some(kind) => kind.clone(),
        None => house.kinds().into_iter().next().unwrap_or_default(),
    };
    let path = arguments.dir.join(format!("{language}.yaml"));
    refuse_to_overwrite(&arguments.dir, &path)?;

    let text = scaffold::new_text(&house, &kind, &language, arguments.date.unwrap_or_else(today))?;
    let schema = write_schema(&project, &arguments.dir)?;
    make_folder(&arguments.dir)?;
    write_new(&path, (modeline(&arguments.dir, &schema) + &text).as_bytes())?;
    output::print(&format!("{}\n", path.display()))?;
    if !arguments.talk.quiet {
        output::say(&format!("write the clauses, then: engross build {}\n", arguments.dir.display()));
    }
    Ok(Exit::Clean)
}

fn choose_language(arguments: &New, project: &Project, house: &House) -> Result<String, Stop> {
    let known = house.languages();
    let default = || known.iter().find(|code| *code == "en").or(known.first()).cloned().unwrap_or_default();
    let language = arguments.language.clone().or_else(|| project.found.settings.languages.first().cloned());
    let language = language.unwrap_or_else(default);
    if !is_language_code(&language) {
        return Err(Stop::usage(format!("`{language}` is no language code such as `en` or `fr`")));
    }
    Ok(language)
}

/// A folder holds one text; its language versions are made from that.
pub(super) fn refuse_to_overwrite(dir: &Path, path: &Path) -> Result<(), Stop> {
    if path.symlink_metadata().is_ok() {
        return Err(exists(path));
    }
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let other = entry.path();
        if other.extension().is_some_and(|extension| extension == "yaml" || extension == "yml") {
            let bytes = read_within(&other, "", LARGEST_TEXT);
            if bytes.is_ok_and(|bytes| matches!(sniff(&bytes), Some(FileKind::Text))) {
                return Err(Stop::usage(format!("the folder already holds a text: `{}`", other.display()))
                    .help("a text has a folder of its own"));
            }
        }
    }
    Ok(())
}

/// Editors read the schema from a file of the project: no network, and the same one for everybody who has the project.
fn write_schema(project: &Project, dir: &Path) -> Result<PathBuf, Stop> {
    let root = project.found.root().or_else(|| dir.parent()).unwrap_or(Path::new(""));
    let folder = root.join(".engross");
    let path = folder.join("source.schema.json");
    // A house that does not load is its author's concern, not that of who begins a text.
    let ids = project.houses.all().into_keys();
    let houses: Vec<Arc<House>> = ids.filter_map(|id| project.houses.house(&id).ok()).collect();
    let text = schema::source_text(&houses);
    make_folder(&folder)?;
    write_whole(&path, text.as_bytes(), Durability::Renewable).map_err(|error| cannot_write(&path, &error))?;
    Ok(path)
}

/// The first line, by which language servers find the schema.
fn modeline(dir: &Path, schema: &Path) -> String {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    format!("# yaml-language-server: $schema={}\n", relative(&absolute(dir), &absolute(schema)))
}

/// The only place where engross asks for the time: a draft begins today.
fn today() -> Date {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs());
    date_of_day(seconds / 86_400)
}

/// Turns days since 1970-01-01 into a date, counting whole years and months.
fn date_of_day(mut days: u64) -> Date {
    let mut date = Date::EPOCH;
    for year in 1970..=9999 {
        for month in 1..=12 {
            let length = (28..=31).rev().find(|day| Date::new(year, month, *day).is_some()).unwrap_or(28);
            if days < u64::from(length) {
                let day = u8::try_from(days + 1).unwrap_or(1);
                return Date::new(year, month, day).unwrap_or(date);
            }
            days -= u64::from(length);
            date = Date { year, month, day: length };
        }
    }
    date
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates() {
        for (days, date) in [(0, "1970-01-01"), (59, "1970-03-01"), (789, "1972-02-29"), (20_234, "2025-05-26")] {
            assert_eq!(date_of_day(days).to_string(), date);
        }
        assert_eq!(date_of_day(u64::MAX).to_string(), "9999-12-31");
    }
}
