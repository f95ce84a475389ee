//! What `terms/<language>.yaml` says: a house's fixed words in one language, and that language's habits.
//!
//! Phrases are inline markup with `{slots}`. Nothing here is a template language: no conditions, no program text.

use std::collections::BTreeMap;

use engross_model::Direction;
use serde::Deserialize;

use super::data::Ends;

/// The terms of one language.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TermsData {
    /// Language and region: `en-GB`.
    pub tag: String,
    /// Which way it runs.
    #[serde(default)]
    pub direction: Direction,
    /// The letter that ends document references: `E`.
    #[serde(default)]
    pub letter: Option<String>,
    /// Names of languages in this one, by code: for `Original: English`.
    #[serde(default)]
    pub languages: BTreeMap<String, String>,
    /// The kinds of text in running text: `Declaration`.
    pub kinds: BTreeMap<String, String>,
    /// Words that take another form with each kind, for languages that have gender or elision.
    #[serde(default)]
    pub kind_forms: KindForms,
    /// Fixed formulae by name. A list holds alternatives: the first whose slots all have a value is printed.
    pub phrases: BTreeMap<String, Phrases>,
    /// Bodies that adopt: `plenary: Plenary Assembly`.
    #[serde(default)]
    pub bodies: BTreeMap<String, String>,
    /// Sessions: `spring: Spring Session`, `annual: "{ordinal} Annual Session"`.
    #[serde(default)]
    pub sessions: BTreeMap<String, String>,
    /// How dates and ordinals are written.
    pub dates: Dates,
    /// How a clause is named from elsewhere, by numbering scheme: `{label}` is the bare numeral, `{parent}` what the
    /// clause above is named.
    #[serde(default)]
    pub references: BTreeMap<String, String>,
    /// How a label is read aloud, by numbering scheme; same slots.
    #[serde(default)]
    pub spoken: BTreeMap<String, String>,
    /// How repeated letters are read aloud, by how often: `2: "double {letter}"`.
    #[serde(default)]
    pub spoken_repeats: BTreeMap<u32, String>,
    /// Words that stand around the text on screen: `notes`, `link-to`, ….
    #[serde(default)]
    pub words: BTreeMap<String, String>,
    /// End marks that differ from the house's, by part.
    #[serde(default)]
    pub ends: BTreeMap<String, Ends>,
    /// Spaces that belong to marks.
    #[serde(default)]
    pub spacing: Spacing,
    /// On which side of a punctuation mark a note mark stands.
    #[serde(default)]
    pub note_marks: NoteMarkSide,
    /// Quotation marks and apostrophes.
    #[serde(default)]
    pub quotes: Quotes,
    /// Words that lead on to another text: after them a number means a paragraph there, as in `paragraph 3 of
    /// resolution 70/1`. `NUM-06` leaves such a number alone.
    #[serde(default)]
    pub elsewhere: Vec<String>,
    /// Abbreviations that end with a full stop, written without it, in small letters: `etc`. Their full stop is no end
    /// mark, so no fix replaces it. Those with a full stop inside, as `e.g.`, need not be named.
    #[serde(default)]
    pub abbreviations: Vec<String>,
    /// Words that no line may part from the number after them: `No`, `n°`. `PUN-07` asks for a no-break space there.
    #[serde(default)]
    pub number_signs: Vec<String>,
    /// Units that no line may part from the number before them: `km`, `%`. `PUN-07` asks for a no-break space there.
    #[serde(default)]
    pub units: Vec<String>,
    /// Words that join: `and`. At the end of a clause they belong to its end mark (`; and`), and they join lead words.
    #[serde(default)]
    pub conjunctions: Vec<String>,
    /// Adverbs that may stand before any lead words, or be marked with them behind: `strongly`.
    #[serde(default)]
    pub lead_adverbs: Vec<String>,
    /// Lead words, by list.
    #[serde(default)]
    pub lead_words: BTreeMap<String, Vec<String>>,
    /// Names that stand as they are, whatever the house's wordings: `World Health Organization`.
    #[serde(default)]
    pub official_names: Vec<String>,
    /// Wordings that the house writes in one way only.
    #[serde(default)]
    pub wordings: Vec<Wording>,
}

/// Words that take another form with each kind of text, by kind.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct KindForms {
    /// The slot `{kind-of}`: `d'avis`, as in `Projet d'avis`.
    pub of: BTreeMap<String, String>,
    /// The slot `{kind-adopted}`: `Adoptée`, as in `Adoptée par l'Assemblée`.
    pub adopted: BTreeMap<String, String>,
}

impl KindForms {
    /// Returns the forms with their slots and the keys they stand under.
    pub(crate) fn slots(&self) -> [(&'static str, &'static str, &BTreeMap<String, String>); 2] {
        [("kind-of", "kind-forms/of", &self.of), ("kind-adopted", "kind-forms/adopted", &self.adopted)]
    }
}

/// A phrase, or alternatives.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Phrases {
    /// One phrase.
    One(String),
    /// The first whose slots all have a value.
    Several(Vec<String>),
}

impl Phrases {
    /// Returns the alternatives in order.
    pub fn alternatives(&self) -> &[String] {
        match self {
            Self::One(phrase) => std::slice::from_ref(phrase),
            Self::Several(phrases) => phrases,
        }
    }
}

/// Dates and ordinals.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Dates {
    /// With weekday: `{weekday} {day} {month} {year}`.
    pub full: String,
    /// Without: `{day} {month} {year}`.
    pub plain: String,
    /// How the first of a month is written, where it differs: `1^er^`.
    #[serde(default)]
    pub first: Option<String>,
    /// Ordinals by CLDR category: `one: "{n}st"`.
    #[serde(default)]
    pub ordinals: BTreeMap<String, String>,
    /// Ordinals that are spelt out: `51: Fifty-first`.
    #[serde(default)]
    pub spelt_ordinals: BTreeMap<u32, String>,
}

/// Spaces that belong to punctuation.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Spacing {
    /// The space before a mark, by mark: `":": no-break`. A mark that is not named has none.
    pub before: BTreeMap<String, Space>,
    /// The space inside `«` and `»`.
    pub inside_guillemets: Option<Space>,
}

/// A space that does not break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Space {
    /// U+00A0.
    NoBreak,
    /// U+202F.
    NarrowNoBreak,
}

impl Space {
    /// Returns the character.
    pub fn character(self) -> char {
        match self {
            Self::NoBreak => '\u{a0}',
            Self::NarrowNoBreak => '\u{202f}',
        }
    }
}

/// On which side of a punctuation mark a note mark stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum NoteMarkSide {
    /// English.
    #[default]
    AfterPunctuation,
    /// French, Spanish.
    BeforePunctuation,
}

/// Quotation marks and apostrophes that the house allows in a language. Empty: any.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Quotes {
    /// The apostrophe: `'` or `’`.
    pub apostrophe: Option<char>,
    /// Opening and closing marks of the outer level: `“”`.
    pub outer: Option<String>,
    /// Of the level inside it.
    pub inner: Option<String>,
}

/// A wording that the house does not use, and what it writes instead. It is found in whole words, whatever their case.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Wording {
    /// The rule it belongs to: `TERM-02`, `TERM-03` or `TERM-04`.
    pub code: String,
    /// Words that are not used, each with what stands in its place in the very same form: `recognizes: recognises`.
    /// `check --fix` writes it.
    #[serde(default)]
    pub forms: BTreeMap<String, String>,
    /// Words that are not used, and that only the author can mend.
    #[serde(default)]
    pub avoid: Vec<String>,
    /// What the author is told to write instead of `avoid`.
    #[serde(default)]
    pub write: Option<String>,
    /// Whether what is written instead follows a number in figures without a blank: `20%`. Elsewhere the author mends it.
    #[serde(default)]
    pub after_number: bool,
}
