//! How elements look that say it by classes: the simple rules of a page's own style sheets, `.c2`, `span.b`, `.a.b`. Rules for
//! elements within others, for states of theirs, for paper alone and for all elements of a name are not read.

use std::collections::HashMap;

use engross_files::html::{Node, Tree};

use crate::sheet::RunLook;

/// Type of this weight, of a thousand, is bold.
const BOLD: u32 = 600;

/// What an element says of its words by these is read.
const PROPERTIES: [&str; 6] =
    ["font-weight", "font-style", "text-decoration", "text-decoration-line", "vertical-align", "display"];

/// More rules for one class, or classes of one element, are not heeded.
const MOST_RULES: usize = 64;

/// The classes that Word gives to tracked changes, whose look is none of the words.
const CHANGES: [&str; 2] = ["msoIns", "msoDel"];

/// The rules of a page's style sheets, by class.
#[derive(Debug, Default)]
pub(super) struct Styles(HashMap<String, Vec<Rule>>);

/// What a class says of one property.
#[derive(Debug)]
struct Rule {
    /// The element that it holds for; empty where it is any.
    name: String,
    /// The classes that it must have beside the one under which the rule is kept.
    further: Vec<String>,
    property: &'static str,
    value: String,
    /// Its place among all rules: of two that are alike the later one holds.
    place: usize,
}

impl Styles {
    /// Reads the style sheets of a page.
    pub(super) fn of(tree: &Tree) -> Self {
        let mut styles = Self::default();
        let mut place = 0;
        for sheet in tree.places().filter_map(|at| tree.node(at)).filter(|node| node.name == "style") {
            let written = sheet.children.iter().filter_map(|child| tree.node(*child));
            let written: String = written.map(|child| child.text.as_str()).collect();
            for (selectors, declarations) in rules(&without_comments(&written)) {
                for (name, class, further) in selectors.split(',').filter_map(simple) {
                    for (property, value) in declared(declarations) {
                        place += 1;
                        let (name, further) = (name.to_ascii_lowercase(), further.clone());
                        styles.add(class, Rule { name, further, property, value, place });
                    }
                }
            }
        }
        styles
    }

    fn add(&mut self, class: &str, rule: Rule) {
        if CHANGES.contains(&class) {
            return;
        }
        let rules = self.0.entry(class.to_owned()).or_default();
        let is_same =
            |known: &Rule| (&known.name, &known.further, known.property) == (&rule.name, &rule.further, rule.property);
        rules.retain(|known| !is_same(known));
        if rules.len() < MOST_RULES {
            rules.push(rule);
        }
    }

    /// Returns the rules that hold for an element, the strongest last.
    fn rules(&self, node: &Node) -> Vec<&Rule> {
        let Some(classes) = node.get("class").filter(|_| !self.0.is_empty()) else { return Vec::new() };
        let classes: Vec<&str> = classes.split_ascii_whitespace().take(MOST_RULES).collect();
        let of_class = classes.iter().filter_map(|class| self.0.get(*class)).flatten();
        let holds = |rule: &&Rule| {
            let has = |further: &String| classes.contains(&further.as_str());
            (rule.name.is_empty() || rule.name == node.name) && rule.further.iter().all(has)
        };
        let mut rules: Vec<&Rule> = of_class.filter(holds).collect();
        rules.sort_by_key(|rule| (rule.further.len(), !rule.name.is_empty(), rule.place));
        rules
    }

    /// Says whether its classes hide an element. Of a whole page only a script would have it so.
    pub(super) fn hide(&self, node: &Node) -> bool {
        let shown = self.rules(node).into_iter().rfind(|rule| rule.property == "display");
        shown.is_some_and(|rule| rule.value == "none") && node.name != "body"
    }

    /// Lays the style of an element, by its classes and of its own, over the look of the words around it.
    pub(super) fn lay(&self, mut look: RunLook, node: &Node) -> RunLook {
        for rule in self.rules(node) {
            look = laid(look, node, rule.property, &rule.value);
        }
        for (property, value) in node.get("style").into_iter().flat_map(declared) {
            look = laid(look, node, property, &value);
        }
        look
    }
}

fn laid(mut look: RunLook, node: &Node, property: &str, value: &str) -> RunLook {
    match (property, value) {
        ("font-weight", "bold" | "bolder") => look.bold = true,
        ("font-weight", "normal" | "lighter") => look.bold = false,
        ("font-weight", weight) => look.bold = weight.parse().map_or(look.bold, |weight: u32| weight >= BOLD),
        ("font-style", value) => look.italic = matches!(value, "italic" | "oblique"),
        ("text-decoration" | "text-decoration-line", value) => {
            look.struck |= value.contains("line-through");
            // Links are underlined anyhow.
            look.underlined |= value.contains("underline") && node.name != "a";
        }
        ("vertical-align", value) => {
            look.raised |= value == "super";
            look.lowered |= value == "sub";
        }
        _ => {}
    }
    look
}

/// Lists what declarations say of the properties that are read.
fn declared(declarations: &str) -> impl Iterator<Item = (&'static str, String)> {
    declarations.split(';').filter_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        let property = PROPERTIES.iter().find(|property| property.eq_ignore_ascii_case(name.trim()))?;
        let value = value.trim().to_ascii_lowercase();
        Some((*property, value.strip_suffix("!important").unwrap_or(&value).trim_end().to_owned()))
    })
}

/// Parts a selector into the name of an element, if it has one, its first class, and those that it must have beside it; `None`
/// where it says more than that.
fn simple(selector: &str) -> Option<(&str, &str, Vec<String>)> {
    let (name, classes) = selector.trim().split_once('.')?;
    let is_name = |word: &str| word.chars().all(|sign| sign.is_alphanumeric() || matches!(sign, '-' | '_'));
    let are_classes = classes.split('.').all(|class| !class.is_empty() && is_name(class));
    let mut classes = classes.split('.');
    let first = classes.next().filter(|_| is_name(name) && are_classes)?;
    Some((name, first, classes.take(MOST_RULES).map(str::to_owned).collect()))
}

/// Parts a style sheet into rules: selectors and declarations. What `@` begins is passed over with all that it holds.
fn rules(sheet: &str) -> Vec<(&str, &str)> {
    let mut rules = Vec::new();
    let mut rest = sheet;
    while let Some(at) = rest.find(['{', ';', '}']) {
        let (before, behind) = (rest[..at].trim(), &rest[at + 1..]);
        let is_block = rest[at..].starts_with('{');
        let end = match before.starts_with('@') {
            true => block_end(behind),
            false => behind.find('}').unwrap_or(behind.len()),
        };
        if is_block && !before.starts_with('@') {
            rules.push((before, &behind[..end]));
        }
        rest = if is_block { behind.get(end + 1..).unwrap_or_default() } else { behind };
    }
    rules
}

/// Returns where the block ends whose inside begins here.
fn block_end(inside: &str) -> usize {
    let mut open = 1;
    let ends = |(_, sign): &(usize, char)| {
        open += i32::from(*sign == '{') - i32::from(*sign == '}');
        open == 0
    };
    inside.char_indices().find(ends).map_or(inside.len(), |(at, _)| at)
}

/// Returns a style sheet without its comments, and without the signs that hid it from old browsers.
fn without_comments(sheet: &str) -> String {
    let mut plain = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, behind)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = behind.split_once("*/").map_or("", |(_, behind)| behind);
    }
    plain.push_str(rest);
    plain.replace("<!--", "").replace("-->", "")
}

#[cfg(test)]
mod tests {
    use super::{rules, simple, without_comments};

    #[test]
    fn only_simple_rules_are_read() {
        let sheet = without_comments(
            "<!-- /* .a{} */ @import 'x'; @media print { .b { display: none } } .c, p.d {x: y} .e:hover{} -->",
        );
        assert_eq!(rules(&sheet), [(".c, p.d", "x: y"), (".e:hover", "")]);
        assert_eq!([simple(".c"), simple(" p.d ")], [Some(("", "c", vec![])), Some(("p", "d", vec![]))]);
        assert_eq!(simple(".a.b"), Some(("", "a", vec!["b".to_owned()])));
        for selector in ["p", ".a .b", ".a.", ".e:hover", "#a", "[x='.a']", "p > .a"] {
            assert_eq!(simple(selector), None, "{selector}");
        }
    }
}
