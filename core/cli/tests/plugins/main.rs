//! Plugins from outside: the program with libraries and programs that are not its own, good ones and hostile ones.
//!
//! Most are small C files, since a machine that can build this program has a C compiler. Tests that build more than that
//! are ignored here and run by `.ci/run` (`cargo test --release -p engross --test plugins -- --ignored`).
#![cfg(all(unix, feature = "text", feature = "html"))]
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod hostile;
mod libraries;
mod protocol;
mod starters;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const TEXT: &str = "house: nato-pa\nkind: declaration\nnumber: 7\nlanguage: en\nstatus: adopted\n\
                    title: On Tests\nadoption: {body: plenary, session: spring, place: Dayton, date: 2025-05-26}\n\
                    preamble:\n  - id: aware\n    text: \"**Aware** of the matter;\"\n\
                    operative:\n  - id: urges\n    text: \"**URGES** everybody.\"\n";

/// A folder with one text, in which plugins are built and tried.
struct Workshop(tempfile::TempDir);

impl Workshop {
    fn new() -> Self {
        let workshop = Self(tempfile::tempdir().unwrap());
        workshop.write("declarations/peace/en.yaml", TEXT);
        workshop
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Runs the program; returns its exit code and what it printed and said.
    fn engross(&self, arguments: &[&str]) -> (i32, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_engross"));
        command.current_dir(self.0.path()).env("NO_COLOR", "1").env("ENGROSS_SECRET", "x").stdin(Stdio::null());
        let output = command.args(arguments).output().unwrap();
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
        let output = command.arg("-o").arg(&to).arg(source).arg("-ldl").output().expect("a C compiler");
        assert!(output.status.success(), "{}", words(&output));
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
