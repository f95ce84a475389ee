//! Takes backends in, checks and calls them, whatever carries them.
//!
//! A [`Plugin`] is a backend behind a border: it may panic, break its contract or speak an old protocol, and the
//! worst that comes of it is a [`Finding`](engross_model::Finding). A [`Registry`] holds all that were loaded and
//! chooses one by format. The host writes no file and reads none: artifacts go to the caller, and the house's files
//! come from it. It names no backend.

mod guard;
mod handshake;
mod options;
mod plugin;
mod registry;

pub use guard::inside_a_plugin;
pub use options::OptionValues;
pub use plugin::{Plugin, Trust};
pub use registry::{Choice, Registry};
