//! The numerals of lists in formats that name them by their first one.

/// What stands among Word's names of numerals for those that nothing here knows.
pub(crate) const UNKNOWN: &str = "unknown";

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
        "а" if is_russian(first) => Some("russianLower"),
        "А" if is_russian(first) => Some("russianUpper"),
        _ => None,
    }
}

/// Says whether Cyrillic letters are those of Russian: other alphabets are named behind the letters, `а, б, .., аа, аб, ... (SR)`.
fn is_russian(letters: &str) -> bool {
    !letters.ends_with(')') || letters.ends_with("(RU)")
}

#[cfg(test)]
mod tests {
    use super::beginning;

    #[test]
    fn numerals_are_known_by_what_begins_them() {
        assert_eq!(beginning("1"), Some("decimal"));
        assert_eq!(beginning("א, י, ק, ..."), Some("hebrew1"));
        assert_eq!(beginning("А, Б, .., Аа, Аб, ..."), Some("russianUpper"));
        assert_eq!(beginning("а, б, .., аа, аб, ... (RU)"), Some("russianLower"));
        for unknown in ["а, б, .., аа, аб, ... (SR)", "α, β, γ, ...", "甲, 乙, 丙, ...", "א, ב, ...", "First", ""]
        {
            assert_eq!(beginning(unknown), None, "{unknown}");
        }
    }
}
