//! Language versions: an overlay that carries the words of another language, and nothing of the structure.
//!
//! A version stands beside its source and names it. Order, nesting, labels and notes come from the source alone, so they
//! cannot differ between languages. A unit of a version remembers the hash of the source words that it translates: when
//! they change, the unit is stale.
//!
//! ```text
//! Source ─┐
//! Version ┴─apply→ Source in another language ─resolve→ Document ─number→ …
//! ```

mod apply;
mod bold;
mod canonical;
mod compile;
mod edit;
mod similarity;
mod standing;
mod units;
mod version;
mod written;

pub(crate) use bold::is_bold_only;
pub use canonical::{canonical, hash, hash_of, is_format_only, read_canonical};
pub(crate) use compile::compile;
pub use compile::{beside, open};
pub use edit::{UnitChange, change, prune};
pub use similarity::{Offer, Remembered, offer, similarity};
pub use standing::{Standing, State, UnitStanding};
pub use units::{Translation, TranslationKind, TranslationUnit};
pub(crate) use version::{KeyPlace, Version, VersionUnit};
pub use written::written;
