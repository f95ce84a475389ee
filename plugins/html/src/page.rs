//! The whole page: the house's files, the request and the text, put together.

use std::collections::BTreeMap;

use engross_plugin::model::{Asset, Direction, Document, Finding, Request, Response, Status};
use serde::Serialize;

use crate::cache::Cache;
use crate::head::Addresses;
use crate::inline::Writer;
use crate::settings::Settings;
use crate::style::Sheet;
use crate::template::Compiled;
use crate::{FORMAT, MEDIA_TYPE, body, head, notes, style};

/// The house's template.
pub(crate) const TEMPLATE: &str = "document.html.hbs";
/// The house's style sheet.
pub(crate) const STYLE: &str = "document.css";

/// The words that every template may use.
const WORDS: [&str; 6] = ["notes", "note", "link-to", "back-to-text", "skip", "contents"];

static TEMPLATES: Cache<Compiled> = Cache::new();
static SHEETS: Cache<Sheet> = Cache::new();

/// Makes the page, or asks for files that were not sent.
///
/// # Errors
/// `REND-03` for a mistake in the house's files, `REND-04` for one in the options.
pub(crate) fn make(request: &Request) -> Result<Response, Finding> {
    let settings = Settings::of(request)?;
    let (template, sheet) = (asset(request, TEMPLATE)?, asset(request, STYLE)?);
    let (compiled, house_style) = match (TEMPLATES.get(template, Compiled::read)?, SHEETS.get(sheet, Sheet::read)?) {
        (Some(compiled), Some(house_style)) => (compiled, house_style),
        (compiled, house_style) => {
            let unsent = [(compiled.is_none(), template), (house_style.is_none(), sheet)];
            let send_again = unsent.into_iter().filter(|(missing, _)| *missing).map(|(_, asset)| asset.sha256.clone());
            return Ok(Response { send_again: send_again.collect(), ..Response::default() });
        }
    };
    let mut writer = Writer::new(&request.document);
    let values = values(request, &settings, &house_style, &mut writer);
    let page = compiled.fill(template, &values)?;
    Ok(Response { findings: writer.findings, ..Response::artifact(FORMAT, MEDIA_TYPE, page) })
}

fn asset<'a>(request: &'a Request, name: &str) -> Result<&'a Asset, Finding> {
    request.asset(name).ok_or_else(|| {
        Finding::new("REND-03", format!("the house has no file `{name}`")).help("every house needs one for HTML pages")
    })
}

/// What a template may place; the crate's first page lists it.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Values<'a> {
    language: &'a str,
    direction: &'static str,
    title: String,
    generator: &'static str,
    house: &'a str,
    kind: &'a str,
    status: Status,
    justify: bool,
    link_marks: bool,
    light_only: bool,
    words: BTreeMap<&'a str, &'a str>,
    style_html: String,
    head_html: String,
    title_block_html: String,
    body_html: String,
    notes_html: String,
}

fn values<'a>(request: &'a Request, settings: &Settings, house_style: &Sheet, writer: &mut Writer<'a>) -> Values<'a> {
    let document = &request.document;
    Values {
        language: &document.language.tag,
        direction: if document.language.direction == Direction::Rtl { "rtl" } else { "ltr" },
        title: document.file_title(),
        generator: concat!("engross ", env!("CARGO_PKG_VERSION")),
        house: &document.house.name,
        kind: &document.kind,
        status: document.status,
        justify: request.look.justify,
        link_marks: settings.link_marks,
        light_only: settings.light_only,
        words: words(document),
        style_html: style::elements(house_style, document, &request.look),
        head_html: head::elements(document, &Addresses::new(document, settings.base.as_deref())),
        // In the order of the page: the notes lead back to the marks that were written before them.
        title_block_html: body::title_block(writer),
        body_html: body::parts(writer, settings.link_marks),
        notes_html: notes::section(writer),
    }
}

fn words(document: &Document) -> BTreeMap<&str, &str> {
    let mut words: BTreeMap<&str, &str> = WORDS.into_iter().map(|word| (word, "")).collect();
    words.extend(document.words.iter().map(|(name, word)| (name.as_str(), word.as_str())));
    words
}
