//! The first lines of a new text, and of a new house.

use engross_model::{Date, Finding, plain_text};

use crate::House;
use crate::check::LeadPhrases;
use crate::house::{HOUSE_FILE, PartData, Space, TermsData};
use crate::parse::inline;

/// Writes a fresh draft in a house: enough to build at once, with the author's next steps as comments.
///
/// # Errors
/// `HOUSE-05` for an unknown kind; the terms' findings for a language that the house does not have.
pub fn new_text(house: &House, kind: &str, language: &str, date: Date) -> Result<String, Vec<Finding>> {
    let data = house.data();
    let Some(kind_data) = data.kinds.get(kind) else {
        let finding = Finding::new("HOUSE-05", format!("the house `{}` has no kind `{kind}`", house.id()));
        return Err(vec![finding.help(format!("it has: {}", house.kinds().join(", ")))]);
    };
    let terms = house.terms(language)?;
    let reference = data.reference.as_ref().map(|grammar| {
        format!("{:<35}# without the language's letter\n", format!("# reference: {}", grammar.example()))
    });
    let reference = reference.unwrap_or_default();
    let mut text = format!(
        "house: {}\nkind: {kind}\nlanguage: {language}\nstatus: draft                      # draft | tabled | adopted\n\
         date: {date}\n{reference}# presented-by: {{name: …, country: …, role: …}}\n",
        house.id()
    );
    if terms.print_title(data.title_lines(data.variant_of(kind_data, "title"))) {
        text.push_str("\ntitle: The title of the text\n");
    }
    for (index, part) in data.parts.iter().enumerate() {
        let part = terms.part_in(part, data.variant_of(kind_data, &part.name));
        text.push_str(&format!("\n{}:\n", part.name));
        text.push_str(&clauses(&part, &terms, index >= data.main_part()));
    }
    text.push_str("\n# notes:\n#   some-note: Text of a footnote, anchored by [^some-note].\n");
    Ok(text)
}

/// Writes the first clause of a part, and the last one where the house has words for it.
fn clauses(part: &PartData, terms: &TermsData, ends_text: bool) -> String {
    let clause = |id: &str, words: &str, end: &Option<String>| {
        let end = end.as_deref().unwrap_or_default();
        let space = end.chars().next().and_then(|mark| terms.spacing.before(mark)).map(Space::as_str);
        format!("  - id: {id}-{}\n    text: \"{words}…{}{end}\"\n", part.name, space.unwrap_or_default())
    };
    let ends = &part.ends;
    let last_end = ends.r#final.clone().filter(|_| ends_text).or_else(|| ends.last_clause.clone());
    let last_end = last_end.or_else(|| ends.clause.clone());
    let lead = part.lead_words.as_ref().and_then(|list| terms.lead_words.get(list)?.first());
    let lead = lead.map(|lead| format!("**{lead}** ")).unwrap_or_default();
    let phrase = part.last_clause.as_ref().and_then(|term| terms.phrases.get(term)?.alternatives().first());
    match phrase.map(|phrase| plain_text(&inline::content(phrase))) {
        Some(words) => {
            let words = format!("{} ", with_marked_lead(words.trim(), part, terms));
            clause("first", &lead, &ends.clause) + &clause("last", &words, &last_end)
        }
        None => clause("first", &lead, &last_end),
    }
}

/// Marks the lead words that a clause begins with, where the part has some.
fn with_marked_lead(words: &str, part: &PartData, terms: &TermsData) -> String {
    let phrases = part.lead_words.as_ref().map(|list| LeadPhrases::of(terms, list));
    match phrases.and_then(|phrases| phrases.at_start(words, 0).pop()) {
        Some(lead) => format!("**{}**{}", &words[..lead.end], &words[lead.end..]),
        None => words.to_owned(),
    }
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
