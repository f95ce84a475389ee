//! The rows of a text in several languages.
#![allow(clippy::unwrap_used)]

use engross_plugin::conformance;
use engross_plugin::model::{Cell, Inline, TitleLine, TitleRole, plain_text};

#[test]
fn each_row_holds_the_same_unit_in_every_language() {
    let mut document = conformance::everything().document;
    let alone = document.rows().len();
    let mut other = conformance::everything().document;
    let joiner = TitleLine {
        role: TitleRole::Joiner,
        style: "joiner".to_owned(),
        content: vec![Inline::text("sur")],
        ..TitleLine::default()
    };
    let at = other.title_block.len();
    other.title_block.insert(at, joiner);
    other.language.code = "fr".to_owned();
    document.parallel.push(other);
    let rows = document.rows();
    assert_eq!(rows.len(), alone + 1);
    for row in &rows {
        match row.as_slice() {
            [Some(Cell::Clause(_, one, depth)), Some(Cell::Clause(_, other, same))] => {
                assert_eq!((&one.id, depth), (&other.id, same));
            }
            [None, Some(Cell::Title(line))] => assert_eq!(line.role, TitleRole::Joiner),
            [Some(one), Some(other)] => assert_eq!(one.content(), other.content()),
            _ => panic!("{row:?}"),
        }
    }
    assert_eq!(document.language_codes(), format!("{}+fr", document.language.code));
}

#[test]
fn the_walk_meets_everything_once_in_reading_order() {
    let document = conformance::everything().document;
    let mut met = Vec::new();
    document.walk_content(&mut |cell| {
        if !cell.content().is_empty() {
            met.push((cell.label().map(|label| label.text.clone()), plain_text(cell.content())));
        }
    });
    let place = |words: &str| met.iter().position(|(_, met)| met.contains(words)).expect(words);
    let order = [
        "205 CDS 25 E",
        "EVERYTHING",
        "The Assembly,",
        "Noting",
        "A heading between clauses",
        "Operative part",
        "to do these things:",
        "all without delay;",
        "and requests a report",
        "Changed words",
        "3rd meeting",
        "Annex",
        "Scope of the specimen",
        "A label may run in",
        "Exceptions",
        "A heading may stand",
        "Done at",
        "The Secretary",
    ];
    assert!(order.windows(2).all(|pair| place(pair[0]) < place(pair[1])), "{met:?}");
    let labels: Vec<&str> = met.iter().filter_map(|(label, _)| label.as_deref()).collect();
    assert_eq!(
        labels,
        ["1.", "2.", "3.", "4.", "a.", "b.", "i.", "ii.", "5 bis.", "Article 1", "1.", "2.", "Article 2"]
    );
    assert_eq!(document.anchors().len(), 15);

    let (mut shown, mut changed) = (Vec::new(), document.clone());
    document.walk_words(&mut |_, words| shown.push(plain_text(words)));
    let mut walked = Vec::new();
    changed.walk_words_mut(&mut |words| walked.push(plain_text(words)));
    walked.retain(|words| !words.is_empty());
    shown.retain(|words| !words.is_empty());
    assert_eq!(shown, walked);
}
