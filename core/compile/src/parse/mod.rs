//! From bytes to a `Source`: every value checked for its type, every mistake reported at its place, all at once.
//!
//! This pass knows the source format (`engross schema source` prints it) and no house.

mod id_place;
pub(crate) mod inline;
mod scalar;
mod yaml;

use std::collections::BTreeSet;
use std::ops::Range;

use engross_model::{Finding, code_entry};

use self::yaml::{Entry, Node, Value};
use crate::source::{
    Adoption, IdPlace, Presenter, Source, SourceBlock, SourceClause, SourceHeading, SourceNote, SourcePart, Spanned,
    Text, Waiver,
};

/// How many clauses, headings and notes a text may have.
const MAX_ENTRIES: usize = 20_000;

/// The keys of a text that are no parts.
const KEYS: &[&str] = &[
    "house",
    "kind",
    "number",
    "language",
    "status",
    "title",
    "subtitle",
    "reference",
    "original-language",
    "date",
    "adoption",
    "presented-by",
    "variant",
    "notes",
    "waive",
];

/// What a YAML file is to engross.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A source text: it has `kind:`.
    Text,
    /// A language version: it has `translation-of:`.
    LanguageVersion,
}

/// Tells texts and language versions from other files by their top-level keys, without parsing them.
pub fn sniff(bytes: &[u8]) -> Option<FileKind> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.split(|byte| *byte == b'\n' || *byte == b'\r').find_map(|line| {
        let has = |key: &[u8]| {
            let quote = line.first().filter(|byte| b"\"'".contains(byte));
            let inner = if quote.is_some() { &line[1..] } else { line };
            let rest = inner.strip_prefix(key).map(|rest| match quote {
                Some(quote) => rest.strip_prefix(&[*quote]).unwrap_or_default(),
                None => rest,
            });
            rest.is_some_and(|rest| rest.trim_ascii_start().first() == Some(&b':'))
        };
        match () {
            () if has(b"kind") => Some(FileKind::Text),
            () if has(b"translation-of") => Some(FileKind::LanguageVersion),
            () => None,
        }
    })
}

/// Parses a source text. Without a `Source` it cannot go on, and the findings say why.
pub(crate) fn parse(file: &str, bytes: &[u8]) -> (Option<Source>, Vec<Finding>) {
    let parsed = match yaml::parse(file, bytes) {
        Ok(parsed) => parsed,
        Err(finding) => return (None, vec![finding]),
    };
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let mut decoder =
        Decoder { file, text, complete: parsed.complete, findings: parsed.findings, ids: BTreeSet::new(), count: 0 };
    let Some(root) = parsed.root else {
        if decoder.findings.is_empty() {
            decoder.report("SRC-03", "the file is empty", 0..0, "`engross new` writes a first text");
        }
        return (None, decoder.findings);
    };
    yaml::duplicate_keys(file, &root, &mut decoder.findings);
    let source = decoder.text(&root).filter(|_| decoder.complete);
    (source, decoder.findings)
}

struct Decoder<'a> {
    file: &'a str,
    text: &'a str,
    /// Whether the whole file was read: only then is something missing.
    complete: bool,
    findings: Vec<Finding>,
    /// The ids so far.
    ids: BTreeSet<String>,
    count: usize,
}

impl Decoder<'_> {
    fn text(&mut self, root: &Node) -> Option<Source> {
        let Value::Mapping { entries, .. } = &root.value else {
            let help = "begin with `house:`, `kind:` and `language:`, one a line";
            self.report("SRC-02", "a text is a mapping of keys to values", root.span.clone(), help);
            return None;
        };
        let mut source = Source::default();
        for entry in entries {
            self.top_level(entry, &mut source);
        }
        for (key, present) in [("kind", source.kind.is_some()), ("language", source.language.is_some())] {
            let written = entries.iter().any(|entry| entry.key == key);
            if !present && !written {
                self.missing(
                    &format!("the text has no `{key}:`"),
                    root.span.start..root.span.start,
                    &format!("add `{key}: …` at the top"),
                );
            }
        }
        Some(source)
    }

    fn top_level(&mut self, entry: &Entry, source: &mut Source) {
        let value = &entry.value;
        match entry.key.as_str() {
            "house" => (source.names_house, source.house) = (true, self.word(entry)),
            "kind" => source.kind = self.word(entry),
            "number" => source.number = self.number(entry),
            "language" => source.language = self.word(entry),
            "status" => source.status = self.word(entry),
            "title" => source.title = self.words(entry),
            "subtitle" => source.subtitle = self.words(entry),
            "reference" => source.reference = self.word(entry),
            "original-language" => source.original_language = self.word(entry),
            "date" => source.date = self.word(entry),
            "adoption" => source.adoption = self.adoption(entry),
            "presented-by" => source.presented_by = self.presenter(entry),
            "variant" => source.variants = self.variants(entry),
            "notes" => source.notes = self.notes(entry),
            "waive" => source.waivers = self.waivers(entry),
            _ if matches!(value.value, Value::Sequence { .. }) => {
                let part = self.part(entry);
                source.parts.push(part);
            }
            // A part that the author has only just begun.
            _ if matches!(value.value, Value::Missing | Value::Refused)
                && engross_model::nearest(&entry.key, KEYS.iter().copied()).is_none() =>
            {
                let name = Spanned { value: entry.key.clone(), span: entry.key_span.clone() };
                source.parts.push(SourcePart { name, blocks: Vec::new(), has_gap: true });
            }
            _ => self.unknown_key(entry, KEYS),
        }
    }

    fn adoption(&mut self, entry: &Entry) -> Option<Adoption> {
        const KEYS: &[&str] = &["body", "session", "session-number", "place", "date", "note"];
        let entries = self.mapping(entry, "`adoption` says body, session, place and date")?;
        let mut adoption = Adoption {
            body: None,
            session: None,
            session_number: None,
            place: None,
            date: None,
            note: None,
            span: entry.key_span.clone(),
        };
        for entry in entries {
            match entry.key.as_str() {
                "body" => adoption.body = self.word(entry),
                "session" => adoption.session = self.word(entry),
                "session-number" => adoption.session_number = self.word(entry),
                "place" => adoption.place = self.words(entry),
                "date" => adoption.date = self.word(entry),
                "note" => adoption.note = self.words(entry),
                _ => self.unknown_key(entry, KEYS),
            }
        }
        Some(adoption)
    }

    fn presenter(&mut self, entry: &Entry) -> Option<Presenter> {
        const KEYS: &[&str] = &["name", "country", "role", "committee"];
        let entries = self.mapping(entry, "`presented-by` says name, country and role, or the committee")?;
        let mut presenter = Presenter { name: None, country: None, role: None, committee: None };
        for entry in entries {
            match entry.key.as_str() {
                "name" => presenter.name = self.words(entry),
                "country" => presenter.country = self.words(entry),
                "role" => presenter.role = self.words(entry),
                "committee" => presenter.committee = self.words(entry),
                _ => self.unknown_key(entry, KEYS),
            }
        }
        Some(presenter)
    }

    fn variants(&mut self, entry: &Entry) -> Vec<(Spanned<String>, Spanned<String>)> {
        let entries =
            self.mapping(entry, "`variant` maps what is chosen to the choice: `variant: {title: title-first}`");
        let mut variants = Vec::new();
        for entry in entries.into_iter().flatten() {
            if let Some(choice) = self.word(entry) {
                variants.push((Spanned { value: entry.key.clone(), span: entry.key_span.clone() }, choice));
            }
        }
        variants
    }

    fn waivers(&mut self, entry: &Entry) -> Vec<Waiver> {
        let entries = self.mapping(entry, "`waive` maps codes to reasons: `waive: {PUN-05: reason}`");
        let mut waivers = Vec::new();
        for entry in entries.into_iter().flatten() {
            let code = Spanned { value: entry.key.clone(), span: entry.key_span.clone() };
            if !crate::check::is_waivable(&code.value) {
                let known = code_entry(&code.value).is_some();
                let message = if known {
                    format!("`{}` cannot be waived", code.value)
                } else {
                    format!("there is no rule `{}`", code.value)
                };
                self.report(
                    "WAIVE-03",
                    &message,
                    code.span.clone(),
                    "waive the code that the finding names; `engross explain` lists them",
                );
            }
            let reason = match &entry.value.value {
                Value::Scalar(text) => text.value.trim().to_owned(),
                _ => String::new(),
            };
            if reason.is_empty() {
                self.report(
                    "WAIVE-01",
                    "the waiver gives no reason",
                    entry.key_span.clone(),
                    "say after the colon why the rule does not hold here",
                );
            } else {
                waivers.push(Waiver { code });
            }
        }
        waivers
    }

    fn notes(&mut self, entry: &Entry) -> Vec<SourceNote> {
        const KEYS: &[&str] = &["text", "series", "waive"];
        let entries = self.mapping(entry, "`notes` maps names to texts");
        let mut notes = Vec::new();
        for entry in entries.into_iter().flatten() {
            let name = Spanned { value: entry.key.clone(), span: entry.key_span.clone() };
            self.check_name(&name);
            self.enter(&name.span);
            let mut note = (None, None, Vec::new());
            match &entry.value.value {
                Value::Mapping { entries, .. } => {
                    for entry in entries {
                        match entry.key.as_str() {
                            "text" => note.0 = self.words(entry),
                            "series" => note.1 = self.word(entry),
                            "waive" => note.2 = self.waivers(entry),
                            _ => self.unknown_key(entry, KEYS),
                        }
                    }
                    self.require_text(entries, &name.span);
                }
                _ => note.0 = self.words(entry),
            }
            let (text, series, waivers) = note;
            notes.extend(text.map(|text| SourceNote { name, text, series, waivers }));
        }
        notes
    }

    fn part(&mut self, entry: &Entry) -> SourcePart {
        let name = Spanned { value: entry.key.clone(), span: entry.key_span.clone() };
        let Value::Sequence { items, flow } = &entry.value.value else {
            return SourcePart { name, blocks: Vec::new(), has_gap: true };
        };
        let mut blocks = Vec::with_capacity(items.len());
        for item in items {
            let is_heading = matches!(&item.value, Value::Mapping { entries, .. } if entries.iter().any(|entry| entry.key == "heading"));
            if is_heading {
                blocks.extend(self.heading(item).map(SourceBlock::Heading));
            } else {
                blocks.extend(self.clause(item, *flow, 1).map(SourceBlock::Clause));
            }
        }
        SourcePart { name, has_gap: blocks.len() < items.len(), blocks }
    }

    fn heading(&mut self, item: &Node) -> Option<SourceHeading> {
        const KEYS: &[&str] = &["heading", "id", "waive"];
        let Value::Mapping { entries, flow } = &item.value else { return None };
        self.enter(&item.span);
        let (mut id, mut text, mut waivers) = (None, None, Vec::new());
        for entry in entries {
            match entry.key.as_str() {
                "heading" => text = self.words(entry),
                "id" => id = self.id(entry),
                "waive" => waivers = self.waivers(entry),
                _ => self.unknown_key(entry, KEYS),
            }
        }
        let id_place = id_place::in_mapping(self.text, &item.span, entries, *flow);
        Some(SourceHeading { id, text: text?, waivers, span: item.span.clone(), id_place })
    }

    fn clause(&mut self, item: &Node, in_flow_list: bool, level: usize) -> Option<SourceClause> {
        if level > crate::MAX_LEVELS {
            self.report(
                "SRC-07",
                "clauses are nested more than 8 levels deep",
                item.span.clone(),
                "bring the point some levels up",
            );
            return None;
        }
        self.enter(&item.span);
        match &item.value {
            Value::Mapping { entries, flow } => self.clause_mapping(item, entries, *flow, level),
            Value::Scalar(text) => {
                self.refuse_empty(text);
                let id_place = id_place::of_words(self.text, text, in_flow_list);
                Some(SourceClause { id_place, ..empty_clause(text.clone(), item.span.clone()) })
            }
            Value::Missing => {
                self.report("SRC-09", "the clause has no words", item.span.clone(), "write it, or delete the hyphen");
                None
            }
            Value::Refused => None,
            Value::Sequence { .. } => {
                self.report(
                    "SRC-02",
                    "a list stands where a clause is expected",
                    item.span.clone(),
                    "points of a clause stand under its `points:`",
                );
                None
            }
        }
    }

    fn clause_mapping(&mut self, item: &Node, entries: &[Entry], flow: bool, level: usize) -> Option<SourceClause> {
        const KEYS: &[&str] = &["id", "text", "label", "points", "closing", "waive"];
        let (mut id, mut label, mut text, mut closing) = (None, None, None, None);
        let (mut points, mut waivers) = (Vec::new(), Vec::new());
        let (mut has_gap, mut not_understood) = (false, false);
        for entry in entries {
            match entry.key.as_str() {
                "id" => id = self.id(entry),
                "text" => text = self.words(entry),
                "label" => label = self.word(entry),
                "points" => (points, has_gap) = self.points(entry, level),
                "closing" => {
                    closing = self.words(entry);
                    not_understood |= closing.is_none();
                }
                "waive" => waivers = self.waivers(entry),
                // An unknown key may have been meant for `points` or `closing`.
                key => {
                    not_understood = true;
                    if key == "heading" {
                        let help = "headings stand between the clauses of a part";
                        self.report("SRC-01", "a heading cannot stand between points", entry.key_span.clone(), help);
                    } else {
                        self.unknown_key(entry, KEYS);
                    }
                }
            }
        }
        has_gap |= not_understood;
        self.require_text(entries, &item.span);
        if let Some(text) = closing.as_ref().filter(|_| points.is_empty() && !has_gap && self.complete) {
            let span: Range<usize> = text.span.clone();
            self.report("SRC-11", "`closing` follows points, and there are none", span, "write it into `text`");
        }
        let id_place = id_place::in_mapping(self.text, &item.span, entries, flow);
        let bare = empty_clause(text?, item.span.clone());
        Some(SourceClause { id, label, points, closing, has_gap, waivers, id_place, ..bare })
    }

    /// Reads points, and says whether one is missing because it could not be read.
    fn points(&mut self, entry: &Entry, level: usize) -> (Vec<SourceClause>, bool) {
        match &entry.value.value {
            Value::Sequence { items, flow } => {
                let points: Vec<_> = items.iter().filter_map(|item| self.clause(item, *flow, level + 1)).collect();
                let has_gap = points.len() < items.len();
                (points, has_gap)
            }
            Value::Refused => (Vec::new(), true),
            _ => {
                self.report(
                    "SRC-02",
                    "`points` is a list",
                    entry.key_span.clone(),
                    "begin each point with a hyphen on a line of its own",
                );
                (Vec::new(), true)
            }
        }
    }

    /// Reads an id and refuses one that is malformed or stands twice.
    fn id(&mut self, entry: &Entry) -> Option<Spanned<String>> {
        let id = self.word(entry)?;
        self.check_name(&id);
        if !self.ids.insert(id.value.clone()) {
            let finding =
                Finding::new("SRC-06", format!("the id `{}` stands twice", id.value)).at(self.file, id.span.clone());
            self.findings.push(finding.help("choose another; an id is never used again"));
            return None;
        }
        Some(id)
    }

    fn check_name(&mut self, name: &Spanned<String>) {
        if !engross_model::is_name(&name.value) {
            let message = format!("`{}` is no id", name.value);
            self.report(
                "SRC-05",
                &message,
                name.span.clone(),
                "a small letter, then up to 63 small letters, digits and hyphens",
            );
        }
    }

    /// Reads a short value: a name, a number, a date.
    fn word(&mut self, entry: &Entry) -> Option<Spanned<String>> {
        let text = self.words(entry)?;
        Some(Spanned { value: text.value.trim().to_owned(), span: text.span })
    }

    /// Reads a text's number: `496`, `2369 (2021)`, `12 bis`.
    fn number(&mut self, entry: &Entry) -> Option<Spanned<String>> {
        let number = self.word(entry)?;
        let fits = |it: char| it.is_ascii_alphanumeric() || " ()/-".contains(it);
        if number.value.starts_with(|it: char| it.is_ascii_digit())
            && number.value.len() <= 32
            && number.value.chars().all(fits)
        {
            return Some(number);
        }
        let help = "write it as it is printed: `496`, `2369 (2021)`";
        self.report("SRC-02", &format!("`{}` is no number of a text", number.value), number.span, help);
        None
    }

    /// Reads running text.
    fn words(&mut self, entry: &Entry) -> Option<Text> {
        match &entry.value.value {
            Value::Scalar(text) => {
                self.refuse_empty(text);
                (!text.value.trim().is_empty()).then(|| text.clone())
            }
            Value::Missing => {
                self.report(
                    "SRC-09",
                    &format!("`{}:` has no value", entry.key),
                    entry.key_span.clone(),
                    "write one, or delete the line",
                );
                None
            }
            Value::Refused => None,
            Value::Sequence { .. } | Value::Mapping { .. } => {
                let message = format!("`{}` is a text, and a list or mapping stands here", entry.key);
                self.report(
                    "SRC-02",
                    &message,
                    entry.value.span.clone(),
                    "if the words begin with a bracket or a hyphen, put them in quotes",
                );
                None
            }
        }
    }

    fn refuse_empty(&mut self, text: &Text) {
        if text.value.trim().is_empty() {
            self.report("SRC-09", "the text is empty", text.span.clone(), "write it, or delete the entry");
        }
    }

    fn require_text(&mut self, entries: &[Entry], span: &Range<usize>) {
        if !entries.iter().any(|entry| entry.key == "text") {
            self.missing("the entry has no `text:`", span.start..span.start, "add `text: …`");
        }
    }

    fn mapping<'n>(&mut self, entry: &'n Entry, help: &str) -> Option<&'n [Entry]> {
        match &entry.value.value {
            Value::Mapping { entries, .. } => Some(entries),
            Value::Refused => None,
            _ => {
                self.report("SRC-02", &format!("`{}` is a mapping", entry.key), entry.key_span.clone(), help);
                None
            }
        }
    }

    fn unknown_key(&mut self, entry: &Entry, known: &[&str]) {
        // A missing key of a broken file was reported with the break.
        if entry.key.is_empty() {
            return;
        }
        let help = match engross_model::nearest(&entry.key, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known here: {}", known.join(", ")),
        };
        self.report("SRC-01", &format!("unknown key `{}`", entry.key), entry.key_span.clone(), &help);
    }

    /// Counts an entry, and refuses a text that has too many.
    fn enter(&mut self, span: &Range<usize>) {
        self.count += 1;
        if self.count == MAX_ENTRIES + 1 {
            self.report("SRC-12", "the text has more than 20,000 clauses and notes", span.clone(), "split the file");
        }
    }

    fn missing(&mut self, message: &str, span: Range<usize>, help: &str) {
        if self.complete {
            self.report("SRC-03", message, span, help);
        }
    }

    fn report(&mut self, code: &str, message: &str, span: Range<usize>, help: &str) {
        self.findings.push(Finding::new(code, message).at(self.file, span).help(help));
    }
}

fn empty_clause(text: Text, span: Range<usize>) -> SourceClause {
    SourceClause {
        id: None,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_apart_by_a_key_however_it_is_written() {
        for text in ["a: b\nkind: x\n", "\u{feff}kind: x", "\"kind\": x\n", "'kind' : x", "kind : x\r\n", "kind:"] {
            assert_eq!(sniff(text.as_bytes()), Some(FileKind::Text), "{text}");
        }
        assert_eq!(sniff(b"translation-of: en\n"), Some(FileKind::LanguageVersion));
        for text in ["kinds: x", " kind: x", "# kind: x", "\"kind: x", "kind", ""] {
            assert_eq!(sniff(text.as_bytes()), None, "{text}");
        }
    }
}
