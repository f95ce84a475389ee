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
    let mut own: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    phrases.for_each(|phrase| own.entry(look(phrase)).or_default().push(phrase));
    let longest = own.values().flatten().map(|phrase| phrase.len()).max().unwrap_or(0) + MOST_BESIDE;
    let mut findings = Vec::new();
    let may_be_one = |paragraph: &Paragraph| {
        let length: usize = paragraph.runs.iter().map(|run| run.words.len()).sum();
        length <= longest && paragraph.runs.iter().all(|run| run.note.is_none())
    };
    for paragraph in paragraphs.iter_mut().filter(|paragraph| may_be_one(paragraph)) {
        let words = paragraph.words();
        let Some(alike) = own.get(&look(&words)) else { continue };
        if alike.iter().any(|phrase| is_same(&words, phrase)) {
            continue;
        }
        // Two kinds of text may part their openings by the last mark alone; that is read as it stands.
        let end = words.trim_end().chars().next_back().filter(|sign| is_end(*sign));
        let ends_so = |phrase: &&&str| end.is_none_or(|end| phrase.ends_with(end));
        let Some(phrase) = alike.iter().find(ends_so).or(alike.first()) else { continue };
        let mark = end.map(String::from).unwrap_or_default();
        let phrase = format!("{}{mark}", phrase.trim_end_matches(is_end));
        let message = format!("`{}` was read for `{phrase}`, which the house prints", words.trim());
        let finding = Finding::new("IMP-04", message).at(file, paragraph.place.clone());
        findings
            .push(finding.note(Sureness::Sure.because("the signs that differ are taken for each other by machines")));
        paragraph.gap = None;
        let first = paragraph.runs.first().map(|run| run.look).unwrap_or_default();
        paragraph.runs = vec![Run { words: phrase, look: first, ..Run::default() }];
    }
    findings
}

/// So many bytes may stand beside a line: blanks, other marks at its end.
const MOST_BESIDE: usize = 16;

/// Returns words as machines see them, without the mark at their end: `the generai assembiy`.
fn look(words: &str) -> String {
    // Among small letters one more figure looks like a letter.
    let small = words.to_lowercase().replace('8', "b");
    label::plainest(&small).collect::<String>().trim_end_matches(is_end).to_owned()
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
