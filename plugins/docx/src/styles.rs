//! Word's named styles, from the house's values. They carry all looks: paragraphs of the text only name them.

use std::collections::{BTreeMap, BTreeSet};

use engross_plugin::model::{Direction, Request, TitleRole};
use serde::Deserialize;

use crate::house::{Align, House, ParagraphLook};
use crate::numbering::LEVELS;
use crate::reference::Reference;
use crate::xml::Xml;

/// The longest length that Word's styles take, in twentieths of a point.
const LONGEST: f64 = 31_680.0;
/// What stands between a frame and the words in it, in points.
const FRAME_GAP: f64 = 6.0;

/// The kinds of paragraphs, as the house's file names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum StyleName {
    Banner,
    Reference,
    Original,
    Organ,
    Session,
    Status,
    Number,
    Joiner,
    Title,
    Subtitle,
    PresentedBy,
    Presenter,
    PresenterRole,
    Committee,
    Date,
    Other,
    Heading,
    Formula,
    Clause,
    Note,
    RunningHead,
    PageNumber,
}

/// All kinds but clauses, which have a style for each level.
const SINGLE: [StyleName; 21] = [
    StyleName::Banner,
    StyleName::Reference,
    StyleName::Original,
    StyleName::Organ,
    StyleName::Session,
    StyleName::Status,
    StyleName::Number,
    StyleName::Joiner,
    StyleName::Title,
    StyleName::Subtitle,
    StyleName::PresentedBy,
    StyleName::Presenter,
    StyleName::PresenterRole,
    StyleName::Committee,
    StyleName::Date,
    StyleName::Other,
    StyleName::Heading,
    StyleName::Formula,
    StyleName::Note,
    StyleName::RunningHead,
    StyleName::PageNumber,
];

impl StyleName {
    /// Returns the kind of a line of the title block.
    pub(crate) fn of_role(role: TitleRole) -> Self {
        match role {
            TitleRole::Reference => Self::Reference,
            TitleRole::Original => Self::Original,
            TitleRole::Organ => Self::Organ,
            TitleRole::Session => Self::Session,
            TitleRole::Status => Self::Status,
            TitleRole::Number => Self::Number,
            TitleRole::Joiner => Self::Joiner,
            TitleRole::Title => Self::Title,
            TitleRole::Subtitle => Self::Subtitle,
            TitleRole::PresentedBy => Self::PresentedBy,
            TitleRole::Presenter => Self::Presenter,
            TitleRole::PresenterRole => Self::PresenterRole,
            TitleRole::Committee => Self::Committee,
            TitleRole::Date => Self::Date,
            TitleRole::Other => Self::Other,
        }
    }

    /// Returns the style's id.
    pub(crate) fn id(self) -> &'static str {
        self.names().1
    }

    /// Returns its name in the house's file.
    pub(crate) fn key(self) -> &'static str {
        self.names().0
    }

    /// Returns its name in the house's file, its id, and its name in Word's list of styles: Word's own name where Word
    /// has such a style.
    fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Banner => ("banner", "Banner", "Banner"),
            Self::Reference => ("reference", "DocumentReference", "Document Reference"),
            Self::Original => ("original", "OriginalLanguage", "Original Language"),
            Self::Organ => ("organ", "Organ", "Organ"),
            Self::Session => ("session", "Session", "Session"),
            Self::Status => ("status", "TextStatus", "Text Status"),
            Self::Number => ("number", "TextNumber", "Text Number"),
            Self::Joiner => ("joiner", "TitleJoiner", "Title Joiner"),
            Self::Title => ("title", "Title", "Title"),
            Self::Subtitle => ("subtitle", "Subtitle", "Subtitle"),
            Self::PresentedBy => ("presented-by", "PresentedBy", "Presented By"),
            Self::Presenter => ("presenter", "Presenter", "Presenter"),
            Self::PresenterRole => ("presenter-role", "PresenterRole", "Presenter Role"),
            Self::Committee => ("committee", "Committee", "Committee"),
            Self::Date => ("date", "Date", "Date"),
            Self::Other => ("other", "TitleLine", "Title Line"),
            Self::Heading => ("heading", "Heading2", "heading 2"),
            Self::Formula => ("formula", "Formula", "Formula"),
            Self::Clause => ("clause", "Clause", "Clause"),
            Self::Note => ("note", "FootnoteText", "footnote text"),
            Self::RunningHead => ("running-head", "Header", "header"),
            Self::PageNumber => ("page-number", "Footer", "footer"),
        }
    }
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
    fn among(reference: &Reference) -> Self {
        let mut ids = Self::default();
        for (id, name) in all_styles() {
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

/// Writes `styles.xml`, and says which ids our styles have there.
pub(crate) fn part(request: &Request, house: &House, reference: Option<&Reference>) -> (String, StyleIds) {
    let Some(reference) = reference else {
        let mut sheet = Sheet {
            xml: Xml::part("w:styles", &[("xmlns:w", crate::WORD_NAMESPACE)]),
            ids: StyleIds::default(),
            says_direction: false,
        };
        write_defaults(request, house, &mut sheet.xml);
        sheet.write(request, house);
        return (sheet.xml.finish(), sheet.ids);
    };
    let mut language = Xml::fragment();
    write_language(request, &mut language);
    let ids = StyleIds::among(reference);
    let says_direction = is_rtl(request) && ids.present.contains(NORMAL.0);
    let mut sheet = Sheet { xml: Xml::fragment(), ids, says_direction };
    sheet.write(request, house);
    let [start, middle, end] = &reference.styles;
    let (before, after) = reference.language;
    let text = [start, before, &language.finish(), after, middle, &sheet.xml.finish(), end].concat();
    (text, sheet.ids)
}

/// Returns the ids and names of all our styles.
fn all_styles() -> Vec<(String, String)> {
    let own = |name: &StyleName| (name.names().1.to_owned(), name.names().2.to_owned());
    let base = [NORMAL, LETTERS, LISTS, MARK, LINK].map(|(id, name)| (id.to_owned(), name.to_owned()));
    let levels = (1..=LEVELS).flat_map(|level| {
        [
            (format!("Clause{level}"), format!("Clause {level}")),
            (format!("ClauseText{level}"), format!("Clause Text {level}")),
        ]
    });
    base.into_iter().chain(SINGLE.iter().map(own)).chain(levels).collect()
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
    let line = house.line(request.document.language.direction);
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
    fn write(&mut self, request: &Request, house: &House) {
        self.base(request);
        self.note_marks();
        self.links(house);
        for name in SINGLE {
            self.paragraph(name, &house.look(name));
        }
        self.clauses(request, house);
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

    fn paragraph(&mut self, name: StyleName, look: &ParagraphLook) {
        let (_, id, word) = name.names();
        if !self.begin("paragraph", (id, word), Some(NORMAL.0)) {
            return;
        }
        let is_heading = name == StyleName::Heading;
        if is_heading {
            self.xml.value("w:next", self.ids.id("Clause1"));
        }
        self.xml.switch("w:qFormat", true);
        self.xml.open("w:pPr", &[]);
        self.xml.switch("w:keepNext", look.keep || is_heading || name == StyleName::Formula);
        if look.frame {
            self.frame();
        }
        self.xml.switch("w:suppressAutoHyphens", look.align == Some(Align::Center));
        self.xml.switch("w:bidi", self.says_direction);
        write_spacing(look, &mut self.xml);
        if look.frame {
            // Word draws a frame around the words, outside their margins.
            let gap = twips_of_points(FRAME_GAP).to_string();
            self.xml.empty("w:ind", &[("w:left", &gap), ("w:right", &gap)]);
        }
        write_align(look.align, &mut self.xml);
        if is_heading {
            self.xml.value("w:outlineLvl", "1");
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

    /// Writes the styles of clauses: for each level one with a hanging label, and one for words without.
    fn clauses(&mut self, request: &Request, house: &House) {
        let look = house.look(StyleName::Clause);
        let align = look.align.or(request.look.justify.then_some(Align::Both));
        let mut edge = 0;
        for level in 0..LEVELS {
            let column = house.column(level);
            edge += column;
            let (left, number) = (edge.to_string(), level + 1);
            let base = format!("Clause{number}");
            if self.begin("paragraph", (&base, &format!("Clause {number}")), Some(NORMAL.0)) {
                self.xml.switch("w:qFormat", true);
                self.xml.open("w:pPr", &[]);
                self.xml.switch("w:keepNext", look.keep);
                self.xml.switch("w:bidi", self.says_direction);
                write_spacing(&look, &mut self.xml);
                self.xml.empty("w:ind", &[("w:left", &left), ("w:hanging", &column.to_string())]);
                write_align(align, &mut self.xml);
                self.xml.close();
                write_letters(&look, &mut self.xml);
                self.xml.close();
            }
            let words = (&*format!("ClauseText{number}"), &*format!("Clause Text {number}"));
            if self.begin("paragraph", words, Some(&base)) {
                self.xml.switch("w:qFormat", true);
                self.xml.open("w:pPr", &[]);
                self.xml.empty("w:ind", &[("w:left", &left), ("w:firstLine", "0")]);
                self.xml.close();
                self.xml.close();
            }
        }
    }
}

fn write_spacing(look: &ParagraphLook, xml: &mut Xml) {
    let (before, after) = (twips_of_points(look.before).to_string(), twips_of_points(look.after).to_string());
    xml.empty("w:spacing", &[("w:before", &before), ("w:after", &after)]);
}

/// Writes to which side lines lean. Word's left and right are where lines begin and end, whichever way they run.
pub(crate) fn write_align(align: Option<Align>, xml: &mut Xml) {
    let side = match align {
        None => return,
        Some(Align::Start) => "left",
        Some(Align::Center) => "center",
        Some(Align::End) => "right",
        Some(Align::Both) => "both",
    };
    xml.value("w:jc", side);
}

fn write_letters(look: &ParagraphLook, xml: &mut Xml) {
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

fn write_size(size: f64, xml: &mut Xml) {
    let size = half_points(size);
    xml.value("w:sz", &size);
    xml.value("w:szCs", &size);
}
