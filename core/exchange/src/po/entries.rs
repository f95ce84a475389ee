//! The entries of a PO file: what stands under which key, unquoted.

use std::ops::Range;

use engross_model::Finding;

use crate::refusal::refuse;

/// An entry. Comments are not kept, and entries that are commented out (`#~`) are none.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// `msgctxt`.
    pub(super) context: Option<String>,
    /// `msgid`.
    pub(super) id: Option<String>,
    /// `msgstr`, or `msgstr[0]`.
    pub(super) translation: Option<String>,
    /// Whether it is marked `fuzzy`.
    pub(super) is_fuzzy: bool,
    /// Whether it has forms for several numbers.
    pub(super) has_plural: bool,
    /// The line on which its first text begins.
    pub(super) place: Range<usize>,
}

/// Reads all entries.
///
/// # Errors
///
/// `M201` at the first line that is no PO.
pub(super) fn entries(file: &str, text: &str) -> Result<Vec<Entry>, Finding> {
    let mut parser = Parser { file, entries: Vec::new(), current: Entry::default(), field: None };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_start_matches(|it: char| it.is_whitespace() || it == '\u{FEFF}');
        let start = at + line.len() - words.len();
        let words = words.trim_end();
        parser.line(words, start..start + words.len())?;
        at += line.len();
    }
    parser.end_entry();
    Ok(parser.entries)
}

/// Which text a quoted line goes on with.
#[derive(Clone, Copy)]
enum Field {
    Context,
    Id,
    Translation,
    Other,
}

struct Parser<'f> {
    file: &'f str,
    entries: Vec<Entry>,
    current: Entry,
    field: Option<Field>,
}

impl Parser<'_> {
    fn line(&mut self, line: &str, place: Range<usize>) -> Result<(), Finding> {
        if line.is_empty() {
            self.end_entry();
            return Ok(());
        }
        if let Some(comment) = line.strip_prefix('#') {
            if self.current.translation.is_some() {
                self.end_entry();
            }
            if comment.starts_with('~') {
                self.current.is_fuzzy = false;
            }
            let flags = comment.strip_prefix(',').into_iter().flat_map(|flags| flags.split(','));
            self.current.is_fuzzy |= flags.map(str::trim).any(|flag| flag == "fuzzy");
            return Ok(());
        }
        if line.starts_with('"') {
            return self.add(line, place);
        }
        let (keyword, quoted) = line.split_at(line.find('"').unwrap_or(line.len()));
        let field = match keyword.trim_end() {
            "msgctxt" => Field::Context,
            "msgid" => Field::Id,
            "msgstr" | "msgstr[0]" => Field::Translation,
            "msgid_plural" => Field::Other,
            other if other.starts_with("msgstr[") => Field::Other,
            _ => return Err(self.malformed("the line begins with no keyword of PO", place)),
        };
        self.begin(field, &place);
        self.current.has_plural |= matches!(field, Field::Other);
        self.add(quoted, place)
    }

    fn begin(&mut self, field: Field, place: &Range<usize>) {
        let begins = match field {
            Field::Context => self.current.context.is_some() || self.current.id.is_some(),
            Field::Id => self.current.id.is_some(),
            Field::Translation | Field::Other => false,
        };
        if begins {
            self.end_entry();
        }
        if self.current.context.is_none() && self.current.id.is_none() {
            self.current.place = place.clone();
        }
        self.field = Some(field);
    }

    fn add(&mut self, quoted: &str, place: Range<usize>) -> Result<(), Finding> {
        let Some(field) = self.field else {
            return Err(self.malformed("the words belong to no keyword", place));
        };
        let words = unquote(quoted).map_err(|why| self.malformed(why, place.clone()))?;
        let text = match field {
            Field::Context => &mut self.current.context,
            Field::Id => &mut self.current.id,
            Field::Translation => &mut self.current.translation,
            Field::Other => return Ok(()),
        };
        text.get_or_insert_default().push_str(&words);
        Ok(())
    }

    fn end_entry(&mut self) {
        self.field = None;
        let entry = std::mem::take(&mut self.current);
        if entry.id.is_some() || entry.context.is_some() {
            self.entries.push(entry);
        } else {
            self.current.is_fuzzy = entry.is_fuzzy;
        }
    }

    fn malformed(&self, why: &str, place: Range<usize>) -> Finding {
        let help = "mend the line, or let the translator's tool save the file again";
        refuse("M201", format!("the file is no PO: {why}"), self.file, place).help(help)
    }
}

fn unquote(quoted: &str) -> Result<String, &'static str> {
    let inside = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let inside = inside.ok_or("the words do not stand in double quotes")?;
    let mut words = String::with_capacity(inside.len());
    let mut characters = inside.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => return Err("a double quote stands inside the words; it is written `\\\"`"),
            '\\' => words.push(match characters.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some('r') => '\r',
                Some(plain @ ('"' | '\\')) => plain,
                _ => return Err("a backslash stands before a character that needs none"),
            }),
            character => words.push(character),
        }
    }
    Ok(words)
}
