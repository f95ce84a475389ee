//! From bytes to a `Source`: every value checked for its type, every mistake reported at its place, all at once.
//!
//! This pass knows the source format (`engross schema source` prints it) and no house.

mod body;
mod id_place;
pub(crate) mod inline;
mod scalar;
mod slips;
mod sniff;
mod values;
mod version;
mod yaml;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use engross_model::{Finding, code_entry, nearest};

pub use self::sniff::{FileKind, sniff, word_behind};
pub(crate) use self::version::is_unit_id;
use self::yaml::{Entry, Node, Value};
use crate::enough::is_enough;
use crate::source::{Adoption, Presenter, Source, SourceField, Spanned, Waiver};
use crate::translation::Version;

/// How many clauses, headings and notes a text may have.
const MAX_ENTRIES: usize = 20_000;

/// The keys of a text that are no parts.
pub(crate) const KEYS: &[&str] = &[
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
    "fields",
    "variant",
    "notes",
    "waive",
];

/// Parses a source text. Without a `Source` it cannot go on, and the findings say why.
pub(crate) fn parse(file: &str, bytes: &[u8]) -> (Option<Source>, Vec<Finding>) {
    decode(file, bytes, Decoder::text)
}

/// Parses a language version. Without a `Version` it cannot go on, and the findings say why.
pub(crate) fn parse_version(file: &str, bytes: &[u8]) -> (Option<Version>, Vec<Finding>) {
    decode(file, bytes, Decoder::version)
}

fn decode<'b, T>(
    file: &'b str,
    bytes: &'b [u8],
    read: fn(&mut Decoder<'b>, &Node) -> Option<T>,
) -> (Option<T>, Vec<Finding>) {
    let name = Arc::from(file);
    let parsed = match yaml::parse(&name, bytes) {
        Ok(parsed) => parsed,
        Err(finding) => return (None, vec![finding]),
    };
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let mut decoder =
        Decoder { file, name, text, findings: parsed.findings, ids: BTreeSet::new(), count: 0, sentences: Vec::new() };
    let Some(root) = parsed.root else {
        if decoder.findings.is_empty() {
            decoder.report("SRC-03", "the file is empty", 0..0, "`engross new` writes a first text");
        }
        return (None, decoder.findings);
    };
    yaml::duplicate_keys(file, &root, &mut decoder.findings);
    let of_yaml = decoder.findings.len();
    let read = read(&mut decoder, &root);
    let Some(broken_at) = parsed.broken_at else { return (read, decoder.findings) };
    // What is missing from a broken file, and what reaches to the break, seems wrong for its sake alone.
    let mut findings = decoder.findings.split_off(of_yaml);
    findings.retain(|finding| {
        finding.code != "SRC-03" && finding.place.span.as_ref().is_some_and(|span| span.end < broken_at)
    });
    // What YAML took for a key and its value is a sentence: its next line, or a bracket in it, breaks off for the sentence's
    // sake, which was reported.
    let may_follow = |it: char| it.is_whitespace() || "[{".contains(it);
    let goes_on =
        |sentence: &Range<usize>| text.get(sentence.end..broken_at).is_some_and(|it| it.chars().all(may_follow));
    let starts_in = |range: &Range<usize>, finding: &Finding| {
        finding.place.span.as_ref().is_some_and(|span| range.contains(&span.start))
    };
    let is_reported = |sentence: &Range<usize>| findings.iter().any(|finding| starts_in(sentence, finding));
    if decoder.sentences.iter().any(|sentence| goes_on(sentence) && is_reported(sentence)) {
        decoder.findings.retain(|finding| !starts_in(&(broken_at..broken_at + 1), finding));
    }
    decoder.findings.append(&mut findings);
    (None, decoder.findings)
}

struct Decoder<'a> {
    file: &'a str,
    /// The same, as running texts keep it.
    name: Arc<str>,
    text: &'a str,
    findings: Vec<Finding>,
    /// The ids so far.
    ids: BTreeSet<String>,
    count: usize,
    /// Sentences that YAML took for keys and values.
    sentences: Vec<Range<usize>>,
}

impl Decoder<'_> {
    fn text(&mut self, root: &Node) -> Option<Source> {
        let Value::Mapping { entries, .. } = &root.value else {
            let help = "begin with `house:`, `kind:` and `language:`, one a line";
            self.report("SRC-02", "a text begins with keys, and something else stands here", root.span.clone(), help);
            return None;
        };
        let mut source = Source::default();
        for entry in entries {
            if is_enough(&self.findings) {
                break;
            }
            let findings = self.findings.len();
            self.top_level(entry, &mut source);
            if self.findings.len() > findings || matches!(entry.value.value, Value::Refused) {
                source.faulty.insert(nearest(&entry.key, KEYS.iter().copied()).unwrap_or(&entry.key).to_owned());
            }
        }
        for (key, present) in [("kind", source.kind.is_some()), ("language", source.language.is_some())] {
            if !present && !source.faulty.contains(key) {
                let help = format!("add `{key}: …` at the top");
                self.report("SRC-03", &format!("the text has no `{key}:`"), root.span.start..root.span.start, &help);
            }
        }
        Some(source)
    }

    fn top_level(&mut self, entry: &Entry, source: &mut Source) {
        let value = &entry.value;
        match entry.key.as_str() {
            "house" => source.house = self.word(entry),
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
            "fields" => source.fields = self.fields(entry),
            "variant" => source.variants = self.variants(entry),
            "notes" => source.notes = self.notes(entry),
            "waive" => source.waivers = self.waivers(entry),
            // A list is a part, well spelt or not.
            key if !matches!(value.value, Value::Sequence { .. }) && nearest(key, KEYS.iter().copied()).is_some() => {
                self.unknown_key(entry, KEYS);
            }
            key if key.contains(char::is_whitespace) && !matches!(value.value, Value::Sequence { .. }) => {
                let help = "further lines of a text stand deeper than its key";
                self.report("SRC-01", "words stand where a key is expected", entry.key_span.clone(), help);
            }
            "" => {}
            _ => {
                let part = self.part(entry);
                source.parts.push(part);
            }
        }
    }

    fn adoption(&mut self, entry: &Entry) -> Option<Adoption> {
        const KEYS: &[&str] = &["body", "session", "session-number", "place", "date", "note"];
        let entries = self.mapping(
            entry,
            "`adoption` says body, session, place and date, each under its key",
            "write `adoption: {body: …, session: …, place: …, date: 2025-05-26}`",
        )?;
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
        let entries = self.mapping(
            entry,
            "`presented-by` says name, country and role, or the committee, each under its key",
            "write `presented-by: {name: …, country: …, role: …}`",
        )?;
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

    fn fields(&mut self, entry: &Entry) -> Vec<SourceField> {
        let help = "write each field on a line of its own below `fields:`: its name, a colon, what it says";
        let entries = self.mapping(entry, "`fields` says what only this house's texts say", help);
        let mut fields = Vec::new();
        for entry in entries.into_iter().flatten() {
            if let Some(text) = self.words(entry) {
                fields.push(SourceField {
                    name: Spanned { value: entry.key.clone(), span: entry.key_span.clone() },
                    text,
                });
            }
        }
        fields
    }

    fn variants(&mut self, entry: &Entry) -> Vec<(Spanned<String>, Spanned<String>)> {
        let entries = self.mapping(
            entry,
            "`variant` says what is chosen, and the choice",
            "write `variant: {title: title-first}`",
        );
        let mut variants = Vec::new();
        for entry in entries.into_iter().flatten() {
            if let Some(choice) = self.word(entry) {
                variants.push((Spanned { value: entry.key.clone(), span: entry.key_span.clone() }, choice));
            }
        }
        variants
    }

    fn waivers(&mut self, entry: &Entry) -> Vec<Waiver> {
        let entries = self.mapping(entry, "`waive` gives codes and reasons", "write `waive: {PUN-05: reason}`");
        let mut waivers = Vec::new();
        for entry in entries.into_iter().flatten() {
            let code = Spanned { value: entry.key.clone(), span: entry.key_span.clone() };
            if !crate::check::is_waivable(&code.value) {
                let known = code_entry(&code.value).is_some();
                let (message, help) = if known {
                    (format!("`{}` cannot be waived", code.value), "mend what it finds, and delete this")
                } else {
                    let help = "waive the code that the finding names; `engross explain` lists them";
                    (format!("there is no rule `{}`", code.value), help)
                };
                self.report("WAIVE-03", &message, code.span.clone(), help);
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
                waivers.push(Waiver { file: self.name.clone(), code });
            }
        }
        waivers
    }
}

/// Adds a mistake, as long as there are not too many.
fn report(findings: &mut Vec<Finding>, finding: Finding) {
    if !is_enough(findings) {
        findings.push(finding);
    }
}
