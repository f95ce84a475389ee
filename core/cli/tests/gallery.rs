//! The gallery of houses: both files show every house, and come out the same each time.
#![allow(clippy::unwrap_used)]
#![cfg(feature = "typst")]

#[allow(dead_code, reason = "other tests need more of it")]
mod common;
#[allow(dead_code, reason = "other tests need more of it")]
#[path = "common/houses.rs"]
mod houses;

use std::fs;

use common::{Folder, TEXT};
use houses::houses;
use lopdf::{Document, Object, decode_text_string};

/// The house of the tests' text.
const HOUSE: &str = "nato-pa";

fn gallery(folder: &Folder, arguments: &[&str]) -> (Vec<u8>, String) {
    let output = folder.engross(&[&["house", "gallery", "--out", "out"], arguments].concat()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let files = (fs::read(folder.path("out/gallery.pdf")).unwrap(), folder.read("out/gallery.html"));
    fs::remove_dir_all(folder.path("out")).unwrap();
    files
}

/// Returns what a PDF file says of its pictures to who cannot see them.
fn descriptions(pdf: &[u8]) -> Vec<String> {
    let document = Document::load_mem(pdf).unwrap();
    let alternatives = document.objects.values().filter_map(|object| object.as_dict().ok()?.get(b"Alt").ok());
    let mut descriptions: Vec<String> = alternatives.map(|words| decode_text_string(words).unwrap()).collect();
    descriptions.sort();
    descriptions
}

#[test]
fn both_files_show_every_house_with_the_same_bytes_each_time() {
    let folder = Folder::new(&["a"]);
    let (pdf, page) = gallery(&folder, &[]);
    for house in houses() {
        assert!(page.contains(&format!("<h2 id=\"{house}\"")), "{house}");
    }
    let mut shown: Vec<String> =
        page.split(" alt=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect();
    shown.sort();
    assert_eq!(descriptions(&pdf), shown);
    assert!(
        shown.len() >= houses().len()
            && shown.iter().any(|words| words.ends_with("page 1 of 1 of Declaration 7: On Tests")),
        "{shown:?}"
    );
    let document = Document::load_mem(&pdf).unwrap();
    assert!(document.catalog().unwrap().get(b"MarkInfo").is_ok_and(|it| matches!(it, Object::Dictionary(_))));
    assert!(!String::from_utf8_lossy(&pdf).contains("pdfaid"), "no standard is claimed");

    assert!(gallery(&folder, &[]) == (pdf.clone(), page.clone()));
    assert!(gallery(&folder, &["--isolate"]) == (pdf, page), "in processes of their own");
}

#[test]
fn the_page_asks_for_nothing_and_bounds_what_it_shows() {
    let folder = Folder::new(&[]);
    let points: String = (0..200).map(|_| "      - to wait\n").collect();
    let long = TEXT.replace("**URGES** everybody.\"", "**URGES** everybody:\"\n    points:\n") + &points;
    folder.write("long.yaml", long.trim_end());
    let pages = |count: &str| {
        let (_, page) = gallery(&folder, &[HOUSE, "--texts", "long.yaml", "--pages", count]);
        assert!(
            page.contains("default-src 'none'; img-src data:;")
                && !page.contains("http://")
                && !page.contains("<script")
        );
        page.matches("<img ").count()
    };
    assert_eq!([pages("1"), pages("2")], [1, 2]);
}

#[test]
fn a_house_and_a_folder_that_are_not_there_are_said() {
    let folder = Folder::new(&["a"]);
    let refused = |arguments: &[&str]| {
        let output = folder.engross(&[&["house", "gallery"], arguments].concat()).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(refused(&["nato-pq"]).contains("did you mean `nato-pa`?"));
    folder.write("out", "a file");
    assert!(refused(&[HOUSE, "--out", "out"]).contains("OUT-01"));
}
