//! What the next paragraph may be, given what those before it were taken for.

use super::Role;
use super::costs;
use super::label::{self, Counted, LabelReading};
use super::sight::{Beginning, Features};
use crate::forms::Form;

/// What matters of the paragraphs so far for those that follow.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct State {
    /// The part that is open.
    form: Option<usize>,
    /// The numbers of the open clause and of its points.
    values: Vec<u32>,
    /// How far from the edge the open clause and its points stand.
    indents: Vec<Option<u32>>,
    /// The depth in lists of the last clause.
    depth: Option<usize>,
    /// Whether the open clause has a heading and no words yet.
    headed: bool,
    /// The list before the closing words of the open clause: no point of it follows.
    closed: Option<ClosedList>,
    /// How the last entry of the open list began, where no entry so far has a label.
    unlabelled: Option<Beginning>,
    /// Whether a heading waits for the clause below it.
    heading_waits: bool,
    /// The last number of a numbering that runs through all parts.
    running: u32,
    announced: Announced,
    /// Whether points must follow.
    open_colon: bool,
    /// Whether the last paragraph ended as a clause does; and whether with a mark after which something follows.
    ended: bool,
    continues: bool,
    /// Whether the lines below the text have begun.
    below: bool,
}

/// What the house printed last, where no clause has followed yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Announced {
    #[default]
    Nothing,
    /// The opening, which says that the first clause follows.
    Opening,
    /// The heading or formula of a form.
    Part(usize),
}

/// A list that closing words have ended, and the points of a second list behind them, which a source text cannot have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct ClosedList {
    /// The number of its last point.
    last: u32,
    /// How many points stand behind the closing words.
    further: u32,
}

/// What a paragraph may be, what it costs to believe that, and what is so afterwards.
pub(super) struct Step {
    pub(super) role: Role,
    pub(super) cost: u32,
    pub(super) state: State,
}

/// Returns the cost of what is so, else nothing.
fn cost_if(is_so: bool, cost: u32) -> u32 {
    if is_so { cost } else { 0 }
}

impl State {
    /// Says what it costs to end here.
    pub(super) fn unfinished(&self) -> u32 {
        cost_if(self.form.is_none(), costs::NO_CLAUSE) + self.leaves_heading()
    }

    /// Lists what the next paragraph may be.
    pub(super) fn steps(&self, seen: &Features<'_>, forms: &[Form<'_>]) -> Vec<Step> {
        let mut steps = Vec::new();
        self.outside(seen, forms, &mut steps);
        for (index, form) in forms.iter().enumerate() {
            steps.extend(self.clause(index, form, seen, forms));
        }
        steps.extend(self.heading(seen));
        if let Some(open) = self.form.filter(|_| !self.below) {
            self.points(open, &forms[open], seen, &mut steps);
            steps.extend(self.end(seen));
            steps.push(self.go_on(seen));
            self.closings(seen, &mut steps);
            steps.extend(self.second_list(&forms[open], seen));
        }
        steps
    }

    /// The paragraph as a line above or below the text, or as what the house prints in it.
    fn outside(&self, seen: &Features<'_>, forms: &[Form<'_>], steps: &mut Vec<Step>) {
        let line = |is_known: bool, printed: u32| {
            let cost = costs::LINE_OUTSIDE + outside(seen) + cost_if(seen.is_printed(), printed);
            cost_if(!is_known, cost)
        };
        let is_above = self.form.is_none() && self.announced == Announced::Nothing;
        if is_above {
            let cost = line(seen.head, costs::PRINTED_ABOVE);
            steps.push(Step { role: Role::Head, cost, state: self.clone() });
        }
        let may_open = seen.vague_opening && !seen.leads_at_all() && is_above;
        if may_open || seen.opening && self.form.is_none() {
            let state = Self { announced: Announced::Opening, ..self.clone() };
            steps.push(Step { role: Role::Printed, cost: 0, state });
        }
        for (index, _) in seen.announces.iter().enumerate().filter(|(_, announces)| **announces) {
            if self.form.is_none_or(|open| forms[open].order < forms[index].order) {
                let state = Self { announced: Announced::Part(index), below: false, ..self.clone() };
                steps.push(Step { role: Role::Printed, cost: 0, state });
            }
        }
        if self.below {
            let cost = line(seen.closing, costs::PRINTED_BELOW) + cost_if(seen.continues, costs::BELOW_AS_CLAUSES_END);
            steps.push(Step { role: Role::Foot, cost, state: self.clone() });
        }
    }

    /// The paragraph as a clause of a part.
    fn clause(&self, index: usize, form: &Form<'_>, seen: &Features<'_>, forms: &[Form<'_>]) -> Option<Step> {
        let level = form.levels.first()?;
        let stays = self.form == Some(index);
        // Below the lines that end a text only a part that the house announces follows.
        if self.below {
            return None;
        }
        let mut cost = if stays { 0 } else { self.opens_part(index, form, seen, forms)? };
        let is_other = matches!(self.announced, Announced::Part(known) if known != index);
        cost += cost_if(is_other, costs::OTHER_ANNOUNCED);
        let value = match (stays, level.runs_through()) {
            (true, false) => self.values.first().copied().unwrap_or(0) + 1,
            (_, true) => self.running + 1,
            (false, false) => level.scheme.start,
        };
        let Counted { value, label, cost: of_label } = label::count(level, &[], value, seen);
        let is_lost = matches!(label, LabelReading::Lost { .. });
        cost += cost_if(level.is_headed && is_lost, costs::LABEL_LOST_BEFORE_HEADING);
        cost += of_label + self.interrupts();
        cost += match (form.lead.is_some(), seen.leads(index), seen.leads_at_all()) {
            (true, false, true) => costs::LEAD_WORDS_OF_OTHERS,
            (true, false, false) => costs::LEAD_WORDS_MISSING,
            (false, _, true) => costs::LEAD_WORDS_NEEDLESS,
            _ => 0,
        };
        cost += cost_if(self.values.len() > 1 && seen.depth > self.depth, costs::CLAUSE_DEEPER_THAN_POINT);
        cost += cost_if(seen.heading != level.is_headed, costs::HEADING_UNLIKE_LEVEL);
        cost += cost_if(seen.quoted, costs::CLAUSE_IN_QUOTATION);
        let state = Self {
            form: Some(index),
            values: vec![value],
            indents: vec![seen.indent],
            depth: seen.depth,
            headed: level.is_headed && seen.heading,
            closed: None,
            unlabelled: None,
            heading_waits: false,
            running: if level.runs_through() { value } else { self.running },
            announced: Announced::Nothing,
            open_colon: seen.colon,
            ended: seen.ended,
            continues: seen.continues,
            below: false,
        };
        Some(Step { role: Role::Clause { form: index, values: vec![value], label }, cost, state })
    }

    /// Says what it costs that a part begins here; `None` where it cannot.
    fn opens_part(&self, index: usize, form: &Form<'_>, seen: &Features<'_>, forms: &[Form<'_>]) -> Option<u32> {
        let from = self.form.map(|open| forms[open].order);
        if from.is_some_and(|from| form.order <= from) {
            return None;
        }
        let is_headed = form.levels.first().is_some_and(|level| level.is_headed);
        let is_line = self.form.is_none() && seen.label.is_none() && (seen.head || !seen.ended && !is_headed);
        let is_announced = self.announced == Announced::Part(index);
        let mut cost = cost_if(is_line && !seen.leads(index), costs::LINE_AS_FIRST_CLAUSE);
        cost += match (form.is_usual, is_announced) {
            (true, _) => 0,
            (false, true) => costs::UNUSUAL_FORM_ANNOUNCED,
            (false, false) => costs::UNUSUAL_FORM,
        };
        let is_printed = form.heading.is_some() || form.formula.is_some();
        cost += cost_if(is_printed && !is_announced, costs::NOT_ANNOUNCED);
        let first = from.map_or(0, |from| from + 1);
        Some(cost + steps(form.order.saturating_sub(first)) * costs::PART_LEFT_OUT)
    }

    /// The paragraph as a heading between clauses.
    fn heading(&self, seen: &Features<'_>) -> Option<Step> {
        let has_begun = self.announced != Announced::Nothing || self.form.is_some();
        if self.below || !has_begun || seen.label.is_some() || seen.ended && !seen.heading {
            return None;
        }
        let stands_out = seen.begins == Beginning::Capital && seen.short && self.is_apart(seen, self.values.len());
        let follows_opening = self.announced != Announced::Nothing && seen.short;
        let likely = match (seen.heading, stands_out || follows_opening) {
            (true, _) => costs::HEADING,
            (false, true) => costs::HEADING_BY_LOOK,
            (false, false) => costs::HEADING_GUESSED,
        };
        let cost = likely
            + cost_if(seen.leads_at_all(), costs::HEADING_WITH_LEAD_WORDS)
            + cost_if(self.headed, costs::HEADING_BELOW_HEADING);
        Some(Step { role: Role::Heading, cost, state: Self { ended: true, heading_waits: true, ..self.clone() } })
    }

    /// The paragraph as a point below the open clause.
    fn points(&self, index: usize, form: &Form<'_>, seen: &Features<'_>, steps: &mut Vec<Step>) {
        for (depth, level) in form.levels.iter().enumerate().skip(1).take(self.values.len()) {
            let opens = depth == self.values.len();
            if opens && self.closed.is_some() {
                continue;
            }
            let mut values: Vec<u32> = self.values.iter().copied().take(depth).collect();
            let value = self.values.get(depth).map_or(level.scheme.start, |value| value + 1);
            let Counted { value, label, mut cost } = label::count(level, &values, value, seen);
            values.push(value);
            let is_lost = matches!(label, LabelReading::Lost { .. });
            let unlabelled = (is_lost && (opens || self.unlabelled.is_some() && depth + 1 == self.values.len()))
                .then_some(seen.begins);
            if is_lost && !opens && self.is_like_the_last(seen, depth) {
                cost = costs::LABEL_LOST_AGAIN;
            } else {
                cost += cost_if(seen.label.is_none() && seen.depth.is_none(), costs::POINT_LIKE_WORDS);
            }
            cost += if opens { self.opens_list(seen, cost == 0) } else { self.goes_on_with_list(seen, depth) };
            cost += cost_if(seen.leads(index) && seen.begins != Beginning::Small, costs::POINT_WITH_LEAD_WORDS);
            cost += cost_if(seen.heading, costs::POINT_AS_HEADING);
            cost += cost_if(seen.quoted, costs::CLAUSE_IN_QUOTATION);
            let mut indents = self.indents.clone();
            indents.truncate(depth);
            indents.push(seen.indent);
            let state = Self {
                values: values.clone(),
                indents,
                headed: false,
                closed: None,
                unlabelled,
                depth: seen.depth,
                open_colon: seen.colon,
                ended: seen.ended,
                continues: seen.continues,
                ..self.clone()
            };
            steps.push(Step { role: Role::Clause { form: index, values, label }, cost, state });
        }
    }

    /// Says whether a paragraph looks like the last entry of a list at a depth in which nothing has a label.
    fn is_like_the_last(&self, seen: &Features<'_>, depth: usize) -> bool {
        let is_next = depth + 1 == self.values.len() && self.continues && !seen.leads_at_all();
        is_next && self.unlabelled == Some(seen.begins)
    }

    /// Says what it costs that a list begins here, given whether the label is that of a first point.
    fn opens_list(&self, seen: &Features<'_>, is_first: bool) -> u32 {
        let deeper = seen.depth > self.depth || self.indents.last().is_some_and(|indent| seen.indent > *indent);
        let promised = match (self.open_colon || self.headed, deeper && seen.label.is_some() && is_first) {
            (true, _) => 0,
            (false, true) => costs::UNPROMISED_LIST_DEEPER,
            (false, false) => costs::UNPROMISED_LIST,
        };
        promised + cost_if(seen.depth < self.depth, costs::FIRST_POINT_HIGHER)
    }

    /// Says what it costs that the list at a depth goes on.
    fn goes_on_with_list(&self, seen: &Features<'_>, depth: usize) -> u32 {
        let apart = if seen.label.is_some() { costs::LABELLED_POINT_APART } else { costs::POINT_APART };
        let is_deeper = seen.depth > self.depth && depth + 1 == self.values.len();
        self.interrupts()
            + cost_if(self.is_apart(seen, depth + 1), apart)
            + cost_if(is_deeper, costs::NEXT_POINT_DEEPER)
    }

    /// The paragraph as the first line below the text.
    fn end(&self, seen: &Features<'_>) -> Option<Step> {
        let guessed = costs::TEXT_ENDS
            + outside(seen)
            + cost_if(seen.depth.is_some(), costs::ENDS_IN_LIST)
            + cost_if(!seen.ended && !seen.heading, costs::ENDS_WITHOUT_MARK)
            + cost_if(seen.ended, costs::ENDS_WITH_SENTENCE)
            + cost_if(self.open_colon, costs::POINTS_MISSING)
            + self.leaves_heading();
        let cost = match (seen.closing, seen.vague_closing) {
            (true, _) => 0,
            (false, true) => guessed.min(costs::TEXT_ENDS_AS_PRINTED + outside(seen)),
            (false, false) => guessed,
        };
        self.ended.then(|| Step { role: Role::Foot, cost, state: Self { below: true, ..self.clone() } })
    }

    /// The paragraph as the rest of the one before it.
    fn go_on(&self, seen: &Features<'_>) -> Step {
        let apart = cost_if(self.is_apart(seen, self.values.len()), costs::JOINED_APART);
        let strange = match (seen.label.is_some(), self.headed) {
            (true, _) => costs::JOINED_WITH_LABEL + apart,
            (false, true) => 0,
            (false, false) => costs::JOINED + apart,
        };
        if seen.quoted {
            let state = Self {
                open_colon: seen.colon,
                ended: seen.ended,
                continues: seen.continues,
                headed: false,
                ..self.clone()
            };
            return Step { role: Role::Continued, cost: costs::JOINED_QUOTATION, state };
        }
        let is_line = self.ended && !seen.ended && seen.begins == Beginning::Capital;
        let is_quoted = self.open_colon && seen.quotes;
        let cost = strange
            + cost_if(self.ended && !is_quoted, costs::JOINED_BEHIND_END)
            + cost_if(is_line, costs::JOINED_LINE)
            + cost_if(seen.begins != Beginning::Small, costs::JOINED_SENTENCE)
            + cost_if(seen.automatic, costs::JOINED_WITH_COUNTED_LABEL)
            + breaks_in(seen);
        let state = Self {
            open_colon: seen.colon,
            ended: seen.ended,
            continues: seen.continues,
            headed: false,
            ..self.clone()
        };
        Step { role: Role::Continued, cost, state }
    }

    /// The paragraph as the closing words of the open clause, or of one of its points.
    fn closings(&self, seen: &Features<'_>, further: &mut Vec<Step>) {
        if seen.label.is_some() {
            return;
        }
        for depth in 0..self.values.len().saturating_sub(1) {
            let cost = if self.ended { costs::CLOSING } else { costs::CLOSING_BEHIND_NO_END }
                + cost_if(seen.begins != Beginning::Small, costs::CLOSING_SENTENCE)
                + steps(self.values.len() - 2 - depth)
                + cost_if(self.is_inside(seen, depth + 1), costs::CLOSING_INSIDE)
                + breaks_in(seen);
            let last = self.values.get(depth + 1).copied().unwrap_or_default();
            let state = Self {
                values: self.values[..=depth].to_vec(),
                indents: self.indents.iter().copied().take(depth + 1).collect(),
                closed: Some(ClosedList { last, further: 0 }),
                unlabelled: None,
                open_colon: seen.colon,
                ended: seen.ended,
                continues: seen.continues,
                ..self.clone()
            };
            further.push(Step { role: Role::Closing { depth }, cost, state });
        }
    }

    /// The paragraph as a point of a second list, behind the closing words of the open clause.
    fn second_list(&self, form: &Form<'_>, seen: &Features<'_>) -> Option<Step> {
        let closed = self.closed?;
        let level = form.levels.get(self.values.len())?;
        // It counts anew, or goes on with the first one.
        let values = [level.scheme.start + closed.further, closed.last + 1 + closed.further];
        let is_right = |value: u32| {
            let counted = label::count(level, &self.values, value, seen);
            counted.label == LabelReading::Right && counted.value == value
        };
        seen.label.filter(|_| values.into_iter().any(is_right))?;
        let cost = cost_if(closed.further == 0, costs::SECOND_LIST);
        let closed = Some(ClosedList { further: closed.further + 1, ..closed });
        let state =
            Self { closed, open_colon: seen.colon, ended: seen.ended, continues: seen.continues, ..self.clone() };
        Some(Step { role: Role::Closing { depth: self.values.len() - 1 }, cost, state })
    }

    /// Says whether a paragraph stands elsewhere than the open clause of this depth, counted from 1.
    fn is_apart(&self, seen: &Features<'_>, depth: usize) -> bool {
        seen.indent.zip(self.indent(depth)).is_some_and(|(here, there)| here != there)
    }

    /// Says whether a paragraph stands further from the edge than the words of the open clause of this depth.
    fn is_inside(&self, seen: &Features<'_>, depth: usize) -> bool {
        seen.indent.zip(self.indent(depth)).is_some_and(|(here, there)| here > there)
    }

    /// Returns how far from the edge the open clause of a depth stands, counted from 1.
    fn indent(&self, depth: usize) -> Option<u32> {
        depth.checked_sub(1).and_then(|at| self.indents.get(at).copied().flatten())
    }

    /// What it costs that no clause follows a heading.
    fn leaves_heading(&self) -> u32 {
        cost_if(self.heading_waits, costs::HEADING_WITHOUT_CLAUSE)
    }

    /// What it costs that no point follows where points must, or that the last paragraph did not end.
    fn interrupts(&self) -> u32 {
        cost_if(self.open_colon, costs::POINTS_MISSING) + cost_if(self.form.is_some() && !self.ended, costs::NOT_ENDED)
    }
}

/// Says what speaks against a paragraph that stands outside of the text.
fn outside(seen: &Features<'_>) -> u32 {
    cost_if(seen.label.is_some(), costs::LABEL_OUTSIDE) + cost_if(seen.leads_at_all(), costs::LEAD_WORDS_OUTSIDE)
}

/// Says what speaks against a paragraph in the middle of a clause.
fn breaks_in(seen: &Features<'_>) -> u32 {
    cost_if(seen.leads_at_all(), costs::JOINED_LEAD_WORDS) + cost_if(seen.heading, costs::JOINED_HEADING)
}

/// Counts steps that cost something each.
fn steps(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
