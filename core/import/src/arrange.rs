//! Which paragraph is which clause: the reading of the whole text that asks for the fewest repairs.
//!
//! Labels, lead words, list depths and end marks may each be damaged, so none of them decides alone. Every paragraph may be
//! several things; all readings are carried on side by side, each with what it costs to believe it, and the cheapest of
//! the whole text wins. So a lost letter, an `I.` for `l.` and a quoted `5.` are seen from what stands around them.

use std::collections::BTreeSet;

use crate::forms::{Form, Level};
use crate::label::{self, Likeness};
use crate::phrase::Pattern;
use crate::sheet::Paragraph;

/// How many readings are carried on.
const CARRIED: usize = 48;

/// What a paragraph is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Role {
    /// A line above the body.
    Head,
    /// What the house prints itself: the opening, a formula, the heading of a part.
    Printed,
    /// A heading between clauses.
    Heading,
    /// A clause or point; its numbers from the outermost on.
    Clause { form: usize, values: Vec<u32>, label: Reading },
    /// Goes on with the paragraph before it.
    Continued,
    /// Closes a clause after its points; how deep the clause is.
    Tail { depth: usize },
    /// A line below the body.
    Foot,
}

/// How the label was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reading {
    /// As it should stand, or none where none should.
    Right,
    /// Nothing was there.
    Lost { expected: String },
    /// Something like it was there.
    Mistaken { read: String, expected: String },
    /// Something else was there.
    Other { read: String, expected: String },
    /// A label where the house prints none.
    Needless { read: String },
}

/// A paragraph with what can be seen of it before its neighbours are known.
pub(crate) struct Sight<'s> {
    pub(crate) paragraph: &'s Paragraph,
    pub(crate) words: String,
    /// The bytes of a label that was typed.
    pub(crate) typed: Option<usize>,
    /// Whether the file calls it a heading, or it stands behind a label of words as a heading does: `Article 2 Definitions`.
    pub(crate) heading: bool,
}

impl Sight<'_> {
    /// Returns the label that is printed, and the words behind it.
    pub(crate) fn parted(&self) -> (Option<&str>, &str) {
        let whole = self.words.as_str();
        match (&self.paragraph.label, self.typed) {
            (Some(label), _) => (Some(label), whole),
            (None, Some(end)) => (whole.get(..end), whole.get(end..).unwrap_or_default().trim_start()),
            (None, None) => (None, whole),
        }
    }
}

/// Looks at paragraphs one by one.
pub(crate) fn look<'s>(paragraphs: &'s [Paragraph], worded: &[String]) -> Vec<Sight<'s>> {
    let sight = |paragraph: &'s Paragraph| {
        let words = paragraph.words();
        let worded = paragraph.label.is_none().then(|| label::worded(&words, worded)).flatten();
        let typed = worded.or_else(|| paragraph.label.is_none().then(|| label::typed(&words)).flatten());
        let heading = paragraph.heading || worded.is_some() && words.ends_with(char::is_alphanumeric);
        Sight { paragraph, words, typed, heading }
    };
    paragraphs.iter().map(sight).collect()
}

/// Finds what every paragraph is.
pub(crate) fn arrange(sights: &[Sight<'_>], forms: &[Form<'_>], printed: &Printed) -> Vec<Role> {
    let mut steps: Vec<Step> = Vec::new();
    let mut states = vec![State::default()];
    for sight in sights {
        let seen = Seen::of(sight, forms, printed);
        let mut next: Vec<State> = Vec::new();
        for state in &states {
            state.readings(&seen, forms, &mut |role, cost, change| {
                let mut state = state.clone();
                state.cost += cost;
                change(&mut state);
                state.pending = Some(role);
                next.push(state);
            });
        }
        next.sort_by_key(|state| state.cost);
        let mut places = BTreeSet::new();
        next.retain(|state| places.len() < CARRIED && places.insert(state.place()));
        for state in &mut next {
            if let Some(role) = state.pending.take() {
                steps.push(Step { before: state.last, role });
                state.last = Some(steps.len() - 1);
            }
        }
        states = next;
    }
    let best = states.into_iter().min_by_key(|state| state.cost + state.unfinished());
    let mut roles = Vec::with_capacity(sights.len());
    let mut at = best.and_then(|state| state.last);
    while let Some(step) = at.and_then(|at| steps.get(at)) {
        roles.push(step.role.clone());
        at = step.before;
    }
    roles.reverse();
    roles
}

/// What the house prints around the parts of a text.
#[derive(Debug, Default)]
pub(crate) struct Printed {
    /// What stands before the first clause.
    pub(crate) openings: Vec<Pattern>,
    /// Openings without fixed words: any line could be one.
    pub(crate) vague_openings: Vec<Pattern>,
    /// The lines above the text.
    pub(crate) heads: Vec<Pattern>,
    /// Lines below the text without fixed words.
    pub(crate) vague_closings: Vec<Pattern>,
    /// The lines below the text.
    pub(crate) closings: Vec<Pattern>,
}

/// A paragraph in one reading, and the one before it.
struct Step {
    before: Option<usize>,
    role: Role,
}

/// Where a reading has come to.
#[derive(Debug, Clone, Default)]
struct State {
    cost: u32,
    /// The part that is open.
    form: Option<usize>,
    /// The numbers of the open clause and of its points.
    values: Vec<u32>,
    /// The depth in lists of the last clause.
    depth: Option<usize>,
    /// How far from the edge the open clause and its points stand.
    indents: Vec<Option<u32>>,
    /// Whether the open clause has a heading and no words yet.
    headed: bool,
    /// Whether the open clause has its closing words: no points follow.
    closed: bool,
    /// The last number of a numbering that runs through all parts.
    running: u32,
    /// The part whose formula or heading has been printed.
    announced: Option<usize>,
    /// Whether points must follow.
    open_colon: bool,
    /// Whether the last paragraph ended as a clause does.
    ended: bool,
    below: bool,
    last: Option<usize>,
    pending: Option<Role>,
}

/// What a paragraph shows, whatever stands before it.
struct Seen<'s> {
    label: Option<&'s str>,
    /// Whether the label was set by a program.
    automatic: bool,
    depth: Option<usize>,
    heading: bool,
    colon: bool,
    ended: bool,
    small: bool,
    capital: bool,
    short: bool,
    opening: bool,
    vague_opening: bool,
    head: bool,
    closing: bool,
    vague_closing: bool,
    indent: Option<u32>,
    /// For each form: whether the paragraph is its heading or formula, and whether it begins with its lead words.
    printed: Vec<bool>,
    leads: Vec<bool>,
}

impl<'s> Seen<'s> {
    fn of(sight: &'s Sight<'_>, forms: &[Form<'_>], printed: &Printed) -> Self {
        let (label, words) = sight.parted();
        let is = |pattern: &Option<Pattern>| pattern.as_ref().is_some_and(|pattern| pattern.is(&sight.words));
        let leads = |form: &Form<'_>| form.lead.is_some_and(|lead| !lead.at_start(words, words.len()).is_empty());
        let end = words.trim_end().chars().next_back();
        Self {
            label,
            automatic: sight.paragraph.label.is_some(),
            depth: sight.paragraph.depth,
            heading: sight.heading,
            colon: end.is_some_and(|end| end == ':' || end == '：'),
            ended: end.is_none_or(|end| !end.is_alphanumeric()),
            capital: words.chars().next().is_some_and(char::is_uppercase),
            short: words.chars().count() < 90,
            small: words.chars().next().is_some_and(char::is_lowercase),
            opening: printed.openings.iter().any(|pattern| pattern.is(&sight.words)),
            vague_opening: label.is_none() && printed.vague_openings.iter().any(|pattern| pattern.is(&sight.words)),
            head: printed.heads.iter().any(|pattern| pattern.is(&sight.words)),
            closing: printed.closings.iter().any(|pattern| pattern.is(&sight.words)),
            vague_closing: label.is_none() && printed.vague_closings.iter().any(|pattern| pattern.is(&sight.words)),
            indent: sight.paragraph.indent,
            printed: forms.iter().map(|form| is(&form.heading) || is(&form.formula)).collect(),
            leads: forms.iter().map(leads).collect(),
        }
    }

    fn leads(&self, form: usize) -> bool {
        self.leads.get(form).copied().unwrap_or(false)
    }

    fn leads_at_all(&self) -> bool {
        self.leads.iter().any(|leads| *leads)
    }
}

type Place = (Option<usize>, Vec<u32>, u32, Option<usize>, Option<usize>, [bool; 5]);

type Change<'c> = Box<dyn FnOnce(&mut State) + 'c>;

impl State {
    /// Where it stands: of two readings that stand alike the cheaper one is carried on.
    fn place(&self) -> Place {
        let signs = [self.open_colon, self.ended, self.below, self.headed, self.closed];
        (self.form, self.values.clone(), self.running, self.announced, self.depth, signs)
    }

    /// Says what it costs to end here.
    fn unfinished(&self) -> u32 {
        if self.form.is_none() { 40 } else { 0 }
    }

    /// Lists what the next paragraph may be.
    fn readings(&self, seen: &Seen<'_>, forms: &[Form<'_>], found: &mut dyn FnMut(Role, u32, Change<'_>)) {
        let is_printed = seen.opening || seen.printed.iter().any(|printed| *printed);
        let bodily = u32::from(seen.label.is_some()) * 6 + u32::from(seen.leads_at_all()) * 6;
        if self.form.is_none() && self.announced.is_none() {
            let cost = if seen.head { 0 } else { 1 + bodily + u32::from(is_printed) * 20 };
            found(Role::Head, cost, Box::new(|_| ()));
        }
        if seen.vague_opening && !seen.leads_at_all() && self.form.is_none() && self.announced.is_none() {
            found(Role::Printed, 0, Box::new(|state| state.announced = Some(0)));
        }
        if seen.opening && self.form.is_none() {
            found(Role::Printed, 0, Box::new(|state| state.announced = Some(0)));
        }
        for (index, _) in seen.printed.iter().enumerate().filter(|(_, printed)| **printed) {
            if self.form.is_none_or(|open| forms[open].order < forms[index].order) {
                let announce = move |state: &mut Self| (state.announced, state.below) = (Some(index), false);
                found(Role::Printed, 0, Box::new(announce));
            }
        }
        if self.below {
            let cost = if seen.closing { 0 } else { 1 + bodily + u32::from(is_printed) * 12 };
            found(Role::Foot, cost, Box::new(|_| ()));
        }
        for (index, form) in forms.iter().enumerate() {
            self.clause(index, form, seen, forms, found);
        }
        if (seen.heading || !seen.ended)
            && seen.label.is_none()
            && !self.below
            && (self.announced.is_some() || self.form.is_some())
        {
            let stands_out = seen.capital && seen.short && self.apart(seen, self.values.len()) > 0;
            let likely = if seen.heading {
                1
            } else if stands_out || self.announced.is_some() && seen.short {
                4
            } else {
                9
            };
            let cost = likely + u32::from(seen.leads_at_all()) * 6 + u32::from(self.headed) * 9;
            found(Role::Heading, cost, Box::new(|state| state.ended = true));
        }
        let Some(open) = self.form.filter(|_| !self.below) else { return };
        self.points(open, &forms[open], seen, found);
        if self.ended {
            let cost =
                7 + bodily + if seen.depth.is_some() { 4 } else { 0 } + u32::from(!seen.ended && !seen.heading) * 2;
            let from = if seen.ended { cost + 4 } else { cost };
            let cost = if seen.closing { 0 } else { from };
            let cost = if seen.vague_closing { cost.min(4 + bodily) } else { cost };
            found(Role::Foot, cost, Box::new(|state| state.below = true));
        }
        let strange = if seen.label.is_some() { 7 } else { 3 };
        let strange =
            if self.headed && seen.label.is_none() { 0 } else { strange + self.apart(seen, self.values.len()) };
        let parted = if self.ended { 4 } else { 0 } + u32::from(!seen.small) + if seen.automatic { 9 } else { 0 };
        let led = u32::from(seen.leads_at_all()) * 4 + u32::from(seen.heading) * 6;
        let (colon, ended) = (seen.colon, seen.ended);
        let go_on: fn(bool, bool) -> Change<'static> = |colon, ended| {
            Box::new(move |state| {
                state.open_colon = colon;
                state.ended = ended;
                state.headed = false;
            })
        };
        found(Role::Continued, strange + parted + led, go_on(colon, ended));
        for depth in (0..self.values.len().saturating_sub(1)).filter(|_| seen.label.is_none()) {
            let outer = u32::try_from(self.values.len() - 2 - depth).unwrap_or(0);
            let parted = if self.ended { 5 } else { 9 } + u32::from(!seen.small) * 2;
            let cost = parted + outer + self.apart(seen, depth + 1) * 3 + led;
            found(
                Role::Tail { depth },
                cost,
                Box::new(move |state| {
                    state.closed = true;
                    state.values.truncate(depth + 1);
                    state.indents.truncate(depth + 1);
                    state.open_colon = colon;
                    state.ended = ended;
                }),
            );
        }
    }

    /// The paragraph as a clause of a part.
    fn clause(
        &self,
        index: usize,
        form: &Form<'_>,
        seen: &Seen<'_>,
        forms: &[Form<'_>],
        found: &mut dyn FnMut(Role, u32, Change<'_>),
    ) {
        let Some(level) = form.levels.first() else { return };
        let stays = self.form == Some(index);
        // Below the lines that end a text no clause of the same part follows.
        if stays && self.below {
            return;
        }
        let mut cost = 0;
        if !stays {
            let is_line = self.form.is_none() && seen.label.is_none() && (seen.head || !seen.ended && !level.is_headed);
            cost += u32::from(is_line && !seen.leads(index)) * 6;
            let from = self.form.map(|open| forms[open].order);
            if from.is_some_and(|from| form.order <= from) {
                return;
            }
            cost += if form.is_usual {
                0
            } else if self.announced == Some(index) {
                2
            } else {
                5
            };
            if form.heading.is_some() || form.formula.is_some() {
                cost += if self.announced == Some(index) { 0 } else { 7 };
            }
            // A part that is left out altogether.
            let first = from.map_or(0, |from| from + 1);
            cost += u32::try_from(form.order.saturating_sub(first)).unwrap_or(0) * 3;
        }
        cost += u32::from(self.announced.is_some_and(|known| known > 0 && known != index)) * 7;
        let value = match (stays, level.runs_through()) {
            (true, false) => self.values.first().copied().unwrap_or(0) + 1,
            (_, true) => self.running + 1,
            (false, false) => level.scheme.start,
        };
        let (value, label, label_cost) = count(level, &[], value, seen);
        // A heading beside nothing but its label is not lost as a letter is.
        cost += u32::from(level.is_headed && matches!(label, Reading::Lost { .. })) * 5;
        cost += label_cost + self.interrupts();
        if form.lead.is_some() && !seen.leads(index) {
            cost += if seen.leads_at_all() { 8 } else { 5 };
        } else if form.lead.is_none() && seen.leads_at_all() {
            cost += 2;
        }
        if self.values.len() > 1 && seen.depth > self.depth {
            cost += 2;
        }
        let headed = level.is_headed && seen.heading;
        cost += u32::from(seen.heading != level.is_headed) * 3;
        let indent = seen.indent;
        let runs = level.runs_through();
        let (depth, colon, ended) = (seen.depth, seen.colon, seen.ended);
        let role = Role::Clause { form: index, values: vec![value], label };
        found(
            role,
            cost,
            Box::new(move |state| {
                state.form = Some(index);
                state.values = vec![value];
                state.indents = vec![indent];
                state.below = false;
                state.headed = headed;
                state.closed = false;
                state.depth = depth;
                state.announced = None;
                state.open_colon = colon;
                state.ended = ended;
                if runs {
                    state.running = value;
                }
            }),
        );
    }

    /// The paragraph as a point below the open clause.
    fn points(&self, index: usize, form: &Form<'_>, seen: &Seen<'_>, found: &mut dyn FnMut(Role, u32, Change<'_>)) {
        for (depth, level) in form.levels.iter().enumerate().skip(1).take(self.values.len()) {
            let opens = depth == self.values.len();
            if opens && self.closed {
                continue;
            }
            let mut values: Vec<u32> = self.values.iter().copied().take(depth).collect();
            let value = if opens { level.scheme.start } else { self.values.get(depth).copied().unwrap_or(0) + 1 };
            let (value, label, mut cost) = count(level, &values, value, seen);
            values.push(value);
            let deeper = seen.depth > self.depth || self.indents.last().is_some_and(|indent| seen.indent > *indent);
            if opens {
                let fits = deeper && seen.label.is_some() && cost == 0;
                cost += if self.open_colon || self.headed {
                    0
                } else if fits {
                    3
                } else {
                    8
                };
            } else {
                cost += self.interrupts();
            }
            cost += u32::from(seen.leads(index) && !seen.small) * 5 + u32::from(seen.heading) * 6;
            if seen.label.is_none() && seen.depth.is_none() {
                cost += 3;
            }
            if !opens {
                cost += self.apart(seen, depth + 1) * if seen.label.is_some() { 1 } else { 4 };
            }
            let deeper = seen.depth > self.depth;
            cost += u32::from(opens && seen.depth < self.depth) * 2
                + u32::from(!opens && deeper && depth + 1 == self.values.len());
            let indent = seen.indent;
            let (list_depth, colon, ended) = (seen.depth, seen.colon, seen.ended);
            let role = Role::Clause { form: index, values: values.clone(), label };
            found(
                role,
                cost,
                Box::new(move |state| {
                    state.values = values;
                    state.indents.truncate(depth);
                    state.indents.push(indent);
                    state.headed = false;
                    state.closed = false;
                    state.depth = list_depth;
                    state.open_colon = colon;
                    state.ended = ended;
                }),
            );
        }
    }

    /// Says whether a paragraph stands elsewhere than the open clause of this depth, counted from 1.
    fn apart(&self, seen: &Seen<'_>, depth: usize) -> u32 {
        let there = depth.checked_sub(1).and_then(|at| self.indents.get(at).copied().flatten());
        u32::from(seen.indent.zip(there).is_some_and(|(one, other)| one != other))
    }

    /// What it costs that no point follows where points must, or that the last paragraph did not end.
    fn interrupts(&self) -> u32 {
        u32::from(self.open_colon) * 3 + u32::from(self.form.is_some() && !self.ended) * 4
    }
}

/// Reads the number of a clause below others, given the one that it should have: where entries are missing or stand twice
/// counting goes on from the label that is printed.
fn count(level: &Level<'_>, above: &[u32], value: u32, seen: &Seen<'_>) -> (u32, Reading, u32) {
    let label = |value: u32| level.label(&[above, &[value]].concat());
    let (reading, cost) = read_label(seen, label(value), level.scheme.only_if_several && value == level.scheme.start);
    let Reading::Other { read, .. } = &reading else { return (value, reading, cost) };
    let fits = |value: &u32| {
        label(*value).is_some_and(|label| label::compare(read, &label).is_some_and(|it| it < Likeness::Mistaken))
    };
    let jump = (1..=FURTHEST).find(|jump| fits(&(value + jump)));
    match jump {
        Some(jump) => (value + jump, reading, 7 + jump),
        None if value > level.scheme.start && fits(&(value - 1)) => (value - 1, reading, 9),
        None => (value, reading, cost),
    }
}

/// How many entries of a list may be missing in a row.
const FURTHEST: u32 = 4;

/// Compares the label that a paragraph has with the one that it should have.
fn read_label(seen: &Seen<'_>, expected: Option<String>, may_lack: bool) -> (Reading, u32) {
    let is_bullet = |label: &str| !label.chars().any(char::is_alphanumeric);
    if let (Some(read), Some(expected)) = (seen.label, &expected)
        && is_bullet(read)
        && is_bullet(expected)
    {
        return (Reading::Right, if read.trim() == expected.trim() { 0 } else { 3 });
    }
    match (seen.label.filter(|label| !is_bullet(label)), expected) {
        (None, None) => (Reading::Right, if seen.label.is_some() { 4 } else { 0 }),
        (None, Some(expected)) if is_bullet(&expected) => {
            (Reading::Right, if seen.label.is_some() || seen.depth.is_some() { 0 } else { 3 })
        }
        (None, Some(_)) if may_lack => (Reading::Right, 2),
        (None, Some(expected)) => (Reading::Lost { expected }, if seen.depth.is_some() { 3 } else { 5 }),
        (Some(read), None) => (Reading::Needless { read: read.to_owned() }, 8),
        (Some(read), Some(expected)) => match label::compare(read, &expected) {
            Some(Likeness::Same) => (Reading::Right, 0),
            Some(Likeness::Dressed) => (Reading::Right, 3),
            Some(Likeness::Mistaken) => (Reading::Mistaken { read: read.to_owned(), expected }, 2),
            None => (Reading::Other { read: read.to_owned(), expected }, 12),
        },
    }
}
