//! Follows the few operators that decide which letters stand where, and which lines are drawn.

use std::rc::Rc;

use lopdf::{Dictionary, Object, ObjectId};

use super::MarkKey;
use super::font::Font;
use super::letters::utf16;
use super::matrix::{IDENTITY, Matrix, matrix, moved, point, product};
use super::pages::{Glyph, Pages, Piece, Rule};
use crate::Unreadable;

/// Graphics states on the stack, marked pieces inside each other, and corners of one path.
const MOST_STATES: usize = 512;
/// How much higher at one end than at the other a line may be that still runs from left to right, in points.
const LEVEL: f32 = 0.5;
/// How many times further a line goes along the page than up or down it that still runs from left to right.
const ASKEW: f32 = 10.0;
/// The direction from left to right.
const LEVEL_LINE: (f32, f32) = (1.0, 0.0);

/// What holds for one stream, the page's own or that of a form it shows.
#[derive(Clone)]
pub(super) struct Frame<'a> {
    pub(super) key: ObjectId,
    pub(super) resources: Option<&'a Dictionary>,
    pub(super) matrix: Matrix,
    pub(super) mark: Option<MarkKey>,
    pub(super) artifact: bool,
    pub(super) depth: usize,
}

/// What `q` saves and `Q` restores.
#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    leading: f32,
    /// What is added behind every sign, and behind every blank.
    spacing: f32,
    word_spacing: f32,
    stretch: f32,
    rise: f32,
}

/// A marked span that is open.
struct Mark {
    /// Page furniture: what it shows belongs to no text.
    artifact: bool,
    reversed: bool,
    key: Option<MarkKey>,
    /// Text to read instead of what is shown, until the span ends.
    actual: Option<String>,
    /// What is shown instead of it.
    shown: Option<Piece>,
}

pub(super) struct Interpreter<'a> {
    frame: Frame<'a>,
    state: State,
    saved: Vec<State>,
    /// Where the line begins, and where on it the next sign will stand.
    line: Matrix,
    along: f32,
    marks: Vec<Mark>,
    /// The strokes of the path that is being drawn.
    path: Vec<Rule>,
    pen: (f32, f32),
}

impl<'a> Interpreter<'a> {
    pub(super) fn new(frame: Frame<'a>) -> Self {
        let state = State {
            matrix: frame.matrix,
            font: None,
            size: 0.0,
            leading: 0.0,
            spacing: 0.0,
            word_spacing: 0.0,
            stretch: 1.0,
            rise: 0.0,
        };
        let (saved, marks, path) = (Vec::new(), Vec::new(), Vec::new());
        Self { frame, state, saved, line: IDENTITY, along: 0.0, marks, path, pen: (0.0, 0.0) }
    }

    /// Follows one operator.
    ///
    /// # Errors
    /// If the file takes more than any page needs.
    pub(super) fn operation(
        &mut self,
        pages: &mut Pages<'a>,
        operator: &str,
        operands: &[Object],
    ) -> Result<(), Unreadable> {
        let number = |at: usize| operands.get(at).and_then(|operand| operand.as_float().ok()).unwrap_or_default();
        match operator {
            "q" if self.saved.len() < MOST_STATES => self.saved.push(self.state.clone()),
            "Q" => self.state = self.saved.pop().unwrap_or_else(|| self.state.clone()),
            "cm" => self.state.matrix = product(matrix(operands).unwrap_or(IDENTITY), self.state.matrix),
            "Do" => {
                let (mark, artifact) = (self.key(), self.is_artifact());
                let frame = Frame { matrix: self.state.matrix, mark, artifact, ..self.frame.clone() };
                pages.form(name(operands.first()), &frame)?;
            }
            "BT" => self.begin_line(IDENTITY),
            "Tf" => {
                self.state.font = pages.font(&self.frame, name(operands.first()));
                self.state.size = number(1);
            }
            "TL" => self.state.leading = number(0),
            "Tc" => self.state.spacing = number(0),
            "Tw" => self.state.word_spacing = number(0),
            "Tz" => self.state.stretch = number(0) / 100.0,
            "Ts" => self.state.rise = number(0),
            "Tm" => self.begin_line(matrix(operands).unwrap_or(IDENTITY)),
            "Td" => self.next_line(number(0), number(1)),
            "TD" => {
                self.state.leading = -number(1);
                self.next_line(number(0), number(1));
            }
            "T*" => self.next_line(0.0, -self.state.leading),
            "Tj" => self.show(pages, operands)?,
            "TJ" => {
                let shown = operands.first().and_then(|array| array.as_array().ok());
                self.show(pages, shown.map_or(&[], Vec::as_slice))?;
            }
            "'" => {
                self.next_line(0.0, -self.state.leading);
                self.show(pages, operands)?;
            }
            "\"" => {
                (self.state.word_spacing, self.state.spacing) = (number(0), number(1));
                self.next_line(0.0, -self.state.leading);
                self.show(pages, operands.get(2..).unwrap_or_default())?;
            }
            "BMC" | "BDC" if self.marks.len() >= MOST_STATES => {
                return Err(Unreadable::new("the marked pieces of the PDF are nested too deeply"));
            }
            "BMC" | "BDC" => self.begin(pages, name(operands.first()), operands.get(1)),
            "EMC" => self.end(pages),
            "m" => self.pen = (number(0), number(1)),
            "l" => self.stroke((number(0), number(1))),
            "re" => {
                self.pen = (number(0), number(1));
                if number(3).abs() < 2.0 {
                    self.stroke((number(0) + number(2), number(1)));
                }
            }
            "n" => self.path.clear(),
            "S" | "s" | "f" | "F" | "f*" | "B" | "B*" | "b" | "b*" => {
                self.path.drain(..).for_each(|rule| pages.add_rule(rule));
            }
            _ => {}
        }
        Ok(())
    }

    fn begin_line(&mut self, line: Matrix) {
        self.line = line;
        self.along = 0.0;
    }

    fn next_line(&mut self, x: f32, y: f32) {
        self.begin_line(product(moved(x, y), self.line));
    }

    /// Draws a line from the pen, which is kept if it runs from left to right.
    fn stroke(&mut self, to: (f32, f32)) {
        let from = point(self.pen.0, self.pen.1, self.state.matrix);
        self.pen = to;
        let to = point(to.0, to.1, self.state.matrix);
        if (from.1 - to.1).abs() < LEVEL && (from.0 - to.0).abs() > LEVEL && self.path.len() < MOST_STATES {
            self.path.push(Rule { left: from.0.min(to.0), right: from.0.max(to.0), height: from.1 });
        }
    }

    /// Returns the marked piece that whatever is shown now belongs to.
    fn key(&self) -> Option<MarkKey> {
        match self.marks.iter().rev().find(|mark| mark.artifact || mark.key.is_some()) {
            Some(mark) => mark.key.filter(|_| !mark.artifact),
            None => self.frame.mark,
        }
    }

    fn is_artifact(&self) -> bool {
        let mark = self.marks.iter().rev().find(|mark| mark.artifact || mark.key.is_some());
        mark.map_or(self.frame.artifact, |mark| mark.artifact)
    }

    fn show(&mut self, pages: &mut Pages<'a>, strings: &[Object]) -> Result<(), Unreadable> {
        let reversed = self.marks.iter().any(|mark| mark.reversed);
        let mark = self.key();
        let (artifact, piece) = (self.is_artifact(), self.set(strings));
        let piece = Piece { artifact, reversed, mark, ..piece };
        pages.count(piece.glyphs.len())?;
        match self.marks.iter_mut().find(|mark| mark.actual.is_some()) {
            Some(mark) => match &mut mark.shown {
                Some(shown) => shown.glyphs.extend(piece.glyphs),
                None => mark.shown = Some(piece),
            },
            None => pages.add(piece),
        }
        Ok(())
    }

    /// Sets letters side by side, and moves along the line.
    fn set(&mut self, strings: &[Object]) -> Piece {
        let State { size, spacing, word_spacing, stretch, rise, .. } = self.state;
        let page = product(self.line, self.state.matrix);
        let [_, _, c, d, ..] = page;
        let (mut text, mut glyphs) = (String::new(), Vec::new());
        let (turn, along) = direction(page);
        let place = |at: f32| seen_along(point(at, rise, page), along);
        let start = place(self.along);
        for string in strings {
            if let Ok(back) = string.as_float() {
                self.along -= back / 1000.0 * size * stretch;
            }
            let Ok(shown) = string.as_str() else { continue };
            let Some(font) = self.state.font.clone() else {
                text.push('\u{FFFD}');
                glyphs.push(Glyph { end: text.len(), left: start.0, right: start.0 });
                continue;
            };
            font.read(shown, |letters, width, is_blank| {
                let (left, _) = place(self.along);
                let (right, _) = place(self.along + width * size * stretch);
                let behind = spacing + if is_blank { word_spacing } else { 0.0 };
                self.along += (width * size + behind) * stretch;
                text.push_str(letters);
                glyphs.push(Glyph { end: text.len(), left: left.min(right), right: left.max(right) });
            });
        }
        let font = self.state.font.as_deref();
        Piece {
            text,
            glyphs,
            height: start.1,
            size: size.abs() * c.hypot(d),
            turn,
            bold: font.is_some_and(|font| font.bold),
            italic: font.is_some_and(|font| font.italic),
            artifact: false,
            reversed: false,
            mark: None,
        }
    }

    fn begin(&mut self, pages: &Pages<'a>, tag: &[u8], properties: Option<&Object>) {
        let properties = pages.properties(&self.frame, properties);
        let get = |key: &[u8]| properties?.get_deref(key, pages.document()).ok();
        let id = get(b"MCID").and_then(|id| id.as_i64().ok());
        let actual = get(b"ActualText").and_then(|text| text.as_str().ok()).map(text_string);
        let key = id.map(|id| (self.frame.key, id));
        let (artifact, reversed) = (tag == b"Artifact", tag == b"ReversedChars");
        self.marks.push(Mark { artifact, reversed, key, actual, shown: None });
    }

    fn end(&mut self, pages: &mut Pages<'a>) {
        let mark_key = self.key();
        let Some(mark) = self.marks.pop() else { return };
        let inside_another = self.marks.iter().any(|mark| mark.actual.is_some());
        let (Some(text), Some(shown), false) = (mark.actual, mark.shown, inside_another) else { return };
        let left = shown.glyphs.iter().map(|glyph| glyph.left).fold(f32::INFINITY, f32::min);
        let right = shown.glyphs.iter().map(|glyph| glyph.right).fold(f32::NEG_INFINITY, f32::max);
        let glyphs = vec![Glyph { end: text.len(), left, right }];
        pages.add(Piece { text, glyphs, mark: mark_key, ..shown });
    }
}

/// Returns by how many degrees what is set so runs otherwise than from left to right, and the direction in which it runs. What
/// stands a little askew, as on a page that was scanned, still runs from left to right.
fn direction([a, b, _, d, ..]: Matrix) -> (i32, (f32, f32)) {
    let length = a.hypot(b);
    let is_upside_down = a < 0.0 && d < 0.0;
    if a.abs() > b.abs() * ASKEW && !is_upside_down {
        return (0, LEVEL_LINE);
    }
    if length == 0.0 {
        return (90, (0.0, 1.0));
    }
    let turn = b.atan2(a).to_degrees().round() as i32;
    (turn.rem_euclid(360), (a / length, b / length))
}

/// Says where a point is if the page is turned until what runs in a direction runs from left to right.
fn seen_along((x, y): (f32, f32), (along_x, along_y): (f32, f32)) -> (f32, f32) {
    (x * along_x + y * along_y, y * along_x - x * along_y)
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
