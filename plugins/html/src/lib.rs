//! A self-contained HTML page.
//!
//! The template, `document.html.hbs`, is the shell of the page, and `document.css` says how it looks; a house may bring its
//! own. What the house's look says of lines and levels goes before the house's own style sheet. The text itself is written
//! here, so that every house gets the same sound structure: labels and note marks as letters of the page, lists that
//! screen readers announce, anchors that are the clauses' ids. A page loads nothing from outside, its policy lets nothing
//! in, and it works without scripts. This crate counts nothing and reads no file.
//!
//! `templates/LOOKS.md` lists what a template can place and what a style sheet can style. Values that end in `-html` are
//! HTML; all others are text. Ids that a page makes for itself begin with `_`, which no clause's id does.
#![forbid(unsafe_code)]

mod body;
mod columns;
mod escape;
mod head;
mod inline;
mod legislation;
mod look;
mod notes;
mod page;
mod parallel;
mod review;
mod settings;
mod style;
mod template;

use engross_plugin::Backend;
use engross_plugin::model::{Encoding, Feature, Finding, Format, Manifest, Need, PROTOCOL, Request, Response};

const FORMAT: &str = "html";
const MEDIA_TYPE: &str = "text/html";

/// Makes HTML pages (format `html`).
#[derive(Debug, Clone, Copy, Default)]
pub struct HtmlBackend;

engross_plugin::export!(HtmlBackend);

impl Backend for HtmlBackend {
    fn manifest(&self) -> Manifest {
        Manifest {
            id: FORMAT.to_owned(),
            name: "HTML page".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            licence: env!("CARGO_PKG_LICENSE").to_owned(),
            protocol: PROTOCOL.to_owned(),
            encoding: Encoding::Cbor,
            concurrent: true,
            formats: vec![Format {
                name: FORMAT.to_owned(),
                extension: FORMAT.to_owned(),
                media_type: MEDIA_TYPE.to_owned(),
                text: true,
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
            options: settings::specs(),
            needs: [page::TEMPLATE, page::STYLE].map(|name| Need { name: name.to_owned(), required: false }).to_vec(),
        }
    }

    fn render(&self, request: &Request) -> Response {
        if request.format != FORMAT {
            let message = format!("the backend `html` makes `html`, not `{}`", request.format);
            return Response::refusal(Finding::new("REND-01", message));
        }
        page::make(request).unwrap_or_else(Response::refusal)
    }
}
