//! No word is lost in silence: a word that stands in any element of a file is in the text that is made of it, or in a finding.
//!
//! `tests/words/` lists elements of each format, one a line, with `@` for the word; `+` begins those that stand between
//! paragraphs, `=` remarks on a clause; in Markdown `~` is the end of a line between paragraphs.

mod containers;
#[path = "../../compile/tests/support/mod.rs"]
mod support;

use std::path::Path;

use containers::{opendocument_text, word};
use engross_compile::World;
use engross_import::{Imported, Wishes, import};
use engross_model::Finding;

/// An element with a word of its own in it.
struct Sample {
    written: String,
    word: String,
    place: Place,
}

/// Where an element stands.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// Within a line.
    Line,
    /// Between paragraphs.
    Block,
    /// Within the words of a clause, on which it is a remark.
    Clause,
}

impl Sample {
    /// Returns the element as one that stands between paragraphs.
    fn block(&self, open: &str, close: &str) -> String {
        match self.place {
            Place::Line => format!("{open}{}{close}", self.written),
            Place::Block => self.written.clone(),
            Place::Clause => String::new(),
        }
    }
}

fn samples(format: &str) -> Vec<Sample> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/words").join(format!("{format}.txt"));
    let listed = std::fs::read_to_string(path).expect("a list of elements");
    let lines = listed.lines().filter(|line| !line.starts_with("# "));
    let letter = |at: usize| char::from(b'a' + u8::try_from(at % 26).expect("a letter"));
    let sample = |(at, line): (usize, &str)| {
        let word = format!("zebra{}{}", letter(at / 26), letter(at));
        let place = match line.chars().next() {
            Some('+') => Place::Block,
            Some('=') => Place::Clause,
            _ => Place::Line,
        };
        Sample { written: line.trim_start_matches(['+', '=']).replace('@', &word), word, place }
    };
    lines.enumerate().map(sample).collect()
}

/// Returns what stands within the words of the first clause.
fn remarks(samples: &[Sample]) -> String {
    samples.iter().filter(|sample| sample.place == Place::Clause).map(|sample| sample.written.as_str()).collect()
}

/// Says whether a word reached the text or a finding.
fn is_told(word: &str, imported: &Imported) -> bool {
    let in_text = imported.text.iter().any(|text| text.contains(word));
    let in_finding = |finding: &Finding| {
        let place = finding.place.span.clone().and_then(|span| imported.shown.get(span));
        let notes = finding.notes.iter().chain(&finding.help).map(String::as_str);
        [finding.message.as_str()].into_iter().chain(place).chain(notes).any(|said| said.contains(word))
    };
    in_text || imported.findings.iter().any(in_finding)
}

/// Imports files that hold all these elements, each in another place, and lists those whose words went away.
fn lost(file: &str, samples: &[Sample], files: &[(&str, Vec<u8>)]) -> Vec<String> {
    let house = support::world(&[]).house("nato-pa").expect("a house");
    let wishes = Wishes { language: Some("en".to_owned()), ..Wishes::default() };
    let mut lost = Vec::new();
    for (place, bytes) in files {
        let imported = import(file, bytes, &house, &wishes);
        let gone = samples.iter().filter(|sample| !is_told(&sample.word, &imported));
        lost.extend(gone.map(|sample| format!("{place}: {}", sample.written)));
    }
    lost
}

/// Makes a Word file with elements in its body, or in the note that its first clause marks.
fn word_file(samples: &[Sample], body: &str, note: &str) -> Vec<u8> {
    let paragraph = |words: &str| format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>");
    let mark = "</w:t></w:r><w:r><w:footnoteReference w:id=\"1\"/></w:r><w:r><w:t>";
    let body = [
        paragraph("DRAFT RESOLUTION"),
        paragraph("The Assembly,"),
        format!("<w:p><w:r><w:t>1. Noting the value of specimens{mark};</w:t></w:r>{}</w:p>", remarks(samples)),
        body.to_owned(),
        paragraph("2. THANKS all who do so."),
    ];
    // Other parts hold the words of the elements that ask for them.
    let word_for = |asking: &str| {
        let sample = samples.iter().find(|sample| sample.written.contains(asking));
        sample.map(|sample| sample.word.clone()).expect("an element")
    };
    let links = format!(
        "<Relationships><Relationship Id=\"rId7\" Target=\"../{}.docx\"/>\
         <Relationship Id=\"rId8\" Target=\"https://example.org\"/></Relationships>",
        word_for("rId7")
    );
    let held = |name: &str| {
        let words = paragraph(&word_for(&format!("{name}Reference")));
        format!("<w:{name} w:id=\"7\"><w:tbl><w:tr><w:tc>{words}</w:tc></w:tr></w:tbl></w:{name}>")
    };
    let footnotes =
        format!("<w:footnotes>{}<w:footnote w:id=\"1\">{note}</w:footnote></w:footnotes>", held("footnote"));
    let endnotes = format!("<w:endnotes>{}</w:endnotes>", held("endnote"));
    let comments = format!("<w:comments>{}</w:comments>", held("comment"));
    let parts = [
        ("word/_rels/document.xml.rels", links.as_str()),
        ("word/footnotes.xml", &footnotes),
        ("word/endnotes.xml", &endnotes),
        ("word/comments.xml", &comments),
    ];
    word(&body.concat(), &parts)
}

#[test]
fn no_word_of_a_word_file_goes_away() {
    let samples = samples("word");
    let each = |wrap: &dyn Fn(String) -> String| -> String {
        samples.iter().map(|sample| wrap(sample.block("<w:p>", "</w:p>"))).collect()
    };
    let cells = each(&|block| format!("<w:tbl><w:tr><w:tc>{block}<w:p/></w:tc></w:tr></w:tbl>"));
    let boxes = each(&|block| {
        format!("<w:p><w:r><w:pict><v:textbox><w:txbxContent>{block}</w:txbxContent></v:textbox></w:pict></w:r></w:p>")
    });
    let files = [
        ("body", word_file(&samples, &each(&|block| block), "")),
        ("cells", word_file(&samples, &cells, "")),
        ("boxes", word_file(&samples, &boxes, "")),
        ("note", word_file(&samples, "", &each(&|block| block))),
    ];
    let lost = lost("words.docx", &samples, &files);
    assert!(lost.is_empty(), "{lost:#?}");
}

/// Makes an `OpenDocument` text with elements in its body, or in a note.
fn opendocument_file(samples: &[Sample], body: &str, note: &str) -> Vec<u8> {
    let remarks = remarks(samples);
    let note = format!("<text:note-citation>1</text:note-citation><text:note-body>{note}</text:note-body>");
    let note = if note.contains("zebra") { format!("<text:note>{note}</text:note>") } else { String::new() };
    let body = format!(
        "<text:p>DRAFT RESOLUTION</text:p><text:p>The Assembly,</text:p>\
         <text:p>1. Noting the value of specimens{note};{remarks}</text:p>{body}<text:p>2. THANKS all who do so.</text:p>"
    );
    opendocument_text(&body, &[])
}

#[test]
fn no_word_of_an_opendocument_text_goes_away() {
    let samples = samples("opendocument");
    let each = |wrap: &dyn Fn(String) -> String| -> String {
        samples.iter().map(|sample| wrap(sample.block("<text:p>", "</text:p>"))).collect()
    };
    let text_box = |block| format!("<draw:frame><draw:text-box>{block}</draw:text-box></draw:frame>");
    let cells = each(&|block| {
        format!(
            "<table:table><table:table-row><table:table-cell>{block}</table:table-cell></table:table-row></table:table>"
        )
    });
    let items = each(&|block| format!("<text:list><text:list-item>{block}</text:list-item></text:list>"));
    let files = [
        ("body", opendocument_file(&samples, &each(&|block| block), "")),
        ("cells", opendocument_file(&samples, &cells, "")),
        ("items", opendocument_file(&samples, &items, "")),
        ("boxes", opendocument_file(&samples, &each(&text_box), "")),
        (
            "boxes in a line",
            opendocument_file(&samples, &each(&|block| format!("<text:p>x{}</text:p>", text_box(block))), ""),
        ),
        ("note", opendocument_file(&samples, "", &each(&|block| block))),
    ];
    let lost = lost("words.odt", &samples, &files);
    assert!(lost.is_empty(), "{lost:#?}");
}

#[test]
fn no_word_of_a_page_goes_away() {
    let samples = samples("html");
    let page = |body: &str, note: &str| {
        let page = format!(
            "<!doctype html><html><head><title>x</title></head><body><h1>DRAFT RESOLUTION</h1><p>The Assembly,</p>\
             <p>1. Noting the value of specimens<a id=fnref1 href=#fn1>1</a>;</p>{body}<p>2. THANKS all who do so.</p>\
             <div id=fn1>{note} <a href=#fnref1>back</a></div></body></html>"
        );
        page.into_bytes()
    };
    let each =
        |wrap: &dyn Fn(&str) -> String| -> String { samples.iter().map(|sample| wrap(&sample.written)).collect() };
    let blocks: String = samples.iter().map(|sample| sample.block("<p>", "</p>")).collect();
    let files = [
        ("body", page(&blocks, "")),
        ("body without paragraphs", page(&each(&|element| format!("{element} ")), "")),
        ("items", page(&each(&|element| format!("<ol><li>{element}</li></ol>")), "")),
        ("cells", page(&each(&|element| format!("<table><tr><td>{element}</td></tr></table>")), "")),
        ("note", page("", &blocks)),
    ];
    let lost = lost("words.html", &samples, &files);
    assert!(lost.is_empty(), "{lost:#?}");
}

#[test]
fn no_word_of_a_markdown_text_goes_away() {
    let samples = samples("markdown");
    let remarks = remarks(&samples);
    let text = |body: &str| {
        format!(
            "# DRAFT RESOLUTION\n\nThe Assembly,\n\n1. Noting the value of specimens[^1]; {remarks}\n\n{body}\n2. THANKS all who do so.\n"
        )
    };
    let written = |sample: &Sample| match sample.place {
        Place::Line => sample.written.clone(),
        Place::Block => sample.written.replace('~', "\n"),
        Place::Clause => String::new(),
    };
    let blocks: String = samples.iter().map(|sample| format!("{}\n\n", written(sample))).collect();
    let within: String = samples.iter().map(|sample| format!("words {}\n\n", written(sample))).collect();
    let quoted: String = blocks.lines().map(|line| format!("> {line}\n")).collect();
    let indented: String = blocks.lines().map(|line| format!("    {line}\n")).collect();
    let files = [
        ("body", text(&blocks).into_bytes()),
        ("in a line", text(&within).into_bytes()),
        ("quotation", text(&quoted).into_bytes()),
        ("note", format!("{}\n[^1]: A note.\n\n{indented}", text("")).into_bytes()),
    ];
    let lost = lost("words.md", &samples, &files);
    assert!(lost.is_empty(), "{lost:#?}");
}
