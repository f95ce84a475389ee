//! The canonical form of running text: one line that two texts share exactly if they say the same with the same marks.
//!
//! ```text
//! {b|words}  {i|words}  {sup|words}  {sub|words}
//! {fn:name}                a note mark; in hashes `{fn}`, since the note is a unit of its own
//! {ref:id}  {ref:id|words} a reference, without the number it prints
//! {a:URL|words}            a link
//! \\  \{  \}               the characters themselves; `\|` inside an address
//! ```
//!
//! The text is in composed form (NFC); every run of blanks, tabs and line breaks is one blank, with none at the edges.
//! No-break spaces stay.

use engross_model::Inline;
use sha2::{Digest as _, Sha256};
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

/// Names the form that hashes are made over. Another form would make every translation stale.
const FORM: &str = "engross-src/1";

/// How deep marks may nest in a canonical form that is read.
const MAX_NESTING: usize = 64;

/// Returns the canonical form.
pub fn canonical(content: &[Inline]) -> String {
    form(content, true)
}

/// Returns the hash by which a translation remembers what it translates: 16 hex digits.
pub fn hash(content: &[Inline]) -> String {
    hash_of(&form(content, false))
}

/// Returns the hash of a canonical form, in which note marks have no names.
pub fn hash_of(canonical: &str) -> String {
    let digest = Sha256::new().chain_update(FORM).chain_update("\n").chain_update(canonical).finalize();
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Says whether a word can be such a hash.
pub(crate) fn is_hash(word: &str) -> bool {
    word.len() == 16 && word.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Says whether two canonical forms differ by nothing but what is bold.
pub fn is_format_only(one: &str, other: &str) -> bool {
    let without_bold = |form: &str| {
        let content = read_canonical(form)?;
        let mut plain = Vec::new();
        lift_bold(content, &mut plain);
        Some(canonical(&plain))
    };
    one != other && without_bold(one).is_some_and(|one| Some(one) == without_bold(other))
}

pub(super) fn lift_bold(content: Vec<Inline>, lifted: &mut Vec<Inline>) {
    for mut node in content {
        if let Inline::Lead(inner) = node {
            lift_bold(inner, lifted);
            continue;
        }
        if let Inline::Emphasis(inner)
        | Inline::Superscript(inner)
        | Inline::Subscript(inner)
        | Inline::Link { content: inner, .. }
        | Inline::Reference { content: inner, .. } = &mut node
        {
            let mut plain = Vec::new();
            lift_bold(std::mem::take(inner), &mut plain);
            *inner = plain;
        }
        lifted.push(node);
    }
}

fn form(content: &[Inline], names: bool) -> String {
    let mut written = String::new();
    push(content, names, &mut written);
    if is_nfc_quick(written.chars()) != IsNormalized::Yes {
        written = written.nfc().collect();
    }
    let mut spaced = String::with_capacity(written.len());
    for character in written.chars() {
        let blank = matches!(character, ' ' | '\t' | '\n' | '\r');
        match (blank, spaced.ends_with(' ')) {
            (true, true) => {}
            (true, false) => spaced.push(' '),
            (false, _) => spaced.push(character),
        }
    }
    spaced.trim_matches(' ').to_owned()
}

fn push(content: &[Inline], names: bool, written: &mut String) {
    for node in content {
        let opening = match node {
            Inline::Text(text) => {
                push_escaped(text, "\\{}", written);
                continue;
            }
            Inline::NoteMark { note, .. } => {
                written.push_str(&if names { format!("{{fn:{note}}}") } else { "{fn}".to_owned() });
                continue;
            }
            Inline::Reference { target, content } if content.is_empty() => {
                written.push_str(&format!("{{ref:{target}}}"));
                continue;
            }
            Inline::Changed { content, .. } | Inline::Isolated { content, .. } => {
                push(content, names, written);
                continue;
            }
            Inline::Lead(_) => "{b|".to_owned(),
            Inline::Emphasis(_) => "{i|".to_owned(),
            Inline::Superscript(_) => "{sup|".to_owned(),
            Inline::Subscript(_) => "{sub|".to_owned(),
            Inline::Reference { target, .. } => format!("{{ref:{target}|"),
            Inline::Link { url, .. } => {
                let mut opening = "{a:".to_owned();
                push_escaped(url, "\\{}|", &mut opening);
                opening + "|"
            }
        };
        written.push_str(&opening);
        push(node.children(), names, written);
        written.push('}');
    }
}

fn push_escaped(text: &str, special: &str, written: &mut String) {
    for character in text.chars() {
        if special.contains(character) {
            written.push('\\');
        }
        written.push(character);
    }
}

/// Reads a canonical form; `None` if it is none.
pub fn read_canonical(form: &str) -> Option<Vec<Inline>> {
    let mut reader = Reader { rest: form };
    let content = reader.content(0)?;
    reader.rest.is_empty().then_some(content)
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    /// Reads up to a closing brace or the end.
    fn content(&mut self, depth: usize) -> Option<Vec<Inline>> {
        let mut content = Vec::new();
        let mut text = String::new();
        loop {
            let next = self.rest.chars().next();
            if matches!(next, None | Some('{' | '}')) && !text.is_empty() {
                content.push(Inline::Text(std::mem::take(&mut text)));
            }
            match next {
                None | Some('}') => return Some(content),
                Some('{') => content.push(self.node(depth)?),
                Some('\\') => text.push(self.escaped()?),
                Some(character) => {
                    text.push(character);
                    self.skip(character);
                }
            }
        }
    }

    fn node(&mut self, depth: usize) -> Option<Inline> {
        if depth >= MAX_NESTING {
            return None;
        }
        self.skip('{');
        let mut name = String::new();
        let has_words = loop {
            match self.rest.chars().next()? {
                '|' => break true,
                '}' => break false,
                '{' => return None,
                '\\' => name.push(self.escaped()?),
                character => {
                    name.push(character);
                    self.skip(character);
                }
            }
        };
        if has_words {
            self.skip('|');
        }
        let inner = if has_words { self.content(depth + 1)? } else { Vec::new() };
        self.rest = self.rest.strip_prefix('}')?;
        Some(match (name.as_str(), has_words) {
            ("b", true) => Inline::Lead(inner),
            ("i", true) => Inline::Emphasis(inner),
            ("sup", true) => Inline::Superscript(inner),
            ("sub", true) => Inline::Subscript(inner),
            ("fn", false) => Inline::unnumbered_mark(""),
            (name, has_words) => match (name.split_once(':')?, has_words) {
                (("fn", note), false) => Inline::unnumbered_mark(note),
                (("ref", target), _) => Inline::Reference { target: target.to_owned(), content: inner },
                (("a", url), true) => Inline::Link { url: url.to_owned(), content: inner },
                _ => return None,
            },
        })
    }

    fn escaped(&mut self) -> Option<char> {
        self.skip('\\');
        let character = self.rest.chars().next()?;
        self.skip(character);
        Some(character)
    }

    fn skip(&mut self, character: char) {
        self.rest = self.rest.get(character.len_utf8()..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::inline;

    fn of(markup: &str) -> String {
        canonical(&inline::content(markup))
    }

    /// The vectors of the specification.
    #[test]
    fn hashes_are_those_of_the_specification() {
        let words = |years: u32| {
            format!(
                "{{b|Stressing}} that NATO remains the indispensable cornerstone of all Allies’ security and that, for {years} \
                 years, it has guaranteed the security of both Europe and North America;"
            )
        };
        for (form, expected) in [
            (words(76), "3ac44e86bf7ef4d8"),
            (words(77), "f1e99a0d9f0e5f7f"),
            ("{b|Convinced} that peace is vital {b|and}{fn} (see paragraph {ref:p-1});".to_owned(), "b3a64e242ad12aef"),
        ] {
            assert_eq!(hash_of(&form), expected);
        }
        let written = "**Convinced** that peace is vital **and**[^n] (see paragraph [#p-1]);";
        assert_eq!(hash(&inline::content(written)), "b3a64e242ad12aef");
    }

    #[test]
    fn every_mark_has_its_form() {
        for (markup, form) in [
            ("**Noting** *it*,\n  the 1^st^ H~2~O", "{b|Noting} {i|it}, the 1{sup|st} H{sub|2}O"),
            ("see [#a], [it *is*](#a) and[^n]", "see {ref:a}, {ref:a|it {i|is}} and{fn:n}"),
            ("[a](https://x.org/(y)?z|1)", "{a:https://x.org/(y)?z\\|1|a}"),
            ("{x} \\\\ | \u{a0}e\u{301}", "\\{x\\} \\\\ | \u{a0}é"),
        ] {
            assert_eq!(of(markup), form, "{markup}");
        }
    }

    #[test]
    fn what_is_no_canonical_form_is_refused() {
        for form in ["{b|x", "}", "{", "{x|y}", "{fn|x}", "{a:u}", "\\", "{b}", &"{b|".repeat(100_000)] {
            assert_eq!(read_canonical(form), None, "{}", form.get(..10).unwrap_or(form));
        }
    }

    #[test]
    fn only_bold_is_format() {
        assert!(is_format_only("{b|Noting} that", "Noting {b|that}"));
        assert!(!is_format_only("{b|Noting} that", "Noting this"));
        assert!(!is_format_only("{i|Noting} that", "Noting that"));
    }

    proptest! {
        #[test]
        fn forms_are_read_as_they_were_written(markup in "([a-z]{1,4}| |\\*\\*[a-z]{1,3}\\*\\*|\\{|\\\\|\\||\\[#[a-z]{2}\\]|\\[\\^[a-z]\\]|\\[[a-z]\\]\\(https://x\\.org/[a-z|{}]{0,3}\\)){0,12}") {
            let form = of(&markup);
            let read = read_canonical(&form).expect("our own form");
            prop_assert_eq!(canonical(&read), form);
        }
    }
}
