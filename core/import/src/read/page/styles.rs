//! How elements look that say it by classes: the rules of a page's own style sheets for elements and those within them, `.c2`,
//! `span.b`, `.a.b`, `.a .b`, `li.x > p`. Rules for states of elements, for what stands beside others, for paper alone and for
//! all elements of a name are not read, but for the numerals of lists: `ol ol`.

use std::cell::Cell;
use std::collections::HashMap;

use engross_files::html::{Node, Tree};

use crate::read::numerals;
use crate::sheet::RunLook;

/// Type of this weight, of a thousand, is bold.
const BOLD: u32 = 600;

/// What an element says of its words by these is read.
const PROPERTIES: [&str; 8] = [
    "font-weight",
    "font-style",
    "text-decoration",
    "text-decoration-line",
    "vertical-align",
    "display",
    LIST_STYLE,
    "list-style-type",
];

/// What the properties begin with that say how lists count.
const LIST_STYLE: &str = "list-style";

/// More rules for one class or name, or classes of one element, are not heeded.
const MOST_RULES: usize = 64;

/// More rules of one page are not heeded, nor read.
const MOST_OF_A_PAGE: usize = 20_000;

/// Rules that ask for more elements, one within the other, are not heeded.
const MOST_AROUND: usize = 6;

/// How often elements are compared with rules for a page, by their classes, and how much of what stands around them is looked at,
/// in bytes: where hostile rules ask for more, they hold no longer.
const MOST_LOOKED_AT: usize = 50_000_000;

/// The classes that Word gives to tracked changes, whose look is none of the words.
const CHANGES: [&str; 2] = ["msoIns", "msoDel"];

/// The rules of a page's style sheets.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_class: HashMap<String, Vec<Rule>>,
    /// Those for elements without a class of their own.
    by_name: HashMap<String, Vec<Rule>>,
    /// How much was compared and looked at so far.
    looked_at: Cell<usize>,
}

/// What an element must be, and what must stand around it, the nearest first.
#[derive(Debug, Clone, PartialEq)]
struct Selector {
    element: Kind,
    around: Vec<Around>,
}

/// An element that must be around another one.
#[derive(Debug, Clone, PartialEq)]
struct Around {
    /// Whether the other one must be directly in it.
    is_parent: bool,
    element: Kind,
}

/// What an element must be called, if anything, and the classes that it must have.
#[derive(Debug, Clone, PartialEq)]
struct Kind {
    name: String,
    classes: Vec<String>,
}

/// What elements say of one property.
#[derive(Debug)]
struct Rule {
    selector: Selector,
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
                let declared = last_declared(declarations);
                let selectors = selectors.split(',').filter(|_| !declared.is_empty()).filter_map(Selector::read);
                for selector in selectors {
                    for (property, value) in &declared {
                        place += 1;
                        if place > MOST_OF_A_PAGE {
                            return styles;
                        }
                        styles.add(Rule { selector: selector.clone(), property, value: value.clone(), place });
                    }
                }
            }
        }
        styles
    }

    fn add(&mut self, rule: Rule) {
        let selector = &rule.selector;
        let has_class = selector.kinds().any(|kind| !kind.classes.is_empty());
        let is_of_change =
            selector.kinds().flat_map(|kind| &kind.classes).any(|class| CHANGES.contains(&class.as_str()));
        if is_of_change || !has_class && !rule.property.starts_with(LIST_STYLE) {
            return;
        }
        let rules = match selector.element.classes.first() {
            Some(class) => self.by_class.entry(class.clone()).or_default(),
            None => self.by_name.entry(selector.element.name.clone()).or_default(),
        };
        rules.retain(|known| (known.property, &known.selector) != (rule.property, &rule.selector));
        if rules.len() < MOST_RULES {
            rules.push(rule);
        }
    }

    /// Returns the rules that hold for an element, the strongest last.
    fn rules(&self, tree: &Tree, node: &Node) -> Vec<&Rule> {
        if self.looked_at.get() > MOST_LOOKED_AT {
            return Vec::new();
        }
        let classes: Vec<&str> = match self.by_class.is_empty() {
            true => Vec::new(),
            false => node.get("class").unwrap_or_default().split_ascii_whitespace().take(MOST_RULES).collect(),
        };
        let of_class = classes.iter().filter_map(|class| self.by_class.get(*class)).flatten();
        let of_name = self.by_name.get(&node.name).into_iter().flatten();
        let holds = |rule: &&Rule| {
            let Selector { element, around } = &rule.selector;
            let has = |class: &String| classes.contains(&class.as_str());
            // It has the first class, by which the rule was found.
            self.may_look_at(1 + element.classes.len().saturating_sub(1) * classes.len())
                && element.is_called(node)
                && element.classes.iter().skip(1).all(has)
                && self.stands_in(tree, node, around)
        };
        let mut rules: Vec<&Rule> = of_class.chain(of_name).filter(holds).collect();
        rules.sort_by_cached_key(|rule| rule.selector.strength(rule.place));
        rules
    }

    /// Says whether an element stands within others.
    fn stands_in(&self, tree: &Tree, node: &Node, around: &[Around]) -> bool {
        let Some((nearest, further)) = around.split_first() else { return true };
        let mut parent = node.parent;
        let sizes = |element: &Node| {
            let classes = element.get("class").map_or(0, str::len);
            1 + classes * nearest.element.classes.len().max(1)
        };
        while let Some(element) = parent.and_then(|at| tree.node(at)).filter(|it| self.may_look_at(sizes(it))) {
            if nearest.element.fits(element) && self.stands_in(tree, element, further) {
                return true;
            }
            parent = element.parent.filter(|_| !nearest.is_parent);
        }
        false
    }

    /// Says whether so much more may be compared or looked at.
    fn may_look_at(&self, size: usize) -> bool {
        self.looked_at.set(self.looked_at.get().saturating_add(size));
        self.looked_at.get() <= MOST_LOOKED_AT
    }

    /// Says whether its classes hide an element. Of a whole page only a script would have it so.
    pub(super) fn hide(&self, tree: &Tree, node: &Node) -> bool {
        let shown = self.rules(tree, node).into_iter().rfind(|rule| rule.property == "display");
        shown.is_some_and(|rule| rule.value == "none") && node.name != "body"
    }

    /// Lays the style of an element, by its classes and of its own, over the look of the words around it.
    pub(super) fn lay(&self, tree: &Tree, mut look: RunLook, node: &Node) -> RunLook {
        for rule in self.rules(tree, node) {
            look = laid(look, node, rule.property, &rule.value);
        }
        for (property, value) in node.get("style").into_iter().flat_map(declared) {
            look = laid(look, node, property, &value);
        }
        look
    }

    /// Says how a list or an entry of one counts, by its own style or by its classes.
    pub(super) fn counting(&self, tree: &Tree, node: &Node) -> Option<Counting> {
        let own = node.get("style").into_iter().flat_map(declared);
        let own =
            own.filter(|(property, _)| property.starts_with(LIST_STYLE)).filter_map(|(_, value)| counting(&value));
        let of_sheets = || {
            let rules = self.rules(tree, node).into_iter().rev();
            let mut said = rules.filter(|rule| rule.property.starts_with(LIST_STYLE));
            // Where a sheet takes the numbers away, it mostly prints others, which only a browser can count.
            said.find_map(|rule| counting(&rule.value)).filter(|counting| *counting != Counting::Not)
        };
        own.last().or_else(of_sheets)
    }
}

/// How a list counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Counting {
    Not,
    /// In numerals, as Word calls them.
    In(&'static str),
}

/// The names of numerals in style sheets, and those in Word.
const NUMERALS: [(&str, &str); 12] = [
    ("decimal", "decimal"),
    ("decimal-leading-zero", "decimalZero"),
    ("lower-alpha", "lowerLetter"),
    ("lower-latin", "lowerLetter"),
    ("upper-alpha", "upperLetter"),
    ("upper-latin", "upperLetter"),
    ("lower-roman", "lowerRoman"),
    ("upper-roman", "upperRoman"),
    ("cjk-ideographic", "chineseCounting"),
    ("devanagari", "hindiNumbers"),
    ("hebrew", "hebrew1"),
    ("thai", "thaiNumbers"),
];

/// What style sheets say of lists that is no name of numerals: signs, where these stand, and what other rules say.
const NO_NUMERALS: [&str; 12] = [
    "disc",
    "circle",
    "square",
    "disclosure-open",
    "disclosure-closed",
    "inside",
    "outside",
    "inherit",
    "initial",
    "unset",
    "revert",
    "revert-layer",
];

/// Reads how lists count of what a style says: `lower-alpha`, `inside lower-alpha`, `none`.
fn counting(value: &str) -> Option<Counting> {
    value.split_ascii_whitespace().find_map(|word| match word {
        "none" => Some(Counting::Not),
        _ if NO_NUMERALS.contains(&word) => None,
        _ if !word.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-') => None,
        _ => {
            let known = NUMERALS.iter().find(|(name, _)| *name == word);
            Some(Counting::In(known.map_or(numerals::UNKNOWN, |(_, numerals)| numerals)))
        }
    })
}

impl Selector {
    /// Reads a selector; `None` where it says more than elements, classes, and what they stand in.
    fn read(selector: &str) -> Option<Self> {
        let spaced = selector.replace('>', " > ");
        let mut words = spaced.split_ascii_whitespace().rev();
        let element = Kind::read(words.next()?)?;
        let mut around = Vec::new();
        while let Some(word) = words.next() {
            let is_parent = word == ">";
            let element = Kind::read(if is_parent { words.next()? } else { word })?;
            around.push(Around { is_parent, element });
            if around.len() > MOST_AROUND {
                return None;
            }
        }
        Some(Self { element, around })
    }

    fn kinds(&self) -> impl Iterator<Item = &Kind> {
        std::iter::once(&self.element).chain(self.around.iter().map(|around| &around.element))
    }

    /// Says how strong it is: of two rules the one with more classes holds, else with more names, else the later one.
    fn strength(&self, place: usize) -> (usize, usize, usize) {
        let classes = self.kinds().map(|kind| kind.classes.len()).sum();
        (classes, self.kinds().filter(|kind| !kind.name.is_empty()).count(), place)
    }
}

impl Kind {
    /// Reads `p`, `.a`, `p.a.b`.
    fn read(word: &str) -> Option<Self> {
        let mut names = word.split('.');
        let is_name = |word: &str| word.chars().all(|sign| sign.is_alphanumeric() || matches!(sign, '-' | '_'));
        let name = names.next().filter(|name| is_name(name))?.to_ascii_lowercase();
        let classes: Vec<&str> = names.collect();
        let are_names = classes.iter().all(|class| !class.is_empty() && is_name(class));
        let is_any = name.is_empty() && classes.is_empty();
        let classes = classes.into_iter().take(MOST_RULES).map(str::to_owned).collect();
        (are_names && !is_any).then_some(Self { name, classes })
    }

    fn is_called(&self, node: &Node) -> bool {
        self.name.is_empty() || self.name == node.name
    }

    fn fits(&self, node: &Node) -> bool {
        self.is_called(node) && self.classes.iter().all(|class| node.lists("class", class))
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

/// Lists what declarations say last of each property that is read.
fn last_declared(declarations: &str) -> Vec<(&'static str, String)> {
    let mut last: Vec<(&'static str, String)> = Vec::new();
    for (property, value) in declared(declarations) {
        last.retain(|(known, _)| *known != property);
        last.push((property, value));
    }
    last
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
    use engross_files::html::Tree;

    use super::{Counting, Selector, Styles, counting, rules, without_comments};

    #[test]
    fn style_sheets_are_parted_into_rules() {
        let sheet = without_comments(
            "<!-- /* .a{} */ @import 'x'; @media print { .b { display: none } } .c, p.d {x: y} .e:hover{} -->",
        );
        assert_eq!(rules(&sheet), [(".c, p.d", "x: y"), (".e:hover", "")]);
    }

    #[test]
    fn selectors_are_read_that_name_elements_and_what_they_stand_in() {
        for selector in [".c", " p.d ", ".a.b", "p", ".a .b", "p > .a", "ul>li.x>p", "ol ol"] {
            assert!(Selector::read(selector).is_some(), "{selector}");
        }
        let hostile = ".a ".repeat(100);
        for selector in [".a.", ".e:hover", "#a", "[x='.a']", "*", ".a + .b", "> p", "p >", "", "p > > a", &hostile] {
            assert_eq!(Selector::read(selector), None, "{selector}");
        }
    }

    /// Says which of the elements that have one letter for their words are italic.
    fn italic(sheet: &str, body: &str) -> String {
        let tree = Tree::parse(&format!("<style>{sheet}</style>{body}")).expect("a page");
        let styles = Styles::of(&tree);
        let nodes = tree.places().filter_map(|at| Some((at, tree.node(at)?)));
        let lettered = nodes.filter(|(at, node)| !node.name.is_empty() && tree.words(*at).len() == 1);
        let italic = lettered.filter(|(_, node)| styles.lay(&tree, crate::sheet::RunLook::default(), node).italic);
        italic.map(|(at, _)| tree.words(at)).collect()
    }

    #[test]
    fn rules_hold_for_elements_within_others() {
        let body = "<div class=a><p class=b>1</p><ul><li class=x><p>2</p></li><li><p class=b>3</p></li></ul></div><p class=b>4</p>";
        for (selector, found) in [
            (".a .b", "13"),
            (".a > .b", "1"),
            ("li.x > p", "2"),
            (".a p", "123"),
            ("div.a>ul>li .b", "3"),
            (".a > li .b", ""),
            ("p", ""),
            ("div p", ""),
        ] {
            assert_eq!(italic(&format!("{selector} {{font-style: italic}}"), body), found, "{selector}");
        }
        assert_eq!(italic(".a .b {font-style: normal} .b {font-style: italic}", body), "4");
    }

    #[test]
    fn what_lists_count_in_is_read() {
        assert_eq!(counting("lower-alpha"), Some(Counting::In("lowerLetter")));
        assert_eq!(counting("inside upper-roman"), Some(Counting::In("upperRoman")));
        assert_eq!(counting("none"), Some(Counting::Not));
        assert_eq!(counting("hebrew"), Some(Counting::In("hebrew1")));
        assert_eq!(counting("lower-greek outside"), Some(Counting::In(crate::read::numerals::UNKNOWN)));
        for no_numerals in ["square", "inside disc", "inherit", "'– '", "url(dot.png)"] {
            assert_eq!(counting(no_numerals), None, "{no_numerals}");
        }
    }

    #[test]
    fn hostile_rules_are_looked_at_so_often_and_no_more() {
        let sheet: String = (0..64).map(|at| format!(".x{at} .y .z b {{font-style: italic}}")).collect();
        let body = format!("{}{}", "<i class=z>".repeat(250), "<b>1</b>".repeat(20_000));
        let begun = std::time::Instant::now();
        assert_eq!(italic(&sheet, &body), "");
        assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
    }

    #[test]
    fn of_declarations_the_last_holds() {
        let last = super::last_declared("font-style: italic; color: red; Font-Style: normal; display: none");
        assert_eq!(last, [("font-style", "normal".to_owned()), ("display", "none".to_owned())]);
    }

    #[test]
    fn hostile_style_sheets_are_read_so_far_and_no_more() {
        let selectors: Vec<String> = (0..100_000).map(|at| format!(".a{at}")).collect();
        let blocks = format!("{} {{{}}}", selectors.join(","), "font-style:italic;".repeat(50_000));
        let classes: Vec<String> = (0..64).map(|at| format!("c{at}")).collect();
        let rest = classes[4..].join(".");
        let pairs = classes.iter().flat_map(|one| classes.iter().map(move |other| (one, other)));
        let many: String =
            pairs.map(|(one, other)| format!(".{one}.{other}.{rest}.none {{font-style: italic}}")).collect();
        let element = format!("<p class=\"{}\">1</p>", classes.join(" ")).repeat(5_000);
        for (sheet, body) in [(blocks, String::from("<p>1</p>")), (many, element)] {
            let begun = std::time::Instant::now();
            assert_eq!(italic(&sheet, &body), "");
            assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
        }
    }
}
