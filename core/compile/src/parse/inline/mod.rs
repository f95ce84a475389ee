//! Running text: the one-page grammar of marks inside a clause, with the place of every node.
//!
//! ```text
//! **words**          lead words          opens at the beginning of a word, closes at the end of one
//! *words*            emphasis            likewise
//! ^st^  ~2~          raised, lowered     no blanks inside; may stand inside a word
//! [words](https://…) link                https:, http: or mailto:
//! [words](#id)       reference           to a clause, in the author's words
//! [#id]              reference           in the house's words: "paragraph 26 (d)"
//! [#id.label]        reference           the clause's own numeral alone: "d", for "points (c) and (d)"
//! [^name]            note mark
//! {name}             slot                in a house's phrases only
//! \*                 the character       before any of \ * ^ ~ [ ] ( ) { }
//! ```
//!
//! Everything else prints as written: `2*3*4`, `1949) treaty`, `{{`, `#`, `$`, `@`, `<`, `&`. A mark that could open and is
//! never closed is an error at its place; nothing is ever dropped in silence. Parsing takes linear time.

mod parser;
mod visible;

use std::ops::Range;

use engross_model::Inline;

use self::parser::Parser;
pub(crate) use self::visible::{PLACEHOLDER, REFERENCE, VisibleText};
use crate::language::has_no_blanks;

/// The characters that a backslash makes literal.
const ESCAPABLE: &str = "\\*^~[](){}";

/// Says whether a character can be part of a mark.
pub(crate) fn is_sign(character: char) -> bool {
    ESCAPABLE.contains(character)
}

/// Parsed running text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Markup {
    pub(crate) nodes: Vec<Node>,
    pub(crate) errors: Vec<MarkupError>,
}

/// A node and the bytes of the value it stands in, marks included.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub(crate) range: Range<usize>,
    pub(crate) piece: Piece,
}

/// What a node is. A text that differs in length from its range is one escaped character.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Piece {
    Text(String),
    Lead(Vec<Node>),
    Emphasis(Vec<Node>),
    Superscript(Vec<Node>),
    Subscript(Vec<Node>),
    Link {
        url: String,
        content: Vec<Node>,
    },
    /// Without content, the house's words are printed.
    Reference {
        target: String,
        content: Vec<Node>,
    },
    NoteMark(String),
    Slot(String),
}

/// Something wrong in running text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MarkupError {
    pub(crate) range: Range<usize>,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    /// What of the value to replace by what, where that mends it.
    pub(crate) mend: Option<(Range<usize>, String)>,
}

/// Parses running text of an author.
pub(crate) fn parse(value: &str) -> Markup {
    Parser::new(value, false).run()
}

/// Says whether a letter belongs to a word that blanks part from the next. Scripts that are written without blanks, those
/// of China, Japan and South East Asia, have no such words.
pub(crate) fn is_word_letter(letter: char) -> bool {
    letter.is_alphanumeric() && !has_no_blanks(letter)
}

/// Says whether marked words may end, or begin, between a letter of theirs and what stands outside. Where a script has no
/// blanks, that is beside any of its letters.
fn is_edge(inside: char, outside: Option<char>) -> bool {
    has_no_blanks(inside) || !outside.is_some_and(is_word_letter)
}

/// Parses a phrase of a house, which may hold slots.
pub(crate) fn parse_phrase(value: &str) -> Markup {
    Parser::new(value, true).run()
}

/// Parses words of a house's terms and returns them as content.
pub(crate) fn content(value: &str) -> Vec<Inline> {
    parse(value).inlines()
}

impl Markup {
    /// Returns the content that the document holds.
    pub(crate) fn inlines(&self) -> Vec<Inline> {
        inlines(&self.nodes)
    }

    /// Returns what a reader sees, with the way back to the value.
    pub(crate) fn visible(&self) -> VisibleText {
        VisibleText::of(&self.nodes)
    }

    /// Returns the notes that marks name, with the place of each mark.
    pub(crate) fn note_marks(&self) -> Vec<(String, Range<usize>)> {
        let mut marks = Vec::new();
        walk(&self.nodes, &mut |node| {
            if let Piece::NoteMark(name) = &node.piece {
                marks.push((name.clone(), node.range.clone()));
            }
        });
        marks
    }

    /// Returns the targets of references, whether they have words of their own, and their places.
    pub(crate) fn references(&self) -> Vec<(String, bool, Range<usize>)> {
        let mut references = Vec::new();
        walk(&self.nodes, &mut |node| {
            if let Piece::Reference { target, content } = &node.piece {
                references.push((target.clone(), !content.is_empty(), node.range.clone()));
            }
        });
        references
    }

    /// Returns every node, outer ones before those inside.
    pub(crate) fn all_nodes(&self) -> Vec<&Node> {
        let mut nodes = Vec::new();
        walk(&self.nodes, &mut |node| nodes.push(node));
        nodes
    }

    /// Says whether a range of the value lies inside lead words.
    pub(crate) fn in_lead(&self, range: Range<usize>) -> bool {
        let mut inside = false;
        walk(&self.nodes, &mut |node| {
            let covers = node.range.start <= range.start && range.end <= node.range.end;
            inside |= matches!(node.piece, Piece::Lead(_)) && covers;
        });
        inside
    }
}

impl Node {
    /// Returns the nodes inside this one.
    pub(crate) fn children(&self) -> &[Self] {
        match &self.piece {
            Piece::Text(_) | Piece::NoteMark(_) | Piece::Slot(_) => &[],
            Piece::Lead(content)
            | Piece::Emphasis(content)
            | Piece::Superscript(content)
            | Piece::Subscript(content)
            | Piece::Link { content, .. }
            | Piece::Reference { content, .. } => content,
        }
    }

    /// Returns the node as the document holds it. An unfilled slot prints as written.
    pub(crate) fn inline(&self) -> Inline {
        match &self.piece {
            Piece::Text(text) => Inline::Text(text.clone()),
            Piece::Lead(content) => Inline::Lead(inlines(content)),
            Piece::Emphasis(content) => Inline::Emphasis(inlines(content)),
            Piece::Superscript(content) => Inline::Superscript(inlines(content)),
            Piece::Subscript(content) => Inline::Subscript(inlines(content)),
            Piece::Link { url, content } => Inline::Link { url: url.clone(), content: inlines(content) },
            Piece::Reference { target, content } => {
                Inline::Reference { target: target.clone(), content: inlines(content) }
            }
            Piece::NoteMark(note) => Inline::unnumbered_mark(note),
            Piece::Slot(name) => Inline::Text(format!("{{{name}}}")),
        }
    }
}

fn inlines(nodes: &[Node]) -> Vec<Inline> {
    let mut content: Vec<Inline> = Vec::with_capacity(nodes.len());
    for node in nodes {
        match (content.last_mut(), node.inline()) {
            (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
            (_, inline) => content.push(inline),
        }
    }
    content
}

fn walk<'a>(nodes: &'a [Node], visit: &mut dyn FnMut(&'a Node)) {
    for node in nodes {
        visit(node);
        walk(node.children(), visit);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Writes nodes as `[L …]`, `[E …]`, ….
    fn sketch(value: &str) -> String {
        fn push(nodes: &[Node], sketch: &mut String) {
            for node in nodes {
                let name = match &node.piece {
                    Piece::Text(text) => {
                        sketch.push_str(text);
                        continue;
                    }
                    Piece::Lead(_) => "L ".to_owned(),
                    Piece::Emphasis(_) => "E ".to_owned(),
                    Piece::Superscript(_) => "^".to_owned(),
                    Piece::Subscript(_) => "~".to_owned(),
                    Piece::Link { url, .. } => format!("{url} "),
                    Piece::Reference { target, .. } => format!("#{target} "),
                    Piece::NoteMark(name) => format!("note {name}"),
                    Piece::Slot(name) => format!("slot {name}"),
                };
                sketch.push('⟨');
                sketch.push_str(&name);
                push(node.children(), sketch);
                sketch.push('⟩');
            }
        }
        let markup = parse(value);
        let mut sketch = String::new();
        push(&markup.nodes, &mut sketch);
        for error in markup.errors {
            sketch.push_str(&format!(" !{}@{}", error.code, error.range.start));
        }
        sketch
    }

    #[test]
    fn marks_open_and_close_at_word_edges() {
        for (value, expected) in [
            ("**Noting** that *it* is", "⟨L Noting⟩ that ⟨E it⟩ is"),
            ("(**Noting**), «*it*»;", "(⟨L Noting⟩), «⟨E it⟩»;"),
            ("2*3*4 and 5 * 6 * 7", "2*3*4 and 5 * 6 * 7"),
            ("***both***", "⟨L ⟨E both⟩⟩"),
            ("**a *b* c**", "⟨L a ⟨E b⟩ c⟩"),
            ("*a **b** c*", "⟨E a ⟨L b⟩ c⟩"),
            ("note* and **", "note* and **"),
            ("the 1^st^ of H~2~O", "the 1⟨^st⟩ of H⟨~2⟩O"),
            ("a \\*star\\* and \\\\ and \\n", "a *star* and \\ and \\n"),
            ("1949) treaty, 1. The first, - dash, # x, > x", "1949) treaty, 1. The first, - dash, # x, > x"),
            ("{{x}} #let $m$ @r <b> &amp; snake_case_word `c`", "{{x}} #let $m$ @r <b> &amp; snake_case_word `c`"),
            ("https://example.org/~name*x", "https://example.org/~name*x"),
        ] {
            assert_eq!(sketch(value), expected, "{value}");
        }
    }

    #[test]
    fn brackets_are_links_references_and_notes() {
        for (value, expected) in [
            ("see [#urges.label]", "see ⟨#urges.label ⟩"),
            ("see [#urges], [it](#urges) and[^n]", "see ⟨#urges ⟩, ⟨#urges it⟩ and⟨note n⟩"),
            ("[a *b*](https://x.org/(y)?z)", "⟨https://x.org/(y)?z a ⟨E b⟩⟩"),
            ("[sic] and [x]: y and [a [b] c]", "[sic] and [x]: y and [a [b] c]"),
            ("\\[#urges\\]", "[#urges]"),
            ("[**a** b](mailto:a@b.org)", "⟨mailto:a@b.org ⟨L a⟩ b⟩"),
            ("*[a](#b)*", "⟨E ⟨#b a⟩⟩"),
        ] {
            assert_eq!(sketch(value), expected, "{value}");
        }
    }

    #[test]
    fn errors_stand_at_their_place_and_lose_nothing() {
        for (value, expected) in [
            ("a **Noting that", "a **Noting that !INL-01@2"),
            ("**a *b** c", "⟨L a *b⟩ c !INL-01@4"),
            ("10^6 tonnes", "10^6 tonnes !INL-01@2"),
            ("[x](javascript:y)", "[x](javascript:y) !INL-02@4"),
            ("[^Bad] note", "[^Bad] note !INL-02@0"),
            ("a ^^ b", "a ^^ b !INL-03@2"),
            ("[](#x)", "⟨#x ⟩ !INL-03@0"),
            ("bell\u{7}", "bell\u{7} !INL-05@4"),
            ("*a [b*](#c)", "*a ⟨#c b*⟩ !INL-01@0"),
        ] {
            assert_eq!(sketch(value), expected, "{value}");
        }
        let deep = "*a **b *c **d *e **f *g **h *i **j".to_owned();
        assert!(parse(&deep).errors.iter().any(|error| error.code == "INL-04"));
    }

    #[test]
    fn visible_text_finds_its_way_back() {
        let markup = parse("**Noting** a \\* b[^n] and [it](#c);");
        let visible = markup.visible();
        assert_eq!(visible.text, "Noting a * b\u{fffc} and it;");
        assert_eq!(visible.value_range(0..6), 2..8);
        assert_eq!(visible.exact_value_range(7..8), Some(11..12));
        assert_eq!(visible.value_range(9..10), 13..15);
        assert_eq!(visible.exact_value_range(7..10), None);
        assert_eq!(visible.visible_range(0..10), 0..6);
    }

    #[test]
    fn slots_are_for_phrases() {
        let markup = parse_phrase("{kind} {number}");
        assert_eq!(markup.nodes.len(), 3);
        assert_eq!(parse_phrase("{ x").errors.len(), 1);
    }

    #[test]
    fn hostile_texts_take_linear_time() {
        for piece in ["*a ", "[", "]", "^a ", "[a](", "**", "\\", "[^", "~"] {
            let text = piece.repeat(50_000);
            let visible = parse(&text).visible();
            assert!(!visible.text.is_empty() || piece == "\\");
        }
    }

    proptest! {
        #[test]
        fn nodes_cover_the_value_without_gaps(value in "([a-z ]|\\*|\\^|~|\\[|\\]|\\(|\\)|#|\\\\|é|\\n){0,40}") {
            let markup = parse(&value);
            let mut at = 0;
            for node in &markup.nodes {
                prop_assert_eq!(node.range.start, at);
                at = node.range.end;
            }
            prop_assert_eq!(at, value.len());
        }

        #[test]
        fn plain_words_stay_as_they_are(value in "[a-zA-Z0-9 ,;:.!?'«»–]{0,80}") {
            let visible = parse(&value).visible();
            prop_assert_eq!(&visible.text, &value);
            prop_assert_eq!(visible.value_range(0..value.len()), 0..value.len());
        }

        #[test]
        fn visible_ranges_lead_to_the_same_words(value in "([a-z]{1,4}|\\*\\*[a-z]{1,3}\\*\\*| |\\\\\\*){0,12}") {
            let visible = parse(&value).visible();
            for (at, character) in visible.text.char_indices() {
                let range = visible.value_range(at..at + character.len_utf8());
                prop_assert!(value[range].contains(character) || character == ' ');
            }
        }
    }
}
