//! Decides which labels Word may count itself: those alone for which it prints the very same text. All others are
//! written out.
//!
//! Word counts a list (`w:num`) level by level. A level that is used ends the counts of the deeper levels. Lists share
//! the forms of their levels (`w:abstractNum`), and a list may begin a level with a number of its own. Here a level is
//! always the depth of a clause, so that a list never meets its own deeper levels.

use engross_plugin::model::{Clause, Direction, Label, LabelPlace, Look, NumeralSystem, Request};

use crate::levels::Stand;
use crate::xml::Xml;

/// Word's lists have nine levels.
pub(crate) const LEVELS: usize = 9;
/// Word writes letters thirty times over at most, and then begins anew.
const LAST_LETTERED: u32 = 780;
const LAST_ROMAN: u32 = 3999;
const LAST_DECIMAL: u32 = 32_767;

/// Where Word counts a clause: the number of the list, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counted {
    /// `w:numId`.
    pub(crate) list: usize,
    /// `w:ilvl`.
    pub(crate) level: usize,
}

/// All lists of a text, and what Word counts.
pub(crate) struct Numbering<'a> {
    look: &'a Look,
    schemes: Vec<Scheme>,
    lists: Vec<List>,
    /// One for every clause in print order.
    clauses: Vec<Option<Counted>>,
}

/// The forms of a list's levels.
type Scheme = [Option<Form>; LEVELS];

/// How a level's labels are built.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Form {
    /// The house's name of the level, which decides how the label looks.
    level: String,
    format: &'static str,
    prefix: String,
    suffix: String,
}

struct List {
    scheme: usize,
    /// The level at which the list begins with a number of its own.
    start: Option<(usize, u32)>,
}

/// The list that a row of clauses is in, and the number that Word gives the next of them.
struct Running {
    list: usize,
    form: Form,
    next: u32,
}

/// Where a row of clauses stands.
#[derive(Clone, Copy, Default)]
struct Place {
    depth: usize,
    /// The list that counts the clause above.
    parent: Option<usize>,
    /// Whether an amendment changes a clause above.
    is_changed: bool,
}

impl<'a> Numbering<'a> {
    /// Goes through the text in print order. Of languages side by side Word counts nothing: it would count the labels of
    /// all columns as one list.
    pub(crate) fn of(request: &'a Request) -> Self {
        let mut numbering = Self { look: &request.look, schemes: vec![], lists: vec![], clauses: vec![] };
        let mut running = None;
        let parts = Some(&request.document.parts).filter(|_| request.document.parallel.is_empty());
        for part in parts.into_iter().flatten() {
            let clauses: Vec<&Clause> = part.clauses().collect();
            numbering.row(&clauses, Place::default(), &mut running);
        }
        numbering
    }

    /// Returns where Word counts the clause at this place in print order.
    pub(crate) fn counted(&self, place: usize) -> Option<Counted> {
        self.clauses.get(place).copied().flatten()
    }

    /// Goes through clauses that stand in one row, each with all its points. Word counts the row only if it can count
    /// all of it: a row half counted and half written out would come apart under an editor's hands.
    fn row(&mut self, clauses: &[&Clause], place: Place, running: &mut Option<Running>) {
        let countable =
            place.depth < LEVELS && !place.is_changed && clauses.iter().all(|clause| self.is_countable(clause));
        for clause in clauses {
            let label = clause.label.as_ref().filter(|_| countable);
            let list = label.and_then(|label| self.list_for((label, &clause.level), place, running));
            self.clauses.push(list.map(|list| Counted { list: list + 1, level: place.depth }));
            let points: Vec<&Clause> = clause.points.iter().collect();
            let is_changed = place.is_changed || clause.change.is_some();
            self.row(&points, Place { depth: place.depth + 1, parent: list, is_changed }, &mut None);
        }
    }

    /// Returns the list in which Word gives this label, a new one if need be.
    fn list_for(
        &mut self,
        (label, level): (&Label, &str),
        place: Place,
        running: &mut Option<Running>,
    ) -> Option<usize> {
        let Place { depth, parent, .. } = place;
        let form = form(label, level)?;
        let value = label.numeral.value;
        let goes_on = running.as_ref().filter(|running| running.form == form && running.next == value);
        let list = match goes_on {
            Some(running) => running.list,
            None => {
                let first_under_parent = parent.filter(|_| running.is_none() && value == 1);
                first_under_parent
                    .filter(|list| self.claim_level(*list, depth, &form))
                    .unwrap_or_else(|| self.begin(&form, depth, value))
            }
        };
        *running = Some(Running { list, form, next: value.saturating_add(1) });
        Some(list)
    }

    /// Gives a level of a list its form, unless it has another one.
    fn claim_level(&mut self, list: usize, depth: usize, form: &Form) -> bool {
        let scheme = self.lists.get(list).map(|list| list.scheme);
        scheme.and_then(|scheme| self.schemes.get_mut(scheme)).is_some_and(|scheme| claim(scheme, depth, form))
    }

    /// Begins a list, in the first scheme where the level has this form or none yet.
    fn begin(&mut self, form: &Form, depth: usize, value: u32) -> usize {
        let fitting = self.schemes.iter_mut().position(|scheme| claim(scheme, depth, form));
        let scheme = fitting.unwrap_or_else(|| {
            let mut scheme = Scheme::default();
            claim(&mut scheme, depth, form);
            self.schemes.push(scheme);
            self.schemes.len() - 1
        });
        let is_first = value == 1 && self.lists.iter().all(|list| list.scheme != scheme);
        self.lists.push(List { scheme, start: (!is_first).then_some((depth, value)) });
        self.lists.len() - 1
    }

    /// Says whether Word may count the clause. Clauses under amendment are written out with their neighbours: their
    /// numbers stand fast, and no view of the changes may count them otherwise. So are labels on lines of their own.
    fn is_countable(&self, clause: &Clause) -> bool {
        let is_settled = clause.provisional.is_none() && clause.change.is_none();
        let is_beside = self.look.level(&clause.level).label != LabelPlace::Line;
        let has_form = clause.label.as_ref().is_none_or(|label| form(label, &clause.level).is_some());
        is_settled && is_beside && has_form
    }

    /// Writes `numbering.xml`.
    pub(crate) fn part(&self, styled: &[[Stand; 2]; LEVELS], direction: Direction) -> String {
        let mut xml = Xml::part("w:numbering", &[("xmlns:w", crate::WORD_NAMESPACE)]);
        for (at, scheme) in self.schemes.iter().enumerate() {
            self.write_scheme(at, scheme, (styled, direction), &mut xml);
        }
        for (at, list) in self.lists.iter().enumerate() {
            xml.open("w:num", &[("w:numId", &(at + 1).to_string())]);
            xml.value("w:abstractNumId", &list.scheme.to_string());
            if let Some((level, start)) = list.start {
                xml.open("w:lvlOverride", &[("w:ilvl", &level.to_string())]);
                xml.value("w:startOverride", &start.to_string());
                xml.close();
            }
            xml.close();
        }
        xml.finish()
    }

    fn write_scheme(
        &self,
        at: usize,
        scheme: &Scheme,
        (styled, direction): (&[[Stand; 2]; LEVELS], Direction),
        xml: &mut Xml,
    ) {
        xml.open("w:abstractNum", &[("w:abstractNumId", &at.to_string())]);
        // Word tells lists apart by this number; it only has to differ.
        xml.value("w:nsid", &format!("{:08X}", 0x4E00_0001_usize.saturating_add(at)));
        xml.value("w:multiLevelType", "multilevel");
        for (level, (form, [stand, _])) in scheme.iter().zip(styled).enumerate() {
            let (format, text) = form.as_ref().map_or(("none", String::new()), |form| {
                (form.format, format!("{}%{}{}", form.prefix, level + 1, form.suffix))
            });
            xml.open("w:lvl", &[("w:ilvl", &level.to_string())]);
            xml.value("w:start", "1");
            xml.value("w:numFmt", format);
            xml.value("w:lvlText", &text);
            xml.value("w:lvlJc", "left");
            xml.open("w:pPr", &[]);
            if let Some(tab) = stand.tab {
                xml.open("w:tabs", &[]);
                xml.empty("w:tab", &[("w:val", "num"), ("w:pos", &tab.to_string())]);
                xml.close();
            }
            let [(left, from), (first, by)] = stand.indents();
            xml.empty("w:ind", &[(left, &from), (first, &by)]);
            xml.close();
            let look = form.as_ref().map(|form| self.look.level(&form.level));
            let (bold, italic) = look.map_or((false, false), |look| (look.bold, look.italic));
            // In a text from right to left the full stop stands where the line goes on, to the left.
            let rtl = direction == Direction::Rtl;
            if bold || italic || rtl {
                xml.open("w:rPr", &[]);
                xml.switch("w:b", bold);
                xml.switch("w:bCs", bold);
                xml.switch("w:i", italic);
                xml.switch("w:iCs", italic);
                xml.switch("w:rtl", rtl);
                xml.close();
            }
            xml.close();
        }
        xml.close();
    }
}

fn claim(scheme: &mut Scheme, depth: usize, form: &Form) -> bool {
    match scheme.get_mut(depth) {
        Some(Some(taken)) => taken == form,
        Some(free) => {
            *free = Some(form.clone());
            true
        }
        None => false,
    }
}

/// Returns the form with which Word prints this very label.
fn form(label: &Label, level: &str) -> Option<Form> {
    let numeral = &label.numeral;
    let format = match numeral.system {
        NumeralSystem::Decimal => "decimal",
        NumeralSystem::LowerLatinRepeat | NumeralSystem::LowerLatinBijective => "lowerLetter",
        NumeralSystem::UpperLatinRepeat | NumeralSystem::UpperLatinBijective => "upperLetter",
        NumeralSystem::LowerRoman => "lowerRoman",
        NumeralSystem::UpperRoman => "upperRoman",
        NumeralSystem::DecimalPath | NumeralSystem::Other => return None,
    };
    // A per cent sign stands for a number in Word's patterns, and a digit after one would belong to it.
    let is_plain = !numeral.prefix.contains('%')
        && !numeral.suffix.contains('%')
        && !numeral.suffix.starts_with(|letter: char| letter.is_ascii_digit());
    let printed = format!("{}{}{}", numeral.prefix, written(format, numeral.value)?, numeral.suffix);
    let form = Form { level: level.to_owned(), format, prefix: numeral.prefix.clone(), suffix: numeral.suffix.clone() };
    (is_plain && printed == label.text).then_some(form)
}

/// Writes a number as Word does; `None` beyond what Word is known to write.
fn written(format: &str, value: u32) -> Option<String> {
    match format {
        "decimal" => (1..=LAST_DECIMAL).contains(&value).then(|| value.to_string()),
        "lowerLetter" => repeated_letter(value, b'a'),
        "upperLetter" => repeated_letter(value, b'A'),
        "lowerRoman" => Some(roman(value)?.to_lowercase()),
        "upperRoman" => roman(value),
        _ => None,
    }
}

fn repeated_letter(value: u32, first: u8) -> Option<String> {
    let place = value.checked_sub(1).filter(|_| value <= LAST_LETTERED)?;
    let letter = char::from(first.checked_add(u8::try_from(place % 26).ok()?)?);
    Some(letter.to_string().repeat(place as usize / 26 + 1))
}

fn roman(value: u32) -> Option<String> {
    const NUMERALS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = (1..=LAST_ROMAN).contains(&value).then_some(value)?;
    let mut roman = String::new();
    for (worth, letters) in NUMERALS {
        while rest >= worth {
            roman.push_str(letters);
            rest -= worth;
        }
    }
    Some(roman)
}
