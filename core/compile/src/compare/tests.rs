//! What holds for every comparison, whatever the texts.

use std::collections::BTreeSet;

use engross_model::{Direction, HouseName, Language, LeadStyle, LegalValue, Metadata, Status};
use proptest::prelude::*;

use super::*;
use crate::translation::canonical;

/// Words that stand in both texts now and then.
const WORDS: [&str; 8] = ["the ", "old ", "words, ", "of ", "member ", "states. ", "10,500", " "];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn either_text_can_be_had_back(before in document(), after in document()) {
        let compared = compare(&before, &after);
        prop_assert_eq!(&compared, &compare(&before, &after));
        // The later text stands there in its order, with all its marks.
        prop_assert_eq!(units(&compared, ChangeKind::Deleted, form), units(&after, ChangeKind::Deleted, form));
        // The words of the earlier one are all there; what was moved stands elsewhere.
        let sorted = |document: &Document, without| {
            let mut units = units(document, without, words_alone);
            units.sort();
            units
        };
        prop_assert_eq!(sorted(&compared, ChangeKind::Inserted), sorted(&before, ChangeKind::Inserted));
    }

    #[test]
    fn names_and_anchors_are_unique(before in document(), after in document()) {
        let compared = compare(&before, &after);
        let mut ids = BTreeSet::new();
        compared.walk_clauses(&mut |_, clause, _| assert!(ids.insert(clause.id.clone()), "{} stands twice", clause.id));
        let mut marks = Vec::new();
        compared.walk_clauses(&mut |_, clause, _| push_marks(&clause.content, &mut marks));
        for note in &compared.notes {
            let anchors = marks.iter().filter(|(id, _)| *id == note.id).map(|(_, anchor)| *anchor);
            prop_assert_eq!(anchors.collect::<Vec<_>>(), (1..=note.anchors).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_text_compared_with_itself_comes_back(text in document()) {
        prop_assert_eq!(&compare(&text, &text), &text);
    }
}

#[test]
fn languages_side_by_side_are_compared_each_with_its_own() {
    let text = |words: &str| finished(vec![clause("a", vec![Inline::text(words)], vec![])]);
    let french = |words: &str| {
        let mut french = text(words);
        french.language.code = "fr".to_owned();
        french
    };
    let beside = |english: &str, words: &str| Document { parallel: vec![french(words)], ..text(english) };
    let compared = compare(&beside("new", "ancien"), &beside("new", "nouveau"));
    let changed = |document: &Document| document.parts[0].blocks != beside("new", "nouveau").parts[0].blocks;
    assert!(!changed(&compared));
    assert_eq!(compared.parallel, [compare(&french("ancien"), &french("nouveau"))]);
    // A language that is new has nothing to be compared with.
    assert_eq!(compare(&text("new"), &beside("new", "nouveau")), beside("new", "nouveau"));
}

#[test]
fn points_are_compared_however_deep() {
    fn nested(words: &str, depth: usize) -> Clause {
        let points = if depth == 1 { vec![] } else { vec![nested(words, depth - 1)] };
        clause(&format!("operative.{depth}"), vec![Inline::text(words)], points)
    }
    let text = |words| finished(vec![nested(words, crate::MAX_LEVELS)]);
    let mut seen = 0;
    compare(&text("old words"), &text("new words")).walk_clauses(&mut |_, clause, _| {
        seen += 1;
        assert_eq!(clause.change, None);
        assert!(matches!(clause.content.as_slice(), [Inline::Changed { .. }, Inline::Changed { .. }, Inline::Text(_)]));
    });
    assert_eq!(seen, crate::MAX_LEVELS);
}

/// A text with one part, whose clauses have ids of the author's now and then.
fn document() -> impl Strategy<Value = Document> {
    let leaf = || (proptest::option::of("[a-f]"), content());
    let level = (proptest::option::of("[a-f]"), content(), prop::collection::vec(leaf(), 0..4));
    prop::collection::vec(level, 0..6).prop_map(|clauses| {
        let mut taken = BTreeSet::new();
        let mut id = |own: Option<String>, made: String| own.filter(|own| taken.insert(own.clone())).unwrap_or(made);
        let mut listed = Vec::new();
        for (number, (own, words, points)) in clauses.into_iter().enumerate() {
            let own = id(own, format!("operative.{number}"));
            let points = points.into_iter().enumerate();
            let points = points.map(|(point, (own, words))| {
                let made = format!("operative.{number}.{point}");
                clause(&id(own, made), words, Vec::new())
            });
            let points = points.collect();
            listed.push(clause(&own, words, points));
        }
        finished(listed)
    })
}

fn content() -> impl Strategy<Value = Vec<Inline>> {
    let text = || prop::sample::select(WORDS.as_slice()).prop_map(Inline::text);
    let mark = "[xy]".prop_map(Inline::unnumbered_mark);
    let node = prop_oneof![4 => text(), 1 => mark].prop_recursive(3, 12, 4, |inner| {
        let inner = prop::collection::vec(inner, 0..4);
        (0..5, inner).prop_map(|(kind, content)| match kind {
            0 => Inline::Lead(content),
            1 => Inline::Emphasis(content),
            2 => Inline::Link { url: "https://example.org/".to_owned(), content },
            3 => Inline::Reference { target: "a".to_owned(), content },
            _ => Inline::Isolated { direction: Direction::Ltr, content },
        })
    });
    prop::collection::vec(node, 0..8)
}

fn clause(id: &str, content: Vec<Inline>, points: Vec<Clause>) -> Clause {
    let id = id.to_owned();
    Clause {
        id,
        level: String::new(),
        label: None,
        provisional: None,
        heading: Vec::new(),
        content,
        points,
        closing: Vec::new(),
        change: None,
    }
}

/// Makes a document of clauses, with its notes.
fn finished(mut clauses: Vec<Clause>) -> Document {
    let mut notes = Vec::new();
    clauses.iter_mut().for_each(|clause| anchor_in_clause(clause, &mut notes));
    let part = Part {
        name: "operative".to_owned(),
        lead: LeadStyle::default(),
        heading: Vec::new(),
        formula: Vec::new(),
        blocks: clauses.into_iter().map(Block::Clause).collect(),
        new_page: false,
        closing: Vec::new(),
    };
    Document {
        slug: "text".to_owned(),
        language: Language { code: "en".to_owned(), tag: "en".to_owned(), direction: Direction::Ltr, italics: true },
        house: HouseName { id: "house".to_owned(), name: "House".to_owned() },
        kind: "resolution".to_owned(),
        status: Status::Draft,
        metadata: Metadata {
            title: String::new(),
            identifier: String::new(),
            kind: String::new(),
            creator: String::new(),
            reference: None,
            date: None,
            legal_value: LegalValue::Official,
            languages: Vec::new(),
        },
        running_head: String::new(),
        title_block: Vec::new(),
        closing_block: Vec::new(),
        banner: Vec::new(),
        parts: vec![part],
        notes,
        words: Default::default(),
        reviews: Default::default(),
        parallel: Vec::new(),
    }
}

fn anchor_in_clause(clause: &mut Clause, notes: &mut Vec<Note>) {
    anchor_in(&mut clause.content, notes);
    clause.points.iter_mut().for_each(|point| anchor_in_clause(point, notes));
}

fn anchor_in(content: &mut [Inline], notes: &mut Vec<Note>) {
    for node in content {
        let Inline::NoteMark { note: id, mark, anchor, .. } = node else {
            anchor_in(node.children_mut(), notes);
            continue;
        };
        let place = notes.iter().position(|note| note.id == *id).unwrap_or_else(|| {
            let (series, own_mark) = ("numbers".to_owned(), (notes.len() + 1).to_string());
            notes.push(Note {
                id: id.clone(),
                series,
                mark: own_mark,
                content: vec![Inline::text("Words")],
                anchors: 0,
            });
            notes.len() - 1
        });
        notes[place].anchors += 1;
        (*mark, *anchor) = (notes[place].mark.clone(), notes[place].anchors);
    }
}

/// Writes the clauses of a text without what was put in, or taken out.
fn units(document: &Document, without: ChangeKind, write: fn(&[Inline]) -> String) -> Vec<String> {
    let mut units = Vec::new();
    document.walk_clauses(&mut |_, clause, _| {
        if clause.change.as_ref().is_none_or(|change| change.kind != without) {
            units.push(write(&without_changes(&clause.content, without)));
        }
    });
    units
}

fn without_changes(content: &[Inline], without: ChangeKind) -> Vec<Inline> {
    let one = |node: &Inline| match node {
        Inline::Changed { change, .. } if change.kind == without => Vec::new(),
        Inline::Changed { content, .. } => without_changes(content, without),
        node => vec![with_content(node, without_changes(node.children(), without))],
    };
    content.iter().flat_map(one).collect()
}

/// Writes the canonical form. Like nodes side by side are one: a node is parted where words are put back into it that
/// stood in none.
fn form(content: &[Inline]) -> String {
    canonical(&joined(content))
}

fn joined(content: &[Inline]) -> Vec<Inline> {
    let mut nodes: Vec<Inline> = Vec::new();
    for node in content {
        let alike = |last: &&mut Inline| with_content(last, Vec::new()) == with_content(node, Vec::new());
        match nodes.last_mut().filter(alike).and_then(Inline::content_mut) {
            Some(inside) => inside.extend_from_slice(node.children()),
            None => nodes.push(node.clone()),
        }
    }
    nodes.iter().map(|node| with_content(node, joined(node.children()))).collect()
}

/// Writes words without marks, and without the raised text that stands for marks.
fn words_alone(content: &[Inline]) -> String {
    let one = |node: &Inline| match node {
        Inline::Superscript(_) => String::new(),
        Inline::Text(text) => text.clone(),
        node => words_alone(node.children()),
    };
    content.iter().map(one).collect()
}

fn push_marks(content: &[Inline], marks: &mut Vec<(String, u32)>) {
    for node in content {
        match node {
            Inline::NoteMark { note, anchor, .. } => marks.push((note.clone(), *anchor)),
            node => push_marks(node.children(), marks),
        }
    }
}
