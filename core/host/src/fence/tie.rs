//! What ties a child process to the life of the host: a pipe of which the host keeps one end. When the host ends, however
//! that comes about, the system closes that end, and the child learns of it.

use std::io;
#[cfg(target_os = "linux")]
use std::{
    io::{PipeReader, PipeWriter},
    os::fd::AsRawFd as _,
};

/// The host's side of the tie. It holds until it is dropped.
pub(crate) struct Tie {
    #[cfg(target_os = "linux")]
    passed_on: PipeReader,
    #[cfg(target_os = "linux")]
    _kept: PipeWriter,
}

#[cfg(target_os = "linux")]
impl Tie {
    /// Makes a tie for the next child. Another child that is started meanwhile gets it too, and closes it.
    pub(crate) fn new() -> io::Result<Self> {
        let (passed_on, kept) = io::pipe()?;
        rustix::io::fcntl_setfd(&passed_on, rustix::io::FdFlags::empty())?;
        Ok(Self { passed_on, _kept: kept })
    }

    /// Returns the number under which the child finds it.
    pub(crate) fn number(&self) -> i32 {
        self.passed_on.as_raw_fd()
    }
}

/// Without a fence there is no tie.
#[cfg(not(target_os = "linux"))]
impl Tie {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self {})
    }

    pub(crate) fn number(&self) -> i32 {
        -1
    }
}
