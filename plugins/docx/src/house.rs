//! What only Word needs to know of a house: `document.docx.yaml`, which a house may do without, read once for many texts.

use std::collections::BTreeMap;
use std::sync::Arc;

use engross_plugin::Kept;
use engross_plugin::model::{Bytes, Direction, Finding, Look};
use serde::Deserialize;

/// The house's file.
pub(crate) const VALUES: &str = "document.docx.yaml";
/// A file of values has some kilobytes.
const LARGEST: usize = 1 << 20;
/// How many houses are remembered.
const REMEMBERED: usize = 8;
/// From one line to the next in a usual font, as a multiple of the type size. Word's distances are multiples of it.
const OWN_LINE_HEIGHT: f64 = 1.15;

/// Everything that the house's file may say.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(crate) struct House {
    /// Whether words are divided at the ends of lines; where absent, they are in texts that are flush on both sides.
    pub(crate) hyphenate: Option<bool>,
    /// The font of scripts that Word calls complex: Arabic, Hebrew, Thai, ….
    pub(crate) complex_scripts: Option<String>,
    /// The distance of lines that run from right to left, as a multiple of that font's own.
    pub(crate) complex_line_spacing: f64,
    /// Fonts to use where one is not installed.
    pub(crate) alternatives: BTreeMap<String, String>,
    /// How links to the outside look.
    pub(crate) link: LinkLook,
}

impl Default for House {
    fn default() -> Self {
        let alternatives =
            [("Liberation Sans", "Arial"), ("Liberation Serif", "Times New Roman"), ("Noto Naskh Arabic", "Arial")];
        Self {
            hyphenate: None,
            complex_scripts: Some("Noto Naskh Arabic".to_owned()),
            complex_line_spacing: 1.0,
            alternatives: alternatives.map(|(font, other)| (font.to_owned(), other.to_owned())).into(),
            link: LinkLook::default(),
        }
    }
}

/// How links to the outside look.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(crate) struct LinkLook {
    /// Six hexadecimal digits.
    pub(crate) colour: Option<Colour>,
    /// Underlined.
    pub(crate) underline: bool,
}

impl Default for LinkLook {
    fn default() -> Self {
        Self { colour: None, underline: true }
    }
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

impl House {
    /// Reads the house's file, or remembers it.
    pub(crate) fn read(file: &Bytes) -> Result<Arc<Self>, Finding> {
        static HOUSES: Kept<Bytes, Arc<House>> = Kept::new(REMEMBERED);
        HOUSES.get(file.clone(), |file| parsed(file).map(Arc::new))
    }

    /// Returns the distance of lines that run this way, in Word's measure: 240 is the font's own.
    pub(crate) fn line(&self, look: &Look, direction: Direction) -> String {
        let spacing = match direction {
            Direction::Rtl => self.complex_line_spacing,
            Direction::Ltr => (look.line_height / OWN_LINE_HEIGHT).clamp(0.5, 5.0),
        };
        ((spacing * 240.0).round() as u32).to_string()
    }
}

fn parsed(bytes: &[u8]) -> Result<House, Finding> {
    if bytes.len() > LARGEST {
        return Err(Finding::new("REND-03", format!("`{VALUES}` is larger than a file of values can be")));
    }
    let house: Option<House> =
        engross_data::read("REND-03", VALUES, bytes).map_err(|finding| with_place(finding, bytes))?;
    let house = house.unwrap_or_default();
    if !(0.5..=5.0).contains(&house.complex_line_spacing) {
        let message = format!("`complex-line-spacing` cannot be {}: write 0.5 to 5", house.complex_line_spacing);
        return Err(Finding::new("REND-03", message).in_file(VALUES));
    }
    Ok(house)
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
