//! `engross translate status`: how far every language version has come, for who plans the work.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use engross_compile::translation::{State, Translation, UnitStanding};
use engross_compile::{FileKind, sniff};
use engross_model::{Finding, is_language_code};
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
    let mut rows = BTreeMap::new();
    for candidate in &discovery.candidates {
        add_rows(&project, candidate, &mut rows, &mut findings)?;
    }
    let rows: Vec<Row> = rows.into_values().collect();
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

/// How far one language version of one text has come.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Row {
    pub(super) text: String,
    /// `None` for a text that is in no other language yet.
    pub(super) language: Option<String>,
    pub(super) standing: Option<&'static str>,
    /// `None` for a file that cannot be read.
    #[serde(flatten)]
    pub(super) counts: Option<Counts>,
    /// How far it has come, in a word or two.
    pub(super) status: &'static str,
}

/// The units of a version. Each is counted in one of `missing`, `stale`, `draft`, `translated`, `reviewed` and `final`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Counts {
    pub(super) units: usize,
    /// The words of the source.
    pub(super) words: usize,
    /// Those of units that have not come as far as an adopted text needs.
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

/// Adds a row for each version that a file is or has beside it, unless another file has added it.
fn add_rows(
    project: &Project,
    candidate: &Candidate,
    rows: &mut BTreeMap<PathBuf, Row>,
    findings: &mut Vec<Finding>,
) -> Result<(), Stop> {
    let own = candidate.path().to_owned();
    let (paths, source) = match candidate.read() {
        Content::Nothing => return Ok(()),
        Content::Finding(finding) => {
            findings.push(*finding);
            rows.insert(own.clone(), Row::unread(&candidate.slug, &own));
            return Ok(());
        }
        Content::Text(bytes) if sniff(&bytes) == Some(FileKind::LanguageVersion) => (vec![own], None),
        Content::Text(bytes) => {
            let languages = Beside::of(&own, &bytes).languages;
            let versions = languages.iter().map(|language| version_path(candidate, language));
            let versions = versions.collect::<Result<Vec<PathBuf>, Stop>>()?;
            if versions.is_empty() { (vec![own], Some(candidate)) } else { (versions, None) }
        }
    };
    for path in paths {
        if rows.contains_key(&path) {
            continue;
        }
        let row = match source {
            Some(source) => {
                open_source(project, source).map(|opened| Row::without_version(&candidate.slug, &opened.translation))
            }
            None => read(project, &path).map(|version| Row::of(&candidate.slug, &version.translation)),
        };
        let row = match row {
            Err(Stop::Findings(found)) => {
                findings.extend(found);
                Row::unread(&candidate.slug, &path)
            }
            row => row?,
        };
        rows.insert(path, row);
    }
    Ok(())
}

impl Row {
    fn of(slug: &str, translation: &Translation) -> Self {
        let counts = Counts::of(translation);
        let status = match &counts {
            it if it.complete => "complete",
            it if it.stale > 0 => "stale",
            it if it.missing == it.units => "not begun",
            _ => "in work",
        };
        let (language, standing) = (Some(translation.language.clone()), Some(translation.standing.name()));
        Self { text: slug.to_owned(), language, standing, counts: Some(counts), status }
    }

    fn without_version(slug: &str, source: &Translation) -> Self {
        let counts = Some(Counts { complete: false, ..Counts::of(source) });
        Self { text: slug.to_owned(), language: None, standing: None, counts, status: NO_VERSION }
    }

    /// A file of which the findings say why it cannot be read.
    fn unread(slug: &str, path: &Path) -> Self {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let language = Some(stem.into_owned()).filter(|stem| is_language_code(stem));
        Self { text: slug.to_owned(), language, standing: None, counts: None, status: "cannot be read" }
    }

    /// Says whether it stands for a version, and not for a text that has none.
    pub(super) fn is_version(&self) -> bool {
        self.status != NO_VERSION
    }

    /// Whether an adopted text can be made of it.
    pub(super) fn is_complete(&self) -> bool {
        self.counts.as_ref().is_some_and(|counts| counts.complete)
    }

    /// The words still to be translated or read, as far as they are known.
    pub(super) fn words_left(&self) -> usize {
        self.counts.as_ref().map_or(0, |counts| counts.words_left)
    }

    /// The language and the standing, where there are some.
    pub(super) fn names(&self) -> [&str; 2] {
        [self.language.as_deref(), self.standing].map(|name| name.unwrap_or(NOTHING))
    }
}

impl Counts {
    fn of(translation: &Translation) -> Self {
        let count = |standing: UnitStanding| translation.units.iter().filter(|unit| unit.standing == standing).count();
        let needed = translation.standing.needs();
        let left = translation.units.iter().filter(|unit| unit.reached().is_none_or(|state| state < needed));
        Self {
            units: translation.units.len(),
            words: translation.units.iter().map(|unit| unit.words).sum(),
            words_left: left.clone().map(|unit| unit.words).sum(),
            missing: count(UnitStanding::Missing),
            stale: count(UnitStanding::Stale),
            draft: count(UnitStanding::Current(State::Draft)),
            translated: count(UnitStanding::Current(State::Translated)),
            reviewed: count(UnitStanding::Current(State::Reviewed)),
            r#final: count(UnitStanding::Current(State::Final)),
            orphans: translation.orphans.len(),
            complete: translation.orphans.is_empty() && translation.without_id == 0 && left.count() == 0,
        }
    }

    /// Returns the numbers in the order of their heads.
    fn in_order(&self) -> [usize; 10] {
        [
            self.units,
            self.words,
            self.words_left,
            self.missing,
            self.stale,
            self.draft,
            self.translated,
            self.reviewed,
            self.r#final,
            self.orphans,
        ]
    }
}

/// The status of a text that is in no other language yet.
const NO_VERSION: &str = "no version";

/// Stands in a table where there is nothing to say.
const NOTHING: &str = "–";

/// The heads of the columns that hold numbers.
pub(super) const HEADS: [&str; 10] =
    ["units", "words", "left", "missing", "stale", "draft", "translated", "reviewed", "final", "orphans"];

/// Returns the numbers of a row as they are printed, each with the number itself.
pub(super) fn numbers(row: &Row) -> [(String, usize); 10] {
    match row.counts.as_ref().map(Counts::in_order) {
        Some(numbers) => numbers.map(|number| (number.to_string(), number)),
        None => HEADS.map(|_| (NOTHING.to_owned(), 0)),
    }
}

fn as_text(rows: &[Row]) -> String {
    if rows.is_empty() {
        return "no texts here\n".to_owned();
    }
    let cells = rows.iter().map(|row| {
        let [units, words, left, missing, stale, draft, translated, reviewed, done, orphans] =
            numbers(row).map(|(number, _)| format!("{number:>6}"));
        let text = row.text.clone();
        let [language, standing] = row.names().map(str::to_owned);
        let status = row.status.to_owned();
        [
            text, language, standing, units, words, left, missing, stale, draft, translated, reviewed, done, orphans,
            status,
        ]
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
        "ORPHANS",
        "STATUS",
    ];
    table(heads, &cells.collect::<Vec<_>>())
}
