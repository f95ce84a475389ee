//! Ways out of the fence, each tried in earnest.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, SocketAddr, TcpStream, UdpSocket};
use std::os::fd::{AsFd as _, AsRawFd as _, IntoRawFd as _, RawFd};
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use rustix::fs::{Mode, fchmod};
use rustix::process::{self, Resource};

use super::linux::{TIE, is_refused, is_tied};

/// Files that everybody may read and that lie outside all run-time folders.
const READABLE: [&str; 3] = ["/etc/passwd", "/proc/self/status", "/etc/hostname"];

pub(super) fn reading_fails() -> bool {
    READABLE.iter().all(|file| File::open(file).is_err())
}

pub(super) fn writing_fails(folder: Option<&Path>) -> bool {
    let name = format!(".engross-fence-{}", std::process::id());
    let elsewhere = [std::env::temp_dir(), "/dev/shm".into(), "/var/tmp".into()];
    folder.map(Path::to_owned).into_iter().chain(elsewhere).all(|folder| {
        let file = folder.join(&name);
        let written = fs::write(&file, b"out");
        let made = fs::metadata(&file).is_ok();
        let _ = fs::remove_file(&file);
        written.is_err() && !made
    })
}

/// Changes nothing: the folder gets the mode that it has.
pub(super) fn changing_fails(folder: Option<&Path>) -> bool {
    let same_mode =
        |folder: &Path| fs::metadata(folder).and_then(|about| fs::set_permissions(folder, about.permissions()));
    // The pipe that is standard input belongs to this user, whoever owns the folder.
    fchmod(io::stdin(), Mode::RUSR | Mode::WUSR).is_err() && folder.is_none_or(|folder| same_mode(folder).is_err())
}

/// Leaves a file open, as the caller of engross may have done; returns its number.
pub(super) fn leave_open() -> Option<RawFd> {
    io::stdin().as_fd().try_clone_to_owned().ok().map(|file| file.into_raw_fd())
}

/// A new file gets the smallest number that is free.
pub(super) fn is_closed(left_open: Option<RawFd>) -> bool {
    let next = File::open("/dev/null").ok().map(|file| file.as_raw_fd());
    left_open.zip(next).is_some_and(|(left_open, next)| next <= left_open)
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

pub(super) fn sockets_fail() -> bool {
    UnixDatagram::unbound().is_err() && is_refused(libc::SYS_shmget, 0, 1) && is_refused(libc::SYS_msgget, 0, 0)
}

pub(super) fn starting_fails() -> bool {
    let mut command = Command::new("/bin/true");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match command.spawn() {
        Ok(mut child) => {
            let _ = child.wait();
            false
        }
        // Another error would be about the file, which comes after the start.
        Err(error) => error.raw_os_error() == Some(libc::EPERM),
    }
}

/// Tries it on the process that started this one, which gets the limit that it has.
pub(super) fn steering_fails() -> bool {
    let Some(host) = process::getppid() else { return false };
    let number = host.as_raw_nonzero().get().unsigned_abs().into();
    let same_limit = process::getrlimit(Resource::Nofile);
    process::test_kill_process(host).is_err()
        && process::prlimit(Some(host), Resource::Nofile, same_limit).is_err()
        && process::pidfd_open(host, process::PidfdFlags::empty()).is_err()
        && is_refused(libc::SYS_process_vm_readv, number, 0)
}

pub(super) fn depths_fail() -> bool {
    [libc::SYS_unshare, libc::SYS_mount, libc::SYS_bpf, libc::SYS_io_uring_setup, libc::SYS_keyctl]
        .into_iter()
        .all(|call| is_refused(call, 0, 0))
}

pub(super) fn outliving_fails() -> bool {
    let tie = TIE.unsigned_abs().into();
    let flags = libc::F_SETFL.unsigned_abs().into();
    is_tied()
        && is_refused(libc::SYS_close, tie, 0)
        && is_refused(libc::SYS_close_range, tie, tie)
        && is_refused(libc::SYS_dup3, 0, tie)
        && is_refused(libc::SYS_fcntl, tie, flags)
        && is_tied()
}

pub(super) fn memory_ends(memory: usize) -> bool {
    Vec::<u8>::new().try_reserve_exact(memory).is_err()
}

pub(super) fn time_ends() -> bool {
    process::getrlimit(Resource::Cpu).current.is_some()
}
