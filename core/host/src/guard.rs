//! Keeps a plugin's panic on its own side of the border.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use engross_plugin::payload_text;

thread_local! {
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Tells whether this thread is running a plugin just now. A program's panic hook asks it, so that what a plugin
/// shouts is not printed twice: the host reports it as a finding.
pub fn inside_a_plugin() -> bool {
    INSIDE.get()
}

/// Runs `work`; a panic comes back as its message.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    let before = INSIDE.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    INSIDE.set(before);
    outcome.map_err(|payload| payload_text(payload.as_ref()).to_owned())
}
