//! How long a PDF takes, with every clause of every text different; and how long the pages take of a long text of which one
//! word has changed, as they are shown while it is being written.

use std::sync::atomic::{AtomicUsize, Ordering};

use engross_plugin::Backend;
use engross_plugin::conformance;
use engross_plugin::model::{Block, Clause, Inline, Request};
use engross_typst::TypstBackend;

/// How many clauses a long text has.
const LONG: usize = 150;

/// And each of them how many points.
const LONG_POINTS: usize = 10;

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

/// Many points, of which one says something else.
#[divan::bench]
fn one_word_of_many_pages(bencher: divan::Bencher<'_, '_>) {
    let request = long();
    let number = AtomicUsize::new(0);
    bencher
        .with_inputs(|| {
            let mut request = request.clone();
            let middle = request.document.parts.first_mut().and_then(|part| part.blocks.get_mut(LONG / 2));
            if let Some(Block::Clause(clause)) = middle {
                vary(clause, number.fetch_add(1, Ordering::Relaxed));
            }
            request
        })
        .bench_values(|request| TypstBackend.render(&request));
}

fn request() -> Request {
    let mut request = conformance::everything();
    request.format = "pdf".to_owned();
    request.assets.clear();
    request
}

/// Makes a text whose first part has so many clauses, each with points.
fn long() -> Request {
    let mut request = request();
    request.format = "svg-pages".to_owned();
    let Some(part) = request.document.parts.first_mut() else { return request };
    let clauses = part.blocks.iter().filter(|block| matches!(block, Block::Clause(_)));
    part.blocks = clauses.cycle().take(LONG).cloned().collect();
    for (at, block) in part.blocks.iter_mut().enumerate() {
        if let Block::Clause(clause) = block {
            name(clause, at);
        }
    }
    request
}

/// Gives a clause ids of its own, some words and some points.
fn name(clause: &mut Clause, at: usize) {
    clause.id = format!("{}-{at}", clause.id);
    clause.content = vec![Inline::text("Some words that fill a line and a half, as those of a point do. ".repeat(3))];
    let point = Clause { points: Vec::new(), ..clause.clone() };
    clause.points =
        (0..LONG_POINTS).map(|point_at| Clause { id: format!("{}-{point_at}", clause.id), ..point.clone() }).collect();
}

fn vary(clause: &mut Clause, number: usize) {
    clause.content.push(Inline::text(format!(" (text {number})")));
    clause.points.iter_mut().for_each(|point| vary(point, number));
}

/// Puts a number into every clause.
fn varied(request: &Request, number: usize) -> Request {
    let mut request = request.clone();
    for block in request.document.parts.iter_mut().flat_map(|part| &mut part.blocks) {
        if let Block::Clause(clause) = block {
            vary(clause, number);
        }
    }
    request
}
