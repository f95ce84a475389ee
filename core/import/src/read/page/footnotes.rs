//! Which elements of a page are notes and their marks: by the standard roles, because each leads to the other, or because a
//! mark leads to what begins with it.

use std::collections::{BTreeMap, BTreeSet};

use engross_files::html::{Node, Tree};

use super::is_block;
use crate::label;

/// Links that lead to one place: more of them are not looked at.
const MOST_WAYS_BACK: usize = 16;

/// Links with more letters are words of the text that lead somewhere.
const LONGEST_MARK: usize = 6;

/// One of several links back from a note has no more letters: `^`, `a`, `12`.
const LONGEST_WAY_BACK: usize = 2;

/// The notes of a page, by their places in the tree.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    marks: BTreeSet<usize>,
    notes: BTreeMap<usize, Note>,
    ways_back: BTreeSet<usize>,
}

/// A note of a page.
#[derive(Debug, Clone)]
pub(super) struct Note {
    /// The name that its marks lead to.
    pub(super) name: String,
    /// The numeral of its mark, where that is the first of its words.
    pub(super) typed_mark: Option<String>,
}

impl Footnotes {
    /// Finds the notes of a page.
    pub(super) fn of(tree: &Tree) -> Self {
        let mut found = Self::default();
        let mut named: BTreeMap<&str, usize> = BTreeMap::new();
        let mut links: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, node) in tree.places().filter_map(|at| Some((at, tree.node(at)?))) {
            for name in node.get("id").into_iter().chain(node.get("name").filter(|_| node.name == "a")) {
                named.entry(name).or_insert(at);
            }
            if let Some(target) = place_in_page(node) {
                links.entry(target).or_default().push(at);
            }
            if is_note(tree, at, node) {
                let name = node.get("id").map_or_else(|| format!("note at {at}"), str::to_owned);
                found.notes.insert(at, Note { name, typed_mark: None });
            }
            if is_mark(node) {
                found.marks.insert(at);
            }
        }
        let blocks: BTreeMap<&str, usize> =
            links.keys().filter_map(|name| Some((*name, block_around(tree, *named.get(name)?)?))).collect();
        let mut led_to: BTreeMap<usize, usize> = BTreeMap::new();
        blocks.values().for_each(|block| *led_to.entry(*block).or_default() += 1);
        let mut read: BTreeMap<usize, String> = BTreeMap::new();
        for (name, marks) in &links {
            let Some(note) = blocks.get(name).copied() else { continue };
            // A block with several notes in it is no note.
            let holds_one = led_to.get(&note) == Some(&1);
            for mark in marks {
                let around =
                    ancestors(tree, *mark).take_while(|at| !tree.node(*at).is_some_and(|node| is_block(&node.name)));
                let around: Vec<usize> = [*mark].into_iter().chain(around).collect();
                let own_names = around
                    .iter()
                    .filter_map(|at| tree.node(*at))
                    .flat_map(|node| node.get("id").into_iter().chain(node.get("name")));
                let back =
                    own_names.filter_map(|name| links.get(name)).flat_map(|back| back.iter().take(MOST_WAYS_BACK));
                let back = back.copied().filter(|back| *back > *mark && is_within(tree, *back, note));
                let back: Vec<usize> = back.collect();
                for at in back.iter().chain([&note]) {
                    read.entry(*at).or_insert_with(|| tree.words(*at));
                }
                let words = |at: &usize| read.get(at).map_or("", String::as_str);
                let back: Vec<usize> = back.into_iter().filter(|back| is_at_edge(words(&note), words(back))).collect();
                let is_declared = around.iter().any(|at| found.marks.contains(at));
                let printed = tree.words(*mark);
                let is_short = printed.chars().count() <= LONGEST_MARK;
                let is_way_back = back.iter().any(|back| words(&note).starts_with(words(back)));
                let typed_mark = typed_mark(words(&note), &printed).filter(|_| is_short && !is_way_back);
                let leads_one_way = note > *mark && typed_mark.is_some() && is_raised(tree, *mark);
                let may_be_mark = is_short && holds_one && (!back.is_empty() || leads_one_way);
                if (!may_be_mark && !is_declared) || is_within(tree, *mark, note) || found.ways_back.contains(mark) {
                    continue;
                }
                if !is_declared {
                    found.marks.insert(*mark);
                }
                found.ways_back.extend(back);
                // What is declared a note goes by the name that its mark leads to.
                let declared = [note].into_iter().chain(ancestors(tree, note)).find(|at| found.notes.contains_key(at));
                let known = found.notes.remove(&declared.unwrap_or(note)).and_then(|known| known.typed_mark);
                let note_found = Note { name: (*name).to_owned(), typed_mark: typed_mark.or(known) };
                found.notes.insert(declared.unwrap_or(note), note_found);
            }
        }
        found.widen(tree);
        found
    }

    /// Says whether an element marks a note.
    pub(super) fn is_mark(&self, at: usize) -> bool {
        self.marks.contains(&at)
    }

    /// Says whether a link in a note leads back to its mark.
    pub(super) fn is_way_back(&self, at: usize) -> bool {
        self.ways_back.contains(&at)
    }

    /// Returns the note that an element is.
    pub(super) fn note(&self, at: usize) -> Option<Note> {
        self.notes.get(&at).cloned()
    }

    /// Takes further paragraphs of a note in: those behind the first in an element that holds this note alone.
    fn widen(&mut self, tree: &Tree) {
        let mut held: BTreeMap<usize, usize> = BTreeMap::new();
        for at in self.notes.keys().flat_map(|note| ancestors(tree, *note)) {
            *held.entry(at).or_default() += 1;
        }
        let widest = |note: usize| {
            let mut widest = note;
            for parent in ancestors(tree, note) {
                let Some(node) = tree.node(parent) else { break };
                let may_hold_it = matches!(node.name.as_str(), "div" | "li" | "aside" | "dd" | "tr");
                let is_first = || node.children.iter().find(|child| has_words(tree, **child)) == Some(&widest);
                if !may_hold_it || held.get(&parent) != Some(&1) || !is_first() {
                    break;
                }
                widest = parent;
            }
            widest
        };
        self.notes = std::mem::take(&mut self.notes).into_iter().map(|(at, note)| (widest(at), note)).collect();
    }
}

fn has_words(tree: &Tree, at: usize) -> bool {
    !tree.words(at).is_empty()
}

/// Says whether a way back begins or ends its note, as one of several may: `… a b`; within it, it is a word of a sentence.
fn is_at_edge(note: &str, way_back: &str) -> bool {
    let are_ways_back = |words: &[&str]| words.iter().all(|word| word.chars().count() <= LONGEST_WAY_BACK);
    let words: Vec<&str> = note.split_whitespace().collect();
    let beside = || words.iter().enumerate().filter(|(_, word)| **word == way_back).map(|(at, _)| at);
    note.starts_with(way_back)
        || note.ends_with(way_back)
        || beside().any(|at| are_ways_back(&words[..at]) || are_ways_back(&words[at + 1..]))
}

/// Says whether all words of a link are raised.
fn is_raised(tree: &Tree, link: usize) -> bool {
    let is_sup = |at: usize| tree.node(at).is_some_and(|node| node.name == "sup");
    let inside = tree.node(link).map_or(&[][..], |node| node.children.as_slice());
    let around = || ancestors(tree, link).take_while(|at| !tree.node(*at).is_some_and(|node| is_block(&node.name)));
    let mut worded = inside.iter().copied().filter(|child| has_words(tree, *child)).peekable();
    worded.peek().is_some() && worded.all(is_sup) || around().any(is_sup)
}

/// Returns the numeral of a mark if the paragraph that it leads to begins with it, as a note does: `1. See …`, `(1) See …`.
fn typed_mark(paragraph: &str, mark: &str) -> Option<String> {
    let numeral = label::core(mark);
    let first = paragraph.split_whitespace().next().unwrap_or_default();
    (!numeral.is_empty() && label::core(first) == numeral).then(|| numeral.to_owned())
}

/// Returns the place of the page that a link leads to.
fn place_in_page(node: &Node) -> Option<&str> {
    node.get("href").filter(|_| node.name == "a")?.strip_prefix('#').filter(|name| !name.is_empty())
}

/// Says whether an element is declared to be the mark of a note.
fn is_mark(node: &Node) -> bool {
    node.lists("role", "doc-noteref") || node.lists("epub:type", "noteref")
}

/// Says whether an element is declared to be a note, or is an entry of what is declared to be all notes.
fn is_note(tree: &Tree, at: usize, node: &Node) -> bool {
    let declared = ["doc-footnote", "doc-endnote"].iter().any(|role| node.lists("role", role))
        || ["footnote", "endnote", "rearnote"].iter().any(|kind| node.lists("epub:type", kind));
    declared || node.name == "li" && is_entry_of_notes(tree, at)
}

fn is_entry_of_notes(tree: &Tree, at: usize) -> bool {
    let around = || ancestors(tree, at).filter_map(|at| tree.node(at));
    let holds_notes = |node: &Node| {
        node.lists("role", "doc-endnotes")
            || ["footnotes", "endnotes", "rearnotes"].iter().any(|kind| node.lists("epub:type", kind))
    };
    around().take_while(|node| node.name != "li").any(holds_notes)
}

fn block_around(tree: &Tree, at: usize) -> Option<usize> {
    let is_block = |at: &usize| {
        tree.node(*at).is_some_and(|node| is_block(&node.name) && node.name != "body" && node.name != "html")
    };
    [at].into_iter().chain(ancestors(tree, at)).find(is_block)
}

fn ancestors(tree: &Tree, at: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(tree.node(at).and_then(|node| node.parent), |at| tree.node(*at).and_then(|node| node.parent))
}

fn is_within(tree: &Tree, at: usize, around: usize) -> bool {
    at == around || ancestors(tree, at).any(|at| at == around)
}
