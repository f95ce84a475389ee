//! Which clause or heading of the earlier text each one of the later text is.
//!
//! Ids decide wherever they stand. What has none is looked for among its siblings: the same words first, then words that
//! are more alike than not.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use engross_model::{Block, Clause, Document, Heading, Inline};

use super::order::{Fate, kept_order, same_keys};
use super::pieces::pieces;
use crate::translation::{canonical, similarity};

/// From this score on two clauses are one that was changed, in hundredths.
const ALIKE: u8 = 50;

/// How many letters of a clause are looked at to tell whether two are alike.
const LONGEST_LOOK: usize = 1_000;

/// How many clauses may have a word that says which of them is meant.
const COMMONEST_WORD: usize = 32;

/// How many clauses are looked at closely for each one that has no partner yet.
const MOST_CANDIDATES: usize = 3;

/// Where a list of clauses stands: in a part, or below the clause at a place of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Home {
    /// The clauses and headings of the part with this number.
    Part(usize),
    /// The points of a clause.
    Clause(usize),
}

/// A clause or a heading.
#[derive(Debug, Clone, Copy)]
pub(super) enum Node<'a> {
    /// A clause at any level.
    Clause(&'a Clause),
    /// A heading between clauses.
    Heading(&'a Heading),
}

/// The clauses and headings of one text in print order; others name them by their places here.
pub(super) struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    /// The list that each stands in, and its place there.
    homes: Vec<(Home, usize)>,
    parts: Vec<Vec<usize>>,
    points: Vec<Vec<usize>>,
}

/// Two texts, and what is the same in them.
pub(super) struct Pairs<'a> {
    /// The earlier text.
    pub(super) earlier: Tree<'a>,
    /// The later text.
    pub(super) later: Tree<'a>,
    /// For each part of the later text, its place in the earlier one.
    pub(super) parts: Vec<Option<usize>>,
    /// For each unit of the later text, the unit that it was.
    was: Vec<Option<usize>>,
    /// For each unit of the earlier text, the unit that it became.
    became: Vec<Option<usize>>,
    /// For each unit of the later text, whether it stood elsewhere.
    moved: Vec<bool>,
}

impl<'a> Pairs<'a> {
    /// Pairs the clauses and headings of two texts.
    pub(super) fn of(before: &'a Document, after: &'a Document) -> Self {
        let (earlier, later) = (Tree::of(before), Tree::of(after));
        let names = |document: &'a Document| document.parts.iter().map(|part| part.name.as_str()).collect::<Vec<_>>();
        let mut pairs = Self {
            parts: same_keys(&names(before), &names(after)),
            was: vec![None; later.nodes.len()],
            became: vec![None; earlier.nodes.len()],
            moved: vec![false; later.nodes.len()],
            earlier,
            later,
        };
        pairs.pair_ids();
        // Those above come first, so that their points are paired when their turn comes.
        for home in pairs.later.all_homes() {
            if let Some(earlier) = pairs.home_before(home) {
                pairs.pair_siblings(earlier, home);
            }
        }
        for home in pairs.later.all_homes() {
            pairs.find_moved(home);
        }
        pairs
    }

    /// Returns the unit that a unit of the later text was.
    pub(super) fn was(&self, later: usize) -> Option<usize> {
        self.was[later]
    }

    /// Says whether a unit of the later text stood elsewhere.
    pub(super) fn is_moved(&self, later: usize) -> bool {
        self.moved[later]
    }

    /// Returns the list that a list of the later text was.
    pub(super) fn home_before(&self, later: Home) -> Option<Home> {
        match later {
            Home::Part(part) => self.parts[part].map(Home::Part),
            Home::Clause(clause) => self.was[clause].map(Home::Clause),
        }
    }

    /// Says what became of the units of an earlier list, seen from a later one.
    pub(super) fn fates(&self, earlier: Home, later: Option<Home>) -> Vec<Fate> {
        let fate = |unit: &usize| match self.became[*unit] {
            None => Fate::Gone,
            Some(now) => match self.later.homes[now] {
                (home, place) if Some(home) == later && !self.moved[now] => Fate::Stayed(place),
                _ => Fate::Left,
            },
        };
        self.earlier.list(earlier).iter().map(fate).collect()
    }

    /// Returns the ids that have changed, each with what it is now.
    pub(super) fn renamed(&self) -> BTreeMap<&'a str, &'a str> {
        let ids = self.was.iter().zip(&self.later.nodes);
        let ids = ids.filter_map(|(was, node)| Some((self.earlier.nodes[(*was)?].id(), node.id())));
        ids.filter(|(was, now)| was != now).collect()
    }

    fn pair(&mut self, earlier: usize, later: usize) {
        self.was[later] = Some(earlier);
        self.became[earlier] = Some(later);
    }

    fn pair_ids(&mut self) {
        let named = |tree: &Tree<'a>| (0..tree.nodes.len()).filter(|at| tree.nodes[*at].is_named()).collect::<Vec<_>>();
        let (earlier, later) = (named(&self.earlier), named(&self.later));
        let keys = |tree: &Tree<'a>, units: &[usize]| {
            units.iter().map(|at| (tree.nodes[*at].is_heading(), tree.nodes[*at].id())).collect::<Vec<_>>()
        };
        self.pair_same(&earlier, &later, &keys(&self.earlier, &earlier), &keys(&self.later, &later));
    }

    /// Pairs the units that have the same keys.
    fn pair_same<K: Ord>(&mut self, earlier: &[usize], later: &[usize], keys: &[K], later_keys: &[K]) {
        for (unit, was) in later.iter().zip(same_keys(keys, later_keys)) {
            if let Some(was) = was {
                self.pair(earlier[was], *unit);
            }
        }
    }

    /// Pairs what has no partner yet in two lists that are the same one.
    fn pair_siblings(&mut self, earlier: Home, later: Home) {
        self.pair_ends(earlier, later);
        let (earlier, later) = self.alone(earlier, later);
        if earlier.is_empty() || later.is_empty() {
            return;
        }
        let forms: Vec<Form> = earlier.iter().map(|at| self.earlier.nodes[*at].form()).collect();
        let later_forms: Vec<Form> = later.iter().map(|at| self.later.nodes[*at].form()).collect();
        self.pair_same(&earlier, &later, &forms, &later_forms);
        self.pair_alike(&earlier, &later, &forms, &later_forms);
    }

    /// Pairs what is the same from the beginning on, and from the end: nearly everything, where little has changed.
    fn pair_ends(&mut self, earlier_home: Home, later_home: Home) {
        let (earlier, later) = self.alone(earlier_home, later_home);
        let same = |(one, other): &(&usize, &usize)| self.earlier.nodes[**one].has_words_of(self.later.nodes[**other]);
        let first = earlier.iter().zip(&later).take_while(same).count();
        let (rest, later_rest) = (&earlier[first..], &later[first..]);
        let last = rest.iter().rev().zip(later_rest.iter().rev()).take_while(same).count();
        let ends =
            earlier.iter().zip(&later).take(first).chain(earlier.iter().rev().zip(later.iter().rev()).take(last));
        for (one, other) in ends {
            self.pair(*one, *other);
        }
    }

    /// Returns the units of two lists that have no partner.
    fn alone(&self, earlier: Home, later: Home) -> (Vec<usize>, Vec<usize>) {
        let earlier = self.earlier.list(earlier).iter().copied().filter(|at| self.became[*at].is_none());
        let later = self.later.list(later).iter().copied().filter(|at| self.was[*at].is_none());
        (earlier.collect(), later.collect())
    }

    /// Pairs what is more alike than not, the most alike first. Two ids of the author's are never one clause, unless not
    /// a word differs.
    fn pair_alike(&mut self, earlier: &[usize], later: &[usize], forms: &[Form], later_forms: &[Form]) {
        let alone: Vec<usize> = (0..earlier.len()).filter(|at| self.became[earlier[*at]].is_none()).collect();
        let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for at in alone {
            for word in forms[at].words() {
                holders.entry(word).or_default().push(at);
            }
        }
        let mut offers = Vec::new();
        for (at, unit) in later.iter().enumerate().filter(|(_, unit)| self.was[**unit].is_none()) {
            let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
            let rare = later_forms[at].words().into_iter().filter_map(|word| holders.get(word));
            for holder in rare.filter(|holders| holders.len() <= COMMONEST_WORD).flatten() {
                *shared.entry(*holder).or_default() += 1;
            }
            let mut candidates: Vec<(usize, usize)> = shared.into_iter().collect();
            candidates.sort_by_key(|(candidate, words)| (Reverse(*words), *candidate));
            for (candidate, _) in candidates.into_iter().take(MOST_CANDIDATES) {
                let (one, other) = (self.earlier.nodes[earlier[candidate]], self.later.nodes[*unit]);
                let may_be_one = one.is_heading() == other.is_heading() && !(one.is_named() && other.is_named());
                let score = if may_be_one { forms[candidate].score(&later_forms[at]) } else { 0 };
                offers.push((score, at, candidate));
            }
        }
        offers.retain(|(score, ..)| *score >= ALIKE);
        offers.sort_by_key(|(score, at, candidate)| (Reverse(*score), *at, *candidate));
        for (_, at, candidate) in offers {
            if self.was[later[at]].is_none() && self.became[earlier[candidate]].is_none() {
                self.pair(earlier[candidate], later[at]);
            }
        }
    }

    /// Finds the units of a list that stood in another one, or elsewhere in this one.
    fn find_moved(&mut self, home: Home) {
        let earlier = self.home_before(home);
        let list = self.later.list(home);
        let place = |was: usize| {
            let (home, place) = self.earlier.homes[was];
            (Some(home) == earlier).then_some(place)
        };
        let places: Vec<Option<usize>> = list.iter().map(|unit| self.was[*unit].and_then(place)).collect();
        let moved = kept_order(&places).into_iter().zip(list).filter(|(kept, _)| !kept).map(|(_, unit)| *unit);
        let moved: Vec<usize> = moved.filter(|unit| self.was[*unit].is_some()).collect();
        for unit in moved {
            self.moved[unit] = true;
        }
    }
}

impl<'a> Tree<'a> {
    fn of(document: &'a Document) -> Self {
        let mut tree = Self { nodes: Vec::new(), homes: Vec::new(), parts: Vec::new(), points: Vec::new() };
        for (number, part) in document.parts.iter().enumerate() {
            tree.parts.push(Vec::with_capacity(part.blocks.len()));
            for block in &part.blocks {
                let unit = match block {
                    Block::Clause(clause) => tree.add_clause(clause, Home::Part(number)),
                    Block::Heading(heading) => tree.add(Node::Heading(heading), Home::Part(number)),
                };
                tree.parts[number].push(unit);
            }
        }
        tree
    }

    /// Returns a unit.
    pub(super) fn node(&self, unit: usize) -> Node<'a> {
        self.nodes[unit]
    }

    /// Returns all units.
    pub(super) fn nodes(&self) -> impl Iterator<Item = Node<'a>> {
        self.nodes.iter().copied()
    }

    /// Returns the units of a list in print order.
    pub(super) fn list(&self, home: Home) -> &[usize] {
        match home {
            Home::Part(part) => &self.parts[part],
            Home::Clause(clause) => &self.points[clause],
        }
    }

    /// Returns all lists, each after the one that its clause stands in.
    fn all_homes(&self) -> Vec<Home> {
        let clauses = (0..self.nodes.len()).filter(|clause| !self.points[*clause].is_empty());
        (0..self.parts.len()).map(Home::Part).chain(clauses.map(Home::Clause)).collect()
    }

    fn add_clause(&mut self, clause: &'a Clause, home: Home) -> usize {
        let unit = self.add(Node::Clause(clause), home);
        for point in &clause.points {
            let point = self.add_clause(point, Home::Clause(unit));
            self.points[unit].push(point);
        }
        unit
    }

    fn add(&mut self, node: Node<'a>, home: Home) -> usize {
        self.homes.push((home, self.list(home).len()));
        self.nodes.push(node);
        self.points.push(Vec::new());
        self.nodes.len() - 1
    }
}

impl<'a> Node<'a> {
    /// Returns the anchor.
    pub(super) fn id(self) -> &'a str {
        match self {
            Self::Clause(clause) => &clause.id,
            Self::Heading(heading) => &heading.id,
        }
    }

    fn is_heading(self) -> bool {
        matches!(self, Self::Heading(_))
    }

    /// Says whether the id is the author's: one that is made from the position has a dot in it.
    fn is_named(self) -> bool {
        !self.id().contains('.')
    }

    /// Says whether two are the same but for their ids and labels, down to the last point.
    fn has_words_of(self, other: Self) -> bool {
        match (self, other) {
            (Self::Clause(one), Self::Clause(other)) => has_words_of(one, other),
            (Self::Heading(one), Self::Heading(other)) => one.content == other.content,
            _ => false,
        }
    }

    fn form(self) -> Form {
        let mut form = Form { is_heading: self.is_heading(), words: String::new() };
        match self {
            Self::Heading(heading) => form.push(&heading.content),
            Self::Clause(clause) => {
                clause.walk(&mut |clause, _| {
                    form.push(&clause.content);
                    form.push(&clause.closing);
                });
            }
        }
        form
    }
}

fn has_words_of(one: &Clause, other: &Clause) -> bool {
    let points = || one.points.iter().zip(&other.points);
    one.content == other.content
        && one.closing == other.closing
        && one.points.len() == other.points.len()
        && points().all(|(one, other)| has_words_of(one, other))
}

/// The words of a heading, or of a clause with all its points, in canonical form.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Form {
    is_heading: bool,
    words: String,
}

impl Form {
    fn push(&mut self, content: &[Inline]) {
        self.words.push_str(&canonical(content));
        self.words.push('\n');
    }

    /// Returns every word that it has, once.
    fn words(&self) -> BTreeSet<&str> {
        pieces(self.beginning()).filter(|piece| piece.starts_with(char::is_alphanumeric)).collect()
    }

    fn score(&self, other: &Self) -> u8 {
        similarity(self.beginning(), other.beginning())
    }

    fn beginning(&self) -> &str {
        let end = self.words.char_indices().nth(LONGEST_LOOK).map_or(self.words.len(), |(end, _)| end);
        self.words.get(..end).unwrap_or_default()
    }
}
