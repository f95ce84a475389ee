//! What a memory offers for a text: the best of many remembered translations.
//!
//! The best is the one that comparing the text with all of them, word by word, would find. To spare most of that, each
//! remembered source has an outline, made once. Two outlines bound the score of their texts from above, and only texts
//! that may do better than the best so far are compared.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::similarity::{IN_CONTEXT, Offer, Remembered, SAME, is_code, is_number, offer, tokens};

/// Remembered translations of one pair of languages.
#[derive(Debug, Clone, Default)]
pub struct Recall {
    units: Vec<Remembered>,
    outlines: Vec<Outline>,
    /// Where each source stands in `units`.
    places: HashMap<String, Vec<usize>>,
}

impl Recall {
    /// Takes translations in, in the order in which equal ones are preferred.
    pub fn new(units: Vec<Remembered>) -> Self {
        let outlines = units.iter().map(Outline::of_remembered).collect();
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, unit) in units.iter().enumerate() {
            places.entry(unit.source.clone()).or_default().push(at);
        }
        Self { units, outlines, places }
    }

    /// Returns the best offer for a text in canonical form between the hashes of its neighbours, if it scores `least` or
    /// more. Of equal ones the first wins.
    pub fn best(&self, text: &str, neighbours: (&str, &str), least: u8) -> Option<Offer> {
        let best = match self.places.get(text) {
            Some(places) => self.same(text, neighbours, places),
            None => self.alike(text, neighbours, least),
        };
        best.filter(|offer| offer.score >= least)
    }

    /// Chooses among the translations of the very text.
    fn same(&self, text: &str, neighbours: (&str, &str), places: &[usize]) -> Option<Offer> {
        let mut offers = places.iter().filter_map(|at| Some(offer(text, neighbours, self.units.get(*at)?))).peekable();
        let first = offers.peek().cloned();
        offers.find(|offer| offer.score == IN_CONTEXT).or(first)
    }

    /// Chooses among the translations of other texts: those that may score most are compared first.
    fn alike(&self, text: &str, neighbours: (&str, &str), least: u8) -> Option<Offer> {
        let outline = Outline::of(text);
        let bounds = self.outlines.iter().map(|other| outline.bound(other)).enumerate();
        let mut candidates: Vec<(u8, usize)> =
            bounds.filter(|(_, bound)| *bound >= least).map(|(at, bound)| (bound, at)).collect();
        candidates.sort_by_key(|(bound, at)| (u8::MAX - bound, *at));
        let mut best: Option<(Offer, usize)> = None;
        for (bound, at) in candidates {
            let beaten = |(offer, place): &(Offer, usize)| (offer.score, at) > (bound, *place);
            if best.as_ref().is_some_and(beaten) {
                break;
            }
            let Some(unit) = self.units.get(at) else { continue };
            let new = offer(text, neighbours, unit);
            let wins = |(offer, place): &(Offer, usize)| (new.score, *place) > (offer.score, at);
            if best.as_ref().is_none_or(wins) {
                best = Some((new, at));
            }
        }
        best.map(|(offer, _)| offer)
    }
}

/// What bounds the score of a text without a look at its words.
#[derive(Debug, Clone)]
struct Outline {
    /// How many words, marks and signs it has.
    length: usize,
    /// A bit for each of them in small letters, the second of two equal ones another; different ones may share a bit.
    bits: [u64; 4],
    /// How many bits those are.
    ones: usize,
    /// Whether small letters make other words of it, as of the Turkish İ: then the bits say nothing.
    is_odd: bool,
    /// What it is without its marks.
    without_codes: u64,
    /// What it is whatever its numbers are.
    without_numbers: u64,
    /// Whether any number of it can be put into its translation.
    takes_numbers: bool,
}

impl Outline {
    fn of(text: &str) -> Self {
        let exact = tokens(text);
        // The small sigma depends on what stands behind it.
        let small = text.to_lowercase().replace('ς', "σ");
        let folded = tokens(&small);
        let mut seen: HashMap<&str, u32> = HashMap::new();
        let mut bits = [0; 4];
        for token in &folded {
            let count = seen.entry(token).or_insert(0);
            *count += 1;
            let bit = hashed([token].into_iter(), *count) % 256;
            if let Some(word) = bits.get_mut((bit / 64) as usize) {
                *word |= 1_u64 << (bit % 64);
            }
        }
        let without_numbers = exact.iter().map(|token| if is_number(token) { "0" } else { token });
        Self {
            length: exact.len(),
            ones: bits.iter().map(|word| word.count_ones() as usize).sum(),
            bits,
            is_odd: exact.len() != folded.len(),
            without_codes: hashed(exact.iter().filter(|token| !is_code(token)), 0),
            without_numbers: hashed(without_numbers, 0),
            takes_numbers: true,
        }
    }

    fn of_remembered(unit: &Remembered) -> Self {
        let (source, target) = (tokens(&unit.source), tokens(&unit.target));
        let count = |tokens: &[&str], wanted: &str| tokens.iter().filter(|token| **token == wanted).count();
        let mut numbers = source.iter().filter(|token| is_number(token));
        let takes_numbers = numbers.any(|number| count(&source, number) == count(&target, number));
        Self { takes_numbers, ..Self::of(&unit.source) }
    }

    /// Returns a score that the two texts, which differ, cannot exceed.
    fn bound(&self, remembered: &Self) -> u8 {
        let all_but_numbers = remembered.takes_numbers && self.without_numbers == remembered.without_numbers;
        let is_open = self.is_odd || remembered.is_odd;
        if is_open || all_but_numbers || self.without_codes == remembered.without_codes {
            return SAME - 1;
        }
        let (longer, shorter) = (self.length.max(remembered.length), self.length.min(remembered.length));
        let both = self.bits.iter().zip(&remembered.bits).map(|(one, other)| (one & other).count_ones() as usize);
        // Each bit of one text alone stands for a word that must go or come.
        let alone = self.ones.max(remembered.ones) - both.sum::<usize>();
        let distance = alone.max(longer - shorter);
        u8::try_from(100 * (longer - distance) / longer.max(1)).unwrap_or(SAME).min(SAME - 1)
    }
}

fn hashed<'a>(tokens: impl Iterator<Item = impl AsRef<str> + 'a>, salt: u32) -> u64 {
    let mut hasher = DefaultHasher::new();
    salt.hash(&mut hasher);
    for token in tokens {
        token.as_ref().hash(&mut hasher);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Compares a text with everything that is remembered.
    fn best_of_all(units: &[Remembered], text: &str, neighbours: (&str, &str), least: u8) -> Option<Offer> {
        let mut best: Option<Offer> = None;
        for new in units.iter().map(|unit| offer(text, neighbours, unit)).filter(|offer| offer.score >= least) {
            if best.as_ref().is_none_or(|best| new.score > best.score) {
                best = Some(new);
            }
        }
        best
    }

    fn text() -> impl Strategy<Value = String> {
        "((Noting|noting|NOTING|that|12|7|İ|ΑΣ|ας|\\{fn:a\\}|\\{b\\|so\\}|;|it|is|a long text) ){0,9}"
            .prop_map(|text| text.trim().to_owned())
    }

    fn remembered() -> impl Strategy<Value = Remembered> {
        (text(), text(), "[ab]", "[ab]").prop_map(|(source, target, before, after)| Remembered {
            source,
            target,
            neighbours: (before, after),
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_best_offer_is_that_of_a_comparison_with_all(
            units in prop::collection::vec(remembered(), 0..20),
            text in text(),
            least in 1_u8..=101,
        ) {
            let expected = best_of_all(&units, &text, ("a", "b"), least);
            prop_assert_eq!(Recall::new(units).best(&text, ("a", "b"), least), expected);
        }
    }
}
