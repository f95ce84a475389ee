//! The document as Typst values: data for the look, never source text.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::slice;

use engross_plugin::model::{
    self as model, Block, Change, ChangeKind, Clause, Direction, Document, END_OF_ISOLATE, Inline, LeadStyle, Note,
    OptionValue, Part, Request, Review, Status, TitleLine, is_ideographic, isolated, plain_text,
};
use typst::foundations::{Array, Dict, IntoValue, Str, Value};

use crate::clusters::WORD_JOINER;
use crate::settings::settings;
use crate::{ahead, long_words, parallel, symbols};

/// Makes what `engross.typ` is handed: the document, the settings, and for a file in halves the document with
/// its first half left empty.
pub(crate) fn data(request: &Request, families: &[Vec<String>], purpose: Purpose) -> Value {
    let is_followed = purpose == Purpose::Screen;
    let mut data = dict([("document", shape(request, 0, is_followed)), ("settings", settings(request, families))]);
    if purpose == Purpose::FileInHalves {
        data.insert("second-half".into(), shape(request, ahead::first_half(&request.document), false));
    }
    Value::Dict(data)
}

/// What a document is set for. It looks the same for all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A file.
    File,
    /// A file, its second half also set on another thread.
    FileInHalves,
    /// Pages on a screen, on which units must be found.
    Screen,
}

/// Turns the document into what looks read. Everything is there, empty where the text has none of it:
///
/// ```text
/// document  (language: str, direction: "ltr" or "rtl", italics: bool, house: str, kind: str, status: str,
///            running-head: str, title-block: (line, …), parts: (part, …), closing-block: (line, …), notes: (id: words, …),
///            side-by-side: none, or what `parallel.rs` says where the text stands in several languages; its lines and
///            parts stand there and not here)
/// line      (role: str, style: str, beside: bool, heading: bool, content: words), where a banner says its `language` too
/// part      (name: str, lead: (bold: bool, italic: bool, underline: bool), heading: words, formula: words,
///            blocks: (("clause", clause) or ("heading", (id: str, content: words)), …), closing: (line, …),
///            new-page: bool)
/// clause    (id: str, level: str, label: str, heading: words, content: words, points: (clause, …), closing: words,
///            change: change or none)
/// change    (kind: "inserted", "deleted" or "moved", amendment: str)
/// words     ((kind: str, value), …): ("text", str); ("may-break", none), where a word goes on that is longer than a line; "lead", "emphasis", "superscript", "subscript", "isolated": words;
///           ("unbroken", str), a symbol that stays on one line;
///           ("link", (url: str, content: words)); ("reference", (target: str or none, content: words));
///           ("note-mark", (note: str, mark: str, first: bool, separator: str)); ("changed", (change: change, content: words));
///           ("review", (state: "draft", "stale" or "missing", word: str)) before words that are not finished;
///           ("foreign", (language: str, region: str or none, content: words)), words of another language;
///           ("place", (unit: str, language: str, begins: bool)) where the words of a unit begin, and where they end
/// ```
fn shape(request: &Request, skipped: usize, is_followed: bool) -> Value {
    let document = &request.document;
    let ids = document.anchors().into_iter().collect();
    Shaper { ids, skip: Cell::new(skipped), document, is_followed }.document(numbers(request))
}

/// Turns the parts of a document into values.
pub(crate) struct Shaper<'a> {
    pub(crate) document: &'a Document,
    /// The ids that references may lead to.
    pub(crate) ids: BTreeSet<&'a str>,
    /// How many clauses from here on are left empty.
    pub(crate) skip: Cell<usize>,
    /// Whether the words of units are marked, so that they are found on the pages.
    pub(crate) is_followed: bool,
}

impl<'a> Shaper<'a> {
    fn document(&self, numbers: &str) -> Value {
        let document = self.document;
        let is_alone = document.parallel.is_empty();
        let notes = document.notes.iter().map(|note| (Str::from(&*note.id), self.note(note)));
        let mut title_block: Array =
            document.columns().enumerate().filter_map(|(at, column)| banner(at, column)).collect();
        let (mut parts, mut closing_block) = (Array::new(), Array::new());
        if is_alone {
            title_block.extend(document.title_block.iter().map(|line| self.line(line)));
            parts.extend(document.parts.iter().map(|part| self.part(part)));
            closing_block.extend(document.closing_block.iter().map(|line| self.line(line)));
        }
        value([
            ("language", text(&document.language.tag)),
            ("direction", direction(document)),
            ("italics", document.language.italics.into_value()),
            ("house", text(&document.house.name)),
            ("kind", text(&document.kind)),
            ("status", text(status(document.status))),
            ("running-head", text(&isolated(&document.running_head, self.direction()))),
            ("title-block", Value::Array(title_block)),
            ("parts", Value::Array(parts)),
            ("closing-block", Value::Array(closing_block)),
            ("notes", Value::Dict(notes.collect())),
            ("side-by-side", if is_alone { Value::None } else { parallel::shape(self, numbers) }),
        ])
    }

    /// Returns the way the text runs.
    fn direction(&self) -> Direction {
        self.document.language.direction
    }

    pub(crate) fn note(&self, note: &Note) -> Value {
        self.unit(Some(&format!("fn.{}", note.id)), self.document.review_of_note(note), &note.content)
    }

    /// Shapes a line of the title block or of the closing block.
    pub(crate) fn line(&self, line: &TitleLine) -> Value {
        value([
            ("role", text(line.role.name())),
            ("style", text(line.style())),
            ("beside", line.beside.into_value()),
            ("heading", line.heading.into_value()),
            ("content", self.cell(model::Cell::Title(line))),
        ])
    }

    /// Shapes the words of a cell.
    pub(crate) fn cell(&self, cell: model::Cell<'_>) -> Value {
        self.unit(cell.unit().as_deref(), self.document.review_of(cell), cell.content())
    }

    /// Shapes the words of a unit.
    fn unit(&self, unit: Option<&str>, review: Option<(&Review, &str)>, content: &[Inline]) -> Value {
        let mut words = self.reviewed(review, content);
        if let (true, false, Some(unit), Value::Array(words)) = (self.is_followed, content.is_empty(), unit, &mut words)
        {
            // Looks ask what comes first, and which note marks come last.
            let trailing = content.iter().rev().take_while(|inline| matches!(inline, Inline::NoteMark { .. })).count();
            let place = |begins: bool| {
                let language = text(&self.document.language.code);
                pair("place", value([("unit", text(unit)), ("language", language), ("begins", begins.into_value())]))
            };
            let is_foreign = review.is_some_and(|(review, _)| review.language.is_some());
            let end = words.len() - if is_foreign { 0 } else { trailing };
            // Neither place lies outside of the words: the review's mark is the first of them.
            let _ = words.insert(end as i64, place(false));
            let _ = words.insert(i64::from(review.is_some()), place(true));
        }
        words
    }

    /// Shapes words, with the word before them that says what is not finished about them.
    fn reviewed(&self, review: Option<(&Review, &str)>, content: &[Inline]) -> Value {
        let Some((review, word)) = review else { return self.words(content) };
        let mark = value([("state", text(review.state.word())), ("word", text(word))]);
        let mut words = vec![pair("review", mark)];
        match (&review.language, self.words(content)) {
            (Some(tag), content) => {
                let (language, region) = language_and_region(tag);
                words.push(pair(
                    "foreign",
                    value([("language", text(language)), ("region", region), ("content", content)]),
                ));
            }
            (None, Value::Array(content)) => words.extend(content),
            (None, _) => {}
        }
        Value::Array(words.into_iter().collect())
    }

    fn part(&self, part: &Part) -> Value {
        value([
            ("name", text(&part.name)),
            ("lead", lead(part.lead)),
            ("heading", self.words(&part.heading)),
            ("formula", self.words(&part.formula)),
            ("blocks", list(&part.blocks, |block| self.block(block))),
            ("closing", list(&part.closing, |line| self.line(line))),
            ("new-page", part.new_page.into_value()),
        ])
    }

    fn block(&self, block: &Block) -> Value {
        match block {
            Block::Clause(clause) => pair("clause", self.clause(clause)),
            Block::Heading(heading) => {
                let content = self.unit(Some(&heading.id), self.document.review(&heading.id), &heading.content);
                pair("heading", value([("id", text(&heading.id)), ("content", content)]))
            }
        }
    }

    fn clause(&self, clause: &Clause) -> Value {
        let content: &[Inline] = match self.skip.get() {
            0 => &clause.content,
            skip => {
                self.skip.set(skip - 1);
                &[]
            }
        };
        let document = self.document;
        let beside = |name: &str, words: &[Inline]| {
            if words.is_empty() {
                return self.words(&[]);
            }
            let unit = format!("{}.{name}", clause.id);
            self.unit(Some(&unit), document.review(&unit), words)
        };
        value([
            ("id", text(&clause.id)),
            ("level", text(&clause.level)),
            ("label", text(clause.printed_label().map_or("", |label| &label.text))),
            ("heading", beside("heading", &clause.heading)),
            ("content", self.unit(Some(&clause.id), document.review(&clause.id), content)),
            ("points", list(&clause.points, |point| self.clause(point))),
            ("closing", beside("tail", &clause.closing)),
            ("change", clause.change.as_ref().map_or(Value::None, change)),
        ])
    }

    pub(crate) fn words(&self, content: &[Inline]) -> Value {
        let mut words = Array::new();
        for (index, inline) in content.iter().enumerate() {
            match inline {
                Inline::Text(text) => self.push_text(&mut words, text),
                // A line may begin behind every ideograph, but not with a note mark.
                Inline::NoteMark { .. } if ends_with_ideograph(content.get(..index).unwrap_or_default()) => {
                    words.push(pair("text", text(&WORD_JOINER.to_string())));
                    words.push(self.inline(inline));
                }
                // Lines are ordered by the marks of direction; then `clusters.rs` takes them out.
                Inline::Isolated { direction, content } => {
                    words.push(pair("text", text(&direction.isolating_mark().to_string())));
                    words.push(pair("isolated", self.words(content)));
                    words.push(pair("text", text(&END_OF_ISOLATE.to_string())));
                }

                other => words.push(self.inline(other)),
            }
        }
        Value::Array(words)
    }

    /// Adds a text, with what stays on a line, and with the places where a word may break that is longer than a line. A
    /// text from right to left has its symbols in phrases, which the marks around them order.
    fn push_text(&self, words: &mut Array, written: &str) {
        if self.direction() == Direction::Rtl {
            return push_words(words, written);
        }
        for (is_symbol, piece) in symbols::pieces(written) {
            if is_symbol { words.push(pair("unbroken", text(piece))) } else { push_words(words, piece) }
        }
    }

    fn inline(&self, inline: &Inline) -> Value {
        match inline {
            Inline::Text(words) => pair("text", text(words)),
            Inline::Isolated { content, .. } => pair("isolated", self.words(content)),
            Inline::Lead(content) => pair("lead", self.words(content)),
            Inline::Emphasis(content) => pair("emphasis", self.words(content)),
            Inline::Superscript(content) => pair("superscript", self.words(content)),
            Inline::Subscript(content) => pair("subscript", self.words(content)),
            Inline::Link { url, content } => {
                pair("link", value([("url", text(url)), ("content", self.words(content))]))
            }
            Inline::Reference { target, content } => {
                let known = if self.ids.contains(target.as_str()) { text(target) } else { Value::None };
                pair("reference", value([("target", known), ("content", self.words(content))]))
            }
            Inline::NoteMark { note, mark, anchor, separator } => {
                let (first, separator) = ((*anchor == 1).into_value(), text(separator));
                let mark = [("note", text(note)), ("mark", text(mark)), ("first", first), ("separator", separator)];
                pair("note-mark", value(mark))
            }
            Inline::Changed { change: what, content } => {
                pair("changed", value([("change", change(what)), ("content", self.words(content))]))
            }
        }
    }
}

fn ends_with_ideograph(content: &[Inline]) -> bool {
    content.last().is_some_and(|last| plain_text(slice::from_ref(last)).ends_with(is_ideographic))
}

fn push_words(words: &mut Array, written: &str) {
    for (index, piece) in long_words::pieces(written).into_iter().enumerate() {
        if index > 0 {
            words.push(pair("may-break", Value::None));
        }
        words.push(pair("text", text(piece)));
    }
}

/// Shapes what a document says of itself before all else, as the first line of its title block.
fn banner(at: usize, document: &Document) -> Option<Value> {
    if document.banner.is_empty() {
        return None;
    }
    let shaper = Shaper { ids: BTreeSet::new(), skip: Cell::new(0), document, is_followed: false };
    Some(value([
        ("role", text("banner")),
        ("style", text("banner")),
        ("beside", false.into_value()),
        ("heading", false.into_value()),
        ("content", shaper.words(&document.banner)),
        ("language", parallel::language(at, document)),
    ]))
}

pub(crate) fn lead(style: LeadStyle) -> Value {
    let LeadStyle { bold, italic, underline } = style;
    value([("bold", bold), ("italic", italic), ("underline", underline)])
}

pub(crate) fn direction(document: &Document) -> Value {
    text(if document.language.direction == Direction::Rtl { "rtl" } else { "ltr" })
}

/// Divides a language tag into what Typst takes. It knows regions by two letters only.
pub(crate) fn language_and_region(tag: &str) -> (&str, Value) {
    let (language, region) = tag.split_once('-').unwrap_or((tag, ""));
    (language, region.rsplit('-').find(|part| part.len() == 2).map_or(Value::None, IntoValue::into_value))
}

pub(crate) fn change(change: &Change) -> Value {
    let kind = match change.kind {
        ChangeKind::Inserted => "inserted",
        ChangeKind::Deleted => "deleted",
        ChangeKind::Moved => "moved",
    };
    value([("kind", text(kind)), ("amendment", text(&change.amendment))])
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Draft => "draft",
        Status::Tabled => "tabled",
        Status::Adopted => "adopted",
    }
}

/// Returns where the numbers of a text in several languages stand: before `both`, or `once`.
fn numbers(request: &Request) -> &str {
    match request.options.get("numbers") {
        Some(OptionValue::Text(numbers)) => numbers,
        _ => "both",
    }
}

pub(crate) fn text(text: &str) -> Value {
    Value::Str(text.into())
}

pub(crate) fn list<T>(items: &[T], shape: impl Fn(&T) -> Value) -> Value {
    Value::Array(items.iter().map(shape).collect())
}

pub(crate) fn pair(kind: &str, value: Value) -> Value {
    Value::Array([text(kind), value].into_iter().collect())
}

pub(crate) fn value<const N: usize>(entries: [(&str, impl IntoValue); N]) -> Value {
    Value::Dict(dict(entries))
}

fn dict<const N: usize>(entries: [(&str, impl IntoValue); N]) -> Dict {
    entries.into_iter().map(|(key, value)| (Str::from(key), value.into_value())).collect()
}
