//! How wide the columns are in which labels hang: one width for each depth, as the house's look says, or as wide as the
//! labels need that stand there.
//!
//! A style attribute would break the page's policy, so that a width is a class, in steps of half an em.

use engross_plugin::model::{Document, LabelPlace, Look, Part, label_width};

use crate::look::points;

/// The widest column; a longer label reaches into its clause's first line.
const WIDEST: u32 = 16;
/// What stands between a label and its clause at least, in hundredths of an em.
const GAP: u32 = 55;

/// The width of each depth.
pub(crate) struct Columns(Vec<u32>);

impl Columns {
    /// Returns the width of one column for the labels of all depths, in half ems; 0 where nothing has a label.
    pub(crate) fn widest(document: &Document, look: &Look) -> u32 {
        widest(&document.parts, look).into_iter().max().unwrap_or_default()
    }

    /// Measures the labels of a document.
    pub(crate) fn of(document: &Document, look: &Look) -> Self {
        Self(widest(&document.parts, look))
    }

    /// Returns the columns for one part: all parts line up, but where a part has no label at a depth, it has no column.
    pub(crate) fn within(&self, part: &Part, look: &Look) -> Self {
        let labels = widest(std::slice::from_ref(part), look);
        Self(self.0.iter().zip(labels).map(|(column, label)| if label == 0 { 0 } else { *column }).collect())
    }

    /// Returns the column at a depth in half ems; 0 where nothing has a label.
    pub(crate) fn at(&self, depth: usize) -> u32 {
        self.0.get(depth).copied().unwrap_or_default()
    }
}

/// Returns the width of the widest column at each depth. A label on a line of its own needs none.
fn widest(parts: &[Part], look: &Look) -> Vec<u32> {
    let mut widest: Vec<u32> = Vec::new();
    for clause in parts.iter().flat_map(Part::clauses) {
        clause.walk(&mut |clause, depth| {
            if widest.len() <= depth {
                widest.resize(depth + 1, 0);
            }
            let level = look.level(&clause.level);
            let label = clause.printed_label().filter(|_| level.label != LabelPlace::Line);
            let column = label.map_or(0, |label| half_ems(&label.text, points(level.column) / look.size));
            if let Some(depth) = widest.get_mut(depth) {
                *depth = column.max(*depth);
            }
        });
    }
    widest
}

/// Returns the column of a label, for which the house has so many ems.
fn half_ems(label: &str, ems: f64) -> u32 {
    let stated = (2.0 * ems).round().clamp(0.0, f64::from(WIDEST)) as u32;
    (label_width(label) + GAP).div_ceil(50).max(stated).min(WIDEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_those_of_the_house_and_grow_with_their_labels() {
        assert_eq!(half_ems("1.", 2.6), 5);
        assert_eq!(half_ems("1.", 3.0), 6);
        assert_eq!(half_ems("ff.", 0.0), 3);
        assert!(half_ems("Article 12.", 2.6) > half_ems("126.", 2.6));
        assert_eq!(half_ems(&"x".repeat(10_000), 2.6), WIDEST);
        assert_eq!(half_ems("1.", f64::INFINITY), WIDEST);
    }
}
