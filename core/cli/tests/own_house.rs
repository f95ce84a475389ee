//! A house is data: copies of all houses under new names, with texts of their own, are checked, built, read back and shown by
//! the program as it is.
#![allow(clippy::unwrap_used)]
#![cfg(all(feature = "typst", feature = "html", feature = "docx", feature = "text"))]

#[allow(dead_code, reason = "other tests need more of it")]
mod common;
#[path = "common/houses.rs"]
mod houses;

use std::fs;

use common::Folder;
use houses::{copies, houses};

fn run(folder: &Folder, arguments: &[&str]) -> (String, String) {
    let output = folder.engross(arguments).output().unwrap();
    let [out, said] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    assert!(output.status.success(), "{arguments:?}: {out}{said}");
    (out, said)
}

#[test]
fn new_houses_and_their_texts_are_nothing_but_files() {
    let folder = Folder::new(&[]);
    copies(&folder);
    let (list, _) = run(&folder, &["house", "list"]);
    for house in houses() {
        let own = format!("own-{house}");
        assert!(list.contains(&format!("\n{own} ")), "{list}");
        assert!(run(&folder, &["house", "check", &own]).1.contains("nothing found"), "{own}");
    }
    run(&folder, &["check", "--deny", "warnings", "--parity"]);
    run(&folder, &["build"]);
    for text in fs::read_dir(folder.path("declarations")).unwrap() {
        let slug = text.unwrap().file_name().into_string().unwrap();
        let files = fs::read_dir(folder.path(&format!("dist/{slug}"))).unwrap().flatten();
        let mut endings: Vec<String> =
            files.map(|file| file.path().extension().unwrap().to_string_lossy().into_owned()).collect();
        endings.sort();
        endings.dedup();
        assert_eq!(endings, ["docx", "html", "pdf", "txt"], "{slug}");
    }
    run(&folder, &["house", "gallery"]);
    let page = folder.read("dist/gallery.html");
    for house in houses() {
        let section = page.split(&format!("<h2 id=\"own-{house}\"")).nth(1).unwrap();
        assert!(
            !section.split("<img").next().unwrap().contains("a new draft"),
            "{house} is shown by a text of its own"
        );
    }
}
