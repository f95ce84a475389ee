//! "Did you mean …": the nearest of some known words.

/// Returns the candidate that differs least from `word`, if it is near enough to be meant.
///
/// ```
/// assert_eq!(engross_host::nearest("hmtl", ["pdf", "html"]), Some("html"));
/// assert_eq!(engross_host::nearest("spreadsheet", ["pdf", "html"]), None);
/// ```
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.chars().flat_map(char::to_lowercase).take(LONGEST).collect();
    let allowed = (word.len() / 3).max(1) + usize::from(word.len() > 3);
    candidates
        .into_iter()
        .map(|candidate| (if begins(candidate, &word) { 1 } else { distance(&word, candidate) }, candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Tells whether a name was begun and not finished.
fn begins(candidate: &str, word: &[char]) -> bool {
    word.len() >= 3 && candidate.chars().flat_map(char::to_lowercase).take(word.len()).eq(word.iter().copied())
}

/// Words beyond this length are compared by their beginning; nobody mistypes a name that long.
const LONGEST: usize = 64;

/// Counts the letters to insert, delete or replace.
fn distance(word: &[char], candidate: &str) -> usize {
    let candidate: Vec<char> = candidate.chars().flat_map(char::to_lowercase).take(LONGEST).collect();
    let mut above: Vec<usize> = (0..=candidate.len()).collect();
    for (row, letter) in word.iter().enumerate() {
        let mut current = vec![row + 1];
        let mut left = row + 1;
        for (pair, other) in above.windows(2).zip(&candidate) {
            let &[diagonal, up] = pair else { continue };
            left = (diagonal + usize::from(letter != other)).min(up + 1).min(left + 1);
            current.push(left);
        }
        above = current;
    }
    above.last().copied().unwrap_or(word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognised_and_strangers_are_not() {
        let known = ["declaration", "resolution", "pdf", "docx"];
        for (typed, meant) in [
            ("declartion", Some("declaration")),
            ("Resolution", Some("resolution")),
            ("dcox", Some("docx")),
            ("pd", Some("pdf")),
            ("decl", Some("declaration")),
            ("treaty", None),
        ] {
            assert_eq!(nearest(typed, known), meant, "{typed}");
        }
    }

    #[test]
    fn odd_input_is_no_trouble() {
        assert_eq!(nearest("", ["pdf"]), None);
        assert_eq!(nearest(&"x".repeat(1_000_000), ["pdf"]), None);
        assert_eq!(nearest("pdf", []), None);
    }
}
