//! Draws a run of letters as one path.
//!
//! Typst's pictures draw every letter with an element of its own, some thousands a page, and a browser takes its time over
//! each. One path for all letters of a run shows the same and is there in a third of the time. What does not look as
//! expected here stays as Typst wrote it.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

/// How an outline begins: everything after it is relative to this point.
const ORIGIN: &str = "M 0 0";

/// Joins the letters of every run.
pub(crate) fn joined(svg: &str) -> String {
    let outlines = outlines(svg);
    let mut whole = String::with_capacity(svg.len() * 2);
    let mut kept: HashSet<&str> = HashSet::new();
    let mut rest = svg;
    while let Some(at) = rest.find("<use ") {
        let (before, from) = rest.split_at(at);
        whole.push_str(before);
        let (letters, after) = run(from, &outlines);
        rest = after;
        if letters.is_empty() {
            // Not a letter that can be joined: it goes on drawing its symbol.
            let (element, after) = from.split_at(from.find('>').map_or(from.len(), |end| end + 1));
            kept.extend(attribute(element, "xlink:href=\"#"));
            whole.push_str(element);
            rest = after;
        }
        for same in letters.chunk_by(|one, other| one.fill == other.fill) {
            let _ = write!(whole, "<path fill=\"{}\" d=\"", same.first().map_or("", |letter| letter.fill));
            for Letter { x, y, outline, .. } in same {
                let _ = write!(whole, "M {} {}{outline}", rounded(*x), rounded(*y));
            }
            whole.push_str("\"/>");
        }
    }
    whole.push_str(rest);
    without_symbols(&whole, &outlines, &kept)
}

/// A letter that draws an outline known here.
struct Letter<'a> {
    x: f64,
    y: f64,
    fill: &'a str,
    outline: &'a str,
}

/// Reads the letters at the beginning of a text, and returns what follows them.
fn run<'a>(text: &'a str, outlines: &'a HashMap<&'a str, String>) -> (Vec<Letter<'a>>, &'a str) {
    let (mut letters, mut rest) = (Vec::new(), text);
    while let Some((letter, after)) = letter(rest, outlines) {
        letters.push(letter);
        rest = after;
    }
    (letters, rest)
}

fn letter<'a>(text: &'a str, outlines: &'a HashMap<&'a str, String>) -> Option<(Letter<'a>, &'a str)> {
    let rest = text.strip_prefix("<use xlink:href=\"#")?;
    let (id, rest) = rest.split_once("\" x=\"")?;
    let (x, rest) = rest.split_once("\" y=\"")?;
    let (y, rest) = rest.split_once("\" fill=\"")?;
    let (fill, rest) = rest.split_once("\" fill-rule=\"nonzero\"/>")?;
    let is_plain = !fill.contains(['"', '<', '(']);
    let outline = outlines.get(id).filter(|_| is_plain)?;
    Some((Letter { x: x.parse().ok()?, y: y.parse().ok()?, fill, outline }, rest))
}

/// Returns the outlines of all letters, from their second point on, by the names of their symbols.
fn outlines(svg: &str) -> HashMap<&str, String> {
    let symbols = svg.split("<symbol id=\"").skip(1).filter_map(|symbol| {
        let (id, rest) = symbol.split_once("\" overflow=\"visible\"><path d=\"")?;
        let (path, rest) = rest.split_once("\"/>")?;
        rest.starts_with("</symbol>").then_some(())?;
        Some((id, shortened(path.strip_prefix(ORIGIN)?)))
    });
    symbols.collect()
}

/// Writes the numbers of a path shorter: to a thousandth of a point.
fn shortened(path: &str) -> String {
    let mut short = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(at) = rest.find(|letter: char| letter.is_ascii_digit() || letter == '-') {
        let (before, from) = rest.split_at(at);
        let end =
            from.find(|letter: char| !(letter.is_ascii_digit() || matches!(letter, '-' | '.'))).unwrap_or(from.len());
        let (number, after) = from.split_at(end);
        short.push_str(before);
        match number.parse() {
            Ok(number) => short.push_str(&rounded(number)),
            Err(_) => short.push_str(number),
        }
        rest = after;
    }
    short + rest
}

fn rounded(number: f64) -> String {
    let text = format!("{number:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Leaves out the symbols that nothing draws any more.
fn without_symbols(svg: &str, outlines: &HashMap<&str, String>, kept: &HashSet<&str>) -> String {
    const BEGINNING: &str = "<symbol id=\"";
    let mut whole = String::with_capacity(svg.len());
    let mut rest = svg;
    while let Some(at) = rest.find(BEGINNING) {
        let (before, symbol) = rest.split_at(at);
        let end = symbol.find("</symbol>").map_or(symbol.len(), |end| end + "</symbol>".len());
        let (symbol, after) = symbol.split_at(end);
        whole.push_str(before);
        let id = attribute(symbol, "id=\"").unwrap_or_default();
        if !outlines.contains_key(id) || kept.contains(id) {
            whole.push_str(symbol);
        }
        rest = after;
    }
    whole + rest
}

fn attribute<'a>(element: &'a str, beginning: &str) -> Option<&'a str> {
    let (_, value) = element.split_once(beginning)?;
    value.split_once('"').map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_a_run_become_one_path() {
        let svg = concat!(
            r##"<svg><g><use xlink:href="#a" x="0" y="0" fill="#000" fill-rule="nonzero"/>"##,
            r##"<use xlink:href="#a" x="8.66601" y="0" fill="#000" fill-rule="nonzero"/>"##,
            r##"<use xlink:href="#a" x="1" y="2" fill="#f00" fill-rule="nonzero"/></g>"##,
            r##"<defs><symbol id="a" overflow="visible"><path d="M 0 0m 1.23456 -0.0001l 2 3Z "/></symbol></defs></svg>"##,
        );
        let expected = concat!(
            r##"<svg><g><path fill="#000" d="M 0 0m 1.235 0l 2 3Z M 8.666 0m 1.235 0l 2 3Z "/>"##,
            r##"<path fill="#f00" d="M 1 2m 1.235 0l 2 3Z "/></g><defs></defs></svg>"##,
        );
        assert_eq!(joined(svg), expected);
    }

    #[test]
    fn what_is_not_known_stays() {
        let svg = concat!(
            r##"<svg><use xlink:href="#a" transform="scale(2)"/>"##,
            r##"<use xlink:href="#a" x="1" y="2" fill="url(#g)" fill-rule="nonzero"/>"##,
            r##"<use xlink:href="#b" x="0" y="0" fill="#000" fill-rule="nonzero"/>"##,
            r##"<defs><symbol id="a" overflow="visible"><path d="M 0 0l 2 3Z "/></symbol>"##,
            r##"<symbol id="b" overflow="visible"><image/></symbol></defs></svg>"##,
        );
        assert_eq!(joined(svg), svg);
    }
}
