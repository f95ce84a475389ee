//! What the page is made of: the data of its templates, field by field. Everything is finished here; templates only place
//! it, and the modules of the page only replace what has changed.

use std::collections::BTreeMap;

use serde::Serialize;

/// The whole page.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Page {
    /// The words of the interface, by key (`words/<language>.yaml`).
    pub(crate) words: BTreeMap<String, String>,
    /// The language of the interface: `en`.
    pub(crate) interface: String,
    /// What requests that write or start something must carry.
    pub(crate) token: String,
    /// Languages of the interface.
    pub(crate) interfaces: Vec<Choice>,
    /// What there is to say about the folder as a whole.
    pub(crate) notices: Vec<Notice>,
    /// Every text of the folder.
    pub(crate) texts: Vec<TextItem>,
    /// What is shown; absent on the page that lists the texts.
    pub(crate) shown: Option<ShownText>,
}

/// One text of the folder.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct TextItem {
    /// Its short name.
    pub(crate) slug: String,
    /// Its title in its own language, or its slug.
    pub(crate) title: String,
    /// Where it is shown.
    pub(crate) href: String,
    /// Its languages, the source's first.
    pub(crate) languages: Vec<Choice>,
    /// Whether it is the one shown.
    pub(crate) current: bool,
}

/// Something that is wrong with the folder as a whole, or with the system.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Notice {
    /// `error`, `warning`, `note`.
    pub(crate) severity: String,
    /// The same in the interface's language.
    pub(crate) severity_word: String,
    /// What is wrong.
    pub(crate) message: String,
    /// The file or folder, or an empty text.
    pub(crate) place: String,
    /// What to do, or an empty text.
    pub(crate) help: String,
}

/// One of several things to choose from: a link.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Choice {
    /// What it is called in addresses: `fr`, `draft`.
    pub(crate) key: String,
    /// What people read.
    pub(crate) name: String,
    /// Where it leads.
    pub(crate) href: String,
    /// Whether it is chosen.
    pub(crate) current: bool,
}

/// The text that is shown, with everything to choose about it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ShownText {
    /// Its short name.
    pub(crate) slug: String,
    /// `Declaration 496: Taking NATO …`.
    pub(crate) title: String,
    /// The address of this view without its path: `text=…&language=en`; `parts?` and it give the [`Parts`].
    pub(crate) query: String,
    /// Counts the changes of this text.
    pub(crate) generation: u64,
    /// Languages to show.
    pub(crate) languages: Vec<Choice>,
    /// Languages to show beside it, and none.
    pub(crate) beside: Vec<Choice>,
    /// `pages`, `html`, `text`.
    pub(crate) forms: Vec<Choice>,
    /// `written`, `draft`, `adopted`.
    pub(crate) looks: Vec<Choice>,
    /// `nothing`, `save`, `commit`.
    pub(crate) since: Vec<Choice>,
    /// Files to compare with.
    pub(crate) files: Vec<Choice>,
    /// Files to take along: PDF, Word, …
    pub(crate) downloads: Vec<Choice>,
    /// One, or two side by side.
    pub(crate) panes: Vec<Pane>,
    /// All findings of all panes: how many, in words; empty if there are none.
    pub(crate) tally: String,
    /// What is said to who cannot see that something has changed.
    pub(crate) news: String,
}

/// A text in one language.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Pane {
    /// `fr`.
    pub(crate) language: String,
    /// `français`.
    pub(crate) language_name: String,
    /// `fr-FR`.
    pub(crate) tag: String,
    /// `ltr` or `rtl`.
    pub(crate) direction: String,
    /// The query of what it shows, by which it is told of pictures that come ahead.
    pub(crate) view: String,
    /// `pages`, `html` or `text`.
    pub(crate) form: String,
    /// Why these are not the words of the file: the last good pages stay while it cannot be read. Empty if they are.
    pub(crate) behind: String,
    /// The pages, for `pages`.
    pub(crate) pages: Vec<Sheet>,
    /// The address of the HTML file, for `html`. It has the generation in it.
    pub(crate) html: String,
    /// The plain text, for `text`, divided where units begin.
    pub(crate) text: Vec<TextPiece>,
    /// Headings and clauses in print order.
    pub(crate) outline: Vec<Stretch>,
    /// What was found in this language version.
    pub(crate) findings: Vec<FindingItem>,
    /// The unit that the last save changed, or an empty text.
    pub(crate) edited: String,
}

/// A piece of plain text.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct TextPiece {
    /// The unit that begins with it, or an empty text.
    pub(crate) unit: String,
    /// The text as it stands.
    pub(crate) text: String,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Sheet {
    /// Counted from 1.
    pub(crate) number: usize,
    /// `Page 2 of 5`.
    pub(crate) name: String,
    /// The addresses of the picture's layers. One is another as soon as the layer shows something else.
    pub(crate) layers: Vec<String>,
    /// In points.
    pub(crate) width: f64,
    /// In points.
    pub(crate) height: f64,
    /// Where units stand on it.
    pub(crate) units: Vec<UnitBox>,
    /// Another one as soon as anything about it changes.
    pub(crate) state: String,
    /// Whether the browser has it in this state: then nothing else is said of it.
    pub(crate) stays: bool,
}

/// Where a unit stands on a page, in points from its upper left corner.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct UnitBox {
    /// `urges`, `urges.tail`, `fn.treaty`, `doc.title`.
    pub(crate) unit: String,
    /// From the left.
    pub(crate) x: f64,
    /// From above.
    pub(crate) y: f64,
    /// Width.
    pub(crate) width: f64,
    /// Height.
    pub(crate) height: f64,
    /// What is shown while the pointer is on it: `paragraph 3 · urges · draft · line 41`.
    pub(crate) about: String,
    /// Its line in the file; 0 if it has none.
    pub(crate) line: usize,
    /// The worst that was found in it: `error`, `warning`, `note`, or empty.
    pub(crate) mark: String,
    /// Number of the first finding in it; 0 if there is none.
    pub(crate) finding: usize,
}

/// What of the outline begins on one page.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Stretch {
    /// The page; 0 where there are none.
    pub(crate) page: usize,
    /// Its lines.
    pub(crate) items: Vec<OutlineItem>,
    /// Another one as soon as anything in it changes.
    pub(crate) state: String,
    /// Whether the browser has it in this state: then nothing else is said of it.
    pub(crate) stays: bool,
}

/// A line of the outline.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct OutlineItem {
    /// `urges`.
    pub(crate) unit: String,
    /// The author's id, empty where there is none yet.
    pub(crate) id: String,
    /// `3.`, `(a)`; empty where nothing is numbered.
    pub(crate) label: String,
    /// The first words.
    pub(crate) words: String,
    /// The language of these words: `fr-FR`.
    pub(crate) tag: String,
    /// 0 for a clause of a part, 1 for its points, ….
    pub(crate) depth: usize,
    /// `part`, `heading` or `clause`.
    pub(crate) kind: String,
    /// The page on which it begins; 0 if unknown.
    pub(crate) page: usize,
    /// Its line in the file; 0 if it has none.
    pub(crate) line: usize,
    /// How far its translation has come, in a word; empty for a source text.
    pub(crate) state: String,
    /// The worst that was found in it: `error`, `warning`, `note`, or empty.
    pub(crate) mark: String,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct FindingItem {
    /// Counted from 1.
    pub(crate) number: usize,
    /// `error`, `warning`, `note`.
    pub(crate) severity: String,
    /// The same in the interface's language.
    pub(crate) severity_word: String,
    /// `PUN-01`.
    pub(crate) code: String,
    /// What the code stands for.
    pub(crate) rule: String,
    /// What is wrong.
    pub(crate) message: String,
    /// `en.yaml:41:7`, or empty.
    pub(crate) place: String,
    /// Its line in the file; 0 if it has none.
    pub(crate) line: usize,
    /// Its column.
    pub(crate) column: usize,
    /// The line before the place, the place, and what follows it; all empty if it has no place.
    pub(crate) excerpt: [String; 3],
    /// More about it.
    pub(crate) notes: Vec<String>,
    /// What to do.
    pub(crate) help: Vec<String>,
    /// The unit it is about, or an empty text.
    pub(crate) unit: String,
    /// What the fix does, or an empty text.
    pub(crate) fix: String,
    /// What names this finding in requests.
    pub(crate) key: String,
}

/// What the page asks for when a text has changed: the pieces of markup that may have changed with it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Parts {
    /// The window's title.
    pub(crate) title: String,
    /// Counts the changes of this text.
    pub(crate) generation: u64,
    /// The content of `#panes`.
    pub(crate) panes: String,
    /// The content of `#outline`.
    pub(crate) outline: String,
    /// The content of `#findings`.
    pub(crate) findings: String,
    /// The content of `#thumbnails`.
    pub(crate) thumbnails: String,
    /// For the polite live region.
    pub(crate) news: String,
    /// The language and the unit that the last save changed; empty texts if none did.
    pub(crate) edited: [String; 2],
}
