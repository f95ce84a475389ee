//! Runs every page of `tests/cases/`: a page is documentation that is true.
//!
//! A page has a title, words, files and consoles:
//!
//! ````markdown
//! ```yaml declarations/peace/en.yaml      ← a file to write, named after its language
//! kind: declaration
//! ```
//! ```console
//! $ engross build                         ← a command; also `cat FILE`, `ls DIR`, `rm FILE` and `write FILE TEXT`
//! what it prints
//! ! what it says on standard error
//! ? 1                                     ← the exit code, where it is not 0
//! ```
//! ````
//!
//! Each page runs in an empty folder of its own. `cargo test --release -p engross --test cases -- --update` writes what
//! the commands print now into the pages; read the difference before you keep it.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn main() {
    if cfg!(not(all(feature = "typst", feature = "html", feature = "docx", feature = "text"))) {
        eprintln!("NOT RUN: the pages show the program with all its backends");
        return;
    }
    let update = std::env::args().any(|argument| argument == "--update");
    let mut failures = Vec::new();
    for page in pages() {
        let told = fs::read_to_string(&page).unwrap();
        let true_page = run(&told);
        if told == true_page {
            continue;
        }
        if update {
            fs::write(&page, true_page).unwrap();
        } else {
            failures.push(format!("{}\n{}", page.display(), difference(&told, &true_page)));
        }
    }
    assert!(failures.is_empty(), "pages that do not tell the truth:\n\n{}", failures.join("\n\n"));
}

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut pages: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|page| page.extension().is_some_and(|extension| extension == "md"));
    pages.sort();
    assert!(!pages.is_empty(), "there are pages");
    pages
}

/// Returns the page with what its commands print now.
fn run(page: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut lines = page.lines();
    let mut out = String::new();
    while let Some(line) = lines.next() {
        out += &format!("{line}\n");
        let Some(info) = line.strip_prefix("```") else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        match info.split_once(' ') {
            Some((_, name)) => {
                write(&folder.path().join(name), &(block.join("\n") + "\n"));
                block.iter().for_each(|line| out += &format!("{line}\n"));
            }
            None if info == "console" => {
                for command in block.iter().filter_map(|line| line.strip_prefix("$ ")) {
                    out += &format!("$ {command}\n{}", answer(command, folder.path()));
                }
            }
            None => block.iter().for_each(|line| out += &format!("{line}\n")),
        }
        out += "```\n";
    }
    out
}

fn answer(command: &str, folder: &Path) -> String {
    let words = words(command);
    let arguments: Vec<&str> = words.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["engross", rest @ ..] => engross(rest, folder),
        ["cat", name] => fs::read_to_string(folder.join(name)).unwrap_or_else(|error| format!("{error}\n")),
        ["ls", name] => {
            let mut names: Vec<String> = fs::read_dir(folder.join(name))
                .map(|entries| entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect())
                .unwrap_or_default();
            names.sort();
            names.iter().map(|name| format!("{name}\n")).collect()
        }
        ["rm", name] => {
            fs::remove_file(folder.join(name)).unwrap();
            String::new()
        }
        ["write", name, text] => {
            write(&folder.join(name), &format!("{text}\n"));
            String::new()
        }
        _ => panic!("a page cannot run `{command}`"),
    }
}

fn engross(arguments: &[&str], folder: &Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_engross"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let mut answer = String::from_utf8(output.stdout).unwrap();
    for line in String::from_utf8(output.stderr).unwrap().lines() {
        answer += format!("! {line}").trim_end();
        answer.push('\n');
    }
    match output.status.code() {
        Some(0) => answer,
        code => answer + &format!("? {}\n", code.map_or("killed".to_owned(), |code| code.to_string())),
    }
}

/// Splits at blanks, except inside double quotes.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for letter in command.chars() {
        match letter {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            other => words.last_mut().unwrap().push(other),
        }
    }
    words
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Shows the first lines that differ.
fn difference(told: &str, is: &str) -> String {
    let at = told.lines().zip(is.lines()).take_while(|(told, is)| told == is).count();
    let some = |text: &str| text.lines().skip(at).take(12).map(|line| format!("    {line}\n")).collect::<String>();
    format!("line {}\n  told:\n{}  is:\n{}", at + 1, some(told), some(is))
}
