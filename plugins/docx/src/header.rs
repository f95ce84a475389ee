//! What stands on every page around the text: the running head, the page number, and the sheet itself.

use engross_plugin::model::{Align, Direction, DirectionRun, PagePiece, Request, direction_runs, is_right_to_left};

use crate::direction::{mirrored, open_phrase, write_lines};
use crate::house::House;
use crate::package::{Part, Relations};
use crate::reference::Reference;
use crate::styles::{StyleIds, id, twips_of_millimetres, write_align};
use crate::xml::Xml;

/// How far head and foot stand from the edge of the sheet: 12.5 mm.
const FROM_EDGE: u32 = 709;

/// What the section names: headers and footers, and the sheet.
pub(crate) struct Furniture<'a> {
    reference: Option<&'a Reference>,
    /// Element, pages and relation of each header and footer.
    references: Vec<(&'static str, String, String)>,
    /// Whether the first page is without the running head.
    first_differs: bool,
}

impl<'a> Furniture<'a> {
    /// Makes the headers and footers that a text has, the house's own or ours, and adds them to the file.
    pub(crate) fn new(
        request: &Request,
        house: &House,
        styles: &StyleIds,
        reference: Option<&'a Reference>,
        file: (&mut Relations, &mut Vec<Part>),
    ) -> Self {
        let (relations, parts) = file;
        let mut references = reference.map(|reference| reference.add_parts(relations, parts)).unwrap_or_default();
        let mut add = |element, pages: &str, name: &str, content| {
            let kind = if element == "w:headerReference" { "header" } else { "footer" };
            let file = format!("{name}.xml");
            let id = relations.part(kind, &file);
            parts.push(Part::word(&file, kind, content));
            references.push((element, pages.to_owned(), id));
        };
        let head = request.document.running_head.as_str();
        let has_header = !head.is_empty() && !reference.is_some_and(|reference| reference.has("header"));
        let alternates = alternates(request);
        if has_header {
            let header = |head, pages| header(head, pages, (request, house), styles);
            add("w:headerReference", "default", "header1", header(head, Pages::Odd));
            add("w:headerReference", "first", "header2", header("", Pages::Odd));
            if alternates {
                add("w:headerReference", "even", "header3", header(head, Pages::Even));
            }
        }
        if !reference.is_some_and(|reference| reference.has("footer")) {
            let footer = |pages| footer(pages, (request, house), styles);
            add("w:footerReference", "default", "footer1", footer(Pages::Odd));
            // The house's headers may tell the first page from the others; the number stands on all.
            if has_header || reference.is_some() {
                add("w:footerReference", "first", "footer2", footer(Pages::Odd));
            }
            if alternates {
                add("w:footerReference", "even", "footer3", footer(Pages::Even));
            }
        }
        Self { reference, references, first_differs: has_header }
    }

    /// Writes the sheet and what is on it, which ends the body.
    pub(crate) fn write_section(&self, request: &Request, xml: &mut Xml) {
        xml.open("w:sectPr", &[]);
        for (element, pages, id) in &self.references {
            xml.empty(element, &[("w:type", pages), ("r:id", id)]);
        }
        match self.reference.filter(|reference| reference.has_sheet()) {
            Some(reference) => reference.write_sheet(self.first_differs, xml),
            None => self.write_sheet(request, xml),
        }
        xml.close();
    }

    fn write_sheet(&self, request: &Request, xml: &mut Xml) {
        let page = &request.look.page;
        let length = |millimetres: f64| twips_of_millimetres(millimetres).to_string();
        let edge = FROM_EDGE.to_string();
        let (width, height) = (length(page.width), length(page.height));
        let mut size = vec![("w:w", width.as_str()), ("w:h", &height)];
        if page.width > page.height {
            size.push(("w:orient", "landscape"));
        }
        xml.empty("w:pgSz", &size);
        let margin = &page.margin;
        xml.empty(
            "w:pgMar",
            &[
                ("w:top", &length(margin.top)),
                ("w:right", &length(margin.right)),
                ("w:bottom", &length(margin.bottom)),
                ("w:left", &length(margin.left)),
                ("w:header", &edge),
                ("w:footer", &edge),
                ("w:gutter", "0"),
            ],
        );
        xml.switch("w:titlePg", self.first_differs);
        xml.switch("w:bidi", request.document.language.direction == Direction::Rtl);
    }
}

/// The pages that a head or foot is for. The first is odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pages {
    Odd,
    Even,
}

/// Says whether heads or feet stand on the other side on even pages.
pub(crate) fn alternates(request: &Request) -> bool {
    ["running-head", "page-number"].iter().any(|name| request.look.style(name).align == Some(Align::Outer))
}

fn header(words: &str, pages: Pages, (request, house): (&Request, &House), styles: &StyleIds) -> String {
    let around = request.document.language.direction;
    let mut xml = Xml::part("w:hdr", &[("xmlns:w", crate::WORD_NAMESPACE)]);
    let runs: Vec<DirectionRun<'_>> = direction_runs(words, around).collect();
    let lines = match runs.as_slice() {
        [run] => run.direction,
        _ => around,
    };
    open_line("running-head", (pages, lines), (request, house), styles, &mut xml);
    for run in runs {
        if run.direction != around {
            open_phrase(run.direction, &mut xml);
        }
        open_run(run.direction, &mut xml);
        xml.element("w:t", &[("xml:space", "preserve")], run.text);
        xml.close();
        if run.direction != around {
            xml.close();
        }
    }
    xml.finish()
}

/// Opens the line of a head or foot, whose letters run as `lines` says.
fn open_line(
    name: &str,
    (pages, lines): (Pages, Direction),
    (request, house): (&Request, &House),
    styles: &StyleIds,
    xml: &mut Xml,
) {
    let own = request.look.style(name).align;
    let align = match (pages, own) {
        (Pages::Even, Some(Align::Outer)) => Some(Align::Start),
        _ => own,
    };
    xml.open("w:p", &[]);
    xml.open("w:pPr", &[]);
    xml.value("w:pStyle", styles.id(&id(name)));
    if lines != request.document.language.direction {
        write_lines(lines, house, &request.look, xml);
        write_align(Some(mirrored(align)), xml);
    } else if align != own {
        write_align(align, xml);
    }
    xml.close();
}

/// Writes a footer with the page's number. Word counts pages: no other program knows where they end.
fn footer(pages: Pages, (request, house): (&Request, &House), styles: &StyleIds) -> String {
    let mut xml = Xml::part("w:ftr", &[("xmlns:w", crate::WORD_NAMESPACE)]);
    let pieces = request.look.page_pieces();
    // Several numbers stand in one order in every language: `2/5`.
    let turns = |piece: &PagePiece<'_>| matches!(piece, PagePiece::Words(words) if words.contains(is_right_to_left));
    let direction = match request.document.language.direction {
        Direction::Rtl if pieces.len() > 1 && !pieces.iter().any(turns) => Direction::Ltr,
        around => around,
    };
    open_line("page-number", (pages, direction), (request, house), styles, &mut xml);
    for piece in pieces {
        match piece {
            PagePiece::Words(words) => {
                open_run(direction, &mut xml);
                xml.element("w:t", &[("xml:space", "preserve")], words);
                xml.close();
            }
            PagePiece::Page => counter(" PAGE ", direction, &mut xml),
            PagePiece::Pages => counter(" NUMPAGES ", direction, &mut xml),
        }
    }
    xml.finish()
}

/// Writes a field in which Word counts.
fn counter(field: &str, direction: Direction, xml: &mut Xml) {
    for step in ["begin", "", "separate", "1", "end"] {
        open_run(direction, xml);
        match step {
            "" => xml.element("w:instrText", &[("xml:space", "preserve")], field),
            "1" => xml.element("w:t", &[], "1"),
            step => xml.empty("w:fldChar", &[("w:fldCharType", step)]),
        }
        xml.close();
    }
}

fn open_run(direction: Direction, xml: &mut Xml) {
    xml.open("w:r", &[]);
    if direction == Direction::Rtl {
        xml.open("w:rPr", &[]);
        xml.switch("w:rtl", true);
        xml.close();
    }
}
