//! The values of keys: ids, words, running text, and what may be wrong with each.

use std::ops::Range;

use engross_model::{Finding, Fix, is_name, nearest};

use super::slips::{QUOTE_IT, missing_blank};
use super::yaml::{Entry, Node, Value};
use super::{Decoder, MAX_ENTRIES, scalar};
use crate::lines::{line_end, line_start, lines};
use crate::patch;
use crate::source::{ScalarStyle, Spanned, Text};

impl Decoder<'_> {
    /// Reads an id and refuses one that is malformed or stands twice.
    pub(super) fn id(&mut self, entry: &Entry) -> Option<Spanned<String>> {
        let id = self.word(entry)?;
        self.check_name(&id, "id");
        if !self.ids.insert(id.value.clone()) {
            let finding =
                Finding::new("SRC-06", format!("the id `{}` stands twice", id.value)).at(self.file, id.span.clone());
            self.findings.push(finding.help("choose another; an id is never used again"));
            return None;
        }
        Some(id)
    }

    pub(super) fn check_name(&mut self, name: &Spanned<String>, what: &str) {
        if !is_name(&name.value) {
            let message = format!("`{}` is no {what}", name.value);
            self.report(
                "SRC-05",
                &message,
                name.span.clone(),
                "a small letter, then up to 63 small letters, digits and hyphens",
            );
        }
    }

    /// Reads a short value: a name, a number, a date.
    pub(super) fn word(&mut self, entry: &Entry) -> Option<Spanned<String>> {
        let text = self.scalar(entry)?.clone();
        Some(Spanned { value: text.value.trim().to_owned(), span: text.span })
    }

    /// Reads a text's number: `496`, `2369 (2021)`, `12 bis`.
    pub(super) fn number(&mut self, entry: &Entry) -> Option<Spanned<String>> {
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
    pub(super) fn words(&mut self, entry: &Entry) -> Option<Text> {
        if self.is_sentence(&entry.value, &[])
            && let Value::Mapping { entries, .. } = &entry.value.value
            && let [inside] = entries.as_slice()
        {
            return Some(self.sentence(inside));
        }
        let text = self.scalar(entry)?.clone();
        self.refuse_lost_words(&text);
        Some(text)
    }

    /// Takes the scalar that a value should be.
    fn scalar<'n>(&mut self, entry: &'n Entry) -> Option<&'n Text> {
        let help = match &entry.value.value {
            Value::Scalar(text) if !is_null(text) => {
                self.refuse_empty(text);
                return text.has_words().then_some(text);
            }
            Value::Scalar(_) | Value::Missing => {
                let after_colon = entry.key_span.end..entry.value.span.end.max(entry.key_span.end);
                let message = format!("`{}:` has no value", entry.key);
                let help = "write one, or delete the line";
                self.report_missing(&message, &entry.key_span, &after_colon, help);
                return None;
            }
            Value::Refused => return None,
            Value::Sequence { flow: false, .. } => "if the words begin with a hyphen, put them in double quotes",
            Value::Mapping { flow: false, .. } => "if a colon belongs to the words, put them in double quotes",
            Value::Sequence { .. } | Value::Mapping { .. } => "if the words begin with a bracket, put them in quotes",
        };
        let message = format!("`{}` is a text, and a list or mapping stands here", entry.key);
        self.report("SRC-02", &message, entry.value.span.clone(), help);
        None
    }

    pub(super) fn refuse_empty(&mut self, text: &Text) {
        if !text.has_words() {
            self.report("SRC-09", "the text is empty", text.span.clone(), "write it, or delete the entry");
        }
    }

    /// Reports a value that is not there; if a comment stands in its place, its words were probably meant.
    pub(super) fn report_missing(&mut self, message: &str, span: &Range<usize>, place: &Range<usize>, help: &str) {
        match comment_behind(self.text, place.end) {
            Some(comment) if !comment.deliberate => {
                let help = "a text that begins with `#` needs quotes";
                self.report("SRC-09", &format!("{message}: `#` begins a comment"), comment.span, help);
            }
            _ => self.report("SRC-09", message, span.clone(), help),
        }
    }

    /// Reports a key whose colon no blank follows, so that it would print as a word of the text.
    /// Says whether there was one.
    pub(super) fn refuse_glued_key(&mut self, text: &Text, known: &[&str]) -> bool {
        let is_key =
            text.style == ScalarStyle::Plain && known.iter().any(|key| text.value.starts_with(&format!("{key}:")));
        let slip = missing_blank(self.text, text.span.start).filter(|_| is_key);
        let refused = slip.is_some();
        if let Some(slip) = slip {
            self.report("YAML-01", &slip.message, slip.span, slip.help);
        }
        refused
    }

    /// Reports words of a sentence that YAML takes for a comment, and so drops.
    pub(super) fn refuse_lost_words(&mut self, text: &Text) {
        let comment = comment_behind(self.text, text.span.end).filter(|_| text.style == ScalarStyle::Plain);
        if let Some(comment) = comment.filter(|comment| !comment.deliberate) {
            self.report(
                "YAML-07",
                "these words are a comment, and are not printed",
                comment.span,
                "put the text in double quotes, or under `>-`; before a comment put two blanks, and one after its `#`",
            );
        }
    }

    /// Reports an entry without words, unless a key that is not known was meant for theirs.
    pub(super) fn require_text(&mut self, entries: &[Entry], known: &[&str], span: &Range<usize>) {
        let is_text = |entry: &Entry| entry.key == "text" || !known.contains(&entry.key.as_str());
        if !entries.iter().any(is_text) {
            self.report("SRC-03", "the entry has no `text:`", span.start..span.start, "add `text: …`");
        }
    }

    /// Says whether a mapping is a sentence with an unquoted colon: its first key has blanks, or is its only one and no
    /// key at all.
    pub(super) fn is_sentence(&self, node: &Node, known: &[&str]) -> bool {
        let Value::Mapping { entries, .. } = &node.value else { return false };
        let Some(first) = entries.first() else { return false };
        let looks_like_words = first.key.contains(char::is_whitespace)
            || entries.len() == 1 && !first.key.is_empty() && nearest(&first.key, known.iter().copied()).is_none();
        looks_like_words && !self.text[node.span.start..].starts_with(['{', '"', '\'', '?'])
    }

    /// Reports a sentence that YAML takes for a key and its value, and reads it as it was meant.
    pub(super) fn sentence(&mut self, entry: &Entry) -> Text {
        let key = &entry.key_span;
        let colon = self.text[key.end..].find(':').map_or(key.end, |offset| key.end + offset);
        let (end, help) = match &entry.value.value {
            Value::Scalar(text) => (text.span.end, QUOTE_IT),
            // The colon ends the sentence, and the house's mark takes its place.
            Value::Sequence { .. } => (key.end, "write `text: \"… :\"`, and the list under `points:` below it"),
            _ => (key.end, QUOTE_IT),
        };
        self.sentences.push(key.start..end.max(colon + 1));
        let words: Vec<&str> = lines(&self.text[key.start..end]).map(|(_, line)| line.trim()).collect();
        let mut text = scalar::text(&self.name, self.text, &words.join(" "), ScalarStyle::Plain, key.start..end);
        let message = "a colon followed by a blank stands inside an unquoted text";
        let mut finding = Finding::new("YAML-01", message).at(self.file, colon..colon + 1).help(help);
        if end > colon {
            let quoted = patch::requoted(&text, &text.value);
            finding.fix = quoted.map(|edit| Fix { title: "put the text in quotes".to_owned(), edits: vec![edit] });
        } else {
            // Quotes around a key would leave it one: such words are mended by hand.
            text.map.pieces.clear();
        }
        self.findings.push(finding);
        text
    }

    pub(super) fn mapping<'n>(&mut self, entry: &'n Entry, message: &str, help: &str) -> Option<&'n [Entry]> {
        match &entry.value.value {
            Value::Mapping { entries, .. } => Some(entries),
            Value::Refused => None,
            _ => {
                self.report("SRC-02", message, entry.key_span.clone(), help);
                None
            }
        }
    }

    pub(super) fn unknown_key(&mut self, entry: &Entry, known: &[&str]) {
        // A missing key of a broken file was reported with the break.
        if entry.key.is_empty() {
            return;
        }
        let help = match nearest(&entry.key, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known here: {}", known.join(", ")),
        };
        let behind_comma = self.text[..entry.key_span.start].trim_end().ends_with(',');
        let quotes = if behind_comma { "; a text with a comma needs quotes inside brackets" } else { "" };
        let message = format!("unknown key `{}`", entry.key);
        self.report("SRC-01", &message, entry.key_span.clone(), &format!("{help}{quotes}"));
    }

    /// Counts an entry, and says whether there is room for it: a text that has too many is refused.
    pub(super) fn enter(&mut self, span: &Range<usize>) -> bool {
        self.count += 1;
        if self.count == MAX_ENTRIES + 1 {
            self.report("SRC-12", "the text has more than 20,000 clauses and notes", span.clone(), "split the file");
        }
        self.count <= MAX_ENTRIES
    }

    pub(super) fn report(&mut self, code: &str, message: &str, span: Range<usize>, help: &str) {
        let finding = Finding::new(code, message).at(self.file, span).help(help);
        super::report(&mut self.findings, finding);
    }
}

/// Says whether a value is YAML's word for none.
pub(super) fn is_null(text: &Text) -> bool {
    text.style == ScalarStyle::Plain && matches!(text.value.as_str(), "~" | "null" | "Null" | "NULL")
}

/// Returns the place after the hyphens of an entry's line.
pub(super) fn after_hyphen(text: &str, at: usize) -> usize {
    let line = line_start(text, at);
    let signs = text[line..at].len() - text[line..at].trim_start_matches([' ', '\t', '-']).len();
    text[line..line + signs].rfind('-').map_or(at, |hyphen| line + hyphen + 1)
}

/// A comment on the line of a value.
struct Comment {
    span: Range<usize>,
    /// Whether it looks like one: two blanks or a tab before the `#`, and a blank behind. `the item #4` does not, and
    /// neither does `the item # 4`.
    deliberate: bool,
}

/// Finds the comment that follows a value on its line.
fn comment_behind(text: &str, end: usize) -> Option<Comment> {
    let line = text[end..line_end(text, end)].trim_end();
    let line_start = line.trim_start_matches(':');
    let comment = line_start.trim_start();
    let words = comment.strip_prefix('#')?;
    let blanks = &line_start[..line_start.len() - comment.len()];
    let deliberate = (blanks.len() > 1 || blanks == "\t") && words.trim_start_matches('#').starts_with([' ', '\t']);
    Some(Comment { span: end + line.len() - comment.len()..end + line.len(), deliberate })
}
