//! The vocabulary of engross: plain data that every other crate speaks.
//!
//! A [`Document`] is a text *as meant*: parts, clauses with finished [`Label`]s, notes with finished marks.
//! A [`Request`] carries it to a backend, a [`Response`] brings [`Artifact`]s and [`Finding`]s back.
//!
//! This crate knows nothing about YAML, houses' rules, files, terminals or any output format: it holds types,
//! their construction and look-ups in them. Everything here is a promise to third parties, because it is what a
//! plugin in another language reads and writes.

mod bytes;
mod change;
mod clause;
mod codes;
mod content;
mod date;
mod direction;
mod document;
mod finding;
mod ideograph;
mod inline;
mod label;
mod look;
mod manifest;
mod message;
mod names;
mod parallel;
mod review;
mod unit;

pub use bytes::Bytes;
pub use change::{Change, ChangeKind};
pub use clause::{Block, Clause, Heading, Note, Part};
pub use codes::{CODES, CodeEntry, code_entry, is_about_progress};
pub use content::Cell;
pub use date::{Date, Timestamp};
pub use direction::{
    Direction, DirectionRun, END_OF_ISOLATE, direction_runs, first_letter, is_direction_mark, is_right_to_left,
    isolated,
};
pub use document::{Document, HouseName, Language, LanguageLink, LegalValue, Metadata, Status, TitleLine, TitleRole};
pub use finding::{Edit, Finding, Fix, Place, Severity};
pub use ideograph::is_ideographic;
pub use inline::{Inline, LABEL_ALONE, clause_of, is_link_address, link_scheme, plain_text};
pub use label::{Label, Numeral, NumeralSystem, label_width};
pub use look::{Align, BlockStyle, LabelPlace, LeadStyle, LevelStyle, Look, Page, PagePiece, Side, page_pieces};
pub use manifest::{Encoding, Feature, Format, Manifest, Need, OptionKind, OptionSpec};
pub use message::{Artifact, Asset, AssetRole, OptionValue, PROTOCOL, Request, Response, UnitPlace};
pub use names::{is_language_code, is_name, nearest};
pub use parallel::Row;
pub use review::{Review, ReviewState};
pub use unit::{closing_unit, field_unit, heading_unit, note_unit};
