//! Which language a file is in, and which others stand between its clauses, as in a table that sets two side by side.

use engross_compile::house::TermsData;
use engross_compile::{House, LeadPhrases};
use engross_model::Finding;

use crate::arrange::Sight;
use crate::label;
use crate::phrase;
use crate::sheet::{Paragraph, Sheet};
use crate::sureness::Sureness;

/// How many paragraphs are looked at: two languages show early.
const LOOKED_AT: usize = 400;

/// How many clauses of another language are no quotation.
pub(crate) const SEVERAL: usize = 2;

/// Finds the language of a file: the one whose fixed words and lead words are found in it most; `None` where nothing says
/// which.
pub(crate) fn recognise(sheet: &Sheet, house: &House) -> Option<String> {
    let lines: Vec<String> = sheet.paragraphs.iter().take(LOOKED_AT).map(Paragraph::words).collect();
    let small: Vec<String> = lines.iter().map(|line| line.to_lowercase()).collect();
    let said = sheet.language.as_deref().map(|tag| tag.split(['-', '_']).next().unwrap_or(tag).to_lowercase());
    let found = |language: &&String| {
        let Ok(terms) = house.terms(language) else { return 0 };
        let phrases = terms.phrases.values().flat_map(|phrases| phrases.alternatives());
        let fixed: Vec<String> = phrases.flat_map(|phrase| phrase::fixed_words(phrase)).collect();
        let fixed = small.iter().filter(|line| fixed.iter().any(|words| line.contains(words))).count();
        let phrases = lead_lists(&terms);
        let leads = lines.iter().filter(|line| leads(behind_label(line), &phrases));
        fixed * 3 + leads.count() + usize::from(said.as_ref() == Some(*language)) * 2
    };
    let languages = house.languages();
    let scores = languages.iter().rev().map(|language| (found(&language), language));
    let (score, best) = scores.max_by_key(|(score, _)| *score)?;
    (score > 0).then(|| best.clone())
}

/// Returns the words of a line behind a label that was typed.
pub(crate) fn behind_label(line: &str) -> &str {
    label::typed(line).and_then(|end| line.get(end..)).unwrap_or(line).trim_start()
}

/// Says which other languages of a house the file has clauses in: they begin with its lead words and not with ours.
pub(crate) fn others(file: &str, sights: &[Sight<'_>], house: &House, language: &str) -> Vec<Finding> {
    let Ok(ours) = house.terms(language) else { return Vec::new() };
    let ours = lead_lists(&ours);
    let strangers: Vec<&Sight<'_>> =
        sights.iter().take(LOOKED_AT).filter(|sight| !leads(sight.parted().1, &ours)).collect();
    let languages = house.languages();
    let others = languages.iter().filter(|other| *other != language);
    let findings = others.filter_map(|other| {
        let theirs = house.terms(other).ok()?;
        let theirs = lead_lists(&theirs);
        let found: Vec<&&Sight<'_>> = strangers.iter().filter(|sight| leads(sight.parted().1, &theirs)).collect();
        let first = found.first().filter(|_| found.len() >= SEVERAL)?;
        let count = found.len();
        let message =
            format!("another language stands in between: {count} paragraphs begin with lead words of `{other}`");
        let sure = Sureness::Likely.because(format_args!("none of these words are lead words of `{language}`"));
        let finding = Finding::new("IMP-08", message).at(file, first.paragraph.place.clone()).note(sure);
        Some(finding.help(format!(
            "the text was read as `{language}`; import a file of one language, and the other with `--translation-of`"
        )))
    });
    findings.collect()
}

/// Returns the lists of lead words of a language.
pub(crate) fn lead_lists(terms: &TermsData) -> Vec<LeadPhrases<'_>> {
    terms.lead_words.keys().map(|list| LeadPhrases::of(terms, list)).collect()
}

/// Says whether words begin as a clause does.
pub(crate) fn leads(words: &str, lists: &[LeadPhrases<'_>]) -> bool {
    lists.iter().any(|list| !list.at_start(words, words.len()).is_empty())
}
