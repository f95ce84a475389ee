//! Reads a Word file as Word shows it: lists counted, notes numbered, hidden text left out, results of fields as they
//! stand. Headers and footers are page furniture and not read.

use std::collections::BTreeMap;

use engross_files::Unreadable;
use engross_files::container::Container;
use engross_files::word_lists::{Lists, number};
use engross_files::word_styles::Styles;
use engross_files::xml::Element;
use engross_model::is_direction_mark;

use crate::reading::{Collector, Notation, ReadNote, Reading, normalised};

/// Reads a Word file.
pub(crate) fn read(bytes: &[u8]) -> Result<Reading, Unreadable> {
    let mut container = Container::open(bytes, "the Word file")?;
    let mut part = |name: &str| container.part(name);
    let document = part("word/document.xml")?.ok_or_else(|| Unreadable::new("the Word file has no document"))?;
    let (numbering, styles) = (part("word/numbering.xml")?, part("word/styles.xml")?);
    let (footnotes, settings) = (part("word/footnotes.xml")?, part("word/settings.xml")?);

    let mut reader = Reader {
        lists: numbering.as_ref().map(Lists::new).unwrap_or_default(),
        styles: styles.as_ref().map(Styles::new).unwrap_or_default(),
        footnotes: footnotes.map(|notes| notes.all_by("footnote", "id")).unwrap_or_default(),
        numbers: NoteNumbers::new(settings.as_ref(), &document),
        notes: Vec::new(),
    };
    let mut body = Collector::default();
    if let Some(contents) = document.child("body") {
        reader.blocks(contents, &mut body)?;
    }
    Ok(Reading { notation: Notation::Styled, blocks: body.finish()?, notes: reader.notes })
}

/// How automatic note marks are written, and the last one.
struct NoteNumbers {
    format: String,
    count: u32,
}

impl NoteNumbers {
    /// The last section's own settings win over those of the whole file.
    fn new(settings: Option<&Element>, document: &Element) -> Self {
        let section = document.child("body").and_then(|body| body.child("sectPr"));
        let setting = |name| {
            let places = [section, settings].into_iter().flatten();
            places.filter_map(|place| place.child("footnotePr")).find_map(|place| place.setting(name))
        };
        let start: u32 = setting("numStart").and_then(|start| start.parse().ok()).unwrap_or(1);
        Self { format: setting("numFmt").unwrap_or("decimal").to_owned(), count: start.saturating_sub(1) }
    }

    fn next(&mut self) -> String {
        self.count = self.count.saturating_add(1);
        number(self.count, &self.format)
    }
}

struct Reader {
    lists: Lists,
    styles: Styles,
    footnotes: BTreeMap<String, Element>,
    numbers: NoteNumbers,
    notes: Vec<ReadNote>,
}

impl Reader {
    /// Reads paragraphs, wherever they stand: in the body, in tables, in content controls.
    fn blocks(&mut self, parent: &Element, into: &mut Collector) -> Result<(), Unreadable> {
        for child in &parent.children {
            match child.name.as_str() {
                "p" => self.paragraph(child, into)?,
                "tr" => {
                    into.begin_row()?;
                    self.blocks(child, into)?;
                    into.end_row()?;
                }
                "tbl" | "tc" | "sdt" | "sdtContent" | "customXml" | "ins" | "del" | "moveTo" | "moveFrom" => {
                    self.blocks(child, into)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn paragraph(&mut self, paragraph: &Element, into: &mut Collector) -> Result<(), Unreadable> {
        into.close()?;
        let settings = paragraph.child("pPr");
        let chain = self.styles.chain(settings.and_then(|own| own.setting("pStyle")));
        let label = self.lists.label(settings, &chain, &self.styles).map(|(label, _)| label).unwrap_or_default();
        into.label(&label)?;
        let mut line = Line::new(chain);
        self.runs(paragraph, &mut line, into)?;
        line.end_mark(into)?;
        into.close()
    }

    fn runs(&mut self, parent: &Element, line: &mut Line, into: &mut Collector) -> Result<(), Unreadable> {
        for child in &parent.children {
            match child.name.as_str() {
                "r" => self.run(child, line, into)?,
                "fldSimple" if is_note_reference(child.get("instr").unwrap_or_default()) => {
                    let mut mark = Collector::default();
                    self.runs(child, &mut Line::new(Vec::new()), &mut mark)?;
                    into.mark(&mark.finish_as_one()?)?;
                }
                "hyperlink" | "ins" | "del" | "moveTo" | "moveFrom" | "smartTag" | "sdt" | "sdtContent"
                | "customXml" | "fldSimple" | "dir" | "bdo" => self.runs(child, line, into)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn run(&mut self, run: &Element, line: &mut Line, into: &mut Collector) -> Result<(), Unreadable> {
        if self.is_hidden(run, line) {
            return Ok(());
        }
        for piece in &run.children {
            match piece.name.as_str() {
                "fldChar" => line.field(piece, into)?,
                "instrText" => line.instruct(&piece.text),
                _ if line.in_instructions() => {}
                "footnoteReference" => self.note_reference(piece, line, into)?,
                "tab" if line.mark.is_none() && into.is_label_free() => into.turn_into_label(),
                other => line.words(&letters(other, piece), into)?,
            }
        }
        line.end_run(into)
    }

    fn is_hidden(&self, run: &Element, line: &Line) -> bool {
        let own = run.child("rPr");
        let style = self.styles.chain(own.and_then(|own| own.setting("rStyle")));
        let mut styles = style.iter().chain(&line.styles).filter_map(|id| self.styles.get(id)?.child("rPr"));
        match own.filter(|own| own.child("vanish").is_some()) {
            Some(own) => own.is_on("vanish"),
            None => styles.find(|style| style.child("vanish").is_some()).is_some_and(|style| style.is_on("vanish")),
        }
    }

    /// Prints a note's mark, and reads the note.
    fn note_reference(&mut self, mark: &Element, line: &mut Line, into: &mut Collector) -> Result<(), Unreadable> {
        let own_mark = matches!(mark.get("customMarkFollows"), Some("1" | "true" | "on"));
        let automatic = (!own_mark).then(|| self.numbers.next());
        match &automatic {
            Some(mark) => into.mark(mark)?,
            None => line.mark = Some(String::new()),
        }
        let id = mark.get("id").unwrap_or_default();
        let note = self.footnotes.remove(id);
        let note = note.map(|note| self.note(&note, automatic)).transpose()?;
        self.notes.push(note.unwrap_or_else(|| ReadNote { mark: String::new(), text: String::new() }));
        Ok(())
    }

    /// Reads a note. Its mark is the number that Word sets, or else whatever it begins with.
    fn note(&mut self, note: &Element, automatic: Option<String>) -> Result<ReadNote, Unreadable> {
        let mut text = Collector::default();
        self.blocks(note, &mut text)?;
        let text = text.finish_as_one()?;
        if has(note, "footnoteRef", 0) {
            return Ok(ReadNote { mark: automatic.unwrap_or_default(), text });
        }
        let (mark, text) = text.split_once(' ').unwrap_or((&text, ""));
        Ok(ReadNote { mark: mark.to_owned(), text: normalised(text) })
    }
}

fn has(element: &Element, name: &str, depth: usize) -> bool {
    depth < 16 && element.children.iter().any(|child| child.name == name || has(child, name, depth + 1))
}

/// What is open while the runs of a paragraph are read.
struct Line {
    /// The paragraph's style, and those it builds on.
    styles: Vec<String>,
    /// A note mark that the file sets itself, as far as it was read.
    mark: Option<String>,
    /// The fields around the next run, with their instructions, and whether the result has begun.
    fields: Vec<(String, bool)>,
}

impl Line {
    fn new(styles: Vec<String>) -> Self {
        Self { styles, mark: None, fields: Vec::new() }
    }

    fn words(&mut self, words: &str, into: &mut Collector) -> Result<(), Unreadable> {
        match &mut self.mark {
            // What is not seen is no part of a mark, which goes on in the next run then.
            Some(mark) => {
                mark.extend(words.chars().filter(|letter| !is_direction_mark(*letter)));
                Ok(())
            }
            None => into.words(words),
        }
    }

    fn end_run(&mut self, into: &mut Collector) -> Result<(), Unreadable> {
        let in_reference = self.fields.iter().any(|(instructions, _)| is_note_reference(instructions));
        if self.mark.as_ref().is_some_and(|mark| !mark.is_empty()) && !in_reference {
            self.end_mark(into)
        } else {
            Ok(())
        }
    }

    fn end_mark(&mut self, into: &mut Collector) -> Result<(), Unreadable> {
        self.mark.take().map_or(Ok(()), |mark| into.mark(&mark))
    }

    fn in_instructions(&self) -> bool {
        self.fields.iter().any(|(_, in_result)| !in_result)
    }

    fn instruct(&mut self, instructions: &str) {
        if let Some((field, false)) = self.fields.last_mut() {
            field.push_str(instructions);
        }
    }

    /// Follows a field; the result of a reference to a note is a mark.
    fn field(&mut self, piece: &Element, into: &mut Collector) -> Result<(), Unreadable> {
        match piece.get("fldCharType") {
            Some("begin") if self.fields.len() < 64 => self.fields.push((String::new(), false)),
            Some("separate") => {
                if let Some((instructions, in_result)) = self.fields.last_mut() {
                    *in_result = true;
                    if is_note_reference(instructions) {
                        self.mark = Some(String::new());
                    }
                }
            }
            Some("end") => {
                let ended = self.fields.pop().filter(|(instructions, _)| is_note_reference(instructions));
                return ended.map_or(Ok(()), |_| self.end_mark(into));
            }
            _ => {}
        }
        Ok(())
    }
}

fn is_note_reference(instructions: &str) -> bool {
    instructions.trim_start().get(..7).is_some_and(|name| name.eq_ignore_ascii_case("NOTEREF"))
}

/// Returns the letters that a piece of a run stands for.
fn letters(name: &str, piece: &Element) -> String {
    match name {
        "t" | "delText" if piece.get("space") == Some("preserve") => piece.text.clone(),
        "t" | "delText" => piece.text.trim_matches([' ', '\t', '\r', '\n']).to_owned(),
        "tab" | "ptab" | "br" | "cr" => " ".to_owned(),
        "noBreakHyphen" => "\u{2011}".to_owned(),
        "softHyphen" => "\u{AD}".to_owned(),
        "sym" => char::REPLACEMENT_CHARACTER.to_string(),
        _ => String::new(),
    }
}
