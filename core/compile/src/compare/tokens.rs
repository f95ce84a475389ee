//! Running text as a list of tokens that can be compared.
//!
//! A token is a word, a blank, a sign or a note mark together with the nodes that it stands in: a word that has become
//! emphasised is another token. The mark of a note is the same whatever number it prints.

use std::collections::HashMap;
use std::ops::Range;
use std::ptr;

use engross_model::{Direction, Inline};

use super::names::Names;
use super::pieces::pieces;

/// Words up to this many letters are no words to stop at between two changes.
const SHORT_WORD: usize = 4;

/// How many signs and blanks, with a short word among them, may stand between two changes that are shown as one.
const SHORT_RUN: usize = 5;

/// Numbers for tokens and for the nodes around them: the same number for the same kind and words inside the same node.
pub(super) type Keys<'a> = HashMap<(u32, &'static str, &'a str), u32>;

/// A text as tokens.
#[derive(Default)]
pub(super) struct Tokens<'a> {
    /// What the tokens are compared by.
    pub(super) keys: Vec<u32>,
    /// The tokens.
    pub(super) tokens: Vec<Token<'a>>,
    /// The nodes around tokens, each list from the outside in.
    paths: Vec<Vec<Around<'a>>>,
}

/// A piece of running text that is never broken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    /// What it is.
    pub(super) leaf: Leaf<'a>,
    path: usize,
}

/// What a token is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Leaf<'a> {
    /// A piece of text.
    Piece(&'a str),
    /// A note mark, or a node with nothing in it.
    Node(&'a Inline),
}

/// A node around tokens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around<'a> {
    /// Its number: the same for nodes that are the same but for their words.
    pub(super) key: u32,
    /// The node.
    pub(super) node: &'a Inline,
}

impl<'a> Tokens<'a> {
    /// Takes a text apart. References to clauses whose ids have changed are those to the new ids.
    pub(super) fn read(content: &'a [Inline], keys: &mut Keys<'a>, names: &Names<'a>) -> Self {
        let mut tokens = Self::default();
        tokens.add(content, &[], keys, names);
        tokens
    }

    /// Returns the nodes around a token.
    pub(super) fn path(&self, token: &Token<'a>) -> &[Around<'a>] {
        &self.paths[token.path]
    }

    /// Says whether tokens between two changes are so few that both are read as one. A node that begins or ends between
    /// them parts them.
    pub(super) fn is_short(&self, kept: Range<usize>) -> bool {
        let with_neighbours = kept.start.saturating_sub(1)..self.tokens.len().min(kept.end + 1);
        let mut words = 0;
        let is_short_piece = |token: &Token<'_>| match token.leaf {
            Leaf::Piece(piece) if piece.starts_with(char::is_alphanumeric) => {
                words += 1;
                words == 1 && piece.chars().count() <= SHORT_WORD
            }
            Leaf::Piece(_) => true,
            Leaf::Node(_) => false,
        };
        kept.len() <= SHORT_RUN
            && self.tokens[kept].iter().all(is_short_piece)
            && self.tokens[with_neighbours].windows(2).all(|tokens| tokens[0].path == tokens[1].path)
    }

    /// Says where a token of a stretch leans: below zero to what stands before the stretch, above zero to what follows it,
    /// by the nodes that it stands in together with either. It only ever grows within a stretch.
    pub(super) fn leaning(&self, token: usize, stretch: &Range<usize>) -> isize {
        let shared = |neighbour: Option<&Token<'a>>| {
            let neighbour = neighbour.map(|token| self.path(token)).unwrap_or_default();
            let both = self.path(&self.tokens[token]).iter().zip(neighbour);
            both.take_while(|(one, other)| ptr::eq(one.node, other.node)).count().cast_signed()
        };
        let before = stretch.start.checked_sub(1).and_then(|before| self.tokens.get(before));
        shared(self.tokens.get(stretch.end)) - shared(before)
    }

    fn add(&mut self, content: &'a [Inline], around: &[Around<'a>], keys: &mut Keys<'a>, names: &Names<'a>) {
        let path = self.paths.len();
        self.paths.push(around.to_vec());
        let outer = around.last().map_or(0, |around| around.key);
        for node in content {
            let (kind, what) = kind(node, names);
            match node {
                Inline::Text(text) => {
                    for piece in pieces(text) {
                        let key = number(keys, (outer, kind, piece));
                        self.push(key, Leaf::Piece(piece), path);
                    }
                }
                node if node.children().is_empty() => {
                    self.push(number(keys, (outer, kind, what)), Leaf::Node(node), path);
                }
                node => {
                    let key = number(keys, (outer, kind, what));
                    let inside: Vec<_> = around.iter().copied().chain([Around { key, node }]).collect();
                    self.add(node.children(), &inside, keys, names);
                }
            }
        }
    }

    fn push(&mut self, key: u32, leaf: Leaf<'a>, path: usize) {
        self.keys.push(key);
        self.tokens.push(Token { leaf, path });
    }
}

fn number<'a>(keys: &mut Keys<'a>, key: (u32, &'static str, &'a str)) -> u32 {
    // Zero stands for no node at all.
    let next = u32::try_from(keys.len() + 1).unwrap_or(u32::MAX);
    *keys.entry(key).or_insert(next)
}

/// Says what a node is and what it names.
fn kind<'a>(node: &'a Inline, names: &Names<'a>) -> (&'static str, &'a str) {
    match node {
        Inline::Text(_) => ("text", ""),
        Inline::Lead(_) => ("lead", ""),
        Inline::Emphasis(_) => ("emphasis", ""),
        Inline::Superscript(_) => ("superscript", ""),
        Inline::Subscript(_) => ("subscript", ""),
        Inline::Link { url, .. } => ("link", url),
        Inline::Reference { target, .. } => ("reference", names.now(target)),
        Inline::NoteMark { note, .. } => ("note", note),
        Inline::Isolated { direction: Direction::Ltr, .. } => ("left to right", ""),
        Inline::Isolated { direction: Direction::Rtl, .. } => ("right to left", ""),
        Inline::Changed { change, .. } => ("changed", &change.amendment),
    }
}
