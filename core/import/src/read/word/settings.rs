//! What settings say, and words without them.

use engross_files::xml::Element;

use super::alternative;
use crate::sheet::RunLook;

/// Says whether an element only says how its neighbours look: `pPr`, `rPr`, `sectPr`, ….
pub(super) fn is_setting(element: &Element) -> bool {
    element.name.ends_with("Pr")
}

/// Returns the names that elements of a kind have, at any depth.
pub(super) fn names(parent: &Element, kind: &str, attribute: &str) -> Vec<String> {
    let mut found = Vec::new();
    for child in &parent.children {
        if child.name == kind {
            found.extend(child.get(attribute).map(str::to_owned));
        }
        found.extend(names(child, kind, attribute));
    }
    found
}

/// Returns the words in an element, whatever their look; a blank stands between paragraphs.
pub(super) fn words(parent: &Element) -> String {
    let mut found = String::new();
    collect(parent, &mut found);
    found.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn collect(parent: &Element, found: &mut String) {
    let parent = if parent.name == "AlternateContent" && parent.child("Choice").is_some() {
        alternative(parent)
    } else {
        parent
    };
    for child in &parent.children {
        match child.name.as_str() {
            "t" | "delText" => found.push_str(&child.text),
            "tab" | "br" | "cr" => found.push(' '),
            _ => collect(child, found),
        }
    }
    if parent.name == "p" {
        found.push(' ');
    }
}

/// Returns where the words of a paragraph begin, in twentieths of a point.
pub(super) fn left(settings: &Element) -> Option<u32> {
    let indent = settings.child("ind")?;
    let left = indent.get("left").or_else(|| indent.get("start"))?;
    left.parse::<i32>().ok().and_then(|left| u32::try_from(left.max(0)).ok())
}

/// Says whether letters are shown in capitals or small ones, whatever was typed; `None` if nothing is said of it.
pub(super) fn capitals(settings: &Element) -> Option<bool> {
    let switches = ["caps", "smallCaps"].map(|name| settings.child(name).map(|_| settings.is_on(name)));
    switches.into_iter().flatten().reduce(|one, other| one || other)
}

/// How far letters are moved up or down that are raised or lowered, in half points: less only mends how a sign sits.
const RAISED: i32 = 4;

/// Writer lowers letters by so little.
const LOWERED: i32 = 2;

/// Lays the settings of a run over those that hold already.
pub(super) fn look_over(mut look: RunLook, settings: Option<&Element>) -> RunLook {
    let Some(settings) = settings else { return look };
    let set = |name: &str| settings.child(name).map(|_| settings.is_on(name));
    look.bold = set("b").unwrap_or(look.bold);
    look.italic = set("i").unwrap_or(look.italic);
    let struck = [set("strike"), set("dstrike")];
    if struck.iter().any(Option::is_some) {
        look.struck = struck.contains(&Some(true));
    }
    if let Some(line) = settings.setting("u") {
        look.underlined = line != "none";
    }
    if let Some(height) = settings.setting("position").and_then(|height| height.parse::<i32>().ok()) {
        (look.raised, look.lowered) = (height >= RAISED, height <= -LOWERED);
    }
    if let Some(place) = settings.setting("vertAlign") {
        (look.raised, look.lowered) = (place == "superscript", place == "subscript");
    }
    look
}
