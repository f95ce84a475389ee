//! Fonts, as far as reading goes: which letters a code shows, how wide they are, and whether they stand out.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object};

use super::letters::letters;

/// What one map may unpack to.
const LARGEST_MAP: usize = 4 << 20;
/// Of the width of a sign, as a share of the type's size, if the font does not say it.
const USUAL_WIDTH: f32 = 0.5;
/// The flags of a font that is slanted, or bold where it need not be.
const ITALIC: i64 = 1 << 6;
const FORCE_BOLD: i64 = 1 << 18;

/// A font.
#[derive(Debug, Default)]
pub(super) struct Font {
    bytes_per_code: usize,
    letters: BTreeMap<u32, String>,
    widths: Vec<Widths>,
    usual_width: f32,
    pub(super) bold: bool,
    pub(super) italic: bool,
    /// What it takes to keep it, in bytes.
    pub(super) weight: usize,
}

/// The width of the signs of some codes, as a share of the type's size.
#[derive(Debug, Clone, Copy)]
struct Widths {
    first: u32,
    last: u32,
    width: f32,
}

impl Font {
    /// Reads a font; its map of letters may unpack to so many bytes.
    pub(super) fn new(font: &Dictionary, document: &Document, limit: usize) -> Self {
        let is_composite =
            font.get_deref(b"Subtype", document).and_then(Object::as_name).is_ok_and(|name| name == b"Type0");
        let inner = is_composite.then(|| descendant(font, document)).flatten().unwrap_or(font);
        let map = font.get_deref(b"ToUnicode", document).and_then(Object::as_stream).ok();
        let map = map.and_then(|map| map.get_plain_content_with_limit(LARGEST_MAP.min(limit)).ok()).unwrap_or_default();
        let mut letters = letters(&map);
        if !is_composite {
            complete(&mut letters, font, document);
        }
        let mut widths = if is_composite { composite_widths(inner, document) } else { simple_widths(font, document) };
        widths.sort_by_key(|widths| widths.first);
        let weight = map.len() + letters.len() * 64 + widths.len() * 16;
        let (usual_width, looks) = (usual_width(inner, is_composite, document), Looks::of(inner, document));
        let bytes_per_code = if is_composite { 2 } else { 1 };
        Self { bytes_per_code, letters, widths, usual_width, bold: looks.bold, italic: looks.italic, weight }
    }

    /// Reads a shown string sign by sign: the letters, their width as a share of the type's size, and whether the sign is
    /// the blank that a file may widen. Codes without letters are replacement characters.
    pub(super) fn read(&self, shown: &[u8], mut sign: impl FnMut(&str, f32, bool)) {
        for code in shown.chunks(self.bytes_per_code.max(1)) {
            let is_blank = self.bytes_per_code == 1 && code == b" ";
            let code = code.iter().fold(0, |number: u32, byte| (number << 8) | u32::from(*byte));
            let letters = self.letters.get(&code).map_or("\u{FFFD}", String::as_str);
            sign(letters, self.width(code), is_blank);
        }
    }

    fn width(&self, code: u32) -> f32 {
        let at = self.widths.partition_point(|widths| widths.first <= code);
        let widths = at.checked_sub(1).and_then(|at| self.widths.get(at)).filter(|widths| code <= widths.last);
        widths.map_or(self.usual_width, |widths| widths.width)
    }
}

fn descendant<'a>(font: &'a Dictionary, document: &'a Document) -> Option<&'a Dictionary> {
    let fonts = font.get_deref(b"DescendantFonts", document).ok()?.as_array().ok()?;
    document.dereference(fonts.first()?).ok()?.1.as_dict().ok()
}

/// Adds the letters that the encoding of a font names and its map does not.
fn complete(letters: &mut BTreeMap<u32, String>, font: &Dictionary, document: &Document) {
    let Ok(encoding) = font.get_font_encoding_with_limit(document, LARGEST_MAP) else { return };
    for code in 0..=u8::MAX {
        let named = encoding.bytes_to_string(&[code]).unwrap_or_default();
        if !named.is_empty() {
            letters.entry(u32::from(code)).or_insert(named);
        }
    }
}

fn simple_widths(font: &Dictionary, document: &Document) -> Vec<Widths> {
    let first = font.get_deref(b"FirstChar", document).and_then(Object::as_i64).ok();
    let first = first.and_then(|first| u32::try_from(first).ok()).unwrap_or(0);
    let widths = font.get_deref(b"Widths", document).and_then(Object::as_array).ok();
    // The signs of these fonts have a space of their own.
    let is_drawn = font.get_deref(b"Subtype", document).and_then(Object::as_name).is_ok_and(|name| name == b"Type3");
    let matrix = font.get_deref(b"FontMatrix", document).and_then(Object::as_array).ok();
    let matrix = matrix.and_then(|matrix| matrix.first()?.as_float().ok()).filter(|_| is_drawn);
    let width = |width: &Object| Some(number(width, document)? * matrix.unwrap_or(0.001));
    let widths = widths.into_iter().flatten().map(width).zip(first..=u32::from(u8::MAX));
    widths.filter_map(|(width, code)| Some(Widths { first: code, last: code, width: width? })).collect()
}

/// Reads widths that are written as `first [width …]` or `first last width`.
fn composite_widths(font: &Dictionary, document: &Document) -> Vec<Widths> {
    let entries = font.get_deref(b"W", document).and_then(Object::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut widths = Vec::new();
    let mut rest = entries;
    let code = |object: &Object| number(object, document).map(|code| code as u32);
    while let [first, second, after @ ..] = rest {
        let Some(first) = code(first) else { break };
        let second = document.dereference(second).map(|(_, second)| second);
        match (second, after) {
            (Ok(Object::Array(list)), _) => {
                let each = list.iter().take(usize::from(u16::MAX)).zip(first..);
                widths.extend(each.filter_map(|(width, code)| {
                    Some(Widths { first: code, last: code, width: number(width, document)? / 1000.0 })
                }));
                rest = after;
            }
            (Ok(last), [width, after @ ..]) => {
                let (Some(last), Some(width)) = (code(last), number(width, document)) else { break };
                widths.push(Widths { first, last, width: width / 1000.0 });
                rest = after;
            }
            _ => break,
        }
    }
    widths
}

/// Returns the width of signs whose own is not said.
fn usual_width(font: &Dictionary, is_composite: bool, document: &Document) -> f32 {
    let width =
        |of: Option<&Dictionary>, key: &[u8]| Some(number(of?.get_deref(key, document).ok()?, document)? / 1000.0);
    if is_composite {
        return width(Some(font), b"DW").unwrap_or(1.0);
    }
    width(descriptor(font, document), b"MissingWidth").filter(|width| *width > 0.0).unwrap_or(USUAL_WIDTH)
}

/// How a font stands out.
struct Looks {
    bold: bool,
    italic: bool,
}

impl Looks {
    fn of(font: &Dictionary, document: &Document) -> Self {
        let name = font.get_deref(b"BaseFont", document).and_then(Object::as_name).unwrap_or_default();
        let name = String::from_utf8_lossy(name).to_ascii_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
        let descriptor = descriptor(font, document);
        let value = |key: &[u8]| descriptor.and_then(|of| number(of.get_deref(key, document).ok()?, document));
        let flags = value(b"Flags").map_or(0, |flags| flags as i64);
        let weight = value(b"FontWeight").unwrap_or(400.0);
        let is_half = says(&["semibold", "demibold", "semi-bold"]);
        Self {
            bold: says(&["bold", "black", "heavy", "cmbx"]) || is_half || weight >= 600.0 || flags & FORCE_BOLD != 0,
            italic: says(&["italic", "oblique", "slanted", "cmti", "cmsl"])
                || flags & ITALIC != 0
                || value(b"ItalicAngle").is_some_and(|angle| angle != 0.0),
        }
    }
}

fn descriptor<'a>(font: &'a Dictionary, document: &'a Document) -> Option<&'a Dictionary> {
    font.get_deref(b"FontDescriptor", document).ok()?.as_dict().ok()
}

fn number(object: &Object, document: &Document) -> Option<f32> {
    document.dereference(object).ok()?.1.as_float().ok()
}
