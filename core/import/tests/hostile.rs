//! Files that mean harm, and files that are broken: a refusal or a text, soon, in bounded memory, and no panic.

mod containers;
mod paper;
#[path = "../../compile/tests/support/mod.rs"]
mod support;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use containers::{container, opendocument, opendocument_text, word};
use engross_compile::{House, World};
use engross_import::{Imported, Wishes, import};
use lopdf::{EncryptionState, EncryptionVersion, Object, Permissions, Stream, dictionary};
use paper::{pdf, set};

/// What any of these files may take, on a machine that is busy.
const SOON: Duration = Duration::from_secs(20);
/// What all of them together may take, in KiB. Tests run side by side.
const MOST_MEMORY: u64 = 1 << 20;

fn house() -> Arc<House> {
    support::world(&[]).house("nato-pa").expect("a house")
}

/// Imports a file, and looks at the clock and at the memory.
fn imported(file: &str, bytes: &[u8]) -> Imported {
    let began = Instant::now();
    let imported = import(file, bytes, &house(), &Wishes::default());
    assert!(began.elapsed() < SOON, "{file} took {:?}", began.elapsed());
    assert!(peak() < MOST_MEMORY, "{file} took {} MiB", peak() >> 10);
    imported
}

/// Returns the most memory that was taken so far, in KiB, where the system says it.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

/// Imports a file that must be refused, and returns what is said.
fn refused(file: &str, bytes: &[u8]) -> String {
    let imported = imported(file, bytes);
    assert!(imported.text.is_none(), "{file} was taken: {:?}", imported.text);
    let finding = imported.findings.first().expect("a finding");
    assert!(["IMP-11", "FILE-02", "FILE-03"].contains(&finding.code.as_str()), "{file}: {}", finding.code);
    assert!(finding.help.is_some(), "{file}: `{}` says what to do", finding.message);
    finding.message.clone()
}

#[test]
fn files_that_are_not_what_their_names_say_are_refused_as_such() {
    for name in ["a.docx", "a.odt", "a.pdf"] {
        let said = refused(name, b"\x00\x01\xfe\xffno such file");
        assert!(said.contains("not what its name says"), "{name}: {said}");
        let said = refused(name, b"");
        assert!(said.contains("is empty"), "{name}: {said}");
    }
    let cut_off = imported("a.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog");
    assert!(cut_off.findings[0].notes.iter().any(|note| note.contains("cut off")), "{:?}", cut_off.findings);
}

#[test]
fn a_mark_that_counts_nothing_is_no_note() {
    let page = "<html lang=en><body><h1>DRAFT RESOLUTION</h1><p>The Assembly,</p><p>1. Noting<sup>0</sup> a specimen;</p>\
                <p>2. URGES all to act.</p><p>0</p><p>No note.</p></body></html>";
    assert!(imported("nought.html", page.as_bytes()).text.is_some());
}

#[test]
fn what_unpacks_to_too_much_is_refused() {
    let blanks = vec![b' '; 64 << 20];
    let said = refused("bomb.docx", &container(&[("word/document.xml", &blanks)]));
    assert!(said.contains("unpacks to too much"), "{said}");
    let said = refused("bomb.odt", &opendocument(&blanks, &[]));
    assert!(said.contains("unpacks to too much"), "{said}");
}

#[test]
fn parts_share_what_they_may_unpack_to() {
    let blanks = vec![b' '; 20 << 20];
    let document =
        "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>1. Noting it;</w:t></w:r></w:p></w:body></w:document>";
    let parts: [(&str, &[u8]); 3] =
        [("word/document.xml", document.as_bytes()), ("word/styles.xml", &blanks), ("word/numbering.xml", &blanks)];
    refused("parts.docx", &container(&parts));
    let header = format!("<w:hdr>{}</w:hdr>", "<w:p/>".repeat(100_000));
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/header";
    let relation = |at: u32| format!("<Relationship Id=\"r{at}\" Type=\"{kind}\" Target=\"header1.xml\"/>");
    let relations = format!("<Relationships>{}</Relationships>", (0..2_000).map(relation).collect::<String>());
    let body = "<w:p><w:r><w:t>1. Noting it;</w:t></w:r></w:p><w:p><w:r><w:t>2. THANKS all.</w:t></w:r></w:p>";
    imported("heads.docx", &word(body, &[("word/header1.xml", &header), ("word/_rels/document.xml.rels", &relations)]));
}

#[test]
fn long_lines_do_no_harm() {
    let text = "\n\nThe Assembly,\n\n1. Noting it;\n\n2. THANKS all.\n";
    imported("head.txt", format!("{}{text}", "presented by ".repeat(50_000)).as_bytes());
    imported(
        "figures.txt",
        format!("The Assembly,\n\n1. Noting {} x.\n\n1 See it.\n", "1".repeat(1_000_000)).as_bytes(),
    );
    imported("tag.md", format!("1. Noting <a {}>it;\n\n2. THANKS all.\n", "x".repeat(1_000_000)).as_bytes());
    let hidden: String = (0..50_000).map(|at| format!("<span hidden>quite {at}</span>")).collect();
    let page = format!("<html><p>1. Noting {hidden} {};</p><p>2. THANKS all.</p></html>", "it ".repeat(500_000));
    imported("hidden.html", page.as_bytes());
    let list = "<ol start=\"4294967295\"><li><pre>Noting it\n2. and so on</pre></li></ol>";
    imported("list.html", format!("<html>{list}</html>").as_bytes());
}

#[test]
fn what_is_longer_than_any_text_is_refused() {
    for (file, line) in [("a.md", "- *a*\n"), ("a.txt", "a b;\n"), ("a.html", "<i>a</i>")] {
        let said = refused(file, line.repeat((40 << 20) / line.len()).as_bytes());
        assert!(said.contains("than any text"), "{file}: {said}");
    }
}

#[test]
fn a_pdf_with_a_damaged_page_is_refused() {
    let page = |words: &'static str| vec![set(72.0, 700.0, 10.0, words)];
    let mut document = paper::document(&[page("1. Noting the value of specimens;"), page("2. THANKS all.")]);
    document.compress();
    let last = document.page_iter().last().expect("a page");
    for id in document.get_page_contents(last) {
        let packed = vec![0x78, 0x9c, 0x55, 0xaa, 0x55, 0xaa, 0x00, 0xff];
        let stream = Stream::new(dictionary! { "Filter" => "FlateDecode" }, packed);
        document.objects.insert(id, stream.into());
    }
    assert!(refused("page.pdf", &paper::bytes(&mut document)).contains("damaged"));
}

#[test]
fn names_in_a_container_lead_nowhere() {
    let parts: &[(&str, &[u8])] = &[("../word/document.xml", b"<a/>"), ("/etc/passwd", b"<a/>")];
    refused("outside.docx", &container(parts));
}

#[test]
fn entities_are_not_expanded() {
    let mut laughs = String::from("<!DOCTYPE a [<!ENTITY l0 \"ha\">");
    for level in 1..30 {
        laughs.push_str(&format!("<!ENTITY l{level} \"&l{0};&l{0};&l{0};&l{0};&l{0};&l{0};&l{0};&l{0};\">", level - 1));
    }
    laughs.push_str("]>");
    let body = format!("{laughs}<document><body><p><r><t>&l29;</t></r></p></body></document>");
    let taken = imported("laughs.docx", &container(&[("word/document.xml", body.as_bytes())]));
    assert!(taken.shown.len() < 1_000);
    imported("laughs.odt", &opendocument(body.as_bytes(), &[]));
    imported("laughs.html", format!("{laughs}<html><body><p>&l29;</p></body></html>").as_bytes());
}

#[test]
fn broken_xml_is_refused() {
    for broken in ["<w:document><w:body>", "<a></b>", "<", "", "\u{0}"] {
        refused("broken.docx", &container(&[("word/document.xml", broken.as_bytes())]));
        refused("broken.odt", &opendocument(broken.as_bytes(), &[]));
    }
    refused("no-parts.docx", &container(&[]));
    refused("cut.docx", b"PK\x03\x04");
}

#[test]
fn deep_nesting_does_no_harm() {
    let nested = |open: &str, close: &str| format!("{}deep{}", open.repeat(100_000), close.repeat(100_000));
    imported("deep.html", format!("<!doctype html><html><body>{}", nested("<div>", "</div>")).as_bytes());
    imported("deep-lists.html", format!("<!doctype html><html><body>{}", nested("<ul><li>", "</li></ul>")).as_bytes());
    imported("deep.md", format!("# A\n\n{}", nested("> ", "")).as_bytes());
    imported("deep-lists.md", format!("# A\n\n{}", nested("- ", "")).as_bytes());
    imported("deep-marks.md", format!("# A\n\n{}", nested("*a **b ", "")).as_bytes());
    imported("deep.docx", &word(&nested("<w:tbl><w:tr><w:tc><w:p/>", "</w:tc></w:tr></w:tbl>"), &[]));
    imported("deep-runs.docx", &word(&format!("<w:p>{}</w:p>", nested("<w:ins>", "</w:ins>")), &[]));
    let alternatives = |text: &str| {
        let open = "<mc:AlternateContent><mc:Fallback/><mc:Choice><w:p>".repeat(28);
        format!("{open}{text}{}", "</w:p></mc:Choice></mc:AlternateContent>".repeat(28))
    };
    imported("deep-choices.docx", &word(&alternatives("<w:r><w:t>deep</w:t></w:r>"), &[]));
    imported(
        "deep.odt",
        &opendocument_text(&nested("<text:list><text:list-item>", "</text:list-item></text:list>"), &[]),
    );
    imported(
        "deep-runs.odt",
        &opendocument_text(&format!("<text:p>{}</text:p>", nested("<text:span>", "</text:span>")), &[]),
    );
}

#[test]
fn what_cannot_be_opened_is_refused() {
    let said = refused("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on");
    assert!(said.contains("old Word file") && said.contains("password"), "{said}");
    refused("secret.odt", &opendocument(b"\x8f\x03\xa1 what a password makes of a text", &[]));
    refused("latin.txt", b"D\xe9claration");
    refused("picture.pdf", b"%PDF-1.7\n\xe2\xe3\xcf\xd3 and nothing else");
    for whole in [word("<w:p/>", &[]), opendocument_text("<text:p/>", &[])] {
        let said = refused("cut.docx", &whole[..whole.len() / 2]);
        assert!(said.contains("its end is missing"), "{said}");
    }
}

#[test]
fn forms_that_are_not_read_are_refused_by_their_names() {
    let flat = "<?xml version=\"1.0\"?><office:document office:version=\"1.3\"><office:body/></office:document>";
    assert!(refused("flat.odt", flat.as_bytes()).contains(".fodt"));
    let package = "<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><pkg:package></pkg:package>";
    assert!(refused("flat.xml", package.as_bytes()).contains("one piece of XML"));
    let archive =
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"B\"\r\n\r\n--B\r\n<html></html>\r\n";
    assert!(refused("page.mht", archive.as_bytes()).contains(".mht"));
    let mail = "To: all@example.org\nMIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\nVGhlIEFzc2VtYmx5LA==\n";
    assert!(refused("mail.txt", mail.as_bytes()).contains("a mail"));
    let wide: Vec<u8> = "\u{feff}The Assembly,".chars().flat_map(|letter| u32::from(letter).to_le_bytes()).collect();
    assert!(refused("wide.txt", &wide).contains("UTF-32"));
    assert!(refused("stray.txt", b"\xc3\x89t\xc3\xa9, d\xc3\xa9j\xc3\xa0:\n\xe9").contains("line 2"));
}

#[test]
fn texts_without_sense_do_no_harm() {
    imported("empty.txt", b"");
    imported("empty.md", b"\n\n");
    imported("nothing.txt", &[0; 4096]);
    imported("one-line.txt", "word ".repeat(400_000).as_bytes());
    imported("one-word.txt", "w".repeat(2 << 20).as_bytes());
    imported("labels.txt", "1. a.\n".repeat(4_000).as_bytes());
    let to_and_fro: String = (0..4_000)
        .map(|at| format!("<p><span id=s><a id=a{at} href=#b{at}>x</a><a id=b{at} href=#a{at}>y</a></span>"))
        .collect();
    imported("links.html", format!("<html><body>{to_and_fro}").as_bytes());
    imported("one-place.html", format!("<html><body><span id=s>{}", "<a href=#s>x</a>".repeat(8_000)).as_bytes());
    imported("spans.md", format!("1. Noting {}", "]{".repeat(400_000)).as_bytes());
    imported("lines.html", format!("<html><body><p>1. Noting {}", "it<br>".repeat(100_000)).as_bytes());
    imported("spans-behind-words.md", ("[a]".repeat(50_000) + &"[x]{.u}".repeat(50_000)).as_bytes());
    imported("spans-in-spans.md", ("[".repeat(40_000) + "x" + &"]{.u}".repeat(40_000)).as_bytes());
    imported("empty-lines.html", format!("<html><body><p>1. Noting it{}", "<br>".repeat(100_000)).as_bytes());
    imported("long-line.txt", ("w".repeat(100_000) + "\n" + &"x\n".repeat(50_000)).as_bytes());
    let other_lines = |side: &str| (0..40_000).map(|at| format!("{side} line {at}\n\n")).collect::<String>();
    imported("other-lines.txt", format!("{}1. Noting it;\n\n{}", other_lines("one"), other_lines("no")).as_bytes());
    let notes = "<p></p>".repeat(20_000) + &"<p role=doc-footnote>x</p>".repeat(20_000);
    imported("notes.html", format!("<html><body>{notes}").as_bytes());
    imported("signs.md", format!("1. Noting {}", "#".repeat(200_000)).as_bytes());
    let sheet = format!("{}.b {{{}}}", ".a,".repeat(300_000), "display:block;".repeat(60_000));
    imported("sheet.html", format!("<html><style>{sheet}</style><p class=a>1. Noting it;").as_bytes());
    imported("marks.txt", "* † ‡ §\n".repeat(40).as_bytes());
}

#[test]
fn a_pdf_behind_a_password_is_refused() {
    let encrypted = |owner: &str, user: &str| {
        let clause = set(72.0, 680.0, 10.0, "1. Noting the value of specimens;");
        let mut document = paper::document(&[vec![set(72.0, 700.0, 10.0, "The Assembly,"), clause]]);
        document.trailer.set("ID", vec![Object::string_literal("one"), Object::string_literal("one")]);
        let version = EncryptionVersion::V2 {
            document: &document,
            owner_password: owner,
            user_password: user,
            key_length: 128,
            permissions: Permissions::all(),
        };
        let state = EncryptionState::try_from(version).expect("a key");
        document.encrypt(&state).expect("a PDF behind a password");
        paper::bytes(&mut document)
    };
    let said = refused("secret.pdf", &encrypted("owner", "user"));
    assert!(said.contains("password"), "{said}");
    // One that opens for everybody is read.
    assert!(imported("locked.pdf", &encrypted("owner", "")).shown.starts_with("The Assembly,"));
}

#[test]
fn a_pdf_that_unpacks_to_too_much_is_refused() {
    let mut document = paper::document(&[vec![set(72.0, 700.0, 10.0, "The Assembly,")]]);
    let page = document.page_iter().next().expect("a page");
    for content in document.get_page_contents(page) {
        document.objects.insert(content, Stream::new(dictionary! {}, vec![b' '; 64 << 20]).into());
    }
    refused("page.pdf", &paper::bytes(&mut document));

    let mut document = paper::document(&[vec![set(72.0, 700.0, 10.0, "The Assembly,")]]);
    for _ in 0..16 {
        let objects = dictionary! { "Type" => "ObjStm--", "N" => 1, "First" => 4 };
        let mut stream = Stream::new(objects, [b"1 0 [".as_slice(), &b"0 ".repeat(2 << 20)].concat());
        stream.compress().expect("a stream that is packed");
        document.add_object(stream);
    }
    let bytes = paper::bytes(&mut document);
    // A name may be written in several ways.
    for name in ["/ObjStm  ", "/Obj#53tm", "/#4fbjStm"] {
        let mut named = bytes.clone();
        while let Some(at) = named.windows(9).position(|it| it == b"/ObjStm--") {
            named[at..at + 9].copy_from_slice(name.as_bytes());
        }
        let said = refused("objects.pdf", &named);
        assert!(said.contains("unpack to too much"), "{name}: {said}");
    }
}

#[test]
fn notes_upon_notes_do_no_harm() {
    let head = "DRAFT RESOLUTION\n\nThe Assembly,\n\n1. Noting the value of specimens;[1]\n\n2. THANKS all.\n\n";
    // Every note has the mark of the next.
    let chain: String = (1..=999).map(|at| format!("[{at}] Specimen.[{}]\n\n", at + 1)).collect();
    let taken = imported("chain.txt", format!("{head}{chain}").as_bytes()).text.expect("a text");
    assert!(taken.contains("note-999: \"Specimen."), "{taken}");
    let body: String = (1..=10_000).map(|at| format!("<p>{at}. Noting it.<a href=\"#n{at}\">{at}</a></p>")).collect();
    let note = |at| format!("<p id=\"n{at}\" role=\"doc-footnote\">Note.<a href=\"#n{}\">{0}</a></p>", at + 1);
    let notes: String = (1..=10_000).map(note).collect();
    imported("notes.html", format!("<!doctype html><html><body><p>The Assembly,</p>{body}{notes}").as_bytes());
    // One note with very many marks, and pages that each count anew.
    let often = "word[1] ".repeat(100_000);
    let taken = imported("often.txt", format!("{head}3. {often}\n\n[1] Specimen.\n").as_bytes());
    assert!(taken.text.expect("a text").len() < 4 << 20);
    let pages: String = (3..10_000).map(|at| format!("{at}. Noting it;*\n\n* Note {at}.\n\n")).collect();
    imported("pages.txt", format!("{head}{pages}").as_bytes());
    imported("lines.txt", format!("{head}{}", "and so on,\n".repeat(200_000)).as_bytes());
}

#[test]
fn a_pdf_that_leads_in_circles_does_no_harm() {
    // A form that shows itself, twice.
    let mut document = paper::document(&[vec![set(72.0, 700.0, 10.0, "The Assembly,")]]);
    let form = document.new_object_id();
    let resources = dictionary! { "XObject" => dictionary! { "X" => form } };
    let own = dictionary! { "Type" => "XObject", "Subtype" => "Form", "Resources" => resources.clone() };
    document.objects.insert(form, Stream::new(own, b"/X Do /X Do /X Do /X Do".to_vec()).into());
    let page = document.page_iter().next().expect("a page");
    document.get_dictionary_mut(page).expect("a page").set("Resources", resources);
    for content in document.get_page_contents(page) {
        document.objects.insert(content, Stream::new(dictionary! {}, b"/X Do".to_vec()).into());
    }
    imported("forms.pdf", &paper::bytes(&mut document));

    // A tree of pages that is its own child, and tags that are their own.
    let mut document = paper::document(&[vec![set(72.0, 700.0, 10.0, "The Assembly,")]]);
    let root = document.catalog().expect("a catalog").get(b"Pages").and_then(Object::as_reference).expect("a tree");
    let page = document.page_iter().next().expect("a page");
    document.get_dictionary_mut(root).expect("a tree").set("Kids", vec![root.into(), page.into(), root.into()]);
    let tag = document.new_object_id();
    document.objects.insert(tag, dictionary! { "S" => "P", "K" => vec![Object::from(tag); 3] }.into());
    document.catalog_mut().expect("a catalog").set("StructTreeRoot", tag);
    imported("trees.pdf", &paper::bytes(&mut document));
}

#[test]
fn a_pdf_with_too_much_of_anything_does_no_harm() {
    let lines = |content: &str| {
        let mut document = paper::document(&[vec![set(72.0, 700.0, 10.0, "The Assembly,")]]);
        let page = document.page_iter().next().expect("a page");
        for id in document.get_page_contents(page) {
            document.objects.insert(id, Stream::new(dictionary! {}, content.as_bytes().to_vec()).into());
        }
        paper::bytes(&mut document)
    };
    imported("marks.pdf", &lines(&"/P BMC ".repeat(100_000)));
    imported("states.pdf", &lines(&"q ".repeat(100_000)));
    imported(
        "signs.pdf",
        &lines(&format!("BT /F1 10 Tf 72 700 Td {}", "(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj ".repeat(50_000))),
    );
    imported("lines.pdf", &lines(&format!("BT /F1 10 Tf 72 700 Td {}", "(a) Tj 0 -20 Td ".repeat(100_000))));
    imported("rules.pdf", &lines(&format!("{} BT /F1 10 Tf 72 0 Td (a) Tj", "0 0 m 9 0 l S ".repeat(100_000))));
    imported(
        "numbers.pdf",
        &lines("BT /F1 1e38 Tf 1e38 1e38 1e38 1e38 1e38 1e38 cm 1e38 700 Td (a b) Tj -1e38 0 Td (c) Tj"),
    );
    imported("raised.pdf", &lines(&format!("BT /F1 6 Tf 72 700 Td {}", "3 Ts (1) Tj 0 Ts (a) Tj ".repeat(50_000))));
    let pages: Vec<Vec<paper::Set<'_>>> = (0..2_001).map(|_| vec![set(72.0, 700.0, 10.0, "The Assembly,")]).collect();
    assert!(refused("pages.pdf", &pdf(&pages)).contains("pages"));
}

#[test]
fn damaged_pdfs_do_no_harm() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files");
    let house = house();
    for file in ["nato-pa/sound-recordings.pdf", "pace/weather-data.libreoffice.pdf"] {
        let whole = std::fs::read(folder.join(file)).expect("a file");
        let take = |bytes: &[u8]| {
            drop(import(file, bytes, &house, &Wishes { language: Some("en".to_owned()), ..Wishes::default() }));
        };
        for part in 0..24 {
            take(&whole[..whole.len() * part / 24]);
        }
        // A simple generator of numbers: the same damage every time.
        let mut number: u64 = 1;
        for _ in 0..60 {
            let mut damaged = whole.clone();
            for _ in 0..20 {
                number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let at = usize::try_from(number >> 33).expect("a place") % damaged.len();
                damaged[at] ^= 1 << (number % 8);
            }
            take(&damaged);
        }
    }
}
