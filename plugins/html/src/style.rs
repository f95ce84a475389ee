//! The style sheets of a page, and the policy that lets these and nothing else take effect.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use engross_plugin::model::{Asset, Direction, Document, Finding, Look, Side};
use sha2::{Digest, Sha256};

use crate::escape;

/// The house's style sheet, ready for a page.
#[derive(Debug)]
pub(crate) struct Sheet {
    text: String,
    hash: String,
}

impl Sheet {
    /// Reads the house's style sheet.
    ///
    /// # Errors
    /// `REND-03` if it cannot stand in a page.
    pub(crate) fn read(asset: &Asset, bytes: &[u8]) -> Result<Self, Finding> {
        let refuse =
            |message: &str| Finding::new("REND-03", format!("`{}` {message}", asset.name)).in_file(&asset.name);
        let text = std::str::from_utf8(bytes).map_err(|_| refuse("is not UTF-8"))?;
        if text.contains('\0') || text.to_ascii_lowercase().contains("</style") {
            return Err(refuse("holds what no style sheet in a page may hold: `</style` or a null character"));
        }
        // A browser reads line feeds alone, and the hash is of what it reads.
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
        Ok(Self { hash: hash(&text), text })
    }
}

/// Writes the style sheets and, before them, the policy: nothing is loaded, and only these sheets, known by their hashes,
/// take effect.
pub(crate) fn elements(sheet: &Sheet, document: &Document, look: &Look) -> String {
    let page = page_sheet(document, look);
    let (house_hash, page_hash, house) = (&sheet.hash, hash(&page), &sheet.text);
    format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{page_hash}' \
         'sha256-{house_hash}'; base-uri 'none'; form-action 'none'\">\n<style>{page}</style>\n<style>{house}</style>\n"
    )
}

fn hash(text: &str) -> String {
    STANDARD.encode(Sha256::digest(text.as_bytes()))
}

/// Writes the rules that follow from the request: the sheet of paper, the type size, the running head. They come before
/// the house's own, which may overrule them.
fn page_sheet(document: &Document, look: &Look) -> String {
    let mut style = String::from("@page {");
    let page = &look.page;
    if let Some([width, height]) = lengths([page.width, page.height]) {
        style.push_str(&format!(" size: {width}mm {height}mm;"));
    }
    let Side { top, right, bottom, left } = page.margin;
    if let Some([top, right, bottom, left]) = lengths([top, right, bottom, left]) {
        style.push_str(&format!(" margin: {top}mm {right}mm {bottom}mm {left}mm;"));
    }
    style.push_str(" @bottom-center { content: counter(page); } }\n");
    if !document.running_head.is_empty() {
        let corner = if document.language.direction == Direction::Rtl { "@top-left" } else { "@top-right" };
        let head = escape::style_string(&document.running_head);
        style.push_str(&format!("@page {{ {corner} {{ content: {head}; }} }}\n"));
        style.push_str(&format!("@page :first {{ {corner} {{ content: none; }} }}\n"));
    }
    if let Some([size]) = lengths([look.size]) {
        style.push_str(&format!("@media print {{ :root {{ font-size: {size}pt; }} }}\n"));
    }
    style
}

/// Passes lengths that paper can have.
fn lengths<const N: usize>(lengths: [f64; N]) -> Option<[f64; N]> {
    lengths.iter().all(|length| (0.0..=10_000.0).contains(length)).then_some(lengths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paper_has_finite_lengths() {
        assert_eq!(lengths([210.0, 0.0]), Some([210.0, 0.0]));
        for wrong in [f64::NAN, f64::INFINITY, -1.0, 1e300] {
            assert_eq!(lengths([wrong]), None);
        }
    }

    #[test]
    fn the_hash_is_what_browsers_compute() {
        assert_eq!(hash(""), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
