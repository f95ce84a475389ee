//! Texts in several languages side by side, each in a column of a table: one of them is read, and the others are left out.

use std::collections::{BTreeMap, BTreeSet};

use engross_compile::{House, LeadPhrases};
use engross_model::Finding;

use crate::head;
use crate::label;
use crate::language::{SEVERAL, behind_label, lead_lists, leads};
use crate::sheet::{Column, Paragraph, Sheet};
use crate::sureness::Sureness;

/// Keeps the column of one language, the one that is wished for or else the first, where several have clauses of a language
/// each; says so.
pub(crate) fn choose(file: &str, sheet: &mut Sheet, house: &House, wished: Option<&str>) -> Vec<Finding> {
    let columns = columns_of_languages(&sheet.paragraphs, house);
    let is_own = |(_, language): &(&Column, &String)| wished.is_none_or(|wished| wished == language.as_str());
    let chosen = columns.first_key_value().zip(columns.iter().find(is_own));
    let Some(((first, _), (Column { at: own, .. }, language))) = chosen else { return Vec::new() };
    let place = sheet.paragraphs.iter().find(|paragraph| paragraph.column == Some(*first));
    let place = place.map(|paragraph| paragraph.place.clone()).unwrap_or_default();
    let labels = column_of_labels(&sheet.paragraphs, *own, &columns);
    let names = names_of(language, house);
    let all_marked = marked(&sheet.paragraphs);
    // Above the text its title may stand in a table of its own.
    let is_side_by_side =
        |column: Column| column.table <= first.table || columns.keys().any(|known| known.table == column.table);
    sheet.retain(|paragraph| {
        let Some(column) = paragraph.column.filter(|column| is_side_by_side(*column)) else { return true };
        let stays = column.at == *own || Some(column.at) == labels;
        paragraph.cell = false;
        stays && !names.contains(&paragraph.words().trim().to_lowercase())
    });
    let still_marked = marked(&sheet.paragraphs);
    sheet.notes.retain(|name, _| still_marked.contains(name) || !all_marked.contains(name));
    let others: BTreeSet<&str> = columns.values().filter(|other| *other != language).map(String::as_str).collect();
    let terms = others.iter().filter_map(|other| house.terms(other).ok());
    let banners = terms.flat_map(|terms| head::leave_out_banner(file, &mut sheet.paragraphs, house, &terms));
    let mut findings: Vec<Finding> = banners.collect();
    let others = others.into_iter().collect::<Vec<_>>().join("`, `");
    let message =
        format!("languages stand side by side: the column of `{language}` was read, that of `{others}` left out");
    let (finding, sure) = match wished {
        Some(_) => (Finding::new("IMP-04", message), Sureness::Sure.because("this language was asked for")),
        None => (Finding::new("IMP-08", message), Sureness::Guess.because("it stands first")),
    };
    let help = "read another with `--language`; as a version of this text, with `--translation-of` too";
    findings.push(finding.at(file, place).note(sure).help(help));
    findings
}

/// Returns the notes that are marked in paragraphs.
fn marked(paragraphs: &[Paragraph]) -> BTreeSet<String> {
    paragraphs.iter().flat_map(|paragraph| &paragraph.runs).filter_map(|run| run.note.clone()).collect()
}

/// Returns what a language is called in itself, in small letters, as the first cells of columns say.
fn names_of(language: &str, house: &House) -> Vec<String> {
    let Ok(terms) = house.terms(language) else { return Vec::new() };
    let names = terms.words.get("language").into_iter().chain(terms.languages.get(language));
    names.map(|name| name.to_lowercase()).collect()
}

/// Returns the language of each column that has clauses of one, in tables where several columns have.
fn columns_of_languages(paragraphs: &[Paragraph], house: &House) -> BTreeMap<Column, String> {
    let mut columns: BTreeMap<Column, Vec<String>> = BTreeMap::new();
    for (column, paragraph) in paragraphs.iter().filter_map(|paragraph| Some((paragraph.column?, paragraph))) {
        columns.entry(column).or_default().push(paragraph.words());
    }
    if columns.is_empty() {
        return BTreeMap::new();
    }
    let codes = house.languages();
    let terms: Vec<_> = codes.iter().filter_map(|code| Some((code, house.terms(code).ok()?))).collect();
    let lists: Vec<_> = terms.iter().map(|(code, terms)| (*code, lead_lists(terms))).collect();
    let language = |lines: &[String]| {
        let clauses = |lists: &[LeadPhrases<'_>]| {
            lines.iter().filter(|line| leads(behind_label(line.trim_start()), lists)).count()
        };
        let counts: Vec<(usize, &String)> = lists.iter().map(|(code, lists)| (clauses(lists), *code)).collect();
        let (most, code) = counts.iter().max_by_key(|(count, _)| *count)?;
        let is_alone = counts.iter().filter(|(count, _)| count == most).count() == 1;
        (*most >= SEVERAL && is_alone).then(|| (*code).clone())
    };
    let found: BTreeMap<Column, String> =
        columns.into_iter().filter_map(|(column, lines)| Some((column, language(&lines)?))).collect();
    let is_beside = |column: &Column, language: &String| {
        found.iter().any(|(other, its)| other.table == column.table && its != language)
    };
    found.iter().filter(|(column, language)| is_beside(column, language)).map(|(a, b)| (*a, b.clone())).collect()
}

/// Returns the column of labels that belongs to a column of words without any: the one directly before it, or before the
/// first language, where labels stand but once.
fn column_of_labels(paragraphs: &[Paragraph], own: usize, languages: &BTreeMap<Column, String>) -> Option<usize> {
    let in_column = |at: usize| {
        let is_there = move |paragraph: &&Paragraph| paragraph.column.is_some_and(|column| column.at == at);
        paragraphs.iter().filter(is_there)
    };
    let has_label =
        |paragraph: &&Paragraph| paragraph.label.is_some() || label::typed(paragraph.words().trim_start()).is_some();
    if in_column(own).filter(has_label).count() >= SEVERAL {
        return None;
    }
    let is_of_labels = |at: &usize| {
        languages.keys().all(|known| known.at != *at)
            && in_column(*at).any(|paragraph| label::is_lone(paragraph.words().trim()))
    };
    let before = |at: usize| at.checked_sub(1).filter(is_of_labels);
    before(own).or_else(|| before(languages.keys().next()?.at))
}
