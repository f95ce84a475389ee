//! What browsers and catalogues read in the head of a page: Dublin Core, schema.org, links to other languages.

use engross_plugin::model::{Document, Status};

use crate::escape;
use crate::legislation;

/// The other pages of a text, as links name them.
pub(crate) struct Addresses<'a> {
    base: &'a str,
    slug: &'a str,
}

impl<'a> Addresses<'a> {
    /// Knows where the pages of a document are: beside each other, or under `base`.
    pub(crate) fn new(document: &'a Document, base: Option<&'a str>) -> Self {
        Self { base: base.unwrap_or_default(), slug: &document.slug }
    }

    /// Returns the address of the page in a language.
    pub(crate) fn page(&self, code: &str) -> String {
        escape::address(&format!("{}{}.{code}.html", self.base, self.slug))
    }

    /// Says whether addresses are whole.
    pub(crate) fn are_whole(&self) -> bool {
        !self.base.is_empty()
    }
}

/// Writes the head's metadata.
pub(crate) fn elements(document: &Document, addresses: &Addresses<'_>) -> String {
    let mut html = String::with_capacity(2048);
    html.push_str("<link rel=\"schema.dcterms\" href=\"http://purl.org/dc/terms/\">\n");
    for (name, value) in dublin_core(document, addresses) {
        html.push_str(&format!("<meta name=\"dcterms.{name}\" content=\"{}\">\n", escape::text(&value)));
    }
    push_language_links(&mut html, document, addresses);
    html.push_str("<script type=\"application/ld+json\">");
    html.push_str(&legislation::json(document, addresses));
    html.push_str("</script>\n");
    html
}

fn dublin_core(document: &Document, addresses: &Addresses<'_>) -> Vec<(&'static str, String)> {
    let metadata = &document.metadata;
    let mut terms = vec![("title", metadata.title.clone()), ("identifier", metadata.identifier.clone())];
    terms.extend(document.columns().map(|column| ("language", column.language.tag.clone())));
    terms.extend([("creator", metadata.creator.clone()), ("type", metadata.kind.clone())]);
    let dated = if document.status == Status::Adopted { "issued" } else { "created" };
    terms.extend(metadata.date.map(|date| (dated, date.to_string())));
    let relation = |original: bool| if original { "isVersionOf" } else { "hasVersion" };
    terms.extend(
        metadata
            .languages
            .iter()
            .filter(|other| other.original || is_original(document))
            .map(|other| (relation(other.original), addresses.page(&other.code))),
    );
    terms.retain(|(_, value)| !value.trim().is_empty());
    terms
}

/// Links the language versions to one another; each names itself too, as search engines ask.
fn push_language_links(html: &mut String, document: &Document, addresses: &Addresses<'_>) {
    let mut push = |relation: &str, language: &str, code: &str| {
        let (language, address) = (escape::text(language), escape::text(&addresses.page(code)));
        let language = if language.is_empty() { String::new() } else { format!(" hreflang=\"{language}\"") };
        html.push_str(&format!("<link rel=\"{relation}\"{language} href=\"{address}\">\n"));
    };
    let own = &document.language;
    if addresses.are_whole() {
        push("canonical", "", &document.language_codes());
    }
    let others = &document.metadata.languages;
    if others.is_empty() {
        return;
    }
    push("alternate", &own.tag, &own.code);
    for other in others {
        push("alternate", &other.tag, &other.code);
    }
    let original = others.iter().find(|other| other.original).map_or(&own.code, |other| &other.code);
    push("alternate", "x-default", original);
}

/// Says whether a document is the text that the other language versions translate.
pub(crate) fn is_original(document: &Document) -> bool {
    !document.metadata.languages.iter().any(|other| other.original)
}
