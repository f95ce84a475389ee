//! The live preview: a page on this very machine that shows what a text looks like while it is being written.
//!
//! ```text
//! save → watch → generation → event → parts → Desk::draw → shelf → templates → the page replaces what differs
//!                                                  └ pictures → shelf → event → the page replaces pictures in sight
//! ```
//!
//! This crate knows browsers and files that change. How a text becomes pages it does not know: the program puts a
//! [`Desk`] at its disposal, which draws texts, mends them and opens editors. No house, no format and no YAML is named
//! here, and nothing is written to disk.
//!
//! Everything a browser sends is distrusted: `guard.rs` says how.

#![forbid(unsafe_code)]

mod ahead;
mod assets;
mod desk;
mod folders;
mod guard;
mod known;
mod layers;
mod notices;
mod page;
mod plain;
mod routes;
mod server;
mod shelf;
mod show;
mod templates;
mod view;
mod watch;
mod words;

pub use desk::{Content, Desk, Drawn, Entry, EntryKind, File, Found, Language, Picture, Place, Text, Touched, Watched};
pub use server::{Options, Stopped, serve};
pub use view::{Form, Look, View};
