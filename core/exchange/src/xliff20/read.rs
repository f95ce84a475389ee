//! Reads XLIFF 2.0 and 2.1, with the damage that tools in use do to it.

use std::collections::BTreeMap;

use engross_model::{Finding, Inline};

use super::{PROFILE, TYPES};
use crate::code::{Code, Kind, Known, push_words};
use crate::collected::{Collected, Found};
use crate::xml::{Element, Node};
use crate::{Claim, Format, Returned, refusal, xliff};

/// Reads a file whose outermost element is given.
pub(crate) fn read(file: &str, root: &Element<'_>) -> Result<Returned, Finding> {
    let version = root.get("version").unwrap_or_default();
    if !matches!(version, "2.0" | "2.1") {
        return Err(xliff::unsupported(&format!("XLIFF {version}"), file, root));
    }
    let only = xliff::only_file(file, root)?;
    for note in only.child("notes").iter().flat_map(|notes| notes.all("note")) {
        xliff::check_profile(&note.text(), PROFILE, file, note)?;
    }
    let mut collected = Collected::new(file);
    read_units(only, &mut collected)?;
    Ok(Returned {
        format: Format::Xliff20,
        document: only.get("original").unwrap_or_default().to_owned(),
        revision: revision(only),
        source_language: root.get("srcLang").unwrap_or_default().to_owned(),
        target_language: root.get("trgLang").unwrap_or_default().to_owned(),
        units: collected.units,
        findings: collected.findings,
        file: file.to_owned(),
        place: root.place.clone(),
    })
}

/// The metadata is a module, which some tools drop.
fn revision(only: &Element<'_>) -> String {
    let metadata = only.nodes.iter().find_map(|node| match node {
        Node::Element(child) if child.name == "metadata" => Some(child),
        _ => None,
    });
    let groups = metadata.iter().flat_map(|metadata| metadata.all("metaGroup"));
    let mut facts = groups.flat_map(|group| group.all("meta"));
    facts.find(|fact| fact.get("type") == Some("revision")).map(Element::text).unwrap_or_default()
}

fn read_units(parent: &Element<'_>, collected: &mut Collected<'_>) -> Result<(), Finding> {
    for child in parent.children() {
        match child.name {
            "group" => read_units(child, collected)?,
            "unit" => {
                collected.add(child.get("id").unwrap_or_default(), child.place.clone(), read_unit(child))?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// A tool may have cut the unit into segments with blanks between, which count as source and translation alike.
fn read_unit(unit: &Element<'_>) -> Found {
    let data = unit.child("originalData").into_iter().flat_map(|data| data.all("data")).map(|data| {
        let id = data.get("id").unwrap_or_default().to_owned();
        (id, data.text())
    });
    let mut reading = Reading { data: data.collect(), known: Known::new() };
    let segments: Vec<_> = unit.children().filter(|it| matches!(it.name, "segment" | "ignorable")).collect();
    let (mut source, mut target, mut claims) = (Vec::new(), Vec::new(), Vec::new());
    for segment in &segments {
        let own = segment.child("source").ok_or("it has no source")?;
        reading.push_content(own, true, &mut source)?;
    }
    let is_translated = segments.iter().any(|it| it.name == "segment" && it.child("target").is_some());
    for segment in segments.iter().filter(|_| is_translated) {
        match (segment.child("target"), segment.name) {
            (Some(own), _) => reading.push_content(own, false, &mut target)?,
            (None, "ignorable") => {
                let blank = segment.child("source").map(Element::text).unwrap_or_default();
                push_words(&mut target, &blank);
            }
            (None, _) => return Err("one of its segments is not translated".to_owned()),
        }
        claims.extend(segment.get("state").map(Claim::of_xliff));
    }
    if segments.is_empty() {
        return Err("it has no segment".to_owned());
    }
    // No claim is the least.
    Ok((source, target, claims.into_iter().min().flatten()))
}

struct Reading {
    /// The forms of codes.
    data: BTreeMap<String, String>,
    known: Known,
}

impl Reading {
    fn push_content(
        &mut self,
        element: &Element<'_>,
        is_source: bool,
        content: &mut Vec<Inline>,
    ) -> Result<(), String> {
        for node in &element.nodes {
            let child = match node {
                Node::Text(words) => {
                    push_words(content, words);
                    continue;
                }
                // What another vocabulary adds says nothing about the text.
                Node::Element(child) if child.namespace != element.namespace => continue,
                Node::Element(child) => child,
            };
            match child.name {
                "mrk" => self.push_content(child, is_source, content)?,
                "sm" | "em" => {}
                "pc" | "ph" => {
                    let code = self.code(child)?;
                    if is_source {
                        self.known.insert(child.get("id").unwrap_or_default().to_owned(), code.clone());
                    }
                    let mut inner = Vec::new();
                    if code.kind.is_paired() {
                        self.push_content(child, is_source, &mut inner)?;
                    }
                    content.push(code.around(inner));
                }
                name => return Err(format!("it has a code `{}`, which no export writes", refusal::excerpt(name))),
            }
        }
        Ok(())
    }

    /// What the code says of itself counts; where a tool has dropped that, its number finds it in the source.
    fn code(&self, element: &Element<'_>) -> Result<Code, String> {
        let subtype = element.get("subType").unwrap_or_default();
        let is_paired = element.name == "pc";
        let form = element.get(if is_paired { "dataRefStart" } else { "dataRef" }).and_then(|id| self.data.get(id));
        let by_number = || self.known.get(element.get("id").unwrap_or_default()).cloned();
        let mut kinds = TYPES.into_iter().filter(|(kind, _, own)| kind.is_paired() == is_paired && *own == subtype);
        let code = match (kinds.next(), form) {
            (None, _) if subtype.is_empty() => by_number(),
            (None, _) => None,
            (Some((kind, ..)), None) if kind.leads() => by_number(),
            (Some((kind, ..)), Some(form)) if kind.leads() => read_code(kind, form),
            (Some((kind, ..)), _) => Code::new(kind, ""),
        };
        let code = code.filter(|code| code.kind.is_paired() == is_paired);
        code.ok_or_else(|| xliff::unknown_code(element, subtype))
    }
}

/// Reads the form of a code of a kind. That of a reference has no words in it, so the two kinds of reference share one.
fn read_code(kind: Kind, form: &str) -> Option<Code> {
    let read = Code::read(form)?;
    let same = read.kind == kind || (read.kind, kind) == (Kind::Reference, Kind::Words);
    if same { Code::new(kind, &read.target) } else { None }
}
