//! Findings: everything engross has to say about a text, from the parser to the preview.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::code_entry;

/// One finding. Many are reported at once; none of them stops the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Finding {
    /// A code of the registry ([`CODES`](crate::CODES)): `PUN-01`.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong: one sentence, no capital, no full stop.
    pub message: String,
    /// Where.
    #[serde(default)]
    pub place: Place,
    /// What else helps to understand it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// What to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// A change of the author's file that mends it, where one is safe.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

impl Finding {
    /// Makes a finding with the registry's severity for `code`, and no place yet.
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            severity: code_entry(code).map_or(Severity::Error, |entry| entry.severity),
            message: message.into(),
            place: Place::default(),
            notes: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// Places it in a file.
    #[must_use]
    pub fn at(mut self, file: impl Into<String>, span: Range<usize>) -> Self {
        self.place.file = Some(file.into());
        self.place.span = Some(span);
        self
    }

    /// Places it in a file as a whole.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.place.file = Some(file.into());
        self
    }

    /// Places it at a clause or another unit of the text.
    #[must_use]
    pub fn in_clause(mut self, clause: impl Into<String>) -> Self {
        self.place.clause = Some(clause.into());
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a note.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds a fix.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Worth a look; does not block.
    Warning,
    /// Blocks: the exit code says so.
    Error,
}

/// Where a finding is, as exactly as is known.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Place {
    /// The file, as the user named it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Byte range in that file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Range<usize>>,
    /// Id of the clause or unit (`urges`, `doc.title`, `fn.treaty`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// The language version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// A mend of the author's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Fix {
    /// What it does: "replace `:` by `;`".
    pub title: String,
    /// The changes, all in the finding's file, none overlapping.
    pub edits: Vec<Edit>,
}

/// One replacement of bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Edit {
    /// The bytes that go; empty for an insertion.
    pub span: Range<usize>,
    /// What comes in their place.
    pub replacement: String,
}
