//! Two states of a text as one: the later text, with marks on what was put in, taken out and moved since the earlier one.
//!
//! ```text
//! two documents ─pairs→ which clause is which ─order→ what is gone, where it stood ─words→ one document
//! ```
//!
//! Labels, note marks and the words of references stay those of the later text. What is put back keeps its own: a clause
//! its label, a note its mark. The mark of a note that still stands is put back as raised text, since it anchors nothing.

mod names;
mod order;
mod pairs;
mod pieces;
mod steps;
#[cfg(test)]
mod tests;
mod tokens;
mod words;

use std::borrow::Cow;
use std::collections::HashSet;

use engross_model::{Block, Change, ChangeKind, Clause, Document, Heading, Inline, Note, Part, TitleLine};

use self::names::Names;
use self::order::{Woven, fates, same_keys, weave};
use self::pairs::{Home, Node, Pairs};

/// Compares two states of a text: returns the later one with [`Change`] marks that name no amendment.
///
/// Clauses are the same if the author's ids are; those without an id if their words are alike and they stand in the same
/// list. New, gone and moved clauses are marked as a whole, all others word by word; the points of a new or gone one are
/// marked too, since formats may show each alone. Each further language of the later text is compared with the same language
/// of the earlier one.
pub fn compare(before: &Document, after: &Document) -> Document {
    let earlier_of = |later: &Document| before.columns().find(|earlier| earlier.language.code == later.language.code);
    let mut compared = compare_language(earlier_of(after).unwrap_or(before), after);
    let beside = after.parallel.iter();
    let beside = beside.map(|later| earlier_of(later).map_or_else(|| later.clone(), |it| compare_language(it, later)));
    compared.parallel = beside.collect();
    compared
}

fn compare_language(before: &Document, after: &Document) -> Document {
    let pairs = Pairs::of(before, after);
    let names = Names::of(before, after, &pairs);
    let taken = pairs.later.nodes().map(|node| Cow::Borrowed(node.id())).collect();
    let mut comparing = Comparing { before, after, pairs, names, taken };
    // In print order, in which the marks of a note that is put back are counted.
    let banner = comparing.words(&before.banner, &after.banner);
    let title_block = comparing.lines(&before.title_block, &after.title_block);
    let parts = comparing.parts();
    let closing_block = comparing.lines(&before.closing_block, &after.closing_block);
    let notes = comparing.notes();
    Document {
        slug: after.slug.clone(),
        language: after.language.clone(),
        house: after.house.clone(),
        kind: after.kind.clone(),
        status: after.status,
        metadata: after.metadata.clone(),
        running_head: after.running_head.clone(),
        title_block,
        banner,
        parts,
        closing_block,
        notes,
        words: after.words.clone(),
        reviews: after.reviews.clone(),
        parallel: Vec::new(),
    }
}

/// A comparison at work.
struct Comparing<'a> {
    before: &'a Document,
    after: &'a Document,
    pairs: Pairs<'a>,
    names: Names<'a>,
    /// The ids that the comparison has so far, with all those of the later text.
    taken: HashSet<Cow<'a, str>>,
}

impl<'a> Comparing<'a> {
    fn words(&mut self, earlier: &'a [Inline], later: &'a [Inline]) -> Vec<Inline> {
        words::compare(earlier, later, &mut self.names)
    }

    fn lines(&mut self, earlier: &'a [TitleLine], later: &'a [TitleLine]) -> Vec<TitleLine> {
        let styles = |lines: &'a [TitleLine]| lines.iter().map(|line| line.style.as_str()).collect::<Vec<_>>();
        let was = same_keys(&styles(earlier), &styles(later));
        let mut lines = Vec::with_capacity(later.len());
        for woven in weave(&fates(earlier.len(), &was), later.len()) {
            lines.push(match woven {
                Woven::Later(place) => {
                    let line = &later[place];
                    let content = self.words(was[place].map_or(&[], |was| &earlier[was].content), &line.content);
                    TitleLine { content, ..line.clone() }
                }
                // A text has one main heading.
                Woven::Gone(place) => {
                    let line = &earlier[place];
                    TitleLine { heading: false, content: self.words(&line.content, &[]), ..line.clone() }
                }
            });
        }
        lines
    }

    fn parts(&mut self) -> Vec<Part> {
        let (earlier, later) = (&self.before.parts, &self.after.parts);
        let was = self.pairs.parts.clone();
        let mut parts = Vec::with_capacity(later.len());
        for woven in weave(&fates(earlier.len(), &was), later.len()) {
            let (now, then, earlier, later) = match woven {
                Woven::Later(place) => {
                    (Some(place), was[place], was[place].map(|was| &earlier[was]), Some(&later[place]))
                }
                Woven::Gone(place) => (None, Some(place), Some(&earlier[place]), None),
            };
            let Some(shown) = later.or(earlier) else { continue };
            let heading = self.words(content_of(earlier, |it| &it.heading), content_of(later, |it| &it.heading));
            let formula = self.words(content_of(earlier, |it| &it.formula), content_of(later, |it| &it.formula));
            let blocks = self.blocks(then.map(Home::Part), now.map(Home::Part));
            let closing = self.lines(content_of(earlier, |it| &it.closing), content_of(later, |it| &it.closing));
            parts.push(Part {
                name: shown.name.clone(),
                lead: shown.lead,
                heading,
                formula,
                blocks,
                new_page: shown.new_page,
                closing,
            });
        }
        parts
    }

    /// Compares two lists of clauses and headings, of which there may be but one.
    fn blocks(&mut self, earlier: Option<Home>, later: Option<Home>) -> Vec<Block> {
        let fates = earlier.map(|earlier| self.pairs.fates(earlier, later)).unwrap_or_default();
        let earlier = earlier.map(|home| self.pairs.earlier.list(home).to_vec()).unwrap_or_default();
        let later = later.map(|home| self.pairs.later.list(home).to_vec()).unwrap_or_default();
        let woven = weave(&fates, later.len()).into_iter();
        woven
            .map(|woven| match woven {
                Woven::Later(place) => self.block(self.pairs.was(later[place]), later[place]),
                Woven::Gone(place) => self.gone_block(earlier[place]),
            })
            .collect()
    }

    fn block(&mut self, was: Option<usize>, now: usize) -> Block {
        let is_moved = self.pairs.is_moved(now);
        let earlier = was.map(|was| self.pairs.earlier.node(was));
        match (self.pairs.later.node(now), earlier) {
            (Node::Clause(later), Some(Node::Clause(earlier))) => {
                let heading = self.words(&earlier.heading, &later.heading);
                let content = self.words(&earlier.content, &later.content);
                let points = self.points(was, Some(now));
                let closing = self.words(&earlier.closing, &later.closing);
                let change = is_moved.then(|| change(ChangeKind::Moved)).or_else(|| later.change.clone());
                Block::Clause(Clause { heading, content, points, closing, change, ..without_words(later) })
            }
            (Node::Clause(later), _) => {
                let heading = later.heading.clone();
                let (content, closing) = (later.content.clone(), later.closing.clone());
                let (points, change) = (self.points(None, Some(now)), Some(change(ChangeKind::Inserted)));
                Block::Clause(Clause { heading, content, points, closing, change, ..without_words(later) })
            }
            (Node::Heading(later), earlier) => {
                let earlier = match earlier {
                    Some(Node::Heading(earlier)) => earlier.content.as_slice(),
                    _ => &[],
                };
                let content = self.words(earlier, &later.content);
                let content = if is_moved { changed(ChangeKind::Moved, content) } else { content };
                Block::Heading(Heading { id: later.id.clone(), content })
            }
        }
    }

    /// Puts a clause or heading back, with what is gone of its points.
    fn gone_block(&mut self, was: usize) -> Block {
        match self.pairs.earlier.node(was) {
            Node::Clause(earlier) => {
                let id = self.free_id(&earlier.id);
                let heading = self.names.put_back(&earlier.heading);
                let content = self.names.put_back(&earlier.content);
                let points = self.points(Some(was), None);
                let closing = self.names.put_back(&earlier.closing);
                let change = Some(change(ChangeKind::Deleted));
                Block::Clause(Clause { id, heading, content, points, closing, change, ..without_words(earlier) })
            }
            Node::Heading(earlier) => {
                let id = self.free_id(&earlier.id);
                Block::Heading(Heading { id, content: self.words(&earlier.content, &[]) })
            }
        }
    }

    fn points(&mut self, earlier: Option<usize>, later: Option<usize>) -> Vec<Clause> {
        let blocks = self.blocks(earlier.map(Home::Clause), later.map(Home::Clause));
        let clause = |block| match block {
            Block::Clause(clause) => Some(clause),
            Block::Heading(_) => None,
        };
        blocks.into_iter().filter_map(clause).collect()
    }

    /// Returns an id for what is put back: its own, unless that is taken. One that is made has a dot in it.
    fn free_id(&mut self, id: &str) -> String {
        let made = (1..).map(|number| format!("{id}.gone-{number}"));
        let free = std::iter::once(id.to_owned()).chain(made).find(|id| !self.taken.contains(id.as_str()));
        let free = free.unwrap_or_default();
        self.taken.insert(Cow::Owned(free.clone()));
        free
    }

    fn notes(&mut self) -> Vec<Note> {
        let (earlier, later) = (&self.before.notes, &self.after.notes);
        let ids = |notes: &'a [Note]| notes.iter().map(|note| note.id.as_str()).collect::<Vec<_>>();
        let was = same_keys(&ids(earlier), &ids(later));
        let mut notes = Vec::with_capacity(later.len());
        for woven in weave(&fates(earlier.len(), &was), later.len()) {
            match woven {
                Woven::Later(place) => {
                    let note = &later[place];
                    let content = self.words(was[place].map_or(&[], |was| &earlier[was].content), &note.content);
                    let (id, series, mark) = (note.id.clone(), note.series.clone(), note.mark.clone());
                    notes.push(Note { id, series, mark, content, anchors: note.anchors });
                }
                // A note that no mark leads to was none of the text.
                Woven::Gone(place) => {
                    let note = &earlier[place];
                    let content = self.words(&note.content, &[]);
                    let anchors = self.names.marks_of(&note.id);
                    let (id, series, mark) = (note.id.clone(), note.series.clone(), note.mark.clone());
                    notes.extend((anchors > 0).then_some(Note { id, series, mark, content, anchors }));
                }
            }
        }
        notes
    }
}

fn content_of<'a, T>(part: Option<&'a Part>, content: impl Fn(&'a Part) -> &'a Vec<T>) -> &'a [T] {
    part.map_or(&[], |part| content(part))
}

/// Copies a clause without what is compared.
fn without_words(clause: &Clause) -> Clause {
    Clause {
        id: clause.id.clone(),
        level: clause.level.clone(),
        heading: Vec::new(),
        label: clause.label.clone(),
        provisional: clause.provisional.clone(),
        content: Vec::new(),
        points: Vec::new(),
        closing: Vec::new(),
        change: None,
    }
}

/// Makes the mark of a comparison: it names no amendment.
fn change(kind: ChangeKind) -> Change {
    Change { kind, amendment: String::new(), author: None, date: None }
}

/// Sets words under a mark, if there are any.
fn changed(kind: ChangeKind, content: Vec<Inline>) -> Vec<Inline> {
    if content.is_empty() { content } else { vec![Inline::Changed { change: change(kind), content }] }
}

/// Makes the node that another one is, around other words.
fn with_content(node: &Inline, content: Vec<Inline>) -> Inline {
    match node {
        Inline::Text(_) | Inline::NoteMark { .. } => node.clone(),
        Inline::Lead(_) => Inline::Lead(content),
        Inline::Emphasis(_) => Inline::Emphasis(content),
        Inline::Superscript(_) => Inline::Superscript(content),
        Inline::Subscript(_) => Inline::Subscript(content),
        Inline::Link { url, .. } => Inline::Link { url: url.clone(), content },
        Inline::Reference { target, .. } => Inline::Reference { target: target.clone(), content },
        Inline::Isolated { direction, .. } => Inline::Isolated { direction: *direction, content },
        Inline::Changed { change, .. } => Inline::Changed { change: change.clone(), content },
    }
}
