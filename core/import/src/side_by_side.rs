//! Texts in several languages side by side, each in a column of a table: one of them is read, and the others are left out.
//!
//! Whatever is left out and may be more than the same text in another language is named with its words: remarks in a column
//! of their own, rows that only another language has, figures above the text.

use std::collections::{BTreeMap, BTreeSet};

use engross_compile::{House, LeadPhrases};
use engross_model::Finding;

use crate::head;
use crate::label;
use crate::language::{SEVERAL, behind_label, lead_lists, leads};
use crate::read::breaks;
use crate::sheet::{Cell, Paragraph, Sheet};
use crate::sureness::Sureness;

/// Keeps the column of one language, the one that is wished for or else the first, where several have clauses of a language
/// each; says so.
pub(crate) fn choose(file: &str, sheet: &mut Sheet, house: &House, wished: Option<&str>) -> Vec<Finding> {
    let Some(choice) = Choice::of(&sheet.paragraphs, house, wished) else { return Vec::new() };
    let rows = choice.rows(&sheet.paragraphs);
    let all_marked = marked(&sheet.paragraphs);
    let mut unlike = Vec::new();
    let mut place = None;
    let mut begun = choice.begun.iter();
    sheet.retain(|paragraph| {
        let begun = begun.next().map(Vec::as_slice).unwrap_or_default();
        let Some(cell) = paragraph.at.filter(|cell| choice.tables.contains(&cell.table)) else { return true };
        let row = &rows[&(cell.table, cell.row)];
        place.get_or_insert_with(|| paragraph.place.clone());
        let words = paragraph.words().trim().to_owned();
        if row.is_data {
            return true;
        }
        if choice.keeps(&cell, &words) {
            paragraph.cell = false;
            return !choice.names.contains(&words.to_lowercase());
        }
        if choice.is_unlike(&cell, row, &words, begun) {
            unlike.push((paragraph.place.clone(), words));
        }
        false
    });
    let still_marked = marked(&sheet.paragraphs);
    sheet.notes.retain(|name, _| still_marked.contains(name) || !all_marked.contains(name));
    let terms = choice.others.iter().filter_map(|other| house.terms(other).ok());
    let banners = terms.flat_map(|terms| head::leave_out_banner(file, &mut sheet.paragraphs, house, &terms));
    let mut findings: Vec<Finding> = banners.collect();
    let language = &choice.language;
    let others = choice.others.iter().map(String::as_str).collect::<Vec<_>>().join("`, `");
    let message =
        format!("languages stand side by side: the column of `{language}` was read, that of `{others}` left out");
    let (finding, sure) = match wished {
        Some(_) => (Finding::new("IMP-04", message), Sureness::Sure.because("this language was asked for")),
        None => (Finding::new("IMP-08", message), Sureness::Guess.because("it stands first")),
    };
    let help = "read another with `--language`; as a version of this text, with `--translation-of` too";
    findings.push(finding.at(file, place.unwrap_or_default()).note(sure).help(help));
    if let Some((first, _)) = unlike.first() {
        let finding = Finding::new("IMP-09", "cells of a table were left out that may be more than a translation");
        let words = unlike.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>().join(" | ");
        let finding = finding.at(file, first.clone()).note(format!("they say: {words}"));
        findings.push(finding.help("write what belongs to the text where it belongs; else it is lost"));
    }
    findings
}

/// Which column is read, of which tables.
struct Choice {
    language: String,
    own: usize,
    /// The column with the labels of that language, where they stand apart.
    labels: Option<usize>,
    others: BTreeSet<String>,
    /// The languages of columns.
    columns: BTreeMap<usize, String>,
    tables: BTreeSet<usize>,
    /// The first of these that has clauses.
    main: usize,
    /// What its language, and others, are called in the cells above them, in small letters.
    names: BTreeSet<String>,
    /// For each paragraph: the languages in which it begins as clauses do.
    begun: Vec<Vec<String>>,
}

/// What is known of a row.
#[derive(Default)]
struct RowSeen {
    /// Whether it stands above the first clause.
    is_above: bool,
    /// Whether the language that is read has words in it, and figures.
    has_own: bool,
    has_own_figures: bool,
    /// Whether a cell of it has figures alone, as those of other tables, or it goes on with rows that have.
    is_data: bool,
    /// Whether something in it has a label, begins as a clause does or ends as one.
    is_of_text: bool,
}

impl Choice {
    /// Finds it; `None` where no table sets languages side by side, the language that is wished for has no column or several,
    /// or the text stands outside of the table.
    fn of(paragraphs: &[Paragraph], house: &House, wished: Option<&str>) -> Option<Self> {
        if paragraphs.iter().all(|paragraph| paragraph.at.is_none()) {
            return None;
        }
        let codes = house.languages();
        let terms: Vec<_> = codes.iter().filter_map(|code| Some((code, house.terms(code).ok()?))).collect();
        let lists: Vec<_> = terms.iter().map(|(code, terms)| (*code, lead_lists(terms))).collect();
        let begun = paragraphs.iter().map(|paragraph| languages_of(&paragraph.words(), &lists));
        let begun: Vec<Vec<String>> = begun.collect();
        let outside =
            paragraphs.iter().zip(&begun).filter(|(paragraph, begun)| paragraph.at.is_none() && !begun.is_empty());
        // For each column of each table, how many paragraphs begin so in each language.
        let mut cells: BTreeMap<(usize, usize), BTreeMap<&String, usize>> = BTreeMap::new();
        for (paragraph, begun) in paragraphs.iter().zip(&begun) {
            let Some(cell) = paragraph.at else { continue };
            let counts = cells.entry((cell.table, cell.last)).or_default();
            begun.iter().for_each(|language| *counts.entry(language).or_default() += 1);
        }
        let languages = |fewest: usize| {
            let mut tables: BTreeMap<usize, BTreeMap<usize, String>> = BTreeMap::new();
            for ((table, column), counts) in &cells {
                if let Some(language) = most_frequent(counts, fewest) {
                    tables.entry(*table).or_default().insert(*column, language);
                }
            }
            tables.retain(|_, columns| columns.values().collect::<BTreeSet<_>>().len() > 1);
            tables
        };
        let (main, columns) = languages(SEVERAL).pop_first().filter(|_| outside.count() < SEVERAL)?;
        let language = match wished {
            Some(wished) => columns.values().find(|language| *language == wished)?.clone(),
            None => columns.first_key_value()?.1.clone(),
        };
        let mut own = columns.iter().filter(|(_, other)| **other == language).map(|(column, _)| *column);
        let own = own.next().filter(|_| own.next().is_none())?;
        // The last column of each: they come in order.
        let widths: BTreeMap<usize, usize> = cells.keys().copied().collect();
        // The title may stand in a table of its own, and the last clause.
        let titles =
            widths.range(..main).filter(|(_, width)| widths.get(&main) == Some(width)).map(|(table, _)| *table);
        let agrees = |others: &BTreeMap<usize, String>| others.iter().all(|(at, other)| columns.get(at) == Some(other));
        let alike = languages(1).into_iter().filter(|(table, others)| *table >= main && agrees(others));
        let tables = titles.chain(alike.map(|(table, _)| table)).chain([main]).collect();
        let labels = column_of_labels(paragraphs, own, main, &columns);
        let others = columns.values().filter(|other| **other != language).cloned().collect();
        let names = columns.values().flat_map(|language| names_of(language, house)).collect();
        Some(Self { language, own, labels, others, columns, tables, main, names, begun })
    }

    /// Looks at the rows of its tables.
    fn rows(&self, paragraphs: &[Paragraph]) -> BTreeMap<(usize, usize), RowSeen> {
        let mut rows: BTreeMap<(usize, usize), RowSeen> = BTreeMap::new();
        let mut is_above = true;
        for (paragraph, begun) in paragraphs.iter().zip(&self.begun) {
            let Some(cell) = paragraph.at.filter(|cell| self.tables.contains(&cell.table)) else { continue };
            let words = paragraph.words();
            is_above &= !begun.contains(&self.language);
            let row = rows.entry((cell.table, cell.row)).or_insert_with(|| RowSeen { is_above, ..RowSeen::default() });
            row.is_above &= is_above;
            let is_label = label::is_lone(words.trim()) || paragraph.label.is_some();
            let is_ended = words.trim_end().ends_with(breaks::ends_clause);
            row.is_of_text |= is_label || !begun.is_empty() || is_ended || label::typed(words.trim_start()).is_some();
            row.is_data |= !words.contains(char::is_alphabetic)
                && words.contains(char::is_numeric)
                && !is_label
                && self.columns.contains_key(&cell.last);
            if cell.last == self.own {
                row.has_own = true;
                row.has_own_figures |= words.contains(char::is_numeric);
            }
        }
        let mut is_behind_data = false;
        for row in rows.values_mut() {
            row.is_data |= is_behind_data && !row.is_of_text;
            is_behind_data = row.is_data;
        }
        rows
    }

    /// Says whether a cell stands in the column that is read, or over it, or is a label of it.
    fn keeps(&self, cell: &Cell, words: &str) -> bool {
        let is_label = self.labels == Some(cell.last) && label::is_lone(words.trim());
        (cell.first..=cell.last).contains(&self.own) || is_label
    }

    /// Says whether a cell that is left out may be more than a translation of the one that is read.
    fn is_unlike(&self, cell: &Cell, row: &RowSeen, words: &str, begun: &[String]) -> bool {
        let Some(language) = self.columns.get(&cell.last) else {
            return !label::is_lone(words) && !words.is_empty();
        };
        let is_in_own = begun.contains(&self.language) && !begun.contains(language);
        let is_number_above = row.is_above && words.contains(char::is_numeric) && !row.has_own_figures;
        let is_name = self.names.contains(&words.to_lowercase());
        // What stands above may be a letterhead.
        !is_name && (is_in_own || is_number_above || !row.has_own || cell.table < self.main)
    }
}

/// Returns the languages in which words begin as a clause does.
fn languages_of(words: &str, lists: &[(&String, Vec<LeadPhrases<'_>>)]) -> Vec<String> {
    let words = behind_label(words.trim_start());
    lists.iter().filter(|(_, lists)| leads(words, lists)).map(|(code, _)| (*code).clone()).collect()
}

/// Returns the language that comes at least so often, and more often than any other.
fn most_frequent(counts: &BTreeMap<&String, usize>, fewest: usize) -> Option<String> {
    let (language, most) = counts.iter().max_by_key(|(_, count)| **count).filter(|(_, most)| **most >= fewest)?;
    let is_alone = counts.values().filter(|count| *count == most).count() == 1;
    is_alone.then(|| (*language).clone())
}

/// Returns the column of labels that belongs to a column of words without any: the one directly before it, or before the
/// first language, where labels stand but once.
fn column_of_labels(
    paragraphs: &[Paragraph],
    own: usize,
    table: usize,
    languages: &BTreeMap<usize, String>,
) -> Option<usize> {
    let in_column = |column: usize| {
        let is_there = move |cell: Cell| cell.table == table && cell.last == column;
        paragraphs.iter().filter(move |paragraph| paragraph.at.is_some_and(is_there))
    };
    let has_label =
        |paragraph: &&Paragraph| paragraph.label.is_some() || label::typed(paragraph.words().trim_start()).is_some();
    if in_column(own).filter(has_label).count() >= SEVERAL {
        return None;
    }
    let is_of_labels = |column: &usize| {
        !languages.contains_key(column) && in_column(*column).any(|paragraph| label::is_lone(paragraph.words().trim()))
    };
    let before = |column: usize| column.checked_sub(1).filter(is_of_labels);
    before(own).or_else(|| before(*languages.keys().next()?))
}

/// Returns the notes that are marked in paragraphs.
fn marked(paragraphs: &[Paragraph]) -> BTreeSet<String> {
    paragraphs.iter().flat_map(|paragraph| &paragraph.runs).filter_map(|run| run.note.clone()).collect()
}

/// Returns what a language is called in itself and by its code, in small letters, as the first cells of columns say.
fn names_of(language: &str, house: &House) -> Vec<String> {
    let Ok(terms) = house.terms(language) else { return vec![language.to_owned()] };
    let names = terms.words.get("language").into_iter().chain(terms.languages.get(language));
    names.map(|name| name.to_lowercase()).chain([language.to_owned()]).collect()
}
