//! How words are written into a source text: as YAML, and so that none of them is taken for markup.
//!
//! For those who make a text out of something else; the patch writer changes texts that are there.

use crate::translation::folded;

/// Writes running text as the value of a key that stands behind so many blanks: short words on its line, longer ones folded
/// below it.
pub fn running_text(text: &str, indent: usize) -> String {
    folded(text, indent)
}

/// Writes plain words so that they read as themselves: `\*` for a star.
pub fn literally(words: &str) -> String {
    let mut written = String::with_capacity(words.len());
    for character in words.chars() {
        if matches!(character, '\\' | '*' | '^' | '~' | '[' | ']') {
            written.push('\\');
        }
        written.push(character);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::literally;
    use crate::parse::inline;
    use engross_model::plain_text;

    #[test]
    fn signs_read_as_themselves() {
        for words in ["2 * 3 ** 4", "[a](b) [^c] [#d]", "x^2^ ~y~ \\", "A/RES/73/7*"] {
            let markup = inline::parse(&literally(words));
            assert!(markup.errors.is_empty());
            assert_eq!(plain_text(&markup.inlines()), words);
        }
    }
}
