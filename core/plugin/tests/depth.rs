//! Messages that nest: as deep as any text, they are read in both encodings; without end, they are refused, never followed.

use engross_plugin::model::{Block, Clause, Encoding, Inline, Request, Response};
use engross_plugin::{conformance, wire};

/// A response with a field of a later version that nests `depth` levels deep.
fn response(depth: usize, encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Json => {
            let (open, close) = ("[".repeat(depth), "]".repeat(depth));
            format!(r#"{{"artifacts":[],"findings":[],"later":{open}{close}}}"#).into_bytes()
        }
        Encoding::Cbor => {
            let fields: [&[u8]; 4] = [b"\xa3", b"\x69artifacts\x80", b"\x68findings\x80", b"\x65later"];
            [fields.concat(), vec![0x81; depth], vec![0x00]].concat()
        }
    }
}

#[test]
fn what_nests_without_end_is_refused() {
    for encoding in [Encoding::Json, Encoding::Cbor] {
        for depth in [1, 63, 64, 65] {
            let read = wire::decode::<Response>(&response(depth, encoding), encoding);
            assert_eq!(read.map_err(|error| error.to_string()), Ok(Response::default()), "{depth}");
        }
        for depth in [1_000, 100_000, 5_000_000] {
            let error =
                wire::decode::<Response>(&response(depth, encoding), encoding).expect_err("too deep").to_string();
            assert!(error.contains("nested too deeply") || error.contains("recursion limit"), "{error}");
        }
    }
}

/// Puts the first clause of a document `levels` deep, and its words into as many marks.
fn nested(levels: usize) -> Request {
    let mut request = conformance::everything();
    let clause = request.document.parts.iter_mut().flat_map(|part| &mut part.blocks).find_map(|block| match block {
        Block::Clause(clause) => Some(clause),
        Block::Heading(_) => None,
    });
    let clause = clause.expect("a clause");
    let marked = |content: Vec<Inline>| vec![Inline::Emphasis(content)];
    let content = (1..levels).fold(vec![Inline::text("deep")], |content, _| marked(content));
    let innermost = Clause { content, points: Vec::new(), ..clause.clone() };
    *clause = (1..levels).fold(innermost, |inner, _| Clause { points: vec![inner], ..clause.clone() });
    request
}

#[test]
fn what_is_as_deep_as_a_text_may_be_is_read() {
    for encoding in [Encoding::Json, Encoding::Cbor] {
        for levels in [8, 9] {
            let request = nested(levels);
            let written = wire::encode(&request, encoding).expect("a message");
            assert!(wire::decode::<Request>(&written, encoding).expect("a request") == request, "{levels}");
        }
    }
}
