//! From a YAML file to a finished document: the passes, and nothing else.
//!
//! ```text
//! YAML ─parse→ Source ─resolve→ Document ─number→ Document ─check→ findings
//! ```
//!
//! Every pass returns its value and all its findings; only "cannot go on" ends a run. This crate is pure: no disk, no
//! clock, no environment, no output format; all it wants from outside comes through [`World`]. No house is named here.

mod check;
mod fix;
pub mod house;
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
mod world;

use std::sync::Arc;

use engross_model::{Document, Finding};

use crate::check::Checked;
use crate::source::Source;

pub use fix::{Fixed, fix};
pub use house::House;
pub use lines::line_starts;
pub use number::{ALPHABETS, AfterLast, Letters, Numerals, Run, Scheme};
pub use parse::{FileKind, sniff};
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
}

/// Compiles the source text at `path`.
pub fn compile(world: &dyn World, path: &str, options: &Options) -> Compiled {
    let bytes = match world.read(path) {
        Ok(bytes) => bytes,
        Err(finding) => return Compiled::without_document(vec![finding]),
    };
    let (source, mut findings) = parse::parse(path, &bytes);
    let Some(source) = source else { return Compiled::without_document(findings) };
    let (house, terms) = match house_and_terms(world, path, &source, options) {
        Ok(found) => found,
        Err(missing) => {
            findings.extend(missing);
            return Compiled::without_document(findings);
        }
    };
    let language = source.language.as_ref().map(|language| language.value.clone()).unwrap_or_default();
    let Some(header) = resolve::header(path, &source, &house, &terms, language, &mut findings) else {
        return Compiled::without_document(findings);
    };

    let mut resolved = resolve::resolve(&header, &options.slug, world.language_versions(path));
    findings.append(&mut resolved.findings);
    findings.extend(number::number(&mut resolved, house.data(), &terms));
    findings.extend(check::check(&Checked::new(&header, &resolved)));
    let findings = check::weigh(findings, house.data());
    let mut findings = check::waive(findings, &header, &resolved);
    in_file_order(&mut findings);

    Compiled { document: Some(resolved.document), findings, sources: resolved.sources, house: Some(house.clone()) }
}

impl Compiled {
    fn without_document(mut findings: Vec<Finding>) -> Self {
        in_file_order(&mut findings);
        Self { document: None, findings, house: None, sources: SourceMap::default() }
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
    let place = |span: Option<std::ops::Range<usize>>| {
        move |mut findings: Vec<Finding>| {
            for finding in findings.iter_mut().filter(|finding| finding.place.file.is_none()) {
                finding.place.file = Some(path.to_owned());
                finding.place.span.clone_from(&span);
            }
            findings
        }
    };
    let house = world.house(id).map_err(place(named.map(|house| house.span.clone())))?;
    let Some(language) = &source.language else { return Err(Vec::new()) };
    let terms = house.terms(&language.value).map_err(place(Some(language.span.clone())))?;
    Ok((house, terms))
}

/// Sorts findings as a reader meets them.
fn in_file_order(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        let place = |finding: &Finding| finding.place.span.as_ref().map_or((0, 0), |span| (span.start, span.end));
        (place(a), &a.code, &a.message).cmp(&(place(b), &b.code, &b.message))
    });
}
