//! A PDF with labels that run in or stand on a line of their own, headed clauses and a closing block.

mod common;

use common::{codes, document, read, with_clause};
use engross_model::{Document, Inline};
use engross_parity::{Reading, compare, read_back};

fn reading() -> Reading {
    read_back("pdf", &read("specimens", "pdf")).expect("the format is known").expect("the file reads")
}

fn assert_found(change: impl Fn(&mut Document), expected: &[(&str, &str)]) {
    let mut changed = document("specimens");
    change(&mut changed);
    let findings = compare(&changed, &reading());
    assert_eq!(codes(&findings), expected, "{findings:#?}");
}

#[test]
fn a_faithful_file_passes() {
    assert_found(|_| {}, &[]);
}

#[test]
fn a_label_is_read_wherever_it_stands() {
    // Run-in, in a column, on a line above the heading, on a line above words.
    let places = [
        ("urges", "urges"),
        ("look", "look"),
        ("care", "care"),
        ("rooms", "rooms"),
        ("scope", "scope.heading"),
        ("force", "force"),
    ];
    for (id, unit) in places {
        let change = |document: &mut Document| {
            with_clause(document, id, &mut |clause| clause.label.as_mut().expect("a label").text.insert(0, '9'));
        };
        assert_found(change, &[("PAR-01", unit)]);
    }
}

#[test]
fn the_words_and_marks_of_a_clause_s_heading_are_read() {
    let heading = |id: &'static str, change: fn(&mut Vec<Inline>)| {
        move |document: &mut Document| with_clause(document, id, &mut |clause| change(&mut clause.heading))
    };
    assert_found(heading("subject", |words| words.push(Inline::text("s"))), &[("PAR-02", "subject.heading")]);
    assert_found(heading("scope", |words| drop(words.pop())), &[("PAR-03", "scope.heading")]);
}

#[test]
fn the_closing_block_is_read() {
    let change =
        |document: &mut Document| document.closing_block[0].content = vec![Inline::text("75th plenary meeting")];
    assert_found(change, &[("PAR-02", "doc.meeting")]);
}
