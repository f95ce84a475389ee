//! Takes backends in, checks and calls them, whatever carries them.
//!
//! A [`Plugin`] is a backend behind a border: it may panic, break its contract or speak an old protocol, and the
//! worst that comes of it is a [`Finding`](engross_model::Finding). A [`Carrier`] brings it into reach: it may be part of the
//! program, a shared library, a WASM module, or a program of its own. A [`Registry`] holds all that were loaded and
//! chooses one by format. The host opens the plugins' files and starts their processes; it reads no text and writes no
//! file: artifacts go to the caller, and the house's files come from it. It names no backend.

mod carrier;
mod failure;
mod features;
mod fence;
mod guard;
mod handshake;
mod helper;
mod limits;
mod options;
mod plugin;
mod registry;

pub use carrier::{Carrier, Conditions};
pub use fence::{RUN_TIME_FOLDERS, Rule};
pub use guard::inside_a_plugin;
pub use helper::do_errand;
pub use limits::Limits;
pub use options::OptionValues;
pub use plugin::{Plugin, Trust};
pub use registry::{Choice, Registry};
