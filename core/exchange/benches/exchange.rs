//! How long it takes to write and to read a package of 10,000 units in each format, to export it with its manifest, and to
//! merge what comes back.

#[path = "../tests/specimen/mod.rs"]
mod specimen;

use divan::Bencher;
use engross_compile::translation::{Standing, State, Translation, TranslationKind, TranslationUnit, UnitStanding};
use engross_exchange::{
    Choices, ExchangeUnit, Format, Manifest, Memory, Package, merge, read, read_tmx, write, write_tmx,
};
use engross_model::Inline;

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

/// What a version has when nobody has touched it since its export.
fn version(package: &Package) -> Translation {
    let unit = |unit: &ExchangeUnit| TranslationUnit {
        id: unit.id.clone(),
        kind: TranslationKind::Clause,
        part: None,
        source: unit.source.clone(),
        hash: unit.hash.clone(),
        words: 0,
        target: unit.target.clone(),
        translates: Some(unit.hash.clone()),
        state: State::Translated,
        standing: UnitStanding::Current(State::Translated),
        by: None,
        origin: None,
        same_as_source: false,
    };
    Translation {
        source_file: "en.yaml".to_owned(),
        house: "house".to_owned(),
        source_language: package.source_language.clone(),
        language: package.target_language.clone(),
        standing: Standing::Working,
        units: package.units().map(unit).collect(),
        orphans: Vec::new(),
        without_id: 0,
    }
}

#[divan::bench]
fn exports(bencher: Bencher<'_, '_>) {
    let package = package();
    bencher.bench(|| {
        let written = write(&package, Format::Xliff12);
        let manifest = Manifest::of(&package, written.as_bytes()).write();
        (written, manifest)
    });
}

#[divan::bench]
fn merges(bencher: Bencher<'_, '_>) {
    let package = package();
    let manifest = Manifest::of(&package, write(&package, Format::Xliff12).as_bytes()).write();
    let version = version(&package);
    let mut changed = package;
    for unit in changed.units_mut().filter(|unit| unit.translate) {
        unit.target.push(Inline::text(" autrement"));
    }
    let returned = write(&changed, Format::Xliff12);
    bencher.bench(|| {
        let sent = Manifest::read(manifest.as_bytes()).expect("our own manifest");
        let returned = read("file", returned.as_bytes()).expect("our own file");
        merge(&returned, Some(&sent), &version, &Choices::default())
    });
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
