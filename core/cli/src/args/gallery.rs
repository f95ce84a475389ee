//! The arguments of `engross house gallery`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::{Folders, Form, Plugins};

/// Which houses a gallery shows, and how.
#[derive(Debug, Args)]
pub(crate) struct Gallery {
    /// The houses to show; all there are if none is named.
    #[arg(value_name = "HOUSE")]
    pub(crate) houses: Vec<String>,
    /// Texts, or folders to search for texts; `declarations`, where that is, if not given. Of a house's texts the
    /// longest that can be made shows it.
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) texts: Vec<PathBuf>,
    /// The language to show, of houses that have a text in it; the texts' own languages if not given.
    #[arg(long, value_name = "LANGUAGE")]
    pub(crate) language: Option<String>,
    /// How many pages of each house to show.
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=20))]
    pub(crate) pages: u8,
    /// Where the files go; `dist` if not given.
    #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) plugins: Plugins,
    #[command(flatten)]
    pub(crate) form: Form,
    #[command(flatten)]
    pub(crate) folders: Folders,
}
