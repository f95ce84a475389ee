//! `engross translate status`: how far every language version has come, for who plans the work.

use engross_compile::translation::{State, Translation, UnitStanding};
use serde::Serialize;

use super::status_page;
use super::versions::{open_source, read, version_path};
use crate::args::{FindingForm, StatusForm, TranslateStatus};
use crate::beside::Beside;
use crate::discover::{Candidate, Content, discover};
use crate::exit::{Exit, Outcome, Stop};
use crate::output::{self, Stream, table};
use crate::project::Project;
use crate::report;

pub(crate) fn run(arguments: &TranslateStatus) -> Outcome {
    let project = Project::open(&arguments.paths, &arguments.houses, None)?;
    let discovery = discover(&arguments.paths)?;
    let mut findings = discovery.findings;
    let mut rows = Vec::new();
    for source in &discovery.candidates {
        let Content::Text(bytes) = source.read() else { continue };
        let beside = Beside::of(source.path(), &bytes);
        // A version is counted with its source.
        if beside.source.is_none() {
            for row in of_text(&project, source, &beside.languages) {
                match row {
                    Ok(row) => rows.push(row),
                    Err(Stop::Findings(found)) => findings.extend(found),
                    Err(stop) => return Err(stop),
                }
            }
        }
    }
    report::print(&mut findings, FindingForm::Text, Stream::Err)?;
    match arguments.format {
        StatusForm::Text => output::print(&as_text(&rows))?,
        StatusForm::Json => {
            let json = serde_json::to_string_pretty(&rows).map_err(|error| Stop::usage(error.to_string()))?;
            output::print(&(json + "\n"))?;
        }
        StatusForm::Html => output::print(&status_page::page(&rows))?,
    }
    Ok(Exit::of(false, &findings))
}

/// How far one language version of one text has come. Every unit is counted in one of `missing`, `stale`, `draft`,
/// `translated`, `reviewed` and `final`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Row {
    pub(super) text: String,
    pub(super) language: String,
    pub(super) standing: &'static str,
    pub(super) units: usize,
    /// The words of the source.
    pub(super) words: usize,
    /// Those of units that are missing, stale or a draft.
    pub(super) words_left: usize,
    pub(super) missing: usize,
    pub(super) stale: usize,
    pub(super) draft: usize,
    pub(super) translated: usize,
    pub(super) reviewed: usize,
    pub(super) r#final: usize,
    /// Units of the version that the source does not have.
    pub(super) orphans: usize,
    /// Whether an adopted text can be made of it.
    pub(super) complete: bool,
}

fn of_text(project: &Project, source: &Candidate, languages: &[String]) -> Vec<Result<Row, Stop>> {
    if languages.is_empty() {
        return vec![open_source(project, source).map(|units| Row::without_version(&source.slug, &units))];
    }
    let version = |language: &String| read(project, &version_path(source, language)?);
    languages.iter().map(|language| Ok(Row::of(&source.slug, &version(language)?.translation))).collect()
}

impl Row {
    fn of(slug: &str, translation: &Translation) -> Self {
        let count = |standing: UnitStanding| translation.units.iter().filter(|unit| unit.standing == standing).count();
        let needed = translation.standing.needs();
        let done =
            |standing: UnitStanding| matches!(standing, UnitStanding::Current(state) if state >= State::Translated);
        let left = translation.units.iter().filter(|unit| !done(unit.standing));
        let is_complete = |standing: UnitStanding| matches!(standing, UnitStanding::Current(state) if state >= needed);
        Self {
            text: slug.to_owned(),
            language: translation.language.clone(),
            standing: translation.standing.name(),
            units: translation.units.len(),
            words: translation.units.iter().map(|unit| unit.words).sum(),
            words_left: left.map(|unit| unit.words).sum(),
            missing: count(UnitStanding::Missing),
            stale: count(UnitStanding::Stale),
            draft: count(UnitStanding::Current(State::Draft)),
            translated: count(UnitStanding::Current(State::Translated)),
            reviewed: count(UnitStanding::Current(State::Reviewed)),
            r#final: count(UnitStanding::Current(State::Final)),
            orphans: translation.orphans.len(),
            complete: translation.orphans.is_empty() && translation.units.iter().all(|unit| is_complete(unit.standing)),
        }
    }

    /// A text that is in no other language yet.
    fn without_version(slug: &str, source: &Translation) -> Self {
        Self { language: "–".to_owned(), standing: "–", complete: false, ..Self::of(slug, source) }
    }

    /// Says how far it has come, in a word or two.
    pub(super) fn verdict(&self) -> &'static str {
        match self {
            _ if self.language == "–" => "no version",
            _ if self.complete => "complete",
            _ if self.stale > 0 => "stale",
            _ if self.missing == self.units => "not begun",
            _ => "in work",
        }
    }
}

/// The heads of the columns that hold numbers, and the numbers of a row.
pub(super) fn numbers(row: &Row) -> [(&'static str, usize); 9] {
    [
        ("units", row.units),
        ("words", row.words),
        ("left", row.words_left),
        ("missing", row.missing),
        ("stale", row.stale),
        ("draft", row.draft),
        ("translated", row.translated),
        ("reviewed", row.reviewed),
        ("final", row.r#final),
    ]
}

fn as_text(rows: &[Row]) -> String {
    if rows.is_empty() {
        return "no texts here\n".to_owned();
    }
    let width = |number: usize| format!("{number:>6}");
    let cells = rows.iter().map(|row| {
        let [units, words, left, missing, stale, draft, translated, reviewed, done] =
            numbers(row).map(|(_, it)| width(it));
        let (text, language, standing) = (row.text.clone(), row.language.clone(), row.standing.to_owned());
        let verdict = row.verdict().to_owned();
        [text, language, standing, units, words, left, missing, stale, draft, translated, reviewed, done, verdict]
    });
    let heads = [
        "TEXT",
        "LANGUAGE",
        "STANDING",
        " UNITS",
        " WORDS",
        "  LEFT",
        "MISSING",
        " STALE",
        " DRAFT",
        "TRANSLATED",
        "REVIEWED",
        " FINAL",
        "STATUS",
    ];
    table(heads, &cells.collect::<Vec<_>>())
}
