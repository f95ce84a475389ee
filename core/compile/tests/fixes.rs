//! Fixes on texts written in every way that YAML knows: what is mended says the same as before.

mod support;

use engross_compile::fix;
use engross_model::{Block, Clause, Document, Finding, Inline, plain_text};
use proptest::prelude::*;
use support::{compile_text, line};

/// As many rounds as the program makes.
const MOST_ROUNDS: usize = 100;

/// The rules whose fixes change marks.
const ABOUT_MARKS: [&str; 4] = ["EMP", "INL-01", "NUM-01", "TERM"];

const HEADER: &str = "house: nato-pa\nkind: declaration\nlanguage: en\ntitle: On Fixes\n";

/// Writes every id that is missing; `None` if there is nothing to compare.
fn with_ids(text: &str) -> Option<(Document, Document, String)> {
    let before = compile_text(text);
    let ids: Vec<Finding> = before.findings.into_iter().filter(|it| it.code == "SRC-10").collect();
    let written = fix("text.yaml", text.as_bytes(), &ids).expect("UTF-8").text;
    let document = before.document?;
    let after = compile_text(&written);
    let said: Vec<String> = after.findings.iter().map(|finding| line(written.as_bytes(), finding)).collect();
    let Some(after) = after.document else { panic!("no document any more:\n{written}\n{said:#?}") };
    (!ids.is_empty()).then_some((document, after, written))
}

/// Checks that ids are all that was added.
fn says_the_same(text: &str) {
    let Some((before, after, written)) = with_ids(text) else { return };
    assert_eq!(without_ids(before), without_ids(after), "{text:?} became {written:?}");
}

/// Checks that ids are written into a list of clauses, with every line break; returns the list as it became, and how
/// many entries are still without one.
fn mended(list: &str) -> (String, usize) {
    let text = format!("{HEADER}{list}");
    let written = ["\n", "\r\n", "\r"].map(|line_break| {
        let text = text.replace('\n', line_break);
        says_the_same(&text);
        with_ids(&text).expect("a text without ids").2
    });
    assert_eq!(["\r\n", "\r"].map(|line_break| written[0].replace('\n', line_break)), written[1..]);
    let document = compile_text(&written[0]).document.expect("a document");
    let mut left = 0;
    document.walk_clauses(&mut |_, clause, _| left += usize::from(clause.id.contains('.')));
    (written[0][HEADER.len()..].to_owned(), left)
}

fn without_ids(mut document: Document) -> Document {
    for block in document.parts.iter_mut().flat_map(|part| &mut part.blocks) {
        match block {
            Block::Clause(clause) => forget_ids(clause),
            Block::Heading(heading) => heading.id.clear(),
        }
    }
    document
}

fn forget_ids(clause: &mut Clause) {
    clause.id.clear();
    clause.points.iter_mut().for_each(forget_ids);
}

#[test]
fn blocks_become_the_text_of_a_mapping() {
    let list = "operative:\n  - >- # why\n    **URGES** all\n    to read\n\n      deeper\n  # between\n  - |2+\n      first\n    second\n\n";
    let expected = "operative:\n  - id: urges-read\n    text: >- # why\n      **URGES** all\n      to read\n\n        deeper\n  \
                    # between\n  - id: first-second\n    text: |2+\n        first\n      second\n\n";
    assert_eq!(mended(list), (expected.to_owned(), 0));
}

#[test]
fn what_stands_deep_enough_stays_where_it_is() {
    let list =
        "operative:\n- >-\n   **URGES** all\n   to read\n- |5\n     second\n- \"third\n  line\"\n- fourth\n   line\n";
    let expected = "operative:\n- id: urges-read\n  text: >-\n   **URGES** all\n   to read\n- id: second\n  text: |3\n     \
                    second\n- id: third-line\n  text: \"third\n    line\"\n- id: fourth-line\n  text: fourth\n   line\n";
    assert_eq!(mended(list), (expected.to_owned(), 0));
}

#[test]
fn what_cannot_move_safely_stays_without_an_id() {
    let list = "operative:\n-\n  |4\n    first\n-\tsecond\n- third\n";
    let expected = "operative:\n-\n  |4\n    first\n-\tsecond\n- id: third\n  text: third\n";
    assert_eq!(mended(list), (expected.to_owned(), 2));
}

#[test]
fn flow_lists_become_flow_mappings() {
    let list = "operative:\n  - text: '**URGES** all:'\n    id: urges\n    points: [to read, # a comment\n      \"to keep\",text: to part]\n";
    let expected = "operative:\n  - text: '**URGES** all:'\n    id: urges\n    points: [{id: read, text: to read}, # a comment\n      \
                    {id: keep, text: \"to keep\"},{id: part, text: to part}]\n";
    assert_eq!(mended(list), (expected.to_owned(), 0));
}

/// A run of `check --fix`: mends some findings until nothing is left to mend.
fn run(text: &str, which: fn(&Finding) -> bool) -> String {
    let mut text = text.to_owned();
    for _ in 0..MOST_ROUNDS {
        let findings: Vec<Finding> = compile_text(&text).findings.into_iter().filter(which).collect();
        let fixed = fix("text.yaml", text.as_bytes(), &findings).expect("UTF-8");
        if fixed.text == text {
            return text;
        }
        text = fixed.text;
    }
    panic!("no end of mending {text:?}");
}

/// Returns the letters and digits of every clause.
fn letters(text: &str) -> Vec<String> {
    let mut letters = Vec::new();
    if let Some(document) = compile_text(text).document {
        document.walk_clauses(&mut |_, clause, _| {
            letters.push(plain_text(&clause.content).chars().filter(|it| it.is_alphanumeric()).collect());
        });
    }
    letters
}

/// Returns every mark of every clause with the letters that it stands around.
fn marks(text: &str) -> Vec<String> {
    let mut marks = Vec::new();
    if let Some(document) = compile_text(text).document {
        document.walk_clauses(&mut |_, clause, _| push_marks(&clause.content, &mut marks));
    }
    marks
}

fn push_marks(content: &[Inline], marks: &mut Vec<String>) {
    for node in content.iter().filter(|node| !matches!(node, Inline::Text(_))) {
        let words: String = plain_text(node.children()).chars().filter(|it| it.is_alphanumeric()).collect();
        marks.push(format!("{:?} {words}", std::mem::discriminant(node)));
        push_marks(node.children(), marks);
    }
}

fn markup_errors(text: &str) -> usize {
    compile_text(text).findings.iter().filter(|finding| finding.code.starts_with("INL")).count()
}

#[test]
fn a_lone_mark_stays_alone() {
    for words in ["**URGES** all ** ; it", "**URGES** *a ;*b* it", "**URGES** x * , *y* it"] {
        let text = format!("{HEADER}operative:\n  - {{id: urges, text: \"{words}\"}}\n");
        let mended = run(&text, |_| true);
        assert_eq!((marks(&mended), markup_errors(&mended)), (marks(&text), markup_errors(&text)), "{mended}");
    }
}

#[test]
fn escaped_blanks_at_the_edges_go_in_one_run() {
    let text =
        format!("{HEADER}operative:\n  - {{id: urges, text: \"\\ \\t **URGES** all caf\\u00e9\\u00ads \\  \"}}\n");
    let mended = format!("{HEADER}operative:\n  - {{id: urges, text: \"**URGES** all caf\\u00e9s\"}}\n");
    assert_eq!(run(&text, |_| true), mended);
}

#[test]
fn a_block_that_begins_with_blanks_keeps_its_words() {
    let list = "operative:\n  - id: urges\n    text: |2\n         **URGES** all - or none\n      to read \n";
    let text = format!("{HEADER}{list}");
    let mended = text.replace("   **URGES** all - or", "**URGES** all – or").replace("read ", "read");
    assert_eq!(run(&text, |_| true), mended);
}

#[test]
fn nothing_is_added_beside_what_cannot_be_read() {
    let points =
        "operative:\n  - id: urges\n    text: \"**URGES** all\"\n    points:\n      - to keep\n      - to act: now\n";
    let clauses = "operative:\n  - {id: urges, text: \"**URGES** all\"}\n  - {id: gone, txt: \"**DECIDES** it\"}\n";
    let as_meant = ["**URGES** all:", "to keep;", "to act: now."].as_slice();
    for (list, expected) in [(points, as_meant), (clauses, &["**URGES** all;", ""])] {
        let text = format!("{HEADER}{list}");
        let mut printed = Vec::new();
        compile_text(&text).document.expect("a document").walk_clauses(&mut |_, clause, _| {
            printed.push(plain_text(&clause.content));
        });
        let expected: Vec<String> = expected.iter().map(|words| words.replace("**", "")).collect();
        assert_eq!(printed, expected);
    }
}

#[test]
fn a_reference_to_a_missing_clause_finds_no_other() {
    let list = "operative:\n  - id: urges\n    text: \"**URGES** all to see [#keep-specimens]\"\n  - keep specimens\n";
    says_the_same(&format!("{HEADER}{list}"));
    assert!(mended(list).0.ends_with("  - id: keep-specimens-a\n    text: keep specimens\n"), "{}", mended(list).0);
}

/// Words that mean something to YAML or to the rules.
fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "**URGES** all",
        "to read",
        "it's",
        "\\\"quoted\\\"",
        "a  b",
        "end,",
        "(a) x",
        "no: key",
        "#no",
        "x # y",
        "- z",
        "\\ ",
        "\\_:",
        "caf\\u00e9\\u00ads",
        "\\u2013\\u00ad",
        "\\t",
        "é",
        "…",
        "1.",
        "of paragraph 1",
        "last.",
        "« x »",
        "No 5 000",
        "[^n],",
        "why ?",
        "a ;",
        "** ;",
        "* ,",
        "*a",
        "b*",
        "x ;*y*",
        "**bold** ;;",
        "[link](https://x.org) ,",
        "20 per cent",
        "co-operate",
        "; and",
    ]);
    prop::collection::vec(word, 1..4).prop_map(|words| words.join(" "))
}

/// Further lines of a text, each with its blanks; some are empty.
fn further(least: usize) -> impl Strategy<Value = String> {
    let line = (least..least + 4, words(), 0..6).prop_map(|(indent, words, kind)| match kind {
        0 => "\n".to_owned(),
        1 => " ".repeat(indent) + "\n",
        _ => format!("{}{words}\n", " ".repeat(indent)),
    });
    prop::collection::vec(line, 0..4).prop_map(|lines| lines.concat())
}

/// An entry of a list whose hyphens stand in a column.
fn entry(column: usize) -> impl Strategy<Value = String> {
    let hyphen = "-".to_owned();
    let inline = (words(), further(column + 1), 0..3).prop_map(|(first, rest, style)| {
        let text = format!("{first}\n{rest}").trim_end().to_owned();
        match style {
            0 => text,
            1 => format!("'{}'", text.replace('\'', "''")),
            _ => format!("\"{}\"", text.replace("\\\\", "")),
        }
    });
    let marks = prop::sample::select(vec!["", "-", "+", "2", "4-", "+3"]);
    let header = (prop::sample::select(vec![">", "|"]), marks, prop::sample::select(vec!["", " # note"]));
    let block =
        (header, column + 1..column + 7, words(), further(column + 2)).prop_map(|(header, indent, first, rest)| {
            let (style, marks, comment) = header;
            format!("{style}{marks}{comment}\n{}{first}\n{rest}", " ".repeat(indent))
        });
    let listed = words().prop_map(|words| format!("{{text: \"{words}\"}}"));
    let points = (words(), words())
        .prop_map(|(one, other)| format!("{{text: x, points: [\"{one}\", {}, text: \"{other}\"]}}", "to keep"));
    let value = prop_oneof![3 => inline, 4 => block, 1 => listed, 1 => points];
    let gap = prop::sample::select(vec![
        " ".to_owned(),
        "   ".to_owned(),
        "\t".to_owned(),
        format!("\n{}", " ".repeat(column + 2)),
    ]);
    let after = prop::sample::select(vec!["\n", "\n\n", "\n# between\n"]);
    (gap, value, after).prop_map(move |(gap, value, after)| {
        format!("{}{hyphen}{gap}{}{after}", " ".repeat(column), value.trim_end_matches('\n'))
    })
}

fn text() -> impl Strategy<Value = String> {
    let list = (0_usize..4).prop_flat_map(|column| prop::collection::vec(entry(column), 1..4));
    let breaks = prop::sample::select(vec!["\n", "\r\n", "\r"]);
    let header = prop::sample::select(vec![
        HEADER.to_owned(),
        HEADER.replace("language: en", "language: fr"),
        HEADER.replace("nato-pa", "specimen").replace("declaration", "resolution"),
    ]);
    (header, list, breaks)
        .prop_map(|(header, list, breaks)| format!("{header}operative:\n{}", list.concat()).replace('\n', breaks))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ids_change_nothing_else(text in text()) {
        says_the_same(&text);
    }

    #[test]
    fn one_run_leaves_nothing_to_the_next(text in text()) {
        let once = run(&text, |_| true);
        prop_assert_eq!(run(&once, |_| true), once);
    }

    #[test]
    fn marks_stay_around_their_words(text in text()) {
        let all = run(&text, |_| true);
        prop_assert!(markup_errors(&all) <= markup_errors(&text), "{:?} became {:?}", text, all);
        let mended = run(&text, |finding| !ABOUT_MARKS.iter().any(|rule| finding.code.starts_with(rule)));
        prop_assert_eq!(marks(&text), marks(&mended), "{:?} became {:?}", text, mended);
    }

    #[test]
    fn no_letter_is_lost(text in text()) {
        let mended = run(&text, |finding| !["EMP", "NUM-01", "TERM"].iter().any(|rule| finding.code.starts_with(rule)));
        prop_assert_eq!(letters(&text), letters(&mended), "{:?} became {:?}", text, mended);
    }
}
