//! How long a page takes: with the template compiled before, and from nothing.

#[path = "../tests/specimens/mod.rs"]
mod specimens;

use std::sync::atomic::{AtomicU32, Ordering};

use engross_html::HtmlBackend;
use engross_plugin::Backend;
use engross_plugin::model::Request;

fn main() {
    divan::main();
}

#[divan::bench]
fn one_of_everything(bencher: divan::Bencher<'_, '_>) {
    let request = specimens::everything();
    bencher.bench(|| HtmlBackend.render(&request));
}

#[divan::bench]
fn five_pages(bencher: divan::Bencher<'_, '_>) {
    let request = specimens::long(1);
    bencher.bench(|| HtmlBackend.render(&request));
}

/// Every time another template, so that it is compiled every time.
#[divan::bench]
fn with_a_new_template(bencher: divan::Bencher<'_, '_>) {
    let number = AtomicU32::new(0);
    let request = || new_template(number.fetch_add(1, Ordering::Relaxed));
    bencher.with_inputs(request).bench_values(|request| HtmlBackend.render(&request));
}

fn new_template(number: u32) -> Request {
    let mut request = specimens::everything();
    let template = format!("{}<!-- {number} -->", include_str!("../src/document.html.hbs"));
    request.assets[0] = specimens::asset(specimens::TEMPLATE, &template);
    request
}
