//! Asks a backend for one format of one document.

use std::collections::BTreeMap;

use engross_compile::House;
use engross_host::Choice;
use engross_model::{Artifact, Asset, Date, Document, Finding, PROTOCOL, Page, Request, Side, Timestamp};

/// What a plugin made of one format.
pub(crate) struct Rendered {
    pub(crate) artifacts: Vec<Artifact>,
    pub(crate) findings: Vec<Finding>,
}

/// So many languages side by side want a sheet that is wider than high.
const WIDE: usize = 3;

/// Makes the request for a document; format, options and assets come with each backend.
pub(crate) fn request(document: Document, house: &House, timestamp: Option<Timestamp>) -> Request {
    let timestamp = timestamp.unwrap_or_else(|| document.metadata.date.unwrap_or(Date::EPOCH).into());
    let mut look = house.look_of(&document);
    if document.columns().count() >= WIDE {
        turn(&mut look.page);
    }
    Request {
        protocol: PROTOCOL.to_owned(),
        format: String::new(),
        document,
        look,
        options: BTreeMap::new(),
        assets: Vec::new(),
        timestamp,
    }
}

/// Turns a sheet on its long side, unless it lies there already. The outer margins go with their edges.
fn turn(page: &mut Page) {
    if page.width < page.height {
        (page.width, page.height) = (page.height, page.width);
        let Side { top, right, bottom, left } = page.margin;
        page.margin = Side { top: left, right: top, bottom: right, left: bottom };
    }
}

/// Renders one format of one document, whose options are in the request.
pub(crate) fn render(choice: &Choice<'_>, request: &mut Request, house: &House) -> Rendered {
    request.format.clone_from(&choice.format.name);
    match choice.plugin.assets(&|name| files_of(house, name)) {
        Ok(assets) => request.assets = assets,
        Err(finding) => return Rendered { artifacts: Vec::new(), findings: vec![finding] },
    }
    let response = choice.plugin.render(request);
    Rendered { artifacts: response.artifacts, findings: response.findings }
}

/// Returns the files of a house that a name in a manifest's needs stands for.
pub(crate) fn files_of(house: &House, name: &str) -> Vec<Asset> {
    if name == "fonts" { house.fonts() } else { house.asset(name).into_iter().collect() }
}
