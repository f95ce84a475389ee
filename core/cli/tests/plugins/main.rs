//! Plugins from outside: the program with libraries and programs that are not its own, good ones and hostile ones.
//!
//! Most are small C files, since a machine that can build this program has a C compiler. Tests that build more than that
//! are ignored here and run by `.ci/run` (`cargo test --release -p engross --test plugins -- --ignored`).
#![cfg(all(unix, feature = "text", feature = "html"))]
#![allow(clippy::unwrap_used, clippy::print_stderr)]

#[path = "../common/mod.rs"]
mod common;
mod hostile;
mod libraries;
mod programs;
mod protocol;
mod starters;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use common::Folder;

/// A folder with one text, in which plugins are built and tried.
struct Workshop(Folder);

impl Workshop {
    fn new() -> Self {
        Self(Folder::new(&["peace"]))
    }

    /// The program, not yet started.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.0.engross(arguments);
        command.env("ENGROSS_SECRET", "x");
        command
    }

    /// Runs a line of the shell, which calls the program `$0`.
    fn shell(&self, line: &str) -> Output {
        let program = self.command(&[]);
        let mut shell = Command::new("sh");
        shell.args(["-c", line]).arg(program.get_program()).current_dir(self.path("")).env("ENGROSS_SECRET", "x");
        shell.output().unwrap()
    }

    /// Runs the program; returns its exit code and what it printed and said.
    fn engross(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.command(arguments).output().unwrap();
        (output.status.code().unwrap_or(-1), words(&output))
    }

    /// Compiles C into a program or, with a name that ends in `.so`, a library.
    fn compile(&self, source: &Path, to: &str, flags: &[&str]) {
        let to = self.path(to);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        let mut command = Command::new("cc");
        command.args(["-std=gnu99", "-O1", "-Wall", "-Werror", "-I"]).arg(include()).args(flags);
        if to.extension().is_some_and(|extension| extension == "so") {
            command.args(["-shared", "-fPIC", "-DLIBRARY"]);
        }
        let output = command.arg("-o").arg(&to).arg(source).args(["-ldl", "-pthread"]).output().expect("a C compiler");
        assert!(output.status.success(), "{}", words(&output));
    }
}

impl std::ops::Deref for Workshop {
    type Target = Folder;

    fn deref(&self) -> &Folder {
        &self.0
    }
}

fn words(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn include() -> PathBuf {
    checkout().join("plugins/include")
}

/// The library of the backend `text`, which lies beside the tests.
fn text_library() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let name = format!("{}engross_text{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    let library = tests.parent().unwrap().join(name);
    assert!(library.exists(), "{}", library.display());
    library
}
