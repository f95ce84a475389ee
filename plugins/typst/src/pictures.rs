//! Draws pages, and keeps the pictures of the documents that were drawn last: most pages come again with the next one.

use std::collections::{HashMap, VecDeque};
use std::hash::{Hash, Hasher};
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use engross_plugin::model::Bytes;
use typst::foundations::Smart;
use typst::layout::{Frame, FrameItem, FrameKind, GroupItem, Point};
use typst::utils::hash128;
use typst_layout::Page;
use typst_svg::SvgOptions;

use crate::runs::{joined, shared};

/// How many documents' pictures are kept: a writer goes back and forth between some texts and languages.
const KEPT_DOCUMENTS: usize = 6;

/// Of how many pages pictures are kept, if they are of more than one document.
const KEPT_PAGES: usize = 300;

/// How a picture ends.
const END: &str = "</svg>";

/// A page that was drawn.
#[derive(Clone)]
struct Picture {
    /// Tells the page from others, with what nobody sees of it.
    page: u128,
    sight: u128,
    bytes: Bytes,
}

/// The documents that were drawn last, the newest at the end.
static DRAWN: Mutex<VecDeque<Vec<Picture>>> = Mutex::new(VecDeque::new());

/// Draws pages as SVG, except those that look as they did.
pub(crate) fn pictures(pages: &[Page]) -> Vec<Bytes> {
    let known: Vec<Picture> = DRAWN.lock().unwrap_or_else(PoisonError::into_inner).iter().flatten().cloned().collect();
    let of_page: HashMap<u128, &Picture> = known.iter().map(|picture| (picture.page, picture)).collect();
    let in_sight: HashMap<u128, &Picture> = known.iter().map(|picture| (picture.sight, picture)).collect();
    let draw = |page: &Page| {
        let hash = hash128(page);
        if let Some(picture) = of_page.get(&hash) {
            return (*picture).clone();
        }
        let sight = hash128(&Sight(page));
        let bytes = in_sight.get(&sight).map(|picture| picture.bytes.clone());
        Picture { page: hash, sight, bytes: bytes.unwrap_or_else(|| drawn(page).into()) }
    };
    // Pages that change stand together, so that every other one goes to the helper.
    let drawn: Vec<Picture> = thread::scope(|scope| {
        let other = scope.spawn(|| pages.iter().skip(1).step_by(2).map(draw).collect::<Vec<_>>());
        let own: Vec<Picture> = pages.iter().step_by(2).map(draw).collect();
        let mut other = other.join().unwrap_or_else(|panic| resume_unwind(panic)).into_iter();
        own.into_iter().flat_map(|picture| [Some(picture), other.next()]).flatten().collect()
    });
    let bytes = drawn.iter().map(|picture| picture.bytes.clone()).collect();
    keep(drawn);
    bytes
}

/// Draws a page from its pieces: where a word changes, most of them are as they were.
fn drawn(page: &Page) -> String {
    let empty = Page { frame: Frame::new(page.frame.size(), page.frame.kind()), ..page.clone() };
    let mut picture = typst_svg::svg(&empty, &SvgOptions::default());
    let end = picture.rfind(END).unwrap_or(picture.len());
    picture.truncate(end);
    for (place, item) in pieces(&page.frame, Point::zero()) {
        picture.push_str(&piece(Piece { empty: &empty, place, item }));
    }
    picture + END
}

/// Parts a frame into its lines and what else is drawn of a piece, with their places on the page.
fn pieces(frame: &Frame, at: Point) -> Vec<(Point, &FrameItem)> {
    let mut pieces = Vec::new();
    for (place, item) in frame.items() {
        match item {
            FrameItem::Tag(_) => {}
            FrameItem::Group(group) if is_mere_bundle(group) => {
                pieces.extend(self::pieces(&group.frame, at + *place));
            }
            _ => pieces.push((at + *place, item)),
        }
    }
    pieces
}

/// Says whether a group does nothing to what is in it.
fn is_mere_bundle(group: &GroupItem) -> bool {
    let GroupItem { frame, transform, clip, label, .. } = group;
    frame.kind() == FrameKind::Soft && transform.is_identity() && clip.is_none() && label.is_none()
}

/// Draws a piece, without what stands around it in a file.
#[comemo::memoize]
fn piece(of: Piece<'_>) -> Arc<str> {
    let mut page = Page { fill: Smart::Custom(None), ..of.empty.clone() };
    page.frame.push(of.place, of.item.clone());
    let picture = joined(&typst_svg::svg(&page, &SvgOptions::default()));
    let drawn = picture.split_once('>').and_then(|(_, rest)| rest.strip_suffix(END));
    drawn.unwrap_or_default().replace("<defs></defs>", "").into()
}

/// Draws pages for files that are kept: in a few times less room, and slower to show.
pub(crate) fn small_pictures(pages: &[Page]) -> Vec<Bytes> {
    let draw = |page: &Page| Bytes::from(shared(&typst_svg::svg(page, &SvgOptions::default())));
    pages.iter().map(draw).collect()
}

fn keep(drawn: Vec<Picture>) {
    let mut kept = DRAWN.lock().unwrap_or_else(PoisonError::into_inner);
    kept.push_back(drawn);
    let pages = |kept: &VecDeque<Vec<Picture>>| kept.iter().map(Vec::len).sum::<usize>();
    while kept.len() > KEPT_DOCUMENTS || (kept.len() > 1 && pages(&kept) > KEPT_PAGES) {
        kept.pop_front();
    }
}

/// A piece of a page, told from others by its sight.
struct Piece<'a> {
    /// The page without its pieces.
    empty: &'a Page,
    place: Point,
    item: &'a FrameItem,
}

impl Hash for Piece<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Sight(self.empty).hash(state);
        hash_item(self.place, self.item, state);
    }
}

/// What is to be seen of a page. Of what is said of it besides, much changes with every word elsewhere.
struct Sight<'a>(&'a Page);

impl Hash for Sight<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Page { frame, bleed, fill, .. } = self.0;
        (bleed, fill, frame.size()).hash(state);
        hash_sight(frame, state);
    }
}

fn hash_sight<H: Hasher>(frame: &Frame, state: &mut H) {
    frame.items().for_each(|(place, item)| hash_item(*place, item, state));
    // Where the one ends and the next begins.
    0xff_u8.hash(state);
}

fn hash_item<H: Hasher>(place: Point, item: &FrameItem, state: &mut H) {
    match item {
        FrameItem::Tag(_) => {}
        FrameItem::Group(group) => {
            (place, group.frame.size(), group.transform, &group.clip).hash(state);
            hash_sight(&group.frame, state);
        }
        FrameItem::Text(_) | FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) => {
            (place, item).hash(state);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Purpose;
    use crate::pages::tests::request;

    #[test]
    fn the_pieces_of_a_page_together_are_the_page() {
        let Ok(Ok(set)) = crate::set(&request(), Purpose::Screen) else { panic!("the specimen can be set") };
        for page in set.document.pages() {
            assert!(pieces(&page.frame, Point::zero()).len() > page.frame.items().len());
            let whole = joined(&typst_svg::svg(page, &SvgOptions::default()));
            assert_eq!(drawn(page), whole.replace("<defs></defs>", ""));
        }
    }
}
