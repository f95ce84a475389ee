//! Where on the pages each unit stands, for programs that lead from the page to the source.
//!
//! The words of a unit lie between two marks that take no room (`place` in `engross.typ`). A unit that goes on over the
//! page has a box on each; one that is set in two columns has one too, around both.

use engross_plugin::model::{Finding, Request, Response, UnitPlace};
use typst::foundations::{Dict, Value};
use typst::introspection::{Location, MetadataElem, Tag};
use typst::layout::{Frame, FrameItem, Point, Transform};
use typst::pdf::ArtifactElem;
use typst::text::TextItem;
use typst_layout::PagedDocument;

use crate::pages;

pub(crate) const MEDIA_TYPE: &str = "application/json";

/// How far letters reach above and below their line, in parts of their size.
const ABOVE: f64 = 0.75;
const BELOW: f64 = 0.25;

/// Lists the boxes of all units as JSON: [`UnitPlace`], an array in the order of the pages.
pub(crate) fn places(request: &Request) -> Result<Response, Vec<Finding>> {
    pages::answered(request, |set| {
        let json = serde_json::to_vec(&of_document(&set.document)).unwrap_or_default();
        Response::artifact("places.json", MEDIA_TYPE, json)
    })
}

fn of_document(document: &PagedDocument) -> Vec<UnitPlace> {
    let mut survey = Survey::default();
    for (at, page) in document.pages().iter().enumerate() {
        survey.page = at + 1;
        survey.first_of_page = survey.places.len();
        // The rest of a note would be taken for what goes on above it.
        survey.open.retain(|(unit, _)| !unit.starts_with("fn."));
        survey.frame(&page.frame, Transform::identity());
    }
    survey.places
}

/// What is known of the units on the way through the pages.
#[derive(Default)]
struct Survey {
    places: Vec<UnitPlace>,
    page: usize,
    /// The first of the places on this page.
    first_of_page: usize,
    /// The units whose words are being passed, as unit and language; a note may stand inside a clause.
    open: Vec<(String, String)>,
    /// The heads and feet of pages, and other things that are no part of the text, that are being passed.
    artifacts: Vec<Location>,
}

impl Survey {
    fn frame(&mut self, frame: &Frame, to_page: Transform) {
        for (place, item) in frame.items() {
            match item {
                FrameItem::Group(group) => {
                    let moved = to_page.pre_concat(Transform::translate(place.x, place.y));
                    self.frame(&group.frame, moved.pre_concat(group.transform));
                }
                FrameItem::Tag(Tag::Start(element, _)) => {
                    if element.is::<ArtifactElem>() {
                        self.artifacts.extend(element.location());
                    } else if let Some(Value::Dict(place)) = element.to_packed::<MetadataElem>().map(|it| &it.value) {
                        self.mark(place);
                    }
                }
                FrameItem::Tag(Tag::End(location, ..)) => self.artifacts.retain(|artifact| artifact != location),
                FrameItem::Text(text) if self.artifacts.is_empty() => self.words(text, *place, to_page),
                _ => {}
            }
        }
    }

    /// Passes a mark: words of a unit begin, or end.
    fn mark(&mut self, place: &Dict) {
        let word = |key: &str| match place.get(key) {
            Ok(Value::Str(word)) => Some(word.to_string()),
            _ => None,
        };
        let (Some(unit), Some(language)) = (word("unit"), word("language")) else { return };
        let unit = (unit, language);
        if place.get("begins").is_ok_and(|begins| *begins == Value::Bool(true)) {
            self.open.push(unit);
        } else {
            self.open.retain(|open| *open != unit);
        }
    }

    fn words(&mut self, text: &TextItem, place: Point, to_page: Transform) {
        let Some((unit, language)) = self.open.last() else { return };
        let start = Point::new(place.x, place.y - text.size * ABOVE).transform(to_page);
        let end = Point::new(place.x + text.width(), place.y + text.size * BELOW).transform(to_page);
        let (left, right) = (start.x.min(end.x).to_pt(), start.x.max(end.x).to_pt());
        let (top, bottom) = (start.y.min(end.y).to_pt(), start.y.max(end.y).to_pt());
        let on_page = self.places.get_mut(self.first_of_page..).unwrap_or_default();
        let known = on_page.iter_mut().rev().find(|place| place.unit == *unit && place.language == *language);
        match known {
            Some(known) => {
                let (right, bottom) = (right.max(known.x + known.width), bottom.max(known.y + known.height));
                (known.x, known.y) = (left.min(known.x), top.min(known.y));
                (known.width, known.height) = (right - known.x, bottom - known.y);
            }
            None => self.places.push(UnitPlace {
                unit: unit.clone(),
                language: language.clone(),
                page: self.page,
                x: left,
                y: top,
                width: right - left,
                height: bottom - top,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use engross_plugin::model::Block;

    use super::*;

    #[test]
    fn every_unit_with_words_has_a_place_on_the_page() {
        let request = Request { format: "places".to_owned(), ..pages::tests::request() };
        let response = places(&request).unwrap_or_default();
        let found: Vec<UnitPlace> = serde_json::from_slice(&response.artifacts[0].bytes).expect("JSON");
        let place = |unit: &str| found.iter().find(|place| place.unit == unit);
        request.document.walk_clauses(&mut |_, clause, _| {
            assert!(clause.content.is_empty() || place(&clause.id).is_some(), "{}", clause.id);
            let tail = format!("{}.tail", clause.id);
            assert!(clause.closing.is_empty() || place(&tail).is_some(), "{tail}");
        });
        for block in request.document.parts.iter().flat_map(|part| &part.blocks) {
            if let Block::Heading(heading) = block {
                assert!(place(&heading.id).is_some(), "{}", heading.id);
            }
        }
        for note in &request.document.notes {
            assert!(place(&format!("fn.{}", note.id)).is_some(), "{}", note.id);
        }
        let page = &request.look.page;
        let points = 72.0 / 25.4;
        for place in &found {
            assert!(place.x >= page.margin.left * points - 1.0, "{place:?}");
            assert!(place.x + place.width <= (page.width - page.margin.right) * points + 1.0, "{place:?}");
            assert!(place.height < page.height * points, "{place:?}");
        }
    }
}
