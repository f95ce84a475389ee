//! How a house's pages look, in terms that every backend shares: data that a house states once for all formats.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How the house's pages look.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Look {
    /// The sheet.
    pub page: Page,
    /// Font families for the body, best first.
    pub fonts: Vec<String>,
    /// Type size of the body in points.
    pub size: f64,
    /// Whether lines are flush on both sides.
    pub justify: bool,
    /// From one line to the next, as a multiple of the type size.
    #[serde(default = "usual_line_height")]
    pub line_height: f64,
    /// The look of lines and paragraphs that are no clauses: `banner`, `heading`, `formula`, `note`, `running-head`,
    /// `page-number`, and the lines of the title block and the closing block by their styles. A request has all that its
    /// document needs: usual ones where the house says nothing.
    #[serde(default)]
    pub styles: BTreeMap<String, BlockStyle>,
    /// How clauses stand, by level: the names of the house's numberings. A request has all levels of its document.
    #[serde(default)]
    pub levels: BTreeMap<String, LevelStyle>,
    /// What numbers a page: words with `{page}`, and `{pages}` for how many there are: `{page}/{pages}`. All else stands as
    /// it is.
    #[serde(default = "usual_page_number")]
    pub page_number: String,
}

fn usual_line_height() -> f64 {
    1.32
}

fn usual_page_number() -> String {
    "{page}".to_owned()
}

impl LevelStyle {
    /// A level of which the house says nothing: its labels hang.
    pub const HANGING: Self =
        Self { label: LabelPlace::Hanging, indent: 0.0, column: 10.0, after: 3.6, bold: false, italic: false };
}

impl Default for LevelStyle {
    fn default() -> Self {
        Self::HANGING
    }
}

impl Look {
    /// The styles of what any text may print, besides those of its lines.
    pub const PARAGRAPHS: [&str; 6] = ["banner", "formula", "heading", "note", "page-number", "running-head"];

    /// Returns how clauses of a level stand.
    pub fn level(&self, name: &str) -> &LevelStyle {
        self.levels.get(name).unwrap_or(&LevelStyle::HANGING)
    }

    /// Returns the look of a line or a paragraph.
    pub fn style(&self, name: &str) -> BlockStyle {
        self.styles.get(name).cloned().unwrap_or_default()
    }

    /// Returns the pieces of what numbers a page.
    pub fn page_pieces(&self) -> Vec<PagePiece<'_>> {
        page_pieces(&self.page_number)
    }
}

/// A piece of what numbers a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PagePiece<'p> {
    /// Words that stand on every page.
    Words(&'p str),
    /// The number of the page.
    Page,
    /// How many pages there are.
    Pages,
}

/// Parts what numbers a page into its pieces.
///
/// ```
/// use engross_model::{PagePiece, page_pieces};
/// assert_eq!(page_pieces("– {page}/{pages}"), [PagePiece::Words("– "), PagePiece::Page, PagePiece::Words("/"), PagePiece::Pages]);
/// ```
pub fn page_pieces(pattern: &str) -> Vec<PagePiece<'_>> {
    let mut pieces = Vec::new();
    for piece in pattern.split_inclusive('}') {
        let (words, slot) = match (piece.strip_suffix("{pages}"), piece.strip_suffix("{page}")) {
            (Some(words), _) => (words, Some(PagePiece::Pages)),
            (None, Some(words)) => (words, Some(PagePiece::Page)),
            (None, None) => (piece, None),
        };
        pieces.extend((!words.is_empty()).then_some(PagePiece::Words(words)).into_iter().chain(slot));
    }
    pieces
}

/// A sheet of paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Page {
    /// Width in millimetres.
    pub width: f64,
    /// Height in millimetres.
    pub height: f64,
    /// Margins in millimetres.
    pub margin: Side,
}

/// Four lengths in millimetres.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Side {
    /// Above.
    pub top: f64,
    /// Right.
    pub right: f64,
    /// Below.
    pub bottom: f64,
    /// Left.
    pub left: f64,
}

/// The look of a line or a paragraph. What is not said is as in the body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", default)]
pub struct BlockStyle {
    /// Type size in points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<f64>,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// To which side the lines lean.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub align: Option<Align>,
    /// Where lines begin, in millimetres from the edge of the text; below 0, outside of it, in the margin of a sheet.
    pub indent: f64,
    /// Space above, in points.
    pub before: f64,
    /// Space below, in points.
    pub after: f64,
    /// Whether it stays on the page of what follows.
    pub keep: bool,
    /// Whether it stands in a frame.
    pub frame: bool,
    /// Whether a thin rule runs below it, from edge to edge.
    pub rule: bool,
    /// Type size of the first letter of a line above or below the body, in points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_letter: Option<f64>,
    /// Whether it is set in the capitals of its language: lines above and below the body, headings and formulae.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub capitals: bool,
}

/// To which side lines lean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// Where lines begin.
    Start,
    /// The middle.
    Center,
    /// Where lines end.
    End,
    /// At the outer edge of the sheet, for what stands at the head or foot of pages: where lines end on odd pages, where
    /// they begin on even ones. Elsewhere, and on a screen, as `end`.
    Outer,
    /// Flush on both sides.
    Both,
}

/// How the clauses of a level stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", default)]
pub struct LevelStyle {
    /// Where the label stands.
    pub label: LabelPlace,
    /// Where the level begins, in millimetres from where the level above has its words. Beside a run-in label, and for
    /// clauses without labels, the first line alone stands in.
    pub indent: f64,
    /// From the beginning of the label to the words, in millimetres.
    pub column: f64,
    /// Space below each clause, in points.
    pub after: f64,
    /// Whether the label is bold.
    pub bold: bool,
    /// Whether the label is italic.
    pub italic: bool,
}

/// Where the label of a clause stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LabelPlace {
    /// In a column of its own, beside all lines of the clause.
    #[default]
    Hanging,
    /// At the head of the first line; the other lines begin at the edge of the text.
    RunIn,
    /// On a line of its own in the middle, with the clause's heading below it: `Article 1`.
    Line,
}

/// How lead words look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", default)]
pub struct LeadStyle {
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Underlined.
    pub underline: bool,
}
