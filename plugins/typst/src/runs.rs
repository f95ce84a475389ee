//! Draws letters otherwise than Typst, which has a long element for each, some thousands a page.
//!
//! A browser takes its time over every element. One path for all letters of a run shows the same and is there in a third of
//! the time. A file that is kept should be small instead: there each outline stands once, and letters name it. What does not
//! look as expected here stays as Typst wrote it.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

/// How an outline begins: everything after it is relative to this point.
const ORIGIN: &str = "M 0 0";

/// Joins the letters of every run to one path.
pub(crate) fn joined(svg: &str) -> String {
    redrawn(svg, &outlines(svg), ["<path fill=\"", "\" d=\"", "\"/>"], |whole, letter| {
        whole.push('M');
        write_number(whole, letter.x);
        whole.push(' ');
        write_number(whole, letter.y);
        whole.push_str(letter.outline);
    })
}

/// Draws every outline once, and refers to it wherever a letter has it.
pub(crate) fn shared(svg: &str) -> String {
    let outlines = outlines(svg);
    let mut names: Vec<&str> = Vec::new();
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut whole = redrawn(svg, &outlines, ["<g fill=\"", "\">", "</g>"], |whole, letter| {
        let number = *numbers.entry(letter.outline).or_insert_with(|| {
            names.push(letter.outline);
            names.len()
        });
        let _ = write!(whole, "<use href=\"#l{number}\"");
        for (name, value) in [("x", letter.x), ("y", letter.y)].into_iter().filter(|(_, value)| *value != 0.0) {
            let _ = write!(whole, " {name}=\"");
            write_number(whole, value);
            whole.push('"');
        }
        whole.push_str("/>");
    });
    let defined =
        names.iter().enumerate().map(|(at, outline)| format!("<path id=\"l{}\" d=\"M0 0{outline}\"/>", at + 1));
    let defined = format!("<defs>{}</defs>", defined.collect::<String>());
    whole.insert_str(whole.rfind("</svg>").unwrap_or(whole.len()), &defined);
    whole
}

/// Writes a picture whose letters `draw` draws: those of one colour that follow each other between what opens a group
/// before and after the colour, and what closes it.
fn redrawn<'a>(
    svg: &'a str,
    outlines: &'a HashMap<&'a str, String>,
    [open, opened, close]: [&str; 3],
    mut draw: impl FnMut(&mut String, Letter<'a>),
) -> String {
    let mut whole = String::with_capacity(svg.len() * 2);
    let mut kept: HashSet<&str> = HashSet::new();
    let mut open_fill = None;
    for element in elements(svg) {
        let letter = letter(element, outlines);
        let fill = letter.as_ref().map(|letter| letter.fill);
        if open_fill != fill {
            if open_fill.is_some() {
                whole.push_str(close);
            }
            if let Some(fill) = fill {
                whole.extend([open, fill, opened]);
            }
            open_fill = fill;
        }
        if let Some(letter) = letter {
            draw(&mut whole, letter);
        } else {
            // What is not a letter that is known goes on drawing its symbol.
            kept.extend(element.strip_prefix("<use xlink:href=\"#").and_then(|rest| rest.split('"').next()));
            whole.push_str(element);
        }
    }
    without_symbols(&whole, outlines, &kept)
}

/// Parts a picture before every element and every end of one.
fn elements(svg: &str) -> impl Iterator<Item = &str> {
    let beginnings = svg.match_indices('<').map(|(at, _)| at);
    let ends = svg.match_indices('<').map(|(at, _)| at).skip(1).chain([svg.len()]);
    beginnings.zip(ends).filter_map(|(begin, end)| svg.get(begin..end))
}

/// A letter that draws an outline known here.
struct Letter<'a> {
    x: f64,
    y: f64,
    fill: &'a str,
    outline: &'a str,
}

fn letter<'a>(element: &'a str, outlines: &'a HashMap<&'a str, String>) -> Option<Letter<'a>> {
    let mut pieces = element.split('"');
    let mut value_of = |name| pieces.next().filter(|piece| *piece == name).and_then(|_| pieces.next());
    let id = value_of("<use xlink:href=")?.strip_prefix('#')?;
    let (x, y) = (value_of(" x=")?.parse().ok()?, value_of(" y=")?.parse().ok()?);
    let fill = value_of(" fill=")?;
    let is_plain = value_of(" fill-rule=")? == "nonzero" && pieces.eq(["/>"]) && !fill.contains('(');
    let outline = outlines.get(id).filter(|_| is_plain)?;
    Some(Letter { x, y, fill, outline })
}

/// Returns the outlines of all letters, from their second point on, by the names of their symbols.
fn outlines(svg: &str) -> HashMap<&str, String> {
    let elements: Vec<&str> = elements(svg).collect();
    let symbols = elements.windows(3).filter_map(|window| {
        let [symbol, path, end] = window else { return None };
        let id = symbol.strip_prefix("<symbol id=\"")?.strip_suffix("\" overflow=\"visible\">")?;
        let path = path.strip_prefix("<path d=\"")?.strip_suffix("\"/>")?;
        (*end == "</symbol>").then_some(())?;
        Some((id, shortened(path.strip_prefix(ORIGIN)?)?))
    });
    symbols.collect()
}

/// Writes a path in fewer letters; `None` if it does not look like one.
fn shortened(path: &str) -> Option<String> {
    let mut short = String::with_capacity(path.len());
    let mut follows_number = false;
    let is_command = |letter: char| letter.is_ascii_alphabetic() && letter != 'e';
    for piece in path.split_inclusive(|letter: char| letter == ' ' || is_command(letter)) {
        let number = piece.trim_end_matches(|letter: char| letter == ' ' || is_command(letter));
        if !number.is_empty() {
            let number: f64 = number.parse().ok()?;
            let before = short.len();
            write_number(&mut short, number);
            if follows_number && !short[before..].starts_with('-') {
                short.insert(before, ' ');
            }
            follows_number = true;
        }
        if piece.ends_with(is_command) {
            short.extend(piece.chars().next_back());
            follows_number = false;
        }
    }
    Some(short)
}

/// Writes a number to a thousandth of a point.
#[expect(clippy::cast_possible_truncation, reason = "nothing on a page is so far away")]
fn write_number(text: &mut String, number: f64) {
    let thousandths = (number * 1_000.0).round_ties_even() as i64;
    let (whole, mut rest) = (thousandths.unsigned_abs() / 1_000, thousandths.unsigned_abs() % 1_000);
    if thousandths < 0 {
        text.push('-');
    }
    if whole > 0 || rest == 0 {
        let _ = write!(text, "{whole}");
    }
    if rest > 0 {
        text.push('.');
    }
    while rest > 0 {
        text.extend(char::from_digit((rest / 100) as u32, 10));
        rest = rest % 100 * 10;
    }
}

/// Leaves out the symbols that nothing draws any more.
fn without_symbols(svg: &str, outlines: &HashMap<&str, String>, kept: &HashSet<&str>) -> String {
    let mut whole = String::with_capacity(svg.len());
    let mut is_left_out = false;
    for element in elements(svg) {
        let id = element.strip_prefix("<symbol id=\"").and_then(|rest| rest.split('"').next());
        is_left_out |= id.is_some_and(|id| outlines.contains_key(id) && !kept.contains(id));
        if !is_left_out {
            whole.push_str(element);
        }
        is_left_out &= element != "</symbol>";
    }
    whole
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
            r##"<svg><g><path fill="#000" d="M0 0m1.235 0l2 3ZM8.666 0m1.235 0l2 3Z"/>"##,
            r##"<path fill="#f00" d="M1 2m1.235 0l2 3Z"/></g><defs></defs></svg>"##,
        );
        assert_eq!(joined(svg), expected);
    }

    #[test]
    fn outlines_stand_once() {
        let svg = concat!(
            r##"<svg><g><use xlink:href="#a" x="0" y="0" fill="#000" fill-rule="nonzero"/>"##,
            r##"<use xlink:href="#a" x="8.66601" y="2" fill="#000" fill-rule="nonzero"/></g>"##,
            r##"<defs><symbol id="a" overflow="visible"><path d="M 0 0l 2 3Z "/></symbol></defs></svg>"##,
        );
        let expected = concat!(
            r##"<svg><g><g fill="#000"><use href="#l1"/><use href="#l1" x="8.666" y="2"/></g></g>"##,
            r##"<defs></defs><defs><path id="l1" d="M0 0l2 3Z"/></defs></svg>"##,
        );
        assert_eq!(shared(svg), expected);
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

    #[test]
    fn paths_are_short() {
        assert_eq!(shortened("m 0.5 -0.25q 12 1e-9 -0.1004 2Z ").as_deref(), Some("m.5-.25q12 0-.1 2Z"));
        assert_eq!(shortened("m 0.5 2.5.1"), None);
    }
}
