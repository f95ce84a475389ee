//! Labels on lines of their own with a heading below, lines that stand beside each other and lines below the text are read
//! in every format, and the least change of them is found.

mod common;

use common::codes;
use engross_model::{Block, Clause, Document, Inline, Label, Numeral, NumeralSystem, TitleLine};
use engross_parity::check;

use crate::common::{document, read, with_part};

/// Two articles, the first of them with a heading, between lines.
fn headed() -> Document {
    let line = |style: &str, beside: bool, words: &str| TitleLine {
        style: style.to_owned(),
        beside,
        content: vec![Inline::text(words)],
        ..TitleLine::default()
    };
    let mut document = document("everything");
    document.title_block = vec![line("masthead", false, "United Nations"), line("symbol", true, "A/RES/73/7")];
    document.closing_block = vec![line("place", false, "Done at Specimen"), line("signed", false, "The President")];
    document.notes.clear();
    document.parts.truncate(1);
    let part = &mut document.parts[0];
    part.heading.clear();
    part.formula.clear();
    part.blocks = vec![
        Block::Clause(article("scope", "Article 1", "Subject matter", "This is about specimens.")),
        Block::Clause(article("force", "Article 2", "", "This enters into force.")),
    ];
    document
}

fn article(id: &str, label: &str, heading: &str, words: &str) -> Clause {
    let numeral = Numeral { system: NumeralSystem::Other, value: 1, prefix: String::new(), suffix: String::new() };
    let label = Label { text: label.to_owned(), reference: label.to_owned(), spoken: label.to_owned(), numeral };
    Clause {
        id: id.to_owned(),
        level: "article".to_owned(),
        label: Some(label),
        provisional: None,
        heading: Some(heading).filter(|heading| !heading.is_empty()).map(Inline::text).into_iter().collect(),
        content: vec![Inline::text(words)],
        points: vec![],
        closing: vec![],
        change: None,
    }
}

const TEXT: &str = "\
United Nations                       A/RES/73/7

                   Article 1
                 Subject matter

This is about specimens.

                   Article 2

This enters into force.

Done at Specimen

                                  The President
";

const PAGE: &str = "<!DOCTYPE html><body><main><div><p>United Nations</p><p>A/RES/73/7</p></div>\
<ol><li><h2><span aria-hidden=\"true\">Article 1 </span><span class=\"visually-hidden\">Article 1 </span>Subject matter</h2>\
<p>This is about specimens.</p></li>\
<li><h2><span aria-hidden=\"true\">Article 2 </span><span class=\"visually-hidden\">Article 2 </span></h2>\
<p>This enters into force.</p></li></ol>\
<footer><p>Done at Specimen</p><p>The President</p></footer></main></body>";

/// Makes a Word file of paragraphs; `\t` is a tab.
fn word(paragraphs: &[&str]) -> Vec<u8> {
    let run = |words: &str| format!("<w:r><w:t>{words}</w:t></w:r>");
    let paragraph = |words: &&str| {
        let runs = words.split('\t').map(run).collect::<Vec<_>>().join("<w:r><w:tab/></w:r>");
        format!("<w:p>{runs}</w:p>")
    };
    let body: String = paragraphs.iter().map(paragraph).collect();
    let namespace = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let part = format!("<w:document {namespace}><w:body>{body}</w:body></w:document>");
    with_part(&read("everything", "docx"), "word/document.xml", &|_| part.clone().into_bytes())
}

const PARAGRAPHS: [&str; 8] = [
    "United Nations\tA/RES/73/7",
    "Article 1",
    "Subject matter",
    "This is about specimens.",
    "Article 2",
    "This enters into force.",
    "Done at Specimen",
    "The President",
];

/// Returns the file in every format, with a change of some words.
fn files(from: &str, to: &str) -> [(&'static str, Vec<u8>); 3] {
    let changed: Vec<String> = PARAGRAPHS.iter().map(|words| words.replace(from, to)).collect();
    let changed: Vec<&str> = changed.iter().map(String::as_str).filter(|words| !words.is_empty()).collect();
    [
        ("txt", TEXT.replace(from, to).into_bytes()),
        ("html", PAGE.replace(from, to).into_bytes()),
        ("docx", word(&changed)),
    ]
}

#[test]
fn faithful_files_pass() {
    for (extension, file) in files("", "") {
        let findings = check(&headed(), extension, &file);
        assert_eq!(codes(&findings), [], "{extension}: {findings:#?}");
    }
}

#[test]
fn every_change_is_found() {
    for (from, to, expected) in [
        ("Article 1", "Article 3", ("PAR-01", "scope.heading")),
        ("Article 2", "Article 3", ("PAR-01", "force")),
        ("Subject matter", "Subject mutter", ("PAR-02", "scope.heading")),
        ("specimens.", "specimen.", ("PAR-02", "scope")),
        ("A/RES/73/7", "A/RES/73/8", ("PAR-02", "doc.symbol")),
        ("The President", "The Resident", ("PAR-02", "doc.signed")),
    ] {
        for (extension, file) in files(from, to) {
            let findings = check(&headed(), extension, &file);
            // Lines at both edges are one block of some files, and named by the first of them.
            let is_found = |(code, clause): &(&str, &str)| {
                *code == expected.0 && *clause == expected.1 || expected.1 == "doc.symbol" && *clause == "doc.masthead"
            };
            assert!(codes(&findings).iter().any(is_found), "{extension}: `{from}` to `{to}`: {findings:#?}");
        }
    }
}

#[test]
fn a_label_that_a_clause_does_not_have_is_found() {
    for (extension, file) in files("", "") {
        let mut document = headed();
        let Some(Block::Clause(clause)) = document.parts[0].blocks.first_mut() else { panic!("a clause") };
        clause.label = None;
        let findings = check(&document, extension, &file);
        assert!(!findings.is_empty(), "{extension}");
    }
}
