//! What the program does for the preview. All of it is plain data: the preview only shows it.

use std::path::{Path, PathBuf};

use engross_model::{Bytes, Finding, UnitPlace};

use crate::View;

/// Draws texts, mends them, opens editors.
pub trait Desk: Send + Sync + 'static {
    /// Lists the texts of the folder.
    fn texts(&self) -> Vec<Text>;

    /// Lists what is wrong with the folder as a whole: why a text that should be in the list is not.
    fn complaints(&self) -> Vec<Finding>;

    /// Draws a text in the language, form and look of a view. It never fails: what is wrong is among the findings. Where
    /// it shows pages, `ahead` is told of their pictures as soon as they are drawn, once, before all else is ready.
    fn draw(&self, view: &View, ahead: &mut dyn FnMut(&[Picture])) -> Drawn;

    /// Makes a file to take along.
    ///
    /// # Errors
    /// Why there is none, in words.
    fn file(&self, view: &View, format: &str) -> Result<File, String>;

    /// Lists the formats of files to take along.
    fn formats(&self) -> Vec<String>;

    /// Applies the fix of a finding that [`draw`](Self::draw) returned, and writes the file. Returns what it did.
    ///
    /// # Errors
    /// Why it did not: the file is no longer the one in which this was found.
    fn mend(&self, view: &View, key: &str) -> Result<String, String>;

    /// Opens the editor where a unit of a text stands, or at a line.
    ///
    /// # Errors
    /// Why it cannot.
    fn open(&self, view: &View, place: &Place) -> Result<String, String>;

    /// Says something at the terminal.
    fn say(&self, words: &str);

    /// Returns what must be watched.
    fn watched(&self) -> Vec<Watched>;

    /// Says what a file that has changed concerns.
    fn touched(&self, path: &Path) -> Touched;
}

/// A text of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Its short name.
    pub slug: String,
    /// Its title, or the slug.
    pub title: String,
    /// The languages in which it is there, the source's first.
    pub languages: Vec<Language>,
    /// The names of its files, which other texts can be compared with.
    pub files: Vec<String>,
}

/// A language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Language {
    /// `fr`.
    pub code: String,
    /// `français`, or the code.
    pub name: String,
    /// `fr-FR`.
    pub tag: String,
    /// Whether it runs from right to left.
    pub is_right_to_left: bool,
}

/// A text as it can be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// What windows call it.
    pub title: String,
    /// Its language.
    pub language: Language,
    /// What to show; `None` if nothing can be made of the file as it is.
    pub content: Option<Content>,
    /// Its clauses and headings in print order.
    pub outline: Vec<Entry>,
    /// What was found.
    pub findings: Vec<Found>,
}

/// What is shown.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Pictures of the pages, and where units stand on them.
    Pages(Vec<Picture>, Vec<UnitPlace>),
    /// An HTML file.
    Html(Bytes),
    /// Plain text.
    Text(String),
}

/// The picture of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// SVG.
    pub bytes: Bytes,
    /// In points.
    pub width: f64,
    /// In points.
    pub height: f64,
}

/// A clause, a heading, or any other unit of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// `urges`, `urges.tail`, `fn.treaty`, `doc.title`, `part.preamble`.
    pub unit: String,
    /// The author's id; `None` while there is none.
    pub id: Option<String>,
    /// `3.`
    pub label: String,
    /// What people call it: `paragraph 3`; empty where it has no number.
    pub name: String,
    /// Its first words; empty for a part without a heading.
    pub words: String,
    /// 0 for a clause of a part, 1 for its points, ….
    pub depth: usize,
    /// What it is.
    pub kind: EntryKind,
    /// Its line in the file, counted from 1.
    pub line: Option<usize>,
    /// How far its translation has come: the key of a word of the interface.
    pub state: Option<&'static str>,
    /// Tells whether it says the same as before.
    pub digest: u64,
}

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EntryKind {
    /// The beginning of a part.
    Part,
    /// A heading between clauses.
    Heading,
    /// A clause or a point.
    #[default]
    Clause,
    /// Anything else: a note, the title, the words after points. Not in the outline.
    Other,
}

/// A finding with its place in the author's file.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The finding.
    pub finding: Finding,
    /// What its code stands for.
    pub rule: &'static str,
    /// Line and column, counted from 1.
    pub position: Option<(usize, usize)>,
    /// What stands before the place in its line, the place, and what follows it.
    pub excerpt: [String; 3],
    /// Names this finding, in this state of the file.
    pub key: String,
}

/// A file to take along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// `application/pdf`.
    pub media_type: String,
    /// Its content.
    pub bytes: Bytes,
}

/// A place in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Where a unit stands.
    Unit(String),
    /// Where a finding was made, by its key.
    Finding(String),
}

/// A folder in which files may change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watched {
    /// The folder.
    pub folder: PathBuf,
    /// Whether the folders in it are watched too.
    pub deep: bool,
}

/// What a changed file concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touched {
    /// Nothing that is shown.
    Nothing,
    /// The text of this short name.
    Text(String),
    /// All texts: settings, a house, the list of the texts itself.
    Everything,
}
