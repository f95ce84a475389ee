//! What of a document a backend does not list among its features: the user is told, whether the backend tells or not.

use engross_model::{Direction, Document, Feature, Finding, Inline, Manifest, Severity};

/// Finds every feature that a document has and a backend does not list, with the first place of each.
pub(crate) fn unlisted(document: &Document, manifest: &Manifest) -> Vec<Finding> {
    let mut uses = Uses::default();
    uses.look_through(document);
    uses.0
        .into_iter()
        .filter(|found| !manifest.features.contains(&found.feature))
        .map(|Use { feature, place, places }| {
            let id = &manifest.id;
            let mut finding =
                Finding::new("REND-02", format!("the plugin `{id}` does not say that it shows {}", in_words(feature)));
            finding.place.clause = place;
            if feature == Feature::Emphasis {
                // The words are all there; only their look is not.
                finding.severity = Severity::Info;
            }
            if places > 1 { finding.note(format!("the text has them in {places} places")) } else { finding }
        })
        .collect()
}

fn in_words(feature: Feature) -> &'static str {
    match feature {
        Feature::Notes => "notes",
        Feature::Links => "links",
        Feature::Emphasis => "lead words and emphasis",
        Feature::Scripts => "raised and lowered text",
        Feature::TrackedChanges => "tracked changes",
        Feature::Bilingual => "several languages side by side",
        Feature::RightToLeft => "text from right to left",
        Feature::ReviewMarks => "what a translation says of itself and what is not finished in it",
        Feature::Unknown => "something of a newer protocol",
    }
}

/// A feature that a document has.
struct Use {
    feature: Feature,
    /// The clause or note where it is first seen.
    place: Option<String>,
    places: usize,
}

#[derive(Default)]
struct Uses(Vec<Use>);

impl Uses {
    fn add(&mut self, feature: Feature, place: Option<&str>) {
        match self.0.iter_mut().find(|found| found.feature == feature) {
            Some(found) => found.places += 1,
            None => self.0.push(Use { feature, place: place.map(str::to_owned), places: 1 }),
        }
    }

    fn look_through(&mut self, document: &Document) {
        if !document.parallel.is_empty() {
            self.add(Feature::Bilingual, None);
        }
        document.columns().for_each(|column| self.look_through_column(column));
    }

    fn look_through_column(&mut self, document: &Document) {
        if !document.banner.is_empty() {
            self.add(Feature::ReviewMarks, None);
        }
        document.reviews.keys().for_each(|unit| self.add(Feature::ReviewMarks, Some(unit)));
        if document.language.direction == Direction::Rtl {
            self.add(Feature::RightToLeft, None);
        }
        document.walk_clauses(&mut |_, clause, _| {
            if clause.change.is_some() {
                self.add(Feature::TrackedChanges, Some(&clause.id));
            }
        });
        document.walk_words(&mut |unit, words| self.look_at(words, unit));
    }

    fn look_at(&mut self, content: &[Inline], place: Option<&str>) {
        for inline in content {
            let feature = match inline {
                Inline::Text(_) | Inline::Isolated { .. } => None,
                Inline::Lead(_) | Inline::Emphasis(_) => Some(Feature::Emphasis),
                Inline::Superscript(_) | Inline::Subscript(_) => Some(Feature::Scripts),
                Inline::Link { .. } | Inline::Reference { .. } => Some(Feature::Links),
                Inline::NoteMark { .. } => Some(Feature::Notes),
                Inline::Changed { .. } => Some(Feature::TrackedChanges),
            };
            if let Some(feature) = feature {
                self.add(feature, place);
            }
            self.look_at(inline.children(), place);
        }
    }
}
