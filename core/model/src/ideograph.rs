//! Letters that take the place of whole words or syllables, with no blanks between them.

/// Says whether a letter or a mark belongs to the writing of Chinese or Japanese, where a line may break on either side of
/// nearly every letter, and where a line's end stands for no blank.
pub fn is_ideographic(character: char) -> bool {
    matches!(
        character,
        '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_marks_of_east_asia_are_ideographic() {
        assert!("水々、。「」（），：ひカ\u{2f800}".chars().all(is_ideographic));
        assert!(!"a1é水位한ไ“”·…".chars().filter(|it| !"水位".contains(*it)).any(is_ideographic));
    }
}
