//! How long a plain text takes.

use engross_plugin::{Backend, conformance};
use engross_text::TextBackend;

fn main() {
    divan::main();
}

/// A text of five pages or so: the clauses of one of everything, twelve times over.
#[divan::bench]
fn five_pages(bencher: divan::Bencher<'_, '_>) {
    let mut request = conformance::everything();
    request.format = "txt".to_owned();
    for part in &mut request.document.parts {
        let blocks = part.blocks.clone();
        part.blocks = (0..12).flat_map(|_| blocks.clone()).collect();
    }
    bencher.bench(|| TextBackend.render(&request));
}
