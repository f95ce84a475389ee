//! The lines of a house laid over the lines of a file: of all ways to do so the one that costs least to believe.

use std::collections::{BTreeMap, BTreeSet};

use engross_compile::House;
use engross_compile::house::{Kind, TermsData, TitleLineData};
use engross_model::{Status, TitleRole};

use super::costs::{self, number};
use super::fill;
use super::joined::Joined;
use super::kinds;
use crate::label::is_capitals;
use crate::phrase::{self, Phrasebook, Values};
use crate::read::breaks;

/// No title block has more lines; what follows is not understood.
pub(super) const MOST_LINES: usize = 64;

/// No file has more lines of the house in one.
const MOST_JOINED: usize = 3;

/// The same where a file has hardly any: who adopted the text, on whose report, its number and its title.
const MOST_JOINED_OF_FEW: usize = 4;

/// A file with no more lines above its text has hardly any.
const FEW: usize = 2;

/// No title has more lines.
const MOST_TITLE_LINES: usize = 3;

/// A sentence with more words is long.
const LONG_SENTENCE: usize = 12;

/// More conditions are not told apart: each doubles the work.
const MOST_CONDITIONS: usize = 5;

/// Lines of a house laid over lines of a file.
#[derive(Debug, Default, Clone)]
pub(super) struct Found {
    cost: i32,
    pub(super) values: Values,
    /// For each line of the file what became of it.
    pub(super) taken: Vec<Taken>,
    /// For each line of the file what it was taken for, where nothing but its place says so and it is not the title.
    pub(super) guessed: Vec<Option<String>>,
    pub(super) kind: String,
    pub(super) status: Option<Status>,
    /// Which title block it is, where a text must choose it.
    pub(super) variant: Option<String>,
    pub(super) kind_known: KindKnown,
    /// Whether nothing tells an adopted text from one that is not adopted yet.
    pub(super) status_guessed: bool,
    /// What two places say otherwise of the same slot: what was left, and what was taken.
    pub(super) contradictions: Vec<Contradiction>,
}

/// What became of a line of a file.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    /// It is one of the house's.
    OfHouse,
    /// It is one of the house's together with the line above or below.
    OfHouseInPart,
    /// It is the name of the kind of text and nothing else, for which the house has no line.
    KindAlone,
    /// Another line has all its words.
    SaidElsewhere,
    #[default]
    NotUnderstood,
}

impl Taken {
    /// Says whether it is one of the house's, alone or with the line beside it.
    pub(super) fn is_of_house(self) -> bool {
        matches!(self, Self::OfHouse | Self::OfHouseInPart)
    }
}

/// A slot that stands in two places which do not say the same.
#[derive(Debug, Clone)]
pub(super) struct Contradiction {
    pub(super) slot: String,
    pub(super) left: String,
    pub(super) taken: String,
}

/// By what the kind of a text is known.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum KindKnown {
    /// A line of the house names it.
    Named,
    /// Words above the text speak of it.
    Mentioned,
    /// Nothing.
    #[default]
    Guessed,
}

/// What the text itself tells of its kind and status.
pub(super) struct Told<'h> {
    pub(super) has_adoption_note: bool,
    /// Whether that or a line in the text says who adopted it, or when.
    pub(super) is_adopted: bool,
    /// The kinds of text whose formulae it has.
    pub(super) kinds: BTreeSet<&'h str>,
}

/// A line of a file, without the marks of notes.
pub(super) struct Line {
    pub(super) words: String,
    /// The bytes before the wide gap that parts it, if there is one alone.
    pub(super) gap: Option<usize>,
    /// Whether the file calls it a heading.
    pub(super) is_heading: bool,
    /// Whether it may be the running head of a page.
    pub(super) comes_again: bool,
    /// Whether it is words of the house's own, whatever the text: no free line.
    pub(super) is_fixed: bool,
    /// Whether some line of the house above a text, with words of its own, reads so: `presented by …`.
    pub(super) is_of_house: bool,
    /// Whether it begins with the name of a kind of text and goes on.
    pub(super) begins_with_kind: bool,
    /// Whether all its words stand in another line, which a line of the house with words of its own reads.
    pub(super) is_said_elsewhere: bool,
    /// Whether it is none of the house's, and the line above it may be somebody's name.
    pub(super) may_say_who: bool,
    /// Whether the line above it is one of the house's that begins with the kind of text, and it is none.
    pub(super) is_below_kind: bool,
}

/// Finds which kind of text, in which status and with which title block, prints these lines above and below it.
pub(super) fn fit(above: &[Line], below: &[Line], told: &Told<'_>, house: &House, terms: &TermsData) -> Option<Found> {
    let data = house.data();
    let phrasebook = Phrasebook::new(house, terms);
    // What nothing tells apart is a draft.
    let statuses = [Status::Draft, Status::Tabled, Status::Adopted];
    let mut best: Option<Found> = None;
    let mut least = [i32::MAX; 3];
    for (kind, kind_data) in &data.kinds {
        let fit = |status: Status, lines: &[Line], block: &[TitleLineData]| {
            let of_status = |line: &&TitleLineData| line.when.is_empty() || line.when.contains(&status);
            let block: Vec<TitleLineData> = block.iter().filter(of_status).cloned().collect();
            best_fit(&phrasebook, terms, kind, lines, &block)
        };
        let is_mentioned = mentions(above, kind, terms);
        let closings = statuses.map(|status| fit(status, below, &data.closing_block));
        for (variant, block) in &data.title_block {
            let is_usual = is_usual_block(house, kind_data, variant);
            for ((status, closing), least) in statuses.into_iter().zip(&closings).zip(&mut least) {
                let mut found = fit(status, above, block);
                found.take(closing.clone());
                found.kind.clone_from(kind);
                found.status = Some(status);
                found.variant = Some(variant.clone()).filter(|_| !is_usual);
                found.cost += i32::from(!is_usual) * costs::OTHER_BLOCK;
                let has_mark = block.iter().any(|line| line.adoption_mark);
                found.cost += i32::from(told.has_adoption_note && !has_mark) * costs::ADOPTION_NOTE_NOT_MARKED;
                // Nothing has a number before it is adopted.
                let is_numbered = found.values.get("number").is_some_and(|number| fill::is_number(number));
                let is_adopted = told.is_adopted || is_numbered || fill::says_adopted(&found.values);
                found.cost += i32::from(is_adopted && status != Status::Adopted) * costs::ADOPTED_AFTER_ALL;
                let is_told = told.kinds.len() == 1 && told.kinds.contains(kind.as_str());
                found.kind_known = match is_told || found.names_kind(terms) {
                    true => KindKnown::Named,
                    false if is_mentioned => KindKnown::Mentioned,
                    false => KindKnown::Guessed,
                };
                found.cost += found.kind_known.cost();
                found.cost += i32::from(!told.kinds.contains(kind.as_str())) * costs::FORMULA_OF_OTHER_KIND;
                let is_unusual = found.kind_known == KindKnown::Guessed && !kind_data.variants.is_empty();
                found.cost += i32::from(is_unusual) * costs::KIND_UNUSUAL;
                *least = found.cost.min(*least);
                if best.as_ref().is_none_or(|best| found.cost < best.cost) {
                    best = Some(found);
                }
            }
        }
    }
    let [draft, tabled, adopted] = least;
    let mut best = best?;
    let lines: Vec<&Line> = above.iter().chain(below).collect();
    let is_told = best.status == Some(Status::Adopted) || best.says_not_adopted(&lines, house, terms);
    best.status_guessed = draft.min(tabled) == adopted || !is_told;
    Some(best)
}

/// Says whether lines speak of a kind of text: `… resolution of 3 May …`, but not within the name of another kind.
fn mentions(lines: &[Line], kind: &str, terms: &TermsData) -> bool {
    let name = |name: &String| phrase::plain_words(name).to_lowercase();
    let Some(own) = terms.kinds.get(kind).map(name).filter(|own| !own.is_empty()) else { return false };
    let longer: Vec<String> =
        terms.kinds.values().map(name).filter(|other| *other != own && other.contains(&own)).collect();
    lines.iter().any(|line| {
        let line = longer.iter().fold(line.words.to_lowercase(), |line, longer| line.replace(longer.as_str(), " "));
        line.match_indices(&own).any(|(at, _)| {
            let is_open = |sign: Option<char>| sign.is_none_or(|sign| !sign.is_alphanumeric());
            is_open(line[..at].chars().next_back()) && is_open(line[at + own.len()..].chars().next())
        })
    })
}

impl KindKnown {
    fn cost(self) -> i32 {
        match self {
            Self::Named => 0,
            Self::Mentioned => costs::KIND_MENTIONED,
            Self::Guessed => costs::KIND_NOT_NAMED,
        }
    }
}

/// Says whether texts of a kind have a title block without being asked.
fn is_usual_block(house: &House, kind: &Kind, block: &str) -> bool {
    let data = house.data();
    data.variant_of(kind, "title").map_or(data.title_block.len() == 1, |usual| usual == block)
}

impl Found {
    /// Adds what was found in lines further down.
    fn take(&mut self, other: Self) {
        self.cost += other.cost;
        self.overwrite(other.values);
        self.taken.extend(other.taken);
        self.guessed.extend(other.guessed);
    }

    /// Returns this with a line before it that says nothing more.
    fn with_line(&self, taken: Taken, cost: i32) -> Self {
        let mut found = self.clone();
        found.cost += cost;
        found.taken.insert(0, taken);
        found.guessed.insert(0, None);
        found
    }

    /// Takes what another place says, and remembers where it contradicts.
    pub(super) fn overwrite(&mut self, values: Values) {
        for (slot, taken) in values {
            let left = self.values.insert(slot.clone(), taken.clone());
            // Blanks of any kind are alike.
            let plain = |value: &str| value.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
            let otherwise = left.filter(|left| slot != phrase::NUMBER_SIGN && plain(left) != plain(&taken));
            self.contradictions.extend(otherwise.map(|left| Contradiction { slot, left, taken }));
        }
    }

    /// Says whether some line has words that the house prints only until a text is adopted, `draft`, or is a reference of those.
    fn says_not_adopted(&self, lines: &[&Line], house: &House, terms: &TermsData) -> bool {
        let data = house.data();
        let blocks = data.title_block.values().flatten().chain(&data.closing_block);
        let (always, until_adopted): (Vec<&TitleLineData>, Vec<&TitleLineData>) =
            blocks.partition(|line| line.when.is_empty() || line.when.contains(&Status::Adopted));
        // The words of a phrase, piece by piece.
        let words_of = |lines: &[&TitleLineData]| -> BTreeSet<Vec<String>> {
            let phrases = lines.iter().filter_map(|line| terms.phrases.get(&line.term_name()));
            phrases.flat_map(|phrases| phrases.alternatives()).map(|phrase| worded_pieces(phrase)).collect()
        };
        let always = words_of(&always);
        let mut phrases = words_of(&until_adopted);
        let has = |line: &str, phrase: &Vec<String>| phrase.iter().all(|piece| line.contains(piece.as_str()));
        // One short word, `a`, may stand in any line.
        let is_long = |phrase: &[String]| phrase.iter().any(|piece| piece.trim().len() > 2);
        phrases.retain(|own| is_long(own) && !always.iter().any(|other| has(&other.concat(), own)));
        let read = lines.iter().zip(&self.taken).filter(|(_, taken)| taken.is_of_house()).map(|(line, _)| line);
        let mut read = read.map(|line| bare_words(&line.words));
        let has_reference = until_adopted.iter().any(|line| line.role == TitleRole::Reference)
            && self.values.contains_key("reference")
            && !self.guessed.iter().flatten().any(|slots| slots.contains("reference"));
        has_reference || read.any(|line| phrases.iter().any(|phrase| has(&line, phrase)))
    }

    /// Says whether some line names the kind of the text.
    fn names_kind(&self, terms: &TermsData) -> bool {
        let names = [&terms.kinds, &terms.kind_forms.of, &terms.kind_forms.adopted].map(|names| names.get(&self.kind));
        let mut named = names.into_iter().flatten();
        let kinds = ["kind", "kind-lower", "kind-of", "kind-adopted"];
        let printed: Vec<String> =
            kinds.iter().filter_map(|slot| self.values.get(*slot)).map(|it| phrase::in_small_letters(it)).collect();
        named.any(|name| printed.contains(&phrase::in_small_letters(&phrase::plain_words(name))))
    }
}

/// Fits lines of a house to lines of a file, whatever fields the text may have of those on which lines depend.
fn best_fit(
    phrasebook: &Phrasebook<'_>,
    terms: &TermsData,
    kind: &str,
    lines: &[Line],
    block: &[TitleLineData],
) -> Found {
    let mut conditions: Vec<&String> = block.iter().flat_map(|line| line.needs.iter().chain(&line.without)).collect();
    conditions.sort_unstable();
    conditions.dedup();
    conditions.truncate(MOST_CONDITIONS);
    let small: Vec<String> = lines.iter().map(|line| line.words.to_lowercase()).collect();
    let is_there = |line: &TitleLineData| {
        let phrases = terms.phrases.get(&line.term_name()).into_iter().flat_map(|phrases| phrases.alternatives());
        let mut words = phrases.map(|phrase| phrase::plain_words(phrase).trim().to_lowercase());
        words.any(|words| small.iter().any(|line| line.contains(&words)))
    };
    // Above the field stand words that nobody writes: `For the Council`.
    let is_unannounced = |name: &String, block: &[TitleLineData]| {
        let announces = |line: &&TitleLineData| {
            let term = line.term_name();
            line.needs.contains(name) && phrase::has_words(terms, &term) && phrase::slots(terms, &term).is_empty()
        };
        block.iter().find(announces).is_some_and(|line| !is_there(line))
    };
    // Of readings that are as likely the one whose lines have the most fields comes first.
    let choices = (0..1_u32 << conditions.len()).rev().map(|choice| {
        let has = |name: &&String| choice & (1 << conditions.iter().position(|it| it == name).unwrap_or(0)) != 0;
        let absent: Vec<&String> = conditions.iter().copied().filter(|name| !has(name)).collect();
        let present: Vec<&String> = conditions.iter().copied().filter(has).collect();
        let holds = |line: &&TitleLineData| {
            let prints_absent = phrase::slots(terms, &line.term_name()).iter().any(|slot| absent.contains(&slot));
            let wants_absent = line.needs.iter().any(|name| absent.contains(&name));
            !prints_absent && !wants_absent && !line.without.iter().any(|name| present.contains(&name))
        };
        let block: Vec<TitleLineData> = block.iter().filter(holds).cloned().collect();
        let fit = |block: &[TitleLineData]| Fitting::new(phrasebook, terms, kind, lines, block).best();
        let by_columns = column_by_column(&block).map(|block| fit(&block));
        let by_rows = fit(&block);
        let mut found = by_columns.filter(|found| found.cost < by_rows.cost).unwrap_or(by_rows);
        let (there, missing): (Vec<&String>, Vec<&String>) =
            present.iter().partition(|name| found.values.contains_key(**name));
        let unannounced = there.iter().filter(|name| is_unannounced(name, &block)).count();
        found.cost += number(missing.len()) * costs::FIELD_MISSING + number(unannounced) * costs::UNANNOUNCED;
        found
    });
    let mut best = choices.min_by_key(|found| found.cost).unwrap_or_default();
    best.taken.resize(lines.len(), Taken::NotUnderstood);
    best.guessed.resize(lines.len(), None);
    best
}

/// Returns lines in the order in which columns are read one after the other, where several rows in a row have lines side by
/// side: as in a table, or where the one who signs second stands below the first.
fn column_by_column(block: &[TitleLineData]) -> Option<Vec<TitleLineData>> {
    let rows: Vec<&[TitleLineData]> = block.chunk_by(|_, next| next.beside).collect();
    let tables = || rows.chunk_by(|one, next| one.len() == next.len());
    let has_columns = |rows: &[&[TitleLineData]]| rows.len() > 1 && rows[0].len() > 1;
    let by_columns = |rows: &[&[TitleLineData]]| -> Vec<TitleLineData> {
        if !has_columns(rows) {
            return rows.concat();
        }
        let columns = (0..rows[0].len()).flat_map(|column| rows.iter().filter_map(move |row| row.get(column)));
        columns.map(|line| TitleLineData { beside: false, ..line.clone() }).collect()
    };
    tables().any(has_columns).then(|| tables().flat_map(by_columns).collect())
}

struct Fitting<'a> {
    kind: &'a str,
    terms: &'a TermsData,
    phrasebook: &'a Phrasebook<'a>,
    lines: &'a [Line],
    /// For each line of the house: the patterns of it alone and of it with those that follow it.
    patterns: Vec<Vec<Joined>>,
    known: BTreeMap<(usize, usize), Found>,
}

/// Lines of the house laid over one line of the file, or the title over several.
#[derive(Clone)]
struct Fit {
    /// The line of the house that comes next.
    next: usize,
    /// How many lines of the file they are.
    count: usize,
    /// What it costs to believe it.
    cost: i32,
    values: Values,
    /// The slots that nothing but the place of the line speaks for.
    guessed: Option<String>,
    /// The same for the further lines.
    goes_on: Option<String>,
}

impl<'a> Fitting<'a> {
    fn new(
        phrasebook: &'a Phrasebook<'a>,
        terms: &'a TermsData,
        kind: &'a str,
        lines: &'a [Line],
        block: &[TitleLineData],
    ) -> Self {
        let most = if lines.len() > FEW { MOST_JOINED } else { MOST_JOINED_OF_FEW };
        let patterns = (0..block.len()).map(|first| {
            let together = (1..=most).filter_map(|count| block.get(first..first + count));
            together.filter_map(|block| Joined::of(phrasebook, terms, kind, block)).collect()
        });
        Self { kind, terms, phrasebook, lines, patterns: patterns.collect(), known: BTreeMap::new() }
    }

    fn best(mut self) -> Found {
        self.from(0, 0)
    }

    /// Reads several lines as the title, from one of the file and one of the house on.
    fn titles_over_lines(&self, at: usize, line: usize) -> Vec<Fit> {
        let lines = self.lines.get(at..).unwrap_or_default();
        let alike = lines.windows(2).take_while(|pair| could_go_on(&pair[0], &pair[1])).count();
        let titles =
            (line..self.patterns.len()).flat_map(|first| self.patterns[first].iter().map(move |it| (first, it)));
        let titles = titles.filter(|(_, joined)| joined.is_title && joined.count == 1);
        let read = |(first, joined): (usize, &Joined), count: usize| {
            let words: Vec<&str> = lines.iter().take(count).map(|line| line.words.as_str()).collect();
            let whole = Line { words: words.join(" "), gap: None, ..*lines.first()? };
            let (cost, values) = joined.read(&whole, self.phrasebook)?;
            let cost = cost + number(count - 1) * costs::TITLE_GOES_ON;
            Some(Fit { next: first + 1, count, cost, values, guessed: None, goes_on: Some("title".to_owned()) })
        };
        titles
            .flat_map(|title| (2..=alike.min(MOST_TITLE_LINES - 1) + 1).filter_map(move |count| read(title, count)))
            .collect()
    }

    /// Reads two lines as a title that the house knows by its words, with what it prints behind it on the second,
    /// `(2026/2501(RSP))`; from one of the file and one of the house on, or moved.
    fn titles_with_end(&self, at: usize, line: usize) -> Vec<Fit> {
        let Some([title, end]) = self.lines.get(at..at + 2) else { return Vec::new() };
        let whole = Line { words: format!("{} {}", title.words, end.words), gap: None, ..*title };
        let read = |(first, joined): (usize, &Joined)| {
            let (cost, values) = joined.read(&whole, self.phrasebook)?;
            let (_, alone) = joined.read(title, self.phrasebook)?;
            let says_more = values.len() > alone.len() && values.get("title") == alone.get("title");
            says_more.then_some(Fit { next: first + 1, count: 2, cost, values, guessed: None, goes_on: None })
        };
        let titles = self.patterns.iter().enumerate().flat_map(|(first, them)| them.iter().map(move |it| (first, it)));
        let known = titles.filter(|(_, joined)| joined.is_title && joined.count == 1 && joined.vague == 0);
        // A line that stands further down in the house may be moved as well.
        let fits = known.filter_map(read).flat_map(|fit| {
            let moved = Fit { next: line, cost: fit.cost + costs::MOVED, ..fit.clone() };
            std::iter::once(moved).chain((fit.next > line).then_some(fit))
        });
        fits.collect()
    }

    /// Reads two lines as one of the house's: the kind of text, and below it the number.
    fn kinds_with_number(&self, at: usize, line: usize) -> Vec<Fit> {
        let Some([kind, number]) = self.lines.get(at..at + 2) else { return Vec::new() };
        if !kinds::is_alone(&kind.words, self.kind, self.terms) || !number.words.contains(char::is_numeric) {
            return Vec::new();
        }
        let whole = Line { words: format!("{} {}", kind.words, number.words), gap: None, ..*kind };
        let read = |(first, joined): (usize, &Joined)| {
            let (cost, values) = joined.read(&whole, self.phrasebook)?;
            values.contains_key("number").then_some(Fit {
                next: first + 1,
                count: 2,
                cost,
                values,
                guessed: None,
                goes_on: None,
            })
        };
        let lines =
            (line..self.patterns.len()).flat_map(|first| self.patterns[first].iter().map(move |it| (first, it)));
        lines.filter(|(_, joined)| joined.count == 1 && joined.vague == 0).filter_map(read).collect()
    }

    /// Lays the lines of the house from one on over the lines of the file from one on.
    fn from(&mut self, at: usize, line: usize) -> Found {
        if let Some(known) = self.known.get(&(at, line)) {
            return known.clone();
        }
        let Some(words) = self.lines.get(at).filter(|_| at < MOST_LINES) else { return Found::default() };
        let below = self.lines.get(at + 1);
        let alone = (line..self.patterns.len())
            .flat_map(|first| self.patterns[first].iter().map(move |it| (first + it.count, it)))
            .filter_map(|(next, joined)| {
                let (cost, values) = joined.read(words, self.phrasebook)?;
                let is_vague_title = joined.is_title && joined.vague == joined.count;
                let is_unlikely = is_vague_title && (words.is_of_house || is_no_title(words, below));
                let is_symbol =
                    is_vague_title && (is_symbol(&words.words) || !words.words.contains(char::is_alphabetic));
                let guessed = joined.guessed(words, &values);
                let is_amid_sentence = guessed.is_some() && below.is_none() && words.words.ends_with(breaks::is_comma);
                let cost = cost
                    + i32::from(is_unlikely) * costs::TITLE_UNLIKELY
                    + i32::from(is_symbol) * costs::TITLE_IS_SYMBOL
                    + i32::from(is_amid_sentence) * costs::SENTENCE_GOES_ON;
                Some(Fit { next, count: 1, cost, values, guessed, goes_on: None })
            });
        let titles = self.titles_over_lines(at, line).into_iter().chain(self.titles_with_end(at, line));
        let fitting: Vec<Fit> = alone.chain(titles).chain(self.kinds_with_number(at, line)).collect();
        let mut readings: Vec<Found> = Vec::with_capacity(fitting.len() + 1);
        for Fit { next, count, cost, values, guessed, goes_on } in fitting {
            let mut found = self.from(at + count, next);
            if contradicts(&values, &found.values) {
                continue;
            }
            // `Anna Novak`, and below it `on behalf of …`.
            let says_who = below.is_some_and(|below| below.may_say_who && below.words.starts_with(char::is_lowercase));
            let is_somebody = says_who && values.contains_key("name") && found.values.contains_key("role");
            found.cost += cost - i32::from(is_somebody && guessed.is_some()) * costs::NAME_OF_ROLE;
            let taken = if count == 1 { Taken::OfHouse } else { Taken::OfHouseInPart };
            found.taken.splice(0..0, std::iter::repeat_n(taken, count));
            let goes_on = std::iter::repeat_n(goes_on, count - 1);
            found.guessed.splice(0..0, std::iter::once(guessed).chain(goes_on));
            found.values.extend(values);
            readings.push(found);
        }
        let without = self.from(at + 1, line);
        readings.extend(self.moved(words, &without));
        readings.extend(self.kind_alone(words, &without));
        if words.is_said_elsewhere {
            readings.push(without.with_line(Taken::SaidElsewhere, costs::SAID_ELSEWHERE));
        }
        readings.push(without.with_line(Taken::NotUnderstood, costs::NOT_UNDERSTOOD));
        // Of readings that are as likely the first: a line further up is likelier to be the house's.
        let best = readings.into_iter().min_by_key(|found| found.cost).unwrap_or_default();
        self.known.insert((at, line), best.clone());
        best
    }

    /// Reads a line as one with fixed words, or as a reference by its look, that stands elsewhere than the house has it, given
    /// what the lines behind it say.
    fn moved(&self, line: &Line, behind: &Found) -> Option<Found> {
        let is_reference = is_reference(&line.words);
        let is_known =
            |joined: &&Joined| joined.vague < joined.count || line.is_fixed || joined.is_reference && is_reference;
        let known = self.patterns.iter().flatten().filter(is_known);
        let readings = known.filter_map(|joined| Some((joined, joined.read(line, self.phrasebook)?)));
        let agreeing = readings.filter(|(_, (_, values))| !contradicts(values, &behind.values));
        let (joined, (cost, values)) = agreeing.min_by_key(|(_, (cost, _))| *cost)?;
        let mut found = behind.clone();
        found.cost += cost + costs::MOVED;
        found.taken.insert(0, Taken::OfHouse);
        found.guessed.insert(0, joined.guessed(line, &values));
        found.values.extend(values);
        Some(found)
    }

    /// Reads a line that is the name of the kind and nothing else, given what the lines behind it say.
    fn kind_alone(&self, line: &Line, behind: &Found) -> Option<Found> {
        if line.is_of_house || !kinds::is_alone(&line.words, self.kind, self.terms) {
            return None;
        }
        let mut found = behind.with_line(Taken::KindAlone, costs::KIND_ALONE);
        found.values.entry("kind".to_owned()).or_insert_with(|| line.words.trim().to_owned());
        Some(found)
    }
}

/// Returns the pieces of words of a phrase, each as `bare_words` has it but for the blanks where a slot touches it, `{kind}sentwurf`.
fn worded_pieces(phrase: &str) -> Vec<String> {
    let pieces: Vec<String> = phrase::pieces_of_words(phrase).collect();
    let last = pieces.len().saturating_sub(1);
    let pieces = pieces.iter().enumerate().map(|(at, words)| {
        let mut bare = bare_words(words);
        if words.ends_with(char::is_alphanumeric) && (at < last || phrase.ends_with('}')) {
            bare.pop();
        }
        if words.starts_with(char::is_alphanumeric) && (at > 0 || phrase.starts_with('{')) {
            bare.remove(0);
        }
        bare
    });
    pieces.filter(|piece| !piece.trim().is_empty()).collect()
}

/// Writes words in small letters, a blank before and behind each and nothing else between them.
fn bare_words(words: &str) -> String {
    let small = phrase::in_small_letters(words);
    let words: Vec<&str> = small.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    format!(" {} ", words.join(" "))
}

/// Says whether two readings of lines do not go together: a slot would be filled twice, or a title found twice.
fn contradicts(values: &Values, others: &Values) -> bool {
    let values = values.iter().filter(|(slot, _)| *slot != phrase::NUMBER_SIGN);
    values.into_iter().any(|(slot, value)| others.get(slot).is_some_and(|other| slot == "title" || other != value))
}

/// Says whether a line hardly is a title: it begins with a small letter above one in capitals, it is a sentence that says much,
/// or it ends in the middle of one.
fn is_no_title(line: &Line, below: Option<&Line>) -> bool {
    let is_small = line.words.starts_with(char::is_lowercase);
    let is_long = line.words.split_whitespace().nth(LONG_SENTENCE).is_some();
    let goes_on = line.words.ends_with(breaks::is_comma) || is_long && line.words.ends_with(breaks::ends_clause);
    is_small && below.is_some_and(|below| is_capitals(&below.words)) || goes_on
}

/// Says whether a line looks like a reference: figures, and letters that are all capitals; in brackets it is a procedure.
fn is_reference(words: &str) -> bool {
    let has = |is: fn(char) -> bool| words.contains(is);
    !words.starts_with('(') && has(char::is_numeric) && has(char::is_uppercase) && !has(char::is_lowercase)
}

/// Says whether a line is nothing but a symbol: `A/80/L.40`, `H.R. No. 12`.
pub(super) fn is_symbol(words: &str) -> bool {
    let has_figures = |word: &str| word.contains(char::is_numeric);
    let is_of_symbol = |word: &str| has_figures(word) || word.ends_with(breaks::ends_sentence);
    words.contains(['/', '.']) && words.split_whitespace().all(is_of_symbol) && has_figures(words)
}

/// Says whether a line could go on with a title: both are in capitals, or it begins in the middle of a sentence.
fn could_go_on(title: &Line, next: &Line) -> bool {
    let is_plain = !next.words.contains(|sign: char| sign.is_numeric() || breaks::promises_points(sign) || sign == '(');
    let is_alike =
        is_plain && title.is_heading == next.is_heading && !title.is_fixed && !next.is_fixed && !next.is_of_house;
    let both = |fits: fn(&str) -> bool| fits(&title.words) && fits(&next.words);
    let goes_on = title.words.starts_with(char::is_uppercase) && next.words.starts_with(char::is_lowercase);
    is_alike && (both(is_capitals) || goes_on)
}
