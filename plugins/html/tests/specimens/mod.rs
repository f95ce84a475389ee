//! Requests to try the backend with.
#![allow(dead_code)] // each test binary and bench uses its own part

use engross_plugin::conformance;
use engross_plugin::model::{Asset, AssetRole, Block, Clause, Inline, Label, Numeral, NumeralSystem, Request};

/// The house's template.
pub(crate) const TEMPLATE: &str = "document.html.hbs";
/// The house's style sheet.
pub(crate) const STYLE: &str = "document.css";

/// One of every node.
pub(crate) fn everything() -> Request {
    let mut request = conformance::everything();
    request.format = "html".to_owned();
    request.assets = vec![
        asset(TEMPLATE, include_str!("../../src/document.html.hbs")),
        asset(STYLE, include_str!("../../src/document.css")),
    ];
    request
}

/// Nothing at all.
pub(crate) fn empty() -> Request {
    let mut request = everything();
    let document = &mut request.document;
    document.slug = "empty".to_owned();
    document.metadata.title.clear();
    document.metadata.identifier = "Draft declaration".to_owned();
    document.title_block.clear();
    document.parts.clear();
    document.notes.clear();
    request
}

/// A text of the usual length: 26 clauses, the last of them with 32 points, `times` over.
pub(crate) fn long(times: u32) -> Request {
    let mut request = everything();
    let clause = |value: u32, id: String, text: String| Clause {
        id,
        level: "clause".to_owned(),
        label: Some(label(text, value)),
        provisional: None,
        heading: Vec::new(),
        content: vec![
            Inline::Lead(vec![Inline::text("Recalling")]),
            Inline::text(format!(
                " the Assembly's position number {value} on the matter & the steps that Parliaments and Governments \
                 have taken since, which fall short of what was agreed and of what the situation asks of them all;"
            )),
        ],
        points: Vec::new(),
        closing: Vec::new(),
        change: None,
    };
    let mut clauses: Vec<Clause> =
        (1..=26 * times).map(|value| clause(value, format!("clause-{value}"), format!("{value}."))).collect();
    if let Some(last) = clauses.last_mut() {
        last.points = (1..=32 * times).map(|value| clause(value, format!("point-{value}"), "aa.".to_owned())).collect();
    }
    request.document.notes.clear();
    request.document.title_block.truncate(4);
    request.document.parts.truncate(1);
    request.document.parts[0].blocks = clauses.into_iter().map(Block::Clause).collect();
    request
}

/// A file of the house. Its hash tells the tests' files apart, which is all that it is for.
pub(crate) fn asset(name: &str, text: &str) -> Asset {
    let sum = text.bytes().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    let sha256 = format!("{name} {sum}");
    Asset { name: name.to_owned(), role: AssetRole::Template, sha256, bytes: Some(text.to_owned().into()) }
}

fn label(text: String, value: u32) -> Label {
    let numeral = Numeral { system: NumeralSystem::Decimal, value, prefix: String::new(), suffix: ".".to_owned() };
    let reference = format!("paragraph {value}");
    Label { text, spoken: reference.clone(), reference, numeral }
}
