//! What the backend writes, letter by letter.

use engross_plugin::model::*;
use engross_plugin::{Backend as _, conformance};
use engross_text::TextBackend;

/// The request with one of every node of a document.
fn everything() -> Request {
    conformance::everything()
}

/// The same request about a document of one part, with these blocks.
fn request(blocks: Vec<Block>) -> Request {
    let part = Part {
        name: "operative".into(),
        lead: LeadStyle::default(),
        heading: vec![],
        formula: vec![],
        blocks,
        new_page: false,
        closing: vec![],
    };
    let mut request = everything();
    request.document.title_block.clear();
    request.document.closing_block.clear();
    request.document.notes.clear();
    request.document.parts = vec![part];
    request
}

fn clause(label: &str, content: Vec<Inline>, points: Vec<Clause>) -> Clause {
    let numeral = Numeral { system: NumeralSystem::Other, value: 1, prefix: String::new(), suffix: String::new() };
    let label = Label { text: label.into(), reference: label.into(), spoken: label.into(), numeral };
    let label = Some(label).filter(|label| !label.text.is_empty());
    Clause {
        id: "c".into(),
        level: String::new(),
        label,
        provisional: None,
        heading: Vec::new(),
        content,
        points,
        closing: vec![],
        change: None,
    }
}

fn words(words: &str) -> Vec<Inline> {
    vec![Inline::text(words)]
}

fn written(request: &Request) -> String {
    let response = TextBackend.render(request);
    assert_eq!(response.findings, []);
    let [artifact] = response.artifacts.as_slice() else { panic!("one artifact expected") };
    assert_eq!((artifact.name.as_str(), artifact.media_type.as_str()), ("txt", "text/plain; charset=utf-8"));
    String::from_utf8(artifact.bytes.to_vec()).expect("the file is UTF-8")
}

fn written_clauses(clauses: Vec<Clause>) -> String {
    written(&request(clauses.into_iter().map(Block::Clause).collect()))
}

#[test]
fn everything_in_a_document_is_in_the_file() {
    assert_eq!(written(&everything()), include_str!("everything/expected.txt"));
}

#[test]
fn the_same_request_gives_the_same_bytes() {
    assert_eq!(TextBackend.render(&everything()), TextBackend.render(&everything()));
}

#[test]
fn an_empty_document_is_an_empty_line() {
    assert_eq!(written(&request(vec![])), "\n");
}

#[test]
fn labels_hang_and_every_level_has_its_column() {
    let points = vec![
        clause("a.", words("one"), vec![clause("viii.", words("two"), vec![]), clause("", words("three"), vec![])]),
        clause("bb.", words("four"), vec![]),
    ];
    let mut second = clause("10.", words("five"), vec![]);
    second.closing = words("six");
    let expected = "\
1.   zero

     a.   one

          viii.  two

                 three

     bb.  four

10.  five

     six
";
    assert_eq!(written_clauses(vec![clause("1.", words("zero"), points), second]), expected);
}

#[test]
fn clauses_stand_in_by_the_labels_of_their_own_row_and_of_those_above() {
    let point = clause("a.", words("point"), vec![]);
    let mut request = request(vec![Block::Clause(clause("", words("outer"), vec![point]))]);
    let mut labelled = request.document.parts[0].clone();
    labelled.blocks = vec![Block::Clause(clause("1.", words("one"), vec![]))];
    request.document.parts.push(labelled);
    assert_eq!(written(&request), "outer\n\n    a.  point\n\n1.  one\n");
}

#[test]
fn points_without_labels_stand_in() {
    let points = vec![clause("", words("inner"), vec![])];
    assert_eq!(written_clauses(vec![clause("", words("outer"), points)]), "outer\n\n    inner\n");
}

#[test]
fn a_very_long_label_pushes_only_its_own_words_aside() {
    let long = "Article twenty-six, paragraph four:";
    let expected = format!("{long}  one\n\n1.{}two\n", " ".repeat(24));
    assert_eq!(written_clauses(vec![clause(long, words("one"), vec![]), clause("1.", words("two"), vec![])]), expected);
}

#[test]
fn lines_break_at_blanks_and_beside_ideographs_by_what_letters_take_on_screen() {
    let mut narrow = request(vec![Block::Clause(clause(
        "1.",
        words("e\u{301}tat 日本語 日本語 no\u{a0}break here https://example.org/a-long-address end"),
        vec![],
    ))]);
    narrow.options.insert("width".into(), OptionValue::Number(20));
    let expected = "\
1.  e\u{301}tat 日本語 日本
    語 no\u{a0}break here
    https://example.org/a-long-address
    end
";
    assert_eq!(written(&narrow), expected);
}

#[test]
fn blanks_of_the_source_do_not_matter_but_every_other_letter_does() {
    let text = "two  blanks\tand\na line – “quotes”, ½, \u{2009}thin, #$@<&>\\ 1. [x]";
    let expected = "1.  two blanks and a line – “quotes”, ½, \u{2009}thin, #$@<&>\\ 1. [x]\n";
    assert_eq!(written_clauses(vec![clause("1.", words(text), vec![])]), expected);
}

#[test]
fn raised_and_lowered_text_can_be_told_from_the_words_around_it() {
    let raised = |words: &str| Inline::Superscript(vec![Inline::text(words)]);
    let content = vec![
        Inline::text("m"),
        raised("2"),
        Inline::text(", H"),
        Inline::Subscript(words("2")),
        Inline::text("O, 1"),
        raised("st"),
        Inline::text(" and 1"),
        raised("st"),
        Inline::text("ly, x"),
        raised("a + b"),
        Inline::text(", v"),
        Inline::Emphasis(vec![Inline::Subscript(words("max"))]),
        Inline::text("."),
    ];
    let expected = "1.  m², H₂O, 1st and 1^(st)ly, x^(a + b), v_max.\n";
    assert_eq!(written_clauses(vec![clause("1.", content, vec![])]), expected);
}

#[test]
fn a_link_whose_words_are_the_address_is_written_once() {
    let link = |words: &str| Inline::Link { url: "https://example.org".into(), content: vec![Inline::text(words)] };
    let content = vec![link("here"), Inline::text(" or "), link("https://example.org")];
    let expected = "1.  here <https://example.org> or <https://example.org>\n";
    assert_eq!(written_clauses(vec![clause("1.", content, vec![])]), expected);
}

#[test]
fn whole_clauses_under_a_change_are_marked() {
    let changed = |label, kind| {
        let mut clause = clause(label, words("words"), vec![]);
        clause.change = Some(Change { kind, amendment: "am-1".into(), author: None, date: None });
        clause
    };
    let clauses =
        vec![changed("1.", ChangeKind::Inserted), changed("2.", ChangeKind::Deleted), changed("3.", ChangeKind::Moved)];
    assert_eq!(written_clauses(clauses), "1.  [+words+]\n\n2.  [-words-]\n\n3.  [>words<]\n");
}

#[test]
fn a_text_from_right_to_left_keeps_its_letters_in_reading_order() {
    let mut request = request(vec![Block::Clause(clause("a.", words("تؤكد أن 205 CDS 25 و5"), vec![]))]);
    request.document.language.direction = Direction::Rtl;
    assert_eq!(written(&request), "\u{2066}a\u{2069}.  تؤكد أن \u{2066}205 CDS 25\u{2069} و5\n");
    request.options.insert("width".into(), OptionValue::Number(20));
    assert_eq!(
        written(&request),
        "\u{2066}a\u{2069}.  تؤكد أن \u{2066}205 CDS\u{2069}\n    25 و5\n",
        "marks begin and end on a line"
    );
}

#[test]
fn a_width_that_makes_no_sense_and_an_unknown_format_are_refused() {
    for value in [OptionValue::Number(19), OptionValue::Number(-1), OptionValue::Text("wide".into())] {
        let mut request = everything();
        request.options.insert("width".into(), value);
        let response = TextBackend.render(&request);
        assert_eq!((response.artifacts.len(), response.findings[0].code.as_str()), (0, "REND-04"));
    }
    let mut request = everything();
    request.format = "pdf".into();
    assert_eq!(TextBackend.render(&request).findings[0].code, "REND-01");
}

#[test]
fn the_manifest_says_what_the_backend_makes() {
    let manifest = TextBackend.manifest();
    assert_eq!(manifest, TextBackend.manifest());
    assert_eq!((manifest.id.as_str(), manifest.formats[0].name.as_str(), manifest.concurrent), ("text", "txt", true));
}

#[test]
fn words_at_both_edges_share_a_line_if_they_fit() {
    let line = |style: &str, beside: bool, text: &str| TitleLine {
        style: style.into(),
        beside,
        content: words(text),
        ..TitleLine::default()
    };
    let mut request = request(vec![Block::Clause(clause("1.", words("one;"), vec![]))]);
    request.document.title_block = vec![line("masthead", false, "Nations"), line("symbol", true, "A/1")];
    request.document.closing_block = vec![line("place", false, "Somewhere"), line("signed", false, "The President")];
    let end = BlockStyle { align: Some(Align::End), ..BlockStyle::default() };
    request.look.styles.insert("signed".into(), end);
    request.options.insert("width".into(), OptionValue::Number(20));
    assert_eq!(written(&request), "Nations          A/1\n\n1.  one;\n\nSomewhere\n\n       The President\n");
    let begins = BlockStyle { align: Some(Align::Start), ..BlockStyle::default() };
    let mut hung = request.clone();
    hung.look.styles.insert("symbol".into(), begins);
    assert!(written(&hung).starts_with("Nations  A/1\n\n"));
    request.document.title_block[1].content = words("a longer symbol");
    assert!(written(&request).starts_with("      Nations\n\n  a longer symbol\n"));
}

#[test]
fn a_label_on_a_line_stands_above_its_heading() {
    let points = vec![Clause { level: "point".into(), ..clause("", words("a point"), vec![]) }];
    let article =
        Clause { level: "article".into(), heading: words("Scope"), ..clause("Article 1", words("one;"), points) };
    let bare = Clause { level: "article".into(), ..clause("Article 2", words("two;"), vec![]) };
    let mut request = request(vec![Block::Clause(article), Block::Clause(bare)]);
    request.look.levels.insert("article".into(), LevelStyle { label: LabelPlace::Line, ..LevelStyle::HANGING });
    request.options.insert("width".into(), OptionValue::Number(21));
    let expected = "      Article 1\n        Scope\n\none;\n\na point\n\n      Article 2\n\ntwo;\n";
    assert_eq!(written(&request), expected);
}
