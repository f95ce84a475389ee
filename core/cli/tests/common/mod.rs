//! A folder of texts in which the program is run from outside.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A small text without findings.
pub(crate) const TEXT: &str = "house: nato-pa\nkind: declaration\nnumber: 7\nlanguage: en\nstatus: adopted\n\
                    title: On Tests\nadoption: {body: plenary, session: spring, place: Dayton, date: 2025-05-26}\n\
                    preamble:\n  - id: aware\n    text: \"**Aware** of the matter;\"\n\
                    operative:\n  - id: urges\n    text: \"**URGES** everybody.\"\n";

/// A folder of its own, gone with the value.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    /// Makes a folder with one text for each slug.
    pub(crate) fn new(slugs: &[&str]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for slug in slugs {
            folder.write(&format!("declarations/{slug}/en.yaml"), TEXT);
        }
        folder
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The program, to be run in the folder.
    pub(crate) fn engross(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_engross"));
        command.current_dir(self.0.path()).env("NO_COLOR", "1").stdin(Stdio::null()).args(arguments);
        command
    }
}
