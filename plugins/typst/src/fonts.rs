//! Fonts: the house's own first, then those built in; parsed only when a run needs them.
//!
//! System fonts are never looked at: the same text must look the same on every machine. Most texts are set in one family
//! that has all their characters, so only that one is loaded; all the others come in when a character is missing.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, LazyLock};

use engross_plugin::Kept;
use engross_plugin::model::{Asset, Direction, Document, Finding, Inline, Request, is_right_to_left};
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// How many sets of fonts are kept: one for each house of a run, twice.
const KEPT_SETS: usize = 16;

/// Fonts and the book that describes them.
pub(crate) struct Fonts {
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) fonts: Vec<Font>,
}

/// A family compiled into the program.
struct BuiltIn {
    name: &'static str,
    fonts: LazyLock<Vec<Font>>,
}

macro_rules! built_in {
    ($name:literal, $($file:literal),+) => {
        BuiltIn {
            name: $name,
            fonts: LazyLock::new(|| {
                let files: &[&[u8]] = &[$(include_bytes!(concat!("../../../templates/fonts/", $file))),+];
                files.iter().flat_map(|file| Font::iter(Bytes::new(*file))).collect()
            }),
        }
    };
}

static BUILT_IN: [BuiltIn; 3] = [
    built_in!(
        "Liberation Sans",
        "LiberationSans-Regular.ttf",
        "LiberationSans-Bold.ttf",
        "LiberationSans-Italic.ttf",
        "LiberationSans-BoldItalic.ttf"
    ),
    built_in!(
        "Liberation Serif",
        "LiberationSerif-Regular.ttf",
        "LiberationSerif-Bold.ttf",
        "LiberationSerif-Italic.ttf",
        "LiberationSerif-BoldItalic.ttf"
    ),
    built_in!("Noto Naskh Arabic", "NotoNaskhArabic-Regular.ttf", "NotoNaskhArabic-Bold.ttf"),
];

/// Typst's own fonts, the last resort.
static TYPST: LazyLock<Vec<Font>> =
    LazyLock::new(|| typst_assets::fonts().flat_map(|file| Font::iter(Bytes::new(file))).collect());

/// Chooses the fonts for a document, and reports characters that none has.
pub(crate) fn choose(request: &Request, house: &[&Asset]) -> (Arc<Fonts>, Vec<Finding>) {
    let characters = characters(request.document.columns());
    let few = set(&request.look.fonts, house, false);
    if characters.keys().all(|character| few.have(*character)) {
        return (few, Vec::new());
    }
    let all = set(&request.look.fonts, house, true);
    let missing: Vec<_> = characters.iter().filter(|(character, _)| !all.have(**character)).collect();
    (all, lacking(&missing))
}

/// Returns all fonts there are, these files first.
pub(crate) fn all(files: &[&Asset]) -> Arc<Fonts> {
    set(&[], files, true)
}

/// Reports characters that no font has: each at its place in the text; or all at once where a whole script is missing,
/// which is no fault of the text.
fn lacking(missing: &[(&char, &String)]) -> Vec<Finding> {
    const SHOWN: usize = 12;
    if missing.len() > SHOWN {
        let some: String = missing.iter().take(SHOWN).map(|(character, _)| **character).collect();
        let message = format!("no font has {} characters of the text, among them `{some}`", missing.len());
        let help = "name font files of this script, regular and bold, under `fonts:` in `engross.yaml` (for Chinese, \
                    those of Noto Serif SC, which is free)";
        return vec![Finding::new("FONT-01", message).help(help)];
    }
    let each = missing.iter().map(|(character, unit)| {
        let message = format!("no font has the character `{character}` (U+{:04X})", u32::from(**character));
        let help = "name a font file that has it under `fonts:` in `engross.yaml`, or write another character";
        let finding = Finding::new("FONT-01", message).help(help);
        if unit.is_empty() { finding } else { finding.in_clause(*unit) }
    });
    each.collect()
}

/// Returns the families that a text is set in: the house's, and before them one that has the text's own letters, should
/// the house's first family lack them. Blanks and full stops then come from the same font as the words, so that a line
/// from right to left is one run, which a reader gets in its order.
pub(crate) fn families(house: &[String], document: &Document, fonts: &Fonts) -> Vec<String> {
    let mut families = house.to_owned();
    let is_rtl = document.language.direction == Direction::Rtl;
    let mut letters = characters([document]);
    letters.retain(|letter, _| if is_rtl { is_right_to_left(*letter) } else { letter.is_alphabetic() });
    let lacking =
        |font: &Font| letters.keys().filter(|letter| !font.info().coverage.contains(u32::from(**letter))).count();
    let first = house.iter().find_map(|family| fonts.fonts.iter().find(|font| font.info().family == *family));
    // A name or two in another script are set in a font of theirs, and the text stays in the house's.
    if first.is_none_or(|first| lacking(first) * 2 > letters.len()) {
        let best = first.into_iter().chain(&fonts.fonts).min_by_key(|font| lacking(font));
        let best = best.map(|font| font.info().family.clone()).filter(|family| !house.contains(family));
        families.splice(..0, best);
    }
    families
}

impl Fonts {
    fn have(&self, character: char) -> bool {
        self.fonts.iter().any(|font| font.info().coverage.contains(u32::from(character)))
    }
}

/// Returns the house's fonts with the families of its look, or with everything there is.
fn set(families: &[String], house: &[&Asset], everything: bool) -> Arc<Fonts> {
    static SETS: Kept<String, Arc<Fonts>> = Kept::new(KEPT_SETS);
    let hashes: Vec<&str> = house.iter().map(|asset| asset.sha256.as_str()).collect();
    let key = format!("{families:?} {hashes:?} {everything}");
    let made: Result<_, Infallible> = SETS.get(key, |_| Ok(Arc::new(load(families, house, everything))));
    match made {
        Ok(set) => set,
    }
}

fn load(families: &[String], house: &[&Asset], everything: bool) -> Fonts {
    let mut fonts: Vec<Font> = house
        .iter()
        .filter_map(|asset| asset.bytes.as_ref())
        .flat_map(|bytes| Font::iter(Bytes::new(bytes.to_vec())))
        .collect();
    for family in BUILT_IN.iter().filter(|family| everything || families.iter().any(|name| name == family.name)) {
        fonts.extend(family.fonts.iter().cloned());
    }
    if everything || fonts.is_empty() {
        fonts.extend(TYPST.iter().cloned());
    }
    Fonts { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
}

/// Collects every printed character with the first unit that has it, which is empty for the house's own words.
fn characters<'d>(documents: impl IntoIterator<Item = &'d Document>) -> BTreeMap<char, String> {
    let mut found = Characters { first: BTreeMap::new(), ascii: [false; 128] };
    documents.into_iter().for_each(|document| found.document(document));
    found.first
}

struct Characters {
    first: BTreeMap<char, String>,
    /// Which ASCII characters were found: nearly every character is one of few.
    ascii: [bool; 128],
}

impl Characters {
    fn document(&mut self, document: &Document) {
        self.text(&document.running_head, "doc.reference");
        document.walk_words(&mut |unit, words| self.content(words, unit.unwrap_or_default()));
        document.walk_clauses(&mut |_, clause, _| {
            if let Some(label) = clause.printed_label() {
                self.text(&label.text, &clause.id);
            }
        });
        for note in &document.notes {
            self.text(&note.mark, &format!("fn.{}", note.id));
        }
    }

    fn content(&mut self, content: &[Inline], unit: &str) {
        for node in content {
            if let Inline::Text(text) = node {
                self.text(text, unit);
            }
            self.content(node.children(), unit);
        }
    }

    fn text(&mut self, text: &str, unit: &str) {
        if text.bytes().all(|byte| self.ascii.get(usize::from(byte)) == Some(&true)) {
            return;
        }
        for character in text.chars() {
            if let Some(found) = self.ascii.get_mut(character as usize) {
                *found = true;
            }
            if is_drawn(character) {
                self.first.entry(character).or_insert_with(|| unit.to_owned());
            }
        }
    }
}

/// Says whether a character needs a glyph: blanks, line breaks and marks of direction do not.
fn is_drawn(character: char) -> bool {
    let invisible = matches!(
        character,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    );
    !(character.is_whitespace() || character.is_control() || invisible)
}
