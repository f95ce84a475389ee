//! Houses from strangers: whatever stands in one, it reads nothing outside its folder, and what never ends is stopped.
#![allow(clippy::unwrap_used)]
#![cfg(all(unix, feature = "typst", feature = "html", feature = "docx", feature = "text"))]

#[allow(dead_code, reason = "other tests need more of it")]
mod common;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use common::Folder;

/// Stands in a file beside the house, where no output may have it from.
const SECRET: &str = "Secret-7281";

/// A text, a secret, and a copy of the built-in house in a folder of its own.
fn with_house() -> Folder {
    let folder = Folder::new(&["peace"]);
    folder.write("engross.yaml", "templates: [houses]\nplugin-limits: {seconds: 2}\n");
    for name in
        ["secret.txt", "houses/secret.txt", "houses/secret.typ", "houses/secret.hbs", "houses/nato-pa/secret.txt"]
    {
        folder.write(name, SECRET);
    }
    let house = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates/nato-pa");
    for name in HOUSE {
        folder.write(&format!("houses/nato-pa/{name}"), &fs::read_to_string(house.join(name)).unwrap());
    }
    folder
}

const HOUSE: [&str; 3] = ["house.yaml", "terms/en.yaml", "terms/fr.yaml"];

/// Builds; returns the exit code and what was said.
fn build(folder: &Folder, arguments: &[&str]) -> (Option<i32>, String) {
    let output = folder.engross(&[&["build", "--format", "short"], arguments].concat()).output().unwrap();
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    (output.status.code(), said)
}

fn is_made(folder: &Folder, extension: &str) -> bool {
    folder.path(&format!("dist/peace/peace.en.{extension}")).exists()
}

/// Builds with a house of which one file is of a stranger's making: the format that it is for is not made, the others
/// are, and nothing says the secret.
fn assert_refused(name: &str, text: &str, extension: &str, expected: &str) {
    let folder = with_house();
    folder.write(&format!("houses/nato-pa/{name}"), text);
    let (exit, said) = build(&folder, &[]);
    assert_eq!(exit, Some(1), "{text}\n{said}");
    assert!(said.contains("REND-03") && said.contains(expected) && !said.contains(SECRET), "{text}\n{said}");
    for other in ["pdf", "html", "docx", "txt"] {
        assert_eq!(is_made(&folder, other), other != extension, "{text}: {other}\n{said}");
    }
}

#[test]
fn the_house_itself_is_fine() {
    let folder = with_house();
    let (exit, said) = build(&folder, &[]);
    assert_eq!(exit, Some(0), "{said}");
}

#[test]
fn a_look_reads_and_includes_nothing() {
    let secret = with_house().path("secret.txt").display().to_string();
    for path in ["secret.txt", "/secret.txt", "../secret.txt", "../../secret.txt", "/../../secret.txt", secret.as_str()]
    {
        let look = format!("#let look(document, settings) = read(\"{path}\")\n");
        assert_refused("document.typ", &look, "pdf", "document.typ:1:");
    }
    for body in [
        "include \"../secret.typ\"",
        "include \"terms/en.yaml\"",
        "{ import \"../secret.typ\": * }",
        "{ import \"@preview/example:0.1.0\": * }",
        "{ import \"@local/example:0.1.0\": * }",
        "image(\"../secret.png\")",
        "plugin(\"../secret.wasm\")",
        "yaml(\"house.yaml\")",
        "json(\"/etc/passwd\")",
        "csv(\"/etc/passwd\")",
        "toml(\"/etc/passwd\")",
        "xml(\"/etc/passwd\")",
        "cbor(\"/etc/passwd\")",
        "bibliography(\"/etc/passwd\")",
        "raw(read(\"/proc/self/environ\"))",
        "eval(\"read(\\\"/etc/passwd\\\")\")",
    ] {
        assert_refused("document.typ", &format!("#let look(document, settings) = {body}\n"), "pdf", "document.typ:1:");
    }
}

#[test]
fn a_template_includes_nothing() {
    let secret = with_house().path("houses/secret.hbs").display().to_string();
    for tag in [
        "{{> secret}}".to_owned(),
        "{{> ../secret}}".to_owned(),
        "{{> ../secret.hbs}}".to_owned(),
        format!("{{{{> {secret}}}}}"),
        format!("{{{{> \"{secret}\"}}}}"),
        "{{#> ../secret}}{{/../secret}}".to_owned(),
        "{{include \"../secret.hbs\"}}".to_owned(),
        "{{lookup this \"secret\"}}".to_owned(),
    ] {
        assert_refused("document.html.hbs", &tag, "html", "document.html.hbs:1");
    }
}

/// What is wrong with a house as a whole, so that nothing is made.
fn assert_not_loaded(folder: &Folder, expected: &str) {
    let (exit, said) = build(folder, &[]);
    assert_eq!(exit, Some(1), "{said}");
    assert!(said.contains("HOUSE-02") || said.contains("FILE-0"), "{said}");
    assert!(said.contains(expected) && !said.contains(SECRET), "{expected} in\n{said}");
    assert!(!folder.path("dist/peace").exists());
}

#[test]
fn links_that_lead_out_of_the_house_are_refused() {
    for (name, target) in [
        ("document.css", "../../secret.txt"),
        ("terms/de.yaml", "../../secret.txt"),
        ("house.yaml", "../other.yaml"),
        ("document.typ", "/etc/passwd"),
        ("more", "../../declarations"),
        ("more", "/etc"),
    ] {
        let folder = with_house();
        folder.write("houses/other.yaml", &folder.read("houses/nato-pa/house.yaml"));
        let link = folder.path(&format!("houses/nato-pa/{name}"));
        let _ = fs::remove_file(&link);
        symlink(target, &link).unwrap();
        assert_not_loaded(&folder, "leads out of the house's folder");
    }
}

#[test]
fn names_of_files_do_not_lead_out_of_the_house() {
    for font in ["../secret.txt", "../../secret.ttf", "/etc/passwd", "secret.txt/../../secret.txt"] {
        let folder = with_house();
        folder.write(
            "houses/nato-pa/house.yaml",
            &(folder.read("houses/nato-pa/house.yaml") + &format!("fonts: [{font}]\n")),
        );
        assert_not_loaded(&folder, font);
    }
}

#[test]
fn a_house_extends_no_path() {
    let whole = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates/nato-pa").display().to_string();
    for other in ["../houses/nato-pa", "./nato-pa", "nato-pa/../nato-pa", "..", "''", whole.as_str()] {
        let folder = with_house();
        folder.write("houses/nato-pa/house.yaml", &format!("extends: {other}\n"));
        let (exit, said) = build(&folder, &[]);
        assert_eq!(exit, Some(1), "{other}\n{said}");
        assert!(said.contains("HOUSE-01") && !said.contains(SECRET), "{other}\n{said}");
        assert!(!folder.path("dist/peace").exists());
    }
}

#[test]
fn links_in_circles_and_pipes_are_no_files_of_a_house() {
    let folder = with_house();
    symlink("..", folder.path("houses/nato-pa/terms/round")).unwrap();
    assert_not_loaded(&folder, "cannot be read");

    let folder = with_house();
    let pipe = folder.path("houses/nato-pa/pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert_not_loaded(&folder, "no regular file");
}

#[test]
fn a_house_does_not_grow_without_end() {
    // Each folder holds ten links to the next: ten thousand million ways, and not one file.
    let folder = with_house();
    for depth in 0..10 {
        let here = folder.path(&format!("houses/nato-pa/d{depth}"));
        fs::create_dir(&here).unwrap();
        for link in 0..10 {
            symlink(format!("../d{}", depth + 1), here.join(format!("l{link}"))).unwrap();
        }
    }
    fs::create_dir(folder.path("houses/nato-pa/d10")).unwrap();
    assert_not_loaded(&folder, "more than 1000 files and folders");

    // Files that are large only in name take no room on the disk, and would take it all in memory.
    let folder = with_house();
    for number in 0..20 {
        let file = fs::File::create(folder.path(&format!("houses/nato-pa/{number}.png"))).unwrap();
        file.set_len(60 << 20).unwrap();
    }
    assert_not_loaded(&folder, "more than 256 MiB");
}

#[test]
fn a_look_that_never_ends_is_stopped_under_isolation() {
    for look in ["while true { [x] }", "{ let all = (1, 2); while true { all = all + all } }"] {
        let folder = with_house();
        folder.write("houses/nato-pa/document.typ", &format!("#let look(document, settings) = {{ {look} }}\n"));
        let (exit, said) = build(&folder, &["--isolate"]);
        assert_eq!(exit, Some(1), "{said}");
        assert!(said.contains("REND-0"), "{said}");
        assert!(is_made(&folder, "html") && !is_made(&folder, "pdf"), "{said}");
    }
}

#[test]
fn whoever_uses_a_house_learns_where_a_stranger_s_belongs() {
    let folder = Folder::new(&[]);
    for command in ["build", "check"] {
        let help = String::from_utf8(folder.engross(&[command, "--help"]).output().unwrap().stdout).unwrap();
        let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(help.contains("A house from a stranger belongs under `--isolate`"), "{help}");
    }
}
