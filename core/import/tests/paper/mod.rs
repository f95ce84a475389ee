//! Sets words on paper: PDFs of one font, with a line at every place that is asked for.

use lopdf::content::{Content, Operation};
use lopdf::{Document, Object, Stream, dictionary};

/// What is set on a page, in points from the lower left.
pub(crate) enum Set<'w> {
    /// A line of words: its place, the size of its type and the words.
    Words { x: f32, y: f32, size: f32, words: &'w str },
    /// A line of words of ten points that runs in another direction: how far right and up it goes.
    Turned { x: f32, y: f32, along: (f32, f32), words: &'w str },
    /// A stroke from left to right.
    Stroke { left: f32, right: f32, y: f32 },
}

/// Sets a line of words.
pub(crate) fn set(x: f32, y: f32, size: f32, words: &str) -> Set<'_> {
    Set::Words { x, y, size, words }
}

/// Sets a line of words in another direction, given how far right and up it goes.
#[allow(dead_code, reason = "not all tests that set pages turn lines")]
pub(crate) fn turned(x: f32, y: f32, along: (f32, f32), words: &str) -> Set<'_> {
    Set::Turned { x, y, along, words }
}

/// Draws a stroke.
#[allow(dead_code, reason = "not all tests that set pages draw")]
pub(crate) fn stroke<'w>(left: f32, right: f32, y: f32) -> Set<'w> {
    Set::Stroke { left, right, y }
}

/// Makes a PDF of pages.
pub(crate) fn pdf(pages: &[Vec<Set<'_>>]) -> Vec<u8> {
    bytes(&mut document(pages))
}

/// Makes a document of pages, to be changed before it is written.
pub(crate) fn document(pages: &[Vec<Set<'_>>]) -> Document {
    let mut document = Document::with_version("1.7");
    let tree = document.new_object_id();
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier", "Encoding" => "WinAnsiEncoding",
        "FirstChar" => 32, "Widths" => vec![Object::Integer(600); 224],
    });
    let resources = document.add_object(dictionary! { "Font" => dictionary! { "F1" => font } });
    let kids: Vec<Object> = pages
        .iter()
        .map(|lines| {
            let operations: Vec<Operation> = lines.iter().flat_map(operations).collect();
            let content = Content { operations };
            let content = document.add_object(Stream::new(dictionary! {}, content.encode().expect("a page")));
            document.add_object(dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => content }).into()
        })
        .collect();
    let count = i64::try_from(kids.len()).expect("some pages");
    let pages = dictionary! {
        "Type" => "Pages", "Kids" => kids, "Count" => count, "Resources" => resources,
        "MediaBox" => vec![0.into(), 0.into(), 450.into(), 842.into()],
    };
    document.objects.insert(tree, Object::Dictionary(pages));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    document
}

/// Writes a document.
pub(crate) fn bytes(document: &mut Document) -> Vec<u8> {
    document.compress();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("a PDF");
    bytes
}

fn operations(line: &Set<'_>) -> Vec<Operation> {
    match *line {
        Set::Words { x, y, size, words } => shown(words, size, Operation::new("Td", vec![x.into(), y.into()])),
        Set::Turned { x, y, along: (right, up), words } => {
            let turn = [right, up, -up, right, x, y].map(Object::from).to_vec();
            shown(words, 10.0, Operation::new("Tm", turn))
        }
        Set::Stroke { left, right, y } => vec![
            Operation::new("m", vec![left.into(), y.into()]),
            Operation::new("l", vec![right.into(), y.into()]),
            Operation::new("S", vec![]),
        ],
    }
}

fn shown(words: &str, size: f32, place: Operation) -> Vec<Operation> {
    let latin: Vec<u8> = words.chars().map(|letter| u8::try_from(letter).expect("a Latin letter")).collect();
    vec![
        Operation::new("BT", vec![]),
        Operation::new("Tf", vec!["F1".into(), size.into()]),
        place,
        Operation::new("Tj", vec![Object::string_literal(latin)]),
        Operation::new("ET", vec![]),
    ]
}
