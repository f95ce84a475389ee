//! Lines of the house that a program for text recognition misread: `The Genera1 Assembly,`. Everything rests on them, as they
//! say where the clauses begin. Only those without slots are known by their look, and only sign by sign.

use std::collections::BTreeMap;

use engross_model::Finding;

use crate::arrange::Printed;
use crate::forms::Form;
use crate::label;
use crate::sheet::{Paragraph, Run};
use crate::sureness::Sureness;

/// Writes openings, headings and formulas as the house does where signs were taken for others that look like them; says so.
pub(crate) fn mend(file: &str, paragraphs: &mut [Paragraph], printed: &Printed, forms: &[Form<'_>]) -> Vec<Finding> {
    let of_parts = forms.iter().flat_map(|form| form.heading.iter().chain(&form.formula));
    let phrases = printed.openings.iter().chain(of_parts).flat_map(|pattern| pattern.fixed_phrases());
    let own: BTreeMap<String, &str> = phrases.map(|phrase| (look(phrase), phrase)).collect();
    let longest = own.values().map(|phrase| phrase.len()).max().unwrap_or(0) + MOST_BESIDE;
    let mut findings = Vec::new();
    let may_be_one = |paragraph: &Paragraph| {
        let length: usize = paragraph.runs.iter().map(|run| run.words.len()).sum();
        length <= longest && paragraph.runs.iter().all(|run| run.note.is_none())
    };
    for paragraph in paragraphs.iter_mut().filter(|paragraph| may_be_one(paragraph)) {
        let words = paragraph.words();
        let Some(phrase) = own.get(&look(&words)).filter(|phrase| !is_same(&words, phrase)) else { continue };
        let message = format!("`{}` was read for `{phrase}`, which the house prints", words.trim());
        let finding = Finding::new("IMP-04", message).at(file, paragraph.place.clone());
        findings
            .push(finding.note(Sureness::Sure.because("the signs that differ are taken for each other by machines")));
        let first = paragraph.runs.first().map(|run| run.look).unwrap_or_default();
        paragraph.runs = vec![Run { words: (*phrase).to_owned(), look: first, ..Run::default() }];
    }
    findings
}

/// So many bytes may stand beside a line: blanks, other marks at its end.
const MOST_BESIDE: usize = 16;

/// Returns words as machines see them, without the mark at their end: `the generai assembiy`.
fn look(words: &str) -> String {
    label::plainest(&words.to_lowercase()).collect::<String>().trim_end_matches(is_end).to_owned()
}

/// Says whether words are those of a phrase, whatever their capitals, blanks and last mark.
fn is_same(words: &str, phrase: &str) -> bool {
    let plain = |words: &str| -> String {
        words.to_lowercase().trim_end_matches(is_end).split_whitespace().collect::<Vec<_>>().concat()
    };
    plain(words.trim_end()) == plain(phrase.trim_end())
}

fn is_end(sign: char) -> bool {
    matches!(sign, ',' | ':' | ';' | '.')
}
