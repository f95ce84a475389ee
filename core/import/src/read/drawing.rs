//! Drawings within a text: the words in their boxes are paragraphs of it, the rest is left out.

use engross_files::xml::Element;

use super::lines::Lines;
use super::omissions::Kind;

/// What a drawing holds, whatever its format calls it.
#[derive(Default)]
pub(super) struct Drawing<'p> {
    /// The text boxes.
    pub(super) boxes: Vec<&'p Element>,
    pub(super) is_picture: bool,
    /// Whether it is a chart, a sheet, a film or another file.
    pub(super) is_object: bool,
    /// How it is described, and words that stand in no box.
    pub(super) words: Vec<String>,
}

impl<'p> Drawing<'p> {
    /// Leaves out what is no text, and returns the boxes, to be read behind the paragraph.
    pub(super) fn boxes(self, lines: &mut Lines) -> Vec<&'p Element> {
        let described = self.words.join(" ");
        if self.is_object {
            lines.leave_out(Kind::Object, &described);
        } else if self.is_picture || !described.trim().is_empty() {
            lines.leave_out(Kind::Picture, &described);
        }
        self.boxes
    }
}
