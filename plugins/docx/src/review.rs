//! What readers of a translation must know before its words: the banner, and marks at units that are not finished.

use engross_plugin::model::{Inline, Review, ReviewState};

use crate::body::Writer;
use crate::inline::RunLook;
use crate::styles::write_rule;

/// What is not finished about a unit, with the word that a reader sees for it.
pub(crate) type Reviewed<'a> = Option<(&'a Review, &'a str)>;

impl<'a> Writer<'a> {
    /// Writes the banner of every language that has one, in a frame.
    pub(crate) fn banners(&mut self) {
        for column in 0..self.columns.len() {
            self.turn_to(column);
            let banner = &self.document.banner;
            if !banner.is_empty() {
                self.open_paragraph("Banner");
                self.write_direction(self.direction);
                self.xml.close();
                self.inlines(banner, RunLook::default());
                self.xml.close();
            }
        }
        self.turn_to(0);
    }

    /// Writes, among the settings of a paragraph, a rule below it, and the one beside words that are not finished.
    pub(crate) fn borders(&mut self, review: Reviewed<'_>, has_rule: bool) {
        let margin = review.map(|(review, _)| match review.state {
            ReviewState::Draft => "dotted",
            ReviewState::Stale => "dashed",
            ReviewState::Missing => "double",
        });
        if margin.is_none() && !has_rule {
            return;
        }
        self.xml.open("w:pBdr", &[]);
        if has_rule {
            write_rule(&mut self.xml);
        }
        if let Some(line) = margin {
            self.xml.empty("w:right", &[("w:val", line), ("w:sz", "12"), ("w:space", "6"), ("w:color", "auto")]);
        }
        self.xml.close();
    }

    /// Writes running text, with the word before it that says what is not finished about it, and in its own language.
    pub(crate) fn reviewed(&mut self, review: Reviewed<'a>, content: &'a [Inline], look: RunLook<'a>) {
        let Some((review, word)) = review else { return self.inlines(content, look) };
        self.words(word, look.bold());
        self.words(" ", look);
        let own = self.language;
        self.language = review.language.as_deref().or(own);
        self.inlines(content, look);
        self.language = own;
    }
}
