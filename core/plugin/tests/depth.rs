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
fn what_nests_in_a_field_of_later_versions_is_passed_over_or_refused() {
    for encoding in [Encoding::Json, Encoding::Cbor] {
        for depth in [1, 63, 64, 65, 1_000, 5_000_000] {
            match wire::decode::<Response>(&response(depth, encoding), encoding) {
                Ok(read) => assert!(read == Response::default()),
                Err(error) => {
                    assert!(depth > 65 && error.to_string().contains("nested too deeply"), "{depth}: {error}");
                }
            }
        }
    }
}

#[test]
fn what_nests_without_end_is_refused() {
    for encoding in [Encoding::Json, Encoding::Cbor] {
        // Emphasis without words is what stands around the next: all but its empty list, which ends it.
        let one = wire::encode(&Inline::Emphasis(Vec::new()), encoding).expect("a message");
        let begins = match encoding {
            Encoding::Json => one.strip_suffix(b"]}").expect("an empty list").to_vec(),
            Encoding::Cbor => [one.strip_suffix(b"\x80").expect("an empty list"), b"\x81"].concat(),
        };
        for depth in [1_000, 1_000_000] {
            let error = wire::decode::<Inline>(&begins.repeat(depth), encoding).expect_err("too deep").to_string();
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
