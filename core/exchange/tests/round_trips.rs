//! Whatever stands in a text comes back as it went out, in every format.

use std::collections::BTreeMap;

use engross_compile::translation::canonical;
use engross_exchange::{
    ExchangeUnit, Format, Group, Memory, MemoryUnit, Package, State, Tool, read, read_tmx, write, write_tmx,
};
use engross_model::Inline;
use proptest::prelude::*;

/// Words with every character that a format has a use for, and without what is one blank in all of them.
fn words() -> impl Strategy<Value = Inline> {
    "( ?[a-zé<>&\"'|#{}\\\\%\u{a0}\u{202f}’؛漢😀-]{1,6}){1,3} ?".prop_map(Inline::Text)
}

fn content() -> impl Strategy<Value = Vec<Inline>> {
    let mark = prop_oneof![
        "[a-z][a-z0-9-]{0,6}".prop_map(Inline::unnumbered_mark),
        "[a-z][a-z0-9-]{0,6}".prop_map(|target| Inline::Reference { target, content: Vec::new() }),
    ];
    let leaf = prop_oneof![3 => words(), 1 => mark].boxed();
    let node = leaf.prop_recursive(4, 24, 4, |inner| {
        let inner = prop::collection::vec(inner, 1..4).prop_map(joined);
        prop_oneof![
            inner.clone().prop_map(Inline::Lead),
            inner.clone().prop_map(Inline::Emphasis),
            inner.clone().prop_map(Inline::Superscript),
            inner.clone().prop_map(Inline::Subscript),
            ("https://[a-z]{1,4}\\.org/[a-z|{}?&=\\\\]{0,5}", inner.clone())
                .prop_map(|(url, content)| Inline::Link { url, content }),
            ("[a-z][a-z-]{0,6}", inner).prop_map(|(target, content)| Inline::Reference { target, content }),
        ]
    });
    prop::collection::vec(node, 1..6).prop_map(joined)
}

/// Neighbouring words are one node.
fn joined(nodes: Vec<Inline>) -> Vec<Inline> {
    let mut content: Vec<Inline> = Vec::new();
    for node in nodes {
        match (content.last_mut(), node) {
            (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(text.trim_start_matches(' ')),
            (_, node) => content.push(node),
        }
    }
    content
}

fn package(texts: Vec<(Vec<Inline>, Vec<Inline>)>) -> Package {
    let units = texts.into_iter().enumerate().map(|(at, (source, target))| ExchangeUnit {
        id: format!("u{at}"),
        kind: "point".to_owned(),
        number: String::new(),
        hash: "0123456789abcdef".to_owned(),
        source,
        target,
        state: State::Translated,
        note: "A note with “marks” & <signs>.".to_owned(),
        previous_source: None,
        own: None,
        translate: true,
    });
    Package {
        document: "text".to_owned(),
        source_language: "en".to_owned(),
        target_language: "zh-Hant".to_owned(),
        groups: vec![Group { id: "operative".to_owned(), units: units.collect() }],
        ..Package::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn texts_come_back(texts in prop::collection::vec((content(), content()), 1..4)) {
        let package = package(texts);
        for format in Format::ALL {
            let written = write(&package, format);
            let returned = read("f", written.as_bytes()).expect("our own file");
            prop_assert_eq!(&returned.findings, &[], "{}", written);
            prop_assert_eq!(returned.belongs_to("text", "en", "zh-Hant"), Ok(()));
            let came = returned.units.iter().map(|unit| (&unit.id, &unit.source, &unit.target)).collect::<Vec<_>>();
            let went = package.units().map(|unit| (&unit.id, &unit.source, &unit.target)).collect::<Vec<_>>();
            prop_assert_eq!(came, went, "{}", written);
        }
    }

    #[test]
    fn memories_come_back(texts in prop::collection::vec((content(), content()), 1..4)) {
        let units = texts.into_iter().map(|(source, target)| MemoryUnit { source, target, ..MemoryUnit::default() });
        let memory = Memory {
            source_language: "en".to_owned(),
            target_language: "fr".to_owned(),
            units: units.collect(),
        };
        prop_assert_eq!(read_tmx("f", write_tmx(&memory).as_bytes(), "en", "fr"), Ok(memory));
    }

    /// The canonical form says the same before and after, so an untouched file never changes a language version.
    #[test]
    fn canonical_forms_stay(source in content()) {
        let package = package(vec![(source.clone(), source)]);
        for format in Format::ALL {
            let returned = read("f", write(&package, format).as_bytes()).expect("our own file");
            let unit = &returned.units[0];
            prop_assert_eq!(canonical(&unit.source), canonical(&package.groups[0].units[0].source));
            prop_assert_eq!(canonical(&unit.source), canonical(&unit.target));
        }
    }
}

/// The numbers of codes are those of the source, in whatever order the translation has them.
#[test]
fn codes_keep_their_numbers() {
    let mark = |note: &str| Inline::unnumbered_mark(note);
    let mut package = package(vec![(
        vec![mark("a"), Inline::Lead(vec![Inline::text("x")]), mark("b"), mark("a")],
        vec![mark("b"), mark("a"), mark("a"), mark("c"), Inline::Lead(vec![Inline::text("y")])],
    )]);
    package.shown = BTreeMap::from([("fn.b".to_owned(), "2".to_owned())]);
    let written = write(&package, Format::Xliff12);
    let target = written.split("<target").nth(1).and_then(|rest| rest.split("</target>").next()).expect("a target");
    let numbers: Vec<_> = target.split(" id=\"").skip(1).map(|rest| &rest[..1]).collect();
    assert_eq!(numbers, ["3", "1", "4", "5", "2"]);
    assert!(target.contains("equiv-text=\"[2]\"") && target.contains("equiv-text=\"[a]\""), "{target}");
}

/// What a tool would damage is not offered to it.
#[test]
fn formats_keep_away_from_tools_that_harm_them() {
    for (format, tool, harmed) in [
        (Format::Xliff12, Tool::OmegatLegacy, false),
        (Format::Xliff20, Tool::Generic, false),
        (Format::Xliff20, Tool::Omegat, true),
        (Format::Xliff20, Tool::OmegatLegacy, true),
        (Format::Po, Tool::Weblate, false),
    ] {
        assert_eq!(format.harmed_by(tool).is_some(), harmed, "{format:?} {tool:?}");
    }
}
