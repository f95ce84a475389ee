//! A gallery: pages of several PDF files on sheets, the same page of each side by side.
//!
//! The pages stay what they are, so that their words can be searched and copied. PDF/A and PDF/UA let no file hold the pages
//! of another, so that the sheets claim neither; they are tagged, and each page on them is described in words.

use std::collections::HashMap;
use std::sync::Arc;

use engross_plugin::model::{self, Asset, Finding};
use serde_json::{Value, json};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::fonts::{self, Fonts};
use crate::world::{file, library, source};
use crate::{CACHE_AGE, STACK, creator};

/// The first pages of a PDF file, with what stands above them.
#[derive(Debug, Clone)]
pub struct Exhibit {
    /// What it shows.
    pub heading: String,
    /// Smaller lines below the heading.
    pub lines: Vec<String>,
    /// The PDF file.
    pub pdf: model::Bytes,
    /// Describes each of the pages that are shown, from the first on.
    pub pages: Vec<String>,
    /// Width and height of a page, in millimetres.
    pub size: [f64; 2],
}

/// Sets the sheets of a gallery, and returns them as a PDF file. The fonts are for headings that the fonts compiled in lack
/// letters for.
///
/// # Errors
/// `REND-01` where a file cannot be shown.
pub fn gallery(title: &str, exhibits: &[Exhibit], fonts: &[Asset]) -> Result<Vec<u8>, Vec<Finding>> {
    let world = SheetWorld::new(title, exhibits, fonts);
    stacker::maybe_grow(STACK / 8, STACK, || {
        let compiled = typst::compile::<PagedDocument>(&world);
        comemo::evict(CACHE_AGE);
        let options = PdfOptions { creator: creator(), ..PdfOptions::default() };
        compiled.output.and_then(|document| typst_pdf::pdf(&document, &options)).map_err(|errors| refusals(&errors))
    })
}

fn refusals(errors: &[SourceDiagnostic]) -> Vec<Finding> {
    let finding = |error: &SourceDiagnostic| Finding::new("REND-01", format!("the gallery: {}", error.message));
    errors.iter().map(finding).collect()
}

/// What Typst sees of a gallery: its data and the PDF files.
struct SheetWorld {
    fonts: Arc<Fonts>,
    main: Source,
    files: HashMap<FileId, Bytes>,
}

impl SheetWorld {
    fn new(title: &str, exhibits: &[Exhibit], fonts: &[Asset]) -> Self {
        let name = |at: usize| format!("{at}.pdf");
        let shown = exhibits.iter().enumerate().map(|(at, exhibit)| data(exhibit, &format!("/{}", name(at))));
        let gallery = json!({"title": title, "exhibits": shown.collect::<Vec<_>>()}).to_string();
        let files = exhibits.iter().enumerate();
        let files = files.map(|(at, exhibit)| (file(&name(at)), Bytes::new(exhibit.pdf.to_vec())));
        Self {
            fonts: fonts::all(&fonts.iter().collect::<Vec<_>>()),
            main: source("gallery.typ", include_str!("gallery.typ").to_owned()),
            files: files.chain([(file("data.json"), Bytes::from_string(gallery))]).collect(),
        }
    }
}

fn data(exhibit: &Exhibit, file: &str) -> Value {
    let Exhibit { heading, lines, pages, size, .. } = exhibit;
    json!({"heading": heading, "lines": lines, "pages": pages, "size": size, "file": file})
}

impl World for SheetWorld {
    fn library(&self) -> &LazyHash<Library> {
        library()
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use engross_plugin::model::Request;

    use super::*;
    use crate::pages::tests::request;

    fn exhibit() -> Exhibit {
        let mut pdf = crate::render(&Request { format: "pdf".to_owned(), ..request() }).unwrap_or_default().artifacts;
        Exhibit {
            heading: "Assembly of Specimens <&>".to_owned(),
            lines: vec!["#panic()".to_owned()],
            pdf: pdf.remove(0).bytes,
            pages: vec!["The first page".to_owned()],
            size: [210.0, 297.0],
        }
    }

    #[test]
    fn pages_are_shown_with_the_same_bytes_each_time() {
        let exhibits = vec![exhibit(); 5];
        let [first, second] = [0, 1].map(|_| gallery("Gallery", &exhibits, &[]).unwrap_or_default());
        assert!(first.starts_with(b"%PDF"));
        assert_eq!(first, second);
    }

    #[test]
    fn what_is_no_pdf_is_refused_in_words() {
        let exhibit = Exhibit { pdf: model::Bytes::from("no PDF".to_owned()), ..exhibit() };
        let findings = gallery("Gallery", &[exhibit], &[]).unwrap_err();
        assert_eq!(findings[0].code, "REND-01");
    }
}
