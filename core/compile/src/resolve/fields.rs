//! The fields that only a text's house knows: each becomes a slot of the house's phrases, in the form that the house says.

use engross_model::{Finding, Inline, field_unit, nearest};

use super::title::date_content;
use super::{Header, Resolved};
use crate::house::{FieldForm, Slots};
use crate::language;
use crate::resolve::body::{plain_unit, unit_content};
use crate::source::SourceField;
use crate::source_map::UnitKind;

/// Puts what the text's fields say into slots.
pub(super) fn put(header: &Header<'_>, slots: &mut Slots, resolved: &mut Resolved) {
    for field in &header.source.fields {
        match header.house.data().fields.get(&field.name.value) {
            Some(form) => put_field(header, field, *form, slots, resolved),
            None => resolved.findings.push(unknown(header, field)),
        }
    }
}

fn put_field(header: &Header<'_>, field: &SourceField, form: FieldForm, slots: &mut Slots, resolved: &mut Resolved) {
    let name = &field.name.value;
    let written = field.text.value.trim();
    let mut put = |slot: String, content: Vec<Inline>| slots.insert(slot.into(), content);
    match form {
        FieldForm::Text => {
            let unit = plain_unit(&field_unit(name), UnitKind::Field, &field.text);
            put(name.clone(), unit_content(resolved, &field.text, unit));
        }
        FieldForm::Code => {
            put(name.clone(), vec![Inline::text(written)]);
        }
        FieldForm::Date => match written.parse() {
            Ok(date) => {
                let dates = &header.terms.dates;
                put(name.clone(), date_content(header, &dates.plain, date));
                put(format!("{name}-full"), date_content(header, &dates.full, date));
            }
            Err(message) => {
                resolved.findings.push(unfit("SRC-08", field, message, "write year, month and day: 2025-05-26"));
            }
        },
        FieldForm::Number => match written.parse().ok().filter(|number: &u32| *number > 0) {
            Some(number) => {
                put(name.clone(), vec![Inline::text(written)]);
                let ordinal = language::ordinal(number, &header.terms.tag, &header.terms.dates);
                put(format!("{name}-ordinal"), crate::parse::inline::content(&ordinal));
                let figures = language::ordinal_in_figures(number, &header.terms.tag, &header.terms.dates);
                put(format!("{name}-th"), crate::parse::inline::content(&figures));
            }
            None => {
                let message = format!("`{name}` is a whole number from 1 on");
                resolved.findings.push(unfit("SRC-02", field, message, "write digits alone"));
            }
        },
    }
}

fn unfit(code: &'static str, field: &SourceField, message: String, help: &str) -> Finding {
    Finding::new(code, message).at(&*field.text.file, field.text.span.clone()).help(help)
}

fn unknown(header: &Header<'_>, field: &SourceField) -> Finding {
    let name = &field.name.value;
    let known = || header.house.data().fields.keys().map(String::as_str);
    let help = match nearest(name, known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known().next().is_none() => "delete it: this house has no fields of its own".to_owned(),
        None => format!("its fields are: {}", known().collect::<Vec<_>>().join(", ")),
    };
    Finding::new("SRC-01", format!("the house `{}` has no field `{name}`", header.house.id()))
        .at(header.file, field.name.span.clone())
        .help(help)
}
