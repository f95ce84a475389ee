//! The whole page: the house's files, the request and the text, put together.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use engross_plugin::Kept;
use engross_plugin::model::{Asset, AssetRole, Bytes, Direction, Document, Finding, Request, Response, Status};
use serde::Serialize;

use crate::head::Addresses;
use crate::inline::Writer;
use crate::settings::Settings;
use crate::style::Sheet;
use crate::template::Compiled;
use crate::{FORMAT, MEDIA_TYPE, body, head, notes, style};

/// The house's template, where it has one of its own.
pub(crate) const TEMPLATE: &str = "document.html.hbs";
/// The house's style sheet, where it has one of its own.
pub(crate) const STYLE: &str = "document.css";

/// Those of houses that have none of their own.
static USUAL: LazyLock<[Asset; 2]> = LazyLock::new(|| {
    [(TEMPLATE, include_str!("document.html.hbs")), (STYLE, include_str!("document.css"))].map(|(name, text)| Asset {
        name: name.to_owned(),
        role: AssetRole::Template,
        sha256: format!("usual {name}"),
        bytes: Some(text.to_owned().into()),
    })
});

/// The words that every template may use.
const WORDS: [&str; 6] = ["notes", "note", "link-to", "back-to-text", "skip", "contents"];

/// What was made of a house's file, by its hash and its bytes: a hash that lies brings up no other house's file.
type Files<T> = Kept<(String, Bytes), Arc<T>>;

static TEMPLATES: Files<Compiled> = Kept::new(16);
static SHEETS: Files<Sheet> = Kept::new(16);

/// Makes the page, or asks for files that were not sent.
///
/// # Errors
/// `REND-03` for a mistake in the house's files, `REND-04` for one in the options.
pub(crate) fn make(request: &Request) -> Result<Response, Finding> {
    let settings = Settings::of(request)?;
    let [usual_template, usual_sheet] = &*USUAL;
    let template = request.asset(TEMPLATE).unwrap_or(usual_template);
    let sheet = request.asset(STYLE).unwrap_or(usual_sheet);
    let (compiled, sheet_text) = match (made(&TEMPLATES, template, Compiled::read)?, made(&SHEETS, sheet, Sheet::read)?)
    {
        (Some(compiled), Some(sheet_text)) => (compiled, sheet_text),
        (compiled, sheet_text) => {
            let unsent = [(compiled.is_none(), template), (sheet_text.is_none(), sheet)];
            let send_again = unsent.into_iter().filter(|(missing, _)| *missing).map(|(_, asset)| asset.sha256.clone());
            return Ok(Response { send_again: send_again.collect(), ..Response::default() });
        }
    };
    let mut writer = Writer::new(&request.document);
    let style = style::elements(&sheet_text, request.asset(STYLE).is_some(), &request.document, &request.look);
    let values = values(request, &settings, style, &mut writer);
    let page = compiled.fill(template, &values)?;
    Ok(Response { findings: writer.findings, ..Response::artifact(FORMAT, MEDIA_TYPE, page) })
}

/// Returns what `make` makes of a file, now or before; `None` if it was neither made before nor sent now.
fn made<T>(
    files: &Files<T>,
    asset: &Asset,
    make: impl FnOnce(&Asset, &[u8]) -> Result<T, Finding>,
) -> Result<Option<Arc<T>>, Finding> {
    match &asset.bytes {
        Some(bytes) => {
            let key = (asset.sha256.clone(), bytes.clone());
            files.get(key, |(_, bytes)| make(asset, bytes).map(Arc::new)).map(Some)
        }
        None => Ok(files.find(|(sha256, _)| *sha256 == asset.sha256)),
    }
}

/// What a template may place; `templates/LOOKS.md` lists it.
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

fn values<'a>(request: &'a Request, settings: &Settings, style_html: String, writer: &mut Writer<'a>) -> Values<'a> {
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
        style_html,
        head_html: head::elements(document, &Addresses::new(document, settings.base.as_deref())),
        // In the order of the page: the notes lead back to the marks that were written before them.
        title_block_html: body::title_block(writer, &request.look),
        body_html: body::parts(writer, settings, &request.look),
        notes_html: notes::section(writer),
    }
}

fn words(document: &Document) -> BTreeMap<&str, &str> {
    let mut words: BTreeMap<&str, &str> = WORDS.into_iter().map(|word| (word, "")).collect();
    words.extend(document.words.iter().map(|(name, word)| (name.as_str(), word.as_str())));
    words
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use engross_plugin::conformance::everything;
    use engross_plugin::model::AssetRole;

    use super::*;

    #[test]
    fn the_guide_lists_what_a_template_can_place() {
        let guide = include_str!("../../../templates/LOOKS.md");
        let (_, section) = guide.split_once("### What a template can place").unwrap();
        let table = section.split("\n\n").nth(1).unwrap();
        let cells = table.lines().filter_map(|row| row.split('|').nth(1));
        let names = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2));
        let listed: BTreeSet<&str> = names.map(|name| name.split('.').next().unwrap_or_default()).collect();

        let request = everything();
        let settings = Settings::of(&request).unwrap();
        let values = values(&request, &settings, String::new(), &mut Writer::new(&request.document));
        let values = serde_json::to_value(values).unwrap();
        let given: BTreeSet<&str> = values.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(listed, given);
        for word in WORDS {
            assert!(table.contains(&format!("`words.{word}`")), "{word}");
        }
    }

    #[test]
    fn a_file_is_known_by_its_hash_once_it_was_sent_and_a_wrong_hash_does_not_show() {
        let files: Files<usize> = Kept::new(4);
        let length = |sha256: &str, bytes: Option<&str>| {
            let bytes = bytes.map(|bytes| Bytes::from(bytes.to_owned()));
            let asset = Asset { name: "file".to_owned(), role: AssetRole::Template, sha256: sha256.to_owned(), bytes };
            made(&files, &asset, |_, bytes| Ok(bytes.len())).unwrap().map(|length| *length)
        };
        assert_eq!(length("a", None), None);
        assert_eq!(length("a", Some("abc")), Some(3));
        assert_eq!(length("a", None), Some(3));
        assert_eq!(length("a", Some("abcd")), Some(4));
        assert_eq!(length("b", None), None);
    }
}
