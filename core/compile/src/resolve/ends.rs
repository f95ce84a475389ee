//! End marks: which mark each clause should end with, and the one that is added where there is none.
//!
//! Beside an entry that could not be read nobody knows which clause is the last: there nothing is expected or added.

use engross_model::{Block, Clause, Inline};

use super::{Header, Resolved};
use crate::house::{Ends, NoteMarkSide, Presence, Space, TermsData};
use crate::parse::inline::REFERENCE;
use crate::source_map::{EndPosition, ExpectedEnd, SourceMap};

/// Notes the expected end of every clause and closing text in the source map, and adds missing marks.
pub(super) fn complete(header: &Header<'_>, resolved: &mut Resolved) {
    let mut expected = Vec::new();
    let house = header.house.data();
    let last_part = resolved.document.parts.len().saturating_sub(1);
    let may_go_on = may_go_on(header, resolved);
    for (index, part) in resolved.document.parts.iter_mut().enumerate() {
        let Some(data) = resolved.parts.get(index) else { continue };
        // An annex may follow the part that ends the text, and ends for itself.
        let ends_text = house.parts.iter().skip(house.main_part()).any(|known| known.name == data.name);
        let mut left = part.blocks.iter().filter(|block| matches!(block, Block::Clause(_))).count();
        for block in &mut part.blocks {
            if let Block::Clause(clause) = block {
                left -= 1;
                let ends_part = left == 0;
                let r#final = ends_part && (ends_text || index == last_part);
                let gap = resolved.part_gaps.get(index).is_some_and(|gap| *gap);
                let unknown = gap || r#final && !ends_text && may_go_on;
                let place = Place { ends: &data.ends, level: 0, left, ends_part, r#final, unknown };
                let completing = Completing {
                    terms: header.terms,
                    sources: &resolved.sources,
                    replaces: header.source.is_converted,
                };
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
    /// How many entries of its list come after it.
    left: usize,
    /// Last of its part, at whatever depth.
    ends_part: bool,
    /// Last of the whole text, or of what stands above and in an annex.
    r#final: bool,
    /// Whether something may stand beside or after it that could not be read, so that its position is not known.
    unknown: bool,
}

struct Completing<'a> {
    terms: &'a TermsData,
    sources: &'a SourceMap,
    /// Whether the text stands in another house than its own, whose marks take the place of those written.
    replaces: bool,
}

impl Completing<'_> {
    fn clause(&self, clause: &mut Clause, place: &Place<'_>, expected: &mut Vec<(String, ExpectedEnd)>) {
        let mut settle = |id: String, content: &mut Vec<Inline>, end: Option<ExpectedEnd>| {
            if let Some(mut end) = end {
                if self.replaces && take_mark(content, &end, self.terms) {
                    end.position = EndPosition::Set;
                }
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
        let count = clause.points.len();
        for (left, point) in (0..count).rev().zip(&mut clause.points) {
            let ends_clause = left == 0 && !has_closing;
            let place = Place {
                ends: place.ends,
                level: place.level + 1,
                left,
                ends_part: place.ends_part && ends_clause,
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
        let point = ends.point.as_ref().or(ends.clause.as_ref());
        self.or_last(match (self.level, self.left) {
            (0, _) => ends.clause.as_ref(),
            (_, 0) => ends.last_point.as_ref().or(point),
            (_, 1) => ends.before_last_point.as_ref().or(point),
            _ => point,
        })
    }

    fn closing(&self) -> Option<ExpectedEnd> {
        self.or_last(self.ends.closing.as_ref().or(self.ends.clause.as_ref()))
    }

    fn lead_in(&self) -> Option<ExpectedEnd> {
        let mark = self.ends.lead_in.clone()?;
        Some(ExpectedEnd { mark, position: EndPosition::LeadIn })
    }

    /// Returns the mark of the text's or the part's end in place of that of this position.
    fn or_last(&self, mark: Option<&String>) -> Option<ExpectedEnd> {
        if self.unknown {
            return None;
        }
        if let (true, Some(mark)) = (self.r#final, &self.ends.r#final) {
            return Some(ExpectedEnd { mark: mark.clone(), position: EndPosition::Final });
        }
        let mark = self.ends.last_clause.as_ref().filter(|_| self.ends_part).or(mark);
        mark.map(|mark| ExpectedEnd { mark: mark.clone(), position: EndPosition::Other })
    }
}

/// Returns how a text ends, if it ends as clauses do: `;` of `… peace;`, a doubled `;;`, and `; and` where `and` is one
/// of the conjunctions.
pub(crate) fn written_end<'t>(text: &'t str, conjunctions: &[String]) -> Option<&'t str> {
    let text = text.trim_end();
    let joined = conjunctions.iter().find_map(|word| before_word(text, word));
    let words = joined.unwrap_or(text).trim_end();
    let Some(last) = words.chars().next_back().filter(|last| ";:,.!?…·؛،؟。；：，、".contains(*last)) else {
        return joined.map(|before| &text[before.len()..]);
    };
    // A mark that cannot stand before another one belongs to the end too.
    let mut start = words.len() - last.len_utf8();
    while let Some(before) = words[..start].trim_end().strip_suffix([';', ':', ',', '·', '؛', '،', '；', '：', '，'])
    {
        start = before.len();
    }
    Some(&text[start..])
}

/// Says whether the full stop at the end of words belongs to the last of them: `etc.`, `e.g.`.
pub(crate) fn ends_with_abbreviation(words: &str, abbreviations: &[String]) -> bool {
    let is_around = |character: char| !character.is_alphanumeric() && character != '.';
    let last = words.trim_end_matches('.').rsplit(is_around).next().unwrap_or_default();
    last.contains('.') || abbreviations.contains(&last.to_lowercase())
}

/// Returns what stands before the last word of a text, if it is that word, whatever its case.
fn before_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (before, last) = text.split_at_checked(text.len().checked_sub(word.len())?)?;
    (last.to_lowercase() == word.to_lowercase() && before.ends_with(char::is_whitespace)).then_some(before)
}

/// Takes off another mark than the house's, and says whether nothing but that has kept the house's away. What belongs to the
/// words stays: the point of an abbreviation, a question mark, a colon before what follows.
fn take_mark(content: &mut [Inline], end: &ExpectedEnd, terms: &TermsData) -> bool {
    let mut printed = String::new();
    push_visible(content, &mut printed);
    let printed = printed.as_str();
    let Some(written) = written_end(printed, &terms.conjunctions).filter(|written| *written != end.mark) else {
        return true;
    };
    let start = printed.trim_end().len() - written.len();
    let is_own = |mark: char| !mark.is_alphanumeric() && !mark.is_whitespace() && !terms.is_mark(";:,.", mark);
    let leads_on = written == ":" && end.position == EndPosition::Other;
    let shortens = written == "." && ends_with_abbreviation(printed.trim_end(), &terms.abbreviations);
    if leads_on || shortens || written.contains(is_own) {
        return false;
    }
    take_last(content, &mut (printed.len() - printed[..start].trim_end().len()));
    true
}

/// Takes this many bytes off the end of the words, on either side of note marks.
fn take_last(content: &mut [Inline], left: &mut usize) {
    for node in content.iter_mut().rev() {
        match node {
            Inline::Text(text) => {
                let kept = text.len().saturating_sub(*left);
                *left -= text.len() - kept;
                text.truncate(kept);
            }
            other => take_last(other.children_mut(), left),
        }
    }
}

/// Adds the mark unless the text ends with punctuation of its own.
fn add_mark(content: &mut Vec<Inline>, mark: &str, terms: &TermsData) {
    let mut printed = String::new();
    push_visible(content, &mut printed);
    let is_written =
        printed.trim_end().ends_with(mark.trim_start()) || written_end(&printed, &terms.conjunctions).is_some();
    if is_written || printed.trim().is_empty() {
        return;
    }
    let mut added = String::new();
    added.extend(mark.chars().next().and_then(|mark| terms.spacing.before(mark)).map(Space::as_str));
    added.push_str(mark);
    let marks = content.iter().rev().take_while(|node| matches!(node, Inline::NoteMark { .. })).count();
    let at = match terms.note_marks.unwrap_or_default() {
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
