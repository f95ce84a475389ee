//! Where the clauses of each level stand, as the house's look says: labels that hang, that run in, that stand on a line
//! of their own, and clauses without labels.

use engross_plugin::model::{Clause, LabelPlace, LevelStyle, Request};

use crate::numbering::LEVELS;
use crate::styles::{twips_of_millimetres, twips_of_points};

/// Where the lines of a paragraph stand, in twentieths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stand {
    /// Where all lines but the first begin.
    pub(crate) left: u32,
    /// Where the first line begins.
    pub(crate) first: u32,
    /// Where the words begin behind a label that runs in.
    pub(crate) tab: Option<u32>,
    /// Space below.
    pub(crate) after: u32,
}

impl Stand {
    /// Returns the attributes of Word's element `w:ind`.
    pub(crate) fn indents(&self) -> [(&'static str, String); 2] {
        let first = match self.left.checked_sub(self.first) {
            Some(hanging) if hanging > 0 => ("w:hanging", hanging.to_string()),
            _ => ("w:firstLine", (self.first - self.left).to_string()),
        };
        [("w:left", self.left.to_string()), first]
    }
}

/// A row of clauses of one level.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a> {
    pub(crate) level: &'a LevelStyle,
    /// Where the level above has its words.
    pub(crate) edge: u32,
    /// How far it stands in from there.
    pub(crate) indent: u32,
    /// How much room its labels have; where it has none, how far it stands in.
    pub(crate) column: u32,
    /// Whether one of its clauses has a label.
    pub(crate) is_labelled: bool,
}

impl<'a> Row<'a> {
    /// Makes a row with as much room as the house gives it.
    fn of(level: &'a LevelStyle, edge: u32, is_labelled: bool) -> Self {
        Self { level, edge, indent: indent(level), column: column(level), is_labelled }
    }

    /// Returns where the first paragraph of a clause stands, with a label or without.
    pub(crate) fn opening(&self, has_label: bool) -> Stand {
        let words = self.words();
        let first = match self.place() {
            Some(LabelPlace::Hanging) if has_label => words.saturating_sub(self.column),
            Some(LabelPlace::Hanging) => words,
            _ => words + self.indent,
        };
        let runs_in = has_label && self.place() == Some(LabelPlace::RunIn);
        Stand { first, tab: runs_in.then_some(first + self.column), ..self.further() }
    }

    /// Returns where the other paragraphs of a clause stand.
    pub(crate) fn further(&self) -> Stand {
        let left = self.words();
        Stand { left, first: left, tab: None, after: after(self.level) }
    }

    /// Returns where the words of the level have their edge.
    pub(crate) fn words(&self) -> u32 {
        match self.place() {
            Some(LabelPlace::Hanging) => self.edge + self.indent + self.column,
            Some(LabelPlace::RunIn | LabelPlace::Line) => self.edge,
            None if self.indent > 0 => self.edge,
            None => self.edge + self.column,
        }
    }

    /// Returns where labels stand, if there are any.
    fn place(&self) -> Option<LabelPlace> {
        (self.is_labelled || self.level.label == LabelPlace::Line).then_some(self.level.label)
    }
}

/// Returns the room that the house gives labels of a level.
pub(crate) fn column(level: &LevelStyle) -> u32 {
    twips_of_millimetres(level.column)
}

/// Returns how far a level stands in.
pub(crate) fn indent(level: &LevelStyle) -> u32 {
    twips_of_millimetres(level.indent)
}

/// Returns the space below a clause of a level.
pub(crate) fn after(level: &LevelStyle) -> u32 {
    twips_of_points(level.after)
}

/// Returns what the styles of each level say: of clauses with labels, and of paragraphs without. They follow the first
/// clause of their depth; a paragraph that stands otherwise says so itself.
pub(crate) fn styled(request: &Request) -> [[Stand; 2]; LEVELS] {
    let mut labelled: [Option<&LevelStyle>; LEVELS] = Default::default();
    let mut bare: [Option<&LevelStyle>; LEVELS] = Default::default();
    request.document.walk_clauses(&mut |_, clause: &Clause, depth| {
        let level = request.look.level(&clause.level);
        let has_label = clause.printed_label().is_some();
        let levels = if has_label { &mut labelled } else { &mut bare };
        let fits = if has_label { level.label != LabelPlace::Line } else { level.indent > 0.0 };
        if let Some(free) = levels.get_mut(depth).filter(|known| known.is_none() && fits) {
            *free = Some(level);
        }
    });
    let mut edge = 0;
    let usual = request.look.level("");
    let mut pairs = labelled.into_iter().zip(bare);
    std::array::from_fn(|_| {
        let (level, bare) = pairs.next().unwrap_or_default();
        let row = |level, is_labelled| Row::of(level, edge, is_labelled);
        let own = row(level.unwrap_or(usual), true);
        let without = bare.map_or_else(|| own.further(), |level| row(level, false).opening(false));
        edge = own.words();
        [own.opening(true), without]
    })
}
