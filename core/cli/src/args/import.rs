//! What can be typed behind `engross import`.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use super::{Form, HouseArguments, Talk};

/// Make a source text of a file: Word (.docx), Writer (.odt), HTML, Markdown, plain text or PDF.
///
/// Labels, notes and the lines above the text are read as the house prints them. Every repair is a finding with its place,
/// what was read and what was made of it. In a file that is no text a line is a paragraph. Nothing is overwritten.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  engross import archive/declaration-496.docx --house ours
  engross import old.pdf --house ours --out declarations/481-water
  engross import resolution.fr.docx --translation-of declarations/481-water")]
pub(crate) struct Import {
    /// The file.
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    /// The folder to make; `declarations/` and a short name made of number and title if not given.
    #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) out: Option<PathBuf>,
    /// The language the file is in; recognised by the house's terms if not given.
    #[arg(long, value_name = "LANGUAGE")]
    pub(crate) language: Option<String>,
    /// The text of which the file is a translation, or its folder: a language version is made beside it, in its house, its
    /// clauses matched by their labels.
    #[arg(long, value_name = "TEXT", value_hint = ValueHint::AnyPath, conflicts_with_all = ["out", "house"])]
    pub(crate) translation_of: Option<PathBuf>,
    /// What becomes of changes that the file tracks.
    #[arg(long, value_enum, default_value_t, value_name = "WHAT")]
    pub(crate) changes: TrackedChanges,
    /// Refuse a file that needs any repair, and write nothing.
    #[arg(long)]
    pub(crate) strict: bool,
    #[command(flatten)]
    pub(crate) form: Form,
    #[command(flatten)]
    pub(crate) houses: HouseArguments,
    #[command(flatten)]
    pub(crate) talk: Talk,
}

/// What becomes of tracked changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum TrackedChanges {
    /// The text is as if all had been accepted.
    #[default]
    Accept,
    /// The text is as it was before them.
    Refuse,
}
