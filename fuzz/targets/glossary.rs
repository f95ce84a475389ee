//! Any bytes as a memory and as a glossary. What is read of them is the same when it is written and read again.
#![no_main]

use engross_compile::translation::canonical;
use engross_exchange::{Memory, read_tbx, read_tmx, read_tsv, write_tmx};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    match read_tmx("file", bytes, "en", "fr") {
        Ok(memory) => {
            let written = write_tmx(&memory);
            let again = read_tmx("file", written.as_bytes(), "en", "fr").expect("our own file");
            assert_eq!(texts(&again), texts(&memory), "{written}");
        }
        Err(finding) => engross_fuzz::check(bytes, "file", &[finding]),
    }
    for finding in [read_tbx("file", bytes).err(), read_tsv("file", bytes, "en", "fr").err()].into_iter().flatten() {
        engross_fuzz::check(bytes, "file", &[finding]);
    }
});

fn texts(memory: &Memory) -> Vec<(String, String)> {
    memory.units.iter().map(|unit| (canonical(&unit.source), canonical(&unit.target))).collect()
}
