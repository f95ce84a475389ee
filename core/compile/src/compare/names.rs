//! What became of the names that words of the earlier text point to: a clause may have another id now, and a note may be
//! gone.

use std::collections::{BTreeMap, BTreeSet};

use engross_model::{Document, Inline};

use super::pairs::Pairs;
use super::with_content;

/// The names of the earlier text that are not those of the later one.
#[derive(Default)]
pub(super) struct Names<'a> {
    /// Ids that have changed, each with what it is now.
    renamed: BTreeMap<&'a str, &'a str>,
    /// The notes that are gone, each with how many of its marks were put back.
    gone_notes: BTreeMap<&'a str, u32>,
}

impl<'a> Names<'a> {
    /// Compares the names of two texts.
    pub(super) fn of(before: &'a Document, after: &Document, pairs: &Pairs<'a>) -> Self {
        let known: BTreeSet<&str> = after.notes.iter().map(|note| note.id.as_str()).collect();
        let notes = before.notes.iter().map(|note| note.id.as_str()).filter(|note| !known.contains(note));
        Self { renamed: pairs.renamed(), gone_notes: notes.map(|note| (note, 0)).collect() }
    }

    /// Returns what an id of the earlier text is in the later one.
    pub(super) fn now(&self, id: &'a str) -> &'a str {
        self.renamed.get(id).copied().unwrap_or(id)
    }

    /// Returns how many marks of a note that is gone were put back.
    pub(super) fn marks_of(&self, note: &str) -> u32 {
        self.gone_notes.get(note).copied().unwrap_or_default()
    }

    /// Puts words of the earlier text back.
    pub(super) fn put_back(&mut self, content: &'a [Inline]) -> Vec<Inline> {
        content.iter().filter_map(|node| self.put_back_node(node)).collect()
    }

    /// Puts one node back. The mark of a note that still stands becomes raised text: it must not be one more place that
    /// the note is anchored at.
    pub(super) fn put_back_node(&mut self, node: &'a Inline) -> Option<Inline> {
        let Inline::NoteMark { note, mark, separator, .. } = node else {
            let inside = self.put_back(node.children());
            return Some(self.put_back_around(node, inside));
        };
        if let Some(marks) = self.gone_notes.get_mut(note.as_str()) {
            *marks += 1;
            let (note, mark, separator) = (note.clone(), mark.clone(), separator.clone());
            return Some(Inline::NoteMark { note, mark, anchor: *marks, separator });
        }
        (!mark.is_empty()).then(|| Inline::Superscript(vec![Inline::Text(format!("{separator}{mark}"))]))
    }

    /// Puts a node back around other words.
    pub(super) fn put_back_around(&self, node: &'a Inline, content: Vec<Inline>) -> Inline {
        match node {
            Inline::Reference { target, .. } => Inline::Reference { target: self.now(target).to_owned(), content },
            node => with_content(node, content),
        }
    }
}
