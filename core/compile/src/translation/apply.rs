//! Puts the words of a version into a copy of its source: the same tree in another language.
//!
//! Units without words keep those of the source. Waivers are the version's own: what the author of the source waived
//! says nothing about a translation.

use engross_model::{closing_unit, field_unit, heading_unit, note_unit};

use super::Version;
use crate::source::{Source, SourceBlock, SourceClause, Text, Waiver};

pub(super) fn apply(source: &Source, version: &Version) -> Source {
    let mut translated = source.clone();
    let words = Words(version);
    translated.waivers.clone_from(&version.waivers);
    if let Some(presenter) = &mut translated.presented_by {
        words.put_field(&field_unit("presenter"), &mut presenter.name);
        words.put_field(&field_unit("country"), &mut presenter.country);
        words.put_field(&field_unit("role"), &mut presenter.role);
        words.put_field(&field_unit("committee"), &mut presenter.committee);
    }
    for field in &mut translated.fields {
        words.put(&field_unit(&field.name.value), &mut field.text);
    }
    words.put_field(&field_unit("title"), &mut translated.title);
    words.put_field(&field_unit("subtitle"), &mut translated.subtitle);
    if let Some(adoption) = &mut translated.adoption {
        words.put_field(&field_unit("place"), &mut adoption.place);
        words.put_field(&field_unit("adoption"), &mut adoption.note);
    }
    for note in &mut translated.notes {
        note.waivers = words.put(&note_unit(&note.name.value), &mut note.text);
    }
    for block in translated.parts.iter_mut().flat_map(|part| &mut part.blocks) {
        match block {
            SourceBlock::Clause(clause) => words.put_clause(clause),
            SourceBlock::Heading(heading) => {
                let id = heading.id.as_ref().map(|id| id.value.as_str()).unwrap_or_default();
                heading.waivers = words.put(id, &mut heading.text);
            }
        }
    }
    translated
}

struct Words<'a>(&'a Version);

impl Words<'_> {
    /// Replaces the words of a unit, and returns what is waived there.
    fn put(&self, id: &str, text: &mut Text) -> Vec<Waiver> {
        let Some(unit) = self.0.unit(id) else { return Vec::new() };
        if let Some(words) = unit.words() {
            text.clone_from(words);
        }
        unit.waivers.clone()
    }

    fn put_field(&self, id: &str, text: &mut Option<Text>) {
        if let Some(text) = text {
            // Rules about fields find their waivers at the top of the file.
            self.put(id, text);
        }
    }

    fn put_clause(&self, clause: &mut SourceClause) {
        let id = clause.id.as_ref().map(|id| id.value.clone()).unwrap_or_default();
        clause.waivers = self.put(&id, &mut clause.text);
        if let Some(heading) = &mut clause.heading {
            clause.waivers.extend(self.put(&heading_unit(&id), heading));
        }
        if let Some(closing) = &mut clause.closing {
            // A waiver on a clause covers its closing text too.
            clause.waivers.extend(self.put(&closing_unit(&id), closing));
        }
        clause.points.iter_mut().for_each(|point| self.put_clause(point));
    }
}
