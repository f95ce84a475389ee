//! PDFs as they come: with tags and without, in columns, over page breaks, with heads and notes, scanned.

mod paper;
#[path = "../../compile/tests/support/mod.rs"]
mod support;

use std::path::Path;

use engross_compile::World;
use engross_import::{Imported, Wishes, import};
use lopdf::content::Content;
use lopdf::{Document, ObjectId};
use paper::{pdf, set, stroke, turned};

fn imported(house: &str, bytes: &[u8]) -> Imported {
    let house = support::world(&[]).house(house).expect("a house");
    import("text.pdf", bytes, &house, &Wishes { language: Some("en".to_owned()), ..Wishes::default() })
}

/// Returns the codes of what was found.
fn codes(imported: &Imported) -> Vec<&str> {
    imported.findings.iter().map(|finding| finding.code.as_str()).collect()
}

#[test]
fn tags_help_and_are_not_needed() {
    for (house, file) in [("nato-pa", "nato-pa/sound-recordings.pdf"), ("un", "un/gauge-manual.ar.pdf")] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(file);
        let bytes = std::fs::read(path).expect("a file");
        let house = support::world(&[]).house(house).expect("a house");
        let with = import(file, &bytes, &house, &Wishes::default());
        let without = import(file, &without_tags(&bytes), &house, &Wishes::default());
        // Lines that share one above the text are told apart by tags alone.
        let told = |imported: Imported| {
            let text = imported.text.expect("a text");
            let (head, body) = text.split_once("\n\n").expect("lines above the text");
            let title = head.lines().find(|line| line.starts_with("title:")).expect("a title");
            (title.to_owned(), body.to_owned())
        };
        assert_eq!(told(with), told(without), "{file}");
    }
}

/// Strips what a file says of its own structure: its tags, and the marks in the pages that they refer to.
fn without_tags(bytes: &[u8]) -> Vec<u8> {
    let mut document = Document::load_mem(bytes).expect("a PDF");
    let catalog = document.catalog_mut().expect("a catalog");
    catalog.remove(b"StructTreeRoot");
    catalog.remove(b"MarkInfo");
    let pages: Vec<ObjectId> = document.page_iter().collect();
    for page in pages {
        let mut content = Content::decode(&document.get_page_content(page)).expect("a page");
        content.operations.retain(|operation| !matches!(operation.operator.as_str(), "BMC" | "BDC" | "EMC"));
        document.change_page_content(page, content.encode().expect("a page")).expect("a page");
    }
    paper::bytes(&mut document)
}

#[test]
fn labels_in_a_column_of_their_own_belong_to_the_line() {
    let page = vec![
        set(72.0, 700.0, 10.0, "The Assembly,"),
        set(72.0, 670.0, 10.0, "1."),
        set(100.0, 670.0, 10.0, "Noting the value of specimens, and of those who"),
        set(100.0, 658.0, 10.0, "keep them;"),
        set(72.0, 640.0, 10.0, "2."),
        set(100.0, 640.0, 10.0, "URGES member parliaments:"),
        set(100.0, 622.0, 10.0, "a."),
        set(128.0, 622.0, 10.0, "to keep specimens;"),
    ];
    let shown = imported("nato-pa", &pdf(&[page])).shown;
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(
        lines,
        [
            "The Assembly,",
            "1.\tNoting the value of specimens, and of those who keep them;",
            "2.\tURGES member parliaments:",
            "a.\tto keep specimens;",
        ]
    );
}

#[test]
fn a_number_is_parted_from_the_title_by_a_tab_that_leaves_hardly_any_room() {
    let page = vec![
        set(72.0, 760.0, 10.0, "A/RES/80/77"),
        set(72.0, 740.0, 10.0, "Resolution adopted by the General Assembly on 3 December 2025"),
        set(72.0, 710.0, 10.0, "80/77."),
        set(108.4, 710.0, 10.0, "Dew and frost"),
        set(72.0, 680.0, 10.0, "The General Assembly,"),
        set(72.0, 660.0, 10.0, "Recalling its resolution 70/1 of 25 September 2015,"),
        set(72.0, 640.0, 10.0, "1."),
        set(108.0, 640.0, 10.0, "Decides to return to it."),
    ];
    let text = imported("un", &pdf(&[page])).text.expect("a text");
    assert!(text.contains("\nnumber: \"80/77\"\n") && text.contains("\ntitle: Dew and frost\n"), "{text}");
}

#[test]
fn a_table_ends_no_text() {
    let cell =
        |row: u8, column: u8, words| set(72.0 + 120.0 * f32::from(column), 660.0 - 12.0 * f32::from(row), 10.0, words);
    let mut page = vec![
        set(72.0, 700.0, 10.0, "The Assembly,"),
        set(72.0, 672.0, 10.0, "1."),
        set(100.0, 672.0, 10.0, "Noting the count;"),
        set(72.0, 624.0, 10.0, "2."),
        set(100.0, 624.0, 10.0, "URGES all to count."),
    ];
    for (row, words) in (0..).zip([["Name", "Votes", "Place"], ["Jane Roe", "12", "Zenda"], ["Jo Doe", "3", "Ruri"]]) {
        page.extend((0..).zip(words).map(|(column, words)| cell(row, column, words)));
    }
    let imported = imported("nato-pa", &pdf(&[page]));
    assert!(codes(&imported).contains(&"IMP-07"), "{:?}", imported.findings);
    let text = imported.text.expect("a text");
    let (before, behind) = text.split_once("\noperative:\n").expect("operative clauses");
    assert!(before.contains("Name Votes Place Jane Roe 12 Zenda Jo Doe 3 Ruri"), "{text}");
    assert!(behind.contains("**URGES** all to count."), "{text}");
}

#[test]
fn lines_of_a_title_block_need_no_room_between_them() {
    let lines = [
        "DRAFT RESOLUTION",
        "on",
        "LIGHTSHIPS AND THEIR CREWS IN THE WIDE WATERS OF",
        "THE BALTIC SEA",
        "presented by",
        "Jane ROE (Canada)",
        "General Rapporteur",
    ];
    let mut page = Vec::new();
    for (row, words) in (0_u8..).zip(lines) {
        let width = 6.0 * f32::from(u8::try_from(words.len()).expect("a short line"));
        page.push(set(225.0 - width / 2.0, 760.0 - 12.0 * f32::from(row), 10.0, words));
    }
    let text = [
        "The Assembly,",
        "1. Noting that specimens are kept, that most of",
        "them are kept well, and that those who keep them",
        "are thanked too seldom for what they do in here;",
        "2. THANKS all those who keep them.",
    ];
    let text = (0_u8..).zip(text).map(|(row, words)| set(72.0, 676.0 - 12.0 * f32::from(row), 10.0, words));
    page.extend(text);
    let imported = imported("nato-pa", &pdf(&[page]));
    let above: Vec<&str> = imported.shown.lines().take(7).collect();
    let expected = [
        "DRAFT RESOLUTION",
        "on",
        "LIGHTSHIPS AND THEIR CREWS IN THE WIDE WATERS OF THE BALTIC SEA",
        "presented by",
        "Jane ROE (Canada)",
        "General Rapporteur",
        "The Assembly,",
    ];
    assert_eq!(above, expected);
    let text = imported.text.expect("a text");
    assert!(text.contains("Jane ROE") && !text.contains("DRAFT RESOLUTION"), "{text}");
}

#[test]
fn columns_are_read_one_after_the_other() {
    let mut page = vec![set(90.0, 760.0, 10.0, "A heading that goes over both of the columns")];
    for row in 0_u8..12 {
        let y = 720.0 - 12.0 * f32::from(row);
        page.push(set(
            40.0,
            y,
            10.0,
            ["alpha alpha alpha alpha alpha", "bravo bravo bravo bravo bravo"][usize::from(row % 2)],
        ));
        page.push(set(240.0, y, 10.0, "delta delta delta delta delta"));
    }
    page.push(set(40.0, 560.0, 10.0, "1. URGES bravo bravo bravo;"));
    page.push(set(240.0, 560.0, 10.0, "2. THANKS delta delta delta."));
    let shown = imported("nato-pa", &pdf(&[page])).shown;
    let last_left = shown.rfind("bravo").expect("the left column");
    let first_right = shown.find("delta").expect("the right column");
    assert!(last_left < first_right, "{shown}");
    assert!(shown.starts_with("A heading that goes over both of the columns"), "{shown}");
}

#[test]
fn a_short_last_page_has_the_columns_of_the_page_before() {
    let row = |y: f32, left: &'static str, right: &'static str| [set(40.0, y, 10.0, left), set(240.0, y, 10.0, right)];
    let lines = ["Noting alpha alpha alpha alpha", "alpha alpha alpha alpha alpha;"];
    let others = ["Noting delta delta delta delta", "delta delta delta delta delta;"];
    let first = (0_usize..12).flat_map(|at| row(720.0 - 12.0 * at as f32, lines[at % 2], others[at % 2])).collect();
    let last: Vec<paper::Set<'_>> = [
        row(720.0, "URGES bravo bravo bravo bravo", "echo echo echo echo."),
        row(708.0, "bravo bravo bravo bravo bravo", ""),
        row(696.0, "bravo bravo and charlie, and", ""),
    ]
    .into_iter()
    .flatten()
    .collect();
    let imported = imported("nato-pa", &pdf(&[first, last]));
    let shown = &imported.shown;
    assert!(shown.contains("bravo and charlie, and echo echo echo echo."), "{shown}");
    let of_columns = imported.findings.iter().find(|finding| finding.message.contains("in two columns"));
    let of_columns = of_columns.expect("a finding");
    assert_eq!(of_columns.message, "page 2 was read in two columns, as the page before has them");
    // Where none stands at the edges of these columns, lines are read as they stand.
    let first = (0_usize..12).flat_map(|at| row(720.0 - 12.0 * at as f32, lines[at % 2], others[at % 2])).collect();
    let last = vec![
        set(40.0, 720.0, 10.0, "Done in Ruritania"),
        set(260.0, 720.0, 10.0, "on this day"),
        set(40.0, 708.0, 10.0, "Jane ROE"),
        set(260.0, 708.0, 10.0, "John POE"),
    ];
    let shown = self::imported("nato-pa", &pdf(&[first, last])).shown;
    assert!(shown.contains("Done in Ruritania on this day\nJane ROE John POE"), "{shown}");
}

#[test]
fn pages_leave_no_trace() {
    let page = |number: &'static str, body: Vec<paper::Set<'static>>, note: &'static [&'static str]| {
        let mut lines = vec![set(72.0, 800.0, 9.0, "A/RES/79/1"), set(290.0, 40.0, 9.0, number)];
        lines.extend(body);
        if let [mark, words @ ..] = note {
            lines.push(set(72.0, 82.0, 5.0, mark));
            lines.extend(words.iter().zip([80.0, 70.0]).map(|(words, y)| set(78.0, y, 8.0, words)));
        }
        lines
    };
    let first = vec![
        set(72.0, 730.0, 10.0, "The Assembly,"),
        set(72.0, 700.0, 10.0, "Noting that it goes on where a page ends, and"),
        set(72.0, 688.0, 10.0, "one of its words"),
        set(168.0, 692.0, 6.0, "1"),
        set(171.6, 688.0, 10.0, " is divided: the declara-"),
    ];
    let second = vec![
        set(72.0, 700.0, 10.0, "tion of the Assembly is the last one;"),
        set(72.0, 670.0, 10.0, "URGES that the declaration be read with agreed-"),
        set(72.0, 658.0, 10.0, "upon words."),
    ];
    let pages = [
        page("1", first, &["1", "A note that is longer than", "its page has room for, so that"]),
        page("2", second, &["", "it goes on here."]),
    ];
    let imported = imported("nato-pa", &pdf(&pages));
    let lines: Vec<&str> = imported.shown.lines().take(3).collect();
    let expected = [
        "The Assembly,",
        "Noting that it goes on where a page ends, and one of its words1 is divided: the declaration of the Assembly is \
         the last one;",
        "URGES that the declaration be read with agreed-upon words.",
    ];
    assert_eq!(lines, expected);
    let text = imported.text.as_deref().unwrap_or_default();
    let words: Vec<&str> = text.split_whitespace().collect();
    assert!(
        words.join(" ").contains("A note that is longer than its page has room for, so that it goes on here."),
        "{text}"
    );
    let furniture = codes(&imported).iter().filter(|code| **code == "IMP-04").count();
    assert_eq!(furniture, 2, "the head and the numbers, each once: {:?}", imported.findings);
    assert!(codes(&imported).contains(&"IMP-08"), "the hyphen is a guess: {:?}", imported.findings);
}

#[test]
fn what_stands_at_the_edge_of_one_page_is_no_part_of_a_sentence() {
    let pages = |end: &'static str, beginning: &'static str| {
        let first = vec![
            set(72.0, 730.0, 10.0, "The Assembly,"),
            set(72.0, 700.0, 10.0, "Noting that specimens are kept, and that most of"),
            set(72.0, 688.0, 10.0, "them are kept well;"),
            set(72.0, 664.0, 10.0, "URGES all to read what stands here, and to read"),
            set(72.0, 652.0, 10.0, end),
            set(72.0, 60.0, 10.0, "202 of the specimens"),
        ];
        let second = vec![
            set(72.0, 790.0, 10.0, "Committee on Specimens"),
            set(72.0, 730.0, 10.0, beginning),
            set(72.0, 700.0, 10.0, "THANKS those who keep them."),
        ];
        imported("nato-pa", &pdf(&[first, second]))
    };
    let left_out = |imported: &Imported| codes(imported).iter().filter(|code| **code == "IMP-04").count();
    let over = pages("it with the greatest care, and then once more in", "the light of day;");
    assert!(over.shown.contains("and then once more in the light of day;\n"), "{}", over.shown);
    assert_eq!(left_out(&over), 2, "the foot and the head: {:?}", over.findings);
    let reads = |words: &str| over.findings.iter().flat_map(|finding| &finding.notes).any(|note| note == words);
    assert!(
        reads("it reads: 202 of the specimens") && reads("it reads: Committee on Specimens"),
        "{:?}",
        over.findings
    );
    // Where a sentence ends with the page nothing proves it: what stands there is a paragraph of its own.
    let between = pages("it with care;", "THANKS those who look after what is kept here;");
    let lines = "read it with care;\n202 of the specimens\nCommittee on Specimens\nTHANKS those who look";
    assert!(between.shown.contains(lines), "{}", between.shown);
    assert_eq!(left_out(&between), 0, "{:?}", between.findings);
}

#[test]
fn words_that_are_printed_over_others_are_read_apart() {
    let page = vec![
        set(72.0, 730.0, 10.0, "The Assembly,"),
        set(72.0, 700.0, 10.0, "URGES all to read what stands here, and to go on"),
        set(72.0, 688.0, 10.0, "below this stamp with the greatest care and with"),
        set(72.0, 676.0, 10.0, "no haste."),
        set(90.0, 686.0, 30.0, "SPECIMEN"),
    ];
    let imported = imported("nato-pa", &pdf(&[page]));
    let expected = "to go on below this stamp with the greatest care and with no haste.\nSPECIMEN\n";
    assert!(imported.shown.ends_with(expected), "{}", imported.shown);
    let stamp =
        imported.findings.iter().find(|finding| finding.code == "IMP-09" && finding.message.contains("printed"));
    assert_eq!(stamp.expect("a finding").notes, ["they read: SPECIMEN"]);
    assert!(!imported.text.expect("a text").contains("SPECIMEN"));
}

#[test]
fn words_that_run_otherwise_than_the_text_are_left_out() {
    let page = |[first, middle, last]: [&'static str; 3]| {
        vec![
            set(72.0, 700.0, 10.0, first),
            set(72.0, 688.0, 10.0, middle),
            set(72.0, 676.0, 10.0, last),
            turned(50.0, 640.0, (0.0, 1.0), "A SPECIMEN"),
            turned(400.0, 740.0, (0.0, -1.0), "FOR READERS"),
            turned(200.0, 660.0, (0.7, 0.7), "PROVISIONAL"),
        ]
    };
    let mut first = page([
        "URGES all to read what stands here, and to go on",
        "beside these words with the greatest care and with",
        "no haste;",
    ]);
    first.push(set(72.0, 730.0, 10.0, "The Assembly,"));
    let second = page([
        "THANKS those who do it, and who stand all day long",
        "where other words go up and down, with little more",
        "than hope.",
    ]);
    let imported = imported("nato-pa", &pdf(&[first, second]));
    let expected = "to go on beside these words with the greatest care and with no haste;\n";
    assert!(imported.shown.contains(expected), "{}", imported.shown);
    let said: Vec<&[String]> = imported
        .findings
        .iter()
        .filter(|finding| finding.code == "IMP-04" && finding.message.contains("does not run as the text does"))
        .map(|finding| finding.notes.as_slice())
        .collect();
    let expected = [
        ["likely: it runs aslant, the text does not", "the first one reads: PROVISIONAL"],
        ["likely: it runs from bottom to top, the text does not", "the first one reads: A SPECIMEN"],
        ["likely: it runs from top to bottom, the text does not", "the first one reads: FOR READERS"],
    ];
    assert_eq!(said, expected, "{:?}", imported.findings);
    assert!(!imported.text.expect("a text").contains("SPECIMEN"));
}

#[test]
fn pages_that_lie_on_their_side_are_turned() {
    let lines = [
        "The Assembly,",
        "1. URGES all to turn their heads, and to read on",
        "where most would not;",
        "2. THANKS those who do so.",
    ];
    let ways: [(f32, f32); 3] = [(0.0, 1.0), (0.0, -1.0), (-1.0, 0.0)];
    for (right, up) in ways {
        let page = (0_u8..).zip(lines).map(|(row, words)| {
            let down = 14.0 * f32::from(row);
            turned(225.0 - 150.0 * right + up * down, 421.0 - 150.0 * up - right * down, (right, up), words)
        });
        let mut page: Vec<paper::Set<'_>> = page.collect();
        page.push(set(72.0, 20.0, 10.0, "Page"));
        let imported = imported("nato-pa", &pdf(&[page]));
        let expected = "The Assembly,\n1. URGES all to turn their heads, and to read on where most would not;\n\
                        2. THANKS those who do so.\n";
        assert!(imported.shown.starts_with(expected), "{}", imported.shown);
        let is_said = imported.findings.iter().any(|finding| finding.message.starts_with("page 1 was turned"));
        assert!(is_said, "{:?}", imported.findings);
    }
}

#[test]
fn notes_go_on_below_the_stroke_of_the_page_before() {
    for size in [10.0, 8.0] {
        let first = vec![
            set(72.0, 730.0, 10.0, "The Assembly,"),
            set(72.0, 700.0, 10.0, "URGES all to read what stands here"),
            set(276.0, 704.0, 6.0, "1"),
            set(279.6, 700.0, 10.0, ";"),
            stroke(72.0, 180.0, 120.0),
            set(72.0, 100.0, size, "1 A note whose page ends with its first sentence."),
        ];
        let second = vec![
            set(72.0, 730.0, 10.0, "THANKS those who read on to the second page."),
            stroke(72.0, 180.0, 120.0),
            set(72.0, 100.0, size, "A second sentence stands here."),
        ];
        let imported = imported("nato-pa", &pdf(&[first, second]));
        let text = imported.text.expect("a text");
        assert!(
            text.ends_with("A note whose page ends with its first sentence. A second sentence stands here.\n"),
            "{text}"
        );
        assert!(text.contains("THANKS** those who read on to the second page.\"\n"), "{text}");
    }
}

#[test]
fn scans_are_refused_with_what_to_do() {
    let refused = imported("un", &pdf(&[vec![]]));
    assert!(refused.text.is_none());
    let finding = refused.findings.first().expect("a finding");
    assert_eq!(finding.code, "IMP-11");
    assert!(finding.message.contains("no text, only pictures"), "{}", finding.message);
    assert!(finding.help.as_deref().unwrap_or_default().contains("OCR"), "{:?}", finding.help);
}
