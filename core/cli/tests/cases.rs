//! Runs every page of `tests/cases/`, and the guides to houses, looks and the import: a page is documentation that is true.
//!
//! A page has a title, words, files and consoles:
//!
//! ````markdown
//! ```yaml declarations/peace/en.yaml      ← a file to write, named after its language
//! kind: declaration
//! ```
//! ```yaml + declarations/peace/en.yaml    ← what goes below what the file says already
//! language: en
//! ```
//! ```console
//! $ engross build                         ← a command; also `cat FILE`, `ls DIR`, `rm FILE`, `write FILE TEXT` and those below
//! what it prints
//! ! what it says on standard error
//! ? 1                                     ← the exit code, where it is not 0
//! ```
//! ````
//!
//! For inputs that mean harm (`hostile-*.md`) there are `limit SECONDS MEBIBYTES` of processor time and memory for every run
//! of the program from there on, `change FROM TO OLD NEW`, which copies a file with some words replaced, and `bytes FILE
//! TEXT`, which adds no line break; in TEXT, OLD and NEW, what cannot be shown is written as `core/compile/tests/escapes/mod.rs`
//! says. `mkdir NAME`, `link TARGET NAME` and `pipe NAME` make what is no file.
//!
//! Each page runs in an empty folder of its own. `cargo test --release -p engross --test cases -- --update` writes what
//! the commands print now into the pages; read the difference before you keep it.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

#[path = "../../compile/tests/escapes/mod.rs"]
mod escapes;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use escapes::unescaped;

/// The guides that are pages too, as seen from this crate.
const GUIDES: [&str; 3] = ["../../templates/README.md", "../../templates/LOOKS.md", "../../docs/importing.md"];

/// What a run of the program may take: seconds of processor time, and mebibytes of memory.
type Limit = Option<(u64, u64)>;

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
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries = fs::read_dir(crate_folder.join("tests/cases")).unwrap();
    let mut pages: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    pages.retain(|page| page.extension().is_some_and(|extension| extension == "md"));
    pages.extend(GUIDES.iter().map(|guide| crate_folder.join(guide)));
    pages.sort();
    assert!(!pages.is_empty(), "there are pages");
    pages
}

/// Returns the page with what its commands print now.
fn run(page: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut lines = page.lines();
    let mut out = String::new();
    let mut limit = None;
    while let Some(line) = lines.next() {
        out += &format!("{line}\n");
        let Some(info) = line.strip_prefix("```") else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        match info.split_once(' ') {
            Some((_, name)) => {
                let (name, before) = match name.strip_prefix("+ ") {
                    Some(name) => (name, fs::read_to_string(folder.path().join(name)).unwrap()),
                    None => (name, String::new()),
                };
                write(&folder.path().join(name), &(before + &block.join("\n") + "\n"));
                block.iter().for_each(|line| out += &format!("{line}\n"));
            }
            None if info == "console" => {
                for command in block.iter().filter_map(|line| line.strip_prefix("$ ")) {
                    out += &format!("$ {command}\n{}", answer(command, folder.path(), &mut limit));
                }
            }
            None => block.iter().for_each(|line| out += &format!("{line}\n")),
        }
        out += "```\n";
    }
    out
}

fn answer(command: &str, folder: &Path, limit: &mut Limit) -> String {
    let words = words(command);
    let arguments: Vec<&str> = words.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["engross", rest @ ..] => match limit {
            Some(_) => beginning(&engross(rest, folder, *limit)),
            None => engross(rest, folder, None),
        },
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
        ["limit", seconds, mebibytes] => {
            *limit = Some((seconds.parse().unwrap(), mebibytes.parse().unwrap()));
            String::new()
        }
        ["change", from, to, old, new] => {
            let (from, new) = (fs::read_to_string(folder.join(from)).unwrap(), unescaped(new));
            let old = String::from_utf8(unescaped(old)).unwrap();
            let (before, after) = from.split_once(&old).expect("words of the file");
            write_bytes(&folder.join(to), &[before.as_bytes(), &new, after.as_bytes()].concat());
            String::new()
        }
        ["bytes", name, text] => {
            write_bytes(&folder.join(name), &unescaped(text));
            String::new()
        }
        ["mkdir", name] => {
            fs::create_dir_all(folder.join(name)).unwrap();
            String::new()
        }
        #[cfg(unix)]
        ["link", target, name] => {
            std::os::unix::fs::symlink(target, folder.join(name)).unwrap();
            String::new()
        }
        #[cfg(unix)]
        ["pipe", name] => {
            assert!(Command::new("mkfifo").arg(folder.join(name)).status().unwrap().success());
            String::new()
        }
        _ => panic!("a page cannot run `{command}`"),
    }
}

fn engross(arguments: &[&str], folder: &Path, limit: Limit) -> String {
    let output = program(limit)
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let ends = |code| limit.is_none() || (0..=2).contains(&code);
    assert!(output.status.code().is_some_and(ends), "engross {arguments:?} does not end well: {output:?}");
    let mut answer = String::from_utf8(output.stdout).unwrap();
    for line in String::from_utf8(output.stderr).unwrap().lines() {
        answer += format!("! {line}").trim_end();
        answer.push('\n');
    }
    match output.status.code() {
        Some(0) => answer,
        code => answer + &format!("? {}\n", code.unwrap_or_default()),
    }
}

/// A hostile input may be answered at length: the beginning tells enough.
fn beginning(answer: &str) -> String {
    const MOST_LINES: usize = 6;
    const LONGEST: usize = 600;
    let count = answer.lines().count();
    let lines =
        answer.lines().enumerate().filter(|(at, _)| count <= MOST_LINES || *at < MOST_LINES - 2 || *at + 2 >= count);
    let mut shown = String::new();
    for (at, line) in lines {
        if count > MOST_LINES && at + 2 == count {
            shown += &format!("… {} lines …\n", count - MOST_LINES);
        }
        match line.char_indices().nth(LONGEST) {
            Some((end, _)) => shown += &format!("{} … {} bytes\n", &line[..end], line.len()),
            None => shown += &format!("{line}\n"),
        }
    }
    shown
}

/// Returns the program, with what it may take.
fn program(limit: Limit) -> Command {
    const PROGRAM: &str = env!("CARGO_BIN_EXE_engross");
    let Some((seconds, mebibytes)) = limit else { return Command::new(PROGRAM) };
    let mut shell = Command::new("sh");
    let limits = format!("ulimit -t {seconds} && ulimit -v {} && exec \"$0\" \"$@\"", mebibytes << 10);
    shell.args(["-c", &limits, PROGRAM]);
    shell
}

/// Splits at blanks, except inside double or single quotes.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = None;
    for letter in command.chars() {
        match letter {
            '"' | '\'' if quoted.is_none() => quoted = Some(letter),
            letter if quoted == Some(letter) => quoted = None,
            ' ' if quoted.is_none() => words.push(String::new()),
            other => words.last_mut().unwrap().push(other),
        }
    }
    words
}

fn write(path: &Path, text: &str) {
    write_bytes(path, text.as_bytes());
}

fn write_bytes(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// Shows the first lines that differ.
fn difference(told: &str, is: &str) -> String {
    let at = told.lines().zip(is.lines()).take_while(|(told, is)| told == is).count();
    let some = |text: &str| text.lines().skip(at).take(12).map(|line| format!("    {line}\n")).collect::<String>();
    format!("line {}\n  told:\n{}  is:\n{}", at + 1, some(told), some(is))
}
