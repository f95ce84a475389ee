//! The program from outside: what a page of `tests/cases/` cannot show.
#![allow(clippy::unwrap_used)]

mod common;

use std::fs;
use std::io::Read as _;
use std::process::{Output, Stdio};
use std::time::SystemTime;

use common::{Folder, TEXT};

/// A project with some texts.
struct Project(Folder);

impl Project {
    fn new(slugs: &[&str]) -> Self {
        Self(Folder::new(slugs))
    }

    fn modified(&self, name: &str) -> SystemTime {
        fs::metadata(self.path(name)).unwrap().modified().unwrap()
    }

    fn engross(&self, arguments: &[&str]) -> Output {
        self.0.engross(arguments).output().unwrap()
    }

    #[track_caller]
    fn build(&self, arguments: &[&str], exit: i32) -> String {
        let output = self.engross(&[&["build", "--to", "txt"], arguments].concat());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(exit), "{said}");
        said
    }
}

impl std::ops::Deref for Project {
    type Target = Folder;

    fn deref(&self) -> &Folder {
        &self.0
    }
}

#[test]
fn equal_inputs_make_equal_bytes_whatever_the_machine_does() {
    let slugs: Vec<String> = (0..20).map(|number| format!("text-{number}")).collect();
    let slugs: Vec<&str> = slugs.iter().map(String::as_str).collect();
    let (one, other) = (Project::new(&slugs), Project::new(&slugs));
    one.build(&["--jobs", "1"], 0);
    other.build(&["--jobs", "4"], 0);
    assert_eq!(one.read("dist/manifest.json"), other.read("dist/manifest.json"));
    // Built piece by piece and from another folder, the record is still the same.
    let third = Project::new(&slugs);
    for slug in slugs.iter().rev() {
        third.build(&[&format!("declarations/{slug}/en.yaml")], 0);
    }
    assert_eq!(one.read("dist/manifest.json"), third.read("dist/manifest.json"));
}

#[test]
fn what_has_not_changed_is_left_untouched() {
    let project = Project::new(&["a", "b"]);
    project.build(&[], 0);
    let before =
        ["dist/a/a.en.txt", "dist/b/b.en.txt", "dist/manifest.json"].map(|name| (name, project.modified(name)));
    assert_eq!(project.build(&[], 0), "2 texts: 0 files written, 2 unchanged\n");
    project.build(&["--force"], 0);
    assert!(before.iter().all(|(name, time)| project.modified(name) == *time));

    project.write("declarations/a/en.yaml", &TEXT.replace("everybody", "nobody"));
    assert_eq!(project.build(&[], 0), "2 texts: 1 file written, 1 unchanged\n");
    assert!(project.read("dist/a/a.en.txt").contains("nobody"));
    assert_eq!(project.modified("dist/b/b.en.txt"), before[1].1);
}

#[test]
fn a_changed_option_or_time_makes_a_file_anew() {
    let project = Project::new(&["a"]);
    project.build(&[], 0);
    let narrow = ["--set", "text.width=30"];
    assert!(project.build(&narrow, 0).contains("1 file written"));
    assert!(project.build(&narrow, 0).contains("1 unchanged"));
    assert!(project.build(&[], 0).contains("1 file written"));
    fs::write(project.path("dist/a/a.en.txt"), "cut off").unwrap();
    assert!(project.build(&[], 0).contains("1 file written"));
}

#[test]
fn a_text_that_fails_keeps_its_last_good_files() {
    let project = Project::new(&["a"]);
    project.build(&[], 0);
    let (good, record) = (project.read("dist/a/a.en.txt"), project.read("dist/manifest.json"));
    project.write("declarations/a/en.yaml", &TEXT.replace("title:", "tilte:"));
    project.build(&[], 1);
    assert_eq!((project.read("dist/a/a.en.txt"), project.read("dist/manifest.json")), (good, record));
    project.write("declarations/a/en.yaml", TEXT);
    assert_eq!(project.build(&[], 0), "1 text: 0 files written, 1 unchanged\n");
}

#[test]
fn the_files_of_a_text_go_on_agreeing_when_one_format_is_blocked() {
    let project = Project::new(&["a", "b"]);
    let all = ["--to", "html,pdf,docx"];
    project.build(&all, 0);
    let good = project.read("dist/a/a.en.html");
    project.write("declarations/a/en.yaml", &TEXT.replace("everybody", "every 한"));
    project.write("declarations/b/en.yaml", &TEXT.replace("everybody", "nobody"));
    let said = project.build(&all, 1);
    assert!(said.contains("FONT-01") && said.contains("no file of this text was written"), "{said}");
    assert!(said.ends_with("2 texts: 4 files written, 0 unchanged, 1 error\n"), "{said}");
    assert_eq!(project.read("dist/a/a.en.html"), good);
    assert!(project.read("dist/b/b.en.html").contains("nobody"));
    assert_eq!(project.read("dist/manifest.json").matches("\"clean\": false").count(), 1);
    // The same again, and all is well once the text is.
    assert!(project.build(&all, 1).contains("FONT-01"));
    project.write("declarations/a/en.yaml", TEXT);
    assert_eq!(project.build(&all, 0), "2 texts: 0 files written, 8 unchanged\n");
    assert!(!project.read("dist/manifest.json").contains("\"clean\": false"));
}

#[test]
fn a_damaged_file_of_the_same_length_comes_back() {
    let project = Project::new(&["a", "b"]);
    project.build(&[], 0);
    let good = project.read("dist/a/a.en.txt");
    let time = project.modified("dist/a/a.en.txt");
    let damage = || project.write("dist/a/a.en.txt", &good.replace("everybody", "everyb0dy"));
    damage();
    assert_eq!(project.build(&[], 0), "2 texts: 1 file written, 1 unchanged\n");
    assert_eq!(project.read("dist/a/a.en.txt"), good);
    assert_eq!(project.build(&[], 0), "2 texts: 0 files written, 2 unchanged\n");

    // A run that is about another text does not vouch for it.
    damage();
    project.write("declarations/b/en.yaml", &TEXT.replace("everybody", "nobody"));
    project.build(&["declarations/b"], 0);
    assert_eq!(project.build(&[], 0), "2 texts: 1 file written, 1 unchanged\n");
    assert_eq!(project.read("dist/a/a.en.txt"), good);

    // A damage that hides behind the old time is seen by the time of the change.
    damage();
    fs::File::options().append(true).open(project.path("dist/a/a.en.txt")).unwrap().set_modified(time).unwrap();
    let hidden = if cfg!(unix) { "1 file written, 1 unchanged" } else { "0 files written, 2 unchanged" };
    assert!(project.build(&[], 0).contains(hidden));
}

#[test]
fn a_vanished_text_is_forgotten_and_its_files_stay() {
    let project = Project::new(&["a", "b"]);
    project.build(&[], 0);
    fs::remove_dir_all(project.path("declarations/b")).unwrap();
    project.build(&[], 0);
    assert!(project.path("dist/b/b.en.txt").exists());
    let record = project.read("dist/manifest.json");
    assert!(record.contains("a.en.txt") && !record.contains("b.en.txt"));
}

#[test]
fn a_broken_record_only_costs_time() {
    let project = Project::new(&["a"]);
    project.build(&[], 0);
    let record = project.read("dist/manifest.json");
    project.write("dist/manifest.json", "{]");
    project.build(&[], 0);
    assert_eq!(project.read("dist/manifest.json"), record);
}

#[test]
fn a_reader_who_leaves_is_no_failure() {
    let project = Project::new(&["a"]);
    let mut child =
        project.0.engross(&["schema", "request"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""));
}

#[test]
fn what_cannot_be_written_is_exit_code_2() {
    let project = Project::new(&["a", "b"]);
    project.write("dist/a", "a file where a folder should be");
    let said = project.build(&["--format", "short"], 2);
    assert!(said.contains("OUT-01 in dist/a/a.en.txt"), "{said}");
    assert!(project.path("dist/b/b.en.txt").exists(), "the other text is made");
}

#[cfg(target_os = "linux")]
#[test]
fn help_that_cannot_be_printed_is_exit_code_2() {
    let project = Project::new(&[]);
    for arguments in [["--help"].as_slice(), &["--version"], &["build", "--help"]] {
        let full = fs::File::create("/dev/full").unwrap();
        let output = project.0.engross(arguments).stdout(full).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.starts_with("error: the output cannot be written: "), "{said}");
    }
}

/// The test plays a build that began later and ends earlier.
#[cfg(unix)]
#[test]
fn two_builds_at_once_record_the_texts_of_both() {
    let project = Project::new(&["a", "b"]);
    project.build(&["declarations/b"], 0);
    let of_the_other = project.read("dist/manifest.json");
    fs::remove_dir_all(project.path("dist")).unwrap();
    fs::create_dir(project.path("dist")).unwrap();

    let folder = fs::File::open(project.path("dist")).unwrap();
    folder.lock().unwrap();
    let mut build = project.0.engross(&["build", "--quiet", "--to", "txt", "declarations/a"]).spawn().unwrap();
    while !project.path("dist/a/a.en.txt").exists() && build.try_wait().unwrap().is_none() {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    project.write("dist/manifest.json", &of_the_other);
    folder.unlock().unwrap();
    assert!(build.wait().unwrap().success());
    let record = project.read("dist/manifest.json");
    assert!(record.contains("a.en.txt") && record.contains("b.en.txt"), "{record}");
}

/// Each of them has read the version before any other could write it, unless they wait for each other.
#[cfg(unix)]
#[test]
fn imports_at_once_bring_the_words_of_all_translators() {
    let project = Project::new(&["a"]);
    let said = |output: Output| String::from_utf8(output.stderr).unwrap();
    said(project.engross(&["translate", "new", "declarations/a", "fr"]));
    let units = [("doc.title", "Des essais"), ("aware", "**Consciente** ;"), ("urges", "**EXHORTE** chacun.")];
    for (id, words) in units {
        let words = words.replacen("**", "<b>", 1).replacen("**", "</b>", 1);
        let file = format!("{id}.po");
        said(project.engross(&["translate", "export", "declarations/a", "fr", "--format", "po", "--out", &file]));
        let mut po = project.read(&file);
        let unit = po.find(&format!("msgctxt \"{id}\"")).unwrap();
        let at = unit + po[unit..].find("msgstr \"").unwrap() + "msgstr \"".len();
        po.insert_str(at, &words);
        project.write(&file, &po);
    }
    let folder = fs::File::open(project.path("declarations/a")).unwrap();
    folder.lock().unwrap();
    let import = |(id, _): (&str, &str)| {
        let mut command = project.0.engross(&["translate", "import", "declarations/a", &format!("{id}.po")]);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let mut imports = units.map(import);
    // Time enough for all to read the version, if they did not wait.
    std::thread::sleep(std::time::Duration::from_millis(300));
    folder.unlock().unwrap();
    imports.iter_mut().for_each(|import| assert!(import.wait().unwrap().success()));
    let version = project.read("declarations/a/fr.yaml");
    assert_eq!(version.matches("state: translated").count(), units.len(), "{version}");
}

#[cfg(unix)]
#[test]
fn a_file_is_mended_as_it_is_once_others_are_done_with_it() {
    let project = Project::new(&["a"]);
    let slip = TEXT.replace("matter;", "matter,");
    project.write("declarations/a/en.yaml", &slip);
    let folder = fs::File::open(project.path("declarations/a")).unwrap();
    folder.lock().unwrap();
    let mut check = project.0.engross(&["check", "--fix", "--quiet"]).stdout(Stdio::null()).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));
    project.write("declarations/a/en.yaml", &slip.replace("everybody", "all"));
    folder.unlock().unwrap();
    assert!(check.wait().unwrap().success());
    assert_eq!(project.read("declarations/a/en.yaml"), TEXT.replace("everybody", "all"));
}

#[cfg(unix)]
#[test]
fn an_output_that_is_a_link_stays_one() {
    let project = Project::new(&["a"]);
    project.write("elsewhere/published.txt", "old");
    fs::create_dir_all(project.path("dist/a")).unwrap();
    std::os::unix::fs::symlink("../../elsewhere/published.txt", project.path("dist/a/a.en.txt")).unwrap();
    project.build(&[], 0);
    assert!(fs::symlink_metadata(project.path("dist/a/a.en.txt")).unwrap().is_symlink());
    assert!(project.read("elsewhere/published.txt").contains("ON TESTS"));
}

#[test]
fn a_place_on_a_very_long_line_is_shown() {
    let project = Project::new(&[]);
    let words = format!("{}double  blank {}", "mot ".repeat(3_000), "mot ".repeat(500));
    project.write("one.yaml", &TEXT.replace("the matter", words.trim()));
    let said = String::from_utf8(project.engross(&["check", "one.yaml"]).stdout).unwrap();
    assert!(said.contains("one.yaml:10:") && said.contains("double  blank") && said.contains("^^"), "{said}");
    assert!(said.len() < 1_000);
}

#[test]
fn machine_forms_are_json_even_when_nothing_is_found() {
    let project = Project::new(&["a"]);
    for form in ["json", "sarif"] {
        let output = project.engross(&["check", "--format", form, "--quiet"]);
        assert!(serde_json::from_slice::<serde_json::Value>(&output.stdout).is_ok(), "{form}");
        assert!(output.stderr.is_empty());
    }
}

#[test]
fn the_schema_and_the_reader_know_the_same_keys() {
    let project = Project::new(&[]);
    let schema: serde_json::Value = serde_json::from_slice(&project.engross(&["schema", "source"]).stdout).unwrap();
    for (definition, text) in [
        ("", format!("{TEXT}nonsense: x\n")),
        ("Adoption", TEXT.replace("body: plenary", "body: plenary, nonsense: x")),
        ("Presenter", format!("{TEXT}presented-by: {{name: A, nonsense: x}}\n")),
        ("Clause", TEXT.replace("id: urges", "nonsense: x")),
        ("FullNote", format!("{TEXT}notes: {{a: {{text: b, nonsense: x}}}}\n")),
    ] {
        project.write("one.yaml", &text);
        let found = project.engross(&["check", "one.yaml", "--format", "json"]).stdout;
        let found: serde_json::Value = serde_json::from_slice(&found).unwrap();
        let unknown = found.as_array().unwrap().iter().find(|finding| finding["code"] == "SRC-01").unwrap();
        let known = unknown["help"].as_str().unwrap().trim_start_matches("known here: ");
        let beside_keys = |word: &&str| !word.starts_with("and the parts of the house");
        let mut read: Vec<&str> = known.split(';').next().unwrap().split(", ").take_while(beside_keys).collect();
        let described = if definition.is_empty() { &schema } else { &schema["$defs"][definition] };
        let described: Vec<&String> = described["properties"].as_object().unwrap().keys().collect();
        read.sort_unstable();
        assert_eq!(read, described, "{definition}");
    }
}

#[test]
fn every_command_explains_itself() {
    let project = Project::new(&[]);
    for command in ["new", "check", "build", "outline", "house", "plugin", "schema", "explain", "completions"] {
        let output = project.engross(&[command, "--help"]);
        assert_eq!(output.status.code(), Some(0), "{command}");
        assert!(output.stdout.len() > 200, "{command}");
    }
    for shell in ["bash", "fish", "zsh", "elvish", "powershell"] {
        assert!(project.engross(&["completions", shell]).stdout.len() > 1_000, "{shell}");
    }
    assert_eq!(project.engross(&[]).status.code(), Some(2));
}
