//! How much a plugin may take.

use std::time::Duration;

/// The bounds of one call. They hold for WASM guests, programs, and whatever runs isolated; a shared library that is
/// loaded into the process has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How long a child process may take.
    pub time: Duration,
    /// The most memory, in bytes: address space of a child process, linear memory of a WASM guest.
    pub memory: usize,
    /// The longest answer, in bytes.
    pub response: usize,
    /// How many units of work a WASM guest may do: about one an instruction, the same on every machine.
    pub fuel: u64,
}

impl Default for Limits {
    /// A minute, 2 GiB, 256 MiB and ten thousand million units: far more than any text needs.
    fn default() -> Self {
        Self { time: Duration::from_secs(60), memory: 2 << 30, response: 256 << 20, fuel: 10_000_000_000 }
    }
}
