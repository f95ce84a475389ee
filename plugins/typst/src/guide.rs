//! Holds `templates/LOOKS.md` to what looks are given: it lists every field and every kind of words, and no others.

use std::collections::BTreeSet;
use std::path::Path;

use engross_plugin::conformance::everything;
use engross_plugin::model::{Block, BlockStyle, Direction, Inline, LevelStyle, Request, Review, ReviewState};
use serde_json::Value;

use crate::data::{Purpose, data};

type Names = BTreeSet<String>;

#[test]
fn the_guide_lists_the_fields_of_looks() {
    let given = Given::of(&specimens());
    let (tables, kinds) = listed();
    for fields in &given.dictionaries {
        assert!(tables.iter().any(|table| fields.is_subset(table)), "no table has all of {fields:?}");
    }
    for table in &tables {
        let described = given.dictionaries.iter().filter(|fields| fields.is_subset(table));
        let fields: Names = described.flatten().cloned().collect();
        assert_eq!(&fields, table, "a table has what looks are not given");
    }
    assert_eq!(given.kinds, kinds, "the kinds of words");
}

/// A text with everything that a look may meet, alone and beside another language.
fn specimens() -> [Request; 2] {
    let mut alone = everything();
    alone.look.styles.insert("title".to_owned(), BlockStyle::default());
    alone.look.levels.insert("clause".to_owned(), LevelStyle::default());
    let document = &mut alone.document;
    document.banner = vec![Inline::text("A courtesy translation.")];
    let clause = document.parts.iter_mut().flat_map(|part| &mut part.blocks).find_map(|block| match block {
        Block::Clause(clause) => Some(clause),
        Block::Heading(_) => None,
    });
    let clause = clause.expect("the specimen has clauses");
    let word_of_a_line = "letters".repeat(12);
    clause.content.push(Inline::text(format!(" A/RES/73/7 {word_of_a_line} ")));
    clause.content.push(Inline::Isolated { direction: Direction::Rtl, content: vec![Inline::text("سلام")] });
    let review = Review { state: ReviewState::Missing, language: Some("fr-FR".to_owned()) };
    document.reviews.insert(clause.id.clone(), review);

    let mut beside = alone.clone();
    let mut other = beside.document.clone();
    other.language.code = "fr".to_owned();
    other.language.tag = "fr-FR".to_owned();
    beside.document.parallel.push(other);
    [alone, beside]
}

/// What looks are given.
#[derive(Default)]
struct Given {
    /// The fields of each dictionary.
    dictionaries: BTreeSet<Names>,
    /// The kinds of words.
    kinds: Names,
}

impl Given {
    fn of(requests: &[Request]) -> Self {
        let mut given = Self::default();
        for request in requests {
            let data = data(request, &[], Purpose::Screen);
            let data: Value = serde_json::to_value(&data).expect("plain values");
            given.add(&data["document"]);
            given.add(&data["settings"]);
        }
        given
    }

    fn add(&mut self, value: &Value) {
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.add(value)),
            Value::Object(fields) => {
                self.dictionaries.insert(fields.keys().cloned().collect());
                for (name, value) in fields {
                    match (name.as_str(), value) {
                        // Their keys are ids, and names that a house chooses.
                        ("notes" | "styles" | "levels", Value::Object(named)) => {
                            named.values().for_each(|value| self.add(value));
                        }
                        ("content" | "heading" | "formula" | "closing", Value::Array(words)) => {
                            self.add_kinds(words);
                            self.add(value);
                        }
                        _ => self.add(value),
                    }
                }
            }
            _ => {}
        }
    }

    fn add_kinds(&mut self, words: &[Value]) {
        for word in words {
            if let Some([Value::String(kind), value]) = word.as_array().map(Vec::as_slice) {
                self.kinds.insert(kind.clone());
                self.add_kinds(value.as_array().map(Vec::as_slice).unwrap_or_default());
            }
        }
    }
}

/// Returns the names in the first column of each table of the guide, and the kinds of words.
fn listed() -> (Vec<Names>, Names) {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates/LOOKS.md");
    let page = std::fs::read_to_string(page).expect("the guide to looks");
    let (_, section) = page.split_once("### What `look` is given").expect("its section on what looks are given");
    let section = section.split("\n### ").next().unwrap_or_default();
    let (mut tables, mut kinds) = (Vec::new(), Names::new());
    for block in section.split("\n\n") {
        let mut rows = block.trim().lines();
        let Some(head) = rows.next().filter(|head| head.starts_with('|')) else { continue };
        let cells = rows.filter_map(|row| row.split('|').nth(1));
        let names = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_owned).collect();
        if head.starts_with("| kind |") {
            kinds = names;
        } else {
            tables.push(names);
        }
    }
    (tables, kinds)
}
