//! The marks of running text as translators' tools see them: codes that stand around words or alone, and have numbers.

use std::collections::{BTreeMap, VecDeque};

use engross_compile::translation::{canonical, read_canonical};
use engross_model::{Inline, clause_of, is_link_address, is_name};

use crate::refusal::excerpt;

/// What a code does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Lead words.
    Lead,
    /// Emphasis.
    Emphasis,
    /// Raised words.
    Superscript,
    /// Lowered words.
    Subscript,
    /// A link to the outside, around words.
    Link,
    /// A reference to a clause, around the author's words.
    Words,
    /// A reference to a clause that stands alone.
    Reference,
    /// A note mark, which stands alone.
    NoteMark,
}

impl Kind {
    /// Says whether it stands around words.
    pub(crate) fn is_paired(self) -> bool {
        !matches!(self, Self::Reference | Self::NoteMark)
    }

    /// Says whether it leads somewhere.
    pub(crate) fn leads(self) -> bool {
        matches!(self, Self::Link | Self::Words | Self::Reference | Self::NoteMark)
    }

    /// Says whether a translation may do without it.
    pub(crate) fn may_be_left_out(self) -> bool {
        matches!(self, Self::Emphasis | Self::Superscript | Self::Subscript)
    }

    /// Says whether a translation may have it beyond its source: ordinals have their own habits in every language.
    pub(crate) fn may_be_added(self) -> bool {
        matches!(self, Self::Superscript | Self::Subscript)
    }
}

/// A mark without the words inside.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Code {
    /// What it does.
    pub(crate) kind: Kind,
    /// The address, clause or note that it leads to, or empty.
    pub(crate) target: String,
}

impl Code {
    /// Makes the code of a kind, unless it leads nowhere it may.
    pub(crate) fn new(kind: Kind, target: &str) -> Option<Self> {
        let fits = match kind {
            // An address in running text ends at a blank.
            Kind::Link => is_link_address(target) && !target.contains(|it: char| it.is_whitespace() || it.is_control()),
            Kind::Reference => is_name(clause_of(target)),
            Kind::Words | Kind::NoteMark => is_name(target),
            Kind::Lead | Kind::Emphasis | Kind::Superscript | Kind::Subscript => target.is_empty(),
        };
        fits.then(|| Self { kind, target: target.to_owned() })
    }

    /// Returns the code of a mark; none for words.
    pub(crate) fn of(node: &Inline) -> Option<Self> {
        let (kind, target) = match node {
            Inline::Text(_) | Inline::Changed { .. } | Inline::Isolated { .. } => return None,
            Inline::Lead(_) => (Kind::Lead, ""),
            Inline::Emphasis(_) => (Kind::Emphasis, ""),
            Inline::Superscript(_) => (Kind::Superscript, ""),
            Inline::Subscript(_) => (Kind::Subscript, ""),
            Inline::Link { url, .. } => (Kind::Link, url.as_str()),
            Inline::Reference { target, content } if content.is_empty() => (Kind::Reference, target.as_str()),
            Inline::Reference { target, .. } => (Kind::Words, target.as_str()),
            Inline::NoteMark { note, .. } => (Kind::NoteMark, note.as_str()),
        };
        Some(Self { kind, target: target.to_owned() })
    }

    /// Reads the form that a file carries for a code: `{fn:treaty}`, `{ref:urges}`, `{a:https://…|}`.
    pub(crate) fn read(form: &str) -> Option<Self> {
        match read_canonical(form.trim())?.as_slice() {
            [node] => Self::of(node).and_then(|code| Self::new(code.kind, &code.target)),
            _ => None,
        }
    }

    /// Returns the form that a file carries: canonical, with no words inside.
    pub(crate) fn form(&self) -> String {
        canonical(&[self.clone().around(Vec::new())])
    }

    /// Names it for people, without the stroke before words: `{b}`, `{ref:urges}`.
    pub(crate) fn name(&self) -> String {
        excerpt(&self.form()).replace('|', "")
    }

    /// Returns what the canonical form has before and behind the words of a code that stands around some.
    pub(crate) fn halves(&self) -> (String, &'static str) {
        let form = self.form();
        let opening = form.strip_suffix('}').unwrap_or(&form);
        (if self.kind == Kind::Words { format!("{opening}|") } else { opening.to_owned() }, "}")
    }

    /// Reads what a canonical form has before the words: `{b|`, `{ref:urges|`.
    pub(crate) fn read_opening(opening: &str) -> Option<Self> {
        let code = Self::read(&format!("{}}}", opening.trim()))?;
        match code.kind {
            Kind::Reference => Self::new(Kind::Words, &code.target),
            Kind::NoteMark => None,
            _ => Some(code),
        }
    }

    /// Makes the mark around words; one that stands alone has none.
    pub(crate) fn around(self, content: Vec<Inline>) -> Inline {
        match self.kind {
            Kind::Lead => Inline::Lead(content),
            Kind::Emphasis => Inline::Emphasis(content),
            Kind::Superscript => Inline::Superscript(content),
            Kind::Subscript => Inline::Subscript(content),
            Kind::Link => Inline::Link { url: self.target, content },
            Kind::Words => Inline::Reference { target: self.target, content },
            Kind::Reference => Inline::Reference { target: self.target, content: Vec::new() },
            Kind::NoteMark => Inline::unnumbered_mark(self.target),
        }
    }
}

/// The numbers of a unit's codes: 1 to n in the order of the source, and the same for the same code in the translation.
#[derive(Debug, Clone)]
pub(crate) struct Numbers {
    free: BTreeMap<Code, VecDeque<usize>>,
    next: usize,
}

impl Numbers {
    /// Numbers the codes of a source.
    pub(crate) fn of(source: &[Inline]) -> Self {
        let mut numbers = Self { free: BTreeMap::new(), next: 1 };
        walk(source, &mut |code| {
            numbers.free.entry(code).or_default().push_back(numbers.next);
            numbers.next += 1;
        });
        numbers
    }

    /// Returns the number of the next code of this sort; one that the source does not have gets a new number.
    pub(crate) fn take(&mut self, code: &Code) -> usize {
        if let Some(number) = self.free.get_mut(code).and_then(VecDeque::pop_front) {
            return number;
        }
        self.next += 1;
        self.next - 1
    }
}

/// Counts the codes of a text. A reference is the same with words and without.
pub(crate) fn counts(content: &[Inline]) -> BTreeMap<Code, usize> {
    let mut counts = BTreeMap::new();
    walk(content, &mut |mut code| {
        if code.kind == Kind::Words {
            code.kind = Kind::Reference;
        }
        *counts.entry(code).or_default() += 1;
    });
    counts
}

/// Calls `visit` for every code, outer before inner.
pub(crate) fn walk(content: &[Inline], visit: &mut dyn FnMut(Code)) {
    for node in content {
        if let Some(code) = Code::of(node) {
            visit(code);
        }
        walk(node.children(), visit);
    }
}

/// What the codes of a unit's source are, by their numbers in the file. A tool that keeps only the number of a code in the
/// translation is understood all the same.
pub(crate) type Known = BTreeMap<String, Code>;

/// Adds words to a text that is being read.
pub(crate) fn push_words(content: &mut Vec<Inline>, words: &str) {
    if !matches!(content.last(), Some(Inline::Text(_))) {
        content.push(Inline::text(""));
    }
    let Some(Inline::Text(text)) = content.last_mut() else { return };
    for character in words.chars() {
        let blank = matches!(character, ' ' | '\t' | '\n' | '\r');
        match (blank, text.ends_with(' ')) {
            (true, true) => {}
            (true, false) => text.push(' '),
            (false, _) => text.push(character),
        }
    }
    if text.is_empty() {
        content.pop();
    }
}
