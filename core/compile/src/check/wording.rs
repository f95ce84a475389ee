//! Fixed wordings, dates in running text, document references.

use std::ops::Range;

use engross_model::Finding;
use memchr::memmem::Finder;

use super::punctuation::inside_address;
use super::{Checked, replacement, with_fix};
use crate::house::ReferenceField;
use crate::source::Spanned;

pub(super) fn check(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    wordings(text, findings);
    numeric_dates(text, findings);
    reference(text, findings);
}

/// `TERM-02`, `TERM-03`, `TERM-04`: wordings that the house does not use.
fn wordings(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    for wording in &text.terms().wordings {
        let unambiguous = !wording.write.contains('(');
        for avoid in &wording.avoid {
            let finder = Finder::new(avoid);
            for unit in text.units() {
                for range in whole_words(&unit.visible.text, &finder) {
                    let message = format!("the house does not write `{avoid}`");
                    let fix = unambiguous
                        .then(|| as_written(&unit.visible.text, &range, &wording.write))
                        .flatten()
                        .and_then(|words| replacement(unit, range.clone(), &words));
                    let finding = text.finding(&wording.code, message, unit, range);
                    findings.push(with_fix(finding.help(format!("write {}", wording.write)), fix));
                }
            }
        }
    }
}

/// Puts the house's wording in the case of what it replaces. A capital inside a sentence may belong to a name, which
/// nobody but the author may change.
fn as_written(text: &str, range: &Range<usize>, words: &str) -> Option<String> {
    let capital = |words: &str| words.chars().next().is_some_and(char::is_uppercase);
    let found = text.get(range.clone())?;
    if !capital(found) || capital(words) {
        return Some(words.to_owned());
    }
    let begins = text[..range.start].trim().is_empty();
    let mut rest = words.chars();
    let first = rest.next()?;
    begins.then(|| first.to_uppercase().chain(rest).collect())
}

fn whole_words<'a>(text: &'a str, words: &'a Finder<'_>) -> impl Iterator<Item = Range<usize>> + 'a {
    let letter = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    words.find_iter(text.as_bytes()).map(|at| at..at + words.needle().len()).filter(move |range| {
        !letter(text[..range.start].chars().next_back()) && !letter(text[range.end..].chars().next())
    })
}

/// `DATE-01`: `26.05.2025`, `26/5/2025`, `2025-05-26` in running text.
fn numeric_dates(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    for unit in text.units() {
        let visible = unit.visible.text.as_str();
        let mut from = 0;
        while let Some(found) = visible[from..].find(|character: char| character.is_ascii_digit()) {
            let start = from + found;
            let figures = visible[start..].bytes().take_while(|byte| byte.is_ascii_digit() || b"./-".contains(byte));
            from = start + figures.count();
            let bare = visible[start..from].trim_end_matches(['.', '-', '/']);
            if is_numeric_date(bare) && !inside_address(visible, start) {
                let finding = text.finding(
                    "DATE-01",
                    format!("the date `{bare}` stands in figures alone"),
                    unit,
                    start..start + bare.len(),
                );
                findings.push(finding.help("write the month as a word"));
            }
        }
    }
}

fn is_numeric_date(word: &str) -> bool {
    ['.', '/', '-'].iter().any(|separator| {
        let fields: Vec<&str> = word.split(*separator).collect();
        let digits = |field: &str, lengths: Range<usize>| {
            lengths.contains(&field.len()) && field.bytes().all(|b| b.is_ascii_digit())
        };
        let plausible = |day: &str, month: &str, year: &str| {
            let value = |field: &str| field.parse::<u16>().unwrap_or(0);
            digits(day, 1..3)
                && digits(month, 1..3)
                && digits(year, 4..5)
                && (1..=31).contains(&value(day))
                && (1..=31).contains(&value(month))
                && (1500..=2200).contains(&value(year))
        };
        match fields.as_slice() {
            [a, b, c] => plausible(a, b, c) || plausible(c, b, a),
            _ => false,
        }
    })
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
