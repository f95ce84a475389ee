//! Writes XLIFF 1.2.

use engross_model::Inline;

use super::{CTYPES, NAMESPACE, PROFILE};
use crate::code::{Code, Kind, Numbers};
use crate::xml::Writer;
use crate::{ExchangeUnit, Package};

/// Returns the file.
pub(crate) fn write(package: &Package) -> String {
    let mut xml = Writer::new();
    xml.begin("xliff", &[("version", "1.2"), ("xmlns", NAMESPACE)]);
    xml.begin(
        "file",
        &[
            ("original", &package.document),
            ("datatype", "x-engross"),
            ("source-language", &package.source_language),
            ("target-language", &package.target_language),
            ("product-name", &package.document),
            ("product-version", &package.revision),
            ("tool-id", "engross"),
        ],
    );
    xml.begin("header", &[]);
    xml.begin("phase-group", &[]);
    xml.empty("phase", &[("phase-name", "translation"), ("process-name", "translation")]);
    xml.end();
    let version = env!("CARGO_PKG_VERSION");
    xml.empty("tool", &[("tool-id", "engross"), ("tool-name", "engross"), ("tool-version", version)]);
    let note = format!("{} Profile {PROFILE}.", package.note);
    xml.line("note", &[("from", "engross"), ("annotates", "general")], |xml| xml.text(note.trim_start()));
    xml.end();
    xml.begin("body", &[]);
    for group in &package.groups {
        let restype = format!("x-{}", group.id);
        xml.begin("group", &[("id", &group.id), ("resname", &group.id), ("restype", &restype)]);
        for unit in &group.units {
            write_unit(&mut xml, package, unit);
        }
        xml.end();
    }
    xml.finish()
}

/// The order of the children is that of the schema; a tool that finds no target would add one in the wrong place.
fn write_unit(xml: &mut Writer, package: &Package, unit: &ExchangeUnit) {
    let (state, qualifier, approved) = unit.state.in_xliff12();
    let hash = format!("sha256:{}", unit.hash);
    let restype = format!("x-{}", unit.kind);
    let translate = if unit.translate { "" } else { "no" };
    let numbers = Numbers::of(&unit.source);
    xml.begin(
        "trans-unit",
        &[
            ("id", &unit.id),
            ("resname", &unit.id),
            ("restype", &restype),
            ("xml:space", "preserve"),
            ("approved", approved),
            ("translate", translate),
            ("extradata", &hash),
        ],
    );
    xml.line("source", &[], |xml| write_content(xml, package, &unit.source, &mut numbers.clone()));
    xml.line("target", &[("state", state), ("state-qualifier", qualifier)], |xml| {
        write_content(xml, package, &unit.target, &mut numbers.clone());
    });
    // Without a name: the schema wants each in a file to be another.
    xml.begin("context-group", &[("purpose", "information")]);
    if !unit.number.is_empty() {
        xml.line("context", &[("context-type", "x-number")], |xml| xml.text(&unit.number));
    }
    xml.line("context", &[("context-type", "x-source-hash")], |xml| xml.text(&hash));
    xml.end();
    let about = [("from", "engross"), ("priority", "1"), ("annotates", "source")];
    xml.line("note", &about, |xml| xml.text(&unit.full_note()));
    xml.end();
}

fn write_content(xml: &mut Writer, package: &Package, content: &[Inline], numbers: &mut Numbers) {
    for node in content {
        let Some(code) = Code::of(node) else {
            match node {
                Inline::Text(text) => xml.text(text),
                _ => write_content(xml, package, node.children(), numbers),
            }
            continue;
        };
        let number = numbers.take(&code).to_string();
        let ctype = CTYPES.iter().find(|(kind, _)| *kind == code.kind).map_or("", |(_, ctype)| ctype);
        let shown = match code.kind {
            Kind::Reference => package.shown_reference(&code.target),
            Kind::NoteMark => package.shown_mark(&code.target),
            // What a code around words leads to has no other place in this format.
            _ => code.target.clone(),
        };
        let attributes = [("id", number.as_str()), ("ctype", ctype), ("equiv-text", &shown)];
        if code.kind.is_paired() {
            xml.inline("g", &attributes, |xml| write_content(xml, package, node.children(), numbers));
        } else {
            xml.inline("ph", &attributes, |xml| xml.text(&code.form()));
        }
    }
}
