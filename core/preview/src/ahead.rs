//! Pictures that go ahead: the pages that a save has changed, sent as soon as they are drawn. All else of the text follows.

use std::sync::Arc;

use serde::Serialize;

use crate::desk::Picture;
use crate::layers::{Layer, layers};
use crate::view::View;

/// Of how many pages pictures go ahead: more are hardly in sight at once.
const MOST_PAGES: usize = 4;

/// What browsers are told of a view whose pictures have changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Ahead {
    /// The query of the pane that shows it.
    view: String,
    /// The changes that had happened when it was drawn.
    generation: u64,
    /// How many pages there are.
    pages: usize,
    /// The first pages that have changed.
    changed: Vec<AheadPage>,
}

/// A page that has changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct AheadPage {
    /// Counted from 1.
    number: usize,
    /// In points.
    width: f64,
    /// In points.
    height: f64,
    /// The addresses of the picture's layers.
    layers: Vec<String>,
}

/// The layers of the pages that go ahead.
#[derive(Debug, Clone, Default)]
pub(crate) struct AheadLayers(Vec<(usize, Arc<[Layer]>)>);

impl AheadLayers {
    /// Divides the first pages that differ; none where pages came or went: then nothing stands where it stood.
    pub(crate) fn of(before: &[Picture], drawn: &[Picture]) -> Self {
        if before.len() != drawn.len() {
            return Self::default();
        }
        let differing = before.iter().zip(drawn).enumerate().filter(|(_, (before, drawn))| before != drawn);
        Self(differing.take(MOST_PAGES).map(|(at, (_, drawn))| (at, layers(drawn).into())).collect())
    }

    /// Returns those of a page, counted from 0.
    pub(crate) fn of_page(&self, at: usize) -> Option<Arc<[Layer]>> {
        self.0.iter().find(|(page, _)| *page == at).map(|(_, layers)| layers.clone())
    }

    /// Makes the picture of a layer.
    pub(crate) fn picture(&self, name: &str) -> Option<Vec<u8>> {
        self.0.iter().flat_map(|(_, layers)| layers.iter()).find(|layer| layer.name == name).map(Layer::bytes)
    }

    /// Returns what browsers are told; nothing if no page has changed.
    pub(crate) fn told(&self, view: &View, generation: u64, drawn: &[Picture]) -> Option<Ahead> {
        let page = |(at, layers): &(usize, Arc<[Layer]>)| {
            let Picture { width, height, .. } = *drawn.get(*at)?;
            Some(AheadPage { number: at + 1, width, height, layers: layers.iter().map(Layer::address).collect() })
        };
        let changed: Vec<AheadPage> = self.0.iter().filter_map(page).collect();
        (!changed.is_empty()).then(|| Ahead { view: view.query(), generation, pages: drawn.len(), changed })
    }
}

#[cfg(test)]
mod tests {
    use engross_model::Bytes;

    use super::*;

    #[test]
    fn the_first_pages_that_differ_go_ahead() {
        // A page for every letter.
        let pictures = |letters: &str| -> Vec<Picture> {
            let picture = |letter: char| Picture { bytes: Bytes::from(letter.to_string()), width: 1.0, height: 2.0 };
            letters.chars().map(picture).collect()
        };
        let view = View { text: "one".to_owned(), ..View::default() };
        for (before, after, numbers) in [
            ("abcd", "abcd", vec![]),
            ("abcd", "aXcd", vec![2]),
            ("abcd", "abcdX", vec![]),
            ("abcd", "abc", vec![]),
            ("abcdefg", "aUVWXYZ", vec![2, 3, 4, 5]),
        ] {
            let (before, drawn) = (pictures(before), pictures(after));
            let layers = AheadLayers::of(&before, &drawn);
            let told = layers.told(&view, 1, &drawn).map(|ahead| ahead.changed).unwrap_or_default();
            assert_eq!(told.iter().map(|page| page.number).collect::<Vec<_>>(), numbers, "{after}");
            for at in 0..drawn.len() {
                assert_eq!(layers.of_page(at).is_some(), numbers.contains(&(at + 1)), "{after}, page {at}");
            }
        }
    }
}
