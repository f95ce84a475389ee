//! A language version through the passes: those of its source, with other words.

use std::collections::BTreeSet;
use std::sync::Arc;

use engross_model::{Document, Finding, Review, ReviewState, Severity};

use super::units::{units, without_id};
use super::{State, Translation, UnitStanding, Version, apply};
use crate::check::Original;
use crate::enough::in_file_order;
use crate::glossary::{Glossaries, Glossary};
use crate::resolve::{self, Header, Resolved, Tongue};
use crate::source::Source;
use crate::{
    Compiled, FileKind, House, Meanwhile, Options, World, dress, finish, house_and_terms, links, number, parse, placed,
    sniff, word_behind,
};

const MISTAKES: &str = "it has mistakes that must be mended first: `engross check` names them";

/// What `translation-of:` says.
pub(crate) const NAMES_THE_SOURCE: &str =
    "`translation-of:` names the language of the source, whose file stands beside this one: `en` for `en.yaml`";

/// Compiles the language version at `path`.
pub(crate) fn compile(
    world: &dyn World,
    path: &str,
    bytes: &[u8],
    options: &Options,
    meanwhile: Option<Meanwhile<'_>>,
) -> Compiled {
    let (version, findings) = parse::parse_version(path, bytes);
    let Some(version) = version else { return Compiled::without_document(findings) };
    match with_source(world, path, &version, options, |pair| checked(pair, options, meanwhile)) {
        Ok(mut compiled) => {
            compiled.findings.extend(findings);
            compiled.findings = in_file_order(compiled.findings);
            compiled
        }
        Err(refusals) => Compiled::without_document([findings, refusals].concat()),
    }
}

/// A text, or a language version of it, that was opened to be worked on.
#[derive(Debug)]
pub struct Opened {
    /// The units of the version against those of the source.
    pub translation: Translation,
    /// The source text, with its labels.
    pub original: Document,
    /// What keeps its words from being read as they are meant.
    pub mistakes: Vec<Finding>,
}

/// Opens the language version at `path`, without a judgement of its words.
///
/// # Errors
/// The findings that say why it cannot be read.
pub fn open_version(world: &dyn World, path: &str, options: &Options) -> Result<Opened, Vec<Finding>> {
    let bytes = world.read(path).map_err(|finding| vec![finding])?;
    let (version, mut mistakes) = parse::parse_version(path, &bytes);
    let Some(version) = version else { return Err(mistakes) };
    let opened = with_source(world, path, &version, options, |mut pair| {
        number::number(&mut pair.original, pair.house.data(), pair.header.terms);
        (pair.translation, pair.original.document, pair.resolved.findings)
    });
    let (translation, original, found) = opened?;
    mistakes.extend(found);
    mistakes.retain(|finding| finding.severity == Severity::Error && finding.place.file.as_deref() == Some(path));
    Ok(Opened { translation, original, mistakes: in_file_order(mistakes) })
}

/// A version and its source, read and not numbered yet.
struct Pair<'a> {
    house: &'a Arc<House>,
    version: &'a Version,
    /// The source.
    header: &'a Header<'a>,
    original: Resolved,
    /// The source with the words of the version.
    translated: &'a Header<'a>,
    resolved: Resolved,
    translation: Translation,
}

/// Reads a version together with its source, and goes on with both.
fn with_source<T>(
    world: &dyn World,
    path: &str,
    version: &Version,
    options: &Options,
    go_on: impl FnOnce(Pair<'_>) -> T,
) -> Result<T, Vec<Finding>> {
    let source_file = beside(path, &version.translation_of.value);
    refuse_other_name(version)?;
    let mut source = read_source(world, version, &source_file).map_err(|finding| vec![finding])?;
    source.set_status(options.status);
    let unfit = |reason: &str| vec![no_source(version, &source_file, reason)];
    let (house, source_terms) = house_and_terms(world, &source_file, &source, options).map_err(|mut findings| {
        // A house that the source names in vain is a mistake of the source; what is wrong in the house's files is said here.
        let unspoken = findings.iter().find(|finding| finding.code == "HOUSE-04").cloned();
        findings.retain(|finding| finding.place.file.as_deref() != Some(&source_file));
        match unspoken {
            _ if !findings.is_empty() => findings,
            Some(unspoken) => {
                vec![Finding { help: unspoken.help, ..no_source(version, &source_file, &unspoken.message) }]
            }
            None => unfit(MISTAKES),
        }
    })?;
    // What the text loses in another house is said of the source.
    let _ = dress(world, &source_file, &mut source, &house, &source_terms);
    let original_tongue = Tongue::of_source(&source);
    if original_tongue.language == version.language.value {
        let message = format!("the source is written in `{}` itself", version.language.value);
        let finding = Finding::new("T005", message).at(path, version.language.span.clone());
        return Err(vec![finding.help("name the language of the translation")]);
    }
    let terms = house.terms(&version.language.value);
    let terms = terms.map_err(|findings| placed(findings, path, Some(&version.language.span)))?;

    let mut unread = Vec::new();
    let header = resolve::header(&source_file, &source, &house, &source_terms, original_tongue, &mut unread);
    let header = header.ok_or_else(|| unfit(MISTAKES))?;
    let original = resolve::resolve(&header, &options.slug, Vec::new());

    let source_of_words = apply::apply(&source, version);
    let tongue = Tongue {
        language: version.language.value.clone(),
        original: header.tongue.language.clone(),
        legal_value: version.standing.legal_value(),
    };
    let translated = resolve::header(&source_file, &source_of_words, &house, &terms, tongue, &mut unread);
    let translated = translated.ok_or_else(|| unfit(MISTAKES))?;
    let links = links(world, &translated, &house);
    let resolved = resolve::resolve(&translated, &options.slug, links);
    let units = units(&original, Some(version));
    let orphans = version.units.iter().map(|unit| unit.id.value.clone());
    let known: BTreeSet<&str> = units.iter().map(|unit| unit.id.as_str()).collect();
    let orphans = orphans.filter(|id| !known.contains(id.as_str())).collect();
    let translation = Translation {
        source_file: source_file.clone(),
        house: house.id().to_owned(),
        source_language: header.tongue.language.clone(),
        language: version.language.value.clone(),
        standing: version.standing,
        units,
        orphans,
        without_id: without_id(&original),
    };
    Ok(go_on(Pair {
        house: &house,
        version,
        header: &header,
        original,
        translated: &translated,
        resolved,
        translation,
    }))
}

/// Numbers and checks a version.
fn checked(mut pair: Pair<'_>, options: &Options, meanwhile: Option<Meanwhile<'_>>) -> Compiled {
    let translation = pair.translation;
    mark(&mut pair.resolved, &translation.units, &pair.header.terms.tag);
    let (glossaries, findings) = glossaries(pair.house, options);
    let original = Original {
        header: pair.header,
        resolved: &pair.original,
        version: pair.version,
        translation: &translation,
        glossaries: Glossaries(&glossaries),
    };
    let mut compiled = finish(pair.translated, pair.house, pair.resolved, Some(&original), findings, meanwhile);
    // What is wrong with the source is said where the source is checked.
    compiled.findings.retain(|finding| finding.place.file.as_deref() != Some(&translation.source_file));
    // Where a version lost the mark of a note, `T104` says in which unit.
    let is_note = |clause: &Option<String>| clause.as_ref().is_some_and(|clause| clause.starts_with("fn."));
    compiled.findings.retain(|finding| finding.code != "NOTE-01" || !is_note(&finding.place.clause));
    compiled.translation = Some(translation);
    compiled
}

/// Returns the glossaries that hold, the project's before the house's, and what is wrong with the house's.
fn glossaries(house: &House, options: &Options) -> (Vec<Arc<Glossary>>, Vec<Finding>) {
    let (of_house, findings) = match house.glossary() {
        Ok(glossary) => (glossary, Vec::new()),
        Err(findings) => (None, findings),
    };
    (options.glossary.iter().cloned().chain(of_house).collect(), findings)
}

/// Opens the source text at `path`, with the units of no version yet.
///
/// # Errors
/// The findings that say why it cannot be read.
pub fn open(world: &dyn World, path: &str, options: &Options) -> Result<Opened, Vec<Finding>> {
    let bytes = world.read(path).map_err(|finding| vec![finding])?;
    let (source, findings) = parse::parse(path, &bytes);
    let mut source = source.filter(|_| !has_errors(&findings)).ok_or(findings)?;
    let (house, terms) = house_and_terms(world, path, &source, options)?;
    let _ = dress(world, path, &mut source, &house, &terms);
    let mut findings = Vec::new();
    let header = resolve::header(path, &source, &house, &terms, Tongue::of_source(&source), &mut findings);
    let header = header.ok_or(findings)?;
    let mut original = resolve::resolve(&header, &options.slug, Vec::new());
    let language = header.tongue.language.clone();
    let translation = Translation {
        source_file: path.to_owned(),
        house: house.id().to_owned(),
        source_language: language.clone(),
        language,
        standing: super::Standing::default(),
        units: units(&original, None),
        orphans: Vec::new(),
        without_id: without_id(&original),
    };
    number::number(&mut original, house.data(), header.terms);
    Ok(Opened { translation, original: original.document, mistakes: Vec::new() })
}

/// Returns the path of the source: the file beside the version that is named by its language.
pub fn beside(path: &str, language: &str) -> String {
    let folder = path.rfind(['/', std::path::MAIN_SEPARATOR]).map_or("", |at| path.get(..=at).unwrap_or_default());
    let extension = if path.ends_with(".yml") { "yml" } else { "yaml" };
    format!("{folder}{language}.{extension}")
}

fn read_source(world: &dyn World, version: &Version, file: &str) -> Result<Source, Finding> {
    let unfit = |reason: &str| no_source(version, file, reason);
    if file == &*version.file {
        return Err(unfit("it is this very file"));
    }
    let bytes = world.read(file).map_err(|finding| unfit(&finding.message))?;
    if sniff(&bytes) == Some(FileKind::LanguageVersion) {
        let finding = unfit("it is a language version itself");
        let original = word_behind(&bytes, "translation-of").filter(|code| *code != version.language.value);
        return Err(match original {
            Some(code) => finding.help(format!("name the source of both: `translation-of: {code}`")),
            None => finding,
        });
    }
    let (source, findings) = parse::parse(file, &bytes);
    source.filter(|_| !has_errors(&findings)).ok_or_else(|| unfit(MISTAKES))
}

/// Refuses a version whose file is not called by its language: its outputs would take the place of another's.
fn refuse_other_name(version: &Version) -> Result<(), Vec<Finding>> {
    let name = version.file.rsplit(['/', std::path::MAIN_SEPARATOR]).next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let language = &version.language;
    if stem == language.value {
        return Ok(());
    }
    let message = format!("the file is called `{name}`, and its language is `{}`", language.value);
    let finding = Finding::new("T005", message).at(&*version.file, language.span.clone());
    Err(vec![finding.help(format!("call the file `{}.yaml`, or mend its language", language.value))])
}

pub(super) fn has_errors(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}

fn no_source(version: &Version, source_file: &str, reason: &str) -> Finding {
    Finding::new("T005", format!("the source `{source_file}` cannot be used: {reason}"))
        .at(&*version.file, version.translation_of.span.clone())
        .help(NAMES_THE_SOURCE)
}

/// Marks what is not finished. Where nothing but what is bold has changed in the source, the words are right.
fn mark(resolved: &mut Resolved, units: &[super::TranslationUnit], source_tag: &str) {
    for unit in units {
        let (state, language) = match (unit.standing, unit.reached()) {
            (UnitStanding::Missing, _) => (ReviewState::Missing, Some(source_tag.to_owned())),
            (_, None) => (ReviewState::Stale, None),
            (_, Some(State::Draft)) => (ReviewState::Draft, None),
            (_, Some(_)) => continue,
        };
        resolved.document.reviews.insert(unit.id.clone(), Review { state, language });
    }
}
