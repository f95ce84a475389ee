//! All that a text prints, in reading order, and the one walk over it.

use std::borrow::Cow;

use crate::clause::Block;
use crate::{Change, Clause, Document, Heading, Inline, Label, Part, TitleLine, closing_unit, heading_unit, note_unit};

/// A piece of a text in one language, as one cell of a row holds it.
#[derive(Debug, Clone, Copy)]
pub enum Cell<'a> {
    /// A line of the title block, or of those below a part or the body.
    Title(&'a TitleLine),
    /// The heading of a part.
    PartHeading(&'a Part),
    /// The formula before a part's first clause.
    Formula(&'a Part),
    /// A heading between clauses.
    Heading(&'a Part, &'a Heading),
    /// A clause's own heading, with its depth.
    ClauseHeading(&'a Part, &'a Clause, usize),
    /// The words of a clause before its points, with its depth (0 for a clause of the part).
    Clause(&'a Part, &'a Clause, usize),
    /// The words of a clause after its points.
    Closing(&'a Part, &'a Clause, usize),
}

impl Document {
    /// Calls `visit` for every line, heading, formula and clause in reading order, those without words too. A clause comes
    /// three times, around its points: its heading, its words, and what follows the points. Banner and notes stand outside
    /// of this order; [`walk_words`](Self::walk_words) has their words too.
    pub fn walk_content<'a>(&'a self, visit: &mut dyn FnMut(Cell<'a>)) {
        self.title_block.iter().for_each(|line| visit(Cell::Title(line)));
        for part in &self.parts {
            visit(Cell::PartHeading(part));
            visit(Cell::Formula(part));
            for block in &part.blocks {
                match block {
                    Block::Heading(heading) => visit(Cell::Heading(part, heading)),
                    Block::Clause(clause) => walk_clause(part, clause, 0, visit),
                }
            }
            part.closing.iter().for_each(|line| visit(Cell::Title(line)));
        }
        self.closing_block.iter().for_each(|line| visit(Cell::Title(line)));
    }

    /// Calls `visit` for all running text there is: the banner, the content in reading order, the notes. With it goes the
    /// unit that it is, or the first that it shows; none for the house's own words.
    pub fn walk_words<'a>(&'a self, visit: &mut dyn FnMut(Option<&str>, &'a [Inline])) {
        visit(None, &self.banner);
        self.walk_content(&mut |cell| {
            if !cell.content().is_empty() {
                visit(cell.unit().as_deref(), cell.content());
            }
        });
        for note in &self.notes {
            visit(Some(&note_unit(&note.id)), &note.content);
        }
    }

    /// Calls `visit` for the same running text, in the same order, to change it.
    pub fn walk_words_mut(&mut self, visit: &mut dyn FnMut(&mut Vec<Inline>)) {
        visit(&mut self.banner);
        self.title_block.iter_mut().for_each(|line| visit(&mut line.content));
        for part in &mut self.parts {
            visit(&mut part.heading);
            visit(&mut part.formula);
            for block in &mut part.blocks {
                match block {
                    Block::Heading(heading) => visit(&mut heading.content),
                    Block::Clause(clause) => walk_clause_mut(clause, visit),
                }
            }
            part.closing.iter_mut().for_each(|line| visit(&mut line.content));
        }
        self.closing_block.iter_mut().for_each(|line| visit(&mut line.content));
        self.notes.iter_mut().for_each(|note| visit(&mut note.content));
    }

    /// Returns the ids that references may lead to, of clauses and of headings between them, in print order.
    pub fn anchors(&self) -> Vec<&str> {
        let mut anchors = Vec::new();
        self.walk_content(&mut |cell| anchors.extend(cell.anchor()));
        anchors
    }
}

fn walk_clause<'a>(part: &'a Part, clause: &'a Clause, depth: usize, visit: &mut dyn FnMut(Cell<'a>)) {
    visit(Cell::ClauseHeading(part, clause, depth));
    visit(Cell::Clause(part, clause, depth));
    for point in &clause.points {
        walk_clause(part, point, depth + 1, visit);
    }
    visit(Cell::Closing(part, clause, depth));
}

fn walk_clause_mut(clause: &mut Clause, visit: &mut dyn FnMut(&mut Vec<Inline>)) {
    visit(&mut clause.heading);
    visit(&mut clause.content);
    for point in &mut clause.points {
        walk_clause_mut(point, visit);
    }
    visit(&mut clause.closing);
}

impl<'a> Cell<'a> {
    /// Returns the words.
    pub fn content(self) -> &'a [Inline] {
        match self {
            Self::Title(line) => &line.content,
            Self::PartHeading(part) => &part.heading,
            Self::Formula(part) => &part.formula,
            Self::Heading(_, heading) => &heading.content,
            Self::ClauseHeading(_, clause, _) => &clause.heading,
            Self::Clause(_, clause, _) => &clause.content,
            Self::Closing(_, clause, _) => &clause.closing,
        }
    }

    /// Returns the label that stands before the words: a clause with a heading of its own has it there.
    pub fn label(self) -> Option<&'a Label> {
        match self {
            Self::ClauseHeading(_, clause, _) if !clause.heading.is_empty() => clause.printed_label(),
            Self::Clause(_, clause, _) if clause.heading.is_empty() => clause.printed_label(),
            _ => None,
        }
    }

    /// Returns the change of the whole clause that the words belong to.
    pub fn change(self) -> Option<&'a Change> {
        match self {
            Self::ClauseHeading(_, clause, _) | Self::Clause(_, clause, _) | Self::Closing(_, clause, _) => {
                clause.change.as_ref()
            }
            _ => None,
        }
    }

    /// Returns the unit whose words stand here, the first of them where a line shows several; none for the house's own
    /// words.
    pub fn unit(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Title(line) => line.units.first().map(|unit| Cow::Borrowed(unit.as_str())),
            Self::PartHeading(_) | Self::Formula(_) => None,
            Self::Heading(_, heading) => Some(Cow::Borrowed(&heading.id)),
            Self::ClauseHeading(_, clause, _) => Some(Cow::Owned(heading_unit(&clause.id))),
            Self::Clause(_, clause, _) => Some(Cow::Borrowed(&clause.id)),
            Self::Closing(_, clause, _) => Some(Cow::Owned(closing_unit(&clause.id))),
        }
    }

    /// Returns the id that references lead to, of a heading between clauses and of a clause.
    pub fn anchor(self) -> Option<&'a str> {
        match self {
            Self::Heading(_, heading) => Some(&heading.id),
            Self::Clause(_, clause, _) => Some(&clause.id),
            _ => None,
        }
    }
}
