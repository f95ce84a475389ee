//! Writes a draft as a source text.

use engross_compile::House;
use engross_compile::house::FieldForm;
use engross_compile::writing::{literally, running_text};
use engross_model::Status;

use crate::draft::{Block, Draft, DraftClause};
use crate::head::{Adoption, Head};

/// Writes the YAML of a text.
pub(crate) fn write(head: &Head, draft: &Draft, house: &House) -> String {
    let mut text = remarks(&draft.remarks, 0);
    let mut line = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            text.push_str(&format!("{key}: {value}\n"));
        }
    };
    let words =
        |words: &Option<String>, marks: &str| words.as_ref().map(|words| running_text(&(literally(words) + marks), 0));
    let plain = |word: &Option<String>| word.as_ref().map(|word| running_text(word, 0));
    line("house", Some(house.id().to_owned()));
    line("kind", Some(head.kind.clone()));
    line("number", plain(&head.number));
    line("language", Some(head.language.clone()));
    line("status", Some(status(head.status)));
    line("reference", plain(&head.reference));
    line("original-language", head.original_language.clone());
    line("date", head.date.map(|date| date.to_string()));
    line("title", words(&head.title, &draft.title_marks));
    line("subtitle", words(&head.subtitle, ""));
    let title = head.variant.iter().map(|variant| ("title".to_owned(), variant.clone()));
    let usual = |part: &str| Some(house.data().variant_of(house.data().kinds.get(&head.kind)?, part)?.to_owned());
    let chosen = draft.parts.iter().filter(|part| part.variant != usual(&part.name));
    let chosen = chosen.filter_map(|part| Some((part.name.clone(), part.variant.clone()?)));
    let variants: Vec<(String, String)> = title.chain(chosen).collect();
    let entries = |entries: Vec<(String, String)>| {
        entries.into_iter().map(|(key, value)| format!("  {key}: {value}\n")).collect::<String>()
    };
    let mut mapping = |key: &str, values: Vec<(String, String)>| {
        if !values.is_empty() {
            text.push_str(&format!("{key}:\n{}", entries(values)));
        }
    };
    mapping("variant", variants);
    let presenter = head.presented_by.iter();
    mapping(
        "presented-by",
        presenter.map(|(key, value)| ((*key).to_owned(), running_text(&literally(value), 2))).collect(),
    );
    let form = |name: &String| house.data().fields.get(name);
    let field = |(name, value): (&String, &String)| match form(name) {
        Some(FieldForm::Number | FieldForm::Date) => (name.clone(), value.clone()),
        Some(FieldForm::Code) => (name.clone(), running_text(value, 2)),
        Some(FieldForm::Text) | None => match &draft.adoption_note {
            Some((words, marked)) if words == value => (name.clone(), running_text(marked, 2)),
            _ => (name.clone(), running_text(&literally(value), 2)),
        },
    };
    mapping("fields", head.fields.iter().map(field).collect());
    mapping("adoption", head.adoption.as_ref().map(adoption).unwrap_or_default());
    for part in &draft.parts {
        text.push_str(&format!("\n{}:\n", part.name));
        for (index, block) in part.blocks.iter().enumerate() {
            if index > 0 {
                text.push('\n');
            }
            match block {
                Block::Heading { id, text: words, remarks: on_it, .. } => {
                    text.push_str(&remarks(on_it, 2));
                    text.push_str(&format!("  - id: {id}\n    heading: {}\n", running_text(words, 4)));
                }
                Block::Clause(clause) => write_clause(clause, 2, &mut text),
            }
        }
    }
    if !draft.notes.is_empty() {
        text.push_str("\nnotes:\n");
        for (id, words) in &draft.notes {
            match draft.note_series.get(id) {
                None => text.push_str(&format!("  {id}: {}\n", running_text(words, 2))),
                Some(series) => {
                    text.push_str(&format!("  {id}:\n    text: {}\n    series: {series}\n", running_text(words, 4)));
                }
            }
        }
    }
    text
}

/// Writes the name of a status.
pub(crate) fn status(status: Option<Status>) -> String {
    match status {
        Some(Status::Adopted) => "adopted",
        Some(Status::Tabled) => "tabled",
        Some(Status::Draft) | None => "draft",
    }
    .to_owned()
}

fn adoption(adoption: &Adoption) -> Vec<(String, String)> {
    let entries = [
        ("body", adoption.body.clone()),
        ("session", adoption.session.clone()),
        ("session-number", adoption.session_number.map(|number| number.to_string())),
        ("place", adoption.place.as_ref().map(|place| running_text(&literally(place), 2))),
        ("date", adoption.date.map(|date| date.to_string())),
    ];
    entries.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}

/// Writes remarks as comments, a line for each.
fn remarks(remarks: &[String], indent: usize) -> String {
    let words = |remark: &String| remark.split_whitespace().collect::<Vec<_>>().join(" ");
    remarks.iter().map(|remark| format!("{:indent$}# {}\n", "", words(remark))).collect()
}

fn write_clause(clause: &DraftClause, indent: usize, text: &mut String) {
    text.push_str(&remarks(&clause.remarks, indent));
    text.push_str(&format!("{:indent$}- id: {}\n", "", clause.id));
    if let Some(heading) = &clause.heading {
        text.push_str(&format!("{:indent$}  heading: {}\n", "", running_text(heading, indent + 2)));
    }
    if !clause.text.is_empty() {
        text.push_str(&format!("{:indent$}  text: {}\n", "", running_text(&clause.text, indent + 2)));
    }
    if !clause.points.is_empty() {
        text.push_str(&format!("{:indent$}  points:\n", ""));
        for point in &clause.points {
            write_clause(point, indent + 4, text);
        }
    }
    if let Some(closing) = &clause.closing {
        text.push_str(&format!("{:indent$}  closing: {}\n", "", running_text(closing, indent + 2)));
    }
}
