//! The lines above the body, read back through the house's terms.

mod capitals;
mod costs;
mod doubts;
mod fill;
mod fit;
mod joined;
mod kinds;
mod open_number;
mod other_languages;
mod own_words;
mod pieces;
mod said_elsewhere;

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use engross_compile::House;
use engross_compile::house::{FieldForm, Phrases, TermsData, TitleLineData};
use engross_model::{Date, Finding, Status, TitleRole};

use self::capitals::Spellings;
pub(crate) use self::capitals::with_capital;
pub(crate) use self::fill::{leave_out_banner, take_adoption_line};
use self::fit::{Contradiction, Found, KindKnown, Line, Taken, Told};
pub(crate) use self::open_number::leave_out_open_number;
pub(crate) use self::other_languages::leave_out_other_languages;
pub(crate) use self::pieces::leave_out_other_pieces;
use crate::arrange::{Printed, Role, Sight};
use crate::dates;
use crate::forms::Form;
use crate::label;
use crate::notes::{self, Notes};
use crate::phrase::{self, Pattern, Values};
use crate::read::page_lines;
use crate::sheet::{self, Paragraph, Run};
use crate::sureness::Sureness;
use crate::write;

/// What a text says about itself.
#[derive(Debug, Default)]
pub(crate) struct Head {
    pub(crate) kind: String,
    /// Whether a line names the kind, and whether something tells the status.
    pub(crate) is_kind_named: bool,
    pub(crate) is_status_told: bool,
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

    /// Lists what a text of the house may say at its top, and this one does not yet, of what a line may be.
    fn room(&self, house: &House, line: &str) -> String {
        let has_figures = line.contains(char::is_numeric);
        let keys = [
            ("number", self.number.is_none() && has_figures),
            ("subtitle", self.subtitle.is_none()),
            ("reference", self.reference.is_none() && has_figures),
            ("date", self.date.is_none() && has_figures),
            ("presented-by", self.presented_by.is_empty()),
        ];
        let keys = keys.iter().filter(|(_, may_be)| *may_be).map(|(key, _)| format!("`{key}:`"));
        let may_be = |form: &FieldForm| has_figures || !matches!(form, FieldForm::Date | FieldForm::Number);
        let fields = house.data().fields.iter().filter(|(name, form)| !self.fields.contains_key(*name) && may_be(form));
        keys.chain(fields.map(|(name, _)| format!("`{name}:` in `fields:`"))).collect::<Vec<_>>().join(", ")
    }
}

/// Returns what the house prints before the first clause and below the text.
pub(crate) fn printed(house: &House, terms: &TermsData) -> Printed {
    let data = house.data();
    let patterns = |terms_of: Vec<String>| -> Vec<Pattern> {
        terms_of.iter().filter_map(|term| Pattern::of_term(house, terms, term)).collect()
    };
    // A line that prints nothing but what somebody wrote could be any line.
    let parted = |terms_of: Vec<String>| {
        let (worded, vague) = terms_of.into_iter().partition(|term| phrase::has_words(terms, term));
        (patterns(worded), patterns(vague))
    };
    let heads: BTreeSet<String> = data.title_block.values().flatten().map(TitleLineData::term_name).collect();
    let (openings, vague_openings) = parted(data.opening.iter().chain(&data.bare_opening).cloned().collect());
    let (closings, vague_closings) = parted(data.closing_block.iter().map(TitleLineData::term_name).collect());
    let openings = openings.into_iter().map(Pattern::loosely_ended).collect();
    let (heads, _) = parted(heads.into_iter().collect());
    let joined = data.title_block.values().flat_map(|block| block.windows(2)).filter_map(|lines| {
        let names = [lines.first()?.term_name(), lines.get(1)?.term_name()];
        is_introduced(terms, &names).then_some(names)
    });
    let joined: BTreeSet<[String; 2]> = joined.collect();
    let joined = joined.iter().filter_map(|[first, second]| Pattern::of_terms(house, terms, None, &[first, second]));
    Printed { openings, vague_openings, heads, joined_heads: joined.collect(), closings, vague_closings }
}

/// Says whether the first of two terms introduces the second with fixed words: `presented by`. One word alone, as `on`, may
/// stand in any line.
fn is_introduced(terms: &TermsData, [first, second]: &[String; 2]) -> bool {
    let is_long = |phrase: &String| phrase.contains(' ');
    let introduces = |phrases: &Phrases| phrases.alternatives().iter().all(is_long);
    terms.phrases.get(first).is_some_and(introduces)
        && phrase::slots(terms, first).is_empty()
        && !phrase::has_words(terms, second)
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
    pub(crate) body: Vec<&'a str>,
    /// The notes to all of these; and those that only the text itself marks, by their places.
    pub(crate) notes: &'a Notes,
    pub(crate) marked_within: BTreeSet<usize>,
    /// What the file says in its properties that it is called.
    pub(crate) property: Option<&'a str>,
}

impl<'a> Around<'a> {
    pub(crate) fn of(sights: &'a [Sight<'a>], roles: &[Role], notes: &'a Notes, property: Option<&'a str>) -> Self {
        let these = || sights.iter().zip(roles);
        let lines = |role: &Role| these().filter(|(_, own)| *own == role).map(|(sight, _)| sight.paragraph).collect();
        let is_body = |role: &Role| !matches!(role, Role::Head | Role::Printed | Role::Heading | Role::Foot);
        let body = these().filter(|(_, role)| is_body(role)).map(|(sight, _)| sight.words.as_str()).collect();
        let marked = |is_meant: &dyn Fn(&Role) -> bool| -> BTreeSet<usize> {
            let meant = these().filter(|(_, role)| is_meant(role));
            meant.flat_map(|(sight, _)| notes::marked_in(sight.paragraph, notes)).collect()
        };
        let marked_within = &marked(&is_body) - &marked(&|role| !is_body(role));
        Self {
            marked_within,
            above: lines(&Role::Head),
            printed: lines(&Role::Printed),
            below: lines(&Role::Foot),
            body,
            notes,
            property,
        }
    }

    /// Returns the lines above and below the text, and where they stand.
    fn lines(&self) -> impl Iterator<Item = (&'a Paragraph, &'static str)> {
        let above = self.above.iter().map(|line| (*line, "above"));
        above.chain(self.below.iter().map(|line| (*line, "below")))
    }
}

/// The lines around a text with the lines of the house laid over them.
pub(crate) struct Laid<'a> {
    around: Around<'a>,
    /// The note of adoption: its place among the notes, and what it says.
    adoption_note: Option<(usize, Values)>,
    /// What the house's own lines in the text say.
    said_within: Values,
    /// `None` where the house has no kind of text.
    found: Option<Found>,
}

impl Laid<'_> {
    /// Returns the kind of text that prints these lines, and which form its title block has, where a text must choose it.
    pub(crate) fn kind(&self) -> Option<(&str, Option<&str>)> {
        self.found.as_ref().map(|found| (found.kind.as_str(), found.variant.as_deref()))
    }
}

/// Lays the lines of a house over those of a file.
pub(crate) fn lay<'a>(
    around: Around<'a>,
    printed: &Printed,
    forms: &[Form<'_>],
    house: &House,
    terms: &TermsData,
) -> Laid<'a> {
    let fixed = phrase::fixed_lines(house, terms);
    let line = |paragraph: &Paragraph| {
        let words = notes::words_of_line(paragraph, around.notes);
        // No house reads what is longer, and so nobody looks through it.
        let words = if words.len() > phrase::LONGEST_LINE { String::new() } else { words };
        // A label is one of the words of a line.
        let label = paragraph.label.as_deref().map(|label| format!("{} ", label.trim())).unwrap_or_default();
        let is_fixed = fixed.iter().any(|pattern| pattern.is(&words)) || kinds::is_any_alone(&words, house, terms);
        let gap = paragraph.gap.filter(|_| words == paragraph.words()).map(|gap| gap + label.len());
        let words = label + &words;
        Line {
            gap,
            is_heading: paragraph.heading,
            comes_again: paragraph.comes_again,
            is_fixed,
            is_of_house: printed.heads.iter().chain(&printed.joined_heads).any(|pattern| pattern.is(&words)),
            begins_with_kind: kinds::at_start(&words, terms).is_some_and(|end| end < words.trim_end().len()),
            is_said_elsewhere: false,
            may_say_who: false,
            is_below_kind: false,
            words,
        }
    };
    let lines = |paragraphs: &[&Paragraph]| said_elsewhere::look_beside(paragraphs.iter().map(|it| line(it)).collect());
    let adoption_note = fill::find_adoption_note(around.notes, &around.marked_within, house, terms);
    let said_within = said_within(&around, printed, forms);
    let told = Told {
        has_adoption_note: adoption_note.is_some(),
        is_adopted: adoption_note.is_some() || fill::says_adopted(&said_within),
        kinds: kinds_with_formulae(&around, forms, house),
    };
    let found = fit::fit(&lines(&around.above), &lines(&around.below), &told, house, terms);
    Laid { around, adoption_note, said_within, found }
}

/// Reads what the house prints before the clauses of the text.
fn said_within(around: &Around<'_>, printed: &Printed, forms: &[Form<'_>]) -> Values {
    let mut values = Values::new();
    for line in around.printed.iter().map(|line| line.words()) {
        let formulas = forms.iter().flat_map(|form| form.heading.iter().chain(&form.formula));
        let mut known = printed.openings.iter().chain(formulas).chain(&printed.vague_openings);
        values.extend(known.find_map(|opening| opening.read(&line)).unwrap_or_default());
    }
    values
}

/// Returns the kinds of text that print a formula which stands in the text; all where none does.
fn kinds_with_formulae<'h>(around: &Around<'_>, forms: &[Form<'_>], house: &'h House) -> BTreeSet<&'h str> {
    let lines: Vec<String> = around.printed.iter().map(|line| line.words()).collect();
    let is_printed =
        |form: &&Form<'_>| form.formula.as_ref().is_some_and(|formula| lines.iter().any(|line| formula.is(line)));
    let printed: Vec<&Form<'_>> = forms.iter().filter(is_printed).collect();
    let data = house.data();
    let kinds = data.kinds.iter().filter(|(_, kind)| {
        let prints = |form: &&Form<'_>| data.variant_of(kind, &form.part.name) == form.variant.as_deref();
        printed.is_empty() || printed.iter().any(prints)
    });
    kinds.map(|(name, _)| name.as_str()).collect()
}

/// Reads the lines above and below the body, and the note of adoption; says what was guessed or not understood.
pub(crate) fn read(
    file: &str,
    laid: Laid<'_>,
    printed: &Printed,
    forms: &[Form<'_>],
    house: &House,
    terms: &TermsData,
    language: &str,
) -> (Head, Vec<Finding>) {
    let Laid { around, adoption_note: note, said_within, found } = laid;
    let notes = around.notes;
    let mut head = Head { language: language.to_owned(), ..Head::default() };
    let Some(mut found) = found else { return (head, Vec::new()) };
    head.status = found.status;
    head.is_kind_named = found.kind_known == KindKnown::Named;
    head.is_status_told = !found.status_guessed;
    head.variant.clone_from(&found.variant);
    found.overwrite(said_within);
    let mut findings = Vec::new();
    // Few texts ask how their body spells words.
    let spellings = LazyCell::new(|| Spellings::of(&around.body));
    let spell = |words: &str| spellings.in_small_letters(words);
    findings.extend(spell_slots(file, &mut found.values, house, terms, spell));
    let adoption_note = note.as_ref().map(|(at, _)| *at);
    found.overwrite(note.map(|(_, values)| values).unwrap_or_default());
    let is_day = |slot: &str| slot.ends_with("date") || house.data().fields.get(slot) == Some(&FieldForm::Date);
    let days = found.values.iter().filter(|(slot, _)| is_day(slot)).map(|(_, day)| day);
    findings.extend(days.filter_map(|day| of_weekday(file, day, terms)));
    let unfit = fill::fill(&mut head, &found, house, terms);
    // The house makes the note anew of what it says; of a draft it is a note like others.
    head.adoption_note = adoption_note.filter(|at| {
        let words = notes.get(*at).map(|note| sheet::words(&note.runs)).unwrap_or_default();
        head.adoption.is_some() || head.fields.values().any(|field| *field == words.trim())
    });
    let marked = around.above.iter().flat_map(|line| notes::marked_in(line, notes));
    let mut told = BTreeSet::new();
    head.title_notes = marked.filter(|at| Some(*at) != head.adoption_note && told.insert(*at)).collect();

    // Where the house prints no title, none of its lines has notes.
    if head.title.is_none() {
        head.title_notes.clear();
    }
    findings.extend(by_place_alone(file, &around, &found, printed, &head));
    findings.extend(unfit.into_iter().map(|(slot, value)| {
        let finding = Finding::new("IMP-09", format!("`{value}` was not understood, which stands where `{slot}` does"));
        finding.in_file(file).help("write what it says at the top of the text; else it is lost")
    }));
    findings.extend(found.contradictions.iter().map(|it| contradicted(file, it)));
    findings.extend(not_understood(file, &around, &found, printed, |line| head.room(house, line)));
    findings.extend(said_elsewhere::left_out(file, &around, &found));
    findings.extend(own_words::given_way(file, &around, &found, printed, forms));
    let note = head.adoption_note.and_then(|at| notes.get(at));
    findings.extend(note.and_then(|note| own_words::note_given_way(file, note, house, terms)));
    findings.extend(lines_of_title(file, &around, &head));
    findings.extend(heights_of_title(file, &around, &head));
    findings.extend(marks_elsewhere(file, &around, &head));
    findings.extend(doubts::doubts(file, &around, &found, &head, house, terms));
    findings.extend(guesses(file, &found, house));
    let mut lines = house.data().title_block.values().flatten();
    let prints_title = lines.any(|line| line.role == TitleRole::Title && terms.phrases.contains_key(&line.term_name()));
    if head.title.is_none() && prints_title {
        let finding = Finding::new("IMP-09", "no line above the text was understood as its title").in_file(file);
        findings.push(finding.help("write `title:` at the top of the text"));
    }
    findings.extend(spell_title(file, &around, &mut head, spell));
    let carries_note = house.data().kinds.get(&head.kind).is_some_and(|kind| kind.adoption_note);
    if head.status == Some(Status::Adopted) && carries_note && head.adoption.is_none() {
        let message = "no note says in the words of the house by whom the text was adopted, where and when";
        let finding = Finding::new("IMP-09", message).in_file(file);
        findings.push(finding.help("write it under `adoption:` at the top of the text"));
    }
    (head, findings)
}

/// Says where a date has the name of another day of the week than it was.
fn of_weekday(file: &str, value: &str, terms: &TermsData) -> Option<Finding> {
    let own = dates::other_weekday(terms, value)?;
    let finding = Finding::new("IMP-08", format!("`{value}` has another day of the week: it is `{own}`")).in_file(file);
    let finding = finding.note(Sureness::Guess.because("the day of the month was taken, and it may be the wrong one"));
    Some(finding.help("see at the top of the text whether the day is right"))
}

/// Says which of two sayings was taken.
fn contradicted(file: &str, Contradiction { slot, left, taken }: &Contradiction) -> Finding {
    let message = format!("`{slot}` stands twice: `{left}` and `{taken}`; the second was taken");
    let finding = Finding::new("IMP-08", message).in_file(file);
    let finding = finding.note(Sureness::Guess.because("a text says it once, and nothing tells which is right"));
    finding.help("see at the top of the text whether it is right")
}

/// Says whether a line is the title, or a piece of it.
fn is_of_title(line: &Paragraph, head: &Head, notes: &Notes) -> bool {
    let words = notes::words_of_line(line, notes);
    head.title.iter().any(|title| title.contains(words.trim()) || words.contains(title.as_str()))
}

/// Says which lines were not understood, given the keys under which each might belong.
fn not_understood(
    file: &str,
    around: &Around<'_>,
    found: &Found,
    printed: &Printed,
    room: impl Fn(&str) -> String,
) -> Vec<Finding> {
    let help = |line: &Paragraph| match room(&line.words()).as_str() {
        "" => "if it is a clause, write it in its part; else it is lost".to_owned(),
        room => format!(
            "if it belongs to the text, write it at the top, under one of: {room}; if it is a clause, in its part; else it is lost"
        ),
    };
    let lines = around.lines().zip(&found.taken).filter(|(_, taken)| **taken == Taken::NotUnderstood);
    let finding = |((line, place), _): ((&Paragraph, &str), _)| {
        if line.comes_again {
            return page_lines::left_out(
                file,
                line.place.clone(),
                "it comes again below, and no line of the house reads so",
            );
        }
        let finding = Finding::new("IMP-09", format!("a line {place} the text was not understood"));
        let finding = finding.at(file, line.place.clone()).help(help(line));
        own_words::nearly(&line.words(), printed).into_iter().fold(finding, Finding::note)
    };
    lines.map(finding).collect()
}

/// Says where the title was read of several lines.
fn lines_of_title(file: &str, around: &Around<'_>, head: &Head) -> Vec<Finding> {
    let lines = around.above.iter().filter(|line| line.broken && is_of_title(line, head, around.notes));
    let finding = |line: &&Paragraph| {
        let finding = Finding::new("IMP-08", "several lines were taken for the title").at(file, line.place.clone());
        let finding = finding.note(Sureness::Guess.because("no line of it is one that the house prints elsewhere"));
        finding.help("if a line of it says something else, write that at the top")
    };
    lines.map(finding).collect()
}

/// Says where the title had raised or lowered letters.
fn heights_of_title(file: &str, around: &Around<'_>, head: &Head) -> Vec<Finding> {
    let notes = around.notes;
    let has_heights = |line: &&&Paragraph| {
        let is_high = |run: &&Run| (run.look.raised || run.look.lowered) && notes::marked_by(run, notes).is_none();
        let is_word =
            |run: &Run| !notes::parts_marks(run) && head.title.iter().any(|title| title.contains(run.words.trim()));
        line.runs.iter().filter(is_high).any(is_word)
    };
    let finding = |line: &&Paragraph| {
        let message = "raised or lowered letters of the title are written as others";
        let finding = Finding::new("IMP-08", message).at(file, line.place.clone());
        let finding = finding.note(Sureness::Guess.because("what stands at the top of a text is plain"));
        finding.help("see whether it still says the same")
    };
    around.above.iter().filter(has_heights).map(finding).collect()
}

/// Says which marks of notes stood on lines that are not the title.
fn marks_elsewhere(file: &str, around: &Around<'_>, head: &Head) -> Vec<Finding> {
    let is_marked =
        |line: &&&Paragraph| notes::marked_in(line, around.notes).into_iter().any(|at| Some(at) != head.adoption_note);
    let is_elsewhere = |line: &&&Paragraph| head.title.is_some() && !is_of_title(line, head, around.notes);
    let finding = |line: &&Paragraph| {
        let message = "a note is marked on a line that the house prints itself; its mark stands on the title now";
        let finding = Finding::new("IMP-08", message).at(file, line.place.clone());
        finding.note(Sureness::Guess.because("of the lines above a text only the title has notes"))
    };
    around.above.iter().filter(is_marked).filter(is_elsewhere).map(finding).collect()
}

/// What is said of words in capitals that were spelt anew.
const GUESSED: &str = "which letters are great was guessed";
const AS_ELSEWHERE: &str = "they follow how the text writes the same words";
const LEAVE_CAPITALS: &str = "write names with their capitals; the house sets capitals itself";

/// Spells a title in capitals as words are spelt, and says how.
fn spell_title(file: &str, around: &Around<'_>, head: &mut Head, spell: impl Fn(&str) -> String) -> Option<Finding> {
    let title = head.title.as_ref().filter(|title| label::is_capitals(title))?;
    let place = around.above.iter().find(|line| is_of_title(line, head, around.notes)).map(|line| line.place.clone());
    let known = around.property.and_then(|property| capitals::spelt_in(title, property));
    let (which, sure) = match known {
        Some(_) => (
            "the properties of the file say which letters are great",
            Sureness::Likely.because("they have the same words"),
        ),
        None => (GUESSED, Sureness::Guess.because(AS_ELSEWHERE)),
    };
    head.title = Some(known.unwrap_or_else(|| with_capital(&spell(title))));
    let finding = Finding::new("IMP-08", format!("the title is printed in capitals; {which}"));
    Some(finding.note(sure).at(file, place.unwrap_or_default()).help(LEAVE_CAPITALS))
}

/// What a text says in words, and a line may print in capitals.
const IN_WORDS: [&str; 6] = ["subtitle", "name", "country", "role", "committee", "place"];

/// Spells what lines that the house sets in capitals say as words are spelt, and says of what.
fn spell_slots(
    file: &str,
    values: &mut Values,
    house: &House,
    terms: &TermsData,
    spell: impl Fn(&str) -> String,
) -> Option<Finding> {
    let data = house.data();
    let is_in_capitals =
        |line: &&TitleLineData| house.look().styles.get(&line.style_name()).is_some_and(|style| style.capitals);
    let lines = data.title_block.values().flatten().chain(&data.closing_block).filter(is_in_capitals);
    let slots: BTreeSet<String> = lines.flat_map(|line| phrase::slots(terms, &line.term_name())).collect();
    let is_in_words =
        |slot: &String| IN_WORDS.contains(&slot.as_str()) || data.fields.get(slot) == Some(&FieldForm::Text);
    let mut spelt = Vec::new();
    for slot in slots.into_iter().filter(is_in_words) {
        if let Some(value) = values.get_mut(&slot).filter(|value| stands_in_capitals(value)) {
            *value = spell(value);
            spelt.push(format!("`{slot}`: {value}"));
        }
    }
    if spelt.is_empty() {
        return None;
    }
    let finding = Finding::new("IMP-08", format!("what a line says is printed in capitals; {GUESSED}")).in_file(file);
    let finding = finding.note(Sureness::Guess.because(AS_ELSEWHERE)).note(spelt.join("; "));
    Some(finding.help(LEAVE_CAPITALS))
}

/// Says whether words are in capitals, and no abbreviation alone.
fn stands_in_capitals(words: &str) -> bool {
    let is_long = |word: &str| word.chars().filter(|sign| sign.is_alphabetic()).count() > 4;
    label::is_capitals(words) && words.split_whitespace().any(is_long)
}

/// Says which lines, without a word that is the house's own, were taken for lines that print these slots.
fn by_place_alone(file: &str, around: &Around<'_>, found: &Found, printed: &Printed, head: &Head) -> Option<Finding> {
    // Where a line could be anything, so could the title, unless it looks like one.
    let is_doubtful = found.guessed.iter().take(around.above.len()).flatten().any(|slots| slots != "title");
    let is_of_house = |line: &Paragraph| printed.heads.iter().any(|head| head.is(&line.words()));
    let is_guessed_too =
        |line: &Paragraph| is_doubtful && !line.heading && is_of_title(line, head, around.notes) && !is_of_house(line);
    let lines = around.lines().zip(&found.guessed).filter_map(|((line, _), slots)| {
        Some((line, slots.as_deref().or_else(|| is_guessed_too(line).then_some("title"))?))
    });
    let mut lines: Vec<(&Paragraph, &str)> = lines.collect();
    // A title over several lines is told once.
    let mut told = false;
    lines.retain(|(_, slots)| *slots != "title" || !std::mem::replace(&mut told, true));
    let (first, _) = lines.first()?;
    let slots: Vec<String> = lines.iter().map(|(_, slots)| format!("`{slots}`")).collect();
    let what = if lines.len() == 1 { "a line was" } else { "lines were" };
    let message = format!("{what} taken for what the house prints there: {}", slots.join("; "));
    let finding = Finding::new("IMP-08", message).at(file, first.place.clone());
    let finding = finding.note(Sureness::Guess.because("nothing but their place says what they are"));
    let says = |finding: Finding, (line, slots): &(&Paragraph, &str)| {
        let said = found.values.get(*slots).map_or_else(|| line.words(), String::clone);
        finding.note(format!("`{slots}`: {}", said.trim()))
    };
    Some(lines.iter().fold(finding, says).help("see at the top of the text whether each is that"))
}

/// Says what nothing in the file tells.
fn guesses(file: &str, found: &Found, house: &House) -> Vec<Finding> {
    let guess = |message: String, help: String| {
        let finding = Finding::new("IMP-08", message).in_file(file).help(help);
        finding.note(Sureness::Guess.because("no line of the file says it in the words of the house"))
    };
    let kinds = house.kinds().join(", ");
    let kind = match found.kind_known {
        _ if house.data().kinds.len() < 2 => None,
        KindKnown::Named => None,
        KindKnown::Mentioned => Some("no line has the kind of text alone, words above it speak of one"),
        KindKnown::Guessed => Some("the kind of text was not found"),
    };
    let kind = kind.map(|why| guess(format!("{why}: `{}` was written", found.kind), format!("the house has: {kinds}")));
    let status = found.status_guessed.then(|| {
        let help = "if it was adopted, write `status: adopted`, and under `adoption:` by whom, where and when";
        let status = write::status(found.status);
        let message = format!("nothing tells a draft from an adopted text: `status: {status}` was written");
        guess(message, help.to_owned())
    });
    kind.into_iter().chain(status).collect()
}
