//! Lead words of a text that is set in another house than its own: marked where that house marks them, in its case.
//!
//! The words and their order stay, and so does the file. End marks are set by `ends.rs`.

use engross_model::{Block, Clause, Inline, plain_text};

use super::Resolved;
use crate::check::LeadPhrases;
use crate::house::{LeadCase, PartData, TermsData, joined};
use crate::language;

/// Writes the lead words of all clauses as the house does that the text is set in.
pub(super) fn change(terms: &TermsData, resolved: &mut Resolved) {
    for (part, data) in resolved.document.parts.iter_mut().zip(&resolved.parts) {
        let dressing = Dressing { part: data, terms };
        for block in &mut part.blocks {
            if let Block::Clause(clause) = block {
                dressing.mark_first(&mut clause.content);
                dressing.clause(clause, data.lead_case);
            }
        }
    }
}

struct Dressing<'a> {
    part: &'a PartData,
    terms: &'a TermsData,
}

impl Dressing<'_> {
    /// Puts the marks around the lead words of the house's list that a clause begins with, however it has marked them.
    fn mark_first(&self, content: &mut Vec<Inline>) {
        let Some(list) = &self.part.lead_words else { return };
        let phrases = LeadPhrases::of(self.terms, list);
        let found = match content.first() {
            Some(Inline::Lead(words)) => only_text(words).map(|words| (words, words.len())),
            Some(Inline::Emphasis(words)) => {
                only_text(words).filter(|words| phrases.are(words)).map(|words| (words, 0))
            }
            Some(Inline::Text(words)) => Some((words.as_str(), 0)),
            _ => None,
        };
        let Some((first, marked)) = found else { return };
        let bare = joined([Inline::text(first)].into_iter().chain(content.iter().skip(1).cloned()));
        let Some((Inline::Text(text), rest)) = bare.split_first() else { return };
        let Some(end) = phrases.at_start(text, marked).last().map(|last| last.end) else { return };
        let (lead, words) = text.split_at(end);
        let lead = self.part.lead_case.map_or_else(|| lead.to_owned(), |case| phrases.in_case(lead, case));
        let words = Some(words).filter(|words| !words.is_empty()).map(Inline::text);
        *content =
            [Inline::Lead(vec![Inline::Text(lead)])].into_iter().chain(words).chain(rest.iter().cloned()).collect();
    }

    /// Writes what is marked in a clause in a case, and takes the marks off in a part that has none.
    fn clause(&self, clause: &mut Clause, case: Option<LeadCase>) {
        for content in [&mut clause.content, &mut clause.closing] {
            for (index, node) in content.iter_mut().enumerate() {
                if let Inline::Lead(words) = node {
                    self.write(words, case, index == 0);
                }
            }
            if !self.part.marks_lead_words() {
                *content = joined(std::mem::take(content).into_iter().flat_map(without_lead));
            }
        }
        // Points have no case of their own, but none keeps the capitals of another house.
        let case = case.filter(|case| *case == LeadCase::Capitals);
        clause.points.iter_mut().for_each(|point| self.clause(point, case));
    }

    /// Writes lead words in a case; where the house has none, what is all in capitals is written as usual.
    fn write(&self, words: &mut [Inline], case: Option<LeadCase>, mut is_first: bool) {
        let tag = &self.terms.tag;
        let was_in_capitals = is_in_capitals(&plain_text(words), tag);
        for node in words {
            let Inline::Text(text) = node else { continue };
            let small = if was_in_capitals { language::lower_case(text, tag) } else { text.clone() };
            *text = match case {
                Some(LeadCase::Capitals) => language::capitals(text, tag),
                Some(LeadCase::Lower) if is_first => with_small_letter(&small, tag),
                Some(LeadCase::Capitalised) if is_first => language::with_capital(&small, tag),
                None if is_first && was_in_capitals => language::with_capital(&small, tag),
                _ => small,
            };
            is_first = false;
        }
    }
}

/// Returns words that hold no further mark, which would be lost.
fn only_text(words: &[Inline]) -> Option<&str> {
    match words {
        [Inline::Text(text)] => Some(text),
        _ => None,
    }
}

fn is_in_capitals(words: &str, tag: &str) -> bool {
    words.chars().filter(|letter| letter.is_uppercase()).count() > 1 && words == language::capitals(words, tag)
}

fn with_small_letter(words: &str, tag: &str) -> String {
    let first = words.chars().next().map_or(0, char::len_utf8);
    language::lower_case(&words[..first], tag) + &words[first..]
}

fn without_lead(node: Inline) -> Vec<Inline> {
    match node {
        Inline::Lead(words) => words,
        other => vec![other],
    }
}
