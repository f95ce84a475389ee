//! How wide the columns are in which labels hang: one width for each depth, from the labels that stand there.
//!
//! A style attribute would break the page's policy, so that a width is a class, in steps of half an em.

use engross_plugin::model::{Document, LabelPlace, Look, Part};

/// The least column with a label in it, in half ems, at the first level and below it.
const LEAST: [u32; 2] = [5, 4];
/// The widest column; a longer label reaches into its clause's first line.
const WIDEST: u32 = 16;
/// What stands between a label and its clause at least, in hundredths of an em.
const GAP: u32 = 55;

/// The width of each depth.
pub(crate) struct Columns(Vec<u32>);

impl Columns {
    /// Returns the width of one column for the labels of all depths, in half ems; 0 where nothing has a label.
    pub(crate) fn widest(document: &Document, look: &Look) -> u32 {
        widest(&document.parts, look).into_iter().map(|width| half_ems(1, width)).max().unwrap_or_default()
    }

    /// Measures the labels of a document.
    pub(crate) fn of(document: &Document, look: &Look) -> Self {
        let widest = widest(&document.parts, look);
        Self(widest.into_iter().enumerate().map(|(depth, width)| half_ems(depth, width)).collect())
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

/// Returns the width of the widest label at each depth. One on a line of its own needs no column.
fn widest(parts: &[Part], look: &Look) -> Vec<u32> {
    let mut widest: Vec<u32> = Vec::new();
    for clause in parts.iter().flat_map(Part::clauses) {
        clause.walk(&mut |clause, depth| {
            if widest.len() <= depth {
                widest.resize(depth + 1, 0);
            }
            let is_beside = look.level(&clause.level).label != LabelPlace::Line;
            let label = clause.printed_label().filter(|_| is_beside).map_or(0, |label| width(&label.text));
            if let Some(depth) = widest.get_mut(depth) {
                *depth = label.max(*depth);
            }
        });
    }
    widest
}

fn half_ems(depth: usize, width: u32) -> u32 {
    let least = if depth == 0 { LEAST[0] } else { LEAST[1] };
    if width == 0 { 0 } else { (width + GAP).div_ceil(50).clamp(least, WIDEST) }
}

/// Returns about how wide a label is in a usual sans serif, in hundredths of an em.
fn width(label: &str) -> u32 {
    label.chars().take(64).map(letter_width).sum()
}

fn letter_width(letter: char) -> u32 {
    match letter {
        'i' | 'j' | 'l' | 'f' | 't' | 'I' | ' ' | '.' | ',' | ':' | ';' | '(' | ')' | '[' | ']' | '-' | '\'' => 30,
        'm' | 'w' | 'M' | 'W' => 90,
        'A'..='Z' => 72,
        _ => 56,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_grow_with_their_labels() {
        let column = |depth, label| half_ems(depth, width(label));
        assert_eq!(column(0, ""), 0);
        assert_eq!(column(0, "1."), 5);
        assert_eq!(column(1, "ff."), 4);
        assert!(column(0, "Article 12.") > column(0, "126."));
        assert_eq!(column(0, &"x".repeat(10_000)), WIDEST);
    }
}
