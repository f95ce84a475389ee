//! What the next paragraph may be in the list of the open clause: a point, or the words behind its points.

use super::Role;
use super::costs;
use super::label::{self, Counted, LabelReading};
use super::sight::{Beginning, Features};
use super::state::{ClosedList, Numbers, State, cost_if};
use super::steps::{Step, breaks_in, is_short_line, steps};
use crate::forms::Form;
use crate::label::{Likeness, Numeral};

impl State {
    /// The paragraph as a point below the open clause.
    pub(super) fn points(&self, index: usize, form: &Form<'_>, seen: &Features<'_>, steps: &mut Vec<Step>) {
        for (depth, level) in form.levels.iter().enumerate().skip(1).take(self.values.len()) {
            let opens = depth == self.values.len();
            if opens && self.closed.is_some() {
                continue;
            }
            let mut values: Numbers = self.values.iter().copied().take(depth).collect();
            let value = self.values.get(depth).map_or(level.scheme.start, |value| value + 1);
            let Counted { value, label, likeness, mut cost } = label::count(level, &values, value, seen);
            values.push(value);
            let is_lost = matches!(label, LabelReading::Lost { .. });
            let is_next = depth + 1 == self.values.len();
            let is_dressed = matches!(likeness, Some(Likeness::Dressed | Likeness::Elsewhere | Likeness::LastOnly));
            let numeral = seen.label.filter(|_| is_dressed || has_bullet(seen)).map(Numeral::of);
            // One who writes `a)`, `(1)` for `a.` or `1.` for `2.1` does so throughout the list.
            if is_dressed && numeral.is_some() && self.dressed.get(depth) == Some(&numeral) {
                cost = 0;
            }
            let unlabelled = is_lost && (opens || self.unlabelled && is_next);
            if is_lost && is_next && self.is_like_the_last(seen) {
                cost = costs::LABEL_LOST_AGAIN;
            } else {
                let begins_otherwise = is_lost && is_next && self.begun.is_some_and(|begun| begun != seen.begins);
                cost += cost_if(seen.label.is_none() && seen.depth.is_none(), costs::POINT_LIKE_WORDS);
                cost += cost_if(begins_otherwise, costs::POINT_BEGINS_OTHERWISE);
            }
            let is_alone = likeness == Some(Likeness::LastOnly) && cost > 0;
            let is_unpromised = opens && !self.promised && seen.depth <= self.depth;
            cost += cost_if(is_alone && is_unpromised, costs::LABEL_ALONE_UNPROMISED);
            cost += if opens {
                self.opens_list(seen, cost == 0 || has_bullet(seen))
            } else {
                self.goes_on_with_list(seen, depth)
            };
            let is_beside_list = seen.depth.is_none() && self.depth.is_some();
            cost += cost_if(is_lost && !opens && is_beside_list, costs::POINT_BESIDE_LIST);
            cost += cost_if(!opens && self.is_of_other_bullet(seen, depth), costs::NEXT_BULLET_OTHER);
            cost += cost_if(seen.leads_at_all() && seen.begins != Beginning::Small, costs::POINT_WITH_LEAD_WORDS);
            cost += cost_if(seen.heading, costs::POINT_AS_HEADING) + cost_if(seen.cell, costs::CELL_AS_CLAUSE);
            cost += cost_if(seen.quoted, costs::CLAUSE_IN_QUOTATION) + self.leaves_part();
            cost += cost_if(is_lost && opens && seen.quotes, costs::QUOTATION_AS_POINT);
            let mut indents = self.indents.clone();
            indents.truncate(depth);
            indents.push(seen.indent);
            let mut dressed = self.dressed.clone();
            dressed.truncate(depth);
            dressed.push(numeral);
            let state = Self {
                values: values.clone(),
                indents,
                closed: None,
                unlabelled,
                begun: Some(seen.begins),
                dressed,
                depth: seen.depth,
                ..self.behind(seen)
            };
            steps.push(Step { role: Role::Clause { form: index, values, label }, cost, state });
        }
    }

    /// Says whether a paragraph looks like the last entry of the open list, in which nothing has a label.
    fn is_like_the_last(&self, seen: &Features<'_>) -> bool {
        self.unlabelled && self.begun == Some(seen.begins) && self.continues && !seen.leads_at_all()
    }

    /// Says whether the last entry of the list at a depth has another bullet, where nothing but that tells how deep both are:
    /// something of the last one follows, or a list around it has this one.
    fn is_of_other_bullet(&self, seen: &Features<'_>, depth: usize) -> bool {
        let last = self.dressed.get(depth).copied().flatten();
        let is_of_list_around = |bullet: Numeral| self.dressed.iter().take(depth).any(|around| *around == Some(bullet));
        let is_other = |bullet: Numeral| {
            let is_told = !self.done || is_of_list_around(bullet);
            matches!(last, Some(Numeral::Bullet(_))) && last != Some(bullet) && is_told
        };
        seen.depth.is_none() && has_bullet(seen) && seen.label.map(Numeral::of).is_some_and(is_other)
    }

    /// Says what it costs that a list begins here, given whether the label is that of a first point.
    fn opens_list(&self, seen: &Features<'_>, is_first: bool) -> u32 {
        let deeper = seen.depth > self.depth || self.indents.last().is_some_and(|indent| seen.indent > *indent);
        let promised = match (self.promised || self.headed, deeper && seen.label.is_some() && is_first) {
            (true, _) => 0,
            (false, true) => costs::UNPROMISED_LIST_DEEPER,
            (false, false) => costs::UNPROMISED_LIST,
        };
        // Where the last point stands in a list of the file, one as deep stands beside it.
        let is_beside = self.values.len() > 1 && seen.depth.is_some() && seen.depth == self.depth;
        promised
            + cost_if(seen.depth < self.depth, costs::FIRST_POINT_HIGHER)
            + cost_if(is_beside, costs::FIRST_POINT_BESIDE)
    }

    /// Says what it costs that the list at a depth goes on.
    fn goes_on_with_list(&self, seen: &Features<'_>, depth: usize) -> u32 {
        let apart = if seen.label.is_some() { costs::LABELLED_POINT_APART } else { costs::POINT_APART };
        let is_deeper = seen.depth > self.depth && depth + 1 == self.values.len();
        let is_no_higher = seen.depth.is_some() && seen.depth >= self.depth && depth + 1 < self.values.len();
        // Where the file says itself how deep its lists are, this one has ended, or goes on.
        let is_higher = seen.depth.is_some() && seen.depth < self.depth && depth + 1 == self.values.len();
        self.interrupts()
            + cost_if(self.is_apart(seen, depth + 1), apart)
            + cost_if(is_higher && !has_bullet(seen), costs::NEXT_POINT_HIGHER)
            + cost_if(is_no_higher && !has_bullet(seen), costs::NEXT_POINT_NO_HIGHER)
            + cost_if(is_deeper && !has_bullet(seen), costs::NEXT_POINT_DEEPER)
            + cost_if((is_deeper || is_higher || is_no_higher) && has_bullet(seen), costs::NEXT_BULLET_ELSEWHERE)
    }

    /// The paragraph as the closing words of the open clause, or of one of its points.
    pub(super) fn closings(&self, seen: &Features<'_>, further: &mut Vec<Step>) {
        if seen.label.is_some() {
            return;
        }
        for depth in 0..self.values.len().saturating_sub(1) {
            let cost = if self.ended { costs::CLOSING } else { costs::CLOSING_BEHIND_NO_END }
                + cost_if(seen.begins != Beginning::Small, costs::CLOSING_SENTENCE)
                + cost_if(is_short_line(seen), costs::LINE_AS_CLAUSE)
                + steps(self.values.len() - 2 - depth)
                + cost_if(self.is_elsewhere(seen, depth + 1), costs::CLOSING_ELSEWHERE)
                + cost_if(self.heading_waits, costs::JOINED_OVER_HEADING)
                + breaks_in(seen);
            let last = self.values.get(depth + 1).copied().unwrap_or_default();
            let state = Self {
                values: self.values.iter().copied().take(depth + 1).collect(),
                indents: self.indents.iter().copied().take(depth + 1).collect(),
                dressed: self.dressed.iter().copied().take(depth + 1).collect(),
                closed: Some(ClosedList { last, further: 0 }),
                unlabelled: false,
                begun: None,
                ..self.behind(seen)
            };
            further.push(Step { role: Role::Closing { depth }, cost, state });
        }
    }

    /// The paragraph as a point of a second list, behind the closing words of the open clause.
    pub(super) fn second_list(&self, form: &Form<'_>, seen: &Features<'_>) -> Option<Step> {
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
        let state = Self { closed, ..self.behind(seen) };
        Some(Step { role: Role::SecondList { depth: self.values.len() - 1 }, cost, state })
    }

    /// The paragraph as a point below the last level of the house.
    pub(super) fn too_deep(&self, form: &Form<'_>, seen: &Features<'_>) -> Option<Step> {
        let is_deeper = self.depth.is_some() && seen.depth > self.depth && seen.label.is_some();
        let is_below_last = is_deeper && self.values.len() == form.levels.len();
        let cost = costs::BELOW_LAST_LEVEL + breaks_in(seen);
        is_below_last.then(|| Step { role: Role::TooDeep, cost, state: self.behind(seen) })
    }
}

/// Says whether a paragraph has a bullet.
fn has_bullet(seen: &Features<'_>) -> bool {
    seen.label.is_some_and(label::is_bullet)
}
