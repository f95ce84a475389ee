//! A text as meant: what every backend receives.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::clause::Block;
use crate::{Clause, Date, Direction, Inline, Note, Part, Review};

/// One text in one language, with every label, mark, formula and reference finished.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Document {
    /// The text's short name, used in file names: `496-the-hague-summit`.
    pub slug: String,
    /// The language it is written in.
    pub language: Language,
    /// The institution whose style it follows.
    pub house: HouseName,
    /// The house's kind of text: `declaration`, `resolution`, ….
    pub kind: String,
    /// How far it has come.
    pub status: Status,
    /// What file properties and catalogues say about it.
    pub metadata: Metadata,
    /// Printed at the head of pages (a document reference); empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub running_head: String,
    /// The lines above the body, in print order.
    pub title_block: Vec<TitleLine>,
    /// What the text says of itself before all else: that it is a courtesy translation. Every format shows it; empty for
    /// none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub banner: Vec<Inline>,
    /// The body.
    pub parts: Vec<Part>,
    /// The lines below the body, in print order: the meeting and the day, who signs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closing_block: Vec<TitleLine>,
    /// The notes in the order in which they are first used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// Words of this language that backends need around the text: `notes`, `link-to`, `back-to-text`, `page`,
    /// `contents`, ….
    #[serde(default)]
    pub words: BTreeMap<String, String>,
    /// What is not finished in a translation, by unit: `urges`, `urges.tail` (the text after its points), `fn.treaty` (a
    /// note), `doc.title`. Drafts mark these units in the margin, never by colour alone.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reviews: BTreeMap<String, Review>,
    /// The same text in further languages, to be set beside this one: each has the very same parts, clauses and ids, and
    /// no further languages of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parallel: Vec<Document>,
}

impl Document {
    /// Calls `visit` for every clause of every part in print order, with its depth (0 for a clause of the part).
    pub fn walk_clauses<'a>(&'a self, visit: &mut dyn FnMut(&'a Part, &'a Clause, usize)) {
        for part in &self.parts {
            for block in &part.blocks {
                if let Block::Clause(clause) = block {
                    clause.walk(&mut |clause, depth| visit(part, clause, depth));
                }
            }
        }
    }

    /// Returns the lines above the body, those below its parts and those below it all.
    pub fn lines(&self) -> impl Iterator<Item = &TitleLine> {
        let below = self.parts.iter().flat_map(|part| &part.closing);
        self.title_block.iter().chain(below).chain(&self.closing_block)
    }

    /// Returns the same lines to be changed.
    pub fn lines_mut(&mut self) -> impl Iterator<Item = &mut TitleLine> {
        let below = self.parts.iter_mut().flat_map(|part| &mut part.closing);
        self.title_block.iter_mut().chain(below).chain(&mut self.closing_block)
    }

    /// Returns what file properties, catalogues and windows call the text: `Declaration 496: Taking NATO …`. It is never
    /// empty, as several formats require.
    pub fn file_title(&self) -> String {
        let Metadata { identifier, title, .. } = &self.metadata;
        let known = [identifier, title].into_iter().map(|name| name.trim()).filter(|name| !name.is_empty());
        let named = known.collect::<Vec<_>>().join(": ");
        if named.is_empty() { self.slug.clone() } else { named }
    }

    /// Returns the note with this id.
    pub fn note(&self, id: &str) -> Option<&Note> {
        self.notes.iter().find(|note| note.id == id)
    }

    /// Returns what is not finished about a unit, with the word that a reader sees for it.
    pub fn review(&self, unit: &str) -> Option<(&Review, &str)> {
        let review = self.reviews.get(unit)?;
        let key = review.state.word();
        Some((review, self.words.get(key).map_or(key, String::as_str)))
    }

    /// Returns the name of the language in the language itself, else its code.
    pub fn language_name(&self) -> &str {
        self.words.get("language").unwrap_or(&self.language.code)
    }

    /// Returns the language's word for `key`, or an empty text.
    pub fn word(&self, key: &str) -> &str {
        self.words.get(key).map_or("", String::as_str)
    }
}

/// A language and how it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Language {
    /// As the author names it and as file names carry it: `en`.
    pub code: String,
    /// Language and region for hyphenation, spelling and `lang` attributes: `en-GB`.
    pub tag: String,
    /// Which way it runs.
    pub direction: Direction,
    /// Whether its script has italics; where it has none, emphasised words are bold.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub italics: bool,
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_yes(value: &bool) -> bool {
    *value
}

/// The institution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct HouseName {
    /// The folder name of its style.
    pub id: String,
    /// Its name in the document's language.
    pub name: String,
}

/// How far a text has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Being written.
    Draft,
    /// Before the assembly.
    Tabled,
    /// Decided.
    Adopted,
}

/// What file properties and catalogues say about a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Metadata {
    /// The title as the author wrote it, without marks and without the house's capitals.
    pub title: String,
    /// Name and number in running text: `Declaration 496`; a draft's reference where there is no number.
    pub identifier: String,
    /// The kind in running text: `Declaration`.
    pub kind: String,
    /// Who issues it: the house's name.
    pub creator: String,
    /// The document reference with its language letter: `205 CDS 25 E`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The day of adoption, else the text's own date; absent where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// What this language version counts for.
    pub legal_value: LegalValue,
    /// The other language versions that exist.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<LanguageLink>,
}

/// What a language version counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LegalValue {
    /// The version that counts.
    Official,
    /// For work only.
    Working,
    /// A courtesy translation.
    Courtesy,
}

/// Another language version of the same text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct LanguageLink {
    /// Its language, as file names carry it.
    pub code: String,
    /// Its language tag, for `hreflang`.
    pub tag: String,
    /// Whether it is the text the others translate.
    pub original: bool,
}

/// One line of the title block, or of those below a part or the body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct TitleLine {
    /// What the line is.
    pub role: TitleRole,
    /// The name by which the look styles it: the role's, or one of the house's own.
    #[serde(default)]
    pub style: String,
    /// Whether it shares a line with the one before it: that one where lines begin, this one where they end.
    #[serde(default)]
    pub beside: bool,
    /// The units whose words it shows, the first of them first; none for the house's own words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<String>,
    /// Whether the line is the document's one main heading.
    #[serde(default)]
    pub heading: bool,
    /// The finished words, in the house's capitals.
    pub content: Vec<Inline>,
}

impl TitleLine {
    /// Returns the name by which the look styles the line.
    pub fn style(&self) -> &str {
        if self.style.is_empty() { self.role.name() } else { &self.style }
    }
}

/// What a line of the title block is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TitleRole {
    /// The document reference: `205 CDS 25 E`.
    Reference,
    /// `Original: English`.
    Original,
    /// The name of the organ or institution.
    Organ,
    /// `SPRING SESSION`, place and date of the meeting.
    Session,
    /// The status of a text that is not adopted.
    Status,
    /// Kind and number: `DECLARATION 496`; kind and status for a draft.
    Number,
    /// A word between number and title: `on`.
    Joiner,
    /// The title.
    Title,
    /// A line below the title.
    Subtitle,
    /// `presented by`.
    PresentedBy,
    /// Name and country of who presents it.
    Presenter,
    /// The presenter's office.
    PresenterRole,
    /// The committee that presents it.
    Committee,
    /// The date of the text.
    Date,
    /// A line that only its house knows, or one of a newer core.
    #[default]
    #[serde(other)]
    Other,
}

impl TitleRole {
    /// Returns the name that messages and style sheets use: `presented-by`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::Original => "original",
            Self::Organ => "organ",
            Self::Session => "session",
            Self::Status => "status",
            Self::Number => "number",
            Self::Joiner => "joiner",
            Self::Title => "title",
            Self::Subtitle => "subtitle",
            Self::PresentedBy => "presented-by",
            Self::Presenter => "presenter",
            Self::PresenterRole => "presenter-role",
            Self::Committee => "committee",
            Self::Date => "date",
            Self::Other => "other",
        }
    }
}
