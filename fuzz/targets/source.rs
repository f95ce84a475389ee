//! Any bytes as a text: whatever is wrong is said at a place inside the file.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &[u8]| {
    engross_fuzz::compile_text(text);
    let _ = engross_compile::sniff(text);
});
