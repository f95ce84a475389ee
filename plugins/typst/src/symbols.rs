//! Symbols of documents, as `A/RES/73/7`: no line ends inside one, though lines may end after a stroke elsewhere.

/// The most characters that stay together; what is longer may not fit on a line.
const LONGEST: usize = 24;

/// Parts a text where a symbol begins or ends, and says of each piece whether it is one. Nearly every text is one piece.
pub(crate) fn pieces(text: &str) -> Vec<(bool, &str)> {
    let mut pieces = Vec::new();
    let (mut begin, mut at) = (0, 0);
    if text.contains('/') {
        for word in text.split_inclusive(char::is_whitespace) {
            if let Some(symbol) = symbol_in(word) {
                let start = at + word.find(symbol).unwrap_or_default();
                pieces.push((false, &text[begin..start]));
                pieces.push((true, symbol));
                begin = start + symbol.len();
            }
            at += word.len();
        }
    }
    pieces.push((false, &text[begin..]));
    pieces.retain(|(_, piece)| !piece.is_empty());
    pieces
}

/// Returns the symbol that a word is, without the marks around it: short, of letters and figures, with a stroke.
fn symbol_in(word: &str) -> Option<&str> {
    let symbol = word.trim_matches(|letter: char| !letter.is_alphanumeric());
    let fits = symbol.len() <= LONGEST && symbol.is_ascii() && !symbol.contains("//");
    let has = |what: fn(char) -> bool| symbol.contains(what);
    (fits && has(|letter| letter == '/') && has(|letter| letter.is_ascii_digit())).then_some(symbol)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_stay_in_one_piece() {
        assert_eq!(
            pieces("such as (A/RES/73/7), or R-1/2025."),
            [(false, "such as ("), (true, "A/RES/73/7"), (false, "), or "), (true, "R-1/2025"), (false, ".")]
        );
    }

    #[test]
    fn what_is_no_symbol_may_break() {
        for text in
            ["", "and/or", "no stroke in 1949", "https://example.org/1", "حزيران/يونيو", "a/long/way/to/some/file/at/1"]
        {
            assert!(pieces(text).iter().all(|(is_symbol, _)| !is_symbol), "{text}");
        }
    }
}
