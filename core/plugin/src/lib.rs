//! What the author of a backend depends on.
//!
//! A backend is two functions, [`Backend::manifest`] and [`Backend::render`]: data in, data out. It opens no file,
//! asks for no time and keeps no state that shows. Whatever it needs travels in the [`Request`](model::Request);
//! what it made, and what it could not show, travels back in the [`Response`](model::Response), and the host writes the files.
//!
//! ```
//! use engross_plugin::Backend;
//! use engross_plugin::model::{Format, Manifest, PROTOCOL, Request, Response, plain_text};
//!
//! /// Prints the labels of a text, one a line.
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
//!                 extension: "labels".into(),
//!                 media_type: "text/plain".into(),
//!                 text: true,
//!             }],
//!             features: vec![],
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
//!         Response::artifact("labels", "text/plain", lines)
//!     }
//! }
//! ```
//!
//! This crate knows nothing about any particular backend, nor about how the host finds one.

mod backend;
mod kept;
pub mod wire;

pub use backend::Backend;
pub use engross_model as model;
pub use kept::Kept;
