//! How a file reads before and after a fix: its shape, what is wrong with it, and what the marks in its texts mean.

use std::mem::{Discriminant, discriminant};
use std::ops::Range;

use crate::parse::inline::{self, Node, Piece};
use crate::parse::{self, FileKind, sniff};
use crate::source::Text;

/// What a fix must leave as it is.
#[derive(Debug)]
pub(crate) struct Reading {
    shape: Vec<(String, usize)>,
    findings: usize,
    texts: Vec<TextReading>,
}

/// How one running text reads.
#[derive(Debug)]
struct TextReading {
    span: Range<usize>,
    errors: usize,
    /// How many characters that could be marks print as written.
    printed_signs: usize,
    letters: String,
    /// The marks in order, with the letters that they stand around.
    marks: Vec<Mark>,
}

/// A mark of running text.
#[derive(Debug)]
struct Mark {
    kind: Discriminant<Piece>,
    /// Whether it is one of lead words or emphasis.
    is_emphasis: bool,
    letters: String,
}

impl Reading {
    /// Reads a file; `None` if it does not parse.
    pub(crate) fn of(file: &str, text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if sniff(bytes) == Some(FileKind::LanguageVersion) {
            let (version, findings) = parse::parse_version(file, bytes);
            let version = version?;
            let texts = version.units.iter().filter_map(|unit| unit.text.as_ref()).map(TextReading::of).collect();
            let shape = version.units.iter().map(|unit| (unit.id.value.clone(), usize::from(unit.words().is_some())));
            return Some(Self { shape: shape.collect(), findings: findings.len(), texts });
        }
        let (source, findings) = parse::parse(file, bytes);
        let source = source?;
        let texts = source.texts().into_iter().map(TextReading::of).collect();
        Some(Self { shape: source.shape(), findings: findings.len(), texts })
    }

    /// Says whether this file has the same clauses and notes as it had before, no new mistake, and the same marks around
    /// the same words. Lead words may get other marks in the texts of the old file where `marks` lie.
    pub(crate) fn is_as_good_as(&self, before: &Self, marks: &[Range<usize>]) -> bool {
        let texts = self.texts.iter().zip(&before.texts);
        self.shape == before.shape
            && self.findings <= before.findings
            && self.texts.len() == before.texts.len()
            && texts.into_iter().all(|(after, before)| {
                let may_change = marks.iter().any(|it| before.span.start <= it.start && it.end <= before.span.end);
                after.is_as_good_as(before, may_change)
            })
    }
}

impl TextReading {
    fn of(text: &Text) -> Self {
        let markup = inline::parse(&text.value);
        let visible = markup.visible();
        let letters = |words: &str| -> String { words.chars().filter(|it| it.is_alphanumeric()).collect() };
        let mark = |node: &Node| Mark {
            kind: discriminant(&node.piece),
            is_emphasis: matches!(node.piece, Piece::Lead(_) | Piece::Emphasis(_)),
            letters: letters(visible.text.get(visible.visible_range(node.range.clone())).unwrap_or_default()),
        };
        let nodes = markup.all_nodes().into_iter();
        let marks = nodes.filter(|node| !matches!(node.piece, Piece::Text(_))).map(mark).collect();
        Self {
            span: text.span.clone(),
            errors: markup.errors.len(),
            printed_signs: visible.text.chars().filter(|it| inline::is_sign(*it)).count(),
            letters: letters(&visible.text),
            marks,
        }
    }

    fn is_as_good_as(&self, before: &Self, marks_may_change: bool) -> bool {
        // Where a fix changes letters, as of a spelling, only the marks themselves can be compared.
        let same_letters = self.letters == before.letters;
        let compared = |mark: &&Mark| !(marks_may_change && mark.is_emphasis);
        let ours = self.marks.iter().filter(compared).map(|mark| (mark.kind, same_letters.then_some(&mark.letters)));
        let theirs =
            before.marks.iter().filter(compared).map(|mark| (mark.kind, same_letters.then_some(&mark.letters)));
        // A sign that was printed may become a mark only where that mends one.
        let signs_mended = marks_may_change && self.errors < before.errors && self.printed_signs < before.printed_signs;
        self.errors <= before.errors && (signs_mended || self.printed_signs == before.printed_signs) && ours.eq(theirs)
    }
}
