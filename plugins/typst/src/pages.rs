//! The pages as pictures, for programs that show a text while it is being written.
//!
//! Every page is an artifact, `1.svg`, `2.svg`, …, and has the same bytes as long as nothing on it changes. Letters are
//! drawn, not written: who reads with ears takes the HTML file.

use std::sync::Arc;
use std::thread;

use engross_plugin::Kept;
use engross_plugin::model::{Artifact, Finding, OptionValue, Request, Response};
use typst_layout::PagedDocument;

use crate::ahead;
use crate::data::Purpose;
use crate::pictures::{pictures, small_pictures};

pub(crate) const MEDIA_TYPE: &str = "image/svg+xml";

/// For how many documents results of Typst's cache are kept: a writer goes back and forth between some texts and languages.
const CACHE_AGE: usize = 30;

/// How many letters these documents may have together: each leaves some of its size behind.
const CACHED_LETTERS: usize = 3_000_000;

/// For how many documents at least: a writer has two languages side by side, and takes a word back.
const LEAST_CACHE_AGE: usize = 4;

/// How many documents are kept on their pages: both formats want the same one.
const KEPT_DOCUMENTS: usize = 2;

/// The documents that were set last.
static DOCUMENTS: Kept<Request, Arc<Pages>> = Kept::new(KEPT_DOCUMENTS);

/// A document on its pages, with what there was to say.
pub(crate) struct Pages {
    pub(crate) document: PagedDocument,
    findings: Vec<Finding>,
}

/// Draws the pages.
pub(crate) fn pages(request: &Request) -> Result<Response, Vec<Finding>> {
    let are_shared = matches!(request.options.get("letters"), Some(OptionValue::Text(letters)) if letters == "shared");
    let draw = if are_shared { small_pictures } else { pictures };
    let artifact = |(at, bytes)| Artifact { name: format!("{}.svg", at + 1), media_type: MEDIA_TYPE.to_owned(), bytes };
    answered(request, |set| {
        let artifacts = draw(set.document.pages()).into_iter().enumerate().map(artifact).collect();
        Response { artifacts, findings: set.findings.clone(), ..Response::default() }
    })
}

/// Answers with what is made of a document on its pages. It is set, unless the other format has just wanted it too.
pub(crate) fn answered(
    request: &Request,
    make: impl FnOnce(&Arc<Pages>) -> Response,
) -> Result<Response, Vec<Finding>> {
    if let Some(known) = DOCUMENTS.find(|other| are_set_alike(other, request)) {
        return Ok(make(&known));
    }
    let answer = set(request).map(|set| match set {
        Ok(set) => make(&set),
        Err(send_again) => Response { send_again, ..Response::default() },
    });
    forget_aside(cache_age(request));
    answer
}

/// Sets a document, and keeps it for the other format.
fn set(request: &Request) -> Result<Result<Arc<Pages>, Vec<String>>, Vec<Finding>> {
    let (copy, set) = thread::scope(|scope| {
        // Of a long text a copy takes its time.
        let copy = thread::Builder::new().spawn_scoped(scope, || request.clone());
        let set = crate::set(request, Purpose::Screen);
        (copy.ok().and_then(|copy| copy.join().ok()), set)
    });
    let crate::Set { document, findings, .. } = match set? {
        Ok(set) => set,
        Err(send_again) => return Ok(Err(send_again)),
    };
    let pages = Arc::new(Pages { document, findings });
    DOCUMENTS.keep(copy.unwrap_or_else(|| request.clone()), pages.clone());
    Ok(Ok(pages))
}

/// Lets Typst forget what none of the last documents needed. The pictures need not wait for it.
fn forget_aside(cache_age: usize) {
    if thread::Builder::new().spawn(move || comemo::evict(cache_age)).is_err() {
        comemo::evict(cache_age);
    }
}

/// Says whether two requests have the same pages, whichever format they want of them.
fn are_set_alike(one: &Request, other: &Request) -> bool {
    let Request { protocol: _, format: _, document, look, options, assets, timestamp } = one;
    *timestamp == other.timestamp
        && *options == other.options
        && *assets == other.assets
        && *look == other.look
        && *document == other.document
}

/// Returns for how many documents results of Typst's cache are kept, of documents as long as this one.
fn cache_age(request: &Request) -> usize {
    let letters = ahead::letters(&request.document).max(1);
    (CACHED_LETTERS / letters).clamp(LEAST_CACHE_AGE, CACHE_AGE)
}

#[cfg(test)]
pub(crate) mod tests {
    use engross_plugin::conformance;
    use engross_plugin::model::{Align, Block, BlockStyle, Inline};
    use typst::layout::{Frame, FrameItem, Point};

    use super::*;
    use crate::data::Purpose;

    /// One of everything, in the usual look.
    pub(crate) fn request() -> Request {
        Request { assets: Vec::new(), ..conformance::everything() }
    }

    /// Returns where on each page words stand that have some letters.
    fn places_of(request: &Request, words: &str) -> Vec<f64> {
        let Ok(Ok(set)) = crate::set(request, Purpose::File) else { panic!("the specimen can be set") };
        let mut found = Vec::new();
        for page in set.document.pages() {
            let mut letters_of_page = Vec::new();
            runs(&page.frame, Point::zero(), &mut letters_of_page);
            found.extend(
                letters_of_page.into_iter().filter(|(_, text)| text.contains(words)).map(|(place, _)| place.x.to_pt()),
            );
        }
        found
    }

    /// Lists every run of letters with its place.
    fn runs(frame: &Frame, at: Point, found: &mut Vec<(Point, String)>) {
        for (place, item) in frame.items() {
            match item {
                FrameItem::Group(group) => runs(&group.frame, at + *place, found),
                FrameItem::Text(text) => found.push((at + *place, text.text.to_string())),
                _ => {}
            }
        }
    }

    #[test]
    fn page_numbers_stand_at_the_outer_edge_as_the_house_writes_them() {
        let mut request = request();
        for block in &mut request.document.parts[0].blocks {
            if let Block::Clause(clause) = block {
                clause
                    .content
                    .push(Inline::text(" and so it goes on, line by line, until the page is full".repeat(200)));
            }
        }
        request.look.page_number = "leaf {page} of {pages}".to_owned();
        let outer = BlockStyle { align: Some(Align::Outer), ..BlockStyle::default() };
        request.look.styles.insert("page-number".to_owned(), outer);
        let places = places_of(&request, "leaf ");
        let count = places.len();
        assert!(count > 2);
        assert_eq!(places_of(&request, &format!("leaf 2 of {count}")), [places[1]]);
        let margin = request.look.page.margin.left * 72.0 / 25.4;
        assert!(places[0] > 2.0 * margin && (places[1] - margin).abs() < 0.5 && places[2] > 2.0 * margin, "{places:?}");
    }

    fn letters_set_for(purpose: Purpose) -> Vec<(Point, String)> {
        let Ok(Ok(set)) = crate::set(&request(), purpose) else { panic!("the specimen can be set") };
        let mut found = Vec::new();
        set.document.pages().iter().for_each(|page| runs(&page.frame, Point::zero(), &mut found));
        found
    }

    #[test]
    fn pages_on_a_screen_are_those_of_the_file() {
        let (file, screen) = (letters_set_for(Purpose::File), letters_set_for(Purpose::Screen));
        assert!(file.len() > 50);
        assert_eq!(file, screen);
    }

    #[test]
    fn pictures_with_shared_outlines_are_far_smaller() {
        let joined = Request { format: "svg-pages".to_owned(), ..request() };
        let mut shared = joined.clone();
        shared.options.insert("letters".to_owned(), OptionValue::Text("shared".to_owned()));
        let [joined, shared] = [joined, shared].map(|request| pages(&request).unwrap_or_default().artifacts);
        assert_eq!(joined.len(), shared.len());
        let size = |pages: &[Artifact]| pages.iter().map(|page| page.bytes.len()).sum::<usize>();
        assert!(size(&shared) * 2 < size(&joined), "{} and {}", size(&shared), size(&joined));
    }

    #[test]
    fn pictures_and_places_are_of_pages_set_once() {
        let mut request = Request { format: "svg-pages".to_owned(), ..request() };
        request.document.slug.push_str("-set-once");
        let set_for = |request: &Request| {
            let mut pages = None;
            let answer = answered(request, |set| {
                pages = Some(set.clone());
                Response::default()
            });
            assert!(answer.is_ok(), "the specimen can be set");
            pages.expect("there are pages")
        };
        let of_pictures = set_for(&request);
        request.format = "places".to_owned();
        assert!(Arc::ptr_eq(&of_pictures, &set_for(&request)));
        request.document.slug.push('x');
        assert!(!Arc::ptr_eq(&of_pictures, &set_for(&request)), "another document is another set of pages");
    }

    #[test]
    fn pages_that_stay_as_they_are_keep_their_bytes() {
        let mut request = Request { format: "svg-pages".to_owned(), ..request() };
        let before = pages(&request).unwrap_or_default();
        assert!(!before.artifacts.is_empty() && before.artifacts[0].bytes.starts_with(b"<svg"));
        request.document.metadata.creator.push('x');
        let after = pages(&request).unwrap_or_default();
        assert_eq!(before, after, "what nobody sees changes nothing");
    }
}
