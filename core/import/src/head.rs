//! The lines above the body, read back through the house's terms.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use engross_compile::House;
use engross_compile::house::{FieldForm, TermsData, TitleLineData};
use engross_model::{Date, Finding, Status, TitleRole};

use crate::arrange::{Printed, Role, Sight};
use crate::draft;
use crate::forms::Form;
use crate::notes::{self, FoundNote};
use crate::phrase::{self, Pattern, Phrasebook, Values};
use crate::sheet::{self, Paragraph, Sheet};

/// What a text says about itself.
#[derive(Debug, Default)]
pub(crate) struct Head {
    pub(crate) kind: String,
    pub(crate) number: Option<String>,
    pub(crate) language: String,
    pub(crate) status: Option<Status>,
    /// Which form the title block has, where a text must choose it.
    pub(crate) variant: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) subtitle: Option<String>,
    /// The notes that are marked in the title, by their places among the notes.
    pub(crate) title_notes: Vec<usize>,
    /// The note that says who adopted the text, by its place among the notes.
    pub(crate) adoption_note: Option<usize>,
    pub(crate) reference: Option<String>,
    pub(crate) original_language: Option<String>,
    pub(crate) date: Option<Date>,
    /// Name, country, role, committee.
    pub(crate) presented_by: BTreeMap<&'static str, String>,
    pub(crate) fields: BTreeMap<String, String>,
    pub(crate) adoption: Option<Adoption>,
}

/// Who adopted it, where and when.
#[derive(Debug, Default)]
pub(crate) struct Adoption {
    pub(crate) body: Option<String>,
    pub(crate) session: Option<String>,
    pub(crate) session_number: Option<u32>,
    pub(crate) place: Option<String>,
    pub(crate) date: Option<Date>,
}

impl Head {
    /// Returns a short name: `496-taking-nato-deterrence`.
    pub(crate) fn slug(&self) -> String {
        let number = self.number.iter().map(String::as_str);
        let title = self.title.iter().flat_map(|title| title.split_whitespace());
        let words = number
            .chain(title)
            .map(|word| word.chars().filter(|it| it.is_ascii_alphanumeric()).collect::<String>().to_ascii_lowercase());
        let words: Vec<String> = words.filter(|word| !word.is_empty()).take(6).collect();
        if words.is_empty() { "imported".to_owned() } else { words.join("-") }
    }
}

/// Returns what the house prints before the first clause and below the text.
pub(crate) fn printed(house: &House, terms: &TermsData) -> Printed {
    let data = house.data();
    let pattern = |term: &String| Pattern::of_term(house, terms, term);
    let lines: Vec<String> = data.closing_block.iter().map(TitleLineData::term_name).collect();
    let openings = || data.opening.iter().chain(&data.bare_opening);
    let heads: BTreeSet<String> = data.title_block.values().flatten().map(TitleLineData::term_name).collect();
    Printed {
        openings: openings().filter(|term| phrase::has_words(terms, term)).filter_map(pattern).collect(),
        vague_openings: openings().filter(|term| !phrase::has_words(terms, term)).filter_map(pattern).collect(),
        heads: heads.iter().filter(|term| phrase::has_words(terms, term)).filter_map(pattern).collect(),
        // A line that prints nothing but what somebody wrote could be any line.
        vague_closings: lines.iter().filter(|term| !phrase::has_words(terms, term)).filter_map(pattern).collect(),
        closings: lines.iter().filter(|term| phrase::has_words(terms, term)).filter_map(pattern).collect(),
    }
}

/// Finds the language of a file: the one whose fixed words and lead words are found in it most; `None` where nothing says
/// which.
pub(crate) fn recognise(sheet: &Sheet, house: &House) -> Option<String> {
    let lines: Vec<String> = sheet.paragraphs.iter().take(400).map(|line| line.words().to_lowercase()).collect();
    let said = sheet.language.as_deref().map(|tag| tag.split(['-', '_']).next().unwrap_or(tag).to_lowercase());
    let found = |language: &&String| {
        let Ok(terms) = house.terms(language) else { return 0 };
        let phrases = terms.phrases.values().flat_map(|phrases| phrases.alternatives());
        let fixed: Vec<String> = phrases.flat_map(|phrase| phrase::fixed_words(phrase)).collect();
        let fixed = lines.iter().filter(|line| fixed.iter().any(|words| line.contains(words))).count();
        let phrases: Vec<String> = terms.lead_words.values().flatten().map(|phrase| phrase.to_lowercase()).collect();
        let leads = lines.iter().filter(|line| {
            let words = crate::label::typed(line).and_then(|end| line.get(end..)).unwrap_or(line).trim_start();
            phrases.iter().any(|phrase| words.starts_with(phrase))
        });
        fixed * 3 + leads.count() + usize::from(said.as_ref() == Some(*language)) * 2
    };
    let languages = house.languages();
    let scores = languages.iter().rev().map(|language| (found(&language), language));
    let (score, best) = scores.max_by_key(|(score, _)| *score)?;
    (score > 0).then(|| best.clone())
}

/// The paragraphs of a file that are no clauses.
pub(crate) struct Around<'a> {
    /// The lines above the text.
    pub(crate) above: Vec<&'a Paragraph>,
    /// What the house prints itself, and may print something with.
    pub(crate) printed: Vec<&'a Paragraph>,
    /// The lines below the text.
    pub(crate) below: Vec<&'a Paragraph>,
    /// The words of the text itself.
    pub(crate) body: Vec<String>,
    /// The notes to all of these.
    pub(crate) notes: &'a [FoundNote],
}

impl<'a> Around<'a> {
    pub(crate) fn of(sights: &'a [Sight<'a>], roles: &[Role], notes: &'a [FoundNote]) -> Self {
        Self {
            above: draft::lines(sights, roles, &Role::Head),
            printed: draft::lines(sights, roles, &Role::Printed),
            below: draft::lines(sights, roles, &Role::Foot),
            body: draft::words(sights, roles),
            notes,
        }
    }
}

/// Reads the lines above and below the body, and the note of adoption; says what was guessed or not understood.
pub(crate) fn read(
    file: &str,
    around: &Around<'_>,
    printed: &Printed,
    forms: &[Form<'_>],
    house: &House,
    terms: &TermsData,
    language: &str,
) -> (Head, Vec<Finding>) {
    let mut findings = Vec::new();
    let notes = around.notes;
    let mut head = Head { language: language.to_owned(), ..Head::default() };
    let words = |lines: &[&Paragraph]| {
        lines.iter().map(|line| notes::words_without_marks(line, notes)).collect::<Vec<String>>()
    };
    let (above, below) = (words(&around.above), words(&around.below));
    let note = find_adoption_note(notes, house, terms);
    let data = house.data();
    let phrasebook = Phrasebook::new(house, terms);
    // What nothing tells apart is a draft.
    let statuses = [Status::Draft, Status::Tabled, Status::Adopted];
    let mut best: Option<(u32, Found)> = None;
    for (kind, kind_data) in &data.kinds {
        let usual = data.variant_of(kind_data, "title");
        let fit = |status: Status, words: &[String], paragraphs: &[&Paragraph], block: &[TitleLineData]| {
            let of_status = |line: &&TitleLineData| line.when.is_empty() || line.when.contains(&status);
            let lines: Vec<TitleLineData> = block.iter().filter(of_status).cloned().collect();
            let headings: Vec<bool> = paragraphs.iter().map(|line| line.heading).collect();
            best_fit(&phrasebook, terms, kind, words, &headings, &lines)
        };
        let closings = statuses.map(|status| fit(status, &below, &around.below, &data.closing_block));
        for (variant, block) in &data.title_block {
            for (status, closing) in statuses.into_iter().zip(&closings) {
                let mut found = fit(status, &above, &around.above, block);
                found.take(closing.clone());
                found.kind.clone_from(kind);
                found.status = Some(status);
                let is_usual = usual.map_or(data.title_block.len() == 1, |usual| usual == variant);
                found.variant = Some(variant.clone()).filter(|_| !is_usual);
                let by_note = u32::from(note.is_some() && status != Status::Adopted) * 9;
                found.cost += u32::from(!is_usual) * 2 + by_note;
                if best.as_ref().is_none_or(|(least, _)| found.cost < *least) {
                    best = Some((found.cost, found));
                }
            }
        }
    }
    let Some((_, mut found)) = best else { return (head, findings) };
    head.status = found.status;
    head.variant.clone_from(&found.variant);
    let lines = around.above.iter().map(|line| (line, "above")).chain(around.below.iter().map(|line| (line, "below")));
    for ((line, place), _) in lines.zip(&found.understood).filter(|(_, understood)| !**understood) {
        let finding =
            Finding::new("IMP-09", format!("a line {place} the text was not understood")).at(file, line.place.clone());
        findings.push(
            finding.help("if the house prints it from what the text says, write that at the top; else it is lost"),
        );
    }
    for line in around.printed.iter().map(|line| line.words()) {
        let formulas = forms.iter().flat_map(|form| form.heading.iter().chain(&form.formula));
        let mut known = printed.openings.iter().chain(formulas).chain(&printed.vague_openings);
        found.values.extend(known.find_map(|opening| opening.read(&line)).unwrap_or_default());
    }
    head.adoption_note = note.as_ref().map(|(at, _)| *at);
    let adoption_note = head.adoption_note;
    found.values.extend(note.map(|(_, values)| values).unwrap_or_default());
    fill(&mut head, &found, house, terms);
    let marked = around.above.iter().flat_map(|line| notes::marked_in(line, notes));
    head.title_notes = marked.filter(|at| Some(*at) != adoption_note).collect();
    if !found.names_kind(terms) && data.kinds.len() > 1 {
        let finding = Finding::new("IMP-08", format!("the kind of text was not found: `{}` was written", head.kind));
        findings.push(finding.in_file(file).help(format!("the house has: {}", house.kinds().join(", "))));
    }
    if let Some(title) = head.title.as_mut().filter(|title| is_capitals(title)) {
        let prints = |line: &&&Paragraph| line.words().contains(title.as_str());
        let place = around.above.iter().find(prints).map(|line| line.place.clone()).unwrap_or_default();
        *title = in_small_letters(title, &around.body);
        let finding = Finding::new("IMP-08", "the title is printed in capitals; which letters are great was guessed");
        findings.push(finding.at(file, place).help("write names with their capitals; the house sets capitals itself"));
    }
    (head, findings)
}

/// Writes words in capitals as a sentence would have them, with the spelling that the body has of each.
pub(crate) fn in_small_letters(title: &str, body: &[String]) -> String {
    let mut spellings: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
    for line in body {
        for word in line.split(|it: char| !it.is_alphanumeric() && it != '-').skip(1).filter(|word| !word.is_empty()) {
            *spellings.entry(word.to_lowercase()).or_default().entry(word.to_owned()).or_default() += 1;
        }
    }
    let word = |word: &str| {
        let small = word.to_lowercase();
        let known = spellings.get(&small).and_then(|known| known.iter().max_by_key(|(_, count)| **count));
        known.map_or(small, |(spelling, _)| spelling.clone())
    };
    let mut written = String::new();
    for piece in title.split_inclusive(|it: char| !it.is_alphanumeric() && it != '-') {
        let end = piece.trim_end_matches(|it: char| !it.is_alphanumeric() && it != '-').len();
        written.push_str(&word(&piece[..end]));
        written.push_str(&piece[end..]);
    }
    let mut letters = written.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

pub(crate) fn is_capitals(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// Lines of a house laid over lines of a file.
#[derive(Debug, Default, Clone)]
struct Found {
    cost: u32,
    values: Values,
    understood: Vec<bool>,
    kind: String,
    status: Option<Status>,
    variant: Option<String>,
}

impl Found {
    /// Adds what was found in lines further down.
    fn take(&mut self, other: Self) {
        self.cost += other.cost;
        self.values.extend(other.values);
        self.understood.extend(other.understood);
    }

    /// Says whether some line names the kind of the text.
    fn names_kind(&self, terms: &TermsData) -> bool {
        let names = [&terms.kinds, &terms.kind_forms.of, &terms.kind_forms.adopted].map(|names| names.get(&self.kind));
        let mut named = names.into_iter().flatten();
        let kinds = ["kind", "kind-lower", "kind-of", "kind-adopted"];
        let printed: Vec<String> =
            kinds.iter().filter_map(|slot| self.values.get(*slot)).map(|it| it.to_lowercase()).collect();
        named.any(|name| printed.contains(&phrase::plain_words(name).to_lowercase()))
    }
}

/// Fits lines of a house to lines of a file, whatever fields the text may have of those on which lines depend.
fn best_fit(
    phrasebook: &Phrasebook<'_>,
    terms: &TermsData,
    kind: &str,
    words: &[String],
    headings: &[bool],
    lines: &[TitleLineData],
) -> Found {
    let mut conditions: Vec<&String> = lines.iter().flat_map(|line| line.needs.iter().chain(&line.without)).collect();
    conditions.sort_unstable();
    conditions.dedup();
    conditions.truncate(MOST_CONDITIONS);
    let choices = (0..1_u32 << conditions.len()).map(|choice| {
        let has = |name: &&String| choice & (1 << conditions.iter().position(|it| it == name).unwrap_or(0)) != 0;
        let absent: Vec<&String> = conditions.iter().copied().filter(|name| !has(name)).collect();
        let present: Vec<&String> = conditions.iter().copied().filter(has).collect();
        let holds = |line: &&TitleLineData| {
            let prints_absent = phrase::slots(terms, &line.term_name()).iter().any(|slot| absent.contains(&slot));
            let wants_absent = line.needs.iter().any(|name| absent.contains(&name));
            !prints_absent && !wants_absent && !line.without.iter().any(|name| present.contains(&name))
        };
        let lines: Vec<TitleLineData> = lines.iter().filter(holds).cloned().collect();
        let mut found = Fitting::new(phrasebook, terms, kind, words, headings, &lines).best();
        let missing = present.iter().filter(|name| !found.values.contains_key(**name)).count();
        found.cost += u32::try_from(missing * 4).unwrap_or(u32::MAX);
        found
    });
    let mut best = choices.min_by_key(|found| found.cost).unwrap_or_default();
    best.understood.resize(words.len(), false);
    best
}

/// No title block has more lines; what follows is not understood.
const MOST_LINES: usize = 64;

/// More conditions are not told apart: each doubles the work.
const MOST_CONDITIONS: usize = 4;

struct Fitting<'a> {
    words: &'a [String],
    /// Which lines the file calls headings.
    headings: Vec<bool>,
    /// For each line of the house: the patterns of it alone and of it with those that follow it.
    patterns: Vec<Vec<Joined>>,
    known: BTreeMap<(usize, usize), Found>,
}

/// Lines of a house that were printed as one.
struct Joined {
    count: usize,
    is_title: bool,
    /// What it costs to believe it.
    cost: u32,
    pattern: Rc<Pattern>,
}

impl<'a> Fitting<'a> {
    fn new(
        phrasebook: &Phrasebook<'_>,
        terms: &TermsData,
        kind: &str,
        words: &'a [String],
        headings: &[bool],
        lines: &[TitleLineData],
    ) -> Self {
        let names: Vec<String> = lines.iter().map(TitleLineData::term_name).collect();
        let patterns = (0..names.len()).map(|first| {
            let together = (1..=3).filter(|count| first + count <= names.len());
            let joined = |count: usize| {
                let these: Vec<&str> = names[first..first + count].iter().map(String::as_str).collect();
                let behind = lines.get(first + 1..first + count).unwrap_or_default();
                let strangers = behind.iter().filter(|line| !line.beside).count();
                // A line without fixed words may be anything; of such lines the title is the likeliest.
                let vague = lines
                    .get(first..first + count)
                    .unwrap_or_default()
                    .iter()
                    .filter(|line| !phrase::has_words(terms, &line.term_name()));
                let vague: usize = vague.map(|line| likelihood(line.role)).sum();
                // Lines that share one are likelier together there than either alone.
                let beside = behind.len() - strangers;
                // Fixed words say where the one line ends and the other begins.
                let is_known = these.iter().any(|term| phrase::has_words(terms, term));
                let cost = if is_known && count > 1 {
                    strangers + vague / 3
                } else {
                    (strangers * 9 + vague).saturating_sub(beside * 2)
                };
                let cost = u32::try_from(cost).unwrap_or(u32::MAX);
                let is_title = lines[first..first + count].iter().any(|line| line.role == TitleRole::Title);
                Some(Joined { count, is_title, cost, pattern: phrasebook.pattern(kind, &these)? })
            };
            together.filter_map(joined).collect()
        });
        let words = words.get(..MOST_LINES).unwrap_or(words);
        Self { words, headings: headings.to_vec(), patterns: patterns.collect(), known: BTreeMap::new() }
    }

    fn best(mut self) -> Found {
        self.from(0, 0)
    }

    fn from(&mut self, word: usize, line: usize) -> Found {
        if let Some(known) = self.known.get(&(word, line)) {
            return known.clone();
        }
        let Some(words) = self.words.get(word) else { return Found::default() };
        let mut best = self.from(word + 1, line);
        best.cost += 12;
        best.understood.insert(0, false);
        let fitting: Vec<(usize, u32, Values)> = (line..self.patterns.len())
            .flat_map(|at| self.patterns[at].iter().map(move |it| (at, it)))
            .filter_map(|(at, joined)| {
                let skipped =
                    u32::try_from(at - line).unwrap_or(0) + u32::from(self.headings[word] != joined.is_title) * 2;
                Some((at + joined.count, skipped + joined.cost, joined.pattern.read(words)?))
            })
            .collect();
        for (next, cost, values) in fitting {
            let mut found = self.from(word + 1, next);
            found.cost += cost;
            found.understood.insert(0, true);
            found.values.extend(values);
            if found.cost < best.cost {
                best = found;
            }
        }
        self.known.insert((word, line), best.clone());
        best
    }
}

/// Says what it costs to take a line for one that prints nothing but what somebody wrote.
fn likelihood(role: TitleRole) -> usize {
    match role {
        TitleRole::Title => 3,
        TitleRole::Subtitle => 7,
        _ => 5,
    }
}

/// Takes over what stood in the slots.
fn fill(head: &mut Head, found: &Found, house: &House, terms: &TermsData) {
    let values = &found.values;
    let get = |slot: &str| values.get(slot).cloned();
    head.kind.clone_from(&found.kind);
    head.number = get("number");
    head.title = get("title");
    head.subtitle = get("subtitle");
    head.reference = get("reference").map(|reference| without_letter(&reference, terms));
    head.original_language =
        get("original-language").and_then(|name| phrase::key_of(&terms.languages, &name).map(str::to_owned));
    head.date = get("date").or_else(|| get("full-date")).and_then(|date| phrase::read_date(terms, &date));
    for slot in ["name", "country", "role", "committee"] {
        if let Some(value) = get(slot) {
            head.presented_by.insert(slot, value);
        }
    }
    for (name, form) in &house.data().fields {
        if let Some(value) = field(name, *form, values, terms) {
            head.fields.insert(name.clone(), value);
        }
    }
    let slots = ["body", "session", "place", "adoption-date", "adoption-full-date"];
    if head.status == Some(Status::Adopted) && slots.iter().any(|slot| values.contains_key(*slot)) {
        head.adoption = Some(adopted(values, terms));
    }
}

/// Reads a field in whichever of its forms it was printed.
fn field(name: &str, form: FieldForm, values: &Values, terms: &TermsData) -> Option<String> {
    let value = |further: &str| values.get(&format!("{name}{further}"));
    match form {
        FieldForm::Date => {
            let date = value("").or_else(|| value("-full"))?;
            Some(phrase::read_date(terms, date)?.to_string())
        }
        FieldForm::Number => {
            let ordinal = value("-ordinal").or_else(|| value("-th"));
            let number = |printed: &String| phrase::read_ordinal(terms, printed).map(|number| number.to_string());
            value("").cloned().or_else(|| ordinal.and_then(number))
        }
        FieldForm::Text | FieldForm::Code => value("").cloned(),
    }
}

/// Finds the note of adoption: the one whose fixed words say so. Returns its place among the notes, and what it says.
fn find_adoption_note(notes: &[FoundNote], house: &House, terms: &TermsData) -> Option<(usize, Values)> {
    let pattern = Pattern::of_term(house, terms, ADOPTION)?;
    let is_known = phrase::has_words(terms, ADOPTION);
    notes.iter().enumerate().find_map(|(at, note)| {
        let is_number = note.mark.chars().all(|sign| sign.is_ascii_digit()) && !note.mark.is_empty();
        let words = sheet::words(&note.runs);
        Some((at, pattern.read(&words).filter(|_| is_known || !is_number)?))
    })
}

/// The term that makes the note of adoption.
const ADOPTION: &str = "adoption";

fn adopted(values: &Values, terms: &TermsData) -> Adoption {
    let get = |slot: &str| values.get(slot);
    let session = get("session").and_then(|session| phrase::session(terms, session));
    let date = get("adoption-full-date").or_else(|| get("adoption-date"));
    Adoption {
        body: get("body").and_then(|body| phrase::key_of(&terms.bodies, body)).map(str::to_owned),
        session: session.map(|(name, _)| name.to_owned()),
        session_number: session.and_then(|(_, number)| number),
        place: get("place").cloned(),
        date: date.and_then(|date| phrase::read_date(terms, date)),
    }
}

/// Takes the language's letter from a reference: `205 CDS 25 E`.
fn without_letter(reference: &str, terms: &TermsData) -> String {
    let letter = terms.letter.as_deref().unwrap_or_default();
    let words: Vec<&str> = reference.split_whitespace().collect();
    let kept = words.iter().enumerate().filter(|(index, word)| *index == 0 || letter.is_empty() || **word != letter);
    kept.map(|(_, word)| *word).collect::<Vec<_>>().join(" ")
}
