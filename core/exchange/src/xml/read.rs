//! Reads XML into a small tree that keeps places and the order of words and elements.
//!
//! Nothing in a file can act: no document type with declarations, no entities of its own, no processing instructions, no
//! inclusions. Everything is bounded: bytes, elements, attributes, nesting, namespaces in force.

use std::borrow::Cow;
use std::ops::Range;

use engross_data::utf8;
use engross_model::Finding;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesDecl, BytesRef, Event};

use super::is_allowed;
use crate::refusal::{check_size, excerpt, refuse, too_large};

const DEEPEST: usize = 64;
const MOST_ELEMENTS: usize = 750_000;
const MOST_ATTRIBUTES: usize = 64;
const MOST_NAMESPACES: usize = 64;
const INCLUSIONS: &str = "http://www.w3.org/2001/XInclude";
const WELL_FORMED: &str = "open the file in the translator's tool and save it again, or ask for it anew";

/// An element and what stands in it.
#[derive(Debug, Clone)]
pub(crate) struct Element<'a> {
    /// Its name without a prefix.
    pub(crate) name: &'a str,
    /// The namespace that the name is in, as the file writes it; empty for none.
    pub(crate) namespace: &'a str,
    /// What stands in it, in order.
    pub(crate) nodes: Vec<Node<'a>>,
    /// Its start tag.
    pub(crate) place: Range<usize>,
    attributes: Box<[(&'a str, Cow<'a, str>)]>,
}

/// A piece of an element's content.
#[derive(Debug, Clone)]
pub(crate) enum Node<'a> {
    /// An element.
    Element(Box<Element<'a>>),
    /// Words; neighbours may both be words.
    Text(Cow<'a, str>),
}

impl<'a> Element<'a> {
    /// Returns an attribute by its name as written, `xml:lang` with its prefix.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_ref())
    }

    /// Returns the elements inside that are of this element's own vocabulary.
    pub(crate) fn children(&self) -> impl Iterator<Item = &Element<'a>> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(child) if child.namespace == self.namespace => Some(&**child),
            Node::Element(_) | Node::Text(_) => None,
        })
    }

    /// Returns the children of a name.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &Element<'a>> {
        self.children().filter(move |child| child.name == name)
    }

    /// Returns the first child of a name.
    pub(crate) fn child(&self, name: &str) -> Option<&Element<'a>> {
        self.children().find(|child| child.name == name)
    }

    /// Returns all words inside, those of elements included.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.push_text(&mut text);
        text
    }

    fn push_text(&self, text: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Element(child) => child.push_text(text),
                Node::Text(words) => text.push_str(words),
            }
        }
    }
}

/// Reads a file and returns its outermost element.
///
/// # Errors
///
/// `FILE-03` for other encodings, `M201` for what is no XML, `M202` for what could act, `M206` for what is too large.
pub(crate) fn read<'a>(file: &str, bytes: &'a [u8]) -> Result<Element<'a>, Finding> {
    check_size(file, bytes)?;
    Parser::new(file, utf8(file, bytes)?).read()
}

struct Parser<'a, 'f> {
    file: &'f str,
    text: &'a str,
    /// Where the text begins behind byte-order marks.
    begin: usize,
    open: Vec<Element<'a>>,
    root: Option<Element<'a>>,
    elements: usize,
    /// Prefixes in force, innermost last, each with the depth of the element that declares it.
    namespaces: Vec<(usize, &'a str, &'a str)>,
}

impl<'a, 'f> Parser<'a, 'f> {
    fn new(file: &'f str, text: &'a str) -> Self {
        // All of them: the reader would pass over one more and count its places from behind it.
        let begin = text.len() - text.trim_start_matches('\u{FEFF}').len();
        Self { file, text, begin, open: Vec::new(), root: None, elements: 0, namespaces: Vec::new() }
    }

    fn read(mut self) -> Result<Element<'a>, Finding> {
        let mut reader = Reader::from_str(self.text.get(self.begin..).unwrap_or_default());
        loop {
            let start = self.position(reader.buffer_position());
            let event = reader.read_event();
            let place = start..self.position(reader.buffer_position());
            match event.map_err(|error| self.malformed(&error, self.character_at(reader_error(&reader, self.begin))))? {
                Event::Start(_) => {
                    let element = self.element(place, ">")?;
                    if self.open.len() >= DEEPEST {
                        return Err(too_large("the elements are nested too deeply", self.file, element.place));
                    }
                    self.open.push(element);
                }
                Event::Empty(_) => {
                    let element = self.element(place, "/>")?;
                    self.close(element)?;
                }
                Event::End(_) => {
                    if let Some(element) = self.open.pop() {
                        self.close(element)?;
                    }
                }
                Event::Text(text) => self.words(normal_lines(text.into_inner()), place)?,
                Event::CData(text) => self.words(normal_lines(text.into_inner()), place)?,
                Event::GeneralRef(reference) => {
                    let character = self.character(&reference, &place)?;
                    self.words(Cow::Owned(character), place)?;
                }
                Event::Decl(declaration) => self.declaration(&declaration, place)?,
                Event::DocType(declared) => self.document_type(&declared, place)?,
                Event::PI(_) => return Err(self.acting("a processing instruction", place)),
                Event::Comment(_) => {}
                Event::Eof => break,
            }
        }
        let end = self.text.len();
        if let Some(open) = self.open.pop() {
            let message = format!("the file ends inside the element `{}`", excerpt(open.name));
            return Err(refuse("M201", message, self.file, open.place).help(WELL_FORMED));
        }
        self.root.take().ok_or_else(|| refuse("M201", "the file holds no element", self.file, 0..end).help(WELL_FORMED))
    }

    /// Reads the start tag at a place: `text` slices live as long as the file, those of events do not.
    fn element(&mut self, place: Range<usize>, end: &str) -> Result<Element<'a>, Finding> {
        self.elements += 1;
        if self.elements > MOST_ELEMENTS {
            return Err(too_large("the file has more than 750,000 elements", self.file, place));
        }
        let text = self.text;
        let tag = text.get(place.clone()).and_then(|tag| tag.strip_prefix('<')?.strip_suffix(end)).unwrap_or_default();
        let name = tag.split(|it: char| it.is_ascii_whitespace()).next().unwrap_or_default();
        let depth = self.open.len();
        let mut attributes = Vec::new();
        for attribute in Attributes::new(tag, name.len()) {
            let attribute = attribute.map_err(|error| self.malformed(&error, place.clone()))?;
            let value = attribute.normalized_value(quick_xml::XmlVersion::Explicit1_0);
            let value = value.map_err(|error| self.malformed(&error, place.clone()))?;
            if !value.chars().all(is_allowed) {
                return Err(self.forbidden(place));
            }
            let key: &'a str = attribute.key.into_inner();
            match (key.strip_prefix("xmlns"), &attribute.value) {
                (Some(""), Cow::Borrowed(uri)) => self.namespaces.push((depth, "", uri)),
                (Some(prefix), Cow::Borrowed(uri)) if prefix.starts_with(':') => {
                    self.namespaces.push((depth, prefix.trim_start_matches(':'), uri));
                }
                _ => attributes.push((key, value)),
            }
            if attributes.len() > MOST_ATTRIBUTES || self.namespaces.len() > MOST_NAMESPACES {
                return Err(too_large("an element has too many attributes", self.file, place));
            }
        }
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let declared = self.namespaces.iter().rev().find(|(_, known, _)| *known == prefix);
        let namespace = declared.map_or(prefix, |(_, _, uri)| *uri);
        if namespace == INCLUSIONS {
            return Err(self.acting("an inclusion of another file", place));
        }
        Ok(Element { name: local, namespace, nodes: Vec::new(), place, attributes: attributes.into() })
    }

    /// What is closed takes no more room than it needs: a hostile file has hundreds of thousands of elements.
    fn close(&mut self, mut element: Element<'a>) -> Result<(), Finding> {
        element.nodes.shrink_to_fit();
        let depth = self.open.len();
        self.namespaces.retain(|(declared, _, _)| *declared < depth);
        match (self.open.last_mut(), &self.root) {
            (Some(parent), _) => parent.nodes.push(Node::Element(Box::new(element))),
            (None, None) => self.root = Some(element),
            (None, Some(_)) => {
                let message = "a second document follows the first";
                return Err(refuse("M201", message, self.file, element.place).help(WELL_FORMED));
            }
        }
        Ok(())
    }

    fn words(&mut self, words: Cow<'a, str>, place: Range<usize>) -> Result<(), Finding> {
        if !words.chars().all(is_allowed) {
            return Err(self.forbidden(place));
        }
        match self.open.last_mut() {
            Some(parent) => parent.nodes.push(Node::Text(words)),
            None if words.trim().is_empty() => {}
            None => {
                let message = "there are words outside of every element";
                return Err(refuse("M201", message, self.file, place).help(WELL_FORMED));
            }
        }
        Ok(())
    }

    fn character(&self, reference: &BytesRef<'_>, place: &Range<usize>) -> Result<String, Finding> {
        let resolved = reference.resolve_char_ref().map_err(|error| self.malformed(&error, place.clone()))?;
        let known = resolved.map(String::from).or_else(|| resolve_predefined_entity(reference).map(str::to_owned));
        known.ok_or_else(|| self.acting(&format!("the entity `{}`", excerpt(reference)), place.clone()))
    }

    fn declaration(&self, declaration: &BytesDecl<'_>, place: Range<usize>) -> Result<(), Finding> {
        let version = declaration.version().map_err(|error| self.malformed(&error, place.clone()))?;
        if version != "1.0" {
            let message = format!("the file is XML {}, not 1.0", excerpt(&version));
            return Err(refuse("M201", message, self.file, place).help(WELL_FORMED));
        }
        match declaration.encoding() {
            Some(Ok(encoding)) if !encoding.eq_ignore_ascii_case("utf-8") => {
                let message = format!("the file says that its encoding is `{}`", excerpt(&encoding));
                Err(refuse("FILE-03", message, self.file, place).help("save the file in the encoding UTF-8"))
            }
            Some(Err(error)) => Err(self.malformed(&error, place)),
            Some(Ok(_)) | None => Ok(()),
        }
    }

    /// Memories and glossaries of other tools name the document type of their format. That is passed over, and never
    /// fetched; declarations of one's own are refused, and XLIFF has no document type at all.
    fn document_type(&self, declared: &str, place: Range<usize>) -> Result<(), Finding> {
        let name = declared.split_whitespace().next().unwrap_or_default();
        if matches!(name, "tmx" | "martif") && !declared.contains('[') && self.root.is_none() && self.open.is_empty() {
            return Ok(());
        }
        Err(self.acting("a document type", place))
    }

    fn acting(&self, what: &str, place: Range<usize>) -> Finding {
        refuse("M202", format!("the file has {what}"), self.file, place)
            .help("import the file that came from an export; those of honest tools have nothing of the kind")
    }

    fn forbidden(&self, place: Range<usize>) -> Finding {
        let message = "the file has a character that XML does not allow";
        refuse("M201", message, self.file, place).help("delete the character")
    }

    fn malformed(&self, error: &dyn std::fmt::Display, place: Range<usize>) -> Finding {
        refuse("M201", format!("the file is no well-formed XML: {error}"), self.file, place).help(WELL_FORMED)
    }

    fn position(&self, in_text: u64) -> usize {
        self.begin + usize::try_from(in_text).unwrap_or(usize::MAX)
    }

    /// Returns the bytes of the character at or around a byte.
    fn character_at(&self, at: usize) -> Range<usize> {
        let start = self.text.floor_char_boundary(at.min(self.text.len()));
        let length = self.text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        start..start + length
    }
}

fn reader_error(reader: &Reader<&[u8]>, begin: usize) -> usize {
    begin + usize::try_from(reader.error_position()).unwrap_or(usize::MAX - begin)
}

/// XML reads every kind of line end as one.
fn normal_lines(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text }
}
