//! The notes, each with a way back to every mark.

use std::borrow::Cow;

use engross_plugin::model::{LeadStyle, Note};

use crate::inline::{Mark, Writer, push_mark_name};

/// Writes the notes. The marks in the text must have been written before.
pub(crate) fn section(writer: &mut Writer<'_>) -> String {
    let document = writer.document;
    if document.notes.is_empty() {
        return String::new();
    }
    writer.lead = LeadStyle { bold: true, ..LeadStyle::default() };
    // A note may hold the mark of another one: all texts come before the ways back.
    let texts: Vec<Vec<String>> = document.notes.iter().map(|note| texts(writer, note)).collect();
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
    for (note, texts) in document.notes.iter().zip(&texts) {
        item(writer, note, texts);
    }
    writer.markup("</ol>\n</section>\n");
    writer.take()
}

/// Returns the words of a note in every language.
fn texts<'a>(writer: &mut Writer<'a>, note: &'a Note) -> Vec<String> {
    let mut texts = Vec::new();
    for column in 0..writer.columns.len() {
        writer.turn_to(column);
        writer.unit = Cow::Owned(format!("fn.{}", note.id));
        let document = writer.document;
        if let Some(note) = document.note(&note.id) {
            writer.reviewed(document.review_of_note(note), &note.content);
        }
        texts.push(writer.take());
    }
    writer.turn_to(0);
    texts
}

fn item(writer: &mut Writer<'_>, note: &Note, texts: &[String]) {
    writer.markup("<li id=\"_note.");
    writer.name(&note.id);
    writer.markup("\"");
    if let [text] = texts {
        let review = writer.document.review_of_note(note);
        writer.markup(if review.is_some() { " class=\"" } else { "" });
        writer.review_class(review);
        writer.markup(if review.is_some() { "\"" } else { "" });
        mark(writer, note);
        writer.markup(text);
        ways_back(writer, note);
    } else {
        mark(writer, note);
        writer.markup("<div class=\"beside\">");
        for (column, text) in texts.iter().enumerate() {
            writer.turn_to(column);
            writer.markup("<div");
            writer.language();
            writer.markup(">");
            writer.markup(text);
            ways_back(writer, note);
            writer.markup("</div>");
        }
        writer.turn_to(0);
        writer.markup("</div>");
    }
    writer.markup("</li>\n");
}

fn mark(writer: &mut Writer<'_>, note: &Note) {
    writer.markup("><sup class=\"mark\">");
    writer.text(&note.mark);
    writer.markup("</sup> ");
}

/// Writes the ways back to the marks in the language at hand.
fn ways_back(writer: &mut Writer<'_>, note: &Note) {
    let marks = writer.marks_of(&note.id);
    for mark in &marks {
        way_back(writer, note, *mark, marks.len() > 1);
    }
}

/// The arrow is drawn by the style sheet: it is no part of the note.
fn way_back(writer: &mut Writer<'_>, note: &Note, mark: Mark<'_>, is_one_of_many: bool) {
    writer.markup(" <a class=\"back\" role=\"doc-backlink\" href=\"#");
    push_mark_name(&mut writer.html, mark);
    if is_one_of_many {
        writer.html.push_str(&format!("\" data-mark=\"{}", mark.anchor));
    }
    writer.markup("\" aria-label=\"");
    writer.text(writer.document.word("back-to-text"));
    writer.markup(" (");
    writer.text(&note.mark);
    if is_one_of_many {
        writer.html.push_str(&format!(", {}", mark.anchor));
    }
    writer.markup(")\"></a>");
}
