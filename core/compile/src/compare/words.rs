//! The words of two states of a unit as one running text, with marks on what was put in and taken out.

use std::ptr;

use engross_model::{ChangeKind, Inline};

use super::names::Names;
use super::steps::{Step, steps};
use super::tokens::{Around, Keys, Leaf, Tokens};
use super::{changed, with_content};

/// Compares two states of running text: returns the later one with marks on what was put in, and with what was taken out
/// where it stood.
pub(super) fn compare<'a>(earlier: &'a [Inline], later: &'a [Inline], names: &mut Names<'a>) -> Vec<Inline> {
    if earlier == later {
        return later.to_vec();
    }
    let mut keys = Keys::new();
    let before = Tokens::read(earlier, &mut keys, names);
    let after = Tokens::read(later, &mut keys, &Names::default());
    let steps = steps(&before.keys, &after.keys, |kept| before.is_short(kept));
    if steps.iter().all(|step| step.is_kept) {
        return later.to_vec();
    }
    gathered(build(&merged(&before, &after, &steps), 0, names))
}

/// A token with what happened to it.
struct Marked<'t, 'a> {
    leaf: Leaf<'a>,
    path: &'t [Around<'a>],
    kind: Option<ChangeKind>,
}

/// Puts the tokens of both texts into one list: what was taken out before what was put in instead. Of a node whose words
/// have changed in part, all words stay together.
fn merged<'t, 'a>(before: &'t Tokens<'a>, after: &'t Tokens<'a>, steps: &[Step]) -> Vec<Marked<'t, 'a>> {
    let mut merged = Vec::with_capacity(before.tokens.len().max(after.tokens.len()));
    for Step { is_kept, earlier, later } in steps {
        if *is_kept {
            merged.extend(later.clone().map(|at| marked(after, at, None)));
            continue;
        }
        let deleted = earlier.clone().map(|at| (before.leaning(at, earlier), before, at, ChangeKind::Deleted));
        let inserted = later.clone().map(|at| (after.leaning(at, later), after, at, ChangeKind::Inserted));
        let mut changed: Vec<_> = deleted.chain(inserted).collect();
        changed.sort_by_key(|(leaning, ..)| *leaning);
        merged.extend(changed.into_iter().map(|(_, text, at, kind)| marked(text, at, Some(kind))));
    }
    merged
}

fn marked<'t, 'a>(text: &'t Tokens<'a>, at: usize, kind: Option<ChangeKind>) -> Marked<'t, 'a> {
    let token = &text.tokens[at];
    Marked { leaf: token.leaf, path: text.path(token), kind }
}

/// A node with what happened to all of it.
type Built = (Option<ChangeKind>, Inline);

/// Makes nodes of tokens again. `depth` is how many of the nodes around them are made already.
fn build<'a>(tokens: &[Marked<'_, 'a>], depth: usize, names: &mut Names<'a>) -> Vec<Built> {
    let mut built: Vec<Built> = Vec::new();
    let mut rest = tokens;
    while let Some(first) = rest.first() {
        let Some(around) = first.path.get(depth) else {
            add_leaf(first, &mut built, names);
            rest = &rest[1..];
            continue;
        };
        let (inside, after) = rest.split_at(length_of_node(rest, depth));
        rest = after;
        let inner = build(inside, depth + 1, names);
        let kind = inside.first().and_then(|token| token.kind);
        let kind = kind.filter(|_| inside.iter().all(|token| token.kind == kind));
        // A node that is new or gone as a whole is marked as a whole.
        let content = match kind {
            Some(_) => inner.into_iter().map(|(_, node)| node).collect(),
            None => gathered(inner),
        };
        let node = match kind {
            Some(ChangeKind::Deleted) => names.put_back_around(around.node, content),
            _ => with_content(around.node, content),
        };
        built.push((kind, node));
    }
    built
}

/// Counts the tokens that are set in one node with the first one: those of one node of the later text, and what was taken
/// out of nodes like it beside them.
fn length_of_node<'a>(tokens: &[Marked<'_, 'a>], depth: usize) -> usize {
    let mut key = None;
    let mut later: Option<&'a Inline> = None;
    let is_inside = |token: &&Marked<'_, 'a>| {
        let Some(around) = token.path.get(depth) else { return false };
        let is_alike = *key.get_or_insert(around.key) == around.key;
        let is_deleted = token.kind == Some(ChangeKind::Deleted);
        is_alike && (is_deleted || ptr::eq(*later.get_or_insert(around.node), around.node))
    };
    tokens.iter().take_while(is_inside).count()
}

fn add_leaf<'a>(token: &Marked<'_, 'a>, built: &mut Vec<Built>, names: &mut Names<'a>) {
    match (token.leaf, built.last_mut()) {
        (Leaf::Piece(piece), Some((kind, Inline::Text(text)))) if *kind == token.kind => text.push_str(piece),
        (Leaf::Piece(piece), _) => built.push((token.kind, Inline::text(piece))),
        (Leaf::Node(node), _) if token.kind == Some(ChangeKind::Deleted) => {
            built.extend(names.put_back_node(node).map(|node| (token.kind, node)));
        }
        (Leaf::Node(node), _) => built.push((token.kind, node.clone())),
    }
}

/// Sets neighbours that the same happened to under one mark.
fn gathered(built: Vec<Built>) -> Vec<Inline> {
    let mut gathered = Vec::new();
    let mut rest = built.into_iter().peekable();
    while let Some((kind, node)) = rest.next() {
        let Some(change) = kind else {
            gathered.push(node);
            continue;
        };
        let mut content = vec![node];
        while let Some((_, node)) = rest.next_if(|(next, _)| *next == kind) {
            content.push(node);
        }
        gathered.extend(changed(change, content));
    }
    gathered
}
