//! Fields that the text gives and no line of its house prints: without a word they would be lost.

use std::ops::Range;

use engross_model::{Finding, Status};

use super::body::with_variant;
use super::{Header, Resolved};
use crate::house::{Phrases, Slots, TitleLineData, slots_of_alternatives};
use crate::source::{Adoption, Spanned, Text};

/// Reports the fields that neither a line nor a formula nor the adoption note prints. A `reference` and a `date` are not
/// lost: they also stand in the properties of the files; of a title the rules of structure speak.
pub(super) fn report(header: &Header<'_>, slots: &Slots, resolved: &mut Resolved) {
    let source = header.source;
    let adopted = header.status == Status::Adopted;
    let number = source.number.as_ref().filter(|_| adopted);
    let mut fields = vec![
        ("subtitle", of_text(&source.subtitle)),
        ("number", number.map(|number| number.span.clone())),
        ("original-language", of_word(&source.original_language)),
    ];
    if let Some(presenter) = source.presented_by.as_ref().filter(|_| !source.faulty.contains("presented-by")) {
        fields.extend([
            ("name", of_text(&presenter.name)),
            ("country", of_text(&presenter.country)),
            ("role", of_text(&presenter.role)),
            ("committee", of_text(&presenter.committee)),
        ]);
    }
    // A note in the author's words is compared with the formula: what it leaves out is found there.
    let adoption = source.adoption.as_ref().filter(|it| adopted && it.note.is_none() && is_sound(header, it, slots));
    if let Some(adoption) = adoption {
        fields.extend([("place", of_text(&adoption.place)), ("session", of_word(&adoption.session))]);
        report_session_number(header, adoption, resolved);
    }
    let known = |name: &str| header.house.data().fields.get(name).map(|form| form.slots(name));
    let own = source.fields.iter().filter_map(|field| Some((known(&field.name.value)?, field)));
    let own: Vec<_> = own.filter(|(names, _)| names.iter().any(|name| slots.contains_key(name.as_str()))).collect();
    let candidates = candidates(header);
    let printed: Vec<&String> = candidates
        .iter()
        .filter_map(|it| Some(it.printed(header.status, slots)?.iter().chain(it.asks())))
        .flatten()
        .collect();
    let is_printed = |name: &str| printed.iter().any(|printed| *printed == name);
    let of_all = fields.into_iter().filter_map(|(field, span)| Some((field, vec![field.to_owned()], span?)));
    let of_house = own.into_iter().map(|(names, field)| (field.name.value.as_str(), names, field.name.span.clone()));
    for (field, names, span) in of_all.chain(of_house) {
        if names.iter().any(|name| is_printed(name)) {
            continue;
        }
        let (message, help) = reason(header, &candidates, slots, (field, &names));
        resolved.findings.push(Finding::new("SRC-11", message).at(header.file, span).help(help));
    }
}

/// Returns everything that may print fields.
fn candidates<'a>(header: &'a Header<'_>) -> Vec<Candidate<'a>> {
    let data = header.house.data();
    let phrase = |name: &String| header.terms.phrases.get(name).map(Candidate::always);
    let lines = header.title_lines().iter().chain(&data.closing_block);
    let mut candidates: Vec<_> = lines.filter_map(|line| Candidate::of_line(header, line)).collect();
    let parts = data.parts.iter().map(|part| with_variant(part, header)).collect::<Vec<_>>();
    let parts = parts.iter().flat_map(|part| [&part.heading, &part.formula]);
    let formulae = [&data.opening, &data.bare_opening, &data.running_head].into_iter().chain(parts);
    candidates.extend(formulae.flatten().filter_map(phrase));
    candidates.extend(header.adoption_note().and_then(|_| header.terms.phrases.get("adoption")).map(Candidate::always));
    candidates
}

/// Says whether all that the adoption says was understood: what was not is reported already.
fn is_sound(header: &Header<'_>, adoption: &Adoption, slots: &Slots) -> bool {
    let known = |given: bool, slot: &str| !given || slots.contains_key(slot);
    known(adoption.body.is_some(), "body")
        && known(adoption.session.is_some(), "session")
        && known(adoption.date.is_some(), "adoption-date")
        && !header.source.faulty.contains("adoption")
}

fn report_session_number(header: &Header<'_>, adoption: &Adoption, resolved: &mut Resolved) {
    let has_ordinal = |session: &Spanned<String>| {
        header.terms.sessions.get(&session.value).is_none_or(|pattern| pattern.contains("{ordinal}"))
    };
    if let Some(number) =
        adoption.session_number.as_ref().filter(|_| !adoption.session.as_ref().is_some_and(has_ordinal))
    {
        let message = "`session-number` is printed with a session that carries an ordinal only";
        let finding = Finding::new("SRC-11", message).at(header.file, number.span.clone());
        resolved.findings.push(finding.help("delete it, or correct `session`"));
    }
}

fn of_text(field: &Option<Text>) -> Option<Range<usize>> {
    field.as_ref().map(|text| text.span.clone())
}

fn of_word(field: &Option<Spanned<String>>) -> Option<Range<usize>> {
    field.as_ref().map(|word| word.span.clone())
}

/// A line that may print fields.
struct Candidate<'a> {
    /// The slots of each of its alternatives.
    alternatives: Vec<Vec<String>>,
    /// Under which conditions it is printed; the adoption note has none.
    line: Option<&'a TitleLineData>,
}

impl<'a> Candidate<'a> {
    fn of_line(header: &Header<'_>, line: &'a TitleLineData) -> Option<Self> {
        let phrases = header.terms.phrases.get(&line.term_name())?;
        Some(Self { line: Some(line), ..Self::always(phrases) })
    }

    fn always(phrases: &Phrases) -> Self {
        Self { alternatives: slots_of_alternatives(phrases), line: None }
    }

    /// Returns the fields that decide whether it is printed, which a text does not give in vain.
    fn asks(&self) -> &[String] {
        self.line.map_or(&[], |line| &line.needs)
    }

    /// Returns the alternative that is printed.
    fn printed(&self, status: Status, slots: &Slots) -> Option<&[String]> {
        let has_place = self.line.is_none_or(|line| line.has_place(status, slots));
        let given = |slot: &String| slots.contains_key(slot.as_str());
        self.alternatives.iter().filter(|_| has_place).find(|names| names.iter().all(given)).map(Vec::as_slice)
    }

    /// Returns the first alternative that would print one of a field's slots.
    fn able(&self, field: &[String]) -> Option<&[String]> {
        self.alternatives.iter().find(|names| names.iter().any(|name| field.contains(name))).map(Vec::as_slice)
    }
}

/// Says why no line prints a field, and what to do.
fn reason(
    header: &Header<'_>,
    candidates: &[Candidate<'_>],
    slots: &Slots,
    (field, names): (&str, &[String]),
) -> (String, String) {
    let delete = || "delete it".to_owned();
    let mut able = candidates.iter().filter(|line| line.able(names).is_some()).peekable();
    if able.peek().is_none() {
        return (format!("the house `{}` prints no `{field}` here", header.house.id()), delete());
    }
    let Some(candidate) = able.find(|it| it.line.is_none_or(|line| line.is_wanted(header.status))) else {
        let status = header.source.status.as_ref().map_or("draft", |status| status.value.as_str());
        return (format!("`{field}` is not printed on texts of the status `{status}`"), delete());
    };
    let given = |slot: &&String| slots.contains_key(slot.as_str());
    let (needs, without) = candidate.line.map_or((&[][..], &[][..]), |line| (&line.needs, &line.without));
    if let Some(other) = without.iter().find(given) {
        return (format!("`{field}` is not printed where there is a `{other}`"), "delete one of the two".to_owned());
    }
    match needs.iter().chain(candidate.able(names).into_iter().flatten()).find(|slot| !given(slot)) {
        Some(missing) => (
            format!("`{field}` is printed beside `{missing}` only"),
            format!("give `{missing}` too, or delete `{field}`"),
        ),
        None => (format!("no line prints `{field}`"), delete()),
    }
}
