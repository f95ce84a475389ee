//! What a language does to dates, ordinals and capitals: CLDR's data through the ICU crates, in the house's patterns.

use engross_model::Date;
use icu_calendar::Gregorian;
use icu_casemap::CaseMapper;
use icu_casemap::options::{LeadingAdjustment, TitlecaseOptions, TrailingCase};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::YMDE;
use icu_datetime::parts;
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};
use unicode_script::{Script, UnicodeScript};
use writeable::{Part, PartsWrite, Writeable};

use crate::house::Dates;

/// Writes a date by the house's pattern: `{weekday} {day} {month} {year}`. The result is inline markup.
///
/// The month has the form that the language uses inside dates, which is not always its name.
pub(crate) fn date(pattern: &str, date: Date, tag: &str, dates: &Dates) -> String {
    let names = date_names(date, tag).unwrap_or_default();
    let month = dates.months.get(usize::from(date.month).wrapping_sub(1)).unwrap_or(&names.month);
    let day = match (&dates.first, date.day) {
        (Some(first), 1) => first.clone(),
        (_, day) => day.to_string(),
    };
    pattern
        .replace("{weekday}", &names.weekday)
        .replace("{month}", month)
        .replace("{year}", &date.year.to_string())
        .replace("{day}", &day)
}

/// Returns the names of the months inside dates, January first.
pub(crate) fn months(tag: &str, dates: &Dates) -> Vec<String> {
    let written = |month: u8| {
        let first = Date::new(2025, month, 1)?;
        Some(date("{month}", first, tag, dates))
    };
    (1..=12).filter_map(written).collect()
}

/// Writes an ordinal: spelt out where the house does so, else by its pattern for the number's category.
pub(crate) fn ordinal(number: u32, tag: &str, dates: &Dates) -> String {
    dates.spelt_ordinals.get(&number).cloned().unwrap_or_else(|| ordinal_in_figures(number, tag, dates))
}

/// Writes an ordinal in figures: `28th`.
pub(crate) fn ordinal_in_figures(number: u32, tag: &str, dates: &Dates) -> String {
    let locale = locale(tag);
    let category = PluralRules::try_new_ordinal((&locale).into())
        .map_or(PluralCategory::Other, |rules| rules.category_for(number));
    let name = match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    };
    let pattern = dates.ordinals.get(name).or_else(|| dates.ordinals.get("other"));
    pattern.map_or_else(|| number.to_string(), |pattern| pattern.replace("{n}", &number.to_string()))
}

/// Sets words in the language's capitals (Turkish İ, Greek without accents).
pub(crate) fn capitals(text: &str, tag: &str) -> String {
    CaseMapper::new().uppercase_to_string(text, &locale(tag).id).into_owned()
}

/// Sets words in the language's small letters.
pub(crate) fn lower_case(text: &str, tag: &str) -> String {
    CaseMapper::new().lowercase_to_string(text, &locale(tag).id).into_owned()
}

/// Begins words with a capital of the language (Greek with its accent), and leaves the rest.
pub(crate) fn with_capital(text: &str, tag: &str) -> String {
    let mut options = TitlecaseOptions::default();
    options.trailing_case = Some(TrailingCase::Unchanged);
    options.leading_adjustment = Some(LeadingAdjustment::None);
    let mapper = CaseMapper::new();
    mapper.titlecase_segment_with_only_case_data_to_string(text, &locale(tag).id, options).into_owned()
}

/// Says whether a character belongs to a script that puts no blanks between words.
pub(crate) fn has_no_blanks(character: char) -> bool {
    // Nearly all characters are ASCII, and every rule about words comes by here.
    !character.is_ascii()
        && matches!(
            character.script(),
            Script::Han
                | Script::Hiragana
                | Script::Katakana
                | Script::Thai
                | Script::Lao
                | Script::Tibetan
                | Script::Khmer
                | Script::Myanmar
        )
}

fn locale(tag: &str) -> Locale {
    tag.parse().unwrap_or(Locale::UNKNOWN)
}

/// The names that a date has in a language.
#[derive(Debug, Default)]
struct DateNames {
    weekday: String,
    month: String,
    inside: Option<Part>,
}

fn date_names(date: Date, tag: &str) -> Option<DateNames> {
    let locale = locale(tag);
    let formatter = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new((&locale).into(), YMDE::long()).ok()?;
    let day = icu_calendar::Date::try_new_gregorian(i32::from(date.year), date.month, date.day).ok()?;
    let mut names = DateNames::default();
    formatter.format(&day).write_to_parts(&mut names).ok()?;
    Some(names)
}

impl std::fmt::Write for DateNames {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        match self.inside {
            Some(parts::WEEKDAY) => self.weekday.push_str(text),
            Some(parts::MONTH) => self.month.push_str(text),
            _ => {}
        }
        Ok(())
    }
}

impl PartsWrite for DateNames {
    type SubPartsWrite = Self;

    fn with_part(
        &mut self,
        part: Part,
        mut write: impl FnMut(&mut Self::SubPartsWrite) -> std::fmt::Result,
    ) -> std::fmt::Result {
        let outside = self.inside;
        // The digits of a month in figures are a part within it.
        if [parts::WEEKDAY, parts::MONTH].contains(&part) {
            self.inside = Some(part);
        }
        let written = write(self);
        self.inside = outside;
        written
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn dates(ordinals: &[(&str, &str)], first: Option<&str>) -> Dates {
        Dates {
            first: first.map(str::to_owned),
            ordinals: ordinals.iter().map(|(category, form)| ((*category).to_owned(), (*form).to_owned())).collect(),
            spelt_ordinals: BTreeMap::from([(51, "Fifty-first".to_owned())]),
            ..Dates::default()
        }
    }

    #[test]
    fn the_weekday_comes_from_the_date() {
        let plain = dates(&[], None);
        let day = Date::new(2025, 5, 26).unwrap();
        let full = "{weekday} {day} {month} {year}";
        assert_eq!(date(full, day, "en-GB", &plain), "Monday 26 May 2025");
        assert_eq!(date(full, day, "fr-FR", &plain), "lundi 26 mai 2025");
        assert_eq!(date("{day} {month} {year} года", day, "ru-RU", &plain), "26 мая 2025 года");
        assert_eq!(date(full, day, "th-TH", &plain), "วันจันทร์ 26 พฤษภาคม 2025");
        assert_eq!(date("{year}年{month}月{day}日{weekday}", day, "zh-CN", &plain), "2025年5月26日星期一");
    }

    #[test]
    fn the_first_of_a_month_may_differ() {
        let french = dates(&[], Some("1^er^"));
        let first = Date::new(2026, 7, 1).unwrap();
        assert_eq!(date("{day} {month}", first, "fr-FR", &french), "1^er^ juillet");
    }

    #[test]
    fn ordinals_follow_the_languages_categories() {
        let english = dates(&[("one", "{n}st"), ("two", "{n}nd"), ("few", "{n}rd"), ("other", "{n}th")], None);
        let written: Vec<_> = [1, 2, 3, 11, 12, 21, 22, 23, 51].map(|n| ordinal(n, "en-GB", &english)).to_vec();
        assert_eq!(written, ["1st", "2nd", "3rd", "11th", "12th", "21st", "22nd", "23rd", "Fifty-first"]);
        let french = dates(&[("one", "{n}^re^"), ("other", "{n}^e^")], None);
        assert_eq!([1, 2, 21].map(|n| ordinal(n, "fr-FR", &french)), ["1^re^", "2^e^", "21^e^"]);
    }

    #[test]
    fn capitals_are_the_languages_own() {
        for (tag, words, expected) in [
            ("tr-TR", "istanbul ılık", "İSTANBUL ILIK"),
            ("en-GB", "istanbul", "ISTANBUL"),
            ("el-GR", "Ελληνική Δημοκρατία", "ΕΛΛΗΝΙΚΗ ΔΗΜΟΚΡΑΤΙΑ"),
            ("el-GR", "26 Μαΐου, λόγος ή έργο", "26 ΜΑΪΟΥ, ΛΟΓΟΣ Ή ΕΡΓΟ"),
            ("de-DE", "Maßnahmen für Österreich", "MASSNAHMEN FÜR ÖSTERREICH"),
            ("fr-FR", "déclaration sur l’œuvre, à Genève", "DÉCLARATION SUR L’ŒUVRE, À GENÈVE"),
            ("es-ES", "declaración de España", "DECLARACIÓN DE ESPAÑA"),
            ("uk-UA", "об’єднання з їжею", "ОБ’ЄДНАННЯ З ЇЖЕЮ"),
            ("ru-RU", "съезд ещё", "СЪЕЗД ЕЩЁ"),
            ("ar", "القرار 7", "القرار 7"),
            ("zh-CN", "决议 7", "决议 7"),
        ] {
            assert_eq!(capitals(words, tag), expected, "{tag}");
        }
    }

    #[test]
    fn small_letters_and_first_capitals_are_the_languages_own() {
        for (tag, words, expected) in [
            ("tr-TR", "İSTANBUL ILIK", "istanbul ılık"),
            ("el-GR", "ΛΟΓΟΣ ΚΑΙ ΣΟΦΟΣ", "λογος και σοφος"),
            ("fr-FR", "L’ŒUVRE ÉCRITE", "l’œuvre écrite"),
            ("de-DE", "STRAẞE", "straße"),
        ] {
            assert_eq!(lower_case(words, tag), expected, "{tag}");
        }
        for (tag, words, expected) in [
            ("tr-TR", "ilke", "İlke"),
            ("el-GR", "έργο", "Έργο"),
            ("fr-FR", "œuvre", "Œuvre"),
            ("fr-FR", "état", "État"),
            ("uk-UA", "її", "Її"),
        ] {
            assert_eq!(with_capital(words, tag), expected, "{tag}");
        }
    }
}
