//! The body of a text: parts, clauses, headings and notes.

use serde::{Deserialize, Serialize};

use crate::{Change, Inline, Label, LeadStyle, TitleLine};

/// One part of a text as the house divides it: the preamble, the operative part, ….
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Part {
    /// The house's name for it: `preamble`, `operative`, `recitals`, ….
    pub name: String,
    /// How this part's lead words look.
    #[serde(default)]
    pub lead: LeadStyle,
    /// A printed heading of the part, where the house has one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub heading: Vec<Inline>,
    /// The formula that stands before the first clause ("The Assembly,"); empty where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formula: Vec<Inline>,
    /// Clauses, and the headings between them, in print order.
    pub blocks: Vec<Block>,
    /// Whether it begins a page, where there are pages.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub new_page: bool,
    /// The lines below it, in print order, where the house has them above the parts that follow: the meeting and the day
    /// before an annex.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closing: Vec<TitleLine>,
}

/// What stands in a [`Part`].
#[expect(clippy::large_enum_variant, reason = "nearly every block is a clause")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    /// A clause with all its points.
    Clause(Clause),
    /// A heading between clauses.
    Heading(Heading),
}

impl Part {
    /// Returns its clauses, without the headings between them.
    pub fn clauses(&self) -> impl Iterator<Item = &Clause> {
        self.blocks.iter().filter_map(Block::as_clause)
    }
}

impl Block {
    /// Returns the clause that it is, if it is one.
    pub fn as_clause(&self) -> Option<&Clause> {
        match self {
            Self::Clause(clause) => Some(clause),
            Self::Heading(_) => None,
        }
    }
}

/// A heading between clauses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Heading {
    /// Anchor: the author's id, or one made from the position (with a dot in it, so that the two never meet).
    pub id: String,
    /// The words.
    pub content: Vec<Inline>,
}

/// One clause at any level: a preambular clause, an operative clause, a point, a sub-point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Clause {
    /// Anchor: the author's stable id, or one made from the position (with a dot in it, so that the two never meet).
    pub id: String,
    /// The house's name for its level, by which looks set it: `clause`, `point`, `article`, ….
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub level: String,
    /// The finished label; absent where the house numbers nothing here. No backend counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
    /// The label while amendments are open (`12 bis`), printed instead of `label`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provisional: Option<Label>,
    /// The clause's own heading, as an article has one: printed after the label, before the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub heading: Vec<Inline>,
    /// The text, or the lead-in when points follow; empty where a heading stands alone above its points.
    pub content: Vec<Inline>,
    /// The clauses one level down.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<Clause>,
    /// The text after the points; empty where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closing: Vec<Inline>,
    /// Set while an amendment inserts, deletes or moves the whole clause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
}

impl Clause {
    /// Returns the label to print: the provisional one while there is one.
    pub fn printed_label(&self) -> Option<&Label> {
        self.provisional.as_ref().or(self.label.as_ref())
    }

    /// Returns the words with which it begins: its own heading, else its text.
    pub fn opening(&self) -> &[Inline] {
        if self.heading.is_empty() { &self.content } else { &self.heading }
    }

    /// Calls `visit` for this clause and all below it in print order, with the depth (0 for this one).
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Self, usize)) {
        self.walk_from(0, visit);
    }

    fn walk_from<'a>(&'a self, depth: usize, visit: &mut dyn FnMut(&'a Self, usize)) {
        visit(self, depth);
        for point in &self.points {
            point.walk_from(depth + 1, visit);
        }
    }
}

/// A note, printed once however many marks point to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Note {
    /// The author's id, or `adoption` for the adoption note.
    pub id: String,
    /// The run of marks it belongs to: `symbols`, `numbers`, ….
    pub series: String,
    /// The finished mark: `*`, `1`, ….
    pub mark: String,
    /// The text.
    pub content: Vec<Inline>,
    /// How many marks in the text point to it, at least 1.
    pub anchors: u32,
}
