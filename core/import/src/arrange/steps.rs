//! What the next paragraph may be, given what those before it were taken for.

use smallvec::smallvec;

use super::Role;
use super::costs;
use super::label::{self, Counted, LabelReading};
use super::sight::{Beginning, Features};
use super::state::{Announced, State, cost_if};
use crate::forms::Form;

/// What a paragraph may be, what it costs to believe that, and what is so afterwards.
pub(super) struct Step {
    pub(super) role: Role,
    pub(super) cost: u32,
    pub(super) state: State,
}

impl State {
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
            steps.push(self.go_on(&forms[open], seen));
            self.closings(seen, &mut steps);
            steps.extend(self.second_list(&forms[open], seen));
            steps.extend(self.too_deep(&forms[open], seen));
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
            let is_clause = seen.label.is_some() && seen.ended;
            let cost = line(seen.head, costs::PRINTED_ABOVE) + cost_if(is_clause, costs::LABELLED_SENTENCE_ABOVE);
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
        // Of several annexes each keeps its own name.
        let is_again = |index: usize| {
            seen.announces[index] && self.is_told && self.form == Some(index) && forms[index].is_annexed()
        };
        for (index, _) in seen.numbers.iter().enumerate().filter(|(index, numbers)| **numbers || is_again(*index)) {
            if self.form.is_none_or(|open| forms[open].order <= forms[index].order) {
                let announced = Announced::Part(index);
                let state = Self { announced, below: false, ended: true, heading_waits: true, ..self.clone() };
                steps.push(Step { role: Role::Heading, cost: 0, state });
            }
        }
        if self.below {
            let is_sentence = seen.label.is_none() && seen.ended && !seen.continues && !seen.closing;
            let cost = line(seen.closing, costs::PRINTED_BELOW)
                + cost_if(seen.is_numbered(), costs::PRINTED_BELOW)
                + cost_if(is_sentence, costs::BELOW_AS_SENTENCES_END)
                + cost_if(seen.continues, costs::BELOW_AS_CLAUSES_END);
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
        let Counted { value, label, cost: mut of_label, .. } = match label::count(level, &[], value, seen) {
            // Each of several annexes counts anew; so does what a program takes for another list, behind points.
            counted
                if stays
                    && (self.announced == Announced::Part(index) || self.values.len() > 1 && seen.leads(index)) =>
            {
                label::begun_anew(level, counted, seen)
            }
            counted if stays || !level.runs_through() || form.lead.is_some() && !seen.leads(index) => counted,
            counted => label::begun_anew(level, counted, seen),
        };
        let is_lost = matches!(label, LabelReading::Lost { .. });
        let is_sentence = is_lost && form.is_annexed() && seen.ended && !seen.cell;
        if is_sentence && stays && self.unlabelled && self.values.len() == 1 {
            of_label = costs::LABEL_LOST_AGAIN;
        }
        let is_announced = stays || form.is_bare() || self.announced == Announced::Part(index);
        // In the middle of a sentence no part begins of which nothing tells.
        if !is_announced && is_lost && seen.begins == Beginning::Small {
            return None;
        }
        cost += cost_if(level.is_headed && is_lost, costs::LABEL_LOST_BEFORE_HEADING);
        cost += cost_if(is_lost && is_short_line(seen) && !seen.leads(index), costs::LINE_AS_CLAUSE);
        cost += of_label + self.interrupts() + cost_if(seen.cell, costs::CELL_AS_CLAUSE);
        cost += match (form.lead.is_some(), seen.leads(index), seen.leads_at_all()) {
            (true, false, true) => costs::LEAD_WORDS_OF_OTHERS,
            (true, false, false) if seen.begins == Beginning::Small && seen.label.is_none() => {
                costs::LEAD_WORDS_MISSING_IN_SENTENCE
            }
            (true, false, false) => costs::LEAD_WORDS_MISSING,
            (false, _, true) => costs::LEAD_WORDS_NEEDLESS,
            _ => 0,
        };
        cost += cost_if(
            self.values.len() > 1 && self.depth.is_some() && seen.depth > self.depth,
            costs::CLAUSE_DEEPER_THAN_POINT,
        );
        cost += cost_if(seen.heading != level.is_headed, costs::HEADING_UNLIKE_LEVEL);
        cost += cost_if(seen.quoted, costs::CLAUSE_IN_QUOTATION) + cost_if(seen.is_printed(), costs::PRINTED_AS_CLAUSE);
        let state = Self {
            form: Some(index),
            is_told: if stays { self.is_told } else { self.announced == Announced::Part(index) },
            values: smallvec![value],
            indents: smallvec![seen.indent],
            depth: seen.depth,
            headed: level.is_headed && seen.heading,
            closed: None,
            unlabelled: is_sentence,
            begun: None,
            dressed: smallvec![None],
            heading_waits: false,
            running: if level.runs_through() { value } else { self.running },
            announced: Announced::Nothing,
            promised: seen.promises,
            ended: seen.ended,
            done: seen.done,
            continues: seen.continues,
            behind_table: false,
            below: false,
        };
        Some(Step { role: Role::Clause { form: index, values: smallvec![value], label }, cost, state })
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
        cost += cost_if(!form.is_bare() && !is_announced, costs::NOT_ANNOUNCED);
        let first_label = |form: &Form<'_>| form.levels.first().and_then(|level| level.label(&[], 1));
        let is_alike = self.form.is_some_and(|open| first_label(&forms[open]) == first_label(form));
        let is_told = is_announced || self.heading_waits || form.lead.is_some();
        cost += cost_if(is_alike && !is_told, costs::PART_UNTOLD);
        let first = from.map_or(0, |from| from + 1);
        Some(cost + steps(form.order.saturating_sub(first)) * costs::PART_LEFT_OUT)
    }

    /// The paragraph as a heading between clauses.
    fn heading(&self, seen: &Features<'_>) -> Option<Step> {
        let has_begun = self.announced != Announced::Nothing || self.form.is_some();
        let may_have_label = seen.heading || seen.chapter && seen.short;
        if self.below || !has_begun || seen.label.is_some() && !may_have_label || seen.ended && !seen.heading {
            return None;
        }
        let is_line = seen.begins == Beginning::Capital && seen.short;
        let stands_out = is_line && (seen.emphasised || self.heading_waits || self.is_apart(seen, self.values.len()));
        let follows_opening = self.announced != Announced::Nothing && seen.short;
        let likely = match (seen.heading, stands_out || follows_opening || seen.chapter) {
            (true, _) => costs::HEADING,
            (false, true) => costs::HEADING_BY_LOOK,
            (false, false) => costs::HEADING_GUESSED,
        };
        let cost = likely
            + cost_if(seen.label.is_some() && !seen.chapter, costs::HEADING_WITH_LABEL)
            + cost_if(seen.leads_at_all(), costs::HEADING_WITH_LEAD_WORDS)
            + cost_if(self.headed, costs::HEADING_BELOW_HEADING);
        Some(Step { role: Role::Heading, cost, state: Self { ended: true, heading_waits: true, ..self.clone() } })
    }

    /// The paragraph as the first line below the text.
    fn end(&self, seen: &Features<'_>) -> Option<Step> {
        let guessed = costs::TEXT_ENDS
            + outside(seen)
            + cost_if(seen.depth.is_some(), costs::ENDS_IN_LIST)
            + cost_if(!seen.ended && !seen.heading, costs::ENDS_WITHOUT_MARK)
            + cost_if(seen.ended && !seen.code, costs::ENDS_WITH_SENTENCE)
            + cost_if(self.promised, costs::POINTS_MISSING)
            + cost_if(seen.is_numbered() || seen.is_printed(), costs::PRINTED_BELOW)
            + self.leaves_heading();
        let cost = match (seen.closing, seen.vague_closing) {
            (true, _) => 0,
            (false, true) if !self.goes_on_behind_table(seen) => {
                guessed.min(costs::TEXT_ENDS_AS_PRINTED + outside(seen))
            }
            _ => guessed,
        };
        let cost = cost + self.leaves_part();
        self.ended.then(|| Step { role: Role::Foot, cost, state: Self { below: true, ..self.clone() } })
    }

    /// The paragraph as the rest of the one before it.
    fn go_on(&self, form: &Form<'_>, seen: &Features<'_>) -> Step {
        let cost = if seen.quoted { costs::JOINED_QUOTATION } else { self.joined(form, seen) };
        Step { role: Role::Continued, cost, state: self.behind(seen) }
    }

    /// Says what it costs that a paragraph which no quotation holds is the rest of the one before it.
    fn joined(&self, form: &Form<'_>, seen: &Features<'_>) -> u32 {
        // A heading stands between the two, or what the house prints before a part.
        let over = cost_if(self.heading_waits || self.announced != Announced::Nothing, costs::JOINED_OVER_HEADING);
        if seen.cell || self.goes_on_behind_table(seen) {
            return costs::JOINED_CELL + over;
        }
        let apart = cost_if(self.is_apart(seen, self.values.len()), costs::JOINED_APART);
        let strange = match (seen.label.is_some(), self.headed) {
            (true, _) => costs::JOINED_WITH_LABEL + apart,
            (false, true) => 0,
            (false, false) => costs::JOINED + apart,
        };
        let is_line = self.ended && (seen.code || !seen.ended && seen.begins == Beginning::Capital);
        let begins_quotation = self.promised && seen.quotes;
        let is_clause = self.ended && seen.label.is_some() && seen.leads_at_all();
        // Below the heading of an article stand several paragraphs, and in each that has a number.
        let is_headed = form.levels.first().is_some_and(|level| level.is_headed);
        let is_behind_points = is_headed && self.values.len() > NUMBERED;
        let is_behind_end = self.ended && !begins_quotation && (!(is_headed && seen.ended) || is_behind_points);
        strange
            + cost_if(is_clause, costs::JOINED_CLAUSE)
            + cost_if(is_behind_end, costs::JOINED_BEHIND_END)
            + cost_if(is_behind_end && is_behind_points, costs::JOINED_BEHIND_POINTS)
            + cost_if(is_line, costs::JOINED_LINE)
            + over
            + cost_if(seen.begins != Beginning::Small, costs::JOINED_SENTENCE)
            + cost_if(seen.automatic, costs::JOINED_WITH_COUNTED_LABEL)
            + cost_if(!seen.automatic && seen.depth > self.depth, costs::JOINED_ENTRY)
            + cost_if(seen.is_printed(), costs::PRINTED_BELOW)
            + breaks_in(seen)
    }
}

/// How many numbers an article and a numbered paragraph of it have; what has more is a point.
const NUMBERED: usize = 2;

/// Says what speaks against a paragraph that stands outside of the text.
fn outside(seen: &Features<'_>) -> u32 {
    cost_if(seen.label.is_some(), costs::LABEL_OUTSIDE) + cost_if(seen.leads_at_all(), costs::LEAD_WORDS_OUTSIDE)
}

/// Says what speaks against a paragraph in the middle of a clause.
pub(super) fn breaks_in(seen: &Features<'_>) -> u32 {
    cost_if(seen.leads_at_all(), costs::JOINED_LEAD_WORDS)
        + cost_if(seen.leads_at_all() && seen.begins_emphasised, costs::JOINED_LEAD_WORDS_EMPHASISED)
        + cost_if(seen.heading, costs::JOINED_HEADING)
}

/// Says whether a paragraph is a short line that begins as a sentence does and ends nowhere, or that has no words.
pub(super) fn is_short_line(seen: &Features<'_>) -> bool {
    (seen.code || seen.begins == Beginning::Capital && !seen.ended) && seen.short && seen.depth.is_none()
}

/// Counts steps that cost something each.
pub(super) fn steps(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
