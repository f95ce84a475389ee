//! The marked pieces of pages: which letters are shown under which number, and on which line.

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::font::{Font, utf16};
use crate::reading::Unreadable;

/// What the contents of all pages may unpack to. A thousand pages of text take less.
const MOST_CONTENT: usize = 16 << 20;
/// Forms may show forms; nobody needs more than a few levels, or more than this many in all.
const DEEPEST_FORM: usize = 8;
const MOST_STREAMS: usize = 20_000;
/// Graphics states on the stack.
const MOST_STATES: usize = 512;

/// The runs of every marked piece, by the stream it stands in and its number there.
pub(super) type MarkedText = BTreeMap<(ObjectId, i64), Vec<Run>>;

/// Letters shown at once.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) text: String,
    /// Its letters stand in the order in which a text from right to left looks, not in that in which it is read.
    pub(super) reversed: bool,
    page: usize,
    height: f32,
}

impl Run {
    /// Says whether another run stands on the same line or over or under it as an accent does: nearer than any line.
    pub(super) fn may_be_on_line_of(&self, other: &Self) -> bool {
        self.page == other.page && (self.height - other.height).abs() < 5.0
    }

    /// Says whether another run stands on the same line.
    pub(super) fn is_on_line_of(&self, other: &Self) -> bool {
        self.page == other.page && (self.height - other.height).abs() < 0.5
    }
}

/// Reads all pages.
pub(super) fn marked_text(document: &Document) -> Result<MarkedText, Unreadable> {
    let mut reader =
        Reader { document, text: MarkedText::new(), fonts: BTreeMap::new(), page: 0, budget: MOST_CONTENT, streams: 0 };
    for page_id in document.page_iter() {
        reader.page += 1;
        let content = document
            .get_page_content_with_limit(page_id, reader.budget)
            .map_err(|error| Unreadable::new(format!("a page of the PDF does not read: {error}")))?;
        let resources = inherited_resources(document, page_id);
        reader.stream(&content, Frame { key: page_id, resources, matrix: IDENTITY, mark: None, depth: 0 })?;
    }
    Ok(reader.text)
}

/// Finds a page's resources, its own or those of the tree above it.
fn inherited_resources(document: &Document, page: ObjectId) -> Option<&Dictionary> {
    let mut node = document.get_dictionary(page).ok()?;
    for _ in 0..64 {
        if let Ok(resources) = node.get_deref(b"Resources", document).and_then(Object::as_dict) {
            return Some(resources);
        }
        node = node.get_deref(b"Parent", document).and_then(Object::as_dict).ok()?;
    }
    None
}

/// What holds for one stream, the page's own or that of a form it shows.
#[derive(Clone)]
struct Frame<'a> {
    key: ObjectId,
    resources: Option<&'a Dictionary>,
    matrix: Matrix,
    mark: Option<(ObjectId, i64)>,
    depth: usize,
}

type Matrix = [f32; 6];
const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// Applies `first`, then `then`.
fn product(first: Matrix, then: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [ta, tb, tc, td, te, tf] = then;
    [a * ta + b * tc, a * tb + b * td, c * ta + d * tc, c * tb + d * td, e * ta + f * tc + te, e * tb + f * td + tf]
}

fn moved(x: f32, y: f32) -> Matrix {
    [1.0, 0.0, 0.0, 1.0, x, y]
}

/// What `q` saves and `Q` restores.
#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    leading: f32,
}

/// A marked span that is open.
struct Mark {
    /// Page furniture: what it shows belongs to no text.
    artifact: bool,
    reversed: bool,
    key: Option<(ObjectId, i64)>,
    /// Text to read instead of what is shown, until the span ends.
    actual: Option<String>,
    height: Option<f32>,
}

struct Reader<'a> {
    document: &'a Document,
    text: MarkedText,
    fonts: BTreeMap<ObjectId, Rc<Font>>,
    page: usize,
    budget: usize,
    streams: usize,
}

impl<'a> Reader<'a> {
    fn stream(&mut self, content: &[u8], frame: Frame<'a>) -> Result<(), Unreadable> {
        self.streams += 1;
        self.budget = self.budget.saturating_sub(content.len());
        if self.streams > MOST_STREAMS || self.budget == 0 {
            return Err(Unreadable::new("the pages of the PDF are too large"));
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
    fn form(&mut self, name: &[u8], around: &Interpreter<'a>) -> Result<(), Unreadable> {
        let forms = around.frame.resources.and_then(|resources| dictionary(resources, b"XObject", self.document));
        let Some(id) = forms.and_then(|forms| forms.get(name).and_then(Object::as_reference).ok()) else {
            return Ok(());
        };
        let Ok(stream) = self.document.get_object(id).and_then(Object::as_stream) else { return Ok(()) };
        let is_form = stream
            .dict
            .get_deref(b"Subtype", self.document)
            .and_then(Object::as_name)
            .is_ok_and(|name| name == b"Form");
        if !is_form || around.frame.depth >= DEEPEST_FORM {
            return Ok(());
        }
        let content = stream
            .get_plain_content_with_limit(self.budget)
            .map_err(|error| Unreadable::new(format!("a form of the PDF does not read: {error}")))?;
        let own = stream.dict.get_deref(b"Matrix", self.document).and_then(Object::as_array).ok();
        let own = own.and_then(|numbers| matrix(numbers)).unwrap_or(IDENTITY);
        let frame = Frame {
            key: id,
            resources: dictionary(&stream.dict, b"Resources", self.document).or(around.frame.resources),
            matrix: product(own, around.state.matrix),
            mark: around.key(),
            depth: around.frame.depth + 1,
        };
        self.stream(&content, frame)
    }

    fn font(&mut self, resources: Option<&'a Dictionary>, name: &[u8]) -> Option<Rc<Font>> {
        let font = dictionary(resources?, b"Font", self.document)?.get(name).ok()?;
        let (id, font) = self.document.dereference(font).ok()?;
        let font = font.as_dict().ok()?;
        let read = |document| Rc::new(Font::new(font, document));
        Some(match id {
            Some(id) => Rc::clone(self.fonts.entry(id).or_insert_with(|| read(self.document))),
            None => read(self.document),
        })
    }

    fn add(&mut self, key: (ObjectId, i64), text: String, reversed: bool, height: f32) {
        self.text.entry(key).or_default().push(Run { text, reversed, page: self.page, height });
    }
}

/// Follows the few operators that decide which letters stand where.
struct Interpreter<'a> {
    frame: Frame<'a>,
    state: State,
    saved: Vec<State>,
    line: Matrix,
    marks: Vec<Mark>,
}

impl<'a> Interpreter<'a> {
    fn new(frame: Frame<'a>) -> Self {
        let state = State { matrix: frame.matrix, font: None, leading: 0.0 };
        Self { frame, state, saved: Vec::new(), line: IDENTITY, marks: Vec::new() }
    }

    fn operation(&mut self, reader: &mut Reader<'a>, operator: &str, operands: &[Object]) -> Result<(), Unreadable> {
        let number = |at: usize| operands.get(at).and_then(|operand| operand.as_float().ok()).unwrap_or_default();
        match operator {
            "q" if self.saved.len() < MOST_STATES => self.saved.push(self.state.clone()),
            "Q" => self.state = self.saved.pop().unwrap_or_else(|| self.state.clone()),
            "cm" => self.state.matrix = product(matrix(operands).unwrap_or(IDENTITY), self.state.matrix),
            "Do" => reader.form(name(operands.first()), self)?,
            "BT" => self.line = IDENTITY,
            "Tf" => self.state.font = reader.font(self.frame.resources, name(operands.first())),
            "TL" => self.state.leading = number(0),
            "Tm" => self.line = matrix(operands).unwrap_or(IDENTITY),
            "Td" => self.next_line(number(0), number(1)),
            "TD" => {
                self.state.leading = -number(1);
                self.next_line(number(0), number(1));
            }
            "T*" => self.next_line(0.0, -self.state.leading),
            "Tj" => self.show(reader, operands),
            "TJ" => {
                let shown = operands.first().and_then(|array| array.as_array().ok());
                self.show(reader, shown.map_or(&[], Vec::as_slice));
            }
            "'" | "\"" => {
                self.next_line(0.0, -self.state.leading);
                self.show(reader, operands);
            }
            "BMC" | "BDC" => self.begin(reader, name(operands.first()), operands.get(1)),
            "EMC" => self.end(reader),
            _ => {}
        }
        Ok(())
    }

    fn next_line(&mut self, x: f32, y: f32) {
        self.line = product(moved(x, y), self.line);
    }

    fn height(&self) -> f32 {
        let [.., height] = product(self.line, self.state.matrix);
        height
    }

    /// Returns the marked piece that whatever is shown now belongs to.
    fn key(&self) -> Option<(ObjectId, i64)> {
        match self.marks.iter().rev().find(|mark| mark.artifact || mark.key.is_some()) {
            Some(mark) => mark.key.filter(|_| !mark.artifact),
            None => self.frame.mark,
        }
    }

    fn show(&mut self, reader: &mut Reader<'a>, strings: &[Object]) {
        let Some(key) = self.key() else { return };
        let height = self.height();
        let reversed = self.marks.iter().any(|mark| mark.reversed);
        if let Some(mark) = self.marks.iter_mut().find(|mark| mark.actual.is_some()) {
            mark.height.get_or_insert(height);
            mark.reversed |= reversed;
            return;
        }
        let shown: Vec<u8> = strings.iter().filter_map(|string| string.as_str().ok()).flatten().copied().collect();
        let text = match &self.state.font {
            Some(font) => font.read(&shown),
            None => "\u{FFFD}".repeat(shown.len().min(1)),
        };
        reader.add(key, text, reversed, height);
    }

    fn begin(&mut self, reader: &Reader<'a>, tag: &[u8], properties: Option<&Object>) {
        let named = |name: &[u8]| {
            dictionary(self.frame.resources?, b"Properties", reader.document)?
                .get_deref(name, reader.document)
                .ok()?
                .as_dict()
                .ok()
        };
        let properties = match properties {
            Some(Object::Dictionary(properties)) => Some(properties),
            Some(Object::Name(name)) => named(name),
            _ => None,
        };
        let get = |key: &[u8]| properties?.get_deref(key, reader.document).ok();
        let id = get(b"MCID").and_then(|id| id.as_i64().ok());
        let actual = get(b"ActualText").and_then(|text| text.as_str().ok()).map(text_string);
        let key = id.map(|id| (self.frame.key, id));
        let (artifact, reversed) = (tag == b"Artifact", tag == b"ReversedChars");
        self.marks.push(Mark { artifact, reversed, key, actual, height: None });
    }

    fn end(&mut self, reader: &mut Reader<'a>) {
        let key = self.key();
        let Some(mark) = self.marks.pop() else { return };
        let inside_another = self.marks.iter().any(|mark| mark.actual.is_some());
        if let (Some(key), Some(text), Some(height), false) = (key, mark.actual, mark.height, inside_another) {
            // Among letters that look reversed it stands where what it is read for does.
            let text = if mark.reversed { text.chars().rev().collect() } else { text };
            reader.add(key, text, mark.reversed, height);
        }
    }
}

fn dictionary<'a>(of: &'a Dictionary, key: &[u8], document: &'a Document) -> Option<&'a Dictionary> {
    of.get_deref(key, document).ok()?.as_dict().ok()
}

fn matrix(numbers: &[Object]) -> Option<Matrix> {
    let numbers: Vec<f32> = numbers.iter().map_while(|number| number.as_float().ok()).collect();
    numbers.try_into().ok()
}

fn name(operand: Option<&Object>) -> &[u8] {
    operand.and_then(|operand| operand.as_name().ok()).unwrap_or_default()
}

/// Reads a text string: UTF-16 or UTF-8 where a byte order mark says so, else Latin letters.
fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, text @ ..] => utf16(text),
        [0xEF, 0xBB, 0xBF, text @ ..] => String::from_utf8_lossy(text).into_owned(),
        text => text.iter().copied().map(char::from).collect(),
    }
}
