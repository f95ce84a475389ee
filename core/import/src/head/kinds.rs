//! The names of the kinds of text, where lines above a text have them.

use engross_compile::House;
use engross_compile::house::TermsData;

use crate::phrase;

/// Returns how many bytes of a line the name of a kind takes at its beginning, where other words may follow.
pub(super) fn at_start(words: &str, terms: &TermsData) -> Option<usize> {
    terms.kinds.keys().filter_map(|kind| at_start_as(words, kind, terms)).max()
}

/// The same for one kind.
pub(super) fn at_start_as(words: &str, kind: &str, terms: &TermsData) -> Option<usize> {
    let name = phrase::plain_words(terms.kinds.get(kind)?);
    Some(words.len() - behind(words, name.trim())?.len())
}

/// Says whether a line is the name of a kind and nothing else.
pub(super) fn is_alone(words: &str, kind: &str, terms: &TermsData) -> bool {
    let name = terms.kinds.get(kind).map(|name| phrase::plain_words(name));
    name.is_some_and(|name| behind(words.trim(), name.trim()).is_some_and(|rest| rest.trim().is_empty()))
}

/// Says whether a line is the name of some kind of the house and nothing else.
pub(super) fn is_any_alone(words: &str, house: &House, terms: &TermsData) -> bool {
    house.data().kinds.keys().any(|kind| is_alone(words, kind, terms))
}

/// Returns what stands behind a name, whatever its case; `None` where the line does not begin with it.
fn behind<'w>(words: &'w str, name: &str) -> Option<&'w str> {
    let plain = |words: &str| phrase::in_small_letters(words).replace('’', "'").replace(char::is_whitespace, " ");
    let name = plain(name);
    let mut seen = String::with_capacity(name.len());
    for (at, letter) in words.char_indices() {
        let letters = &words[at..at + letter.len_utf8()];
        seen.push_str(&plain(letters));
        if seen == name {
            let rest = &words[at + letters.len()..];
            return (!rest.starts_with(char::is_alphanumeric)).then_some(rest);
        }
        if !name.starts_with(&seen) {
            return None;
        }
    }
    None
}
