//! `engross house show`: what a house says, with the labels that its numberings make.

use engross_compile::house::{FieldForm, Presence};
use engross_compile::{House, Numerals, Sample};

use super::origin_words;
use crate::args::Folders;
use crate::exit::{Exit, Outcome};
use crate::output;
use crate::project::Project;

pub(super) fn show(id: &str, folders: &Folders) -> Outcome {
    let project = Project::here(folders)?;
    let house = project.houses.house(id)?;
    let languages = house.languages();
    let mut page = format!("{id}\n");
    for language in &languages {
        page += &format!("  name ({language})  {}\n", house.name(language));
    }
    let bases: Vec<&str> = std::iter::successors(house.base(), |base| base.base()).map(House::id).collect();
    if !bases.is_empty() {
        page += &format!("  extends    {}\n", bases.join(", which extends "));
    }
    let look = house.look();
    let origin = project.houses.origin(id).map(|origin| origin_words(&origin)).unwrap_or_default();
    page += &format!("  kinds      {}\n  languages  {}\n", house.kinds().join(", "), languages.join(", "));
    page += &format!("  page       {} × {} mm, {} pt\n", look.page.width, look.page.height, look.size);
    page += &format!("  fonts      {}\n  origin     {origin}\n", look.fonts.join(", "));
    page += &parts(&house);
    page += &numberings(&house)?;
    page += &choices(&house);
    page += "  files\n";
    for (name, size) in project.houses.files(id)? {
        page += &format!("    {size:>9}  {name}\n");
    }
    output::print(&output::printable(&page))?;
    Ok(Exit::Clean)
}

fn parts(house: &House) -> String {
    let mut lines = String::from("  parts\n");
    for part in &house.data().parts {
        let presence = match part.presence {
            Presence::Required => ", required",
            Presence::Expected => ", expected",
            Presence::Optional => "",
        };
        lines += &format!("    {}: {}{presence}\n", part.name, part.numbering.join(" > "));
    }
    lines
}

/// Shows the first labels of each numbering and, where it has letters, what follows the last.
fn numberings(house: &House) -> Result<String, Vec<engross_model::Finding>> {
    let languages = house.languages();
    let Some(language) = languages.iter().find(|code| *code == "en").or(languages.first()) else {
        return Ok(String::new());
    };
    let terms = house.terms(language)?;
    let data = house.data();
    let sample = Sample::new(&data.numbering, &terms);
    let mut lines = format!("  labels ({language})\n");
    for name in data.numbering.keys() {
        let labels = |values: std::ops::RangeInclusive<u32>| -> Vec<String> {
            values.map_while(|value| sample.label(name, value)).collect()
        };
        let mut shown = labels(1..=3).join(" ");
        if let Some(Numerals::Letters(letters)) = sample.numerals(name) {
            let count = u32::try_from(letters.alphabet().len()).unwrap_or(u32::MAX);
            let after = labels(count.saturating_add(1)..=count.saturating_add(2)).join(" ");
            let after = if after.is_empty() { "and no more".to_owned() } else { format!("then {after}") };
            shown += &format!(" … {}, {after}", labels(count..=count).join(""));
        }
        let shown = if shown.is_empty() { "no labels" } else { &shown };
        lines += &format!("    {name}: {shown}\n");
    }
    Ok(lines)
}

/// Shows what texts may choose, and what they may say besides what all texts may say.
fn choices(house: &House) -> String {
    let data = house.data();
    let mut lines = String::new();
    let choosing = std::iter::once("title").chain(data.parts.iter().map(|part| part.name.as_str()));
    let variants: Vec<String> = choosing
        .map(|name| (name, data.variant_choices(name)))
        .filter(|(_, choices)| choices.len() > 1)
        .map(|(name, choices)| format!("    {name}: {}\n", choices.join(", ")))
        .collect();
    if !variants.is_empty() {
        lines += &format!("  variants\n{}", variants.concat());
    }
    if !data.fields.is_empty() {
        lines += "  fields\n";
    }
    for (name, form) in &data.fields {
        let form = match form {
            FieldForm::Text => "text",
            FieldForm::Code => "code",
            FieldForm::Date => "date",
            FieldForm::Number => "number",
        };
        lines += &format!("    {name}: {form}\n");
    }
    lines
}
