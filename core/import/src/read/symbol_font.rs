//! What the font Symbol shows for its codes, which files name by places of their own beside all letters: U+F0B0 for `°`.

use super::lines::Lines;
use super::omissions::Kind;

/// The name of the font.
const NAME: &str = "Symbol";

/// What it shows from 20 on; the pieces of which tall brackets are put together are no signs.
const FROM_20: &str =
    " !∀#∃%&∍()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_\u{fffd}αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼";

/// What it shows from A0 on.
const FROM_A0: &str = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…\u{fffd}\u{fffd}↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑";

/// The codes behind those: the other bracket, the integral.
const FURTHER: [(u32, char); 2] = [(0xf1, '⟩'), (0xf2, '∫')];

/// Where files put the codes of such fonts.
const PLACED_FROM: u32 = 0xf000;

/// Says whether a font of this name is the font Symbol; programs number several entries of one font: `Symbol1`.
pub(super) fn is_named(font: &str) -> bool {
    font.trim().trim_end_matches(|sign: char| sign.is_ascii_digit()).eq_ignore_ascii_case(NAME)
}

/// Returns the sign that the font shows for a code, wherever a file puts it.
pub(super) fn sign(code: u32) -> Option<char> {
    let code = code.checked_sub(PLACED_FROM).unwrap_or(code);
    let listed = |signs: &str, first: u32| signs.chars().nth(usize::try_from(code.checked_sub(first)?).ok()?);
    let sign = match code {
        0x20..=0x7e => listed(FROM_20, 0x20),
        0xa0..=0xe5 => listed(FROM_A0, 0xa0),
        _ => FURTHER.iter().find(|(further, _)| *further == code).map(|(_, sign)| *sign),
    };
    sign.filter(|sign| *sign != char::REPLACEMENT_CHARACTER)
}

/// Reads words set in the font, and says where they have plain letters, for which some programs show signs.
pub(super) fn read(words: &str, lines: &mut Lines) -> String {
    if words.contains(|sign: char| sign.is_ascii_alphabetic()) {
        lines.leave_out(Kind::SymbolLetters, words);
    }
    shown(words)
}

/// Returns words set in the font as it shows them: only the codes that stand beside all letters; the others stay.
fn shown(words: &str) -> String {
    let as_shown = |letter: char| match letter {
        '\u{f020}'..='\u{f0ff}' => sign(u32::from(letter)).unwrap_or(letter),
        letter => letter,
    };
    words.chars().map(as_shown).collect()
}

#[cfg(test)]
mod tests {
    use super::{FROM_20, FROM_A0, is_named, shown, sign};

    #[test]
    fn codes_are_what_the_font_shows() {
        assert_eq!(FROM_20.chars().count(), 0x7f - 0x20);
        assert_eq!(FROM_A0.chars().count(), 0xe6 - 0xa0);
        for (code, letter) in
            [(0xf0b0, '°'), (0xb1, '±'), (0xf061, 'α'), (0x7a, 'ζ'), (0xf0b7, '•'), (0xe5, '∑'), (0xf2, '∫')]
        {
            assert_eq!(sign(code), Some(letter));
        }
        for code in [0x60, 0xf0e6, 0xf0, 0x9f, 0x1f600] {
            assert_eq!(sign(code), None);
        }
        assert_eq!(shown("5 \u{f0b0}C \u{f0f0}"), "5 °C \u{f0f0}");
        assert!(is_named("Symbol1") && !is_named("OpenSymbol"));
    }
}
