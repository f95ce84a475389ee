//! Any bytes as an HTML page, and as plain text, read back.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let document = &engross_plugin::conformance::everything().document;
    engross_parity::check(document, "html", bytes);
    engross_parity::check(document, "txt", bytes);
});
