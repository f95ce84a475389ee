//! PO, as gettext and its editors know it. The context of an entry is the unit's id: short clauses with the same words may
//! need different translations.

mod entries;
mod markup;
mod read;
mod write;

pub(crate) use read::read;
pub(crate) use write::write;

/// What the header names; the number changes if older readers could not understand a file.
const PROFILE: &str = "engross-po/1";

/// The names of header fields.
const DOCUMENT: &str = "X-Engross-Document";
const REVISION: &str = "X-Engross-Revision";
const PROFILE_FIELD: &str = "X-Engross-Profile";
const SOURCE_LANGUAGE: &str = "X-Source-Language";
const TARGET_LANGUAGE: &str = "Language";
