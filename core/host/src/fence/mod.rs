//! The fence around a child process: it reads its own folder and the system's, and that is all that it can do.
//!
//! On Linux the fence is made of landlock (files and TCP), a filter of system calls (all that landlock does not cover: see
//! `calls.rs`), an empty network namespace where the system allows one, resource limits, and a tie to the life of engross.
//! It starts no other process, so that its limits are those of all that it does. Each rule holds or does not on a given
//! machine; the process goes on with what it gets, and [`report`] tells the truth by trying. Other systems have no fence.

#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
mod calls;
#[cfg(target_os = "linux")]
mod linux;
mod tie;
#[cfg(target_os = "linux")]
mod tries;

use std::path::Path;

use serde::{Deserialize, Serialize};

pub(crate) use self::tie::Tie;
use crate::Limits;
use crate::carrier::run_child;
use crate::helper::{Bounds, Errand, Host};

/// What a fenced program may read and execute besides its own folder: where systems keep programs, their libraries and
/// what the loader needs. Those that a machine does not have are passed over.
pub const RUN_TIME_FOLDERS: &[&str] = &[
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/opt",
    "/nix/store",
    "/gnu/store",
    "/etc/alternatives",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/dev/null",
    "/dev/zero",
    "/dev/random",
    "/dev/urandom",
];

/// One thing that the fence should keep, and whether it does on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// What the plugin cannot do: `write files`.
    pub forbids: String,
    /// Whether it was tried behind the fence and failed.
    pub holds: bool,
}

/// Finds out what the fence around a folder keeps on this machine, by building one in a child process and trying to get
/// out. `program` is this very program.
///
/// # Errors
/// A sentence that says why it could not be tried.
pub(crate) fn report(program: &Path, folder: Option<&Path>, limits: Limits) -> Result<Vec<Rule>, String> {
    let errand = Errand::Report { folder: folder.map(Path::to_owned) };
    let done = run_child(program, &errand, 0, &[], limits).map_err(|failure| failure.what())?;
    serde_json::from_slice(&done.output).map_err(|error| error.to_string())
}

/// Goes behind the fence, for good.
#[cfg(target_os = "linux")]
pub(crate) fn enter(folder: Option<&Path>, bounds: Bounds, host: Host) {
    // What cannot be kept on this kernel is left; `report` tells what is kept.
    linux::close_what_was_left_open(host.tie);
    linux::leave_the_network();
    linux::limit(bounds);
    let _ = linux::restrict(folder);
    linux::end_with(host.process);
    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    let _ = calls::refuse();
}

/// Goes behind what fence there is.
#[cfg(not(target_os = "linux"))]
pub(crate) fn enter(_: Option<&Path>, _: Bounds, _: Host) {}

/// Goes behind the fence around a folder, tries to get out, and says which ways are closed.
#[cfg(target_os = "linux")]
pub(crate) fn tried(folder: Option<&Path>, bounds: Bounds, host: Host) -> Vec<Rule> {
    let left_open = tries::leave_open();
    enter(folder, bounds, host);
    let rule = |forbids: &str, holds: bool| Rule { forbids: forbids.to_owned(), holds };
    vec![
        rule("read files outside its own folder and the system's run-time folders", tries::reading_fails()),
        rule("write, make or remove files", tries::writing_fails(folder)),
        rule("change the mode, owner, times or attributes of files", tries::changing_fails(folder)),
        rule("use files that were open when engross was started", tries::is_closed(left_open)),
        rule("open TCP connections", tries::tcp_fails()),
        rule("reach the network otherwise (UDP)", tries::udp_fails()),
        rule("reach other programs through sockets or shared memory", tries::sockets_fail()),
        rule("start other processes", tries::starting_fails()),
        rule("steer, end or look into other processes", tries::steering_fails()),
        rule("reach deep into the system (namespaces, mounts, keys, bpf, io_uring)", tries::depths_fail()),
        rule("outlive engross", tries::outliving_fails()),
        rule(&format!("take more than {} MiB of memory", bounds.memory >> 20), tries::memory_ends(bounds.memory)),
        rule(&format!("use the processors for more than {} s", processor_seconds(bounds)), tries::time_ends()),
        rule("see the environment of engross", std::env::vars_os().next().is_none()),
    ]
}

/// Without a fence nothing is kept.
#[cfg(not(target_os = "linux"))]
pub(crate) fn tried(_: Option<&Path>, _: Bounds, _: Host) -> Vec<Rule> {
    Vec::new()
}

/// The processor time of all threads together, which ends even what escapes the clock.
#[cfg(target_os = "linux")]
fn processor_seconds(bounds: Bounds) -> u64 {
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    bounds.time.as_secs().max(1).saturating_mul(processors as u64)
}
