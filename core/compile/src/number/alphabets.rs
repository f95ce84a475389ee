//! The letters of labels: alphabets in the order and with the gaps that lists in a language have, and numerals that add
//! up the worth of letters.

use super::scheme::AfterLast;

/// A named alphabet.
#[derive(Debug)]
pub struct Alphabet {
    /// What a house's data calls it.
    pub name: &'static str,
    /// Its letters in order, separated by blanks.
    pub letters: &'static str,
    /// What usually follows the last.
    pub after_last: AfterLast,
}

const fn alphabet(name: &'static str, letters: &'static str) -> Alphabet {
    Alphabet { name, letters, after_last: AfterLast::Repeat }
}

/// An alphabet whose end is the end of a list: nobody has settled what follows.
const fn closed(name: &'static str, letters: &'static str) -> Alphabet {
    Alphabet { name, letters, after_last: AfterLast::Error }
}

/// The named alphabets. The joiner after heh keeps it from looking like the digit five.
#[rustfmt::skip]
pub const ALPHABETS: &[Alphabet] = &[
    alphabet("lower-latin", "a b c d e f g h i j k l m n o p q r s t u v w x y z"),
    alphabet("upper-latin", "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z"),
    alphabet("ru-short", "а б в г д е ж з и к л м н о п р с т у ф х ц ч ш щ э ю я"),
    alphabet("ru-short-yery", "а б в г д е ж з и к л м н о п р с т у ф х ц ч ш щ ы э ю я"),
    alphabet("ru-gost", "а б в г д е ж и к л м н п р с т у ф х ц ш щ э ю я"),
    alphabet("ru-full", "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я"),
    alphabet("uk-short", "а б в г д е є ж з и і к л м н о п р с т у ф х ц ч ш ю я"),
    alphabet("uk-dstu", "а б в г д е ж и к л м н п р с т у ф х ц ш щ ю я"),
    alphabet("uk-full", "а б в г ґ д е є ж з и і ї й к л м н о п р с т у ф х ц ч ш щ ь ю я"),
    alphabet("bg", "а б в г д е ж з и к л м н о п р с т у ф х ц ч ш щ ъ ю я"),
    alphabet("bg-full", "а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ь ю я"),
    alphabet("sr", "а б в г д ђ е ж з и ј к л љ м н њ о п р с т ћ у ф х ц ч џ ш"),
    alphabet("lower-greek", "α β γ δ ε ζ η θ ι κ λ μ ν ξ ο π ρ σ τ υ φ χ ψ ω"),
    alphabet("upper-greek", "Α Β Γ Δ Ε Ζ Η Θ Ι Κ Λ Μ Ν Ξ Ο Π Ρ Σ Τ Υ Φ Χ Ψ Ω"),
    closed("ar-abjad", "ا ب ج د ه\u{200d} و ز ح ط ي ك ل م ن س ع ف ص ق ر ش ت ث خ ذ ض ظ غ"),
    closed("ar-maghrebi", "ا ب ج د ه\u{200d} و ز ح ط ي ك ل م ن ص ع ف ض ق ر س ت ث خ ذ ظ غ ش"),
    closed("ar-hijai", "أ ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن ه\u{200d} و ى"),
    closed("fa", "ا ب پ ت ث ج چ ح خ د ذ ر ز ژ س ش ص ض ط ظ ع غ ف ق ک گ ل م ن و ه\u{200d} ی"),
    closed("zh-decimal", "一 二 三 四 五 六 七 八 九 十"),
    closed("zh-bracketed", "㈠ ㈡ ㈢ ㈣ ㈤ ㈥ ㈦ ㈧ ㈨ ㈩"),
];

/// Numerals that add up what their signs are worth, the greatest first.
#[derive(Debug)]
pub(super) struct Additive {
    /// What each sign is worth.
    signs: &'static [(u32, &'static str)],
    /// The greatest number that can be written.
    most: u32,
}

#[rustfmt::skip]
pub(super) const ROMAN: Additive = Additive { most: 3999, signs: &[
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"),
    (5, "V"), (4, "IV"), (1, "I"),
]};

#[rustfmt::skip]
pub(super) const GREEK: Additive = Additive { most: 999, signs: &[
    (900, "ϡ"), (800, "ω"), (700, "ψ"), (600, "χ"), (500, "φ"), (400, "υ"), (300, "τ"), (200, "σ"), (100, "ρ"), (90, "ϟ"),
    (80, "π"), (70, "ο"), (60, "ξ"), (50, "ν"), (40, "μ"), (30, "λ"), (20, "κ"), (10, "ι"), (9, "θ"), (8, "η"), (7, "ζ"),
    (6, "στ"), (5, "ε"), (4, "δ"), (3, "γ"), (2, "β"), (1, "α"),
]};

/// Fifteen and sixteen are 9 + 6 and 9 + 7, so that no numeral spells the name of God.
#[rustfmt::skip]
pub(super) const HEBREW: Additive = Additive { most: 999, signs: &[
    (400, "ת"), (300, "ש"), (200, "ר"), (100, "ק"), (90, "צ"), (80, "פ"), (70, "ע"), (60, "ס"), (50, "נ"), (40, "מ"),
    (30, "ל"), (20, "כ"), (19, "יט"), (18, "יח"), (17, "יז"), (16, "טז"), (15, "טו"), (10, "י"), (9, "ט"), (8, "ח"), (7, "ז"), (6, "ו"), (5, "ה"), (4, "ד"),
    (3, "ג"), (2, "ב"), (1, "א"),
]};

#[rustfmt::skip]
pub(super) const CHINESE: Additive = Additive { most: 99, signs: &[
    (90, "九十"), (80, "八十"), (70, "七十"), (60, "六十"), (50, "五十"), (40, "四十"), (30, "三十"), (20, "二十"), (10, "十"),
    (9, "九"), (8, "八"), (7, "七"), (6, "六"), (5, "五"), (4, "四"), (3, "三"), (2, "二"), (1, "一"),
]};

impl Additive {
    /// Writes a number from 1.
    pub(super) fn write(&self, value: u32) -> Option<String> {
        if value > self.most {
            return None;
        }
        let mut rest = value;
        let mut numeral = String::new();
        for (worth, sign) in self.signs {
            while rest >= *worth {
                numeral.push_str(sign);
                rest -= worth;
            }
        }
        Some(numeral)
    }

    /// Reads what [`write`](Self::write) writes.
    pub(super) fn read(&self, numeral: &str) -> Option<u32> {
        let mut rest = numeral;
        let mut value = 0_u32;
        while !rest.is_empty() {
            // The longest sign that fits: `στ` is six, not two hundred and three hundred.
            let fitting = self.signs.iter().filter(|(_, sign)| rest.starts_with(sign));
            let (worth, sign) = fitting.max_by_key(|(_, sign)| sign.len())?;
            value = value.checked_add(*worth)?;
            rest = &rest[sign.len()..];
        }
        // Reading is lenient (`IIII`), so the number is written again and compared.
        (value > 0 && self.write(value).as_deref() == Some(numeral)).then_some(value)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::scheme::{Letters, Numerals};
    use super::*;

    fn usual(name: &str) -> Numerals {
        Numerals::Letters(Letters { alphabet: name.to_owned(), after_last: None })
    }

    /// Name, first, last, count, letters of the script that lists skip, and what follows the last.
    #[rustfmt::skip]
    const EXPECTED: &[(&str, &str, &str, u32, &str, &str)] = &[
        ("lower-latin", "a", "z", 26, "ñçßéœ", "aa"),
        ("upper-latin", "A", "Z", 26, "ÑÇÉŒ", "AA"),
        ("ru-short", "а", "я", 28, "ёйъыь", "аа"),
        ("ru-short-yery", "а", "я", 29, "ёйъь", "аа"),
        ("ru-gost", "а", "я", 25, "ёзйочъыь", "аа"),
        ("ru-full", "а", "я", 33, "", "аа"),
        ("uk-short", "а", "я", 28, "ґїйщь", "аа"),
        ("uk-dstu", "а", "я", 24, "ґєзіїйочь", "аа"),
        ("uk-full", "а", "я", 33, "", "аа"),
        ("bg", "а", "я", 28, "йь", "аа"),
        ("bg-full", "а", "я", 30, "", "аа"),
        ("sr", "а", "ш", 30, "", "аа"),
        ("lower-greek", "α", "ω", 24, "ς", "αα"),
        ("upper-greek", "Α", "Ω", 24, "", "ΑΑ"),
        ("ar-abjad", "ا", "غ", 28, "أى", "-"),
        ("ar-maghrebi", "ا", "ش", 28, "أى", "-"),
        ("ar-hijai", "أ", "ى", 28, "اي", "-"),
        ("fa", "ا", "ی", 32, "كي", "-"),
        ("zh-decimal", "一", "十", 10, "", "-"),
        ("zh-bracketed", "㈠", "㈩", 10, "", "-"),
    ];

    #[test]
    fn alphabets_begin_end_and_go_on_as_their_sources_say() {
        assert_eq!(
            EXPECTED.iter().map(|row| row.0).collect::<Vec<_>>(),
            ALPHABETS.iter().map(|it| it.name).collect::<Vec<_>>()
        );
        for (name, first, last, count, skipped, next) in EXPECTED {
            let numerals = usual(name);
            let written = |value: u32| numerals.write(value).unwrap_or_else(|| "-".to_owned());
            assert_eq!([written(1), written(*count), written(count + 1)], [*first, *last, *next], "{name}");
            let labels: BTreeSet<String> = (1..=*count).map(written).collect();
            assert_eq!(labels.len(), *count as usize, "{name}");
            assert!(skipped.chars().all(|letter| !labels.contains(&letter.to_string())), "{name}");
        }
    }

    #[test]
    fn numerals_of_letters_add_up() {
        let written = |numerals: &Numerals, values: &[u32]| -> Vec<String> {
            values.iter().map(|value| numerals.write(*value).unwrap_or_else(|| "-".to_owned())).collect()
        };
        assert_eq!(
            written(&Numerals::Greek, &[1, 5, 6, 7, 10, 11, 16, 20, 206, 999, 1000]),
            ["α", "ε", "στ", "ζ", "ι", "ια", "ιστ", "κ", "σστ", "ϡϟθ", "-"]
        );
        assert_eq!(
            written(&Numerals::Hebrew, &[1, 10, 11, 14, 15, 16, 17, 115, 999, 1000]),
            ["א", "י", "יא", "יד", "טו", "טז", "יז", "קטו", "תתקצט", "-"]
        );
        assert_eq!(
            written(&Numerals::Chinese, &[1, 10, 11, 20, 21, 99, 100]),
            ["一", "十", "十一", "二十", "二十一", "九十九", "-"]
        );
        for (numerals, wrong) in
            [(Numerals::Greek, "ις"), (Numerals::Greek, "αι"), (Numerals::Hebrew, "יה"), (Numerals::Chinese, "一十")]
        {
            assert_eq!(numerals.read(wrong), None, "{wrong}");
        }
    }
}
