//! The style sheet of a page, and the policy that lets it and nothing else take effect.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use engross_plugin::model::{Align, Asset, Direction, Document, Finding, Look, PagePiece, Side};
use sha2::{Digest, Sha256};

use crate::{escape, look};

/// A style sheet, ready for a page.
#[derive(Debug)]
pub(crate) struct Sheet(String);

impl Sheet {
    /// Reads a style sheet.
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
        Ok(Self(text))
    }
}

/// Writes the style sheet and, before it, the policy: nothing is loaded, and only this sheet, known by its hash, takes
/// effect. What follows from the request overrules the sheet of the backend, and the house's own overrules both.
pub(crate) fn elements(sheet: &Sheet, is_own: bool, document: &Document, look: &Look) -> String {
    let made = page_sheet(document, look) + &look::rules(document, look);
    let style = if is_own { made + &sheet.0 } else { sheet.0.clone() + &made };
    let hash = hash(&style);
    format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}'; \
         base-uri 'none'; form-action 'none'\">\n<style>{style}</style>\n"
    )
}

fn hash(text: &str) -> String {
    STANDARD.encode(Sha256::digest(text.as_bytes()))
}

/// Writes the rules of the sheet of paper: its size, the type size, the running head.
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
    let corner = |side: &str, style: &str| {
        let look = look.style(style);
        let place = match (look.align, document.language.direction) {
            (Some(Align::Center), _) => "center",
            (Some(Align::End | Align::Outer), Direction::Rtl)
            | (None | Some(Align::Start | Align::Both), Direction::Ltr) => "left",
            _ => "right",
        };
        let size = look.size.and_then(|size| lengths([size])).map(|[size]| format!(" font-size: {size}pt;"));
        (format!("@{side}-{place}"), size.unwrap_or_default())
    };
    let (foot, size) = corner("bottom", "page-number");
    let number = look.page_pieces().into_iter().map(|piece| match piece {
        PagePiece::Words(words) => escape::style_string(words),
        PagePiece::Page => "counter(page)".to_owned(),
        PagePiece::Pages => "counter(pages)".to_owned(),
    });
    let number = number.collect::<Vec<_>>().join(" ");
    style.push_str(&format!(" {foot} {{ content: {number};{size} }} }}\n"));
    if !document.running_head.is_empty() {
        let (corner, size) = corner("top", "running-head");
        let head = escape::style_string(&document.running_head);
        style.push_str(&format!("@page {{ {corner} {{ content: {head};{size} }} }}\n"));
        style.push_str(&format!("@page :first {{ {corner} {{ content: none; }} }}\n"));
    }
    if let Some([size]) = lengths([look.size]) {
        style.push_str(&format!("@media print {{ :root {{ font-size: {size}pt; }} }}\n"));
    }
    if let Some([height]) = lengths([look.line_height]) {
        style.push_str(&format!("@media print {{ body {{ line-height: {height}; }} }}\n"));
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
