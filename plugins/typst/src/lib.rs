//! PDF through Typst: PDF/A-2a and PDF/UA-1 in one file, tagged, with the core's labels in the tag tree.
//!
//! The page is set by the house's `look:` alone (`house.typ`). A house that wants something special brings a look of its
//! own, `document.typ`; both receive the document as data (`data.rs`, `settings.rs`; `templates/LOOKS.md` describes it), and
//! nothing in a text is ever evaluated. The functions a look is made of stand in `engross.typ`. This crate opens no file: it
//! sees its own sources, the house's assets and the fonts compiled in, and it asks no clock.
//!
//! For programs that show the pages while the text is being written there are two formats more: the pages as pictures
//! (`svg-pages`), and where on them each unit stands (`places`). They are the pages of the PDF. A [`gallery()`] shows the pages
//! of many PDF files side by side.

#![forbid(unsafe_code)]

mod ahead;
mod clusters;
mod data;
mod fonts;
mod gallery;
#[cfg(test)]
mod guide;
mod handed;
mod long_words;
mod pages;
mod parallel;
mod pictures;
mod places;
mod refusal;
mod right_to_left;
mod runs;
mod settings;
mod symbols;
mod world;

use engross_plugin::Backend;
use engross_plugin::model::{
    AssetRole, Direction, Encoding, Feature, Finding, Format, Manifest, Need, OptionKind, OptionSpec, OptionValue,
    PROTOCOL, Request, Response, Timestamp,
};
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::ahead::AtWork;
use crate::data::Purpose;
pub use crate::gallery::{Exhibit, gallery};
use crate::world::{LOOK, LookWorld};

/// How many compilations results of Typst's cache are kept: enough for a run of alike texts, flat over many.
const CACHE_AGE: usize = 4;

/// Room for the deepest nesting that a text may have.
const STACK: usize = 16 << 20;

/// Makes PDF files.
#[derive(Debug, Clone, Copy, Default)]
pub struct TypstBackend;

engross_plugin::export!(TypstBackend);

impl Backend for TypstBackend {
    fn manifest(&self) -> Manifest {
        Manifest {
            id: "typst".to_owned(),
            name: "PDF through Typst".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            licence: env!("CARGO_PKG_LICENSE").to_owned(),
            protocol: PROTOCOL.to_owned(),
            encoding: Encoding::Cbor,
            concurrent: true,
            formats: formats(),
            features: vec![
                Feature::Notes,
                Feature::Links,
                Feature::Emphasis,
                Feature::Scripts,
                Feature::TrackedChanges,
                Feature::RightToLeft,
                Feature::Bilingual,
                Feature::ReviewMarks,
            ],
            options: options(),
            needs: vec![
                Need { name: LOOK.to_owned(), required: false },
                Need { name: "fonts".to_owned(), required: false },
            ],
        }
    }

    fn render(&self, request: &Request) -> Response {
        stacker::maybe_grow(STACK / 8, STACK, || render(request))
            .unwrap_or_else(|findings| Response { findings, ..Response::default() })
    }
}

fn formats() -> Vec<Format> {
    let format = |name: &str, extension: &str, media_type: &str, on_request| Format {
        name: name.to_owned(),
        extension: extension.to_owned(),
        media_type: media_type.to_owned(),
        text: false,
        on_request,
    };
    vec![
        format("pdf", "pdf", "application/pdf", false),
        format("svg-pages", "svg", pages::MEDIA_TYPE, true),
        format("places", "places.json", places::MEDIA_TYPE, true),
    ]
}

fn options() -> Vec<OptionSpec> {
    vec![
        OptionSpec {
            key: "paper".to_owned(),
            kind: OptionKind::Choice(settings::PAPERS.iter().map(|(name, ..)| (*name).to_owned()).collect()),
            range: None,
            default: None,
            doc: "The sheet of paper, instead of the house's.".to_owned(),
        },
        OptionSpec {
            key: "numbers".to_owned(),
            kind: OptionKind::Choice(["both", "once"].map(str::to_owned).to_vec()),
            range: None,
            default: Some(OptionValue::Text("both".to_owned())),
            doc: "Where the numbers of a text in several languages stand: `both` before every language, `once` before the first."
                .to_owned(),
        },
        OptionSpec {
            key: "letters".to_owned(),
            kind: OptionKind::Choice(["joined", "shared"].map(str::to_owned).to_vec()),
            range: None,
            default: Some(OptionValue::Text("joined".to_owned())),
            doc: "How pictures of pages draw letters: `joined`, which browsers show sooner, or `shared`, in far smaller files."
                .to_owned(),
        },
        OptionSpec {
            key: "standard".to_owned(),
            kind: OptionKind::Choice(["a-2a,ua-1", "ua-1", "a-2b"].map(str::to_owned).to_vec()),
            range: None,
            default: Some(OptionValue::Text("a-2a,ua-1".to_owned())),
            doc: "The PDF standards that the file keeps.".to_owned(),
        },
    ]
}

fn render(request: &Request) -> Result<Response, Vec<Finding>> {
    match request.format.as_str() {
        "pdf" => pdf(request),
        "svg-pages" => pages::pages(request),
        "places" => places::places(request),
        other => {
            let message = format!("the format `{other}` is not made here, only `pdf`, `svg-pages` and `places`");
            Err(vec![Finding::new("REND-04", message)])
        }
    }
}

fn pdf(request: &Request) -> Result<Response, Vec<Finding>> {
    let at_work = AtWork::begin();
    let is_side_by_side = !request.document.parallel.is_empty();
    let helped = at_work.is_alone() && !is_side_by_side && ahead::is_long(&request.document);
    let set = set(request, if helped { Purpose::FileInHalves } else { Purpose::File });
    comemo::evict(CACHE_AGE);
    let set = match set? {
        Ok(set) => set,
        Err(send_again) => return Ok(Response { send_again, ..Response::default() }),
    };
    let directions: Vec<Direction> = request.document.columns().map(|column| column.language.direction).collect();
    let document = clusters::tidy(set.document, &directions);
    let pdf =
        typst_pdf::pdf(&document, &pdf_options(request)).map_err(|errors| refusal::errors(&set.world, &errors))?;
    Ok(Response { findings: set.findings, ..Response::artifact("pdf", "application/pdf", pdf) })
}

/// A document on its pages.
struct Set {
    document: PagedDocument,
    findings: Vec<Finding>,
    world: LookWorld,
}

/// Sets a document, or says which files must be sent again first. What Typst remembers from documents before is left for
/// the caller to forget.
fn set(request: &Request, purpose: Purpose) -> Result<Result<Set, Vec<String>>, Vec<Finding>> {
    let look = request.asset(LOOK);
    let house_fonts: Vec<_> = request.assets.iter().filter(|asset| asset.role == AssetRole::Font).collect();
    let unsent: Vec<String> = look
        .into_iter()
        .chain(house_fonts.iter().copied())
        .filter(|asset| asset.bytes.is_none())
        .map(|asset| asset.sha256.clone())
        .collect();
    if !unsent.is_empty() {
        return Ok(Err(unsent));
    }
    let (fonts, missing) = fonts::choose(request, &house_fonts);
    if !missing.is_empty() {
        // PDF/A forbids a file that shows nothing where a character should be.
        return Err(missing);
    }
    let columns = request.document.columns();
    let families: Vec<_> = columns.map(|it| fonts::families(&request.look.fonts, it, &fonts)).collect();
    let world =
        LookWorld::new(look, data::data(request, &families, purpose), fonts).map_err(|finding| vec![finding])?;
    if purpose == Purpose::FileInHalves {
        ahead::set_second_half(&world);
    }
    let compiled = typst::compile::<PagedDocument>(&world);
    let findings = compiled.warnings.iter().map(|warning| refusal::warning(&world, warning)).collect();
    let document = compiled.output.map_err(|errors| refusal::errors(&world, &errors))?;
    Ok(Ok(Set { document, findings, world }))
}

fn pdf_options(request: &Request) -> PdfOptions {
    let standards = match request.options.get("standard") {
        Some(OptionValue::Text(standard)) if standard == "ua-1" => vec![PdfStandard::Ua_1],
        Some(OptionValue::Text(standard)) if standard == "a-2b" => vec![PdfStandard::A_2b],
        _ => vec![PdfStandard::A_2a, PdfStandard::Ua_1],
    };
    let document = &request.document;
    PdfOptions {
        ident: Smart::Custom(format!("{}/{}/{}", document.house.id, document.slug, document.language_codes())),
        creator: creator(),
        timestamp: datetime(request.timestamp).map(typst_pdf::Timestamp::new_utc),
        standards: PdfStandards::new(&standards).unwrap_or_default(),
        ..PdfOptions::default()
    }
}

/// Names the program that makes a file.
fn creator() -> Smart<Option<String>> {
    Smart::Custom(Some(format!("engross {}", env!("CARGO_PKG_VERSION"))))
}

fn datetime(moment: Timestamp) -> Option<Datetime> {
    let Timestamp { date, hour, minute, second } = moment;
    Datetime::from_ymd_hms(i32::from(date.year), date.month, date.day, hour, minute, second)
}
