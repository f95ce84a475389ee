//! What no page that somebody wrote has, and a parser takes the square of its length for: elements with very many attributes.

use engross_files::Unreadable;

/// No element has more attributes.
const MOST_ATTRIBUTES: usize = 2_000;

/// What stands in these is no markup up to their end.
const RAW: [&str; 6] = ["script", "style", "textarea", "title", "xmp", "iframe"];

/// Refuses a page with an element that has too many attributes.
pub(super) fn check(page: &str) -> Result<(), Unreadable> {
    let mut rest = page.as_bytes();
    while let Some(at) = rest.iter().position(|byte| *byte == b'<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix(b"!--") {
            rest = behind(comment, b"-->");
        } else if rest.first().is_some_and(u8::is_ascii_alphabetic) {
            let tag = rest;
            let (attributes, length) = attributes(tag);
            if attributes > MOST_ATTRIBUTES {
                return Err(Unreadable::new("an element of the HTML has too many attributes"));
            }
            rest = &rest[length..];
            if let Some(name) = RAW.iter().find(|name| is_named(tag, name)) {
                rest = behind_end(rest, name);
            }
        }
    }
    Ok(())
}

/// Counts the attributes of a tag, in words outside of quotation marks, and its bytes.
fn attributes(tag: &[u8]) -> (usize, usize) {
    let (mut count, mut quote, mut last) = (0, None, b' ');
    for (at, byte) in tag.iter().copied().enumerate() {
        match quote {
            Some(mark) if mark == byte => quote = None,
            Some(_) => {}
            None if byte == b'>' => return (count, at + 1),
            // Elsewhere a quotation mark is a letter of a name.
            None if matches!(byte, b'"' | b'\'') && last == b'=' => quote = Some(byte),
            None if byte != b'='
                && !byte.is_ascii_whitespace()
                && matches!(last, b' ' | b'\t' | b'\n' | b'\r' | b'/') =>
            {
                count += 1;
            }
            None => {}
        }
        if !(byte.is_ascii_whitespace() && last == b'=') {
            last = byte;
        }
    }
    (count, tag.len())
}

fn is_named(tag: &[u8], name: &str) -> bool {
    let (own, after) = tag.split_at(name.len().min(tag.len()));
    own.eq_ignore_ascii_case(name.as_bytes()) && !after.first().is_some_and(u8::is_ascii_alphanumeric)
}

fn behind<'p>(bytes: &'p [u8], end: &[u8]) -> &'p [u8] {
    let at = bytes.windows(end.len()).position(|here| here == end);
    at.map_or(&[], |at| &bytes[at + end.len()..])
}

/// Returns what follows from the end tag of an element on.
fn behind_end<'p>(bytes: &'p [u8], name: &str) -> &'p [u8] {
    let is_end = |at: &usize| bytes[*at..].starts_with(b"</") && is_named(&bytes[at + 2..], name);
    (0..bytes.len()).find(is_end).map_or(&[], |at| &bytes[at..])
}

#[cfg(test)]
mod tests {
    use super::{attributes, check};

    #[test]
    fn attributes_are_counted_outside_of_quotation_marks() {
        assert_eq!(attributes(b"p class = \"a b c\" id=x hidden>y z"), (4, 30));
        assert_eq!(attributes(b"p title='a > b' it's>").0, 3);
    }

    #[test]
    fn only_too_many_are_refused() {
        let many = (0..5_000).fold(String::new(), |many, at| many + &format!(" a{at}=1"));
        assert!(check(&format!("<p{many}>x</p>")).is_err());
        for page in [format!("<script>a <b &&{many}</script>"), format!("<!-- <p{many}> -->"), format!("a < b{many}")] {
            assert!(check(&page).is_ok());
        }
    }
}
