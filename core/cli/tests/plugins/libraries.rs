//! The built-in backends as shared libraries, and the header in C.

use std::fs;
use std::path::Path;
use std::process::Command;

use engross_host::{Carrier, Conditions, Plugin};
use engross_model::{Asset, AssetRole, Bytes, Encoding, Manifest, Request};
use engross_plugin::conformance::{self, Surroundings};
use engross_plugin::{Backend, wire};

use crate::{Workshop, checkout, include, text_library, words};

/// A file of the first house, as the program would send it.
fn assets(name: &str) -> Vec<Asset> {
    let path = checkout().join("templates/nato-pa").join(name);
    let Ok(bytes) = fs::read(path) else { return Vec::new() };
    let sha256 = format!("{:x}", <sha2::Sha256 as sha2::Digest>::digest(&bytes));
    vec![Asset { name: name.to_owned(), role: AssetRole::Template, sha256, bytes: Some(Bytes::from(bytes)) }]
}

/// The specimen, and a text of many clauses.
fn requests(plugin: &Plugin) -> Vec<Request> {
    let mut long = conformance::everything();
    let parts = long.document.parts.clone();
    (0..40).for_each(|_| long.document.parts.extend(parts.clone()));
    // An id names one clause only.
    long.document.parts.iter_mut().skip(2).for_each(|part| part.blocks.truncate(1));
    long.document.parts.truncate(2);
    let mut requests = vec![conformance::everything(), conformance::empty(), long];
    for request in &mut requests {
        request.format.clone_from(&plugin.manifest().formats[0].name);
        request.assets = plugin.assets(&assets).unwrap();
    }
    requests
}

fn assert_twins(library: &Path, backend: Box<dyn Backend>) {
    let library = Plugin::new(Carrier::open(library, None, &Conditions::default()).unwrap()).unwrap();
    let embedded = Plugin::embedded(backend).unwrap();
    assert_eq!(library.manifest(), embedded.manifest());
    assert_eq!(library.carrier().name(), "library");
    for request in requests(&embedded) {
        let (one, other) = (library.render(&request), embedded.render(&request));
        assert_eq!(one, other, "{}", embedded.manifest().id);
        assert!(!one.artifacts.is_empty() || !one.findings.is_empty());
    }
    // The second time the house's files stay at home.
    for request in requests(&embedded) {
        assert_eq!(library.render(&request), embedded.render(&request));
    }
}

#[test]
fn the_text_backend_gives_the_same_bytes_from_a_library() {
    assert_twins(&text_library(), Box::new(engross_text::TextBackend));
    let carrier = Carrier::open(&text_library(), None, &Conditions::default()).unwrap();
    let card = conformance::check(&carrier, Surroundings::NONE);
    assert!(card.passed(), "{card}");
}

#[test]
#[ignore = "needs the libraries, which .ci/run builds"]
fn every_backend_gives_the_same_bytes_from_a_library() {
    let library = |name: &str| {
        let (prefix, suffix) = (std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
        text_library().parent().unwrap().parent().unwrap().join(format!("{prefix}engross_{name}{suffix}"))
    };
    assert_twins(&library("text"), Box::new(engross_text::TextBackend));
    assert_twins(&library("html"), Box::new(engross_html::HtmlBackend));
    #[cfg(feature = "docx")]
    assert_twins(&library("docx"), Box::new(engross_docx::DocxBackend));
    #[cfg(feature = "typst")]
    assert_twins(&library("typst"), Box::new(engross_typst::TypstBackend));
}

#[test]
fn a_c_program_loads_a_backend_with_the_header_alone() {
    let workshop = Workshop::new();
    workshop.compile(&include().join("load_plugin.c"), "load_plugin", &[]);
    let output = Command::new(workshop.path("load_plugin")).arg(text_library()).arg("engross_text_plugin_v1").output();
    let output = output.unwrap();
    assert!(output.status.success(), "{}", words(&output));
    let manifest: Manifest = wire::decode(&output.stdout, Encoding::Cbor).unwrap();
    assert_eq!(manifest, engross_text::TextBackend.manifest());
}

#[test]
fn two_plugins_of_one_id_are_an_error_that_names_both() {
    let workshop = Workshop::new();
    let library = text_library().display().to_string();
    let (exit, said) = workshop.engross(&["build", "--to", "txt", "--plugin", &library]);
    assert_eq!(exit, 1, "{said}");
    let expected = format!("two plugins are called `text`: one is part of this program, the other from {library}");
    assert!(said.contains(&expected), "{said}");
    assert!(workshop.path("dist/peace/peace.en.txt").exists(), "the others' files are made: {said}");
}
