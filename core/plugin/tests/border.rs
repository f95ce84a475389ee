//! Crosses the border as a loader does: through the table alone.
#![allow(unsafe_code)]

use std::ffi::c_void;

use engross_plugin::abi::{ABI, Api, Buffer, Call, Free, MANIFEST, RENDER, Status};
use engross_plugin::model::{Encoding, Format, Manifest, PROTOCOL, Request, Response};
use engross_plugin::{Backend, conformance, wire};

/// Makes a file of the slug; some slugs are too much for it.
struct Slugs;

impl Backend for Slugs {
    fn manifest(&self) -> Manifest {
        Manifest {
            id: "slugs".into(),
            name: "Slugs".into(),
            version: "1.0.0".into(),
            licence: "MIT".into(),
            protocol: PROTOCOL.into(),
            encoding: Encoding::Cbor,
            concurrent: true,
            formats: vec![Format {
                name: "slug".into(),
                extension: "slug".into(),
                media_type: "text/plain".into(),
                text: true,
                on_request: false,
            }],
            features: vec![],
            options: vec![],
            needs: vec![],
        }
    }

    fn render(&self, request: &Request) -> Response {
        assert!(request.document.slug != "bad", "no {} today", "ink");
        Response::artifact("slug", "text/plain", request.document.slug.clone())
    }
}

engross_plugin::export!(Slugs);

/// Makes a call as a loader in another language would.
fn call(operation: u32, input: &[u8]) -> (u32, Vec<u8>) {
    // SAFETY: the table was made by `export!`, whose pointers have these types.
    let (call, free) = unsafe {
        (
            std::mem::transmute::<*const c_void, Call>(PLUGIN.call),
            std::mem::transmute::<*const c_void, Free>(PLUGIN.free),
        )
    };
    let mut output = Buffer::EMPTY;
    // SAFETY: the input lives through the call, the output is copied before it is freed, once.
    unsafe {
        let status = call(operation, input.as_ptr(), input.len(), &raw mut output);
        let bytes = if output.data.is_null() {
            Vec::new()
        } else {
            std::slice::from_raw_parts(output.data, output.length).to_vec()
        };
        free(output);
        (status, bytes)
    }
}

fn request(slug: &str) -> Vec<u8> {
    let mut request = conformance::everything();
    request.document.slug = slug.to_owned();
    wire::encode(&request, Encoding::Cbor).expect("bytes")
}

#[test]
fn the_table_says_what_it_is() {
    assert_eq!((PLUGIN.abi, PLUGIN.size), (ABI, size_of::<Api>()));
}

#[test]
fn manifest_and_response_cross_the_border() {
    let (status, bytes) = call(MANIFEST, &[]);
    assert_eq!(status, Status::Done.number());
    assert_eq!(wire::decode_either::<Manifest>(&bytes).expect("a manifest"), Slugs.manifest());
    let (status, bytes) = call(RENDER, &request("good"));
    assert_eq!(status, Status::Done.number());
    let response: Response = wire::decode(&bytes, Encoding::Cbor).expect("a response");
    assert_eq!(&*response.artifacts[0].bytes, b"good");
}

#[test]
fn a_panic_stays_inside_and_brings_its_message() {
    let (status, bytes) = call(RENDER, &request("bad"));
    assert_eq!(status, Status::Panicked.number());
    assert!(String::from_utf8_lossy(&bytes).contains("no ink today"));
    assert_eq!(call(RENDER, &request("good")).0, Status::Done.number());
}

#[test]
fn rubbish_is_refused_with_a_reason() {
    let (status, bytes) = call(RENDER, &[0xff, 1, 2]);
    assert_eq!(status, Status::Refused.number());
    let response: Response = wire::decode(&bytes, Encoding::Cbor).expect("a response");
    assert_eq!(response.findings[0].code, "PLUG-01");
    assert_eq!(call(99, &[]), (Status::UnknownOperation.number(), vec![]));
}

#[test]
fn impossible_arguments_are_refused() {
    // SAFETY: as above; the arguments are wrong on purpose, and the function checks them first.
    unsafe {
        let call = std::mem::transmute::<*const c_void, Call>(PLUGIN.call);
        let mut output = Buffer::EMPTY;
        let refused = Status::Refused.number();
        assert_eq!(call(RENDER, std::ptr::null(), 7, &raw mut output), refused);
        assert_eq!(call(RENDER, b"x".as_ptr(), usize::MAX, &raw mut output), refused);
        assert_eq!(call(MANIFEST, std::ptr::null(), 0, std::ptr::null_mut()), refused);
        assert!(output.data.is_null());
        std::mem::transmute::<*const c_void, Free>(PLUGIN.free)(Buffer::EMPTY);
    }
}

#[test]
fn a_backend_that_leaves_out_labels_and_notes_does_not_conform() {
    let failed = std::panic::catch_unwind(|| conformance::assert_conforms(&Slugs)).expect_err("the kit sees it");
    let card = failed.downcast_ref::<String>().expect("a score card");
    assert!(
        card.contains(
            "FAILED       shows every label and note (slug): the label `1.` of the clause `first` is missing, and "
        ),
        "{card}"
    );
}
