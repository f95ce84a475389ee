//! Fields that the text gives and no line of its house prints: without a word they would be lost.

use std::ops::Range;

use engross_model::{Finding, Status};

use super::{Header, Resolved};
use crate::house::{Phrases, Slots, TitleLineData, slots_of_alternatives};
use crate::source::{Adoption, Spanned, Text};

/// Reports the fields that no line of the title block prints. A `reference` and a `date` are not lost: they also stand in
/// the properties of the files; of a title the rules of structure speak.
pub(super) fn in_title_block(header: &Header<'_>, lines: &[TitleLineData], slots: &Slots, resolved: &mut Resolved) {
    let source = header.source;
    let number = source.number.as_ref().filter(|_| header.status == Status::Adopted);
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
    let candidates: Vec<Candidate<'_>> = lines.iter().filter_map(|line| Candidate::of_line(header, line)).collect();
    report(header, &fields, &candidates, slots, resolved);
}

/// Reports what `adoption` says and the adoption note does not.
pub(super) fn in_adoption_note(header: &Header<'_>, adoption: &Adoption, slots: &Slots, resolved: &mut Resolved) {
    let fields = [("place", of_text(&adoption.place)), ("session", of_word(&adoption.session))];
    let candidate = header.terms.phrases.get("adoption").map(Candidate::always);
    report(header, &fields, candidate.as_slice(), slots, resolved);
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

    /// Returns the alternative that is printed.
    fn printed(&self, status: Status, slots: &Slots) -> Option<&[String]> {
        let has_place = self.line.is_none_or(|line| line.has_place(status, slots));
        let given = |slot: &String| slots.contains_key(slot.as_str());
        self.alternatives.iter().filter(|_| has_place).find(|names| names.iter().all(given)).map(Vec::as_slice)
    }

    /// Returns the first alternative that would print a field.
    fn able(&self, field: &str) -> Option<&[String]> {
        self.alternatives.iter().find(|names| names.iter().any(|name| name == field)).map(Vec::as_slice)
    }
}

fn report(
    header: &Header<'_>,
    fields: &[(&str, Option<Range<usize>>)],
    candidates: &[Candidate<'_>],
    slots: &Slots,
    resolved: &mut Resolved,
) {
    let printed: Vec<&String> =
        candidates.iter().filter_map(|line| line.printed(header.status, slots)).flatten().collect();
    for (field, span) in fields {
        let Some(span) = span.clone().filter(|_| !printed.contains(&&(*field).to_owned())) else { continue };
        let (message, help) = reason(header, candidates, slots, field);
        resolved.findings.push(Finding::new("SRC-11", message).at(header.file, span).help(help));
    }
}

/// Says why no line prints a field, and what to do.
fn reason(header: &Header<'_>, candidates: &[Candidate<'_>], slots: &Slots, field: &str) -> (String, String) {
    let delete = || "delete it".to_owned();
    let mut able = candidates.iter().filter(|line| line.able(field).is_some()).peekable();
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
    match needs.iter().chain(candidate.able(field).into_iter().flatten()).find(|slot| !given(slot)) {
        Some(missing) => (
            format!("`{field}` is printed beside `{missing}` only"),
            format!("give `{missing}` too, or delete `{field}`"),
        ),
        None => (format!("no line prints `{field}`"), delete()),
    }
}
