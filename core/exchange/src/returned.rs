//! What came back from a translator.

use std::ops::Range;

use engross_model::{Finding, Inline};

use crate::{Claim, Format, refusal};

/// A file that was read, with every unit that could be.
#[derive(Debug, Clone, PartialEq)]
pub struct Returned {
    /// What it is.
    pub format: Format,
    /// The text it says it belongs to.
    pub document: String,
    /// The revision of the source it says it was made from; empty if it does not say.
    pub revision: String,
    /// The language it says it was translated from.
    pub source_language: String,
    /// The language it says it was translated to; empty if it does not say.
    pub target_language: String,
    /// Its units in file order; no id stands twice.
    pub units: Vec<ReturnedUnit>,
    /// Units that could not be read and are not among `units`: `M106`.
    pub findings: Vec<Finding>,
    /// The file, as the user named it.
    pub(crate) file: String,
    /// Where it says what it belongs to.
    pub(crate) place: Range<usize>,
}

impl Returned {
    /// Compares what the file says it belongs to with the text it is merged into.
    ///
    /// # Errors
    ///
    /// `M205` if it belongs to another text or another pair of languages.
    pub fn belongs_to(&self, document: &str, source_language: &str, target_language: &str) -> Result<(), Finding> {
        let other = |what: &str, theirs: &str, ours: &str| {
            let message = match theirs {
                "" => format!("the file does not say which {what} it has; it should be `{ours}`"),
                _ => format!("the file is of the {what} `{}`, not `{ours}`", refusal::excerpt(theirs)),
            };
            refusal::refuse("M205", message, &self.file, self.place.clone())
                .help("import the file that was exported for this text and this language")
        };
        for (what, theirs, ours) in [
            ("text", &self.document, document),
            ("source language", &self.source_language, source_language),
            ("target language", &self.target_language, target_language),
        ] {
            if !theirs.replace('_', "-").eq_ignore_ascii_case(&ours.replace('_', "-")) {
                return Err(other(what, theirs, ours));
            }
        }
        Ok(())
    }
}

/// A unit that came back. Runs of blanks and line breaks in its texts are one blank.
#[derive(Debug, Clone, PartialEq)]
pub struct ReturnedUnit {
    /// Its id, as it was sent.
    pub id: String,
    /// The source, as the file has it.
    pub source: Vec<Inline>,
    /// The translation; empty for none.
    pub target: Vec<Inline>,
    /// What the file says of the translation; `None` if it says nothing, or only that there is none yet.
    pub claim: Option<Claim>,
    /// Where it begins in the file: the bytes of its start tag, or of the line with its `msgctxt`.
    pub place: Range<usize>,
}
