//! What a reader sees of a file: its paragraphs in order, whatever the format. Nothing here knows what a clause is.

use std::collections::BTreeMap;
use std::ops::Range;

use engross_model::Finding;

use crate::label;

/// A file as its reader sees it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Sheet {
    /// What findings point into: the file itself where it is text, else one line for each paragraph.
    pub(crate) shown: String,
    /// The paragraphs in reading order.
    pub(crate) paragraphs: Vec<Paragraph>,
    /// Notes that the format itself keeps apart, by the name that runs refer to.
    pub(crate) notes: BTreeMap<String, Vec<Run>>,
    /// The language that the file says it is in.
    pub(crate) language: Option<String>,
    /// What the file says in its properties that it is called.
    pub(crate) title: Option<String>,
    /// What was left out or guessed while the file was read.
    pub(crate) findings: Vec<Finding>,
}

impl Sheet {
    /// Keeps the paragraphs that are to stay; what was remarked on others is kept on the next one that stays, or on the last.
    pub(crate) fn retain(&mut self, mut stays: impl FnMut(&mut Paragraph) -> bool) {
        let mut remarks = Vec::new();
        self.paragraphs.retain_mut(|paragraph| {
            let stays = stays(paragraph);
            if stays {
                paragraph.remarks.splice(..0, remarks.drain(..));
            } else {
                remarks.append(&mut paragraph.remarks);
            }
            stays
        });
        if let Some(last) = self.paragraphs.last_mut() {
            last.remarks.append(&mut remarks);
        }
    }
}

/// A paragraph.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Paragraph {
    /// Its words.
    pub(crate) runs: Vec<Run>,
    /// The label that stands apart from its words: one that a program counts, or that a place of its own shows to be one.
    pub(crate) label: Option<String>,
    /// How deep in lists it stands; `None` outside of lists.
    pub(crate) depth: Option<usize>,
    /// How far its words stand from the edge, in whatever unit the file has; `None` where it does not say.
    pub(crate) indent: Option<u32>,
    /// The names by which links of the file find it.
    pub(crate) anchors: Vec<String>,
    /// What somebody remarked on it.
    pub(crate) remarks: Vec<String>,
    /// The bytes before the one wide gap that parts its words: a tab, many blanks, much room.
    pub(crate) gap: Option<usize>,
    /// Whether the file calls it a heading or a title.
    pub(crate) heading: bool,
    /// Whether somebody ended a line within it, and nothing tells what that means.
    pub(crate) broken: bool,
    /// Whether the file draws a line above it.
    pub(crate) below_rule: bool,
    /// Whether it is the first line of the file and comes again further down, as the running heads of pages do.
    pub(crate) comes_again: bool,
    /// Whether it begins with figures that stood on a line of their own, as raised ones do.
    pub(crate) mark_above: bool,
    /// Whether it stands in a table with several rows and columns.
    pub(crate) cell: bool,
    /// Where in a table, of whatever form.
    pub(crate) at: Option<Cell>,
    /// Whether the file calls it a quotation.
    pub(crate) quotation: bool,
    /// Its bytes in what is shown.
    pub(crate) place: Range<usize>,
}

/// A cell of a table; of tables within others the outermost one counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cell {
    /// Which table of the file it is.
    pub(crate) table: usize,
    pub(crate) row: usize,
    /// The first and the last column over which it stands.
    pub(crate) first: usize,
    pub(crate) last: usize,
}

/// Words that look alike.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Run {
    /// The words.
    pub(crate) words: String,
    /// How they look.
    pub(crate) look: RunLook,
    /// The note that is marked here; the words are its mark.
    pub(crate) note: Option<String>,
    /// Where a link leads: an address, or `#` and the name of a place in the file.
    pub(crate) link: Option<String>,
}

/// How words look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct RunLook {
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    pub(crate) underlined: bool,
    pub(crate) raised: bool,
    pub(crate) lowered: bool,
    pub(crate) struck: bool,
}

impl Run {
    /// Returns other words with its look, note and link.
    pub(crate) fn with(&self, words: impl Into<String>) -> Self {
        Self { words: words.into(), look: self.look, note: self.note.clone(), link: self.link.clone() }
    }
}

impl RunLook {
    /// Says whether the words stand out as lead words do in one house or another.
    pub(crate) fn is_emphasised(self) -> bool {
        self.bold || self.italic || self.underlined
    }
}

impl Paragraph {
    /// Returns its words.
    pub(crate) fn words(&self) -> String {
        words(&self.runs)
    }

    /// Notes the one wide gap in its words, and makes their blanks tidy. A numeral alone before the gap is its label.
    pub(crate) fn tidy(&mut self) {
        self.gap = self.gap.or_else(|| only_gap(&self.words()));
        self.runs = tidy_blanks(std::mem::take(&mut self.runs));
        if self.label.is_none()
            && let Some(gap) = self.gap
            && let Some(end) = label::before_gap(&self.words(), gap)
        {
            self.label = self.words().get(..end).map(str::to_owned);
            self.runs = self.without_start(end);
            self.gap = None;
        }
    }

    /// Returns what follows the first bytes of its words and the blanks behind them.
    pub(crate) fn without_start(&self, bytes: usize) -> Vec<Run> {
        let words = self.words();
        let rest = words.get(bytes..).unwrap_or_default();
        // No-break blanks belong to the label.
        let blanks = rest.len() - rest.trim_start().len();
        tidy_blanks(behind(&self.runs, bytes + blanks))
    }
}

/// Returns the words of runs.
pub(crate) fn words<'r>(runs: impl IntoIterator<Item = &'r Run>) -> String {
    runs.into_iter().map(|run| run.words.as_str()).collect()
}

/// Returns the words of runs, byte for byte, with blanks for the marks of notes.
pub(crate) fn words_beside_marks(runs: &[Run]) -> String {
    let beside = |run: &Run| if run.note.is_some() { " ".repeat(run.words.len()) } else { run.words.clone() };
    runs.iter().map(beside).collect()
}

/// Returns what follows the first bytes.
pub(crate) fn behind(runs: &[Run], mut bytes: usize) -> Vec<Run> {
    let mut rest = Vec::with_capacity(runs.len());
    for run in runs {
        let cut = bytes.min(run.words.len());
        bytes -= cut;
        let words = run.words.get(cut..).unwrap_or_default();
        if !words.is_empty() {
            rest.push(run.with(words));
        }
    }
    rest
}

/// Returns what stands beside some of the bytes.
pub(crate) fn without(runs: &[Run], bytes: Range<usize>) -> Vec<Run> {
    let mut start = bytes.start;
    let before = runs.iter().map(|run| {
        let kept = start.min(run.words.len());
        start -= kept;
        run.with(run.words.get(..kept).unwrap_or_default())
    });
    let before: Vec<Run> = before.filter(|run| !run.words.is_empty()).collect();
    [before, behind(runs, bytes.end)].concat()
}

/// Adds words to the last run if they look alike, else as a run of their own.
pub(crate) fn push(runs: &mut Vec<Run>, run: Run) {
    match runs.last_mut() {
        Some(last) if last.look == run.look && last.note.is_none() && run.note.is_none() && last.link == run.link => {
            last.words.push_str(&run.words);
        }
        _ => runs.push(run),
    }
}

/// So many blanks are no slip: they set words apart.
const WIDE_GAP: usize = 4;

/// Returns how many bytes of words, once their blanks are tidy, stand before the only wide gap within them.
pub(crate) fn only_gap(words: &str) -> Option<usize> {
    let words = words.trim();
    let is_blank = |sign: char| matches!(sign, ' ' | '\t');
    let begins = |at: &usize| words[*at..].starts_with(is_blank) && !words[..*at].ends_with(is_blank);
    let is_wide = |at: &usize| {
        let behind = &words[*at..];
        let blanks = &behind[..behind.len() - behind.trim_start_matches(is_blank).len()];
        blanks.contains('\t') || blanks.len() >= WIDE_GAP
    };
    let mut gaps = words.char_indices().map(|(at, _)| at).filter(begins).filter(is_wide);
    let at = gaps.next().filter(|_| gaps.next().is_none())?;
    let before = Run { words: words.get(..at)?.to_owned(), ..Run::default() };
    Some(self::words(&tidy_blanks(vec![before])).len())
}

/// Places a finding in a file: where something stands in what is shown of it, or in the file as a whole.
pub(crate) fn placed(finding: Finding, file: &str, place: Option<Range<usize>>) -> Finding {
    match place {
        Some(place) => finding.at(file, place),
        None => finding.in_file(file),
    }
}

/// Sets one blank where there are several, and none at the edges.
pub(crate) fn tidy_blanks(runs: Vec<Run>) -> Vec<Run> {
    let mut tidy: Vec<Run> = Vec::with_capacity(runs.len());
    let mut after_blank = true;
    for mut run in runs {
        let mut words = String::with_capacity(run.words.len());
        for character in run.words.chars() {
            let is_edge = tidy.is_empty() && words.is_empty() && character.is_whitespace();
            // Within a line no-break spaces are the author's.
            let is_blank =
                is_edge || matches!(character, ' ' | '\t' | '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
            if !is_blank {
                words.push(character);
            } else if !after_blank {
                words.push(' ');
            }
            after_blank = is_blank;
        }
        if !words.is_empty() || run.note.is_some() {
            run.words = words;
            push(&mut tidy, run);
        }
    }
    while let Some(last) = tidy.last_mut() {
        let end = last.words.trim_end().len();
        last.words.truncate(end);
        if !last.words.is_empty() || last.note.is_some() {
            break;
        }
        tidy.pop();
    }
    tidy
}
