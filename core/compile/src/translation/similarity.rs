//! How much two texts have in common, in hundredths: by it a memory offers what was translated before.
//!
//! Texts are compared in their canonical form, word by word. The same two texts always score the same.

/// The score of the same text between the same neighbours.
pub(super) const IN_CONTEXT: u8 = 101;

/// The score of the same text.
pub(super) const SAME: u8 = 100;

/// Says how much of one canonical form the other has: 100 if they are the same, else 99 at most.
///
/// Texts that differ in capitals alone score 99; those that differ in their marks alone lose one for each. All others
/// lose by the words, marks and signs that must be put in, taken out or replaced, of as many as the longer one has.
pub fn similarity(one: &str, other: &str) -> u8 {
    if one == other {
        return SAME;
    }
    let (tokens, others) = (tokens(one), tokens(other));
    let by_words = score(&tokens, &others);
    let (small, others_small) = (one.to_lowercase(), other.to_lowercase());
    let folded = score(&self::tokens(&small), &self::tokens(&others_small)).saturating_sub(1);
    let by_codes =
        if same_but_codes(&tokens, &others) { SAME.saturating_sub(code_distance(&tokens, &others)) } else { 0 };
    by_words.max(folded).max(by_codes).min(SAME - 1)
}

/// What a memory has for a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// How well it fits: 101 if the text and its neighbours are the same, 100 if the text is, less for one like it.
    pub score: u8,
    /// The translation, with the numbers of the text.
    pub target: String,
}

/// A translation that a memory keeps, in canonical form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remembered {
    /// What was translated.
    pub source: String,
    /// Its translation.
    pub target: String,
    /// The hashes of the units before and after it, or empty.
    pub neighbours: (String, String),
}

/// Says what a remembered translation is worth for a text with certain neighbours.
///
/// Where nothing but numbers differs, those of the text stand in the offer, if each of them is in the translation as
/// often as in its source; it scores 99 at most.
pub fn offer(text: &str, neighbours: (&str, &str), remembered: &Remembered) -> Offer {
    let same = |score: u8| Offer { score, target: remembered.target.clone() };
    if text == remembered.source {
        let (before, after) = &remembered.neighbours;
        return same(if neighbours == (before, after) { IN_CONTEXT } else { SAME });
    }
    let score = similarity(text, &remembered.source);
    match with_numbers(text, remembered) {
        Some(target) => Offer { score: score.max(SAME - 1), target },
        None => same(score),
    }
}

/// Puts the numbers of a text in the place of those of a remembered source; `None` if anything else differs, or if it is
/// not clear which number is which.
fn with_numbers(text: &str, remembered: &Remembered) -> Option<String> {
    let (new, old) = (tokens(text), tokens(&remembered.source));
    let alike = |(new, old): (&&str, &&str)| new == old || is_number(new) && is_number(old);
    if new.len() != old.len() || !new.iter().zip(&old).all(alike) {
        return None;
    }
    let changes: Vec<(&str, &str)> = old.iter().copied().zip(new).filter(|(old, new)| old != new).collect();
    let count = |tokens: &[&str], wanted: &str| tokens.iter().filter(|token| **token == wanted).count();
    let target = tokens(&remembered.target);
    let clear = |(number, instead): &(&str, &str)| {
        let others = changes.iter().filter(|(other, _)| other == number);
        let as_often = count(&target, number) == count(&old, number) && others.clone().count() == count(&old, number);
        as_often && others.into_iter().all(|(_, other)| other == instead)
    };
    if changes.is_empty() || !changes.iter().all(clear) {
        return None;
    }
    let mut written = String::new();
    let mut rest = remembered.target.as_str();
    for token in target {
        let at = rest.find(token)?;
        let (before, found) = rest.split_at(at);
        written.push_str(before);
        let instead = changes.iter().find(|(old, _)| *old == token);
        written.push_str(instead.map_or(token, |(_, new)| *new));
        rest = found.get(token.len()..)?;
    }
    written.push_str(rest);
    Some(written)
}

/// Takes a canonical form apart: marks such as `{b|`, `}` and `{fn}`, words, and other characters but blanks.
pub(super) fn tokens(form: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = form.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '{' => mark_length(rest),
            '\\' => first.len_utf8() + rest.chars().nth(1).map_or(0, char::len_utf8),
            _ if is_word(first) => rest.find(|character| !is_word(character)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        tokens.push(token);
        rest = after.trim_start();
    }
    tokens
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Measures an opening mark with its stroke (`{b|`), or a mark without words as a whole (`{ref:urges}`).
fn mark_length(rest: &str) -> usize {
    let mut escaped = false;
    for (at, character) in rest.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '|' | '}' => return at + 1,
            '{' => break,
            _ => {}
        }
    }
    1
}

/// Scores by the least number of tokens that must change.
fn score(one: &[&str], other: &[&str]) -> u8 {
    let longest = one.len().max(other.len()).max(1);
    u8::try_from(100 * (longest - distance(one, other)) / longest).unwrap_or(0)
}

/// The Levenshtein distance of two lists.
fn distance(one: &[&str], other: &[&str]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, token) in one.iter().enumerate() {
        let mut diagonal = line;
        let mut left = line + 1;
        for (cell, wanted) in row.iter_mut().skip(1).zip(other) {
            let replaced = diagonal + usize::from(token != wanted);
            diagonal = *cell;
            left = replaced.min(left + 1).min(*cell + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = line + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

pub(super) fn is_code(token: &&str) -> bool {
    token.starts_with('{') || *token == "}"
}

pub(super) fn is_number(token: &str) -> bool {
    token.bytes().all(|it| it.is_ascii_digit())
}

fn same_but_codes(one: &[&str], other: &[&str]) -> bool {
    one.iter().filter(|token| !is_code(token)).eq(other.iter().filter(|token| !is_code(token)))
}

/// Counts the marks that differ; a closing brace belongs to its mark.
fn code_distance(one: &[&str], other: &[&str]) -> u8 {
    let opening = |token: &&str| is_code(token) && *token != "}";
    let codes: Vec<&str> = one.iter().copied().filter(opening).collect();
    let others: Vec<&str> = other.iter().copied().filter(opening).collect();
    // The same marks around other words differ too.
    u8::try_from(distance(&codes, &others).max(1)).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CORNERSTONE: &str = "{b|Stressing} that NATO remains the indispensable cornerstone of all Allies’ security and that, \
                               for 76 years, it has guaranteed the security of both Europe and North America;";

    /// The vectors of the specification.
    #[test]
    fn scores_are_those_of_the_specification() {
        let later = CORNERSTONE.replace("76", "77");
        assert_eq!(tokens(CORNERSTONE).len(), 33);
        assert_eq!(similarity(CORNERSTONE, &later), 96);
        let other = "{b|Stressing} the need for Allies, in line with the Preamble and Article 2 of the North Atlantic Treaty, to \
                     constrain, counter and contest authoritarian powers’ attacks against democracy and the rules-based \
                     international order, and to prevent the Alliance’s strength from being undermined by trade barriers \
                     among Allies;";
        assert_eq!(similarity(CORNERSTONE, other), 16);
        let shorter = "{b|Stressing} the need for Allies to constrain, counter and contest authoritarian powers;";
        assert_eq!(similarity(CORNERSTONE, shorter), 21);
        assert_eq!(similarity(CORNERSTONE, CORNERSTONE), 100);
    }

    #[test]
    fn capitals_and_marks_cost_one() {
        for (one, other, expected) in [
            ("Noting that", "noting THAT", 99),
            ("{b|Noting} that", "Noting that", 99),
            ("{b|Noting} {i|that}{fn:a} it", "Noting that it", 97),
            ("{b|Noting} that it is", "{i|Noting} that it is", 99),
            ("{b|Noting} that", "Noting {b|that}", 99),
            ("{a:https://x.org|it} is", "{a:https://y.org|it} is", 99),
            ("", "x", 0),
            ("a \\{ b", "a \\} b", 66),
        ] {
            assert_eq!(similarity(one, other), expected, "{one} / {other}");
        }
    }

    #[test]
    fn offers_know_their_context_and_put_numbers_in() {
        let remembered = |source: &str, target: &str| Remembered {
            source: source.to_owned(),
            target: target.to_owned(),
            neighbours: ("a".to_owned(), "b".to_owned()),
        };
        let target = "{b|Soulignant} que, depuis 76 ans, elle garantit la sécurité ;";
        let kept = remembered(CORNERSTONE, target);
        assert_eq!(offer(CORNERSTONE, ("a", "b"), &kept).score, 101);
        assert_eq!(offer(CORNERSTONE, ("a", "c"), &kept).score, 100);
        let later = offer(&CORNERSTONE.replace("76", "77"), ("a", "b"), &kept);
        assert_eq!(later, Offer { score: 99, target: target.replace("76", "77") });
        for (source, target, text) in [
            ("in 5 of 5 years", "en 5 ans", "in 6 of 5 years"),
            ("in 5 years", "en cinq ans", "in 6 years"),
            ("in 5 years", "en 5 ans", "in 6 days"),
        ] {
            let offer = offer(text, ("", ""), &remembered(source, target));
            assert_eq!(offer.target, target, "{text}");
            assert!(offer.score < 99, "{text}");
        }
    }

    proptest! {
        #[test]
        fn scores_are_the_same_both_ways(one in "([ab1] |\\{b\\||\\}|\\\\\\{|\\{fn\\}|é){0,12}", other in "([ab1] |\\{b\\||\\}|\\{fn\\}|é){0,12}") {
            prop_assert_eq!(similarity(&one, &other), similarity(&other, &one));
            prop_assert!(similarity(&one, &other) <= 100);
        }
    }
}
