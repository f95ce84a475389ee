//! Forms in which programs save texts and which are not read: what each is, and as what to save it instead.

use engross_files::container;
use engross_model::Finding;

/// What begins an old Word file, and a new one behind a password.
const COMPOUND_FILE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// What begins a part of a container; those who split one begin otherwise.
const PART: &[u8] = b"PK\x03\x04";

const TO_WORD: &str = "open it in Word or LibreOffice and save it as `.docx`";
const TO_OPENDOCUMENT: &str = "open it in LibreOffice and save it as `.odt`";

/// What says which form it is stands in the first so many letters.
const SAID_WITHIN: usize = 4_000;

/// Says what a file is whose first bytes tell that it is not read.
pub(super) fn of_bytes(file: &str, bytes: &[u8]) -> Option<Finding> {
    let (what, help) = if bytes.is_empty() {
        ("the file is empty", "see whether it was copied whole")
    } else if bytes.starts_with(COMPOUND_FILE) {
        let help = "open it in Word or LibreOffice and save it as `.docx` without a password";
        ("the file is an old Word file, or one behind a password", help)
    } else if bytes.starts_with(b"{\\rtf") {
        ("the file is Rich Text, which is not read", TO_WORD)
    } else if bytes.starts_with(PART) && container::is_cut_off(bytes) {
        let help = "it may have been cut short on its way, or damaged: fetch it again from where it came";
        ("the file is damaged: its end is missing", help)
    } else if bytes.starts_with(b"\xff\xfe\0\0") || bytes.starts_with(b"\0\0\xfe\xff") {
        ("the file is UTF-32, which is not read", "open it in the program that made it and save it as UTF-8")
    } else {
        return None;
    };
    Some(refusal(file, what, help))
}

/// Says what a file of letters is that holds a text in a form that is not read.
pub(super) fn of_text(file: &str, text: &str) -> Option<Finding> {
    let start: String = text.trim_start_matches('\u{feff}').trim_start().chars().take(SAID_WITHIN).collect();
    let has = |sign: &str| start.contains(sign);
    let (what, help) = if start.starts_with('<') && (has("<pkg:package") || has("<w:wordDocument")) {
        ("the file is a Word text in one piece of XML, which is not read", TO_WORD)
    } else if start.starts_with('<') && has("<office:document ") {
        ("the file is an OpenDocument text in one piece of XML (`.fodt`), which is not read", TO_OPENDOCUMENT)
    } else if is_mime(&start) {
        ("the file is a web archive (`.mht`) or a mail, which is not read", TO_WORD)
    } else {
        return None;
    };
    Some(refusal(file, what, help))
}

fn refusal(file: &str, what: &str, help: &str) -> Finding {
    Finding::new("IMP-11", what).in_file(file).help(help)
}

/// Says whether letters begin with the head of a message of several parts, or of one that is packed for its way.
fn is_mime(start: &str) -> bool {
    let is_of_head = |line: &&str| {
        line.starts_with([' ', '\t']) || line.split_once(':').is_some_and(|(name, _)| !name.contains(' '))
    };
    let head: Vec<String> = start.lines().take_while(is_of_head).map(str::to_ascii_lowercase).collect();
    let has = |beginning: &str| head.iter().any(|line| line.starts_with(beginning));
    has("mime-version:") && has("content-type:")
}

#[cfg(test)]
mod tests {
    use super::{of_bytes, of_text};

    #[test]
    fn forms_that_are_not_read_are_called_by_their_names() {
        let told = |text: &str| of_text("file", text).map(|finding| finding.message).unwrap_or_default();
        let package =
            "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Word.Document\"?>\n<pkg:package xmlns:pkg=\"p\">";
        assert!(told(package).contains("Word text in one piece"));
        assert!(told("<?xml version=\"1.0\"?><w:wordDocument>").contains("Word text in one piece"));
        assert!(told("<?xml version=\"1.0\"?>\n<office:document office:version=\"1.3\">").contains(".fodt"));
        let archive = "From: <Saved by a browser>\r\nSubject: Tides\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"B\"\r\n\r\n--B";
        assert!(told(archive).contains(".mht"));
        for text in ["<html><p>MIME-Version: 1.0</p>", "From: the secretariat\n\nThe Assembly,", "The Assembly,"] {
            assert_eq!(told(text), "", "{text}");
        }
    }

    #[test]
    fn what_is_damaged_or_written_in_other_letters_is_told() {
        let told = |bytes: &[u8]| of_bytes("file", bytes).map(|finding| finding.message).unwrap_or_default();
        assert!(told(b"PK\x03\x04 the first part and no list").contains("end is missing"));
        assert_eq!(told(b"PK\x03\x04 a part PK\x05\x06 the list"), "");
        assert!(told(b"\xff\xfe\0\0T\0\0\0").contains("UTF-32"));
        assert!(told(b"\0\0\xfe\xff\0\0\0T").contains("UTF-32"));
    }
}
