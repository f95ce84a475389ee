//! The system calls that a plugin is refused: what landlock and resource limits leave open.
//!
//! A filter of seccomp refuses them with "not permitted". Whatever a backend needs to turn bytes into bytes stays: memory,
//! threads, clocks, reading files. Calls that came to Linux later than this list are as if they were not there.

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen as Length, SeccompCmpOp as Is, SeccompCondition as Condition,
    SeccompFilter, SeccompRule, apply_filter, sock_filter,
};

use super::linux::{F_SETOWN_EX, F_SETSIG, TIE};

/// Changes of files that need no writing: mode, owner, times, attributes; locks, for which others wait; and watching what
/// others do with theirs.
const FILES: &[i64] = &[
    libc::SYS_flock,
    libc::SYS_fchmod,
    libc::SYS_fchmodat,
    libc::SYS_fchown,
    libc::SYS_fchownat,
    libc::SYS_utimensat,
    libc::SYS_setxattr,
    libc::SYS_lsetxattr,
    libc::SYS_fsetxattr,
    libc::SYS_removexattr,
    libc::SYS_lremovexattr,
    libc::SYS_fremovexattr,
    libc::SYS_fanotify_init,
    libc::SYS_inotify_add_watch,
    libc::SYS_open_by_handle_at,
    libc::SYS_quotactl,
    libc::SYS_quotactl_fd,
];

/// Ways to other processes that are no files. A socket of any family is one; a pair of sockets leads nowhere else.
const OTHERS: &[i64] = &[
    libc::SYS_socket,
    libc::SYS_msgget,
    libc::SYS_msgsnd,
    libc::SYS_msgrcv,
    libc::SYS_msgctl,
    libc::SYS_semget,
    libc::SYS_semop,
    libc::SYS_semtimedop,
    libc::SYS_semctl,
    libc::SYS_shmget,
    libc::SYS_shmat,
    libc::SYS_shmctl,
    libc::SYS_mq_open,
    libc::SYS_mq_unlink,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_process_madvise,
    libc::SYS_process_mrelease,
    libc::SYS_kcmp,
    libc::SYS_pidfd_open,
    libc::SYS_pidfd_getfd,
    libc::SYS_pidfd_send_signal,
    libc::SYS_rt_sigqueueinfo,
    libc::SYS_rt_tgsigqueueinfo,
    libc::SYS_setpgid,
    libc::SYS_setsid,
    libc::SYS_setpriority,
    libc::SYS_ioprio_set,
    libc::SYS_sched_setattr,
    libc::SYS_sched_setparam,
    libc::SYS_sched_setscheduler,
    libc::SYS_migrate_pages,
    libc::SYS_move_pages,
];

/// Ways deep into the system.
const SYSTEM: &[i64] = &[
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_open_tree,
    libc::SYS_move_mount,
    libc::SYS_fsopen,
    libc::SYS_fsconfig,
    libc::SYS_fsmount,
    libc::SYS_fspick,
    libc::SYS_mount_setattr,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    libc::SYS_reboot,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_acct,
    libc::SYS_syslog,
    libc::SYS_vhangup,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
    libc::SYS_clock_adjtime,
    libc::SYS_adjtimex,
    libc::SYS_sethostname,
    libc::SYS_setdomainname,
];

/// Older names of the above, which younger processors never had.
#[cfg(target_arch = "x86_64")]
const OLD: &[i64] = &[
    libc::SYS_chmod,
    libc::SYS_chown,
    libc::SYS_lchown,
    libc::SYS_utime,
    libc::SYS_utimes,
    libc::SYS_futimesat,
    libc::SYS_fork,
    libc::SYS_vfork,
    libc::SYS_iopl,
    libc::SYS_ioperm,
    libc::SYS_modify_ldt,
    libc::SYS_uselib,
];
#[cfg(not(target_arch = "x86_64"))]
const OLD: &[i64] = &[];

/// The requests that change a file's attributes through a descriptor that was opened for reading, and those that have its
/// signals sent to another process.
const REQUESTS: [u64; 5] = [0x4004_6602, 0x4008_6602, 0x401c_5820, 0x8901, 0x8902];

/// What is asked of a file that reaches others: signals to them, notices of what they do,
/// and leases that make them wait.
const COMMANDS: [libc::c_int; 5] = [libc::F_SETOWN, F_SETOWN_EX, F_SETSIG, libc::F_NOTIFY, libc::F_SETLEASE];

/// What would loosen the tie to the host.
const LOOSENING: [libc::c_int; 2] = [libc::F_SETFD, libc::F_SETFL];

/// The first system call that is younger than this list (`fchmodat2`, Linux 6.6); since 424 the numbers are the same on all
/// processors. Those of the x32 variant lie above too.
const YOUNGER: u32 = 452;

/// Refuses the calls, from here on and for good. The process must have one thread.
///
/// # Errors
/// Says why, where this kernel or processor has no such filter.
pub(super) fn refuse() -> Result<(), String> {
    apply_filter(&filter()?).map_err(|error| error.to_string())
}

fn filter() -> Result<BpfProgram, String> {
    let in_words = |error: seccompiler::BackendError| error.to_string();
    let whole = [FILES, OTHERS, SYSTEM, OLD].concat().into_iter().map(|call| (call, Vec::new()));
    let rules = whole.chain(in_part().map_err(in_words)?).collect();
    let refusal = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    let architecture = std::env::consts::ARCH.try_into().map_err(in_words)?;
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, refusal, architecture).map_err(in_words)?;
    let filter: BpfProgram = filter.try_into().map_err(in_words)?;
    Ok([absences().to_vec(), filter].concat())
}

/// The calls that are refused by what they are given. A process may do to itself what it likes.
fn in_part() -> Result<Vec<(i64, Vec<SeccompRule>)>, seccompiler::BackendError> {
    let own = u64::from(std::process::id());
    let number = |place, is, value| Condition::new(place, Length::Dword, is, value);
    let one = |condition| SeccompRule::new(vec![condition]);
    let another_process = || Ok(vec![SeccompRule::new(vec![number(0, Is::Ne, own)?, number(0, Is::Ne, 0)?])?]);
    let new_limit = Condition::new(2, Length::Qword, Is::Ne, 0)?;
    let limits = SeccompRule::new(vec![number(0, Is::Ne, own)?, number(0, Is::Ne, 0)?, new_limit])?;
    // A thread is a process that shares all; every other kind of process is another one.
    let no_thread = one(number(0, Is::MaskedEq(libc::CLONE_THREAD as u64), 0)?)?;
    let tie = TIE.unsigned_abs().into();
    let onto_the_tie = |place| one(number(place, Is::Eq, tie)?);
    let past_the_tie = SeccompRule::new(vec![number(0, Is::Le, tie)?, number(1, Is::Ge, tie)?])?;
    let is_command = |command: libc::c_int| number(1, Is::Eq, command.unsigned_abs().into());
    let mut commands = Vec::new();
    for command in COMMANDS {
        commands.push(one(is_command(command)?)?);
    }
    for command in LOOSENING {
        commands.push(SeccompRule::new(vec![number(0, Is::Eq, tie)?, is_command(command)?])?);
    }
    let mut requests = vec![onto_the_tie(0)?];
    for request in REQUESTS {
        requests.push(one(number(1, Is::Eq, request)?)?);
    }
    Ok(vec![
        (libc::SYS_kill, another_process()?),
        (libc::SYS_tkill, another_process()?),
        (libc::SYS_tgkill, another_process()?),
        (libc::SYS_sched_setaffinity, another_process()?),
        (libc::SYS_prlimit64, vec![limits]),
        (libc::SYS_clone, vec![no_thread]),
        (libc::SYS_close, vec![onto_the_tie(0)?]),
        (libc::SYS_close_range, vec![past_the_tie]),
        #[cfg(target_arch = "x86_64")]
        (libc::SYS_dup2, vec![onto_the_tie(1)?]),
        (libc::SYS_dup3, vec![onto_the_tie(1)?]),
        (libc::SYS_fcntl, commands),
        (libc::SYS_ioctl, requests),
    ])
}

/// Makes `clone3`, which says what it wants in memory where no filter can look, and all younger calls absent: libraries
/// then take the older ones.
fn absences() -> [sock_filter; 4] {
    const LOAD: u16 = 0x20; // the word at an offset of the call's data
    const IF_EQUAL: u16 = 0x15;
    const IF_AT_LEAST: u16 = 0x35;
    const RETURN: u16 = 0x06;
    const NUMBER: u32 = 0; // where the call's number stands
    let instruction = |code, jt, jf, k| sock_filter { code, jt, jf, k };
    [
        instruction(LOAD, 0, 0, NUMBER),
        instruction(IF_EQUAL, 1, 0, libc::SYS_clone3 as u32),
        instruction(IF_AT_LEAST, 0, 1, YOUNGER),
        instruction(RETURN, 0, 0, libc::SECCOMP_RET_ERRNO | libc::ENOSYS.unsigned_abs()),
    ]
}
