//! Divides the picture of a page into layers that lie upon each other and together show the same.
//!
//! A browser takes some ten milliseconds to read a page of letters. Where a word changes, only the layer that it is in
//! becomes another, and no more than that is read. A picture that cannot be divided is one layer.

use std::ops::Range;

use engross_model::Bytes;

use crate::desk::Picture;

/// Into how many bands a page is divided, from above.
const BANDS: usize = 8;

/// A layer of a picture.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Layer {
    /// What it is called in addresses: another name as soon as it shows something else.
    pub(crate) name: String,
    picture: Bytes,
    /// The pieces of the picture that it consists of.
    pieces: Vec<Range<usize>>,
}

impl Layer {
    /// Returns where a browser finds it.
    pub(crate) fn address(&self) -> String {
        format!("/page/{}.svg", self.name)
    }

    /// Makes the picture of the layer.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.pieces().collect::<Vec<_>>().concat()
    }

    fn pieces(&self) -> impl Iterator<Item = &[u8]> {
        self.pieces.iter().map(|piece| self.picture.get(piece.clone()).unwrap_or_default())
    }

    fn new(picture: &Bytes, pieces: Vec<Range<usize>>) -> Self {
        let mut layer = Self { name: String::new(), picture: picture.clone(), pieces };
        let mut hasher = blake3::Hasher::new();
        for piece in layer.pieces() {
            hasher.update(piece);
        }
        layer.name = hasher.finalize().to_hex().chars().take(32).collect();
        layer
    }
}

/// Divides a picture.
pub(crate) fn layers(picture: &Picture) -> Vec<Layer> {
    let bytes = &picture.bytes;
    let divided = std::str::from_utf8(bytes).ok().and_then(|svg| divided(svg, picture.height));
    let whole = || vec![vec![0..bytes.len()]];
    divided.unwrap_or_else(whole).into_iter().map(|pieces| Layer::new(bytes, pieces)).collect()
}

/// Returns the pieces of each layer. The elements keep their order: what is drawn over something stays over it.
fn divided(svg: &str, height: f64) -> Option<Vec<Vec<Range<usize>>>> {
    let elements = elements(svg)?;
    let (first, last) = (elements.first()?, elements.last()?);
    let (begin, end) = (0..first.start, last.end..svg.len());
    let is_shared = |element: &Range<usize>| svg[element.clone()].starts_with("<defs");
    let shared: Vec<Range<usize>> = elements.iter().filter(|it| is_shared(it)).cloned().collect();
    let mut bands: [Vec<Range<usize>>; BANDS] = Default::default();
    let mut band = 0;
    for element in elements.into_iter().filter(|it| !is_shared(it)) {
        if let Some(from_above) = from_above(&svg[element.clone()]) {
            band = (0..BANDS).rfind(|band| *band as f64 * height / BANDS as f64 <= from_above).unwrap_or(0).max(band);
        }
        match bands[band].last_mut() {
            Some(before) if before.end == element.start => before.end = element.end,
            _ => bands[band].push(element),
        }
    }
    let around = |pieces: Vec<Range<usize>>| [vec![begin.clone()], shared.clone(), pieces, vec![end.clone()]].concat();
    Some(bands.into_iter().filter(|pieces| !pieces.is_empty()).map(around).collect())
}

/// Returns where the elements of a picture stand that lie in no other; `None` if there are none, or if there is more than
/// elements in it.
fn elements(svg: &str) -> Option<Vec<Range<usize>>> {
    let (mut elements, mut depth, mut begin) = (Vec::new(), 0_usize, 0);
    for (at, _) in svg.match_indices('<') {
        let rest = &svg[at..];
        let tag = &rest[..=rest.find('>')?];
        if tag.starts_with("<!") || tag.starts_with("<?") {
            return None;
        }
        let (is_end, is_alone) = (tag.starts_with("</"), tag.ends_with("/>"));
        if depth == 1 && !is_end {
            begin = at;
        }
        match (is_end, is_alone) {
            (true, _) => depth = depth.checked_sub(1)?,
            (false, false) => depth += 1,
            (false, true) => {}
        }
        if depth == 1 && (is_end || is_alone) {
            elements.push(begin..at + tag.len());
        }
    }
    (depth == 0 && !elements.is_empty()).then_some(elements)
}

/// Returns how far down an element is moved: `transform="translate(70 100)"`.
fn from_above(element: &str) -> Option<f64> {
    let (tag, _) = element.split_once('>')?;
    let (_, transform) = tag.split_once(" transform=\"")?;
    let (numbers, _) = transform.split_once(')')?;
    numbers.rsplit([' ', ',']).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layers_of(svg: &str) -> Vec<String> {
        let picture = Picture { bytes: Bytes::from(svg.to_owned()), width: 100.0, height: 80.0 };
        layers(&picture).iter().map(|layer| String::from_utf8(layer.bytes()).unwrap()).collect()
    }

    #[test]
    fn a_layer_holds_what_stands_in_its_part_of_the_page() {
        let svg = concat!(
            r#"<svg viewBox="0 0 100 80"><rect/><g transform="translate(5 9)"><path d="M0 0"/></g>"#,
            r#"<g transform="matrix(1 0 0 -1 5 31)"><path/></g><path d="M5 33"/><g transform="translate(5 2)"/>"#,
            r#"<defs><path id="a"/></defs></svg>"#,
        );
        let expected = [
            concat!(
                r#"<svg viewBox="0 0 100 80"><defs><path id="a"/></defs><rect/>"#,
                r#"<g transform="translate(5 9)"><path d="M0 0"/></g></svg>"#,
            ),
            concat!(
                r#"<svg viewBox="0 0 100 80"><defs><path id="a"/></defs>"#,
                r#"<g transform="matrix(1 0 0 -1 5 31)"><path/></g><path d="M5 33"/><g transform="translate(5 2)"/></svg>"#,
            ),
        ];
        assert_eq!(layers_of(svg), expected);
    }

    #[test]
    fn only_the_layer_with_a_change_gets_another_name() {
        let named = |word: &str| {
            let svg =
                format!(r#"<svg><g transform="translate(0 9)"/><g id="{word}" transform="translate(0 79)"/></svg>"#);
            layers(&Picture { bytes: Bytes::from(svg), width: 100.0, height: 80.0 })
        };
        let (before, after) = (named("one"), named("two"));
        assert_eq!((before.len(), after.len()), (2, 2));
        assert_eq!(before[0].name, after[0].name);
        assert_ne!(before[1].name, after[1].name);
    }

    #[test]
    fn what_cannot_be_divided_stays_whole() {
        let pictures =
            ["", "no picture", "<svg>words</svg>", "<svg/>", "</svg><svg>", "<svg><g>", "<svg><!--<g/>--><g/></svg>"];
        for svg in pictures {
            assert_eq!(layers_of(svg), [svg]);
        }
    }
}
