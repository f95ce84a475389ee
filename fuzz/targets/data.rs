//! Any bytes as a file of settings.
#![no_main]

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use engross_fuzz::check;
use serde::Deserialize;

/// A value of every kind that settings have.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
#[derive(Default)]
struct Settings {
    house: Option<String>,
    to: Vec<String>,
    plugins: Vec<Plugin>,
    plugin_limits: BTreeMap<String, NonZeroU32>,
    severity: BTreeMap<String, Level>,
    size: Option<f64>,
    justify: Option<bool>,
    letter: Option<char>,
}

#[derive(Deserialize)]
#[serde(untagged)]
#[expect(dead_code, reason = "reading is all")]
enum Plugin {
    Path(String),
    Named { path: String, symbol: String },
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Level {
    Off,
    Info,
    Warning,
    Error,
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Err(finding) = engross_data::read::<Option<Settings>>("SET-01", "engross.yaml", bytes) {
        check(bytes, "engross.yaml", &[finding]);
    }
});
