//! What the lines say, each in its place at the top of a text.

use std::collections::BTreeSet;

use engross_compile::House;
use engross_compile::house::{FieldForm, TermsData};
use engross_model::{Finding, Status};

use super::fit::Found;
use super::{Adoption, Head};
use crate::dates;
use crate::draft;
use crate::label;
use crate::notes::{FoundNote, Notes};
use crate::phrase::{self, Pattern, Values};
use crate::read::breaks;
use crate::sheet::{self, Paragraph, Run};
use crate::sureness::Sureness;

/// The term that makes the note of adoption.
pub(super) const ADOPTION: &str = "adoption";

/// Takes over what stood in the slots. Returns what cannot be read: the slots, and what stood there.
pub(super) fn fill(head: &mut Head, found: &Found, house: &House, terms: &TermsData) -> Vec<(String, String)> {
    let values = &found.values;
    let get = |slot: &str| values.get(slot).cloned();
    head.kind.clone_from(&found.kind);
    let printed = get("number");
    head.number = printed.clone().filter(|it| is_number(it));
    head.title = get("title");
    head.subtitle = get("subtitle");
    head.reference =
        get("reference").or(printed.filter(|it| !is_number(it))).map(|reference| without_letter(&reference, terms));
    head.original_language =
        get("original-language").and_then(|name| phrase::key_of(&terms.languages, &name).map(str::to_owned));
    head.date = get("date").or_else(|| get("full-date")).and_then(|date| dates::read(terms, &date));
    for slot in ["name", "country", "role", "committee"] {
        if let Some(value) = get(slot) {
            head.presented_by.insert(slot, value);
        }
    }
    // Several names have their countries within: `Ms A (Norway) and Mr B (Canada)`.
    if let Some(country) = head.presented_by.remove("country") {
        match head.presented_by.get_mut("name").filter(|_| country.contains(['(', ')'])) {
            Some(name) => *name = format!("{name} ({country})"),
            None => _ = head.presented_by.insert("country", country),
        }
    }
    // The slots that cannot be read if something stands in them.
    let mut unread: Vec<String> = Vec::new();
    for (name, form) in &house.data().fields {
        if let Some(value) = field(name, *form, values, terms) {
            head.fields.insert(name.clone(), value);
        } else {
            unread.extend(form.slots(name));
        }
    }
    if head.original_language.is_none() {
        unread.push("original-language".to_owned());
    }
    if head.date.is_none() {
        unread.extend(["date", "full-date"].map(str::to_owned));
    }
    if head.status == Some(Status::Adopted) && says_adopted(values) {
        let adoption = adopted(values, terms);
        let session = adoption.session.as_ref().and_then(|session| terms.sessions.get(session));
        if session.is_none_or(|name| name.contains('{') && adoption.session_number.is_none()) {
            unread.push("session".to_owned());
        }
        if adoption.body.is_none() {
            unread.push("body".to_owned());
        }
        if adoption.date.is_none() {
            unread.extend(["adoption-date", "adoption-full-date"].map(str::to_owned));
        }
        head.adoption = Some(adoption);
    }
    let printed = |slot: String| values.get(&slot).cloned().map(|value| (slot, value));
    unread.into_iter().filter_map(printed).collect()
}

/// Says whether what stood where a number does is one: it begins with a figure. `A/C.2/79/L.14` is the reference of a draft.
pub(super) fn is_number(printed: &str) -> bool {
    printed.starts_with(|sign: char| sign.is_ascii_digit())
}

/// Says whether values tell who adopted a text, or when.
pub(super) fn says_adopted(values: &Values) -> bool {
    let slots = ["body", "session", "place", "adoption-date", "adoption-full-date"];
    slots.iter().any(|slot| values.contains_key(*slot))
}

/// Reads a field in whichever of its forms it was printed.
fn field(name: &str, form: FieldForm, values: &Values, terms: &TermsData) -> Option<String> {
    let slots = form.slots(name);
    let (plain, further) = slots.split_first()?;
    let further = || further.iter().find_map(|slot| values.get(slot));
    match form {
        FieldForm::Date => {
            let date = values.get(plain).or_else(further)?;
            Some(dates::read(terms, date)?.to_string())
        }
        FieldForm::Number => {
            let number = |printed: &String| phrase::read_ordinal(terms, printed).map(|number| number.to_string());
            values.get(plain).cloned().or_else(|| further().and_then(number))
        }
        FieldForm::Text | FieldForm::Code => values.get(plain).cloned(),
    }
}

/// Finds the note of adoption: the one whose fixed words say so; where the house has none for it, one with a sign that none of
/// these clauses bears. Returns its place among the notes, and what it says.
pub(super) fn find_adoption_note(
    notes: &[FoundNote],
    of_clauses: &BTreeSet<usize>,
    house: &House,
    terms: &TermsData,
) -> Option<(usize, Values)> {
    let pattern = Pattern::of_term(house, terms, ADOPTION)?;
    let is_known = phrase::has_words(terms, ADOPTION);
    notes.iter().enumerate().find_map(|(at, note)| {
        let is_number = note.mark.chars().all(|sign| sign.is_ascii_digit()) && !note.mark.is_empty();
        let words = sheet::words(&note.runs);
        let may_be_any = !is_number && !of_clauses.contains(&at);
        Some((at, pattern.read(&words).filter(|_| is_known || may_be_any)?))
    })
}

/// Takes a line that says what the note of adoption does, without any mark, out of the text: it is that note. Says so.
pub(crate) fn take_adoption_line(
    file: &str,
    paragraphs: &mut Vec<Paragraph>,
    notes: &mut Notes,
    house: &House,
    terms: &TermsData,
) -> Vec<Finding> {
    if find_adoption_note(notes, &BTreeSet::new(), house, terms).is_some() {
        return Vec::new();
    }
    // A line without fixed words could be any.
    let pattern = Pattern::of_term(house, terms, ADOPTION).filter(|_| phrase::has_words(terms, ADOPTION));
    let Some(pattern) = pattern else { return Vec::new() };
    // Its own mark may look like a label.
    let says_so = |paragraph: &Paragraph| pattern.read(behind_label(&paragraph.words()).1).is_some();
    let has_label = |paragraph: &Paragraph| paragraph.label.is_some() || label::typed(&paragraph.words()).is_some();
    let is_clause = |paragraph: &Paragraph| has_label(paragraph) && !says_so(paragraph);
    let first = paragraphs.iter().position(is_clause).unwrap_or(paragraphs.len());
    let last = paragraphs.iter().rposition(is_clause).unwrap_or(0);
    // Between clauses it is quoted, and so it is behind a colon.
    let is_outside = |at: usize| at < first || at > last;
    let is_promised = |at: usize| at > 0 && paragraphs[at - 1].words().trim_end().ends_with(breaks::promises_points);
    let is_it = |at: &usize| is_outside(*at) && !is_promised(*at) && says_so(&paragraphs[*at]);
    let Some(at) = (0..paragraphs.len()).rev().find(is_it) else { return Vec::new() };
    let line = paragraphs.remove(at);
    let mut findings = draft::remarked_on(file, &line);
    let finding =
        Finding::new("IMP-03", "the note of adoption stood as a line of the text").at(file, line.place.clone());
    let name = "the line of adoption".to_owned();
    let words = line.words();
    let (typed, behind) = behind_label(&words);
    let mark = label::core(line.label.as_deref().unwrap_or(typed)).to_owned();
    let is_mark = |run: &&mut Run| run.look.raised && run.note.is_none() && label::core(run.words.trim()) == mark;
    let above = paragraphs.iter_mut().take(first).flat_map(|paragraph| &mut paragraph.runs);
    let raised: Vec<&mut Run> = above.filter(|_| !mark.is_empty()).filter(is_mark).collect();
    if raised.is_empty() {
        mark_at_end(&mut paragraphs[..first.min(at)], &mark, &name);
    } else {
        raised.into_iter().for_each(|run| run.note = Some(name.clone()));
    }
    let runs = line.without_start(words.len() - behind.len());
    notes.add(FoundNote { name, is_named: false, mark, runs, place: line.place });
    findings.push(finding.note(Sureness::Likely.because("it says what the house's note says")));
    findings
}

/// Lets a mark in plain figures, with which the last word of one of these lines ends, refer to a note: `Resolution 1 (2026)1`.
fn mark_at_end(lines: &mut [Paragraph], mark: &str, note: &str) {
    let is_marked = |run: &&mut Run| {
        let before = run.words.trim_end().strip_suffix(mark).filter(|_| run.note.is_none() && !mark.is_empty());
        before.is_some_and(|before| before.ends_with(|sign: char| sign.is_alphabetic() || sign == ')'))
    };
    let Some(at) = lines.iter_mut().position(|line| line.runs.last_mut().as_ref().is_some_and(is_marked)) else {
        return;
    };
    let runs = &mut lines[at].runs;
    if let Some(last) = runs.last_mut() {
        last.words.truncate(last.words.trim_end().len() - mark.len());
        runs.push(Run { words: mark.to_owned(), note: Some(note.to_owned()), ..Run::default() });
    }
}

/// Parts words behind the label that they begin with, if they do.
fn behind_label(words: &str) -> (&str, &str) {
    let (label, behind) = words.split_at_checked(label::typed(words).unwrap_or(0)).unwrap_or(("", words));
    (label, behind.trim_start())
}

/// The terms that say of a version that it is a translation.
const BANNERS: [&str; 2] = ["courtesy", "working"];

/// Leaves out the line that the house prints above a translation, and says so: a source text is none.
pub(crate) fn leave_out_banner(
    file: &str,
    paragraphs: &mut Vec<Paragraph>,
    house: &House,
    terms: &TermsData,
) -> Vec<Finding> {
    let banners: Vec<Pattern> = BANNERS.iter().filter_map(|term| Pattern::of_term(house, terms, term)).collect();
    let is_banner = |line: &Paragraph| banners.iter().any(|banner| banner.is(&line.words()));
    let Some(at) = paragraphs.iter().position(is_banner) else { return Vec::new() };
    let line = paragraphs.remove(at);
    let mut findings = draft::remarked_on(file, &line);
    let finding = Finding::new("IMP-04", "the line that says that this is a translation was left out");
    let finding = finding.at(file, line.place);
    findings.push(finding.note(Sureness::Sure.because("the house prints it above every translation")));
    findings
}

fn adopted(values: &Values, terms: &TermsData) -> Adoption {
    let get = |slot: &str| values.get(slot);
    let session = get("session").and_then(|session| phrase::session(terms, session));
    let date = get("adoption-full-date").or_else(|| get("adoption-date"));
    Adoption {
        body: get("body").and_then(|body| phrase::key_of(&terms.bodies, body)).map(str::to_owned),
        session: session.map(|(name, _)| name.to_owned()),
        session_number: session.and_then(|(_, number)| number),
        // `in Strelsau, Ruritania, on …`
        place: get("place").map(|place| place.trim_end_matches(breaks::is_comma).to_owned()),
        date: date.and_then(|date| dates::read(terms, date)),
    }
}

/// Takes the language's letter from a reference: `205 CDS 25 E`.
fn without_letter(reference: &str, terms: &TermsData) -> String {
    let letter = terms.letter.as_deref().unwrap_or_default();
    let words: Vec<&str> = reference.split_whitespace().collect();
    let kept = words.iter().enumerate().filter(|(index, word)| *index == 0 || letter.is_empty() || **word != letter);
    kept.map(|(_, word)| *word).collect::<Vec<_>>().join(" ")
}
