//! The usual look: that of lines, paragraphs and levels of which a house says nothing. Backends know none of their own.

use engross_model::{Align, BlockStyle, Document, Look, TitleRole};

use super::House;

impl House {
    /// Returns the house's look with a style for all that a document prints, and all the levels that its clauses have.
    pub fn look_of(&self, document: &Document) -> Look {
        let mut look = self.data.look.clone();
        for name in Look::PARAGRAPHS {
            let usual = paragraph(name, look.size);
            look.styles.entry(name.to_owned()).or_insert(usual);
        }
        for column in document.columns() {
            for style in column.lines() {
                let usual = line(style.role, look.size);
                look.styles.entry(style.style().to_owned()).or_insert(usual);
            }
            column.walk_clauses(&mut |_, clause, _| {
                look.levels.entry(clause.level.clone()).or_default();
            });
        }
        look
    }
}

fn paragraph(name: &str, size: f64) -> BlockStyle {
    let space = 0.7 * size;
    let small = BlockStyle { size: Some(0.82 * size), ..BlockStyle::default() };
    let kept = BlockStyle { after: space, keep: true, ..BlockStyle::default() };
    let centred = Some(Align::Center);
    match name {
        "banner" => BlockStyle { align: centred, after: 2.0 * space, frame: true, ..kept },
        "heading" => BlockStyle { align: centred, bold: true, before: space, ..kept },
        "formula" => BlockStyle { before: space, ..kept },
        "note" => BlockStyle { align: Some(Align::Both), after: 2.0, ..small },
        "running-head" => BlockStyle { align: Some(Align::End), ..small },
        _ => BlockStyle { align: centred, ..BlockStyle::default() },
    }
}

fn line(role: TitleRole, size: f64) -> BlockStyle {
    let centred = BlockStyle { align: Some(Align::Center), after: 0.7 * size, keep: true, ..BlockStyle::default() };
    match role {
        TitleRole::Reference | TitleRole::Original => BlockStyle { align: Some(Align::End), ..centred },
        TitleRole::Number | TitleRole::Status | TitleRole::Joiner | TitleRole::Title => {
            BlockStyle { size: Some(1.1 * size), bold: true, ..centred }
        }
        _ => centred,
    }
}
