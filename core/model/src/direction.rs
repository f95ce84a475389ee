//! Which way letters run, and the phrases in a text that run the other way.
//!
//! Unicode's rules order a line by its letters, which goes wrong where a phrase of the other direction begins with a number
//! (`205 CDS 25`) or ends with a sign (`C++`), or where a number follows it. So such phrases are set apart from the text
//! around them, in every format alike: what a phrase is, is decided here, from the letters alone.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// Which way a script runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// Left to right.
    #[default]
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// Returns the other one.
    pub fn opposite(self) -> Self {
        match self {
            Self::Ltr => Self::Rtl,
            Self::Rtl => Self::Ltr,
        }
    }

    /// Returns Unicode's mark that begins an isolated phrase of this direction; [`END_OF_ISOLATE`] ends it.
    pub fn isolating_mark(self) -> char {
        match self {
            Self::Ltr => '\u{2066}',
            Self::Rtl => '\u{2067}',
        }
    }
}

/// Unicode's mark that ends an isolated phrase.
pub const END_OF_ISOLATE: char = '\u{2069}';

/// A piece of a text that runs one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DirectionRun<'t> {
    /// Its letters.
    pub text: &'t str,
    /// Which way they run.
    pub direction: Direction,
}

/// Parts a text where a phrase begins or ends that runs against `around`, the direction of the language. A phrase reaches
/// from the first letter of the other direction to the last before the language's own come again, with the number before it
/// and the brackets, quotation marks and signs that belong to it; alone in quotation marks it fills them. The runs joined
/// are the text.
///
/// ```
/// use engross_model::{Direction, direction_runs};
/// let runs: Vec<&str> = direction_runs("الوثيقة 205 CDS 25 (rev. 1)، ص 5", Direction::Rtl).map(|run| run.text).collect();
/// assert_eq!(runs, ["الوثيقة ", "205 CDS 25 (rev. 1)", "، ص 5"]);
/// ```
pub fn direction_runs(text: &str, around: Direction) -> impl Iterator<Item = DirectionRun<'_>> {
    let against = around.opposite();
    let mut rest = text;
    let mut phrase = None;
    std::iter::from_fn(move || {
        if let Some(text) = phrase.take() {
            return Some(DirectionRun { text, direction: against });
        }
        if rest.is_empty() {
            return None;
        }
        let (start, end) = next_phrase(rest, against).unwrap_or((rest.len(), rest.len()));
        let (before, found, after) = (&rest[..start], &rest[start..end], &rest[end..]);
        rest = after;
        if before.is_empty() {
            return Some(DirectionRun { text: found, direction: against });
        }
        phrase = Some(found).filter(|found| !found.is_empty());
        Some(DirectionRun { text: before, direction: around })
    })
}

/// Writes a text with Unicode's isolating marks around every phrase that runs against `around`, for formats that have no
/// other means. Nothing that is stored holds such marks.
pub fn isolated(text: &str, around: Direction) -> Cow<'_, str> {
    let mut runs = direction_runs(text, around).peekable();
    let first = runs.next();
    if runs.peek().is_none() && first.is_none_or(|run| run.direction == around) {
        return Cow::Borrowed(text);
    }
    let mut marked = String::with_capacity(text.len() + 12);
    for run in first.into_iter().chain(runs) {
        if run.direction == around {
            marked.push_str(run.text);
        } else {
            marked.push(run.direction.isolating_mark());
            marked.push_str(run.text);
            marked.push(END_OF_ISOLATE);
        }
    }
    Cow::Owned(marked)
}

/// Says whether a character turns the direction of what follows, or ends that, and shows nothing itself.
pub fn is_direction_mark(letter: char) -> bool {
    matches!(letter, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Says whether a letter is of a script that runs from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko, Adlam, ….
/// Their digits and punctuation count as such.
pub fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// Marks that come in pairs.
const PAIRS: [(char, char); 5] = [('(', ')'), ('[', ']'), ('{', '}'), ('“', '”'), ('«', '»')];
/// Those that stand around what is quoted.
const QUOTES: [(char, char); 2] = [('“', '”'), ('«', '»')];
/// Signs that belong to the word after them, and those that belong to the word before them unless another one adjoins.
const SIGNS_BEFORE: &[char] = &['#', '@', '$', '€', '£'];
const SIGNS_AFTER: &[char] = &['#', '+', '%', '/'];
/// More signs at the ends of a phrase belong to nobody.
const MOST_SIGNS: usize = 8;
/// What may stand between a number and a phrase that it belongs to, or join a number to a phrase's end.
const JOINERS: &[char] = &[' ', '\u{a0}', '\u{202f}', '-', '–', '/', '.', ':', '_', '\''];

/// Finds where the first phrase of a direction begins and ends.
fn next_phrase(text: &str, direction: Direction) -> Option<(usize, usize)> {
    // Most texts hold no letter of the other direction at all.
    if direction == Direction::Rtl && text.is_ascii() {
        return None;
    }
    let runs = |letter| direction_of(letter) == Some(direction);
    let first = text.find(runs)?;
    let mut end = first;
    let mut joined = true;
    let mut open = [0_usize; PAIRS.len()];
    for (at, letter) in text[first..].char_indices().map(|(at, letter)| (first + at, letter)) {
        let after = at + letter.len_utf8();
        match direction_of(letter) {
            Some(found) if found == direction => (end, joined) = (after, true),
            Some(_) => break,
            None if is_direction_mark(letter) => break,
            None if at == end && clings(letter) => end = after,
            None if direction == Direction::Ltr && letter.is_numeric() && joined => end = after,
            None => {
                joined &= JOINERS.contains(&letter) || letter.is_numeric();
                if let Some(pair) = PAIRS.iter().position(|(opening, _)| *opening == letter) {
                    open[pair] += 1;
                } else if let Some(pair) = PAIRS.iter().position(|(_, closing)| *closing == letter) {
                    // What was opened before the phrase stands around it.
                    let Some(left) = open[pair].checked_sub(1) else { break };
                    open[pair] = left;
                }
            }
        }
    }
    let start = if direction == Direction::Ltr { start_of_number(&text[..first]).unwrap_or(first) } else { first };
    let end = if direction == Direction::Ltr { with_year(text, end) } else { end };
    let (start, end) = with_signs(text, start, end);
    Some(within_quotes(text, start, end))
}

/// Returns which way a letter runs; none for digits, blanks and most signs, which go with the letters around them.
fn direction_of(letter: char) -> Option<Direction> {
    if letter.is_ascii() {
        return letter.is_ascii_alphabetic().then_some(Direction::Ltr);
    }
    if is_direction_mark(letter) {
        None
    } else if is_right_to_left(letter) {
        Some(Direction::Rtl)
    } else {
        letter.is_alphabetic().then_some(Direction::Ltr)
    }
}

/// Parts a text behind its first letter and the accents on it.
///
/// ```
/// assert_eq!(engross_model::first_letter("A/RES/73/7"), ("A", "/RES/73/7"));
/// ```
pub fn first_letter(text: &str) -> (&str, &str) {
    let mut letters = text.char_indices().skip(1);
    let end = letters.find(|(_, letter)| !clings(*letter)).map_or(text.len(), |(end, _)| end);
    text.split_at(end)
}

/// Says whether a character belongs to the one before it: accents, joiners, variants.
fn clings(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}')
}

/// Returns where the number begins that a text ends with, if its end belongs to the phrase behind: `205 ` before `CDS 25`.
fn start_of_number(before: &str) -> Option<usize> {
    let number = before.strip_suffix(JOINERS).unwrap_or(before);
    let digits = number.trim_end_matches(|sign: char| sign.is_ascii_digit() || ".,:/-".contains(sign));
    let start = digits.len() + number[digits.len()..].find(|sign: char| sign.is_ascii_digit())?;
    number.ends_with(|sign: char| sign.is_ascii_digit()).then_some(start)
}

/// Takes in the number in brackets behind a symbol that ends with a number: `S/RES/9901 (2024)`.
fn with_year(text: &str, end: usize) -> usize {
    let year = |rest: &str| {
        let inside = rest.strip_prefix([' ', '\u{a0}', '\u{202f}'])?.strip_prefix('(')?;
        let after = inside.trim_start_matches(|sign: char| sign.is_ascii_digit());
        let behind = after.strip_prefix(')').filter(|_| after.len() < inside.len())?;
        Some(rest.len() - behind.len())
    };
    let is_symbol = text[..end].ends_with(|sign: char| sign.is_ascii_digit());
    end + year(&text[end..]).filter(|_| is_symbol).unwrap_or_default()
}

/// Takes in all that stands with a phrase in quotation marks: `“cost_$”`, `“R&D #”`.
fn within_quotes(text: &str, start: usize, end: usize) -> (usize, usize) {
    let is_neutral = |sign: char| {
        direction_of(sign).is_none()
            && !is_direction_mark(sign)
            && !QUOTES.iter().any(|(opening, closing)| sign == *opening || sign == *closing)
    };
    let before = text[..start].trim_end_matches(is_neutral);
    let after = text[end..].trim_start_matches(is_neutral);
    let is_around = |(opening, closing): &(char, char)| before.ends_with(*opening) && after.starts_with(*closing);
    if QUOTES.iter().any(is_around) { (before.len(), text.len() - after.len()) } else { (start, end) }
}

/// Takes in the signs at both ends of a phrase that belong to it.
fn with_signs(text: &str, mut start: usize, mut end: usize) -> (usize, usize) {
    for _ in 0..MOST_SIGNS {
        let phrase = &text[start..end];
        let mut after = text[end..].chars();
        let (sign_before, sign_after) = (text[..start].chars().next_back(), after.next());
        if let Some(sign) = sign_after
            && (closes(sign, phrase)
                || SIGNS_AFTER.contains(&sign) && !after.next().is_some_and(char::is_alphanumeric)
                || sign == '.' && ends_with_abbreviation(phrase))
        {
            end += sign.len_utf8();
        } else if let Some(sign) = sign_before
            && SIGNS_BEFORE.contains(&sign)
        {
            start -= sign.len_utf8();
        } else {
            break;
        }
    }
    (start, end)
}

/// Says whether a mark closes what stands open in a phrase.
fn closes(mark: char, phrase: &str) -> bool {
    opened(mark, phrase).is_some_and(|opened| opened > 0) || mark == '"' && phrase.matches('"').count() % 2 == 1
}

/// Counts how many brackets or quotation marks stand open that a mark could close.
fn opened(mark: char, phrase: &str) -> Option<isize> {
    let (opening, closing) = PAIRS.iter().find(|(_, closing)| *closing == mark)?;
    Some(phrase.chars().map(|sign| isize::from(sign == *opening) - isize::from(sign == *closing)).sum())
}

/// Says whether a phrase ends as `D.C.` does, without its last full stop.
fn ends_with_abbreviation(phrase: &str) -> bool {
    let mut last = phrase.chars().rev();
    last.next().is_some_and(char::is_alphabetic)
        && last.next() == Some('.')
        && last.next().is_some_and(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The phrases of a text that run against it.
    fn phrases(text: &str, around: Direction) -> Vec<&str> {
        let joined: String = direction_runs(text, around).map(|run| run.text).collect();
        assert_eq!(joined, text);
        direction_runs(text, around).filter(|run| run.direction != around).map(|run| run.text).collect()
    }

    #[test]
    fn a_phrase_keeps_its_numbers_brackets_and_signs() {
        let cases: [(&str, &[&str]); 27] = [
            ("القرار A/RES/73/7 المؤرخ 2018", &["A/RES/73/7"]),
            ("القرار S/RES/9901 (2024) المؤرخ 2018", &["S/RES/9901 (2024)"]),
            ("القرار A/RES/73/7 (الفقرة 4)", &["A/RES/73/7"]),
            ("205 CDS 25", &["205 CDS 25"]),
            ("المقاس 1,000 km، ص 5", &["1,000 km"]),
            ("منظمة (NATO) أنفقت 2.5% في 2014-2019", &["NATO"]),
            ("اللائحة (EU) 2016/679؛", &["EU"]),
            ("(الفقرة 4 (a) (ii))", &["a", "ii"]),
            ("أن NATO، وEU/ODIHR، 2022", &["NATO", "EU/ODIHR"]),
            ("قمة NATO 2022 في", &["NATO 2022"]),
            ("الرمز C++ والعلامة #tag و@name", &["C++", "#tag", "@name"]),
            ("NATO/الناتو", &["NATO"]),
            ("الموقع https://example.org/ar/؛", &["https://example.org/ar/"]),
            ("في Washington, D.C. وأن", &["Washington, D.C."]),
            ("يسمى “Specimen No. 5”؛", &["Specimen No. 5"]),
            ("الأعمدة “cost_$” و “R&D #” و“{{comment}}”؛", &["cost_$", "R&D #", "{{comment}}"]),
            ("قال “$ cost” ثم «NATO (2025)»", &["$ cost", "NATO (2025)"]),
            ("“NATO الناتو #”", &["NATO"]),
            ("يسمى The “Hague” Summit", &["The “Hague” Summit"]),
            ("يسمى The \"Hague\" (2025)", &["The \"Hague\""]),
            ("عنوان On the keeping of specimens (2025).", &["On the keeping of specimens"]),
            ("(NATO (PA))", &["NATO (PA)"]),
            ("ae\u{301} و", &["ae\u{301}"]),
            ("\u{2067}a\u{2069} b", &["a", "b"]),
            ("ה-NATO", &["NATO"]),
            ("2025", &[]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(phrases(text, Direction::Rtl), expected, "{text}");
        }
    }

    #[test]
    fn a_phrase_from_right_to_left_leaves_the_numbers_around_it() {
        assert_eq!(
            phrases("Noting الجمعية العامة, 25 items of 2025 العام.", Direction::Ltr),
            ["الجمعية العامة", "العام"]
        );
        assert_eq!(phrases("Noting 25 items", Direction::Ltr), Vec::<&str>::new());
        assert_eq!(phrases("Noting – 25 “items”", Direction::Ltr), Vec::<&str>::new());
    }

    #[test]
    fn marks_stand_around_phrases_alone() {
        assert_eq!(isolated("قرار A/RES/73/7 و5", Direction::Rtl), "قرار \u{2066}A/RES/73/7\u{2069} و5");
        assert_eq!(isolated("A/RES/73/7", Direction::Rtl), "\u{2066}A/RES/73/7\u{2069}");
        assert_eq!(isolated("the word שלום.", Direction::Ltr), "the word \u{2067}שלום\u{2069}.");
        assert!(matches!(isolated("words", Direction::Ltr), Cow::Borrowed("words")));
        assert!(matches!(isolated("", Direction::Rtl), Cow::Borrowed("")));
    }
}
