//! What was read out of a file, and the collector that every reader fills.

use engross_files::Unreadable;
use unicode_normalization::UnicodeNormalization as _;

/// Stands before a note mark inside a text. No text holds it: Unicode reserves it for such uses.
pub const MARK_START: char = '\u{FDD0}';
/// Stands after a note mark inside a text.
pub const MARK_END: char = '\u{FDD1}';

/// More text, or more blocks, than a text of any assembly has.
const MOST_TEXT: usize = 64 << 20;
const MOST_BLOCKS: usize = 200_000;

/// Everything that a person gets from a file, in reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// How the file writes what is more than letters.
    pub notation: Notation,
    /// Title lines, headings, formulae, clauses and closing texts.
    pub blocks: Vec<ReadBlock>,
    /// The notes.
    pub notes: Vec<ReadNote>,
}

/// How a file writes what is more than letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    /// As type and layout: a raised `st` is the letters `st`, a link is its words.
    Styled,
    /// The same, on set lines: words may be divided at a line's end.
    Typeset,
    /// With signs, as the plain text backend documents them: `^st`, `words <https://…>`, `[1]`, `[+new+]`.
    Signs,
}

/// One block of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadBlock {
    /// Its label, where the file sets one apart from the text.
    pub label: Option<String>,
    /// Its text with single blanks. Note marks stand between [`MARK_START`] and [`MARK_END`], or in the file's own
    /// signs.
    pub text: String,
}

/// One note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadNote {
    /// The mark before it; empty for none.
    pub mark: String,
    /// Its text, written as in [`ReadBlock::text`].
    pub text: String,
}

/// Puts blocks together from pieces in reading order.
#[derive(Debug, Default)]
pub(crate) struct Collector {
    label: Option<String>,
    text: String,
    blocks: Vec<ReadBlock>,
    size: usize,
    /// In a row of a table: the label that it has so far, empty for none.
    row: Option<String>,
    /// The blocks that took the label of their row.
    borrowers: Vec<usize>,
    /// Whether a block has a label of its own beside another one in its row.
    repeats_labels: bool,
}

impl Collector {
    /// Begins a row of a table: a label in it holds for the cells after it too, where the table says each label once.
    pub(crate) fn begin_row(&mut self) -> Result<(), Unreadable> {
        self.close()?;
        self.row = Some(String::new());
        Ok(())
    }

    /// Ends a row of a table.
    pub(crate) fn end_row(&mut self) -> Result<(), Unreadable> {
        self.close()?;
        self.row = None;
        Ok(())
    }

    /// Adds words to the open block.
    pub(crate) fn words(&mut self, words: &str) -> Result<(), Unreadable> {
        self.grow(words.len())?;
        self.text.extend(words.chars().map(|letter| match letter {
            MARK_START | MARK_END => char::REPLACEMENT_CHARACTER,
            letter => letter,
        }));
        Ok(())
    }

    /// Adds a note mark to the open block.
    pub(crate) fn mark(&mut self, mark: &str) -> Result<(), Unreadable> {
        self.text.push(MARK_START);
        self.words(&normalised(mark))?;
        self.text.push(MARK_END);
        Ok(())
    }

    /// Closes the open block and labels the next one.
    pub(crate) fn label(&mut self, label: &str) -> Result<(), Unreadable> {
        self.close()?;
        self.label = Some(normalised(label)).filter(|label| !label.is_empty());
        Ok(())
    }

    /// Makes what the open block has so far its label; a block has one label at most.
    pub(crate) fn turn_into_label(&mut self) {
        if self.label.is_none() {
            self.label = Some(normalised(&std::mem::take(&mut self.text))).filter(|label| !label.is_empty());
        }
    }

    /// Returns whether the open block has no label.
    pub(crate) fn is_label_free(&self) -> bool {
        self.label.is_none()
    }

    /// Returns whether the open block has no words yet.
    pub(crate) fn is_blank(&self) -> bool {
        self.text.chars().all(is_blank)
    }

    /// Closes the open block, whose words have ended. A label that no words follow waits for them.
    pub(crate) fn close_words(&mut self) -> Result<(), Unreadable> {
        if self.is_blank() { Ok(()) } else { self.close() }
    }

    /// Closes the open block, if there is anything in it.
    pub(crate) fn close(&mut self) -> Result<(), Unreadable> {
        let mut block = ReadBlock { label: self.label.take(), text: normalised(&std::mem::take(&mut self.text)) };
        if block.label.is_some() || !block.text.is_empty() {
            self.share_label(&mut block);
            self.blocks.push(block);
        }
        if self.blocks.len() > MOST_BLOCKS { Err(Unreadable::new("there are too many blocks")) } else { Ok(()) }
    }

    fn share_label(&mut self, block: &mut ReadBlock) {
        let Some(row) = &mut self.row else { return };
        match &block.label {
            Some(label) => {
                self.repeats_labels |= !row.is_empty();
                row.clone_from(label);
            }
            None if !row.is_empty() => {
                block.label = Some(row.clone());
                self.borrowers.push(self.blocks.len());
            }
            None => {}
        }
    }

    /// Returns the blocks, the open one included.
    pub(crate) fn finish(mut self) -> Result<Vec<ReadBlock>, Unreadable> {
        self.close()?;
        if self.repeats_labels {
            // Every cell has its own label in this table: one without it lacks it.
            for borrower in &self.borrowers {
                if let Some(block) = self.blocks.get_mut(*borrower) {
                    block.label = None;
                }
            }
        }
        Ok(self.blocks)
    }

    /// Returns everything as one text, for a note.
    pub(crate) fn finish_as_one(self) -> Result<String, Unreadable> {
        let texts: Vec<String> =
            self.finish()?.into_iter().flat_map(|block| block.label.into_iter().chain([block.text])).collect();
        Ok(normalised(&texts.join(" ")))
    }

    fn grow(&mut self, by: usize) -> Result<(), Unreadable> {
        self.size = self.size.saturating_add(by);
        if self.size > MOST_TEXT { Err(Unreadable::new("there is too much text")) } else { Ok(()) }
    }
}

/// Writes a text with single blanks and none at its ends, and with marks on letters in the order of Unicode's form NFC: a
/// font may draw them in another one, which no reader can see.
pub(crate) fn normalised(text: &str) -> String {
    let mut normalised = String::with_capacity(text.len());
    for word in text.split(is_blank).filter(|word| !word.is_empty()) {
        if !normalised.is_empty() {
            normalised.push(' ');
        }
        normalised.extend(word.nfc());
    }
    normalised
}

/// Writes a text without Unicode's marks that isolate a phrase: they show nothing, and a file of signs has some of its own.
pub(crate) fn without_isolates(text: &str) -> String {
    text.replace(['\u{2066}', '\u{2067}', '\u{2069}'], "")
}

/// Says whether a letter is white space that layout may change. A no-break space is not: the author put it there.
pub(crate) fn is_blank(letter: char) -> bool {
    matches!(letter, ' ' | '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads rows of cells, each with a label and words.
    fn labels(rows: &[&[(&str, &str)]]) -> Vec<Option<String>> {
        let mut collector = Collector::default();
        for row in rows {
            collector.begin_row().unwrap();
            for (label, words) in *row {
                collector.label(label).unwrap();
                collector.words(words).unwrap();
            }
            collector.end_row().unwrap();
        }
        collector.finish().unwrap().into_iter().map(|block| block.label).collect()
    }

    #[test]
    fn a_label_said_once_holds_for_its_row_unless_the_table_repeats_labels() {
        let some = |label: &str| Some(label.to_owned());
        assert_eq!(
            labels(&[&[("1.", "one"), ("", "un")], &[("", "on"), ("", "sur")]]),
            [some("1."), some("1."), None, None]
        );
        assert_eq!(
            labels(&[&[("1.", "one"), ("1.", "un")], &[("2.", "two"), ("", "deux")]]),
            [some("1."), some("1."), some("2."), None]
        );
    }
}
