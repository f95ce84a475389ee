//! WASM modules: the sample against its native twin, and modules that misbehave.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use ciborium::Value;
use engross_host::{Carrier, Conditions, Limits, Plugin, Trust};
use engross_model::{Encoding, Feature, Finding, Format, Manifest, PROTOCOL, Request, Response};
use engross_plugin::conformance::{self, Surroundings};
use engross_plugin::{Backend, wire};

/// Does what `plugins/samples/words.wat` does, in Rust.
struct Words;

impl Backend for Words {
    fn manifest(&self) -> Manifest {
        Manifest {
            id: "words".into(),
            name: "Every word on a line".into(),
            version: "1.0.0".into(),
            licence: "MIT".into(),
            protocol: PROTOCOL.into(),
            encoding: Encoding::Cbor,
            concurrent: true,
            formats: vec![Format {
                name: "words".into(),
                extension: "words.txt".into(),
                media_type: "text/plain".into(),
                text: true,
                on_request: false,
            }],
            features: vec![Feature::Notes, Feature::Scripts, Feature::RightToLeft],
            options: vec![],
            needs: vec![],
        }
    }

    fn render(&self, request: &Request) -> Response {
        let mut lines = String::new();
        collect(&Value::serialized(request).unwrap(), false, &mut lines);
        Response::artifact("words.txt", "text/plain", lines)
    }
}

fn collect(value: &Value, wanted: bool, lines: &mut String) {
    match value {
        Value::Text(text) if wanted => *lines += &format!("{text}\n"),
        Value::Array(values) => values.iter().for_each(|value| collect(value, wanted, lines)),
        Value::Map(entries) => {
            for (key, value) in entries {
                collect(value, matches!(key.as_text(), Some("text" | "mark")), lines);
            }
        }
        _ => {}
    }
}

/// Writes a module and brings it within reach.
fn guest_with(text: &str, limits: Limits) -> Result<Carrier, Finding> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("guest.wasm");
    fs::write(&path, wat::parse_str(text).unwrap()).unwrap();
    Carrier::open(&path, None, &Conditions { limits, ..Conditions::default() })
}

fn sample() -> Carrier {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "../../plugins/samples/words.wat"].iter().collect();
    guest_with(&fs::read_to_string(path).unwrap(), Limits::default()).unwrap()
}

fn requests() -> Vec<Request> {
    let mut requests = vec![conformance::everything(), conformance::empty()];
    let mut long = conformance::everything();
    let parts = long.document.parts.clone();
    (0..400).for_each(|_| long.document.parts.extend(parts.clone()));
    requests.push(long);
    requests.iter_mut().for_each(|request| request.format = "words".to_owned());
    requests
}

#[test]
fn the_sample_gives_the_bytes_of_its_native_twin() {
    let sample = Plugin::new(sample()).unwrap();
    assert_eq!((sample.carrier().name(), sample.carrier().trust()), ("wasm", Trust::RequestOnly));
    let twin = Plugin::embedded(Box::new(Words)).unwrap();
    assert_eq!(sample.manifest(), twin.manifest());
    for request in requests() {
        let (one, other) = (sample.render(&request), twin.render(&request));
        assert_eq!(one, other);
        assert_eq!(one.artifacts.len(), 1);
    }
}

#[test]
fn the_sample_conforms() {
    let card = conformance::check(&sample(), Surroundings::NONE);
    assert!(card.passed(), "{card}");
}

/// A module that describes itself as the sample does, with its own `render`.
fn misbehaving(render: &str) -> String {
    let manifest = String::from_utf8(wire::encode(&Words.manifest(), Encoding::Json).unwrap()).unwrap();
    let data = manifest.replace('"', "\\22");
    format!(
        r#"(module
            (import "typst_env" "wasm_minimal_protocol_write_args_to_buffer" (func $write_args (param i32)))
            (import "typst_env" "wasm_minimal_protocol_send_result_to_host" (func $send (param i32 i32)))
            (memory (export "memory") 4)
            (data (i32.const 0) "{data}")
            (func (export "manifest") (result i32) (call $send (i32.const 0) (i32.const {})) (i32.const 0))
            (func (export "render") (param i32) (result i32) {render}))"#,
        manifest.len()
    )
}

fn failure(render: &str) -> Finding {
    let limits = Limits { memory: 1 << 20, fuel: 5_000_000, response: 100_000, ..Limits::default() };
    let plugin = Plugin::new(guest_with(&misbehaving(render), limits).unwrap()).unwrap();
    let request = requests().remove(0);
    let response = plugin.render(&request);
    assert!(response.artifacts.is_empty());
    // The next call gets a fresh instance, and fails in the same way.
    assert_eq!(plugin.render(&request), response);
    response.findings.into_iter().next().unwrap()
}

#[test]
fn what_a_guest_does_wrong_is_said() {
    for (render, expected) in [
        ("(loop $on (br $on)) (i32.const 0)", "did more than 5000000 units of work and was stopped"),
        ("(drop (memory.grow (i32.const 100))) (i32.const 0)", "wanted more than 1 MiB of memory"),
        ("(call $send (i32.const 0) (i32.const 100001)) (i32.const 0)", "answered with more than 0 MiB"),
        ("(unreachable)", "trapped"),
        // Each call copies an answer: that is work too.
        (
            "(loop $on (call $send (i32.const 0) (i32.const 100000)) (br $on)) (i32.const 0)",
            "did more than 5000000 units of work and was stopped",
        ),
        ("(call $send (i32.const 262143) (i32.const 9)) (i32.const 0)", "a place outside its memory for the answer"),
        ("(call $write_args (i32.const 262143)) (i32.const 0)", "a place outside its memory for the request"),
        ("(i32.const 7)", "answers with status 7, which does not exist"),
        ("(i32.const 0)", "broke the protocol"),
        ("(call $send (i32.const 0) (i32.const 9)) (i32.const 1)", "refused the request; it said: {\"id\":\"wo"),
        ("(i32.div_u (i32.const 1) (i32.const 0))", "trapped"),
    ] {
        let finding = failure(render);
        assert_eq!(finding.code, "REND-01", "{render}");
        assert!(finding.message.starts_with("the plugin `words` 1.0.0 "), "{}", finding.message);
        assert!(finding.message.contains(expected), "{render}: {}", finding.message);
        assert!(finding.help.is_some(), "{render}");
    }
}

#[test]
fn deep_recursion_traps() {
    let text = misbehaving("(call $deeper (local.get 0))").replace(
        "(func (export \"render\")",
        "(func $deeper (param i32) (result i32) (i32.add (call $deeper (local.get 0)) (i32.const 1))) (func (export \"render\")",
    );
    let plugin = Plugin::new(guest_with(&text, Limits::default()).unwrap()).unwrap();
    let response = plugin.render(&requests().remove(0));
    assert!(response.findings[0].message.contains("trapped"), "{}", response.findings[0].message);
}

#[test]
fn an_endless_start_is_stopped() {
    let text =
        misbehaving("(i32.const 0)").replace("(memory", "(func $on (loop $more (br $more))) (start $on) (memory");
    let limits = Limits { fuel: 5_000_000, ..Limits::default() };
    let began = Instant::now();
    let finding = Plugin::new(guest_with(&text, limits).unwrap()).unwrap_err();
    assert!(finding.message.contains("units of work"), "{}", finding.message);
    assert!(began.elapsed() < Duration::from_secs(20));
}

#[test]
fn modules_that_are_no_guests_are_refused() {
    let refused = |text: &str| guest_with(text, Limits::default()).unwrap_err();
    let bare = r#"(memory (export "memory") 1) (func (export "manifest") (result i32) (i32.const 0))
        (func (export "render") (param i32) (result i32) (i32.const 0))"#;
    for (text, expected, cure) in [
        ("(module)".to_owned(), "does not export its memory", "plugins/README.md"),
        (r#"(module (memory (export "memory") 1))"#.to_owned(), "exports no function `manifest`", "plugins/README.md"),
        (
            format!(
                r#"(module (import "wasi_snapshot_preview1" "fd_write" (func (param i32 i32 i32 i32) (result i32))) {bare})"#
            ),
            "wants `wasi_snapshot_preview1.fd_write` from the system",
            "without WASI",
        ),
    ] {
        let finding = refused(&text);
        assert_eq!(finding.code, "PLUG-01");
        assert!(finding.message.contains(expected), "{}", finding.message);
        assert!(finding.help.unwrap().contains(cure));
    }
    let huge = format!("(module {})", bare.replace("\"memory\") 1)", "\"memory\") 60000)"));
    let finding = Plugin::new(refused_later(&huge)).unwrap_err();
    assert!(finding.message.contains("wanted more than"), "{}", finding.message);
}

fn refused_later(text: &str) -> Carrier {
    guest_with(text, Limits { memory: 16 << 20, ..Limits::default() }).unwrap()
}

#[test]
fn modules_that_are_slow_to_read_are_refused() {
    let many = format!("(module {})", "(func)".repeat(20_000));
    let began = Instant::now();
    assert!(guest_with(&many, Limits::default()).unwrap_err().message.contains("no valid WASM module"));
    assert!(began.elapsed() < Duration::from_secs(20));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("guest.wasm");
    fs::write(&path, [&b"\0asm\x01\0\0\0"[..], &vec![0; 16 << 20]].concat()).unwrap();
    let finding = Carrier::open(&path, None, &Conditions::default()).unwrap_err();
    assert!(finding.message.contains("more than 16 MiB"), "{}", finding.message);
}

#[test]
fn an_answer_of_very_many_values_is_not_built() {
    // A response whose list `send-again` holds four million empty texts.
    let head = "\\a2iartifacts\\80jsend-again\\9a\\00\\3f\\ff\\ff";
    let text = misbehaving("(memory.fill (i32.const 27) (i32.const 0x60) (i32.const 4194303))\
        (memory.copy (i32.const 0) (i32.const 4300000) (i32.const 27)) (call $send (i32.const 0) (i32.const 4194330)) (i32.const 0)")
        .replace("\"memory\") 4)", &format!("\"memory\") 70) (data (i32.const 4300000) \"{head}\")"));
    let plugin = Plugin::new(guest_with(&text, Limits::default()).unwrap()).unwrap();
    let message = &plugin.render(&requests().remove(0)).findings[0].message;
    assert!(message.contains("more than 262144 values"), "{message}");
}

#[test]
fn a_plugin_that_hangs_is_not_called_again() {
    let text = misbehaving("(loop $on (br $on)) (i32.const 0)");
    let guest = guest_with(&text, Limits { fuel: 5_000_000, ..Limits::default() }).unwrap();
    let card = conformance::check(&guest, Surroundings::NONE).to_string();
    assert_eq!(card.matches("units of work and was stopped").count(), 1, "{card}");
    assert!(card.matches("did not answer an earlier call in time").count() >= 5, "{card}");
}

#[test]
fn bytes_that_are_no_module_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("guest.wasm");
    fs::write(&path, b"\0asm\x01\0\0\0\xff\xff\xff").unwrap();
    let finding = Carrier::open(&path, None, &Conditions::default()).unwrap_err();
    assert!(finding.message.contains("no valid WASM module"), "{}", finding.message);
}
