//! Any bytes as a file that somebody wants to import; the first says which kind of file: `t`ext, `m`arkdown, `h`tml, a part
//! of a `w`ord file or of an `o`pendocument text, `p`df.
#![no_main]

use std::io::{Cursor, Write as _};
use std::sync::{Arc, LazyLock};

use engross_compile::House;
use engross_import::{Wishes, import};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Longer files take their time, which the benchmark looks at; a PDF has few words for its length.
const LONGEST: usize = 16 << 10;

/// What a text may grow to: marks of notes and clauses that begin with little have ids and keys.
const MOST_GROWTH: usize = 64;
const ALWAYS: usize = 4096;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    static HOUSE: LazyLock<Arc<House>> = LazyLock::new(|| {
        let folder = engross_fuzz::house_folder("", b"");
        Arc::new(House::load(folder, &engross_fuzz::languages()).expect("the built-in house"))
    });
    let Some((which, rest)) = bytes.split_first() else { return };
    if rest.len() > LONGEST && *which != b'p' {
        return;
    }
    let (name, file) = match which {
        b'm' => ("text.md", rest.to_vec()),
        b'h' => ("text.html", [b"<!doctype html>".as_slice(), rest].concat()),
        b'w' => ("text.docx", container(&[("word/document.xml", rest)])),
        b'o' => {
            let kind: (&str, &[u8]) = ("mimetype", b"application/vnd.oasis.opendocument.text");
            ("text.odt", container(&[kind, ("content.xml", rest)]))
        }
        b'p' => ("text.pdf", rest.to_vec()),
        _ => ("text.txt", rest.to_vec()),
    };
    let wishes = Wishes { language: Some("en".to_owned()), refuse_changes: rest.len() % 2 == 1 };
    let imported = import(name, &file, &HOUSE, &wishes);
    let shown = if imported.shown.is_empty() { file.as_slice() } else { imported.shown.as_bytes() };
    engross_fuzz::check(shown, name, &imported.findings);
    let Some(text) = imported.text else {
        assert!(!imported.findings.is_empty(), "nothing says why there is no text");
        return;
    };
    assert!(text.len() <= file.len() * MOST_GROWTH + ALWAYS, "{} bytes of {}", text.len(), file.len());
    let compiled = engross_fuzz::compile_text(text.as_bytes());
    let broken = compiled.findings.iter().find(|finding| finding.code.starts_with("YAML"));
    assert!(broken.is_none(), "{broken:?} in\n{text}");
});

fn container(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, contents) in parts {
        zip.start_file(*name, stored).expect("a part begins");
        zip.write_all(contents).expect("a part is written");
    }
    zip.finish().expect("a container").into_inner()
}
