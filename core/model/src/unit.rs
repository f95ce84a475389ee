//! The names of units: the pieces of a text for which a language version has words. A clause and a heading between clauses
//! are units by their ids; what else there is, is named here.

/// Names the heading of a clause: `keep.heading`.
pub fn heading_unit(clause: &str) -> String {
    format!("{clause}.heading")
}

/// Names the words of a clause after its points: `keep.tail`.
pub fn closing_unit(clause: &str) -> String {
    format!("{clause}.tail")
}

/// Names a note: `fn.treaty`.
pub fn note_unit(note: &str) -> String {
    format!("fn.{note}")
}

/// Names a field of the title block, or a place in the adoption note: `doc.title`.
pub fn field_unit(field: &str) -> String {
    format!("doc.{field}")
}
