//! HTML in Markdown: the tags that converters leave within lines. Other words in angle brackets are words.

use std::ops::Range;

use engross_files::html::Tree;

use super::MarkdownText;
use crate::read::breaks::BREAK;
use crate::read::omissions::{Kind, target};
use crate::read::page::is_block;

/// The elements that stand within lines.
const INLINE: [&str; 42] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "img", "ins", "kbd", "label", "mark", "meter", "output", "q", "rp", "rt", "ruby", "s", "samp", "small", "span",
    "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "o:p", "script",
];

/// The elements that have no words, or not for readers, and stand between lines.
const APART: [&str; 12] =
    ["head", "style", "link", "meta", "title", "svg", "object", "iframe", "template", "button", "select", "input"];

impl MarkdownText<'_> {
    /// Heeds a tag within a line.
    pub(super) fn tag(&mut self, tag: &str, place: Range<usize>) {
        if let Some(remark) = comment(tag) {
            return self.remark(remark);
        }
        let (name, is_open) = (name(tag), !tag.starts_with("</"));
        match name.as_str() {
            "sup" => self.look.raised = is_open,
            "sub" => self.look.lowered = is_open,
            "s" | "strike" => self.look.struck = is_open,
            "u" => self.look.underlined = is_open,
            "b" | "strong" => self.look.bold = is_open,
            "i" | "em" => self.look.italic = is_open,
            "del" if !self.refuse_changes => self.change(is_open),
            "ins" if self.refuse_changes => self.change(is_open),
            "br" => self.end_line(BREAK, place),
            "img" => self.leave_out(Kind::Picture, &attribute(tag, "alt").unwrap_or_default()),
            "a" => {
                let address = attribute(tag, "href").filter(|_| is_open);
                self.link = address.as_deref().and_then(target).map(str::to_owned);
                if let Some(address) = address.filter(|_| self.link.is_none()) {
                    self.leave_out(Kind::Link, &address);
                }
            }
            _ if is_known(&name) => {}
            _ => self.words(tag, place),
        }
    }
}

/// Returns the words of a comment.
pub(super) fn comment(html: &str) -> Option<&str> {
    let words = html.trim().strip_prefix("<!--")?.strip_suffix("-->")?;
    (!words.contains("-->")).then_some(words)
}

/// Says whether a piece of a text is HTML, by its first tag.
pub(super) fn begins_as_page(html: &str) -> bool {
    let html = html.trim_start();
    html.starts_with("<!") || html.starts_with("<?") || is_known(&name(html))
}

fn is_known(name: &str) -> bool {
    INLINE.contains(&name) || APART.contains(&name) || is_block(name)
}

fn name(tag: &str) -> String {
    let inside = tag.trim_start_matches(['<', '/']);
    let end = inside.find(|sign: char| sign.is_whitespace() || matches!(sign, '>' | '/')).unwrap_or(inside.len());
    inside.get(..end).unwrap_or_default().to_ascii_lowercase()
}

/// Returns an attribute of a tag as a page has it.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let tree = Tree::parse(tag).ok()?;
    tree.places().find_map(|at| tree.node(at)?.get(name).map(str::to_owned))
}
