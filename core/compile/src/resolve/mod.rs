//! From the source tree to a document: what the text means in its house, before anything is numbered.
//!
//! This pass applies the house's parts, variants and title block, turns markup into inline nodes and adds missing end
//! marks. Labels, note marks and the words of cross-references are still empty: `number` fills them.

mod body;
mod clothes;
mod ends;
mod fields;
mod length;
mod title;
mod unprinted;

use std::collections::BTreeMap;

use engross_model::{
    Date, Document, Finding, HouseName, Inline, Language, LanguageLink, LegalValue, Metadata, Status, plain_text,
};

use crate::House;
use crate::house::{Kind, PartData, Slots, TermsData, TitleLineData, fill, fill_plain};
use crate::language;
use crate::source::{Adoption, Source, Spanned};
use crate::source_map::SourceMap;

pub(crate) use ends::{ends_with_abbreviation, written_end};

/// The id of the adoption note in a document.
pub const ADOPTION_NOTE: &str = "adoption";

/// A document without labels, and what the later passes need beside it.
pub(crate) struct Resolved {
    pub(crate) document: Document,
    pub(crate) sources: SourceMap,
    /// The house's parts with the text's variants applied, one for each part of the document.
    pub(crate) parts: Vec<PartData>,
    /// Whether a clause of a part could not be read, one for each part of the document.
    pub(crate) part_gaps: Vec<bool>,
    /// Whether something in the body could not be read: then labels and the use of notes are not known for certain.
    pub(crate) has_gap: bool,
    /// How many marks and runs of words there are so far.
    pieces: usize,
    /// Series asked for by notes, by note id.
    pub(crate) note_series: BTreeMap<String, Spanned<String>>,
    /// The notes of the source, printed or not.
    pub(crate) notes: BTreeMap<String, Vec<Inline>>,
    /// Whether `notes:` is written and could not be read: then nothing is known of the notes there are.
    pub(crate) notes_unread: bool,
    /// What phrases print.
    pub(crate) slots: Slots,
    /// The adoption note as the house would write it.
    pub(crate) adoption_formula: Option<Vec<Inline>>,
    pub(crate) findings: Vec<Finding>,
}

/// What a text says about itself, once checked against its house.
pub(crate) struct Header<'a> {
    pub(crate) file: &'a str,
    pub(crate) source: &'a Source,
    pub(crate) house: &'a House,
    pub(crate) terms: &'a TermsData,
    pub(crate) tongue: Tongue,
    pub(crate) kind: String,
    pub(crate) kind_data: Kind,
    pub(crate) status: Status,
    pub(crate) date: Option<Date>,
    pub(crate) adoption_date: Option<Date>,
}

/// The language that a text is compiled in.
#[derive(Debug, Clone)]
pub(crate) struct Tongue {
    pub(crate) language: String,
    /// The language of the source: the same, but for a language version.
    pub(crate) original: String,
    pub(crate) legal_value: LegalValue,
}

impl Tongue {
    /// Makes that of a source text.
    pub(crate) fn of_source(source: &Source) -> Self {
        let language = source.language.as_ref().map(|language| language.value.clone()).unwrap_or_default();
        Self { original: language.clone(), language, legal_value: LegalValue::Official }
    }
}

/// Resolves a source text in its house.
pub(crate) fn resolve(header: &Header<'_>, slug: &str, languages: Vec<LanguageLink>) -> Resolved {
    let mut resolved = Resolved {
        document: empty_document(header, slug, languages),
        sources: SourceMap::new(header.file),
        parts: Vec::new(),
        part_gaps: Vec::new(),
        has_gap: header.source.has_gap(),
        pieces: 0,
        note_series: BTreeMap::new(),
        notes: BTreeMap::new(),
        notes_unread: header.source.notes.is_empty() && header.source.faulty.contains("notes"),
        slots: Slots::new(),
        adoption_formula: None,
        findings: Vec::new(),
    };
    title::resolve(header, &mut resolved);
    body::resolve(header, &mut resolved);
    if header.source.is_converted {
        clothes::change(header.terms, &mut resolved);
    }
    ends::complete(header, &mut resolved);
    resolved
}

/// Reads the fields that say what a text is; `None` if it cannot go on without them.
pub(crate) fn header<'a>(
    file: &'a str,
    source: &'a Source,
    house: &'a House,
    terms: &'a TermsData,
    tongue: Tongue,
    findings: &mut Vec<Finding>,
) -> Option<Header<'a>> {
    let kind = source.kind.as_ref()?;
    let Some(kind_data) = house.data().kinds.get(&kind.value) else {
        findings.push(
            Finding::new("HOUSE-05", format!("the house `{}` has no kind `{}`", house.id(), kind.value))
                .at(file, kind.span.clone())
                .help(format!("it has: {}", house.kinds().join(", "))),
        );
        return None;
    };
    let header = Header {
        file,
        source,
        house,
        terms,
        tongue,
        kind: kind.value.clone(),
        kind_data: kind_data.clone(),
        status: status(file, source.status.as_ref(), findings),
        date: date(file, source.date.as_ref(), findings),
        adoption_date: date(file, source.adoption.as_ref().and_then(|adoption| adoption.date.as_ref()), findings),
    };
    check_fields(&header, findings);
    Some(header)
}

fn status(file: &str, status: Option<&Spanned<String>>, findings: &mut Vec<Finding>) -> Status {
    match status.map(|status| (status.value.as_str(), status)) {
        None | Some(("draft", _)) => Status::Draft,
        Some(("tabled", _)) => Status::Tabled,
        Some(("adopted", _)) => Status::Adopted,
        Some((other, status)) => {
            findings.push(
                Finding::new("SRC-04", format!("`{other}` is no status"))
                    .at(file, status.span.clone())
                    .help("write `draft`, `tabled` or `adopted`"),
            );
            Status::Draft
        }
    }
}

fn date(file: &str, date: Option<&Spanned<String>>, findings: &mut Vec<Finding>) -> Option<Date> {
    let date = date?;
    date.value
        .parse()
        .map_err(|message: String| {
            findings.push(
                Finding::new("SRC-08", message)
                    .at(file, date.span.clone())
                    .help("write year, month and day of a day that exists: 2025-05-26"),
            );
        })
        .ok()
}

/// Reports fields that are missing or have no place in a text of this kind and status.
fn check_fields(header: &Header<'_>, findings: &mut Vec<Finding>) {
    let source = header.source;
    let kind_span = source.kind.as_ref().map_or(0..0, |kind| kind.span.clone());
    let adopted = header.status == Status::Adopted;
    let mut say = |code: &str, message: String, span: std::ops::Range<usize>, help: &str| {
        findings.push(Finding::new(code, message).at(header.file, span).help(help));
    };
    if adopted && header.kind_data.numbered && source.number.is_none() && !source.faulty.contains("number") {
        let help = "add `number:` with the number under which it was adopted";
        say("SRC-03", format!("an adopted {} needs a number", header.kind), kind_span.clone(), help);
    }
    if adopted && header.kind_data.adoption_note && source.adoption.is_none() && !source.faulty.contains("adoption") {
        let help = "add `adoption: {body: …, session: …, place: …, date: …}`";
        say("NOTE-02", format!("an adopted {} carries an adoption note", header.kind), kind_span, help);
    }
    if let Some(adoption) = source.adoption.as_ref().filter(|_| !adopted) {
        let help = "set `status: adopted`, or leave `adoption` out until then";
        say("SRC-11", "`adoption` is printed on adopted texts only".into(), adoption.span.clone(), help);
    }
    if let Some(number) = source.number.as_ref().filter(|_| !adopted) {
        let help = "set `status: adopted`, or leave `number` out until then";
        say("SRC-11", "`number` is printed on adopted texts only".into(), number.span.clone(), help);
    }
    if let Some(reference) = source.reference.as_ref().filter(|reference| length::is_too_long(&reference.value)) {
        say("SRC-13", "the reference has more than 4,000 characters".into(), reference.span.clone(), "say it shorter");
    }
    for (name, choice) in &source.variants {
        let choices = header.house.data().variant_choices(&name.value);
        if choices.is_empty() {
            let message = format!("the house `{}` has no variants of `{}`", header.house.id(), name.value);
            say("HOUSE-05", message, name.span.clone(), "delete this line");
        } else if !choices.contains(&choice.value) {
            let message = format!("`{}` is no variant of `{}`", choice.value, name.value);
            say("HOUSE-05", message, choice.span.clone(), &format!("choose one of: {}", choices.join(", ")));
        }
    }
}

impl Header<'_> {
    /// Returns the variant that the text, else its kind, else its house chooses.
    pub(crate) fn variant(&self, name: &str) -> Option<&str> {
        let own =
            self.source.variants.iter().find(|(variant, _)| variant.value == name).map(|(_, choice)| &choice.value);
        own.map(String::as_str).or_else(|| self.house.data().variant_of(&self.kind_data, name))
    }

    /// Returns the lines of the title block that the text chooses.
    pub(crate) fn title_lines(&self) -> &[TitleLineData] {
        self.house.data().title_lines(self.variant("title"))
    }

    /// Returns what the text says of its adoption, if a line bears the mark of a note on it.
    pub(crate) fn adoption_note(&self) -> Option<&Adoption> {
        let mut lines = self.title_lines().iter().chain(&self.house.data().closing_block);
        let adoption = self.source.adoption.as_ref().filter(|_| self.status == Status::Adopted);
        adoption.filter(|_| lines.any(|line| line.adoption_mark))
    }

    /// Returns the document reference with the letter of its language: `205 CDS 25 E`.
    pub(crate) fn full_reference(&self) -> Option<String> {
        let reference = &self.source.reference.as_ref()?.value;
        let Some(letter) = &self.terms.letter else { return Some(reference.clone()) };
        let grammar = self.house.data().reference.as_ref();
        Some(match grammar.map_or((reference.as_str(), None), |grammar| grammar.without_revision(reference)) {
            (base, Some(revision)) => format!("{base} {letter} {revision}"),
            (base, None) => format!("{base} {letter}"),
        })
    }

    /// Returns the house's word for the kind: `Declaration`.
    pub(crate) fn kind_name(&self) -> String {
        self.terms.kinds.get(&self.kind).cloned().unwrap_or_else(|| self.kind.clone())
    }

    /// Returns the slots of phrases that name the kind: the words as they are, not as markup.
    pub(crate) fn kind_slots(&self) -> Slots {
        let name = self.kind_name();
        let lower = language::lower_case(&name, &self.terms.tag);
        let forms = self.terms.kind_forms.slots().into_iter();
        let forms = forms.filter_map(|(slot, _, forms)| Some((slot, forms.get(&self.kind)?.clone())));
        let words = [("kind", name), ("kind-lower", lower)].into_iter().chain(forms);
        words.map(|(slot, words)| (slot.into(), vec![Inline::Text(words)])).collect()
    }
}

fn empty_document(header: &Header<'_>, slug: &str, languages: Vec<LanguageLink>) -> Document {
    let creator = header.house.name(&header.tongue.language);
    let reference = header.full_reference();
    let draft = header.status != Status::Adopted;
    Document {
        slug: slug.to_owned(),
        language: Language {
            code: header.tongue.language.clone(),
            tag: header.terms.tag.clone(),
            direction: header.terms.direction.unwrap_or_default(),
            italics: header.terms.italics.unwrap_or(true),
        },
        house: HouseName { id: header.house.id().to_owned(), name: creator.clone() },
        kind: header.kind.clone(),
        status: header.status,
        running_head: reference.clone().filter(|_| draft).unwrap_or_default(),
        metadata: Metadata {
            title: String::new(),
            identifier: identifier(header, reference.as_deref()),
            kind: header.kind_name(),
            creator,
            reference,
            date: header.adoption_date.or(header.date),
            legal_value: header.tongue.legal_value,
            languages,
        },
        title_block: Vec::new(),
        banner: banner(header),
        parts: Vec::new(),
        closing_block: Vec::new(),
        notes: Vec::new(),
        words: header.terms.words.clone(),
        reviews: BTreeMap::new(),
        parallel: Vec::new(),
    }
}

/// Says of a version that does not count as the source does what it is, in the house's words.
fn banner(header: &Header<'_>) -> Vec<Inline> {
    let phrase = match header.tongue.legal_value {
        LegalValue::Official => return Vec::new(),
        LegalValue::Working => "working",
        LegalValue::Courtesy => "courtesy",
    };
    let mut slots = header.kind_slots();
    if let Some(language) = header.terms.languages.get(&header.tongue.original) {
        slots.insert("original-language".into(), vec![Inline::text(language)]);
    }
    header.terms.phrases.get(phrase).and_then(|phrases| fill(phrases, &slots)).unwrap_or_default()
}

/// Names a text: `Declaration 496`, else its reference, else `Draft declaration`.
fn identifier(header: &Header<'_>, reference: Option<&str>) -> String {
    let mut slots = header.kind_slots();
    if let Some(number) = &header.source.number {
        slots.insert("number".into(), vec![Inline::text(&number.value)]);
    }
    let adopted = header.status == Status::Adopted;
    let phrase = |name: &str| header.terms.phrases.get(name).and_then(|phrases| fill_plain(phrases, &slots));
    adopted
        .then(|| phrase("identifier"))
        .flatten()
        .or_else(|| reference.map(str::to_owned))
        .or_else(|| phrase("status").map(|status| sentence_case(&status, &header.terms.tag)))
        .unwrap_or_else(|| header.kind_name())
}

fn sentence_case(text: &str, tag: &str) -> String {
    let mut characters = text.chars();
    let first: String = characters.next().into_iter().collect();
    first + &language::lower_case(characters.as_str(), tag)
}

pub(crate) fn title_text(content: &[Inline]) -> String {
    plain_text(content).split_whitespace().collect::<Vec<_>>().join(" ")
}
