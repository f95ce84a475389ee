//! Reads TMX, ours and that of other tools.

use engross_model::{Finding, Inline};

use super::{DOCUMENT, NEXT, PREVIOUS, UNIT};
use crate::code::{Code, push_words};
use crate::refusal::refuse;
use crate::xml::{self, Element, Node};
use crate::{Memory, MemoryUnit};

/// How deep codes may nest; deeper ones are passed over.
const DEEPEST: usize = 16;

/// Reads the translations between two languages out of a memory. Those of other languages are passed over, and so are
/// codes of other tools: a memory only proposes.
///
/// # Errors
///
/// `FILE-03`, `M201`, `M202`, `M203` or `M206` for a file that is refused.
pub fn read_tmx(file: &str, bytes: &[u8], source_language: &str, target_language: &str) -> Result<Memory, Finding> {
    let root = xml::read(file, bytes)?;
    if root.name != "tmx" {
        let help = "name a file that a translator's tool exported as TMX";
        return Err(refuse("M203", "the file is no TMX", file, root.place.clone()).help(help));
    }
    let units = root.all("body").flat_map(|body| body.all("tu"));
    let units = units.filter_map(|unit| read_unit(unit, source_language, target_language));
    Ok(Memory {
        source_language: source_language.to_owned(),
        target_language: target_language.to_owned(),
        units: units.collect(),
    })
}

fn read_unit(unit: &Element<'_>, source_language: &str, target_language: &str) -> Option<MemoryUnit> {
    let fact = |name: &str| {
        let mut facts = unit.all("prop").filter(|fact| fact.get("type") == Some(name));
        facts.next().map(Element::text).unwrap_or_default()
    };
    let words = |language: &str| variant(unit, language)?.child("seg").map(read_content);
    Some(MemoryUnit {
        source: words(source_language)?,
        target: words(target_language)?,
        document: fact(DOCUMENT),
        unit: fact(UNIT),
        previous: fact(PREVIOUS),
        next: fact(NEXT),
    })
}

/// Finds the variant of a language, or else of another region of it: `fr-FR` for `fr`.
fn variant<'e, 'a>(unit: &'e Element<'a>, language: &str) -> Option<&'e Element<'a>> {
    let of = |variant: &Element<'_>| {
        variant.get("xml:lang").or_else(|| variant.get("lang")).unwrap_or_default().replace('_', "-").to_lowercase()
    };
    let wanted = language.to_lowercase();
    let main = |language: &str| language.split('-').next().unwrap_or_default().to_owned();
    let exact = unit.all("tuv").find(|variant| of(variant) == wanted);
    exact.or_else(|| unit.all("tuv").find(|variant| main(&of(variant)) == main(&wanted)))
}

fn read_content(segment: &Element<'_>) -> Vec<Inline> {
    let mut reading = Reading { open: Vec::new(), content: Vec::new() };
    reading.read(segment);
    while let Some(mark) = reading.open.pop() {
        reading.close(mark);
    }
    reading.content
}

/// A segment that is being read.
struct Reading {
    /// The marks that are open, outermost first.
    open: Vec<OpenMark>,
    /// What was read inside the innermost.
    content: Vec<Inline>,
}

struct OpenMark {
    number: String,
    code: Code,
    /// What stood before it.
    before: Vec<Inline>,
}

impl Reading {
    fn read(&mut self, element: &Element<'_>) {
        for node in &element.nodes {
            match node {
                Node::Text(words) => push_words(&mut self.content, words),
                Node::Element(child) => self.read_code(child),
            }
        }
    }

    fn read_code(&mut self, element: &Element<'_>) {
        match element.name {
            "bpt" if self.open.len() < DEEPEST => {
                let Some(code) = Code::read_opening(&element.text()) else { return };
                let number = element.get("i").unwrap_or_default().to_owned();
                self.open.push(OpenMark { number, code, before: std::mem::take(&mut self.content) });
            }
            "ept" => {
                let number = element.get("i").unwrap_or_default();
                // Marks that cross are closed in the order in which they stand inside each other.
                while self.open.iter().any(|mark| mark.number == number) {
                    if let Some(mark) = self.open.pop() {
                        self.close(mark);
                    }
                }
            }
            "ph" => {
                let code = Code::read(&element.text()).filter(|code| !code.kind.is_paired());
                self.content.extend(code.map(|code| code.around(Vec::new())));
            }
            "hi" => self.read(element),
            _ => {}
        }
    }

    fn close(&mut self, mark: OpenMark) {
        let inside = std::mem::replace(&mut self.content, mark.before);
        self.content.push(mark.code.around(inside));
    }
}
