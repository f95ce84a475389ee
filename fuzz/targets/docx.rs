//! Any bytes as a Word file, and as each part of one, read back.
#![no_main]

use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

const FILE: &[u8] = include_bytes!("../../core/parity/tests/files/everything.docx");

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let document = &engross_plugin::conformance::everything().document;
    let Some((which, part)) = bytes.split_first() else { return };
    match bytes.starts_with(b"PK") {
        true => engross_parity::check(document, "docx", bytes),
        false => engross_parity::check(document, "docx", &with_part(usize::from(*which), part)),
    };
});

/// Returns a Word file one part of which has other bytes.
fn with_part(which: usize, bytes: &[u8]) -> Vec<u8> {
    let mut from = ZipArchive::new(Cursor::new(FILE)).expect("a Word file");
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for index in 0..from.len() {
        let mut part = from.by_index(index).expect("a part");
        let name = part.name().expect("a name").into_owned();
        to.start_file(name, stored).expect("a part begins");
        let mut own = Vec::new();
        part.read_to_end(&mut own).expect("a part");
        to.write_all(if index == which % 8 { bytes } else { &own }).expect("a part is written");
    }
    to.finish().expect("a Word file").into_inner()
}
