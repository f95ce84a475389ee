//! Reads Markdown. Its numbers of ordered lists are labels that somebody typed.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::sheet::{Paragraph, Run, RunLook, Sheet, push, tidy_blanks};

/// Reads a text file with Markdown's marks.
pub(crate) fn read(text: &str) -> Sheet {
    let options = Options::ENABLE_FOOTNOTES | Options::ENABLE_SUPERSCRIPT | Options::ENABLE_SUBSCRIPT;
    let mut reading = Reading { sheet: Sheet { shown: text.to_owned(), ..Sheet::default() }, ..Reading::default() };
    for (event, place) in Parser::new_ext(text, options).into_offset_iter() {
        reading.event(event, place);
    }
    reading.end_paragraph();
    reading.sheet
}

/// A list that is open.
struct List {
    /// The number of its next entry, if it is numbered.
    next: Option<u64>,
}

#[derive(Default)]
struct Reading {
    sheet: Sheet,
    lists: Vec<List>,
    /// What will stand before the next paragraph.
    label: Option<String>,
    runs: Vec<Run>,
    look: RunLook,
    link: Option<String>,
    heading: bool,
    place: Option<Range<usize>>,
    /// The note that is being read.
    note: Option<String>,
}

impl Reading {
    fn event(&mut self, event: Event<'_>, place: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(words) | Event::Code(words) | Event::InlineMath(words) | Event::DisplayMath(words) => {
                self.words(&words, place);
            }
            Event::SoftBreak | Event::HardBreak => self.words(" ", place),
            Event::InlineHtml(tag) | Event::Html(tag) => self.tag(&tag),
            Event::FootnoteReference(name) => self.mark(&name, place),
            Event::Rule => self.end_paragraph(),
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { .. } => {
                self.end_paragraph();
                self.heading = true;
            }
            Tag::List(first) => {
                self.end_paragraph();
                self.lists.push(List { next: first });
            }
            Tag::Item => {
                self.end_paragraph();
                self.label = self.lists.last_mut().and_then(|list| {
                    let number = list.next?;
                    list.next = number.checked_add(1);
                    Some(format!("{number}."))
                });
            }
            Tag::FootnoteDefinition(name) => {
                self.end_paragraph();
                self.note = Some(name.into_string());
            }
            Tag::Strong => self.look.bold = true,
            Tag::Emphasis => self.look.italic = true,
            Tag::Superscript => self.look.raised = true,
            Tag::Subscript => self.look.lowered = true,
            Tag::Link { dest_url, .. } => self.link = Some(dest_url.into_string()),
            _ => self.end_paragraph(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.look.bold = false,
            TagEnd::Emphasis => self.look.italic = false,
            TagEnd::Superscript => self.look.raised = false,
            TagEnd::Subscript => self.look.lowered = false,
            TagEnd::Link => self.link = None,
            TagEnd::List(_) => {
                self.end_paragraph();
                self.lists.pop();
            }
            TagEnd::FootnoteDefinition => {
                self.end_paragraph();
                self.note = None;
            }
            _ => self.end_paragraph(),
        }
    }

    fn words(&mut self, words: &str, place: Range<usize>) {
        let start = self.place.as_ref().map_or(place.start, |known| known.start);
        self.place = Some(start..place.end);
        let run = Run { words: words.to_owned(), look: self.look, note: None, link: self.link.clone() };
        push(&mut self.runs, run);
    }

    fn mark(&mut self, name: &str, place: Range<usize>) {
        self.words("", place);
        self.runs.push(Run { words: name.to_owned(), look: self.look, note: Some(name.to_owned()), link: None });
    }

    /// Heeds the tags that converters leave in Markdown; others are no words of the text.
    fn tag(&mut self, tag: &str) {
        match tag.trim().to_ascii_lowercase().as_str() {
            "<sup>" => self.look.raised = true,
            "</sup>" => self.look.raised = false,
            "<sub>" => self.look.lowered = true,
            "</sub>" => self.look.lowered = false,
            "<u>" => self.look.underlined = true,
            "</u>" => self.look.underlined = false,
            "<br>" | "<br/>" | "<br />" => self.runs.push(Run { words: " ".to_owned(), ..Run::default() }),
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let runs = tidy_blanks(std::mem::take(&mut self.runs));
        let heading = std::mem::take(&mut self.heading);
        let place = self.place.take().unwrap_or_default();
        if runs.is_empty() {
            return;
        }
        if let Some(note) = &self.note {
            let note = self.sheet.notes.entry(note.clone()).or_default();
            if !note.is_empty() {
                push(note, Run { words: " ".to_owned(), ..Run::default() });
            }
            note.extend(runs);
            return;
        }
        let depth = self.lists.len().checked_sub(1);
        let label = self.label.take();
        self.sheet.paragraphs.push(Paragraph { runs, label, depth, heading, place, ..Paragraph::default() });
    }
}
