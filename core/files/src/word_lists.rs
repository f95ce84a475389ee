//! Counts paragraphs as Word does: `numbering.xml`, and the styles that take part in it.

use std::collections::{BTreeMap, BTreeSet};

use crate::word_styles::Styles;
use crate::xml::Element;

/// Word's lists have nine levels.
const LEVELS: usize = 9;
/// A number this large is written with digits, whatever the list says: no page holds forty thousand letters.
const LARGEST_LETTERED: u32 = 780;

/// All lists of a file, and how far each has been counted.
#[derive(Debug, Default)]
pub struct Lists {
    abstracts: BTreeMap<String, BTreeMap<usize, Level>>,
    instances: BTreeMap<String, Instance>,
    counters: BTreeMap<String, [Option<u32>; LEVELS]>,
    restarted: BTreeSet<(String, usize)>,
}

/// `w:num`: a use of an abstract list, with its own starts and levels.
#[derive(Debug, Default)]
struct Instance {
    of: String,
    starts: BTreeMap<usize, u32>,
    levels: BTreeMap<usize, Level>,
}

/// `w:lvl`.
#[derive(Debug, Clone)]
struct Level {
    start: u32,
    format: String,
    text: String,
    style: Option<String>,
    /// `w:lvlRestart`: the level, from 1, whose use starts this one anew; 0 for none.
    restart: Option<usize>,
    all_digits: bool,
}

impl Lists {
    /// Reads `numbering.xml`.
    pub fn new(numbering: &Element) -> Self {
        let mut lists = Self::default();
        for list in numbering.all("abstractNum") {
            let levels = list.all("lvl").filter_map(level).collect();
            lists.abstracts.insert(id_of(list), levels);
        }
        for list in numbering.all("num") {
            lists.instances.insert(list.get("numId").unwrap_or_default().to_owned(), instance(list));
        }
        lists.follow_links(numbering);
        lists
    }

    /// Leads uses of lists that only name a list style to the list that this style stands for: both count as one.
    fn follow_links(&mut self, numbering: &Element) {
        let named = |list: &Element| Some((list.setting("styleLink")?.to_owned(), id_of(list)));
        let meant: BTreeMap<String, String> = numbering.all("abstractNum").filter_map(named).collect();
        let linked = |list: &Element| {
            Some((id_of(list), meant.get(list.setting("numStyleLink")?)?)).filter(|(of, to)| of != *to)
        };
        let links: BTreeMap<String, &String> = numbering.all("abstractNum").filter_map(linked).collect();
        for instance in self.instances.values_mut() {
            if let Some(list) = links.get(&instance.of) {
                instance.of.clone_from(list);
            }
        }
    }

    /// Counts a paragraph, if it is part of a list, by its own settings or by those of a style in its chain. Returns its
    /// label and its level, from 0.
    pub fn label(&mut self, settings: Option<&Element>, chain: &[String], styles: &Styles) -> Option<(String, usize)> {
        let own = settings.and_then(|settings| settings.child("numPr"));
        // A style may say no more than the level, and leave the list to the style that it builds on.
        let of_styles = || chain.iter().filter_map(|id| Some((id, styles.get(id)?.child("pPr")?.child("numPr")?)));
        let list = own.and_then(|own| own.setting("numId"));
        let list = list.or_else(|| of_styles().find_map(|(_, list)| list.setting("numId")))?.to_owned();
        let set = |list: &Element| list.setting("ilvl").and_then(|level| level.parse().ok());
        let of_style = |(style, settings): (&String, _)| self.level_of_style(&list, style).or(set(settings));
        let level = own.and_then(set).or_else(|| of_styles().find_map(of_style)).unwrap_or(0);
        Some((self.next(&list, level)?, level))
    }

    /// Returns the level that a list ties to a paragraph style.
    fn level_of_style(&self, list: &str, style: &str) -> Option<usize> {
        let instance = self.instances.get(list)?;
        let levels = instance.levels.iter().chain(self.abstracts.get(&instance.of)?);
        levels.into_iter().find(|(_, level)| level.style.as_deref() == Some(style)).map(|(at, _)| *at)
    }

    /// Counts one paragraph and returns its label; `None` if there is no such list.
    fn next(&mut self, list: &str, at: usize) -> Option<String> {
        let instance = self.instances.get(list)?;
        let levels = self.abstracts.get(&instance.of)?;
        let level_at = |at: usize| instance.levels.get(&at).or_else(|| levels.get(&at));
        let start_at = |at: usize| {
            instance.starts.get(&at).copied().or_else(|| level_at(at).map(|level| level.start)).unwrap_or(1)
        };
        let level = level_at(at)?;

        let counters = self.counters.entry(instance.of.clone()).or_default();
        let restarts = instance.starts.contains_key(&at) && self.restarted.insert((list.to_owned(), at));
        let counter = counters.get_mut(at)?;
        *counter = Some(match *counter {
            Some(count) if !restarts => count.saturating_add(1),
            _ => start_at(at),
        });
        for (deeper, counter) in counters.iter_mut().enumerate().skip(at + 1) {
            let restart = level_at(deeper).and_then(|level| level.restart).unwrap_or(deeper);
            if at < restart {
                *counter = None;
            }
        }

        let count_at = |at: usize| counters.get(at).copied().flatten().unwrap_or_else(|| start_at(at));
        let format_at = |at: usize| match level_at(at) {
            Some(_) if level.all_digits => "decimal",
            Some(level) => &level.format,
            None => "decimal",
        };
        Some(filled(&level.text, |at| number(count_at(at), format_at(at))))
    }
}

fn id_of(list: &Element) -> String {
    list.get("abstractNumId").unwrap_or_default().to_owned()
}

fn level(level: &Element) -> Option<(usize, Level)> {
    let number = |name| level.setting(name).and_then(|value| value.parse().ok());
    let at = level.get("ilvl")?.parse().ok().filter(|at| *at < LEVELS)?;
    let format = level.setting("numFmt").unwrap_or("decimal");
    let text = level.setting("lvlText").unwrap_or_default();
    // The letter o is a bullet of Word's, in another font.
    let is_ring = format == "bullet" && text == "o";
    Some((
        at,
        Level {
            start: number("start").unwrap_or(0),
            format: format.to_owned(),
            text: if is_ring { "◦" } else { text }.to_owned(),
            style: level.setting("pStyle").map(str::to_owned),
            restart: level.setting("lvlRestart").and_then(|value| value.parse().ok()),
            all_digits: level.is_on("isLgl"),
        },
    ))
}

fn instance(list: &Element) -> Instance {
    let mut instance =
        Instance { of: list.setting("abstractNumId").unwrap_or_default().to_owned(), ..Instance::default() };
    for change in list.all("lvlOverride") {
        let Some(at) = change.get("ilvl").and_then(|at| at.parse().ok()) else { continue };
        if let Some(start) = change.setting("startOverride").and_then(|start| start.parse().ok()) {
            instance.starts.insert(at, start);
        }
        if let Some((_, own)) = change.child("lvl").and_then(level) {
            instance.levels.insert(at, own);
        }
    }
    instance
}

/// Writes a level's text, each `%1` to `%9` replaced by the number of that level.
fn filled(pattern: &str, number_at: impl Fn(usize) -> String) -> String {
    let mut filled = String::new();
    let mut letters = pattern.chars().peekable();
    while let Some(letter) = letters.next() {
        let level = letters.peek().and_then(|digit| digit.to_digit(10)).filter(|level| letter == '%' && *level > 0);
        match level {
            Some(level) => {
                letters.next();
                filled += &number_at(level as usize - 1);
            }
            None => filled.push(letter),
        }
    }
    filled
}

/// What stands for a number in a format that this reader does not know, or that says it in the words of some language.
pub const UNREAD: char = char::REPLACEMENT_CHARACTER;

/// Writes a number in one of Word's formats, as far as it is written alike in all languages; [`UNREAD`] for others.
pub fn number(count: u32, format: &str) -> String {
    match format {
        // Behind the figures of an ordinal each language has an ending of its own.
        "decimal" | "decimalHalfWidth" | "ordinal" => count.to_string(),
        "decimalFullWidth" | "decimalFullWidth2" => in_figures(count, '０'),
        "hindiNumbers" => in_figures(count, '०'),
        "thaiNumbers" => in_figures(count, '๐'),
        "numberInDash" => format!("- {count} -"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => in_one_sign(count, '①', 20),
        "decimalEnclosedFullstop" => in_one_sign(count, '⒈', 20),
        "decimalEnclosedParen" => in_one_sign(count, '⑴', 20),
        "ideographEnclosedCircle" => in_one_sign(count, '㊀', 10),
        "chineseCounting"
        | "chineseCountingThousand"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "japaneseCounting" => in_ideographs(count),
        "hebrew1" => in_hebrew_letters(count),
        "decimalZero" => format!("{count:02}"),
        "lowerLetter" => repeated_letter(count, 'a'),
        "upperLetter" => repeated_letter(count, 'A'),
        "lowerRoman" => roman(count).to_lowercase(),
        "upperRoman" => roman(count),
        "chicago" => repeated(count, &['*', '†', '‡', '§']),
        "arabicAlpha" => of_alphabet(count, "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"),
        "arabicAbjad" => of_alphabet(count, "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"),
        "russianLower" => of_alphabet(count, RUSSIAN),
        "russianUpper" => of_alphabet(count, &RUSSIAN.to_uppercase()),
        "none" | "bullet" => String::new(),
        _ => UNREAD.to_string(),
    }
}

/// Writes a number in the figures of a script, given its nought.
fn in_figures(count: u32, nought: char) -> String {
    let digits = count.to_string();
    let figures = digits.bytes().map(|digit| char::from_u32(u32::from(nought) + u32::from(digit - b'0')));
    figures.map(|figure| figure.unwrap_or(UNREAD)).collect()
}

/// Writes a number as one sign, given that of the first and how many there are; in figures beyond.
fn in_one_sign(count: u32, first: char, signs: u32) -> String {
    let sign = count.checked_sub(1).filter(|at| *at < signs).and_then(|at| char::from_u32(u32::from(first) + at));
    sign.map_or_else(|| count.to_string(), String::from)
}

/// Writes a number in the ideographs of Chinese and Japanese, which have further signs for the hundreds.
fn in_ideographs(count: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |digit: u32| DIGITS.get(digit as usize).copied().unwrap_or_default();
    match count {
        1..10 => digit(count).to_owned(),
        10..20 => format!("十{}", digit(count % 10)),
        20..100 => format!("{}十{}", digit(count / 10), digit(count % 10)),
        _ => UNREAD.to_string(),
    }
}

/// Writes a number in Hebrew letters, which add up what they are worth; no list has more entries than they go.
fn in_hebrew_letters(count: u32) -> String {
    const PARTS: [(u32, &str); 24] = [
        (400, "ת"),
        (300, "ש"),
        (200, "ר"),
        (100, "ק"),
        (90, "צ"),
        (80, "פ"),
        (70, "ע"),
        (60, "ס"),
        (50, "נ"),
        (40, "מ"),
        (30, "ל"),
        (20, "כ"),
        (16, "טז"),
        (15, "טו"),
        (10, "י"),
        (9, "ט"),
        (8, "ח"),
        (7, "ז"),
        (6, "ו"),
        (5, "ה"),
        (4, "ד"),
        (3, "ג"),
        (2, "ב"),
        (1, "א"),
    ];
    if count == 0 || count >= 1000 {
        return count.to_string();
    }
    added_up(count, &PARTS)
}

/// Writes a number as signs whose worths, the greatest first, make it together.
fn added_up(mut count: u32, parts: &[(u32, &str)]) -> String {
    let mut written = String::new();
    for (worth, sign) in parts {
        written += &sign.repeat((count / worth) as usize);
        count %= worth;
    }
    written
}

/// The letters that Russian lists count with.
const RUSSIAN: &str = "абвгдежзиклмнопрстуфхцчшщыэюя";

fn of_alphabet(count: u32, alphabet: &str) -> String {
    repeated(count, &alphabet.chars().collect::<Vec<_>>())
}

/// Word goes on after z with aa, bb, cc.
fn repeated_letter(count: u32, first: char) -> String {
    let letters: Vec<char> = (0..26).filter_map(|step| char::from_u32(u32::from(first) + step)).collect();
    repeated(count, &letters)
}

fn repeated(count: u32, letters: &[char]) -> String {
    let (Some(place), run) = (count.checked_sub(1), u32::try_from(letters.len()).unwrap_or(1).max(1)) else {
        return count.to_string();
    };
    match letters.get((place % run) as usize) {
        Some(letter) if count <= LARGEST_LETTERED => letter.to_string().repeat((place / run + 1) as usize),
        _ => count.to_string(),
    }
}

fn roman(count: u32) -> String {
    const PARTS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if count == 0 || count >= 32_768 {
        return count.to_string();
    }
    added_up(count, &PARTS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists(xml: &str) -> Lists {
        Lists::new(
            &Element::parse(format!("<w:numbering>{xml}</w:numbering>").as_bytes(), "the list", &mut 1_000)
                .expect("the part parses"),
        )
    }

    const LEVEL: &str = r#"<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
        <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
        <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1.%2.%3"/></w:lvl>"#;

    fn counted(lists: &mut Lists, paragraphs: &[(&str, usize)]) -> Vec<String> {
        paragraphs.iter().map(|(list, level)| lists.next(list, *level).expect("the list is there")).collect()
    }

    #[test]
    fn points_start_anew_under_each_clause() {
        let mut lists = lists(&format!(
            r#"<w:abstractNum w:abstractNumId="7">{LEVEL}</w:abstractNum>
               <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>"#
        ));
        let paragraphs = [("1", 0), ("1", 1), ("1", 1), ("1", 2), ("1", 0), ("1", 1), ("1", 2)];
        assert_eq!(counted(&mut lists, &paragraphs), ["1.", "(a)", "(b)", "1.b.i", "2.", "(a)", "2.a.i"]);
    }

    #[test]
    fn uses_of_one_list_share_its_numbers_until_one_says_otherwise() {
        let mut lists = lists(&format!(
            r#"<w:abstractNum w:abstractNumId="7">{LEVEL}</w:abstractNum>
               <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
               <w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>
               <w:num w:numId="3"><w:abstractNumId w:val="7"/>
                 <w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>"#
        ));
        let paragraphs = [("1", 0), ("2", 0), ("3", 0), ("3", 0), ("1", 0)];
        assert_eq!(counted(&mut lists, &paragraphs), ["1.", "2.", "5.", "6.", "7."]);
    }

    #[test]
    fn a_level_may_run_on_or_have_its_own_form() {
        let mut lists = lists(
            r#"<w:abstractNum w:abstractNumId="7">
                 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1"/></w:lvl>
                 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:lvlRestart w:val="0"/><w:lvlText w:val="%1-%2"/><w:isLgl/></w:lvl>
               </w:abstractNum>
               <w:num w:numId="1"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0">
                 <w:start w:val="3"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1)"/></w:lvl></w:lvlOverride></w:num>"#,
        );
        let paragraphs = [("1", 0), ("1", 1), ("1", 0), ("1", 1)];
        assert_eq!(counted(&mut lists, &paragraphs), ["C)", "3-1", "D)", "4-2"]);
        assert_eq!(lists.next("9", 0), None);
    }

    #[test]
    fn a_list_that_names_a_style_counts_as_the_list_of_that_style() {
        let mut lists = lists(&format!(
            r#"<w:abstractNum w:abstractNumId="3"><w:numStyleLink w:val="Tides"/></w:abstractNum>
               <w:abstractNum w:abstractNumId="7"><w:styleLink w:val="Tides"/>{LEVEL}</w:abstractNum>
               <w:num w:numId="1"><w:abstractNumId w:val="3"/></w:num>
               <w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>"#
        ));
        assert_eq!(counted(&mut lists, &[("1", 0), ("1", 1), ("2", 0), ("1", 0)]), ["1.", "(a)", "2.", "3."]);
    }

    #[test]
    fn a_style_may_say_the_level_and_leave_the_list_to_another() {
        let mut lists = lists(&format!(
            r#"<w:abstractNum w:abstractNumId="7">{LEVEL}</w:abstractNum>
               <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>"#
        ));
        let styles = r#"<w:styles>
            <w:style w:styleId="Point"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
            <w:style w:styleId="Lower"><w:basedOn w:val="Point"/><w:pPr><w:numPr><w:ilvl w:val="2"/></w:numPr></w:pPr></w:style>
            </w:styles>"#;
        let styles =
            Styles::new(&Element::parse(styles.as_bytes(), "the styles", &mut 1_000).expect("the part parses"));
        let mut label = |style| lists.label(None, &styles.chain(Some(style)), &styles);
        assert_eq!(label("Point"), Some(("(a)".to_owned(), 1)));
        assert_eq!(label("Lower"), Some(("1.a.i".to_owned(), 2)));
    }

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        let written = |format| [1, 26, 27, 28, 53].map(|count| number(count, format)).join(" ");
        assert_eq!(written("lowerLetter"), "a z aa bb aaa");
        assert_eq!(written("lowerRoman"), "i xxvi xxvii xxviii liii");
        assert_eq!(written("decimalZero"), "01 26 27 28 53");
        assert_eq!([1, 5, 28].map(|count| number(count, "arabicAbjad")).join(" "), "أ ه غ");
        assert_eq!([1, 5, 28].map(|count| number(count, "arabicAlpha")).join(" "), "أ ج ي");
        assert_eq!([1, 10, 30].map(|count| number(count, "russianLower")).join(" "), "а к аа");
        assert_eq!([1, 4, 5, 6].map(|count| number(count, "chicago")).join(" "), "* § ** ††");
        assert_eq!(number(0, "lowerLetter"), "0");
        assert_eq!(number(u32::MAX, "lowerLetter"), "4294967295");
        let shapes = ["decimalFullWidth", "hindiNumbers", "decimalEnclosedFullstop", "chineseCounting", "hebrew1"];
        assert_eq!(shapes.map(|format| number(15, format)).join(" "), "１５ १५ ⒖ 十五 טו");
        assert_eq!([20, 21].map(|count| number(count, "decimalEnclosedCircle")).join(" "), "⑳ 21");
        assert_eq!([7, 10, 21, 99].map(|count| number(count, "japaneseCounting")).join(" "), "七 十 二十一 九十九");
        assert_eq!([number(2, "numberInDash"), number(3, "ordinal")].join(" "), "- 2 - 3");
        assert_eq!([number(3, "cardinalText"), number(100, "chineseCounting")].join(" "), "\u{FFFD} \u{FFFD}");
    }
}
