//! A text as written: what one YAML file says, with the place of every value.
//!
//! This tree is private to the crate. It knows nothing about houses: any list at the top level is taken for a part,
//! and the resolve pass says whether the house has one of that name.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use engross_model::{Edit, Status};

/// A value and the bytes of the file it stands in (quotes included).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) span: Range<usize>,
}

/// Running text: a scalar, with a map from its bytes to the file's.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Text {
    /// The file it stands in: of a language version, some words stand in its own file and some still in the source's.
    pub(crate) file: Arc<str>,
    /// The value, as YAML means it.
    pub(crate) value: String,
    /// The scalar in the file, quotes included.
    pub(crate) span: Range<usize>,
    /// Where each byte of `value` stands in the file.
    pub(crate) map: ByteMap,
    /// How the scalar is written; the patch writer must know.
    pub(crate) style: ScalarStyle,
}

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScalarStyle {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
    Folded,
}

impl Text {
    /// Stands for words that were refused, at the place where they should be.
    pub(crate) fn without_words(file: &Arc<str>, span: &Range<usize>) -> Self {
        let map = ByteMap { pieces: Vec::new(), end: span.end };
        Self { file: file.clone(), value: String::new(), span: span.clone(), map, style: ScalarStyle::Plain }
    }

    /// Says whether there are words; that there are none is reported already.
    pub(crate) fn has_words(&self) -> bool {
        !self.value.trim().is_empty()
    }
}

impl ScalarStyle {
    /// Says whether the words stand on lines of their own, below the sign that begins them.
    pub(crate) fn is_block(self) -> bool {
        matches!(self, Self::Literal | Self::Folded)
    }
}

/// Maps the bytes of a scalar's value to bytes of the file, over folds, indents and escapes.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct ByteMap {
    /// The pieces of the value, ascending. Between two of them lies nothing but a fold. Empty where the way back is not
    /// known.
    pub(crate) pieces: Vec<Piece>,
    /// Where the value ends in the file, before a closing quote.
    pub(crate) end: usize,
}

/// A piece of a value and the bytes of the file that it comes from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Piece {
    pub(crate) value: Range<usize>,
    pub(crate) file: Range<usize>,
    /// Whether it stands in the file as it is; an escape or a doubled quote does not.
    pub(crate) verbatim: bool,
}

/// A whole file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Source {
    pub(crate) house: Option<Spanned<String>>,
    pub(crate) kind: Option<Spanned<String>>,
    /// The number of an adopted text, as written.
    pub(crate) number: Option<Spanned<String>>,
    pub(crate) language: Option<Spanned<String>>,
    pub(crate) status: Option<Spanned<String>>,
    pub(crate) title: Option<Text>,
    pub(crate) subtitle: Option<Text>,
    /// A draft's document reference without its language letter.
    pub(crate) reference: Option<Spanned<String>>,
    pub(crate) original_language: Option<Spanned<String>>,
    pub(crate) date: Option<Spanned<String>>,
    pub(crate) adoption: Option<Adoption>,
    pub(crate) presented_by: Option<Presenter>,
    /// `fields: {procedure: 2025/2691(RSP)}`: what only the text's house knows.
    pub(crate) fields: Vec<SourceField>,
    /// `variant: {title: title-first}`: the house's variants chosen by this text, name and choice.
    pub(crate) variants: Vec<(Spanned<String>, Spanned<String>)>,
    /// The keys of the top level, as they were meant, in whose values something was found wrong: that they seem to be
    /// missing or not to suffice needs no second finding.
    pub(crate) faulty: BTreeSet<String>,
    pub(crate) parts: Vec<SourcePart>,
    pub(crate) notes: Vec<SourceNote>,
    /// `waive:` at the top level: holds for the whole text.
    pub(crate) waivers: Vec<Waiver>,
    /// Whether it was brought into another house than the one that it names.
    pub(crate) is_converted: bool,
}

/// `adoption: {body, session, place, date, note}`.
#[derive(Debug, Clone)]
pub(crate) struct Adoption {
    pub(crate) body: Option<Spanned<String>>,
    pub(crate) session: Option<Spanned<String>>,
    /// For a session that carries an ordinal: the 51st.
    pub(crate) session_number: Option<Spanned<String>>,
    pub(crate) place: Option<Text>,
    pub(crate) date: Option<Spanned<String>>,
    /// The whole adoption note in the author's words, instead of the house's formula.
    pub(crate) note: Option<Text>,
    pub(crate) span: Range<usize>,
}

/// `presented-by: {name, country, role, committee}`.
#[derive(Debug, Clone)]
pub(crate) struct Presenter {
    pub(crate) name: Option<Text>,
    pub(crate) country: Option<Text>,
    pub(crate) role: Option<Text>,
    pub(crate) committee: Option<Text>,
}

/// A field that only the text's house knows.
#[derive(Debug, Clone)]
pub(crate) struct SourceField {
    pub(crate) name: Spanned<String>,
    pub(crate) text: Text,
}

/// A list at the top level, or what stands where one may.
#[derive(Debug, Clone)]
pub(crate) struct SourcePart {
    pub(crate) name: Spanned<String>,
    pub(crate) blocks: Vec<SourceBlock>,
    /// Whether it is a list, or nothing yet.
    pub(crate) is_list: bool,
    /// Whether an entry is missing here because it could not be read.
    pub(crate) has_gap: bool,
}

/// An entry of a part.
#[expect(clippy::large_enum_variant, reason = "nearly every entry is a clause")]
#[derive(Debug, Clone)]
pub(crate) enum SourceBlock {
    Clause(SourceClause),
    Heading(SourceHeading),
}

/// `heading:` between clauses.
#[derive(Debug, Clone)]
pub(crate) struct SourceHeading {
    pub(crate) id: Option<Spanned<String>>,
    pub(crate) text: Text,
    pub(crate) waivers: Vec<Waiver>,
    /// The whole entry, from its first key (or quote) to the end of its last value.
    pub(crate) span: Range<usize>,
    /// Where an id can be added.
    pub(crate) id_place: IdPlace,
}

/// A clause with its points.
#[derive(Debug, Clone)]
pub(crate) struct SourceClause {
    pub(crate) id: Option<Spanned<String>>,
    /// The clause's own heading, as an article has one.
    pub(crate) heading: Option<Text>,
    pub(crate) text: Text,
    /// A label that the source gives (an import does): must equal the computed one (`NUM-01`).
    pub(crate) label: Option<Spanned<String>>,
    pub(crate) points: Vec<SourceClause>,
    pub(crate) closing: Option<Text>,
    /// Whether a point or the closing text may be missing here because something could not be read.
    pub(crate) has_gap: bool,
    pub(crate) waivers: Vec<Waiver>,
    /// The whole entry, from its first key (or quote) to the end of its last value.
    pub(crate) span: Range<usize>,
    /// Where an id can be added.
    pub(crate) id_place: IdPlace,
}

/// Where an entry of a list takes an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum IdPlace {
    /// It has an `id:`, a good one or not.
    Taken,
    Free(IdRoom),
    /// Words that cannot become part of a mapping as they stand.
    Unsafe,
}

/// How an entry takes an id. Bare words become a mapping with `id:` and `text:`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IdRoom {
    /// Where the id goes.
    pub(crate) at: usize,
    /// What is written with it, before and after.
    pub(crate) before: &'static str,
    pub(crate) after: String,
    /// What else changes: deeper lines, a closing brace.
    pub(crate) moves: Vec<Edit>,
}

/// A note under `notes:`, as a text or as `{text, series}`.
#[derive(Debug, Clone)]
pub(crate) struct SourceNote {
    pub(crate) name: Spanned<String>,
    pub(crate) text: Text,
    /// The house's series to take the mark from; its default series if absent.
    pub(crate) series: Option<Spanned<String>>,
    pub(crate) waivers: Vec<Waiver>,
}

/// `waive: {PUN-05: reason}`. The reason is for readers of the file; an empty one is refused.
#[derive(Debug, Clone)]
pub(crate) struct Waiver {
    /// The file it stands in.
    pub(crate) file: Arc<str>,
    pub(crate) code: Spanned<String>,
}

impl Source {
    /// Gives it a status whatever it says itself.
    pub(crate) fn set_status(&mut self, status: Option<Status>) {
        let name = match status {
            None => return,
            Some(Status::Draft) => "draft",
            Some(Status::Tabled) => "tabled",
            Some(Status::Adopted) => "adopted",
        };
        let span = self.status.as_ref().map_or(0..0, |status| status.span.clone());
        self.status = Some(Spanned { value: name.to_owned(), span });
    }

    /// Says whether some clause, heading or point could not be read: then nobody knows the number of those after it.
    pub(crate) fn has_gap(&self) -> bool {
        fn in_clause(clause: &SourceClause) -> bool {
            clause.has_gap || clause.points.iter().any(in_clause)
        }
        let in_block = |block: &SourceBlock| matches!(block, SourceBlock::Clause(clause) if in_clause(clause));
        self.parts.iter().any(|part| part.has_gap || part.blocks.iter().any(in_block))
    }

    /// Returns all running text, in an order of its own that no fix changes.
    pub(crate) fn texts(&self) -> Vec<&Text> {
        let adoption = self.adoption.iter().flat_map(|adoption| [&adoption.place, &adoption.note]);
        let presenter = self.presented_by.iter();
        let presenter = presenter.flat_map(|it| [&it.name, &it.country, &it.role, &it.committee]);
        let fields = [&self.title, &self.subtitle].into_iter().chain(adoption).chain(presenter).flatten();
        let fields = fields.chain(self.fields.iter().map(|field| &field.text));
        let mut texts: Vec<&Text> = fields.chain(self.notes.iter().map(|note| &note.text)).collect();
        for block in self.parts.iter().flat_map(|part| &part.blocks) {
            match block {
                SourceBlock::Heading(heading) => texts.push(&heading.text),
                SourceBlock::Clause(clause) => clause.push_texts(&mut texts),
            }
        }
        texts
    }

    /// Describes what the text holds, apart from words and ids: equal before and after a fix.
    pub(crate) fn shape(&self) -> Vec<(String, usize)> {
        let parts = self.parts.iter().map(|part| {
            let count = part.blocks.iter().map(SourceBlock::count).sum();
            (part.name.value.clone(), count)
        });
        parts.chain(self.notes.iter().map(|note| (note.name.value.clone(), 1))).collect()
    }
}

impl SourceBlock {
    fn count(&self) -> usize {
        match self {
            Self::Heading(_) => 1,
            Self::Clause(clause) => clause.count(),
        }
    }
}

impl SourceClause {
    fn push_texts<'s>(&'s self, texts: &mut Vec<&'s Text>) {
        texts.extend(&self.heading);
        texts.push(&self.text);
        self.points.iter().for_each(|point| point.push_texts(texts));
        texts.extend(&self.closing);
    }

    fn count(&self) -> usize {
        1 + usize::from(self.closing.is_some()) + self.points.iter().map(Self::count).sum::<usize>()
    }
}
