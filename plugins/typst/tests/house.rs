//! The look that every house has: a specimen with labels at all places, headed clauses, lines that share a line and a
//! closing block.

use engross_plugin::Backend;
use engross_plugin::model::{Align, Block, BlockStyle, Bytes, Direction, Heading, Inline, Page, Request, UnitPlace};
use engross_typst::TypstBackend;

/// Millimetres in points.
const MM: f64 = 72.0 / 25.4;

fn request() -> Request {
    serde_json::from_slice(include_bytes!("specimens.json")).expect("the specimen reads")
}

fn made(request: &Request) -> Bytes {
    let mut response = TypstBackend.render(request);
    assert!(response.findings.is_empty(), "{:?}", response.findings);
    response.artifacts.remove(0).bytes
}

/// Returns where every unit stands.
fn places(request: &Request) -> Vec<UnitPlace> {
    serde_json::from_slice(&made(&Request { format: "places".to_owned(), ..request.clone() })).expect("JSON")
}

#[track_caller]
fn place<'a>(places: &'a [UnitPlace], unit: &str) -> &'a UnitPlace {
    places.iter().rev().find(|place| place.unit == unit).unwrap_or_else(|| panic!("{unit} stands nowhere"))
}

/// Points, to half of one.
fn assert_near(one: f64, other: f64) {
    assert!((one - other).abs() < 0.5, "{one} and {other}");
}

#[test]
fn the_house_s_look_is_an_archival_accessible_pdf() {
    assert!(made(&request()).starts_with(b"%PDF-1.7"));
}

#[test]
fn labels_stand_where_the_levels_say() {
    let request = request();
    let places = places(&request);
    let left = request.look.page.margin.left * MM;
    // Beside a run-in label, and without labels, lines begin at the edge; the words of hanging labels in their column.
    for unit in ["value", "urges", "look", "share", "subject"] {
        assert_near(place(&places, unit).x, left);
    }
    assert_near(place(&places, "care").x, left + 17.0 * MM);
    assert_near(place(&places, "rooms").x, left + 9.0 * MM);
    // One line alone begins after the label.
    assert_near(place(&places, "love").x, left + 17.0 * MM);
}

#[test]
fn a_clause_s_heading_stands_in_the_middle_above_its_words() {
    let request = request();
    let places = places(&request);
    let (heading, words) = (place(&places, "subject.heading"), place(&places, "subject"));
    assert!(heading.y + heading.height < words.y, "{heading:?} {words:?}");
    assert_near(heading.x + heading.width / 2.0, request.look.page.width * MM / 2.0);
    let (heading, words) = (place(&places, "scope.heading"), place(&places, "rooms"));
    assert!(heading.y + heading.height < words.y, "{heading:?} {words:?}");
}

#[test]
fn lines_beside_each_other_stand_at_the_edges_of_one_line() {
    let mut request = request();
    for direction in [Direction::Ltr, Direction::Rtl] {
        request.document.language.direction = direction;
        let places = places(&request);
        let (mut left, mut right) = (place(&places, "doc.parliament"), place(&places, "doc.council"));
        assert_near(left.y, right.y);
        if direction == Direction::Rtl {
            (left, right) = (right, left);
        }
        let page = &request.look.page;
        assert_near(left.x, page.margin.left * MM);
        assert_near(right.x + right.width, (page.width - page.margin.right) * MM);
    }
}

#[test]
fn a_line_may_begin_in_the_margin_with_a_large_letter() {
    let mut request = request();
    let plain = place(&places(&request), "doc.parliament").clone();
    let line = request.document.lines().find(|line| line.units == ["doc.parliament"]).expect("the line");
    let style = line.style().to_owned();
    let own = request.look.styles.entry(style).or_default();
    (own.indent, own.first_letter) = (-10.0, Some(40.0));
    let found = place(&places(&request), "doc.parliament").clone();
    assert_near(found.x, plain.x - 10.0 * MM);
    assert!(found.height > 1.5 * plain.height, "{found:?} {plain:?}");
}

#[test]
fn headings_and_the_closing_block_never_stand_alone() {
    let mut request = request();
    let began = place(&places(&request), "doc.meeting").page;
    let mut pages = began;
    for _ in 0..24 {
        let places = places(&request);
        let (last, closing) = (place(&places, "force"), place(&places, "doc.meeting"));
        assert_eq!((last.page, closing.page), (closing.page, place(&places, "doc.council").page));
        assert!(last.y + last.height <= closing.y, "{last:?} {closing:?}");
        assert!(closing.y < last.y + last.height + 40.0, "{last:?} {closing:?}");
        let first = |unit: &str| places.iter().find(|place| place.unit == unit).map(|place| place.page);
        assert_eq!(first("subject.heading"), first("subject"), "a heading stands with its words");
        pages = closing.page;
        let Some(Block::Clause(first)) = request.document.parts[0].blocks.first_mut() else { panic!("a clause") };
        first.content.push(Inline::text(" and so it goes on, line by line, until the page is full".repeat(6)));
    }
    assert!(pages > began, "the text goes on to another page");
}

#[test]
fn levels_and_closing_lines_show_in_every_language() {
    let mut request = request();
    let mut other = request.document.clone();
    other.language.code = "fr".to_owned();
    other.language.tag = "fr".to_owned();
    request.document.parallel = vec![other];
    made(&request);
    let places = places(&request);
    for unit in ["subject.heading", "subject", "scope.heading", "doc.meeting", "doc.council"] {
        let languages = places.iter().filter(|place| place.unit == unit).count();
        assert_eq!(languages, 2, "{unit}");
    }
}

#[test]
fn lines_that_share_one_stand_as_their_styles_say() {
    let mut request = request();
    let centred = BlockStyle { align: Some(Align::Center), ..BlockStyle::default() };
    request.look.styles.insert("signature".to_owned(), centred);
    let Page { width, margin, .. } = request.look.page.clone();
    let (left, room) = (margin.left * MM, (width - margin.left - margin.right) * MM);
    let found = places(&request);
    let (one, other) = (place(&found, "doc.parliament"), place(&found, "doc.council"));
    let middle = |place: &UnitPlace| (place.x + place.width / 2.0 - left) / room;
    assert!((middle(one) - 0.25).abs() < 0.02 && (middle(other) - 0.75).abs() < 0.02, "{one:?} {other:?}");
    let begins = BlockStyle { align: Some(Align::Start), indent: 60.0, ..BlockStyle::default() };
    request.look.styles.insert("office".to_owned(), begins);
    request.document.closing_block.last_mut().expect("a line").style = "office".to_owned();
    let found = places(&request);
    assert_near(place(&found, "doc.council").x, left + 60.0 * MM);
    assert_near(place(&found, "doc.council").y, place(&found, "doc.parliament").y);
}

#[test]
fn words_in_the_middle_take_lines_about_as_long() {
    let mut request = request();
    let words =
        "On the keeping of specimens, on those who keep them, on rooms and on their keys, and on all that is lost";
    for (unit, style) in [("doc.title", "title"), ("doc.meeting", "meeting")] {
        let centred = BlockStyle { align: Some(Align::Center), size: Some(12.0), ..BlockStyle::default() };
        request.look.styles.insert(style.to_owned(), centred);
        let line = request.document.lines_mut().find(|line| line.units == [unit]).expect("the line");
        line.content = vec![Inline::text(words)];
    }
    let found = places(&request);
    let page = &request.look.page;
    let room = (page.width - page.margin.left - page.margin.right) * MM;
    for unit in ["doc.title", "doc.meeting"] {
        let taken = place(&found, unit);
        assert!(taken.width < 0.75 * room && taken.height < 40.0, "{taken:?} in {room}");
    }
}

#[test]
fn a_heading_leaves_the_space_below_the_words_before_it() {
    let gap = |after: f64| {
        let mut request = request();
        request.look.levels.get_mut("paragraph").expect("the level").after = after;
        let content = vec![Inline::text("On going on")];
        request.document.parts[1].blocks.insert(1, Block::Heading(Heading { id: "going".to_owned(), content }));
        let found = places(&request);
        place(&found, "going").y - place(&found, "urges.tail").y
    };
    assert_near(gap(36.0) - gap(6.0), 30.0);
}

#[test]
fn a_lead_in_stands_on_the_page_of_its_first_point() {
    let mut request = request();
    let (began, mut ended) = (place(&places(&request), "urges").page, 0);
    for _ in 0..60 {
        let found = places(&request);
        let first = |unit: &str| found.iter().find(|place| place.unit == unit).map(|place| place.page);
        ended = place(&found, "urges").page;
        assert_eq!(Some(ended), first("look"), "{found:?}");
        let Some(Block::Clause(first)) = request.document.parts[0].blocks.first_mut() else { panic!("a clause") };
        let words = " and so it goes on, line by line, until the page is full and has no room for any more words";
        first.content.push(Inline::text(words));
    }
    assert!(ended > began, "the text goes on to another page");
}
