//! How sure a repair is, and why. Every finding of a repair says it in a note.

use std::fmt::Display;

/// How sure a repair is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sureness {
    /// Something in the file proves it.
    Sure,
    /// Something speaks for it, nothing against it.
    Likely,
    /// Nothing says it outright.
    Guess,
}

impl Sureness {
    /// Writes it as the note of a finding, with the reason.
    pub(crate) fn because(self, reason: impl Display) -> String {
        let name = match self {
            Self::Sure => "sure",
            Self::Likely => "likely",
            Self::Guess => "guess",
        };
        format!("{name}: {reason}")
    }
}
