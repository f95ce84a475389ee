//! Plugins in processes of their own: programs, and native plugins under isolation.
//!
//! One process a call. The request goes to its standard input, the response comes from its standard output, the exit
//! code is the status, and what it says on standard error stands in the finding when it fails. The process is this very
//! program, started anew as a [`helper`]: it puts itself behind a fence where the system has one, and then
//! does its errand.

use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{self, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use engross_plugin::abi::Status;

use super::outcome;
use crate::Limits;
use crate::failure::{Failure, shown};
use crate::helper::{self, Errand, Order};

/// A plugin that is started for every call.
pub(super) struct Child {
    program: PathBuf,
    errand: Errand,
    limits: Limits,
}

/// What of a child's last words is kept: 64 KiB.
const MOST_WORDS: u64 = 64 << 10;

impl Child {
    /// `program` is this very program.
    pub(super) fn new(program: &Path, errand: Errand, limits: Limits) -> Self {
        Self { program: program.to_owned(), errand, limits }
    }

    pub(super) fn carrier(&self) -> &'static str {
        match &self.errand {
            Errand::Program { .. } => "program",
            Errand::Library { .. } => "library (isolated)",
            Errand::Embedded { .. } | Errand::Report { .. } => "embedded (isolated)",
        }
    }

    /// Makes one call.
    pub(super) fn call(&self, operation: u32, input: &[u8]) -> Result<Vec<u8>, Failure> {
        let order = Order { errand: self.errand.clone(), operation, limits: self.limits.into() };
        let done = run(&self.program, &order, input, self.limits)?;
        let said = shown(&String::from_utf8_lossy(&done.words), 600);
        match done.status.code().map(u32::try_from) {
            Some(Ok(helper::NOT_STARTED)) => Err(not_started(&String::from_utf8_lossy(&done.words))),
            Some(Ok(number)) => match Status::from_number(number) {
                // A program that fails of itself often ends with 1 too, and then has nothing to answer.
                Some(Status::Refused) if done.output.is_empty() => {
                    Err(Failure::Ended("ended with code 1".to_owned(), said))
                }
                Some(Status::Panicked) => Err(Failure::Panicked(said)),
                Some(status) => outcome((status, done.output)),
                None => Err(Failure::Ended(format!("ended with code {number}"), said)),
            },
            _ => Err(Failure::Ended(self.by_the_system(done.status), said)),
        }
    }

    /// Says how the system ended it; wanting too much memory is the commonest reason, and has no signal of its own.
    fn by_the_system(&self, status: ExitStatus) -> String {
        format!("was ended by the system ({status}; it may take {} MiB of memory)", self.limits.memory >> 20)
    }
}

/// Reads what a helper says that could not start: why, and on a second line what to do.
fn not_started(words: &str) -> Failure {
    let mut lines = words.lines().map(|line| shown(line, 600));
    Failure::NotStarted(lines.next().unwrap_or_default(), lines.next())
}

/// A process that came to its end.
pub(crate) struct Done {
    pub(crate) status: ExitStatus,
    pub(crate) output: Vec<u8>,
    pub(crate) words: Vec<u8>,
}

/// Starts a helper, gives it the input and waits for its output, all within the limits.
///
/// The pipes are served by threads that are not waited for: whoever else holds a pipe open, a process that the child
/// left behind for instance, cannot keep the host.
pub(crate) fn run(program: &Path, order: &Order, input: &[u8], limits: Limits) -> Result<Done, Failure> {
    let not_started = |error: &dyn std::fmt::Display| Failure::NotStarted(error.to_string(), None);
    let until = Instant::now() + limits.time;
    let mut command = Command::new(program);
    command.args(order.arguments()).env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    in_a_group_of_its_own(&mut command);
    let mut child = command.spawn().map_err(|error| not_started(&error))?;
    let (Some(mut stdin), Some(stdout), Some(stderr)) = (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err(not_started(&"its pipes are missing"));
    };
    let input = input.to_vec();
    // A child that does not want its input, or dies over it, is no error here: its status tells.
    thread::spawn(move || drop(stdin.write_all(&input)));
    let words = in_the_background(stderr, MOST_WORDS);
    let output = in_the_background(stdout, limits.response as u64 + 1);
    let ended = output.recv_timeout(until.saturating_duration_since(Instant::now())).ok().and_then(|output| {
        if output.len() > limits.response {
            return Some((None, output));
        }
        wait(&mut child, until).map(|status| (Some(status), output))
    });
    end(&mut child);
    match ended {
        None => Err(Failure::TooSlow(limits.time)),
        Some((None, _)) => Err(Failure::TooLong(limits.response)),
        Some((Some(status), output)) => {
            let words = words.recv_timeout(Duration::from_millis(200)).unwrap_or_default();
            Ok(Done { status, output, words })
        }
    }
}

/// Waits for a child that has said all it has to say, and so is about to end.
fn wait(child: &mut process::Child, until: Instant) -> Option<ExitStatus> {
    let mut pause = Duration::from_micros(50);
    loop {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        if Instant::now() >= until {
            return None;
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(5));
    }
}

/// Ends a child, if it has not ended, and all that it started.
fn end(child: &mut process::Child) {
    // Errors mean that nobody is left.
    end_group(child.id());
    let _ = child.kill();
    let _ = child.wait();
}

/// Reads at most so many bytes on a thread of its own; what follows is not waited for.
fn in_the_background(from: impl Read + Send + 'static, most: u64) -> mpsc::Receiver<Vec<u8>> {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What arrived before an error is all there is; and nobody may be waiting any more.
        let _ = from.take(most).read_to_end(&mut bytes);
        let _ = send.send(bytes);
    });
    receive
}

#[cfg(unix)]
fn in_a_group_of_its_own(command: &mut Command) {
    use std::os::unix::process::CommandExt as _;
    command.process_group(0);
}

#[cfg(not(unix))]
fn in_a_group_of_its_own(_: &mut Command) {}

#[cfg(unix)]
fn end_group(id: u32) {
    if let Some(group) = i32::try_from(id).ok().and_then(rustix::process::Pid::from_raw) {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
}

#[cfg(not(unix))]
fn end_group(_: u32) {}
