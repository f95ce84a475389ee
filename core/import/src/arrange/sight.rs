//! What a paragraph looks like, whatever stands around it.

use std::ops::Range;

use super::quotation;
use crate::forms::Form;
use crate::label::{self, Worded};
use crate::marks;
use crate::phrase::Pattern;
use crate::read::breaks;
use crate::sheet::{Paragraph, words_beside_marks};

/// A paragraph, and where its label ends.
pub(crate) struct Sight<'s> {
    pub(crate) paragraph: &'s Paragraph,
    /// Its words, with blanks for the marks of notes.
    pub(crate) words: String,
    /// The bytes of a label that was typed.
    pub(crate) typed: Option<usize>,
    /// Where its label is shown, or its first word if it has none.
    pub(crate) label_place: Range<usize>,
    /// Whether the file calls it a heading, or it stands behind a label of words as a heading does: `Article 2 Definitions`.
    pub(crate) heading: bool,
    /// Whether it stands in a quotation that a paragraph before it began.
    pub(crate) quoted: bool,
    /// Whether it begins what the file calls a quotation, to which the words before it lead.
    pub(crate) quotes: bool,
}

/// Looks at paragraphs one by one, given what is shown of their file.
pub(crate) fn look<'s>(
    paragraphs: &'s [Paragraph],
    shown: &str,
    worded: &Worded,
    forms: &[Form<'_>],
    printed: &Printed,
) -> Vec<Sight<'s>> {
    let sight = |paragraph: &'s Paragraph| {
        let words = words_beside_marks(&paragraph.runs);
        let worded = paragraph.label.is_none().then(|| label::worded(&words, worded)).flatten();
        let typed = worded.or_else(|| paragraph.label.is_none().then(|| label::typed(&words)).flatten());
        let heading = paragraph.heading
            || worded.is_some() && breaks::last_sign_of(&paragraph.runs).is_some_and(char::is_alphanumeric);
        let label_place = label_place(paragraph, &words, typed, shown);
        Sight { paragraph, words, typed, label_place, heading, quoted: false, quotes: false }
    };
    let mut sights: Vec<Sight<'_>> = paragraphs.iter().map(sight).collect();
    let words: Vec<&str> = sights.iter().map(|sight| sight.words.as_str()).collect();
    for at in quotation::further_paragraphs(&words) {
        sights[at].quoted = true;
    }
    look_at_quotations(&mut sights, forms, printed);
    sights
}

/// Finds what the file calls quotations, behind words of the text that lead to them. What has labels, or ends line by line as
/// the points of a list do, was only set further in so, unless it has the opening of a text.
fn look_at_quotations(sights: &mut [Sight<'_>], forms: &[Form<'_>], printed: &Printed) {
    let is_clause = |sight: &Sight<'_>| sight.parted().0.is_some() || forms.iter().any(|form| form.leads(&sight.words));
    let opens = |sight: &Sight<'_>| printed.openings.iter().any(|opening| opening.is(&sight.words));
    // A mail may quote the whole text.
    let Some(first) = sights.iter().position(is_clause) else { return };
    let mut at = first + 1;
    while at < sights.len() {
        let quotation = || sights[at..].iter().take_while(|sight| sight.paragraph.quotation);
        let length = quotation().count();
        let is_led_to = breaks::last_sign_of(&sights[at - 1].paragraph.runs).is_some_and(breaks::promises_points);
        let was_set_in = is_list(&sights[at..at + length]) || quotation().any(|sight| sight.parted().0.is_some());
        if length > 0 && is_led_to && (!was_set_in || quotation().any(opens)) {
            sights[at].quotes = true;
            sights[at + 1..at + length].iter_mut().for_each(|sight| sight.quoted = true);
        }
        at += length.max(1);
    }
}

/// Says whether paragraphs end as the points of a list do. Of two the first may end with a comma as words do.
fn is_list(quotation: &[Sight<'_>]) -> bool {
    let end = |sight: &Sight<'_>| breaks::last_sign_of(&sight.paragraph.runs);
    match quotation {
        [] | [_] => false,
        [first, _] => end(first) == Some(';'),
        [others @ .., _] => others.iter().all(|sight| end(sight).is_some_and(breaks::continues)),
    }
}

/// Returns where the label of a paragraph is shown, or its first word.
fn label_place(paragraph: &Paragraph, words: &str, typed: Option<usize>, shown: &str) -> Range<usize> {
    let place = &paragraph.place;
    let before = shown.get(..place.start).unwrap_or_default().trim_end_matches('\t');
    let counted = paragraph.label.as_deref().map(str::trim).filter(|label| !label.is_empty());
    if let Some(label) = counted.filter(|label| before.ends_with(label)) {
        return before.len() - label.len()..before.len();
    }
    let length = typed.or_else(|| words.find(' ')).unwrap_or(words.len());
    place.start..(place.start + length).min(place.end)
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

/// What the house prints around the parts of a text.
#[derive(Debug, Default)]
pub(crate) struct Printed {
    /// What stands before the first clause.
    pub(crate) openings: Vec<Pattern>,
    /// Openings without fixed words: any line could be one.
    pub(crate) vague_openings: Vec<Pattern>,
    /// The lines above the text.
    pub(crate) heads: Vec<Pattern>,
    /// Two of these in one line, of which the first has fixed words alone and the second none: `presented by` and a name.
    pub(crate) joined_heads: Vec<Pattern>,
    /// Lines below the text without fixed words.
    pub(crate) vague_closings: Vec<Pattern>,
    /// The lines below the text.
    pub(crate) closings: Vec<Pattern>,
}

/// Returns how many paragraphs stand above the opening of the text, or its first lead words.
pub(crate) fn above_text(paragraphs: &[Paragraph], forms: &[Form<'_>], printed: &Printed) -> usize {
    let begins_text = |paragraph: &Paragraph| {
        let words = paragraph.words();
        printed.openings.iter().any(|opening| opening.is(&words)) || forms.iter().any(|form| form.leads(&words))
    };
    paragraphs.iter().position(begins_text).unwrap_or(paragraphs.len())
}

/// What a paragraph shows of what it may be.
pub(crate) struct Features<'s> {
    pub(super) label: Option<&'s str>,
    /// Whether the label stands apart from the words, as those do that a program counts.
    pub(super) automatic: bool,
    /// How deep in lists it stands.
    pub(super) depth: Option<usize>,
    pub(super) indent: Option<u32>,
    /// Whether it is called a heading, and does not end as clauses do.
    pub(super) heading: bool,
    /// Whether points follow: it ends with a colon, or is nothing but lead words.
    pub(super) promises: bool,
    /// Whether it ends with a mark, and not in the middle of a sentence.
    pub(super) ended: bool,
    /// Whether it ends with a semicolon, or a sentence.
    pub(super) done: bool,
    /// Whether it ends with a mark after which something follows.
    pub(super) continues: bool,
    pub(super) begins: Beginning,
    /// Whether it stands in a quotation that a paragraph before it began; and whether it begins one.
    pub(super) quoted: bool,
    pub(super) quotes: bool,
    /// Whether it is short enough for a heading.
    pub(super) short: bool,
    /// Whether all of it is emphasised.
    pub(super) emphasised: bool,
    /// Whether its first words are, and others are not.
    pub(super) begins_emphasised: bool,
    /// Whether it is the numeral of a chapter, alone or beside a word: `I`, `II. Measures`, `CHAPTER II`.
    pub(super) chapter: bool,
    /// Whether it is figures, alone or beside capital letters, as the number of a print is: `25-03499 (E)`.
    pub(super) code: bool,
    /// Whether it is a few words in a cell of a table, and no clause by itself.
    pub(super) cell: bool,
    /// Whether it is what the house prints before the first clause; and whether it could be.
    pub(super) opening: bool,
    pub(super) vague_opening: bool,
    /// Whether it is a line that the house prints above the text.
    pub(super) head: bool,
    /// Whether it is one that the house prints below the text; and whether it could be.
    pub(super) closing: bool,
    pub(super) vague_closing: bool,
    /// For each form: whether the paragraph is its heading or formula, and whether it begins with its lead words.
    pub(super) announces: Vec<bool>,
    /// For each form: whether the paragraph is its heading with a numeral, one of several: `Annex II`.
    pub(super) numbers: Vec<bool>,
    leads: Vec<bool>,
}

/// Says whether all words of a paragraph stand out.
fn is_emphasised(paragraph: &Paragraph) -> bool {
    let mut words = paragraph.runs.iter().filter(|run| run.note.is_none() && !run.words.trim().is_empty()).peekable();
    words.peek().is_some() && words.all(|run| run.look.is_emphasised())
}

/// Says whether the first words of a paragraph stand out.
fn begins_emphasised(paragraph: &Paragraph) -> bool {
    let first = paragraph.runs.iter().find(|run| run.note.is_none() && !run.words.trim().is_empty());
    first.is_some_and(|first| first.look.is_emphasised())
}

/// Says whether a line is the numeral of a chapter in capital letters, alone or before a name, or a word and such a numeral or
/// figures: `CHAPTER II`, `Section 1`.
fn is_chapter(label: Option<&str>, words: &str) -> bool {
    match label {
        Some(label) => is_capital_numeral(label::core(label)) && words.starts_with(char::is_uppercase),
        None => {
            let named = words
                .trim()
                .split_once(' ')
                .filter(|(word, _)| word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic));
            is_capital_numeral(words) || named.is_some_and(|(_, numeral)| numbers_a_chapter(numeral))
        }
    }
}

/// Says whether a word is a capital letter or a roman number in such letters.
fn is_capital_numeral(word: &str) -> bool {
    let is_letter = word.len() == 1 && word.starts_with(|letter: char| letter.is_ascii_uppercase());
    is_letter || !word.is_empty() && word.chars().all(|letter| matches!(letter, 'I' | 'V' | 'X'))
}

/// Says whether a line is figures, alone or beside capital letters.
pub(crate) fn is_code(words: &str) -> bool {
    words.contains(char::is_numeric) && words.chars().all(|sign| !sign.is_alphabetic() || sign.is_uppercase())
}

fn numbers_a_chapter(word: &str) -> bool {
    is_capital_numeral(word) || marks::is_figures(word)
}

/// How words begin; not all scripts have small letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Beginning {
    Small,
    Capital,
    Otherwise,
}

impl Beginning {
    fn of(words: &str) -> Self {
        match words.chars().next() {
            Some(first) if first.is_lowercase() => Self::Small,
            Some(first) if first.is_uppercase() => Self::Capital,
            _ => Self::Otherwise,
        }
    }
}

/// Says whether words end with a dash, as those of some legislatures do that lead into points.
fn ends_with_dash(words: &str) -> bool {
    words.trim_end().ends_with("--") || words.trim_end().ends_with('—')
}

/// No heading is longer, in letters.
const SHORT: usize = 90;

impl<'s> Features<'s> {
    pub(crate) fn of(sight: &'s Sight<'_>, forms: &[Form<'_>], printed: &Printed) -> Self {
        let (label, words) = sight.parted();
        // What another text prints, of which this one quotes a block, is no line of this one.
        let is_of_another = sight.paragraph.quotation && (sight.quotes || sight.quoted);
        let prints = |pattern: &Pattern| !is_of_another && pattern.is(&sight.words);
        let any = |patterns: &[Pattern]| patterns.iter().any(prints);
        let is = |pattern: &Option<Pattern>| pattern.as_ref().is_some_and(prints);
        let numbered = sight.words.trim().rsplit_once(' ').filter(|(_, numeral)| numbers_a_chapter(numeral));
        let numbers =
            |form: &Form<'_>| form.heading.as_ref().zip(numbered).is_some_and(|(heading, (name, _))| heading.is(name));
        let leads = |form: &Form<'_>| form.leads(words);
        let emphasised = is_emphasised(sight.paragraph);
        let is_lead = |form: &Form<'_>| form.lead.is_some_and(|lead| lead.are(words.trim_end()));
        let end = breaks::last_sign_of(&sight.paragraph.runs);
        let continues = end.is_some_and(breaks::continues);
        let promises = end.is_some_and(breaks::promises_points) || ends_with_dash(words) || forms.iter().any(is_lead);
        let begins = Beginning::of(words);
        // What ends as clauses do and begins as they do is one, whatever its style is called.
        let is_begun = || forms.iter().any(leads) || label.is_some() && begins == Beginning::Small;
        let is_clause = continues && !promises || end.is_some_and(breaks::ends_with) && is_begun();
        let is_sentence = end.is_some_and(breaks::ends_sentence) && breaks::is_more_than_a_name(words);
        Self {
            label,
            automatic: sight.paragraph.label.is_some(),
            depth: sight.paragraph.depth,
            indent: sight.paragraph.indent,
            heading: sight.heading && !is_clause,
            promises,
            ended: end.is_none_or(breaks::ends_with),
            done: end.is_some_and(|end| breaks::parts_clauses(end) || breaks::ends_sentence(end)),
            continues,
            begins,
            quoted: sight.quoted,
            quotes: sight.quotes
                || quotation::opened(&sight.words).is_some()
                || quotation::begins_with_label(&sight.words),
            short: words.chars().count() < SHORT,
            emphasised,
            begins_emphasised: !emphasised && begins_emphasised(sight.paragraph),
            chapter: is_chapter(label, words),
            code: label.is_none() && is_code(words),
            cell: sight.paragraph.cell && label.is_none() && words.chars().count() < SHORT && !forms.iter().any(leads),
            opening: any(&printed.openings),
            vague_opening: label.is_none() && any(&printed.vague_openings),
            head: any(&printed.heads),
            closing: any(&printed.closings)
                || printed.vague_closings.iter().any(|closing| closing.is_usual(&sight.words)),
            vague_closing: label.is_none() && !continues && !is_sentence && any(&printed.vague_closings),
            announces: forms.iter().map(|form| is(&form.heading) || is(&form.formula)).collect(),
            numbers: forms.iter().map(numbers).collect(),
            leads: forms.iter().map(leads).collect(),
        }
    }

    /// Says whether it begins with the lead words of a form.
    pub(super) fn leads(&self, form: usize) -> bool {
        self.leads.get(form).copied().unwrap_or(false)
    }

    /// Says whether it begins with lead words at all.
    pub(super) fn leads_at_all(&self) -> bool {
        self.leads.iter().any(|leads| *leads)
    }

    /// Says whether it is the heading of one of several parts that are alike: `Annex II`.
    pub(super) fn is_numbered(&self) -> bool {
        self.numbers.iter().any(|numbers| *numbers)
    }

    /// Says whether the house prints it in the text itself.
    pub(super) fn is_printed(&self) -> bool {
        self.opening || self.announces.iter().any(|announces| *announces)
    }
}
