//! Word's named styles, from the house's look. They carry all looks: paragraphs of the text only name them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use engross_plugin::model::{Align, BlockStyle, Direction, Request};

use crate::house::House;
use crate::levels::Stand;
use crate::numbering::LEVELS;
use crate::reference::Reference;
use crate::xml::Xml;

/// The longest length that Word's styles take, in twentieths of a point.
const LONGEST: f64 = 31_680.0;
/// What stands between a frame and the words in it, in points.
const FRAME_GAP: f64 = 6.0;

/// Styles that the look names and Word's list names otherwise: Word's own name where Word has such a style. The name in
/// the look, the id, the name in Word.
const KNOWN: [(&str, &str, &str); 21] = [
    ("banner", "Banner", "Banner"),
    ("reference", "DocumentReference", "Document Reference"),
    ("original", "OriginalLanguage", "Original Language"),
    ("organ", "Organ", "Organ"),
    ("session", "Session", "Session"),
    ("status", "TextStatus", "Text Status"),
    ("number", "TextNumber", "Text Number"),
    ("joiner", "TitleJoiner", "Title Joiner"),
    ("title", "Title", "Title"),
    ("subtitle", "Subtitle", "Subtitle"),
    ("presented-by", "PresentedBy", "Presented By"),
    ("presenter", "Presenter", "Presenter"),
    ("presenter-role", "PresenterRole", "Presenter Role"),
    ("committee", "Committee", "Committee"),
    ("date", "Date", "Date"),
    ("other", "TitleLine", "Title Line"),
    ("heading", "Heading2", "heading 2"),
    ("formula", "Formula", "Formula"),
    ("note", "FootnoteText", "footnote text"),
    ("running-head", "Header", "header"),
    ("page-number", "Footer", "footer"),
];
/// Those that every file has.
const EVERYWHERE: [&str; 6] = ["banner", "heading", "formula", "note", "running-head", "page-number"];

/// The style of a clause's own heading, whose level in the outline is below that of the headings between clauses.
pub(crate) const CLAUSE_HEADING: &str = "Heading3";
pub(crate) const CLAUSE_OUTLINE: &str = "2";
/// Word's level of what is no heading.
pub(crate) const NO_OUTLINE: &str = "9";
/// The style of a label on a line of its own.
pub(crate) const CLAUSE_LABEL: &str = "ClauseLabel";

/// Returns the id of a style that the look names.
pub(crate) fn id(name: &str) -> Cow<'static, str> {
    match KNOWN.iter().find(|(known, ..)| *known == name) {
        Some((_, id, _)) => Cow::Borrowed(id),
        None => Cow::Owned(format!("Line-{name}")),
    }
}

/// Returns its name in Word's list: `agenda-item` is `Agenda Item`.
fn name_in_word(name: &str) -> Cow<'static, str> {
    if let Some((_, _, in_word)) = KNOWN.iter().find(|(known, ..)| *known == name) {
        return Cow::Borrowed(in_word);
    }
    let capitalised = |word: &str| {
        let mut letters = word.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    };
    let words = name.split('-').map(capitalised).collect::<Vec<_>>().join(" ");
    let is_taken = fixed().iter().chain(&known()).any(|(_, taken)| taken.eq_ignore_ascii_case(&words));
    Cow::Owned(if is_taken { format!("{words} Line") } else { words })
}

/// Returns the styles of the look that a file has: those that the house knows, and those that the text uses.
fn names(request: &Request) -> Vec<&str> {
    let used = request.document.columns().flat_map(|column| column.lines()).map(|line| line.style());
    let mut other: BTreeSet<&str> = request.look.styles.keys().map(String::as_str).chain(used).collect();
    let known = KNOWN.iter().map(|(name, ..)| *name);
    let known: Vec<&str> = known.filter(|name| other.remove(name) || EVERYWHERE.contains(name)).collect();
    known.into_iter().chain(other).collect()
}

/// The ids of our styles in a file, where they are not ours: a house's own Word file has its own.
#[derive(Default)]
pub(crate) struct StyleIds {
    other: BTreeMap<String, String>,
    /// Those of our styles that the house's file has.
    present: BTreeSet<String>,
}

impl StyleIds {
    /// Finds our styles among the house's, by their names.
    fn among(reference: &Reference, names: &[&str]) -> Self {
        let mut ids = Self::default();
        let of_look = names.iter().map(|name| (id(name).into_owned(), name_in_word(name).into_owned()));
        for (id, name) in fixed().into_iter().chain(of_look) {
            if let Some(own) = reference.ids.get(&name.to_lowercase()) {
                ids.other.insert(id.clone(), own.clone());
                ids.present.insert(id);
            } else if reference.taken.contains(&id) {
                ids.other.insert(id.clone(), format!("Engross{id}"));
            }
        }
        ids
    }

    /// Returns the id of one of our styles in this file.
    pub(crate) fn id<'a>(&'a self, ours: &'a str) -> &'a str {
        self.other.get(ours).map_or(ours, String::as_str)
    }
}

/// Writes `styles.xml`, and says which ids our styles have there. `styled` is what those of clauses say.
pub(crate) fn part(
    request: &Request,
    house: &House,
    styled: &[[Stand; 2]; LEVELS],
    reference: Option<&Reference>,
) -> (String, StyleIds) {
    let names = names(request);
    let Some(reference) = reference else {
        let mut sheet = Sheet {
            xml: Xml::part("w:styles", &[("xmlns:w", crate::WORD_NAMESPACE)]),
            ids: StyleIds::default(),
            says_direction: false,
        };
        write_defaults(request, house, &mut sheet.xml);
        sheet.write(request, house, &names, styled);
        return (sheet.xml.finish(), sheet.ids);
    };
    let mut language = Xml::fragment();
    write_language(request, &mut language);
    let ids = StyleIds::among(reference, &names);
    let says_direction = is_rtl(request) && ids.present.contains(NORMAL.0);
    let mut sheet = Sheet { xml: Xml::fragment(), ids, says_direction };
    sheet.write(request, house, &names, styled);
    let [start, middle, end] = &reference.styles;
    let (before, after) = reference.language;
    let text = [start, before, &language.finish(), after, middle, &sheet.xml.finish(), end].concat();
    (text, sheet.ids)
}

/// Returns the ids and names of the styles that no look names.
fn fixed() -> Vec<(String, String)> {
    let base = [NORMAL, LETTERS, LISTS, MARK, LINK, (CLAUSE_HEADING, "heading 3"), (CLAUSE_LABEL, "Clause Label")];
    let base = base.map(|(id, name)| (id.to_owned(), name.to_owned()));
    let levels = (1..=LEVELS).flat_map(|level| {
        [
            (format!("Clause{level}"), format!("Clause {level}")),
            (format!("ClauseText{level}"), format!("Clause Text {level}")),
        ]
    });
    base.into_iter().chain(levels).collect()
}

fn known() -> [(String, String); KNOWN.len()] {
    KNOWN.map(|(_, id, name)| (id.to_owned(), name.to_owned()))
}

const NORMAL: (&str, &str) = ("Normal", "Normal");
const LETTERS: (&str, &str) = ("DefaultParagraphFont", "Default Paragraph Font");
const LISTS: (&str, &str) = ("NoList", "No List");
const MARK: (&str, &str) = ("FootnoteReference", "footnote reference");
const LINK: (&str, &str) = ("Hyperlink", "Hyperlink");

/// Writes `fontTable.xml`: which fonts take the place of those that are not installed.
pub(crate) fn fonts(request: &Request, house: &House) -> String {
    let complex = house.complex_scripts.as_ref().filter(|font| !request.look.fonts.contains(font));
    let mut xml = Xml::part("w:fonts", &[("xmlns:w", crate::WORD_NAMESPACE)]);
    for font in request.look.fonts.iter().chain(complex) {
        xml.open("w:font", &[("w:name", font)]);
        if let Some(alternative) = house.alternatives.get(font) {
            xml.value("w:altName", alternative);
        }
        xml.close();
    }
    xml.finish()
}

/// Turns millimetres into twentieths of a point.
pub(crate) fn twips_of_millimetres(length: f64) -> u32 {
    twips_of_points(length * 72.0 / 25.4)
}

/// Turns millimetres into twentieths of a point, below 0 too.
fn signed_twips(length: f64) -> i32 {
    twips_of_millimetres(length.abs()) as i32 * if length < 0.0 { -1 } else { 1 }
}

/// Turns points into twentieths of a point, within what Word takes.
pub(crate) fn twips_of_points(length: f64) -> u32 {
    (length * 20.0).round().clamp(0.0, LONGEST) as u32
}

fn half_points(size: f64) -> String {
    ((size * 2.0).round().clamp(2.0, 3276.0) as u32).to_string()
}

fn write_defaults(request: &Request, house: &House, xml: &mut Xml) {
    xml.open("w:docDefaults", &[]);
    xml.open("w:rPrDefault", &[]);
    xml.open("w:rPr", &[]);
    if let Some(font) = request.look.fonts.first() {
        let complex = house.complex_scripts.as_ref().unwrap_or(font);
        let fonts = [("w:ascii", font.as_str()), ("w:hAnsi", font), ("w:eastAsia", font), ("w:cs", complex)];
        xml.empty("w:rFonts", &fonts);
    }
    write_size(request.look.size, xml);
    write_language(request, xml);
    xml.close();
    xml.close();
    xml.open("w:pPrDefault", &[]);
    xml.open("w:pPr", &[]);
    let line = house.line(&request.look, request.document.language.direction);
    xml.empty("w:spacing", &[("w:after", "0"), ("w:line", &line), ("w:lineRule", "auto")]);
    xml.close();
    xml.close();
    xml.close();
}

fn is_rtl(request: &Request) -> bool {
    request.document.language.direction == Direction::Rtl
}

fn write_language(request: &Request, xml: &mut Xml) {
    let tag = &request.document.language.tag;
    xml.empty("w:lang", &[("w:val", tag), ("w:eastAsia", tag), ("w:bidi", tag)]);
}

/// Writes those of our styles that the file does not have yet.
struct Sheet {
    xml: Xml,
    ids: StyleIds,
    /// Whether each style has to say that its lines run from right to left, because the body of the house's file does not.
    says_direction: bool,
}

impl Sheet {
    fn write(&mut self, request: &Request, house: &House, names: &[&str], styled: &[[Stand; 2]; LEVELS]) {
        self.base(request);
        self.note_marks();
        self.links(house);
        let italics = request.document.language.italics;
        let look = |look: BlockStyle| BlockStyle {
            bold: look.bold || look.italic && !italics,
            italic: look.italic && italics,
            ..look
        };
        for name in names {
            let outline = (*name == "heading").then_some("1");
            self.paragraph((&id(name), &name_in_word(name)), &look(request.look.style(name)), outline);
        }
        let after_heading = request.look.style("heading").after;
        let centred = BlockStyle { align: Some(Align::Center), keep: true, ..BlockStyle::default() };
        let heading = BlockStyle { bold: true, after: after_heading, ..centred.clone() };
        let label = BlockStyle { before: after_heading, after: after_heading / 2.0, ..centred };
        self.paragraph((CLAUSE_HEADING, "heading 3"), &heading, Some(CLAUSE_OUTLINE));
        self.paragraph((CLAUSE_LABEL, "Clause Label"), &label, None);
        self.clauses(request, styled);
    }

    /// Begins a style, unless the file has it.
    fn begin(&mut self, kind: &str, (id, name): (&str, &str), base: Option<&str>) -> bool {
        if self.ids.present.contains(id) {
            return false;
        }
        let mut attributes = vec![("w:type", kind), ("w:styleId", self.ids.id(id))];
        if base.is_none() {
            attributes.insert(1, ("w:default", "1"));
        }
        self.xml.open("w:style", &attributes);
        self.xml.value("w:name", name);
        if let Some(base) = base {
            self.xml.value("w:basedOn", self.ids.id(base));
        }
        true
    }

    /// Writes the styles that all others build on.
    fn base(&mut self, request: &Request) {
        if self.begin("paragraph", NORMAL, None) {
            self.xml.switch("w:qFormat", true);
            self.xml.open("w:pPr", &[]);
            self.xml.switch("w:widowControl", true);
            self.xml.switch("w:bidi", is_rtl(request));
            self.xml.close();
            self.xml.close();
        }
        for (kind, style, priority) in [("character", LETTERS, "1"), ("numbering", LISTS, "99")] {
            if self.begin(kind, style, None) {
                self.xml.value("w:uiPriority", priority);
                self.xml.switch("w:semiHidden", true);
                self.xml.close();
            }
        }
    }

    /// Writes the style of note marks: upright and light, whatever line they stand in.
    fn note_marks(&mut self) {
        if self.begin("character", MARK, Some(LETTERS.0)) {
            self.xml.open("w:rPr", &[]);
            self.xml.value("w:b", "0");
            self.xml.value("w:bCs", "0");
            self.xml.value("w:vertAlign", "superscript");
            self.xml.close();
            self.xml.close();
        }
    }

    fn links(&mut self, house: &House) {
        if self.begin("character", LINK, Some(LETTERS.0)) {
            self.xml.open("w:rPr", &[]);
            if let Some(colour) = &house.link.colour {
                self.xml.value("w:color", &colour.0);
            }
            if house.link.underline {
                self.xml.value("w:u", "single");
            }
            self.xml.close();
            self.xml.close();
        }
    }

    /// Writes the style of a paragraph that is no clause; `outline` is the level of a heading.
    fn paragraph(&mut self, (id, name): (&str, &str), look: &BlockStyle, outline: Option<&str>) {
        if !self.begin("paragraph", (id, name), Some(NORMAL.0)) {
            return;
        }
        if outline.is_some() {
            self.xml.value("w:next", self.ids.id("Clause1"));
        }
        self.xml.switch("w:qFormat", true);
        self.xml.open("w:pPr", &[]);
        self.xml.switch("w:keepNext", look.keep || outline.is_some() || id == "Formula");
        if look.frame {
            self.frame();
        } else if look.rule {
            self.xml.open("w:pBdr", &[]);
            write_rule(&mut self.xml);
            self.xml.close();
        }
        self.xml.switch("w:suppressAutoHyphens", look.align == Some(Align::Center));
        self.xml.switch("w:bidi", self.says_direction);
        write_spacing(look.before, look.after, &mut self.xml);
        // Word draws a frame around the words, outside their margins.
        let gap = if look.frame { twips_of_points(FRAME_GAP) } else { 0 };
        let left = gap as i32 + signed_twips(look.indent);
        if left != 0 {
            self.xml.empty("w:ind", &[("w:left", &left.to_string()), ("w:right", &gap.to_string())]);
        }
        write_align(look.align, &mut self.xml);
        if let Some(outline) = outline {
            self.xml.value("w:outlineLvl", outline);
        }
        self.xml.close();
        write_letters(look, &mut self.xml);
        self.xml.close();
    }

    fn frame(&mut self) {
        self.xml.open("w:pBdr", &[]);
        let gap = FRAME_GAP.to_string();
        for side in ["w:top", "w:left", "w:bottom", "w:right"] {
            self.xml.empty(side, &[("w:val", "single"), ("w:sz", "6"), ("w:space", &gap), ("w:color", "auto")]);
        }
        self.xml.close();
    }

    /// Writes the styles of clauses: for each level one with a label, and one for words without.
    fn clauses(&mut self, request: &Request, styled: &[[Stand; 2]; LEVELS]) {
        let align = request.look.justify.then_some(Align::Both);
        for (level, [labelled, without]) in styled.iter().enumerate() {
            let number = level + 1;
            let base = format!("Clause{number}");
            if self.begin("paragraph", (&base, &format!("Clause {number}")), Some(NORMAL.0)) {
                self.xml.switch("w:qFormat", true);
                self.xml.open("w:pPr", &[]);
                if let Some(tab) = labelled.tab {
                    self.xml.open("w:tabs", &[]);
                    self.xml.empty("w:tab", &[("w:val", "left"), ("w:pos", &tab.to_string())]);
                    self.xml.close();
                }
                self.xml.switch("w:bidi", self.says_direction);
                self.xml.empty("w:spacing", &[("w:before", "0"), ("w:after", &labelled.after.to_string())]);
                self.indents(labelled);
                write_align(align, &mut self.xml);
                self.xml.close();
                self.xml.close();
            }
            let words = (&*format!("ClauseText{number}"), &*format!("Clause Text {number}"));
            if self.begin("paragraph", words, Some(&base)) {
                self.xml.switch("w:qFormat", true);
                self.xml.open("w:pPr", &[]);
                if without.after != labelled.after {
                    self.xml.empty("w:spacing", &[("w:before", "0"), ("w:after", &without.after.to_string())]);
                }
                self.indents(without);
                self.xml.close();
                self.xml.close();
            }
        }
    }

    fn indents(&mut self, stand: &Stand) {
        let [(left, from), (first, by)] = stand.indents();
        self.xml.empty("w:ind", &[(left, &from), (first, &by)]);
    }
}

/// Writes, among the borders of a paragraph, a thin rule below it.
pub(crate) fn write_rule(xml: &mut Xml) {
    xml.empty("w:bottom", &[("w:val", "single"), ("w:sz", "4"), ("w:space", "1"), ("w:color", "auto")]);
}

fn write_spacing(before: f64, after: f64, xml: &mut Xml) {
    let (before, after) = (twips_of_points(before).to_string(), twips_of_points(after).to_string());
    xml.empty("w:spacing", &[("w:before", &before), ("w:after", &after)]);
}

/// Writes to which side lines lean. Word's left and right are where lines begin and end, whichever way they run.
pub(crate) fn write_align(align: Option<Align>, xml: &mut Xml) {
    let side = match align {
        None => return,
        Some(Align::Start) => "left",
        Some(Align::Center) => "center",
        Some(Align::End | Align::Outer) => "right",
        Some(Align::Both) => "both",
    };
    xml.value("w:jc", side);
}

fn write_letters(look: &BlockStyle, xml: &mut Xml) {
    if !(look.bold || look.italic || look.size.is_some()) {
        return;
    }
    xml.open("w:rPr", &[]);
    xml.switch("w:b", look.bold);
    xml.switch("w:bCs", look.bold);
    xml.switch("w:i", look.italic);
    xml.switch("w:iCs", look.italic);
    if let Some(size) = look.size {
        write_size(size, xml);
    }
    xml.close();
}

/// Writes a type size.
pub(crate) fn write_size(size: f64, xml: &mut Xml) {
    let size = half_points(size);
    xml.value("w:sz", &size);
    xml.value("w:szCs", &size);
}
