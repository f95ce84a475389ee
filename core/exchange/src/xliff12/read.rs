//! Reads XLIFF 1.2, whatever order, prefixes and additions a tool has given it.

use engross_model::{Finding, Inline};

use super::{CTYPES, PROFILE};
use crate::code::{Code, Known, push_words};
use crate::collected::{Collected, Found};
use crate::xml::{Element, Node};
use crate::{Claim, Format, Returned, refusal, xliff};

/// Reads a file whose outermost element is given.
pub(crate) fn read(file: &str, root: &Element<'_>) -> Result<Returned, Finding> {
    let version = root.get("version").unwrap_or_default();
    if version != "1.2" {
        return Err(xliff::unsupported(&format!("XLIFF {version}"), file, root));
    }
    let only = xliff::only_file(file, root)?;
    for note in only.child("header").iter().flat_map(|header| header.all("note")) {
        xliff::check_profile(&note.text(), PROFILE, file, note)?;
    }
    let mut collected = Collected::new(file);
    for body in only.all("body") {
        read_units(body, &mut collected)?;
    }
    let attribute = |name: &str| only.get(name).unwrap_or_default().to_owned();
    Ok(Returned {
        format: Format::Xliff12,
        document: attribute("original"),
        revision: attribute("product-version"),
        source_language: attribute("source-language"),
        target_language: attribute("target-language"),
        units: collected.units,
        findings: collected.findings,
        file: file.to_owned(),
        place: only.place.clone(),
    })
}

fn read_units(parent: &Element<'_>, collected: &mut Collected<'_>) -> Result<(), Finding> {
    for child in parent.children() {
        match child.name {
            "group" => read_units(child, collected)?,
            "trans-unit" => {
                collected.add(child.get("id").unwrap_or_default(), child.place.clone(), read_unit(child))?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn read_unit(unit: &Element<'_>) -> Found {
    let mut known = Known::new();
    let source = unit.child("source").ok_or("it has no source")?;
    let source = read_content(source, &mut known, true)?;
    let Some(target) = unit.child("target") else { return Ok((source, Vec::new(), None)) };
    let claim = match (target.get("state"), unit.get("approved")) {
        (Some(state), _) => Claim::of_xliff(state),
        (None, Some("yes")) => Some(Claim::Reviewed),
        (None, _) => None,
    };
    Ok((source, read_content(target, &mut known, false)?, claim))
}

fn read_content(element: &Element<'_>, known: &mut Known, is_source: bool) -> Result<Vec<Inline>, String> {
    let mut content = Vec::new();
    push_content(element, known, is_source, &mut content)?;
    Ok(content)
}

fn push_content(
    element: &Element<'_>,
    known: &mut Known,
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
        if child.name == "mrk" {
            push_content(child, known, is_source, content)?;
            continue;
        }
        let code = read_code(child, known)?;
        if is_source {
            known.insert(child.get("id").unwrap_or_default().to_owned(), code.clone());
        }
        let inner = if code.kind.is_paired() { read_content(child, known, is_source)? } else { Vec::new() };
        content.push(code.around(inner));
    }
    Ok(())
}

/// What the code says of itself counts; where a tool has dropped that, its number finds it in the source.
fn read_code(element: &Element<'_>, known: &Known) -> Result<Code, String> {
    let ctype = element.get("ctype").unwrap_or_default();
    let by_number = || known.get(element.get("id").unwrap_or_default()).cloned();
    let code = match element.name {
        "g" if ctype.is_empty() => by_number(),
        "g" => {
            let mut kinds = CTYPES.into_iter().filter(|(kind, name)| kind.is_paired() && *name == ctype);
            match (kinds.next(), element.get("equiv-text")) {
                (Some((kind, _)), None) if kind.leads() => by_number(),
                (Some((kind, _)), target) if kind.leads() => Code::new(kind, target.unwrap_or_default()),
                (Some((kind, _)), _) => Code::new(kind, ""),
                (None, _) => None,
            }
        }
        "ph" | "x" => match element.text().trim() {
            "" => by_number(),
            form => Code::read(form),
        },
        name => return Err(format!("it has a code `{}`, which no export writes", refusal::excerpt(name))),
    };
    let code = code.filter(|code| code.kind.is_paired() == (element.name == "g"));
    code.ok_or_else(|| xliff::unknown_code(element, ctype))
}
