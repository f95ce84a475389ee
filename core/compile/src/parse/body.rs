//! Parts, headings, clauses with their points, and notes.
//!
//! What is refused leaves an entry without words: its neighbours keep their places, and nothing else seems wrong for its
//! sake. Where even the number of entries is not known, a gap is noted.

use std::ops::Range;

use super::values::{after_hyphen, is_null};
use super::yaml::{Entry, Node, Value};
use super::{Decoder, id_place};
use crate::source::{IdPlace, SourceBlock, SourceClause, SourceHeading, SourceNote, SourcePart, Spanned, Text};

/// The keys of an entry: those of a clause, and the one that makes it a heading.
const ENTRY_KEYS: &[&str] = &["id", "text", "label", "points", "closing", "waive", "heading"];

impl Decoder<'_> {
    pub(super) fn notes(&mut self, entry: &Entry) -> Vec<SourceNote> {
        const KEYS: &[&str] = &["text", "series", "waive"];
        let help = "write each note on a line of its own: its name, a colon, its text";
        let entries = self.mapping(entry, "`notes` gives names to notes", help);
        let mut notes = Vec::new();
        for entry in entries.into_iter().flatten() {
            let name = Spanned { value: entry.key.clone(), span: entry.key_span.clone() };
            self.check_name(&name, "name of a note");
            if !self.enter(&name.span) {
                break;
            }
            let (mut text, mut series, mut waivers) = (None, None, Vec::new());
            match &entry.value.value {
                Value::Mapping { entries, .. } if !self.is_sentence(&entry.value, KEYS) => {
                    for entry in entries {
                        match entry.key.as_str() {
                            "text" => text = self.words(entry),
                            "series" => series = self.word(entry),
                            "waive" => waivers = self.waivers(entry),
                            _ => self.unknown_key(entry, KEYS),
                        }
                    }
                    self.require_text(entries, KEYS, &name.span);
                }
                _ => text = self.words(entry),
            }
            let text = text.unwrap_or_else(|| Text::without_words(&self.name, &entry.value.span));
            notes.push(SourceNote { name, text, series, waivers });
        }
        notes
    }

    pub(super) fn part(&mut self, entry: &Entry) -> SourcePart {
        let name = Spanned { value: entry.key.clone(), span: entry.key_span.clone() };
        let (items, flow, is_list) = match &entry.value.value {
            Value::Sequence { items, flow } => (items.as_slice(), *flow, true),
            // A part that the author has only just begun has no value yet.
            value => ([].as_slice(), false, matches!(value, Value::Missing | Value::Refused)),
        };
        let block = |item: &Node| match &item.value {
            Value::Mapping { entries, flow } if is_heading(entries) => {
                self.heading(item, entries, *flow).map(SourceBlock::Heading)
            }
            _ => self.clause(item, flow, 1).map(SourceBlock::Clause),
        };
        let blocks: Vec<_> = items.iter().filter_map(block).collect();
        SourcePart { name, has_gap: !is_whole(&entry.value.value, blocks.len()), blocks, is_list }
    }

    fn heading(&mut self, item: &Node, entries: &[Entry], flow: bool) -> Option<SourceHeading> {
        const KEYS: &[&str] = &["heading", "id", "waive"];
        if !self.enter(&item.span) {
            return None;
        }
        let (mut id, mut text, mut waivers) = (None, None, Vec::new());
        for entry in entries {
            match entry.key.as_str() {
                "heading" => text = self.words(entry),
                "id" => id = self.id(entry),
                "waive" => waivers = self.waivers(entry),
                _ => self.unknown_key(entry, KEYS),
            }
        }
        let text = text.unwrap_or_else(|| Text::without_words(&self.name, &item.span));
        let id_place = id_place::in_mapping(self.text, &item.span, entries, flow);
        Some(SourceHeading { id, text, waivers, span: item.span.clone(), id_place })
    }

    fn clause(&mut self, item: &Node, in_flow_list: bool, level: usize) -> Option<SourceClause> {
        if level > crate::MAX_LEVELS {
            let help = "bring the point some levels up";
            self.report("SRC-07", "clauses are nested more than 8 levels deep", item.span.clone(), help);
            return None;
        }
        if !self.enter(&item.span) {
            return None;
        }
        let hyphen = after_hyphen(self.text, item.span.start);
        let after = hyphen..hyphen;
        let name = self.name.clone();
        let without_words = || bare_clause(Text::without_words(&name, &item.span), item.span.clone());
        Some(match &item.value {
            Value::Mapping { entries, flow } => self.clause_mapping(item, entries, *flow, level),
            Value::Scalar(text) if is_null(text) => {
                self.report_missing("the entry has no words", &item.span, &after, "write them, or delete the hyphen");
                without_words()
            }
            Value::Scalar(text) => {
                self.refuse_empty(text);
                self.refuse_lost_words(text);
                let id_place = match self.refuse_glued_key(text, ENTRY_KEYS) {
                    true => IdPlace::Taken,
                    false => id_place::of_words(self.text, text, in_flow_list),
                };
                SourceClause { id_place, ..bare_clause(text.clone(), item.span.clone()) }
            }
            Value::Missing => {
                self.report_missing("the entry has no words", &item.span, &after, "write them, or delete the hyphen");
                without_words()
            }
            Value::Refused => without_words(),
            Value::Sequence { flow, .. } => {
                let help = if *flow {
                    "put a text that begins with a bracket in quotes; points of a clause stand under its `points:`"
                } else {
                    "one hyphen begins an entry; points of a clause stand under its `points:`"
                };
                self.report("SRC-02", "a list stands where a clause is expected", item.span.clone(), help);
                without_words()
            }
        })
    }

    fn clause_mapping(&mut self, item: &Node, entries: &[Entry], flow: bool, level: usize) -> SourceClause {
        let (mut id, mut label, mut heading, mut text, mut closing) = (None, None, None, None, None);
        let (mut points, mut waivers) = (Vec::new(), Vec::new());
        let mut has_gap = false;
        let sentence = self.is_sentence(item, ENTRY_KEYS);
        for (index, entry) in entries.iter().enumerate() {
            match entry.key.as_str() {
                _ if sentence && index == 0 => {
                    text = Some(self.sentence(entry));
                    if matches!(entry.value.value, Value::Sequence { .. }) {
                        points = self.points(entry, level);
                    }
                }
                "id" => id = self.id(entry),
                "heading" => heading = self.words(entry),
                "text" => text = self.words(entry),
                "label" => label = self.word(entry),
                "points" => {
                    points = self.points(entry, level);
                    has_gap |= !is_whole(&entry.value.value, points.len());
                }
                "closing" => {
                    closing = self.words(entry);
                    has_gap |= closing.is_none();
                }
                "waive" => waivers = self.waivers(entry),
                // An unknown key may have been meant for `points` or `closing`.
                _ => {
                    has_gap = true;
                    self.unknown_key(entry, ENTRY_KEYS);
                }
            }
        }
        // An article may have no words of its own between its heading and its paragraphs.
        if !sentence && (heading.is_none() || points.is_empty()) {
            self.require_text(entries, ENTRY_KEYS, &item.span);
        }
        if let Some(text) = closing.as_ref().filter(|_| points.is_empty() && !has_gap) {
            let span: Range<usize> = text.span.clone();
            self.report("SRC-11", "`closing` follows points, and there are none", span, "write it into `text`");
        }
        let id_place = match sentence {
            true => IdPlace::Taken,
            false => id_place::in_mapping(self.text, &item.span, entries, flow),
        };
        let text = text.unwrap_or_else(|| Text::without_words(&self.name, &item.span));
        let bare = bare_clause(text, item.span.clone());
        SourceClause { id, heading, label, points, closing, has_gap, waivers, id_place, ..bare }
    }

    fn points(&mut self, entry: &Entry, level: usize) -> Vec<SourceClause> {
        let span = entry.value.span.clone();
        match &entry.value.value {
            Value::Sequence { items, flow } => {
                items.iter().filter_map(|item| self.clause(item, *flow, level + 1)).collect()
            }
            Value::Refused => vec![bare_clause(Text::without_words(&self.name, &span), span)],
            value => {
                let (code, message) = match value {
                    Value::Missing => ("SRC-09", "`points:` has no value"),
                    _ => ("SRC-02", "`points` is a list"),
                };
                let help = "begin each point with a hyphen and a blank, on a line of its own";
                self.report(code, message, entry.key_span.clone(), help);
                vec![bare_clause(Text::without_words(&self.name, &span), span)]
            }
        }
    }
}

/// Says whether a value is a list of which as many entries were read as there are.
fn is_whole(value: &Value, read: usize) -> bool {
    matches!(value, Value::Sequence { items, .. } if items.len() == read)
}

/// Says whether an entry is a heading between clauses, and no clause with a heading of its own.
fn is_heading(entries: &[Entry]) -> bool {
    let has = |key: &str| entries.iter().any(|entry| entry.key == key);
    has("heading") && !has("text") && !has("points")
}

/// Makes a clause of words alone.
fn bare_clause(text: Text, span: Range<usize>) -> SourceClause {
    SourceClause {
        id: None,
        heading: None,
        text,
        label: None,
        points: Vec::new(),
        closing: None,
        has_gap: false,
        waivers: Vec::new(),
        span,
        id_place: IdPlace::Unsafe,
    }
}
