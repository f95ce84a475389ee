//! What `house.yaml` says: everything about an institution's texts that does not depend on the language.
//!
//! Plain data with defaults. What it means is decided by the passes that read it.

use std::collections::BTreeMap;

use engross_model::{LeadStyle, Look, Severity, Status, TitleRole};
use serde::Deserialize;

use crate::number::Scheme;

/// A house style.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct HouseData {
    /// The house that this one completes, by its name. Of what it says this file says only what differs: mappings are
    /// taken over key by key, lists as a whole, parts by their `name`; `null` removes a key. So are the terms, and files
    /// that this house does not have.
    #[serde(default)]
    pub extends: Option<String>,
    /// The institution's name, by language code.
    pub name: BTreeMap<String, String>,
    /// Its kinds of text, by the name that `kind:` takes.
    pub kinds: BTreeMap<String, Kind>,
    /// What its texts say about themselves besides what all texts may say, by the name under `fields:`. Each is a slot of
    /// phrases.
    #[serde(default)]
    pub fields: BTreeMap<String, FieldForm>,
    /// What texts may choose between (`title`, a part's name), and the choice that holds otherwise.
    #[serde(default)]
    pub variants: BTreeMap<String, String>,
    /// Term that stands before the first clause of a text.
    #[serde(default)]
    pub opening: Option<String>,
    /// Term that stands in its place in a text without its first part: the organ's name without a comma.
    #[serde(default)]
    pub bare_opening: Option<String>,
    /// The parts of a text, in print order.
    pub parts: Vec<PartData>,
    /// Numbering schemes by name: one for each level of clauses.
    pub numbering: BTreeMap<String, Scheme>,
    /// The lines above the body, by variant.
    pub title_block: BTreeMap<String, Vec<TitleLineData>>,
    /// The lines below the body.
    #[serde(default)]
    pub closing_block: Vec<TitleLineData>,
    /// The part that these lines follow, so that an annex stands below them; if absent, they follow all parts.
    #[serde(default)]
    pub closing_after: Option<String>,
    /// Term that stands at the head of pages after the first; if absent, a draft's reference.
    #[serde(default)]
    pub running_head: Option<String>,
    /// Notes and their marks.
    pub notes: NotesData,
    /// The grammar of document references.
    #[serde(default)]
    pub reference: Option<ReferenceData>,
    /// Rules that this house switches on or off or weighs otherwise, by code.
    #[serde(default)]
    pub rules: BTreeMap<String, RuleLevel>,
    /// Page and type.
    pub look: Look,
    /// Font files in the house's folder, offered to backends before those built in.
    #[serde(default)]
    pub fonts: Vec<String>,
}

/// A kind of text.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Kind {
    /// Whether an adopted text of this kind bears a number.
    pub numbered: bool,
    /// Whether an adopted text carries the adoption note.
    pub adoption_note: bool,
    /// Variants that this kind chooses otherwise than the house.
    pub variants: BTreeMap<String, String>,
}

/// What a field of a house holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FieldForm {
    /// Words, which translators render: the slot `{name}`, the unit `doc.name`.
    Text,
    /// What is printed alike in every language: a symbol, the number of a procedure.
    Code,
    /// A day: `{name}` without its weekday, `{name-full}` with it.
    Date,
    /// A whole number from 1 on: `{name}` in figures, `{name-ordinal}` as an ordinal, spelt out where the terms do so,
    /// `{name-th}` as an ordinal in figures.
    Number,
}

impl FieldForm {
    /// Returns the slots that a field of this form fills.
    pub fn slots(self, name: &str) -> Vec<String> {
        let further: &[&str] = match self {
            Self::Text | Self::Code => &[],
            Self::Date => &["full"],
            Self::Number => &["ordinal", "th"],
        };
        std::iter::once(name.to_owned()).chain(further.iter().map(|further| format!("{name}-{further}"))).collect()
    }
}

/// A part of a text.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct PartData {
    /// Its key in source texts: `preamble`.
    pub name: String,
    /// Parts of other houses that this one takes in when a text is set in this house: `[citations, recitals]`.
    pub accepts: Vec<String>,
    /// How much the part is missed where a text has none.
    pub presence: Presence,
    /// Term printed as its heading.
    pub heading: Option<String>,
    /// Term printed before its first clause, instead of the house's opening.
    pub formula: Option<String>,
    /// Numbering schemes of its levels, outermost first; as many as clauses may be deep.
    pub numbering: Vec<String>,
    /// How lead words look, in clauses and in the formula.
    pub lead: LeadStyle,
    /// Whether clauses are full sentences without lead words; the formula may have some.
    pub prose: bool,
    /// The case of the first lead words of a clause.
    pub lead_case: Option<LeadCase>,
    /// The list of lead words in the terms, where clauses must begin with one of them.
    pub lead_words: Option<String>,
    /// Whether it begins a page.
    pub new_page: bool,
    /// How clauses end.
    pub ends: Ends,
    /// Term that the last clause of the part begins with: `STR-05` where it begins otherwise.
    pub last_clause: Option<String>,
    /// Other ways to make this part, by name; each says only what differs.
    pub variants: BTreeMap<String, PartVariant>,
}

impl PartData {
    /// Says whether the lead words of its clauses look otherwise than the rest.
    pub(crate) fn marks_lead_words(&self) -> bool {
        !self.prose && self.lead != LeadStyle::default()
    }
}

/// A variant of a part: what it leaves out is as in the part itself.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct PartVariant {
    /// As `heading` of the part.
    pub heading: Option<String>,
    /// As `formula` of the part.
    pub formula: Option<String>,
    /// As `numbering` of the part.
    pub numbering: Option<Vec<String>>,
    /// As `lead` of the part.
    pub lead: Option<LeadStyle>,
    /// As `prose` of the part; it is so too where the part itself says it.
    pub prose: bool,
    /// As `ends` of the part.
    pub ends: Option<Ends>,
    /// As `last-clause` of the part.
    pub last_clause: Option<String>,
}

/// How much a part is missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// `STR-02` without it.
    Required,
    /// `STR-03` without it.
    Expected,
    /// Nothing is said.
    #[default]
    Optional,
}

/// The case of lead words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LeadCase {
    /// URGES.
    Capitals,
    /// Stressing.
    Capitalised,
    /// noting.
    Lower,
}

impl ReferenceData {
    /// Returns a reference of this form: `205 ABC 25`.
    pub fn example(&self) -> String {
        let word = |field: &ReferenceField| match field {
            ReferenceField::Number(digits) => format!("{:0>digits$}", 205),
            ReferenceField::Body(least, _) => ('A'..='Z').take((*least).max(3)).collect(),
            ReferenceField::Year => "25".to_owned(),
        };
        self.fields.iter().map(word).collect::<Vec<_>>().join(" ")
    }

    /// Parts a reference from the revision that ends it: `205 CDS 25` and `rev. 1`.
    pub fn without_revision<'r>(&self, reference: &'r str) -> (&'r str, Option<&'r str>) {
        let bases = self.revisions.iter().filter_map(|word| reference.strip_suffix(word.as_str())?.strip_suffix(' '));
        match bases.min_by_key(|base| base.len()) {
            Some(base) => (base.trim_end(), Some(&reference[base.len() + 1..])),
            None => (reference, None),
        }
    }
}

/// The marks at the ends of clauses; an absent one falls back as said.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Ends {
    /// A clause or point without points below it. None: nothing is checked or added.
    pub clause: Option<String>,
    /// The end of the part: its last clause or, where that has points, its last point or closing text; else by its position.
    pub last_clause: Option<String>,
    /// What leads into points.
    pub lead_in: Option<String>,
    /// A point; else as `clause`.
    pub point: Option<String>,
    /// The point before the last of its list, as `; and`; else as `point`.
    pub before_last_point: Option<String>,
    /// The last point of its list; else as `point`.
    pub last_point: Option<String>,
    /// The closing text after points; else as `clause`.
    pub closing: Option<String>,
    /// The end of the text, above an annex too, and of the annex where its part says so; else as `last_clause`.
    pub r#final: Option<String>,
}

impl Ends {
    /// Returns these marks, with those of `other` where it has some.
    #[must_use]
    pub fn overlaid(&self, other: &Self) -> Self {
        let pick = |mine: &Option<String>, theirs: &Option<String>| theirs.clone().or_else(|| mine.clone());
        Self {
            clause: pick(&self.clause, &other.clause),
            last_clause: pick(&self.last_clause, &other.last_clause),
            lead_in: pick(&self.lead_in, &other.lead_in),
            point: pick(&self.point, &other.point),
            before_last_point: pick(&self.before_last_point, &other.before_last_point),
            last_point: pick(&self.last_point, &other.last_point),
            closing: pick(&self.closing, &other.closing),
            r#final: pick(&self.r#final, &other.r#final),
        }
    }

    /// Returns what `write` makes of each of these marks.
    #[must_use]
    pub(crate) fn each(&self, write: impl Fn(&str) -> String) -> Self {
        let written = |mark: &Option<String>| mark.as_deref().map(&write);
        Self {
            clause: written(&self.clause),
            last_clause: written(&self.last_clause),
            lead_in: written(&self.lead_in),
            point: written(&self.point),
            before_last_point: written(&self.before_last_point),
            last_point: written(&self.last_point),
            closing: written(&self.closing),
            r#final: written(&self.r#final),
        }
    }
}

/// A line of the title block or of the closing block. It is printed where its status fits and all its slots have a value.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TitleLineData {
    /// What the line is; one of the house's own if absent.
    #[serde(default)]
    pub role: TitleRole,
    /// The term that it prints; the role's name if absent.
    #[serde(default)]
    pub term: Option<String>,
    /// The name by which the look styles it; the role's if absent, that of the term for a line of the house's own.
    #[serde(default)]
    pub style: Option<String>,
    /// Whether it shares a line with the one before it: that one where lines begin, this one where they end.
    #[serde(default)]
    pub beside: bool,
    /// The statuses that have it; all if empty.
    #[serde(default)]
    pub when: Vec<Status>,
    /// Slots that must have a value besides those it prints.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Slots that must have none.
    #[serde(default)]
    pub without: Vec<String>,
    /// Whether the mark of the adoption note stands at its end.
    #[serde(default)]
    pub adoption_mark: bool,
}

/// Notes.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct NotesData {
    /// The series of marks, by name. Each counts by itself.
    pub series: BTreeMap<String, Scheme>,
    /// The series of notes that name none.
    pub default: String,
    /// The series of the adoption note.
    #[serde(default)]
    pub adoption: Option<String>,
    /// Printed between two marks at one place, raised as they are: `,`.
    #[serde(default)]
    pub separator: String,
}

/// What document references look like.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ReferenceData {
    /// The fields between blanks, without the language letter, of `number` (digits), `body` (capitals) and `year` (two
    /// digits).
    pub fields: Vec<ReferenceField>,
    /// Words that may follow the language letter: `rev. 1`.
    #[serde(default)]
    pub revisions: Vec<String>,
}

/// A field of a document reference.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ReferenceField {
    /// This many digits.
    Number(usize),
    /// Capitals, this many at least and at most.
    Body(usize, usize),
    /// The last two digits of the year.
    Year,
}

/// How much a rule weighs in a house or a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RuleLevel {
    /// As the rule has it.
    On,
    /// Not at all.
    Off,
    /// As an error.
    Error,
    /// As a warning.
    Warning,
    /// As information.
    Info,
}

impl RuleLevel {
    /// Returns the severity, given the rule's own; `None` if the rule is off.
    pub fn severity(self, own: Severity) -> Option<Severity> {
        match self {
            Self::On => Some(own),
            Self::Off => None,
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Info => Some(Severity::Info),
        }
    }
}
