//! One line of a file read as lines of the house: what it says then, and what it costs to believe that.

use std::rc::Rc;

use engross_compile::house::{TermsData, TitleLineData};
use engross_model::TitleRole;

use super::costs::{self, number};
use super::fit::{Line, is_symbol};
use crate::dates;
use crate::label::is_capitals;
use crate::phrase::{self, Pattern, Phrasebook, Values};
use crate::read::breaks;

/// Lines of a house that were printed as one.
pub(super) struct Joined {
    pub(super) count: usize,
    /// How many of them have no words of their own, and could be anything.
    pub(super) vague: usize,
    /// The slots of these.
    vague_slots: Vec<String>,
    pub(super) is_title: bool,
    pub(super) is_reference: bool,
    /// What it costs to believe it.
    cost: i32,
    phrase: LinePhrase,
    /// The phrases of two that the house sets side by side.
    halves: Option<(LinePhrase, LinePhrase)>,
}

impl Joined {
    pub(super) fn of(
        phrasebook: &Phrasebook<'_>,
        terms: &TermsData,
        kind: &str,
        lines: &[TitleLineData],
    ) -> Option<Self> {
        let behind = lines.get(1..).unwrap_or_default();
        let strangers = behind.iter().filter(|line| !line.beside).count();
        let beside = number(behind.len() - strangers);
        let strangers = number(strangers);
        let is_vague = |line: &&TitleLineData| !phrase::has_words(terms, &line.term_name());
        let vague = lines.iter().filter(is_vague);
        let doubt: i32 = vague.clone().map(|line| vagueness(line.role)).sum();
        let vague_slots = vague.clone().flat_map(|line| phrase::slots(terms, &line.term_name())).collect();
        let vague = vague.count();
        // Fixed words say where the one line ends and the other begins.
        let is_known = vague < lines.len();
        let apart = if is_known { strangers * costs::KNOWN_STRANGERS } else { strangers * costs::STRANGERS };
        let doubt = if is_known { doubt / 3 } else { doubt };
        let is_title = lines.iter().any(|line| line.role == TitleRole::Title);
        let is_reference = lines.iter().all(|line| line.role == TitleRole::Reference);
        let phrase = |lines: &[TitleLineData]| LinePhrase::of(phrasebook, terms, kind, lines);
        let halves = match (lines, beside) {
            ([_, _], 1) => phrase(&lines[..1]).zip(phrase(&lines[1..])),
            _ => None,
        };
        let (count, phrase) = (lines.len(), phrase(lines)?);
        // What is usual is not read as a line that could be anything.
        let doubt = doubt + i32::from(count == 1 && vague == 1 && phrase.pattern.has_usual()) * costs::UNUSUAL;
        let cost = apart + doubt - beside * costs::BESIDE + i32::from(is_title) * costs::TITLE;
        Some(Self { count, vague, vague_slots, is_title, is_reference, cost, phrase, halves })
    }

    /// Reads a line of a file as these lines; says what it costs to believe that.
    pub(super) fn read(&self, line: &Line, phrasebook: &Phrasebook<'_>) -> Option<(i32, Values)> {
        let looks = i32::from(line.is_heading != self.is_title) * costs::LOOKS_OTHERWISE;
        if line.is_fixed && self.vague > 0 {
            let is_usual = self.count == 1 && self.phrase.pattern.is_usual(&line.words);
            return is_usual.then(|| self.phrase.read(&line.words)).flatten().map(|values| (looks, values));
        }
        if self.vague == self.count && !self.is_title && is_sentence(&line.words) {
            return None;
        }
        let parted = line.gap.and_then(|gap| line.words.split_at_checked(gap)).zip(self.halves.as_ref());
        let by_halves = parted.and_then(|((left, right), (one, other))| {
            let mut values = one.read(left)?;
            values.extend(other.read(right)?);
            Some(values)
        });
        let (likelier, values) = match parted {
            Some(_) => (costs::GAP, by_halves?),
            None => (0, self.phrase.read(&line.words)?),
        };
        if NAMES.iter().filter_map(|slot| values.get(*slot)).any(|name| name.starts_with(char::is_numeric)) {
            return None;
        }
        // What somebody writes into a line that could be anything is no day: the house has lines for days.
        if self
            .vague_slots
            .iter()
            .filter_map(|slot| values.get(slot))
            .any(|words| phrasebook.is_date(words) || dates::is_in_figures(words))
        {
            return None;
        }
        let behind_others = values.get("title").filter(|_| self.count > 1);
        if behind_others.is_some_and(|title| title.starts_with(goes_on)) {
            return None;
        }
        let is_behind_number = behind_others.is_some_and(|title| begins_with_number(title));
        let title = values.get("title").and_then(|title| title.split_once(' '));
        let is_behind_words = title.is_some_and(|(first, rest)| !is_capitals(first) && is_capitals(rest));
        let names_kind_again = self.is_title && self.vague == self.count && line.begins_with_kind && line.is_below_kind;
        let is_free = self.vague == self.count && !self.is_title && !line.is_fixed;
        let doubt = i32::from(is_behind_words) * costs::TITLE_BEHIND_SMALL_WORDS
            + i32::from(is_behind_number) * costs::TITLE_BEHIND_NUMBER
            - i32::from(names_kind_again) * costs::TITLE_BELOW_KIND
            + i32::from(is_free && line.begins_with_kind) * costs::BEGINS_WITH_KIND
            + i32::from(is_free && !self.is_reference && is_symbol(&line.words)) * costs::SYMBOL
            + i32::from(is_free && self.is_amid_sentence(line, &values)) * costs::AMID_SENTENCE
            + i32::from(line.comes_again && self.vague > 0) * costs::RUNNING_HEAD;
        Some((looks + self.cost - likelier + doubt, values))
    }

    /// Says whether a line begins in the middle of a sentence, or stands in brackets that are not the house's: as what goes on with the one before it does, or
    /// who somebody is, `on behalf of …`.
    fn is_amid_sentence(&self, line: &Line, values: &Values) -> bool {
        let says_who = line.may_say_who && self.vague_slots.iter().any(|slot| slot == "role");
        let is_small = line.words.starts_with(char::is_lowercase);
        is_small && !says_who || values.values().any(|value| is_in_brackets(value))
    }

    /// Returns the slots that nothing but the place of the line speaks for, and the day cut out of them, where it is not the title.
    pub(super) fn guessed(&self, line: &Line, values: &Values) -> Option<String> {
        let is_vague = |slot: &String| self.vague_slots.contains(slot);
        let is_filled = values.keys().any(is_vague);
        // A day is cut out of what surrounds it.
        let is_cut = |slot: &String| matches!(slot.as_str(), "date" | "full-date");
        let slots = values.keys().filter(|slot| is_filled && (is_vague(slot) || is_cut(slot)));
        let slots: Vec<&str> = slots.map(String::as_str).collect();
        // Beside fixed words a wide gap says what is which.
        let is_guessed = !line.is_fixed && (self.vague == self.count || self.vague > 0 && line.gap.is_none());
        (is_guessed && !self.is_title && !slots.is_empty()).then(|| slots.join("`, `"))
    }
}

/// What lines of a house print.
struct LinePhrase {
    pattern: Rc<Pattern>,
    /// Whether it is one line, which is printed though no text fills its slots.
    is_unasked: bool,
}

impl LinePhrase {
    fn of(phrasebook: &Phrasebook<'_>, terms: &TermsData, kind: &str, lines: &[TitleLineData]) -> Option<Self> {
        let names: Vec<String> = lines.iter().map(TitleLineData::term_name).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let is_asked =
            |line: &TitleLineData, name| phrase::slots(terms, name).iter().any(|slot| line.needs.contains(slot));
        let is_unasked = match (lines, names.as_slice()) {
            ([line], [name]) => !is_asked(line, name),
            _ => false,
        };
        Some(Self { pattern: phrasebook.pattern(kind, &names)?, is_unasked })
    }

    fn read(&self, words: &str) -> Option<Values> {
        if self.is_unasked && self.pattern.is_unfilled(words) {
            return Some(Values::new());
        }
        self.pattern.read(words)
    }
}

/// What stands in these is called by words, and begins with none of figures.
const NAMES: [&str; 4] = ["committee", "name", "country", "role"];

/// Says whether what begins with a sign goes on with the line before it, or says it in another language.
fn goes_on(sign: char) -> bool {
    matches!(sign, '|' | '/' | '(')
}

/// Says whether words begin with a number that is parted from them: `481: …`, `No. 481 – …`, `481 on …`.
fn begins_with_number(words: &str) -> bool {
    let abbreviated = words.split_once(' ').filter(|(first, _)| first.ends_with(['.', '°', 'º', '№']));
    let words = abbreviated.map_or(words, |(_, behind)| behind);
    let behind = words.trim_start_matches(|sign: char| sign.is_numeric());
    behind.len() < words.len()
        && (behind.trim_start().starts_with([':', ',', '.', '–', '—']) || behind.starts_with(" on "))
}

/// Says whether words stand in brackets as a whole.
pub(super) fn is_in_brackets(words: &str) -> bool {
    words.starts_with('(') && words.ends_with(')')
}

/// Says whether a line ends as a sentence does, or a piece of one.
fn is_sentence(words: &str) -> bool {
    let words = words.trim_end();
    let is_whole = || words.ends_with(breaks::ends_sentence) && breaks::is_more_than_a_name(words);
    words.ends_with(breaks::promises) || words.ends_with("; and") || is_whole()
}

/// Says what it costs to take a line for one that prints nothing but what somebody wrote.
fn vagueness(role: TitleRole) -> i32 {
    match role {
        TitleRole::Title => costs::VAGUE_TITLE,
        TitleRole::Subtitle => costs::VAGUE_SUBTITLE,
        _ => costs::VAGUE,
    }
}
