//! Files that are broken or mean harm are refused or read, soon, and never bring the program down.

mod common;

use std::time::{Duration, Instant};

use common::{EXTENSIONS, document, read, with_part};
use engross_parity::{check, read_back};

/// Generous, for slow machines and for builds without optimisation; a runaway takes hours.
const SOON: Duration = Duration::from_secs(60);

/// Reads a file and asserts that it is refused, with these words among the reasons.
#[track_caller]
fn assert_refused(extension: &str, file: &[u8], reason: &str) {
    let begun = Instant::now();
    let reading = read_back(extension, file).expect("the format is known");
    assert!(begun.elapsed() < SOON);
    let error = reading.expect_err("the file is refused").to_string();
    assert!(error.contains(reason), "{error}");
}

#[test]
fn unknown_formats_and_unreadable_files_are_findings() {
    let document = document("everything");
    assert_eq!(check(&document, "epub", b"")[0].code, "PAR-04");
    for extension in EXTENSIONS {
        let findings = check(&document, extension, b"\xFF\xFE");
        assert!(findings.iter().any(|finding| finding.code == "PAR-05"), "{extension}");
        assert!(!check(&document, extension, b"").is_empty(), "{extension}");
    }
}

#[test]
fn cut_off_files_do_no_harm() {
    for extension in EXTENSIONS {
        let file = read("everything", extension);
        for length in (0..file.len()).step_by(file.len() / 60 + 1) {
            check(&document("everything"), extension, &file[..length]);
        }
    }
}

#[test]
fn damaged_files_do_no_harm() {
    // A small generator of our own: the same damage on every run.
    let mut state = 0x2545_F491_u32;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as usize
    };
    for extension in EXTENSIONS {
        let file = read("everything", extension);
        for _ in 0..60 {
            let mut damaged = file.clone();
            for _ in 0..=next() % 8 {
                let place = next() % damaged.len();
                damaged[place] = u8::try_from(next() % 256).expect("a byte");
            }
            check(&document("everything"), extension, &damaged);
        }
    }
}

#[test]
fn deep_nesting_is_refused() {
    assert_refused("html", "<div>".repeat(1_000_000).as_bytes(), "too deeply");
    let deep = |_: &[u8]| "<a>".repeat(1_000_000).into_bytes();
    assert_refused("docx", &with_part(&read("everything", "docx"), "word/document.xml", &deep), "too deep");
}

#[test]
fn misplaced_tags_by_the_thousand_are_read_soon() {
    let begun = Instant::now();
    for page in ["<i>x<td>", "<b><p>", "<a>x<table>", "<p></b>x", "<li><a>x"] {
        let page = "<table><tr>".to_owned() + &page.repeat(50_000);
        let _ = read_back("html", page.as_bytes());
        assert!(begun.elapsed() < SOON);
    }
}

#[test]
fn bombs_are_refused() {
    let bomb = |_: &[u8]| vec![b' '; 40 << 20];
    assert_refused("docx", &with_part(&read("everything", "docx"), "word/document.xml", &bomb), "unpacks to too much");
    assert_refused("txt", &vec![b'x'; (64 << 20) + 1], "too large");
}

#[test]
fn entities_are_not_expanded() {
    let with_entities = |start: &'static str| {
        move |_: &[u8]| format!("{start}<document><body><p><r><t>&a;</t></r></p></body></document>").into_bytes()
    };
    let file = read("everything", "docx");
    let declared = with_entities(r#"<!DOCTYPE document [<!ENTITY a "b">]>"#);
    assert_refused("docx", &with_part(&file, "word/document.xml", &declared), "document type");
    assert_refused("docx", &with_part(&file, "word/document.xml", &with_entities("")), "entity");
}

#[test]
fn a_pdf_without_tags_is_refused() {
    let untagged = b"%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[]/Count 0>> endobj
trailer <</Root 1 0 R/Size 3>>
startxref
0
%%EOF";
    let reading = read_back("pdf", untagged).expect("the format is known");
    assert!(reading.is_err());
}
