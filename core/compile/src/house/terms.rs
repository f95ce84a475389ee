//! What `terms/<language>.yaml` says: a house's fixed words in one language, and that language's habits.
//!
//! A file in `templates/languages/` has the same form: what houses that write a language have in common, as a rule its
//! habits alone. A house's terms take over from it what they do not say themselves.
//!
//! Phrases are inline markup with `{slots}`. Nothing here is a template language: no conditions, no program text.

use std::borrow::Cow;
use std::collections::BTreeMap;

use engross_model::{Date, Direction};
use serde::Deserialize;

use super::complete::{Complete, List};
use super::data::{Ends, LeadCase, PartData, TitleLineData};
use super::habits::{Dates, NoteMarkSide, Numbers, Quotes, Spacing};
use super::phrase::slots_of_alternatives;
use crate::language;
use crate::number::{LabelForm, Scheme};

/// The terms of one language. Whatever they leave out is as in the language's own file: a mapping is completed key by
/// key, a list or a single value stands as a whole.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct TermsData {
    /// Language and region: `en-GB`. The name of the file if absent.
    pub tag: String,
    /// The language whose file completes this one: `fr-eu`. That of the tag if absent: `fr` for `fr-FR`.
    pub habits: Option<String>,
    /// Which way it runs; left to right if absent.
    pub direction: Option<Direction>,
    /// Whether its script has italics; it has if absent. Where it has none, what would be italic is bold.
    pub italics: Option<bool>,
    /// The letter that ends document references: `E`.
    pub letter: Option<String>,
    /// The letters of numberings that take those of the language: a named alphabet (`ru-short`) or the letters themselves,
    /// separated by blanks.
    pub alphabet: Option<String>,
    /// Names of languages in this one, by code: for `Original: English`.
    pub languages: BTreeMap<String, String>,
    /// The kinds of text in running text: `Declaration`.
    pub kinds: BTreeMap<String, String>,
    /// Words that take another form with each kind, for languages that have gender or elision.
    pub kind_forms: KindForms,
    /// Fixed formulae by name. A list holds alternatives: the first whose slots all have a value is printed.
    pub phrases: BTreeMap<String, Phrases>,
    /// Bodies that adopt: `plenary: Plenary Assembly`.
    pub bodies: BTreeMap<String, String>,
    /// Sessions: `spring: Spring Session`, `annual: "{ordinal} Annual Session"`.
    pub sessions: BTreeMap<String, String>,
    /// How dates and ordinals are written.
    pub dates: Dates,
    /// How labels are written where it is not what the house says, by numbering scheme: `article: {prefix: "Article "}`.
    pub labels: BTreeMap<String, LabelForm>,
    /// How a clause is named from elsewhere, by numbering scheme: `{label}` is the bare numeral, `{parent}` what the
    /// clause above is named.
    pub references: BTreeMap<String, String>,
    /// How a label is read aloud, by numbering scheme; same slots.
    pub spoken: BTreeMap<String, String>,
    /// How repeated letters are read aloud, by how often: `2: "double {letter}"`.
    pub spoken_repeats: BTreeMap<u32, String>,
    /// Words that stand around the text on screen: `notes`, `link-to`, ….
    pub words: BTreeMap<String, String>,
    /// End marks that differ from the house's, by part; they are written as they stand.
    pub ends: BTreeMap<String, Ends>,
    /// Spaces that belong to marks.
    pub spacing: Spacing,
    /// Punctuation marks that the language writes otherwise, by the mark that a house names: `";": "·"`.
    pub marks: BTreeMap<String, String>,
    /// How numbers are written in figures.
    pub numbers: Numbers,
    /// On which side of a punctuation mark a note mark stands; after it if absent.
    pub note_marks: Option<NoteMarkSide>,
    /// Quotation marks and apostrophes.
    pub quotes: Quotes,
    /// Words that lead on to another text: after them a number means a paragraph there, as in `paragraph 3 of
    /// resolution 70/1`. `NUM-06` leaves such a number alone.
    pub elsewhere: List<String>,
    /// Abbreviations that end with a full stop, written without it, in small letters: `etc`. Their full stop is no end
    /// mark, so no fix replaces it. Those with a full stop inside, as `e.g.`, need not be named.
    pub abbreviations: List<String>,
    /// Words that no line may part from the number after them: `No`, `n°`. `PUN-07` asks for a no-break space there.
    pub number_signs: List<String>,
    /// Units that no line may part from the number before them: `km`, `%`. `PUN-07` asks for a no-break space there.
    pub units: List<String>,
    /// Words that join: `and`. At the end of a clause they belong to its end mark (`; and`), and they join lead words.
    pub conjunctions: List<String>,
    /// Adverbs that may stand before any lead words, or be marked with them behind: `strongly`.
    pub lead_adverbs: List<String>,
    /// Words that end lead words some way behind them: `fordert … auf`.
    pub lead_endings: List<String>,
    /// The case of the first lead words of a clause where it is not what the house says, by part.
    pub lead_case: BTreeMap<String, LeadCase>,
    /// Lead words, by list.
    pub lead_words: BTreeMap<String, Vec<String>>,
    /// Words that may stand twice running, as `nous nous`. `T210` leaves them alone.
    pub doubled_words: List<String>,
    /// Short words that are written together with the next one, as the Arabic article. A glossary's terms that are
    /// matched by their stems are found behind them.
    pub joined_words: List<String>,
    /// Names that stand as they are, whatever the house's wordings: `World Health Organization`.
    pub official_names: List<String>,
    /// Wordings that the house writes in one way only.
    pub wordings: List<Wording>,
}

impl TermsData {
    /// Returns a part as one of its variants has it, with the end marks and the case of lead words of the language.
    pub fn part_in(&self, part: &PartData, variant: Option<&str>) -> PartData {
        let mut part = part.clone();
        let variant = variant.and_then(|name| part.variants.get(name)).cloned();
        if let Some(ends) = self.ends.get(&part.name) {
            part.ends = part.ends.overlaid(ends);
        }
        part.lead_case = self.lead_case.get(&part.name).copied().or(part.lead_case);
        if let Some(variant) = variant {
            part.heading = variant.heading.or(part.heading);
            part.formula = variant.formula.or(part.formula);
            part.last_clause = variant.last_clause.or(part.last_clause);
            part.numbering = variant.numbering.unwrap_or(part.numbering);
            part.lead = variant.lead.unwrap_or(part.lead);
            part.prose |= variant.prose;
            if let Some(ends) = variant.ends {
                part.ends = part.ends.overlaid(&ends);
            }
        }
        if part.prose {
            part.lead_case = None;
            part.lead_words = None;
        }
        part.ends = self.in_language(&part.ends);
        part
    }

    /// Says whether one of these lines prints the title.
    pub(crate) fn print_title(&self, lines: &[TitleLineData]) -> bool {
        let phrases = lines.iter().filter_map(|line| self.phrases.get(&line.term_name()));
        phrases.flat_map(slots_of_alternatives).flatten().any(|slot| slot == "title")
    }

    /// Returns a numbering as the language writes it.
    pub(crate) fn scheme<'n>(&self, numbering: &'n BTreeMap<String, Scheme>, level: &str) -> Option<Cow<'n, Scheme>> {
        let scheme = numbering.get(level)?;
        Some(scheme.in_language(self.alphabet.as_deref(), self.labels.get(level)))
    }

    /// Returns a number as an ordinal: spelt out where the terms do so, and in figures.
    pub fn ordinals(&self, number: u32) -> [String; 2] {
        [
            language::ordinal(number, &self.tag, &self.dates),
            language::ordinal_in_figures(number, &self.tag, &self.dates),
        ]
    }

    /// Returns the name of the day of the week that a day was.
    pub fn weekday(&self, day: Date) -> String {
        language::date("{weekday}", day, &self.tag, &self.dates)
    }

    /// Returns the names of the twelve months inside dates.
    pub fn months(&self) -> Vec<String> {
        language::months(&self.tag, &self.dates)
    }

    /// Returns end marks as the language writes them.
    pub(crate) fn in_language(&self, ends: &Ends) -> Ends {
        ends.each(|marks| marks.chars().map(|mark| self.in_marks(mark)).collect())
    }

    /// Says whether a mark is one of these, or what the language writes in the place of one.
    #[inline]
    pub(crate) fn is_mark(&self, marks: &str, mark: char) -> bool {
        // Nearly all characters are letters and blanks, and every rule about marks comes by here.
        if mark.is_ascii_alphanumeric() || mark == ' ' {
            return false;
        }
        marks.contains(mark) || self.marks.iter().any(|(of, own)| own.contains(mark) && marks.contains(of.as_str()))
    }

    /// Writes a mark as the language does.
    pub(crate) fn in_marks(&self, mark: char) -> String {
        let own = self.marks.get(mark.encode_utf8(&mut [0; 4]) as &str);
        own.cloned().unwrap_or_else(|| mark.to_string())
    }
}

impl Complete for TermsData {
    fn complete(&mut self, base: &Self) {
        self.direction.complete(&base.direction);
        self.italics.complete(&base.italics);
        self.letter.complete(&base.letter);
        self.alphabet.complete(&base.alphabet);
        self.languages.complete(&base.languages);
        self.kinds.complete(&base.kinds);
        self.kind_forms.of.complete(&base.kind_forms.of);
        self.kind_forms.adopted.complete(&base.kind_forms.adopted);
        self.phrases.complete(&base.phrases);
        self.bodies.complete(&base.bodies);
        self.sessions.complete(&base.sessions);
        self.dates.complete(&base.dates);
        self.labels.complete(&base.labels);
        self.references.complete(&base.references);
        self.spoken.complete(&base.spoken);
        self.spoken_repeats.complete(&base.spoken_repeats);
        self.words.complete(&base.words);
        self.ends.complete(&base.ends);
        self.spacing.complete(&base.spacing);
        self.marks.complete(&base.marks);
        self.numbers.complete(&base.numbers);
        self.note_marks.complete(&base.note_marks);
        self.quotes.complete(&base.quotes);
        self.elsewhere.complete(&base.elsewhere);
        self.abbreviations.complete(&base.abbreviations);
        self.number_signs.complete(&base.number_signs);
        self.units.complete(&base.units);
        self.conjunctions.complete(&base.conjunctions);
        self.lead_adverbs.complete(&base.lead_adverbs);
        self.lead_endings.complete(&base.lead_endings);
        self.lead_case.complete(&base.lead_case);
        self.lead_words.complete(&base.lead_words);
        self.doubled_words.complete(&base.doubled_words);
        self.joined_words.complete(&base.joined_words);
        self.official_names.complete(&base.official_names);
        self.wordings.complete(&base.wordings);
    }
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
