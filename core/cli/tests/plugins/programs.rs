//! Programs as plugins: what the host makes of what they say and of the folder that they live in. They are scripts of the
//! shell that start nothing, since nothing can be started behind the fence.

use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::PermissionsExt as _;

use crate::Workshop;

/// Writes a plugin that makes one file for each text: the file `word` beside it, in base64. `options` is JSON.
fn script(workshop: &Workshop, id: &str, extension: &str, options: &str, render: &str) {
    let text = format!(
        r#"#!/bin/sh
case $1 in
manifest) printf '%s' '{{"id": "{id}", "name": "Script", "version": "1", "licence": "MIT", "protocol": "0.1",
  "encoding": "json", "features": ["notes", "links", "emphasis", "scripts"], "options": [{options}],
  "formats": [{{"name": "{id}", "extension": "{extension}", "media-type": "text/plain", "text": true}}]}}' ;;
render) read -r request; {render}
  printf '{{"artifacts": [{{"name": "{extension}", "media-type": "text/plain", "bytes": "%s"}}]}}' "$word" ;;
*) exit 3 ;;
esac
"#
    );
    let file = format!("{id}/script");
    workshop.write(&file, &text);
    fs::set_permissions(workshop.path(&file), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn what_a_program_reads_beside_it_may_change() {
    let workshop = Workshop::new();
    script(&workshop, "words", "words", "", "read -r word < ./word");
    for (word, made, said) in [
        ("b25l", "one", "1 file written, 0 unchanged"),
        ("dHdv", "two", "1 file written, 0 unchanged"),
        ("dHdv", "two", "0 files written, 1 unchanged"),
    ] {
        workshop.write("words/word", word);
        let (exit, told) = workshop.engross(&["build", "--plugin", "words/script", "--to", "words"]);
        assert!(exit == 0 && told.contains(said), "{told}");
        assert_eq!(workshop.read("dist/peace/peace.en.words"), made);
    }
}

#[test]
fn the_defaults_of_options_are_sent_and_the_rest_is_refused_before() {
    let workshop = Workshop::new();
    let options = r#"{"key": "width", "kind": "number", "default": 72, "doc": "Columns."},
        {"key": "paper", "kind": {"choice": ["a4", "a5"]}, "doc": "Sheet."}"#;
    let render = r#"case $request in
    *'"options":{"width":72}'*) word=NzI= ;;
    *'"options":{"paper":"a5","width":60}'*) word=NjA= ;;
    esac"#;
    script(&workshop, "words", "words", options, render);
    let mut arguments = vec!["build", "--plugin", "words/script", "--to", "words"];
    assert_eq!(workshop.engross(&arguments).0, 0);
    assert_eq!(workshop.read("dist/peace/peace.en.words"), "72");
    arguments.extend(["--set", "words.width=60", "--set", "words.paper=a5"]);
    assert_eq!(workshop.engross(&arguments).0, 0);
    assert_eq!(workshop.read("dist/peace/peace.en.words"), "60");
    arguments.extend(["--set", "words.paper=a3"]);
    let (exit, said) = workshop.engross(&arguments);
    assert!(exit == 2 && said.contains("`words.paper` takes one of a4, a5, not `a3`"), "{said}");
}

#[test]
fn formats_of_one_extension_are_not_built_together() {
    let workshop = Workshop::new();
    script(&workshop, "page", "HTML", "", "word=eA==");
    workshop.write("engross.yaml", "plugins: [page/script]\n");
    for to in [&[][..], &["--to", "html,page"]] {
        let (exit, said) = workshop.engross(&[&["build"], to].concat());
        assert!(exit == 2 && said.contains("`html:html` and `page:page` would both write `.HTML` files"), "{said}");
        assert!(said.contains("name the formats with --to"), "{said}");
    }
    assert_eq!(workshop.engross(&["build", "--to", "html"]).0, 0);
}

#[test]
fn a_plugin_is_not_called_like_a_format() {
    let workshop = Workshop::new();
    script(&workshop, "txt", "words", "", "word=eA==");
    let (exit, said) = workshop.engross(&["build", "--plugin", "txt/script", "--to", "html"]);
    assert_eq!(exit, 1, "{said}");
    assert!(
        said.contains("`txt` would be the name of a plugin (from txt/script) and of a format of the plugin `text`")
    );
    assert!(workshop.path("dist/peace/peace.en.html").exists());
}

#[test]
fn an_argument_that_is_no_text_is_bad_usage() {
    let workshop = Workshop::new();
    let output = workshop.command(&[]).arg(std::ffi::OsStr::from_bytes(b"\xff")).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", crate::words(&output));
}

/// A program whose folder is not UTF-8 gets a refusal.
#[test]
#[cfg(target_os = "linux")]
fn a_path_that_is_no_text_is_refused() {
    let workshop = Workshop::new();
    script(&workshop, "words", "words", "", "word=eA==");
    let folder = workshop.path("").join(std::ffi::OsStr::from_bytes(b"w\xff"));
    fs::rename(workshop.path("words"), &folder).unwrap();
    let output = workshop.command(&["plugin", "check"]).arg(folder.join("script")).output().unwrap();
    assert!(
        output.status.code() == Some(2) || crate::words(&output).contains("not UTF-8"),
        "{}",
        crate::words(&output)
    );
}

#[test]
fn the_table_says_what_of_the_fence_holds() {
    let workshop = Workshop::new();
    script(&workshop, "words", "words", "", "word=eA==");
    let (exit, said) = workshop.engross(&["plugin", "list", "--plugin", "words/script"]);
    assert_eq!(exit, 0, "{said}");
    let row = said.lines().find(|line| line.starts_with("words ")).unwrap();
    assert!(["program, fenced", "fences open", "all your rights"].iter().any(|trust| row.contains(trust)), "{row}");
}
