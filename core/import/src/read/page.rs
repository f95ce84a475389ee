//! Reads HTML: blocks as a browser parts them, lists with their numbers, notes by the standard roles.

use engross_files::Unreadable;
use engross_files::html::{Node, Tree};
use engross_files::word_lists::number;

use super::lines::Lines;
use crate::sheet::{self, Paragraph, Run, RunLook, Sheet, push, tidy_blanks};

const DEEPEST: usize = 300;

/// Longer addresses are no links: each word that leads there keeps its own.
const LONGEST_LINK: usize = 2_048;

/// Reads a page.
pub(crate) fn read(page: &str) -> Result<Sheet, Unreadable> {
    let tree = Tree::parse(page)?;
    let mut reading = Reading { tree: &tree, lines: Lines::default(), open: Open::default(), lists: Vec::new() };
    reading.children(0, Around::default())?;
    reading.close();
    Ok(reading.lines.finish())
}

/// What elements around a text say about it.
#[derive(Debug, Clone, Default)]
struct Around {
    look: RunLook,
    link: Option<String>,
    heading: bool,
    depth: usize,
}

/// The paragraph that is being read.
#[derive(Default)]
struct Open {
    runs: Vec<Run>,
    label: Option<String>,
    heading: bool,
    anchors: Vec<String>,
    /// Whether it begins an entry of a list.
    begins_entry: bool,
}

struct Reading<'a> {
    tree: &'a Tree,
    lines: Lines,
    open: Open,
    /// The next number of each list that is open; `None` for one without numbers.
    lists: Vec<Option<(u32, String)>>,
}

impl Reading<'_> {
    fn children(&mut self, at: usize, around: Around) -> Result<(), Unreadable> {
        if around.depth > DEEPEST {
            return Err(Unreadable::new("the HTML is nested too deeply"));
        }
        let children = self.tree.node(at).map_or(&[][..], |node| node.children.as_slice());
        let around = Around { depth: around.depth + 1, ..around };
        children.iter().try_for_each(|child| self.node(*child, around.clone()))
    }

    fn node(&mut self, at: usize, mut around: Around) -> Result<(), Unreadable> {
        let tree = self.tree;
        let Some(node) = tree.node(at) else { return Ok(()) };
        if node.lists("class", "label") {
            let label = self.apart(at)?;
            self.open.label = Some(sheet::words(&label).trim().to_owned());
            return Ok(());
        }
        match node.name.as_str() {
            "" => {
                let run = Run { words: node.text.clone(), look: around.look, note: None, link: around.link };
                push(&mut self.open.runs, run);
                self.open.heading |= around.heading;
                return Ok(());
            }
            "head" | "script" | "style" | "template" | "nav" | "button" | "form" | "!" | "img" | "svg" => return Ok(()),
            _ if is_unseen(node) => return Ok(()),
            "br" => push(&mut self.open.runs, Run { words: " ".to_owned(), ..Run::default() }),
            // A browser may set lead words otherwise than bold, and says so in their class.
            "b" | "strong" => {
                let (italic, underlined) = (node.lists("class", "italic"), node.lists("class", "underline"));
                around.look.italic |= italic;
                around.look.underlined |= underlined;
                around.look.bold |= node.lists("class", "bold") || !(italic || underlined);
            }
            "i" | "em" => around.look.italic = true,
            "u" => around.look.underlined = true,
            "sup" => around.look.raised = true,
            "sub" => around.look.lowered = true,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => around.heading = true,
            _ => {}
        }
        if node.lists("role", "doc-noteref") || is_note_link(node) {
            return self.note_mark(at, node);
        }
        if let Some(name) = note_name(node) {
            return self.note(at, name);
        }
        if node.name == "a" {
            let is_link =
                |href: &&str| (href.starts_with("http") || href.starts_with('#')) && href.len() <= LONGEST_LINK;
            around.link = node.get("href").filter(is_link).map(str::to_owned);
        }
        if node.name == "html" {
            node.get("lang").into_iter().for_each(|tag| self.lines.language(tag));
        }
        let is_list = matches!(node.name.as_str(), "ol" | "ul");
        if is_list {
            let first = node.get("start").and_then(|start| start.parse().ok()).unwrap_or(1);
            self.lists.push((node.name == "ol" && is_numbered(node)).then(|| (first, numerals(node).to_owned())));
        }
        let is_block = is_block(&node.name);
        if is_block {
            self.close();
        }
        if node.name == "li" {
            self.item(node);
        }
        if let Some(id) = node.get("id").filter(|_| is_block) {
            self.open.anchors.push(id.to_owned());
        }
        self.children(at, around)?;
        if is_block {
            self.close();
        }
        if is_list {
            self.lists.pop();
        }
        Ok(())
    }

    /// Gives an entry of a list its number.
    fn item(&mut self, node: &Node) {
        self.open.begins_entry = true;
        if let Some(Some((next, numerals))) = self.lists.last_mut() {
            let value = node.get("value").and_then(|value| value.parse().ok()).unwrap_or(*next);
            *next = value.saturating_add(1);
            self.open.label = Some(format!("{}.", number(value, numerals)));
        }
    }

    fn note_mark(&mut self, at: usize, node: &Node) -> Result<(), Unreadable> {
        let target = node.get("href").and_then(|href| href.strip_prefix('#'));
        let target = target.or_else(|| self.link_inside(at));
        let name = target.unwrap_or_default().to_owned();
        let words = sheet::words(&self.apart(at)?);
        self.open.runs.push(Run { words, note: Some(name), ..Run::default() });
        Ok(())
    }

    fn link_inside(&self, at: usize) -> Option<&str> {
        let children = &self.tree.node(at)?.children;
        children.iter().find_map(|child| self.tree.node(*child)?.get("href")?.strip_prefix('#'))
    }

    fn note(&mut self, at: usize, name: String) -> Result<(), Unreadable> {
        let runs = self.apart(at)?;
        self.lines.note(name, runs);
        Ok(())
    }

    /// Reads what stands in an element, apart from the paragraph around it.
    fn apart(&mut self, at: usize) -> Result<Vec<Run>, Unreadable> {
        let open = std::mem::take(&mut self.open);
        let lines = std::mem::take(&mut self.lines);
        self.children(at, Around::default())?;
        self.close();
        let read = std::mem::replace(&mut self.lines, lines).finish();
        self.open = open;
        let mut runs = Vec::new();
        for paragraph in read.paragraphs {
            if !runs.is_empty() {
                push(&mut runs, Run { words: " ".to_owned(), ..Run::default() });
            }
            runs.extend(paragraph.runs);
        }
        Ok(runs)
    }

    fn close(&mut self) {
        let open = std::mem::take(&mut self.open);
        let runs = tidy_blanks(open.runs);
        if runs.is_empty() {
            // What an entry says of itself waits for the words of the block inside it.
            (self.open.label, self.open.anchors) = (open.label, open.anchors);
            self.open.begins_entry = open.begins_entry;
            return;
        }
        let depth = self.lists.len().checked_sub(1).filter(|_| open.begins_entry);
        let indent = u32::try_from(self.lists.len()).ok();
        let paragraph = Paragraph {
            runs,
            label: open.label,
            depth,
            indent,
            heading: open.heading,
            anchors: open.anchors,
            ..Paragraph::default()
        };
        self.lines.add(paragraph);
    }
}

fn is_unseen(node: &Node) -> bool {
    let for_readers_aloud = ["visually-hidden", "sr-only", "skip"].iter().any(|class| node.lists("class", class));
    let unseen = node.get("hidden").is_some() || node.get("aria-hidden") == Some("true");
    unseen || for_readers_aloud || node.lists("role", "doc-backlink")
}

/// Returns the numerals of a list, as Word calls them.
fn numerals(node: &Node) -> &'static str {
    let style = node.get("style").unwrap_or_default();
    match node.get("type") {
        Some("a") => "lowerLetter",
        Some("A") => "upperLetter",
        Some("i") => "lowerRoman",
        Some("I") => "upperRoman",
        _ if style.contains("lower-alpha") || style.contains("lower-latin") => "lowerLetter",
        _ if style.contains("upper-alpha") || style.contains("upper-latin") => "upperLetter",
        _ if style.contains("lower-roman") => "lowerRoman",
        _ if style.contains("upper-roman") => "upperRoman",
        _ => "decimal",
    }
}

fn is_numbered(node: &Node) -> bool {
    let style = node.get("style").unwrap_or_default();
    !style.contains("list-style: none") && !style.contains("list-style:none") && !node.lists("role", "list")
}

fn is_note_link(node: &Node) -> bool {
    node.name == "a"
        && node
            .get("href")
            .is_some_and(|href| ["#fn", "#footnote", "#_ftn", "#note", "#_note"].iter().any(|it| href.starts_with(it)))
        && !node.get("href").is_some_and(|href| href.starts_with("#fnref") || href.starts_with("#_ftnref"))
}

/// Returns the name of a note that an element holds.
fn note_name(node: &Node) -> Option<String> {
    let id = node.get("id")?;
    let named = ["fn", "footnote", "_ftn", "note", "_note"].iter().any(|beginning| id.starts_with(beginning))
        && !id.contains("ref");
    (named && matches!(node.name.as_str(), "li" | "div" | "p" | "aside" | "dd") || node.lists("role", "doc-footnote"))
        .then(|| id.to_owned())
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "dd"
            | "div"
            | "dl"
            | "dt"
            | "figure"
            | "footer"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "html"
            | "li"
            | "main"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "table"
            | "tbody"
            | "td"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}
