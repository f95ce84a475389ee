//! Sets phrases apart that run against the text around them: `A/RES/73/7` in Arabic.
//!
//! Every backend then shows them alike. It is the last pass: rules look at the text as it was written.

use std::ops::Range;

use engross_model::{Direction, Document, Inline, direction_runs};

/// Stands for a note mark while phrases are looked for: no letter, and nothing that joins numbers.
const MARK: char = '\u{FFFC}';

/// Isolates the phrases in all running text of a document.
pub(crate) fn isolate(document: &mut Document) {
    let around = document.language.direction;
    document.walk_words_mut(&mut |content| isolate_in(content, around));
}

/// Isolates phrases, which are looked for in the words alone: `H₂O` is one phrase, lowered figure or not.
fn isolate_in(content: &mut Vec<Inline>, around: Direction) {
    if !may_turn(content, around) {
        return;
    }
    let mut words = String::new();
    push_words(content, &mut words);
    let mut phrases = Vec::new();
    let mut at = 0;
    for run in direction_runs(&words, around) {
        let end = at + run.text.len();
        if run.direction != around {
            phrases.push(at..end);
        }
        at = end;
    }
    if !phrases.is_empty() {
        *content = with_phrases(std::mem::take(content), 0, &phrases, around.opposite());
    }
}

/// Says whether there can be a phrase at all; hardly any text from left to right has one.
fn may_turn(content: &[Inline], around: Direction) -> bool {
    around == Direction::Rtl
        || content.iter().any(|inline| match inline {
            Inline::Text(text) => !text.is_ascii(),
            other => may_turn(other.children(), around),
        })
}

fn push_words(content: &[Inline], words: &mut String) {
    for inline in content {
        match inline {
            Inline::Text(text) => words.push_str(text),
            Inline::NoteMark { .. } => words.push(MARK),
            other => push_words(other.children(), words),
        }
    }
}

/// Gathers each phrase in a node of its own. `at` is where the content begins in the words that `phrases` are places in. A
/// phrase that begins or ends inside a node is parted there, since nodes do not overlap.
fn with_phrases(content: Vec<Inline>, at: usize, phrases: &[Range<usize>], direction: Direction) -> Vec<Inline> {
    let mut gathering = Gathering { done: Vec::new(), phrase: None, inside: Vec::new(), direction };
    let mut at = at;
    for mut inline in content {
        let end = at + length(&inline);
        let around = phrase_after(phrases, at).filter(|phrase| phrase.start <= at && end <= phrase.end);
        match inline {
            Inline::Text(text) => gathering.text(&text, at, phrases),
            _ if around.is_some() => gathering.add(around, inline),
            _ => {
                if let Some(inner) = inline.content_mut() {
                    *inner = with_phrases(std::mem::take(inner), at, phrases, direction);
                }
                gathering.add(None, inline);
            }
        }
        at = end;
    }
    gathering.finish()
}

/// Nodes on their way into phrases.
struct Gathering<'p> {
    done: Vec<Inline>,
    /// The phrase at hand, and what was found of it.
    phrase: Option<&'p Range<usize>>,
    inside: Vec<Inline>,
    direction: Direction,
}

impl<'p> Gathering<'p> {
    fn add(&mut self, phrase: Option<&'p Range<usize>>, inline: Inline) {
        if phrase != self.phrase {
            self.close();
            self.phrase = phrase;
        }
        if phrase.is_some() { self.inside.push(inline) } else { self.done.push(inline) }
    }

    /// Adds a text, parted where phrases begin and end.
    fn text(&mut self, text: &str, at: usize, phrases: &'p [Range<usize>]) {
        let mut from = 0;
        while from < text.len() {
            let place = at + from;
            let phrase = phrase_after(phrases, place);
            let inside = phrase.filter(|phrase| phrase.start <= place);
            let until = match (inside, phrase) {
                (Some(phrase), _) => phrase.end,
                (None, Some(next)) => next.start,
                (None, None) => usize::MAX,
            };
            let to = until.saturating_sub(at).min(text.len());
            self.add(inside, Inline::text(text.get(from..to).unwrap_or_default()));
            from = to;
        }
    }

    fn close(&mut self) {
        if self.phrase.take().is_some() {
            let mut content = std::mem::take(&mut self.inside);
            // A phrase begins and ends with no blank of its own: where it was parted, the blank stays between its parts.
            let before = content.first_mut().and_then(take_blanks_before);
            let after = content.last_mut().and_then(take_blanks_after);
            self.done.extend(before);
            self.done.push(Inline::Isolated { direction: self.direction, content });
            self.done.extend(after);
        }
    }

    fn finish(mut self) -> Vec<Inline> {
        self.close();
        self.done
    }
}

/// Returns the first phrase that ends after a place.
fn phrase_after(phrases: &[Range<usize>], place: usize) -> Option<&Range<usize>> {
    phrases.get(phrases.partition_point(|phrase| phrase.end <= place))
}

fn take_blanks_before(inline: &mut Inline) -> Option<Inline> {
    let Inline::Text(text) = inline else { return None };
    let words = text.split_off(text.len() - text.trim_start().len());
    let blanks = std::mem::replace(text, words);
    (!blanks.is_empty()).then_some(Inline::Text(blanks))
}

fn take_blanks_after(inline: &mut Inline) -> Option<Inline> {
    let Inline::Text(text) = inline else { return None };
    let blanks = text.split_off(text.trim_end().len());
    (!blanks.is_empty()).then_some(Inline::Text(blanks))
}

fn length(inline: &Inline) -> usize {
    match inline {
        Inline::Text(text) => text.len(),
        Inline::NoteMark { .. } => MARK.len_utf8(),
        other => other.children().iter().map(length).sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::text(text)
    }

    fn isolated(content: Vec<Inline>) -> Inline {
        Inline::Isolated { direction: Direction::Ltr, content }
    }

    fn after(mut content: Vec<Inline>) -> Vec<Inline> {
        isolate_in(&mut content, Direction::Rtl);
        content
    }

    #[test]
    fn a_phrase_holds_the_nodes_that_it_reaches_across() {
        let lowered = Inline::Subscript(vec![text("2")]);
        assert_eq!(
            after(vec![text("المقاس H"), lowered.clone(), text("O و5")]),
            [text("المقاس "), isolated(vec![text("H"), lowered, text("O")]), text(" و5")]
        );
        let emphasis = Inline::Emphasis(vec![text("The Handbook")]);
        assert_eq!(
            after(vec![text("NATO, "), emphasis.clone(), text(", Brussels 2024، ص 3")]),
            [isolated(vec![text("NATO, "), emphasis, text(", Brussels 2024")]), text("، ص 3")]
        );
    }

    #[test]
    fn a_phrase_that_ends_inside_a_node_is_parted_there() {
        assert_eq!(
            after(vec![Inline::Lead(vec![text("إن NATO")]), text(" PA")]),
            [Inline::Lead(vec![text("إن "), isolated(vec![text("NATO")])]), text(" "), isolated(vec![text("PA")])]
        );
    }

    #[test]
    fn a_note_mark_behind_a_phrase_stays_outside() {
        let mark = Inline::unnumbered_mark("a");
        assert_eq!(
            after(vec![text("NATO"), mark.clone(), text(" و")]),
            [isolated(vec![text("NATO")]), mark, text(" و")]
        );
    }

    #[test]
    fn a_text_without_phrases_stays_as_it_is() {
        let mut content = vec![text("Noting – "), Inline::Emphasis(vec![text("all")])];
        let before = content.clone();
        isolate_in(&mut content, Direction::Ltr);
        assert_eq!(content, before);
    }
}
