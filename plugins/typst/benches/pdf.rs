//! How long a PDF takes, with every clause of every text different.

use std::sync::atomic::{AtomicUsize, Ordering};

use engross_plugin::Backend;
use engross_plugin::conformance;
use engross_plugin::model::{Block, Clause, Inline, Request};
use engross_typst::TypstBackend;

fn main() {
    divan::main();
}

/// One text after another, none like the one before.
#[divan::bench]
fn different_texts(bencher: divan::Bencher<'_, '_>) {
    let request = request();
    let number = AtomicUsize::new(0);
    bencher
        .with_inputs(|| varied(&request, number.fetch_add(1, Ordering::Relaxed)))
        .bench_values(|request| TypstBackend.render(&request));
}

fn request() -> Request {
    let mut request = conformance::everything();
    request.format = "pdf".to_owned();
    request.assets.clear();
    request
}

/// Puts a number into every clause.
fn varied(request: &Request, number: usize) -> Request {
    fn vary(clause: &mut Clause, number: usize) {
        clause.content.push(Inline::text(format!(" (text {number})")));
        clause.points.iter_mut().for_each(|point| vary(point, number));
    }
    let mut request = request.clone();
    for block in request.document.parts.iter_mut().flat_map(|part| &mut part.blocks) {
        if let Block::Clause(clause) = block {
            vary(clause, number);
        }
    }
    request
}
