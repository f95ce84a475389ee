//! Opens the user's editor where a clause stands.
//!
//! Which program that is the user says on the command line or in their own environment, never a file of the project: a
//! folder from a stranger must not be able to start anything.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::exit::Stop;
use crate::positions::Position;

/// The variable that names the editor.
const VARIABLE: &str = "ENGROSS_EDITOR";

/// Editors that are known by name: the name, and how they are started.
const KNOWN: [(&str, &str); 9] = [
    ("vscode", "code --goto {file}:{line}:{column}"),
    ("vscodium", "codium --goto {file}:{line}:{column}"),
    ("zed", "zed {file}:{line}:{column}"),
    ("jetbrains", "idea --line {line} --column {column} {file}"),
    ("sublime", "subl {file}:{line}:{column}"),
    ("kate", "kate --line {line} --column {column} {file}"),
    ("vim", "gvim --remote-silent +{line} {file}"),
    ("emacs", "emacsclient --no-wait +{line}:{column} {file}"),
    ("notepad++", "notepad++ -n{line} -c{column} {file}"),
];

/// How an editor is started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Editor {
    words: Vec<String>,
}

impl Editor {
    /// Returns the editor that is asked for, by name or by command; else that of the environment; else the first of those
    /// known that is installed.
    ///
    /// # Errors
    /// A command that cannot be understood.
    pub(crate) fn find(asked: Option<&str>) -> Result<Option<Self>, Stop> {
        let said = asked.map(str::to_owned).or_else(|| std::env::var(VARIABLE).ok());
        match said.as_deref().map(str::trim).filter(|said| !said.is_empty()) {
            Some(said) => Self::parse(said).map(Some),
            None => Ok(KNOWN.iter().filter_map(|(_, command)| Self::parse(command).ok()).find(Self::is_installed)),
        }
    }

    fn parse(said: &str) -> Result<Self, Stop> {
        let command = KNOWN.iter().find(|(name, _)| *name == said).map_or(said, |(_, command)| command);
        let names = KNOWN.map(|(name, _)| name).join(", ");
        let help =
            format!("name one of {names}, or write a command such as \"code --goto {{file}}:{{line}}:{{column}}\"");
        match shlex::split(command) {
            Some(mut words) if !words.is_empty() => {
                if !command.contains("{file}") {
                    words.push("{file}".to_owned());
                }
                Ok(Self { words })
            }
            _ => Err(Stop::usage(format!("`{said}` cannot be understood as a command")).help(help)),
        }
    }

    /// Starts it. Nobody waits for it: an editor may stay open for the day.
    ///
    /// # Errors
    /// Why it cannot be started, in words.
    pub(crate) fn open(&self, file: &Path, position: Position) -> Result<(), String> {
        let mut words = self.filled(file, position)?.into_iter();
        let program = words.next().unwrap_or_default();
        let mut command = Command::new(&program);
        command.args(words).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| format!("{program} cannot be started: {error}"))?;
        // A thread of its own takes note of its end.
        std::thread::spawn(move || child.wait());
        Ok(())
    }

    fn filled(&self, file: &Path, position: Position) -> Result<Vec<String>, String> {
        let path = std::path::absolute(file).map_err(|error| error.to_string())?;
        let path = path.to_str().ok_or("the path is not UTF-8")?;
        // The path comes last: it may hold what looks like a slot.
        let fill = |word: &String| {
            let word = word.replace("{line}", &position.line.to_string());
            word.replace("{column}", &position.column.to_string()).replace("{file}", path)
        };
        Ok(self.words.iter().map(fill).collect())
    }

    fn is_installed(&self) -> bool {
        let Some(program) = self.words.first() else { return false };
        let folders = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&folders)
            .any(|folder| ["", ".exe", ".cmd"].iter().any(|ending| folder.join(format!("{program}{ending}")).is_file()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(said: &str) -> Vec<String> {
        let place = Position { line: 41, column: 7 };
        Editor::parse(said).unwrap().filled(Path::new("/texts/a {line} b.yaml"), place).unwrap()
    }

    #[test]
    fn editors_are_started_at_the_place() {
        assert_eq!(words("vscode"), ["code", "--goto", "/texts/a {line} b.yaml:41:7"]);
        assert_eq!(words("jetbrains"), ["idea", "--line", "41", "--column", "7", "/texts/a {line} b.yaml"]);
        assert_eq!(words("'my editor' -n"), ["my editor", "-n", "/texts/a {line} b.yaml"]);
        assert!(Editor::parse("'open").is_err());
    }
}
