//! The commands of translators: language versions, memories and glossaries.

use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand, ValueEnum, ValueHint};
use engross_compile::translation::{Standing, State};

use super::{Form, HouseArguments, Judging, Talk};

/// Make and keep language versions.
///
/// A language version stands beside its source as `<language>.yaml` and carries words only: order, labels and notes come
/// from the source. `engross build` makes every version that there is.
#[derive(Debug, Args)]
pub(crate) struct Translate {
    #[command(subcommand)]
    pub(crate) verb: TranslateVerb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TranslateVerb {
    New(TranslateNew),
    Status(TranslateStatus),
    Lint(TranslateLint),
    Mark(TranslateMark),
    Refresh(TranslateRefresh),
    Prune(TranslatePrune),
    Export(TranslateExport),
    Import(TranslateImport),
}

/// Begin a language version of a text.
#[derive(Debug, Args)]
pub(crate) struct TranslateNew {
    /// The source text, or its folder.
    #[arg(value_hint = ValueHint::AnyPath)]
    pub(crate) text: PathBuf,
    /// The language to translate into: `fr`.
    pub(crate) language: String,
    /// What the version is to count for.
    #[arg(long, value_name = "STANDING", default_value = "working", value_parser = standing)]
    pub(crate) standing: Standing,
    #[command(flatten)]
    pub(crate) houses: HouseArguments,
}

/// Show how far every language version has come.
#[derive(Debug, Args)]
pub(crate) struct TranslateStatus {
    /// Texts, or folders to search for texts.
    #[arg(default_value = "declarations", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
    /// How to print it.
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub(crate) format: StatusForm,
    #[command(flatten)]
    pub(crate) houses: HouseArguments,
}

/// Check language versions against their sources.
#[derive(Debug, Args)]
pub(crate) struct TranslateLint {
    /// Language versions, or folders to search for them.
    #[arg(default_value = "declarations", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) form: Form,
    #[command(flatten)]
    pub(crate) judging: Judging,
    #[command(flatten)]
    pub(crate) houses: HouseArguments,
    #[command(flatten)]
    pub(crate) talk: Talk,
}

/// Say how far units have come, once a person has read them.
#[derive(Debug, Args)]
pub(crate) struct TranslateMark {
    #[command(flatten)]
    pub(crate) version: VersionArguments,
    /// The units; all that are translated and not stale if none is named.
    pub(crate) ids: Vec<String>,
    /// Drafts too, once somebody has read them all.
    #[arg(long, conflicts_with = "ids")]
    pub(crate) all: bool,
    /// What they are now.
    #[arg(long, value_name = "STATE", value_parser = state)]
    pub(crate) state: State,
    /// Who says so, in whatever signs the house uses; needed for `reviewed` and `final`.
    #[arg(long, value_name = "ID", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) reviewer: Option<String>,
}

/// Accept words as they are, though their source has changed.
#[derive(Debug, Args)]
pub(crate) struct TranslateRefresh {
    #[command(flatten)]
    pub(crate) version: VersionArguments,
    /// The units.
    pub(crate) ids: Vec<String>,
    /// All units that are stale.
    #[arg(long, conflicts_with = "ids")]
    pub(crate) all: bool,
}

/// Put away units whose source is gone: under `attic:`, where they stay readable.
#[derive(Debug, Args)]
pub(crate) struct TranslatePrune {
    #[command(flatten)]
    pub(crate) version: VersionArguments,
}

/// Write a version for a translator's tool.
///
/// Beside FILE stands FILE.json: what was sent. Keep it until the file comes back, so that the import can tell what the
/// translator changed.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  engross translate export declarations/496-the-hague-summit fr --out exchange/fr.xlf
  engross translate export declarations/496-the-hague-summit fr --format po --only missing,stale --out fr.po")]
pub(crate) struct TranslateExport {
    #[command(flatten)]
    pub(crate) version: VersionArguments,
    /// The file to write. What was sent under this name and has not come back is not overwritten, unless it would be the
    /// same.
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) out: PathBuf,
    /// The format.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: ExchangeForm,
    /// The tool that the file is for.
    #[arg(long, value_enum, default_value_t, value_name = "TOOL")]
    pub(crate) tool: ExchangeTool,
    /// Only units of these standings, with commas between them.
    #[arg(long, value_enum, value_name = "STANDINGS", value_delimiter = ',')]
    pub(crate) only: Vec<OnlyStanding>,
    /// What stands in the translation of units.
    #[arg(long, value_enum, default_value_t, value_name = "WHAT")]
    pub(crate) prefill: Prefill,
    #[command(flatten)]
    pub(crate) memory: MemoryArguments,
    /// Send units that are `final` too, locked.
    #[arg(long)]
    pub(crate) with_locked: bool,
}

/// Merge what a translator sent back into its version.
///
/// Every unit is compared with what was sent, with the source as it is now and with the version as it is now. Units that
/// do not fit are refused and reported, the others come in; the version is written whole or not at all.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  engross translate import declarations/496-the-hague-summit exchange/fr.xlf --dry-run
  engross translate import declarations/496-the-hague-summit exchange/fr.xlf --reviewer jd")]
pub(crate) struct TranslateImport {
    /// The source text, or its folder.
    #[arg(value_hint = ValueHint::AnyPath)]
    pub(crate) text: PathBuf,
    /// The file that came back.
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    /// What was sent; `.json` behind the file's name if not given.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) manifest: Option<PathBuf>,
    /// Say what would change, and change nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Who has read the returned words beside the source: then those that the file calls reviewed come in as such.
    #[arg(long, value_name = "ID", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) reviewer: Option<String>,
    /// Take drafts that came back as they were sent for translated, where the file says so.
    #[arg(long)]
    pub(crate) accept_unchanged: bool,
    /// Where a unit was changed on both sides, keep the version's words.
    #[arg(long, conflicts_with = "theirs")]
    pub(crate) ours: bool,
    /// Where a unit was changed on both sides, take the returned words.
    #[arg(long)]
    pub(crate) theirs: bool,
    #[command(flatten)]
    pub(crate) form: Form,
    #[command(flatten)]
    pub(crate) houses: HouseArguments,
}

/// A translators' format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum ExchangeForm {
    /// XLIFF 1.2, which every tool reads.
    #[default]
    Xliff12,
    /// XLIFF 2.0.
    Xliff20,
    /// gettext.
    Po,
    /// A translation memory, of what is reviewed.
    Tmx,
}

/// A translator's tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum ExchangeTool {
    /// Any.
    #[default]
    Generic,
    /// `OmegaT` from 5.8 on.
    Omegat,
    /// `OmegaT` before 5.8, which needs a copy of the source in the translation.
    OmegatLegacy,
    /// Weblate.
    Weblate,
}

/// A standing of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnlyStanding {
    /// Without words.
    Missing,
    /// Whose source has changed.
    Stale,
    /// Drafts.
    Draft,
}

/// What stands in the translation of exported units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Prefill {
    /// The version's own words.
    #[default]
    Own,
    /// Nothing.
    None,
    /// What memories offer where there are no words.
    Tm,
    /// A copy of the source for every unit that is not done.
    Source,
}

/// Keep what was translated, and offer it again.
#[derive(Debug, Args)]
pub(crate) struct Tm {
    #[command(subcommand)]
    pub(crate) verb: TmVerb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TmVerb {
    /// Gather what is reviewed in all versions of a language into a memory (TMX).
    Build(TmBuild),
    /// Show what memories offer for the units of a version that are missing or stale.
    Match(TmMatch),
}

/// Which versions go into a memory.
#[derive(Debug, Args)]
pub(crate) struct TmBuild {
    /// The language of the versions: `fr`.
    pub(crate) language: String,
    /// Texts, or folders to search for texts.
    #[arg(default_value = "declarations", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
    /// The file to write.
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) houses: HouseArguments,
}

/// What is looked for in memories.
#[derive(Debug, Args)]
pub(crate) struct TmMatch {
    #[command(flatten)]
    pub(crate) version: VersionArguments,
    #[command(flatten)]
    pub(crate) memory: MemoryArguments,
}

/// Memories, and how much alike an offer must be.
#[derive(Debug, Args)]
pub(crate) struct MemoryArguments {
    /// A memory (TMX); may be given several times.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) memory: Vec<PathBuf>,
    /// How many hundredths of a text an offer must have in common with it.
    #[arg(long, value_name = "SCORE", default_value_t = 75, value_parser = clap::value_parser!(u8).range(1..=101))]
    pub(crate) min: u8,
}

/// Take the glossary to translators' tools, and theirs home.
#[derive(Debug, Args)]
pub(crate) struct Terms {
    #[command(subcommand)]
    pub(crate) verb: TermsVerb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TermsVerb {
    /// Write the glossary of the project and of a house.
    Export(TermsExport),
    /// Make a glossary of a file from another tool.
    Import(TermsImport),
}

/// What is written of a glossary.
#[derive(Debug, Args)]
pub(crate) struct TermsExport {
    /// The file to write.
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) out: PathBuf,
    /// The form.
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub(crate) format: TermsForm,
    /// For lines: the language of the source.
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    pub(crate) from: String,
    /// For lines: the language of the translation.
    #[arg(long, value_name = "LANGUAGE", default_value = "fr")]
    pub(crate) to: String,
    #[command(flatten)]
    pub(crate) houses: HouseArguments,
}

/// What is read of another tool's glossary.
#[derive(Debug, Args)]
pub(crate) struct TermsImport {
    /// TBX, or lines with tabs.
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    /// The glossary to write; nothing is overwritten.
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) out: PathBuf,
    /// For lines: the language of the source.
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    pub(crate) from: String,
    /// For lines: the language of the translation.
    #[arg(long, value_name = "LANGUAGE", default_value = "fr")]
    pub(crate) to: String,
}

/// A form of glossaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum TermsForm {
    /// TBX version 2.
    #[default]
    Tbx,
    /// Lines with tabs, as `OmegaT` reads them.
    Tsv,
}

/// Which language version.
#[derive(Debug, Args)]
pub(crate) struct VersionArguments {
    /// The source text, or its folder.
    #[arg(value_hint = ValueHint::AnyPath)]
    pub(crate) text: PathBuf,
    /// The language of the version: `fr`.
    pub(crate) language: String,
    #[command(flatten)]
    pub(crate) houses: HouseArguments,
}

/// How the status of language versions is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum StatusForm {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
    /// A page for the browser.
    Html,
}

fn standing(word: &str) -> Result<Standing, String> {
    word.parse().map_err(|()| format!("write one of: {}", Standing::NAMES.join(", ")))
}

fn state(word: &str) -> Result<State, String> {
    word.parse().map_err(|()| format!("write one of: {}", State::NAMES.join(", ")))
}
