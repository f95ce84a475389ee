//! Reading phrases of a house back: which words stood in the slots of a line that was printed.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use engross_compile::House;
use engross_compile::house::{FieldForm, PhrasePiece, ReferenceField, TermsData, TitleLineData, phrase_pieces};
use regex::{Regex, RegexBuilder};

use crate::dates;

/// What stood in the slots, by their names.
pub(crate) type Values = BTreeMap<String, String>;

/// How a house prints a line that it reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Printing<'p> {
    /// In the words that it has.
    Itself,
    /// In these; `…` stands for what somebody wrote.
    Instead(&'p str),
}

/// A phrase of a house, to be found in print.
#[derive(Debug)]
pub(crate) struct Pattern {
    alternatives: Vec<Alternative>,
}

/// One way in which a phrase may be printed.
#[derive(Debug, Default)]
struct Alternative {
    /// Words that a line must have, in small letters: few lines have them, and only those are worth a closer look.
    needed: Vec<String>,
    /// A regular expression, each slot a group of it.
    expression: String,
    /// The phrase, to be shown; `…` stands for what fills its slots.
    phrase: String,
    /// Which of the phrases of its term it is: of those whose slots are filled the house prints the first.
    rank: usize,
    slots: Vec<String>,
    /// The expression as it is run; made when a line first asks for it, for most are never asked for.
    regex: OnceCell<Option<Regex>>,
    /// The same for a phrase that goes on in small letters where it ends with a colon.
    running_on: OnceCell<Option<Regex>>,
}

/// The kind of a text, where it matters, and the terms that are printed on one line.
type PatternKey = (Option<String>, Vec<String>);

/// The patterns of a house in a language, each made once.
pub(crate) struct Phrasebook<'h> {
    house: &'h House,
    terms: &'h TermsData,
    known: RefCell<BTreeMap<PatternKey, Option<Rc<Pattern>>>>,
    date: OnceCell<Option<Regex>>,
}

impl<'h> Phrasebook<'h> {
    pub(crate) fn new(house: &'h House, terms: &'h TermsData) -> Self {
        Self { house, terms, known: RefCell::default(), date: OnceCell::default() }
    }

    /// Says whether words are a date and nothing else.
    pub(crate) fn is_date(&self, words: &str) -> bool {
        let date = self.date.get_or_init(|| whole(&dates::full_pattern(self.terms)));
        date.as_ref().is_some_and(|date| date.is_match(words.trim()))
    }

    /// Returns the pattern of terms that were printed on one line, in a text of a kind.
    pub(crate) fn pattern(&self, kind: &str, names: &[&str]) -> Option<Rc<Pattern>> {
        let phrases = names.iter().filter_map(|name| self.terms.phrases.get(*name));
        let names_kind = phrases.flat_map(|phrases| phrases.alternatives()).any(|phrase| phrase.contains("{kind"));
        let key = (names_kind.then(|| kind.to_owned()), names.iter().map(|name| (*name).to_owned()).collect());
        let make = || Pattern::of_terms(self.house, self.terms, Some(kind), names).map(Rc::new);
        self.known.borrow_mut().entry(key).or_insert_with(make).clone()
    }
}

impl Pattern {
    /// Makes the pattern of a term.
    pub(crate) fn of_term(house: &House, terms: &TermsData, term: &str) -> Option<Self> {
        Self::of_terms(house, terms, None, &[term])
    }

    /// Makes the pattern of several terms that were printed on one line, one behind the other, in a text of a kind.
    pub(crate) fn of_terms(house: &House, terms: &TermsData, kind: Option<&str>, names: &[&str]) -> Option<Self> {
        let mut written = vec![Alternative::default()];
        for name in names {
            let phrases = terms.phrases.get(*name)?.alternatives();
            let longer = written
                .iter()
                .flat_map(|before| phrases.iter().map(|phrase| before.followed_by(house, terms, kind, phrase)));
            written = longer.take(MOST_ALTERNATIVES).collect();
        }
        written.iter_mut().enumerate().for_each(|(rank, alternative)| alternative.rank = rank);
        // Words of the house's own say more than what a slot may hold; a usual filling is no reading of its own.
        written
            .sort_by_key(|it| (it.slots.is_empty(), Reverse(if it.slots.is_empty() { 0 } else { it.fixed_letters() })));
        (!written.is_empty()).then_some(Self { alternatives: written })
    }

    /// Lets the phrase, where it leads into clauses, end with another of the signs that do so, or with none.
    pub(crate) fn loosely_ended(mut self) -> Self {
        for alternative in &mut self.alternatives {
            if let Some(words) = alternative.expression.strip_suffix([',', ':']) {
                alternative.expression = format!("{words}[,:;.]?");
            }
        }
        self
    }

    /// Reads a line as this phrase.
    pub(crate) fn read(&self, line: &str) -> Option<Values> {
        if line.len() > LONGEST_LINE {
            return None;
        }
        let small = in_small_letters(line);
        self.alternatives.iter().find_map(|alternative| {
            let line = alternative.with_full_stop(line.trim());
            let found = alternative.regex(&small)?.captures(&line)?;
            let value = |(index, slot): (usize, &String)| {
                Some((slot.clone(), found.get(index + 1)?.as_str().trim().to_owned()))
            };
            let values: Values = alternative.slots.iter().enumerate().filter_map(value).collect();
            // Of several names with their countries in brackets the first halves are one value.
            let is_whole = |(slot, value): (&String, &String)| {
                matches!(slot.as_str(), "name" | "country") || pairs_brackets(value)
            };
            (!pairs_brackets(&line) || values.iter().all(is_whole)).then_some(values)
        })
    }

    /// Says whether a line is what usually stands in this phrase, which its house writes as an alternative of its own.
    pub(crate) fn is_usual(&self, line: &str) -> bool {
        let small = in_small_letters(line);
        self.fixed().any(|alternative| alternative.is(line, &small))
    }

    /// Says whether its house writes what usually stands in it.
    pub(crate) fn has_usual(&self) -> bool {
        self.fixed().next().is_some()
    }

    /// Says how the house prints a line that is this phrase; `None` where it is not.
    pub(crate) fn printing(&self, line: &str) -> Option<Printing<'_>> {
        if line.len() > LONGEST_LINE {
            return None;
        }
        let small = in_small_letters(line);
        let read: Vec<&Alternative> = self.alternatives.iter().filter(|it| it.is(line, &small)).collect();
        let comes_first = |other: &&Alternative, read: &Alternative| {
            other.rank < read.rank && other.slots.iter().all(|slot| read.slots.contains(slot))
        };
        let instead = |read: &&Alternative| {
            let others = self.alternatives.iter().filter(|other| comes_first(other, read));
            others.min_by_key(|other| other.rank).map(|other| other.phrase.as_str())
        };
        let instead: Option<Vec<&str>> = read.iter().map(instead).collect();
        match instead {
            Some(phrases) => phrases.first().copied().map(Printing::Instead),
            None => Some(Printing::Itself),
        }
    }

    /// Says whether a line is what this phrase prints while nothing fills its slots.
    pub(crate) fn is_unfilled(&self, line: &str) -> bool {
        let small = in_small_letters(line);
        self.fixed().next().is_some_and(|alternative| alternative.is(line, &small))
    }

    /// Returns the alternatives without slots, in the order of the house.
    fn fixed(&self) -> impl Iterator<Item = &Alternative> {
        self.alternatives.iter().filter(|alternative| alternative.slots.is_empty())
    }

    /// Returns what it prints where nothing fills a slot, in the order of the house.
    pub(crate) fn fixed_phrases(&self) -> impl Iterator<Item = &str> {
        self.fixed().map(|alternative| alternative.phrase.as_str())
    }

    /// Returns where this phrase, which its house ends with a colon, ends in a line that goes on with its sentence; `None`
    /// where it has no slot, as the subject of many a sentence.
    pub(crate) fn runs_on(&self, line: &str) -> Option<usize> {
        let line = &line[..line.floor_char_boundary(LONGEST_LINE)];
        let small = in_small_letters(line);
        let filled = self.alternatives.iter().filter(|it| !it.slots.is_empty() && it.may_be_in(&small));
        let mut found = filled.filter_map(|alternative| Some(alternative.running_on()?.find(line)?.as_str()));
        let found = found.next()?;
        let letter = found.char_indices().next_back()?.0;
        Some(found[..letter].trim_end_matches(|sign: char| sign == ',' || sign.is_whitespace()).len())
    }

    /// Returns this phrase where a line has all its words but one or a few.
    pub(crate) fn nearly(&self, line: &str) -> Option<&str> {
        if line.len() > LONGEST_LINE {
            return None;
        }
        let small = in_small_letters(line);
        let words: BTreeSet<&str> = small.split(|sign: char| !sign.is_alphanumeric()).collect();
        let found = self.alternatives.iter().find(|alternative| alternative.is_nearly(&words))?;
        Some(&found.phrase)
    }

    /// Says whether a line is this phrase.
    pub(crate) fn is(&self, line: &str) -> bool {
        if line.len() > LONGEST_LINE {
            return false;
        }
        let small = in_small_letters(line);
        self.alternatives.iter().any(|alternative| alternative.is(line, &small))
    }
}

/// A phrase has many words that has so many; of as many a line may have another.
const FEWEST_OF_MANY: usize = 5;

/// No line of a house is longer, in bytes.
pub(crate) const LONGEST_LINE: usize = 4_000;

/// What stands between two lines that were printed as one: blanks and marks of notes, and maybe a sign that parts
/// them.
const BETWEEN_LINES: &str = r"[\s*†‡§¹²]*[:,–—-]?[\s*†‡§¹²]+";

/// The slot of what people write before a number, where the house has no words there.
pub(crate) const NUMBER_SIGN: &str = "number-sign";

/// What fills it.
const SIGNS_OF_NUMBERS: &str = r"(?:(no\.|no\s|nr\.|nr\s|n\.?[°º]|№)\s*)?";

/// Terms that share a line may each be printed in several ways; more combinations are not tried.
const MOST_ALTERNATIVES: usize = 64;

impl Alternative {
    /// Returns this and behind it a phrase.
    fn followed_by(&self, house: &House, terms: &TermsData, kind: Option<&str>, phrase: &str) -> Self {
        let (mut needed, mut slots) = (self.needed.clone(), self.slots.clone());
        for words in pieces_of_words(phrase).map(|words| in_small_letters(&words)) {
            let words = words.split(|sign: char| !sign.is_alphanumeric()).filter(|it| !it.is_empty());
            needed.extend(words.map(str::to_owned));
        }
        let (gap, blank) = if self.expression.is_empty() { ("", "") } else { (BETWEEN_LINES, " ") };
        let own = expression(house, terms, kind, phrase, &mut slots);
        let expression = format!("{}{gap}{own}", self.expression);
        Self {
            needed,
            expression,
            phrase: format!("{}{blank}{}", self.phrase, shown(phrase)),
            slots,
            ..Self::default()
        }
    }

    /// Counts the letters that it prints whatever fills its slots.
    fn fixed_letters(&self) -> usize {
        self.needed.iter().map(String::len).sum()
    }

    /// Adds the full stop with which the phrase ends, and which is easily left out, to a line that ends with a letter.
    fn with_full_stop<'l>(&self, line: &'l str) -> Cow<'l, str> {
        let lacks_it = self.expression.ends_with(r"\.") && line.ends_with(char::is_alphanumeric);
        if lacks_it { Cow::Owned(format!("{line}.")) } else { Cow::Borrowed(line) }
    }

    /// Says whether a line, given in small letters too, is this one.
    fn is(&self, line: &str, small: &str) -> bool {
        self.regex(small).is_some_and(|regex| regex.is_match(line.trim()))
    }

    /// Returns the expression as it is run, where a line, given in small letters, has the words for it.
    fn regex(&self, small: &str) -> Option<&Regex> {
        self.may_be_in(small).then(|| self.regex.get_or_init(|| whole(&self.expression)).as_ref()).flatten()
    }

    /// Returns the expression of this phrase where it ends with a colon and a line goes on with a small letter instead.
    fn running_on(&self) -> Option<&Regex> {
        let make = || {
            let expression = self.expression.strip_suffix(':')?;
            RegexBuilder::new(&format!(r"^(?:{expression})[\s,]\s*\p{{Ll}}")).size_limit(1 << 20).build().ok()
        };
        self.running_on.get_or_init(make).as_ref()
    }

    /// Says whether a line, given as its words in small letters, has most of its words, in any order.
    fn is_nearly(&self, words: &BTreeSet<&str>) -> bool {
        let missing = self.needed.iter().filter(|word| !words.contains(word.as_str())).count();
        self.needed.len() >= FEWEST_OF_MANY && missing * FEWEST_OF_MANY <= self.needed.len()
    }

    /// Says whether a line, given in small letters, has its words.
    fn may_be_in(&self, small: &str) -> bool {
        self.needed.iter().all(|word| small.contains(word.as_str()))
    }
}

/// Says whether each bracket of words has its other half.
fn pairs_brackets(words: &str) -> bool {
    let depth = words.chars().try_fold(0_u32, |depth, sign| match sign {
        '(' => Some(depth + 1),
        ')' => depth.checked_sub(1),
        _ => Some(depth),
    });
    depth == Some(0)
}

/// Writes a phrase as it is shown to people: without marks of looks, `…` for each slot.
fn shown(phrase: &str) -> String {
    let piece = |piece| match piece {
        PhrasePiece::Words(words) => words.replace('*', ""),
        PhrasePiece::Slot(_) => "…".to_owned(),
    };
    phrase_pieces(phrase).into_iter().map(piece).collect()
}

/// Writes words in small letters, `ß` as capitals have it.
pub(crate) fn in_small_letters(words: &str) -> String {
    words.to_lowercase().replace('ß', "ss")
}

fn whole(expression: &str) -> Option<Regex> {
    let whole = format!(r"^(?:{expression})[\s*†‡§¹²]*$");
    RegexBuilder::new(&whole).case_insensitive(true).size_limit(1 << 20).build().ok()
}

/// Writes a phrase as a regular expression, each slot a group.
fn expression(house: &House, terms: &TermsData, kind: Option<&str>, phrase: &str, slots: &mut Vec<String>) -> String {
    let pieces = phrase_pieces(phrase).into_iter().map(|piece| match piece {
        PhrasePiece::Words(words) => literal(&words),
        PhrasePiece::Slot(name) => {
            let is_number = name == "number";
            let group = format!("({})", value(house, terms, kind, &name));
            slots.extend(is_number.then(|| NUMBER_SIGN.to_owned()));
            slots.push(name);
            let sign = if is_number { SIGNS_OF_NUMBERS } else { "" };
            format!("{sign}{group}")
        }
    });
    pieces.collect()
}

/// Writes words so that blanks and apostrophes of any kind fit.
pub(crate) fn literal(words: &str) -> String {
    let mut written = String::new();
    for character in words.chars() {
        match character {
            ' ' | '\u{a0}' | '\u{202f}' => written.push_str(r"\s+"),
            '\'' | '’' => written.push_str("['’]"),
            '-' | '\u{2011}' => written.push_str("[-\u{2011}]"),
            // They are left out of what is read.
            '\u{2066}'..='\u{2069}' => {}
            // In capitals: `ENTSCHLIESSUNG`.
            'ß' => written.push_str("(?:ß|ss)"),
            other => written.push_str(&regex::escape(&other.to_string())),
        }
    }
    written
}

/// Writes what a slot may hold.
fn value(house: &House, terms: &TermsData, kind: Option<&str>, slot: &str) -> String {
    let any_of = |values: &mut dyn Iterator<Item = &String>| {
        let mut written: Vec<String> = values.map(|value| plain(value)).collect();
        written.sort_by_key(|value| std::cmp::Reverse(value.len()));
        written.join("|")
    };
    let of_kind = |names: &BTreeMap<String, String>| match kind {
        Some(kind) => any_of(&mut names.get(kind).into_iter()),
        None => any_of(&mut names.values()),
    };
    match slot {
        "kind" | "kind-lower" => of_kind(&terms.kinds),
        "kind-of" => of_kind(&terms.kind_forms.of),
        "kind-adopted" => of_kind(&terms.kind_forms.adopted),
        "reference" => reference(house),
        "body" => any_of(&mut terms.bodies.values()),
        "session" => any_of(&mut terms.sessions.values()),
        "original-language" => any_of(&mut terms.languages.values()),
        "organ" => house.data().name.values().map(|name| literal(name)).collect::<Vec<_>>().join("|"),
        // Chinese words stand beside figures without a blank.
        "number" => {
            let sign = r"[[\p{L}--\p{Han}]\d/.()-]";
            // Behind it a year or a session may stand in brackets: `2401 (2018)`, `1514 (XV)`.
            format!(r"{sign}*\d{sign}*(?:\s\((?-i:[\dIVXLCDM/.-]+)\))?")
        }
        "date" | "adoption-date" => dates::pattern(terms),
        "full-date" | "adoption-full-date" => dates::full_pattern(terms),
        own => field(house, terms, own),
    }
}

/// Writes the pattern of a reference: what the house's grammar says, else anything with a figure.
fn reference(house: &House) -> String {
    let Some(grammar) = &house.data().reference else { return format!(r"[^\d]*\d|[^\d]*\d{ANYTHING}") };
    let fields = grammar.fields.iter().map(|field| match field {
        ReferenceField::Number(_) => r"\d+".to_owned(),
        ReferenceField::Body(..) => r"\p{Lu}+".to_owned(),
        ReferenceField::Year => r"\d{2}".to_owned(),
    });
    format!(r"{}(?:\s.+?)?", fields.collect::<Vec<_>>().join(r"\s+"))
}

fn field(house: &House, terms: &TermsData, slot: &str) -> String {
    let mut fields = house.data().fields.iter();
    let of = fields.find(|(name, form)| form.slots(name).iter().any(|own| own == slot));
    match of.map(|(name, form)| (form, &slot[name.len()..])) {
        Some((FieldForm::Date, "")) => dates::pattern(terms),
        Some((FieldForm::Date, _)) => dates::full_pattern(terms),
        Some((FieldForm::Number, "")) => r"\d+".to_owned(),
        Some((FieldForm::Number, "-th")) => r"\S*\d+\S*".to_owned(),
        // A code is no words.
        Some((FieldForm::Code, _)) => CODE.to_owned(),
        // Ordinals may be spelt out.
        _ => ANYTHING.to_owned(),
    }
}

/// What a slot may hold that holds whatever somebody wrote.
pub(crate) const ANYTHING: &str = ".+?";

/// What a slot may hold that holds whatever somebody wrote, but no words in small letters.
const CODE: &str = r"(?-i:[^\p{Ll}\s]).*?";

/// Writes a name of the terms, whose slots may hold anything.
fn plain(name: &str) -> String {
    written(name, |_| ANYTHING.to_owned())
}

/// Writes a name of the terms, each of its slots a group.
fn grouped(name: &str) -> String {
    written(name, |_| format!("({ANYTHING})"))
}

/// Writes a phrase, its slots as told.
pub(crate) fn written(phrase: &str, slot: impl Fn(&str) -> String) -> String {
    let pieces = phrase_pieces(phrase).into_iter().map(|piece| match piece {
        PhrasePiece::Words(words) => literal(&words),
        PhrasePiece::Slot(name) => slot(&name),
    });
    pieces.collect()
}

/// Finds which session a printed one is, and the ordinal in it: `71st Annual Session` is `annual`, 71.
pub(crate) fn session<'t>(terms: &'t TermsData, printed: &str) -> Option<(&'t str, Option<u32>)> {
    terms.sessions.iter().find_map(|(key, name)| {
        let regex = whole(&grouped(name))?;
        let found = regex.captures(printed.trim())?;
        let ordinal = found.get(1).and_then(|ordinal| read_ordinal(terms, ordinal.as_str()));
        Some((key.as_str(), ordinal))
    })
}

/// Returns the key of a value that was printed, whatever its case, blanks and apostrophes.
pub(crate) fn key_of<'t>(names: &'t BTreeMap<String, String>, printed: &str) -> Option<&'t str> {
    names.iter().find(|(_, name)| is_printed(name, printed)).map(|(key, _)| key.as_str())
}

/// Says whether a name was printed, whatever its case, blanks and apostrophes.
pub(crate) fn is_printed(name: &str, printed: &str) -> bool {
    whole(&plain(name)).is_some_and(|regex| regex.is_match(printed.trim()))
}

pub(crate) fn plain_words(name: &str) -> String {
    pieces_of_words(name).collect()
}

/// Returns the words of a phrase, parted at its slots.
pub(crate) fn pieces_of_words(phrase: &str) -> impl Iterator<Item = String> {
    phrase_pieces(phrase).into_iter().filter_map(|piece| match piece {
        PhrasePiece::Words(words) => Some(words),
        PhrasePiece::Slot(_) => None,
    })
}

/// Returns the slots that some alternative of a term fills.
pub(crate) fn slots(terms: &TermsData, term: &str) -> Vec<String> {
    let phrases = terms.phrases.get(term).map(|phrases| phrases.alternatives()).unwrap_or_default();
    phrases.iter().flat_map(|phrase| slots_of(phrase)).collect()
}

fn slots_of(phrase: &str) -> Vec<String> {
    let slots = phrase_pieces(phrase).into_iter().filter_map(|piece| match piece {
        PhrasePiece::Slot(name) => Some(name),
        PhrasePiece::Words(_) => None,
    });
    slots.collect()
}

/// Returns the longer runs of words that a phrase prints, in small letters.
pub(crate) fn fixed_words(phrase: &str) -> Vec<String> {
    let words = pieces_of_words(phrase).map(|words| words.trim().to_lowercase());
    words.filter(|words| words.chars().count() > 5).collect()
}

/// Returns what a house prints around a text that holds nothing which somebody wrote: `Draft resolution`, `5 May 2025`.
pub(crate) fn fixed_lines(house: &House, terms: &TermsData) -> Vec<Pattern> {
    fixed_lines_by_term(house, terms).into_iter().map(|(_, pattern)| pattern).collect()
}

/// The same, each with the name of its term.
pub(crate) fn fixed_lines_by_term(house: &House, terms: &TermsData) -> Vec<(String, Pattern)> {
    let data = house.data();
    let lines = data.title_block.values().flatten().chain(&data.closing_block).map(TitleLineData::term_name);
    let mut names: Vec<String> = lines.chain(data.opening.clone()).chain(data.bare_opening.clone()).collect();
    names.sort_unstable();
    names.dedup();
    let is_fixed = |phrase: &&String| {
        let is_free = |name: &String| [ANYTHING, CODE].iter().any(|any| value(house, terms, None, name).contains(any));
        is_worded(phrase) && !slots_of(phrase).iter().any(is_free)
    };
    let pattern = |phrase: &String| {
        let alternatives = vec![Alternative::default().followed_by(house, terms, None, phrase)];
        Pattern { alternatives }
    };
    let of_term = |name: String| {
        let phrases = terms.phrases.get(&name).map(|phrases| phrases.alternatives()).unwrap_or_default();
        let patterns: Vec<Pattern> = phrases.iter().filter(is_fixed).map(pattern).collect();
        patterns.into_iter().map(move |pattern| (name.clone(), pattern))
    };
    names.into_iter().flat_map(of_term).collect()
}

/// Says whether every alternative of a term has words of its own, by which it is known.
pub(crate) fn has_words(terms: &TermsData, term: &str) -> bool {
    let Some(phrases) = terms.phrases.get(term) else { return false };
    phrases.alternatives().iter().all(|phrase| is_worded(phrase))
}

fn is_worded(phrase: &str) -> bool {
    // Kind and organ of a text are among a few fixed words, a number is known by its figures and a date by its month.
    ["{kind", "{organ}", "{number}", "date}"].iter().any(|slot| phrase.contains(slot))
        || plain_words(phrase).chars().filter(|sign| sign.is_alphabetic()).count() > 1
}

/// Reads an ordinal, in words or figures.
pub(crate) fn read_ordinal(terms: &TermsData, printed: &str) -> Option<u32> {
    let printed = printed.trim().to_lowercase();
    if printed.starts_with(|sign: char| sign.is_ascii_digit()) {
        let behind = printed.trim_start_matches(|sign: char| sign.is_ascii_digit());
        return printed[..printed.len() - behind.len()].parse().ok().filter(|_| !behind.contains(char::is_whitespace));
    }
    (1..=MOST).find(|number| terms.ordinals(*number).iter().any(|form| plain_words(form).to_lowercase() == printed))
}

/// The greatest ordinal that is looked for in words.
const MOST: u32 = 999;
