//! Faithful files pass; the least change is found, whatever it is and whatever the format.
//!
//! A file is compared with a document that was changed after the file was made, which is the same as changing the
//! file, and possible in every place and for every format. Text, HTML and Word files are changed themselves, too.

mod common;

use common::{EXTENSIONS, NAMES, change_inline, codes, document, ids, read, replaced, with_clause, with_part};
use engross_model::{Block, Clause, Document, Inline};
use engross_parity::{Reading, check, compare, read_back};

/// Calls `test` for every file, with its document and what is read out of it.
fn for_every_file(test: impl Fn(&str, &Document, &Reading)) {
    for name in NAMES {
        for extension in EXTENSIONS {
            let reading = read_back(extension, &read(name, extension)).expect("the format is known");
            let reading = reading.unwrap_or_else(|error| panic!("{name}.{extension}: {error}"));
            test(&format!("{name}.{extension}"), &document(name), &reading);
        }
    }
}

/// Asserts that a changed document is told from the file, with this code, at this place and at no other.
#[track_caller]
fn assert_found(file: &str, changed: &Document, reading: &Reading, expected: &[(&str, &str)]) {
    let findings = compare(changed, reading);
    assert_eq!(codes(&findings), expected, "{file}: {findings:#?}");
}

fn labelled(document: &Document) -> Vec<String> {
    let mut labelled = Vec::new();
    document.walk_clauses(&mut |_, clause, _| {
        if clause.printed_label().is_some() {
            labelled.push(clause.id.clone());
        }
    });
    labelled
}

fn label(clause: &mut Clause) -> &mut String {
    let label = clause.provisional.as_mut().or(clause.label.as_mut());
    &mut label.expect("the clause has a label").text
}

#[test]
fn faithful_files_pass() {
    for_every_file(|file, document, reading| assert_found(file, document, reading, &[]));
}

#[test]
fn every_changed_label_is_found() {
    for_every_file(|file, document, reading| {
        for id in labelled(document) {
            let mut changed = document.clone();
            with_clause(&mut changed, &id, &mut |clause| label(clause).insert(0, '9'));
            assert_found(file, &changed, reading, &[("PAR-01", &id)]);
        }
    });
}

#[test]
fn a_label_that_is_missing_or_too_many_is_found() {
    for_every_file(|file, document, reading| {
        for id in labelled(document) {
            let mut changed = document.clone();
            with_clause(&mut changed, &id, &mut |clause| (clause.label, clause.provisional) = (None, None));
            assert_found(file, &changed, reading, &[("PAR-01", &id)]);
        }
    });
}

#[test]
fn swapped_labels_are_found() {
    for_every_file(|file, document, reading| {
        for pair in labelled(document).windows(2) {
            let mut changed = document.clone();
            let mut texts = Vec::new();
            for id in pair {
                with_clause(&mut changed, id, &mut |clause| texts.push(label(clause).clone()));
            }
            for (id, text) in pair.iter().zip(texts.iter().rev()) {
                with_clause(&mut changed, id, &mut |clause| label(clause).clone_from(text));
            }
            assert_found(file, &changed, reading, &[("PAR-01", &pair[0]), ("PAR-01", &pair[1])]);
        }
    });
}

#[test]
fn one_letter_of_any_clause_is_found() {
    for_every_file(|file, document, reading| {
        for id in ids(document) {
            for from_end in [false, true] {
                let mut changed = document.clone();
                with_clause(&mut changed, &id, &mut |clause| assert!(change_letter(&mut clause.content, from_end)));
                assert_found(file, &changed, reading, &[("PAR-02", &id)]);
            }
        }
    });
}

/// Replaces the first or the last letter of the first text by another.
fn change_letter(content: &mut Vec<Inline>, from_end: bool) -> bool {
    change_inline(content, &mut |content, at| {
        let Inline::Text(text) = &mut content[at] else { return false };
        let found = if from_end { text.rfind(char::is_alphabetic) } else { text.find(char::is_alphabetic) };
        let Some(place) = found else { return false };
        let other = if text[place..].starts_with('x') { "y" } else { "x" };
        let length = text[place..].chars().next().map_or(0, char::len_utf8);
        text.replace_range(place..place + length, other);
        true
    })
}

#[test]
fn a_dropped_and_a_doubled_clause_are_found() {
    for_every_file(|file, document, reading| {
        for part in 0..document.parts.len() {
            for at in 0..document.parts[part].blocks.len() {
                let mut changed = document.clone();
                let block = changed.parts[part].blocks.remove(at);
                let findings = compare(&changed, reading);
                assert!(findings.iter().any(|finding| finding.code == "PAR-02"), "{file}: {block:?}");

                let mut changed = document.clone();
                changed.parts[part].blocks.insert(at, block);
                assert_eq!(compare(&changed, reading).len(), units_of(&changed.parts[part].blocks[at]), "{file}");
            }
        }
    });
}

fn units_of(block: &Block) -> usize {
    match block {
        Block::Heading(_) => 1,
        Block::Clause(clause) => {
            let mut units = 0;
            clause.walk(&mut |clause, _| units += 1 + usize::from(!clause.closing.is_empty()));
            units
        }
    }
}

#[test]
fn swapped_clauses_are_found() {
    for_every_file(|file, document, reading| {
        for part in 0..document.parts.len() {
            for at in 1..document.parts[part].blocks.len() {
                let mut changed = document.clone();
                changed.parts[part].blocks.swap(at - 1, at);
                let findings = compare(&changed, reading);
                assert!(findings.iter().any(|finding| finding.code == "PAR-02"), "{file}: block {at}");
            }
        }
    });
}

#[test]
fn swapped_words_under_standing_labels_are_found() {
    for_every_file(|file, document, reading| {
        for pair in labelled(document).windows(2) {
            let mut changed = document.clone();
            let mut contents = Vec::new();
            for id in pair {
                with_clause(&mut changed, id, &mut |clause| contents.push(clause.content.clone()));
            }
            for (id, content) in pair.iter().zip(contents.iter().rev()) {
                with_clause(&mut changed, id, &mut |clause| clause.content.clone_from(content));
            }
            let findings = compare(&changed, reading);
            assert!(findings.iter().any(|finding| finding.code == "PAR-02"), "{file}: {pair:?}");
        }
    });
}

#[test]
fn a_note_that_is_dropped_or_changed_is_found() {
    for_every_file(|file, document, reading| {
        for at in 0..document.notes.len() {
            let id = format!("fn.{}", document.notes[at].id);

            let mut changed = document.clone();
            let note = changed.notes.remove(at);
            let findings = compare(&changed, reading);
            assert_eq!(codes(&findings), [("PAR-03", "")], "{file}: {findings:#?}");

            let mut changed = document.clone();
            changed.notes.insert(at, engross_model::Note { id: "new".to_owned(), mark: "†".to_owned(), ..note });
            change_letter(&mut changed.notes[at].content, false);
            assert_found(file, &changed, reading, &[("PAR-03", "fn.new")]);

            let mut changed = document.clone();
            changed.notes[at].mark.push('†');
            assert_found(file, &changed, reading, &[("PAR-03", &id)]);

            let mut changed = document.clone();
            change_letter(&mut changed.notes[at].content, true);
            assert_found(file, &changed, reading, &[("PAR-03", &id)]);
        }
    });
}

#[test]
fn an_anchor_that_is_dropped_or_marked_otherwise_is_found() {
    for_every_file(|file, document, reading| {
        for id in ids(document) {
            let mut dropped = document.clone();
            let mut marked = document.clone();
            let mut anchors = false;
            with_clause(&mut dropped, &id, &mut |clause| {
                anchors = change_inline(&mut clause.content, &mut |content, at| {
                    let found = matches!(content[at], Inline::NoteMark { .. });
                    if found {
                        content.remove(at);
                    }
                    found
                });
            });
            with_clause(&mut marked, &id, &mut |clause| {
                change_inline(&mut clause.content, &mut |content, at| match &mut content[at] {
                    Inline::NoteMark { mark, .. } => {
                        *mark = "9".to_owned();
                        true
                    }
                    _ => false,
                });
            });
            if anchors {
                assert_found(file, &dropped, reading, &[("PAR-03", &id)]);
                assert_found(file, &marked, reading, &[("PAR-03", &id)]);
            }
        }
    });
}

#[test]
fn a_sign_between_marks_that_is_dropped_is_found() {
    for_every_file(|file, document, reading| {
        for id in ids(document) {
            let mut parted = document.clone();
            let mut anchors = false;
            with_clause(&mut parted, &id, &mut |clause| {
                anchors = change_inline(&mut clause.content, &mut |content, at| match &mut content[at] {
                    Inline::NoteMark { separator, .. } => {
                        *separator = ",".to_owned();
                        true
                    }
                    _ => false,
                });
            });
            if anchors {
                assert_found(file, &parted, reading, &[("PAR-02", &id)]);
            }
        }
    });
}

#[test]
fn title_lines_headings_formulae_and_closing_texts_count() {
    for_every_file(|file, document, reading| {
        let mut changed = document.clone();
        change_letter(&mut changed.title_block[0].content, false);
        assert_eq!(compare(&changed, reading).len(), 1, "{file}");

        let mut changed = document.clone();
        change_letter(&mut changed.parts[0].formula, true);
        assert_found(file, &changed, reading, &[("PAR-02", "preamble.formula")]);
    });
    for extension in EXTENSIONS {
        let reading = read_back(extension, &read("everything", extension)).expect("known").expect("readable");
        let mut changed = document("everything");
        change_letter(&mut changed.parts[1].heading, false);
        assert_found(extension, &changed, &reading, &[("PAR-02", "operative.heading")]);

        let mut changed = document("everything");
        with_clause(&mut changed, "fourth", &mut |clause| assert!(change_letter(&mut clause.closing, true)));
        assert_found(extension, &changed, &reading, &[("PAR-02", "fourth.tail")]);
    }
}

/// A change of a file, and what has to be found.
type Mutant<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

#[test]
fn changed_text_files_are_found() {
    let mutants: [Mutant<'_>; 11] = [
        ("a.  to do one", "c.  to do one", &[("PAR-01", "point-a")]),
        ("a.  to do one", "to do one", &[("PAR-01", "point-a")]),
        ("URGES all:", "URGE all:", &[("PAR-02", "fourth")]),
        ("all without delay", "al without delay", &[("PAR-02", "operative.2.2.tail")]),
        ("            i.   this;\n\n", "", &[("PAR-02", "operative.2.2.1")]),
        ("The Assembly,", "The Assembly", &[("PAR-02", "preamble.formula")]),
        ("one thing[3];", "one thing;", &[("PAR-03", "point-a")]),
        ("one thing[3];", "one thing[2];", &[("PAR-03", "point-a")]),
        ("[3]  A note", "[4]  A note", &[("PAR-03", "fn.n3")]),
        ("[3]  A note in a point.\n", "", &[("PAR-03", "fn.n3")]),
        ("[-deleted-]", "", &[("PAR-02", "changed")]),
    ];
    for (from, to, expected) in mutants {
        let findings = check(&document("everything"), "txt", &replaced(&read("everything", "txt"), from, to));
        assert_eq!(codes(&findings), expected, "`{from}` to `{to}`: {findings:#?}");
    }
}

#[test]
fn changed_html_files_are_found() {
    let mutants: [Mutant<'_>; 12] = [
        (r#"class="label">a."#, r#"class="label">b."#, &[("PAR-01", "point-a")]),
        (r#"<span class="label">a.</span>"#, "", &[("PAR-01", "point-a")]),
        (r#"<span class="label">a."#, r#"<span class="visually-hidden">a."#, &[("PAR-01", "point-a")]),
        ("URGES", "URGE", &[("PAR-02", "fourth")]),
        ("all without delay", "all  with-out delay", &[("PAR-02", "operative.2.2.tail")]),
        ("<p>this;</p>", "<p hidden>this;</p>", &[("PAR-02", "operative.2.2.1")]),
        ("<p>this;</p>", "<p><!--this;--></p>", &[("PAR-02", "operative.2.2.1")]),
        ("&amp;amp;", "&amp;", &[("PAR-02", "first")]),
        (r##"<sup><a href="#fn-n3" role="doc-noteref">3</a></sup>"##, "", &[("PAR-03", "point-a")]),
        (
            r##"<a href="#fn-n3" role="doc-noteref">3<"##,
            r##"<a href="#fn-n3" role="doc-noteref">2<"##,
            &[("PAR-03", "point-a")],
        ),
        ("<span>3</span> A note", "<span>4</span> A note", &[("PAR-03", "fn.n3")]),
        ("A note in a point.", "A note in a joint.", &[("PAR-03", "fn.n3")]),
    ];
    for (from, to, expected) in mutants {
        let findings = check(&document("everything"), "html", &replaced(&read("everything", "html"), from, to));
        assert_eq!(codes(&findings), expected, "`{from}` to `{to}`: {findings:#?}");
    }
}

#[test]
fn changed_word_files_are_found() {
    let document_part = "word/document.xml";
    let mutants: [(&str, Mutant<'_>); 13] = [
        (
            "word/numbering.xml",
            ("lowerRoman", "lowerLetter", &[("PAR-01", "operative.2.2.1"), ("PAR-01", "operative.2.2.2")]),
        ),
        ("word/numbering.xml", ("%2.", "%2)", &[("PAR-01", "point-a"), ("PAR-01", "operative.2.2")])),
        (
            "word/numbering.xml",
            (
                r#"<w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>"#,
                r#"<w:start w:val="2"/><w:numFmt w:val="lowerLetter"/>"#,
                &[("PAR-01", "point-a"), ("PAR-01", "operative.2.2")],
            ),
        ),
        (
            "word/numbering.xml",
            (
                r#"abstractNumId="0""#,
                r#"abstractNumId="1""#,
                &[
                    ("PAR-01", "first"),
                    ("PAR-01", "second"),
                    ("PAR-01", "third"),
                    ("PAR-01", "fourth"),
                    ("PAR-01", "point-a"),
                    ("PAR-01", "operative.2.2"),
                    ("PAR-01", "operative.2.2.1"),
                    ("PAR-01", "operative.2.2.2"),
                ],
            ),
        ),
        (document_part, ("5 bis.", "5 ter.", &[("PAR-01", "changed")])),
        (document_part, ("to do one thing", "to do on thing", &[("PAR-02", "point-a")])),
        (
            document_part,
            (
                "<w:r><w:t xml:space=\"preserve\">this;",
                "<w:r><w:rPr><w:vanish/></w:rPr><w:t>this;",
                &[("PAR-02", "operative.2.2.1")],
            ),
        ),
        (document_part, (r#"<w:footnoteReference w:id="4"/>"#, "", &[("PAR-03", "point-a"), ("PAR-03", "fn.n3")])),
        (
            document_part,
            (
                r#"<w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/>"#,
                r#"<w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/>"#,
                &[("PAR-03", "second")],
            ),
        ),
        (
            document_part,
            (
                r#"customMarkFollows="1" w:id="1"/><w:t>*<"#,
                r#"customMarkFollows="1" w:id="1"/><w:t>†<"#,
                &[("PAR-03", "doc.title")],
            ),
        ),
        ("word/footnotes.xml", ("<w:t>*</w:t>", "<w:t>†</w:t>", &[("PAR-03", "fn.title-note")])),
        ("word/footnotes.xml", ("A note in a point.", "A note in a joint.", &[("PAR-03", "fn.n3")])),
        ("word/footnotes.xml", ("<w:footnoteRef/>", "", &[("PAR-03", "fn.n1"), ("PAR-03", "fn.n1")])),
    ];
    for (part, (from, to, expected)) in mutants {
        let file = with_part(&read("everything", "docx"), part, &|contents| replaced(contents, from, to));
        let findings = check(&document("everything"), "docx", &file);
        assert_eq!(codes(&findings), expected, "`{from}` to `{to}`: {findings:#?}");
    }
}

#[test]
fn what_a_text_file_has_too_much_is_found() {
    let file = replaced(&read("everything", "txt"), "The Assembly,", "The Assembly,\n\n0.  Added;");
    let findings = check(&document("everything"), "txt", &file);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].message, "the file shows what the text does not have: `0. Added;`");
}

#[test]
fn messages_say_what_was_expected_and_read() {
    let message = |from, to| {
        let file = replaced(&read("everything", "txt"), from, to);
        check(&document("everything"), "txt", &file).remove(0).message
    };
    assert_eq!(message("a.  to do", "c.  to do"), "the clause `point-a` has the label `c.` in the file, not `a.`");
    assert_eq!(message("a.  to do", "to do"), "the clause `point-a` has no label in the file; it is `a.`");
    assert_eq!(
        message("URGES all:", "URGED all:"),
        "the clause `fourth` reads `URGED all:` in the file, not `URGES all:`"
    );
    assert_eq!(
        message("level is right;", "level was right;"),
        "the clause `operative.2.2.2` reads `…dent of the third level was right;` in the file, not \
         `…dent of the third level is right;`"
    );
    assert_eq!(
        message("            i.   this;\n\n", ""),
        "the clause `operative.2.2.1` is missing in the file: `i. this;`"
    );
    assert_eq!(message("[3]  A note", "[4]  A note"), "the note `fn.n3` has the mark `4` in the file, not `3`");
}
