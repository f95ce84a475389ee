//! The lines above and below the text.

use engross_plugin::model::{Align, Cell, TitleLine};

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
            let margin = &look.page.margin;
            self.tab("right", twips_of_millimetres(look.page.width - margin.left - margin.right));
            self.write_direction(self.direction);
            styles::write_align(Some(Align::Start), &mut self.xml);
        }
        if first.heading || others.iter().any(|line| line.heading) {
            self.xml.value("w:outlineLvl", "0");
        }
        self.xml.close();
        self.first_letter = style.first_letter;
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
}
