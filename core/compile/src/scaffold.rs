//! The first lines of a new text, and of a new house.

use engross_model::{Date, Finding};

use crate::House;
use crate::house::{HOUSE_FILE, Space};

/// Writes a fresh draft in a house: enough to build at once, with the author's next steps as comments.
///
/// # Errors
/// `HOUSE-05` for an unknown kind; the terms' findings for a language that the house does not have.
pub fn new_text(house: &House, kind: &str, language: &str, date: Date) -> Result<String, Vec<Finding>> {
    let data = house.data();
    if !data.kinds.contains_key(kind) {
        let finding = Finding::new("HOUSE-05", format!("the house `{}` has no kind `{kind}`", house.id()));
        return Err(vec![finding.help(format!("it has: {}", house.kinds().join(", ")))]);
    }
    let terms = house.terms(language)?;
    let reference = data.reference.as_ref().map(|grammar| {
        format!("{:<35}# without the language's letter\n", format!("# reference: {}", grammar.example()))
    });
    let reference = reference.unwrap_or_default();
    let mut text = format!(
        "house: {}\nkind: {kind}\nlanguage: {language}\nstatus: draft                      # draft | tabled | adopted\n\
         date: {date}\n{reference}# presented-by: {{name: …, country: …, role: …}}\n\ntitle: The title of the text\n",
        house.id()
    );
    let last = data.parts.len().saturating_sub(1);
    for (index, part) in data.parts.iter().enumerate() {
        let list = part.lead_words.as_ref().and_then(|list| terms.lead_words.get(list));
        let lead = list.and_then(|phrases| phrases.first()).map(|lead| format!("**{lead}** ")).unwrap_or_default();
        let ends = terms.ends_of(part);
        let end = ends.r#final.filter(|_| index == last).or(ends.last_clause).or(ends.clause).unwrap_or_default();
        let space =
            end.chars().next().and_then(|mark| terms.spacing.before(mark)).map(Space::as_str).unwrap_or_default();
        text.push_str(&format!("\n{0}:\n  - id: first-{0}\n    text: \"{lead}…{space}{end}\"\n", part.name));
    }
    text.push_str("\n# notes:\n#   some-note: Text of a footnote, anchored by [^some-note].\n");
    Ok(text)
}

/// Writes the files of a house that extends another: its names to fill in, and as comments how single rules are
/// overridden.
///
/// # Errors
/// The findings of the other house's terms, where these do not read.
pub fn new_house(base: &House) -> Result<Vec<(String, String)>, Vec<Finding>> {
    let languages = base.languages();
    let Some(language) = languages.iter().find(|code| *code == "en").or(languages.first()) else {
        return Ok(vec![(HOUSE_FILE.to_owned(), new_house_file(base))]);
    };
    let terms = base.terms(language)?;
    let mut text = format!(
        "# What the house says in its own words in `{language}`; all else is as in `{}`.\n# To change a phrase, write it \
         here; these are those that hold:\n",
        base.id()
    );
    for (name, phrases) in &terms.phrases {
        if let Some(phrase) = phrases.alternatives().first() {
            text.push_str(&format!("#   {name}: \"{}\"\n", phrase.replace('\\', "\\\\").replace('"', "\\\"")));
        }
    }
    text.push_str("phrases: {}\n");
    let others: Vec<String> =
        languages.iter().filter(|code| *code != language).map(|code| format!("`terms/{code}.yaml`")).collect();
    if !others.is_empty() {
        text.push_str(&format!(
            "# The other languages have files of their own where they differ: {}.\n",
            others.join(", ")
        ));
    }
    Ok(vec![(HOUSE_FILE.to_owned(), new_house_file(base)), (format!("terms/{language}.yaml"), text)])
}

fn new_house_file(base: &House) -> String {
    let id = base.id();
    let mut text = format!(
        "# A house that completes `{id}`: it says only what differs. `engross house show {id}` shows what holds.\n\
         extends: {id}\n\n# Fill in the institution's name in each of its languages.\nname:\n"
    );
    for language in base.languages() {
        text.push_str(&format!("  {language}: Name of the institution\n"));
    }
    text.push_str(
        "\n# To override a rule, write it as the other house has it, and of it only the keys that differ. A list stands as\n\
         # a whole, a part is told by its name, and null removes a key. Take away the number signs of what you need:\n",
    );
    let data = base.data();
    if let Some(kind) = data.kinds.keys().next() {
        text.push_str(&format!("# kinds:\n#   {kind}: null\n"));
    }
    if let Some(part) = data.parts.last() {
        text.push_str(&format!("# parts:\n#   - name: {}\n#     ends: {{final: \".\"}}\n", part.name));
        if let Some(level) = part.numbering.first() {
            text.push_str(&format!("# numbering:\n#   {level}: {{suffix: \")\"}}\n"));
        }
    }
    text.push_str("# rules:\n#   STR-05: off\n# look:\n#   size: 12.0\n");
    text
}
