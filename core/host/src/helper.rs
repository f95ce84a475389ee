//! The other side of a child process: what this program does when the host has started it anew.
//!
//! A program that uses the host calls [`do_errand`] before anything else. If the process was started for an errand, it
//! goes behind the [`fence`], and then becomes the plugin's program, or loads the plugin and answers one
//! call on its standard input and output. Nothing happens between fork and exec: the fence is built by a process that
//! is already on its own.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use engross_plugin::abi::Status;
use engross_plugin::{Backend, OPERATIONS, answer, serve_on};
use serde::{Deserialize, Serialize};

use crate::Limits;
use crate::carrier::Library;
use crate::failure::Failure;
use crate::fence::{self, Tie};

/// The exit code of a helper that could not even start the plugin. A plugin may end with it too: only a helper begins its
/// words on standard error with [`NOT_STARTED_MARK`], and then says why, and on a second line what to do.
pub(crate) const NOT_STARTED: u32 = 125;
pub(crate) const NOT_STARTED_MARK: &str = "__plugin was not started: ";

/// The first argument of a process that is started for an errand.
const MARK: &str = "__plugin";

/// What a child process is for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Errand {
    /// Become this program.
    Program { file: PathBuf },
    /// Load this library and make one call.
    Library { file: PathBuf, symbol: String },
    /// Call a backend of this program.
    Embedded { id: String },
    /// Find out what the fence around this folder, or around none, keeps.
    Report { folder: Option<PathBuf> },
}

impl Errand {
    /// Returns the folder that may be read meanwhile.
    pub(crate) fn folder(&self) -> Option<&Path> {
        match self {
            Self::Program { file } | Self::Library { file, .. } => file.parent(),
            Self::Embedded { .. } => None,
            Self::Report { folder } => folder.as_deref(),
        }
    }
}

/// An errand and its terms.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) errand: Errand,
    pub(crate) operation: u32,
    pub(crate) limits: Bounds,
    pub(crate) host: Host,
}

/// Who gives an order, and must not be outlived.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Host {
    /// The number of the process.
    pub(crate) process: u32,
    /// The number of the [`Tie`] to it.
    pub(crate) tie: i32,
}

/// What of the [`Limits`] a child keeps by itself.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Bounds {
    pub(crate) time: Duration,
    pub(crate) memory: usize,
}

impl From<Limits> for Bounds {
    fn from(limits: Limits) -> Self {
        Self { time: limits.time, memory: limits.memory }
    }
}

impl Order {
    pub(crate) fn new(errand: Errand, operation: u32, limits: Limits, tie: &Tie) -> Self {
        let host = Host { process: std::process::id(), tie: tie.number() };
        Self { errand, operation, limits: limits.into(), host }
    }

    /// Returns the command line of the child process.
    pub(crate) fn arguments(&self) -> [String; 2] {
        // A path that is not UTF-8 has no form in JSON; the child then refuses the empty order.
        [MARK.to_owned(), serde_json::to_string(self).unwrap_or_default()]
    }
}

/// Does the errand for which this process was started; `None` if it was started by a user.
pub fn do_errand(backends: impl FnOnce() -> Vec<Box<dyn Backend>>) -> Option<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next()? != MARK {
        return None;
    }
    let order = arguments.next().unwrap_or_default();
    Some(match serde_json::from_slice(order.as_encoded_bytes()) {
        Ok(order) => work(&order, backends),
        Err(_) => not_started("its path cannot be passed on: it is not UTF-8"),
    })
}

fn work(order: &Order, backends: impl FnOnce() -> Vec<Box<dyn Backend>>) -> ExitCode {
    let Order { errand, operation, limits, host } = order;
    match errand {
        Errand::Program { file } => {
            let folder = errand.folder().unwrap_or(Path::new("/"));
            fence::enter(Some(folder), *limits, *host);
            become_program(file, folder, *operation)
        }
        Errand::Library { file, symbol } => {
            fence::enter(errand.folder(), *limits, *host);
            let out = own_output();
            match Library::open(file, symbol) {
                Ok(library) => serve_on(out, |input| status(library.call(*operation, input))),
                Err((reason, help)) => not_started(&format!("{reason}\n{help}")),
            }
        }
        Errand::Embedded { id } => {
            let Some(backend) = backends().into_iter().find(|backend| backend.manifest().id == *id) else {
                return not_started("this program has no such backend");
            };
            fence::enter(None, *limits, *host);
            serve_on(own_output(), |input| answer(&*backend, *operation, input))
        }
        Errand::Report { folder } => {
            let rules = fence::tried(folder.as_deref(), *limits, *host);
            let report = serde_json::to_vec(&rules).unwrap_or_default();
            serve_on(std::io::stdout(), |_| (Status::Done, report))
        }
    }
}

/// Takes standard output for the answer alone: whatever a library prints of its own accord goes to standard error, where
/// its last words are looked for.
#[cfg(unix)]
fn own_output() -> Box<dyn std::io::Write> {
    use std::os::fd::AsFd as _;
    let out = std::io::stdout().as_fd().try_clone_to_owned();
    match out.and_then(|out| Ok(rustix::stdio::dup2_stdout(std::io::stderr()).map(|()| out)?)) {
        Ok(out) => Box::new(std::fs::File::from(out)),
        // Too many files are open; then its words and the answer share a pipe, and the answer may not read.
        Err(_) => Box::new(std::io::stdout()),
    }
}

#[cfg(not(unix))]
fn own_output() -> Box<dyn std::io::Write> {
    Box::new(std::io::stdout())
}

/// Turns what the library did into what a process says.
fn status(outcome: Result<Vec<u8>, Failure>) -> (Status, Vec<u8>) {
    match outcome {
        Ok(output) => (Status::Done, output),
        Err(Failure::Refused(output)) => (Status::Refused, output),
        Err(Failure::UnknownOperation) => (Status::UnknownOperation, Vec::new()),
        Err(Failure::Panicked(message)) => (Status::Panicked, message.into_bytes()),
        Err(other) => (Status::Panicked, other.what().into_bytes()),
    }
}

/// Becomes the plugin's program; comes back only if that fails.
#[cfg(unix)]
fn become_program(file: &Path, folder: &Path, operation: u32) -> ExitCode {
    use std::os::unix::process::CommandExt as _;
    let error = command(file, folder, operation).exec();
    not_started(&reason(&error))
}

/// Runs the plugin's program where a process cannot become another.
#[cfg(not(unix))]
fn become_program(file: &Path, folder: &Path, operation: u32) -> ExitCode {
    match command(file, folder, operation).status() {
        Ok(status) => ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(u8::MAX)),
        Err(error) => not_started(&reason(&error)),
    }
}

/// The program's command line, and the whole of its environment.
fn command(file: &Path, folder: &Path, operation: u32) -> std::process::Command {
    let name = OPERATIONS.iter().find(|(_, number)| *number == operation).map(|(name, _)| (*name).to_owned());
    let mut command = std::process::Command::new(file);
    command
        .arg(name.unwrap_or_else(|| format!("operation-{operation}")))
        .current_dir(folder)
        .env_clear()
        .env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .env("LANG", "C.UTF-8");
    command
}

fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "it, or the interpreter that its first line names, is not there".to_owned(),
        std::io::ErrorKind::PermissionDenied => format!(
            "it, or the interpreter that its first line names, may not be executed; outside its own folder only programs in {} may be",
            fence::RUN_TIME_FOLDERS.join(", ")
        ),
        _ => error.to_string(),
    }
}

fn not_started(reason: &str) -> ExitCode {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{NOT_STARTED_MARK}{reason}");
    ExitCode::from(u8::try_from(NOT_STARTED).unwrap_or(u8::MAX))
}
