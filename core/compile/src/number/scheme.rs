//! Numbering schemes: from a position to the text of a label, and back.
//!
//! A scheme is a house's data. Nothing here knows which house wants which scheme, nor what a clause is.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;

use super::alphabets::{ALPHABETS, Alphabet, CHINESE, GREEK, HEBREW, ROMAN};

/// How one level of clauses, or one series of notes, is numbered.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Scheme {
    /// The system that writes the number.
    pub numerals: Numerals,
    /// What stands before the numeral: `(`.
    #[serde(default)]
    pub prefix: String,
    /// What stands after it: `.` or `)`.
    #[serde(default)]
    pub suffix: String,
    /// Numerals of single numbers that are written otherwise, by the number: `{1: premier}`.
    #[serde(default)]
    pub exceptions: BTreeMap<u32, String>,
    /// Where counting begins again.
    #[serde(default)]
    pub run: Run,
    /// The number of the first.
    #[serde(default = "one")]
    pub start: u32,
    /// Whether its clauses may have headings of their own, as articles have.
    #[serde(default)]
    pub headed: bool,
    /// Whether a single clause of a run stays without a label.
    #[serde(default)]
    pub only_if_several: bool,
    /// The whole label of a clause that is alone: `Sole Article`.
    #[serde(default)]
    pub sole: Option<String>,
    /// Whether the parents' numerals stand before this one, joined by a dot: `3.1.2`.
    #[serde(default)]
    pub path: bool,
}

fn one() -> u32 {
    1
}

/// Where counting begins again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Run {
    /// Under each clause of the level above.
    #[default]
    Parent,
    /// In each part.
    Part,
    /// Once in the text.
    Document,
}

/// A way to write whole numbers from 1.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Numerals {
    /// 1, 2, 3.
    Decimal,
    /// i, ii, iii; up to 3999.
    LowerRoman,
    /// I, II, III; up to 3999.
    UpperRoman,
    /// α, β, … στ, ζ, … ι, ια; up to 999.
    Greek,
    /// א, ב, … טו, טז; up to 999.
    Hebrew,
    /// 一, 二, … 十, 十一; up to 99.
    Chinese,
    /// Letters of an alphabet.
    Letters(Letters),
    /// Marks that are doubled after the last: `*`, `†`, …, `**`.
    Symbols(Vec<String>),
    /// These labels and no more.
    List(Vec<String>),
    /// The same mark before every clause: `–`, `•`.
    Bullet(String),
    /// No label.
    None,
}

/// How a language writes the labels of a numbering, where that differs from the house's.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct LabelForm {
    /// The system that writes the number: Arabic has letters of its own.
    pub numerals: Option<Numerals>,
    /// What stands before the numeral: `Article `.
    pub prefix: Option<String>,
    /// What stands after it: ` -`.
    pub suffix: Option<String>,
    /// Numerals of single numbers that are written otherwise, by the number: `{1: premier}`.
    pub exceptions: Option<BTreeMap<u32, String>>,
    /// The whole label of a clause that is alone: `Sole Article`.
    pub sole: Option<String>,
}

/// Letters of an alphabet, and what follows the last.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Letters {
    /// A named alphabet (`lower-latin`, `upper-latin`, `ru-short`, …), the letters themselves, separated by spaces, or
    /// `language` for the alphabet that the terms of the text's language name.
    pub alphabet: String,
    /// What follows the last letter; as usual for the alphabet if absent.
    #[serde(default)]
    pub after_last: Option<AfterLast>,
}

/// The name that stands for the alphabet of a text's language.
pub(crate) const OF_LANGUAGE: &str = "language";

/// What follows the last letter of an alphabet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AfterLast {
    /// z, aa, bb, cc.
    Repeat,
    /// z, aa, ab, ac.
    Bijective,
    /// Nothing: the 27th has no label.
    Error,
}

impl Scheme {
    /// Returns the scheme as a language writes it: in the form of its own that its terms have, and with its letters where
    /// it takes these.
    pub(crate) fn in_language(&self, alphabet: Option<&str>, form: Option<&LabelForm>) -> Cow<'_, Self> {
        let mut scheme = Cow::Borrowed(self);
        if let Some(LabelForm { numerals, prefix, suffix, exceptions, sole }) = form {
            let own = scheme.to_mut();
            own.numerals = numerals.clone().unwrap_or_else(|| self.numerals.clone());
            own.prefix = prefix.clone().unwrap_or_else(|| self.prefix.clone());
            own.suffix = suffix.clone().unwrap_or_else(|| self.suffix.clone());
            own.exceptions = exceptions.clone().unwrap_or_else(|| self.exceptions.clone());
            own.sole = sole.clone().or_else(|| self.sole.clone());
        }
        let of_language = match (&scheme.numerals, alphabet) {
            (Numerals::Letters(letters), Some(alphabet)) if letters.alphabet == OF_LANGUAGE => {
                Some(Letters { alphabet: alphabet.to_owned(), after_last: letters.after_last })
            }
            _ => None,
        };
        if let Some(letters) = of_language {
            scheme.to_mut().numerals = Numerals::Letters(letters);
        }
        scheme
    }

    /// Writes the numeral of a number below those of the levels above, outermost first.
    pub(crate) fn numeral(&self, value: u32, above: &[String]) -> Option<String> {
        let own = match self.exceptions.get(&value) {
            Some(word) => word.clone(),
            None => self.numerals.write(value)?,
        };
        Some(self.below(&own, above.iter().map(String::as_str)))
    }

    /// Puts a numeral below those of the levels above, where the scheme shows them.
    pub(crate) fn below<'a>(&self, own: &'a str, above: impl Iterator<Item = &'a str>) -> String {
        if self.path { above.chain([own]).collect::<Vec<_>>().join(".") } else { own.to_owned() }
    }

    /// Reads a numeral of this level alone; `None` for anything else.
    pub(crate) fn read(&self, numeral: &str) -> Option<u32> {
        let exception = self.exceptions.iter().find(|(_, word)| *word == numeral);
        exception.map(|(value, _)| *value).or_else(|| self.numerals.read(numeral))
    }
}

impl Numerals {
    /// Writes a number; `None` if this system has no numeral for it. 0 never has one, nor has the largest number, which
    /// stands for all that come after it.
    pub fn write(&self, value: u32) -> Option<String> {
        if value == 0 || value == u32::MAX {
            return None;
        }
        match self {
            Self::Decimal => Some(value.to_string()),
            Self::LowerRoman => ROMAN.write(value).map(|numeral| numeral.to_ascii_lowercase()),
            Self::UpperRoman => ROMAN.write(value),
            Self::Greek => GREEK.write(value),
            Self::Hebrew => HEBREW.write(value),
            Self::Chinese => CHINESE.write(value),
            Self::Letters(letters) => letters.write(value),
            Self::Symbols(symbols) => repeated(&as_slices(symbols), value),
            Self::List(labels) => labels.get(value as usize - 1).cloned(),
            Self::Bullet(mark) => Some(mark.clone()),
            Self::None => None,
        }
    }

    /// Says whether clauses have nothing by which they could be named.
    pub(crate) fn is_unnamed(&self) -> bool {
        matches!(self, Self::Bullet(_) | Self::None)
    }

    /// Reads what [`write`](Self::write) writes; `None` for anything else.
    pub fn read(&self, numeral: &str) -> Option<u32> {
        match self {
            Self::Decimal => decimal_value(numeral),
            Self::LowerRoman if numeral.bytes().any(|byte| byte.is_ascii_uppercase()) => None,
            Self::LowerRoman => ROMAN.read(&numeral.to_ascii_uppercase()),
            Self::UpperRoman => ROMAN.read(numeral),
            Self::Greek => GREEK.read(numeral),
            Self::Hebrew => HEBREW.read(numeral),
            Self::Chinese => CHINESE.read(numeral),
            Self::Letters(letters) => letters.read(numeral),
            Self::Symbols(symbols) => repeated_value(&as_slices(symbols), numeral),
            Self::List(labels) => position(&as_slices(labels), numeral),
            // The mark says nothing about a position.
            Self::Bullet(_) | Self::None => None,
        }
    }
}

impl Letters {
    fn write(&self, value: u32) -> Option<String> {
        let alphabet = self.alphabet();
        match self.after_last() {
            AfterLast::Repeat => repeated(&alphabet, value),
            AfterLast::Bijective => bijective(&alphabet, value),
            AfterLast::Error => alphabet.get(value as usize - 1).map(ToString::to_string),
        }
    }

    fn read(&self, numeral: &str) -> Option<u32> {
        let alphabet = self.alphabet();
        match self.after_last() {
            AfterLast::Repeat => repeated_value(&alphabet, numeral),
            AfterLast::Bijective => bijective_value(&alphabet, numeral),
            AfterLast::Error => position(&alphabet, numeral),
        }
    }

    /// Returns the letters in order.
    pub fn alphabet(&self) -> Vec<&str> {
        self.named().map_or(self.alphabet.as_str(), |named| named.letters).split_whitespace().collect()
    }

    /// Returns what follows the last letter.
    pub fn after_last(&self) -> AfterLast {
        let usual = || self.named().map_or(AfterLast::Repeat, |named| named.after_last);
        self.after_last.unwrap_or_else(usual)
    }

    fn named(&self) -> Option<&'static Alphabet> {
        ALPHABETS.iter().find(|known| known.name == self.alphabet)
    }
}

/// Doubles after the last: 27 is `aa`, 28 `bb`, 53 `aaa`.
fn repeated(alphabet: &[&str], value: u32) -> Option<String> {
    let index = value as usize - 1;
    let times = index.checked_div(alphabet.len())? + 1;
    // A label of more than eight letters helps nobody and is a sign of a runaway list.
    (times <= 8).then(|| alphabet[index % alphabet.len()].repeat(times))
}

fn repeated_value(alphabet: &[&str], numeral: &str) -> Option<u32> {
    alphabet.iter().enumerate().find_map(|(index, letter)| {
        let times = numeral.len().checked_div(letter.len())?;
        let fits = (1..=8).contains(&times) && letter.repeat(times) == numeral;
        fits.then(|| u32::try_from((times - 1) * alphabet.len() + index + 1).ok()).flatten()
    })
}

/// Counts as spreadsheets do: 27 is `aa`, 28 `ab`, 703 `aaa`.
fn bijective(alphabet: &[&str], value: u32) -> Option<String> {
    let base = u32::try_from(alphabet.len()).ok()?;
    let mut letters = Vec::new();
    let mut rest = value;
    while rest > 0 {
        let index = (rest - 1).checked_rem(base)?;
        letters.push(alphabet[index as usize]);
        // A single letter can only be told apart by its length, like a tally.
        rest = (rest - 1) / base;
        if letters.len() > 8 {
            return None;
        }
    }
    Some(letters.into_iter().rev().collect())
}

fn bijective_value(alphabet: &[&str], numeral: &str) -> Option<u32> {
    let base = u32::try_from(alphabet.len()).ok()?;
    let mut value = 0_u32;
    let mut rest = numeral;
    while !rest.is_empty() {
        let (index, letter) = alphabet.iter().enumerate().find(|(_, letter)| rest.starts_with(**letter))?;
        value = value.checked_mul(base)?.checked_add(u32::try_from(index).ok()? + 1)?;
        rest = &rest[letter.len()..];
    }
    (value > 0).then_some(value)
}

fn decimal_value(numeral: &str) -> Option<u32> {
    let plain = numeral.bytes().all(|byte| byte.is_ascii_digit()) && !numeral.starts_with('0');
    plain.then(|| numeral.parse().ok()).flatten()
}

fn position(labels: &[&str], numeral: &str) -> Option<u32> {
    labels.iter().position(|label| *label == numeral).and_then(|index| u32::try_from(index + 1).ok())
}

fn as_slices(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn letters(alphabet: &str, after_last: AfterLast) -> Numerals {
        Numerals::Letters(Letters { alphabet: alphabet.to_owned(), after_last: Some(after_last) })
    }

    fn written(numerals: &Numerals, values: &[u32]) -> Vec<String> {
        values.iter().map(|value| numerals.write(*value).unwrap_or_else(|| "-".to_owned())).collect()
    }

    #[test]
    fn letters_after_z_follow_the_house() {
        let repeat = letters("lower-latin", AfterLast::Repeat);
        assert_eq!(written(&repeat, &[1, 26, 27, 28, 52, 53, 54]), ["a", "z", "aa", "bb", "zz", "aaa", "bbb"]);
        let bijective = letters("lower-latin", AfterLast::Bijective);
        assert_eq!(written(&bijective, &[26, 27, 28, 52, 53, 702, 703]), ["z", "aa", "ab", "az", "ba", "zz", "aaa"]);
        let fixed = letters("lower-latin", AfterLast::Error);
        assert_eq!(written(&fixed, &[26, 27]), ["z", "-"]);
    }

    #[test]
    fn thirty_two_points_end_at_ff() {
        assert_eq!(letters("lower-latin", AfterLast::Repeat).write(32).as_deref(), Some("ff"));
    }

    #[test]
    fn the_twenty_seventh_cyrillic_point_differs_by_table() {
        for (alphabet, label) in [
            ("ru-short", "ю"),
            ("ru-short-yery", "э"),
            ("ru-gost", "бб"),
            ("uk-short", "ю"),
            ("ru-full", "щ"),
            ("sr", "ц"),
        ] {
            assert_eq!(letters(alphabet, AfterLast::Repeat).write(27).as_deref(), Some(label), "{alphabet}");
        }
    }

    #[test]
    fn roman_numerals_read_only_their_canonical_form() {
        assert_eq!(
            written(&Numerals::LowerRoman, &[4, 9, 14, 40, 90, 400, 1994, 3999, 4000]),
            ["iv", "ix", "xiv", "xl", "xc", "cd", "mcmxciv", "mmmcmxcix", "-"]
        );
        for wrong in ["iiii", "vv", "IV", "iV", "", "ic"] {
            assert_eq!(Numerals::LowerRoman.read(wrong), None, "{wrong}");
        }
        assert_eq!(Numerals::UpperRoman.read("iv"), None);
        assert_eq!(Numerals::UpperRoman.read("IV"), Some(4));
    }

    #[test]
    fn symbols_double_and_lists_end() {
        let symbols = Numerals::Symbols(["*", "†", "‡", "§"].map(str::to_owned).to_vec());
        assert_eq!(written(&symbols, &[1, 4, 5, 6]), ["*", "§", "**", "††"]);
        let list = Numerals::List(["㈠", "㈡"].map(str::to_owned).to_vec());
        assert_eq!(written(&list, &[2, 3]), ["㈡", "-"]);
        assert_eq!(written(&Numerals::None, &[1]), ["-"]);
    }

    #[test]
    fn an_empty_alphabet_has_no_labels() {
        for after_last in [AfterLast::Repeat, AfterLast::Bijective, AfterLast::Error] {
            assert_eq!(letters("", after_last).write(1), None);
            assert_eq!(letters("", after_last).read("a"), None);
        }
    }

    fn any_numerals() -> impl Strategy<Value = Numerals> {
        let alphabet = prop::sample::select(ALPHABETS.iter().map(|known| known.name).collect::<Vec<_>>());
        let after_last = prop::sample::select(vec![AfterLast::Repeat, AfterLast::Bijective, AfterLast::Error]);
        prop_oneof![
            Just(Numerals::Decimal),
            Just(Numerals::LowerRoman),
            Just(Numerals::UpperRoman),
            Just(Numerals::Greek),
            Just(Numerals::Hebrew),
            Just(Numerals::Chinese),
            Just(Numerals::Symbols(["*", "†", "‡", "§", "¶"].map(str::to_owned).to_vec())),
            (alphabet, after_last).prop_map(|(alphabet, after_last)| letters(alphabet, after_last)),
        ]
    }

    proptest! {
        #[test]
        fn reading_is_the_inverse_of_writing(numerals in any_numerals(), value in 1_u32..5000) {
            if let Some(numeral) = numerals.write(value) {
                prop_assert_eq!(numerals.read(&numeral), Some(value));
            }
        }

        #[test]
        fn numerals_are_unique_and_never_come_back_after_the_last(numerals in any_numerals(), length in 1_u32..400) {
            let labels: Vec<_> = (1..=length).map(|value| numerals.write(value)).collect();
            let given: Vec<_> = labels.iter().flatten().collect();
            prop_assert_eq!(given.iter().collect::<BTreeSet<_>>().len(), given.len());
            prop_assert!(labels[given.len()..].iter().all(Option::is_none));
        }

        #[test]
        fn what_is_read_is_what_is_written(numerals in any_numerals(), numeral in "[a-zA-Z*†0-9а-я]{0,6}") {
            if let Some(value) = numerals.read(&numeral) {
                prop_assert_eq!(numerals.write(value), Some(numeral));
            }
        }

        #[test]
        fn longer_lists_have_longer_or_equal_labels(value in 1_u32..700) {
            for after_last in [AfterLast::Repeat, AfterLast::Bijective] {
                let numerals = letters("lower-latin", after_last);
                let (this, next) = (numerals.write(value), numerals.write(value + 1));
                if let (Some(this), Some(next)) = (this, next) {
                    prop_assert!((this.len(), &this) < (next.len(), &next));
                }
            }
        }
    }
}
