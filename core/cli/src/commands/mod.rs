//! One file for each subcommand.

pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod explain;
pub(crate) mod house;
pub(crate) mod import;
pub(crate) mod memory;
pub(crate) mod new;
mod one_text;
pub(crate) mod outline;
pub(crate) mod plugin;
#[cfg(feature = "preview")]
pub(crate) mod preview;
pub(crate) mod schema;
pub(crate) mod terms;
pub(crate) mod translate;
