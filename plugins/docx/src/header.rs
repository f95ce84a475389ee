//! What stands on every page around the text: the running head, the page number, and the sheet itself.

use engross_plugin::model::{Direction, DirectionRun, Request, direction_runs};

use crate::direction::{mirrored, open_phrase, write_lines};
use crate::house::House;
use crate::package::{Part, Relations};
use crate::reference::Reference;
use crate::styles::{StyleIds, twips_of_millimetres, write_align};
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
        let direction = request.document.language.direction;
        let mut add = |element, pages: &str, name: &str, content| {
            let kind = if element == "w:headerReference" { "header" } else { "footer" };
            let file = format!("{name}.xml");
            let id = relations.part(kind, &file);
            parts.push(Part::word(&file, kind, content));
            references.push((element, pages.to_owned(), id));
        };
        let head = request.document.running_head.as_str();
        let has_header = !head.is_empty() && !reference.is_some_and(|reference| reference.has("header"));
        if has_header {
            add("w:headerReference", "default", "header1", header(head, (request, house), styles, direction));
            add("w:headerReference", "first", "header2", header("", (request, house), styles, direction));
        }
        if !reference.is_some_and(|reference| reference.has("footer")) {
            add("w:footerReference", "default", "footer1", footer(styles, direction));
            // The house's headers may tell the first page from the others; the number stands on all.
            if has_header || reference.is_some() {
                add("w:footerReference", "first", "footer2", footer(styles, direction));
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

fn header(words: &str, (request, house): (&Request, &House), styles: &StyleIds, around: Direction) -> String {
    let mut xml = Xml::part("w:hdr", &[("xmlns:w", crate::WORD_NAMESPACE)]);
    let runs: Vec<DirectionRun<'_>> = direction_runs(words, around).collect();
    let lines = match runs.as_slice() {
        [run] => run.direction,
        _ => around,
    };
    xml.open("w:p", &[]);
    xml.open("w:pPr", &[]);
    xml.value("w:pStyle", styles.id("Header"));
    if lines != around {
        write_lines(lines, house, &request.look, &mut xml);
        write_align(Some(mirrored(request.look.style("running-head").align)), &mut xml);
    }
    xml.close();
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

/// Writes a footer with the page's number. Word counts pages: no other program knows where they end.
fn footer(styles: &StyleIds, direction: Direction) -> String {
    let mut xml = Xml::part("w:ftr", &[("xmlns:w", crate::WORD_NAMESPACE)]);
    xml.open("w:p", &[]);
    xml.open("w:pPr", &[]);
    xml.value("w:pStyle", styles.id("Footer"));
    xml.close();
    for step in ["begin", "", "separate", "1", "end"] {
        open_run(direction, &mut xml);
        match step {
            "" => xml.element("w:instrText", &[("xml:space", "preserve")], " PAGE "),
            "1" => xml.element("w:t", &[], "1"),
            step => xml.empty("w:fldChar", &[("w:fldCharType", step)]),
        }
        xml.close();
    }
    xml.finish()
}

fn open_run(direction: Direction, xml: &mut Xml) {
    xml.open("w:r", &[]);
    if direction == Direction::Rtl {
        xml.open("w:rPr", &[]);
        xml.switch("w:rtl", true);
        xml.close();
    }
}
