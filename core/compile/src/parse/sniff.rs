//! What a file is, by its top-level keys: before it is parsed, and whatever else is wrong with it.

use std::sync::Arc;

use super::yaml::{self, Entry, Value};

/// What a YAML file is to engross.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A source text: it has `kind:`.
    Text,
    /// A language version: it has `translation-of:`.
    LanguageVersion,
}

/// Tells texts and language versions from other files by their top-level keys.
pub fn sniff(bytes: &[u8]) -> Option<FileKind> {
    let kind = |key: &[u8]| match key {
        b"kind" => Some(FileKind::Text),
        b"translation-of" => Some(FileKind::LanguageVersion),
        _ => None,
    };
    match in_braces(bytes) {
        Some(entries) => entries.iter().find_map(|entry| kind(entry.key.as_bytes())),
        None => keys(bytes).find_map(|(key, _)| kind(key)),
    }
}

/// Returns the word behind a top-level key.
pub fn word_behind(bytes: &[u8], key: &str) -> Option<String> {
    let word = match in_braces(bytes) {
        Some(entries) => match entries.into_iter().find(|entry| entry.key == key)?.value.value {
            Value::Scalar(text) => text.value,
            _ => return None,
        },
        None => {
            let (_, said) = keys(bytes).find(|(found, _)| *found == key.as_bytes())?;
            let said = std::str::from_utf8(said).ok()?.split('#').next()?;
            said.trim().trim_matches(['"', '\'']).to_owned()
        }
    };
    Some(word).filter(|word| !word.is_empty())
}

/// Returns the keys at the beginning of lines, without parsing the file, each with what stands behind its colon.
fn keys(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    without_mark(bytes).split(|byte| matches!(byte, b'\n' | b'\r')).filter_map(|line| {
        let quote = line.first().filter(|byte| b"\"'".contains(byte));
        let (key, rest) = match quote {
            Some(quote) => {
                let end = line.iter().skip(1).position(|byte| byte == quote)? + 1;
                (line.get(1..end)?, line.get(end + 1..)?)
            }
            None => {
                let end = line.iter().position(|byte| matches!(byte, b':' | b' ' | b'\t'))?;
                line.split_at(end)
            }
        };
        Some((key, rest.trim_ascii_start().strip_prefix(b":")?))
    })
}

/// Returns the entries of a file that stands in braces as a whole; it has no lines to go by.
fn in_braces(bytes: &[u8]) -> Option<Vec<Entry>> {
    let is_before = |line: &&[u8]| line.is_empty() || [&b"#"[..], b"%"].iter().any(|sign| line.starts_with(sign));
    let mut lines = without_mark(bytes).split(|byte| matches!(byte, b'\n' | b'\r')).map(<[u8]>::trim_ascii);
    let first = lines.find(|line| !is_before(line) && *line != b"---")?;
    let first = first.strip_prefix(b"---").unwrap_or(first).trim_ascii_start();
    if !first.starts_with(b"{") {
        return None;
    }
    match yaml::parse(&Arc::from(""), bytes).ok()?.root?.value {
        Value::Mapping { entries, .. } => Some(entries),
        _ => None,
    }
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_apart_by_a_key_however_it_is_written() {
        let texts = ["a: b\nkind: x\n", "\u{feff}kind: x", "\"kind\": x\n", "'kind' : x", "kind : x\r\n", "kind:"];
        let in_braces =
            ["{kind: x}", "# a\r\n--- {a: [b], \"kind\": x}", "\u{feff}{\n  kind: x,\n}", "---\n\n{ kind : x }"];
        for text in texts.iter().chain(&in_braces) {
            assert_eq!(sniff(text.as_bytes()), Some(FileKind::Text), "{text}");
        }
        for text in ["translation-of: en\n", "{translation-of: en, language: fr}\n"] {
            assert_eq!(sniff(text.as_bytes()), Some(FileKind::LanguageVersion), "{text}");
            assert_eq!(word_behind(text.as_bytes(), "translation-of").as_deref(), Some("en"));
        }
        let texts =
            ["kinds: x", " kind: x", "# kind: x", "\"kind: x", "kind", "", "{a: {kind: x}}", "{", "{{kind: x}: y}"];
        for text in texts {
            assert_eq!(sniff(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn words_are_read_without_their_quotes_and_comments() {
        for text in ["language: fr", "a: b\nlanguage: \"fr\" # x", "language : fr\r\n", "{\"language\": fr}"] {
            assert_eq!(word_behind(text.as_bytes(), "language").as_deref(), Some("fr"), "{text}");
        }
        for text in ["language:", "language: [fr", "{language: [fr]}", "languages: fr"] {
            assert!(word_behind(text.as_bytes(), "language").is_none_or(|word| word != "fr"), "{text}");
        }
    }
}
