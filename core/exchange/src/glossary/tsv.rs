//! A glossary of two languages as lines of text: term, tab, translation, tab, remark.

use std::collections::BTreeMap;

use engross_data::utf8;
use engross_model::Finding;

use super::{Glossary, Term, Wording};
use crate::refusal::{check_size, refuse};

/// Writes the preferred and admitted terms of two languages; what is forbidden has no place in this format.
pub fn write_tsv(glossary: &Glossary, source_language: &str, target_language: &str) -> String {
    let mut lines = String::new();
    for term in &glossary.terms {
        let [source, target] = [source_language, target_language].map(|language| term.languages.get(language));
        let (Some(source), Some(target)) = (source, target) else { continue };
        let targets = [&target.preferred].into_iter().chain(&target.admitted);
        for target in targets.filter(|target| !target.is_empty() && !source.preferred.is_empty()) {
            let cells = [&source.preferred, target, &term.note].map(|cell| cell.replace(['\t', '\n', '\r'], " "));
            lines.push_str(cells.join("\t").trim_end());
            lines.push('\n');
        }
    }
    lines
}

/// Reads lines of a term, its translation and perhaps a remark. Lines that begin with `#` are none.
///
/// # Errors
///
/// `FILE-03`, `M201` or `M206` for a file that is refused.
pub fn read_tsv(file: &str, bytes: &[u8], source_language: &str, target_language: &str) -> Result<Glossary, Finding> {
    check_size(file, bytes)?;
    let mut glossary = Glossary::default();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut at = 0;
    for whole in utf8(file, bytes)?.split_inclusive('\n') {
        let line = whole.trim_start_matches('\u{FEFF}');
        let start = at + whole.len() - line.len();
        at += whole.len();
        let line = line.trim_end_matches(['\n', '\r']);
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let mut cells = line.split('\t').map(str::trim);
        let [source, target, note] = [(); 3].map(|()| cells.next().unwrap_or_default());
        if source.is_empty() || target.is_empty() {
            let message = "the line has no term, tab and translation";
            let help = "write the term and its translation with a tab between, or put `#` before the line";
            return Err(refuse("M201", message, file, start..start + line.len()).help(help));
        }
        let place = *known.entry(source.to_owned()).or_insert(glossary.terms.len());
        if place == glossary.terms.len() {
            glossary.terms.push(Term { note: note.to_owned(), ..Term::default() });
        }
        if let Some(term) = glossary.terms.get_mut(place) {
            for (language, word) in [(source_language, source), (target_language, target)] {
                term.languages.entry(language.to_owned()).or_insert_with(Wording::default).add(word.to_owned());
            }
        }
    }
    Ok(glossary)
}
