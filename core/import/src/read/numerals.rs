//! The numerals of lists in formats that name them by their first one.

/// Returns what Word calls the numerals that begin so: `a` for a, b, c.
pub(crate) fn beginning(first: &str) -> Option<&'static str> {
    match first {
        "1" => Some("decimal"),
        "a" => Some("lowerLetter"),
        "A" => Some("upperLetter"),
        "i" => Some("lowerRoman"),
        "I" => Some("upperRoman"),
        _ => None,
    }
}
