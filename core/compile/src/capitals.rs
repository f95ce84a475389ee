//! Sets in capitals what the house's look has so: lines, headings and formulae by their styles.
//!
//! Rules look at the text as it was written, and every format shows the same letters.

use engross_model::{Block, Document, Inline, Look};

use crate::language;

/// Sets the words of a document in the capitals of its language where the style that they stand in says so.
pub(crate) fn set(document: &mut Document, look: &Look) {
    let in_capitals = |style: &str| look.styles.get(style).is_some_and(|style| style.capitals);
    let tag = document.language.tag.clone();
    for line in document.lines_mut().filter(|line| in_capitals(line.style())) {
        set_content(&mut line.content, &tag);
    }
    let (headings, formulae) = (in_capitals("heading"), in_capitals("formula"));
    for part in &mut document.parts {
        if formulae {
            set_content(&mut part.formula, &tag);
        }
        if headings {
            set_content(&mut part.heading, &tag);
            for block in &mut part.blocks {
                if let Block::Heading(heading) = block {
                    set_content(&mut heading.content, &tag);
                }
            }
        }
    }
}

/// Sets running text in the capitals of a language.
fn set_content(content: &mut [Inline], tag: &str) {
    for node in content {
        match node {
            Inline::Text(text) => *text = language::capitals(text, tag),
            Inline::NoteMark { .. } => {}
            other => set_content(other.children_mut(), tag),
        }
    }
}
