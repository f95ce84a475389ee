//! How an `OpenDocument` text counts its notes. Each note has the mark that a program showed last; what holds is how the file
//! says that notes are counted.

use std::collections::BTreeMap;

use engross_files::word_lists::UNREAD;
use engross_files::xml::Element;

use super::styles::numeral;

/// How notes of a kind are counted.
#[derive(Debug)]
struct Counting {
    format: String,
    /// How many notes are taken to stand before the first.
    before: u32,
    /// Whether the numbers run through the text: where pages and chapters begin is not written in it.
    runs_through: bool,
}

impl Counting {
    /// Says whether the marks that were shown last tell as much.
    fn says_no_more(&self) -> bool {
        !self.runs_through || self.before == 0 && self.format == "1"
    }
}

/// The notes of a file while they are counted, by their kind.
#[derive(Debug, Default)]
pub(super) struct NoteCounts {
    said: BTreeMap<String, Counting>,
    counts: BTreeMap<String, u32>,
}

impl NoteCounts {
    /// Reads what a part of the file says of notes.
    pub(super) fn add(&mut self, styles: Option<&Element>) {
        for said in styles.into_iter().flat_map(|styles| styles.all("notes-configuration")) {
            let counting = Counting {
                format: said.get("num-format").unwrap_or("1").to_owned(),
                before: said.get("start-value").and_then(|value| value.parse().ok()).unwrap_or(0),
                runs_through: said.get("start-numbering-at").is_none_or(|place| place == "document"),
            };
            self.said.insert(said.get("note-class").unwrap_or("footnote").to_owned(), counting);
        }
    }

    /// Counts a note of a kind and returns its mark, given the one that was shown last.
    pub(super) fn count(&mut self, kind: &str, shown: Option<String>) -> String {
        let count = self.counts.entry(kind.to_owned()).or_default();
        *count = count.saturating_add(1);
        let said = self.said.get(kind);
        // An empty one stands for a mark of the author's own, which follows as words.
        let holds = |shown: &String| shown.is_empty() || said.is_none_or(Counting::says_no_more);
        match (shown, said) {
            (Some(shown), _) if holds(&shown) => shown,
            (_, None) => count.to_string(),
            (shown, Some(counting)) => numeral(count.saturating_add(counting.before), &counting.format)
                .or(shown)
                .unwrap_or_else(|| UNREAD.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Counting, NoteCounts};

    #[test]
    fn marks_in_numerals_that_are_not_read_stay_as_they_were_shown() {
        let mut counts = NoteCounts::default();
        let greek = Counting { format: "α, β, γ, ...".to_owned(), before: 4, runs_through: true };
        counts.said.insert("footnote".to_owned(), greek);
        assert_eq!(counts.count("footnote", Some("ε".to_owned())), "ε");
        assert_eq!(counts.count("footnote", None), "\u{fffd}");
        let roman = Counting { format: "i".to_owned(), before: 4, runs_through: true };
        counts.said.insert("endnote".to_owned(), roman);
        assert_eq!(counts.count("endnote", Some("1".to_owned())), "v");
    }
}
