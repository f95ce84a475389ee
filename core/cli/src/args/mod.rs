//! The command line: what can be typed, and the help for it. What it means is decided elsewhere.

#[cfg(feature = "typst")]
mod gallery;
mod import;
mod translate;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use engross_model::{Date, Timestamp};

#[cfg(feature = "typst")]
pub(crate) use self::gallery::Gallery;
pub(crate) use self::import::{Import, TrackedChanges};
pub(crate) use self::translate::{
    ExchangeForm, ExchangeTool, MemoryArguments, OnlyStanding, Prefill, StatusForm, Terms, TermsExport, TermsForm,
    TermsImport, TermsVerb, Tm, TmBuild, TmMatch, TmVerb, Translate, TranslateExport, TranslateImport, TranslateLint,
    TranslateMark, TranslateNew, TranslatePrune, TranslateRefresh, TranslateStatus, TranslateVerb, VersionArguments,
};
use crate::backends::BackendOption;
use crate::severity::Adjustment;

/// Prepares the final official copy of parliamentary texts.
///
/// A text is a YAML file of clauses; its house's style decides how it is numbered, worded and set. `engross new` begins
/// one, `engross check` reads it critically, `engross build` makes PDF, HTML, Word and plain text of it.
#[derive(Debug, Parser)]
#[command(name = "engross", version, max_term_width = 100, propagate_version = true, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 clean; 1 a finding blocks; 2 bad usage, unusable settings, or a file that cannot \
                        be written."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    New(New),
    Import(Import),
    Check(Check),
    Build(Build),
    Outline(Outline),
    #[cfg(feature = "preview")]
    Preview(Preview),
    Translate(Translate),
    Tm(Tm),
    Terms(Terms),
    House(House),
    Plugin(Plugin),
    Schema(Schema),
    Explain(Explain),
    Completions(Completions),
}

/// Begin a new text.
///
/// Writes `DIR/<language>.yaml` with the house's parts and an example clause in each. Nothing is overwritten. Beside the
/// project it keeps `.engross/source.schema.json`, so that editors complete keys and explain them, offline.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  engross new declarations/500-a-new-text
  engross new declarations/500-a-new-text --kind resolution --language fr")]
pub(crate) struct New {
    /// The folder to make; its name becomes the text's short name in file names.
    #[arg(value_hint = ValueHint::DirPath)]
    pub(crate) dir: PathBuf,
    /// The kind of text; the first of the house's if not given.
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<String>,
    /// The language it is written in.
    #[arg(long, value_name = "LANGUAGE")]
    pub(crate) language: Option<String>,
    /// The date written into the text; today if not given.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: Option<Date>,
    #[command(flatten)]
    pub(crate) houses: HouseArguments,
    #[command(flatten)]
    pub(crate) talk: Talk,
}

/// Read texts critically and report what is wrong.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  engross check                                  everything in declarations/
  engross check draft.yaml --fix                 mend what can be mended safely
  engross check --deny warnings --format github  in continuous integration
  engross check --severity PUN-05=off")]
pub(crate) struct Check {
    /// Texts, or folders to search for texts.
    #[arg(default_value = "declarations", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
    /// Mend in place what can be mended safely, keeping comments and layout.
    #[arg(long)]
    pub(crate) fix: bool,
    /// Make every format in memory, read it back and compare its labels, texts and notes with the computed ones.
    #[arg(long)]
    pub(crate) parity: bool,
    /// With --parity: languages to set side by side, and to compare as well; `en+fr`, several with commas between them.
    #[arg(long, value_name = "LANGUAGES", value_delimiter = ',', requires = "parity")]
    pub(crate) language: Vec<String>,
    /// With --parity: an option of a backend, as `build` takes it.
    #[arg(long, value_name = "ID.KEY=VALUE", value_parser = BackendOption, requires = "parity")]
    pub(crate) set: Vec<String>,
    #[command(flatten)]
    pub(crate) plugins: Plugins,
    #[command(flatten)]
    pub(crate) form: Form,
    #[command(flatten)]
    pub(crate) judging: Judging,
    #[command(flatten)]
    pub(crate) houses: HouseArguments,
    /// How many texts to work on at once; all processors if not given.
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) jobs: Option<u16>,
    #[command(flatten)]
    pub(crate) talk: Talk,
}

/// Make the official files of texts.
///
/// Writes `OUT/<text>/<text>.<language>.<extension>` and `OUT/manifest.json`. Files whose inputs have not changed are left
/// alone. A text with a blocking finding is not made; its last good files stay, and the other texts go on.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  engross build                                 everything in declarations/, to dist/
  engross build declarations/496-the-hague-summit --to pdf,html
  engross build --language en+fr                two languages side by side
  engross build --set text.width=72 --out proofs")]
pub(crate) struct Build {
    /// Texts, or folders to search for texts.
    #[arg(default_value = "declarations", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
    /// The formats to make, with commas between them; all there are if not given.
    #[arg(long, value_name = "FORMATS", value_delimiter = ',')]
    pub(crate) to: Vec<String>,
    /// The languages to make, with commas between them, or `all`; `en+fr` sets two or more side by side.
    #[arg(long, value_name = "LANGUAGES", value_delimiter = ',')]
    pub(crate) language: Vec<String>,
    /// Where the files go; `dist` if not given.
    #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) out: Option<PathBuf>,
    /// How many texts to work on at once; all processors if not given.
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) jobs: Option<u16>,
    /// Make every file anew, changed or not.
    #[arg(long, short)]
    pub(crate) force: bool,
    /// The time in the files' metadata (2025-05-26 or 2025-05-26T14:30:00Z) instead of the text's own date.
    #[arg(long, value_name = "TIME")]
    pub(crate) timestamp: Option<Timestamp>,
    /// An option of a backend, named by the backend or by its format: `pdf.paper=letter`. `engross plugin inspect` lists
    /// them.
    #[arg(long, value_name = "ID.KEY=VALUE", value_parser = BackendOption)]
    pub(crate) set: Vec<String>,
    #[command(flatten)]
    pub(crate) plugins: Plugins,
    #[command(flatten)]
    pub(crate) form: Form,
    #[command(flatten)]
    pub(crate) judging: Judging,
    #[command(flatten)]
    pub(crate) houses: HouseArguments,
    #[command(flatten)]
    pub(crate) talk: Talk,
}

/// Show a text's labels, ids and first words.
#[derive(Debug, Args)]
pub(crate) struct Outline {
    /// The text.
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    /// How to print it.
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub(crate) format: DataForm,
    /// The house in whose clothes to show it; what that house cannot hold is reported. The same as --house.
    #[arg(long = "as", value_name = "HOUSE", conflicts_with = "house")]
    pub(crate) as_house: Option<String>,
    #[command(flatten)]
    pub(crate) houses: HouseArguments,
}

/// Look at the houses whose style texts can follow.
#[derive(Debug, Args)]
pub(crate) struct House {
    #[command(subcommand)]
    pub(crate) verb: HouseVerb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum HouseVerb {
    /// List all houses: built in, and in the folders given.
    List {
        #[command(flatten)]
        folders: Folders,
    },
    /// Show one house: what it extends, its kinds, parts, numberings with their labels, variants, fields and files.
    Show {
        /// The house's name.
        house: String,
        #[command(flatten)]
        folders: Folders,
    },
    /// Begin a house that extends another: only what differs is written.
    ///
    /// Writes `DIR/house.yaml` and `DIR/terms/<language>.yaml`, with comments that show how single rules are overridden.
    /// Nothing is overwritten. The folder's name becomes the house's name.
    New {
        /// The folder to make, inside a folder of houses.
        #[arg(value_hint = ValueHint::DirPath)]
        dir: PathBuf,
        /// The house that it extends.
        #[arg(long, value_name = "HOUSE")]
        from: String,
        #[command(flatten)]
        folders: Folders,
    },
    /// Check a house's files, and whether they make sense together; all houses if none is named.
    Check {
        /// The house's name, or its folder.
        house: Option<String>,
        #[command(flatten)]
        folders: Folders,
        #[command(flatten)]
        form: Form,
    },
    /// Show the pages of houses side by side, in one PDF file and one page of HTML.
    ///
    /// Writes `OUT/gallery.pdf` and `OUT/gallery.html`. Each house is shown by a text that follows it; where there is none,
    /// by a draft as `engross new` writes it.
    #[cfg(feature = "typst")]
    Gallery(Gallery),
}

/// Look at the plugins that make the formats, check them, or begin one.
#[derive(Debug, Args)]
pub(crate) struct Plugin {
    #[command(subcommand)]
    pub(crate) verb: PluginVerb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PluginVerb {
    /// List all plugins: built in, in the settings, and those named here.
    List {
        #[command(flatten)]
        plugins: Plugins,
    },
    /// Print what a plugin says about itself and, for a program, what the fence around it keeps on this machine; as JSON.
    Inspect {
        /// The plugin's id, or its file.
        #[arg(value_name = "ID|FILE", value_hint = ValueHint::FilePath)]
        plugin: String,
        #[command(flatten)]
        plugins: Plugins,
    },
    /// Put a plugin through the conformance kit and print its score card.
    Check {
        /// The plugin's id, or its file.
        #[arg(value_name = "ID|FILE", value_hint = ValueHint::FilePath)]
        plugin: String,
        #[command(flatten)]
        plugins: Plugins,
        #[command(flatten)]
        houses: HouseArguments,
    },
    /// Begin a plugin: a small backend that builds, runs and passes `engross plugin check`.
    New {
        /// The folder to make; its name becomes the plugin's id.
        #[arg(value_hint = ValueHint::DirPath)]
        dir: PathBuf,
        #[command(flatten)]
        language: StarterLanguage,
    },
}

/// What a new plugin is written in.
#[derive(Debug, Clone, Copy, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct StarterLanguage {
    /// A shared library in Rust, with the crate `engross-plugin`.
    #[arg(long)]
    pub(crate) rust: bool,
    /// A shared library in C, with `engross_plugin.h` alone.
    #[arg(long)]
    pub(crate) c: bool,
    /// A program in Python, with its standard library alone.
    #[arg(long)]
    pub(crate) python: bool,
}

/// Show texts in the browser while they are being written.
///
/// Every save shows the new pages at once, with what `check` would say, on a page that this machine alone can reach. A
/// file that cannot be read leaves the last good pages in place. Ctrl+C ends it.
#[cfg(feature = "preview")]
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  engross preview                                everything in declarations/
  engross preview declarations/500-a-new-text --open
  engross preview --editor vscode                a click on a clause opens it there
  engross preview --editor \"code --goto {file}:{line}:{column}\"")]
pub(crate) struct Preview {
    /// Texts, or folders to search for texts.
    #[arg(default_value = "declarations", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
    /// The port of the address; 8496 or a free one if not given.
    #[arg(long, value_name = "N")]
    pub(crate) port: Option<u16>,
    /// Open the page in the browser.
    #[arg(long)]
    pub(crate) open: bool,
    /// The editor that opens where a clause stands: vscode, vscodium, zed, jetbrains, sublime, kate, vim, emacs, notepad++,
    /// or a command. The variable `ENGROSS_EDITOR` says it for good; else the first of these that is installed.
    #[arg(long, value_name = "EDITOR")]
    pub(crate) editor: Option<String>,
    #[command(flatten)]
    pub(crate) plugins: Plugins,
    #[command(flatten)]
    pub(crate) houses: HouseArguments,
}

/// Which plugins there are besides those built in.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Plugins {
    /// A plugin besides those built in: a shared library, a WASM module or a program; may be given several times.
    #[arg(id = "plugin-path", long = "plugin", value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub(crate) paths: Vec<PathBuf>,
    /// Run native plugins, those built in too, in processes of their own with limits of time and memory. For libraries
    /// that you do not trust and for looks: no house reads files outside its folder, but a look may never end. A house from
    /// a stranger belongs under `--isolate`.
    #[arg(long)]
    pub(crate) isolate: bool,
}

/// Print the JSON Schema of a file or message (draft 2020-12).
#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// What to describe.
    #[arg(value_enum)]
    pub(crate) subject: SchemaSubject,
    #[command(flatten)]
    pub(crate) houses: HouseArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaSubject {
    /// A source text; with --house, its kinds and parts too.
    Source,
    /// A language version.
    Translation,
    /// A house's `house.yaml`.
    House,
    /// A house's `terms/<language>.yaml`.
    Terms,
    /// The glossary of a house or a project.
    Glossary,
    /// `engross.yaml`.
    Settings,
    /// A document as backends receive it.
    Document,
    /// What a backend is asked.
    Request,
    /// What a backend answers.
    Response,
    /// What a backend says about itself.
    Manifest,
    /// What `check` and `build` print with `--format json`.
    Findings,
}

/// Explain a finding's code, or find a clause by its label.
///
/// With one argument, explains a code: why the rule exists and what to do. With two, finds the clause that prints this
/// label in the file. Without any, lists all codes.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  engross explain PUN-01
  engross explain 26.bb declarations/496-the-hague-summit/en.yaml
  engross explain \"paragraph 26 (bb)\" declarations/496-the-hague-summit/en.yaml")]
pub(crate) struct Explain {
    /// A code, or the label (or id) of a clause.
    #[arg(value_name = "CODE|LABEL")]
    pub(crate) what: Option<String>,
    /// The text to look in.
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) houses: HouseArguments,
}

/// Print the completions of a shell.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  engross completions bash > ~/.local/share/bash-completion/completions/engross")]
pub(crate) struct Completions {
    /// The shell.
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

/// Which house, and where houses are.
#[derive(Debug, Args)]
pub(crate) struct HouseArguments {
    /// The house whose style to follow, whatever the text says; what that house cannot hold is reported.
    #[arg(long, value_name = "HOUSE")]
    pub(crate) house: Option<String>,
    #[command(flatten)]
    pub(crate) folders: Folders,
}

/// Where houses are.
#[derive(Debug, Clone, Args)]
pub(crate) struct Folders {
    /// A folder of houses, besides those built in; may be given several times, the first wins.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) templates: Vec<PathBuf>,
}

/// What blocks.
#[derive(Debug, Args)]
pub(crate) struct Judging {
    /// Let a finding block: its code, or `warnings` for all warnings.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(crate) deny: Vec<String>,
    /// Weigh a finding otherwise: CODE=error, warning, info or off.
    #[arg(long, value_name = "CODE=LEVEL", value_delimiter = ',')]
    pub(crate) severity: Vec<Adjustment>,
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Form {
    /// How to print findings.
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub(crate) format: FindingForm,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum FindingForm {
    /// With the lines in question, the place underlined.
    #[default]
    Text,
    /// One sentence a finding, also for screen readers.
    Short,
    /// A JSON array, one object a finding.
    Json,
    /// SARIF 2.1.0, for code hosts and editors.
    Sarif,
    /// Annotations of a GitHub workflow.
    Github,
}

impl FindingForm {
    /// Says whether programs read it: it goes to standard output, and nothing else does.
    pub(crate) fn is_for_programs(self) -> bool {
        matches!(self, Self::Json | Self::Sarif | Self::Github)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum DataForm {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// How much is said about the run.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Talk {
    /// Print findings only.
    #[arg(long, short, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Name every file that is written.
    #[arg(long, short)]
    pub(crate) verbose: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_sound() {
        super::Arguments::command().debug_assert();
    }
}
