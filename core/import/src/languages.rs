//! Other languages between the clauses of a file, as in a table that sets two of them side by side.

use engross_compile::house::TermsData;
use engross_compile::{House, LeadPhrases};
use engross_model::Finding;

use crate::arrange::Sight;

/// How many paragraphs are looked at: two languages show early.
const LOOKED_AT: usize = 100;

/// How many clauses of another language are no quotation.
const SEVERAL: usize = 2;

/// Says which other languages of a house the file has clauses in: they begin with its lead words and not with ours.
pub(crate) fn others(file: &str, sights: &[Sight<'_>], house: &House, language: &str) -> Vec<Finding> {
    let Ok(ours) = house.terms(language) else { return Vec::new() };
    let strangers: Vec<&Sight<'_>> = sights.iter().take(LOOKED_AT).filter(|sight| !leads(sight, &ours)).collect();
    let languages = house.languages();
    let others = languages.iter().filter(|other| *other != language);
    let findings = others.filter_map(|other| {
        let theirs = house.terms(other).ok()?;
        let found: Vec<&&Sight<'_>> = strangers.iter().filter(|sight| leads(sight, &theirs)).collect();
        let first = found.first().filter(|_| found.len() >= SEVERAL)?;
        let count = found.len();
        let message =
            format!("another language stands in between: {count} paragraphs begin with lead words of `{other}`");
        let finding = Finding::new("IMP-08", message).at(file, first.paragraph.place.clone());
        Some(finding.help(format!(
            "the text was read as `{language}`; import a file of one language, and the other with `--translation-of`"
        )))
    });
    findings.collect()
}

fn leads(sight: &Sight<'_>, terms: &TermsData) -> bool {
    let (_, words) = sight.parted();
    let mut lists = terms.lead_words.keys().map(|list| LeadPhrases::of(terms, list));
    lists.any(|list| !list.at_start(words, words.len()).is_empty())
}
