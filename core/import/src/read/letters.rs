//! Which letters the bytes of a text file stand for. What says it itself is believed, everything else is a guess.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;
use engross_model::Finding;

use crate::sureness::Sureness;

/// Pages say within so many bytes how they are written.
const DECLARED_WITHIN: usize = 1_024;

/// Reads the letters of a file: UTF-8, UTF-16 with its mark, what a page declares, or else what old programs wrote in the
/// language that the bytes look most like, which is said.
///
/// # Errors
/// If it is no text.
pub(super) fn read<'a>(file: &str, bytes: &'a [u8]) -> Result<(Cow<'a, str>, Option<Finding>), Finding> {
    let not_utf8 = match engross_data::utf8(file, bytes) {
        Ok(text) => return Ok((Cow::Borrowed(text), None)),
        Err(finding) => finding,
    };
    let known = Encoding::for_bom(bytes).map(|(encoding, _)| encoding).or_else(|| declared(bytes));
    let is_other = known.is_some_and(|encoding| encoding != encoding_rs::UTF_8);
    if let Some(damaged) = damaged_utf8(file, bytes).filter(|_| !is_other) {
        return Err(damaged);
    }
    let encoding = known.unwrap_or_else(|| likeliest(bytes));
    let (text, _, has_errors) = encoding.decode(bytes);
    if has_errors || text.contains(is_no_letter) {
        return Err(not_utf8);
    }
    let guessed = known.is_none().then(|| {
        let name = encoding.name();
        let finding = Finding::new("IMP-08", format!("the file is not UTF-8; it was read as `{name}`")).in_file(file);
        let sure = Sureness::Guess.because("its letters make words so, and nothing in the file says it");
        finding.note(sure).help("if letters are wrong, open it in the program that made it and save it as UTF-8")
    });
    Ok((text, guessed))
}

/// More bytes that are no letters are not named.
const MOST_NAMED: usize = 5;

/// A file is UTF-8 if it has so many letters of several bytes for each byte that is none.
const LETTERS_TO_A_STRAY: usize = 4;

/// Says which bytes are no letters where all others are UTF-8: letters of several bytes are hardly ever so by chance.
fn damaged_utf8(file: &str, bytes: &[u8]) -> Option<Finding> {
    let (mut lines, mut letters, mut strays, mut named) = (1, 0_usize, 0_usize, Vec::new());
    for chunk in bytes.utf8_chunks() {
        lines += chunk.valid().matches('\n').count();
        letters += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        if let Some(byte) = chunk.invalid().first() {
            strays += 1;
            named.extend((strays <= MOST_NAMED).then(|| format!("0x{byte:02X} in line {lines}")));
        }
    }
    if strays > letters / LETTERS_TO_A_STRAY {
        return None;
    }
    let message = match strays {
        1 => format!("the file is UTF-8 but for a stray byte, {}", named.join(", ")),
        count => {
            let more = strays.checked_sub(MOST_NAMED).filter(|more| *more > 0);
            let and_more = more.map(|more| format!(" and {more} more")).unwrap_or_default();
            format!("the file is UTF-8 but for {count} stray bytes: {}{and_more}", named.join(", "))
        }
    };
    let finding = Finding::new("FILE-03", message).in_file(file);
    Some(finding.help("something damaged the file: put the letters in that belong there, and save it as UTF-8"))
}

/// Returns the encoding that a page names: `charset=iso-8859-1`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(bytes.get(..bytes.len().min(DECLARED_WITHIN))?).to_ascii_lowercase();
    let (_, behind) = start.split_once("charset=").or_else(|| start.split_once("encoding="))?;
    let name = behind.trim_start_matches(['"', '\'']);
    let end = name.find(|sign: char| !sign.is_ascii_alphanumeric() && !matches!(sign, '-' | '_'))?;
    Encoding::for_label(name.get(..end)?.as_bytes())
}

/// Returns the encoding in which the bytes look most like words of some language.
fn likeliest(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Says whether a sign stands in no text, but in files that are none.
fn is_no_letter(sign: char) -> bool {
    sign.is_control() && !sign.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::read;

    fn letters(bytes: &[u8]) -> Option<(String, bool)> {
        read("file", bytes).ok().map(|(text, guessed)| (text.into_owned(), guessed.is_some()))
    }

    #[test]
    fn letters_are_read_as_the_file_says_or_else_as_old_programs_wrote() {
        let known = |text: &str| Some((text.to_owned(), false));
        assert_eq!(letters("Éire".as_bytes()), known("Éire"));
        assert_eq!(letters(b"\xff\xfe\xc9\0i\0"), known("Éi"));
        assert_eq!(letters(b"\xfe\xff\0\xc9\0i"), known("Éi"));
        let page = b"<meta charset=\"iso-8859-2\"><p>\xb3\xf3d\xbc";
        assert_eq!(letters(page), known("<meta charset=\"iso-8859-2\"><p>łódź"));
        let western = b"l\x92Assembl\xe9e a d\xe9cid\xe9 \x96 d\xe9j\xe0";
        assert_eq!(letters(western), Some(("l’Assemblée a décidé – déjà".to_owned(), true)));
        let cyrillic = b"\xd0\xe5\xe7\xee\xeb\xfe\xf6\xe8\xff \xce\xe1\xf0\xe0\xe7\xe5\xf6";
        assert_eq!(letters(cyrillic), Some(("Резолюция Образец".to_owned(), true)));
        assert_eq!(letters(b"\0\xc9"), None);
    }

    #[test]
    fn stray_bytes_in_utf8_are_placed() {
        let text = ["L’Assemblée a décidé –\n\nd’écouter ".as_bytes(), b"l\xe9", " été\n".as_bytes()].concat();
        let refused = read("file", &text).expect_err("a stray byte");
        assert!(refused.message.contains("0xE9 in line 3"), "{}", refused.message);
        let told = |strays: usize| {
            let text = ["é".repeat(40).into_bytes(), b"l\xe9\n".repeat(strays)].concat();
            read("file", &text).expect_err("stray bytes").message
        };
        assert!(told(5).ends_with("0xE9 in line 5"), "{}", told(5));
        assert!(told(7).ends_with("0xE9 in line 5 and 2 more"), "{}", told(7));
    }
}
