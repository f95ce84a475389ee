//! Names that people type: their grammar, and "did you mean …".

/// Says whether a text is a name: a lower-case letter, then lower-case letters, digits and hyphens; 64 at most. Ids of
/// clauses and notes are such names, and those of houses, plugins and formats.
pub fn is_name(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    text.len() <= 64 && text.starts_with(|first: char| first.is_ascii_lowercase()) && text.bytes().all(fits)
}

/// Says whether a text can be the code of a language, as files are called by it: `fr`, `cnr`, `sr-latn`.
pub fn is_language_code(text: &str) -> bool {
    let mut subtags = text.split('-');
    let primary = subtags.next().unwrap_or_default();
    let is_primary = (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_lowercase());
    is_primary
        && subtags.all(|tag| (2..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Returns the candidate that differs least from `word`, if it is near enough to be meant.
///
/// ```
/// assert_eq!(engross_model::nearest("hmtl", ["pdf", "html"]), Some("html"));
/// assert_eq!(engross_model::nearest("spreadsheet", ["pdf", "html"]), None);
/// ```
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = beginning(word);
    let allowed = match word.chars().count() {
        0..2 => 0,
        length => (length / 3).max(1),
    };
    candidates
        .into_iter()
        .filter_map(|candidate| Some((distance(&word, &beginning(candidate), allowed)?, candidate)))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Words beyond this length are compared by their beginning; nobody mistypes a name that long.
const LONGEST: usize = 64;

fn beginning(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).take(LONGEST).collect()
}

/// Counts the slips between two words; `None` if there are more than `allowed`. A word that was begun and not finished is
/// one slip.
fn distance(word: &str, candidate: &str, allowed: usize) -> Option<usize> {
    let begun = word.len() >= 3 && word.len() < candidate.len() && candidate.starts_with(word);
    if begun {
        return (allowed > 0).then_some(1);
    }
    // Each slip makes a word longer or shorter by one letter at most: most words need no closer look.
    let difference = word.chars().count().abs_diff(candidate.chars().count());
    if difference > allowed {
        return None;
    }
    Some(strsim::damerau_levenshtein(word, candidate)).filter(|distance| *distance <= allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_from_names() {
        for (stem, is) in [
            ("en", true),
            ("cnr", true),
            ("sr-latn", true),
            ("zh-hant", true),
            ("text", false),
            ("EN", false),
            ("", false),
            ("e", false),
        ] {
            assert_eq!(is_language_code(stem), is, "{stem}");
        }
    }

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
