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
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use engross_plugin::abi::Status;

use super::outcome;
use crate::Limits;
use crate::failure::{Failure, shown};
use crate::fence::{self, Tie};
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

    /// Finds out what the fence around it keeps on this machine.
    pub(super) fn fence(&self) -> Result<Vec<fence::Rule>, String> {
        fence::report(&self.program, self.errand.folder(), self.limits)
    }

    /// Returns the folder that it may read.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.errand.folder()
    }

    /// Makes one call.
    pub(super) fn call(&self, operation: u32, input: &[u8]) -> Result<Vec<u8>, Failure> {
        let done = run(&self.program, &self.errand, operation, input, self.limits)?;
        let words = String::from_utf8_lossy(&done.words);
        let said = shown(&words, 600);
        match done.status.code().map(u32::try_from) {
            Some(Ok(helper::NOT_STARTED)) if words.starts_with(helper::NOT_STARTED_MARK) => Err(not_started(&words)),
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
    let reason = words.strip_prefix(helper::NOT_STARTED_MARK).unwrap_or(words);
    let mut lines = reason.lines().map(|line| shown(line, 600));
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
/// The pipes are served by threads. They end with the child; only where there is no fence may somebody whom it left behind
/// hold a pipe open, and such a thread is not waited for.
pub(crate) fn run(
    program: &Path,
    errand: &Errand,
    operation: u32,
    input: &[u8],
    limits: Limits,
) -> Result<Done, Failure> {
    let not_started = |error: &dyn std::fmt::Display| Failure::NotStarted(error.to_string(), None);
    let until = Instant::now() + limits.time;
    let tie = Tie::new().map_err(|error| not_started(&error))?;
    let order = Order::new(errand.clone(), operation, limits, &tie);
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
    let input = Background::start(move || drop(stdin.write_all(&input)));
    let words = Background::start(move || read(stderr, MOST_WORDS));
    let output = Background::start(move || read(stdout, limits.response as u64 + 1));
    let output = output.outcome(until.saturating_duration_since(Instant::now()));
    let is_whole = output.as_ref().is_some_and(|output| output.len() <= limits.response);
    let in_time = is_whole && wait(&mut child, until);
    let status = end(&mut child);
    let words = words.outcome(AFTER_THE_END).unwrap_or_default();
    input.outcome(AFTER_THE_END);
    drop(tie);
    match (output, status) {
        (Some(output), _) if output.len() > limits.response => Err(Failure::TooLong(limits.response)),
        (Some(output), Some(status)) if in_time => Ok(Done { status, output, words }),
        _ => Err(Failure::TooSlow(limits.time)),
    }
}

/// How long the pipes of a child that has ended may take to run dry.
const AFTER_THE_END: Duration = Duration::from_secs(1);

/// Work on a thread of its own.
struct Background<T> {
    thread: JoinHandle<()>,
    outcome: mpsc::Receiver<T>,
}

impl<T: Send + 'static> Background<T> {
    fn start(work: impl FnOnce() -> T + Send + 'static) -> Self {
        let (send, outcome) = mpsc::channel();
        // Nobody may be waiting any more.
        let thread = thread::spawn(move || drop(send.send(work())));
        Self { thread, outcome }
    }

    /// Waits so long for the work to be done.
    fn outcome(self, time: Duration) -> Option<T> {
        let outcome = self.outcome.recv_timeout(time).ok()?;
        // It has nothing left to do, and nothing to say.
        let _ = self.thread.join();
        Some(outcome)
    }
}

/// Reads at most so many bytes; what follows is not waited for.
fn read(from: impl Read, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    // What arrived before an error is all there is.
    let _ = from.take(most).read_to_end(&mut bytes);
    bytes
}

/// Waits for a child that has said all it has to say, and so is about to end. It stays in the system's books, so that its
/// number is nobody else's before [`end`].
fn wait(child: &mut process::Child, until: Instant) -> bool {
    let mut pause = Duration::from_micros(50);
    while !has_ended(child) {
        if Instant::now() >= until {
            return false;
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(5));
    }
    true
}

/// Ends all that a child started, and itself if it has not ended; returns how it did.
fn end(child: &mut process::Child) -> Option<ExitStatus> {
    // Errors mean that nobody is left.
    end_group(child.id());
    let _ = child.kill();
    child.wait().ok()
}

#[cfg(unix)]
fn in_a_group_of_its_own(command: &mut Command) {
    use std::os::unix::process::CommandExt as _;
    command.process_group(0);
}

#[cfg(not(unix))]
fn in_a_group_of_its_own(_: &mut Command) {}

#[cfg(unix)]
fn has_ended(child: &mut process::Child) -> bool {
    use rustix::process::{WaitId, WaitIdOptions, waitid};
    let Some(child) = number(child.id()) else { return true };
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    !matches!(waitid(WaitId::Pid(child), options), Ok(None))
}

#[cfg(not(unix))]
fn has_ended(child: &mut process::Child) -> bool {
    !matches!(child.try_wait(), Ok(None))
}

#[cfg(unix)]
fn number(id: u32) -> Option<rustix::process::Pid> {
    i32::try_from(id).ok().and_then(rustix::process::Pid::from_raw)
}

#[cfg(unix)]
fn end_group(id: u32) {
    if let Some(group) = number(id) {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
}

#[cfg(not(unix))]
fn end_group(_: u32) {}
