//! The house's own Word file, where it has one: `reference.docx`. Its styles, its sheet, its headers and footers take the
//! place of ours; its text is not looked at.
//!
//! The file is hostile until proved otherwise: sizes are bounded, only known parts are opened, names never become paths,
//! and a document type, a field that fetches something, or a relation that we cannot follow refuse the file.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};

use engross_plugin::model::{Finding, is_link_address};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::package::{Part, Relations};
use crate::xml::Xml;

/// The house's file.
pub(crate) const REFERENCE: &str = "reference.docx";
const LARGEST_FILE: usize = 16 << 20;
const LARGEST_PART: u64 = 4 << 20;
/// All pictures together.
const LARGEST_PICTURES: usize = 16 << 20;
/// Headers and footers of a section: for the first, the even and the other pages.
const MOST_FURNITURE: usize = 6;
const DEEPEST: usize = 100;
/// Fields that fetch or start something.
const UNSAFE_FIELDS: [&str; 9] =
    ["DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "LINK", "EMBED", "DATABASE", "MACROBUTTON"];
/// What a section may say here, in the order of the format.
const SECTION: [&str; 8] =
    ["w:pgSz", "w:pgMar", "w:pgNumType", "w:cols", "w:vAlign", "w:titlePg", "w:bidi", "w:docGrid"];
/// Pictures that headers may have.
const PICTURES: [(&str, &str); 6] = [
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("emf", "image/x-emf"),
    ("wmf", "image/x-wmf"),
];

/// What is taken from the house's Word file.
pub(crate) struct Reference {
    /// Its styles, in three pieces: the text's language goes after the first, our styles after the second.
    pub(crate) styles: [String; 3],
    /// What goes around the text's language.
    pub(crate) language: (&'static str, &'static str),
    /// The ids of its styles, by their names in small letters.
    pub(crate) ids: BTreeMap<String, String>,
    /// All ids of its styles.
    pub(crate) taken: BTreeSet<String>,
    /// The sheet.
    section: Vec<(&'static str, Vec<(String, String)>)>,
    furniture: Vec<Piece>,
    pictures: Vec<(String, Vec<u8>)>,
    theme: Option<String>,
}

/// A header or a footer.
struct Piece {
    kind: &'static str,
    /// `default`, `first` or `even`.
    pages: String,
    content: Vec<u8>,
    relations: Vec<Relation>,
}

#[derive(Clone)]
struct Relation {
    id: String,
    kind: String,
    target: String,
    outside: bool,
}

impl Reference {
    /// Reads the house's Word file.
    pub(crate) fn parsed(bytes: &[u8]) -> Result<Self, Finding> {
        if bytes.len() > LARGEST_FILE {
            return Err(refusal("the file is too large"));
        }
        let container = ZipArchive::new(Cursor::new(bytes));
        let mut container = container.map_err(|error| refusal(&format!("the file is no Word file: {error}")))?;
        let styles = text(&mut container, "word/styles.xml")?.ok_or_else(|| refusal("the file has no styles"))?;
        let document = text(&mut container, "word/document.xml")?.ok_or_else(|| refusal("the file has no document"))?;
        let relations = relations(&mut container, "word/_rels/document.xml.rels")?;
        let section = section(&document)?;
        let mut reference = styles_of(&styles)?;
        for found in section {
            match found.kind {
                Found::Furniture(_) if reference.furniture.len() >= MOST_FURNITURE => {
                    return Err(refusal("a section has six headers and footers at most"));
                }
                Found::Furniture(kind) => {
                    let piece = piece(&mut container, kind, &found.attributes, &relations, &mut reference.pictures)?;
                    reference.furniture.push(piece);
                }
                Found::Sheet(name) => {
                    let own = found.attributes.into_iter().filter(|(key, _)| key.starts_with("w:")).collect();
                    reference.section.push((name, own));
                }
            }
        }
        reference.section.sort_by_key(|(name, _)| SECTION.iter().position(|known| known == name));
        let theme = relations.iter().find(|relation| relation.kind.ends_with("/theme") && !relation.outside);
        if let Some(theme) = theme {
            let theme = text(&mut container, &format!("word/{}", theme.target))?;
            // A theme with pictures would need them too, and styles do not.
            reference.theme = theme.filter(|theme| !theme.contains("r:embed") && !theme.contains("r:link"));
        }
        Ok(reference)
    }

    /// Returns whether the file has headers, or footers.
    pub(crate) fn has(&self, kind: &str) -> bool {
        self.furniture.iter().any(|piece| piece.kind == kind)
    }

    /// Returns whether the file says anything about the sheet.
    pub(crate) fn has_sheet(&self) -> bool {
        self.section.iter().any(|(name, _)| *name == "w:pgSz")
    }

    /// Writes the sheet. `first_differs` is for headers of ours.
    pub(crate) fn write_sheet(&self, first_differs: bool, xml: &mut Xml) {
        let late = |name: &str| matches!(name, "w:bidi" | "w:docGrid");
        let is_title_page = |name: &str| name == "w:titlePg";
        let own = self.section.iter().filter(|(name, _)| !(first_differs && is_title_page(name)));
        let (after, before): (Vec<_>, Vec<_>) = own.partition(|(name, _)| late(name));
        let write = |(name, own): &(&'static str, Vec<(String, String)>), xml: &mut Xml| {
            let attributes: Vec<(&str, &str)> = own.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
            xml.empty(name, &attributes);
        };
        before.into_iter().for_each(|setting| write(setting, xml));
        xml.switch("w:titlePg", first_differs);
        after.into_iter().for_each(|setting| write(setting, xml));
    }

    /// Adds headers, footers, their pictures and the theme to the file, and returns what the section has to name.
    pub(crate) fn add_parts(
        &self,
        relations: &mut Relations,
        parts: &mut Vec<Part>,
    ) -> Vec<(&'static str, String, String)> {
        let mut references = Vec::new();
        for (at, piece) in self.furniture.iter().enumerate() {
            let file = format!("house{}.xml", at + 1);
            let id = relations.part(piece.kind, &file);
            let element = if piece.kind == "header" { "w:headerReference" } else { "w:footerReference" };
            references.push((element, piece.pages.clone(), id));
            parts.push(Part::word_bytes(&file, piece.kind, piece.content.clone()));
            let mut own = Relations::default();
            for relation in &piece.relations {
                own.named(&relation.id, &relation.kind, &relation.target, relation.outside);
            }
            parts.extend(own.list(&format!("word/_rels/{file}.rels")));
        }
        for (name, bytes) in &self.pictures {
            parts.push(Part::bytes(
                &format!("word/house/{name}"),
                picture_type(name).unwrap_or_default(),
                bytes.clone(),
            ));
        }
        if let Some(theme) = &self.theme {
            relations.part("theme", "theme1.xml");
            let media_type = "application/vnd.openxmlformats-officedocument.theme+xml";
            parts.push(Part::bytes("word/theme1.xml", media_type, theme.clone().into_bytes()));
        }
        references
    }
}

fn refusal(what: &str) -> Finding {
    Finding::new("REND-03", format!("{REFERENCE}: {what}")).in_file(REFERENCE)
}

type Container<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Unpacks a part, if the file has it.
fn bytes(container: &mut Container<'_>, name: &str) -> Result<Option<Vec<u8>>, Finding> {
    let Ok(part) = container.by_name(name) else { return Ok(None) };
    let mut bytes = Vec::new();
    part.take(LARGEST_PART + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| refusal(&format!("`{name}` does not unpack: {error}")))?;
    if bytes.len() as u64 > LARGEST_PART {
        return Err(refusal(&format!("`{name}` is too large")));
    }
    Ok(Some(bytes))
}

/// Unpacks a part that is XML, and sees to it that it is sound.
fn text(container: &mut Container<'_>, name: &str) -> Result<Option<String>, Finding> {
    let Some(bytes) = bytes(container, name)? else { return Ok(None) };
    let text = String::from_utf8(bytes).map_err(|_| refusal(&format!("`{name}` is not UTF-8")))?;
    let text = text.trim_start_matches('\u{FEFF}').to_owned();
    walk(&text, |_| Ok(()))?;
    Ok(Some(text))
}

/// An element as it begins or ends, and where.
struct Step<'a> {
    /// The names of the elements around it.
    path: &'a [String],
    name: &'a str,
    start: Option<&'a BytesStart<'a>>,
    ends: bool,
    from: usize,
    to: usize,
}

/// Goes through a part, and refuses what no part of a Word file has.
fn walk(part: &str, mut visit: impl FnMut(&Step<'_>) -> Result<(), Finding>) -> Result<(), Finding> {
    let mut reader = Reader::from_str(part);
    let mut path: Vec<String> = Vec::new();
    loop {
        let from = position(&reader);
        let event = reader.read_event().map_err(|error| refusal(&format!("the XML does not parse: {error}")))?;
        let to = position(&reader);
        match &event {
            Event::Start(start) => {
                let name = start.name().as_ref().to_owned();
                visit(&Step { path: &path, name: &name, start: Some(start), ends: false, from, to })?;
                path.push(name);
            }
            Event::Empty(start) => {
                let name = start.name().as_ref().to_owned();
                visit(&Step { path: &path, name: &name, start: Some(start), ends: true, from, to })?;
            }
            Event::End(_) => {
                let name = path.pop().unwrap_or_default();
                visit(&Step { path: &path, name: &name, start: None, ends: true, from, to })?;
            }
            Event::DocType(_) => return Err(refusal("the XML declares a document type")),
            Event::Eof if path.is_empty() => return Ok(()),
            Event::Eof => return Err(refusal("the XML is cut off")),
            _ => {}
        }
        if path.len() > DEEPEST {
            return Err(refusal("the XML is too deep"));
        }
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

fn attributes(start: &BytesStart<'_>) -> Result<Vec<(String, String)>, Finding> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| refusal(&format!("the XML does not parse: {error}")))?;
        let value = quick_xml::escape::unescape(&attribute.value)
            .map_err(|error| refusal(&format!("the XML does not parse: {error}")))?;
        attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
    }
    Ok(attributes)
}

fn get<'a>(attributes: &'a [(String, String)], name: &str) -> &'a str {
    attributes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
}

/// What a section says.
struct Setting {
    kind: Found,
    attributes: Vec<(String, String)>,
}

enum Found {
    Furniture(&'static str),
    Sheet(&'static str),
}

/// Returns what the last section of the document says.
fn section(document: &str) -> Result<Vec<Setting>, Finding> {
    let mut found = Vec::new();
    walk(document, |step| {
        let Some(start) = step.start else { return Ok(()) };
        if step.name == "w:sectPr" {
            found.clear();
        }
        if step.path.last().is_none_or(|parent| parent != "w:sectPr") || step.path.len() != 3 {
            return Ok(());
        }
        let kind = match step.name {
            "w:headerReference" => Some(Found::Furniture("header")),
            "w:footerReference" => Some(Found::Furniture("footer")),
            name => SECTION.iter().find(|known| **known == name).map(|known| Found::Sheet(known)),
        };
        if let Some(kind) = kind {
            found.push(Setting { kind, attributes: attributes(start)? });
        }
        Ok(())
    })?;
    Ok(found)
}

fn relations(container: &mut Container<'_>, name: &str) -> Result<Vec<Relation>, Finding> {
    let mut relations = Vec::new();
    let Some(part) = text(container, name)? else { return Ok(relations) };
    walk(&part, |step| {
        if let Some(start) = step.start.filter(|_| step.name == "Relationship") {
            let attributes = attributes(start)?;
            relations.push(Relation {
                id: get(&attributes, "Id").to_owned(),
                kind: get(&attributes, "Type").to_owned(),
                target: get(&attributes, "Target").to_owned(),
                outside: get(&attributes, "TargetMode") == "External",
            });
        }
        Ok(())
    })?;
    Ok(relations)
}

/// Takes a header or a footer over, with its pictures.
fn piece(
    container: &mut Container<'_>,
    kind: &'static str,
    attributes: &[(String, String)],
    document: &[Relation],
    pictures: &mut Vec<(String, Vec<u8>)>,
) -> Result<Piece, Finding> {
    let id = get(attributes, "r:id");
    let target =
        document.iter().find(|relation| relation.id == id && !relation.outside && is_file_name(&relation.target));
    let file =
        target.map(|relation| relation.target.as_str()).ok_or_else(|| refusal("a header or footer is missing"))?;
    let content = text(container, &format!("word/{file}"))?.ok_or_else(|| refusal("a header or footer is missing"))?;
    refuse_unsafe_fields(&content)?;
    let mut own = relations(container, &format!("word/_rels/{file}.rels"))?;
    for relation in &mut own {
        take_over(container, relation, pictures)?;
    }
    let pages = match get(attributes, "w:type") {
        pages @ ("first" | "even") => pages,
        _ => "default",
    };
    Ok(Piece { kind, pages: pages.to_owned(), content: content.into_bytes(), relations: own })
}

/// Sees to it that a relation of a header leads to a picture in the file, or to an address.
fn take_over(
    container: &mut Container<'_>,
    relation: &mut Relation,
    pictures: &mut Vec<(String, Vec<u8>)>,
) -> Result<(), Finding> {
    if relation.outside && is_link_address(&relation.target) && relation.kind.ends_with("/hyperlink") {
        return Ok(());
    }
    let picture = relation.target.strip_prefix("media/").filter(|name| is_file_name(name) && !relation.outside);
    let Some(name) = picture.filter(|name| picture_type(name).is_some()).map(str::to_owned) else {
        return Err(refusal(&format!("a header or footer uses `{}`, which cannot be taken over", relation.target)));
    };
    let bytes = bytes(container, &format!("word/media/{name}"))?.ok_or_else(|| refusal("a picture is missing"))?;
    relation.target = format!("house/{name}");
    if pictures.iter().all(|(known, _)| *known != name) {
        pictures.push((name, bytes));
    }
    if pictures.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() > LARGEST_PICTURES {
        return Err(refusal("the pictures are too large"));
    }
    Ok(())
}

fn is_file_name(name: &str) -> bool {
    let plain = |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b'.' | b'_' | b'-');
    !name.is_empty() && !name.starts_with('.') && name.bytes().all(plain)
}

fn picture_type(name: &str) -> Option<&'static str> {
    let (_, extension) = name.rsplit_once('.')?;
    PICTURES.iter().find(|(known, _)| extension.eq_ignore_ascii_case(known)).map(|(_, media_type)| *media_type)
}

/// Looks for the names of fields anywhere in the letters, since an instruction may come in pieces.
fn refuse_unsafe_fields(part: &str) -> Result<(), Finding> {
    let mut instructions = String::new();
    let mut reader = Reader::from_str(part);
    let mut inside = false;
    loop {
        match reader.read_event().map_err(|error| refusal(&format!("the XML does not parse: {error}")))? {
            Event::Start(start) if start.local_name().as_ref() == "fldSimple" => {
                instructions.push_str(&format!(" {} ", get_local(&start, "instr")?));
            }
            Event::Start(start) => inside = start.local_name().as_ref() == "instrText",
            Event::Empty(start) if start.local_name().as_ref() == "fldChar" => instructions.push(' '),
            Event::End(_) => inside = false,
            Event::Text(letters) if inside => instructions.push_str(&letters),
            Event::Eof => break,
            _ => {}
        }
    }
    let unsafe_field =
        instructions.split_whitespace().map(str::to_uppercase).find(|word| UNSAFE_FIELDS.contains(&word.as_str()));
    unsafe_field.map_or(Ok(()), |field| Err(refusal(&format!("a header or footer has a field `{field}`"))))
}

fn get_local(start: &BytesStart<'_>, name: &str) -> Result<String, Finding> {
    let attributes = attributes(start)?;
    let found = attributes.into_iter().find(|(key, _)| key.rsplit(':').next() == Some(name));
    Ok(found.map(|(_, value)| value).unwrap_or_default())
}

/// Takes the styles over, without their language and without their lists, which stay behind in the house's file.
fn styles_of(styles: &str) -> Result<Reference, Finding> {
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    let mut language: Option<(usize, (&'static str, &'static str))> = None;
    let mut end = None;
    let mut root = 0;
    let (mut ids, mut taken, mut style) = (BTreeMap::new(), BTreeSet::new(), String::new());
    let mut list = 0;
    walk(styles, |step| {
        let path: Vec<&str> = step.path.iter().map(String::as_str).collect();
        match (path.as_slice(), step.name, step.start) {
            ([], "w:styles", Some(start)) => {
                if get(&attributes(start)?, "xmlns:w") != crate::WORD_NAMESPACE || step.ends {
                    return Err(refusal("the styles are not written as Word writes them"));
                }
                root = step.to;
            }
            ([], "w:styles", None) => end = Some(step.from),
            ([], ..) => return Err(refusal("the styles are not written as Word writes them")),
            (["w:styles"], "w:style", Some(start)) => {
                style = get(&attributes(start)?, "w:styleId").to_owned();
                taken.insert(style.clone());
            }
            (["w:styles", "w:style"], "w:name", Some(start)) => {
                ids.insert(get(&attributes(start)?, "w:val").to_lowercase(), style.clone());
            }
            (["w:styles", "w:docDefaults", "w:rPrDefault", "w:rPr"], "w:lang", _) => cuts.push((step.from, step.to)),
            (["w:styles", "w:docDefaults", "w:rPrDefault"], "w:rPr", None) => language = Some((step.from, ("", ""))),
            (["w:styles", "w:docDefaults", "w:rPrDefault"], "w:rPr", Some(_)) if step.ends => {
                cuts.push((step.from, step.to));
                language = Some((step.to, ("<w:rPr>", "</w:rPr>")));
            }
            (_, "w:numPr", Some(_)) if step.ends => cuts.push((step.from, step.to)),
            (_, "w:numPr", Some(_)) => list = step.from,
            (_, "w:numPr", None) => cuts.push((list, step.to)),
            _ => {}
        }
        Ok(())
    })?;
    let end = end.ok_or_else(|| refusal("the styles are cut off"))?;
    let (at, around) = match language {
        Some(found) => found,
        None if styles.contains("<w:docDefaults") => {
            return Err(refusal("the styles say nothing about the letters of the whole text"));
        }
        None => (root, ("<w:docDefaults><w:rPrDefault><w:rPr>", "</w:rPr></w:rPrDefault></w:docDefaults>")),
    };
    let piece = |from, to| without(styles, &cuts, from, to);
    Ok(Reference {
        styles: [piece(0, at), piece(at, end), piece(end, styles.len())],
        language: around,
        ids,
        taken,
        section: Vec::new(),
        furniture: Vec::new(),
        pictures: Vec::new(),
        theme: None,
    })
}

/// Returns a stretch of a text without what is cut.
fn without(text: &str, cuts: &[(usize, usize)], from: usize, to: usize) -> String {
    let mut rest = String::new();
    let mut at = from;
    for (start, end) in cuts.iter().filter(|(start, end)| *start >= from && *end <= to) {
        rest.push_str(text.get(at..*start).unwrap_or_default());
        at = *end;
    }
    rest.push_str(text.get(at..to).unwrap_or_default());
    rest
}
