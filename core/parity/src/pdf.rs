//! Reads a tagged PDF as assistive technology and copying do: structure from the tag tree, letters through `ToUnicode`.
//!
//! What is not tagged (page numbers, running heads: artifacts) does not count. Nor do alternative texts of tags: the
//! letters on the page do.

mod marked;

use engross_files::Unreadable;
use engross_files::pdf::Tags;
use lopdf::{Dictionary, Document, Object, ObjectId};

use self::marked::{MarkedText, Run};
use crate::reading::{Collector, MARK_END, MARK_START, Notation, ReadBlock, ReadNote, Reading};

/// A tag tree of a text has some thousand elements, some ten levels deep.
const MOST_ELEMENTS: usize = 1_000_000;
const DEEPEST: usize = 128;

/// Reads a PDF file.
pub(crate) fn read(bytes: &[u8]) -> Result<Reading, Unreadable> {
    let document = engross_files::pdf::open(bytes)?;
    let tags = Tags::of(&document).ok_or_else(|| Unreadable::new("the PDF has no tags"))?;
    let marked = marked::marked_text(&document)?;
    let root = tags.root();
    let mut walk =
        Walk { document: &document, tags, marked: &marked, notes: Vec::new(), elements: 0, hyphenated: None };
    let mut body = Collector::default();
    walk.kids(root, None, 0, &mut body)?;
    Ok(Reading { notation: Notation::Typeset, blocks: with_marks(body.finish()?), notes: walk.notes })
}

/// Gives note marks that stand alone to the block before: the marks at the end of a heading stand beside its tag, so that
/// no note is part of it.
fn with_marks(blocks: Vec<ReadBlock>) -> Vec<ReadBlock> {
    let mut whole: Vec<ReadBlock> = Vec::with_capacity(blocks.len());
    for block in blocks {
        match whole.last_mut() {
            Some(before) if block.label.is_none() && is_of_marks(&block.text) => before.text.push_str(&block.text),
            _ => whole.push(block),
        }
    }
    whole
}

/// Says whether a text is a note mark, or several with a separator between them.
fn is_of_marks(text: &str) -> bool {
    let is_at_ends = text.starts_with(MARK_START) && text.ends_with(MARK_END);
    is_at_ends
        && text.split(MARK_START).filter_map(|piece| piece.split_once(MARK_END)).all(|(_, after)| after.len() <= 2)
}

/// What a tag means for the flow of text.
enum Role {
    /// Begins and ends a block.
    Block,
    /// A block whose first `Lbl` is the label.
    Item,
    /// A row of a table.
    Row,
    /// Part of the running text, or of no weight.
    Running,
    /// A label: of the item around it, of the note around it, or a note mark in the text.
    Label,
    Note,
    /// Not part of the text.
    Artifact,
}

struct Walk<'a> {
    document: &'a Document,
    tags: Tags<'a>,
    marked: &'a MarkedText,
    notes: Vec<ReadNote>,
    elements: usize,
    /// The run before, if it ended in a soft hyphen that must go should the next one stand on another line.
    hyphenated: Option<&'a Run>,
}

impl<'a> Walk<'a> {
    /// Reads everything inside an element, in order.
    fn kids(
        &mut self,
        element: &'a Dictionary,
        page: Option<ObjectId>,
        depth: usize,
        into: &mut Collector,
    ) -> Result<(), Unreadable> {
        self.tags.kids(element).iter().try_for_each(|kid| self.kid(kid, page, depth, into))
    }

    fn kid(
        &mut self,
        kid: &'a Object,
        page: Option<ObjectId>,
        depth: usize,
        into: &mut Collector,
    ) -> Result<(), Unreadable> {
        self.elements += 1;
        if self.elements > MOST_ELEMENTS || depth > DEEPEST {
            return Err(Unreadable::new("the PDF's tag tree is too large"));
        }
        let kid = self.document.dereference(kid).map(|(_, kid)| kid);
        match kid {
            Ok(Object::Integer(id)) => page.map_or(Ok(()), |page| self.marked_content(page, *id, into)),
            Ok(Object::Dictionary(dictionary)) => self.dictionary(dictionary, page, depth, into),
            _ => Ok(()),
        }
    }

    fn dictionary(
        &mut self,
        dictionary: &'a Dictionary,
        page: Option<ObjectId>,
        depth: usize,
        into: &mut Collector,
    ) -> Result<(), Unreadable> {
        let page = dictionary.get(b"Pg").and_then(Object::as_reference).ok().or(page);
        if dictionary.has_type(b"OBJR") {
            return Ok(());
        }
        if let Ok(id) = dictionary.get(b"MCID").and_then(Object::as_i64) {
            let stream = dictionary.get(b"Stm").and_then(Object::as_reference).ok().or(page);
            return stream.map_or(Ok(()), |stream| self.marked_content(stream, id, into));
        }
        match self.role(dictionary) {
            Role::Artifact => Ok(()),
            Role::Running => self.kids(dictionary, page, depth + 1, into),
            Role::Note => self.note(dictionary, page, depth + 1),
            Role::Label => {
                let mark = self.apart(dictionary, page, depth + 1)?;
                into.mark(&mark)
            }
            Role::Block => {
                into.close_words()?;
                self.kids(dictionary, page, depth + 1, into)?;
                self.hyphenated = None;
                into.close_words()
            }
            Role::Item => self.item(dictionary, page, depth + 1, into),
            Role::Row => {
                into.begin_row()?;
                self.kids(dictionary, page, depth + 1, into)?;
                self.hyphenated = None;
                into.end_row()
            }
        }
    }

    /// Reads an item of a list: its label, and its body, whose first block the label belongs to.
    fn item(
        &mut self,
        item: &'a Dictionary,
        page: Option<ObjectId>,
        depth: usize,
        into: &mut Collector,
    ) -> Result<(), Unreadable> {
        into.close()?;
        let label = self.take_label(item, page, depth)?;
        into.label(&label)?;
        for kid in self.tags.kids(item) {
            if !self.is_label(kid) {
                self.kid(kid, page, depth, into)?;
            }
        }
        into.close()
    }

    fn note(&mut self, note: &'a Dictionary, page: Option<ObjectId>, depth: usize) -> Result<(), Unreadable> {
        let around = self.hyphenated.take();
        let mark = self.take_label(note, page, depth)?;
        let mut text = Collector::default();
        for kid in self.tags.kids(note) {
            if !self.is_label(kid) {
                self.kid(kid, page, depth, &mut text)?;
            }
        }
        self.notes.push(ReadNote { mark, text: text.finish_as_one()? });
        self.hyphenated = around;
        Ok(())
    }

    /// Reads the labels that are direct children of an item or a note.
    fn take_label(
        &mut self,
        element: &'a Dictionary,
        page: Option<ObjectId>,
        depth: usize,
    ) -> Result<String, Unreadable> {
        let mut label = String::new();
        for kid in self.tags.kids(element) {
            if let (true, Ok((_, Object::Dictionary(kid)))) = (self.is_label(kid), self.document.dereference(kid)) {
                let page = kid.get(b"Pg").and_then(Object::as_reference).ok().or(page);
                label += &self.apart(kid, page, depth)?;
            }
        }
        Ok(label)
    }

    /// Reads an element apart from the text around it.
    fn apart(&mut self, element: &'a Dictionary, page: Option<ObjectId>, depth: usize) -> Result<String, Unreadable> {
        let around = self.hyphenated.take();
        let mut text = Collector::default();
        self.kids(element, page, depth, &mut text)?;
        self.hyphenated = around;
        text.finish_as_one()
    }

    fn is_label(&self, kid: &'a Object) -> bool {
        let kid = self.document.dereference(kid).ok().and_then(|(_, kid)| kid.as_dict().ok());
        kid.is_some_and(|kid| matches!(self.role(kid), Role::Label))
    }

    fn role(&self, element: &'a Dictionary) -> Role {
        match self.tags.name(element) {
            b"LI" => Role::Item,
            b"TR" => Role::Row,
            b"Lbl" => Role::Label,
            b"Note" | b"FENote" => Role::Note,
            b"Artifact" => Role::Artifact,
            name if Tags::is_running(name) => Role::Running,
            _ => Role::Block,
        }
    }

    /// Adds one marked piece of a page, or of a form that a page shows.
    fn marked_content(&mut self, stream: ObjectId, id: i64, into: &mut Collector) -> Result<(), Unreadable> {
        let runs = self.marked.get(&(stream, id)).map_or(&[][..], Vec::as_slice);
        for runs in runs.chunk_by(|one, next| one.reversed && next.reversed && one.may_be_on_line_of(next)) {
            match runs {
                [run] if !run.reversed => self.run(run, into)?,
                runs => into.words(&runs.iter().rev().map(|run| run.text.as_str()).collect::<String>())?,
            }
        }
        Ok(())
    }

    /// Adds a run, without the soft hyphen at which a word was divided at the end of the line.
    fn run(&mut self, run: &'a Run, into: &mut Collector) -> Result<(), Unreadable> {
        if self.hyphenated.take().is_some_and(|before| before.is_on_line_of(run)) {
            into.words("\u{AD}")?;
        }
        match run.text.strip_suffix('\u{AD}') {
            Some(text) => {
                self.hyphenated = Some(run);
                into.words(text)
            }
            None => into.words(&run.text),
        }
    }
}
