//! Reads the text of an HTML page as a browser shows it, by the meaning that HTML and its standard roles give it.
//!
//! Hidden text and page furniture (navigation, controls) do not count. Labels are letters of the page; markers that a
//! browser makes up are not read, since no label is left to a browser.

use engross_files::Unreadable;
use engross_files::html::{Node, Tree};

use crate::reading::{Collector, Notation, ReadNote, Reading};

const DEEPEST: usize = 300;

/// Reads an HTML file.
pub(crate) fn read(bytes: &[u8]) -> Result<Reading, Unreadable> {
    let page = std::str::from_utf8(bytes).map_err(|_| Unreadable::new("the page is not UTF-8"))?;
    let tree = Tree::parse(page.trim_start_matches('\u{FEFF}'))?;
    let mut reader = Reader { tree: &tree, notes: Vec::new() };
    let mut body = Collector::default();
    reader.children(0, 0, &mut body)?;
    Ok(Reading { notation: Notation::Styled, blocks: body.finish()?, notes: reader.notes })
}

struct Reader<'a> {
    tree: &'a Tree,
    notes: Vec<ReadNote>,
}

impl Reader<'_> {
    fn children(&mut self, at: usize, depth: usize, into: &mut Collector) -> Result<(), Unreadable> {
        if depth > DEEPEST {
            return Err(Unreadable::new("the HTML is nested too deeply"));
        }
        let tree = self.tree;
        let children = tree.node(at).map_or(&[][..], |node| node.children.as_slice());
        children.iter().try_for_each(|child| self.node(*child, depth + 1, into))
    }

    fn node(&mut self, at: usize, depth: usize, into: &mut Collector) -> Result<(), Unreadable> {
        let tree = self.tree;
        let Some(node) = tree.node(at) else { return Ok(()) };
        match node.name.as_str() {
            "" => into.words(&node.text),
            "br" | "wbr" => into.words(if node.name == "br" { " " } else { "" }),
            _ if is_unseen(node) => Ok(()),
            _ if node.lists("role", "doc-noteref") => {
                let mark = self.apart(at, depth)?;
                into.mark(&mark)
            }
            _ if is_note_list(node) => {
                into.close()?;
                self.notes_in(at, depth)
            }
            "tr" => {
                into.begin_row()?;
                self.children(at, depth, into)?;
                into.end_row()
            }
            "th" if node.lists("scope", "row") => {
                let label = self.apart(at, depth)?;
                into.label(&label)
            }
            name if is_block(name) => self.block(node, at, depth, into),
            _ => self.children(at, depth, into),
        }
    }

    fn block(&mut self, node: &Node, at: usize, depth: usize, into: &mut Collector) -> Result<(), Unreadable> {
        // Words of an item or a cell that stand before its paragraph are its label.
        if matches!(node.name.as_str(), "p" | "div") && !into.is_blank() && self.is_in_item(node) {
            into.turn_into_label();
        } else {
            into.close_words()?;
        }
        if node.name == "li" {
            into.close()?;
        }
        self.children(at, depth, into)?;
        if node.name == "li" { into.close() } else { into.close_words() }
    }

    fn is_in_item(&self, node: &Node) -> bool {
        node.parent
            .and_then(|parent| self.tree.node(parent))
            .is_some_and(|parent| matches!(parent.name.as_str(), "li" | "td"))
    }

    /// Reads the notes at the end of a page: the items of its list.
    fn notes_in(&mut self, at: usize, depth: usize) -> Result<(), Unreadable> {
        let tree = self.tree;
        let Some(node) = tree.node(at).filter(|_| depth < DEEPEST) else { return Ok(()) };
        for child in &node.children {
            match tree.node(*child) {
                Some(note) if is_note(note) => self.note(*child, depth + 1)?,
                Some(other) if !is_unseen(other) => self.notes_in(*child, depth + 1)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Reads a note. Its mark is its first word.
    fn note(&mut self, at: usize, depth: usize) -> Result<(), Unreadable> {
        let text = self.apart(at, depth)?;
        let (mark, text) = text.split_once(' ').unwrap_or((&text, ""));
        self.notes.push(ReadNote { mark: mark.to_owned(), text: text.to_owned() });
        Ok(())
    }

    fn apart(&mut self, at: usize, depth: usize) -> Result<String, Unreadable> {
        let mut text = Collector::default();
        self.children(at, depth, &mut text)?;
        text.finish_as_one()
    }
}

/// What a browser does not show, or shows around a text rather than in it.
fn is_unseen(node: &Node) -> bool {
    const UNSEEN: [&str; 18] = [
        "!", "audio", "button", "canvas", "head", "iframe", "math", "nav", "noscript", "object", "script", "select",
        "style", "svg", "template", "textarea", "title", "video",
    ];
    const HIDDEN: [&str; 3] = ["visually-hidden", "sr-only", "screen-reader-text"];
    UNSEEN.contains(&node.name.as_str())
        || node.get("hidden").is_some()
        || HIDDEN.iter().any(|class| node.lists("class", class))
        || node.lists("role", "doc-backlink")
        || node.lists("role", "navigation")
        || node.get("style").is_some_and(hides)
}

/// Says whether an element's own style hides it.
fn hides(style: &str) -> bool {
    let style: String = style.chars().filter(|letter| !letter.is_whitespace()).collect::<String>().to_ascii_lowercase();
    style.contains("display:none") || style.contains("visibility:hidden")
}

fn is_note_list(node: &Node) -> bool {
    ["doc-endnotes", "doc-footnotes"].iter().any(|role| node.lists("role", role))
}

fn is_note(node: &Node) -> bool {
    node.name == "li" || ["doc-endnote", "doc-footnote"].iter().any(|role| node.lists("role", role))
}

fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 38] = [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "td",
        "th",
        "ul",
        "search",
    ];
    BLOCKS.contains(&name)
}
