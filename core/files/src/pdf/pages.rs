//! Page after page, within bounds: what all of them may unpack to, how many forms they may show.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::rc::Rc;

use flate2::read::ZlibDecoder;
use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::MarkKey;
use super::font::Font;
use super::interpreter::{Frame, Interpreter};
use super::matrix::{IDENTITY, Matrix, matrix, moved, product};
use crate::Unreadable;

/// What the contents of all pages, and of one, may unpack to. A page of text takes some twenty thousand bytes.
const MOST_CONTENT: usize = 64 << 20;
const LARGEST_PAGE: usize = 4 << 20;
/// Pages, and the forms that all of them show; forms may show forms, but nobody needs more than a few levels.
const MOST_PAGES: usize = 2_000;
const MOST_STREAMS: usize = 20_000;
const DEEPEST_FORM: usize = 8;
/// Signs on one page.
const MOST_SIGNS: usize = 1 << 20;
/// Lines that are drawn on one page: a page with more shows a drawing.
const MOST_RULES: usize = 500;

const TOO_LARGE: &str = "the pages of the PDF are too large";

/// What one page shows, in the order in which it is shown.
#[derive(Debug, Default)]
pub struct Page {
    /// Its number, from 1 on.
    pub number: usize,
    /// How wide it is, in points; 0 where the file does not say.
    pub width: f32,
    /// How high it is.
    pub height: f32,
    /// The letters.
    pub pieces: Vec<Piece>,
    /// The lines that are drawn from left to right.
    pub rules: Vec<Rule>,
}

/// Letters that are shown at once. Places are in points from the page's lower left, sizes in points.
#[derive(Debug)]
pub struct Piece {
    /// The letters; what stands for several letters is written out, what no letter is known for is `U+FFFD`.
    pub text: String,
    /// Where each of them stands, in the order of the text.
    pub glyphs: Vec<Glyph>,
    /// The height of the line that they stand on.
    pub height: f32,
    /// The size of the type.
    pub size: f32,
    /// By how many degrees they run otherwise than from left to right along the page's edge, against the clock, below 360.
    /// Their places are those on a page that is turned around its lower left until they run so.
    pub turn: i32,
    /// Whether the font is a bold one, or a slanted one.
    pub bold: bool,
    /// See `bold`.
    pub italic: bool,
    /// Page furniture, by the file's own word: it belongs to no text.
    pub artifact: bool,
    /// Its signs stand in the order in which a text from right to left looks, not in that in which it is read. Several
    /// letters of one sign stand in the order of reading even so.
    pub reversed: bool,
    /// The marked piece that they are part of.
    pub mark: Option<MarkKey>,
}

impl Piece {
    /// Returns the letters of each sign.
    pub fn signs(&self) -> impl DoubleEndedIterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.glyphs.iter().map(|glyph| glyph.end)).collect::<Vec<usize>>();
        let ends = self.glyphs.iter().zip(starts);
        ends.map(|(glyph, start)| self.text.get(start..glyph.end).unwrap_or_default())
            .collect::<Vec<&str>>()
            .into_iter()
    }
}

/// One sign of a piece.
#[derive(Debug, Clone, Copy)]
pub struct Glyph {
    /// Where its letters end in the text of the piece, in bytes.
    pub end: usize,
    /// Where it begins and ends on the page.
    pub left: f32,
    /// See `left`.
    pub right: f32,
}

/// A line that is drawn from left to right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Where it begins.
    pub left: f32,
    /// Where it ends.
    pub right: f32,
    /// How high on the page it stands.
    pub height: f32,
}

/// The pages of a document, in order.
pub struct Pages<'a> {
    document: &'a Document,
    ids: Box<dyn Iterator<Item = ObjectId> + 'a>,
    /// By their own names, or by those that the stream around them gives them.
    fonts: BTreeMap<(ObjectId, Vec<u8>), Rc<Font>>,
    /// The signs on this page.
    signs: usize,
    page: Page,
    budget: usize,
    streams: usize,
}

impl<'a> Pages<'a> {
    /// Begins before the first page.
    pub fn of(document: &'a Document) -> Self {
        let (fonts, page, ids) = (BTreeMap::new(), Page::default(), Box::new(document.page_iter()));
        Self { document, ids, fonts, signs: 0, page, budget: MOST_CONTENT, streams: 0 }
    }

    /// Reads the next page.
    ///
    /// # Errors
    /// If it does not parse, or there are too many, or they are too large.
    pub fn next_page(&mut self) -> Result<Option<Page>, Unreadable> {
        let Some(id) = self.ids.next() else { return Ok(None) };
        let number = self.page.number + 1;
        if number > MOST_PAGES {
            return Err(Unreadable::new(format!("the PDF has more than {MOST_PAGES} pages")));
        }
        (self.page, self.signs) = (Page { number, ..Page::default() }, 0);
        if self.document.get_page_contents(id).iter().any(|content| self.is_damaged(*content)) {
            return Err(Unreadable::new(format!("page {number} of the PDF is damaged")));
        }
        let content = self
            .document
            .get_page_content_with_limit(id, self.budget.min(LARGEST_PAGE))
            .map_err(|error| Unreadable::new(format!("a page of the PDF does not read: {error}")))?;
        let resources = self.inherited(id, b"Resources").and_then(|resources| resources.as_dict().ok());
        let (matrix, width, height) = self.turned(id);
        (self.page.width, self.page.height) = (width, height);
        self.stream(&content, Frame { key: id, resources, matrix, mark: None, artifact: false, depth: 0 })?;
        Ok(Some(std::mem::replace(&mut self.page, Page { number, ..Page::default() })))
    }

    /// Says whether a stream cannot be unpacked to its end: the library takes what it gets.
    fn is_damaged(&self, stream: ObjectId) -> bool {
        let Ok(stream) = self.document.get_object(stream).and_then(Object::as_stream) else { return false };
        let is_packed = stream.filters().is_ok_and(|filters| filters.first() == Some(&b"FlateDecode".as_slice()));
        let mut unpacked = ZlibDecoder::new(stream.content.as_slice()).take(LARGEST_PAGE as u64);
        is_packed && !stream.content.is_empty() && std::io::copy(&mut unpacked, &mut std::io::sink()).is_err()
    }

    /// Finds what a page says, or the tree above it.
    fn inherited(&self, page: ObjectId, key: &[u8]) -> Option<&'a Object> {
        let mut node = self.document.get_dictionary(page).ok()?;
        for _ in 0..64 {
            if let Ok(found) = node.get_deref(key, self.document) {
                return Some(found);
            }
            node = node.get_deref(b"Parent", self.document).and_then(Object::as_dict).ok()?;
        }
        None
    }

    /// Sets a page upright that is shown turned, and says how wide and how high it is then.
    fn turned(&self, page: ObjectId) -> (Matrix, f32, f32) {
        let turn = self.inherited(page, b"Rotate").and_then(|turn| turn.as_i64().ok()).unwrap_or(0);
        let corners = self.inherited(page, b"MediaBox").and_then(|corners| corners.as_array().ok());
        let corner = |at: usize| corners.and_then(|corners| corners.get(at)?.as_float().ok()).unwrap_or(0.0);
        let (left, bottom, right, top) = (corner(0), corner(1), corner(2), corner(3));
        let upright = moved(-left, -bottom);
        let (width, height) = (right - left, top - bottom);
        match turn.rem_euclid(360) {
            90 => (product(upright, [0.0, -1.0, 1.0, 0.0, 0.0, width]), height, width),
            180 => (product(upright, [-1.0, 0.0, 0.0, -1.0, width, height]), width, height),
            270 => (product(upright, [0.0, 1.0, -1.0, 0.0, height, 0.0]), height, width),
            _ => (upright, width, height),
        }
    }

    fn stream(&mut self, content: &[u8], frame: Frame<'a>) -> Result<(), Unreadable> {
        self.streams += 1;
        self.budget = self.budget.saturating_sub(content.len());
        if self.streams > MOST_STREAMS || self.budget == 0 {
            return Err(Unreadable::new(TOO_LARGE));
        }
        let content = Content::decode(content)
            .map_err(|error| Unreadable::new(format!("a page of the PDF does not parse: {error}")))?;
        let mut interpreter = Interpreter::new(frame);
        for operation in &content.operations {
            interpreter.operation(self, &operation.operator, &operation.operands)?;
        }
        Ok(())
    }

    /// Shows a form: its marked pieces count under its own name, the rest under the piece around it.
    pub(super) fn form(&mut self, name: &[u8], around: &Frame<'a>) -> Result<(), Unreadable> {
        let forms = around.resources.and_then(|resources| dictionary(resources, b"XObject", self.document));
        let Some(id) = forms.and_then(|forms| forms.get(name).and_then(Object::as_reference).ok()) else {
            return Ok(());
        };
        let Ok(stream) = self.document.get_object(id).and_then(Object::as_stream) else { return Ok(()) };
        let subtype = stream.dict.get_deref(b"Subtype", self.document).and_then(Object::as_name);
        if subtype.ok() != Some(b"Form".as_slice()) || around.depth >= DEEPEST_FORM {
            return Ok(());
        }
        let content = stream
            .get_plain_content_with_limit(self.budget.min(LARGEST_PAGE))
            .map_err(|error| Unreadable::new(format!("a form of the PDF does not read: {error}")))?;
        let own = stream.dict.get_deref(b"Matrix", self.document).and_then(Object::as_array).ok();
        let own = own.and_then(|numbers| matrix(numbers)).unwrap_or(IDENTITY);
        let frame = Frame {
            key: id,
            resources: dictionary(&stream.dict, b"Resources", self.document).or(around.resources),
            matrix: product(own, around.matrix),
            mark: around.mark,
            artifact: around.artifact,
            depth: around.depth + 1,
        };
        self.stream(&content, frame)
    }

    /// Finds a font by the name that a stream gives it.
    pub(super) fn font(&mut self, frame: &Frame<'a>, name: &[u8]) -> Option<Rc<Font>> {
        let font = dictionary(frame.resources?, b"Font", self.document)?.get(name).ok()?;
        let (id, font) = self.document.dereference(font).ok()?;
        let font = font.as_dict().ok()?;
        let key = id.map_or_else(|| (frame.key, name.to_vec()), |id| (id, Vec::new()));
        if let Some(known) = self.fonts.get(&key) {
            return Some(Rc::clone(known));
        }
        let read = Rc::new(Font::new(font, self.document, self.budget));
        self.budget = self.budget.saturating_sub(read.weight);
        self.fonts.insert(key, Rc::clone(&read));
        Some(read)
    }

    /// Finds the properties of a marked piece.
    pub(super) fn properties<'o>(&self, frame: &Frame<'a>, operand: Option<&'o Object>) -> Option<&'o Dictionary>
    where
        'a: 'o,
    {
        match operand? {
            Object::Dictionary(properties) => Some(properties),
            Object::Name(name) => {
                dictionary(dictionary(frame.resources?, b"Properties", self.document)?, name, self.document)
            }
            _ => None,
        }
    }

    pub(super) fn document(&self) -> &'a Document {
        self.document
    }

    pub(super) fn add(&mut self, piece: Piece) {
        self.page.pieces.push(piece);
    }

    /// Counts the signs of a page.
    ///
    /// # Errors
    /// If no page can show so many.
    pub(super) fn count(&mut self, signs: usize) -> Result<(), Unreadable> {
        self.signs += signs;
        if self.signs > MOST_SIGNS { Err(Unreadable::new(TOO_LARGE)) } else { Ok(()) }
    }

    pub(super) fn add_rule(&mut self, rule: Rule) {
        if self.page.rules.len() < MOST_RULES {
            self.page.rules.push(rule);
        }
    }
}

pub(super) fn dictionary<'a>(of: &'a Dictionary, key: &[u8], document: &'a Document) -> Option<&'a Dictionary> {
    of.get_deref(key, document).ok()?.as_dict().ok()
}
