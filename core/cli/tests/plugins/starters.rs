//! What `engross plugin new` writes, tried as its user would.

use std::process::Command;

use crate::{Workshop, checkout, words};

fn begin(workshop: &Workshop, language: &str) {
    let (exit, said) = workshop.engross(&["plugin", "new", "word-list", language]);
    assert_eq!(exit, 0, "{said}");
    let (exit, said) = workshop.engross(&["plugin", "new", "word-list", language]);
    assert!(exit == 2 && said.contains("is not overwritten"), "{said}");
}

/// Checks the plugin, and builds a text with it.
fn try_out(workshop: &Workshop, plugin: &str) {
    let (exit, card) = workshop.engross(&["plugin", "check", plugin]);
    assert!(exit == 0 && card.contains("10 of 10 checks passed"), "{card}");
    let (exit, said) = workshop.engross(&["build", "--plugin", plugin, "--to", "word-list,txt"]);
    assert_eq!(exit, 0, "{said}");
    let list = workshop.read("dist/peace/peace.en.word-list.txt");
    assert!(list.contains("1.\tAware of the matter;\n") && list.contains("2.\tURGES everybody."), "{list}");
    let (_, said) = workshop.engross(&["build", "--plugin", plugin, "--to", "word-list,txt"]);
    assert!(said.contains("0 files written, 2 unchanged"), "{said}");
}

#[test]
fn the_c_starter_builds_and_passes() {
    let workshop = Workshop::new();
    begin(&workshop, "--c");
    let source = workshop.path("word-list/word-list.c");
    workshop.compile(&source, "word-list/libword_list.so", &["-Wextra", "-Wpedantic"]);
    try_out(&workshop, "word-list/libword_list.so");
}

#[test]
#[ignore = "needs make"]
fn the_c_starter_builds_with_its_makefile() {
    let workshop = Workshop::new();
    begin(&workshop, "--c");
    let output = Command::new("make").current_dir(workshop.path("word-list")).output().unwrap();
    assert!(output.status.success(), "{}", words(&output));
    try_out(&workshop, "word-list/libword_list.so");
}

#[test]
#[ignore = "needs Python"]
fn the_python_starter_passes() {
    let workshop = Workshop::new();
    begin(&workshop, "--python");
    try_out(&workshop, "word-list/plugin.py");
}

#[test]
#[ignore = "compiles a package of its own"]
fn the_rust_starter_builds_and_passes() {
    let workshop = Workshop::new();
    begin(&workshop, "--rust");
    let folder = workshop.path("word-list");
    // The versions that this checkout was built with are at hand without a network.
    std::fs::copy(checkout().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    for task in ["test", "build"] {
        let output =
            Command::new(env!("CARGO")).args([task, "--release", "--offline"]).current_dir(&folder).output().unwrap();
        assert!(output.status.success(), "{}", words(&output));
    }
    let (prefix, suffix) = (std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    try_out(&workshop, &format!("word-list/target/release/{prefix}word_list{suffix}"));
}
