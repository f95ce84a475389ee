//! Running text as a tree.

use serde::{Deserialize, Serialize};

use crate::{Change, Direction};

/// A piece of running text. All text is literal: backends escape it, and nothing in it is code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Inline {
    /// Words as the author wrote them.
    Text(String),
    /// Lead words; the part's [`LeadStyle`](crate::LeadStyle) says how they look.
    Lead(Vec<Inline>),
    /// Emphasised words (italic, or upright inside italics).
    Emphasis(Vec<Inline>),
    /// Raised text.
    Superscript(Vec<Inline>),
    /// Lowered text.
    Subscript(Vec<Inline>),
    /// A link to the outside.
    Link {
        /// An absolute address that [`is_link_address`] lets through.
        url: String,
        /// What is printed.
        content: Vec<Inline>,
    },
    /// A reference to a clause of this text.
    Reference {
        /// The clause's `id`.
        target: String,
        /// What is printed: the house's form ("paragraph 26 (d)") or the author's own words.
        content: Vec<Inline>,
    },
    /// A note mark; the note stands in [`Document::notes`](crate::Document::notes).
    NoteMark {
        /// The note's `id`.
        note: String,
        /// The finished mark, as in the note.
        mark: String,
        /// Which of the note's anchors this is, from 1 in print order.
        anchor: u32,
        /// Printed before the mark and raised as it is, where another mark stands just before it; else empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        separator: String,
    },
    /// A phrase that runs against the text around it, to be set apart from it: `<bdi>`, Unicode's isolates.
    Isolated {
        /// Which way it runs.
        direction: Direction,
        /// The phrase.
        content: Vec<Inline>,
    },
    /// Words under a tracked change.
    Changed {
        /// What happened to them.
        change: Change,
        /// The words.
        content: Vec<Inline>,
    },
}

impl Inline {
    /// Makes a text node.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Makes the mark of a note that is still to be numbered.
    pub fn unnumbered_mark(note: impl Into<String>) -> Self {
        Self::NoteMark { note: note.into(), mark: String::new(), anchor: 0, separator: String::new() }
    }

    /// Returns the nodes inside this one; none for text and note marks.
    pub fn children(&self) -> &[Self] {
        match self {
            Self::Text(_) | Self::NoteMark { .. } => &[],
            Self::Lead(content)
            | Self::Emphasis(content)
            | Self::Superscript(content)
            | Self::Subscript(content)
            | Self::Link { content, .. }
            | Self::Reference { content, .. }
            | Self::Isolated { content, .. }
            | Self::Changed { content, .. } => content,
        }
    }
}

impl Inline {
    /// Returns the list of nodes inside this one, to be changed; none for text and note marks.
    pub fn content_mut(&mut self) -> Option<&mut Vec<Self>> {
        match self {
            Self::Text(_) | Self::NoteMark { .. } => None,
            Self::Lead(content)
            | Self::Emphasis(content)
            | Self::Superscript(content)
            | Self::Subscript(content)
            | Self::Link { content, .. }
            | Self::Reference { content, .. }
            | Self::Isolated { content, .. }
            | Self::Changed { content, .. } => Some(content),
        }
    }

    /// As [`children`](Self::children), to be changed.
    pub fn children_mut(&mut self) -> &mut [Self] {
        self.content_mut().map_or(&mut [], Vec::as_mut_slice)
    }
}

/// What follows an id in a reference that is to print the numeral of its clause alone; no finished document has it.
pub const LABEL_ALONE: &str = ".label";

/// Returns the id of the clause that a reference names: `urges` of `urges.label`.
pub fn clause_of(target: &str) -> &str {
    target.strip_suffix(LABEL_ALONE).unwrap_or(target)
}

/// Returns the words alone, without note marks: for titles, metadata and comparison.
pub fn plain_text(content: &[Inline]) -> String {
    let mut plain = String::new();
    push_plain(content, &mut plain);
    plain
}

fn push_plain(content: &[Inline], plain: &mut String) {
    for inline in content {
        if let Inline::Text(text) = inline {
            plain.push_str(text);
        }
        push_plain(inline.children(), plain);
    }
}

/// Returns how an address begins, if links to the outside may begin so: with a page or a mailbox. Anything else would let
/// a text open files or start programs.
pub fn link_scheme(address: &str) -> Option<&'static str> {
    const SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];
    let begins = |scheme: &&str| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    SCHEMES.into_iter().find(begins)
}

/// Says whether a link to the outside may lead to this address.
///
/// ```
/// assert!(engross_model::is_link_address("https://example.org/"));
/// assert!(!engross_model::is_link_address("https://"));
/// assert!(!engross_model::is_link_address("file:///etc/passwd"));
/// ```
pub fn is_link_address(address: &str) -> bool {
    link_scheme(address).is_some_and(|scheme| address.len() > scheme.len())
}
