//! Language versions: `translation-of`, `language`, `standing` and the units.

use engross_model::{is_language_code, is_name, nearest};

use super::Decoder;
use super::yaml::{Entry, Node, Value};
use crate::source::{ScalarStyle, Spanned, Text};
use crate::translation::{KeyPlace, Mapping, NAMES_THE_SOURCE, Standing, State, Version, VersionUnit};

const KEYS: &[&str] = &["translation-of", "language", "standing", "waive", "units", "attic"];

const UNIT_KEYS: &[&str] = &["text", "src", "state", "by", "origin", "same-as-source", "waive", "note"];

const ORIGINS: &[&str] = &["human", "tm", "mt"];

impl Decoder<'_> {
    pub(super) fn version(&mut self, root: &Node) -> Option<Version> {
        let Value::Mapping { entries, .. } = &root.value else {
            let help = "begin with `translation-of:` and `language:`, one a line";
            let message = "a language version begins with keys, and something else stands here";
            self.report("SRC-02", message, root.span.clone(), help);
            return None;
        };
        let (mut of, mut language, mut standing) = (None, None, Standing::default());
        let (mut waivers, mut units, mut unit_list, mut attic) = (Vec::new(), Vec::new(), None, None);
        for entry in entries {
            match entry.key.as_str() {
                "translation-of" => of = self.source_language(entry),
                "language" => language = self.word(entry),
                "standing" => standing = self.one_of(entry, Standing::NAMES).map_or(standing, |it| it.value),
                "waive" => waivers = self.waivers(entry),
                "units" => {
                    units = self.version_units(entry);
                    unit_list = mapping_of(&entry.value);
                }
                "attic" => attic = mapping_of(&entry.value),
                _ => self.unknown_key(entry, KEYS),
            }
        }
        for (key, present) in [("translation-of", of.is_some()), ("language", language.is_some())] {
            if !present && !entries.iter().any(|entry| entry.key == key) {
                let help = format!("add `{key}: …` at the top");
                let place = root.span.start..root.span.start;
                self.report("SRC-03", &format!("the language version has no `{key}:`"), place, &help);
            }
        }
        Some(Version {
            file: self.name.clone(),
            translation_of: of?,
            language: language?,
            standing,
            index: units
                .iter()
                .enumerate()
                .map(|(index, unit): (_, &VersionUnit)| (unit.id.value.clone(), index))
                .collect(),
            units,
            root: mapping_of(root)?,
            unit_list,
            attic,
            waivers,
        })
    }

    /// Reads the language of the source, by which its file is found beside the version and nowhere else.
    fn source_language(&mut self, entry: &Entry) -> Option<Spanned<String>> {
        let language = self.word(entry)?;
        if is_language_code(&language.value) {
            return Some(language);
        }
        let message = format!("`{}` is no language code such as `en` or `fr`", language.value);
        self.report("SRC-02", &message, language.span, NAMES_THE_SOURCE);
        None
    }

    fn version_units(&mut self, entry: &Entry) -> Vec<VersionUnit> {
        if matches!(entry.value.value, Value::Missing) {
            return Vec::new();
        }
        let help = "write each unit under its id: `doc.title: {text: …, src: …, state: translated}`";
        let entries = self.mapping(entry, "`units` gives the words of each unit under its id", help);
        let mut units = Vec::new();
        for entry in entries.into_iter().flatten() {
            if !self.enter(&entry.key_span) {
                break;
            }
            units.extend(self.version_unit(entry));
        }
        units
    }

    fn version_unit(&mut self, entry: &Entry) -> Option<VersionUnit> {
        let id = Spanned { value: entry.key.clone(), span: entry.key_span.clone() };
        if !is_unit_id(&id.value) {
            let help = "copy it from `engross outline`: `doc.title`, `urges`, `urges.tail`, `fn.treaty`";
            self.report("SRC-05", &format!("`{}` is no id of a unit", id.value), id.span.clone(), help);
            return None;
        }
        let help = "write `text:`, `src:` and `state:` below it, or in braces";
        let entries = self.mapping(entry, "a unit says its words under `text:`", help)?;
        let mapping = mapping_of(&entry.value)?;
        let mut unit = VersionUnit {
            id,
            text: None,
            src: None,
            state: None,
            by: None,
            origin: None,
            same_as_source: false,
            waivers: Vec::new(),
            place: place_of(entry),
            mapping,
        };
        for entry in entries {
            match entry.key.as_str() {
                "text" => unit.text = self.translated_words(entry),
                "src" => unit.src = self.source_hash(entry),
                "state" => unit.state = self.one_of(entry, State::NAMES),
                "by" => unit.by = self.word(entry),
                "origin" => unit.origin = self.origin(entry),
                "same-as-source" => unit.same_as_source = self.yes_or_no(entry),
                "waive" => unit.waivers = self.waivers(entry),
                "note" => drop(self.words(entry)),
                _ => self.unknown_key(entry, UNIT_KEYS),
            }
        }
        Some(unit)
    }

    /// Reads the words of a unit; empty ones are words that are still to come.
    fn translated_words(&mut self, entry: &Entry) -> Option<Text> {
        match &entry.value.value {
            Value::Missing => None,
            Value::Scalar(text) if !text.has_words() && text.style != ScalarStyle::Plain => None,
            _ => self.words(entry),
        }
    }

    /// Reads what the words translate. A word that is no hash makes them stale, which `T002` says with the cure.
    fn source_hash(&mut self, entry: &Entry) -> Option<Spanned<String>> {
        match &entry.value.value {
            Value::Missing => None,
            _ => self.word(entry),
        }
    }

    fn origin(&mut self, entry: &Entry) -> Option<Spanned<String>> {
        let origin = self.word(entry)?;
        if ORIGINS.contains(&origin.value.as_str()) {
            return Some(origin);
        }
        self.not_one_of(&origin, ORIGINS);
        None
    }

    fn one_of<T: std::str::FromStr>(&mut self, entry: &Entry, known: &[&str]) -> Option<Spanned<T>> {
        let word = self.word(entry)?;
        if let Ok(value) = word.value.parse() {
            return Some(Spanned { value, span: word.span });
        }
        self.not_one_of(&word, known);
        None
    }

    fn yes_or_no(&mut self, entry: &Entry) -> bool {
        let Some(word) = self.word(entry) else { return false };
        if !matches!(word.value.as_str(), "true" | "false") {
            self.not_one_of(&word, &["true", "false"]);
        }
        word.value == "true"
    }

    fn not_one_of(&mut self, word: &Spanned<String>, known: &[&str]) {
        let help = match nearest(&word.value, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write one of: {}", known.join(", ")),
        };
        self.report("SRC-04", &format!("`{}` is not known here", word.value), word.span.clone(), &help);
    }
}

fn mapping_of(node: &Node) -> Option<Mapping> {
    let Value::Mapping { entries, flow } = &node.value else { return None };
    Some(Mapping { span: node.span.clone(), braces: *flow, keys: entries.iter().map(place_of).collect() })
}

fn place_of(entry: &Entry) -> KeyPlace {
    let is_missing = matches!(entry.value.value, Value::Missing);
    let value = if is_missing { entry.key_span.end..entry.key_span.end } else { entry.value.span.clone() };
    KeyPlace { name: entry.key.clone(), key: entry.key_span.clone(), value }
}

/// Says whether a text can be the id of a unit: `urges`, `urges.tail`, `fn.treaty`, `doc.title`.
pub(crate) fn is_unit_id(id: &str) -> bool {
    match id.split_once('.') {
        None => is_name(id),
        Some(("doc" | "fn", rest)) => is_name(rest),
        Some((clause, "tail" | "heading")) => is_name(clause),
        Some(_) => false,
    }
}
