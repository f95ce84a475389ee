//! The tree that an HTML parser builds, in one flat list: nothing here recurses, and too much work is refused.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink as _};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{Attribute, ExpandedName, ParseOpts, QualName, local_name, ns, parse_document};

use crate::Unreadable;

/// Steps that the tree may cost: a real page takes some thousand. Hostile nesting takes the square of its length.
const MOST_WORK: usize = 50_000_000;
const DEEPEST: usize = 256;
/// A text of a thousand pages has some hundred thousand elements and texts; so many take less than half a gigabyte.
const MOST_NODES: usize = 1_500_000;
/// The parser gets its input in pieces, so that it can be stopped.
const PIECE: usize = 4096;

/// A parsed page.
#[derive(Debug, Default)]
pub struct Tree {
    nodes: Vec<Node>,
}

/// An element, or text.
#[derive(Debug, Default)]
pub struct Node {
    /// The element's name; empty for text, comments and the document itself.
    pub name: String,
    attributes: Vec<(String, String)>,
    /// Its letters, of a text.
    pub text: String,
    /// The places of what stands in it.
    pub children: Vec<usize>,
    /// The place of what it stands in.
    pub parent: Option<usize>,
    depth: usize,
}

impl Node {
    /// Returns an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Returns whether an attribute that holds a list of names holds this one.
    pub fn lists(&self, attribute: &str, name: &str) -> bool {
        self.get(attribute)
            .is_some_and(|names| names.split_ascii_whitespace().any(|one| one.eq_ignore_ascii_case(name)))
    }
}

impl Tree {
    /// Parses a page.
    ///
    /// # Errors
    /// If it is nested too deeply, or has more elements than any text.
    pub fn parse(page: &str) -> Result<Self, Unreadable> {
        // Scripts do not run: what stands in for them is read.
        let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
        let options = ParseOpts { tree_builder: options, ..ParseOpts::default() };
        let mut parser = parse_document(Builder::default(), options);
        let mut rest = page;
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(rest.ceil_char_boundary(PIECE));
            parser.process(StrTendril::from(piece));
            if let Some(reason) = parser.tokenizer.sink.sink.refuses() {
                return Err(Unreadable::new(reason));
            }
            rest = after;
        }
        Ok(parser.finish())
    }

    /// Returns the words in a node, a blank between its texts.
    pub fn words(&self, at: usize) -> String {
        let mut words = String::new();
        let mut waiting = vec![at];
        while let Some(node) = waiting.pop().and_then(|at| self.nodes.get(at)) {
            words.push_str(&node.text);
            words.push(' ');
            waiting.extend(node.children.iter().rev());
        }
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Returns the places of all nodes, in the order in which they begin.
    pub fn places(&self) -> std::ops::Range<usize> {
        0..self.nodes.len()
    }

    /// Returns a node.
    pub fn node(&self, at: usize) -> Option<&Node> {
        self.nodes.get(at)
    }
}

/// What the parser holds of a node: its place, and its name for comparisons.
type Handle = Rc<(usize, QualName)>;

/// Lets the parser build a [`Tree`].
struct Builder {
    nodes: RefCell<Vec<Node>>,
    document: Handle,
    work: Cell<usize>,
    too_deep: Cell<bool>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            nodes: RefCell::new(vec![Node::default()]),
            document: Rc::new((0, nameless())),
            work: Cell::new(0),
            too_deep: Cell::new(false),
        }
    }
}

fn nameless() -> QualName {
    QualName::new(None, ns!(), local_name!(""))
}

impl Builder {
    /// Says why the page is not read further.
    fn refuses(&self) -> Option<&'static str> {
        if self.too_deep.get() || self.work.get() > MOST_WORK {
            Some("the HTML is nested too deeply")
        } else {
            (self.nodes.borrow().len() > MOST_NODES).then_some("the HTML has more elements than any text has")
        }
    }

    fn new_node(&self, name: QualName, node: Node) -> Handle {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(node);
        Rc::new((nodes.len() - 1, name))
    }

    /// Takes a node out of its parent.
    fn detach(&self, at: usize) {
        let mut nodes = self.nodes.borrow_mut();
        let Some(parent) = nodes.get_mut(at).and_then(|node| node.parent.take()) else { return };
        if let Some(parent) = nodes.get_mut(parent) {
            self.work.set(self.work.get() + parent.children.len());
            parent.children.retain(|child| *child != at);
        }
    }

    /// Puts a node into a parent, before another child or last.
    fn insert(&self, parent: usize, before: Option<usize>, child: NodeOrText<Handle>) {
        let child = match child {
            NodeOrText::AppendNode(child) => child.0,
            NodeOrText::AppendText(text) => {
                if before.is_none() && self.grow_text(parent, &text) {
                    return;
                }
                self.new_node(nameless(), Node { text: text.to_string(), ..Node::default() }).0
            }
        };
        self.detach(child);
        let mut nodes = self.nodes.borrow_mut();
        let Some(parent_node) = nodes.get_mut(parent) else { return };
        let depth = parent_node.depth + 1;
        let place = before.and_then(|before| parent_node.children.iter().rposition(|child| *child == before));
        match place {
            Some(place) => parent_node.children.insert(place, child),
            None => parent_node.children.push(child),
        }
        self.work.set(self.work.get() + depth + place.map_or(0, |place| parent_node.children.len() - place));
        self.too_deep.set(self.too_deep.get() || depth > DEEPEST);
        if let Some(node) = nodes.get_mut(child) {
            node.parent = Some(parent);
            node.depth = depth;
        }
    }

    /// Adds to the text at the end of a parent, if there is one.
    fn grow_text(&self, parent: usize, text: &str) -> bool {
        let mut nodes = self.nodes.borrow_mut();
        let last = nodes.get(parent).and_then(|node| node.children.last().copied());
        match last.and_then(|last| nodes.get_mut(last)).filter(|node| node.name.is_empty()) {
            Some(node) => {
                node.text.push_str(text);
                true
            }
            None => false,
        }
    }

    fn parent_of(&self, at: usize) -> Option<usize> {
        self.nodes.borrow().get(at).and_then(|node| node.parent)
    }
}

impl TreeSink for Builder {
    type Handle = Handle;
    type Output = Tree;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Tree {
        Tree { nodes: self.nodes.into_inner() }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Rc::clone(&self.document)
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.1.expanded()
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Handle {
        let attributes =
            attributes.into_iter().map(|one| (one.name.local.to_string(), one.value.to_string())).collect();
        let node = Node { name: name.local.to_string(), attributes, ..Node::default() };
        self.new_node(name, node)
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        self.new_node(nameless(), Node { name: "!".to_owned(), ..Node::default() })
    }

    fn create_pi(&self, _: StrTendril, data: StrTendril) -> Handle {
        self.create_comment(data)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.insert(parent.0, None, child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        match self.parent_of(element.0) {
            Some(parent) => self.insert(parent, Some(element.0), child),
            None => self.insert(previous.0, None, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        Rc::clone(target)
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        one.0 == other.0
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, new: NodeOrText<Handle>) {
        if let Some(parent) = self.parent_of(sibling.0) {
            self.insert(parent, Some(sibling.0), new);
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        if let Some(node) = self.nodes.borrow_mut().get_mut(target.0) {
            for attribute in attributes {
                if node.get(&attribute.name.local).is_none() {
                    node.attributes.push((attribute.name.local.to_string(), attribute.value.to_string()));
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.0);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let children = self.nodes.borrow_mut().get_mut(node.0).map(|node| std::mem::take(&mut node.children));
        for child in children.unwrap_or_default() {
            if let Some(child) = self.nodes.borrow_mut().get_mut(child) {
                child.parent = None;
            }
            self.insert(new_parent.0, None, NodeOrText::AppendNode(Rc::new((child, nameless()))));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_NODES, Tree};

    #[test]
    fn more_elements_than_any_text_has_are_refused() {
        let refusal = Tree::parse(&"a<br>".repeat(MOST_NODES / 2 + 1)).unwrap_err();
        assert!(refusal.to_string().contains("more elements"), "{refusal}");
        assert!(Tree::parse(&"a<br>".repeat(1_000)).is_ok());
    }
}
