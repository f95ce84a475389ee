//! What stands in a Word file, read back part by part.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};

use engross_docx::DocxBackend;
use engross_plugin::model::{
    Align, Asset, AssetRole, Block, BlockStyle, Change, ChangeKind, Clause, Direction, Inline, Label, LabelPlace,
    LevelStyle, Note, Numeral, NumeralSystem, Request, Response, TitleLine,
};
use engross_plugin::{Backend, conformance};
use quick_xml::Reader;
use quick_xml::events::Event;

const VALUES: &str = "link: {underline: true}\n";

fn request() -> Request {
    let mut request = conformance::everything();
    request.format = "docx".to_owned();
    request.assets = vec![values(VALUES)];
    request
}

fn values(text: &str) -> Asset {
    Asset {
        name: "document.docx.yaml".to_owned(),
        role: AssetRole::Template,
        sha256: "values".to_owned(),
        bytes: Some(text.to_owned().into()),
    }
}

/// A text with one part and nothing else but what the test puts there.
fn bare_request(clauses: Vec<Clause>) -> Request {
    let mut request = request();
    request.document.title_block.clear();
    request.document.closing_block.clear();
    request.document.notes.clear();
    request.document.parts.truncate(1);
    let part = &mut request.document.parts[0];
    part.formula.clear();
    part.blocks = clauses.into_iter().map(Block::Clause).collect();
    request
}

fn clause(id: &str, label: Option<Label>, points: Vec<Clause>) -> Clause {
    Clause {
        id: id.to_owned(),
        level: "clause".to_owned(),
        label,
        provisional: None,
        heading: vec![],
        content: vec![Inline::text(format!("words of {id}"))],
        points,
        closing: vec![],
        change: None,
    }
}

fn label(text: &str, system: NumeralSystem, value: u32, suffix: &str) -> Label {
    Label {
        text: text.to_owned(),
        reference: text.to_owned(),
        spoken: text.to_owned(),
        numeral: Numeral { system, value, prefix: String::new(), suffix: suffix.to_owned() },
    }
}

fn parts(response: &Response) -> BTreeMap<String, String> {
    let file = &response.artifacts.first().unwrap_or_else(|| panic!("{:?}", response.findings)).bytes;
    let mut container = zip::ZipArchive::new(Cursor::new(&file[..])).expect("the file reads");
    let mut parts = BTreeMap::new();
    for at in 0..container.len() {
        let mut part = container.by_index(at).expect("the file reads");
        let name = part.name().expect("the file reads").into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).expect("the file reads");
        parts.insert(name, text);
    }
    parts
}

fn rendered(request: &Request) -> BTreeMap<String, String> {
    parts(&DocxBackend.render(request))
}

/// An element as it begins: its name, its attributes, and the letters that follow.
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    text: String,
}

impl Element {
    fn get(&self, key: &str) -> &str {
        self.attributes.get(key).map_or("", String::as_str)
    }
}

/// Reads all elements in the order in which they begin, and panics where the part is not well-formed.
fn elements(part: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(part);
    let mut elements: Vec<Element> = Vec::new();
    let mut open = 0;
    loop {
        match reader.read_event().expect("the file reads") {
            Event::Start(start) => {
                elements.push(element(&start));
                open += 1;
            }
            Event::Empty(start) => elements.push(element(&start)),
            Event::End(_) => open -= 1,
            Event::Text(text) if !elements.is_empty() => {
                elements.last_mut().expect("the file reads").text.push_str(&text);
            }
            Event::GeneralRef(entity) => {
                let letter = quick_xml::escape::resolve_predefined_entity(&entity).expect("the file reads");
                elements.last_mut().expect("the file reads").text.push_str(letter);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open, 0);
    elements
}

fn element(start: &quick_xml::events::BytesStart<'_>) -> Element {
    let attribute = |attribute: Result<quick_xml::events::attributes::Attribute<'_>, _>| {
        let attribute = attribute.expect("the file reads");
        let value = quick_xml::escape::unescape(&attribute.value).expect("the file reads").into_owned();
        (attribute.key.as_ref().to_owned(), value)
    };
    Element {
        name: start.name().as_ref().to_owned(),
        attributes: start.attributes().map(attribute).collect(),
        text: String::new(),
    }
}

/// Everything of one name.
fn all<'a>(elements: &'a [Element], name: &'a str) -> impl Iterator<Item = &'a Element> {
    elements.iter().filter(move |element| element.name == name)
}

#[test]
fn every_part_is_well_formed_and_listed() {
    let parts = rendered(&request());
    let types = elements(&parts["[Content_Types].xml"]);
    for (name, part) in &parts {
        assert!(!elements(part).is_empty(), "{name}");
        let listed = all(&types, "Override").any(|listed| listed.get("PartName") == format!("/{name}"));
        assert!(listed || name.ends_with(".rels") || name.starts_with('['), "{name} is not listed");
    }
    for listed in all(&types, "Override") {
        assert!(parts.contains_key(&listed.get("PartName")[1..]), "{} is missing", listed.get("PartName"));
    }
}

#[test]
fn relations_and_ids_resolve() {
    let parts = rendered(&request());
    for (story, relations) in [("document.xml", "document.xml.rels"), ("footnotes.xml", "footnotes.xml.rels")] {
        let relations = elements(&parts[&format!("word/_rels/{relations}")]);
        let known: BTreeSet<&str> = all(&relations, "Relationship").map(|relation| relation.get("Id")).collect();
        for relation in all(&relations, "Relationship").filter(|relation| relation.get("TargetMode").is_empty()) {
            assert!(parts.contains_key(&format!("word/{}", relation.get("Target"))), "{}", relation.get("Target"));
        }
        for element in elements(&parts[&format!("word/{story}")]) {
            if let Some(id) = element.attributes.get("r:id") {
                assert!(known.contains(id.as_str()), "{id}");
            }
        }
    }
    let document = elements(&parts["word/document.xml"]);
    let styles = elements(&parts["word/styles.xml"]);
    let notes = elements(&parts["word/footnotes.xml"]);
    let ids = |elements: &[Element], name: &str, key: &str| -> BTreeSet<String> {
        all(elements, name).map(|element| element.get(key).to_owned()).collect()
    };
    let known = ids(&styles, "w:style", "w:styleId");
    for kind in ["w:pStyle", "w:rStyle", "w:basedOn", "w:next"] {
        for part in [&document, &styles, &notes] {
            assert!(ids(part, kind, "w:val").is_subset(&known), "{kind}");
        }
    }
    assert!(ids(&document, "w:footnoteReference", "w:id").is_subset(&ids(&notes, "w:footnote", "w:id")));
    let bookmarks = ids(&document, "w:bookmarkStart", "w:name");
    assert!(ids(&document, "w:hyperlink", "w:anchor").iter().all(|name| name.is_empty() || bookmarks.contains(name)));
    assert_eq!(ids(&document, "w:bookmarkStart", "w:id"), ids(&document, "w:bookmarkEnd", "w:id"));
    let numbers = elements(&parts["word/numbering.xml"]);
    assert!(ids(&document, "w:numId", "w:val").is_subset(&ids(&numbers, "w:num", "w:numId")));
}

#[test]
fn the_same_request_gives_the_same_bytes() {
    let request = request();
    assert_eq!(DocxBackend.render(&request), DocxBackend.render(&request));
}

#[test]
fn words_reach_the_file_as_they_are() {
    let document = elements(&rendered(&request())["word/document.xml"]);
    let words: String = all(&document, "w:t").map(|words| words.text.as_str()).collect();
    assert!(words.contains("<script>alert(1)</script> &amp; *stars* _under_ \\n `raw`"), "{words}");
    assert!(words.contains("A SPECIMEN OF EVERYTHING ON SMALL & LARGE <THINGS>"), "{words}");
}

/// Counts `numbering.xml` as Word does and returns the label of every paragraph that it counts.
fn counted_labels(parts: &BTreeMap<String, String>) -> Vec<String> {
    let numbering = elements(&parts["word/numbering.xml"]);
    let mut forms: BTreeMap<(String, usize), (String, String)> = BTreeMap::new();
    let mut of: BTreeMap<String, String> = BTreeMap::new();
    let mut starts: BTreeMap<(String, usize), u32> = BTreeMap::new();
    let (mut scheme, mut list, mut level) = (String::new(), String::new(), 0);
    for element in &numbering {
        match element.name.as_str() {
            "w:abstractNum" => scheme = element.get("w:abstractNumId").to_owned(),
            "w:num" => list = element.get("w:numId").to_owned(),
            "w:lvl" | "w:lvlOverride" => level = element.get("w:ilvl").parse().expect("a number"),
            "w:numFmt" => forms.entry((scheme.clone(), level)).or_default().0 = element.get("w:val").to_owned(),
            "w:lvlText" => forms.entry((scheme.clone(), level)).or_default().1 = element.get("w:val").to_owned(),
            "w:abstractNumId" => {
                of.insert(list.clone(), element.get("w:val").to_owned());
            }
            "w:startOverride" => {
                starts.insert((list.clone(), level), element.get("w:val").parse().expect("a number"));
            }
            _ => {}
        }
    }
    let mut counts: BTreeMap<(String, usize), u32> = BTreeMap::new();
    let mut labels = Vec::new();
    for element in elements(&parts["word/document.xml"]) {
        match element.name.as_str() {
            "w:ilvl" => level = element.get("w:val").parse().expect("a number"),
            "w:numId" => {
                let list = element.get("w:val").to_owned();
                let scheme = of[&list].clone();
                let count = match starts.remove(&(list, level)) {
                    Some(start) => start,
                    None => counts.get(&(scheme.clone(), level)).map_or(1, |count| count + 1),
                };
                counts.retain(|(other, deeper), _| *other != scheme || *deeper < level);
                counts.insert((scheme.clone(), level), count);
                let (format, text) = &forms[&(scheme, level)];
                let number = match format.as_str() {
                    "decimal" => count.to_string(),
                    "lowerRoman" => ["i", "ii", "iii", "iv", "v"][count as usize - 1].to_owned(),
                    "lowerLetter" => letters(count),
                    other => panic!("{other}"),
                };
                labels.push(text.replace(&format!("%{}", level + 1), &number));
            }
            _ => {}
        }
    }
    labels
}

fn letters(count: u32) -> String {
    let letter = char::from(b'a' + u8::try_from((count - 1) % 26).expect("a number"));
    letter.to_string().repeat(count as usize / 27 + 1)
}

#[test]
fn word_counts_letters_as_the_core_does() {
    let points = |parent: &str| -> Vec<Clause> {
        (1..=32)
            .map(|value| {
                let text = format!("{}.", letters(value));
                let point = label(&text, NumeralSystem::LowerLatinRepeat, value, ".");
                clause(&format!("{parent}-{value}"), Some(point), vec![])
            })
            .collect()
    };
    let one = |id: &str, value: u32, points: Vec<Clause>| {
        clause(id, Some(label(&format!("{value}."), NumeralSystem::Decimal, value, ".")), points)
    };
    let bare = clause("bare", None, points("bare"));
    let request = bare_request(vec![one("one", 1, points("one")), bare, one("two", 2, points("two"))]);
    let parts = rendered(&request);
    let expected: Vec<String> = (1..=32).map(|value| format!("{}.", letters(value))).collect();
    let labels = counted_labels(&parts);
    assert_eq!(expected[25..28].join(" "), "z. aa. bb.");
    assert_eq!(labels[0], "1.");
    assert_eq!(labels[1..33], expected);
    assert_eq!(labels[33..65], expected);
    assert_eq!(labels[65], "2.");
    assert_eq!(labels[66..], expected);
}

#[test]
fn labels_that_word_cannot_count_are_written_out() {
    let odd = |text: &str, system, value| vec![clause("odd", Some(label(text, system, value, ".")), vec![])];
    let cases = [
        odd("ab.", NumeralSystem::LowerLatinBijective, 28),
        odd("1 bis.", NumeralSystem::Other, 1),
        odd("3.1.", NumeralSystem::DecimalPath, 1),
        odd("0.", NumeralSystem::Decimal, 0),
        odd("2.", NumeralSystem::Decimal, 1),
    ];
    for case in cases {
        let text = case[0].label.clone().unwrap().text;
        let document = elements(&rendered(&bare_request(case))["word/document.xml"]);
        assert_eq!(all(&document, "w:numId").count(), 0, "{text}");
        assert_eq!(all(&document, "w:t").next().unwrap().text, text);
        assert_eq!(all(&document, "w:tab").count(), 1, "{text}");
    }
}

#[test]
fn a_row_under_amendment_is_written_out_as_a_whole() {
    let one = |id: &str, value: u32| {
        clause(id, Some(label(&format!("{value}."), NumeralSystem::Decimal, value, ".")), vec![])
    };
    let mut gone = one("gone", 2);
    gone.points = vec![clause("point", Some(label("a.", NumeralSystem::LowerLatinRepeat, 1, ".")), vec![])];
    gone.change = Some(Change { kind: ChangeKind::Deleted, amendment: "am-1".to_owned(), author: None, date: None });
    let document =
        elements(&rendered(&bare_request(vec![one("first", 1), gone, one("third", 3)]))["word/document.xml"]);
    assert_eq!(all(&document, "w:numId").count(), 0);
    let gone: Vec<&str> = all(&document, "w:delText").map(|words| words.text.as_str()).collect();
    assert_eq!(gone, ["2.", "words of gone", "a.", "words of point"]);
    let change = all(&document, "w:del").next().unwrap();
    assert_eq!((change.get("w:author"), change.get("w:date")), ("am-1", "2025-05-26T00:00:00Z"));
}

#[test]
fn every_change_has_an_author() {
    for (amendment, author, named) in [
        ("am-1", None, "am-1"),
        ("am-1", Some("Ada"), "Ada"),
        ("am-1", Some(" "), "am-1"),
        ("", Some(""), "engross"),
        ("", None, "engross"),
    ] {
        let mut gone = clause("gone", None, vec![]);
        let (amendment, author) = (amendment.to_owned(), author.map(str::to_owned));
        gone.change = Some(Change { kind: ChangeKind::Deleted, amendment, author, date: None });
        let document = elements(&rendered(&bare_request(vec![gone]))["word/document.xml"]);
        assert!(all(&document, "w:del").count() > 0);
        assert!(all(&document, "w:del").all(|change| change.get("w:author") == named), "{named}");
    }
}

#[test]
fn marks_that_word_does_not_count_are_its_custom_marks() {
    let parts = rendered(&request());
    let document = elements(&parts["word/document.xml"]);
    let custom: Vec<&str> = all(&document, "w:footnoteReference").map(|mark| mark.get("w:customMarkFollows")).collect();
    assert_eq!(custom, ["1", "", "", ""]);
    // In a run of its own, behind a letter that nobody sees: the mark is not set twice then.
    let marked = parts["word/document.xml"].split("customMarkFollows").nth(1).unwrap();
    let runs: Vec<&str> = marked.split("</w:r>").take(2).collect();
    assert!(runs[0].contains(">\u{200E}<") && !runs[0].contains('*') && runs[1].contains(">*<"), "{runs:?}");
    let field = all(&document, "w:instrText").next().unwrap();
    assert_eq!(field.text, " NOTEREF _RefNote2 \\f \\h ");
    let notes = elements(&parts["word/footnotes.xml"]);
    assert_eq!(all(&notes, "w:footnoteRef").count(), 3);
    assert_eq!(all(&notes, "w:t").next().unwrap().text, "*");
}

#[test]
fn a_note_without_a_mark_is_reported() {
    let mut request = request();
    request.document.notes.push(Note {
        id: "lost".to_owned(),
        series: "numbers".to_owned(),
        mark: "9".to_owned(),
        content: vec![Inline::text("lost")],
        anchors: 1,
    });
    let response = DocxBackend.render(&request);
    assert_eq!(response.artifacts.len(), 1);
    assert_eq!(response.findings[0].code, "REND-02");
    assert_eq!(response.findings[0].place.clause.as_deref(), Some("fn.lost"));
}

#[test]
fn bookmarks_are_valid_and_unique() {
    let long = "ä".repeat(60);
    let targets = [format!("{long}.1"), format!("{long}.2"), "Same".to_owned(), "same".to_owned()];
    let refer = |target: &String| Inline::Reference { target: target.clone(), content: vec![Inline::text("there")] };
    let mut clauses: Vec<Clause> = targets.iter().map(|id| clause(id, None, vec![])).collect();
    clauses[0].content.extend(targets.iter().map(refer));
    let document = elements(&rendered(&bare_request(clauses))["word/document.xml"]);
    let names: BTreeSet<String> =
        all(&document, "w:bookmarkStart").map(|bookmark| bookmark.get("w:name").to_lowercase()).collect();
    assert_eq!(names.len(), targets.len());
    for name in &names {
        assert!(
            name.len() <= 40 && name.bytes().all(|letter| letter.is_ascii_alphanumeric() || letter == b'_'),
            "{name}"
        );
    }
}

#[test]
fn a_text_from_right_to_left_says_so() {
    let mut request = request();
    request.document.language.direction = Direction::Rtl;
    request.document.language.tag = "ar".to_owned();
    let parts = rendered(&request);
    assert_eq!(all(&elements(&parts["word/styles.xml"]), "w:bidi").count(), 1);
    let document = elements(&parts["word/document.xml"]);
    assert_eq!(all(&document, "w:rtl").count(), all(&document, "w:r").count());
    let settings = elements(&parts["word/settings.xml"]);
    assert_eq!(all(&settings, "w:autoHyphenation").count(), 0, "no words are divided");
    let levels = elements(&parts["word/numbering.xml"]);
    assert_eq!(all(&levels, "w:rtl").count(), all(&levels, "w:lvl").count(), "full stops stand on the left");
    assert!(parts["word/header1.xml"].contains("<w:r><w:t xml:space=\"preserve\">205 CDS 25 E</w:t></w:r>"));
}

#[test]
fn a_phrase_that_runs_against_the_text_is_a_run_of_its_own_direction() {
    let phrase = Inline::Isolated { direction: Direction::Ltr, content: vec![Inline::text("A/RES/73/7")] };
    let emphasis = Inline::Emphasis(vec![Inline::text("جيدا"), phrase]);
    let content = vec![Inline::text("القرار "), emphasis];
    let mut request = bare_request(vec![Clause { content, ..clause("first", None, vec![]) }]);
    request.document.language.direction = Direction::Rtl;
    request.document.language.italics = false;
    let document = rendered(&request).remove("word/document.xml").unwrap();
    assert!(document.contains("<w:rPr><w:rtl/></w:rPr><w:t xml:space=\"preserve\">القرار </w:t>"), "{document}");
    assert!(
        document.contains("<w:rPr><w:bCs/><w:i/><w:rtl/></w:rPr><w:t xml:space=\"preserve\">جيدا</w:t>"),
        "{document}"
    );
    assert!(
        document.contains(
            "<w:rPr><w:i/><w:iCs/><w:lang w:val=\"x-none\" w:bidi=\"x-none\"/></w:rPr><w:t xml:space=\"preserve\">A/RES/73/7</w:t>"
        ),
        "{document}"
    );
}

#[test]
fn an_empty_text_is_a_file() {
    let mut request = bare_request(vec![]);
    request.document.running_head.clear();
    let parts = rendered(&request);
    assert_eq!(all(&elements(&parts["word/document.xml"]), "w:p").count(), 1);
    assert!(!parts.contains_key("word/header1.xml") && !parts.contains_key("word/footer2.xml"));
}

#[test]
fn mistakes_in_the_values_are_placed() {
    let mistakes = [
        ("hyphenate: true\nmargin: 3\n", "margin"),
        ("styles:\n  title: {bold: true}\n", "styles"),
        ("link: {colour: blue}\n", "blue"),
    ];
    for (text, word) in mistakes {
        let mut request = request();
        request.assets = vec![values(text)];
        let response = DocxBackend.render(&request);
        assert!(response.artifacts.is_empty());
        let finding = &response.findings[0];
        assert_eq!(finding.code, "REND-03");
        assert_eq!(finding.place.file.as_deref(), Some("document.docx.yaml"));
        let span = finding.place.span.clone().unwrap();
        assert!(text[span.start..].starts_with(word), "{word}: {finding:?}");
    }
    for text in ["complex-line-spacing: .nan", "complex-line-spacing: 9.0", "\u{0}"] {
        let mut request = request();
        request.assets = vec![values(text)];
        assert_eq!(DocxBackend.render(&request).findings[0].code, "REND-03", "{text}");
    }
}

#[test]
fn absent_bytes_are_asked_for() {
    let mut request = request();
    request.assets[0].bytes = None;
    let response = DocxBackend.render(&request);
    assert!(response.artifacts.is_empty());
    assert_eq!(response.send_again, ["values"]);
    request.assets.clear();
    assert_eq!(DocxBackend.render(&request).artifacts.len(), 1, "a house may do without the file");
}

#[test]
fn links_lead_to_addresses_alone() {
    let mut links = clause("links", None, vec![]);
    for url in ["https://example.org/a b?c=\"d\"&e", "file:///etc/passwd", "javascript:x", "mailto:a@example.org"] {
        links.content.push(Inline::Link { url: url.to_owned(), content: vec![Inline::text("words")] });
    }
    let response = DocxBackend.render(&bare_request(vec![links]));
    assert_eq!(response.findings.iter().filter(|finding| finding.code == "REND-02").count(), 2);
    let relations = elements(&parts(&response)["word/_rels/document.xml.rels"]);
    let targets: Vec<&str> = all(&relations, "Relationship")
        .filter(|relation| relation.get("TargetMode") == "External")
        .map(|relation| relation.get("Target"))
        .collect();
    assert_eq!(targets, ["https://example.org/a%20b?c=%22d%22&e", "mailto:a@example.org"]);
}

/// Returns the paragraphs of a file whose words hold `words`, as XML.
fn paragraph<'a>(document: &'a str, words: &str) -> &'a str {
    document.split("<w:p>").find(|paragraph| paragraph.contains(words)).unwrap_or_else(|| panic!("{words}"))
}

fn level(label: LabelPlace, indent: f64) -> LevelStyle {
    LevelStyle { label, indent, column: 10.0, after: 6.0, ..LevelStyle::HANGING }
}

#[test]
fn labels_stand_where_the_look_has_them() {
    let decimal = |value: u32| Some(label(&format!("{value}."), NumeralSystem::Decimal, value, "."));
    let mut request = bare_request(vec![clause("counted", decimal(1), vec![clause("below", None, vec![])])]);
    request.look.levels.insert("clause".to_owned(), level(LabelPlace::RunIn, 10.0));
    let parts = rendered(&request);
    let styles = &parts["word/styles.xml"];
    for piece in
        ["<w:tabs><w:tab w:val=\"left\" w:pos=\"1134\"/></w:tabs>", "<w:ind w:left=\"0\" w:firstLine=\"567\"/>"]
    {
        assert!(styles.contains(piece), "{piece}");
    }
    let numbering = &parts["word/numbering.xml"];
    assert!(
        numbering.contains("<w:tab w:val=\"num\" w:pos=\"1134\"/></w:tabs><w:ind w:left=\"0\" w:firstLine=\"567\"/>")
    );
    let document = &parts["word/document.xml"];
    assert!(!paragraph(document, "words of counted").contains("w:ind"), "the style says it");
    assert!(!paragraph(document, "words of below").contains("w:ind"), "unlabelled words stand in by the first line");
}

#[test]
fn a_label_on_a_line_has_its_heading_below_it() {
    let article = |id: &str| Clause {
        level: "article".to_owned(),
        ..clause(id, Some(label("Article 1", NumeralSystem::Other, 1, "")), vec![clause("point", None, vec![])])
    };
    let refer = Inline::Reference { target: "headed".to_owned(), content: vec![Inline::text("Article 1")] };
    let headed = Clause { heading: vec![Inline::text("Subject matter")], content: vec![refer], ..article("headed") };
    let mut request = bare_request(vec![headed, article("bare")]);
    request.look.levels.insert("article".to_owned(), level(LabelPlace::Line, 0.0));
    let document = rendered(&request).remove("word/document.xml").unwrap();
    let paragraphs: Vec<&str> = document.split("<w:p>").collect();
    let style = |words: &str| {
        let at = paragraphs.iter().position(|paragraph| paragraph.contains(&format!(">{words}<"))).unwrap();
        paragraphs[at].split('"').nth(1).unwrap().to_owned()
    };
    assert_eq!(style("Article 1"), "ClauseLabel");
    assert_eq!(style("Subject matter"), "Heading3");
    assert!(paragraphs[1].contains("w:bookmarkStart"), "a reference leads to the label");
    let last = paragraphs.iter().rfind(|paragraph| paragraph.contains(">Article 1<")).unwrap();
    assert!(
        last.contains("\"ClauseLabel\"") && last.contains("<w:outlineLvl w:val=\"2\"/>"),
        "a heading as labels look"
    );
    let points = paragraphs.iter().rfind(|paragraph| paragraph.contains("words of point")).unwrap();
    assert!(points.contains("w:left=\"0\""), "points begin at the edge");
    let styles = rendered(&request).remove("word/styles.xml").unwrap();
    assert!(styles.contains("<w:name w:val=\"heading 3\"/>") && styles.contains("<w:outlineLvl w:val=\"2\"/>"));
}

#[test]
fn the_last_words_of_a_clause_have_the_space_below_it_and_stay_with_the_lines_that_follow() {
    let decimal = |value: u32| Some(label(&format!("{value}."), NumeralSystem::Decimal, value, "."));
    let point = |id: &str| Clause { level: "point".to_owned(), ..clause(id, None, vec![]) };
    let urges = |id: &str, value, points| clause(id, decimal(value), points);
    let clauses = vec![
        urges("one", 1, vec![point("first"), point("last")]),
        urges("two", 2, vec![point("third"), point("fourth")]),
    ];
    let mut request = bare_request(clauses);
    request.document.closing_block = vec![TitleLine { content: vec![Inline::text("Signed")], ..TitleLine::default() }];
    request.look.levels.insert("clause".to_owned(), level(LabelPlace::Hanging, 0.0));
    request.look.levels.insert("point".to_owned(), LevelStyle { after: 2.0, ..level(LabelPlace::Hanging, 0.0) });
    let document = rendered(&request).remove("word/document.xml").unwrap();
    let has = |words: &str, piece: &str| paragraph(&document, words).contains(piece);
    assert!(has("words of first", "w:after=\"40\""));
    assert!(has("words of last", "w:after=\"120\""));
    for (words, keeps) in [("words of last", false), ("words of third", false), ("words of fourth", true)] {
        assert_eq!(has(words, "<w:keepNext/>"), keeps, "{words}");
    }
}

#[test]
fn a_column_is_as_wide_as_the_house_says_unless_a_label_needs_more() {
    let hanging = |text: &str| {
        let request = bare_request(vec![clause("only", Some(label(text, NumeralSystem::Other, 1, "")), vec![])]);
        let document = rendered(&request).remove("word/document.xml").unwrap();
        paragraph(&document, "words of only").contains("w:hanging")
    };
    assert!(!hanging("(viii)"), "the style says it");
    assert!(hanging("Recommendation 8"));
}

#[test]
fn lines_beside_each_other_stand_as_their_styles_say() {
    let line = |style: &str, beside: bool, words: &str| TitleLine {
        style: style.to_owned(),
        beside,
        content: vec![Inline::text(words)],
        ..TitleLine::default()
    };
    let mut request = bare_request(vec![clause("only", None, vec![])]);
    request.document.parts[0].new_page = true;
    request.document.title_block = vec![line("number", false, "73/7."), line("name", true, "On peace")];
    request.document.closing_block = vec![line("signed", false, "For one"), line("signed", true, "For the other")];
    let stands = |align, indent| BlockStyle { align: Some(align), indent, ..BlockStyle::default() };
    request.look.styles.insert("number".to_owned(), stands(Align::Start, -10.0));
    request.look.styles.insert("name".to_owned(), stands(Align::Start, 10.0));
    request.look.styles.insert("signed".to_owned(), stands(Align::Center, 0.0));
    let document = rendered(&request).remove("word/document.xml").unwrap();
    let title = paragraph(&document, "73/7.");
    assert!(title.contains("<w:tab w:val=\"left\" w:pos=\"567\"/>"), "{title}");
    assert!(title.contains("<w:ind w:left=\"567\" w:hanging=\"1134\"/>"), "{title}");
    assert_eq!(paragraph(&document, "For one").matches("<w:tab w:val=\"center\"").count(), 2);
    assert!(paragraph(&document, "words of only").contains("<w:pageBreakBefore/>"));
}

#[test]
fn a_heading_behind_a_label_is_one() {
    let label = label("1.", NumeralSystem::Decimal, 1, ".");
    let headed = Clause { heading: vec![Inline::text("Scope")], ..clause("headed", Some(label), vec![]) };
    let document = rendered(&bare_request(vec![headed])).remove("word/document.xml").unwrap();
    let heading = paragraph(&document, ">Scope<");
    for piece in ["\"Clause1\"", "<w:keepNext/>", "<w:numPr>", "<w:outlineLvl w:val=\"2\"/>", "<w:b/>"] {
        assert!(heading.contains(piece), "{piece}");
    }
    assert!(!paragraph(&document, "words of headed").contains("w:numPr"));
}

#[test]
fn lines_of_the_house_s_own_have_styles_and_may_stand_beside_each_other() {
    let line = |style: &str, beside: bool, words: &str| TitleLine {
        style: style.to_owned(),
        beside,
        content: vec![Inline::text(words)],
        ..TitleLine::default()
    };
    let mut request = bare_request(vec![clause("only", None, vec![])]);
    request.document.title_block = vec![line("masthead", false, "Nations"), line("symbol", true, "A/1")];
    request.document.closing_block = vec![line("signed-by", false, "The President")];
    let symbol = BlockStyle { size: Some(16.0), rule: true, ..BlockStyle::default() };
    request.look.styles.insert("symbol".to_owned(), symbol);
    let signed = BlockStyle { align: Some(Align::End), rule: true, ..BlockStyle::default() };
    request.look.styles.insert("signed-by".to_owned(), signed);
    let parts = rendered(&request);
    let document = &parts["word/document.xml"];
    let shared = paragraph(document, "Nations");
    for piece in ["A/1", "<w:tab w:val=\"right\"", "<w:bottom", "<w:r><w:tab/></w:r>", "<w:sz w:val=\"32\"/>"] {
        assert!(shared.contains(piece), "{piece}");
    }
    assert!(document.find("The President") > document.find("words of only"));
    assert!(
        parts["word/styles.xml"]
            .contains("<w:style w:type=\"paragraph\" w:styleId=\"Line-signed-by\"><w:name w:val=\"Signed By\"/>")
    );
}

#[test]
fn a_language_without_italics_is_emphasised_in_bold() {
    let emphasis = vec![Inline::Emphasis(vec![Inline::text("重要")])];
    let mut request = bare_request(vec![Clause { content: emphasis, ..clause("first", None, vec![]) }]);
    request.document.language.italics = false;
    let document = rendered(&request).remove("word/document.xml").unwrap();
    assert!(document.contains("<w:rPr><w:b/><w:bCs/></w:rPr><w:t xml:space=\"preserve\">重要</w:t>"), "{document}");
}

/// Adds the house's own Word file.
fn with_reference(file: impl Into<engross_plugin::model::Bytes>) -> Request {
    let mut request = request();
    request.assets.push(Asset {
        name: "reference.docx".to_owned(),
        role: AssetRole::Template,
        sha256: "reference".to_owned(),
        bytes: Some(file.into()),
    });
    request
}

/// Packs parts into a container.
fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write as _;
    let mut container = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        container.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a part begins");
        container.write_all(part.as_bytes()).expect("a part is written");
    }
    container.finish().expect("the container ends").into_inner()
}

const STYLES: &str = r#"<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="30"/><w:lang w:val="xx"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="title"/><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Formula"><w:name w:val="Something else"/></w:style></w:styles>"#;
const SECTION: &str = r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body><w:p/><w:sectPr><w:headerReference w:type="default" r:id="x7"/><w:pgSz w:w="5000" w:h="6000"/></w:sectPr></w:body></w:document>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="x7" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header9.xml"/></Relationships>"#;
const HEADER: &str = r#"<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>The House</w:t></w:r></w:p></w:hdr>"#;

fn reference(styles: &str, header: &str) -> Vec<u8> {
    packed(&[
        ("word/styles.xml", styles),
        ("word/document.xml", SECTION),
        ("word/_rels/document.xml.rels", RELATIONS),
        ("word/header9.xml", header),
    ])
}

#[test]
fn the_house_s_own_word_file_gives_styles_sheet_and_headers() {
    let response = DocxBackend.render(&with_reference(reference(STYLES, HEADER)));
    assert_eq!(response.findings[0].code, "REND-02", "the running head is hidden");
    let parts = parts(&response);
    let styles = elements(&parts["word/styles.xml"]);
    assert_eq!(all(&styles, "w:numPr").count(), 0);
    assert_eq!(all(&styles, "w:lang").map(|lang| lang.get("w:val")).collect::<Vec<_>>(), ["en-GB"]);
    let ids: Vec<&str> = all(&styles, "w:style").map(|style| style.get("w:styleId")).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    for id in ["Standard", "Titel", "Formula", "EngrossFormula", "Clause9"] {
        assert!(ids.contains(&id), "{id}");
    }
    assert!(!ids.contains(&"Title") && !ids.contains(&"Normal"));
    let document = elements(&parts["word/document.xml"]);
    for used in all(&document, "w:pStyle").chain(all(&document, "w:rStyle")).chain(all(&styles, "w:basedOn")) {
        assert!(ids.contains(&used.get("w:val")), "{}", used.get("w:val"));
    }
    assert_eq!(all(&document, "w:pgSz").next().map(|size| size.get("w:w")), Some("5000"));
    let header = all(&document, "w:headerReference").next().expect("a header").get("r:id").to_owned();
    let relations = elements(&parts["word/_rels/document.xml.rels"]);
    let target = all(&relations, "Relationship").find(|relation| relation.get("Id") == header).expect("its relation");
    assert!(parts[&format!("word/{}", target.get("Target"))].contains("The House"));
}

#[test]
fn hostile_word_files_are_refused() {
    let field = HEADER.replace("<w:t>The House</w:t>", "<w:instrText> DDEAUTO c:\\\\x </w:instrText>");
    let files = [
        b"no container".to_vec(),
        packed(&[("word/styles.xml", STYLES)]),
        reference(&format!("<!DOCTYPE a [<!ENTITY b \"c\">]>{STYLES}"), HEADER),
        reference(&STYLES.replace("</w:styles>", ""), HEADER),
        reference("<styles/>", HEADER),
        reference(&"<w:styles>".repeat(500), HEADER),
        reference(STYLES, &field),
        packed(&[("word/styles.xml", STYLES), ("word/document.xml", SECTION)]),
        packed(&[
            ("word/styles.xml", STYLES),
            ("word/document.xml", SECTION),
            ("word/_rels/document.xml.rels", &RELATIONS.replace("header9.xml", "../../header9.xml")),
        ]),
        reference(&format!("{STYLES}{}", " ".repeat(5 << 20)), HEADER),
    ];
    for (at, file) in files.into_iter().enumerate() {
        let response = DocxBackend.render(&with_reference(file));
        assert!(response.artifacts.is_empty(), "{at}");
        assert_eq!(response.findings[0].code, "REND-03", "{at}");
        assert_eq!(response.findings[0].place.file.as_deref(), Some("reference.docx"), "{at}");
    }
}

#[test]
fn languages_side_by_side_are_a_table_whose_head_repeats() {
    let mut request = request();
    let mut french = request.document.clone();
    french.language.tag = "fr-FR".to_owned();
    french.banner = vec![Inline::text("Traduction de courtoisie.")];
    request.document.parallel.push(french);
    let response = DocxBackend.render(&request);
    let file = response.artifacts.first().unwrap().bytes.to_vec();
    let mut xml = String::new();
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    for piece in ["<w:pStyle w:val=\"Banner\"/>", "<w:trPr><w:tblHeader/></w:trPr>", "<w:lang w:val=\"fr-FR\""] {
        assert!(xml.contains(piece), "{piece}");
    }
    assert!(!xml.contains("w:cantSplit") && !xml.contains("w:numPr"));
}

#[test]
fn labels_run_in_side_by_side_as_they_do_alone() {
    let point = clause("point", Some(label("a)", NumeralSystem::Decimal, 1, ")")), vec![]);
    let mut request =
        bare_request(vec![clause("first", Some(label("1.", NumeralSystem::Decimal, 1, ".")), vec![point])]);
    request.look.levels.insert("clause".to_owned(), level(LabelPlace::RunIn, 10.0));
    let other = request.document.clone();
    request.document.parallel.push(other);
    let document = rendered(&request).remove("word/document.xml").unwrap();
    // 8 mm of the house's 10, and a tab stop 8 mm behind.
    let first = "<w:tab w:val=\"left\" w:pos=\"908\"/>";
    assert_eq!(document.matches(first).count(), 4, "{document}");
    assert_eq!(document.matches("<w:ind w:left=\"0\" w:firstLine=\"454\"/>").count(), 4, "{document}");
}

#[test]
fn heads_and_feet_at_the_outer_edge_have_even_pages_of_their_own() {
    let mut request = bare_request(vec![clause("only", None, vec![])]);
    assert!(!rendered(&request)["word/settings.xml"].contains("w:evenAndOddHeaders"));
    request.document.running_head = "A/1".to_owned();
    request.look.page_number = "{page}/{pages}".to_owned();
    for name in ["running-head", "page-number"] {
        let outer = BlockStyle { align: Some(Align::Outer), ..BlockStyle::default() };
        request.look.styles.insert(name.to_owned(), outer);
    }
    let parts = rendered(&request);
    assert!(parts["word/settings.xml"].contains("<w:evenAndOddHeaders/>"));
    assert_eq!(parts["word/document.xml"].matches("w:type=\"even\"").count(), 2);
    assert!(parts["word/header3.xml"].contains("<w:jc w:val=\"left\"/>") && parts["word/header3.xml"].contains("A/1"));
    let foot = &parts["word/footer3.xml"];
    assert!(foot.contains("<w:jc w:val=\"left\"/>"));
    let [page, slash, pages] = [" PAGE <", ">/<", " NUMPAGES <"].map(|piece| foot.find(piece));
    assert!(page.is_some() && page < slash && slash < pages, "{foot}");
    assert!(!parts["word/footer1.xml"].contains("w:jc"), "the style says it");
    request.document.language.direction = Direction::Rtl;
    let foot = &rendered(&request)["word/footer1.xml"];
    assert!(foot.contains("<w:bidi w:val=\"0\"/>") && foot.contains("<w:jc w:val=\"left\"/>"), "{foot}");
}

#[test]
fn a_line_may_begin_in_the_margin_with_a_large_letter() {
    let mut request = bare_request(vec![clause("only", None, vec![])]);
    let content = vec![Inline::text("A/1")];
    request.document.title_block = vec![TitleLine { style: "symbol".to_owned(), content, ..TitleLine::default() }];
    let style = BlockStyle { indent: -10.0, first_letter: Some(20.5), ..BlockStyle::default() };
    request.look.styles.insert("symbol".to_owned(), style);
    let parts = rendered(&request);
    assert!(parts["word/styles.xml"].contains("<w:ind w:left=\"-567\" w:right=\"0\"/>"));
    let first = "<w:sz w:val=\"41\"/><w:szCs w:val=\"41\"/></w:rPr><w:t xml:space=\"preserve\">A</w:t>";
    assert!(parts["word/document.xml"].contains(first), "{}", parts["word/document.xml"]);
}
