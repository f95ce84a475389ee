//! The notes, each with a way back to every mark.

use std::borrow::Cow;

use engross_plugin::model::{LeadStyle, Note};

use crate::inline::{Writer, push_mark_name};

/// Writes the notes. The marks in the text must have been written before.
pub(crate) fn section(writer: &mut Writer<'_>) -> String {
    let document = writer.document;
    if document.notes.is_empty() {
        return String::new();
    }
    writer.lead = LeadStyle { bold: true, ..LeadStyle::default() };
    // A note may hold the mark of another one: all texts come before the ways back.
    let texts: Vec<String> = document.notes.iter().map(|note| text(writer, note)).collect();
    match document.word("notes") {
        "" => writer.markup("<section class=\"notes\" role=\"doc-endnotes\">\n"),
        word => {
            writer.markup("<section class=\"notes\" role=\"doc-endnotes\" aria-labelledby=\"_notes\">\n");
            writer.markup("<h2 id=\"_notes\" class=\"visually-hidden\">");
            writer.text(word);
            writer.markup("</h2>\n");
        }
    }
    writer.markup("<ol role=\"list\">\n");
    for (note, text) in document.notes.iter().zip(&texts) {
        item(writer, note, text);
    }
    writer.markup("</ol>\n</section>\n");
    writer.take()
}

fn text<'a>(writer: &mut Writer<'a>, note: &'a Note) -> String {
    writer.unit = Cow::Owned(format!("fn.{}", note.id));
    writer.prose(&note.content);
    writer.take()
}

fn item(writer: &mut Writer<'_>, note: &Note, text: &str) {
    writer.markup("<li id=\"_note.");
    writer.name(&note.id);
    writer.markup("\"><sup class=\"mark\">");
    writer.text(&note.mark);
    writer.markup("</sup> ");
    writer.markup(text);
    let marks = writer.marks_of(&note.id);
    for mark in &marks {
        way_back(writer, note, *mark, marks.len() > 1);
    }
    writer.markup("</li>\n");
}

/// The arrow is drawn by the style sheet: it is no part of the note.
fn way_back(writer: &mut Writer<'_>, note: &Note, mark: u32, is_one_of_many: bool) {
    writer.markup(" <a class=\"back\" role=\"doc-backlink\" href=\"#");
    push_mark_name(&mut writer.html, &note.id, mark);
    if is_one_of_many {
        writer.html.push_str(&format!("\" data-mark=\"{mark}"));
    }
    writer.markup("\" aria-label=\"");
    writer.text(writer.document.word("back-to-text"));
    writer.markup(" (");
    writer.text(&note.mark);
    if is_one_of_many {
        writer.html.push_str(&format!(", {mark}"));
    }
    writer.markup(")\"></a>");
}
