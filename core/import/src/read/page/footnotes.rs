//! Which elements of a page are notes and their marks: by the standard roles, because each leads to the other, or because a
//! mark leads to what begins with it. What somebody remarked on a draft leads to and fro in the same way.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use engross_files::html::{Node, Tree};

use super::is_block;
use crate::label;

/// Links that lead to one place: more of them are not looked at.
const MOST_WAYS_BACK: usize = 16;

/// Links with more letters are words of the text that lead somewhere.
const LONGEST_MARK: usize = 6;

/// No more of a remark is read, in bytes.
const LONGEST_REMARK: usize = 100_000;

/// One of several links back from a note has no more letters: `^`, `a`, `12`.
const LONGEST_WAY_BACK: usize = 2;

/// The notes of a page, by their places in the tree.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    marks: BTreeSet<usize>,
    notes: BTreeMap<usize, Note>,
    ways_back: BTreeSet<usize>,
    /// The places of what is remarked, by the names that its marks lead to.
    remarks: BTreeMap<String, usize>,
    /// All that notes stand within.
    holders: BTreeSet<usize>,
}

/// A note of a page.
#[derive(Debug, Clone)]
pub(super) struct Note {
    /// The name that its marks lead to.
    pub(super) name: String,
    /// The numeral of its mark, where that is the first of its words.
    pub(super) typed_mark: Option<String>,
    /// Whether it is what somebody remarked on the draft.
    pub(super) is_remark: bool,
}

impl Footnotes {
    /// Finds the notes of a page: those that it declares, those that links lead to, and all that belongs to each.
    pub(super) fn of(tree: &Tree) -> Self {
        let mut found = Self::declared(tree);
        let mut links = Links::of(tree);
        for (name, mark) in links.all() {
            found.follow(&mut links, name, mark);
        }
        found.widen(tree);
        let remarks = found.notes.iter().filter(|(_, note)| note.is_remark);
        found.remarks = remarks.map(|(at, note)| (note.name.clone(), *at)).collect();
        found
    }

    /// Finds what the page declares to be notes and marks.
    fn declared(tree: &Tree) -> Self {
        let mut found = Self::default();
        for (at, node) in nodes(tree) {
            if is_note(tree, at, node) {
                let name = node.get("id").map_or_else(|| format!("note at {at}"), str::to_owned);
                found.notes.insert(at, Note { name, typed_mark: None, is_remark: false });
            }
            if is_mark(node) {
                found.marks.insert(at);
            }
        }
        found
    }

    /// Follows a link to a block: takes it for a mark, and the block for its note, if it is declared to be a mark, or looks
    /// like one.
    fn follow(&mut self, links: &mut Links<'_>, name: &str, mark: usize) {
        let tree = links.tree;
        let block = links.blocks.get(name).copied();
        let Some(note) = block.filter(|note| !is_within(tree, mark, *note) && !self.ways_back.contains(&mark)) else {
            return;
        };
        let around = line_around(tree, mark);
        let is_declared = around.iter().any(|at| self.marks.contains(at));
        let ways_back = links.ways_back(mark, note, &around);
        let typed_mark = links.typed_mark(mark, note, &ways_back);
        let has_number = || typed_mark.is_some() || is_counted_as(tree, note, &tree.words(mark));
        let leads_one_way = || note > mark && is_raised(tree, mark) && has_number();
        let is_remark = tree.node(mark).is_some_and(marks_a_remark) && links.holds_one(note);
        let may_be_mark = || {
            is_remark
                || is_short(&tree.words(mark)) && links.holds_one(note) && (!ways_back.is_empty() || leads_one_way())
        };
        if !is_declared && !may_be_mark() {
            return;
        }
        if !is_declared {
            self.marks.insert(mark);
        }
        self.ways_back.extend(ways_back);
        self.take(tree, note, Note { name: name.to_owned(), typed_mark, is_remark });
    }

    /// Takes an element for a note, under the name that its mark leads to; what is declared a note goes by that name too.
    fn take(&mut self, tree: &Tree, note: usize, found: Note) {
        let declared = [note].into_iter().chain(ancestors(tree, note)).find(|at| self.notes.contains_key(at));
        let note = declared.unwrap_or(note);
        let known = self.notes.remove(&note).and_then(|known| known.typed_mark);
        self.notes.insert(note, Note { typed_mark: found.typed_mark.or(known), ..found });
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

    /// Returns the place of what is remarked where marks lead to this name.
    pub(super) fn remark(&self, name: &str) -> Option<usize> {
        self.remarks.get(name).copied()
    }

    /// Returns the words of a remark, without the mark that they begin with.
    pub(super) fn remarked(&self, tree: &Tree, at: usize) -> String {
        let mut words = String::new();
        let mut waiting = vec![at];
        while let Some(at) = waiting.pop().filter(|_| words.len() < LONGEST_REMARK) {
            let Some(node) = tree.node(at).filter(|_| !self.is_way_back(at)) else { continue };
            if is_block(&node.name) || node.name == "br" {
                words.push(' ');
            }
            words.push_str(&node.text);
            waiting.extend(node.children.iter().rev());
        }
        words.split_whitespace().collect::<Vec<_>>().join(" ")
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
        self.holders = held.into_keys().collect();
    }

    /// Says whether notes stand within an element.
    pub(super) fn stand_within(&self, at: usize) -> bool {
        self.holders.contains(&at)
    }
}

/// The links of a page that lead to places of it.
struct Links<'t> {
    tree: &'t Tree,
    /// The links, by the names of the places that they lead to.
    by_name: BTreeMap<&'t str, Vec<usize>>,
    /// The blocks around those places, by the same names.
    blocks: BTreeMap<&'t str, usize>,
    /// How many names lead to each block.
    led_to: BTreeMap<usize, usize>,
    /// The words of blocks and links that were read already: many links may lead to one.
    read: BTreeMap<usize, Rc<str>>,
}

impl<'t> Links<'t> {
    fn of(tree: &'t Tree) -> Self {
        let mut named: BTreeMap<&str, usize> = BTreeMap::new();
        let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, node) in nodes(tree) {
            for name in node.get("id").into_iter().chain(node.get("name").filter(|_| node.name == "a")) {
                named.entry(name).or_insert(at);
            }
            if let Some(target) = place_in_page(node) {
                by_name.entry(target).or_default().push(at);
            }
        }
        let block = |name: &&'t str| Some((*name, block_around(tree, *named.get(name)?)?));
        let blocks: BTreeMap<&str, usize> = by_name.keys().filter_map(block).collect();
        let mut led_to: BTreeMap<usize, usize> = BTreeMap::new();
        blocks.values().for_each(|block| *led_to.entry(*block).or_default() += 1);
        Self { tree, by_name, blocks, led_to, read: BTreeMap::new() }
    }

    /// Lists the links, each with the name that it leads to, name by name.
    fn all(&self) -> Vec<(&'t str, usize)> {
        self.by_name.iter().flat_map(|(name, links)| links.iter().map(|link| (*name, *link))).collect()
    }

    /// Says whether a block may be a note: with several of them in it, it is none.
    fn holds_one(&self, block: usize) -> bool {
        self.led_to.get(&block) == Some(&1)
    }

    /// Returns the links at the edges of a note that lead back to its mark, or to what stands around that in its line.
    fn ways_back(&mut self, mark: usize, note: usize, around: &[usize]) -> Vec<usize> {
        let names = around
            .iter()
            .filter_map(|at| self.tree.node(*at))
            .flat_map(|node| node.get("id").into_iter().chain(node.get("name")));
        let back = names.filter_map(|name| self.by_name.get(name)).flat_map(|back| back.iter().take(MOST_WAYS_BACK));
        let back = back.copied().filter(|back| *back > mark && is_within(self.tree, *back, note));
        let mut back: Vec<usize> = back.collect();
        let words = self.words(note);
        back.retain(|back| {
            let way_back = self.words(*back);
            // It may end the first of several paragraphs.
            is_at_edge(&words, &way_back)
                || block_around(self.tree, *back).is_some_and(|block| is_at_edge(&self.words(block), &way_back))
        });
        back
    }

    /// Returns the numeral of a mark if its note begins with it, and not with a way back.
    fn typed_mark(&mut self, mark: usize, note: usize, ways_back: &[usize]) -> Option<String> {
        let (words, printed) = (self.words(note), self.tree.words(mark));
        let begins_with_way_back = ways_back.iter().any(|back| words.starts_with(&*self.words(*back)));
        typed_mark(&words, &printed).filter(|_| is_short(&printed) && !begins_with_way_back)
    }

    fn words(&mut self, at: usize) -> Rc<str> {
        Rc::clone(self.read.entry(at).or_insert_with(|| self.tree.words(at).into()))
    }
}

fn nodes(tree: &Tree) -> impl Iterator<Item = (usize, &Node)> {
    tree.places().filter_map(|at| Some((at, tree.node(at)?)))
}

/// Says whether the words of a link are as short as a mark.
fn is_short(words: &str) -> bool {
    words.chars().count() <= LONGEST_MARK
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
    let mut worded = inside.iter().copied().filter(|child| has_words(tree, *child)).peekable();
    worded.peek().is_some() && worded.all(is_sup) || line_around(tree, link).into_iter().skip(1).any(is_sup)
}

/// Says whether a browser counts an entry of a list as the mark that leads to it.
fn is_counted_as(tree: &Tree, entry: usize, mark: &str) -> bool {
    let Some(list) = ancestors(tree, entry).next().and_then(|list| tree.node(list)) else { return false };
    let is_entry = |at: &&usize| tree.node(**at).is_some_and(|node| node.name == "li");
    let place = list.children.iter().filter(is_entry).position(|at| *at == entry);
    let first: usize = list.get("start").and_then(|start| start.parse().ok()).unwrap_or(1);
    list.name == "ol" && place.is_some_and(|place| label::core(mark) == (first.saturating_add(place)).to_string())
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

/// Returns an element and those around it within its line.
fn line_around(tree: &Tree, at: usize) -> Vec<usize> {
    let is_in_line = |at: &usize| !tree.node(*at).is_some_and(|node| is_block(&node.name));
    [at].into_iter().chain(ancestors(tree, at).take_while(is_in_line)).collect()
}

/// Returns what an element stands within, from the inside.
pub(super) fn ancestors(tree: &Tree, at: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(tree.node(at).and_then(|node| node.parent), |at| tree.node(*at).and_then(|node| node.parent))
}

/// Says whether a link marks what somebody remarked: as Word writes it, or as Google Docs does.
fn marks_a_remark(link: &Node) -> bool {
    let name = place_in_page(link).unwrap_or_default();
    let is_numbered = |prefix: &str| {
        let number = name.strip_prefix(prefix).unwrap_or_default();
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_of_google = || is_numbered("cmnt") && link.get("id").is_some_and(|id| id.starts_with("cmnt_ref"));
    link.lists("class", "msocomanchor") || is_numbered("_msocom_") || is_of_google()
}

fn is_within(tree: &Tree, at: usize, around: usize) -> bool {
    at == around || ancestors(tree, at).any(|at| at == around)
}
