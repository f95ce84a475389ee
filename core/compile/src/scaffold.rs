//! The first lines of a new text.

use engross_model::{Date, Finding};

use crate::House;
use crate::house::Space;

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
        let end = ends.r#final.filter(|_| index == last).or(ends.clause).unwrap_or_default();
        let space =
            end.chars().next().and_then(|mark| terms.spacing.before(mark)).map(Space::as_str).unwrap_or_default();
        text.push_str(&format!("\n{0}:\n  - id: first-{0}\n    text: \"{lead}…{space}{end}\"\n", part.name));
    }
    text.push_str("\n# notes:\n#   some-note: Text of a footnote, anchored by [^some-note].\n");
    Ok(text)
}
