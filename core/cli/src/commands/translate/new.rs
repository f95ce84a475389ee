//! `engross translate new`: begins a language version, with the words of the source as comments beside each unit.

use engross_compile::translation::{Standing, Translation, written};

use super::versions::{open_source, source, version_path};
use crate::args::TranslateNew;
use crate::exit::{Exit, Outcome, Stop};
use crate::files::write_new;
use crate::output::{self, count};
use crate::project::Project;

pub(crate) fn run(arguments: &TranslateNew) -> Outcome {
    let source = source(&arguments.text)?;
    let path = version_path(&source, &arguments.language)?;
    let project = Project::open(&[source.path().to_owned()], &arguments.houses, None)?;
    let translation = open_source(&project, &source)?.translation;
    if translation.source_language == arguments.language {
        return Err(Stop::usage(format!("the text is written in `{}` itself", arguments.language)));
    }
    refuse_unknown_language(&project, &translation, arguments)?;
    refuse_missing_ids(&translation, &source.name)?;
    let stem = source.path().file_stem().unwrap_or_default().to_string_lossy();
    let text = begun_version(&translation, &stem, &arguments.language, arguments.standing);
    write_new(&path, text.as_bytes())?;
    output::say(&format!("wrote {}, with {} to translate\n", path.display(), count(translation.units.len(), "unit")));
    Ok(Exit::Clean)
}

/// A house without the language's terms could not make the version.
fn refuse_unknown_language(project: &Project, translation: &Translation, arguments: &TranslateNew) -> Result<(), Stop> {
    let house = project.houses.house(&translation.house)?;
    house.terms(&arguments.language).map(drop).map_err(Stop::Findings)
}

fn refuse_missing_ids(translation: &Translation, source: &str) -> Result<(), Stop> {
    if translation.without_id == 0 {
        return Ok(());
    }
    let what = count(translation.without_id, "clause or heading has no id");
    let message = match translation.without_id {
        1 => what,
        number => format!("{number} clauses and headings have no id"),
    };
    Err(Stop::usage(format!("{message}, and a version finds them by their ids"))
        .help(format!("`engross check --fix {source}` writes ids")))
}

/// Writes a version without words, the source's beside each unit.
pub(crate) fn begun_version(translation: &Translation, original: &str, language: &str, standing: Standing) -> String {
    let mut text = format!("translation-of: {original}\nlanguage: {language}\nstanding: {}\n\n", standing.name());
    text.push_str(
        "# Write the words of each unit under `text:`, with the marks of the source, which stands above it. Then\n",
    );
    text.push_str("# `engross translate refresh` notes what they translate, and `engross translate mark` how far they are.\nunits:\n");
    for unit in &translation.units {
        let words = written(&unit.source).unwrap_or_default();
        for line in wrapped(&words) {
            text.push_str(&format!("  # {line}\n"));
        }
        text.push_str(&format!("  {}:\n    text: \"\"\n\n", unit.id));
    }
    text.truncate(text.trim_end().len());
    text + "\n"
}

fn wrapped(words: &str) -> Vec<String> {
    const WIDTH: usize = 114;
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
