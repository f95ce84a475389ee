//! Text in the languages of a page: HTML, the names of anchors, addresses, and strings of a style sheet.

/// Adds text to HTML, for content and for attributes in double quotes. What HTML forbids (control characters,
/// noncharacters) is left out, or a blank where it divides words; everything else stays as the author wrote it.
pub(crate) fn push(html: &mut String, text: &str) {
    let mut written = 0;
    for (at, character) in text.char_indices() {
        let Some(replacement) = replacement(character) else { continue };
        html.push_str(text.get(written..at).unwrap_or_default());
        html.push_str(replacement);
        written = at + character.len_utf8();
    }
    html.push_str(text.get(written..).unwrap_or_default());
}

/// Returns text as HTML.
pub(crate) fn text(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 16);
    push(&mut html, text);
    html
}

/// Adds the name of an anchor. The core's names pass unchanged; a letter that no name may hold becomes `_`, here and
/// in the links to it.
pub(crate) fn push_name(html: &mut String, name: &str) {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_');
    html.extend(name.chars().map(|letter| if fits(letter) { letter } else { '_' }));
}

/// Returns an address with every character percent-encoded that no address may hold. Its meaning stays the same.
pub(crate) fn address(address: &str) -> String {
    let mut encoded = String::with_capacity(address.len());
    for (at, character) in address.char_indices() {
        let fits = match character {
            '%' => is_escape(address.as_bytes().get(at + 1..at + 3)),
            '[' | ']' => is_in_authority(address, at),
            _ => {
                character.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=".contains(character) || character >= '\u{a0}'
            }
        };
        if fits {
            encoded.push(character);
        } else {
            character.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| encoded.push_str(&format!("%{byte:02X}")));
        }
    }
    encoded
}

fn is_escape(digits: Option<&[u8]>) -> bool {
    digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

/// Square brackets stand around an IPv6 address only.
fn is_in_authority(address: &str, at: usize) -> bool {
    let path = address.split_once("://").and_then(|(scheme, rest)| Some(scheme.len() + 3 + rest.find('/')?));
    path.is_none_or(|path| at < path)
}

/// Returns text as a string of a style sheet, its quotes included.
pub(crate) fn style_string(text: &str) -> String {
    let mut string = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' | '<' | '>' | '&' => string.push_str(&format!("\\{:x} ", u32::from(character))),
            _ if replacement(character).is_some() => string.push(' '),
            _ => string.push(character),
        }
    }
    string.push('"');
    string
}

/// Says what stands for a character that HTML does not take as it is.
fn replacement(character: char) -> Option<&'static str> {
    match character {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\t'..='\r' | '\u{85}' => Some(" "),
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fdd0}'..='\u{fdef}' => Some(""),
        _ if u32::from(character) & 0xfffe == 0xfffe => Some(""),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        assert_eq!(text("<b a=\"x\">&amp;</b>"), "&lt;b a=&quot;x&quot;&gt;&amp;amp;&lt;/b&gt;");
        assert_eq!(text("{{x}} 'é' \u{202f}; الجمعية"), "{{x}} 'é' \u{202f}; الجمعية");
    }

    #[test]
    fn what_html_forbids_goes_and_words_stay_apart() {
        assert_eq!(text("a\u{7}b\nc\r\td\u{9f}\u{fdd0}\u{ffff}\u{1fffe}e\0"), "ab c  de");
    }

    #[test]
    fn names_of_anchors_hold_no_blank() {
        let mut name = String::new();
        push_name(&mut name, "operative.2.2 \"é%");
        assert_eq!(name, "operative.2.2____");
    }

    #[test]
    fn addresses_are_encoded_once() {
        assert_eq!(address("https://x.org/a b?c=\"2\"&d=%20%zz"), "https://x.org/a%20b?c=%222%22&d=%20%25zz");
        assert_eq!(address("https://[::1]/[é]"), "https://[::1]/%5Bé%5D");
    }

    #[test]
    fn a_string_of_a_style_sheet_cannot_end_early() {
        assert_eq!(style_string("a\"</style>\n\\"), "\"a\\22 \\3c /style\\3e  \\5c \"");
    }
}
