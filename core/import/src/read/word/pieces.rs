//! What paragraphs of Word files are made of: runs, links, marks of notes, fields, formulas, drawings.

use engross_files::xml::Element;

use super::settings::{capitals, is_setting, look_over, names, words};
use super::{Field, WordText, alternative, fields};
use crate::read::breaks::BREAK;
use crate::read::drawing::Drawing;
use crate::read::leftovers::is_of_picture_font;
use crate::read::omissions::{Kind, target};
use crate::read::symbol_font;
use crate::sheet::{Run, RunLook, push};

/// What is longer is no mark that somebody chose for a note, but words.
const LONGEST_MARK: usize = 8;

impl<'p> WordText<'p> {
    pub(super) fn runs(&mut self, parent: &'p Element, usual: RunLook, link: Option<&str>, into: &mut Vec<Run>) {
        for child in parent.children.iter().filter(|child| !is_setting(child)) {
            if self.is_gone(child) {
                continue;
            }
            match child.name.as_str() {
                "r" => self.run(child, usual, link, into),
                "bookmarkStart" => self.open.extend(child.get("name").map(str::to_owned)),
                "hyperlink" => {
                    let link = self.link(child);
                    self.runs(child, usual, link.as_deref(), into);
                }
                "AlternateContent" => self.runs(alternative(child), usual, link, into),
                "oMath" => self.formula(child, usual, link, into),
                "sdt" if is_empty_control(child) => self.lines.leave_out(Kind::Control, &words(child)),
                "fldSimple" => {
                    let bookmark = marked_again(child.get("instr").unwrap_or_default());
                    self.again = bookmark.and_then(|bookmark| self.bookmarks.get(bookmark)).cloned();
                    self.fields.push(Field::simple(child.get("instr").unwrap_or_default()));
                    self.runs(child, usual, link, into);
                    self.end_field(usual, link, into);
                }
                _ => self.piece(child, usual, link, into),
            }
        }
    }

    fn link(&mut self, hyperlink: &Element) -> Option<String> {
        if let Some(anchor) = hyperlink.get("anchor") {
            return Some(format!("#{anchor}"));
        }
        let address = self.links.get(hyperlink.get("id")?)?.get("Target")?;
        let known = target(address);
        if known.is_none() {
            self.lines.leave_out(Kind::Link, address);
        }
        known.map(str::to_owned)
    }

    /// Reads the letters of a formula.
    pub(super) fn formula(&mut self, formula: &'p Element, look: RunLook, link: Option<&str>, into: &mut Vec<Run>) {
        self.lines.leave_out(Kind::Formula, &words(formula));
        self.runs(formula, look, link, into);
    }

    pub(super) fn run(&mut self, run: &'p Element, usual: RunLook, link: Option<&str>, into: &mut Vec<Run>) {
        let own = self.settings(run, "rPr", "rPrChange");
        let chain = self.styles.chain(own.and_then(|own| own.setting("rStyle")));
        let settings = own.into_iter().chain(chain.iter().filter_map(|id| self.styles.get(id)?.child("rPr")));
        let mut hides = settings.filter(|settings| settings.child("vanish").is_some());
        if hides.next().is_some_and(|settings| settings.is_on("vanish")) {
            let words = words(run);
            if !words.is_empty() {
                self.lines.leave_out(Kind::Hidden, &words);
            }
            for kind in ["footnote", "endnote"] {
                let ids = names(run, &format!("{kind}Reference"), "id");
                self.hidden_marks.extend(ids.into_iter().map(|id| (kind, id)));
            }
            return;
        }
        let of_style = chain
            .iter()
            .rev()
            .fold(usual, |look, id| look_over(look, self.styles.get(id).and_then(|style| style.child("rPr"))));
        let look = look_over(of_style, own);
        let mut settings = own.into_iter().chain(chain.iter().filter_map(|id| self.styles.get(id)?.child("rPr")));
        if settings.find_map(capitals) == Some(true) {
            let words = words(run);
            if words.contains(char::is_lowercase) {
                self.capitals.push(words);
            }
        }
        let mut settings = own.into_iter().chain(chain.iter().filter_map(|id| self.styles.get(id)?.child("rPr")));
        let is_in_symbols = settings.find_map(is_in_symbols).unwrap_or(false);
        let around = std::mem::replace(&mut self.is_in_symbols, is_in_symbols);
        for piece in run.children.iter().filter(|piece| !is_setting(piece)) {
            self.piece(piece, look, link, into);
        }
        self.is_in_symbols = around;
    }

    fn piece(&mut self, piece: &'p Element, look: RunLook, link: Option<&str>, into: &mut Vec<Run>) {
        match piece.name.as_str() {
            "footnoteReference" => self.reference("footnote", piece, into),
            "endnoteReference" => self.reference("endnote", piece, into),
            "fldChar" if piece.get("fldCharType") == Some("end") => self.end_field(look, link, into),
            "fldChar" | "instrText" => self.field(piece),
            "AlternateContent" => self.runs(alternative(piece), look, link, into),
            "drawing" | "pict" | "object" => self.drawing(piece),
            "rt" => self.lines.leave_out(Kind::Pronunciation, &words(piece)),
            "sym" => {
                let letter = self.sign(piece);
                self.words(letter.to_string(), look, link, into);
            }
            // A direction mark alone is no word.
            "t" if piece.text.chars().all(engross_model::is_direction_mark) => {}
            "t" | "delText" if piece.get("space") == Some("preserve") => {
                self.words(plain(&piece.text), look, link, into);
            }
            "t" | "delText" => {
                self.words(plain(piece.text.trim_matches([' ', '\t', '\r', '\n'])), look, link, into);
            }
            "br" if piece.get("type").is_none_or(|kind| kind == "textWrapping") => {
                self.words(BREAK.to_string(), look, link, into);
            }
            "cr" => self.words(BREAK.to_string(), look, link, into),
            "tab" | "ptab" => self.words("\t".to_owned(), look, link, into),
            "br" => self.words(" ".to_owned(), look, link, into),
            "noBreakHyphen" => self.words("\u{2011}".to_owned(), look, link, into),
            _ => self.runs(piece, look, link, into),
        }
    }

    /// Adds words, or the mark of a note where one is to come.
    fn words(&mut self, words: String, look: RunLook, link: Option<&str>, into: &mut Vec<Run>) {
        if words.is_empty() {
            return;
        }
        let words = if self.is_in_symbols { symbol_font::read(&words, &mut self.lines) } else { words };
        if let Some(field) = self.fields.last_mut() {
            field.has_words |= !words.trim().is_empty();
        }
        let is_mark = words.trim().chars().count() <= LONGEST_MARK;
        // A field that does not end holds words of the text.
        if let Some(note) = self.again.take().filter(|_| is_mark) {
            into.push(Run { words, note: Some(note.clone()), ..Run::default() });
            self.again = Some(note);
            return;
        }
        if let Some((kind, id)) = self.own_mark.take() {
            if is_mark {
                return self.mark(kind, id, words, into);
            }
            // The mark that was to come is missing.
            self.mark(kind, id, "*".to_owned(), into);
        }
        let link = link.map(str::to_owned).or_else(|| self.field_link());
        push(into, Run { words, look, note: None, link });
    }

    /// Returns where the field leads in which words stand.
    fn field_link(&mut self) -> Option<String> {
        let leads = self.fields.iter().rev().find_map(Field::target)?;
        let known = target(&leads).map(str::to_owned);
        if known.is_none() {
            self.lines.leave_out(Kind::Link, &leads);
        }
        known
    }

    fn reference(&mut self, kind: &'static str, reference: &Element, into: &mut Vec<Run>) {
        let id = reference.get("id").unwrap_or_default().to_owned();
        if matches!(reference.get("customMarkFollows"), Some("1" | "true" | "on")) {
            self.own_mark = Some((kind, id));
            return;
        }
        let mark = self.counts.count(kind);
        self.mark(kind, id, mark, into);
    }

    fn mark(&mut self, kind: &'static str, id: String, mark: String, into: &mut Vec<Run>) {
        let name = format!("{kind}-{id}");
        for bookmark in self.open.drain(..) {
            self.bookmarks.insert(bookmark, name.clone());
        }
        into.push(Run { words: mark, note: Some(name), ..Run::default() });
        self.marks.push((kind, id));
    }

    /// Heeds a field: the words of one that marks a note again are that note's mark.
    fn field(&mut self, piece: &Element) {
        if piece.name == "fldChar" && piece.get("fldCharType") != Some("separate") {
            self.again = None;
            self.fields.push(Field::begun(piece));
            if let Some(is_ticked) = fields::is_ticked(piece) {
                self.lines.leave_out(Kind::Box, if is_ticked { "[x]" } else { "[ ]" });
            }
        }
        let code = Some(&piece.text).filter(|_| piece.name == "instrText");
        if let Some((field, code)) = self.fields.last_mut().zip(code) {
            field.code.push_str(code);
        }
        let bookmark = code.and_then(|code| marked_again(code));
        if let Some(note) = bookmark.and_then(|bookmark| self.bookmarks.get(bookmark)) {
            self.again = Some(note.clone());
        }
    }

    /// Ends a field: one that has no words for what it shows says it in itself.
    fn end_field(&mut self, look: RunLook, link: Option<&str>, into: &mut Vec<Run>) {
        self.again = None;
        let field = self.fields.pop().filter(|field| !field.has_words);
        if let Some(shown) = field.and_then(Field::shown) {
            self.words(shown, look, link, into);
        }
    }

    /// Returns the letter of a sign that is named by its font and its place in it, if the font is known or that is a letter in
    /// every font.
    fn sign(&mut self, sign: &Element) -> char {
        let (code, font) = (sign.get("char").unwrap_or_default(), sign.get("font").unwrap_or_default());
        let number = u32::from_str_radix(code, 16).ok();
        let letter = match symbol_font::is_named(font) {
            true => number.and_then(symbol_font::sign),
            false => number.and_then(char::from_u32),
        };
        letter.filter(|letter| !is_of_picture_font(*letter) && !letter.is_control()).unwrap_or_else(|| {
            self.lines.leave_out(Kind::Sign, &format!("{font} {code}"));
            char::REPLACEMENT_CHARACTER
        })
    }

    /// Keeps the text boxes of a drawing for behind the paragraph, and leaves the rest of it out.
    fn drawing(&mut self, drawing: &'p Element) {
        let mut seen = Drawing::default();
        look(drawing, &mut seen);
        self.boxes.extend(seen.boxes(&mut self.lines));
    }
}

/// Says whether settings name the font Symbol for what they are about; `None` where they name none.
fn is_in_symbols(settings: &Element) -> Option<bool> {
    let fonts = settings.child("rFonts")?;
    fonts.get("hAnsi").or_else(|| fonts.get("ascii")).map(symbol_font::is_named)
}

/// Looks through an element of a drawing.
fn look<'p>(element: &'p Element, seen: &mut Drawing<'p>) {
    match element.name.as_str() {
        "txbxContent" => return seen.boxes.push(element),
        "AlternateContent" => return alternative(element).children.iter().for_each(|child| look(child, seen)),
        "blip" | "imagedata" => seen.is_picture = true,
        "chart" | "relIds" | "OLEObject" | "control" | "wavAudioFile" | "videoFile" => seen.is_object = true,
        "t" => seen.words.push(element.text.clone()),
        _ => {}
    }
    if matches!(element.name.as_str(), "docPr" | "shape" | "rect") {
        let described = element.get("descr").or_else(|| element.get("alt"));
        seen.words.extend(described.map(str::to_owned));
    }
    element.children.iter().for_each(|child| look(child, seen));
}

/// Says whether nobody has filled a control yet: its words only say what belongs there.
pub(super) fn is_empty_control(control: &Element) -> bool {
    control.child("sdtPr").is_some_and(|settings| settings.is_on("showingPlcHdr"))
}

/// Returns the bookmark around the mark of a note, where a field marks that note again.
pub(in super::super) fn marked_again(field: &str) -> Option<&str> {
    let mut words = field.split_whitespace();
    words.next().filter(|name| *name == "NOTEREF").and(words.next())
}

/// Returns letters without the ends of the lines in which the file is written.
fn plain(letters: &str) -> String {
    letters.replace(['\r', '\n'], " ")
}
