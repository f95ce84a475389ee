//! End marks: which mark each clause should end with, and the one that is added where there is none.
//!
//! Beside an entry that could not be read nobody knows which clause is the last: there nothing is expected or added.

use engross_model::{Block, Clause, Inline};

use super::{Header, Resolved};
use crate::house::{Ends, NoteMarkSide, Presence, TermsData};
use crate::parse::inline::REFERENCE;
use crate::source_map::{EndPosition, ExpectedEnd, SourceMap};

/// Notes the expected end of every clause and closing text in the source map, and adds missing marks.
pub(super) fn complete(header: &Header<'_>, resolved: &mut Resolved) {
    let mut expected = Vec::new();
    let last_part = resolved.document.parts.len().saturating_sub(1);
    let may_go_on = may_go_on(header, resolved);
    for (index, part) in resolved.document.parts.iter_mut().enumerate() {
        let Some(data) = resolved.parts.get(index) else { continue };
        let last = part.blocks.iter().rposition(|block| matches!(block, Block::Clause(_)));
        for (at, block) in part.blocks.iter_mut().enumerate() {
            if let Block::Clause(clause) = block {
                let last_in_part = Some(at) == last;
                let r#final = last_in_part && index == last_part;
                let gap = resolved.part_gaps.get(index).is_some_and(|gap| *gap);
                let place = Place {
                    ends: &data.ends,
                    level: 0,
                    last: last_in_part,
                    r#final,
                    unknown: gap || r#final && may_go_on,
                };
                let completing = Completing { terms: header.terms, sources: &resolved.sources };
                completing.clause(clause, &place, &mut expected);
            }
        }
    }
    for (id, end) in expected {
        if let Some(unit) = resolved.sources.unit_mut(&id) {
            unit.end = Some(end);
        }
    }
}

/// Says whether a further part may follow those that could be read.
fn may_go_on(header: &Header<'_>, resolved: &Resolved) -> bool {
    let printed = |name: &str| resolved.document.parts.iter().any(|part| part.name == name);
    let parts = &header.house.data().parts;
    parts.iter().any(|part| part.presence == Presence::Required && !printed(&part.name))
        || header.source.parts.iter().any(|part| part.has_gap && !printed(&part.name.value))
}

/// Where a clause stands, as far as its end depends on it.
struct Place<'a> {
    ends: &'a Ends,
    level: usize,
    /// Last of its list.
    last: bool,
    /// Last of the whole text.
    r#final: bool,
    /// Whether something may stand beside or after it that could not be read, so that its position is not known.
    unknown: bool,
}

struct Completing<'a> {
    terms: &'a TermsData,
    sources: &'a SourceMap,
}

impl Completing<'_> {
    fn clause(&self, clause: &mut Clause, place: &Place<'_>, expected: &mut Vec<(String, ExpectedEnd)>) {
        let mut settle = |id: String, content: &mut Vec<Inline>, end: Option<ExpectedEnd>| {
            if let Some(end) = end {
                add_mark(content, &end.mark, self.terms);
                expected.push((id, end));
            }
        };
        let has_gap = self.sources.unit(&clause.id).is_some_and(|unit| unit.has_gap);
        if clause.points.is_empty() {
            settle(clause.id.clone(), &mut clause.content, place.own_end().filter(|_| !has_gap));
            return;
        }
        settle(clause.id.clone(), &mut clause.content, place.lead_in());
        let has_closing = !clause.closing.is_empty();
        if has_closing {
            settle(format!("{}.tail", clause.id), &mut clause.closing, place.closing());
        }
        let last = clause.points.len() - 1;
        for (index, point) in clause.points.iter_mut().enumerate() {
            let ends_clause = index == last && !has_closing;
            let place = Place {
                ends: place.ends,
                level: place.level + 1,
                last: index == last,
                r#final: place.r#final && ends_clause,
                unknown: has_gap || place.unknown && ends_clause,
            };
            self.clause(point, &place, expected);
        }
    }
}

impl Place<'_> {
    fn own_end(&self) -> Option<ExpectedEnd> {
        let ends = self.ends;
        let mark = match (self.level, self.last) {
            (0, true) => ends.last_clause.as_ref().or(ends.clause.as_ref()),
            (0, false) => ends.clause.as_ref(),
            (_, true) => ends.last_point.as_ref().or(ends.point.as_ref()).or(ends.clause.as_ref()),
            (_, false) => ends.point.as_ref().or(ends.clause.as_ref()),
        };
        self.or_final(mark)
    }

    fn closing(&self) -> Option<ExpectedEnd> {
        self.or_final(self.ends.closing.as_ref().or(self.ends.clause.as_ref()))
    }

    fn lead_in(&self) -> Option<ExpectedEnd> {
        let mark = self.ends.lead_in.clone()?;
        Some(ExpectedEnd { mark, position: EndPosition::LeadIn })
    }

    fn or_final(&self, mark: Option<&String>) -> Option<ExpectedEnd> {
        if self.unknown {
            return None;
        }
        if let (true, Some(mark)) = (self.r#final, &self.ends.r#final) {
            return Some(ExpectedEnd { mark: mark.clone(), position: EndPosition::Final });
        }
        mark.map(|mark| ExpectedEnd { mark: mark.clone(), position: EndPosition::Other })
    }
}

/// Returns the punctuation at the end of a text, if it has some: `;` of `… peace;`.
pub(crate) fn punctuation_end(text: &str) -> Option<char> {
    let last = text.trim_end().chars().next_back()?;
    ";:,.!?…·؛،؟。；：，、".contains(last).then_some(last)
}

/// Adds the mark unless the text ends with punctuation of its own.
fn add_mark(content: &mut Vec<Inline>, mark: &str, terms: &TermsData) {
    let mut printed = String::new();
    push_visible(content, &mut printed);
    if punctuation_end(&printed).is_some() || printed.trim().is_empty() {
        return;
    }
    let mut added = String::new();
    added.extend(terms.spacing.before.get(mark).map(|space| space.character()));
    added.push_str(mark);
    let marks = content.iter().rev().take_while(|node| matches!(node, Inline::NoteMark { .. })).count();
    let at = match terms.note_marks {
        NoteMarkSide::AfterPunctuation => content.len() - marks,
        NoteMarkSide::BeforePunctuation => content.len(),
    };
    match at.checked_sub(1).and_then(|before| content.get_mut(before)) {
        Some(Inline::Text(text)) => text.push_str(&added),
        _ => content.insert(at, Inline::Text(added)),
    }
}

fn push_visible(content: &[Inline], printed: &mut String) {
    for node in content {
        match node {
            Inline::Text(text) => printed.push_str(text),
            // A reference has no words yet, and never ends with a mark.
            Inline::Reference { content, .. } if content.is_empty() => printed.push(REFERENCE),
            Inline::NoteMark { .. } => {}
            _ => push_visible(node.children(), printed),
        }
    }
}
