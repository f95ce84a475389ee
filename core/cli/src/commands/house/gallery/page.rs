//! The gallery as one page of HTML, whole in itself: the same page of every house in one row.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use engross_model::Direction;
use sha2::{Digest as _, Sha256};

use super::draw::Shown;
use crate::html::escaped;
use crate::output::{capitalised, count};

const STYLE: &str = include_str!("page.css");

/// Makes the page.
pub(super) fn page(title: &str, shown: &[Shown]) -> String {
    let most = shown.iter().map(|shown| shown.pictures.len()).max().unwrap_or(0);
    // A house takes as many rows as the one with the most pages, and one for its name.
    let style = format!(":root {{ --rows: {}; }}\n{STYLE}", most + 1);
    let hash = STANDARD.encode(Sha256::digest(style.as_bytes()));
    let mut page = String::from("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
    page += &format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; \
         style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\">\n"
    );
    page += &format!("<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n");
    page +=
        &format!("<p>{}. A page opens in its full size.</p>\n<div class=\"houses\">\n", count(shown.len(), "house"));
    shown.iter().for_each(|shown| page += &section(shown));
    page + "</div>\n</main>\n</body>\n</html>\n"
}

fn section(shown: &Shown) -> String {
    let (id, name, tag) = (shown.house.id(), escaped(&shown.name), escaped(&shown.language.tag));
    let direction = if shown.language.direction == Direction::Rtl { "rtl" } else { "ltr" };
    let mut section = format!("<section aria-labelledby=\"{id}\">\n<div>\n");
    section += &format!("<h2 id=\"{id}\" lang=\"{tag}\" dir=\"{direction}\">{name}</h2>\n");
    for line in shown.lines() {
        section += &format!("<p><bdi>{}</bdi></p>\n", escaped(&line));
    }
    section += "</div>\n";
    let [width, height] = shown.size().map(f64::round);
    for (at, picture) in shown.pictures.iter().enumerate() {
        let (own, place) = (format!("{id}--{}", at + 1), capitalised(&shown.place(at)));
        let alt = escaped(&shown.description(at));
        let picture = STANDARD.encode(&**picture);
        section += &format!("<figure id=\"{own}\">\n<a class=\"back\" href=\"#{id}\">Back to the gallery</a>\n");
        section += &format!(
            "<a href=\"#{own}\"><img src=\"data:image/svg+xml;base64,{picture}\" alt=\"{alt}\" width=\"{width}\" \
             height=\"{height}\"></a>\n<figcaption>{place}</figcaption>\n</figure>\n"
        );
    }
    section + "</section>\n"
}
