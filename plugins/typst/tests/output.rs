//! What the backend makes of specimens, and what it refuses.

use engross_plugin::Backend;
use engross_plugin::conformance;
use engross_plugin::model::{Asset, AssetRole, Block, Document, Inline, OptionValue, Request, Response, Status};
use engross_typst::TypstBackend;

/// The look of a house that has none of its own.
const LOOK: &str = "#import \"/house.typ\": house-look as look";

fn request() -> Request {
    let mut request = conformance::everything();
    request.format = "pdf".to_owned();
    request.assets = vec![look(LOOK)];
    request
}

fn look(text: &str) -> Asset {
    Asset {
        name: "document.typ".to_owned(),
        role: AssetRole::Template,
        // The tests' looks differ in length, which is enough to tell them apart.
        sha256: text.len().to_string(),
        bytes: Some(text.to_owned().into()),
    }
}

fn pdf(response: &Response) -> &[u8] {
    assert!(response.findings.is_empty(), "{:?}", response.findings);
    &response.artifacts.first().expect("an artifact").bytes
}

fn has(pdf: &[u8], words: &str) -> bool {
    pdf.windows(words.len()).any(|window| window == words.as_bytes())
}

#[test]
fn one_of_everything_becomes_an_archival_accessible_pdf() {
    let response = TypstBackend.render(&request());
    let pdf = pdf(&response);
    assert!(pdf.starts_with(b"%PDF-1.7"));
    assert!(has(pdf, "pdfaid:conformance"));
    assert!(has(pdf, "pdfuaid:part"));
}

#[test]
fn the_same_request_gives_the_same_bytes_on_any_thread() {
    let expected = TypstBackend.render(&request());
    let threads: Vec<_> = (0..2).map(|_| std::thread::spawn(|| TypstBackend.render(&request()))).collect();
    for thread in threads {
        assert!(thread.join().expect("no panic") == expected);
    }
}

#[test]
fn a_draft_with_nothing_in_it_is_valid_too() {
    let mut request = request();
    request.document.status = Status::Draft;
    request.document.title_block.clear();
    request.document.parts.clear();
    request.document.closing_block.clear();
    request.document.notes.clear();
    request.document.metadata.title.clear();
    request.document.metadata.identifier.clear();
    assert!(pdf(&TypstBackend.render(&request)).starts_with(b"%PDF"));
}

#[test]
fn a_character_without_a_font_is_named_with_its_clause() {
    let place_of = |write: &dyn Fn(&mut Document) -> &mut Vec<Inline>| {
        let mut request = request();
        write(&mut request.document).push(Inline::text(" 和"));
        let findings = TypstBackend.render(&request).findings;
        let finding = findings.into_iter().find(|finding| finding.code == "FONT-01").expect("a finding");
        assert!(finding.message.contains("和") && finding.message.contains("U+548C"), "{}", finding.message);
        finding.place.clause
    };
    let title =
        place_of(&|document| &mut document.title_block.iter_mut().find(|line| line.heading).expect("a title").content);
    assert_eq!(title.as_deref(), Some("doc.title"));
    let heading = place_of(&|document| {
        let Some(Block::Clause(clause)) = document.parts[2].blocks.first_mut() else { panic!("a clause") };
        &mut clause.heading
    });
    assert_eq!(heading.as_deref(), Some("scope.heading"));
    let closing = place_of(&|document| &mut document.closing_block[0].content);
    assert_eq!(closing, None, "the house's own words");
}

#[test]
fn other_scripts_find_a_built_in_font() {
    let mut request = request();
    let line = request.document.title_block.first_mut().expect("a line");
    line.content.push(Inline::text(" Ελληνικά Кириллица العربية"));
    pdf(&TypstBackend.render(&request));
}

#[test]
fn a_mistake_in_a_look_is_placed() {
    let mut request = request();
    request.assets = vec![look("#let look(document, settings) = {\n  nothing-of-this-name\n}\n")];
    let response = TypstBackend.render(&request);
    assert!(response.artifacts.is_empty());
    let finding = response.findings.first().expect("a finding");
    assert_eq!(finding.code, "REND-03");
    assert!(finding.message.starts_with("document.typ:2:3: unknown variable"), "{}", finding.message);
}

#[test]
fn a_look_reads_no_file() {
    for path in ["/etc/passwd", "../secret.txt", "document.typ", "/engross.typ"] {
        let mut request = request();
        request.assets = vec![look(&format!("#let look(document, settings) = read(\"{path}\")"))];
        let response = TypstBackend.render(&request);
        assert!(response.artifacts.is_empty(), "{path}");
        assert_eq!(response.findings.first().map(|finding| finding.code.as_str()), Some("REND-03"), "{path}");
    }
}

#[test]
fn bytes_that_did_not_come_are_asked_for() {
    let mut request = request();
    request.assets[0].bytes = None;
    let response = TypstBackend.render(&request);
    assert_eq!(response.send_again, [LOOK.len().to_string()]);
    assert!(response.artifacts.is_empty());
}

#[test]
fn a_house_without_a_look_gets_the_usual_one() {
    let mut request = request();
    let expected = TypstBackend.render(&request);
    request.assets.clear();
    assert!(TypstBackend.render(&request) == expected);
}

#[test]
fn the_paper_can_be_chosen() {
    let mut request = request();
    request.options.insert("paper".to_owned(), OptionValue::Text("letter".to_owned()));
    assert!(has(pdf(&TypstBackend.render(&request)), "/MediaBox[0 0 612 792]"));
}
