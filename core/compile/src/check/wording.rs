//! Fixed wordings, document references.

use std::collections::BTreeMap;
use std::ops::Range;

use engross_model::Finding;

use super::words::{inside_address, prefix_length, word_starts};
use super::{Checked, replacement, with_fix};
use crate::house::{ReferenceField, Wording};
use crate::language;
use crate::source::Spanned;
use crate::source_map::Unit;

pub(super) fn check(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    wordings(text, findings);
    reference(text, findings);
}

/// `TERM-02`, `TERM-03`, `TERM-04`: wordings that the house does not use.
fn wordings(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    let avoided = avoided(&text.terms().wordings);
    for unit in text.units() {
        let visible = unit.visible.text.as_str();
        for start in word_starts(visible) {
            let rest = &visible[start..];
            let candidates = rest.chars().next().and_then(|first| avoided.get(&small(first)));
            let found = candidates.into_iter().flatten().find_map(|it| Some((it, prefix_length(rest, it.words)?)));
            let Some((avoided, length)) = found else { continue };
            let range = start..start + length;
            if !inside_address(visible, start) && !in_official_name(text, visible, &range) {
                findings.push(unused_wording(text, unit, avoided, range));
            }
        }
    }
}

/// Words that the house does not use.
struct Avoided<'a> {
    words: &'a str,
    wording: &'a Wording,
    /// What stands in the very same form in their place; without it only the author can mend them.
    instead: Option<&'a str>,
}

/// Sorts what is avoided by its first letter, the longest first.
fn avoided(wordings: &[Wording]) -> BTreeMap<char, Vec<Avoided<'_>>> {
    let mut sorted: BTreeMap<char, Vec<Avoided<'_>>> = BTreeMap::new();
    for wording in wordings {
        let forms = wording.forms.iter().map(|(words, instead)| (words, Some(instead.as_str())));
        for (words, instead) in forms.chain(wording.avoid.iter().map(|words| (words, None))) {
            if let Some(first) = words.chars().next() {
                sorted.entry(small(first)).or_default().push(Avoided { words, wording, instead });
            }
        }
    }
    sorted.values_mut().for_each(|list| list.sort_by_key(|it| std::cmp::Reverse(it.words.len())));
    sorted
}

fn small(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

/// Says whether words belong to a name that stands as it is, also where the name is set in capitals.
fn in_official_name(text: &Checked<'_>, visible: &str, words: &Range<usize>) -> bool {
    let is_within = |name: &str| {
        name.match_indices(&visible[words.clone()]).any(|(at, _)| {
            let there = words.start.checked_sub(at).and_then(|start| visible.get(start..));
            there
                .and_then(|there| there.strip_prefix(name))
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
    };
    let capital = visible[words.clone()].starts_with(char::is_uppercase);
    let mut names = text.terms().official_names.iter();
    capital && names.any(|name| is_within(name) || is_within(&language::capitals(name, &text.terms().tag)))
}

fn unused_wording(text: &Checked<'_>, unit: &Unit, avoided: &Avoided<'_>, range: Range<usize>) -> Finding {
    let visible = unit.visible.text.as_str();
    let found = &visible[range.clone()];
    let finding =
        text.finding(&avoided.wording.code, format!("the house does not write `{found}`"), unit, range.clone());
    let Some(instead) = avoided.instead else {
        return finding.help(format!("write {}", avoided.wording.write.as_deref().unwrap_or("it otherwise")));
    };
    if avoided.wording.after_number {
        let before = visible[..range.start].trim_end_matches([' ', '\u{a0}', '\u{202f}']);
        let number = before.ends_with(|last: char| last.is_ascii_digit());
        let fix = number.then(|| replacement(unit, before.len()..range.end, instead)).flatten();
        return with_fix(finding.help(format!("write `{instead}` right after the number, in figures")), fix);
    }
    match in_same_case(visible, &range, avoided.words, instead, &text.terms().tag) {
        Some(words) => {
            let fix = replacement(unit, range, &words);
            with_fix(finding.help(format!("write `{words}`")), fix)
        }
        None => finding.help(format!(
            "write `{instead}`, unless it belongs to a name; names that stand as they are belong among the house's \
             `official-names`"
        )),
    }
}

/// Puts the house's wording in the case of what it replaces. A capital inside a sentence may belong to a name, which
/// nobody but the author may change.
fn in_same_case(text: &str, range: &Range<usize>, avoided: &str, instead: &str, tag: &str) -> Option<String> {
    let found = text.get(range.clone())?;
    let begins = text[..range.start].trim().is_empty();
    match found {
        _ if found == avoided => Some(instead.to_owned()),
        _ if found == language::capitals(avoided, tag) => Some(language::capitals(instead, tag)),
        _ if begins && found == language::with_capital(avoided, tag) => Some(language::with_capital(instead, tag)),
        _ => None,
    }
}

/// `REF-01`: a document reference that breaks the house's grammar or has another year than the text.
fn reference(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    let (Some(reference), Some(grammar)) = (&text.header.source.reference, &text.house().reference) else { return };
    let (base, _) = grammar.without_revision(&reference.value);
    let words: Vec<&str> = base.split(' ').collect();
    let place = |message: String| Finding::new("REF-01", message).at(text.header.file, reference.span.clone());
    let fits =
        words.len() == grammar.fields.len() && grammar.fields.iter().zip(&words).all(|(field, word)| fits(field, word));
    if !fits {
        let letter = text.terms().letter.as_ref().is_some_and(|letter| words.last() == Some(&letter.as_str()));
        let help = if letter {
            "leave the language's letter out: it is added".to_owned()
        } else {
            format!("write it as `{}`", grammar.example())
        };
        findings.push(place(format!("`{}` is no reference of this house", reference.value)).help(help));
        return;
    }
    if let Some(finding) = wrong_year(text, &grammar.fields, &words, reference) {
        findings.push(finding);
    }
}

fn fits(field: &ReferenceField, word: &str) -> bool {
    let all = |test: fn(&u8) -> bool| word.bytes().all(|byte| test(&byte));
    match field {
        ReferenceField::Number(digits) => word.len() == *digits && all(u8::is_ascii_digit),
        ReferenceField::Body(least, most) => (*least..=*most).contains(&word.len()) && all(u8::is_ascii_uppercase),
        ReferenceField::Year => word.len() == 2 && all(u8::is_ascii_digit),
    }
}

fn wrong_year(
    text: &Checked<'_>,
    fields: &[ReferenceField],
    words: &[&str],
    reference: &Spanned<String>,
) -> Option<Finding> {
    let date = text.header.date.or(text.header.adoption_date)?;
    let (_, year) = fields.iter().zip(words).find(|(field, _)| matches!(field, ReferenceField::Year))?;
    let expected = format!("{:02}", date.year % 100);
    (**year != *expected).then(|| {
        Finding::new("REF-01", format!("the reference says `{year}`, the text's date is in {}", date.year))
            .at(text.header.file, reference.span.clone())
            .help(format!("write `{expected}`, or correct the date"))
    })
}
