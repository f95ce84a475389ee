//! Small YAML files as typed values: settings, houses, terms, the values of a look.
//!
//! What is wrong with such a file is said in the words of the people who write them, with the place and what to do.
//! Texts are read elsewhere: they keep the place of every word.
#![forbid(unsafe_code)]

use std::ops::Range;

use engross_model::{Finding, nearest};
use serde::de::DeserializeOwned;
use serde_saphyr::{Error, Location};

/// Reads a file into a typed value.
///
/// # Errors
/// `FILE-03` for a file that is not UTF-8, else a finding of the code given at the place that does not fit.
pub fn read<T: DeserializeOwned>(code: &str, file: &str, bytes: &[u8]) -> Result<T, Finding> {
    read_with(code, file, bytes, |text| serde_saphyr::from_str(text))
}

/// Does the same, and returns the keys that the type passes over, each as a path with slashes: `look/page/heigth`. Types
/// that travel between programs take what they do not know for something newer; in a file it is a slip.
///
/// # Errors
/// As [`read`].
pub fn read_noting<T: DeserializeOwned>(code: &str, file: &str, bytes: &[u8]) -> Result<(T, Vec<String>), Finding> {
    let mut passed = Vec::new();
    let note = |path: serde_ignored::Path<'_>| passed.push(path.to_string().replace('.', "/").replace("/?", ""));
    let read =
        |text: &str| serde_saphyr::with_deserializer_from_str(text, |from| serde_ignored::deserialize(from, note));
    let value = read_with(code, file, bytes, read)?;
    Ok((value, passed))
}

fn read_with<T>(
    code: &str,
    file: &str,
    bytes: &[u8],
    read: impl FnOnce(&str) -> Result<T, Error>,
) -> Result<T, Finding> {
    let text = utf8(file, bytes)?;
    read(text).map_err(|error| {
        let Said { message, help } = said(&error);
        let finding = Finding::new(code, message).help(help);
        match error.location() {
            Some(location) => finding.at(file, span(text, location)),
            None => finding.in_file(file),
        }
    })
}

/// Reads a file's bytes as text.
///
/// # Errors
/// `FILE-03` at the first byte that is not UTF-8.
pub fn utf8<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Finding> {
    let utf16 = [&[0xff, 0xfe][..], &[0xfe, 0xff]].iter().any(|mark| bytes.starts_with(mark));
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let message = if utf16 { "the file is UTF-16".to_owned() } else { format!("byte {at} is not UTF-8") };
        Finding::new("FILE-03", message).at(file, at..at + 1).help("save the file in the encoding UTF-8")
    })
}

/// What is wrong, and what to do.
struct Said {
    message: String,
    help: String,
}

impl Said {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

fn said(error: &Error) -> Said {
    match error {
        Error::WithSnippet { error, .. } | Error::AliasError { error, .. } => said(error),
        Error::SerdeUnknownField { field, expected, .. } => {
            Said::new(format!("unknown key `{field}`"), meant(field, expected, "known here"))
        }
        Error::SerdeUnknownVariant { variant, expected, .. } => {
            Said::new(format!("`{variant}` is not allowed here"), meant(variant, expected, "write one of"))
        }
        Error::SerdeMissingField { field, .. } => {
            Said::new(format!("the key `{field}` is missing"), format!("add `{field}: …`"))
        }
        Error::DuplicateMappingKey { key: Some(key), .. } => {
            Said::new(format!("the key `{key}` stands twice"), "delete one of the two, or rename it")
        }
        Error::SerdeInvalidType { expected, .. } | Error::SerdeInvalidValue { expected, .. } => wanted(expected),
        Error::Unexpected { expected, .. } => wanted(expected),
        Error::InvalidScalar { ty, .. } => wanted(ty),
        Error::NonFiniteFloat { .. } => wanted("float"),
        Error::InvalidBooleanStrict { .. } => wanted("bool"),
        Error::InvalidCharNotSingleScalar { .. } => wanted("char"),
        Error::SerdeInvalidLength { len, .. } => Said::new(
            format!("a list of {len} values has the wrong length"),
            "give as many as the comment or the schema of the file says",
        ),
        Error::NullIntoString { .. } | Error::InvalidCharNull { .. } => {
            Said::new("a value is missing", "write it, or delete the key")
        }
        Error::ExternallyTaggedEnumExpectedScalarOrMapping { .. }
        | Error::ExpectedStringKeyForExternallyTaggedEnum { .. }
        | Error::ExpectedMappingEndAfterEnumVariantValue { .. } => wanted("variant"),
        Error::Eof { .. } => Said::new("the file ends too early", "is it empty, or is a closing bracket missing?"),
        Error::MultipleDocuments { .. } => {
            Said::new("a second document begins here", "delete the line `---` and what follows")
        }
        Error::UnknownAnchor { .. } => Said::new(
            "the alias leads to nothing in this file",
            "put a text that begins with `*` in quotes, or write `&name` where its value stands",
        ),
        Error::Budget { .. }
        | Error::AliasReplayCounterOverflow { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. } => {
            Said::new("the file is nested too deeply, or repeats itself too often", "write it more simply")
        }
        Error::Message { msg, .. } if msg.contains("untagged enum") => wanted("variant"),
        // What our own types say of a value that they refuse.
        Error::Message { msg, .. } => Said::new(msg.clone(), "change the value"),
        _ => Said::new(
            "the file is not well-formed YAML here",
            "look at the indentation, the brackets and the quotes of this line and the one before",
        ),
    }
}

/// Says what was probably meant, else all that could be.
fn meant(word: &str, known: &[&'static str], these: &str) -> String {
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "delete it".to_owned(),
        None => format!("{these}: {}", known.join(", ")),
    }
}

/// Says what kind of value should stand here, given what the deserialiser calls it.
fn wanted(name: &str) -> Said {
    let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    let (what, help) = match () {
        () if has(&["seq", "tuple", "array"]) => ("a list", "write `[one, two]`, or each on a line after a hyphen"),
        () if has(&["struct", "map"]) => ("a mapping", "write `{key: value}`, or each key on a line of its own"),
        () if has(&["variant", "enum"]) => ("another form of value", "look at the schema for the forms there are"),
        () if has(&["bool"]) => ("`true` or `false`", "write one of the two"),
        () if has(&["char"]) => ("a single character", "write one character, in quotes"),
        () if has(&["str", "scalar"]) => ("a single value", "write one word or text; put it in quotes if it is none"),
        () if has(&["f64", "f32", "float"]) => ("a number", "write digits, with a point before decimals"),
        () if has(&["nonzero"]) => ("a whole number from 1 on", "write digits alone, and not 0 alone"),
        () if has(&["u8"]) => ("a whole number from 0 to 255", "write digits alone"),
        () if has(&["u16"]) => ("a whole number from 0 to 65,535", "write digits alone"),
        () if has(&["u32"]) => ("a whole number from 0 to 4,294,967,295", "write digits alone"),
        () if has(&["integer", "u64", "usize", "i32", "i64"]) => ("a whole number", "write digits alone"),
        () => ("another value", "look at the schema for what may stand here"),
    };
    Said::new(format!("{what} is expected here"), help)
}

/// Returns the word that stands at a location.
fn span(text: &str, location: Location) -> Range<usize> {
    let span = location.span();
    let index = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let start = match span.byte_offset() {
        Some(offset) => index(offset).min(text.len()),
        None => text.char_indices().nth(index(span.offset())).map_or(text.len(), |(at, _)| at),
    };
    let rest = text.get(start..).unwrap_or_default();
    let first = rest.chars().next().filter(|first| *first != '\n').map_or(0, char::len_utf8);
    let word = rest.find([':', ',', ']', '}', ' ', '\n', '\r']).unwrap_or(rest.len());
    start..start + word.max(first)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "kebab-case", deny_unknown_fields)]
    #[allow(dead_code)]
    struct Sheet {
        width: f64,
        #[serde(default)]
        lines: u32,
        #[serde(default)]
        pages: Option<std::num::NonZeroU32>,
        #[serde(default)]
        names: Vec<String>,
        #[serde(default)]
        side: Option<Side>,
        #[serde(default)]
        words: BTreeMap<String, Words>,
        #[serde(default)]
        open: bool,
        #[serde(default)]
        quote: Option<char>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum Side {
        Left,
        Right,
    }

    #[derive(Debug, Deserialize)]
    #[serde(untagged)]
    #[allow(dead_code)]
    enum Words {
        One(String),
        Several(Vec<String>),
    }

    /// Writes a finding as `words | message | help`.
    fn shown(text: &str) -> String {
        let finding = read::<Sheet>("SET-01", "sheet.yaml", text.as_bytes()).unwrap_err();
        assert_eq!((finding.code.as_str(), finding.place.file.as_deref()), ("SET-01", Some("sheet.yaml")));
        let words = &text[finding.place.span.unwrap_or_default()];
        format!("{words} | {} | {}", finding.message, finding.help.unwrap_or_default())
    }

    #[test]
    fn mistakes_are_said_in_our_words_at_their_place() {
        for (text, said) in [
            ("width: 1.0\nlnes: 2\n", "lnes | unknown key `lnes` | did you mean `lines`?"),
            (
                "width: 1.0\ncolour: red\n",
                "colour | unknown key `colour` | known here: width, lines, pages, names, side, words, open, quote",
            ),
            ("lines: 2\n", "lines | the key `width` is missing | add `width: …`"),
            ("width: wide\n", "wide | a number is expected here | write digits, with a point before decimals"),
            (
                "width: 1.0\nlines: -3\n",
                "-3 | a whole number from 0 to 4,294,967,295 is expected here | write digits alone",
            ),
            (
                "width: 1.0\nlines: many\n",
                "many | a whole number from 0 to 4,294,967,295 is expected here | write digits alone",
            ),
            (
                "width: 1.0\npages: 0\n",
                "pages | a whole number from 1 on is expected here | write digits alone, and not 0 alone",
            ),
            (
                "width: 1.0\nnames: one\n",
                "one | a list is expected here | write `[one, two]`, or each on a line after a hyphen",
            ),
            (
                "width: 1.0\nnames: [[a]]\n",
                "[a | a single value is expected here | write one word or text; put it in quotes if it is none",
            ),
            ("width: 1.0\nside: letf\n", "letf | `letf` is not allowed here | did you mean `left`?"),
            (
                "width: 1.0\nside: [left]\n",
                "[left | another form of value is expected here | look at the schema for the forms there are",
            ),
            (
                "width: 1.0\nwords: {a: {b: c}}\n",
                "{b | another form of value is expected here | look at the schema for the forms there are",
            ),
            (
                "width: 1.0\nwords: [a]\n",
                "[a | a mapping is expected here | write `{key: value}`, or each key on a line of its own",
            ),
            ("width: 1.0\nopen: perhaps\n", "perhaps | `true` or `false` is expected here | write one of the two"),
            ("width: 1.0\nquote: ab\n", "ab | a single character is expected here | write one character, in quotes"),
            ("width: 1.0\nwidth: 2.0\n", "width | the key `width` stands twice | delete one of the two, or rename it"),
            ("- width\n", "- | a mapping is expected here | write `{key: value}`, or each key on a line of its own"),
            (
                "width: 1.0\n---\nwidth: 2.0\n",
                "width | a second document begins here | delete the line `---` and what follows",
            ),
            (
                "width: *none\n",
                "*none | the alias leads to nothing in this file | put a text that begins with `*` in quotes, or write `&name` where its value stands",
            ),
            (
                "width: [1.0\n",
                "[1.0 | a single value is expected here | write one word or text; put it in quotes if it is none",
            ),
            (
                "width: 1.0\n\tlines: 2\n",
                "1.0 | the file is not well-formed YAML here | look at the indentation, the brackets and the quotes of this line and the one before",
            ),
            (
                "width: 1.0\nnames: ['one]\n",
                "'one | the file is not well-formed YAML here | look at the indentation, the brackets and the quotes of this line and the one before",
            ),
            ("", " | the file ends too early | is it empty, or is a closing bracket missing?"),
        ] {
            assert_eq!(shown(text), said, "{text}");
        }
    }

    #[test]
    fn files_that_are_not_utf8_are_placed() {
        let finding = read::<Sheet>("SET-01", "s", b"width: \xff").unwrap_err();
        assert_eq!((finding.code.as_str(), finding.place.span), ("FILE-03", Some(7..8)));
    }
}
