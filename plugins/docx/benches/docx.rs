//! How long a Word file takes.

use engross_docx::DocxBackend;
use engross_plugin::model::{Block, Request};
use engross_plugin::{Backend, conformance};

fn main() {
    divan::main();
}

/// One of every node.
#[divan::bench]
fn everything(bencher: divan::Bencher<'_, '_>) {
    let request = request();
    bencher.bench(|| DocxBackend.render(&request));
}

/// A text of five pages or so: the clauses twelve times over.
#[divan::bench]
fn five_pages(bencher: divan::Bencher<'_, '_>) {
    let mut request = request();
    for part in &mut request.document.parts {
        let blocks: Vec<Block> = part.blocks.clone();
        part.blocks = (0..12).flat_map(|_| blocks.clone()).collect();
    }
    bencher.bench(|| DocxBackend.render(&request));
}

fn request() -> Request {
    let mut request = conformance::everything();
    request.format = "docx".to_owned();
    request
}
