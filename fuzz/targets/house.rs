//! Any bytes as a house's `house.yaml`: it loads or says why, and a text is made in what loads.
#![no_main]

use std::sync::Arc;

use engross_compile::House;
use engross_fuzz::{FORM, check, compile_in, house_folder, languages};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    match House::load(house_folder("house.yaml", bytes), &languages()) {
        Ok(house) => {
            check(bytes, "templates/nato-pa/house.yaml", &house.check());
            compile_in(FORM.as_bytes(), Arc::new(house));
        }
        Err(findings) => check(bytes, "templates/nato-pa/house.yaml", &findings),
    }
});
