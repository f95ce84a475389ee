//! How a file reads before and after a fix: its shape, what is wrong with it, and what the marks in its texts mean.

use std::mem::{Discriminant, discriminant};
use std::ops::Range;

use crate::parse;
use crate::parse::inline::{self, Piece};
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
    marks: Vec<(Discriminant<Piece>, String)>,
    /// The same without those of lead words and emphasis.
    other_marks: Vec<(Discriminant<Piece>, String)>,
}

impl Reading {
    /// Reads a file; `None` if it does not parse.
    pub(crate) fn of(file: &str, text: &str) -> Option<Self> {
        let (source, findings) = parse::parse(file, text.as_bytes());
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
        let (mut marks, mut other_marks) = (Vec::new(), Vec::new());
        for node in markup.all_nodes() {
            if matches!(node.piece, Piece::Text(_)) {
                continue;
            }
            let words = visible.text.get(visible.visible_range(node.range.clone())).unwrap_or_default();
            let mark = (discriminant(&node.piece), letters(words));
            if !matches!(node.piece, Piece::Lead(_) | Piece::Emphasis(_)) {
                other_marks.push(mark.clone());
            }
            marks.push(mark);
        }
        Self {
            span: text.span.clone(),
            errors: markup.errors.len(),
            printed_signs: visible.text.chars().filter(|it| inline::is_sign(*it)).count(),
            letters: letters(&visible.text),
            marks,
            other_marks,
        }
    }

    fn is_as_good_as(&self, before: &Self, marks_may_change: bool) -> bool {
        // Where a fix changes letters, as of a spelling, only the marks themselves can be compared.
        let same_letters = self.letters == before.letters;
        let same = |ours: &[(Discriminant<Piece>, String)], theirs: &[(Discriminant<Piece>, String)]| {
            ours.len() == theirs.len()
                && ours.iter().zip(theirs).all(|(our, their)| our.0 == their.0 && (!same_letters || our.1 == their.1))
        };
        let same_marks = if marks_may_change {
            same(&self.other_marks, &before.other_marks)
        } else {
            same(&self.marks, &before.marks)
        };
        self.errors <= before.errors && self.printed_signs == before.printed_signs && same_marks
    }
}
