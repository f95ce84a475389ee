//! Earlier states of files: before the last save, and in the last commit.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use engross_compile::LARGEST_TEXT;
use engross_model::Bytes;

/// How long git may take to read a file.
const PATIENCE: Duration = Duration::from_secs(5);

/// What files were before they were saved last.
#[derive(Debug, Default)]
pub(super) struct Saves(BTreeMap<Box<str>, Save>);

#[derive(Debug)]
struct Save {
    now: Bytes,
    before: Option<Bytes>,
}

impl Saves {
    /// Notes what is in a file now.
    pub(super) fn note(&mut self, name: &str, bytes: Bytes) {
        match self.0.get_mut(name) {
            Some(save) if save.now == bytes => {}
            Some(save) => save.before = Some(std::mem::replace(&mut save.now, bytes)),
            None => drop(self.0.insert(name.into(), Save { now: bytes, before: None })),
        }
    }

    /// Returns what was in a file before it was saved last; what is in it if it was not saved since the preview began.
    pub(super) fn before(&self, name: &str) -> Option<Bytes> {
        self.0.get(name).map(|save| save.before.as_ref().unwrap_or(&save.now).clone())
    }
}

/// Returns a file as the last commit of its folder has it.
///
/// # Errors
/// Why there is no such state, in words.
pub(super) fn committed(path: &Path) -> Result<Bytes, String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().and_then(|name| name.to_str()).ok_or("the path is not UTF-8")?;
    // Reads one object and does nothing else: no hook, no filter, nothing fetched, whatever the repository says.
    let mut child = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["--no-pager", "-c", "core.fsmonitor=false", "cat-file", "blob"])
        .arg(format!("HEAD:./{name}"))
        .env("GIT_NO_LAZY_FETCH", "1")
        // Before version 2.45 git knows nothing of that, and a repository may say with what program to fetch.
        .env("GIT_ALLOW_PROTOCOL", "none")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_TERMINAL_PROMPT", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("git cannot be started: {error}"))?;
    let bytes = output_within(&mut child);
    if bytes.is_err() {
        // It may have ended by itself.
        let _ = child.kill();
    }
    let is_success = child.wait().is_ok_and(|status| status.success());
    match bytes {
        Ok(_) if !is_success => {
            Err("the folder is no git repository, or its last commit does not have this file".to_owned())
        }
        bytes => bytes,
    }
}

/// Reads what a program writes: not for ever, and not more than a text may have.
fn output_within(child: &mut Child) -> Result<Bytes, String> {
    let output = child.stdout.take().ok_or("git says nothing")?;
    let (sender, read) = channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = output.take(LARGEST_TEXT + 1).read_to_end(&mut bytes);
        // Nobody may be waiting any more.
        let _ = sender.send(read.map(|_| bytes));
    });
    match read.recv_timeout(PATIENCE) {
        Ok(Ok(bytes)) if bytes.len() as u64 > LARGEST_TEXT => Err("the committed file is too large".to_owned()),
        Ok(Ok(bytes)) => Ok(Bytes::from(bytes)),
        Ok(Err(error)) => Err(format!("git cannot be heard: {error}")),
        Err(_) => Err(format!("git has not answered within {} seconds", PATIENCE.as_secs())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_save_has_one_before_it() {
        let mut saves = Saves::default();
        assert_eq!(saves.before("en.yaml"), None);
        for (saved, before) in [("one", "one"), ("two", "one"), ("two", "one"), ("three", "two")] {
            saves.note("en.yaml", Bytes::from(saved.to_owned()));
            assert_eq!(saves.before("en.yaml").as_deref(), Some(before.as_bytes()), "{saved}");
        }
    }
}
