//! Which language a file is in.

use engross_compile::House;

use crate::phrase;
use crate::sheet::Sheet;

/// Finds the language of a file: the one whose fixed words and lead words are found in it most; `None` where nothing says
/// which.
pub(crate) fn recognise(sheet: &Sheet, house: &House) -> Option<String> {
    let lines: Vec<String> = sheet.paragraphs.iter().take(400).map(|line| line.words().to_lowercase()).collect();
    let said = sheet.language.as_deref().map(|tag| tag.split(['-', '_']).next().unwrap_or(tag).to_lowercase());
    let found = |language: &&String| {
        let Ok(terms) = house.terms(language) else { return 0 };
        let phrases = terms.phrases.values().flat_map(|phrases| phrases.alternatives());
        let fixed: Vec<String> = phrases.flat_map(|phrase| phrase::fixed_words(phrase)).collect();
        let fixed = lines.iter().filter(|line| fixed.iter().any(|words| line.contains(words))).count();
        let phrases: Vec<String> = terms.lead_words.values().flatten().map(|phrase| phrase.to_lowercase()).collect();
        let leads = lines.iter().filter(|line| {
            let words = crate::label::typed(line).and_then(|end| line.get(end..)).unwrap_or(line).trim_start();
            phrases.iter().any(|phrase| words.starts_with(phrase))
        });
        fixed * 3 + leads.count() + usize::from(said.as_ref() == Some(*language)) * 2
    };
    let languages = house.languages();
    let scores = languages.iter().rev().map(|language| (found(&language), language));
    let (score, best) = scores.max_by_key(|(score, _)| *score)?;
    (score > 0).then(|| best.clone())
}
