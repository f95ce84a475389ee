//! Any bytes as what a translator returns. What is read of it is the same when it is written and read again.
#![no_main]

use engross_compile::translation::canonical;
use engross_exchange::{ExchangeUnit, Group, Package, ReturnedUnit, State, read, write};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let returned = match read("file", bytes) {
        Ok(returned) => returned,
        Err(finding) => return engross_fuzz::check(bytes, "file", &[finding]),
    };
    engross_fuzz::check(bytes, "file", &returned.findings);
    let units = returned.units.iter().map(|unit| ExchangeUnit {
        id: unit.id.clone(),
        kind: "point".to_owned(),
        number: String::new(),
        hash: String::new(),
        source: unit.source.clone(),
        target: unit.target.clone(),
        state: State::Translated,
        note: String::new(),
        previous_source: None,
            own: None,
        translate: true,
    });
    let package = Package {
        document: "text".to_owned(),
        groups: vec![Group { id: "operative".to_owned(), units: units.collect() }],
        ..Package::default()
    };
    let written = write(&package, returned.format);
    let again = read("file", written.as_bytes()).expect("our own file").units;
    let texts = |units: &[ReturnedUnit]| {
        units.iter().map(|unit| (unit.id.clone(), canonical(&unit.source), canonical(&unit.target))).collect::<Vec<_>>()
    };
    assert_eq!(texts(&returned.units), texts(&again), "{written}");
});
