//! Translators' formats: a plain list of units becomes a file for a translator's tool, and the file that comes back becomes
//! a plain list again.
//!
//! ```text
//! Package ─write→ XLIFF 1.2, XLIFF 2.0, PO ─(a translator's day)→ bytes ─read→ Returned ─merge→ changes of a version
//! Memory ↔ TMX        Glossary ↔ TBX, TSV
//! ```
//!
//! What is written has no clock in it and is valid by the schemas of its format. What is read comes from strangers: nothing
//! in it can act, everything is bounded, and a finding says where it is refused and why. `merge` compares it with what was
//! sent, which the `Manifest` of the export remembers.
#![forbid(unsafe_code)]

mod code;
mod collected;
mod format;
mod glossary;
mod manifest;
mod memory;
mod merge;
mod package;
mod po;
mod refusal;
mod returned;
mod state;
mod tmx;
mod xliff;
mod xliff12;
mod xliff20;
mod xml;

pub use format::{Format, Tool, read, write};
pub use glossary::{Glossary, Term, Wording, read_tbx, read_tsv, write_tbx, write_tsv};
pub use manifest::{Manifest, Sent};
pub use memory::{Memory, MemoryUnit};
pub use merge::{Change, Choices, Conflicts, How, Merged, merge};
pub use package::{ExchangeUnit, Group, Package};
pub use refusal::LARGEST_FILE;
pub use returned::{Returned, ReturnedUnit};
pub use state::{Claim, State};
pub use tmx::{read_tmx, write_tmx};
