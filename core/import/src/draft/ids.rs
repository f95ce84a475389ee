//! Names for the clauses and headings of a text: those that the file has for them, else some of their words.

use std::collections::{BTreeMap, BTreeSet};

use engross_compile::{Ids, is_value};

use crate::arrange::{Role, Sight};
use crate::forms::Form;
use crate::markup::Target;

/// Finds an id for each clause and heading: the one that the file has for it, else one of its words.
pub(super) fn propose(sights: &[Sight<'_>], roles: &[Role]) -> Vec<String> {
    let known: Vec<Option<String>> =
        sights.iter().map(|sight| sight.paragraph.anchors.iter().find_map(|it| own_id(it))).collect();
    let mut seen = BTreeSet::new();
    // What stands twice names neither place.
    let known: Vec<Option<String>> = known.into_iter().map(|id| id.filter(|id| seen.insert(id.clone()))).collect();
    let mut ids = Ids::beside(known.iter().flatten().cloned());
    let propose = |((sight, role), known): ((&Sight<'_>, &Role), Option<String>)| match role {
        Role::Clause { .. } | Role::Heading => known.unwrap_or_else(|| ids.make(sight.parted().1)),
        _ => String::new(),
    };
    sights.iter().zip(roles).zip(known).map(propose).collect()
}

/// Returns the id that a place in a file of engross's own is named after. Names that programs make are none.
fn own_id(anchor: &str) -> Option<String> {
    let id = anchor.strip_prefix("clause_").map_or_else(|| anchor.to_owned(), |id| id.replace('_', "-"));
    let is_id = id.starts_with(|first: char| first.is_ascii_lowercase())
        && id.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-');
    // Names that are too short tell nothing.
    (is_id && id.len() > 2 && !is_value(&id)).then_some(id)
}

/// Returns what links of the file may lead to, by the names that it has for these places.
pub(super) fn targets(
    sights: &[Sight<'_>],
    roles: &[Role],
    forms: &[Form<'_>],
    ids: &[String],
) -> BTreeMap<String, Target> {
    let may_be_meant = |sight: &Sight<'_>| !sight.paragraph.anchors.is_empty();
    let named = sights.iter().zip(roles).zip(ids).filter(|((sight, _), id)| !id.is_empty() && may_be_meant(sight));
    let targets = named.flat_map(|((sight, role), id)| {
        let called = match role {
            Role::Clause { form, values, .. } => forms[*form].called(values),
            _ => None,
        };
        let target = Target { id: id.clone(), label: sight.parted().0.map(str::to_owned), called };
        sight.paragraph.anchors.iter().map(move |anchor| (anchor.clone(), target.clone()))
    });
    targets.collect()
}
