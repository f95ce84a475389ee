//! Which paragraph is which clause: the reading of the whole text that asks for the fewest repairs.
//!
//! Labels, lead words, list depths and end marks may each be damaged, so none of them decides alone. Every paragraph may be
//! several things; all readings are carried on side by side, each with what it costs to believe it, and the cheapest of
//! the whole text wins. So a lost letter, an `I.` for `l.` and a quoted `5.` are seen from what stands around them.
//!
//! `sight.rs` says what a paragraph looks like, `quotation.rs` which ones are quoted, `steps.rs` and `lists.rs` what it may
//! be behind those before it, of which `state.rs` knows what matters, `label.rs` how its label agrees with that, `costs.rs`
//! what it costs to believe it.

mod costs;
mod label;
mod lists;
mod quotation;
mod sight;
mod state;
mod steps;

use std::collections::BTreeSet;

use crate::forms::Form;

pub(crate) use self::label::LabelReading;
pub(crate) use self::sight::{Features, Printed, Sight, above_text, is_code, look};
use self::state::{Numbers, State};

/// What a paragraph is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Role {
    /// A line above the body.
    Head,
    /// What the house prints itself: the opening, a formula, the heading of a part.
    Printed,
    /// A heading between clauses.
    Heading,
    /// A clause or point; its numbers from the outermost on.
    Clause { form: usize, values: Numbers, label: LabelReading },
    /// Goes on with the paragraph before it.
    Continued,
    /// Closes a clause after its points; how deep the clause is.
    Closing { depth: usize },
    /// A point behind such closing words, where a source text has none; how deep the clause is.
    SecondList { depth: usize },
    /// A point deeper in the lists of the file than the house has levels.
    TooDeep,
    /// A line below the body.
    Foot,
}

/// How many readings are carried on.
const CARRIED: usize = 48;

/// Finds what every paragraph is, given what each shows.
pub(crate) fn arrange(paragraphs: &[Features<'_>], forms: &[Form<'_>]) -> Vec<Role> {
    let mut steps: Vec<Taken> = Vec::new();
    let mut readings = vec![Reading::default()];
    for features in paragraphs {
        let further = readings.iter().flat_map(|reading| {
            let next = |step: steps::Step| {
                (step.role, Reading { cost: reading.cost + step.cost, last: reading.last, state: step.state })
            };
            reading.state.steps(features, forms).into_iter().map(next)
        });
        let mut further: Vec<(Role, Reading)> = further.collect();
        // Readings are large: they are moved once, not while they are sorted.
        further.sort_by_cached_key(|(_, reading)| reading.cost);
        // Of two readings that have come to the same state the cheaper one is carried on.
        let mut states = BTreeSet::new();
        further.retain(|(_, reading)| states.len() < CARRIED && states.insert(reading.state.clone()));
        readings = further
            .into_iter()
            .map(|(role, reading)| {
                steps.push(Taken { before: reading.last, role });
                Reading { last: Some(steps.len() - 1), ..reading }
            })
            .collect();
    }
    let best = readings.into_iter().min_by_key(|reading| reading.cost + reading.state.unfinished());
    roles(&steps, best.and_then(|reading| reading.last))
}

/// Follows a reading from its last step to its first.
fn roles(steps: &[Taken], last: Option<usize>) -> Vec<Role> {
    let mut roles = Vec::new();
    let mut at = last;
    while let Some(step) = at.and_then(|at| steps.get(at)) {
        roles.push(step.role.clone());
        at = step.before;
    }
    roles.reverse();
    roles
}

/// A reading of the paragraphs so far.
#[derive(Debug, Default)]
struct Reading {
    cost: u32,
    /// Its last step.
    last: Option<usize>,
    state: State,
}

/// A paragraph in one reading, and the step before it.
struct Taken {
    before: Option<usize>,
    role: Role,
}
