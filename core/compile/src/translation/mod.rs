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
mod layout;
mod prune;
mod recall;
mod scalar;
mod similarity;
mod standing;
mod unit_change;
mod units;
mod version;
mod written;

use bold::is_bold_only;
pub(crate) use canonical::is_hash;
pub use canonical::{canonical, hash, hash_of, is_format_only, read_canonical};
pub(crate) use compile::{NAMES_THE_SOURCE, compile};
pub use compile::{Opened, beside, open, open_version};
pub use edit::change;
pub use prune::prune;
pub use recall::Recall;
pub(crate) use scalar::folded;
pub use similarity::{Offer, Remembered, offer, similarity};
pub use standing::{Standing, State, UnitStanding};
pub use unit_change::UnitChange;
pub use units::{Translation, TranslationKind, TranslationUnit};
pub(crate) use version::{KeyPlace, Mapping, Version, VersionUnit};
pub use written::written;
