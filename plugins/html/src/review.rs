//! What readers of a translation must know before its words: the banner, and marks at units that are not finished.

use engross_plugin::model::{Inline, LeadStyle, Review};

use crate::inline::Writer;

/// What is not finished about a unit, with the word that a reader sees for it.
pub(crate) type Reviewed<'a> = Option<(&'a Review, &'a str)>;

impl<'a> Writer<'a> {
    /// Writes the banner of every language, if there is one: before all else, and whatever the house's template says.
    pub(crate) fn banners(&mut self) {
        for column in 0..self.columns.len() {
            self.turn_to(column);
            if self.document.banner.is_empty() {
                continue;
            }
            self.lead = LeadStyle { bold: true, ..LeadStyle::default() };
            self.markup("<p class=\"banner\" role=\"note\"");
            self.language();
            self.markup(">");
            self.prose(&self.document.banner);
            self.markup("</p>\n");
        }
        self.turn_to(0);
    }

    /// Writes the classes of an element whose words may not be finished, after those that it has anyway.
    pub(crate) fn review_class(&mut self, review: Reviewed<'_>) {
        if let Some((review, _)) = review {
            self.markup(" in-review ");
            self.markup(review.state.word());
        }
    }

    /// Writes running text, with the word before it that says what is not finished about it, and in its own language.
    pub(crate) fn reviewed(&mut self, review: Reviewed<'_>, content: &'a [Inline]) {
        let Some((review, word)) = review else { return self.prose(content) };
        self.markup("<span class=\"review\">");
        self.text(word);
        self.markup("</span> ");
        match &review.language {
            Some(tag) => {
                self.markup("<span lang=\"");
                self.text(tag);
                self.markup("\" dir=\"auto\">");
                self.prose(content);
                self.markup("</span>");
            }
            None => self.prose(content),
        }
    }
}
