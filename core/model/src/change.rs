//! The mark that an open amendment leaves on words or on a whole clause.

use serde::{Deserialize, Serialize};

use crate::Date;

/// Says that words or a clause were inserted, deleted or moved, by which amendment, by whom and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Change {
    /// What happened.
    pub kind: ChangeKind,
    /// Id of the amendment.
    pub amendment: String,
    /// Who tabled it, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// When it was tabled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
}

/// What a [`Change`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// The words or the clause are new.
    Inserted,
    /// The words or the clause go away.
    Deleted,
    /// The clause stands elsewhere than before.
    Moved,
}
