//! Notes as Word's own footnotes. Word counts a mark only where it comes to the very same one; other marks are written
//! out, and Word's count passes over them.

use std::collections::BTreeMap;

use engross_plugin::model::{Direction, Document, Finding, LeadStyle, Note};

use crate::body::Writer;
use crate::inline::RunLook;
use crate::xml::Xml;

/// What is known of the notes while the text is written.
#[derive(Default)]
pub(crate) struct Notes<'a> {
    /// The notes by their ids.
    known: BTreeMap<&'a str, &'a Note>,
    /// Those that stand in the text so far, in print order.
    placed: Vec<Placed<'a>>,
    /// How many marks Word has counted.
    counted: usize,
}

#[derive(Clone, Copy)]
struct Placed<'a> {
    note: &'a Note,
    automatic: bool,
}

impl<'a> Notes<'a> {
    /// Takes the notes of a document.
    pub(crate) fn of(document: &'a Document) -> Self {
        let known = document.notes.iter().map(|note| (note.id.as_str(), note)).collect();
        Self { known, ..Self::default() }
    }

    /// Returns the notes that no mark in the text points to.
    pub(crate) fn unplaced(&self) -> impl Iterator<Item = Finding> {
        let is_placed = |note: &Note| self.placed.iter().any(|placed| placed.note.id == note.id);
        self.known.values().filter(move |note| !is_placed(note)).map(|note| {
            Finding::new("REND-02", "the note is not in the file, because no mark in the text points to it")
                .in_clause(format!("fn.{}", note.id))
        })
    }

    fn place(&mut self, note: &'a Note) -> Placed<'a> {
        let automatic = note.mark == (self.counted + 1).to_string();
        self.counted += usize::from(automatic);
        let placed = Placed { note, automatic };
        self.placed.push(placed);
        placed
    }

    fn position(&self, id: &str) -> Option<usize> {
        self.placed.iter().position(|placed| placed.note.id == id)
    }
}

impl<'a> Writer<'a> {
    /// Writes a mark: at its first place with the note, later with a reference to the first. Word has no notes in notes:
    /// there the mark stands alone.
    pub(crate) fn note_mark(&mut self, note: &str, mark: &str, look: RunLook<'a>) {
        let known = self.notes.known.get(note).copied();
        match (known, self.notes.position(note)) {
            (Some(note), None) if !self.in_notes => self.first_mark(note, look),
            (Some(note), Some(at)) if !self.in_notes => self.later_mark(note, at, mark, look),
            _ => self.raised(mark, look),
        }
    }

    fn first_mark(&mut self, note: &'a Note, look: RunLook<'a>) {
        let placed = self.notes.place(note);
        let number = self.notes.placed.len();
        let bookmark = self.has_later_marks(note).then(|| self.next_id());
        if let Some(id) = &bookmark {
            self.xml.empty("w:bookmarkStart", &[("w:id", id), ("w:name", &bookmark_name(number))]);
        }
        let look = look.of_mark();
        let id = number.to_string();
        if placed.automatic {
            self.run(look, |writer| writer.xml.empty("w:footnoteReference", &[("w:id", &id)]));
        } else {
            // LibreOffice sets what stands in this run at the note as well, where the mark stands already. So it is a letter
            // that nobody sees, and the mark has a run of its own.
            let unseen = if self.direction == Direction::Rtl { "\u{200F}" } else { "\u{200E}" };
            self.run(look, |writer| {
                writer.xml.empty("w:footnoteReference", &[("w:customMarkFollows", "1"), ("w:id", &id)]);
                writer.letters(unseen, look);
            });
            self.words(&note.mark, look);
        }
        if let Some(id) = &bookmark {
            self.xml.empty("w:bookmarkEnd", &[("w:id", id)]);
        }
    }

    /// Says whether marks follow a note's first one: in the same words, or in those of another language.
    fn has_later_marks(&self, note: &Note) -> bool {
        note.anchors > 1 || self.columns.len() > 1
    }

    /// Writes a mark whose note stands elsewhere. A mark that Word does not count is locked, so that it stays as it is.
    fn later_mark(&mut self, note: &Note, at: usize, mark: &str, look: RunLook<'a>) {
        if !self.has_later_marks(note) {
            return self.raised(mark, look);
        }
        let automatic = self.notes.placed.get(at).is_some_and(|placed| placed.automatic && placed.note.mark == mark);
        self.field(&format!(" NOTEREF {} \\f \\h ", bookmark_name(at + 1)), mark, look.of_mark(), !automatic);
    }

    /// Writes `footnotes.xml`: the lines above the notes, and the notes themselves.
    pub(crate) fn notes_part(&mut self) -> String {
        self.xml =
            Xml::part("w:footnotes", &[("xmlns:w", crate::WORD_NAMESPACE), ("xmlns:r", crate::RELATION_NAMESPACE)]);
        self.in_notes = true;
        self.separator("-1", "separator", "w:separator");
        self.separator("0", "continuationSeparator", "w:continuationSeparator");
        for (at, placed) in self.notes.placed.clone().into_iter().enumerate() {
            self.note(at + 1, placed);
        }
        std::mem::replace(&mut self.xml, Xml::fragment()).finish()
    }

    fn separator(&mut self, id: &str, kind: &str, line: &'static str) {
        self.xml.open("w:footnote", &[("w:type", kind), ("w:id", id)]);
        self.xml.open("w:p", &[]);
        self.xml.open("w:pPr", &[]);
        self.xml.empty("w:spacing", &[("w:after", "0"), ("w:line", "240"), ("w:lineRule", "auto")]);
        self.xml.close();
        self.xml.open("w:r", &[]);
        self.xml.empty(line, &[]);
        self.xml.close();
        self.xml.close();
        self.xml.close();
    }

    /// Writes a note: a paragraph in each language, the first of them with the mark.
    fn note(&mut self, number: usize, placed: Placed<'a>) {
        self.xml.open("w:footnote", &[("w:id", &number.to_string())]);
        for column in 0..self.columns.len() {
            self.turn_to(column);
            let document = self.document;
            let Some(note) = document.note(&placed.note.id) else { continue };
            let review = document.review_of_note(note);
            let look = RunLook::plain(LeadStyle::default());
            self.xml.open("w:p", &[]);
            self.xml.open("w:pPr", &[]);
            self.xml.value("w:pStyle", self.styles.id("FootnoteText"));
            self.borders(review, false);
            self.write_direction(self.direction);
            self.xml.close();
            if column == 0 {
                self.note_number(placed, look);
            }
            self.reviewed(review, &note.content, look);
            self.xml.close();
        }
        self.turn_to(0);
        self.xml.close();
    }

    fn note_number(&mut self, placed: Placed<'a>, look: RunLook<'a>) {
        self.run(look.of_mark(), |writer| {
            if placed.automatic {
                writer.xml.empty("w:footnoteRef", &[]);
            } else {
                writer.letters(&placed.note.mark, look);
            }
        });
        self.words(" ", look);
    }
}

/// Returns a name that Word hides from its list of bookmarks.
fn bookmark_name(number: usize) -> String {
    format!("_RefNote{number}")
}
