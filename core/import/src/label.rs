//! Labels that somebody typed, or a machine misread.

use std::sync::LazyLock;

use engross_compile::{ALPHABETS, Numerals};
use engross_files::word_lists::UNREAD;
use engross_model::is_direction_mark;

/// How what was read agrees with what should stand there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Likeness {
    /// Sign for sign.
    Same,
    /// The numeral is the same; what stands around it, or the script of its figures, is not: `a)` for `a.`.
    Dressed,
    /// The number is the same, in the letters of another alphabet, or in other numerals: `(2)` for `b.`.
    Elsewhere,
    /// Signs that look alike were taken for each other: `I.` for `l.`.
    Mistaken,
    /// Behind the last letter of the alphabet it begins anew: `a.` for `aa.`.
    BegunAnew,
    /// It is the last of several numbers: `1.` for `2.1`.
    LastOnly,
}

/// With what signs a label counts, or that it is a bullet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Numeral {
    Figures,
    Small,
    Capitals,
    Bullet(char),
    Otherwise,
}

impl Numeral {
    pub(crate) fn of(label: &str) -> Self {
        match core(label).chars().next_back() {
            Some(last) if last.is_numeric() => Self::Figures,
            Some(last) if last.is_lowercase() => Self::Small,
            Some(last) if last.is_uppercase() => Self::Capitals,
            Some(last) if last.is_alphabetic() => Self::Otherwise,
            // One dash stands for another.
            _ => match label.trim().chars().next() {
                Some('-' | '–' | '—') => Self::Bullet('-'),
                Some(bullet) => Self::Bullet(bullet),
                None => Self::Otherwise,
            },
        }
    }
}

/// Labels of a house that are words.
#[derive(Debug, Default)]
pub(crate) struct Worded {
    /// Those before a number: `Article`.
    pub(crate) beginnings: Vec<String>,
    /// Whole labels without a number: `Article premier`.
    pub(crate) whole: Vec<String>,
}

/// Finds the label at the head of a paragraph that is one of these: the bytes of `Article 2`. A sentence may begin with it:
/// `Article 2 shall apply`.
pub(crate) fn worded(words: &str, labels: &Worded) -> Option<usize> {
    let end = begins_with_label(words, labels)?;
    let (label, behind) = words.split_at_checked(end)?;
    let goes_on = label.ends_with(char::is_alphanumeric) && behind.trim_start().starts_with(char::is_lowercase);
    (!goes_on).then_some(end)
}

fn begins_with_label(words: &str, labels: &Worded) -> Option<usize> {
    let behind = |label: &String| {
        let begins = words.get(..label.len()).is_some_and(|start| start.to_lowercase() == label.to_lowercase());
        words.get(label.len()..).filter(|_| begins)
    };
    let is_whole = |label: &&String| behind(label).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    if let Some(label) = labels.whole.iter().find(is_whole) {
        return Some(label.len());
    }
    labels.beginnings.iter().find_map(|beginning| {
        let rest = behind(beginning)?;
        let gap = rest.len() - rest.trim_start().len();
        let numeral = rest.split_whitespace().next()?;
        let numeral_alone = core(numeral);
        let is_capital = || is_letter(numeral_alone) && is_capitals(numeral_alone);
        let is_roman = || Numerals::UpperRoman.read(numeral_alone).is_some();
        let is_inserted = || numeral_alone.strip_suffix(|sign: char| sign.is_ascii_lowercase()).is_some_and(is_figures);
        let is_label = numeral_alone.split('.').all(is_figures) || is_capital() || is_roman() || is_inserted();
        (gap > 0 && is_label).then_some(beginning.len() + gap + numeral.len())
    })
}

/// The adverbs that number what was inserted behind a label, in drafts of all languages.
const INSERTED: [&str; 9] = ["bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies"];

/// Labels may stand in these: `'1'`.
const QUOTES: [char; 3] = ['\'', '‘', '’'];

/// The bullets that people type.
const BULLETS: [char; 7] = ['•', '–', '—', '-', '●', '◦', '▪'];

/// Signs that are bullets where a blank follows them.
const BULLETS_BEFORE_BLANK: [char; 10] = ['·', '∙', '‣', '⁃', '○', '■', '◆', '◇', '►', '➢'];

/// Says whether a label is a number in a form that is not read.
pub(crate) fn is_unread(label: &str) -> bool {
    label.contains(UNREAD)
}

/// Says whether words are a bullet alone.
pub(crate) fn is_bullet(words: &str) -> bool {
    let behind = words.strip_prefix(BULLETS).or_else(|| words.strip_prefix(BULLETS_BEFORE_BLANK));
    behind.is_some_and(str::is_empty)
}

/// The bullet that may as well be the mark of a note: only what stands around it tells.
pub(crate) const ASTERISK: char = '*';

/// Finds an asterisk before words as a bullet stands there: its bytes.
pub(crate) fn asterisk(words: &str) -> Option<usize> {
    let behind = words.strip_prefix(ASTERISK)?;
    let is_apart = behind.starts_with(char::is_whitespace) && behind.contains(char::is_alphanumeric);
    (is_apart && !behind.trim_start().starts_with(ASTERISK)).then_some(ASTERISK.len_utf8())
}

/// Finds the label at the head of a paragraph: its bytes, the blank behind it not counted.
pub(crate) fn typed(words: &str) -> Option<usize> {
    let unusual = || without_blank(words).or_else(|| of_two(words)).or_else(|| in_wide_brackets(words));
    if let Some(end) = framed(words).or_else(unusual) {
        return Some(end);
    }
    let end = words.find(char::is_whitespace)?;
    let token = words.get(..end)?;
    // Converters write two hyphens for a dash.
    if token == "--" || is_bullet(token) {
        return Some(end);
    }
    let core = core(token);
    let dressed = core.len() < token.len() && token.ends_with(['.', ')', ':', ']', '-', '–', '．', '）', '、']);
    // `0.677` is a number.
    let path = core.contains('.') && !core.starts_with('0') && core.split('.').all(is_figures) && !is_date(core);
    let inserted = inserted_behind(token).is_some();
    let is_quoted = token.starts_with(QUOTES) && token.ends_with(QUOTES) && is_figures(core);
    (path || inserted || is_quoted || dressed && is_numeral(core)).then_some(end)
}

/// Says whether figures are those of a day: `21.1.2026`.
fn is_date(figures: &str) -> bool {
    let numbers: Vec<u32> = figures.split('.').filter_map(|number| number.parse().ok()).collect();
    matches!(numbers[..], [1..=31, 1..=12, 1800..=9999])
}

/// Finds a numeral without a sign around it, which a wide gap parts from the words: `1` and a tab.
pub(crate) fn before_gap(words: &str, gap: usize) -> Option<usize> {
    let (numeral, behind) = words.split_at_checked(gap)?;
    let fits =
        is_figures(numeral) || is_letter(numeral) || is_numeral(numeral) && numeral.chars().all(char::is_lowercase);
    (fits && behind.trim_start().starts_with(char::is_alphabetic)).then_some(gap)
}

/// Says whether words are a label with a numeral, and nothing else.
pub(crate) fn is_lone(words: &str) -> bool {
    words.chars().any(char::is_alphanumeric)
        && !words.contains(char::is_whitespace)
        && typed(&format!("{words} ")) == Some(words.len())
}

/// Finds a label with a blank in it: `1 -`, `1 .`, `1 bis.`.
fn of_two(words: &str) -> Option<usize> {
    let (numeral, behind) = words.split_once(' ')?;
    let (second, rest) = behind.split_once(char::is_whitespace)?;
    // A Latin letter before a dash may be a word.
    let is_lettered = is_letter(numeral) && (matches!(second, "." | ")") || !numeral.is_ascii());
    let is_numbered = is_figures(numeral) || is_lettered;
    let is_dash = matches!(second, "-" | "–" | "—" | "." | ")")
        && is_numbered
        && rest.trim_start().starts_with(char::is_alphabetic);
    let is_inserted = INSERTED.contains(&second.trim_end_matches(['.', ')'])) && is_numeral(core(numeral));
    (is_dash || is_inserted).then_some(numeral.len() + 1 + second.len())
}

/// No label in brackets with blanks is longer, in signs.
const LONGEST_IN_BRACKETS: usize = 12;

/// Finds a numeral in brackets that have blanks within them: `( a )`.
fn in_wide_brackets(words: &str) -> Option<usize> {
    let inside = words.strip_prefix(['(', '（'])?;
    let (close, sign) = inside.char_indices().take(LONGEST_IN_BRACKETS).find(|(_, sign)| matches!(sign, ')' | '）'))?;
    let written = &inside[..close];
    let numeral = written.trim();
    let end = words.len() - inside.len() + close + sign.len_utf8();
    let behind = &words[end..];
    let has_words = behind.starts_with(char::is_whitespace) && behind.trim_start().starts_with(char::is_alphabetic);
    (numeral.len() < written.len() && is_numeral(numeral) && has_words).then_some(end)
}

/// Returns the label behind which a clause was inserted: `1` of `1 bis.` and of `1a.`, `A` of `Aa.`.
pub(crate) fn inserted_behind(label: &str) -> Option<&str> {
    let is_closed = label.ends_with(['.', ')']);
    let label = core(label);
    let lettered = label.strip_suffix(|sign: char| sign.is_ascii_lowercase());
    let is_numeral_before_it = |before: &&str| {
        // `Mr.` and `No.` are words.
        let is_letter = (1..=2).contains(&before.len()) && before.bytes().all(|byte| byte.is_ascii_uppercase());
        is_figures(before) || is_letter && label.ends_with(['a', 'b', 'c'])
    };
    if let Some(before) = lettered.filter(|_| is_closed).filter(is_numeral_before_it) {
        return Some(before);
    }
    let before = INSERTED.iter().find_map(|adverb| label.strip_suffix(adverb))?;
    // Letters that touch the adverb are a word: `inter`.
    let is_apart = before.ends_with(char::is_whitespace);
    let before = before.trim_end();
    let is_path = before.split('.').all(is_figures);
    (is_path || is_apart && is_numeral(core(before))).then_some(before)
}

/// Finds a label that the words follow without a blank: `1.Noting`, `a)to`, `（a）保存`, `–having`.
fn without_blank(words: &str) -> Option<usize> {
    let behind_bullet = words.strip_prefix(BULLETS);
    if let Some(behind) = behind_bullet.filter(|behind| behind.starts_with(char::is_alphabetic)) {
        return Some(words.len() - behind.len());
    }
    let inner = words.strip_prefix(['(', '（']).unwrap_or(words);
    let opened = words.len() - inner.len();
    let (at, sign) = inner.char_indices().take(5).find(|(_, sign)| !sign.is_alphanumeric())?;
    let numeral = inner.get(..at).filter(|numeral| !numeral.is_empty())?;
    let closes = matches!(sign, ')' | '）' | '、' | '．') || sign == '.' && opened == 0;
    let behind = inner.get(at + sign.len_utf8()..)?;
    // `B.whereas`, but not `e.g.`.
    let is_word = || {
        let word = behind.split(|sign: char| !sign.is_lowercase()).next().unwrap_or_default();
        word.chars().count() >= SHORTEST_WORD && !behind[word.len()..].starts_with('.')
    };
    let fits = is_figures(numeral) || sign != '.' && is_numeral(numeral) || is_letter(numeral) && is_word();
    (closes && fits && behind.starts_with(char::is_alphabetic)).then_some(opened + at + sign.len_utf8())
}

/// What follows a letter and a full stop without a blank is a word of its own, and no abbreviation, if it has so many letters.
const SHORTEST_WORD: usize = 4;

/// Compares a label that was read with the one that should stand there, which shows a number.
pub(crate) fn compare(read: &str, expected: &str, number: u32) -> Option<Likeness> {
    if read == expected {
        return Some(Likeness::Same);
    }
    let counted = counted_otherwise(read);
    let (read, expected) = (core(read), core(expected));
    if western(read).eq(western(expected)) {
        return Some(Likeness::Dressed);
    }
    if counted == Some(number) && !is_figures(expected) && expected.contains(char::is_alphabetic) {
        return Some(Likeness::Elsewhere);
    }
    // `v` may be five, and is no letter where it is; `A` is none of these.
    let is_roman = || Numerals::LowerRoman.read(expected) == Some(number);
    let is_capital = || is_letter(read) && is_capitals(read);
    let stands_for_letter =
        || if is_letter(expected) { is_capital() || !is_roman() } else { is_capital() && is_roman() };
    if is_letter_of_any_alphabet(read, number) && stands_for_letter() {
        return Some(Likeness::Elsewhere);
    }
    // `A.` for `1.`; what is counted in small letters are points.
    if is_figures(expected) && is_capital() && is_letter_of_any_alphabet(read, number) {
        return Some(Likeness::Elsewhere);
    }
    if begins_anew(read, expected, number) {
        return Some(Likeness::BegunAnew);
    }
    if last_of_path(expected).is_some_and(|last| western(read).eq(western(last))) {
        return Some(Likeness::LastOnly);
    }
    plainest(read).eq(plainest(expected)).then_some(Likeness::Mistaken)
}

/// Says whether a label counts on from the one before it, with the same signs around its numeral: `b)` behind `a)`; or is the
/// same bullet.
pub(crate) fn counts_on(before: &str, label: &str) -> bool {
    let around = |label: &str| label.replacen(core(label), "", 1);
    let (numeral_before, numeral) = (core(before), core(label));
    if numeral.is_empty() || around(before) != around(label) {
        return before == label;
    }
    let figures = |text: &str| western(text).collect::<String>();
    let follows = |numerals: &Numerals| {
        let (before, value) = (numerals.read(&figures(numeral_before)), numerals.read(&figures(numeral)));
        before.zip(value).is_some_and(|(before, value)| before.checked_add(1) == Some(value))
    };
    let follows_in_alphabet =
        |number| is_letter_of_any_alphabet(numeral_before, number) && is_letter_of_any_alphabet(numeral, number + 1);
    let is_next = || number(before).zip(number(label)).is_some_and(|(before, value)| before + 1 == value);
    [Numerals::Decimal, Numerals::LowerRoman, Numerals::UpperRoman].iter().chain(&ADDED_UP).any(follows)
        || (1..LONGEST_ALPHABET).any(follows_in_alphabet)
        || is_next()
}

/// Returns the number of a label in other numerals that stands for a letter: `(2)`, `2)`, `(ii)` or `3.2` for `b.`. `2.` alone
/// could be a clause's.
fn counted_otherwise(label: &str) -> Option<u32> {
    let inside = label.trim().strip_prefix('(').and_then(|behind| behind.strip_suffix(')'));
    let roman = inside.and_then(|numeral| Numerals::LowerRoman.read(numeral));
    let inside = inside.or_else(|| label.trim().strip_suffix(')'));
    let framed = || framed(label.trim()).and_then(|_| number(label));
    roman.or_else(|| inside.or(last_of_path(core(label))).and_then(number)).or_else(framed)
}

/// Says whether a label shows a number, in figures, letters or roman numerals.
pub(crate) fn shows(label: &str, value: u32) -> bool {
    let numeral = core(label);
    let is_roman = || Numerals::LowerRoman.read(&numeral.to_lowercase()) == Some(value);
    let is_added_up = || ADDED_UP.iter().any(|numerals| numerals.read(numeral) == Some(value));
    number(label) == Some(value) || is_letter_of_any_alphabet(numeral, value) || is_roman() || is_added_up()
}

/// Numerals whose signs are worth what they add up to, beside the roman ones.
const ADDED_UP: [Numerals; 2] = [Numerals::Hebrew, Numerals::Chinese];

/// Finds a numeral that is one sign with what stands around it: `㈠`, `①`.
fn framed(words: &str) -> Option<usize> {
    let first = words.chars().next().filter(|sign| framed_number(*sign).is_some())?;
    Some(first.len_utf8())
}

/// Returns the number of such a sign.
fn framed_number(sign: char) -> Option<u32> {
    let first = match sign {
        '㈠'..='㈩' => '㈠',
        '㊀'..='㊉' => '㊀',
        '①'..='⑳' => '①',
        '⑴'..='⒇' => '⑴',
        '⒈'..='⒛' => '⒈',
        _ => return None,
    };
    Some(u32::from(sign) - u32::from(first) + 1)
}

/// Returns the number of a label in figures, or in one sign.
pub(crate) fn number(label: &str) -> Option<u32> {
    let numeral = core(label);
    let mut signs = numeral.chars();
    let (first, is_one) = (signs.next(), signs.next().is_none());
    let framed = first.filter(|_| is_one).and_then(framed_number);
    framed.or_else(|| western(numeral).collect::<String>().parse().ok().filter(|_| is_figures(numeral)))
}

/// Returns the last numeral of several, those before it in figures: `1` of `2.1`.
fn last_of_path(numerals: &str) -> Option<&str> {
    numerals.rsplit_once('.').filter(|(above, _)| above.split('.').all(is_figures)).map(|(_, last)| last)
}

/// Says whether a letter stands where the house doubles it, behind the last one of the alphabet: `a` for `aa`.
fn begins_anew(read: &str, expected: &str, number: u32) -> bool {
    number > SHORTEST_ALPHABET
        && is_letter(read)
        && expected.len() > read.len()
        && expected.replace(read, "").is_empty()
}

/// No alphabet in which lists are counted has fewer letters.
const SHORTEST_ALPHABET: u32 = 20;

/// No alphabet in which lists are counted has more letters.
const LONGEST_ALPHABET: u32 = 50;

/// Returns what stands before and after the numeral of a label.
pub(crate) fn dress(label: &str) -> Option<(&str, &str)> {
    label.trim().split_once(core(label)).map(|(before, after)| (before.trim(), after.trim()))
}

/// Returns a label without what stands around its numeral.
pub(crate) fn core(label: &str) -> &str {
    let is_dress = |sign: char| {
        let is_mark =
            matches!(sign, '(' | ')' | '[' | ']' | '.' | ':' | ',' | '\'' | '’' | '‘' | '´' | '-' | '–' | '—');
        is_mark || matches!(sign, '、' | '．' | '）' | '（') || sign.is_whitespace() || is_unseen(sign)
    };
    label.trim_matches(is_dress)
}

fn is_unseen(sign: char) -> bool {
    is_direction_mark(sign) || sign == '\u{200d}'
}

fn is_figures(text: &str) -> bool {
    (1..=4).contains(&text.chars().count()) && western(text).all(|sign| sign.is_ascii_digit())
}

/// Reads the figures of other scripts as 0 to 9.
pub(crate) fn western(text: &str) -> impl Iterator<Item = char> {
    const ZEROS: [char; 5] = ['٠', '۰', '०', '๐', '０'];
    text.chars().map(|sign| {
        if sign.is_ascii() {
            return sign;
        }
        let mut worths = ZEROS.iter().filter_map(|zero| u32::from(sign).checked_sub(u32::from(*zero)));
        worths.find_map(|worth| char::from_digit(worth, 10)).unwrap_or(sign)
    })
}

fn is_letter(text: &str) -> bool {
    let mut signs = text.chars();
    signs.next().is_some_and(char::is_alphabetic) && signs.next().is_none()
}

/// Says whether a letter is the one of a number in one alphabet or another.
fn is_letter_of_any_alphabet(letter: &str, number: u32) -> bool {
    static LETTERS: LazyLock<Vec<Vec<&str>>> =
        LazyLock::new(|| ALPHABETS.iter().map(|alphabet| alphabet.letters.split(' ').collect()).collect());
    let Some(at) = usize::try_from(number).ok().and_then(|number| number.checked_sub(1)) else { return false };
    if !letter.chars().all(char::is_alphabetic) {
        return false;
    }
    let letter = letter.to_lowercase();
    LETTERS.iter().any(|letters| letters.get(at) == Some(&letter.as_str()))
}

/// Says whether signs could be a numeral of one system or another: figures, one letter again and again, or a few letters.
fn is_numeral(core: &str) -> bool {
    let count = core.chars().count();
    let alike = core.chars().all(|letter| core.starts_with(letter));
    // `No.` and `Mr.` are words.
    let mixed = core.chars().any(char::is_lowercase) && core.chars().any(char::is_uppercase);
    let letters = core.chars().all(char::is_alphabetic) && !mixed;
    let roman = core.bytes().all(|byte| b"ivxlcdmIVXLCDM".contains(&byte));
    let short = if roman { 8 } else { 2 };
    is_figures(core)
        || (letters && count > 0 && (alike && count <= 4 || count <= short))
        || (1..=3).contains(&count) && !letters && alike
}

/// Says whether all letters of some words are capitals.
pub(crate) fn is_capitals(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// Reads signs that machines take for each other in the same way.
pub(crate) fn plainest(words: &str) -> impl Iterator<Item = char> {
    words.chars().filter(|letter| !letter.is_whitespace()).map(|letter| match letter {
        'I' | 'l' | '1' | '|' | 'i' | '!' => 'l',
        'O' | 'o' | '0' => 'o',
        'S' | 's' | '5' => 's',
        'B' | '8' => '8',
        'c' | 'e' => 'c',
        'b' | 'h' => 'b',
        other => other,
    })
}

/// Says whether two labels are small letters that machines take for each other, and of which either may stand in a list.
pub(crate) fn are_letters_alike(label: &str, other: &str) -> bool {
    let is_small = |label: &str| is_letter(core(label)) && core(label).chars().all(char::is_lowercase);
    is_small(label) && is_small(other) && plainest(core(label)).eq(plainest(core(other)))
}

#[cfg(test)]
mod tests {
    use super::{Likeness, asterisk, compare, counts_on, typed};

    #[test]
    fn labels_count_on() {
        for [before, label] in
            [["1.", "2."], ["(٩)", "(١٠)"], ["a)", "b)"], ["(iv)", "(v)"], ["IX.", "X."], ["в)", "г)"], ["–", "–"]]
        {
            assert!(counts_on(before, label), "{before} {label}");
        }
        for [before, label] in [["1.", "3."], ["1.", "2)"], ["a.", "2."], ["b)", "a)"], ["–", "•"], ["b.", "ii."]] {
            assert!(!counts_on(before, label), "{before} {label}");
        }
    }

    #[test]
    fn labels_are_told_from_words() {
        for label in [
            "1.",
            "26.",
            "a.",
            "ff.",
            "(a)",
            "(iv)",
            "b)",
            "3.1",
            "3.1.2.",
            "I.",
            "cc.",
            "[2]",
            "–",
            "1 -",
            "٢ –",
            "١.",
            "б)",
            "أ -",
            "'1'",
            "--",
            "1 bis.",
            "[3.",
            "1bis.",
            "2.2bis.",
            "4 .",
            "C .",
            "1a.",
            "Aa.",
            "( a )",
            "( iv)",
            "(2 )",
            "（ 三 ）",
            "·",
            "○",
        ] {
            assert_eq!(typed(&format!("{label} to keep")), Some(label.len()), "{label}");
        }
        for words in [
            "Mr. Smith",
            "to keep it",
            "e.g. this",
            "2025 was",
            "No. 5",
            "NATO: this",
            "UN, in",
            "2 - 3 of them",
            "2 . 5 of them",
            "-5 degrees",
            "5 terms of",
            "3d printing",
            "0.677 per cent",
            "21.1.2026 and later",
            "E.coli.bacteria in",
            "( see ) what",
            "( a )",
            "* gulls",
        ] {
            assert_eq!(typed(words), None, "{words}");
        }
    }

    #[test]
    fn an_asterisk_may_be_a_bullet() {
        assert_eq!(asterisk("* gulls;"), Some(1));
        for words in ["*gulls;", "* * *", "** gulls", "*", "* "] {
            assert_eq!(asterisk(words), None, "{words}");
        }
    }

    #[test]
    fn words_may_follow_without_a_blank() {
        assert_eq!(typed("B.whereas"), Some("B.".len()));
        assert_eq!(typed("–having regard"), Some("–".len()));
        assert_eq!(typed("•to keep"), Some("•".len()));
    }

    #[test]
    fn what_looks_alike_is_taken_for_each_other() {
        assert_eq!(compare("l.", "l.", 12), Some(Likeness::Same));
        assert_eq!(compare("(l)", "l.", 12), Some(Likeness::Dressed));
        assert_eq!(compare("I.", "l.", 12), Some(Likeness::Mistaken));
        assert_eq!(compare("٢ -", "2.", 2), Some(Likeness::Dressed));
        assert_eq!(compare("б)", "(b)", 2), Some(Likeness::Elsewhere));
        assert_eq!(compare("б)", "(c)", 3), None);
        assert_eq!(compare("(ii)", "(b)", 2), Some(Likeness::Elsewhere));
        assert_eq!(compare("ii.", "(b)", 2), None);
        assert_eq!(compare("0.", "o.", 15), Some(Likeness::Mistaken));
        assert_eq!(compare("(e)", "(c)", 3), Some(Likeness::Mistaken));
        assert_eq!(compare("h)", "b)", 2), Some(Likeness::Mistaken));
        assert_eq!(compare("m.", "l.", 12), None);
        assert_eq!(compare("a.", "aa.", 27), Some(Likeness::BegunAnew));
        assert_eq!(compare("i.", "ii.", 2), None);
        assert_eq!(compare("2.", "3.1.2", 2), Some(Likeness::LastOnly));
        assert_eq!(compare("1.", "3.1.2", 2), None);
    }
}
