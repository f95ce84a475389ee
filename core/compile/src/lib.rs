//! From a YAML file to a finished document: the passes, and nothing else.
//!
//! ```text
//! YAML ─parse→ Source ─resolve→ Document ─number→ Document ─check→ findings
//! ```
//!
//! A language version goes the same way: [`translation`] puts its words into the `Source` before it is resolved.
//!
//! Every pass returns its value and all its findings; only "cannot go on" ends a run. This crate is pure: no disk, no
//! clock, no environment, no output format; all it wants from outside comes through [`World`]. No house is named here.

mod capitals;
mod check;
mod compare;
mod convert;
mod enough;
mod fix;
pub mod glossary;
pub mod house;
mod ids;
mod isolate;
mod language;
mod lines;
mod number;
mod parse;
#[doc(hidden)]
pub mod passes;
mod patch;
mod reading;
mod resolve;
pub mod scaffold;
mod source;
mod source_map;
pub mod translation;
mod world;
pub mod writing;

use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread;

use engross_model::{Document, Finding, LanguageLink, Status};

use crate::check::{Checked, Original};
use crate::enough::in_file_order;
use crate::glossary::Glossary;
use crate::resolve::{Header, Resolved, Tongue};
use crate::source::Source;
use crate::translation::Translation;

pub use check::LeadPhrases;
pub use compare::compare;
pub use fix::{Fixed, fix};
pub use house::{House, Languages};
pub use ids::{Ids, is_value};
pub use lines::line_starts;
pub use number::{ALPHABETS, AfterLast, Alphabet, LabelForm, Letters, Numerals, Run, Sample, Scheme};
pub use parse::{FileKind, sniff, word_behind};
pub use resolve::ADOPTION_NOTE;
pub use source_map::SourceMap;
pub use world::World;

/// How deep clauses may be nested in any house: Typst and Word end there.
pub const MAX_LEVELS: usize = 8;

/// The largest file of a text, in bytes.
pub const LARGEST_TEXT: u64 = 8 << 20;

/// How a text is compiled.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The house to use whatever the text says.
    pub house: Option<String>,
    /// The house of texts that name none.
    pub default_house: Option<String>,
    /// The text's short name, for file names.
    pub slug: String,
    /// A glossary that goes before the house's.
    pub glossary: Option<Arc<Glossary>>,
    /// The status in which to set it whatever the text says.
    pub status: Option<Status>,
}

/// A compiled text.
#[derive(Debug)]
pub struct Compiled {
    /// The finished document; `None` where the findings say why there is none.
    pub document: Option<Document>,
    /// Everything there is to say, in the order of the file.
    pub findings: Vec<Finding>,
    /// The house it was compiled in.
    pub house: Option<Arc<House>>,
    /// Where every unit stands in the file.
    pub sources: SourceMap,
    /// How far a language version has come; `None` for a source text.
    pub translation: Option<Translation>,
    /// Whether it stands in another house than the one that it names.
    is_converted: bool,
}

/// A document that is ready to be shown while the rules still look at it.
#[derive(Debug)]
pub struct Finished<'a> {
    /// The document, as [`Compiled`] will have it.
    pub document: Document,
    /// The house it was compiled in.
    pub house: &'a Arc<House>,
    /// Where every unit stands in the file.
    pub sources: &'a SourceMap,
    /// How far a language version has come; `None` for a source text.
    pub translation: Option<&'a Translation>,
}

/// What is made of a document meanwhile.
type Meanwhile<'a> = &'a mut dyn FnMut(Finished<'_>);

/// Compiles the text at `path`: a source text or a language version.
pub fn compile(world: &dyn World, path: &str, options: &Options) -> Compiled {
    compile_and(world, path, options, None)
}

/// Compiles the text at `path`, and lets `show` have its document while the rules look at it on another thread: no rule
/// changes a document, and long texts take as long to check as to show. Where no document can be made, `show` is not called.
pub fn compile_showing(world: &dyn World, path: &str, options: &Options, show: impl FnOnce(Finished<'_>)) -> Compiled {
    let mut show = Some(show);
    let mut once = |finished: Finished<'_>| {
        if let Some(show) = show.take() {
            show(finished);
        }
    };
    compile_and(world, path, options, Some(&mut once))
}

fn compile_and(world: &dyn World, path: &str, options: &Options, meanwhile: Option<Meanwhile<'_>>) -> Compiled {
    let mut compiled = compile_once(world, path, options, meanwhile);
    if compiled.is_converted {
        let at_home = compile_once(world, path, &Options { house: None, ..options.clone() }, None);
        // Without its own house nothing tells what is wrong with the text itself.
        if at_home.house.is_some() {
            convert::judge(&mut compiled.findings, &at_home.findings);
        }
    }
    compiled
}

fn compile_once(world: &dyn World, path: &str, options: &Options, meanwhile: Option<Meanwhile<'_>>) -> Compiled {
    let bytes = match world.read(path) {
        Ok(bytes) => bytes,
        Err(finding) => return Compiled::without_document(vec![finding]),
    };
    if sniff(&bytes) == Some(FileKind::LanguageVersion) {
        return translation::compile(world, path, &bytes, options, meanwhile);
    }
    let (source, mut findings) = parse::parse(path, &bytes);
    let Some(mut source) = source else { return Compiled::without_document(findings) };
    source.set_status(options.status);
    let (house, terms) = match house_and_terms(world, path, &source, options) {
        Ok(found) => found,
        Err(missing) => {
            findings.extend(missing);
            return Compiled::without_document(findings);
        }
    };
    findings.extend(dress(world, path, &mut source, &house, &terms));
    let Some(header) = resolve::header(path, &source, &house, &terms, Tongue::of_source(&source), &mut findings) else {
        return Compiled::without_document(findings);
    };
    let links = links(world, &header, &house);
    let resolved = resolve::resolve(&header, &options.slug, links);
    finish(&header, &house, resolved, None, findings, meanwhile)
}

/// Returns the other languages of a text: those that the house knows.
fn links(world: &dyn World, header: &Header<'_>, house: &House) -> Vec<LanguageLink> {
    let original = &header.tongue.original;
    let versions = world.languages(header.file).into_iter().filter(|code| code != original);
    let others = std::iter::once(original.clone()).chain(versions).filter(|code| *code != header.tongue.language);
    let link = |code: String| {
        let tag = house.terms(&code).ok()?.tag.clone();
        Some(LanguageLink { original: code == *original, code, tag })
    };
    others.filter_map(link).collect()
}

/// The passes that a source text and a language version have in common.
fn finish(
    header: &Header<'_>,
    house: &Arc<House>,
    mut resolved: Resolved,
    original: Option<&Original<'_>>,
    mut findings: Vec<Finding>,
    meanwhile: Option<Meanwhile<'_>>,
) -> Compiled {
    findings.append(&mut resolved.findings);
    findings.extend(number::number(&mut resolved, house.data(), header.terms));
    let check = || check::check(&Checked::new(header, &resolved, original));
    findings.extend(match meanwhile {
        None => check(),
        Some(show) => thread::scope(|scope| {
            let checking = thread::Builder::new().spawn_scoped(scope, check);
            show(Finished {
                document: ready(resolved.document.clone(), house),
                house,
                sources: &resolved.sources,
                translation: original.map(|original| original.translation),
            });
            match checking {
                Ok(checking) => checking.join().unwrap_or_else(|panic| resume_unwind(panic)),
                // Where the machine gives no further thread, one thing comes after the other.
                Err(_) => check(),
            }
        }),
    });
    let findings = check::weigh(findings, header);
    let findings = in_file_order(check::waive(findings, header, &resolved));
    let Resolved { document, sources, .. } = resolved;
    let is_converted = header.source.is_converted;
    Compiled {
        document: Some(ready(document, house)),
        findings,
        house: Some(house.clone()),
        sources,
        translation: None,
        is_converted,
    }
}

/// Makes a document what backends show; rules look at the text as it was written.
fn ready(mut document: Document, house: &House) -> Document {
    capitals::set(&mut document, &house.data().look);
    isolate::isolate(&mut document);
    document
}

impl Compiled {
    fn without_document(findings: Vec<Finding>) -> Self {
        let findings = in_file_order(findings);
        Self {
            document: None,
            findings,
            house: None,
            sources: SourceMap::default(),
            translation: None,
            is_converted: false,
        }
    }
}

fn house_and_terms(
    world: &dyn World,
    path: &str,
    source: &Source,
    options: &Options,
) -> Result<(Arc<House>, Arc<house::TermsData>), Vec<Finding>> {
    let named = source.house.as_ref();
    let id = options.house.as_ref().or(named.map(|house| &house.value)).or(options.default_house.as_ref());
    let Some(id) = id else {
        if source.faulty.contains("house") {
            return Err(Vec::new());
        }
        let help = "add `house: …` at the top, or a default to engross.yaml";
        return Err(vec![Finding::new("SRC-03", "the text names no house").at(path, 0..0).help(help)]);
    };
    let house = world.house(id).map_err(|findings| placed(findings, path, named.map(|house| &house.span)))?;
    let Some(language) = &source.language else { return Err(Vec::new()) };
    let terms = house.terms(&language.value);
    let terms = terms.map_err(|findings| placed(findings, path, Some(&language.span)))?;
    Ok((house, terms))
}

/// Brings a text into the house that it is set in, where that is not the one it names; returns what it loses.
fn dress(world: &dyn World, path: &str, source: &mut Source, house: &House, terms: &house::TermsData) -> Vec<Finding> {
    let named = source.house.as_ref().map(|named| named.value.clone());
    match named.filter(|named| named != house.id()) {
        Some(named) => convert::convert(source, world.house(&named).ok().as_deref(), house, terms, path),
        None => Vec::new(),
    }
}

/// Places findings that have no file where the word stands that led to them.
fn placed(mut findings: Vec<Finding>, file: &str, span: Option<&Range<usize>>) -> Vec<Finding> {
    for finding in findings.iter_mut().filter(|finding| finding.place.file.is_none()) {
        finding.place.file = Some(file.to_owned());
        finding.place.span = span.cloned();
    }
    findings
}
