//! What the YAML scanner stops at, as an author sees it: which words, what is wrong with them, what to do.
//!
//! The scanner names the place where it could not go on; the slip itself is often further up.

use std::ops::Range;

use engross_model::is_name;
use granit_parser::{ErrorKind, ScanError};

use super::scalar;
use crate::lines::{line_end, line_start, lines};

/// The cure of most slips.
pub(super) const QUOTE_IT: &str = "put the text in double quotes, or under `>-` on a line of its own";

/// A slip in the YAML.
pub(super) struct Slip {
    pub(super) span: Range<usize>,
    pub(super) message: String,
    pub(super) help: &'static str,
}

impl Slip {
    fn new(span: Range<usize>, message: impl Into<String>, help: &'static str) -> Self {
        Self { span, message: message.into(), help }
    }
}

/// What the scanner had read when it stopped.
#[derive(Default)]
pub(super) struct Reached {
    /// The last scalar.
    pub(super) scalar: Range<usize>,
    /// The last list or mapping in brackets.
    pub(super) brackets: Range<usize>,
}

/// Finds the slip behind an error of the scanner.
pub(super) fn find(text: &str, error: &ScanError, reached: &Reached) -> Slip {
    let at = error.marker().byte_offset().unwrap_or(0).min(text.len());
    match error.kind() {
        ErrorKind::MappingValueNotAllowed => colon(text, at, reached),
        kind if is_about_a_tab(kind) => Slip::new(
            tab_from(text, at).unwrap_or(character(text, at)),
            "a tab is used for indentation",
            "indent with blanks",
        ),
        ErrorKind::UnclosedQuotedScalar
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::DocumentIndicatorInQuotedScalar => unclosed_quote(text, at, reached),
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            after_a_quote(text, at, reached)
        }
        ErrorKind::UnknownQuotedScalarEscape | ErrorKind::InvalidQuotedScalarHexEscape => Slip::new(
            escape(text, at),
            "the backslash stands before a character with which it has no meaning in YAML",
            "inside double quotes write `\\\\` for a backslash, or put the text in single quotes or under `>-`",
        ),
        ErrorKind::InvalidLowSurrogateHexEscape
        | ErrorKind::InvalidLowSurrogate
        | ErrorKind::MissingLowSurrogate
        | ErrorKind::UnpairedLowSurrogate
        | ErrorKind::InvalidUnicodeEscape => {
            Slip::new(escape(text, at), "the escape stands for no character", "write the character itself")
        }
        ErrorKind::UnclosedFlowCollection { .. } => Slip::new(
            character(text, at),
            "the bracket that opens here is not closed",
            "add the closing bracket, or put a text that begins with a bracket in quotes",
        ),
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => Slip::new(
            character(text, at),
            format!("the bracket `{open}` that opens here is closed by `{close}`"),
            "close brackets in the order in which they open; put a text with brackets in quotes",
        ),
        ErrorKind::MisplacedFlowCollectionEnd => Slip::new(
            character(text, at),
            "a closing bracket stands here, and none is open",
            "delete it, or put the text in quotes",
        ),
        ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator
            if text[at..].starts_with(':') =>
        {
            colon(text, at, reached)
        }
        ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator => {
            behind_bracket(text, at, reached).unwrap_or_else(|| {
                Slip::new(
                    word(text, at),
                    "inside brackets, a comma or the closing bracket is missing before this",
                    "put a comma between two entries, and a text with quotation marks or brackets in quotes as a whole",
                )
            })
        }
        ErrorKind::BlockEntryInFlowCollection => Slip::new(
            character(text, at),
            "a hyphen begins an entry inside brackets",
            "inside brackets commas stand between entries; put a text that begins with a hyphen in quotes",
        ),
        ErrorKind::UnexpectedCharacter { character: first @ ('@' | '`' | '%') } => Slip::new(
            character(text, at),
            match first {
                '`' => "a text that begins with a backtick needs quotes".to_owned(),
                _ => format!("a text that begins with `{first}` needs quotes"),
            },
            QUOTE_IT,
        ),
        ErrorKind::UnexpectedCharacter { character: control } => {
            let at = text[at..].find(*control).map_or(at, |offset| at + offset);
            Slip::new(character(text, at), "a control character stands in the file", "delete it")
        }
        ErrorKind::BomInsideDocument => {
            let at = text[at..].find('\u{feff}').map_or(at, |offset| at + offset);
            Slip::new(character(text, at), "an invisible byte-order mark stands inside the file", "delete it")
        }
        ErrorKind::CommentInterceptedScalar => Slip::new(
            comment(text, at),
            "a blank and `#` begin a comment, and the text goes on below it",
            "put the text in double quotes, or under `>-` on lines of its own",
        ),
        ErrorKind::BlockSequenceEntryNotAllowed => Slip::new(
            character(text, at),
            "a hyphen begins a list behind other words",
            "begin each entry on a line of its own; put a text that begins with a hyphen in quotes",
        ),
        ErrorKind::InvalidBlockScalarHeader => Slip::new(
            rest_of_line(text, at),
            "words stand on the line of `>` or `|`",
            "begin the text on the next line, deeper than its key",
        ),
        ErrorKind::InvalidBlockScalarIndent | ErrorKind::ZeroBlockScalarIndent => Slip::new(
            word(text, at),
            "the lines under `>` or `|` do not begin in one column",
            "indent them all alike, deeper than their key",
        ),
        ErrorKind::MissingAnchorOrAliasName
        | ErrorKind::ExpectedTagBang
        | ErrorKind::InvalidGlobalTagCharacter
        | ErrorKind::InvalidTagTerminator
        | ErrorKind::MissingTagUri
        | ErrorKind::UnclosedVerbatimTag
        | ErrorKind::UndeclaredTagHandle
        | ErrorKind::MappingKeyNotAllowed
        | ErrorKind::PlainScalarStartsWithDashFlowIndicator => {
            let first: String = text[at..].chars().take(1).collect();
            Slip::new(word(text, at), format!("a text that begins with `{first}` needs quotes"), QUOTE_IT)
        }
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => no_key(text, at),
        ErrorKind::MissingDocumentEndBeforeDirective
        | ErrorKind::InvalidDirectiveTerminator
        | ErrorKind::MissingDirectiveName
        | ErrorKind::InvalidDirectiveName
        | ErrorKind::InvalidTagDirectiveTerminator
        | ErrorKind::MissingYamlVersion
        | ErrorKind::MissingYamlVersionSeparator
        | ErrorKind::ExpectedDocumentStart => Slip::new(
            rest_of_line(text, at),
            "this line is no part of a text",
            "delete it, or put it in quotes under its key",
        ),
        ErrorKind::ExpectedBlockSequenceEntry | ErrorKind::ExpectedBlockMappingKey | ErrorKind::InvalidIndentation => {
            behind_bracket(text, at, reached).unwrap_or_else(|| misplaced_line(word(text, at)))
        }
        _ => Slip::new(
            word(text, at),
            "the file is not well-formed YAML here",
            "look at the indentation and the quotes of this line and the one before",
        ),
    }
}

/// A colon where none may stand: in a sentence, or after a key that stands too deep and so goes on with the text above.
fn colon(text: &str, at: usize, reached: &Reached) -> Slip {
    let line = line_start(text, at);
    let before = text[line..at].trim();
    let goes_on = reached.scalar.start < line && line < reached.scalar.end;
    if let Some(slip) = missing_blank(text, reached.scalar.start).filter(|_| goes_on) {
        return slip;
    }
    if goes_on && is_name(before) {
        let end = line + text[line..at].trim_end().len();
        return misplaced_line(end - before.len()..end);
    }
    let message = if before.ends_with(['"', '\'']) {
        "a colon follows the closing quotation mark"
    } else {
        "a colon followed by a blank stands inside an unquoted text"
    };
    let begins = before.rsplit(": ").next().unwrap_or(before).trim_start_matches(['-', ' ']);
    let help = if begins.starts_with(['“', '”', '„', '‘', '’', '‚', '«']) {
        "typographic quotation marks do not quote in YAML: put the whole text in straight double quotes, or under `>-`"
    } else {
        QUOTE_IT
    };
    Slip::new(character(text, at), message, help)
}

/// Words in the place of a key.
fn no_key(text: &str, at: usize) -> Slip {
    if text[at..].starts_with('-') {
        return Slip::new(character(text, at), "a blank is missing after the hyphen", "write a blank after it");
    }
    if text[at..].starts_with(['–', '—', '•', '·']) {
        let message = "an entry of a list begins with a hyphen, and another sign stands here";
        return Slip::new(character(text, at), message, "write a hyphen (`-`) and a blank");
    }
    missing_blank(text, at).unwrap_or_else(|| {
        Slip::new(
            rest_of_line(text, at),
            "words stand where a key is expected",
            "a key ends with a colon and a blank; further lines of a text stand deeper than its key",
        )
    })
}

/// Finds the colon after a key that no blank follows: `text:URGES`.
pub(super) fn missing_blank(text: &str, at: usize) -> Option<Slip> {
    let word = &text[at..at + text[at..].find(char::is_whitespace).unwrap_or(text.len() - at)];
    let (key, value) = word.split_once(':')?;
    let is_address = value.starts_with("//") || key == "mailto";
    (is_name(key) && !value.is_empty() && !is_address).then(|| {
        Slip::new(
            at + key.len()..at + key.len() + 1,
            "a blank is missing after the colon",
            "write a blank after it; a text that has such a colon itself needs quotes",
        )
    })
}

/// Words behind a bracket that closes on their line.
fn behind_bracket(text: &str, at: usize, reached: &Reached) -> Option<Slip> {
    let between = text.get(reached.brackets.end..at)?;
    let behind = !reached.brackets.is_empty() && between.trim_matches([' ', '\t']).is_empty();
    behind.then(|| Slip::new(reached.brackets.clone(), "a text that begins with a bracket needs quotes", QUOTE_IT))
}

fn misplaced_line(span: Range<usize>) -> Slip {
    Slip::new(
        span,
        "the line does not stand under the others of its list or mapping",
        "entries of one list or mapping begin in one column; put a text of several lines, or with a colon, under `>-`",
    )
}

fn unclosed_quote(text: &str, at: usize, reached: &Reached) -> Slip {
    Slip::new(
        character(text, opening_quote(text, at, reached)),
        "the quotation mark that opens here is not closed",
        "add the closing mark; inside double quotes write `\\\"` for a quotation mark, inside single ones `''`",
    )
}

/// Words behind a closing quotation mark. If it stands lines below the opening one, it was meant to open the next text.
fn after_a_quote(text: &str, at: usize, reached: &Reached) -> Slip {
    let opening = opening_quote(text, at, reached);
    if line_start(text, opening) != line_start(text, at) {
        return unclosed_quote(text, at, reached);
    }
    let rest = rest_of_line(text, at);
    if !text[rest.clone()].contains(char::is_alphanumeric) {
        return Slip::new(
            rest,
            "a mark follows the closing quotation mark",
            "put it inside the quotation marks, or delete it",
        );
    }
    Slip::new(
        rest,
        "words follow the closing quotation mark",
        "inside double quotes write `\\\"` for a quotation mark, inside single ones `''`; or put the whole text under `>-`",
    )
}

/// Returns where the quoted text begins that the scanner was reading. Between it and what was read before stand nothing
/// but signs and comments.
fn opening_quote(text: &str, at: usize, reached: &Reached) -> usize {
    if text[at..].starts_with(['"', '\''])
        && reached.scalar.end <= at
        && !text[reached.scalar.end..at].contains(['"', '\''])
    {
        return at;
    }
    let from = reached.scalar.end.max(reached.brackets.end).min(at);
    lines(&text[from..at])
        .find_map(|(start, line)| {
            let code = line.find(" #").map_or(line, |end| &line[..end]);
            code.find(['"', '\'']).map(|quote| from + start + quote)
        })
        .unwrap_or(at)
}

/// Finds the first escape of a double-quoted text that means nothing.
fn escape(text: &str, opening: usize) -> Range<usize> {
    let mut at = opening + 1;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty() && !rest.starts_with('"')) {
        let length = match rest.starts_with('\\') {
            false => rest.chars().next().map_or(1, char::len_utf8),
            true => match scalar::escape(rest) {
                Some((length, _)) => length,
                None => return at..at + escape_length(rest),
            },
        };
        at += length;
    }
    character(text, opening)
}

/// Measures a wrong escape: the backslash, its sign, and the digits that belong to it.
fn escape_length(rest: &str) -> usize {
    let sign = rest[1..].chars().next().map_or(0, char::len_utf8);
    let digits = match rest.as_bytes().get(1) {
        Some(b'x') => 2,
        Some(b'u') => 4,
        Some(b'U') => 8,
        _ => 0,
    };
    1 + sign + rest[1 + sign..].bytes().take(digits).take_while(u8::is_ascii_hexdigit).count()
}

/// Returns the character that begins at a place; nothing at the end of the file.
pub(super) fn character(text: &str, at: usize) -> Range<usize> {
    at..at + text[at..].chars().next().map_or(0, char::len_utf8)
}

/// Returns the word that begins at a place.
fn word(text: &str, at: usize) -> Range<usize> {
    let length = text[at..].find([' ', '\t', '\n', '\r', ':']).unwrap_or(text.len() - at);
    at..at + length.max(character(text, at).len())
}

fn rest_of_line(text: &str, at: usize) -> Range<usize> {
    at..at + text[at..line_end(text, at)].trim_end().len()
}

/// Returns the comment at or after a place, to the end of its line.
fn comment(text: &str, at: usize) -> Range<usize> {
    let start = text[at..].find('#').map_or(at, |offset| at + offset);
    rest_of_line(text, start)
}

fn is_about_a_tab(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::TabInBlockIndentation
            | ErrorKind::TabNotAllowed
            | ErrorKind::TabInPlainScalar
            | ErrorKind::TabAtBlockScalarStart
            | ErrorKind::TabInIndentation
            | ErrorKind::InvalidBlockEntryWhitespace
            | ErrorKind::InvalidMappingValueWhitespace
    )
}

/// Finds the tabs that indent something, at a place or on the lines from there on: the scanner may name the value before
/// them.
fn tab_from(text: &str, at: usize) -> Option<Range<usize>> {
    if text[at..].starts_with('\t') {
        return Some(tabs(text, at));
    }
    let first = line_start(text, at);
    let indented = |(start, line): (usize, &str)| {
        let words = line.trim_start_matches([' ', '\t']);
        let tab = line[..line.len() - words.len()].find('\t')?;
        (!words.is_empty() && !words.starts_with('#')).then(|| tabs(text, first + start + tab))
    };
    lines(&text[first..]).find_map(indented)
}

fn tabs(text: &str, at: usize) -> Range<usize> {
    let rest = &text[at..];
    at..at + rest.len() - rest.trim_start_matches('\t').len()
}
