//! How the label that a paragraph has agrees with the one that its place would give it.

use std::rc::Rc;

use super::costs;
use super::sight::Features;
use crate::forms::Level;
use crate::label::{self, Likeness};

/// How a label was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LabelReading {
    /// As it should stand, or none where none should.
    Right,
    /// Nothing was there.
    Lost { expected: Rc<str> },
    /// Nothing was there, and nothing need be if the clause is the only one.
    LostOfTheFirst { expected: Rc<str> },
    /// Something like it was there.
    Mistaken { expected: Rc<str> },
    /// Something else was there.
    Other { expected: Rc<str> },
    /// A label where the house prints none.
    Needless,
}

/// A number that a clause may have: how its label was read then, and what that costs.
pub(super) struct Counted {
    pub(super) value: u32,
    pub(super) label: LabelReading,
    /// How far the label that was read is the right one; `None` where there is none, or another.
    pub(super) likeness: Option<Likeness>,
    pub(super) cost: u32,
}

/// How many entries of a list may be missing in a row.
const FURTHEST: u32 = 4;

/// Reads the number of a clause below others, given the one that it should have: where entries are missing or stand twice
/// counting goes on from the label that is printed.
pub(super) fn count(level: &Level<'_>, above: &[u32], value: u32, features: &Features<'_>) -> Counted {
    let expected = |value: u32| level.label(above, value);
    let may_lack = level.scheme.only_if_several && value == level.scheme.start;
    let is_sole = |label: &str| level.sole.as_ref().is_some_and(|sole| sole.to_lowercase() == label.to_lowercase());
    if value == level.scheme.start && features.label.is_some_and(is_sole) {
        return Counted { value, label: LabelReading::Right, likeness: Some(Likeness::Same), cost: 0 };
    }
    let counted = read(level, features, expected(value), value, may_lack);
    let (LabelReading::Other { .. }, Some(read)) = (&counted.label, features.label) else { return counted };
    // A level that need not be there may be left out: points stand directly below the clause.
    if level.scheme.only_if_several && label::shows(read, value) {
        return Counted { likeness: Some(Likeness::Elsewhere), cost: costs::LABEL_OF_LEVEL_BELOW, ..counted };
    }
    let likeness = |read: &str, value: u32| label::compare(read, &expected(value)?, value);
    let fits = |value: &u32| likeness(read, *value).is_some_and(|it| it < Likeness::Mistaken);
    // What was inserted takes no number: counting goes on as if it were not there.
    let follows = |before: &str| likeness(before, value - 1).is_some_and(|it| it < Likeness::Mistaken);
    if value > level.scheme.start && label::inserted_behind(read).is_some_and(follows) {
        return Counted { value: value - 1, cost: costs::LABEL_INSERTED, ..counted };
    }
    match (1..=FURTHEST).find(|missing| fits(&(value + missing))) {
        Some(missing) => Counted { value: value + missing, cost: costs::ENTRIES_MISSING + missing, ..counted },
        None if value > level.scheme.start && fits(&(value - 1)) => {
            Counted { value: value - 1, cost: costs::LABEL_TWICE, ..counted }
        }
        None => counted,
    }
}

/// Reads the number of the first clause of a part, where it counts anew though the numbering runs through all parts.
pub(super) fn begun_anew(level: &Level<'_>, counted: Counted, features: &Features<'_>) -> Counted {
    if !matches!(counted.label, LabelReading::Other { .. }) || counted.cost <= costs::PART_NUMBERED_ANEW {
        return counted;
    }
    let first = level.scheme.start;
    match read(level, features, level.label(&[], first), first, false).label {
        LabelReading::Right => Counted { value: first, cost: costs::PART_NUMBERED_ANEW, ..counted },
        _ => counted,
    }
}

/// Says whether a label is a bullet, which counts nothing.
pub(super) fn is_bullet(label: &str) -> bool {
    !label.chars().any(char::is_alphanumeric)
}

/// Compares the label that a paragraph has with the one that it should have.
fn read(level: &Level<'_>, features: &Features<'_>, expected: Option<Rc<str>>, value: u32, may_lack: bool) -> Counted {
    let in_list = features.depth.is_some();
    let counted = |label, cost| Counted { value, label, likeness: None, cost };
    if let (Some(read), Some(expected)) = (features.label, &expected)
        && is_bullet(read)
        && is_bullet(expected)
    {
        return counted(LabelReading::Right, if read.trim() == expected.trim() { 0 } else { costs::OTHER_BULLET });
    }
    match (features.label.filter(|label| !is_bullet(label)), expected) {
        (None, None) => counted(LabelReading::Right, if features.label.is_some() { costs::BULLET_FOR_NONE } else { 0 }),
        (None, Some(expected)) if is_bullet(&expected) => {
            let is_there = features.label.is_some() || in_list;
            counted(LabelReading::Right, if is_there { 0 } else { costs::BULLET_LOST })
        }
        (None, Some(expected)) if may_lack => {
            counted(LabelReading::LostOfTheFirst { expected }, costs::LABEL_OF_THE_ONLY_ONE)
        }
        (None, Some(expected)) => {
            let cost = if in_list { costs::LABEL_LOST_IN_LIST } else { costs::LABEL_LOST };
            counted(LabelReading::Lost { expected }, cost)
        }
        (Some(read), None) if label::shows(read, value) => {
            counted(LabelReading::Needless, costs::LABEL_NEEDLESS_COUNTED)
        }
        (Some(_), None) => counted(LabelReading::Needless, costs::LABEL_NEEDLESS),
        (Some(read), Some(expected)) => {
            // Lists within lists of Markdown all count in figures; where no level of a part does, figures are its letters.
            let may_be_figure = features.depth > Some(0) || !level.is_beside_figures;
            let is_figure = || may_be_figure && label::number(read) == Some(value);
            // Where a program counts, no letter is lost that another one could be taken for: `(a)` stands for `i.`.
            let is_letter = || features.automatic && in_list && label::shows(read, value);
            let is_elsewhere = || (is_figure() || is_letter()).then_some(Likeness::Elsewhere);
            let likeness = label::compare(read, &expected, value).or_else(is_elsewhere);
            let (label, cost) = match likeness {
                Some(Likeness::Same) => (LabelReading::Right, 0),
                Some(Likeness::Dressed) => (LabelReading::Right, costs::LABEL_DRESSED),
                Some(Likeness::Elsewhere) => (LabelReading::Mistaken { expected }, costs::LABEL_OF_OTHER_ALPHABET),
                Some(Likeness::Mistaken) => (LabelReading::Mistaken { expected }, costs::LABEL_MISTAKEN),
                Some(Likeness::BegunAnew) => (LabelReading::Mistaken { expected }, costs::LABEL_BEGUN_ANEW),
                Some(Likeness::LastOnly) => (LabelReading::Mistaken { expected }, costs::LABEL_WITHOUT_THOSE_ABOVE),
                None => (LabelReading::Other { expected }, costs::LABEL_OTHER),
            };
            Counted { likeness, ..counted(label, cost) }
        }
    }
}
