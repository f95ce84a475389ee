//! The numerals of lists in formats that name them by their first one.

/// Returns what Word calls the numerals that begin so: `a` for a, b, c. Some are named by more than the first: `一, 二, 三, ...`.
pub(crate) fn beginning(first: &str) -> Option<&'static str> {
    // Hebrew letters add up, or are those of the alphabet one by one.
    if first.starts_with("א, י") {
        return Some("hebrew1");
    }
    match first.split(',').next()?.trim() {
        "1" => Some("decimal"),
        "a" => Some("lowerLetter"),
        "A" => Some("upperLetter"),
        "i" => Some("lowerRoman"),
        "I" => Some("upperRoman"),
        "１" => Some("decimalFullWidth"),
        "①" => Some("decimalEnclosedCircle"),
        "一" => Some("chineseCounting"),
        _ => None,
    }
}
