//! Reads HTML: blocks as a browser parts them, lists with their numbers, notes, tracked changes as the user wishes.
//!
//! What an element is called matters only where it says something of its words: all others are read through for the words
//! inside them.

mod bounds;
mod footnotes;
mod styles;

use std::collections::BTreeSet;

use engross_files::Unreadable;
use engross_files::html::{Node, Tree};
use engross_files::word_lists::number;

use self::footnotes::{Footnotes, Note, ancestors};
use self::styles::{Counting, Styles};
use super::breaks::{BREAK, WRAP};
use super::lines::Lines;
use super::numerals;
use super::omissions::{Kind, target};
use super::text;
use crate::sheet::{self, Paragraph, Run, RunLook, Sheet, push, tidy_blanks};

const DEEPEST: usize = 300;

/// Reads a page; its insertions and deletions are accepted or refused.
pub(crate) fn read(file: &str, page: &str, refuse_changes: bool) -> Result<Sheet, Unreadable> {
    lines(page, refuse_changes).map(|lines| lines.finish(file))
}

/// Reads a page, or a piece of one, line by line.
pub(super) fn lines(page: &str, refuse_changes: bool) -> Result<Lines, Unreadable> {
    bounds::check(page)?;
    let tree = Tree::parse(page)?;
    let mut text = PageText {
        tree: &tree,
        footnotes: Footnotes::of(&tree),
        styles: Styles::of(&tree),
        refuse_changes,
        lines: Lines::default(),
        open: Open::default(),
        lists: Vec::new(),
        told: BTreeSet::new(),
        has_main: false,
    };
    let named = |name: &str| tree.places().find(|at| tree.node(*at).is_some_and(|node| node.name == name));
    text.has_main = named("main").or_else(|| named("article")).is_some();
    if let Some(title) = named("title") {
        text.lines.title(&tree.words(title));
    }
    text.children(0, Around::default())?;
    text.close();
    for remark in std::mem::take(&mut text.open.remarks) {
        text.lines.leave_out(Kind::Remark, &remark);
    }
    Ok(text.lines)
}

/// What elements around a text say about it.
#[derive(Debug, Clone, Default)]
struct Around {
    look: RunLook,
    link: Option<String>,
    heading: bool,
    /// Whether it is a quotation.
    quotation: bool,
    /// Whether lines are kept as they are written.
    keeps_lines: bool,
    depth: usize,
}

/// The paragraph that is being read.
#[derive(Default)]
struct Open {
    runs: Vec<Run>,
    label: Option<String>,
    heading: bool,
    quotation: bool,
    anchors: Vec<String>,
    /// What somebody remarked on it.
    remarks: Vec<String>,
    /// Whether it begins an entry of a list.
    begins_entry: bool,
    /// Whether a line is drawn above it.
    below_rule: bool,
}

impl Open {
    fn is_empty(&self) -> bool {
        !self.runs.iter().any(|run| run.note.is_some() || run.words.contains(|sign: char| !sign.is_whitespace()))
    }
}

/// The text of a page while it is read.
struct PageText<'a> {
    tree: &'a Tree,
    footnotes: Footnotes,
    styles: Styles,
    refuse_changes: bool,
    lines: Lines,
    open: Open,
    /// The lists that are open; `None` for one without numbers.
    lists: Vec<Option<List>>,
    /// The places of the remarks that went to their paragraphs.
    told: BTreeSet<usize>,
    /// Whether the page says which part of it is the text.
    has_main: bool,
}

/// A list that is open.
struct List {
    /// The number of its next entry.
    next: u32,
    /// Whether it counts down.
    is_reversed: bool,
    /// Its numerals, as Word calls them.
    numerals: &'static str,
}

impl PageText<'_> {
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
        if self.footnotes.is_mark(at) {
            return self.note_mark(at, node);
        }
        if self.footnotes.is_way_back(at) || is_place_of_remark(tree, at, node) || self.is_left_out(at, node) {
            return Ok(());
        }
        if let Some(note) = self.footnotes.note(at) {
            return self.note(at, note);
        }
        // Behind words, or a second time, it is no label.
        if node.lists("class", "label") && self.open.label.is_none() && self.open.is_empty() {
            let label = self.apart(at)?;
            self.open.label = Some(sheet::words(&label).trim().to_owned());
            return Ok(());
        }
        match node.name.as_str() {
            "" => {
                let line_end = if around.keeps_lines { WRAP } else { ' ' };
                let words = node.text.replace("\r\n", "\n").replace(['\r', '\n'], &line_end.to_string());
                push(&mut self.open.runs, Run { words, look: around.look, note: None, link: around.link });
                self.open.heading |= around.heading;
                self.open.quotation |= around.quotation;
                return Ok(());
            }
            "br" => push(&mut self.open.runs, Run { words: BREAK.to_string(), ..Run::default() }),
            // A browser may set lead words otherwise than bold, and says so in their class.
            "b" | "strong" => {
                let (italic, underlined) = (node.lists("class", "italic"), node.lists("class", "underline"));
                around.look.italic |= italic;
                around.look.underlined |= underlined;
                around.look.bold |= node.lists("class", "bold") || !(italic || underlined);
            }
            "i" | "em" => around.look.italic = true,
            "u" => around.look.underlined = true,
            "s" | "strike" => around.look.struck = true,
            "sup" => around.look.raised = true,
            "sub" => around.look.lowered = true,
            "q" => {
                push(&mut self.open.runs, Run { words: "“".to_owned(), look: around.look, ..Run::default() });
                self.element(at, node, around.clone())?;
                push(&mut self.open.runs, Run { words: "”".to_owned(), look: around.look, ..Run::default() });
                return Ok(());
            }
            "pre" if self.is_plain(node) => {
                self.close();
                let written = node.children.iter().filter_map(|child| tree.node(*child));
                let written: String = written.map(|child| child.text.as_str()).collect();
                self.lines.written(text::read("", &written));
                return Ok(());
            }
            "pre" | "textarea" => around.keeps_lines = true,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => around.heading = true,
            "blockquote" => around.quotation = true,
            "math" => self.lines.leave_out(Kind::Formula, &tree.words(at)),
            "a" => around.link = self.link(node),
            "html" => node.get("lang").into_iter().for_each(|tag| self.lines.language(tag)),
            _ => {}
        }
        around.look = self.styles.lay(tree, around.look, node);
        self.element(at, node, around)
    }

    /// Says whether an element has nothing but words.
    fn is_plain(&self, node: &Node) -> bool {
        node.children.iter().all(|child| self.tree.node(*child).is_some_and(|child| child.name.is_empty()))
    }

    /// Reads an element through, as a block or within a line.
    fn element(&mut self, at: usize, node: &Node, around: Around) -> Result<(), Unreadable> {
        let is_block = is_block(&node.name);
        if is_block {
            self.close();
        }
        let is_list = matches!(node.name.as_str(), "ol" | "ul" | "menu" | "dir");
        if is_list {
            self.lists.push(self.list(node));
        }
        match node.name.as_str() {
            "li" => self.item(node),
            "tr" => self.lines.begin_row(),
            "td" | "th" => {
                let count = |name: &str| node.get(name).and_then(|count| count.trim().parse().ok()).unwrap_or(1);
                self.lines.begin_cell(count("colspan"), count("rowspan"));
            }
            "hr" => self.open.below_rule = true,
            _ => {}
        }
        let names = node.get("id").into_iter().chain(node.get("name").filter(|_| node.name == "a"));
        self.open.anchors.extend(names.map(str::to_owned));
        let outside = (node.name == "table").then(|| self.lines.begin_table(is_grid(self.tree, node)));
        self.children(at, around)?;
        if is_block {
            self.close();
        }
        outside.into_iter().for_each(|outside| {
            self.lines.end_table(outside);
        });
        if is_list {
            self.lists.pop();
        }
        Ok(())
    }

    /// Says whether an element has no words of the text, and keeps what must be said of it.
    fn is_left_out(&mut self, at: usize, node: &Node) -> bool {
        let is_for_readers_aloud =
            ["visually-hidden", "sr-only", "skip"].iter().any(|class| node.lists("class", class));
        let style = node.get("style").unwrap_or_default().replace(char::is_whitespace, "").to_ascii_lowercase();
        let is_running_head = matches!(node.get("title"), Some("header" | "footer"));
        let kind = match node.name.as_str() {
            // As LibreOffice writes them.
            "div" if is_running_head => Some(Kind::RunningHead),
            "head" | "script" | "style" | "!" | "rp" | "annotation" | "annotation-xml" => None,
            "del" if !self.refuse_changes => None,
            "ins" if self.refuse_changes => None,
            "img" if node.get("alt") == Some("") => None,
            "img" | "svg" => Some(Kind::Picture),
            "object" | "embed" | "iframe" | "video" | "audio" | "canvas" => Some(Kind::Object),
            "rt" => Some(Kind::Pronunciation),
            "footer" if self.is_foot_of_page(at) => Some(Kind::Control),
            "nav" | "button" | "select" | "input" | "datalist" => Some(Kind::Control),
            _ if is_for_readers_aloud => Some(Kind::Aloud),
            "template" => Some(Kind::Hidden),
            _ if node.get("hidden").is_some() || node.get("aria-hidden") == Some("true") => Some(Kind::Hidden),
            _ if style.contains("display:none") || style.contains("visibility:hidden") => Some(Kind::Hidden),
            _ if self.styles.hide(self.tree, node) => Some(Kind::Hidden),
            _ if node.lists("role", "doc-backlink") => Some(Kind::Aloud),
            _ => return false,
        };
        // Labels are printed by the browser, and out of sight of those who listen.
        if node.lists("class", "label") {
            return false;
        }
        let Some(kind) = kind else { return true };
        let described = match node.name.as_str() {
            "img" => node.get("alt"),
            "input" => node.get("value").filter(|_| node.get("type") != Some("hidden")).or(node.get("placeholder")),
            _ => None,
        };
        let words = described.map_or_else(|| self.tree.words(at), str::to_owned);
        if matches!(kind, Kind::Picture | Kind::Object) || words.contains(char::is_alphanumeric) {
            self.lines.leave_out(kind, &words);
        }
        true
    }

    /// Says whether a footer is none of the text, where the page says which part of it that is. It may hold the notes.
    fn is_foot_of_page(&self, at: usize) -> bool {
        let is_text = |at| self.tree.node(at).is_some_and(|node| matches!(node.name.as_str(), "main" | "article"));
        self.has_main && !self.footnotes.stand_within(at) && !ancestors(self.tree, at).any(is_text)
    }

    fn link(&mut self, link: &Node) -> Option<String> {
        let address = link.get("href")?;
        let known = target(address);
        if known.is_none() {
            self.lines.leave_out(Kind::Link, address);
        }
        known.map(str::to_owned)
    }

    /// Says how a list counts, if it does: as its style has it, whatever it is called.
    fn list(&self, node: &Node) -> Option<List> {
        let is_ordered = node.name == "ol";
        let styled = self.styles.counting(self.tree, node);
        let typed = || node.get("type").and_then(numerals::beginning).unwrap_or("decimal");
        let numerals = match styled {
            Some(Counting::Not) => None,
            Some(Counting::In(numerals)) => Some(numerals),
            None => is_ordered.then(typed),
        };
        let numerals = numerals.filter(|_| !node.lists("role", "list"))?;
        let is_reversed = is_ordered && node.get("reversed").is_some();
        let is_entry = |child: &&usize| self.tree.node(**child).is_some_and(|child| child.name == "li");
        let count = || node.children.iter().filter(is_entry).count();
        let first = if is_reversed { u32::try_from(count()).unwrap_or(u32::MAX) } else { 1 };
        let next = node.get("start").and_then(|start| start.parse().ok()).unwrap_or(first);
        Some(List { next, is_reversed, numerals })
    }

    /// Gives an entry of a list its number.
    fn item(&mut self, node: &Node) {
        self.open.begins_entry = true;
        let styled = self.styles.counting(self.tree, node);
        if let Some(Some(list)) = self.lists.last_mut() {
            let numerals = if let Some(Counting::In(numerals)) = styled { numerals } else { list.numerals };
            let value = node.get("value").and_then(|value| value.parse().ok()).unwrap_or(list.next);
            list.next = if list.is_reversed { value.saturating_sub(1) } else { value.saturating_add(1) };
            self.open.label = Some(format!("{}.", number(value, numerals)));
        }
    }

    fn note_mark(&mut self, at: usize, node: &Node) -> Result<(), Unreadable> {
        let target = node.get("href").and_then(|href| href.strip_prefix('#'));
        let target = target.or_else(|| self.link_inside(at));
        let name = target.unwrap_or_default().to_owned();
        if let Some(remark) = self.footnotes.remark(&name) {
            if self.told.insert(remark) {
                self.open.remarks.push(self.footnotes.remarked(self.tree, remark));
            }
            return Ok(());
        }
        let words = sheet::words(&self.apart(at)?);
        self.open.runs.push(Run { words, note: Some(name), ..Run::default() });
        Ok(())
    }

    fn link_inside(&self, at: usize) -> Option<&str> {
        let children = &self.tree.node(at)?.children;
        children.iter().find_map(|child| self.tree.node(*child)?.get("href")?.strip_prefix('#'))
    }

    fn note(&mut self, at: usize, note: Note) -> Result<(), Unreadable> {
        self.close();
        if note.is_remark {
            if self.told.insert(at) {
                self.lines.leave_out(Kind::Remark, &self.footnotes.remarked(self.tree, at));
            }
            return Ok(());
        }
        let mut runs = self.apart(at)?;
        if let Some(mark) = &note.typed_mark {
            let words = sheet::words(&runs);
            let behind = words.trim_start_matches(['(', '[', ' ']).strip_prefix(mark.as_str());
            let behind = behind.map(|behind| behind.trim_start_matches([')', ']', '.', ':']));
            runs = tidy_blanks(sheet::behind(&runs, behind.map_or(0, |behind| words.len() - behind.len())));
        }
        // Behind an arrow the letters of several ways back are gone.
        let words = sheet::words(&runs);
        if let Some(behind) = words.trim_start().strip_prefix(['^', '↑']).filter(|behind| behind.starts_with(' ')) {
            runs = tidy_blanks(sheet::behind(&runs, words.len() - behind.len()));
        }
        // So are they behind one whose mark does not lead anywhere.
        let is_arrow = |run: &mut Run| run.words.chars().all(|sign| sign.is_whitespace() || ARROWS.contains(&sign));
        while runs.pop_if(is_arrow).is_some() {}
        self.lines.note(note.name, tidy_blanks(runs));
        Ok(())
    }

    /// Reads what stands in an element, apart from the paragraph around it.
    fn apart(&mut self, at: usize) -> Result<Vec<Run>, Unreadable> {
        let open = std::mem::take(&mut self.open);
        let lines = std::mem::take(&mut self.lines);
        self.children(at, Around::default())?;
        self.close();
        let apart = std::mem::replace(&mut self.lines, lines);
        let left = std::mem::replace(&mut self.open, open).remarks;
        self.open.remarks.extend(left);
        Ok(self.lines.absorb(apart))
    }

    fn close(&mut self) {
        let open = std::mem::take(&mut self.open);
        if open.is_empty() {
            // What an entry says of itself waits for the words of the block inside it.
            (self.open.label, self.open.anchors, self.open.remarks) = (open.label, open.anchors, open.remarks);
            (self.open.begins_entry, self.open.below_rule) = (open.begins_entry, open.below_rule);
            return;
        }
        let depth = self.lists.len().checked_sub(1).filter(|_| open.begins_entry);
        let indent = u32::try_from(self.lists.len()).ok();
        let paragraph = Paragraph {
            runs: open.runs,
            label: open.label,
            depth,
            indent,
            heading: open.heading,
            quotation: open.quotation,
            anchors: open.anchors,
            remarks: open.remarks,
            below_rule: open.below_rule,
            ..Paragraph::default()
        };
        self.lines.add(paragraph);
    }
}

/// What links back from notes are written with; the last makes others pictures or letters.
const ARROWS: [char; 4] = ['↩', '↑', '⏎', '\u{fe0e}'];

/// Says whether an element holds nothing but the place where Word shows a remark.
fn is_place_of_remark(tree: &Tree, at: usize, node: &Node) -> bool {
    let is_said = node.get("style").is_some_and(|style| style.contains("mso-special-character:comment"));
    is_said && tree.words(at).is_empty()
}

/// Says whether a table has several rows, and one of several cells.
fn is_grid(tree: &Tree, table: &Node) -> bool {
    let children = |node: &Node| node.children.iter().filter_map(|child| tree.node(*child)).collect::<Vec<_>>();
    let groups = children(table).into_iter().filter(|group| matches!(group.name.as_str(), "thead" | "tbody" | "tfoot"));
    let rows: Vec<&Node> = groups.chain([table]).flat_map(children).filter(|row| row.name == "tr").collect();
    let cells = |row: &&Node| children(row).iter().filter(|cell| matches!(cell.name.as_str(), "td" | "th")).count();
    rows.len() > 1 && rows.iter().any(|row| cells(row) > 1)
}

/// The elements that begin a line of their own.
const BLOCKS: [&str; 53] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
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
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "noscript",
    "ol",
    "optgroup",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "xmp",
    "listing",
];

pub(super) fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}
