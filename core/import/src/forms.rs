//! What a text of a house may be made of, in one language: its parts in all their variants, with what is printed around them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use engross_compile::house::{PartData, TermsData};
use engross_compile::{House, LeadPhrases, Numerals, Run, Sample, Scheme};

use engross_model::LabelPlace;

use crate::label::Worded;
use crate::phrase::Pattern;

/// A part in one of its variants.
#[derive(Debug)]
pub(crate) struct Form<'h> {
    /// Where the part stands among the house's.
    pub(crate) order: usize,
    /// The part as its variant and the language have it.
    pub(crate) part: PartData,
    /// The variant; `None` for the part as it is.
    pub(crate) variant: Option<String>,
    /// Whether the house, or a kind of it, has this variant without being asked.
    pub(crate) is_usual: bool,
    /// The numberings of its levels, outermost first.
    pub(crate) levels: Vec<Level<'h>>,
    /// The lead words that its clauses begin with.
    pub(crate) lead: Option<LeadPhrases<'h>>,
    /// What is printed above it.
    pub(crate) heading: Option<Pattern>,
    /// What is printed before its first clause.
    pub(crate) formula: Option<Pattern>,
}

impl Form<'_> {
    /// Returns what the house calls a clause with these numbers, outermost first.
    pub(crate) fn called(&self, values: &[u32]) -> Option<String> {
        let names: Vec<&str> = self.levels.iter().take(values.len()).map(|level| level.name).collect();
        self.levels.first()?.sample.called(&names, values)
    }

    /// Says whether words begin with lead words of its clauses.
    pub(crate) fn leads(&self, words: &str) -> bool {
        self.lead.is_some_and(|lead| !lead.at_start(words, words.len()).is_empty())
    }

    /// Says whether it stands behind another part, below a heading, and its clauses begin with any words, as those of annexes.
    pub(crate) fn is_annexed(&self) -> bool {
        let is_headed = self.levels.first().is_some_and(|level| level.is_headed);
        self.order > 0 && self.heading.is_some() && self.lead.is_none() && !is_headed
    }

    /// Says whether nothing is printed above it or before its first clause.
    pub(crate) fn is_bare(&self) -> bool {
        self.heading.is_none() && self.formula.is_none()
    }
}

/// A level of clauses.
#[derive(Debug)]
pub(crate) struct Level<'h> {
    pub(crate) name: &'h str,
    pub(crate) scheme: &'h Scheme,
    /// Whether its label stands on a line of its own, with a heading below it.
    pub(crate) is_headed: bool,
    /// Whether it or another level of its part counts in figures, or one of a part that texts have unasked.
    pub(crate) is_beside_figures: bool,
    /// The label of a clause that is alone, where it has one of its own: `Sole Article`.
    pub(crate) sole: Option<String>,
    sample: Sample<'h>,
    /// The labels that were asked for, by the numbers that they show: many readings ask for the same ones.
    known: RefCell<HashMap<Vec<u32>, Option<Rc<str>>>>,
}

impl Level<'_> {
    /// Returns the label of a number, given those of the levels above, outermost first.
    pub(crate) fn label(&self, above: &[u32], value: u32) -> Option<Rc<str>> {
        let path = if self.scheme.path { [above, &[value]].concat() } else { Vec::new() };
        let shown = if self.scheme.path { path.as_slice() } else { std::slice::from_ref(&value) };
        if let Some(known) = self.known.borrow().get(shown) {
            return known.clone();
        }
        let label: Option<Rc<str>> = self.written(shown).map(Into::into);
        self.known.borrow_mut().insert(shown.to_vec(), label.clone());
        label
    }

    fn written(&self, values: &[u32]) -> Option<String> {
        let value = *values.last()?;
        if !self.scheme.path {
            return self.sample.label(self.name, value);
        }
        let numerals = self.sample.numerals(self.name)?;
        let path: Option<Vec<String>> = values.iter().map(|value| numerals.write(*value)).collect();
        Some(format!("{}{}{}", self.scheme.prefix, path?.join("."), self.scheme.suffix))
    }

    /// Says whether counting goes on from one part to the next.
    pub(crate) fn runs_through(&self) -> bool {
        self.scheme.run == Run::Document
    }
}

/// Takes as usual only what is so for a kind of text, or is called as the form of its title block is; says whether that
/// changes anything.
pub(crate) fn keep_to(forms: &mut [Form<'_>], house: &House, kind: &str, title: Option<&str>) -> bool {
    let data = house.data();
    let Some(kind) = data.kinds.get(kind) else { return false };
    let mut changed = false;
    for form in forms {
        let of_title = title.is_some_and(|title| form.variant.as_deref() == Some(title));
        let is_usual = of_title || data.variant_of(kind, &form.part.name) == form.variant.as_deref();
        changed |= is_usual != form.is_usual;
        form.is_usual = is_usual;
    }
    changed
}

/// Returns the labels that are words, or begin with words.
pub(crate) fn worded_labels(forms: &[Form<'_>]) -> Worded {
    let mut worded = Worded::default();
    for level in forms.iter().flat_map(|form| &form.levels) {
        let beginning =
            level.label(&[], 2).and_then(|label| Some(label[..label.rfind(char::is_whitespace)?].to_owned()));
        let Some(beginning) = beginning.filter(|words| words.chars().any(char::is_alphabetic)) else { continue };
        // In some languages the first is no number: `Article premier`.
        let first = level.label(&[], 1).filter(|label| !label.contains(char::is_numeric));
        worded.whole.extend(first.map(|label| label.to_string()));
        worded.whole.extend(level.sole.clone());
        worded.beginnings.push(beginning);
    }
    for labels in [&mut worded.beginnings, &mut worded.whole] {
        labels.sort_unstable();
        labels.dedup();
    }
    worded
}

/// Lists the forms of all parts: each as it is, and in all its variants.
pub(crate) fn forms<'h>(house: &'h House, terms: &'h TermsData) -> Vec<Form<'h>> {
    let data = house.data();
    let mut forms = Vec::new();
    for (order, part) in data.parts.iter().enumerate() {
        let of_kinds = data.kinds.values().filter_map(|kind| data.variant_of(kind, &part.name));
        let usual: Vec<&str> = of_kinds.collect();
        if usual.len() < data.kinds.len() {
            forms.push(Form { is_usual: true, ..form(house, terms, order, part, None) });
        }
        for name in part.variants.keys() {
            forms
                .push(Form { is_usual: usual.contains(&name.as_str()), ..form(house, terms, order, part, Some(name)) });
        }
    }
    let counts_in_figures = |form: &Form<'_>| form.levels.iter().any(|level| level.is_beside_figures);
    if forms.iter().filter(|form| form.is_usual).any(counts_in_figures) {
        forms.iter_mut().flat_map(|form| &mut form.levels).for_each(|level| level.is_beside_figures = true);
    }
    forms
}

fn form<'h>(house: &'h House, terms: &'h TermsData, order: usize, part: &PartData, name: Option<&String>) -> Form<'h> {
    let data = house.data();
    let part = terms.part_in(part, name.map(String::as_str));
    let sample = Sample::new(&data.numbering, terms);
    let is_beside_figures = part.numbering.iter().any(|name| sample.numerals(name) == Some(Numerals::Decimal));
    let levels = part.numbering.iter().filter_map(|name| {
        let (name, scheme) = data.numbering.get_key_value(name)?;
        let is_headed = house.look().levels.get(name).is_some_and(|level| level.label == LabelPlace::Line);
        Some(Level {
            name,
            scheme,
            is_headed,
            is_beside_figures,
            sole: sample.sole(name),
            sample,
            known: RefCell::default(),
        })
    });
    let pattern = |term: &Option<String>| term.as_ref().and_then(|term| Pattern::of_term(house, terms, term));
    Form {
        order,
        variant: name.cloned(),
        is_usual: false,
        levels: levels.collect(),
        lead: part.lead_words.as_ref().map(|list| LeadPhrases::of(terms, list)),
        heading: pattern(&part.heading),
        formula: pattern(&part.formula),
        part,
    }
}
