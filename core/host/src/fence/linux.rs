//! What the fence is made of on Linux, besides the filter of system calls.
#![expect(unsafe_code, reason = "system calls that no crate offers as safe functions")]

use std::path::Path;

use landlock::{
    ABI, Access as _, AccessFs, AccessNet, Ruleset, RulesetAttr as _, RulesetCreatedAttr as _, RulesetError, Scope,
    path_beneath_rules,
};
use rustix::process::{Resource, Rlimit, getppid, setrlimit};
use rustix::thread::{UnshareFlags, unshare_unsafe};

use super::RUN_TIME_FOLDERS;
use crate::helper::Bounds;

/// The newest landlock whose rules are asked for. An older kernel keeps those that it knows.
const NEWEST: ABI = ABI::V6;

/// The number under which a fenced process has its [tie](super::Tie): high, so that no program picks it for itself.
pub(super) const TIE: libc::c_int = 250;

/// Commands of `fcntl` that `libc` does not name.
pub(super) const F_SETSIG: libc::c_int = 10;
const F_GETSIG: libc::c_int = 11;
pub(super) const F_SETOWN_EX: libc::c_int = 15;

/// How many files a process may have open. What lies in their buffers is memory that no other limit counts.
const MOST_FILES: u64 = 256;

/// Closes all files but the three standard ones and the tie: whoever started engross may have left some open.
pub(super) fn close_what_was_left_open(tie: i32) {
    let below = TIE.unsigned_abs() - 1;
    // SAFETY: this process has opened nothing yet, so that nobody in it owns one of these descriptors.
    unsafe {
        libc::dup2(tie, TIE);
        libc::syscall(libc::SYS_close_range, 3, below, 0);
        libc::syscall(libc::SYS_close_range, TIE + 1, libc::c_uint::MAX, 0);
    }
}

/// Moves into an empty network, where the system lets a user do so.
pub(super) fn leave_the_network() {
    // SAFETY: only `FILES` could take file descriptors from other threads, and it is not among the flags.
    let _ = unsafe { unshare_unsafe(UnshareFlags::NEWUSER | UnshareFlags::NEWNET) };
}

/// Bounds memory, processor time, and the number and size of files.
pub(super) fn limit(bounds: Bounds) {
    for (resource, most) in [
        (Resource::As, bounds.memory as u64),
        (Resource::Cpu, super::processor_seconds(bounds)),
        (Resource::Fsize, 0),
        (Resource::Nofile, MOST_FILES),
        (Resource::Core, 0),
    ] {
        // Where the system has a lower limit already, that one stays.
        let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
    }
}

/// Lets files be read and executed only beneath the folders, written nowhere but to `/dev/null`, and no TCP port be
/// reached.
pub(super) fn restrict(folder: Option<&Path>) -> Result<(), RulesetError> {
    let own = folder.map(Path::as_os_str);
    let readable = RUN_TIME_FOLDERS.iter().map(AsRef::as_ref).chain(own);
    Ruleset::default()
        .handle_access(AccessFs::from_all(NEWEST))?
        .handle_access(AccessNet::from_all(NEWEST))?
        .scope(Scope::from_all(NEWEST))?
        .create()?
        .add_rules(path_beneath_rules(readable, AccessFs::from_read(NEWEST)))?
        .add_rules(path_beneath_rules(["/dev/null"], AccessFs::from_file(NEWEST)))?
        .restrict_self()?;
    Ok(())
}

/// Has the system end this process when its host ends, however that comes about: the host alone holds the other end of
/// the tie. Unlike a parent's death signal it holds for all threads, and for what they become.
pub(super) fn end_with(host: u32) {
    // SAFETY: these change how the system tells of a file, and no memory.
    unsafe {
        libc::fcntl(TIE, F_SETSIG, libc::SIGKILL);
        libc::fcntl(TIE, libc::F_SETOWN, libc::getpid());
        libc::fcntl(TIE, libc::F_SETFL, libc::O_ASYNC);
    }
    // The host may have ended before it was said.
    if getppid().is_none_or(|parent| parent.as_raw_nonzero().get().unsigned_abs() != host) {
        std::process::abort();
    }
}

/// Tells whether the end of the host ends this process.
pub(super) fn is_tied() -> bool {
    // SAFETY: these only ask.
    let (flags, signal, owner) =
        unsafe { (libc::fcntl(TIE, libc::F_GETFL), libc::fcntl(TIE, F_GETSIG), libc::fcntl(TIE, libc::F_GETOWN)) };
    flags != -1 && flags & libc::O_ASYNC != 0 && signal == libc::SIGKILL && owner.unsigned_abs() == std::process::id()
}

/// Tells whether a system call is not permitted. Every argument is 0 but the first two.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
pub(super) fn is_refused(call: libc::c_long, first: u64, second: u64) -> bool {
    // SAFETY: the callers name calls that do nothing with these arguments: their pointers are null.
    let outcome = unsafe { libc::syscall(call, first, second, 0, 0, 0, 0) };
    outcome == -1 && std::io::Error::last_os_error().raw_os_error() == Some(libc::EPERM)
}
