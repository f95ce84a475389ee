//! Quotations that go on over several paragraphs: a label in one is no label of the text.

use crate::label;

/// No quotation has more paragraphs; a mark that nothing closes quotes nothing.
const LONGEST: usize = 60;

/// Returns the places of paragraphs that go on with a quotation which one before them began.
pub(super) fn further_paragraphs(words: &[&str]) -> Vec<usize> {
    let mut further = Vec::new();
    let mut at = 0;
    while let Some(first) = words.get(at) {
        at += 1;
        let Some((sign, closers)) = opened(first) else { continue };
        // Some set the mark anew before each paragraph.
        let closes = |words: &&str| balance(words.strip_prefix(sign).unwrap_or(words), sign, closers) < 0;
        if let Some(length) = words.get(at..).unwrap_or_default().iter().take(LONGEST).position(closes) {
            further.extend(at..=at + length);
            at += length + 1;
        }
    }
    further
}

/// Returns the sign that opens a quotation with which a paragraph begins and which goes on behind it, and those that may
/// close it.
pub(super) fn opened(words: &str) -> Option<(char, &'static [char])> {
    let sign = words.chars().next()?;
    let closers: &[char] = match sign {
        '“' => &['”'],
        '„' => &['“', '”'],
        '«' => &['»'],
        '「' => &['」'],
        '『' => &['』'],
        _ => return None,
    };
    (balance(words, sign, closers) > 0).then_some((sign, closers))
}

/// Says whether words quote something with its label: `“4. Encourages …;”`.
pub(super) fn begins_with_label(words: &str) -> bool {
    words.strip_prefix(['“', '„', '«', '「', '『']).is_some_and(|quoted| label::typed(quoted.trim_start()).is_some())
}

/// Counts how many quotations more are opened than closed.
fn balance(words: &str, sign: char, closers: &[char]) -> i32 {
    let count = |letter| if letter == sign { 1 } else { -i32::from(closers.contains(&letter)) };
    words.chars().map(count).sum()
}

#[cfg(test)]
mod tests {
    use super::further_paragraphs;

    #[test]
    fn a_quotation_ends_where_it_is_closed() {
        assert_eq!(further_paragraphs(&["He said:", "“1. Keep;", "2. keep “all”;", "3. go.”", "4. Asks"]), [2, 3]);
        assert_eq!(further_paragraphs(&["«1. Gardez ;", "2. partez.»", "3. Prie"]), [1]);
        assert_eq!(further_paragraphs(&["“1. Keep;", "“2. go.”,", "2. Asks"]), [1]);
        assert!(further_paragraphs(&["“1. Keep;", "2. Asks", "3. Thanks"]).is_empty());
        assert!(further_paragraphs(&["“Keep”, it says", "2. Asks”"]).is_empty());
    }
}
