//! The words of the interface, a file for each language.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The languages there are: code, name, words. The first is for everybody else.
static FILES: [(&str, &str, &str); 2] = [
    ("en", "English", include_str!("../page/words/en.yaml")),
    ("fr", "français", include_str!("../page/words/fr.yaml")),
];

static WORDS: LazyLock<BTreeMap<&str, Words>> = LazyLock::new(|| {
    let words = |(code, _, text): &(&'static str, &str, &str)| {
        let words = engross_data::read("SET-01", code, text.as_bytes()).expect("the words of the interface are tested");
        (*code, Words { code, words })
    };
    FILES.iter().map(words).collect()
});

/// What stands where there is no word: every key that the program uses is there, and a test sees to it.
const MISSING: &str = "–";

/// The words of one language.
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) code: &'static str,
    pub(crate) words: BTreeMap<String, String>,
}

impl Words {
    /// Returns those of the language asked for, else of the first that the browser's reader understands.
    pub(crate) fn choose(asked: &str, accepted: &str) -> &'static Self {
        let accepted = accepted.split(',').map(|range| range.split([';', '-']).next().unwrap_or_default().trim());
        let known = std::iter::once(asked).chain(accepted).find_map(|code| WORDS.get(code));
        known.or_else(|| WORDS.get(FILES[0].0)).expect("the first language is there")
    }

    /// Returns a word. A format of a plugin has none.
    pub(crate) fn get<'a>(&'a self, key: &str) -> &'a str {
        self.words.get(key).map_or(MISSING, String::as_str)
    }

    /// Returns a sentence with its `{slots}` filled.
    pub(crate) fn say(&self, key: &str, slots: &[(&str, &dyn std::fmt::Display)]) -> String {
        let sentence = self.get(key).to_owned();
        slots
            .iter()
            .fold(sentence, |sentence, (name, value)| sentence.replace(&format!("{{{name}}}"), &value.to_string()))
    }

    /// Counts things: `1 error`, `2 errors`. The word for one has the key itself, that for many the key in the plural.
    pub(crate) fn count(&self, number: usize, one: &str, many: &str) -> String {
        self.say(if number == 1 { one } else { many }, &[("n", &number)])
    }
}

/// Codes and names of the languages.
pub(crate) fn languages() -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().map(|(code, name, _)| (*code, *name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_the_same_words() {
        let keys = |code| WORDS[code].words.keys().cloned().collect::<Vec<_>>();
        for (code, _) in languages() {
            assert_eq!(keys(code), keys("en"), "{code}");
            assert!(WORDS[code].words.values().all(|word| !word.trim().is_empty()), "{code}");
        }
    }

    #[test]
    fn every_word_that_the_program_uses_is_there() {
        let sources = [include_str!("show.rs"), include_str!("routes.rs"), include_str!("folders.rs")].concat();
        let used = ["get(\"", "say(\"", "word(\""].into_iter().flat_map(|call| sources.split(call).skip(1));
        let used: Vec<&str> = used.filter_map(|rest| rest.split_once('"')).map(|(key, _)| key).collect();
        let choices = ["form-pages", "form-html", "form-text", "look-written", "look-draft", "look-adopted"];
        let since = ["since-nothing", "since-save", "since-commit", "download-pdf", "download-docx", "download-txt"];
        let states =
            ["missing", "stale", "draft", "translated", "reviewed", "final"].map(|state| format!("state-{state}"));
        assert!(used.len() > 5);
        let keys = used.into_iter().chain(choices).chain(since).chain(states.iter().map(String::as_str));
        for key in keys.filter(|key| !key.starts_with('/')) {
            assert_ne!(WORDS["en"].get(key), MISSING, "{key}");
        }
    }

    #[test]
    fn the_reader_s_language_is_found() {
        assert_eq!(Words::choose("", "de, fr-CA;q=0.8, en;q=0.7").code, "fr");
        assert_eq!(Words::choose("en", "fr").code, "en");
        assert_eq!(Words::choose("tlh", "").code, "en");
    }
}
