//! The text as it will be written: parts, clauses and points, their words in engross's own markup.

mod building;
mod ends;
mod ids;
mod label_findings;

use std::collections::BTreeMap;
use std::ops::Range;

use engross_model::Finding;

pub(crate) use self::building::{draft, headed_clauses};
use crate::sheet::Paragraph;

/// A text as it will be written.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Draft {
    /// The marks of notes behind the title.
    pub(crate) title_marks: String,
    /// What somebody remarked on the lines above the text.
    pub(crate) remarks: Vec<String>,
    pub(crate) parts: Vec<DraftPart>,
    /// The note of adoption, in plain words and in markup, where a field holds all of it.
    pub(crate) adoption_note: Option<(String, String)>,
    /// Notes that are marked in the text: their ids and words.
    pub(crate) notes: Vec<(String, String)>,
    /// The marks of notes as they are printed, by their ids.
    pub(crate) note_marks: BTreeMap<String, String>,
    /// The series of notes that are not of the house's default one, by their ids.
    pub(crate) note_series: BTreeMap<String, String>,
}

impl Draft {
    /// Returns the notes that are marked in the text, in the order of their marks, each as often as it is.
    pub(crate) fn marked(&self) -> impl Iterator<Item = &str> {
        let words = self.parts.iter().flat_map(|part| &part.blocks).flat_map(Block::words);
        [self.title_marks.as_str()].into_iter().chain(words).flat_map(marks_in)
    }

    /// Says what was remarked on the text, for what has no place for remarks.
    pub(crate) fn remarked(&self, file: &str) -> Vec<Finding> {
        let mut findings: Vec<Finding> = self.remarks.iter().map(|remark| remarked(remark).in_file(file)).collect();
        for block in self.parts.iter().flat_map(|part| &part.blocks) {
            match block {
                Block::Heading { remarks, place, .. } => {
                    findings.extend(remarks.iter().map(|remark| remarked(remark).at(file, place.clone())));
                }
                Block::Clause(clause) => clause.remarked(file, &mut findings),
            }
        }
        findings
    }
}

/// A part.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct DraftPart {
    pub(crate) name: String,
    /// Its variant; `None` for the part as it is.
    pub(crate) variant: Option<String>,
    /// Its form among the house's.
    pub(crate) form: usize,
    pub(crate) blocks: Vec<Block>,
}

/// What a part is made of.
#[derive(Debug, PartialEq)]
pub(crate) enum Block {
    Heading { id: String, text: String, remarks: Vec<String>, place: Range<usize> },
    Clause(DraftClause),
}

/// Where a label puts a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rank {
    /// Counted from 0.
    pub(crate) at: usize,
    /// Whether it is counted from the beginning of the text.
    pub(crate) through: bool,
}

/// Returns the notes that are marked in words as they are written.
pub(crate) fn marks_in(words: &str) -> impl Iterator<Item = &str> {
    words.split("[^").skip(1).filter_map(|behind| Some(behind.split_once(']')?.0))
}

impl Block {
    /// Lists the words of a heading, or of a clause.
    pub(crate) fn words(&self) -> Vec<&str> {
        match self {
            Self::Heading { text, .. } => vec![text],
            Self::Clause(clause) => clause.words(),
        }
    }

    /// Returns the clause, if it is one.
    pub(crate) fn as_clause(&self) -> Option<&DraftClause> {
        match self {
            Self::Clause(clause) => Some(clause),
            Self::Heading { .. } => None,
        }
    }

    /// Returns its bytes in what is shown.
    pub(crate) fn place(&self) -> Range<usize> {
        match self {
            Self::Clause(clause) => clause.place.clone(),
            Self::Heading { place, .. } => place.clone(),
        }
    }
}

/// A clause or point.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct DraftClause {
    pub(crate) id: String,
    pub(crate) heading: Option<String>,
    pub(crate) text: String,
    pub(crate) points: Vec<DraftClause>,
    pub(crate) closing: Option<String>,
    /// Its place among its like, as its own label says it; `None` where none was printed.
    pub(crate) rank: Option<Rank>,
    /// What somebody remarked on it.
    pub(crate) remarks: Vec<String>,
    /// Its bytes in what is shown.
    pub(crate) place: Range<usize>,
}

impl DraftClause {
    /// Lists the words of a clause, of its points and behind them.
    pub(crate) fn words(&self) -> Vec<&str> {
        let own = self.heading.as_deref().into_iter().chain([self.text.as_str()]);
        let points = self.points.iter().flat_map(Self::words);
        own.chain(points).chain(self.closing.as_deref()).filter(|words| !words.is_empty()).collect()
    }

    fn remarked(&self, file: &str, findings: &mut Vec<Finding>) {
        findings.extend(self.remarks.iter().map(|remark| remarked(remark).at(file, self.place.clone())));
        for point in &self.points {
            point.remarked(file, findings);
        }
    }
}

/// Says that a remark has no place in what is made of the file.
pub(crate) fn remarked(remark: &str) -> Finding {
    let finding = Finding::new("IMP-09", format!("somebody remarked: {remark}"));
    finding.help("the remark is not in what was made of the file; keep it where it is needed")
}

/// Says what was remarked on a paragraph that is no part of the text.
pub(crate) fn remarked_on(file: &str, paragraph: &Paragraph) -> Vec<Finding> {
    paragraph.remarks.iter().map(|remark| remarked(remark).at(file, paragraph.place.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::{Block, Draft, DraftClause, DraftPart};

    #[test]
    fn remarks_that_have_no_place_are_said_of_every_clause_and_point() {
        let remarked =
            |remark: &str, points| DraftClause { remarks: vec![remark.to_owned()], points, ..DraftClause::default() };
        let heading = Block::Heading {
            id: String::new(),
            text: String::new(),
            remarks: vec!["on a heading".to_owned()],
            place: 0..7,
        };
        let clause = Block::Clause(remarked("on a clause", vec![remarked("on a point", Vec::new())]));
        let part = DraftPart { blocks: vec![heading, clause], ..DraftPart::default() };
        let draft = Draft { remarks: vec!["on the title".to_owned()], parts: vec![part], ..Draft::default() };
        let said: Vec<String> = draft.remarked("file").into_iter().map(|finding| finding.message).collect();
        let all =
            ["on the title", "on a heading", "on a clause", "on a point"].map(|it| format!("somebody remarked: {it}"));
        assert_eq!(said, all);
    }
}
