//! The house's values for Word: `document.docx.yaml`, read once for many texts.

use std::collections::BTreeMap;
use std::sync::Arc;

use engross_plugin::Kept;
use engross_plugin::model::{Asset, Bytes, Direction, Finding};
use serde::Deserialize;

use crate::styles::StyleName;

/// The house's file.
pub(crate) const VALUES: &str = "document.docx.yaml";
/// A file of values has some kilobytes.
const LARGEST: usize = 1 << 20;
/// How many houses are remembered.
const REMEMBERED: usize = 8;

/// Everything that the house's file may say. Lengths on the page are millimetres, type is in points.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(crate) struct House {
    /// The width of the label column of each level; the last one holds for all deeper levels.
    pub(crate) columns: Vec<f64>,
    /// The distance of lines, as a multiple of the font's own.
    pub(crate) line_spacing: f64,
    /// Whether words are divided at the ends of lines.
    pub(crate) hyphenate: bool,
    /// The font of scripts that Word calls complex: Arabic, Hebrew, Thai, ….
    pub(crate) complex_scripts: Option<String>,
    /// The distance of lines that run from right to left, as a multiple of that font's own; `line-spacing` where absent.
    pub(crate) complex_line_spacing: Option<f64>,
    /// Fonts to use where one is not installed.
    pub(crate) alternatives: BTreeMap<String, String>,
    /// How links to the outside look.
    pub(crate) link: LinkLook,
    /// How each kind of paragraph looks.
    pub(crate) styles: BTreeMap<StyleName, ParagraphLook>,
}

impl Default for House {
    fn default() -> Self {
        Self {
            columns: vec![10.0],
            line_spacing: 1.0,
            hyphenate: false,
            complex_scripts: None,
            complex_line_spacing: None,
            alternatives: BTreeMap::new(),
            link: LinkLook::default(),
            styles: BTreeMap::new(),
        }
    }
}

/// How links to the outside look.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(crate) struct LinkLook {
    /// Six hexadecimal digits.
    pub(crate) colour: Option<Colour>,
    /// Underlined.
    pub(crate) underline: bool,
}

/// A colour as Word writes it: six hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Colour(pub(crate) String);

impl TryFrom<String> for Colour {
    type Error = String;

    fn try_from(digits: String) -> Result<Self, String> {
        let fits = digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        if fits { Ok(Self(digits)) } else { Err(format!("`{digits}` is no colour: write six hexadecimal digits")) }
    }
}

/// How one kind of paragraph looks. What is not said is as in the body.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(crate) struct ParagraphLook {
    /// Type size.
    pub(crate) size: Option<f64>,
    /// Bold.
    pub(crate) bold: bool,
    /// Italic.
    pub(crate) italic: bool,
    /// To which side the lines lean.
    pub(crate) align: Option<Align>,
    /// Space above, in points.
    pub(crate) before: f64,
    /// Space below, in points.
    pub(crate) after: f64,
    /// Whether it stays on the page of what follows.
    pub(crate) keep: bool,
    /// Whether it stands in a frame.
    pub(crate) frame: bool,
}

/// To which side lines lean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Align {
    /// Where lines begin.
    Start,
    /// The middle.
    Center,
    /// Where lines end.
    End,
    /// Flush on both sides.
    Both,
}

impl House {
    /// Reads the house's file, or remembers it.
    pub(crate) fn read(file: &Bytes) -> Result<Arc<Self>, Finding> {
        static HOUSES: Kept<Bytes, Arc<House>> = Kept::new(REMEMBERED);
        HOUSES.get(file.clone(), |file| parsed(file).map(Arc::new))
    }

    /// Returns the distance of lines that run this way, in Word's measure: 240 is the font's own.
    pub(crate) fn line(&self, direction: Direction) -> String {
        let spacing = self.complex_line_spacing.filter(|_| direction == Direction::Rtl).unwrap_or(self.line_spacing);
        ((spacing * 240.0).round() as u32).to_string()
    }

    /// Returns the look of one kind of paragraph.
    pub(crate) fn look(&self, name: StyleName) -> ParagraphLook {
        self.styles.get(&name).cloned().unwrap_or_default()
    }

    /// Returns the width of a level's label column in twentieths of a point.
    pub(crate) fn column(&self, depth: usize) -> u32 {
        let column = self.columns.get(depth).or(self.columns.last());
        column.map_or(0, |column| crate::styles::twips_of_millimetres(*column))
    }
}

/// Returns the house's file among the assets.
pub(crate) fn values(assets: &[Asset]) -> Result<&Asset, Finding> {
    assets.iter().find(|asset| asset.name == VALUES).ok_or_else(|| {
        Finding::new("REND-03", format!("the house has no file `{VALUES}`"))
            .help("it holds the sizes, distances and sides of Word's styles")
    })
}

fn parsed(bytes: &[u8]) -> Result<House, Finding> {
    if bytes.len() > LARGEST {
        return Err(Finding::new("REND-03", format!("`{VALUES}` is larger than a file of values can be")));
    }
    let house: Option<House> =
        engross_data::read("REND-03", VALUES, bytes).map_err(|finding| with_place(finding, bytes))?;
    let house = house.unwrap_or_default();
    sound(&house)?;
    Ok(house)
}

/// Refuses numbers that no page can have.
fn sound(house: &House) -> Result<(), Finding> {
    let column = house.columns.iter().find(|column| !(0.0..=200.0).contains(*column));
    if let Some(column) = column {
        return Err(wrong_number(format!("a column cannot be {column} mm wide: write 0 to 200")));
    }
    for (key, spacing) in [
        ("line-spacing", house.line_spacing),
        ("complex-line-spacing", house.complex_line_spacing.unwrap_or(house.line_spacing)),
    ] {
        if !(0.5..=5.0).contains(&spacing) {
            return Err(wrong_number(format!("`{key}` cannot be {spacing}: write 0.5 to 5")));
        }
    }
    for (name, look) in &house.styles {
        let lengths =
            [("size", look.size.unwrap_or(1.0), 1.0), ("before", look.before, 0.0), ("after", look.after, 0.0)];
        for (key, length, least) in lengths {
            if !(least..=500.0).contains(&length) {
                let key = format!("`styles.{}.{key}`", name.key());
                return Err(wrong_number(format!("{key} cannot be {length}: write {least} to 500 points")));
            }
        }
    }
    Ok(())
}

fn wrong_number(message: String) -> Finding {
    Finding::new("REND-03", message).in_file(VALUES)
}

/// Says the place in the sentence too, as with all templates of a house: a backend cannot point into its files.
fn with_place(mut finding: Finding, bytes: &[u8]) -> Finding {
    let start = finding.place.span.as_ref().map_or(0, |span| span.start);
    let before = String::from_utf8_lossy(bytes.get(..start).unwrap_or_default());
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    finding.message = format!("{VALUES}:{line}:{column}: {}", finding.message);
    finding
}
