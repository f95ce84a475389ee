//! What the file says about itself: the document properties, and the settings of the whole file.

use engross_plugin::model::{Direction, Document, Request, Status};

use crate::header::alternates;
use crate::house::House;
use crate::package::Part;
use crate::xml::Xml;

/// Returns title, author, language and times, where catalogues and file managers look for them.
pub(crate) fn core(request: &Request) -> Part {
    let document = &request.document;
    let Document { metadata, language, status, .. } = document;
    let mut xml = Xml::part(
        "cp:coreProperties",
        &[
            ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ("xmlns:dcterms", "http://purl.org/dc/terms/"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ],
    );
    xml.element("dc:title", &[], &document.file_title());
    xml.element("dc:subject", &[], &metadata.identifier);
    xml.element("dc:creator", &[], &metadata.creator);
    xml.element("cp:category", &[], &metadata.kind);
    xml.element("cp:contentStatus", &[], status_name(*status));
    xml.element("dc:language", &[], &language.tag);
    xml.element("cp:lastModifiedBy", &[], &metadata.creator);
    let time = request.timestamp.to_string();
    xml.element("dcterms:created", &[("xsi:type", "dcterms:W3CDTF")], &time);
    xml.element("dcterms:modified", &[("xsi:type", "dcterms:W3CDTF")], &time);
    let media_type = "application/vnd.openxmlformats-package.core-properties+xml";
    Part::other("docProps/core.xml", media_type, xml.finish())
}

fn status_name(status: Status) -> &'static str {
    match status {
        Status::Draft => "Draft",
        Status::Tabled => "Tabled",
        Status::Adopted => "Adopted",
    }
}

/// Returns the name of the program.
pub(crate) fn app(document: &Document) -> Part {
    let namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties";
    let mut xml = Xml::part("Properties", &[("xmlns", namespace)]);
    xml.element("Application", &[], "engross");
    xml.element("Company", &[], &document.metadata.creator);
    let media_type = "application/vnd.openxmlformats-officedocument.extended-properties+xml";
    Part::other("docProps/app.xml", media_type, xml.finish())
}

/// Returns the settings of the whole file.
pub(crate) fn settings(request: &Request, house: &House) -> String {
    let mut xml = Xml::part("w:settings", &[("xmlns:w", crate::WORD_NAMESPACE)]);
    xml.empty("w:zoom", &[("w:percent", "100")]);
    xml.value("w:defaultTabStop", "567");
    // Scripts that run from right to left divide no words.
    let hyphenate =
        house.hyphenate.unwrap_or(request.look.justify) && request.document.language.direction == Direction::Ltr;
    xml.switch("w:autoHyphenation", hyphenate);
    xml.switch("w:evenAndOddHeaders", alternates(request));
    xml.value("w:characterSpacingControl", "doNotCompress");
    xml.open("w:footnotePr", &[]);
    xml.empty("w:footnote", &[("w:id", "-1")]);
    xml.empty("w:footnote", &[("w:id", "0")]);
    xml.close();
    xml.open("w:compat", &[]);
    // The space before a paragraph adds to that after the one above it.
    xml.empty("w:doNotUseHTMLParagraphAutoSpacing", &[]);
    let uri = "http://schemas.microsoft.com/office/word";
    for (name, value) in [
        ("compatibilityMode", "15"),
        ("overrideTableStyleFontSizeAndJustification", "1"),
        ("enableOpenTypeFeatures", "1"),
        ("doNotFlipMirrorIndents", "1"),
        ("differentiateMultirowTableHeaders", "1"),
    ] {
        xml.empty("w:compatSetting", &[("w:name", name), ("w:uri", uri), ("w:val", value)]);
    }
    xml.close();
    xml.value("w:themeFontLang", &request.document.language.tag);
    xml.value("w:decimalSymbol", ".");
    xml.value("w:listSeparator", ",");
    xml.finish()
}
