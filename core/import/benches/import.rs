//! How long it takes to import three hundred pages, from each kind of file.

#[path = "../tests/paper/mod.rs"]
mod paper;
#[path = "../../compile/tests/support/mod.rs"]
mod support;

use std::io::{Cursor, Write as _};

use divan::Bencher;
use engross_compile::World;
use engross_import::{Wishes, import};
use paper::{Set, set};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Pages, clauses on each, and lines of each clause.
const PAGES: usize = 300;
const CLAUSES: usize = 10;
const LINES: [&str; 4] = [
    "Noting the value of specimens, and of all who keep",
    "them in good order, year by year, for the benefit",
    "of those who come after and who will want to know",
    "what was said, by whom, and on which occasion;",
];

fn main() {
    divan::main();
}

#[divan::bench]
fn text(bencher: Bencher<'_, '_>) {
    let clause = |number: usize| format!("{number}. {}\n\n", LINES.join("\n"));
    take(
        bencher,
        "text.txt",
        ["The Assembly,\n\n".to_owned()].into_iter().chain(numbers().map(clause)).collect::<String>().into_bytes(),
    );
}

#[divan::bench]
fn html(bencher: Bencher<'_, '_>) {
    let clause = |number: usize| format!("<p>{number}. {}</p>\n", LINES.join(" "));
    let clauses: String = numbers().map(clause).collect();
    take(
        bencher,
        "text.html",
        format!("<!doctype html><html><body><p>The Assembly,</p>{clauses}</body></html>").into_bytes(),
    );
}

#[divan::bench]
fn word(bencher: Bencher<'_, '_>) {
    let clause = |number: usize| format!("<w:p><w:r><w:t>{number}. {}</w:t></w:r></w:p>", LINES.join(" "));
    let clauses: String = numbers().map(clause).collect();
    let namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let opening = "<w:p><w:r><w:t>The Assembly,</w:t></w:r></w:p>";
    let document = format!("<w:document xmlns:w=\"{namespace}\"><w:body>{opening}{clauses}</w:body></w:document>");
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default()).expect("a part");
    zip.write_all(document.as_bytes()).expect("a part");
    take(bencher, "text.docx", zip.finish().expect("a container").into_inner());
}

#[divan::bench]
fn pdf(bencher: Bencher<'_, '_>) {
    let labels: Vec<String> = numbers().map(|number| format!("{number}.")).collect();
    let pages: Vec<Vec<Set<'_>>> = labels.chunks(CLAUSES).map(page).collect();
    take(bencher, "text.pdf", paper::pdf(&pages));
}

fn page(labels: &[String]) -> Vec<Set<'_>> {
    labels.iter().enumerate().flat_map(|(at, label)| clause(at, label)).collect()
}

fn clause(at: usize, label: &str) -> Vec<Set<'_>> {
    let height = |line: usize| 780.0 - 70.0 * at as f32 - 12.0 * line as f32;
    let lines = LINES.iter().enumerate().map(|(line, words)| set(110.0, height(line), 10.0, words));
    std::iter::once(set(72.0, height(0), 10.0, label)).chain(lines).collect()
}

fn numbers() -> impl Iterator<Item = usize> {
    1..=PAGES * CLAUSES
}

fn take(bencher: Bencher<'_, '_>, file: &str, bytes: Vec<u8>) {
    let house = support::world(&[]).house("nato-pa").expect("a house");
    bencher.bench(|| import(file, &bytes, &house, &Wishes::default()));
}
