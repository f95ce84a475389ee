//! Asks a backend for one format of one document.

use std::collections::BTreeMap;

use engross_compile::House;
use engross_host::Choice;
use engross_model::{Artifact, Asset, Date, Document, Finding, PROTOCOL, Request, Timestamp};

/// What a plugin made of one format.
pub(crate) struct Rendered {
    pub(crate) artifacts: Vec<Artifact>,
    pub(crate) findings: Vec<Finding>,
}

/// Makes the request for a document; format, options and assets come with each backend.
pub(crate) fn request(document: Document, house: &House, timestamp: Option<Timestamp>) -> Request {
    let timestamp = timestamp.unwrap_or_else(|| document.metadata.date.unwrap_or(Date::EPOCH).into());
    Request {
        protocol: PROTOCOL.to_owned(),
        format: String::new(),
        document,
        look: house.look().clone(),
        options: BTreeMap::new(),
        assets: Vec::new(),
        timestamp,
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
