//! Word files: named styles, Word's own footnotes and tracked changes, and Word's own numbering where it prints the very
//! label that the core decided.
//!
//! The house's look, which comes with the request, says how each style looks; the house's file `document.docx.yaml`, which
//! it may do without, holds what only Word needs. Nothing is counted here: a label or a note mark is left to Word only after working out what Word will print, and is written out
//! wherever that would differ by one letter. The file holds no macros, no pictures and no time but the request's.
#![forbid(unsafe_code)]

mod body;
mod direction;
mod header;
mod house;
mod inline;
mod levels;
mod notes;
mod numbering;
mod package;
mod parallel;
mod properties;
mod reference;
mod review;
mod styles;
mod title;
mod xml;

use std::sync::Arc;

use engross_plugin::model::{
    Bytes, Encoding, Feature, Finding, Format, Manifest, Need, OptionKind, OptionSpec, OptionValue, PROTOCOL, Request,
    Response,
};
use engross_plugin::{Backend, Kept};

use crate::body::{Setting, Writer};
use crate::header::Furniture;
use crate::house::{House, VALUES};
use crate::numbering::Numbering;
use crate::package::{Part, Relations};
use crate::reference::{REFERENCE, Reference};

const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const WORD_NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATION_NAMESPACE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The Word files of the last houses.
static REFERENCES: Kept<Bytes, Arc<Reference>> = Kept::new(2);

/// Makes Word files (format `docx`).
#[derive(Debug, Clone, Copy, Default)]
pub struct DocxBackend;

engross_plugin::export!(DocxBackend);

impl Backend for DocxBackend {
    fn manifest(&self) -> Manifest {
        Manifest {
            id: "docx".to_owned(),
            name: "Word file".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            licence: env!("CARGO_PKG_LICENSE").to_owned(),
            protocol: PROTOCOL.to_owned(),
            encoding: Encoding::Cbor,
            concurrent: true,
            formats: vec![Format {
                name: "docx".to_owned(),
                extension: "docx".to_owned(),
                media_type: MEDIA_TYPE.to_owned(),
                text: false,
                on_request: false,
            }],
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
            options: vec![OptionSpec {
                key: "numbers".to_owned(),
                kind: OptionKind::Choice(["both", "once"].map(str::to_owned).to_vec()),
                range: None,
                default: Some(OptionValue::Text("both".to_owned())),
                doc: "Where the numbers of a text in several languages stand: `both` before every language, `once` before the first."
                    .to_owned(),
            }],
            needs: vec![
                Need { name: VALUES.to_owned(), required: false },
                Need { name: REFERENCE.to_owned(), required: false },
            ],
        }
    }

    fn render(&self, request: &Request) -> Response {
        render(request).unwrap_or_else(Response::refusal)
    }
}

fn render(request: &Request) -> Result<Response, Finding> {
    if request.format != "docx" {
        return Err(Finding::new("REND-01", format!("the backend `docx` makes `docx`, not `{}`", request.format)));
    }
    let assets = [VALUES, REFERENCE].map(|name| request.asset(name));
    let unsent = assets.into_iter().flatten().filter(|asset| asset.bytes.is_none());
    let unsent: Vec<String> = unsent.map(|asset| asset.sha256.clone()).collect();
    if !unsent.is_empty() {
        return Ok(Response { send_again: unsent, ..Response::default() });
    }
    let [values, word_file] = assets.map(|asset| asset.and_then(|asset| asset.bytes.as_ref()));
    let house = values.map(House::read).transpose()?.unwrap_or_default();
    let reference =
        word_file.map(|file| REFERENCES.get(file.clone(), |file| Reference::parsed(file).map(Arc::new))).transpose()?;
    let (parts, findings) = parts(request, &house, reference.as_deref());
    let file = package::packed(&parts)
        .map_err(|error| Finding::new("REND-01", format!("the Word file cannot be packed: {error}")))?;
    Ok(Response { findings, ..Response::artifact("docx", MEDIA_TYPE, file) })
}

/// Returns all parts of the file in their order, and what could not be shown.
fn parts(request: &Request, house: &House, reference: Option<&Reference>) -> (Vec<Part>, Vec<Finding>) {
    let mut relations = Relations::default();
    for (kind, file) in [
        ("styles", "styles.xml"),
        ("settings", "settings.xml"),
        ("fontTable", "fontTable.xml"),
        ("footnotes", "footnotes.xml"),
        ("numbering", "numbering.xml"),
    ] {
        relations.part(kind, file);
    }
    let mut furniture_parts = Vec::new();
    let styled = levels::styled(request);
    let (style_sheet, styles) = styles::part(request, house, &styled, reference);
    let furniture = Furniture::new(request, house, &styles, reference, (&mut relations, &mut furniture_parts));
    let numbering = Numbering::of(request);
    let setting = Setting { request, house, numbering: &numbering, styles: &styles, styled };
    let mut writer = Writer::new(setting, relations);
    let document = writer.document_part(&furniture);
    let document_relations = std::mem::take(&mut writer.relations);
    let notes = writer.notes_part();

    let mut parts = vec![];
    parts.extend(package_relations().list("_rels/.rels"));
    parts.push(properties::core(request));
    parts.push(properties::app(&request.document));
    parts.push(Part::word("document.xml", "document.main", document));
    parts.extend(document_relations.list("word/_rels/document.xml.rels"));
    parts.push(Part::word("styles.xml", "styles", style_sheet));
    parts.push(Part::word("settings.xml", "settings", properties::settings(request, house)));
    parts.push(Part::word("fontTable.xml", "fontTable", styles::fonts(request, house)));
    parts.push(Part::word("footnotes.xml", "footnotes", notes));
    parts.extend(writer.relations.list("word/_rels/footnotes.xml.rels"));
    parts.push(Part::word("numbering.xml", "numbering", numbering.part(&styled, request.document.language.direction)));
    parts.append(&mut furniture_parts);
    let mut findings = writer.into_findings();
    findings.extend(hidden_running_head(request, reference));
    (parts, findings)
}

/// Says that the house's own headers leave no room for the running head.
fn hidden_running_head(request: &Request, reference: Option<&Reference>) -> Option<Finding> {
    let head = &request.document.running_head;
    let is_hidden = !head.is_empty() && reference.is_some_and(|reference| reference.has("header"));
    let message = format!("the running head `{head}` is not in the file, because `{REFERENCE}` has headers of its own");
    is_hidden.then(|| Finding::new("REND-02", message))
}

fn package_relations() -> Relations {
    let mut relations = Relations::default();
    relations.part("officeDocument", "word/document.xml");
    let kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    relations.add(kind.to_owned(), "docProps/core.xml", false);
    relations.part("extended-properties", "docProps/app.xml");
    relations
}
