//! How long it takes to write and to read a package of 10,000 units in each format.

#[path = "../tests/specimen/mod.rs"]
mod specimen;

use divan::Bencher;
use engross_exchange::{Format, Memory, Package, read, read_tmx, write, write_tmx};

fn main() {
    divan::main();
}

/// The specimen over and over, its clauses and notes under ids of their own.
fn package() -> Package {
    let mut package = specimen::package();
    let groups = package.groups.clone();
    for group in &mut package.groups {
        group.units.clear();
    }
    for round in 0..1_000 {
        for (group, units) in package.groups.iter_mut().zip(&groups) {
            let renamed = units.units.iter().cloned().map(|mut unit| {
                unit.id = format!("{}-{round}", unit.id);
                unit
            });
            group.units.extend(renamed);
        }
    }
    package
}

#[divan::bench(args = [Format::Xliff12, Format::Xliff20, Format::Po])]
fn writes(bencher: Bencher<'_, '_>, format: Format) {
    let package = package();
    bencher.bench(|| write(&package, format));
}

#[divan::bench(args = [Format::Xliff12, Format::Xliff20, Format::Po])]
fn reads(bencher: Bencher<'_, '_>, format: Format) {
    let written = write(&package(), format);
    bencher.bench(|| read("file", written.as_bytes()).expect("our own file"));
}

#[divan::bench]
fn writes_a_memory(bencher: Bencher<'_, '_>) {
    let memory = Memory::of(&package());
    bencher.bench(|| write_tmx(&memory));
}

#[divan::bench]
fn reads_a_memory(bencher: Bencher<'_, '_>) {
    let written = write_tmx(&Memory::of(&package()));
    bencher.bench(|| read_tmx("file", written.as_bytes(), "en", "fr").expect("our own file"));
}
