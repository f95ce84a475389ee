//! The fence around a child process: what it may read, and that it writes nothing and reaches no network.
//!
//! On Linux the fence is made of landlock (files and TCP), an empty network namespace where the system allows one
//! (everything else of the network), and resource limits. Each holds or does not on a given machine; the process goes on
//! with what it gets, and [`report`] tells the truth by trying. On other systems there are resource limits at most.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::Limits;
use crate::carrier::run_child;
use crate::helper::{Bounds, Errand, Order};

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
pub fn report(program: &Path, folder: &Path, limits: Limits) -> Result<Vec<Rule>, String> {
    let order = Order { errand: Errand::Report { folder: folder.to_owned() }, operation: 0, limits: limits.into() };
    let done = run_child(program, &order, &[], limits).map_err(|failure| failure.what())?;
    serde_json::from_slice(&done.output).map_err(|error| error.to_string())
}

/// Goes behind the fence, for good.
#[cfg(target_os = "linux")]
pub(crate) fn enter(folder: Option<&Path>, bounds: Bounds) {
    linux::limit(bounds);
    linux::leave_the_network();
    // What landlock cannot keep on this kernel, it leaves; `report` tells what it keeps.
    let _ = linux::restrict(folder);
}

/// Goes behind what fence there is.
#[cfg(not(target_os = "linux"))]
pub(crate) fn enter(_: Option<&Path>, _: Bounds) {}

/// Tries to get out, and says which ways are closed. To be called behind the fence.
pub(crate) fn tried(folder: &Path, bounds: Bounds) -> Vec<Rule> {
    let rule = |forbids: String, holds: bool| Rule { forbids, holds };
    let folders = "read files outside its own folder and the system's run-time folders";
    vec![
        rule(folders.to_owned(), tries::reading_fails()),
        rule("write, make or remove files".to_owned(), tries::writing_fails(folder)),
        rule("open TCP connections".to_owned(), tries::tcp_fails()),
        rule("reach the network otherwise (UDP)".to_owned(), tries::udp_fails()),
        rule(format!("take more than {} MiB of memory", bounds.memory >> 20), tries::memory_ends(bounds.memory)),
        rule(format!("use the processors for more than {} s", processor_seconds(bounds)), tries::time_ends()),
        rule("see the environment of engross".to_owned(), std::env::vars_os().next().is_none()),
    ]
}

/// The processor time of all threads together, which ends even what escapes the clock.
fn processor_seconds(bounds: Bounds) -> u64 {
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    bounds.time.as_secs().max(1).saturating_mul(processors as u64)
}

/// Ways out of the fence, each tried in earnest.
mod tries {
    use std::fs;
    use std::io::ErrorKind;
    use std::net::{Ipv4Addr, SocketAddr, TcpStream, UdpSocket};
    use std::path::Path;
    use std::time::Duration;

    /// Files that everybody may read and that lie outside all run-time folders.
    const READABLE: [&str; 3] = ["/etc/passwd", "/proc/self/status", "/etc/hostname"];

    pub(super) fn reading_fails() -> bool {
        READABLE.iter().all(|file| fs::File::open(file).is_err())
    }

    pub(super) fn writing_fails(folder: &Path) -> bool {
        let name = format!(".engross-fence-{}", std::process::id());
        [folder.to_owned(), std::env::temp_dir(), "/dev/shm".into(), "/var/tmp".into()].iter().all(|folder| {
            let file = folder.join(&name);
            let written = fs::write(&file, b"out");
            let made = fs::metadata(&file).is_ok();
            let _ = fs::remove_file(&file);
            written.is_err() && !made
        })
    }

    /// A port at which nobody listens: without a fence, the connection is refused by the other side.
    const NOBODY: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 9);

    pub(super) fn tcp_fails() -> bool {
        let outcome = TcpStream::connect_timeout(&NOBODY, Duration::from_millis(500));
        matches!(outcome.map_err(|error| error.kind()), Err(kind) if is_no_network(kind))
    }

    pub(super) fn udp_fails() -> bool {
        let outcome = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).and_then(|socket| socket.send_to(b"out", NOBODY));
        matches!(outcome.map_err(|error| error.kind()), Err(kind) if is_no_network(kind))
    }

    fn is_no_network(kind: ErrorKind) -> bool {
        matches!(kind, ErrorKind::PermissionDenied | ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable)
    }

    pub(super) fn memory_ends(memory: usize) -> bool {
        Vec::<u8>::new().try_reserve_exact(memory).is_err()
    }

    #[cfg(unix)]
    pub(super) fn time_ends() -> bool {
        rustix::process::getrlimit(rustix::process::Resource::Cpu).current.is_some()
    }

    #[cfg(not(unix))]
    pub(super) fn time_ends() -> bool {
        false
    }
}

#[cfg(target_os = "linux")]
mod linux {
    #![expect(unsafe_code, reason = "leaving the network namespace is a system call that rustix leaves unsafe")]

    use std::path::Path;

    use landlock::{
        ABI, Access as _, AccessFs, AccessNet, Ruleset, RulesetAttr as _, RulesetCreatedAttr as _, RulesetError, Scope,
        path_beneath_rules,
    };
    use rustix::process::{Resource, Rlimit, setrlimit};
    use rustix::thread::{UnshareFlags, unshare_unsafe};

    use super::RUN_TIME_FOLDERS;
    use crate::helper::Bounds;

    /// The newest landlock whose rules are asked for. An older kernel keeps those that it knows.
    const NEWEST: ABI = ABI::V6;

    /// Bounds memory, processor time and the size of files.
    pub(super) fn limit(bounds: Bounds) {
        for (resource, most) in [
            (Resource::As, bounds.memory as u64),
            (Resource::Cpu, super::processor_seconds(bounds)),
            (Resource::Fsize, 0),
            (Resource::Core, 0),
        ] {
            // Where the system has a lower limit already, that one stays.
            let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
        }
    }

    /// Moves into an empty network, where the system lets a user do so.
    pub(super) fn leave_the_network() {
        // SAFETY: only `FILES` could take file descriptors from other threads, and it is not among the flags.
        let _ = unsafe { unshare_unsafe(UnshareFlags::NEWUSER | UnshareFlags::NEWNET) };
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
}
