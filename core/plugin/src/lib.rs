//! What the author of a backend depends on.
//!
//! A backend is two functions, [`Backend::manifest`] and [`Backend::render`]: data in, data out. It opens no file,
//! asks for no time and keeps no state that shows. Whatever it needs travels in the [`Request`](model::Request);
//! what it made, and what it could not show, travels back in the [`Response`](model::Response), and the host writes the files.
//!
//! # Your first backend in 40 lines
//!
//! `engross plugin new labels --rust` writes a package that builds and passes its tests; this is the heart of it. It prints
//! the labels of a text, one a line, and then the notes:
//!
//! ```
//! use engross_plugin::Backend;
//! use engross_plugin::model::{Feature, Format, Manifest, PROTOCOL, Request, Response, plain_text};
//!
//! struct Labels;
//!
//! impl Backend for Labels {
//!     fn manifest(&self) -> Manifest {
//!         Manifest {
//!             id: "labels".into(),
//!             name: "List of labels".into(),
//!             version: "1.0.0".into(),
//!             licence: "MIT".into(),
//!             protocol: PROTOCOL.into(),
//!             encoding: Default::default(),
//!             concurrent: true,
//!             formats: vec![Format {
//!                 name: "labels".into(),
//!                 extension: "labels.txt".into(),
//!                 media_type: "text/plain".into(),
//!                 text: true,
//!                 on_request: false,
//!             }],
//!             features: vec![Feature::Notes],
//!             options: vec![],
//!             needs: vec![],
//!         }
//!     }
//!
//!     fn render(&self, request: &Request) -> Response {
//!         let mut lines = String::new();
//!         request.document.walk_clauses(&mut |_, clause, _| {
//!             let label = clause.printed_label().map_or("-", |label| &label.text);
//!             lines += &format!("{label}\t{}\n", plain_text(&clause.content));
//!         });
//!         for note in &request.document.notes {
//!             lines += &format!("{}\t{}\n", note.mark, plain_text(&note.content));
//!         }
//!         Response::artifact("labels.txt", "text/plain", lines)
//!     }
//! }
//!
//! engross_plugin::export!(Labels);
//! # fn main() {
//! # engross_plugin::conformance::assert_conforms(&Labels);
//! # }
//! ```
//!
//! 1. **The manifest** says who the backend is, what it makes, and what of a document it can show. `id` must be its own:
//!    two loaded plugins of one id are an error. Whatever of a document is not among its `features` (here: links,
//!    emphasis, tracked changes, …) the host reports to the user as a warning where a text has it.
//! 2. **`render`** never counts: labels and note marks arrive finished, and are printed as they are. What goes wrong
//!    is an error [`Finding`](model::Finding) in the response.
//! 3. **The last line** makes a shared library of it. `cargo build --release` with `crate-type = ["cdylib", "rlib"]` under
//!    `[lib]`, and this crate among the dependencies (`engross-plugin = { path = "CHECKOUT/core/plugin" }`), gives
//!    `target/release/liblabels.so` (`.dylib` on macOS, `labels.dll` on Windows).
//! 4. **Try it**: `engross build --plugin target/release/liblabels.so --to labels` makes the files;
//!    `engross plugin check target/release/liblabels.so` puts the library through the [conformance kit](conformance).
//!    In a unit test, [`conformance::assert_conforms`] does the same without a library.
//!
//! The same backend can be a program of its own, which the host fences in where the system allows:
//! see [`run_as_program`]. `plugins/README.md` describes the messages for other languages, and WASM guests.
//!
//! # What a request may hold
//!
//! Options that the manifest declares arrive checked, in [`Request::options`](model::Request::options); files of the
//! house that it [needs](model::Need) in [`Request::assets`](model::Request::assets). A file's bytes may be missing if
//! the plugin should have them from an earlier call; it answers with their hashes in
//! [`Response::send_again`](model::Response::send_again) if it has not. Unknown fields are passed over, so that an
//! older plugin reads a newer host's requests.
//!
//! This crate knows nothing about any particular backend, nor about how the host finds one.

pub mod abi;
mod answer;
mod backend;
#[doc(hidden)]
pub mod border;
pub mod conformance;
mod kept;
pub mod wire;

pub use crate::answer::{OPERATIONS, answer, payload_text, run_as_program, serve_on};
pub use backend::Backend;
pub use engross_model as model;
pub use kept::Kept;
