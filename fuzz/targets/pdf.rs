//! Any bytes as a PDF, read back.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    engross_parity::check(&engross_plugin::conformance::everything().document, "pdf", bytes);
});
