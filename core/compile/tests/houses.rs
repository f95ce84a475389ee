//! Houses that extend others, and texts that are set in another house than their own.
#![allow(clippy::unwrap_used)]

mod support;

use engross_compile::house::{Folder, HOUSE_FILE, chain};
use engross_compile::{House, Options, World as _, compile, scaffold};
use engross_model::{Align, Block, Bytes, Date, Finding, Inline, Look, Severity, plain_text};
use support::{compile_text, languages, line, world};

fn folder(id: &str, built_in: bool, files: &[(&str, &str)]) -> Folder {
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), Bytes::from((*text).to_owned()))).collect();
    Folder { id: id.to_owned(), shown: format!("houses/{id}"), built_in, files }
}

fn said(findings: &[Finding]) -> Vec<String> {
    let file = |finding: &Finding| finding.place.file.clone().unwrap_or_default();
    findings.iter().map(|it| format!("{} {:?} {}", file(it), it.place.span, it.message)).collect()
}

#[test]
fn a_house_completes_the_one_that_it_extends() {
    let heir = world(&[]).house("heir").unwrap();
    assert_eq!(heir.base().map(House::id), Some("specimen"));
    assert_eq!(heir.languages(), world(&[]).house("specimen").unwrap().languages());
    let parts: Vec<&str> = heir.data().parts.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(parts, ["preamble", "operative", "annex", "articles", "schedule"]);
    assert_eq!(heir.data().title_block.keys().collect::<Vec<_>>(), ["only"]);
    let text = "house: heir\nkind: resolution\nlanguage: en\nstatus: draft\ntitle: On heirs\noperative:\n  - text: '*Urges* \
                all:'\n    points: [to keep, to share]\n  - '*Invites* all'\n";
    let document = compile_text(text).document.unwrap();
    assert_eq!(plain_text(&document.parts[0].formula), "THE HEIRS,", "the look has formulae in capitals");
    let mut clauses = Vec::new();
    document.walk_clauses(&mut |_, clause, _| {
        clauses.push(format!("{} {}", clause.label.as_ref().unwrap().text, plain_text(&clause.content)));
    });
    assert_eq!(clauses, ["1. Urges all:", "a. to keep;", "b. to share;", "2. Invites all."]);
}

#[test]
fn the_look_of_a_document_says_how_all_of_it_stands() {
    let heir = world(&[]).house("heir").unwrap();
    let text = "house: heir\nkind: resolution\nlanguage: en\nstatus: draft\ntitle: On heirs\noperative:\n  - text: '*Urges* \
                all:'\n    points: [to keep, to share]\n  - '*Invites* all'\n";
    let document = compile_text(text).document.unwrap();
    let look = heir.look_of(&document);
    for line in document.lines() {
        assert!(look.styles.contains_key(line.style()), "{}", line.style());
    }
    for name in Look::PARAGRAPHS {
        assert!(look.styles.contains_key(name), "{name}");
    }
    document.walk_clauses(&mut |_, clause, _| assert!(look.levels.contains_key(&clause.level), "{}", clause.level));
    // What the house says of a style stays as it is.
    assert!(look.style("title").capitals && look.style("formula") == heir.look().style("formula"));
    assert_eq!(look.style("organ").align, Some(Align::Center));
}

#[test]
fn the_mark_of_the_adoption_note_stands_at_the_end_of_its_line() {
    let text = |adoption: &str| {
        format!(
            "house: heir\nkind: resolution\nlanguage: en\nstatus: adopted\n{adoption}title: On heirs\noperative:\n  - \
             heading: On keeping\n  - '*Urges* all'\n"
        )
    };
    let document = compile_text(text("adoption: {place: Rome, date: 2025-05-26}\n")).document.unwrap();
    let organ = document.title_block[0].content.as_slice();
    assert!(matches!(organ.last(), Some(Inline::NoteMark { .. })), "{organ:?}");
    assert_eq!(plain_text(organ), "Assembly of Heirs in session");
    assert_eq!(plain_text(&document.title_block[1].content), "ON HEIRS");
    assert_eq!(document.metadata.title, "On heirs");
    assert_eq!(plain_text(&document.notes[0].content), "Adopted in Rome.");
    let heading = document.parts.iter().flat_map(|part| &part.blocks).find_map(|block| match block {
        Block::Heading(heading) => Some(plain_text(&heading.content)),
        Block::Clause(_) => None,
    });
    assert_eq!(heading.as_deref(), Some("ON KEEPING"));
    let document = compile_text(text("")).document.unwrap();
    assert_eq!(plain_text(&document.title_block[0].content), "Assembly of Heirs in session");
}

#[test]
fn what_a_house_leaves_unused_is_no_mistake_of_the_other() {
    for id in ["heir", "specimen"] {
        let wrong: Vec<Finding> =
            world(&[]).house(id).unwrap().check().into_iter().filter(|finding| finding.code != "HOUSE-06").collect();
        assert_eq!(said(&wrong), Vec::<String>::new(), "{id}");
    }
}

#[test]
fn chains_end() {
    let house = |id: &str, extends: &str| folder(id, false, &[(HOUSE_FILE, &format!("extends: {extends}\n"))]);
    let find = |id: &str, _: &Folder| match id.strip_prefix('h').and_then(|number| number.parse::<u32>().ok()) {
        Some(number) => Ok(house(id, &format!("h{}", number + 1))),
        None if id == "round" => Ok(house("round", "first")),
        None if id == "first" => Ok(house("first", "round")),
        None => Err(vec![Finding::new("HOUSE-01", format!("there is no house `{id}`"))]),
    };
    for (start, expected) in [
        (house("first", "round"), "houses/round Some(9..14) the house `first` would extend itself"),
        (house("first", "nowhere"), "houses/first Some(9..16) there is no house `nowhere`"),
        (house("first", "../first"), "houses/first Some(9..17) there is no house `../first`"),
        (house("h1", "h2"), "houses/h9 Some(9..12) a house stands on 8 others at most"),
    ] {
        let findings = chain(start, find).unwrap_err();
        assert_eq!(said(&findings), [expected.replacen(' ', "/house.yaml ", 1)]);
    }
}

#[test]
fn a_house_in_a_folder_extends_the_built_in_one_of_its_name() {
    let built_in = folder("one", true, &[(HOUSE_FILE, "size: 1\n")]);
    let own = folder("one", false, &[(HOUSE_FILE, "extends: one\n")]);
    let folders = chain(own, |_, _| Ok(built_in.clone())).unwrap();
    assert_eq!(folders.iter().map(|folder| folder.built_in).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn what_keeps_the_other_house_from_loading_is_said_with_the_place_that_names_it() {
    let own = folder("own", false, &[(HOUSE_FILE, "extends: base\n")]);
    let base = folder("base", false, &[(HOUSE_FILE, "sise: 1\n")]);
    let findings = House::load(vec![own, base], &languages()).unwrap_err();
    assert_eq!(
        said(&findings),
        [
            "houses/base/house.yaml Some(0..4) unknown key `sise`",
            "houses/own/house.yaml Some(9..13) the house that this one extends does not load"
        ]
    );
}

#[test]
fn a_text_is_set_in_another_house_and_nothing_is_lost_in_silence() {
    let text = "house: nato-pa\nkind: declaration\nlanguage: en\nstatus: draft\ntitle: On moving\nvariant: {preamble: \
                prose}\npreamble:\n  - text: '**Noting** the move;'\noperative:\n  - text: '**URGES** all:[^one]'\n    \
                points: [to move]\nnotes:\n  one: {text: A note., series: symbols}\n";
    let options = Options { house: Some("heir".to_owned()), ..Options::default() };
    let compiled = compile(&world(&[("text.yaml", text.as_bytes())]), "text.yaml", &options);
    let lost: Vec<String> = compiled
        .findings
        .iter()
        .filter(|finding| finding.code == "HOUSE-07")
        .map(|finding| line(text.as_bytes(), finding))
        .collect();
    assert_eq!(
        lost,
        [
            "2:7 HOUSE-07 «declaration» the house `heir` has no kind `declaration`: the text is set as `resolution`",
            "6:21 HOUSE-07 «prose» the house `heir` has no variant of `preamble` called `prose`: its own holds",
            "13:32 HOUSE-07 «symbols» the house `heir` has no series of notes `symbols`: the note is marked as one of `numbers`",
        ]
    );
    let document = compiled.document.unwrap();
    assert_eq!(document.parts.iter().map(|part| part.name.as_str()).collect::<Vec<_>>(), ["preamble", "operative"]);
    assert_eq!(document.kind, "resolution");
}

#[test]
fn parts_go_where_they_are_accepted_else_by_their_place() {
    let text = "house: estate\nkind: resolution\nlanguage: en\nstatus: draft\nfields: {procedure: 2025/1}\ntitle: On \
                moving\ncitations: ['Having regard to one']\nrecitals: ['Whereas two', 'Whereas three']\nparagraphs: \
                ['*Urges* all']\nannexes: ['More']\n";
    for (house, expected, losses) in [
        ("heir", vec![("preamble", 3), ("operative", 1), ("annex", 1)], 4),
        ("polyglot", vec![("operative", 5)], 5),
        ("estate", vec![("citations", 1), ("recitals", 2), ("paragraphs", 1), ("annexes", 1)], 0),
    ] {
        let options = Options { house: Some(house.to_owned()), ..Options::default() };
        let compiled = compile(&world(&[("text.yaml", text.as_bytes())]), "text.yaml", &options);
        let document = compiled.document.unwrap();
        let parts: Vec<(&str, usize)> =
            document.parts.iter().map(|part| (part.name.as_str(), part.blocks.len())).collect();
        assert_eq!(parts, expected, "{house}");
        let lost = compiled.findings.iter().filter(|finding| finding.code == "HOUSE-07").count();
        assert_eq!(lost, losses, "{house}");
        assert!(compiled.findings.iter().all(|finding| finding.code != "HOUSE-05"), "{:?}", compiled.findings);
    }
}

#[test]
fn every_text_is_set_in_every_house() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = |name: &str, file: &str| {
        let entries = std::fs::read_dir(root.join(name)).unwrap().flatten();
        let paths = entries.map(|entry| entry.path()).filter(|path| path.join(file).exists());
        paths.collect::<std::collections::BTreeSet<_>>()
    };
    let mut withheld = Vec::new();
    let mut pairs = 0;
    for text in folders("declarations", "en.yaml") {
        let files = [("en.yaml", "en"), ("fr.yaml", "fr"), ("de.yaml", "de")];
        let read = files.map(|(name, language)| (name, language, std::fs::read(text.join(name)).unwrap_or_default()));
        let original = read.iter().find(|(_, _, bytes)| String::from_utf8_lossy(bytes).contains("\nhouse: "));
        let original = original.or(read.first().filter(|(_, _, bytes)| bytes.starts_with(b"house: ")));
        let world = world(&read.each_ref().map(|(name, _, bytes)| (*name, bytes.as_slice())));
        for house in folders("templates", HOUSE_FILE) {
            let house = house.file_name().unwrap().to_string_lossy().into_owned();
            // A house cannot read a text whose source is in a language that it does not have.
            let languages = world.house(&house).unwrap().languages();
            let is_spoken = original.is_some_and(|(_, language, _)| languages.iter().any(|code| code == language));
            let options = Options { house: Some(house.clone()), ..Options::default() };
            let compiled = compile(&world, "en.yaml", &options);
            if !is_spoken {
                let said = said(&compiled.findings).concat();
                assert!(said.contains(&format!("the house `{house}` has no terms for")), "{house}: {said}");
                continue;
            }
            let errors = compiled.findings.iter().filter(|finding| finding.severity == Severity::Error);
            let mut said: Vec<String> = errors.map(|finding| format!("{} {}", finding.code, finding.message)).collect();
            said.extend(compiled.document.is_none().then(|| "no document".to_owned()));
            withheld.extend(said.into_iter().map(|said| format!("{} in {house}: {said}", text.display())));
            pairs += 1;
        }
    }
    assert_eq!(withheld, Vec::<String>::new());
    assert!(pairs > 400, "{pairs} pairs");
}

#[test]
fn another_house_sets_its_own_end_marks_and_lead_words() {
    let text = "house: nato-pa\nkind: declaration\nlanguage: en\nstatus: draft\ntitle: On moving\npreamble:\n  - \
                '**Noting** the move;[^one]'\noperative:\n  - text: '**URGES** all, and **CALLS ON** some:'\n    points: \
                [to move; and, to stay etc.]\n  - '**Will it move**?'\n  - text: '**SUPPORTS[^one]**:'\n    points: [to move.]\n\
                notes:\n  one: A note.\n";
    for (house, expected) in [
        (
            "heir",
            "Noting the move, | Urges all, and calls on some: | to move; | to stay etc. | Will it move? | Supports: | to move.",
        ),
        (
            "pace",
            "Noting the move. | Urges all, and calls on some: | to move; | to stay etc. | Will it move? | Supports: | to move.",
        ),
    ] {
        let options = Options { house: Some(house.to_owned()), ..Options::default() };
        let compiled = compile(&world(&[("text.yaml", text.as_bytes())]), "text.yaml", &options);
        let mut clauses = Vec::new();
        compiled.document.unwrap().walk_clauses(&mut |_, clause, _| clauses.push(plain_text(&clause.content)));
        assert_eq!(clauses.join(" | "), expected, "{house}");
        assert!(compiled.findings.iter().all(|finding| finding.fix.is_none()), "{:?}", compiled.findings);
    }
}

#[test]
fn what_is_wrong_with_a_text_itself_is_wrong_in_every_house() {
    let text = "house: nato-pa\nkind: declaration\nlanguage: en\nstatus: draft\ntitle: On moving\noperative:\n  - '**URGES \
                all, as in [#nothing]'\n";
    let options = Options { house: Some("pace".to_owned()), ..Options::default() };
    let compiled = compile(&world(&[("text.yaml", text.as_bytes())]), "text.yaml", &options);
    let errors = compiled.findings.iter().filter(|finding| finding.severity == Severity::Error);
    assert_eq!(errors.map(|finding| finding.code.as_str()).collect::<Vec<_>>(), ["INL-01", "NUM-04"]);
}

#[test]
fn nothing_blocks_a_fresh_draft_of_any_house_and_kind() {
    let templates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates");
    let date = Date { year: 2027, month: 3, day: 10 };
    let mut drafts = 0;
    for entry in std::fs::read_dir(templates).unwrap().flatten().filter(|entry| entry.path().join(HOUSE_FILE).exists())
    {
        let house = world(&[]).house(&entry.file_name().to_string_lossy()).unwrap();
        for (kind, language) in
            house.kinds().iter().flat_map(|kind| house.languages().into_iter().map(move |code| (kind.clone(), code)))
        {
            let text = scaffold::new_text(&house, &kind, &language, date).unwrap();
            let found = compile_text(&text).findings;
            let blocking: Vec<String> = found
                .iter()
                .filter(|finding| finding.severity == Severity::Error || finding.code.starts_with("STR"))
                .map(|finding| line(text.as_bytes(), finding))
                .collect();
            assert_eq!(blocking, Vec::<String>::new(), "{} {kind} {language}\n{text}", house.id());
            drafts += 1;
        }
    }
    assert!(drafts > 20, "{drafts} drafts");
}

#[test]
fn a_reference_prints_the_numeral_of_its_clause_alone() {
    let text = "house: specimen\nkind: resolution\nlanguage: en\nstatus: draft\ntitle: On labels\noperative:\n  - text: '*Urges* \
                all to heed points [#keep.label] and [#share.label]:'\n    points:\n      - {id: keep, text: to keep}\n      \
                - {id: share, text: to share}\n";
    let document = compile_text(text).document.unwrap();
    let mut printed = Vec::new();
    document.walk_clauses(&mut |_, clause, _| {
        printed.push(plain_text(&clause.content));
        for inline in &clause.content {
            if let Inline::Reference { target, .. } = inline {
                printed.push(target.clone());
            }
        }
    });
    assert_eq!(printed, ["Urges all to heed points a and b:", "keep", "share", "to keep,", "to share."]);
}

#[test]
fn an_article_that_is_alone_says_so() {
    let text = |articles: &str| {
        format!(
            "house: eu-act\nkind: decision\nlanguage: en\nstatus: draft\ntitle: on specimens\narticles:\n{articles}  - id: \
             last\n    text: It applies to what [#last] says.\n"
        )
    };
    let printed = |text: &str| {
        let mut printed = Vec::new();
        compile_text(text).document.unwrap().walk_clauses(&mut |_, clause, _| {
            printed.push(clause.label.as_ref().map(|label| label.text.clone()).unwrap_or_default());
            printed.push(plain_text(&clause.content));
        });
        printed
    };
    assert_eq!(printed(&text("")), ["Sole Article", "It applies to what Sole Article says."]);
    let two = printed(&text("  - text: It is kept.\n"));
    assert_eq!(two, ["Article 1", "It is kept.", "Article 2", "It applies to what Article\u{a0}2 says."]);
}
