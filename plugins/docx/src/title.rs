//! The lines above and below the text.

use engross_plugin::model::{Align, BlockStyle, Cell, TitleLine};

use crate::body::Writer;
use crate::inline::RunLook;
use crate::styles::{self, twips_of_millimetres};

impl<'a> Writer<'a> {
    /// Writes the lines of a block. Those that stand beside each other share a paragraph.
    pub(crate) fn lines(&mut self, lines: &'a [TitleLine]) {
        for shared in lines.chunk_by(|_, next| next.beside) {
            if let Some((first, others)) = shared.split_first() {
                self.line(first, others);
            }
        }
    }

    fn line(&mut self, first: &'a TitleLine, others: &'a [TitleLine]) {
        let look = &self.request.look;
        let style = look.style(first.style());
        let review = self.document.review_of(Cell::Title(first));
        self.open_paragraph(&styles::id(first.style()));
        self.borders(review, others.iter().any(|line| look.style(line.style()).rule));
        if others.is_empty() {
            self.write_direction_of(&first.content, style.align, None);
        } else {
            self.stand_beside(&style, others);
        }
        if first.heading || others.iter().any(|line| line.heading) {
            self.xml.value("w:outlineLvl", "0");
        }
        self.xml.close();
        self.first_letter = style.first_letter;
        if !others.is_empty() && self.are_centred(&style, others) {
            self.run(RunLook::default(), |writer| writer.xml.empty("w:tab", &[]));
        }
        self.reviewed(review, &first.content, RunLook::default());
        for line in others {
            self.run(RunLook::default(), |writer| writer.xml.empty("w:tab", &[]));
            let review = self.document.review_of(Cell::Title(line));
            self.first_letter = look.style(line.style()).first_letter;
            self.reviewed(review, &line.content, RunLook::of_line(&look.style(line.style()), look.size));
        }
        self.first_letter = None;
        self.xml.close();
    }

    /// Says whether lines that share one all stand in the middle, each in a column of its own.
    fn are_centred(&self, first: &BlockStyle, others: &[TitleLine]) -> bool {
        let is_centred = |style: &BlockStyle| style.align == Some(Align::Center);
        is_centred(first) && others.iter().all(|line| is_centred(&self.request.look.style(line.style())))
    }

    /// Writes where lines stand that share one: behind the first, the others end where lines end, or begin where their
    /// style says.
    fn stand_beside(&mut self, first: &BlockStyle, others: &[TitleLine]) {
        let look = &self.request.look;
        let margin = &look.page.margin;
        let width = twips_of_millimetres(look.page.width - margin.left - margin.right);
        let beginning = match others {
            [line] => Some(look.style(line.style())).filter(|style| style.align == Some(Align::Start)),
            _ => None,
        };
        if self.are_centred(first, others) {
            let columns = 1 + others.len() as u32;
            let middles = (0..columns).map(|column| ("center", width * (2 * column + 1) / (2 * columns)));
            self.tabs(&middles.collect::<Vec<_>>());
        } else if let Some(style) = &beginning {
            self.tab("left", twips_of_millimetres(style.indent));
        } else {
            self.tab("right", width);
        }
        self.write_direction(self.direction);
        if let Some(style) = beginning {
            let hanging = twips_of_millimetres(style.indent - first.indent).to_string();
            let left = twips_of_millimetres(style.indent).to_string();
            self.xml.empty("w:ind", &[("w:left", &left), ("w:hanging", &hanging)]);
        }
        styles::write_align(Some(Align::Start), &mut self.xml);
    }
}
