//! The rows of a text in several languages.
#![allow(clippy::unwrap_used)]

use engross_plugin::conformance;
use engross_plugin::model::{Cell, Inline, TitleLine, TitleRole};

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
