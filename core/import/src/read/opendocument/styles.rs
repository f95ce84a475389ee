//! Styles of `OpenDocument` texts: how words look, where paragraphs stand, how lists count.

use std::collections::BTreeMap;

use engross_files::word_lists::{UNREAD, number};
use engross_files::xml::Element;

use crate::label;
use crate::read::numerals;
use crate::read::symbol_font;
use crate::sheet::RunLook;

/// Styles that build on styles.
const DEEPEST: usize = 32;

/// What the list of the headings is called here; no name of a file's style has a blank.
const OUTLINE: &str = "the headings";

/// The styles of a file.
#[derive(Default)]
pub(super) struct Styles {
    /// Styles of runs and paragraphs, by name.
    looks: BTreeMap<String, Element>,
    lists: BTreeMap<String, BTreeMap<usize, ListLevel>>,
    counters: Counters,
}

/// Where each list has come to, by its style, level by level.
pub(super) type Counters = BTreeMap<String, Vec<u32>>;

/// One level of a list.
#[derive(Debug, Clone, Default)]
struct ListLevel {
    /// `1`, `a`, `i`, `A`, `I`; none for bullets.
    format: Option<String>,
    prefix: String,
    suffix: String,
    start: u32,
    /// How many levels are printed.
    shown: usize,
}

/// Where in a list a paragraph stands.
#[derive(Clone)]
pub(super) struct Position {
    pub(super) style: String,
    pub(super) depth: usize,
    /// Whether a list that begins here counts on from where the last one of its style ended.
    pub(super) continues: bool,
}

impl Styles {
    /// Adds the styles of a part of the file.
    pub(super) fn add(&mut self, styles: Option<&Element>) {
        for style in styles.iter().flat_map(|styles| &styles.children) {
            let name = || style.get("name").map(str::to_owned);
            match style.name.as_str() {
                "style" => self.looks.extend(name().map(|name| (name, style.clone()))),
                "list-style" => self.lists.extend(name().map(|name| (name, list_levels(style)))),
                "outline-style" => _ = self.lists.insert(OUTLINE.to_owned(), list_levels(style)),
                _ => {}
            }
        }
    }

    /// Returns the list in which paragraphs of a style are entries, where the list itself names none.
    pub(super) fn list_of(&self, style: Option<&str>) -> Option<String> {
        self.list_named_by(style).filter(|name| !name.is_empty()).map(str::to_owned)
    }

    /// Returns the name of the list that a style has its paragraphs in; an empty one says that they are in none.
    fn list_named_by(&self, style: Option<&str>) -> Option<&str> {
        self.chain(style).iter().find_map(|name| self.looks.get(name)?.get("list-style-name"))
    }

    /// Returns where among the headings that are counted through the text a paragraph stands, if it is one.
    pub(super) fn in_outline(&self, paragraph: &Element) -> Option<Position> {
        let is_counted = paragraph.name == "h" && paragraph.get("is-list-header") != Some("true");
        let is_in_none = self.list_named_by(paragraph.get("style-name")) == Some("");
        let level: usize = paragraph.get("outline-level").unwrap_or("1").parse().ok()?;
        let depth = level.checked_sub(1).filter(|_| is_counted && !is_in_none)?;
        self.lists.get(OUTLINE)?.get(&depth)?.format.as_ref()?;
        Some(Position { style: OUTLINE.to_owned(), depth, continues: true })
    }

    /// Says whether paragraphs of a style are titles.
    pub(super) fn is_title(&self, style: Option<&str>) -> bool {
        self.chain(style).iter().any(|name| matches!(name.as_str(), "Title" | "Subtitle"))
    }

    /// Returns how far paragraphs of a style stand from the edge, in tenths of a millimetre.
    pub(super) fn indent(&self, style: Option<&str>) -> Option<u32> {
        self.chain(style).iter().find_map(|name| margin(self.looks.get(name)?))
    }

    /// Counts on from somewhere else, as notes do from the beginning, and returns where the lists had come to.
    pub(super) fn set_counters(&mut self, counters: Counters) -> Counters {
        std::mem::replace(&mut self.counters, counters)
    }

    /// Counts from the beginning in a list at this depth and below.
    pub(super) fn restart(&mut self, position: &Position) {
        self.counters.entry(position.style.clone()).or_default().truncate(position.depth);
    }

    /// Counts an entry and returns its label; an empty one for a bullet.
    pub(super) fn count(&mut self, position: &Position, item: &Element) -> Option<String> {
        let levels = self.lists.get(&position.style)?;
        let level = levels.get(&position.depth)?;
        let counters = self.counters.entry(position.style.clone()).or_default();
        while counters.len() <= position.depth {
            let start = levels.get(&counters.len()).map_or(1, |level| level.start);
            counters.push(start.saturating_sub(1));
        }
        counters.truncate(position.depth + 1);
        let counter = counters.get_mut(position.depth)?;
        let set = item.get("start-value").and_then(|value| value.parse().ok());
        *counter = set.unwrap_or(counter.saturating_add(1));
        let format = level.format.as_ref()?;
        let first = (position.depth + 1).saturating_sub(level.shown.max(1));
        let numerals = (first..=position.depth).filter_map(|at| {
            let format = if at == position.depth { format } else { levels.get(&at)?.format.as_ref()? };
            Some(numeral(*counters.get(at)?, format).unwrap_or_else(|| UNREAD.to_string()))
        });
        let numerals: Vec<String> = numerals.collect();
        Some(format!("{}{}{}", level.prefix, numerals.join("."), level.suffix))
    }

    /// Returns a style and those it builds on.
    fn chain(&self, style: Option<&str>) -> Vec<String> {
        let mut chain = Vec::new();
        let mut next = style.map(str::to_owned);
        while let Some(name) = next.filter(|_| chain.len() < DEEPEST) {
            next = self.looks.get(&name).and_then(|style| style.get("parent-style-name")).map(str::to_owned);
            chain.push(name);
        }
        chain
    }

    /// Says whether a style hides what has it.
    pub(super) fn hides(&self, style: Option<&str>) -> bool {
        let settings = |name: &String| self.looks.get(name)?.child("text-properties")?.get("display");
        self.chain(style).iter().find_map(settings) == Some("none")
    }

    /// Says whether a style sets letters in the font Symbol; `None` where it names no font.
    pub(super) fn is_in_symbols(&self, style: Option<&str>) -> Option<bool> {
        let font = |name: &String| self.looks.get(name)?.child("text-properties")?.get("font-name");
        self.chain(style).iter().find_map(font).map(symbol_font::is_named)
    }

    /// Says whether a style shows letters in capitals or small ones, whatever was typed.
    pub(super) fn shows_capitals(&self, style: Option<&str>) -> bool {
        let settings = |name: &String| {
            let settings = self.looks.get(name)?.child("text-properties")?;
            let letters = [("text-transform", "none"), ("font-variant", "normal")];
            let set = letters.map(|(name, usual)| settings.get(name).map(|letters| letters != usual));
            set.into_iter().flatten().reduce(|one, other| one || other)
        };
        self.chain(style).iter().find_map(settings) == Some(true)
    }

    /// Lays a style over a look.
    pub(super) fn look(&self, mut look: RunLook, style: Option<&str>) -> RunLook {
        for name in self.chain(style).iter().rev() {
            let Some(settings) = self.looks.get(name).and_then(|style| style.child("text-properties")) else {
                continue;
            };
            if let Some(weight) = settings.get("font-weight") {
                look.bold = weight == "bold" || weight.parse::<u32>().is_ok_and(|weight| weight >= 600);
            }
            if let Some(slope) = settings.get("font-style") {
                look.italic = slope != "normal";
            }
            if let Some(line) = settings.get("text-underline-style") {
                look.underlined = line != "none";
            }
            if let Some(line) = settings.get("text-line-through-style") {
                look.struck = line != "none";
            }
            if let Some(place) = settings.get("text-position") {
                let is_raised = place.starts_with("super")
                    || place.starts_with(|digit: char| digit.is_ascii_digit() && digit != '0');
                look.raised = is_raised;
                look.lowered = place.starts_with("sub") || place.starts_with('-');
            }
        }
        look
    }
}

fn margin(style: &Element) -> Option<u32> {
    let length = style.child("paragraph-properties")?.get("margin-left")?;
    let at = length.find(|letter: char| letter.is_ascii_alphabetic())?;
    let number: f64 = length.get(..at)?.parse().ok()?;
    let tenths = match length.get(at..)? {
        "cm" => number * 100.0,
        "mm" => number * 10.0,
        "in" => number * 254.0,
        "pt" => number * 254.0 / 72.0,
        _ => return None,
    };
    // Nothing stands further from the edge than a wide sheet is.
    (0.0..100_000.0).contains(&tenths).then(|| tenths.round() as u32)
}

fn list_levels(list: &Element) -> BTreeMap<usize, ListLevel> {
    list.children.iter().filter_map(list_level).collect()
}

fn list_level(level: &Element) -> Option<(usize, ListLevel)> {
    let at: usize = level.get("level")?.parse().ok()?;
    let is_counted = matches!(level.name.as_str(), "list-level-style-number" | "outline-level-style");
    let format = level.get("num-format").filter(|format| !format.is_empty() && is_counted);
    let number = |name: &str, usual: u32| level.get(name).and_then(|value| value.parse().ok()).unwrap_or(usual);
    Some((
        at.checked_sub(1)?,
        ListLevel {
            format: format.map(str::to_owned),
            prefix: level.get("num-prefix").unwrap_or_default().to_owned(),
            suffix: level.get("num-suffix").unwrap_or_default().to_owned(),
            start: number("start-value", 1),
            shown: number("display-levels", 1) as usize,
        },
    ))
}

/// Writes a number in numerals that a file names by their first one; `None` in those that are not read.
pub(super) fn numeral(count: u32, format: &str) -> Option<String> {
    Some(number(count, numerals::beginning(format)?)).filter(|written| !label::is_unread(written))
}
