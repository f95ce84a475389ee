//! Any bytes as a house's `terms/en.yaml`.
#![no_main]

use std::sync::Arc;

use engross_compile::House;
use engross_fuzz::{FORM, check, compile_in, house_folder, languages};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let house = House::load(house_folder("terms/en.yaml", bytes), &languages())
        .expect("`house.yaml` is the built-in one");
    check(bytes, "templates/nato-pa/terms/en.yaml", &house.check());
    if let Err(findings) = house.terms("en") {
        check(bytes, "templates/nato-pa/terms/en.yaml", &findings);
    }
    compile_in(FORM.as_bytes(), Arc::new(house));
});
