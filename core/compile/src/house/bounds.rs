//! Numbers that no page can do anything with, and lists that are longer than any list of clauses.

use std::ops::RangeInclusive;

use engross_model::{BlockStyle, Finding, LevelStyle};

use super::data::{HouseData, ReferenceField};
use super::places::{Spot, Wrong};

/// What a number measures, in which unit, and from where to where.
struct Measure(&'static str, RangeInclusive<f64>);

const SHEET: Measure = Measure("the side of a sheet, in millimetres", 30.0..=2_000.0);
const MARGIN: Measure = Measure("a margin, in millimetres", 0.0..=500.0);
const TYPE: Measure = Measure("a type size, in points", 1.0..=300.0);
const LINES: Measure = Measure("a line height, as a multiple of the type size", 0.5..=10.0);
const INDENT: Measure = Measure("an indent, in millimetres", -500.0..=500.0);
const COLUMN: Measure = Measure("the width of a column of labels, in millimetres", 0.0..=500.0);
const SPACE: Measure = Measure("the space between paragraphs, in points", 0.0..=1_000.0);

/// The least room for words on a sheet, in millimetres.
const LEAST_ROOM: f64 = 10.0;

/// How many digits or letters a field of a reference may have.
const WORD: RangeInclusive<usize> = 1..=20;

/// Looks for numbers out of their bounds.
pub(super) fn of_house(data: &HouseData) -> Wrong {
    let mut wrong = Wrong::default();
    page(data, &mut wrong);
    measured("look/size", &TYPE, data.look.size, &mut wrong);
    measured("look/line-height", &LINES, data.look.line_height, &mut wrong);
    for (name, style) in &data.look.styles {
        of_style(&format!("look/styles/{name}"), style, &mut wrong);
    }
    for (name, style) in &data.look.levels {
        of_level(&format!("look/levels/{name}"), style, &mut wrong);
    }
    reference(data, &mut wrong);
    wrong
}

fn page(data: &HouseData, wrong: &mut Wrong) {
    let page = &data.look.page;
    let side = &page.margin;
    for (name, margins, length) in [
        ("width", [("left", side.left), ("right", side.right)], page.width),
        ("height", [("top", side.top), ("bottom", side.bottom)], page.height),
    ] {
        let mut is_measured = measured(&format!("look/page/{name}"), &SHEET, length, wrong);
        for (margin, width) in margins {
            is_measured &= measured(&format!("look/page/margin/{margin}"), &MARGIN, width, wrong);
        }
        let room = length - margins.iter().map(|(_, width)| width).sum::<f64>();
        if is_measured && room < LEAST_ROOM {
            let message = format!("the margins leave {room} mm of the sheet's {name} of {length} mm");
            let finding = Finding::new("HOUSE-02", message);
            let help = format!("let the margins leave {LEAST_ROOM} mm at least");
            wrong.push(Spot::Value(format!("look/page/{name}")), finding.help(help));
        }
    }
}

fn of_style(path: &str, style: &BlockStyle, wrong: &mut Wrong) {
    for (key, measure, number) in [
        ("size", &TYPE, style.size),
        ("indent", &INDENT, Some(style.indent)),
        ("before", &SPACE, Some(style.before)),
        ("after", &SPACE, Some(style.after)),
        ("first-letter", &TYPE, style.first_letter),
    ] {
        number.map(|number| measured(&format!("{path}/{key}"), measure, number, wrong));
    }
}

fn of_level(path: &str, style: &LevelStyle, wrong: &mut Wrong) {
    for (key, measure, number) in
        [("indent", &INDENT, style.indent), ("column", &COLUMN, style.column), ("after", &SPACE, style.after)]
    {
        measured(&format!("{path}/{key}"), measure, number, wrong);
    }
}

/// Says whether a number is within bounds, and reports it if not. What is no number at all is out of all bounds.
fn measured(path: &str, Measure(what, bounds): &Measure, number: f64, wrong: &mut Wrong) -> bool {
    let is_within = bounds.contains(&number);
    if !is_within {
        let finding = Finding::new("HOUSE-02", format!("no page can be set with this number: it is {what}"));
        let help = format!("write a number from {} to {}", bounds.start(), bounds.end());
        wrong.push(Spot::Value(path.to_owned()), finding.help(help));
    }
    is_within
}

fn reference(data: &HouseData, wrong: &mut Wrong) {
    let Some(reference) = &data.reference else { return };
    for (index, field) in reference.fields.iter().enumerate() {
        let (name, fits) = match field {
            ReferenceField::Number(digits) => ("number", WORD.contains(digits)),
            ReferenceField::Body(least, most) => ("body", WORD.contains(least) && WORD.contains(most) && least <= most),
            ReferenceField::Year => continue,
        };
        if !fits {
            let finding = Finding::new("HOUSE-02", format!("no reference has a field `{name}` of this length"));
            let help = match name {
                "number" => format!("write how many digits it has, from {} to {}", WORD.start(), WORD.end()),
                _ => format!(
                    "write how many capitals it has at least and at most, from {} to {}",
                    WORD.start(),
                    WORD.end()
                ),
            };
            wrong.push(Spot::Key(format!("reference/fields/{index}/{name}")), finding.help(help));
        }
    }
}
