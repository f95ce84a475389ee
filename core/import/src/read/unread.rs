//! Forms in which programs save texts and which are not read: what each is, and as what to save it instead.

use engross_files::container;
use engross_model::Finding;

/// What begins an old Word file, and a new one behind a password.
const COMPOUND_FILE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// What begins a part of a container; those who split one begin otherwise.
const PART: &[u8] = b"PK\x03\x04";

const TO_WORD: &str = "open it in Word or LibreOffice and save it as `.docx`";
const OUT_OF_MAIL: &str = "open it in a mail program, copy the text out of it, and save that as `.txt`";
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
    } else {
        match message(&start)? {
            Message::Archive => ("the file is a web archive (`.mht`), which is not read", TO_WORD),
            Message::Mail => {
                ("the file is a mail of several parts, or packed for its way; it is not read", OUT_OF_MAIL)
            }
        }
    };
    Some(refusal(file, what, help))
}

fn refusal(file: &str, what: &str, help: &str) -> Finding {
    Finding::new("IMP-11", what).in_file(file).help(help)
}

/// A message whose words do not stand in it as they are read.
enum Message {
    Archive,
    Mail,
}

/// Says which message of several parts, or packed for its way, letters begin with; the words of others stand in them plainly.
fn message(start: &str) -> Option<Message> {
    let head = head(start);
    let value = |name: &str| head.iter().find(|(own, _)| own == name).map(|(_, value)| value.trim());
    value("mime-version")?;
    let has_parts = |parts: &str| value("content-type").is_some_and(|kind| kind.starts_with(parts));
    let is_packed = matches!(value("content-transfer-encoding"), Some("base64" | "quoted-printable"));
    let is_sent = value("to").or(value("received")).is_some();
    match has_parts("multipart/related") && !is_sent {
        true => Some(Message::Archive),
        false => (has_parts("multipart/") || is_packed).then_some(Message::Mail),
    }
}

/// Lists the names and values that a message begins with, in small letters; a value may go on in further lines.
fn head(start: &str) -> Vec<(String, String)> {
    let mut head: Vec<(String, String)> = Vec::new();
    for line in start.lines() {
        match (line.starts_with([' ', '\t']), head.last_mut(), line.split_once(':')) {
            (true, Some((_, value)), _) => value.push_str(&line.to_ascii_lowercase()),
            (false, _, Some((name, value))) if !name.contains(' ') => {
                head.push((name.to_ascii_lowercase(), value.to_ascii_lowercase()));
            }
            _ => break,
        }
    }
    head
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
        let mail = |what: &str| format!("From: secretary@example.org\nMIME-Version: 1.0\n{what}\n\nThe Assembly,");
        for packed in [
            "To: all@example.org\nContent-Type:\n multipart/related; boundary=B",
            "Content-Type: multipart/alternative; boundary=B",
            "Content-Type: text/plain\nContent-Transfer-Encoding: Quoted-Printable",
            "Content-Transfer-Encoding: base64",
        ] {
            let finding = of_text("file", &mail(packed)).expect("a refusal");
            assert!(finding.message.contains("a mail") && finding.help.is_some_and(|help| help.contains("copy")));
        }
        for plain in ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"] {
            assert_eq!(told(&mail(plain)), "", "{plain}");
        }
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
