//! Names that a house gives, and that mean something else already.

use std::collections::{BTreeMap, BTreeSet};

use engross_model::Finding;

use super::data::HouseData;
use super::phrase::SLOTS;
use super::places::{Spot, Wrong};
use crate::parse::KEYS;

/// Looks for names of parts and fields that texts or phrases could not tell apart.
pub(super) fn of_house(data: &HouseData) -> Wrong {
    let mut wrong = Wrong::default();
    parts(data, &mut wrong);
    fields(data, &mut wrong);
    wrong
}

/// A part's name is a key of texts.
fn parts(data: &HouseData, wrong: &mut Wrong) {
    let mut known = BTreeSet::new();
    for (index, part) in data.parts.iter().enumerate() {
        let name = part.name.as_str();
        let place = Spot::Value(format!("parts/{index}/name"));
        let (spot, message, help) = if name.trim().is_empty() {
            // The name itself may not be there.
            let spot = if name.is_empty() { Spot::Key(format!("parts/{index}/numbering")) } else { place };
            (spot, "this part has no name".to_owned(), "add `name: …`: the key under which texts have its clauses")
        } else if KEYS.contains(&name) {
            (place, format!("`{name}` means something else in texts"), "give the part another name")
        } else if !known.insert(name) {
            (
                place,
                format!("there are two parts called `{name}`"),
                "give one of them another name, or put them together",
            )
        } else {
            continue;
        };
        wrong.push(spot, Finding::new("HOUSE-02", message).help(help));
    }
}

/// A field's name is a slot of phrases, and so are those made of it.
fn fields(data: &HouseData, wrong: &mut Wrong) {
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    for (name, form) in &data.fields {
        for slot in form.slots(name) {
            let message = if SLOTS.contains(&slot.as_str()) {
                format!("all houses have the slot `{{{slot}}}`, and it means something else")
            } else if let Some(other) = known.insert(slot.clone(), name) {
                format!("the field `{other}` fills the slot `{{{slot}}}` too")
            } else {
                continue;
            };
            let finding = Finding::new("HOUSE-02", message).help("give the field another name");
            wrong.push(Spot::Key(format!("fields/{name}")), finding);
        }
    }
}
