//! Writes XLIFF 2.0.

use std::collections::BTreeMap;

use engross_model::Inline;

use super::{NAMESPACE, PROFILE, TYPES};
use crate::code::{Code, Kind, Numbers};
use crate::xml::Writer;
use crate::{ExchangeUnit, Package};

/// Returns the file.
pub(crate) fn write(package: &Package) -> String {
    let mut xml = Writer::new();
    xml.begin(
        "xliff",
        &[
            ("version", "2.0"),
            ("xmlns", NAMESPACE),
            ("xmlns:mda", "urn:oasis:names:tc:xliff:metadata:2.0"),
            ("srcLang", &package.source_language),
            ("trgLang", &package.target_language),
        ],
    );
    xml.begin("file", &[("id", "f1"), ("original", &package.document), ("canResegment", "no")]);
    write_metadata(&mut xml, &[("revision", &package.revision)]);
    write_note(&mut xml, format!("{} Profile {PROFILE}.", package.note).trim_start());
    for group in package.groups.iter().filter(|group| !group.units.is_empty()) {
        let kind = format!("engross:{}", group.id);
        xml.begin("group", &[("id", &group.id), ("type", &kind)]);
        for unit in &group.units {
            write_unit(&mut xml, package, unit);
        }
        xml.end();
    }
    xml.finish()
}

/// The segment has no id: some tools would make it a part of the unit's.
fn write_unit(xml: &mut Writer, package: &Package, unit: &ExchangeUnit) {
    let kind = format!("engross:{}", unit.kind);
    let translate = if unit.translate { "" } else { "no" };
    let numbers = Numbers::of(&unit.source);
    xml.begin("unit", &[("id", &unit.id), ("translate", translate), ("xml:space", "preserve"), ("type", &kind)]);
    write_metadata(xml, &[("source-hash", &unit.hash), ("number", &unit.number)]);
    write_note(xml, &unit.full_note());
    let forms = forms(unit, &numbers);
    if !forms.is_empty() {
        xml.begin("originalData", &[]);
        for (number, form) in &forms {
            xml.line("data", &[("id", &data_id(*number))], |xml| xml.text(form));
        }
        xml.end();
    }
    let (state, substate) = unit.state.in_xliff20();
    xml.begin("segment", &[("state", state), ("subState", substate)]);
    xml.line("source", &[], |xml| write_content(xml, package, &unit.source, &mut numbers.clone()));
    if !unit.target.is_empty() {
        xml.line("target", &[], |xml| write_content(xml, package, &unit.target, &mut numbers.clone()));
    }
    xml.end();
    xml.end();
}

fn write_metadata(xml: &mut Writer, facts: &[(&str, &str)]) {
    xml.begin("mda:metadata", &[]);
    xml.begin("mda:metaGroup", &[("category", "engross")]);
    for (name, fact) in facts.iter().filter(|(_, fact)| !fact.is_empty()) {
        xml.line("mda:meta", &[("type", name)], |xml| xml.text(fact));
    }
    xml.end();
    xml.end();
}

fn write_note(xml: &mut Writer, note: &str) {
    xml.begin("notes", &[]);
    xml.line("note", &[("category", "engross")], |xml| xml.text(note));
    xml.end();
}

/// Returns the forms of the codes that lead somewhere, by their numbers.
fn forms(unit: &ExchangeUnit, numbers: &Numbers) -> BTreeMap<usize, String> {
    let mut forms = BTreeMap::new();
    for content in [&unit.source, &unit.target] {
        let mut numbers = numbers.clone();
        crate::code::walk(content, &mut |code| {
            let number = numbers.take(&code);
            if code.kind.leads() {
                forms.insert(number, code.form());
            }
        });
    }
    forms
}

fn data_id(number: usize) -> String {
    format!("d{number}")
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
        let number = numbers.take(&code);
        let id = number.to_string();
        let data = if code.kind.leads() { data_id(number) } else { String::new() };
        let (kind, subtype) = TYPES.iter().find(|(kind, ..)| *kind == code.kind).map_or(("", ""), |it| (it.1, it.2));
        let can_delete = if code.kind.may_be_left_out() { "" } else { "no" };
        let common =
            [("id", id.as_str()), ("type", kind), ("subType", subtype), ("canCopy", "no"), ("canDelete", can_delete)];
        if code.kind.is_paired() {
            let attributes = [&common[..], &[("dataRefStart", data.as_str())]].concat();
            xml.inline("pc", &attributes, |xml| write_content(xml, package, node.children(), numbers));
        } else {
            let shown = match code.kind {
                Kind::NoteMark => package.shown_mark(&code.target),
                _ => package.shown_reference(&code.target),
            };
            let own = [("equiv", shown.as_str()), ("disp", &shown), ("dataRef", &data)];
            xml.inline_empty("ph", &[&common[..], &own].concat());
        }
    }
}
