//! Files that are no text are shown as lines, one for each paragraph, so that findings can point at them.

use std::ops::Range;

use crate::sheet::{Paragraph, Run, Sheet};

/// A sheet that grows line by line.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    sheet: Sheet,
}

impl Lines {
    /// Adds a paragraph as a line of its own, behind its label, and says where its words stand.
    pub(crate) fn add(&mut self, mut paragraph: Paragraph) -> Range<usize> {
        if let Some(label) = &paragraph.label {
            self.sheet.shown.push_str(label.trim());
            self.sheet.shown.push('\t');
        }
        let start = self.sheet.shown.len();
        self.sheet.shown.push_str(&paragraph.words());
        let place = start..self.sheet.shown.len();
        paragraph.place = place.clone();
        self.sheet.shown.push('\n');
        self.sheet.paragraphs.push(paragraph);
        place
    }

    /// Shows a line that is no part of the text, and says where it stands.
    pub(crate) fn aside(&mut self, words: &str) -> Range<usize> {
        let start = self.sheet.shown.len();
        self.sheet.shown.push_str(words);
        let place = start..self.sheet.shown.len();
        self.sheet.shown.push('\n');
        place
    }

    /// Adds a note that the format keeps apart.
    pub(crate) fn note(&mut self, name: String, runs: Vec<Run>) {
        self.sheet.notes.entry(name).or_insert(runs);
    }

    /// Says which language the file is in.
    pub(crate) fn language(&mut self, tag: &str) {
        self.sheet.language.get_or_insert_with(|| tag.to_owned());
    }

    /// Returns the sheet.
    pub(crate) fn finish(self) -> Sheet {
        self.sheet
    }
}
