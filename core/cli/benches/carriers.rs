//! What a border costs: the plain text backend behind each of them, with one text of some thirty clauses.
//!
//! `cargo bench -p engross --bench carriers`. The library is the one that was built with the backend.
#![allow(clippy::unwrap_used)]

use std::path::PathBuf;

use engross_host::{Carrier, Conditions, Plugin};
use engross_model::Request;
use engross_plugin::conformance;
use engross_text::TextBackend;

fn main() {
    divan::main();
}

/// The backend in the program: the request is not even written down.
#[divan::bench]
fn embedded(bencher: divan::Bencher<'_, '_>) {
    bench(bencher, Carrier::embedded(Box::new(TextBackend), &Conditions::default()));
}

/// The same backend loaded: the request and the response cross the border as CBOR.
#[divan::bench]
fn library(bencher: divan::Bencher<'_, '_>) {
    bench(bencher, Carrier::open(&library_file(), None, &Conditions::default()).unwrap());
}

/// The same backend in a process of its own, behind the fence.
#[divan::bench]
fn embedded_isolated(bencher: divan::Bencher<'_, '_>) {
    bench(bencher, Carrier::embedded(Box::new(TextBackend), &isolated()));
}

/// The same library, loaded by a process of its own.
#[divan::bench]
fn library_isolated(bencher: divan::Bencher<'_, '_>) {
    bench(bencher, Carrier::open(&library_file(), None, &isolated()).unwrap());
}

/// A program in Python, with JSON; most of it is Python's start.
#[divan::bench]
fn program_in_python(bencher: divan::Bencher<'_, '_>) {
    let starter: PathBuf = [env!("CARGO_MANIFEST_DIR"), "../../plugins/starters/python/plugin.py"].iter().collect();
    bench(bencher, Carrier::open(&starter, None, &isolated()).unwrap());
}

/// A WASM module that is interpreted, in an instance of its own.
#[divan::bench]
fn wasm(bencher: divan::Bencher<'_, '_>) {
    let folder = tempfile::tempdir().unwrap();
    let module = folder.path().join("words.wasm");
    let sample = include_str!("../../../plugins/samples/words.wat");
    std::fs::write(&module, wat::parse_str(sample).unwrap()).unwrap();
    bench(bencher, Carrier::open(&module, None, &Conditions::default()).unwrap());
}

fn bench(bencher: divan::Bencher<'_, '_>, carrier: Carrier) {
    let plugin = Plugin::new(carrier).unwrap();
    let mut request = request();
    request.format.clone_from(&plugin.manifest().formats[0].name);
    assert_eq!(plugin.render(&request).artifacts.len(), 1);
    bencher.bench(|| plugin.render(&request));
}

/// The specimen, with its clauses several times over.
fn request() -> Request {
    let mut request = conformance::everything();
    for part in &mut request.document.parts {
        let blocks = part.blocks.clone();
        (0..4).for_each(|_| part.blocks.extend(blocks.clone()));
    }
    request
}

fn isolated() -> Conditions {
    let program = Some(PathBuf::from(env!("CARGO_BIN_EXE_engross")));
    Conditions { program, isolate: true, ..Conditions::default() }
}

fn library_file() -> PathBuf {
    let name = format!("{}engross_text{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    std::env::current_exe().unwrap().with_file_name(name)
}
