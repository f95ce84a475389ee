//! What a reading knows of the paragraphs so far.

use smallvec::SmallVec;

use super::costs;
use super::sight::{Beginning, Features};
use crate::label::Numeral;

/// The numbers of a clause and of those above it, outermost first: few, and copied from reading to reading.
pub(crate) type Numbers = SmallVec<[u32; 4]>;

/// What matters of the paragraphs so far for those that follow.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct State {
    /// The part that is open.
    pub(super) form: Option<usize>,
    /// Whether its heading or formula stood above it.
    pub(super) is_told: bool,
    /// The numbers of the open clause and of its points.
    pub(super) values: Numbers,
    /// How far from the edge the open clause and its points stand.
    pub(super) indents: SmallVec<[Option<u32>; 4]>,
    /// The depth in lists of the last clause.
    pub(super) depth: Option<usize>,
    /// Whether the open clause has a heading and no words yet.
    pub(super) headed: bool,
    /// The list before the closing words of the open clause: no point of it follows.
    pub(super) closed: Option<ClosedList>,
    /// Whether no entry of the open list so far has a label, or the last clause had none though its part counts them.
    pub(super) unlabelled: bool,
    /// How the last entry of the open list began.
    pub(super) begun: Option<Beginning>,
    /// For the open clause and its points: the numerals of the label, where it is written otherwise than the house does it:
    /// `a)` for `a.`; or its bullet.
    pub(super) dressed: SmallVec<[Option<Numeral>; 4]>,
    /// Whether a heading waits for the clause below it.
    pub(super) heading_waits: bool,
    /// The last number of a numbering that runs through all parts.
    pub(super) running: u32,
    pub(super) announced: Announced,
    /// Whether points must follow.
    pub(super) promised: bool,
    /// Whether the last paragraph ended as a clause does; and whether with a mark after which something follows.
    pub(super) ended: bool,
    pub(super) continues: bool,
    /// Whether the last paragraph ended with a semicolon, or a sentence: nothing of it follows.
    pub(super) done: bool,
    /// Whether the last paragraph was a cell of a table that stands within a sentence.
    pub(super) behind_table: bool,
    /// Whether the lines below the text have begun.
    pub(super) below: bool,
}

/// What the house printed last, where no clause has followed yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Announced {
    #[default]
    Nothing,
    /// The opening, which says that the first clause follows.
    Opening,
    /// The heading or formula of a form.
    Part(usize),
}

/// A list that closing words have ended, and the points of a second list behind them, which a source text cannot have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ClosedList {
    /// The number of its last point.
    pub(super) last: u32,
    /// How many points stand behind the closing words.
    pub(super) further: u32,
}

impl State {
    /// Says what it costs to end here.
    pub(super) fn unfinished(&self) -> u32 {
        cost_if(self.form.is_none(), costs::NO_CLAUSE) + self.leaves_heading()
    }

    /// Returns what is known behind a further paragraph.
    pub(super) fn behind(&self, seen: &Features<'_>) -> Self {
        let state = self.clone();
        if seen.cell {
            // A table stands in the text, and no word of it ends a clause.
            let behind_table = state.behind_table || state.continues || !state.ended;
            return Self { headed: false, promised: false, behind_table, ..state };
        }
        Self {
            headed: false,
            promised: seen.promises,
            ended: seen.ended,
            continues: seen.continues,
            done: seen.done,
            behind_table: false,
            ..state
        }
    }

    /// Says whether a paragraph goes on with the sentence in which a table stands.
    pub(super) fn goes_on_behind_table(&self, seen: &Features<'_>) -> bool {
        self.behind_table && seen.label.is_none() && seen.begins == Beginning::Small && !seen.leads_at_all()
    }

    /// Says whether a paragraph stands elsewhere than the open clause of this depth, counted from 1.
    pub(super) fn is_apart(&self, seen: &Features<'_>, depth: usize) -> bool {
        seen.indent.zip(self.indent(depth)).is_some_and(|(here, there)| here != there)
    }

    /// Returns how far from the edge the open clause of a depth stands, counted from 1.
    fn indent(&self, depth: usize) -> Option<u32> {
        depth.checked_sub(1).and_then(|at| self.indents.get(at).copied().flatten())
    }

    /// What it costs that no clause follows a heading.
    pub(super) fn leaves_heading(&self) -> u32 {
        cost_if(self.heading_waits, costs::HEADING_WITHOUT_CLAUSE)
    }

    /// What it costs that what follows belongs to no clause of the part that the house has announced: `ANNEX`.
    pub(super) fn leaves_part(&self) -> u32 {
        cost_if(matches!(self.announced, Announced::Part(_)), costs::ANNOUNCED_WITHOUT_CLAUSE)
    }

    /// What it costs that no point follows where points must, or that the last paragraph did not end.
    pub(super) fn interrupts(&self) -> u32 {
        cost_if(self.promised, costs::POINTS_MISSING) + cost_if(self.form.is_some() && !self.ended, costs::NOT_ENDED)
    }

    /// Says whether a paragraph stands where another of the open clauses does, or further in, than the one of this depth:
    /// words may begin where the label of their clause does.
    pub(super) fn is_elsewhere(&self, seen: &Features<'_>, depth: usize) -> bool {
        let is_inside = seen.indent.zip(self.indent(depth)).is_some_and(|(here, there)| here > there);
        is_inside || self.is_apart(seen, depth) && self.indents.contains(&seen.indent)
    }
}

/// Returns the cost of what is so, else nothing.
pub(super) fn cost_if(is_so: bool, cost: u32) -> u32 {
    if is_so { cost } else { 0 }
}
