//! The document as Typst values: data for the look, never source text.

use engross_plugin::model::{Block, Document, Look, OptionValue, Request};
use typst::foundations::{Array, Dict, IntoValue, Str, Value};

/// Names and sizes of paper in millimetres.
pub(crate) const PAPERS: &[(&str, f64, f64)] =
    &[("a4", 210.0, 297.0), ("a5", 148.0, 210.0), ("letter", 215.9, 279.4), ("legal", 215.9, 355.6)];

/// Makes what the look finds under `sys.inputs`: `document` and `settings`.
pub(crate) fn inputs(request: &Request) -> Dict {
    dict([("document", document(&request.document)), ("settings", settings(request))])
}

/// Turns the document into a dictionary of the shape of its JSON, with every field present that looks ask for.
fn document(document: &Document) -> Value {
    let json = serde_json::to_value(document).unwrap_or_default();
    let Ok(Value::Dict(mut data)) = serde_json::from_value::<Value>(json) else { return Value::Dict(Dict::new()) };
    for (key, empty) in [("running-head", Value::Str("".into())), ("notes", Value::Array(Array::new()))] {
        if !data.contains(key) {
            data.insert(key.into(), empty);
        }
    }
    data.insert("anchors".into(), Value::Array(anchors(document)));
    Value::Dict(data)
}

/// Lists the ids that references may lead to.
fn anchors(document: &Document) -> Array {
    let mut anchors = Array::new();
    document.walk_clauses(&mut |_, clause, _| anchors.push(clause.id.as_str().into_value()));
    for block in document.parts.iter().flat_map(|part| &part.blocks) {
        if let Block::Heading(heading) = block {
            anchors.push(heading.id.as_str().into_value());
        }
    }
    anchors
}

fn settings(request: &Request) -> Value {
    let Look { page, fonts, size, justify } = &request.look;
    let (width, height) = paper(request).unwrap_or((page.width, page.height));
    let metadata = &request.document.metadata;
    let tag = request.document.language.tag.as_str();
    let (language, region) = tag.split_once('-').unwrap_or((tag, ""));
    // Typst knows regions by two letters only.
    let region = region.rsplit('-').find(|part| part.len() == 2).map_or(Value::None, IntoValue::into_value);
    let keywords: Array = std::iter::once(&metadata.identifier)
        .chain(&metadata.reference)
        .map(|word| word.as_str().into_value())
        .collect();
    let families: Array = fonts.iter().map(|family| family.as_str().into_value()).collect();
    Value::Dict(dict([
        ("width", width.into_value()),
        ("height", height.into_value()),
        ("top", page.margin.top.into_value()),
        ("right", page.margin.right.into_value()),
        ("bottom", page.margin.bottom.into_value()),
        ("left", page.margin.left.into_value()),
        ("fonts", Value::Array(families)),
        ("size", size.into_value()),
        ("justify", justify.into_value()),
        ("language", language.into_value()),
        ("region", region),
        ("title", title(&request.document).into_value()),
        ("author", metadata.creator.as_str().into_value()),
        ("keywords", Value::Array(keywords)),
    ]))
}

fn paper(request: &Request) -> Option<(f64, f64)> {
    let Some(OptionValue::Text(name)) = request.options.get("paper") else { return None };
    PAPERS.iter().find(|(known, ..)| known == name).map(|(_, width, height)| (*width, *height))
}

/// The file's title: `Declaration 496: Taking NATO …`. PDF/UA needs one.
fn title(document: &Document) -> String {
    let metadata = &document.metadata;
    let parts = [metadata.identifier.as_str(), metadata.title.as_str()];
    let title = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ");
    if title.is_empty() { document.slug.clone() } else { title }
}

fn dict<const N: usize>(entries: [(&str, impl IntoValue); N]) -> Dict {
    entries.into_iter().map(|(key, value)| (Str::from(key), value.into_value())).collect()
}
