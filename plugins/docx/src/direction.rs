//! Which way lines run, where a text has words of both directions.

use engross_plugin::model::{Align, Direction, Inline, Look};

use crate::body::Writer;
use crate::house::House;
use crate::styles::write_align;
use crate::xml::Xml;

impl Writer<'_> {
    /// Writes, among the settings of a paragraph, which way its lines run, where that is not what the styles say.
    pub(crate) fn write_direction(&mut self, direction: Direction) {
        if direction != self.request.document.language.direction {
            write_lines(direction, self.house, &self.request.look, &mut self.xml);
        }
    }

    /// Does so for a paragraph that may be nothing but one phrase against the text, as a reference is: it runs as the
    /// phrase does, which not every program sets apart, and leans to the side to which others of its style lean.
    /// `left` says where its lines begin, where that is not what the style says.
    pub(crate) fn write_direction_of(&mut self, content: &[Inline], align: Option<Align>, left: Option<u32>) {
        let direction = match content {
            [Inline::Isolated { direction, .. }] => *direction,
            _ => self.direction,
        };
        self.write_direction(direction);
        if let Some(left) = left {
            self.xml.empty("w:ind", &[("w:left", &left.to_string())]);
        }
        if direction != self.direction {
            write_align(Some(mirrored(align)), &mut self.xml);
        }
    }
}

/// Writes which way the lines of a paragraph run, and their distance, which differs where the house says so.
pub(crate) fn write_lines(direction: Direction, house: &House, look: &Look, xml: &mut Xml) {
    xml.value("w:bidi", if direction == Direction::Rtl { "1" } else { "0" });
    xml.empty("w:spacing", &[("w:line", &house.line(look, direction)), ("w:lineRule", "auto")]);
}

/// Returns how a line leans to the same side when it runs the other way. Nothing is flush on both sides in a single line.
pub(crate) fn mirrored(align: Option<Align>) -> Align {
    match align {
        Some(Align::Center) => Align::Center,
        Some(Align::End | Align::Outer) => Align::Start,
        None | Some(Align::Start | Align::Both) => Align::End,
    }
}

/// Opens what holds a phrase apart from the text around it.
pub(crate) fn open_phrase(direction: Direction, xml: &mut Xml) {
    xml.open("w:dir", &[("w:val", if direction == Direction::Rtl { "rtl" } else { "ltr" })]);
}
