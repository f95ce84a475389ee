//! What a browser has already: of a long text that is nearly all, and it is neither made nor sent again.
//!
//! Every piece of markup that may stay has a state, which is another as soon as anything in it changes. A browser says which
//! states it has, and is told of those pieces only that they stay.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::page::{Sheet, Stretch};

/// How many letters name a state.
const LETTERS: usize = 16;

/// The states of pieces that a browser has: `known=0123456789abcdef,…`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Asked")]
pub(crate) struct Known(BTreeSet<String>);

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    known: String,
}

impl From<Asked> for Known {
    fn from(asked: Asked) -> Self {
        Self(asked.known.split(',').map(str::to_owned).collect())
    }
}

impl Known {
    /// Gives a page its state, and leaves nothing of it but that if the browser has it. `place` is what its markup depends
    /// on besides.
    pub(crate) fn sheet(&self, place: &[&str], sheet: Sheet) -> Sheet {
        let state = state(&(place, &sheet));
        match self.0.contains(&state) {
            true => Sheet { number: sheet.number, state, stays: true, ..Sheet::default() },
            false => Sheet { state, ..sheet },
        }
    }

    /// Does the same with a stretch of the outline.
    pub(crate) fn stretch(&self, place: &[&str], stretch: Stretch) -> Stretch {
        let state = state(&(place, &stretch));
        match self.0.contains(&state) {
            true => Stretch { page: stretch.page, state, stays: true, ..Stretch::default() },
            false => Stretch { state, ..stretch },
        }
    }
}

fn state(piece: &impl Serialize) -> String {
    let bytes = serde_json::to_vec(piece).unwrap_or_default();
    blake3::hash(&bytes).to_hex().chars().take(LETTERS).collect()
}
