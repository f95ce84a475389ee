//! What the tags of a file say, where it has any: which signs are of one paragraph, and which of a heading.

use std::collections::BTreeMap;

use engross_files::pdf::{MarkKey, Tags};
use lopdf::{Dictionary, Document, Object, ObjectId};

/// A tag tree of a text has some thousand elements, some ten levels deep.
const MOST_ELEMENTS: usize = 1_000_000;
const DEEPEST: usize = 128;

/// A paragraph, by its number among all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) number: usize,
    pub(super) heading: bool,
}

/// The blocks of the marked pieces. What is too large or too deep for a text is left out: places say the rest.
#[derive(Debug, Default)]
pub(super) struct Blocks(BTreeMap<MarkKey, Block>);

impl Blocks {
    pub(super) fn of(document: &Document) -> Self {
        let mut blocks = BTreeMap::new();
        if let Some(tags) = Tags::of(document) {
            let (first, root) = (Block { number: 0, heading: false }, tags.root());
            let mut walk = Walk { document, tags, blocks, last: 0, elements: 0 };
            walk.kids(root, None, first, 0);
            blocks = walk.blocks;
        }
        Self(blocks)
    }

    pub(super) fn get(&self, mark: Option<MarkKey>) -> Option<Block> {
        self.0.get(&mark?).copied()
    }
}

/// Says whether an element stands elsewhere than what is around it.
fn is_note(name: &[u8]) -> bool {
    matches!(name, b"Note" | b"FENote")
}

struct Walk<'a> {
    document: &'a Document,
    tags: Tags<'a>,
    blocks: BTreeMap<MarkKey, Block>,
    last: usize,
    elements: usize,
}

impl<'a> Walk<'a> {
    fn kids(&mut self, element: &'a Dictionary, page: Option<ObjectId>, block: Block, depth: usize) {
        let mut block = block;
        for kid in self.tags.kids(element) {
            self.elements += 1;
            if self.elements > MOST_ELEMENTS || depth > DEEPEST {
                return;
            }
            match self.document.dereference(kid) {
                Ok((_, Object::Integer(id))) => self.add(page, *id, block),
                Ok((_, Object::Dictionary(kid))) => {
                    let before = self.last;
                    self.element(kid, page, block, depth);
                    if self.last > before && !is_note(self.tags.name(kid)) {
                        // What goes on behind a block inside of another is a block of its own.
                        block = self.next(block.heading);
                    }
                }
                _ => {}
            }
        }
    }

    fn element(&mut self, element: &'a Dictionary, page: Option<ObjectId>, block: Block, depth: usize) {
        let page = element.get(b"Pg").and_then(Object::as_reference).ok().or(page);
        if let Ok(id) = element.get(b"MCID").and_then(Object::as_i64) {
            let stream = element.get(b"Stm").and_then(Object::as_reference).ok().or(page);
            return self.add(stream, id, block);
        }
        let name = self.tags.name(element);
        let is_of_block = Tags::is_running(name) || name == b"Lbl";
        let is_heading = matches!(name, b"H" | b"H1" | b"H2" | b"H3" | b"H4" | b"H5" | b"H6" | b"Title");
        let block = if is_of_block { block } else { self.next(is_heading) };
        self.kids(element, page, block, depth + 1);
    }

    fn next(&mut self, heading: bool) -> Block {
        self.last += 1;
        Block { number: self.last, heading }
    }

    fn add(&mut self, stream: Option<ObjectId>, id: i64, block: Block) {
        if let Some(stream) = stream {
            self.blocks.insert((stream, id), block);
        }
    }
}
