//! The title block and the adoption note: the house's lines, filled with what the text says.

use engross_model::{Finding, Inline, Status, TitleLine, TitleRole, field_unit};

use super::{ADOPTION_NOTE, Header, Resolved, fields, title_text, unprinted};
use crate::house::{FieldForm, Slots, TitleLineData, fill, fill_plain, slots_of_alternatives};
use crate::language;
use crate::parse::inline;
use crate::resolve::body::{plain_unit, unit_content};
use crate::source::{Adoption, Spanned, Text};
use crate::source_map::UnitKind;

/// Fills the title block, the closing block, the adoption note and the title of the metadata.
pub(super) fn resolve(header: &Header<'_>, resolved: &mut Resolved) {
    let slots = slots(header, resolved);
    resolved.document.metadata.title = slots.get("title").map(|title| title_text(title)).unwrap_or_default();
    let adoption_note = adoption_note(header, &slots, resolved);
    let lines = header.title_lines();
    if source_lacks_title(header, lines) {
        let span = header.source.kind.as_ref().map_or(0..0, |kind| kind.span.clone());
        let finding = Finding::new("SRC-03", "the text has no `title:`").at(header.file, span);
        resolved.findings.push(finding.help("add `title: …` at the top; the house prints it"));
    }
    let closing = &header.house.data().closing_block;
    resolved.document.title_block = block(header, lines, &slots, adoption_note);
    resolved.document.closing_block = block(header, closing, &slots, adoption_note);
    mark_heading(&mut resolved.document.title_block);
    if let Some(head) = &header.house.data().running_head {
        let words = header.terms.phrases.get(head).and_then(|phrases| fill_plain(phrases, &slots));
        resolved.document.running_head = words.unwrap_or_default();
    }
    unprinted::report(header, &slots, resolved);
    resolved.slots = slots;
}

/// Fills the lines of a block.
fn block(header: &Header<'_>, lines: &[TitleLineData], slots: &Slots, adoption_note: bool) -> Vec<TitleLine> {
    let filled = lines.iter().filter_map(|line| {
        let (mut content, units) = line_content(header, line, slots)?;
        if line.adoption_mark && adoption_note {
            content.push(Inline::unnumbered_mark(ADOPTION_NOTE));
        }
        Some(TitleLine {
            role: line.role,
            style: line.style_name(),
            beside: line.beside,
            units,
            heading: false,
            content,
        })
    });
    filled.collect()
}

/// Says whether the house prints a title and the text has none.
fn source_lacks_title(header: &Header<'_>, lines: &[TitleLineData]) -> bool {
    let written = header.source.title.is_some() || header.source.faulty.contains("title");
    !written && lines.iter().any(|line| line.role == TitleRole::Title && line.needs.is_empty())
}

/// Makes the title the main heading, else the line with the number or the status.
fn mark_heading(lines: &mut [TitleLine]) {
    for role in [TitleRole::Title, TitleRole::Number, TitleRole::Status] {
        if let Some(line) = lines.iter_mut().find(|line| line.role == role) {
            line.heading = true;
            return;
        }
    }
}

/// Fills a line; returns its words and the units that they show.
fn line_content(header: &Header<'_>, line: &TitleLineData, slots: &Slots) -> Option<(Vec<Inline>, Vec<String>)> {
    if !line.has_place(header.status, slots) {
        return None;
    }
    let phrases = header.terms.phrases.get(&line.term_name())?;
    let content = fill(phrases, slots)?;
    let printed = slots_of_alternatives(phrases)
        .into_iter()
        .find(|names| names.iter().all(|name| slots.contains_key(name.as_str())));
    let units = printed.unwrap_or_default().iter().filter_map(|slot| unit_of_slot(header, slot)).collect();
    Some((content, units))
}

/// Returns the unit whose words a slot holds, if it holds words of the author.
fn unit_of_slot(header: &Header<'_>, slot: &str) -> Option<String> {
    let name = match slot {
        "name" => "presenter",
        "title" | "subtitle" | "country" | "role" | "committee" | "place" => slot,
        own => return (header.house.data().fields.get(own) == Some(&FieldForm::Text)).then(|| field_unit(own)),
    };
    Some(field_unit(name))
}

/// Collects everything that a line of the title block, a formula or the adoption note may print.
fn slots(header: &Header<'_>, resolved: &mut Resolved) -> Slots {
    let source = header.source;
    let mut slots = header.kind_slots();
    let mut put = |name: &'static str, content: Option<Vec<Inline>>| {
        if let Some(content) = content {
            slots.insert(name.into(), content);
        }
    };
    let plain = |text: String| Some(vec![Inline::Text(text)]);
    let dates = &header.terms.dates;
    put("organ", plain(header.house.name(&header.tongue.language)));
    put("number", source.number.as_ref().and_then(|number| plain(number.value.clone())));
    put("reference", header.full_reference().and_then(plain));
    put("original-language", original_language(header, &mut resolved.findings).and_then(plain));
    put("date", header.date.map(|date| date_content(header, &dates.plain, date)));
    put("full-date", header.date.map(|date| date_content(header, &dates.full, date)));
    put("title", field(source.title.as_ref(), &field_unit("title"), resolved));
    put("subtitle", field(source.subtitle.as_ref(), &field_unit("subtitle"), resolved));
    if let Some(presenter) = &source.presented_by {
        put("name", field(presenter.name.as_ref(), &field_unit("presenter"), resolved));
        put("country", field(presenter.country.as_ref(), &field_unit("country"), resolved));
        put("role", field(presenter.role.as_ref(), &field_unit("role"), resolved));
        put("committee", field(presenter.committee.as_ref(), &field_unit("committee"), resolved));
    }
    if let Some(adoption) = source.adoption.as_ref().filter(|_| header.status == Status::Adopted) {
        put("body", body(header, adoption, &mut resolved.findings));
        put("session", session(header, adoption, &mut resolved.findings).map(|session| inline::content(&session)));
        put("place", field(adoption.place.as_ref(), &field_unit("place"), resolved));
        put("adoption-date", header.adoption_date.map(|date| date_content(header, &dates.plain, date)));
        put("adoption-full-date", header.adoption_date.map(|date| date_content(header, &dates.full, date)));
    }
    fields::put(header, &mut slots, resolved);
    slots
}

fn field(text: Option<&Text>, id: &str, resolved: &mut Resolved) -> Option<Vec<Inline>> {
    text.map(|text| unit_content(resolved, text, plain_unit(id, UnitKind::Field, text)))
}

fn original_language(header: &Header<'_>, findings: &mut Vec<Finding>) -> Option<String> {
    let named = header.source.original_language.as_ref();
    let code = named.map_or(header.tongue.original.as_str(), |language| language.value.as_str());
    let name = header.terms.languages.get(code).cloned();
    if let (None, Some(language)) = (&name, named) {
        findings.push(
            Finding::new("SRC-04", format!("the house has no name for the language `{code}`"))
                .at(header.file, language.span.clone())
                .help(format!("write one of: {}", keys(&header.terms.languages))),
        );
    }
    name
}

/// Puts the adoption note among the notes; says whether there is one.
fn adoption_note(header: &Header<'_>, slots: &Slots, resolved: &mut Resolved) -> bool {
    let Some(adoption) = header.adoption_note() else { return false };
    let is_unknown = |given: Option<&Spanned<String>>, slot: &str| given.is_some() && !slots.contains_key(slot);
    let faulty = is_unknown(adoption.body.as_ref(), "body")
        || is_unknown(adoption.session.as_ref(), "session")
        || header.source.faulty.contains("adoption")
        || adoption.date.is_some() && header.adoption_date.is_none();
    resolved.adoption_formula = header.terms.phrases.get("adoption").and_then(|phrases| fill(phrases, slots));
    let content = match &adoption.note {
        Some(note) => Some(unit_content(resolved, note, plain_unit(&field_unit("adoption"), UnitKind::Note, note))),
        None => resolved.adoption_formula.clone(),
    };
    let Some(content) = content else {
        if !faulty {
            let finding = Finding::new("NOTE-02", "the adoption note cannot be made from what `adoption` says");
            resolved
                .findings
                .push(finding.at(header.file, adoption.span.clone()).help("give at least `body` and `date`"));
        }
        return false;
    };
    resolved.notes.insert(ADOPTION_NOTE.to_owned(), content);
    true
}

/// Names the body that adopted the text.
fn body(header: &Header<'_>, adoption: &Adoption, findings: &mut Vec<Finding>) -> Option<Vec<Inline>> {
    let body = adoption.body.as_ref()?;
    let name = header.terms.bodies.get(&body.value);
    if name.is_none() {
        findings.push(
            Finding::new("SRC-04", format!("the house knows no body `{}`", body.value))
                .at(header.file, body.span.clone())
                .help(format!("write one of: {}", keys(&header.terms.bodies))),
        );
    }
    name.map(|name| inline::content(name))
}

/// Names the session: `Spring Session`, `71st Annual Session`.
fn session(header: &Header<'_>, adoption: &Adoption, findings: &mut Vec<Finding>) -> Option<String> {
    let session = adoption.session.as_ref()?;
    let Some(pattern) = header.terms.sessions.get(&session.value) else {
        findings.push(
            Finding::new("SRC-04", format!("the house knows no session `{}`", session.value))
                .at(header.file, session.span.clone())
                .help(format!("write one of: {}", keys(&header.terms.sessions))),
        );
        return None;
    };
    if !pattern.contains("{ordinal}") {
        return Some(pattern.clone());
    }
    let number = adoption.session_number.as_ref();
    match number.and_then(|number| number.value.parse().ok()).filter(|number| *number > 0) {
        Some(number) => {
            let ordinal = language::ordinal(number, &header.terms.tag, &header.terms.dates);
            Some(pattern.replace("{ordinal}", &ordinal))
        }
        None => {
            let span = number.map_or(session.span.clone(), |number| number.span.clone());
            findings.push(
                Finding::new("SRC-03", format!("the session `{}` needs its number", session.value))
                    .at(header.file, span)
                    .help("add `session-number: 71` beside `session:`"),
            );
            None
        }
    }
}

pub(super) fn date_content(header: &Header<'_>, pattern: &str, date: engross_model::Date) -> Vec<Inline> {
    inline::content(&language::date(pattern, date, &header.terms.tag, &header.terms.dates))
}

fn keys<T>(map: &std::collections::BTreeMap<String, T>) -> String {
    map.keys().cloned().collect::<Vec<_>>().join(", ")
}
