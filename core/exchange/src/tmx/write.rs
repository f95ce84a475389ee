//! Writes TMX.

use engross_model::Inline;

use super::{DOCUMENT, NEXT, PREVIOUS, TYPES, UNIT};
use crate::code::{Code, Numbers};
use crate::xml::Writer;
use crate::{Memory, MemoryUnit};

/// Writes a memory as TMX 1.4.
pub fn write_tmx(memory: &Memory) -> String {
    let mut xml = Writer::new();
    xml.begin("tmx", &[("version", "1.4")]);
    xml.empty(
        "header",
        &[
            ("creationtool", "engross"),
            ("creationtoolversion", env!("CARGO_PKG_VERSION")),
            ("segtype", "block"),
            ("o-tmf", "engross"),
            ("adminlang", "en"),
            ("srclang", &memory.source_language),
            ("datatype", "xml"),
        ],
    );
    xml.begin("body", &[]);
    for unit in &memory.units {
        write_unit(&mut xml, memory, unit);
    }
    xml.finish()
}

fn write_unit(xml: &mut Writer, memory: &Memory, unit: &MemoryUnit) {
    let id = if unit.unit.is_empty() { String::new() } else { format!("{}:{}", unit.document, unit.unit) };
    xml.begin("tu", &[("tuid", &id)]);
    for (name, value) in
        [(DOCUMENT, &unit.document), (UNIT, &unit.unit), (PREVIOUS, &unit.previous), (NEXT, &unit.next)]
    {
        if !value.is_empty() {
            xml.line("prop", &[("type", name)], |xml| xml.text(value));
        }
    }
    let numbers = Numbers::of(&unit.source);
    for (language, content) in [(&memory.source_language, &unit.source), (&memory.target_language, &unit.target)] {
        xml.begin("tuv", &[("xml:lang", language)]);
        xml.line("seg", &[], |xml| write_content(xml, content, &mut numbers.clone()));
        xml.end();
    }
    xml.end();
}

fn write_content(xml: &mut Writer, content: &[Inline], numbers: &mut Numbers) {
    for node in content {
        let Some(code) = Code::of(node) else {
            match node {
                Inline::Text(text) => xml.text(text),
                _ => write_content(xml, node.children(), numbers),
            }
            continue;
        };
        let number = numbers.take(&code).to_string();
        let kind = TYPES.iter().find(|(kind, _)| *kind == code.kind).map_or("", |(_, name)| name);
        if code.kind.is_paired() {
            let (opening, closing) = code.halves();
            let attributes = [("i", number.as_str()), ("x", &number), ("type", kind)];
            xml.inline("bpt", &attributes, |xml| xml.text(&opening));
            write_content(xml, node.children(), numbers);
            xml.inline("ept", &[("i", &number)], |xml| xml.text(closing));
        } else {
            xml.inline("ph", &[("x", &number), ("type", kind)], |xml| xml.text(&code.form()));
        }
    }
}
